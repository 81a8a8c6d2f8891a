package inspection

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/clause"
	"zhibao/law/rule"
)

// file is a procedure with unpublished text, of which finished cases are drawn.
func file() *casework.Chart {
	staff := []casework.Role{casework.Examiner, casework.Reviewer}
	basis := []rule.Cite{{Text: "本中心规定", Article: "试", Sure: rule.Unsure}}
	return &casework.Chart{Code: "file", Prefix: "SQ", Title: "申请", English: "Application", Clause: clause.FastExamination, Secret: true,
		States: []casework.State{{Code: "open", Title: "在办", English: "Open"}, {Code: "done", Title: "办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "create", Title: "收到", English: "Receive", To: []string{"open"}, By: staff, Basis: basis, Do: casework.Input(func(s *casework.Step, in *work) error {
				s.Case.Handler, s.Case.Second, s.Case.Kind = in.Handler, in.Second, in.Kind
				return s.Issue()
			})},
			{Code: "touch", Title: "经手", English: "Touch", From: []string{"open"}, To: []string{casework.Stay}, By: staff, Basis: basis, Do: casework.Input(func(*casework.Step, *Lapse) error { return nil })},
			{Code: "end", Title: "办结", English: "End", From: []string{"open"}, To: []string{"done"}, By: staff, Basis: basis, Do: casework.Input(func(*casework.Step, *Lapse) error { return nil })},
		}}
}

type work struct {
	Handler int64  `json:"handler" label:"经办" en:"Handler"`
	Second  int64  `json:"second" label:"复核" en:"Second"`
	Kind    string `json:"kind" label:"类型" en:"Kind"`
}

// A world is an office with finished cases and inspectors.
type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
	ended  []Ended
}

func person(id int64, name string, roles ...casework.Role) casework.Actor {
	a := casework.Actor{Name: name, Subject: access.Subject{Account: id, Center: caseworktest.CenterID}}
	for _, r := range roles {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

// people are the staff, by the name in the stories.
func cast() map[string]casework.Actor {
	out := map[string]casework.Actor{"系统": casework.Robot(caseworktest.CenterID)}
	for _, a := range []casework.Actor{person(11, "预审员", casework.Examiner), person(12, "另一预审员", casework.Examiner), person(11, "预审员兼负责人", casework.Examiner, casework.Head),
		person(21, "复核员", casework.Reviewer), person(22, "另一复核员", casework.Reviewer), person(23, "第三复核员", casework.Reviewer), person(31, "负责人", casework.Head)} {
		out[a.Name] = a
	}
	return out
}

func open(t *testing.T) *world {
	w := &world{}
	w.Desk = New(Deps{Office: func() *casework.Office { return w.office },
		Ended: func(context.Context, *store.Tx, int64, casework.Period) ([]Ended, error) {
			return slices.Clone(w.ended), nil
		},
		Staff: func(context.Context, *store.Tx, int64) (out []Person, err error) {
			for _, a := range []string{"预审员", "另一预审员", "复核员", "另一复核员", "第三复核员"} {
				x := cast()[a]
				out = append(out, Person{Account: x.Account, Name: x.Name, Roles: []casework.Role{casework.Role(x.Roles[0])}})
			}
			return out, nil
		}})
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: append([]*casework.Chart{file()}, w.Charts()...), Settings: Settings(), Schemas: []store.Schema{tables(t)}, Grants: Grants()})
	return w
}

// finish makes a finished case of an examiner, which the second reader read and which others touched.
func (w *world) finish(t *testing.T, handler, second int64, touched ...string) int64 {
	t.Helper()
	k := w.move(t, "预审员", 0, "create", &work{handler, second, "发明"})
	for _, who := range touched {
		k = w.move(t, who, k.ID, "touch", &Lapse{})
	}
	k = w.move(t, "预审员", k.ID, "end", &Lapse{})
	w.ended = append(w.ended, Ended{Case: k.ID, Number: k.Number, Kind: k.Kind, Field: "H01M", Passed: true, Examiner: handler})
	return k.ID
}

func (w *world) move(t *testing.T, who string, id int64, move string, in any) *casework.Case {
	t.Helper()
	k, err := w.try(t, who, id, move, in)
	if err != nil {
		t.Fatalf("%s %s: %v", who, move, err)
	}
	return k
}

// try makes a move, of the chart of the case, or one that opens a case.
func (w *world) try(t *testing.T, who string, id int64, move string, in any) (*casework.Case, error) {
	t.Helper()
	r := casework.Request{Actor: cast()[who], Case: id, Move: move, Input: in, Chart: map[string]string{"create": "file", "draw": "quality"}[move]}
	if id != 0 {
		r.Expected = w.load(t, id).Version
	}
	out, err := w.office.Move(t.Context(), r)
	return out.Case, err
}

func (w *world) load(t *testing.T, id int64) (k *casework.Case) {
	t.Helper()
	w.read(t, func(tx *store.Tx) (err error) {
		k, err = w.office.Get(t.Context(), tx, casework.Robot(caseworktest.CenterID), id)
		return err
	})
	return k
}

func (w *world) read(t *testing.T, f func(tx *store.Tx) error) {
	t.Helper()
	if err := w.office.DB.Read(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// TestStories plays the stories of one inspection: who may do what, and by when.
func TestStories(t *testing.T) {
	w := open(t)
	for _, ch := range w.Charts() {
		if err := ch.Check(); err != nil {
			t.Error(err)
		}
	}
	plan := int64(1)
	var story string
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.sample, Actor: func(name string) casework.Actor { return cast()[name] },
		Before: func(t *testing.T, name string) { story, plan = name, plan+1 },
		Fill: func(m *casework.Move, in any) error {
			if o, ok := in.(*Open); ok {
				id := w.finish(t, 11, 22)
				o.row, o.inspector = sampleRow{Center: caseworktest.CenterID, Plan: plan, Ord: 1, drawn: drawn{w.ended[len(w.ended)-1], ""}}, 21
				o.row.Ended.Case = id
				if story == "cancelled" {
					o.inspector = 0
				}
			}
			return nil
		}})
}

func draft() *Draw {
	return &Draw{From: calendar.MustDay("2026-01-01"), To: calendar.MustDay("2026-01-04"), Outcome: "all", Number: 4, Seed: "种子", Strata: []string{"examiner"}, Inspectors: []string{"21", "22", "23"}}
}

// TestDraw: a plan gives every drawn case to somebody who did not work on it, opens its text to that
// person alone until the result stands, and can be drawn again.
func TestDraw(t *testing.T) {
	w := open(t)
	w.finish(t, 11, 22, "第三复核员") // only 21 is left
	for range 5 {
		w.finish(t, 11, 22)
	}
	lonely := w.finish(t, 12, 22, "复核员", "第三复核员") // nobody is left
	plan := w.move(t, "负责人", 0, "draw", draft())
	var rows []sampleRow
	w.read(t, func(tx *store.Tx) (err error) {
		rows, err = samplesOf(t.Context(), tx, plan.ID)
		return err
	})
	if len(rows) != 4 || plan.State != Running {
		t.Fatalf("%d cases, %s", len(rows), plan.State)
	}
	for _, r := range rows {
		k, of := w.load(t, r.Case), w.load(t, r.Ended.Case)
		if r.Ended.Case == lonely {
			if k.State != Unassigned || k.Handler != 0 {
				t.Errorf("a case that everybody worked on is given to %d", k.Handler)
			}
			continue
		}
		if k.State != Inspecting || k.Handler == of.Handler || k.Handler == of.Second || k.Handler == 0 {
			t.Errorf("%s of %d/%d is judged by %d", r.Number, of.Handler, of.Second, k.Handler)
		}
		for _, reader := range []string{"复核员", "第三复核员"} {
			a := cast()[reader]
			if got := w.office.Policy.May(a.Subject, casework.ActText, of.Object()); got != (a.Account == k.Handler) {
				t.Errorf("%s reads %s: %v, the inspector is %d", reader, r.Number, got, k.Handler)
			}
		}
	}
	if again := sampled(&Plan{Number: 4, Seed: "种子", Strata: []string{"examiner"}}, sorted(w.ended)); !slices.EqualFunc(again, rows, func(x drawn, r sampleRow) bool { return x.Number == r.Number }) {
		t.Error("drawing again gives another sample")
	}
	if other := sampled(&Plan{Number: 4, Seed: "另一种子", Strata: []string{"examiner"}}, sorted(w.ended)); slices.EqualFunc(other, rows, func(x drawn, r sampleRow) bool { return x.Number == r.Number }) {
		t.Error("another seed draws the same")
	}
	if _, err := w.try(t, "负责人", plan.ID, "conclude", &Conclude{Summary: "无"}); fault.CodeOf(err) != "quality.open_samples" {
		t.Errorf("concluded too early: %v", err)
	}
	w.judged(t, rows, lonely)
	w.move(t, "负责人", plan.ID, "drop", &Reasoned{Reason: "另行安排"})
	for _, r := range rows {
		if k := w.load(t, r.Case); k.Open() {
			t.Errorf("%s is still open after its plan was dropped: %s", k.Number, k.State)
		}
		of := w.load(t, r.Ended.Case)
		for _, reader := range []string{"复核员", "第三复核员"} {
			if w.office.Policy.May(cast()[reader].Subject, casework.ActText, of.Object()) && of.Second != cast()[reader].Account {
				t.Errorf("%s still reads %s", reader, r.Number)
			}
		}
	}
}

// judged settles the first case that has an inspector, and finds its figures.
func (w *world) judged(t *testing.T, rows []sampleRow, lonely int64) {
	t.Helper()
	i := slices.IndexFunc(rows, func(r sampleRow) bool { return r.Ended.Case != lonely })
	r := rows[i]
	inspector := map[int64]string{21: "复核员", 23: "第三复核员"}[w.load(t, r.Case).Handler]
	w.move(t, inspector, r.Case, "score", &Score{Opinion: "好", Proposal: "commend", Errors: []ErrorLine{{"paper", 2, "第1页"}}})
	w.move(t, "预审员", r.Case, "reply", &Reply{Stand: "accept"})
	w.move(t, "负责人", r.Case, "settle", &Settle{Score: 94, Result: "passed", Consequence: "commend", Reason: "同意"})
	today := w.office.Today()
	w.read(t, func(tx *store.Tx) error {
		for _, m := range w.Measures() {
			f, err := m.Compute(t.Context(), tx, caseworktest.CenterID, casework.Period{From: today, To: today})
			want := map[string]string{"quality.sampled": "1 true", "quality.sample_rate": "100 true", "quality.outside_rate": "0 false"}[m.Code]
			if got := fmt.Sprint(f.Value, f.Known); err != nil || got != want {
				t.Errorf("%s: %s, want %s (%v)", m.Code, got, want, err)
			}
		}
		counts, err := errorsOf(t.Context(), tx, r.Plan)
		if err != nil || len(counts) != 1 || counts[0] != (errorCount{"paper", 2, 1}) {
			t.Errorf("errors %v, %v", counts, err)
		}
		return nil
	})
}

func sorted(all []Ended) []Ended {
	out := slices.Clone(all)
	slices.SortFunc(out, func(a, b Ended) int {
		if a.Number < b.Number {
			return -1
		}
		return 1
	})
	return out
}

// TestDrawRefuses: what cannot be drawn, or not drawn again, is refused with a reason.
func TestDrawRefuses(t *testing.T) {
	w := open(t)
	for code, change := range map[string]func(*Draw){
		"quality.empty":       func(*Draw) {},
		"quality.period":      func(in *Draw) { in.To = in.From - 1 },
		"quality.period_open": func(in *Draw) { in.To = w.office.Today() },
		"quality.share":       func(in *Draw) { in.Share = 5 },
	} {
		in := draft()
		change(in)
		if _, err := w.try(t, "负责人", 0, "draw", in); fault.CodeOf(err) != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	w.finish(t, 11, 22)
	in := draft()
	in.Inspectors = []string{"11"}
	if _, err := w.try(t, "负责人", 0, "draw", in); fault.CodeOf(err) != "quality.inspectors" {
		t.Errorf("an examiner inspects: %v", err)
	}
	if _, err := w.try(t, "复核员", 0, "draw", draft()); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a second reader draws: %v", err)
	}
}

// TestAllot: every stratum gets what belongs to it, none more than it has, and all together exactly
// what was asked for.
func TestAllot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 60), 1, 12).Draw(t, "sizes")
		total := 0
		for _, s := range sizes {
			total += s
		}
		n := rapid.IntRange(0, total).Draw(t, "n")
		sum := 0
		for i, k := range allot(sizes, n) {
			sum += k
			if k < 0 || k > sizes[i] || n >= len(sizes) && k == 0 {
				t.Fatalf("%d of %d in a stratum of %v for %d", k, sizes[i], sizes, n)
			}
			if exact := float64(n) * float64(sizes[i]) / float64(total); float64(k) > exact+float64(len(sizes)) {
				t.Fatalf("%d in a stratum that should have %.1f of %v for %d", k, exact, sizes, n)
			}
		}
		if sum != n {
			t.Fatalf("%d drawn of %d from %v", sum, n, sizes)
		}
	})
}

// TestJudge adds up a sheet by hand.
func TestJudge(t *testing.T) {
	all := readClasses(classes + "\n坏行\nx|y|z|-1|\n")
	if len(all) != 11 {
		t.Fatalf("%d classes", len(all))
	}
	for _, c := range []struct {
		errors []ErrorLine
		score  int
		veto   bool
	}{{nil, 100, false}, {[]ErrorLine{{"minor", 2, ""}, {"search", 1, ""}}, 80, false}, {[]ErrorLine{{"missed", 7, ""}}, 0, false}, {[]ErrorLine{{"conclusion", 1, ""}}, 40, true}} {
		if score, veto := judge(all, c.errors); score != c.score || veto != c.veto {
			t.Errorf("%v: %d %v, want %d %v", c.errors, score, veto, c.score, c.veto)
		}
	}
}
