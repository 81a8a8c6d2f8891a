/* Own scripts of the pages: plain ES2019, no eval, no inline handlers, nothing kept in the browser. Everything works without them. */
(function () {
  'use strict';
  const doc = document, root = doc.documentElement;
  root.classList.add('js');
  const zh = root.lang !== 'en';
  const t = (a, b) => zh ? a : b;
  const $ = (s, e) => (e || doc).querySelector(s);
  const all = (s, e) => Array.prototype.slice.call((e || doc).querySelectorAll(s));
  const meta = n => { const m = $('meta[name="' + n + '"]'); return m ? m.content : ''; };
  const el = (tag, text, cls) => { const e = doc.createElement(tag); if (text) e.textContent = text; if (cls) e.className = cls; return e; };
  const post = (url, body) => fetch(url, {
    method: 'POST', credentials: 'same-origin', body: body,
    headers: { 'X-CSRF-Token': meta('csrf') }
  });
  const live = text => {
    const box = $('#live');
    if (!box) return;
    box.textContent = '';
    const n = el('div', '', 'notice na');
    n.appendChild(el('p', text));
    box.appendChild(n);
  };

  /* Errors: the summary gets the focus, its links move it to the field. */
  const first = $('[data-focus]');
  if (first) first.focus();

  /* One submission only. The mark is taken off when the page comes back out of the history. */
  doc.addEventListener('submit', e => {
    const f = e.target;
    if (f.hasAttribute('data-busy')) {
      e.preventDefault();
      live(t('还有文件正在上传，请在全部上传后再提交。', 'Files are still being sent. Submit when all have arrived.'));
      return;
    }
    if ((f.getAttribute('method') || '').toLowerCase() !== 'post') return;
    if (f.hasAttribute('data-sent')) { e.preventDefault(); return; }
    f.setAttribute('data-sent', '');
    setTimeout(() => all('button', f).forEach(b => b.setAttribute('aria-disabled', 'true')), 0);
  });
  const unsend = f => {
    f.removeAttribute('data-sent');
    all('button', f).forEach(b => b.removeAttribute('aria-disabled'));
  };
  addEventListener('pageshow', () => all('form[data-sent]').forEach(unsend));

  /* htmx */
  doc.addEventListener('htmx:configRequest', e => { e.detail.headers['X-CSRF-Token'] = meta('csrf'); });
  doc.addEventListener('htmx:afterRequest', () => all('form[data-sent]').forEach(unsend));
  doc.addEventListener('htmx:sendError', e => {
    if (e.detail.requestConfig && e.detail.requestConfig.verb !== 'get') {
      live(t('没有连上服务器，内容尚未提交，请稍后重试。', 'The server was not reached; nothing was submitted. Try again.'));
    }
  });
  doc.addEventListener('htmx:afterSwap', () => { const s = $('[data-focus]'); if (s) s.focus(); });

  /* Length of long texts */
  all('textarea[data-max]').forEach(a => {
    const max = +a.getAttribute('data-max');
    const out = el('p', '', 'count');
    out.setAttribute('aria-live', 'polite');
    a.parentNode.insertBefore(out, a.nextSibling);
    const show = () => {
      const n = Array.from(a.value).length;
      const text = n > max * 0.8 ? t('已写 ' + n + ' 字，最多 ' + max + ' 字', n + ' of ' + max + ' characters') : '';
      if (out.textContent !== text) out.textContent = text;
      out.className = n > max ? 'count over' : 'count';
    };
    a.addEventListener('input', show);
    show();
  });

  /* Selection in lists */
  const picks = f => all('input[name="_sel"]', f);
  const counted = f => {
    const n = picks(f).filter(b => b.checked).length;
    picks(f).forEach(b => b.closest('tr').classList.toggle('sel', b.checked));
    const out = $('[data-picked]', f);
    if (out) out.textContent = t('已选 ' + n + ' 件', n + ' selected');
  };
  all('[data-list]').forEach(f => {
    const head = $('[data-all]', f);
    if (head) {
      head.hidden = false;
      head.addEventListener('change', () => { picks(f).forEach(b => { b.checked = head.checked; }); counted(f); });
    }
    f.addEventListener('change', () => counted(f));
    if (picks(f).length) counted(f);
  });

  /* Keys in lists: j k x o e / ? ; off while typing, while an input method composes, and for
     those who switched them off. */
  let row = -1;
  const rows = () => all('[data-list] tbody tr, [data-list] .hit');
  const go = n => {
    const list = rows();
    if (!list.length) return;
    if (list[row]) list[row].classList.remove('cur');
    row = Math.max(0, Math.min(list.length - 1, n));
    list[row].classList.add('cur');
    const a = $('a', list[row]) || $('input', list[row]);
    if (a) a.focus();
    list[row].scrollIntoView({ block: 'nearest' });
  };
  const came = /^#c-/.test(location.hash) ? rows().findIndex(r => '#' + r.id === location.hash) : -1;
  if (came >= 0) go(came);
  const press = sel => { const r = rows()[row], a = r && $(sel, r); if (a) a.click(); };
  const jump = sel => { const a = $(sel); if (a) { if (a.focus) a.focus(); if (a.href) a.click(); } return !!a; };
  const keys = {
    j: () => go(row + 1), k: () => go(row - 1), x: () => press('input[name="_sel"], .sel input'), o: () => press('a'),
      e: () => jump('[data-edit]'), g: () => jump('[data-home]'), q: () => jump('.crumb a[href*="#c-"]') || jump('[data-work]'), '/': () => jump('form.flt input[type=text]'),
      n: () => pane ? turn(1) : jump('[data-next]'), p: () => pane ? turn(-1) : jump('[data-prev]'),
      a: () => decide('adopt'), d: () => decide('dismiss'), '?': () => help()
  };
  /* Findings beside the text: n p a d move both panes and decide; Shift+Tab goes back to the words. */
  const pane = $('#fin');
  let faced = false;
  const face = f => {
    faced = true;
    all('.f.now').forEach(x => x.classList.remove('now'));
    f.classList.add('now');
    f.focus({ preventScroll: true });
    const m = doc.getElementById(f.id.replace('f', 't'));
    if (m) m.scrollIntoView({ block: 'center' });
    if (pane.scrollHeight > pane.clientHeight + 1) pane.scrollTop = f.offsetTop - 48; else f.scrollIntoView({ block: 'nearest' });
    history.replaceState(null, '', f.getAttribute('data-at'));
  };
  const turn = by => {
    const list = all('#fin .f[data-at]'), i = list.findIndex(f => f.classList.contains('now'));
    if (list.length) face(list[Math.max(0, Math.min(list.length - 1, i < 0 ? 0 : faced ? i + by : i))]);
  };
  const inFinding = (sel, act) => { const e = $('#fin .f.now ' + sel); if (e) act(e); };
  const unfold = e => { e.open = true; const r = $('input[type=radio]', e) || $('textarea', e); if (r) r.focus(); };
  /* What needs no words is decided at once; for the other the place for words is unfolded. */
  const decide = how => $('#fin .f.now form.one button[value=' + how + ']') ? inFinding('form.one button[value=' + how + ']', b => b.click()) : inFinding('details.inline', unfold);
  if (pane) {
    const now = $('.f.now', pane);
    if (now && !first && /[?&]f=/.test(location.search)) face(now);
    doc.addEventListener('click', e => {
      const a = e.target.closest && e.target.closest('.paper a[href^="#f"]'), f = a && doc.getElementById(a.hash.slice(1));
      if (f) { e.preventDefault(); face(f); }
    });
    doc.addEventListener('keydown', e => {
      const f = e.target;
      if (e.key !== 'Tab' || !e.shiftKey || !f.classList.contains('f')) return;
      const a = $('.paper a[href="#' + f.id + '"]');
      if (a) { e.preventDefault(); a.focus(); }
    });
    /* The words that were selected in the text go into the form of a finding made by hand. */
    let picked = null;
    doc.addEventListener('selectionchange', () => {
      const s = getSelection(), at = s.rangeCount && !s.isCollapsed && s.getRangeAt(0);
      const from = at && (at.startContainer.parentElement || at.startContainer), part = from && from.closest && from.closest('[data-part]');
      if (!part) return;
      const box = at.cloneContents(), own = from.closest('[data-place]');
      all('sup, .pn', box).forEach(x => x.remove());
      const ps = all('p, h4', box);
      picked = [part.getAttribute('data-part'), (ps.length ? ps.map(p => p.textContent).join('\n') : box.textContent).trim(), own ? own.getAttribute('data-place') : ''];
    });
    const own = $('#own');
    if (own) own.addEventListener('toggle', () => {
      if (!own.open || !picked) return;
      ['part', 'quote', 'place'].forEach((n, i) => { const x = $('[name="' + n + '"]', own); if (x) x.value = picked[i]; });
      const x = $('[name="title"]', own);
      if (x) x.focus();
    });
  }
  /* Paper shows the numbers of a picture, which nobody can open there. */
  addEventListener('beforeprint', () => doc.querySelectorAll('.fig + details').forEach(d => { d.open = true; }));
  /* What is copied or printed of a text that is not public is told to its case, once for a page. */
  const secret = $('[data-taken]'), told = {};
  if (secret) {
    const tell = how => {
      if (told[how]) return;
      told[how] = true;
      post(secret.getAttribute('data-taken'), new URLSearchParams({ how: how })).catch(() => { told[how] = false; });
    };
    doc.addEventListener('copy', () => { const s = getSelection(); if (secret.contains(s.anchorNode) || secret.contains(s.focusNode)) tell('copy'); });
    addEventListener('beforeprint', () => tell('print'));
  }
  const panel = (title, body, buttons) => {
    const old = $('.dlg');
    if (old) old.remove();
    const box = el('section', '', 'dlg'), back = doc.activeElement;
    box.setAttribute('role', 'alertdialog');
    box.setAttribute('aria-labelledby', 'dlg-t');
    const h = el('h2', title);
    h.id = 'dlg-t';
    box.appendChild(h);
    body.forEach(b => box.appendChild(b));
    const close = () => { box.remove(); if (back && back.focus) back.focus(); };
    buttons.concat([[t('关闭', 'Close'), () => {}]]).forEach(b => {
      const x = el('button', b[0], 'btn');
      x.type = 'button';
      x.addEventListener('click', () => { close(); b[1](); });
      box.appendChild(x);
    });
    box.addEventListener('keydown', e => { if (e.key === 'Escape') close(); });
    doc.body.appendChild(box);
    $('button', box).focus();
  };
  /* The list of keys is that of their page. */
  const help = () => {
    const a = $('[data-keys]');
    if (!a) return;
    fetch(a.href).then(r => r.text()).then(html => {
      const dl = new DOMParser().parseFromString(html, 'text/html').querySelector('main dl'), u = new URL(location.href);
      if (!dl) return;
      dl.className = '';
      u.searchParams.set('keys', '0');
      panel(t('快捷键', 'Keys'), [doc.importNode(dl, true)], [[t('停用快捷键', 'Switch the keys off'), () => { location.href = u.href; }]]);
    });
  };
  doc.addEventListener('keydown', e => {
    if (e.isComposing || e.keyCode === 229 || e.altKey || e.metaKey) return;
    const at = e.target, form = at.closest && at.closest('form');
    if (e.ctrlKey) {
      if (e.key === 'Enter' && form && form.method === 'post') {
        const b = $('.acts button', form) || $('button[type="submit"]', form);
        if (b) { e.preventDefault(); b.click(); }
      }
      return;
    }
    if (root.hasAttribute('data-nokeys') || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== 'checkbox' || at.isContentEditable) return;
    if (Object.prototype.hasOwnProperty.call(keys, e.key)) { e.preventDefault(); keys[e.key](); }
  });

  /* Codes and numbers are checked when their field is left; the server checks again. */
  doc.addEventListener('change', e => {
    const f = e.target, rules = f.getAttribute && f.getAttribute('data-check');
    if (!rules) return;
    const id = f.id + '-e', box = f.closest('.fld'), value = f.value;
    const body = new URLSearchParams({ rules: rules, value: value }), token = f.form && f.form.elements._csrf;
    if (token) body.append('_csrf', token.value);
    post('/-/check', body).then(r => r.ok ? r.json() : null).then(d => {
      if (!d || f.value !== value) return;
      let p = doc.getElementById(id);
      if (!p && !d.message) return;
      if (!p) {
        p = el('p', '', 'over');
        p.id = id;
        p.setAttribute('role', 'status');
        f.parentNode.insertBefore(p, f);
        f.setAttribute('aria-describedby', ((f.getAttribute('aria-describedby') || '') + ' ' + id).trim());
      }
      p.textContent = d.message;
      box.classList.toggle('bad', !!d.message);
      if (d.message) f.setAttribute('aria-invalid', 'true'); else f.removeAttribute('aria-invalid');
    }).catch(() => {});
  });

  /* Drafts: saved two seconds after the last key at the latest. */
  all('form[data-draft]').forEach(f => {
    const url = f.getAttribute('data-draft'), stage = $('[data-stage]', f);
    let timer = 0, busy = false, again = false, stopped = false;
    const save = () => {
      if (stopped || f.hasAttribute('data-sent')) return;
      if (busy) { again = true; return; }
      busy = true;
      const body = new URLSearchParams();
      new FormData(f).forEach((v, k) => { if (typeof v === 'string' && k !== '_csrf') body.append(k, v); });
      post(url, body).then(r => r.json().then(d => {
        if (r.ok) {
          stage.textContent = d.stage;
          f.elements._draft.value = d.version;
          remind();
        } else {
          stage.textContent = d.message || t('草稿未能保存', 'The draft was not saved');
          stopped = r.status === 409;
        }
      })).catch(() => {
        stage.textContent = t('没有连上服务器，草稿未保存，将自动重试', 'The server was not reached; trying again');
        timer = setTimeout(save, 5000);
      }).then(() => { busy = false; if (again) { again = false; save(); } });
    };
    f.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, 1200); });
  });

  /* Files are sent at once, in pieces; each says in words how far it is. */
  const sendFile = (f, input, file, list) => {
    const li = el('li'), say = el('span');
    say.setAttribute('role', 'status');
    li.appendChild(say);
    list.appendChild(li);
    const mb = file.size < 1048576 ? Math.ceil(file.size / 1024) + ' KB' : (file.size / 1048576).toFixed(1) + ' MB';
    const tell = s => { const x = file.name + ' · ' + mb + ' · ' + s; if (say.textContent !== x) say.textContent = x; };
    const fail = (m, again) => {
      tell(t('失败：', 'failed: ') + m);
      say.className = 'over';
      done();
      if (!again) return;
      const b = el('button', t('继续上传', 'Go on'), 'btn s');
      b.type = 'button';
      b.addEventListener('click', () => {
        b.remove();
        say.className = '';
        f.setAttribute('data-busy', +(f.getAttribute('data-busy') || 0) + 1);
        again();
      });
      li.appendChild(b);
    };
    const done = () => {
      const n = +f.getAttribute('data-busy') - 1;
      if (n > 0) f.setAttribute('data-busy', n); else f.removeAttribute('data-busy');
    };
    f.setAttribute('data-busy', +(f.getAttribute('data-busy') || 0) + 1);
    tell(t('开始上传', 'starting'));
    const finish = id => {
      say.remove();
      const label = el('label', '', 'opt'), box = el('input');
      box.type = 'checkbox'; box.name = input.name; box.value = id; box.checked = true;
      label.appendChild(box);
      label.appendChild(doc.createTextNode(' ' + file.name + ' · ' + mb + ' · ' + t('已上传', 'sent')));
      li.setAttribute('role', 'status');
      li.appendChild(label);
      done();
      f.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const piece = (id, from, size, tries) => {
      if (from >= file.size) { finish(id); return; }
      const x = new XMLHttpRequest();
      x.open('POST', '/-/upload/' + encodeURIComponent(id) + '?offset=' + from);
      x.setRequestHeader('X-CSRF-Token', meta('csrf'));
      x.setRequestHeader('Content-Type', 'application/octet-stream');
      x.upload.onprogress = e => tell(t('已上传 ', 'sent ') + Math.floor(100 * (from + e.loaded) / file.size) + '%');
      const retry = m => { if (tries < 5) setTimeout(() => piece(id, from, size, tries + 1), 1000 * (tries + 1)); else fail(m, () => piece(id, from, size, 0)); };
      x.onerror = () => retry(t('连接中断', 'connection lost'));
      x.onload = () => {
        let d = {};
        try { d = JSON.parse(x.responseText); } catch (_) { d = {}; }
        if (x.status === 200) piece(id, d.received, size, 0);
        else if (x.status >= 500) retry(d.message);
        else fail(d.message || x.status);
      };
      x.send(file.slice(from, from + size));
    };
    post('/-/upload', new URLSearchParams({ name: file.name, size: file.size })).then(r => r.json().then(d => {
      if (r.ok) piece(d.id, 0, d.chunk, 0); else fail(d.message);
    })).catch(() => fail(t('没有连上服务器', 'the server was not reached')));
  };
  if (meta('uploads')) {
    all('form:not([data-direct]) input[type="file"]').forEach(input => input.addEventListener('change', () => {
      let list = input.parentNode.querySelector('.ups');
      if (!list) { list = el('ul', '', 'ups'); input.parentNode.appendChild(list); }
      Array.from(input.files).forEach(file => sendFile(input.form, input, file, list));
      input.value = '';
    }));
  }

  /* The session's end is announced two minutes before; one key extends it. */
  let warn = 0, over = 0;
  function remind(seconds) {
    const ends = seconds || +meta('session-ends');
    if (!ends) return;
    clearTimeout(warn);
    clearTimeout(over);
    warn = setTimeout(() => panel(t('登录即将结束', 'You will be signed out'),
      [el('p', t('两分钟后将自动退出。已保存的草稿不会丢失。', 'You will be signed out in two minutes. Saved drafts are kept.'))],
      [[t('继续工作', 'Stay signed in'), () => post('/-/alive').then(r => r.json()).then(d => remind(d.ends)).catch(() => {})]]),
    Math.max(0, ends - 120) * 1000);
    over = setTimeout(() => live(t('登录已结束。请重新登录后继续，草稿仍在。', 'You have been signed out. Sign in again; drafts are kept.')), ends * 1000);
  }
  remind();
})();
