package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/governance/administration"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
)

// wrongKeys is how often one address may show a key that does not exist.
var wrongKeys = limit.Rule{Name: "api.wrong", Max: 30, Per: time.Minute}

// serve is the way of every call: key, rate, act, then the endpoint. What goes wrong is answered
// as a problem.
func (a *API) serve(e endpoint) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		c.Actor = nil // nothing that a cookie could have brought
		c.Speak(spoken(c))
		actor, err := a.enter(c, e.act)
		if err == nil {
			err = e.handle(c, actor)
		}
		if err == nil {
			return nil
		}
		return a.fail(c, err)
	}
}

// spoken is the language of the messages: ?lang=, else the one that Accept-Language prefers, else
// Chinese. Only messages differ; what a case holds is as it was written.
func spoken(c *web.Ctx) web.Lang {
	if l := c.Query("lang"); l != "" {
		return lang.Parse(l)
	}
	best, weight := web.ZH, 0.0
	for one := range strings.SplitSeq(c.R.Header.Get("Accept-Language"), ",") {
		tag, q, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(one, " ", "")), ";q=")
		w := 1.0
		if q != "" {
			w, _ = strconv.ParseFloat(q, 64) // what is no number counts nothing
		}
		tag, _, _ = strings.Cut(tag, "-")
		if l := web.Lang(tag); (l == web.EN || l == web.ZH) && w > weight {
			best, weight = l, w
		}
	}
	return best
}

// enter returns who calls.
func (a *API) enter(c *web.Ctx, act string) (actor casework.Actor, err error) {
	if act == "" {
		return actor, nil
	}
	ctx, ip := c.Context(), c.IP().String()
	scheme, secret, _ := strings.Cut(c.R.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return actor, unauthentic()
	}
	account, acts, err := a.d.Book.FindKey(ctx, strings.TrimSpace(secret), ip)
	if err != nil {
		return actor, err
	}
	if account == nil {
		// A key cannot be guessed; the bound keeps guessing from costing the database much.
		if err := a.d.Limits.Allow(ctx, wrongKeys, ip); err != nil {
			return actor, err
		}
		return actor, unauthentic()
	}
	if err := a.d.Limits.Allow(ctx, a.d.Rate, strconv.FormatInt(account.ID, 10)); err != nil {
		return actor, err
	}
	actor = administration.ActorOf(account, "", ip)
	// Events tell what a program did for a person from what the person did.
	actor.Via = "api"
	// No acts must mean none, not all.
	actor.Acts = append([]string{}, acts...)
	if act != ActKey && !a.office.Policy.Ever(actor.Subject, act) {
		return actor, missing()
	}
	c.Actor = actor
	if a.d.Bars != nil && act != ActKey && act != "privacy.own" {
		why, err := a.d.Bars(ctx, actor)
		return actor, errors.Join(err, why)
	}
	return actor, nil
}

// unauthentic is the one answer to every call without a valid key: whether it never was one,
// ended or was revoked is not said.
func unauthentic() error {
	return fault.New(fault.Unauthentic, "api.key", "请在请求头 Authorization: Bearer 中提供有效的接口密钥；密钥可在“接口密钥”页面新建，到期、停用后须换新")
}

// missing is the one answer for what is not there and what may not be seen.
func missing() error {
	return fault.New(fault.Missing, "api.missing", "没有这个资源，或此密钥无权查看；请核对编号、地址与密钥的权限")
}

// A coded error is answered with a status that its kind does not have.
type coded struct {
	status int
	err    error
}

// Error is that of the refusal.
func (e *coded) Error() string { return e.err.Error() }

// Unwrap returns the refusal.
func (e *coded) Unwrap() error { return e.err }

// A Problem is a refusal as RFC 9457 writes it.
type Problem struct {
	Type    string         `json:"type" doc:"urn:zhibao:problem:代码"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Code    string         `json:"code" doc:"稳定的代码，程序可据以判断"`
	Detail  string         `json:"detail" doc:"说明错在何处、如何改正"`
	Basis   string         `json:"basis,omitempty" doc:"依据的条款"`
	Field   string         `json:"field,omitempty"`
	Ref     string         `json:"ref" doc:"编号，联系中心时请提供"`
	Version int64          `json:"version,omitempty" doc:"案件现在的版本"`
	Errors  []FieldProblem `json:"errors,omitempty"`
}

// A FieldProblem is one thing to correct in the input.
type FieldProblem struct {
	Field     string `json:"field"`
	Message   string `json:"message"`
	MessageEN string `json:"message_en"`
}

// titles are the headlines of the problems.
var titles = map[int]web.Text{
	http.StatusUnauthorized: {"未提供有效密钥", "No valid key"}, http.StatusForbidden: {"不能办理", "Not allowed"},
	http.StatusNotFound: {"没有找到", "Not found"}, http.StatusConflict: {"情况已变化", "Things have changed"},
	http.StatusPreconditionFailed: {"案件已有变化", "The case has changed"}, http.StatusPreconditionRequired: {"缺少 If-Match", "If-Match is missing"},
	http.StatusRequestEntityTooLarge: {"内容超过限度", "Too large"}, http.StatusUnsupportedMediaType: {"内容类型不符", "Unsupported content type"},
	http.StatusUnprocessableEntity: {"内容需要改正", "Needs correction"}, http.StatusTooManyRequests: {"操作过于频繁", "Too many requests"},
	http.StatusInternalServerError: {"系统内部出错", "Internal error"}, http.StatusServiceUnavailable: {"暂时不能使用", "Not available at the moment"},
	http.StatusInsufficientStorage: {"磁盘已满", "The disk is full"},
}

// fail answers a problem. What is missing and what may not be seen look alike.
func (a *API) fail(c *web.Ctx, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && fault.Of(err) == nil {
		err = fault.New(fault.Unavailable, "web.timeout", "处理时间太长，已停止；请稍后重试，内容很多时请分批办理").Because(err)
	}
	kind := fault.KindOf(err)
	if kind == fault.Missing && !strings.HasPrefix(fault.CodeOf(err), "api.") {
		err = missing()
	}
	p := Problem{Status: web.StatusOf(err), Code: fault.CodeOf(err), Detail: c.Say(c.Explain(err)), Ref: c.ID}
	if e := fault.Of(err); e != nil {
		p.Basis, p.Field = c.Basis(e.Basis), e.Field
	}
	if e, ok := errors.AsType[*coded](err); ok {
		p.Status = e.status
	}
	// All problems of an input are named at once, so that it is corrected once.
	if list, ok := errors.AsType[form.Errors](err); ok {
		for _, x := range list {
			p.Errors = append(p.Errors, FieldProblem{x.Field, x.Text[0], x.Text[1]})
		}
	}
	if e, ok := errors.AsType[*overtaken](err); ok {
		p.Status, p.Version = http.StatusPreconditionFailed, e.version
		c.W.Header().Set("ETag", etag(e.version))
	}
	p.Type, p.Title = "urn:zhibao:problem:"+p.Code, c.Say(titles[p.Status])
	c.W.Header().Set("Content-Language", c.Lang().Tag())
	a.log(c, kind, p, err)
	// Programs wait as long as they are told.
	switch wait, told := web.RetryAfter(err); {
	case told:
		c.W.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	case p.Status == http.StatusUnauthorized:
		c.W.Header().Set("WWW-Authenticate", `Bearer realm="zhibao"`)
	}
	return answer(c, p.Status, "application/problem+json", p)
}

// log writes the line that the reference leads to; causes only of what the operator must mend.
func (a *API) log(c *web.Ctx, kind fault.Kind, p Problem, err error) {
	level := slog.LevelInfo
	args := []any{"id", c.ID, "route", c.Route().Pattern, "method", c.R.Method, "status", p.Status, "code", p.Code}
	if kind == fault.Internal || kind == fault.Unavailable || kind == fault.Full {
		level = slog.LevelError
		args = append(args, "err", err.Error())
	}
	a.d.Log.Log(c.Context(), level, "failure", args...)
}

// begun cuts off an answer that failed half-way, so that it is not taken for the whole.
func begun[T any](_ T, err error) error {
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// etag writes the version of a case as an entity tag.
func etag(version int64) string { return fmt.Sprintf(`"%d"`, version) }
