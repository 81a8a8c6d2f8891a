package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// A Ctx is one request and its response.
type Ctx struct {
	R      *http.Request
	W      http.ResponseWriter
	ID     string // reference number of the request; the log has it
	Actor  any    // who asks; set by the guard, opaque here
	Page   Page   // what the layout shows; set by the handler
	Big    bool   // 大字版
	Sharp  bool   // high contrast
	NoKeys bool   // keyboard shortcuts are switched off

	mux     *Mux
	module  *module
	route   *Route
	out     *response
	lang    Lang
	guarded bool
	visit   string
	session *Session
	input   *form.Input
	status  int
	flash   *Notice
	menu    *Menu

	sent    io.Reader // the body as it comes, without the bound of the route
	atEnd   []func()  // give back what the request holds
	arrived time.Time // of the last byte of the body
	working bool      // it has its place among those that work on large files

	// What is wrong with the form. It is no part of Page, which many handlers set after they read the form.
	problems []form.Listed
}

// asker is the account of whoever asks, for the log: 0 where nobody is signed in.
func (c *Ctx) asker() int64 {
	if a, ok := c.Actor.(interface{ LogAccount() int64 }); ok {
		return a.LogAccount()
	}
	return 0
}

// response notes what was written.
type response struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *response) WriteHeader(code int) {
	if w.status == 0 {
		w.status = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (m *Mux) newCtx(w http.ResponseWriter, r *http.Request, md *module, route *Route) *Ctx {
	out := &response{ResponseWriter: w}
	return &Ctx{R: r, W: out, out: out, ID: rand.Text()[:12], mux: m, module: md, route: route, lang: ZH}
}

// Context ends when the caller goes away or the route's time is over.
func (c *Ctx) Context() context.Context { return c.R.Context() }

// As returns the actor as the type that the guard gave it, and reports whether it is one.
func As[T any](c *Ctx) (T, bool) {
	a, ok := c.Actor.(T)
	return a, ok
}

// Lang returns the language of the response.
func (c *Ctx) Lang() Lang { return c.lang }

// T returns the text in the language of the response.
func (c *Ctx) T(zh, en string) string { return T(c.lang, zh, en) }

// Say returns a pair in the language of the response.
func (c *Ctx) Say(t Text) string { return t.In(c.lang) }

// Now returns the time.
func (c *Ctx) Now() time.Time { return c.mux.cfg.Now() }

// Route returns the route that was matched.
func (c *Ctx) Route() *Route { return c.route }

// Path returns a part of the path that the pattern names.
func (c *Ctx) Path(name string) string { return c.R.PathValue(name) }

// Query returns the first value of the name in the address.
func (c *Ctx) Query(name string) string { return c.R.URL.Query().Get(name) }

// HX reports whether htmx asks for a fragment.
func (c *Ctx) HX() bool { return c.R.Header.Get("HX-Request") == "true" }

// Posted reports whether the request is a POST.
func (c *Ctx) Posted() bool { return c.R.Method == http.MethodPost }

// Session returns the session, zero where there is none.
func (c *Ctx) Session() Session {
	if c.session == nil {
		s := c.mux.cfg.Session(c)
		c.session = &s
	}
	return *c.session
}

// KnowSession takes the session that the guard has found already, so that it is looked up once.
func (c *Ctx) KnowSession(s Session) { c.session = &s }

// ForgetSession makes the next use read the session again: after sign-in and sign-out, when
// the token of the old one must not be shown.
func (c *Ctx) ForgetSession() { c.session = nil }

// Sent returns the form that was sent, and whether one was.
func (c *Ctx) Sent() (in form.Input, ok bool, err error) {
	if !c.Posted() {
		return in, false, nil
	}
	in, err = c.Input()
	return in, true, err
}

// Input returns the form that was sent. Large files are on disk by then, encrypted, until the request
// ends; the route's Limit bounds them.
func (c *Ctx) Input() (in form.Input, err error) {
	if c.input != nil {
		return *c.input, nil
	}
	defer func() {
		if err != nil {
			err = bodyFault(err)
		}
	}()
	if up := c.mux.cfg.Uploads; up != nil {
		in.Uploaded = func(id string) (form.File, error) { return up.File(c, id) }
	}
	switch {
	case !c.isForm():
		return in, nil
	case strings.HasPrefix(c.R.Header.Get("Content-Type"), "multipart/"):
		if err = c.parts(&in); err != nil {
			return in, err
		}
	default:
		if err = c.R.ParseForm(); err != nil {
			return in, err
		}
		in.Values, c.arrived = c.R.PostForm, c.Now()
	}
	c.input = &in
	return in, nil
}

func bodyFault(err error) error {
	if fault.Of(err) != nil || errors.Is(err, context.DeadlineExceeded) {
		return err // it says itself what is wrong: the disk is full, or too many at once
	}
	_, big := errors.AsType[*http.MaxBytesError](err)
	if big || errors.Is(err, multipart.ErrMessageTooLarge) {
		return fault.New(fault.TooLarge, "web.body", "提交的内容太大，未予保存。请减少或压缩附件后重新提交").Because(err)
	}
	return fault.New(fault.Invalid, "web.form", "提交的内容不完整，没有读到底；请返回刷新页面后重新提交").Because(err)
}

// Form returns one value of the form that was sent.
func (c *Ctx) Form(name string) string {
	in, err := c.Input()
	if err != nil {
		return ""
	}
	return in.Values.Get(name)
}

// Body returns the whole body, for JSON.
func (c *Ctx) Body() ([]byte, error) {
	b, err := io.ReadAll(c.R.Body)
	if err != nil {
		return nil, bodyFault(err)
	}
	if c.arrived.IsZero() {
		c.arrived = c.Now()
	}
	return b, nil
}

// Multipart returns the parts one after the other, for routes that stream. It works where the
// token came in the header.
func (c *Ctx) Multipart() (*multipart.Reader, error) {
	mr, err := c.R.MultipartReader()
	if err != nil {
		return nil, bodyFault(err)
	}
	return mr, nil
}

var idemForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)

// Idem returns the idempotency key: the field _idem, or the header Idempotency-Key. Two
// requests with the same key are the same act. It fails where there is none.
func (c *Ctx) Idem() (string, error) {
	key := c.R.Header.Get("Idempotency-Key")
	if key == "" && c.isForm() {
		key = c.Form("_idem")
	}
	if !idemForm.MatchString(key) {
		return "", errIdem
	}
	return key, nil
}

// Hidden returns the fields that every POST form needs: the token and the idempotency key.
// After an invalid form the key stays, because nothing was done under it.
func (c *Ctx) Hidden() template.HTML {
	key := rand.Text()
	if c.Posted() && c.input != nil {
		if old := c.input.Values.Get("_idem"); idemForm.MatchString(old) {
			key = old
		}
	}
	return template.HTML(`<input type="hidden" name="_csrf" value="` + c.Token() + `"><input type="hidden" name="_idem" value="` + key + `">`)
}

// Renew drops the idempotency key that came with the form: what is shown now is another act.
func (c *Ctx) Renew() {
	if c.input != nil {
		c.input.Values.Del("_idem")
	}
}

// Invalid makes the response a 422 that begins with the problems.
func (c *Ctx) Invalid(problems []form.Listed) {
	c.status = http.StatusUnprocessableEntity
	c.problems = problems
}

// Status sets the status of a rendered page, 200 where it is not set.
func (c *Ctx) Status(code int) { c.status = code }

// JSON answers with v.
func (c *Ctx) JSON(status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	c.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.W.WriteHeader(status)
	_, err = c.W.Write(append(c.VeilJSON(b), '\n'))
	return ignoreGone(err)
}

// Redirect sends the browser to a page of this program with 303. The target is a path with
// an optional query; anything else, and a path that no route serves, is an internal error.
func (c *Ctx) Redirect(target string) error {
	if !c.mux.Local(target) {
		return fmt.Errorf("web: redirect to %q, which is no page of this program", target)
	}
	if c.HX() {
		c.W.Header().Set("HX-Redirect", target)
		c.W.WriteHeader(http.StatusOK)
		return nil
	}
	c.W.Header().Set("Location", target)
	c.W.WriteHeader(http.StatusSeeOther)
	return nil
}

// Local reports whether target is the address of a GET page of this program.
func (m *Mux) Local(target string) bool {
	u, err := url.Parse(target)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(target, "/") ||
		strings.HasPrefix(target, "//") || strings.ContainsAny(target, "\\\r\n\t") {
		return false
	}
	_, pattern := m.serve.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: u.Path}, Host: "local"})
	return strings.HasPrefix(pattern, http.MethodGet+" ")
}

// ReturnTo returns the address in ?return= or in the field return if it is a page of this
// program, else the start page.
func (c *Ctx) ReturnTo() string {
	target := c.Query("return")
	if c.Posted() {
		if v := c.Form("return"); v != "" {
			target = v
		}
	}
	if target == "" || !c.mux.Local(target) {
		return c.mux.cfg.Home
	}
	return target
}
