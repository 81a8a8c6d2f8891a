package worklist_test

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The chart of these tests: a letter waits at the counter, is worked on by one person, and may
// wait for the party.
type letter struct {
	Days string `json:"days" label:"期限" en:"Term"`
}

type give struct {
	To   string `json:"to" label:"经办人" en:"Handler" widget:"select" options:"*" required:"true"`
	Note string `json:"note" label:"说明" en:"Remark" max:"40"`
}

func chart() *casework.Chart {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	hand := casework.Input(func(s *casework.Step, in *give) (err error) {
		s.Case.Handler, err = strconv.ParseInt(in.To, 10, 64)
		s.Note("reason", in.Note)
		return err
	})
	nothing := casework.Input(func(*casework.Step, *letter) error { return nil })
	ending := casework.Input(func(s *casework.Step, _ *letter) error {
		_, err := document.Issue(s, document.Draft{Template: "letter.end", Version: "1", Name: "办结通知书", Series: "结", To: "来信人", Party: owner,
			Body: []paper.Block{paper.P("来信已办结。")}})
		return err
	})
	return &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter",
		States: []casework.State{{Code: "in", Title: "待登记", English: "At the counter", Queue: casework.Clerk},
			{Code: "work", Title: "办理中", English: "In work", Queue: casework.Examiner, QueueRel: access.Handler},
			{Code: "held", Title: "中止", English: "Held", Queue: casework.Head},
			{Code: "rest", Title: "存查", English: "At rest", Queue: casework.Clerk},
			{Code: "wait", Title: "待补充", English: "Awaiting the party", Party: true},
			{Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "write", Title: "来信", English: "Write", To: []string{"in"}, By: []casework.Role{casework.Entity}, Basis: cite,
				Do: casework.Input(func(s *casework.Step, in *letter) error {
					s.Case.Owner, s.Case.Kind = s.Actor.Party, "发明"
					s.SetTitle("秘密标题")
					return s.Issue()
				})},
			{Code: "enter", Title: "登记", English: "Enter", From: []string{"in"}, To: []string{"work"}, By: []casework.Role{casework.Clerk}, Basis: cite, Do: hand},
			{Code: "give", Title: "转办", English: "Hand over", From: []string{"work", "wait"}, To: []string{casework.Stay}, By: []casework.Role{casework.Head}, Basis: cite, Do: hand},
			{Code: "ask", Title: "要求补充", English: "Ask", From: []string{"work"}, To: []string{"wait"}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: nothing},
			{Code: "hold", Title: "中止", English: "Hold", From: []string{"work"}, To: []string{"held"}, By: []casework.Role{casework.Head}, Basis: cite, Do: nothing},
			{Code: "go", Title: "恢复", English: "Go on", From: []string{"held"}, To: []string{"work"}, By: []casework.Role{casework.Head}, Basis: cite, Do: nothing},
			{Code: "more", Title: "延长", English: "Extend", From: []string{"work"}, To: []string{casework.Stay}, By: []casework.Role{casework.Head}, Basis: cite, Terms: true,
				Do: casework.Input(func(s *casework.Step, in *letter) error {
					by, err := term.ParseLength(in.Days)
					if err != nil {
						return fault.New(fault.Invalid, "letter.days", "不是期限").At("days")
					}
					s.Extend("reply", by, "案情复杂")
					return nil
				})},
			{Code: "rest", Title: "存查", English: "Put to rest", From: []string{"work"}, To: []string{"rest"}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: nothing},
			{Code: "end", Title: "办结", English: "End", From: []string{"work", "wait", "rest"}, To: []string{"done"}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: ending},
		},
		Clocks: []casework.ClockRule{{Code: "reply", Title: "答复期限", English: "Reply", Start: []string{"write"}, Stop: []string{"end", "rest"}, Pause: []string{"held"}, Setting: "letter.reply", Regime: term.Center, Basis: cite}},
	}
}

type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
	pages  *worklist.Pages
	told   []casework.Notification
}

const owner = 100

// people are the actors of the tests by account; a colleague of each role that shares work.
func person(account int64) casework.Actor {
	roles := map[int64]casework.Role{10: casework.Entity, 20: casework.Clerk, 21: casework.Clerk, 31: casework.Examiner, 32: casework.Examiner, 40: casework.Head}
	a := casework.Actor{Name: name(account), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(roles[account])}}}
	if roles[account] == casework.Entity {
		a.Party = owner
	}
	return a
}

func name(account int64) string { return fmt.Sprintf("职员%d", account) }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart()}, Schemas: []store.Schema{worklist.Schema()}, Grants: worklist.Grants(),
		Settings: []setting.Def{{Key: "letter.reply", Title: "答复期限", English: "Reply", Type: setting.Length, Default: map[string]string{"": "5工作日"}}}})
	w.office.Tell = func(_ context.Context, _ *store.Tx, n casework.Notification) error {
		w.told = append(w.told, n)
		return nil
	}
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return party.Put(t.Context(), tx, &party.Party{ID: owner, Center: caseworktest.CenterID, Kind: party.Entity, Name: "示范电器有限公司", Code: "91330100MA00000ABQ", At: w.clock.Now()})
	}))
	w.pages = worklist.New(worklist.Pages{Office: w.office, Parties: party.Names,
		Write: func(_ *web.Ctx, _ *casework.Case, _ string, out io.Writer, pp paper.Paper) (string, error) {
			return "application/octet-stream", docx.Write(out, pp)
		},
		Accounts: func(_ context.Context, _ *store.Tx, _ int64, ids []int64) (map[int64]string, error) {
			out := map[int64]string{}
			for _, id := range ids {
				if id != 0 {
					out[id] = name(id)
				}
			}
			return out, nil
		},
		Staff: func(context.Context, *store.Tx, int64) (out []form.Option, _ error) {
			for _, id := range []int64{31, 32} {
				out = append(out, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{name(id), name(id)}})
			}
			return out, nil
		},
		Hooks: map[string]worklist.Hooks{"letter": {
			Options: func(_ *web.Ctx, _ *store.Tx, k *casework.Case, move string, f *form.Form) error {
				if move != "give" && move != "enter" {
					return nil
				}
				f.Options("to", []form.Option{{Value: "31", Label: web.Text{"甲", "A"}}, {Value: "32", Label: web.Text{"乙", "B"}}})
				return nil
			},
			Contents: func(_ *web.Ctx, _ *store.Tx, k *casework.Case) ([]worklist.Item, error) {
				return []worklist.Item{{Name: "来信原件.pdf", Kind: "来信", At: k.Opened, Digest: strings.Repeat("ab", 32)}}, nil
			},
			Bulk: []worklist.BulkMove{{Move: "give", Title: web.Text{"批量转办", "Hand over many"}, Fill: func(k *casework.Case, in any) any {
				out := *in.(*give)
				out.Note += k.Number
				return &out
			}, Back: func(before *casework.Case) any {
				return &give{To: strconv.FormatInt(before.Handler, 10), Note: "撤销"}
			}}}}}})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) do(t testing.TB, who int64, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	r := casework.Request{Actor: person(who), Chart: "letter", Move: move, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(t.Context(), r)
	must(t, err)
	return out.Case
}

// letters makes n letters at the counter, one minute apart.
func (w *world) letters(t testing.TB, n int) (out []*casework.Case) {
	for range n {
		w.clock.At = w.clock.At.Add(time.Minute)
		out = append(out, w.do(t, 10, nil, "write", &letter{}))
	}
	return out
}

// noDrafts keeps nothing of what is typed.
type noDrafts struct{}

func (noDrafts) Save(*web.Ctx, string, int, url.Values) (web.Draft, error) { return web.Draft{}, nil }
func (noDrafts) Load(*web.Ctx, string) (web.Draft, bool, error)            { return web.Draft{}, false, nil }
func (noDrafts) Drop(*web.Ctx, string) error                               { return nil }

// site shows the pages to one person.
func (w *world) site(t testing.TB, account int64) *webtest.Site {
	cfg := webtest.Config(person(account))
	cfg.Now, cfg.Drafts = w.clock.Now, noDrafts{}
	return webtest.Start(t, cfg, web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true,
		Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}, w.pages.Module())
}

func (w *world) get(t testing.TB, id int64) (k *casework.Case) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.office.Get(t.Context(), tx, casework.Robot(caseworktest.CenterID), id)
		return err
	}))
	return k
}
