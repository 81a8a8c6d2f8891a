package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"encoding/base64"
	"mime"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"zhibao/internal/fault"
)

// CSP is the content security policy of every response.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (m *Mux) secure(h http.Header) {
	h.Set("Content-Security-Policy", CSP)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !m.cfg.Plain {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

var (
	errMissing     = fault.New(fault.Missing, "web.missing", "没有找到这个页面，或者您不能查看；请核对地址，或从菜单进入")
	errCrossOrigin = fault.New(fault.Forbidden, "web.cross_origin", "请求不是从本系统的页面发出的，未予办理。请从本系统的页面重新提交")
	errOverride    = fault.New(fault.Invalid, "web.method_override", "请求改写了提交方法，未予办理；请从本系统的页面重新提交")
	errToken       = fault.New(fault.Forbidden, "web.token", "页面已过期或登录已变更，您的内容尚未提交。请返回、刷新页面后重新提交")
	errIdem        = fault.New(fault.Invalid, "web.idem", "页面缺少防重复提交的编号，请刷新页面后重新提交")
)

// overridden reports whether the request asks to be taken for another method.
func overridden(r *http.Request) bool {
	for _, h := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"} {
		if r.Header.Get(h) != "" {
			return true
		}
	}
	return r.URL.Query().Has("_method")
}

// mac is the token of a session before it is masked.
func (c *Ctx) mac() []byte {
	h := hmac.New(sha256.New, c.mux.cfg.Key)
	h.Write([]byte("csrf\x00" + c.sessionID()))
	return h.Sum(nil)
}

// sessionID is the session's, or for visitors that of a cookie that only carries the token.
func (c *Ctx) sessionID() string {
	if s := c.Session(); s.ID != "" {
		return "s:" + s.ID
	}
	if v := c.Cookie("visit"); len(v) == 26 {
		return "v:" + v
	}
	if c.visit == "" {
		c.visit = rand.Text()
		c.SetCookie("visit", c.visit, 0)
	}
	return "v:" + c.visit
}

// Token returns the CSRF token for this response. It is masked with fresh random bytes, so
// that no two responses contain the same text and compression tells nothing about it.
func (c *Ctx) Token() string {
	mac := c.mac()
	out := make([]byte, 2*len(mac))
	rand.Read(out[:len(mac)])
	subtle.XORBytes(out[len(mac):], out[:len(mac)], mac)
	return base64.RawURLEncoding.EncodeToString(out)
}

func (c *Ctx) validToken(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 2*sha256.Size {
		return false
	}
	mask, body := raw[:sha256.Size], raw[sha256.Size:]
	subtle.XORBytes(body, body, mask)
	return hmac.Equal(body, c.mac())
}

// checkToken refuses a POST without the session's token: in the header X-CSRF-Token, where
// scripts put it, or in the field _csrf.
func (c *Ctx) checkToken() error {
	if c.R.Method == http.MethodGet || c.R.Method == http.MethodHead || c.route.Bearer {
		return nil
	}
	token := c.R.Header.Get("X-CSRF-Token")
	if token == "" && c.isForm() {
		in, err := c.Input()
		if err != nil {
			return err
		}
		token = in.Values.Get("_csrf")
		if in.Values.Has("_method") {
			return errOverride
		}
	}
	if !c.validToken(token) {
		return errToken
	}
	return nil
}

func (c *Ctx) isForm() bool {
	kind, _, _ := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	return kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data"
}

// cookieName is "__Host-zb-x" over TLS; browsers accept that name only with Secure and
// without Domain, so no other host can plant it. Loopback without TLS has "zb-x".
func (c *Ctx) cookieName(name string) string {
	if c.mux.cfg.Plain {
		return "zb-" + name
	}
	return "__Host-zb-" + name
}

// SetCookie sets a cookie that scripts cannot read. A maxAge of 0 lasts until the browser
// closes, a negative one deletes it.
func (c *Ctx) SetCookie(name, value string, maxAge time.Duration) {
	age := int(maxAge.Seconds())
	if maxAge < 0 {
		age = -1
	}
	http.SetCookie(c.W, &http.Cookie{Name: c.cookieName(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: !c.mux.cfg.Plain, SameSite: http.SameSiteLaxMode})
}

// Cookie returns the value of a cookie set by SetCookie, or nothing.
func (c *Ctx) Cookie(name string) string {
	if ck, err := c.R.Cookie(c.cookieName(name)); err == nil {
		return ck.Value
	}
	return ""
}

// Address is the full address of a path of this site, by the name under which the caller reached it:
// a link that somebody hands on has to lead there from anywhere.
func (c *Ctx) Address(path string) string {
	if c.mux.cfg.Plain {
		return "http://" + c.R.Host + path
	}
	return "https://" + c.R.Host + path
}

// IP returns the address of the caller: that of the connection, or, behind a proxy that the
// configuration names, the last address in X-Forwarded-For that is no such proxy.
func (c *Ctx) IP() netip.Addr {
	ap, err := netip.ParseAddrPort(c.R.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	ip := ap.Addr().Unmap()
	hops := strings.Split(strings.Join(c.R.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.mux.trusts(ip); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = next.Unmap()
	}
	return ip
}

func (m *Mux) trusts(ip netip.Addr) bool {
	for _, p := range m.cfg.Proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// NewServer returns a server with the limits that a slow or malicious client meets. Over TLS it speaks
// 1.2 and 1.3, and of 1.2 only the suites that authenticate what they encrypt and keep nothing for later.
func NewServer(addr string, h http.Handler) *http.Server {
	suites := []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256}
	return &http.Server{Addr: addr, Handler: h, TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12, CipherSuites: suites}, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute,
		WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
}
