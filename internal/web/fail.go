package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// statusOf is the one place where kinds of faults become HTTP statuses.
var statusOf = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusUnprocessableEntity,
	fault.Forbidden: http.StatusForbidden, fault.Missing: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unauthentic: http.StatusUnauthorized,
	fault.TooMany: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	fault.Full: http.StatusInsufficientStorage,
}

// StatusOf returns the HTTP status of an error.
func StatusOf(err error) int { return statusOf[fault.KindOf(err)] }

// headlines say in one line what happened; remedies what to do. The fault's own message
// stands between them.
var headlines = map[fault.Kind]Text{
	fault.Internal:    {"系统没能完成这次操作", "The system could not complete this"},
	fault.Invalid:     {"提交的内容需要改正", "Something needs to be corrected"},
	fault.Forbidden:   {"您不能做这项操作", "You may not do this"},
	fault.Missing:     {"没有找到", "Not found"},
	fault.Conflict:    {"情况已经变化，未予办理", "Things have changed; nothing was done"},
	fault.TooLarge:    {"内容超过限度", "Too large"},
	fault.Unauthentic: {"请先登录", "Please sign in"},
	fault.TooMany:     {"操作太频繁", "Too many attempts"},
	fault.Unavailable: {"暂时不能使用", "Not available at the moment"},
	fault.Full:        {"磁盘已满，未能保存", "The disk is full; nothing was saved"},
}

var remedies = map[fault.Kind]Text{
	fault.Internal:    {"您提交的内容未被处理。请稍后重试；仍不成功，请把下面的编号告诉我们。", "What you submitted was not processed. Try again later; if it still fails, tell us the reference below."},
	fault.Invalid:     {"请返回上一页，改正后重新提交。", "Go back, correct it and submit again."},
	fault.Forbidden:   {"如因工作需要，请联系本部门负责人或安全管理员。", "If your work needs it, ask your head or the security administrator."},
	fault.Missing:     {"请核对编号或地址；也可能已被撤回，或者不在您的查看范围内。", "Check the number or address; it may have been withdrawn or be outside what you may see."},
	fault.Conflict:    {"请返回并刷新页面，看到最新情况后再决定。", "Go back, reload the page and decide on the present state."},
	fault.TooLarge:    {"请减少内容后重试。", "Reduce it and try again."},
	fault.Unauthentic: {"登录后会回到这一页。", "You will return to this page after signing in."},
	fault.TooMany:     {"请稍候再试。", "Wait a while and try again."},
	fault.Unavailable: {"请稍后再试；紧急事项请拨打服务电话。", "Try again later; call the help line if it is urgent."},
	fault.Full:        {"查阅不受影响。腾出空间后请再次提交；紧急事项请拨打服务电话。", "Reading is not affected. Submit again when there is space; call the help line if it is urgent."},
}

// An ErrorView is what the error page shows.
type ErrorView struct {
	Status   int    `json:"status"`
	Code     string `json:"code"`
	Headline string `json:"-"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy,omitempty"`
	Basis    string `json:"basis,omitempty"`
	Law      string `json:"-"` // the basis as it was cited
	Field    string `json:"field,omitempty"`
	Ref      string `json:"ref"`

	Problems []jsonProblem `json:"problems,omitempty"`
}

type jsonProblem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Fail answers with the error: a page, a fragment or JSON. What is missing and what may not
// be seen look alike to the last byte but the reference. The log gets kind, code, route and
// reference; of an internal error also the cause. A response that has begun is cut off, so
// that half of it is not taken for the whole.
func (c *Ctx) Fail(err error) {
	if errors.Is(err, context.DeadlineExceeded) && fault.Of(err) == nil {
		err = fault.New(fault.Unavailable, "web.timeout", "处理时间太长，已停止；请稍后重试，内容很多时请分批办理").Because(err)
	}
	if errors.Is(c.R.Context().Err(), context.Canceled) {
		return // nobody is left to read the answer
	}
	kind := fault.KindOf(err)
	c.logFailure(kind, err)
	if c.out.status != 0 {
		panic(http.ErrAbortHandler)
	}
	v := c.errorView(kind, err)
	if wait, told := RetryAfter(err); told {
		c.W.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	}
	switch {
	case c.route.JSON:
		c.failJSON(err, v)
	case kind == fault.Unauthentic && c.route.Passive:
		c.W.WriteHeader(http.StatusNoContent) // a timer must not take the person off the page
	case kind == fault.Unauthentic && c.mux.cfg.SignIn != "":
		c.signIn(v)
	case c.HX():
		c.status = v.Status
		c.W.Header().Set("HX-Retarget", "#live")
		c.W.Header().Set("HX-Reswap", "innerHTML")
		c.W.Header().Set("HX-Reselect", "unset")
		c.mustHTML(c.Fragment("error-note", v))
	default:
		c.status = v.Status
		c.Page = Page{Title: v.Headline, Plain: !c.guarded}
		c.mustHTML(c.Render("page-error", v))
	}
}

// logFailure writes the line that the reference on the page leads to.
func (c *Ctx) logFailure(kind fault.Kind, err error) {
	level := slog.LevelInfo
	args := []any{"id", c.ID, "route", c.route.Pattern, "method", c.R.Method, "status", statusOf[kind], "code", fault.CodeOf(err), "account", c.asker(), "ip", c.IP().String()}
	if kind == fault.Internal || kind == fault.Unavailable || kind == fault.Full {
		level = slog.LevelError
		args = append(args, "err", err.Error())
	}
	c.mux.cfg.Log.Log(c.Context(), level, "failure", args...)
}

// errorView decides what the person may read about the error, and in which language.
func (c *Ctx) errorView(kind fault.Kind, err error) ErrorView {
	v := ErrorView{Status: statusOf[kind], Code: fault.CodeOf(err), Headline: c.Say(headlines[kind]),
		Remedy: c.Say(remedies[kind]), Ref: c.ID}
	e := fault.Of(err)
	switch {
	case kind == fault.Missing:
		v.Code = errMissing.Code
		v.Message = c.Say(c.Explain(errMissing))
	case e == nil:
		v.Message = c.T("系统内部出错。", "An internal error occurred.")
	default:
		v.Message, v.Basis, v.Law, v.Field = c.Say(c.Explain(e)), c.Basis(e.Basis), e.Basis, e.Field
		if strings.HasPrefix(e.Code, "web.") {
			v.Remedy = "" // the plumbing's own messages say what to do
		}
	}
	return v
}

// Explain returns what the person may read about an error, in both languages. Where there is no
// English it is the Chinese, which the pages mark as such.
func (c *Ctx) Explain(err error) Text {
	// The packages of the law know no faults; their errors say themselves what is wrong.
	if own, ok := errors.AsType[interface {
		error
		English() string
	}](err); ok && fault.Of(err) == nil {
		return Text{own.Error(), own.English()}
	}
	zh := fault.MessageOf(err)
	if en := c.mux.cfg.English.Of(err); en != "" {
		return Text{zh, en}
	}
	return Text{zh, zh}
}

// Basis returns the article that a refusal rests on, with fixed words in the language of the
// response.
func (c *Ctx) Basis(basis string) string {
	if c.lang == EN {
		return c.mux.cfg.English.Basis(basis)
	}
	return basis
}

// Word returns a fixed word, or a message that was written down in Chinese, in the language of
// the response. What the catalogue does not know stays as it is.
func (c *Ctx) Word(zh string) string {
	if c.lang == EN {
		return cmp.Or(c.mux.cfg.English.Read(zh), zh)
	}
	return zh
}

// ExplainAll is Explain with the article that the refusal rests on.
func (c *Ctx) ExplainAll(err error) Text {
	out := c.Explain(err)
	if e := fault.Of(err); e != nil && e.Basis != "" {
		out[0] += "（依据：" + e.Basis + "）"
		out[1] += " (Basis: " + c.mux.cfg.English.Basis(e.Basis) + ")"
	}
	return out
}

// failJSON answers a program: the same words, and the fields one by one.
func (c *Ctx) failJSON(err error, v ErrorView) {
	if list, ok := errors.AsType[form.Errors](err); ok {
		for _, p := range list {
			v.Problems = append(v.Problems, jsonProblem{p.Field, c.Say(p.Text)})
		}
	}
	if v.Status == http.StatusUnauthorized {
		c.W.Header().Set("WWW-Authenticate", "Bearer")
	}
	c.mustHTML(c.JSON(v.Status, v))
}

// signIn sends a person to the sign-in page, from which the way leads back. What was posted
// is lost here; drafts keep it.
func (c *Ctx) signIn(v ErrorView) {
	back := c.R.URL.Path
	if c.HX() {
		if u, err := url.Parse(c.R.Header.Get("HX-Current-URL")); err == nil {
			back = u.RequestURI()
		}
	} else if !c.Posted() && c.R.URL.RawQuery != "" {
		back += "?" + c.R.URL.RawQuery
	}
	target := c.mux.cfg.SignIn
	if c.mux.Local(back) {
		target += "?return=" + url.QueryEscape(back)
	}
	if c.HX() {
		c.W.Header().Set("HX-Redirect", target)
		c.W.WriteHeader(v.Status)
		return
	}
	c.W.Header().Set("Location", target)
	c.W.WriteHeader(http.StatusSeeOther)
}

// mustHTML is for the error page itself: if even that fails, a plain sentence is left.
func (c *Ctx) mustHTML(err error) {
	if err == nil {
		return
	}
	c.mux.cfg.Log.Error("error page", "id", c.ID, "err", err.Error())
	if c.out.status == 0 {
		http.Error(c.W, "系统内部错误，编号 "+c.ID, http.StatusInternalServerError)
	}
}

// panicked makes an internal error of a panic.
func (m *Mux) panicked(c *Ctx, p any) {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	// The value of a panic may contain what a person typed; the stack does not.
	m.cfg.Log.Error("panic", "id", c.ID, "route", c.route.Pattern, "stack", string(debug.Stack()))
	c.Fail(errPanic)
}

var errPanic = errors.New("panic")
