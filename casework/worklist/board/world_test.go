package board_test

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/document"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/board"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The chart of these tests: a letter is worked on by one person, may wait for its party or stand still,
// is signed, and has a promise to keep beside the term of the law.
type letter struct {
	Days string `json:"days" label:"期限" en:"Term"`
}

type give struct {
	To   string `json:"to" label:"经办人" en:"Handler" widget:"select" options:"*" required:"true"`
	Note string `json:"note" label:"说明" en:"Remark" max:"40"`
}

// moves are those of the chart; what a move does is beside it.
func moves() []casework.Move {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	hand := casework.Input(func(s *casework.Step, in *give) (err error) {
		s.Case.Handler, err = strconv.ParseInt(in.To, 10, 64)
		s.Note("reason", in.Note)
		return err
	})
	nothing := casework.Input(func(*casework.Step, *letter) error { return nil })
	opening := casework.Input(func(s *casework.Step, _ *letter) error {
		s.Case.Owner, s.Case.Kind = s.Actor.Party, "发明"
		s.SetTitle("秘密标题")
		return s.Issue()
	})
	asking := casework.Input(func(s *casework.Step, _ *letter) error {
		_, err := document.Issue(s, document.Draft{Template: "letter.ask", Version: "1", Name: "补充通知书", Series: "补", To: "来信人", Recipients: []document.Recipient{{Party: owner, Channel: document.Post}}, Body: []paper.Block{paper.P("请补充。")}})
		return err
	})
	more := casework.Input(func(s *casework.Step, in *letter) error {
		by, err := term.ParseLength(in.Days)
		s.Extend("law", by, "案情复杂")
		return err
	})
	return []casework.Move{
		{Code: "write", Title: "来信", English: "Write", To: []string{"in"}, By: []casework.Role{casework.Entity}, Basis: cite, Do: opening},
		{Code: "enter", Title: "登记", English: "Enter", From: []string{"in"}, To: []string{"work"}, By: []casework.Role{casework.Clerk}, Basis: cite, Do: hand},
		{Code: "give", Title: "转办", English: "Hand over", From: []string{"work", "wait"}, To: []string{casework.Stay}, By: []casework.Role{casework.Head}, Basis: cite, Do: hand},
		{Code: "ask", Title: "要求补充", English: "Ask", From: []string{"work"}, To: []string{"wait"}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: asking},
		{Code: "answer", Title: "补充", English: "Answer", From: []string{"wait"}, To: []string{"work"}, By: []casework.Role{casework.Entity}, Basis: cite, Do: nothing},
		{Code: "hold", Title: "中止", English: "Hold", From: []string{"work"}, To: []string{"held"}, By: []casework.Role{casework.Head}, Basis: cite, Do: nothing},
		{Code: "go", Title: "恢复", English: "Go on", From: []string{"held"}, To: []string{"work"}, By: []casework.Role{casework.Head}, Basis: cite, Do: nothing},
		{Code: "more", Title: "延长", English: "Extend", From: []string{"work"}, To: []string{casework.Stay}, By: []casework.Role{casework.Head}, Basis: cite, Terms: true, Do: more},
		{Code: "propose", Title: "送签", English: "Propose", From: []string{"work"}, To: []string{"sign"}, By: []casework.Role{casework.Examiner}, Rel: access.Handler, Basis: cite, Do: nothing},
		{Code: "end", Title: "签发", English: "Sign", From: []string{"sign"}, To: []string{"done"}, By: []casework.Role{casework.Head}, Basis: cite, Do: nothing},
	}
}

func chart() *casework.Chart {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	return &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter",
		States: []casework.State{{Code: "in", Title: "待登记", English: "At the counter", Queue: casework.Clerk},
			{Code: "work", Title: "办理中", English: "In work", Queue: casework.Examiner, QueueRel: access.Handler},
			{Code: "held", Title: "中止待恢复", English: "Held", Queue: casework.Head},
			{Code: "wait", Title: "待补充", English: "Awaiting the party", Party: true},
			{Code: "sign", Title: "待签发", English: "To be signed", Queue: casework.Head},
			{Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: moves(),
		Clocks: []casework.ClockRule{
			{Code: "target", Title: "承诺期限", English: "Promise", Start: []string{"write"}, Stop: []string{"end"}, Setting: "letter.target", Regime: term.Center, Basis: cite, Target: true},
			{Code: "law", Title: "法定期限", English: "Legal term", Start: []string{"write"}, Stop: []string{"end"}, Pause: []string{"held"}, Setting: "letter.law", Regime: term.Center, Basis: cite}}}
}

const owner = 100

// person is one of the actors by account.
func person(account int64) casework.Actor {
	roles := map[int64]casework.Role{10: casework.Entity, 20: casework.Clerk, 31: casework.Examiner, 32: casework.Examiner, 40: casework.Head}
	a := casework.Actor{Name: name(account), Via: "test", Subject: access.Subject{Account: account, Center: caseworktest.CenterID, Roles: []string{string(roles[account])}}}
	if roles[account] == casework.Entity {
		a.Party = owner
	}
	return a
}

func name(account int64) string { return fmt.Sprintf("职员%d", account) }

type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
	pages  *worklist.Pages
	board  *board.Board
	steps  int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	length := func(key, days string) setting.Def {
		return setting.Def{Key: key, Title: key, English: key, Type: setting.Length, Default: map[string]string{"": days}}
	}
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{chart()}, Schemas: []store.Schema{worklist.Schema()},
		Grants: append(worklist.Grants(), board.Grants()...), Settings: append(board.Settings(), length("letter.target", "10工作日"), length("letter.law", "20工作日"))})
	w.office.Tell = func(context.Context, *store.Tx, casework.Notification) error { return nil }
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return party.Put(t.Context(), tx, &party.Party{ID: owner, Center: caseworktest.CenterID, Kind: party.Entity, Name: "示范电器有限公司", Code: "91330100MA00000ABQ", At: w.clock.Now()})
	}))
	accounts := func(_ context.Context, _ *store.Tx, _ int64, ids []int64) (map[int64]string, error) {
		out := map[int64]string{}
		for _, id := range ids {
			out[id] = name(id)
		}
		return out, nil
	}
	staff := func(context.Context, *store.Tx, int64) (out []form.Option, _ error) {
		for _, id := range []int64{31, 32} {
			out = append(out, form.Option{Value: strconv.FormatInt(id, 10), Label: web.Text{name(id), name(id)}})
		}
		return out, nil
	}
	write := func(_ *web.Ctx, _ *casework.Case, _ string, out io.Writer, pp paper.Paper) (string, error) {
		return "application/octet-stream", docx.Write(out, pp)
	}
	w.pages = worklist.New(worklist.Pages{Office: w.office, Parties: party.Names, Write: write, Accounts: accounts, Staff: staff,
		Hooks: map[string]worklist.Hooks{"letter": {
			Options: func(_ *web.Ctx, _ *store.Tx, _ *casework.Case, move string, f *form.Form) error {
				if move == "give" || move == "enter" {
					f.Options("to", []form.Option{{Value: "31", Label: web.Text{"甲", "A"}}, {Value: "32", Label: web.Text{"乙", "B"}}})
				}
				return nil
			},
			Bulk: []worklist.BulkMove{{Move: "give", Title: web.Text{"批量转办", "Hand over many"}, Back: func(before *casework.Case) any {
				return &give{To: strconv.FormatInt(before.Handler, 10), Note: "撤销"}
			}}}}}})
	w.board = board.New(board.Deps{Office: w.office, Pages: w.pages, Accounts: accounts, Parties: party.Names, Staff: staff, Write: write})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// do makes a move.
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

// on goes to a day, which may lie before the last one: histories are made one after the other.
func (w *world) on(day calendar.Day) {
	w.steps++
	w.clock.At = day.Begin().Add(10*time.Hour + time.Duration(w.steps)*time.Millisecond)
}

// letter makes one that was written and entered on a day, in the hands of a person.
func (w *world) letter(t testing.TB, day calendar.Day, to int64) *casework.Case {
	t.Helper()
	w.on(day)
	return w.do(t, 20, w.do(t, 10, nil, "write", &letter{}), "enter", &give{To: strconv.FormatInt(to, 10)})
}

// past closes letters that were in work for so many working days each, one working day for the
// signature.
func (w *world) past(t testing.TB, from calendar.Day, work ...int) {
	t.Helper()
	for _, n := range work {
		k, day := w.letter(t, from, 31), from
		for range n {
			day = calendar.Public().NextWorking(day)
		}
		w.on(day)
		k = w.do(t, 31, k, "propose", &letter{})
		w.on(calendar.Public().NextWorking(day))
		w.do(t, 40, k, "end", &letter{})
	}
}

// noDrafts keeps nothing of what is typed.
type noDrafts struct{}

func (noDrafts) Save(*web.Ctx, string, int, url.Values) (web.Draft, error) { return web.Draft{}, nil }
func (noDrafts) Load(*web.Ctx, string) (web.Draft, bool, error)            { return web.Draft{}, false, nil }
func (noDrafts) Drop(*web.Ctx, string) error                               { return nil }

// site shows the pages to one person, whom the policy lets in or not.
func (w *world) site(t testing.TB, account int64) *webtest.Site {
	cfg := webtest.Config(person(account))
	cfg.Now, cfg.Drafts = w.clock.Now, noDrafts{}
	cfg.Guard = func(c *web.Ctx, r *web.Route) error {
		c.Actor = person(account)
		if !r.Public && !w.office.Policy.Ever(person(account).Subject, r.Act) {
			return fault.New(fault.Forbidden, "test.guard", "无权查看")
		}
		return nil
	}
	return webtest.Start(t, cfg, web.Module{Name: "home", Routes: []web.Route{{Method: "GET", Pattern: "/{$}", Public: true,
		Handler: func(c *web.Ctx) error { return c.Render("page-blocks", []web.Block{}) }}}}, w.pages.Module(), w.board.Module())
}

func (w *world) get(t testing.TB, id int64) (k *casework.Case) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.office.Get(t.Context(), tx, casework.Robot(caseworktest.CenterID), id)
		return err
	}))
	return k
}
