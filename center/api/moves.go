package api

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// An Outcome is what a move did.
type Outcome struct {
	Case     *Case    `json:"case,omitempty" doc:"办理后的案件；办理后不再可见时没有"`
	Event    Event    `json:"event"`
	Papers   []string `json:"papers" doc:"发出的文书的文号"`
	Replayed bool     `json:"replayed" doc:"同一 Idempotency-Key 已办理过，本次未再办理"`
}

// A MoveForm is what a move asks for, with the choices that there are now.
type MoveForm struct {
	Chart  string            `json:"chart"`
	Move   string            `json:"move"`
	Title  string            `json:"title"`
	Basis  string            `json:"basis"`
	Danger bool              `json:"danger"`
	Schema map[string]any    `json:"schema"`
	Values map[string]string `json:"values" doc:"已知的值"`
}

// overtaken is a refusal because the case has moved on.
type overtaken struct {
	version int64
	err     error
}

// Error is that of the refusal.
func (e *overtaken) Error() string { return e.err.Error() }

// Unwrap returns the refusal, whose message says what happened.
func (e *overtaken) Unwrap() error { return e.err }

// noMove is the refusal for a move that the chart does not have, or the key cannot make: which
// of the two is not said when a case is opened.
func noMove() error {
	return fault.New(fault.Missing, "api.move", "没有这一步骤，或此密钥现在不能办理；请查看案件的 moves 与 /api/v1/charts")
}

// openCase makes a move that opens a case.
func (a *API) openCase(c *web.Ctx, actor casework.Actor) error {
	chart := a.office.Chart(c.Path("chart"))
	if chart == nil {
		return noMove()
	}
	m := chart.Move(c.Path("move"))
	if m == nil || !m.Opens() || !a.office.MayOpen(actor, chart, m.Code) {
		return noMove()
	}
	return a.make(c, actor, m, nil, casework.Request{Actor: actor, Chart: chart.Code, Move: m.Code})
}

// moveCase makes a move on a case.
func (a *API) moveCase(c *web.Ctx, actor casework.Actor) error {
	k, err := a.loaded(c, actor)
	if err != nil {
		return err
	}
	m := a.office.ChartOf(k.Chart).Move(c.Path("move"))
	if m == nil || m.Opens() {
		return noMove()
	}
	r := casework.Request{Actor: actor, Chart: k.Chart, Case: k.ID, Move: m.Code}
	// Asked for before the body is read: a caller that forgot it need not send files first.
	if r.Expected, err = expected(c); err != nil {
		return err
	}
	return a.make(c, actor, m, k, r)
}

// expected reads the version that the caller saw.
func expected(c *web.Ctx) (int64, error) {
	tag := strings.TrimSpace(c.R.Header.Get("If-Match"))
	if tag == "" {
		return 0, &coded{http.StatusPreconditionRequired, fault.New(fault.Invalid, "api.if_match_missing", "请以 If-Match 提供您看到的案件版本，例如 If-Match: \"3\"")}
	}
	// Neither "*" nor a weak tag says what the caller saw.
	n, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || tag != etag(n) {
		return 0, fault.New(fault.Invalid, "api.if_match", "If-Match 应为一个带引号的版本，例如 \"3\"").At("If-Match")
	}
	return n, nil
}

// make reads the input, makes the move and answers what it did. k is nil when a case is opened.
func (a *API) make(c *web.Ctx, actor casework.Actor, m *casework.Move, k *casework.Case, r casework.Request) (err error) {
	if r.Key, err = key(c); err != nil {
		return err
	}
	f := form.New(sent{c, a.d.Uploads}, a.d.Pages.Schema(a.office.Chart(r.Chart).Act(m.Code)))
	if h := a.d.Pages.Hooks[r.Chart]; h.Options != nil {
		if err := a.office.DB.Read(c.Context(), func(tx *store.Tx) error { return h.Options(c, tx, k, m.Code, f) }); err != nil {
			return err
		}
	}
	// The same input, decoded by the same form as that of the page.
	r.Input = m.Do.New()
	if err := a.readForm(f, r.Input); err != nil {
		return err
	}
	r.Arrived = c.Arrived()
	out, err := a.office.Move(c.Context(), r)
	if fault.CodeOf(err) == "case.reused" {
		return reused()
	}
	if err != nil {
		return a.refused(c, actor, r, err)
	}
	if out.Replayed && (out.Event.Move != m.Code || out.Case.Chart != r.Chart || r.Case != 0 && out.Event.Case != r.Case) {
		return reused()
	}
	return a.answerOutcome(c, actor, m, out)
}

// key reads the idempotency key from the header alone.
func key(c *web.Ctx) (string, error) {
	if c.R.Header.Get("Idempotency-Key") != "" {
		if k, err := c.Idem(); err == nil {
			return k, nil
		}
	}
	return "", fault.New(fault.Invalid, "api.idem", "请以 Idempotency-Key 提供本次办理的唯一编号：16 至 64 个字母、数字、“-”或“_”，重试时不变").At("Idempotency-Key")
}

// refused adds the present version to the refusal of a move that came too late.
func (a *API) refused(c *web.Ctx, actor casework.Actor, r casework.Request, err error) error {
	if fault.CodeOf(err) != "case.version" {
		return err
	}
	now := &overtaken{err: err}
	if e := a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := a.office.Get(c.Context(), tx, actor, r.Case)
		if err == nil {
			now.version = k.Version
		}
		return err
	}); e != nil {
		return e
	}
	return now
}

// answerOutcome answers what was done, with the case as the caller sees it afterwards. A repeated
// call gets the event of the first one and the case as it is today.
func (a *API) answerOutcome(c *web.Ctx, actor casework.Actor, m *casework.Move, out casework.Outcome) error {
	o := Outcome{Event: a.event(actor, a.office.ChartOf(out.Case.Chart), out.Event), Papers: append([]string{}, out.Papers...), Replayed: out.Replayed}
	look, fresh := a.office.DB.Read, m.Opens() && !out.Replayed && a.office.Policy.May(actor.Subject, casework.ActSee, out.Case.Object())
	if fresh && out.Case.Handler == 0 && out.Case.Second == 0 {
		look = a.office.DB.Ask // the names of parties are all that is looked up
	}
	err := look(c.Context(), func(tx *store.Tx) (err error) {
		if fresh {
			o.Case, err = a.opened(c, tx, actor, out)
			return err
		}
		k, err := a.office.Get(c.Context(), tx, actor, out.Case.ID)
		if fault.KindOf(err) == fault.Missing {
			return nil // who recuses himself does not see the case any more
		} else if err != nil {
			return err
		}
		v, err := a.view(c, tx, actor, k)
		o.Case = &v
		return err
	})
	if err != nil {
		return err
	}
	h := c.W.Header()
	if o.Case != nil {
		h.Set("ETag", etag(o.Case.Version))
	}
	status := http.StatusOK
	if m.Opens() {
		status = http.StatusCreated
		h.Set("Location", Prefix+"/cases/"+id(out.Case.ID))
	}
	if o.Replayed {
		h.Set("Idempotency-Replayed", "true")
	}
	return answer(c, status, "application/json", o)
}

// opened is a case that was just opened, as the move left it: nothing of it need be read again.
func (a *API) opened(c *web.Ctx, tx *store.Tx, actor casework.Actor, out casework.Outcome) (*Case, error) {
	k := *out.Case
	if !a.office.ChartOf(k.Chart).Named && !a.office.Policy.May(actor.Subject, casework.ActName, k.Object()) {
		k.Title = ""
	}
	v, err := a.shown(c, tx, actor, &k, out.Clocks)
	return &v, err
}

// moveForm answers what a move on the case asks for, with the choices of this moment.
func (a *API) moveForm(c *web.Ctx, actor casework.Actor) error {
	k, err := a.loaded(c, actor)
	if err != nil {
		return err
	}
	moves := a.office.Allowed(actor, k)
	i := slices.IndexFunc(moves, func(m *casework.Move) bool { return m.Code == c.Path("move") })
	if i < 0 {
		return noMove()
	}
	m := moves[i]
	s := a.d.Pages.Schema(a.office.ChartOf(k.Chart).Act(m.Code))
	f := form.New(c, s)
	err = a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		h := a.d.Pages.Hooks[k.Chart]
		if h.Prefill != nil {
			if v, err := h.Prefill(c, tx, k, m.Code); err != nil {
				return err
			} else if v != nil {
				f.Fill(v)
			}
		}
		if h.Options != nil {
			return h.Options(c, tx, k, m.Code, f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	out := MoveForm{Chart: k.Chart, Move: m.Code, Title: m.Title, Basis: m.Cites(), Danger: m.Danger, Schema: s.JSON(), Values: map[string]string{}}
	if err := fillIn(&out, s, f); err != nil {
		return err
	}
	c.W.Header().Set("ETag", etag(k.Version))
	return ok(c, out)
}

// fillIn adds choices and known values of a form to its description.
func fillIn(out *MoveForm, s *form.Schema, f *form.Form) error {
	props, good := out.Schema["properties"].(map[string]any)
	if !good {
		return fmt.Errorf("schema of %s has no properties", out.Move)
	}
	for _, v := range f.Fields() {
		if v.Value != "" {
			out.Values[v.Name] = v.Value
		}
		fd := s.Field(v.Name)
		p, good := props[v.Name].(map[string]any)
		if !good || !fd.Dynamic {
			continue
		}
		if items, list := p["items"].(map[string]any); list {
			p = items
		}
		values, titles := []string{}, []string{}
		for _, choice := range v.Choices {
			values, titles = append(values, choice.Value), append(titles, choice.Label)
		}
		p["enum"], p["x-enum-titles"] = values, titles
	}
	return nil
}
