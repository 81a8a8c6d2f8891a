/* The form follows the box of the search while somebody types, and the box the form. Without this each does when it is sent. */
(function () {
  'use strict';
  const doc = document, $ = (s, e) => (e || doc).querySelector(s);
  const box = $('form.box'), rows = $('#ask-rows'), form = rows && rows.closest('form'), token = $('meta[name="csrf"]');
  if (!box || !form || !token) return;
  const area = $('textarea', box);
  let timer = 0, turn = 0;
  const put = (id, got) => {
    const from = $('#' + id, got), to = doc.getElementById(id);
    if (!from) return;
    while (to.firstChild) to.removeChild(to.firstChild);
    while (from.firstChild) to.appendChild(doc.adoptNode(from.firstChild));
  };
  const ask = from => {
    const mine = ++turn, body = new URLSearchParams(new FormData(from));
    body.set('_from', from === box ? 'box' : 'form');
    fetch('/search/live', { method: 'POST', credentials: 'same-origin', body: body, headers: { 'X-CSRF-Token': token.content } })
      .then(r => r.ok ? r.text() : '').then(html => {
        if (!html || mine !== turn) return;
        const got = new DOMParser().parseFromString(html, 'text/html'), words = $('textarea', got), old = doc.getElementById(area.id + '-e');
        /* What was wrong with the last query that was sent is no longer said of this one. */
        if (old) old.remove();
        put('ask-wrong', got);
        put('ask-rows', got);
        if (words) area.value = words.value;
        if ($('#ask-wrong p')) area.setAttribute('aria-invalid', 'true'); else area.removeAttribute('aria-invalid');
      }).catch(() => {});
  };
  const later = f => { clearTimeout(timer); turn++; timer = setTimeout(() => ask(f), 300); };
  [box, form].forEach(f => {
    f.addEventListener('input', e => { if (!e.isComposing) later(f); });
    f.addEventListener('compositionend', () => later(f));
  });
})();
