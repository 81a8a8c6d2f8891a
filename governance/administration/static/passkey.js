/* Passkeys: asks the device and puts its answer into the form. Without this script passwords and codes do. */
(function () {
  'use strict';
  const doc = document, zh = doc.documentElement.lang !== 'en';
  const t = (a, b) => zh ? a : b;
  const bytes = s => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
  const text = b => b ? btoa(String.fromCharCode.apply(null, new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') : undefined;
  const say = words => {
    const box = doc.getElementById('live'), n = doc.createElement('div'), p = doc.createElement('p');
    n.className = 'notice na';
    p.textContent = words;
    n.appendChild(p);
    box.textContent = '';
    box.appendChild(n);
  };
  const listed = l => (l || []).map(c => Object.assign({}, c, { id: bytes(c.id) }));
  const ask = (how, o) => {
    o.challenge = bytes(o.challenge);
    if (how === 'get') {
      o.allowCredentials = listed(o.allowCredentials);
      return navigator.credentials.get({ publicKey: o });
    }
    o.user.id = bytes(o.user.id);
    o.excludeCredentials = listed(o.excludeCredentials);
    return navigator.credentials.create({ publicKey: o });
  };
  const answer = c => {
    const r = c.response, out = {
      id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: c.getClientExtensionResults(),
      response: { clientDataJSON: text(r.clientDataJSON) }
    };
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(k => { if (r[k]) out.response[k] = text(r[k]); });
    if (r.getTransports) out.response.transports = r.getTransports();
    return JSON.stringify(out);
  };
  doc.querySelectorAll('form[data-passkey]').forEach(f => f.addEventListener('submit', e => {
    e.preventDefault();
    e.stopPropagation();
    if (f.hasAttribute('data-asking')) return;
    if (!window.PublicKeyCredential) {
      say(t('这个浏览器不支持通行密钥，请改用密码登录。', 'This browser has no passkeys. Use the password.'));
      return;
    }
    f.setAttribute('data-asking', '');
    fetch(f.getAttribute('data-begin'), {
      method: 'POST', credentials: 'same-origin', headers: { 'X-CSRF-Token': f.elements._csrf.value }
    }).then(r => r.json().then(o => { if (!r.ok) throw new Error(o.message || o.error || r.status); return o; }))
      .then(o => ask(f.getAttribute('data-passkey'), o))
      .then(c => { f.elements.answer.value = answer(c); f.submit(); })
      .catch(err => {
        f.removeAttribute('data-asking');
        say(err instanceof DOMException
          ? t('未完成：已取消、超时，或这台设备没有本站的通行密钥。可以重试，或改用密码。', 'Not completed: cancelled, timed out, or no passkey for this site on this device. Try again or use the password.')
          : err.message);
      });
  }));
}());
