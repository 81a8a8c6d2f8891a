/* On the page of a feature: a region of an exhibit is marked on its picture, and the reasons of an equivalent
   are shown where they are asked for. Without this script the numbers are typed and everything is shown. */
(function () {
  'use strict';
  const doc = document, form = doc.querySelector('.fin form');
  if (!form) return;
  const zh = doc.documentElement.lang !== 'en';
  const t = (a, b) => zh ? a : b;
  const field = (n, e) => (e || form).querySelector('[name="' + n + '"]');

  const equal = ['means', 'function', 'effect', 'obvious'].map(n => field(n)).filter(Boolean).map(f => f.closest('.fld'));
  const head = equal[0] && equal[0].previousElementSibling;
  const verdicts = Array.prototype.slice.call(form.querySelectorAll('[name="verdict"]'));
  const fold = () => {
    const on = verdicts.some(v => v.checked && v.value === 'equivalent') || equal.some(e => e.classList.contains('bad'));
    equal.forEach(e => { e.hidden = !on; });
    if (head && head.classList.contains('sect')) head.hidden = !on;
  };
  verdicts.forEach(v => v.addEventListener('change', fold));
  fold();

  const sources = {};
  Array.prototype.forEach.call(doc.querySelectorAll('[data-exhibit]'), li => { sources[li.getAttribute('data-exhibit')] = li.getAttribute('data-src'); });
  const clamp = (v, a, b) => Math.max(a, Math.min(b, v));
  const spot = row => {
    const number = row.querySelector('[name$=".number"]');
    if (!number) return;
    const base = number.name.slice(0, -'number'.length), at = n => field(base + n, row);
    const get = n => { const v = parseFloat(at(n).value); return isFinite(v) ? v : 0; };
    const put = (n, v) => { at(n).value = String(Math.round(v * 10) / 10); };
    const box = doc.createElement('div'), img = doc.createElement('img'), mark = doc.createElement('button'), say = doc.createElement('p');
    box.className = 'spot';
    say.className = 'help';
    say.textContent = t('在图上拖动框选；选中红框后，方向键移动，按住 Shift 改变大小。', 'Drag on the picture to mark a region; on the red frame arrows move it, with Shift they size it.');
    mark.type = 'button';
    box.appendChild(img);
    box.appendChild(mark);
    row.appendChild(say);
    row.appendChild(box);
    const draw = () => {
      const src = sources[number.value.trim()];
      box.hidden = say.hidden = !src;
      if (!src) return;
      if (img.getAttribute('src') !== src) { img.src = src; img.alt = number.value.trim(); img.draggable = false; }
      mark.hidden = !(get('w') > 0 && get('h') > 0);
      ['x', 'y', 'w', 'h'].forEach((n, i) => { mark.style[['left', 'top', 'width', 'height'][i]] = get(n) + '%'; });
      mark.setAttribute('aria-label', t('区域：左 ', 'Region: left ') + get('x') + t(' 上 ', ' top ') + get('y') + t(' 宽 ', ' width ') + get('w') + t(' 高 ', ' height ') + get('h'));
    };
    row.addEventListener('input', draw);
    mark.addEventListener('keydown', e => {
      const d = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      if (!d || e.ctrlKey || e.altKey || e.metaKey) return;
      e.preventDefault();
      if (e.shiftKey) { put('w', clamp(get('w') + d[0], 1, 100 - get('x'))); put('h', clamp(get('h') + d[1], 1, 100 - get('y'))); }
      else { put('x', clamp(get('x') + d[0], 0, 100 - get('w'))); put('y', clamp(get('y') + d[1], 0, 100 - get('h'))); }
      draw();
    });
    let from = null;
    const where = e => { const r = img.getBoundingClientRect(); return { x: clamp(100 * (e.clientX - r.left) / r.width, 0, 100), y: clamp(100 * (e.clientY - r.top) / r.height, 0, 100) }; };
    box.addEventListener('pointerdown', e => { if (!e.button) { e.preventDefault(); from = where(e); box.setPointerCapture(e.pointerId); } });
    box.addEventListener('pointermove', e => {
      if (!from) return;
      const p = where(e);
      put('x', Math.min(from.x, p.x)); put('y', Math.min(from.y, p.y)); put('w', Math.abs(p.x - from.x)); put('h', Math.abs(p.y - from.y));
      draw();
    });
    ['pointerup', 'pointercancel'].forEach(n => box.addEventListener(n, () => { from = null; }));
    draw();
  };
  Array.prototype.forEach.call(form.querySelectorAll('fieldset.row'), spot);
})();
