/* The bench of a design pair. Everything that is done by dragging can be done with buttons and keys; without
   this script the pictures stand beside each other, and laid over each other as the server drew them. */
(function () {
  'use strict';
  const doc = document, bench = doc.querySelector('[data-bench]');
  if (!bench) return;
  const zh = doc.documentElement.lang !== 'en';
  const t = (a, b) => zh ? a : b;
  const stage = bench.querySelector('.stage'), panes = Array.prototype.slice.call(bench.querySelectorAll('.pane'));
  const imgs = panes.map(p => p.querySelector('img')), status = bench.querySelector('[data-say]');
  const field = n => doc.querySelector('[name="' + n + '"]');
  const saved = n => { const f = field(n); return f ? f.value : bench.getAttribute('data-' + n); };
  const num = (n, other) => { const v = parseFloat(saved(n)); return isFinite(v) ? v : other; };
  const view = { mode: 'side', zoom: 1, x: 0, y: 0, turn: 0, flip: false, share: 50, look: '', blink: false };
  let timer = 0;
  bench.classList.add('live');
  stage.tabIndex = 0;

  /* How the product lies: as the form says, so that what is seen is what is saved. */
  const place = () => {
    const m = field('mirror');
    return { x: num('x', 0), y: num('y', 0), size: num('size', 100), turn: num('turn', 0), mirror: m ? m.checked : bench.getAttribute('data-mirror') === 'true' };
  };
  const set = (n, v) => { const f = field(n); if (f) f.value = String(Math.round(v * 100) / 100); };

  /* The patent fills its pane, and the product the frame of the patent, as the server lays them. */
  const fit = () => {
    const film = panes[0].querySelector('.film');
    let frame = { w: film.clientWidth, h: film.clientHeight };
    imgs.forEach((img, i) => {
      if (!img || !img.naturalWidth) return;
      const s = Math.min(frame.w / img.naturalWidth, frame.h / img.naturalHeight);
      img.style.maxWidth = img.style.maxHeight = 'none';
      img.style.width = img.naturalWidth * s + 'px';
      img.style.height = img.naturalHeight * s + 'px';
      if (!i) frame = { w: img.naturalWidth * s, h: img.naturalHeight * s };
    });
    return frame;
  };

  const draw = () => {
    stage.setAttribute('data-mode', view.mode);
    const p = place(), frame = fit();
    panes.forEach((pane, i) => {
      const inner = pane.querySelector('.film'), img = imgs[i];
      if (!inner || !img) return;
      /* Zoom and pan are those of both panes; turning and mirroring the view too. */
      inner.style.transform = 'translate(' + view.x + '%,' + view.y + '%) scale(' + view.zoom + ') rotate(' + view.turn + 'deg) scaleX(' + (view.flip ? -1 : 1) + ')';
      img.style.transform = i ? 'translate(' + p.x / 100 * frame.w + 'px,' + p.y / 100 * frame.h + 'px) rotate(' + p.turn + 'deg) scale(' + p.size / 100 + ') scaleX(' + (p.mirror ? -1 : 1) + ')' : '';
      img.style.filter = view.look === 'grey' ? 'grayscale(1)' : '';
    });
    if (panes[1]) {
      panes[1].style.opacity = view.mode === 'overlay' ? view.share / 100 : view.mode === 'blink' && view.blink ? 0 : 1;
      panes[1].style.mixBlendMode = view.mode === 'difference' ? 'difference' : '';
    }
    scale();
    const names = { side: t('并列', 'side by side'), overlay: t('叠放，', 'overlay, ') + (bench.getAttribute('data-whose') || '') + ' ' + view.share + '%', blink: t('闪烁', 'blink'), difference: t('差异（黑处相同）', 'difference (black is equal)') };
    const looks = { '': '', grey: t('，灰度', ', grey'), edges: t('，边缘', ', edges') };
    /* The decision and the pictures below are made from what is saved. */
    const moved = ['x', 'y', 'size', 'turn', 'mirror'].some(n => { const f = field(n); return f && (f.type === 'checkbox' ? f.checked !== f.defaultChecked : f.value !== f.defaultValue); });
    const say = names[view.mode] + looks[view.look] + t('，缩放 ', ', zoom ') + Math.round(view.zoom * 100) + '%' + (moved ? t('；对齐尚未保存，裁决书和静态叠图仍按已保存的对齐', '; the alignment is not saved: decision and still pictures use the saved one') : '');
    if (status.textContent !== say) status.textContent = say;
    Array.prototype.forEach.call(bench.querySelectorAll('button[data-do]'), b => {
      const d = b.getAttribute('data-do'), on = { side: 1, overlay: 1, blink: 1, difference: 1 }[d] ? view.mode === d : d === 'grey' || d === 'edges' ? view.look === d : d === 'flip' ? view.flip : null;
      if (on !== null) b.setAttribute('aria-pressed', on ? 'true' : 'false');
    });
  };

  /* A bar of a round length, where it is known how wide the picture is. */
  const scale = () => panes.forEach((pane, i) => {
    const bar = pane.querySelector('.rule'), mm = parseFloat(pane.getAttribute('data-mm'));
    if (!bar) return;
    bar.hidden = !(mm > 0) || !imgs[i];
    if (bar.hidden) return;
    const p = place(), px = imgs[i].clientWidth * view.zoom * (i ? p.size / 100 : 1) / mm;
    const nice = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter(n => n * px <= pane.clientWidth * 0.4).pop() || 1;
    bar.style.width = Math.max(1, nice * px) + 'px';
    bar.textContent = nice >= 1000 ? nice / 1000 + ' m' : nice + ' mm';
  });

  const look = how => {
    view.look = view.look === how ? '' : how;
    imgs.forEach(img => {
      if (!img) return;
      const src = img.getAttribute('data-src');
      const want = view.look === 'edges' ? src + (src.indexOf('?') < 0 ? '?' : '&') + 'look=edges' : src;
      if (img.getAttribute('src') !== want) img.setAttribute('src', want);
    });
  };
  const mode = m => {
    view.mode = m;
    clearInterval(timer);
    view.blink = false;
    /* Slower than three times a second. */
    if (m === 'blink') timer = setInterval(() => { view.blink = !view.blink; draw(); }, 700);
  };
  const clamp = (v, a, b) => Math.max(a, Math.min(b, v));
  const nudge = (n, by) => set(n, num(n, n === 'size' ? 100 : 0) + by);
  const acts = {
    side: () => mode('side'), overlay: () => mode('overlay'), blink: () => mode('blink'), difference: () => mode('difference'),
    grey: () => look('grey'), edges: () => look('edges'),
    more: () => { view.share = clamp(view.share + 10, 0, 100); }, less: () => { view.share = clamp(view.share - 10, 0, 100); },
    'in': () => { view.zoom = clamp(view.zoom * 1.25, 0.2, 16); }, out: () => { view.zoom = clamp(view.zoom / 1.25, 0.2, 16); },
    left: () => { view.x -= 5; }, right: () => { view.x += 5; }, up: () => { view.y -= 5; }, down: () => { view.y += 5; },
    turn: () => { view.turn = (view.turn + 90) % 360; }, flip: () => { view.flip = !view.flip; },
    reset: () => { view.zoom = 1; view.x = view.y = view.turn = 0; view.flip = false; },
    pleft: () => nudge('x', -0.5), pright: () => nudge('x', 0.5), pup: () => nudge('y', -0.5), pdown: () => nudge('y', 0.5),
    pbig: () => nudge('size', 1), psmall: () => nudge('size', -1), pturn: () => nudge('turn', 1), pback: () => nudge('turn', -1),
    pmirror: () => { const m = field('mirror'); if (m) m.checked = !m.checked; }
  };
  const act = d => { if (Object.prototype.hasOwnProperty.call(acts, d)) { acts[d](); draw(); } };
  bench.addEventListener('click', e => {
    const b = e.target.closest && e.target.closest('button[data-do]');
    if (b) act(b.getAttribute('data-do'));
  });
  const share = bench.querySelector('[data-share]');
  if (share) share.addEventListener('input', () => { view.share = +share.value; if (view.mode !== 'overlay') mode('overlay'); draw(); });

  /* Keys while the stage has the focus: arrows move the view, with Shift the product; + - 0, 1 to 4. */
  const keys = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', '+': 'in', '=': 'in', '-': 'out', '0': 'reset', '1': 'side', '2': 'overlay', '3': 'blink', '4': 'difference', ',': 'less', '.': 'more' };
  stage.addEventListener('keydown', e => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    let d = keys[e.key];
    if (d && e.shiftKey && /^Arrow/.test(e.key)) d = 'p' + d;
    if (!d) return;
    e.preventDefault();
    e.stopPropagation();
    act(d);
  });

  /* Dragging moves the view; with Shift the product. */
  let from = null;
  stage.addEventListener('pointerdown', e => {
    if (e.button || e.target.closest('a')) return;
    from = { x: e.clientX, y: e.clientY, product: e.shiftKey };
    stage.setPointerCapture(e.pointerId);
  });
  stage.addEventListener('pointermove', e => {
    if (!from) return;
    const f = fit(), w = from.product ? f.w : panes[0].clientWidth, h = from.product ? f.h : panes[0].clientHeight, dx = 100 * (e.clientX - from.x) / w, dy = 100 * (e.clientY - from.y) / h;
    if (from.product) { nudge('x', dx / view.zoom); nudge('y', dy / view.zoom); } else { view.x += dx; view.y += dy; }
    from.x = e.clientX;
    from.y = e.clientY;
    draw();
  });
  const end = () => { from = null; };
  stage.addEventListener('pointerup', end);
  stage.addEventListener('pointercancel', end);
  stage.addEventListener('wheel', e => {
    if (!e.ctrlKey && doc.activeElement !== stage) return;
    e.preventDefault();
    act(e.deltaY < 0 ? 'in' : 'out');
  }, { passive: false });
  imgs.forEach(img => { if (img) { img.draggable = false; img.addEventListener('load', draw); } });
  ['x', 'y', 'size', 'turn', 'mirror'].forEach(n => { const f = field(n); if (f) f.addEventListener('input', draw); });
  addEventListener('resize', draw);
  draw();
})();
