package delegation

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// A world is an office whose chart of entrustments has one more move, which asks the gate.
type world struct {
	*Desk
	office *casework.Office
	clock  *caseworktest.Clock
	last   Mandate // what the gate returned last
}

// A trial asks the gate.
type trial struct {
	Act      string `json:"act" label:"行为" en:"Act"`
	Kind     string `json:"kind" label:"类型" en:"Kind"`
	Division string `json:"division" label:"属地" en:"Division"`
}

func newWorld(t testing.TB) *world {
	t.Helper()
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Desk: New(Deps{Blobs: blobs, Acts: []Act{{"t.serve", "送达文书", "Service"}, {"t.decide", "作出裁决", "Decision"}},
		Staff: func(context.Context, *store.Tx, int64) ([]Person, error) {
			return []Person{{30, "甲"}, {31, "乙"}, {32, "丙"}}, nil
		}})}
	everybody := []casework.Role{casework.Enforcer, casework.Director, casework.Head, casework.System}
	w.chart.Moves = append(w.chart.Moves, casework.Move{Code: "try", Title: "试办", English: "Try", From: []string{Signed, Current, Ending, Renewing, Revoked, Expired, Dropped}, To: []string{casework.Stay}, By: everybody,
		Basis: written(), Do: casework.Input(func(s *casework.Step, in *trial) (err error) {
			s.Case.Kind = in.Kind
			s.Case.SetAttr(DivisionAttr, in.Division)
			w.last, err = w.Gate(s, in.Act)
			return err
		})})
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.Chart()}, Settings: Settings(), Schemas: []store.Schema{Schema()}, Grants: Grants()})
	w.Use(w.office)
	return w
}

func (w *world) actor(name string) casework.Actor {
	people := map[string]struct {
		account int64
		roles   []casework.Role
	}{"受理员": {20, []casework.Role{casework.Clerk}}, "甲": {30, []casework.Role{casework.Enforcer}}, "乙": {31, []casework.Role{casework.Enforcer}}, "丙": {32, []casework.Role{casework.Enforcer}},
		"负责人": {40, []casework.Role{casework.Head}}, "主任": {41, []casework.Role{casework.Director}}, "负责主任": {42, []casework.Role{casework.Head, casework.Director}}, "系统": {0, []casework.Role{casework.System}}}
	p, ok := people[name]
	if !ok {
		panic("nobody is called " + name)
	}
	a := casework.Actor{Name: name, Via: "test", Subject: access.Subject{Account: p.account, Center: caseworktest.CenterID}}
	for _, r := range p.roles {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

func day(s string) calendar.Day { return calendar.MustDay(s) }

func scan() form.File { return form.Bytes("委托书.pdf", []byte("%PDF-1.4 scan")) }

// content is what every entrustment of the tests says, unless the story says otherwise.
func content() Content {
	return Content{Body: "示范市知识产权局", Mark: "示知法", Seal: "示范市知识产权局行政执法专用章", Contact: "保护处", Phone: "0571-00000000", Acts: []string{"t.serve", "t.decide"}, Kinds: kinds, Area: "33",
		From: day("2026-01-01"), Until: day("2026-12-31"), Officers: []OfficerLine{{"30", "甲-1", day("2028-12-31")}, {"31", "乙-1", day("2028-12-31")}}}
}

// fill completes the inputs of the stories.
func fill(_ *casework.Move, in any) error {
	complete := func(c *Content) {
		have := *c
		*c = content()
		for _, x := range []struct{ to, from *string }{{&c.Body, &have.Body}, {&c.Area, &have.Area}} {
			if *x.from != "" {
				*x.to = *x.from
			}
		}
		for _, x := range []struct{ to, from *calendar.Day }{{&c.From, &have.From}, {&c.Until, &have.Until}} {
			if !x.from.IsZero() {
				*x.to = *x.from
			}
		}
		for _, x := range []struct{ to, from *[]string }{{&c.Acts, &have.Acts}, {&c.Kinds, &have.Kinds}} {
			if *x.from != nil {
				*x.to = *x.from
			}
		}
		if have.Officers != nil {
			c.Officers = have.Officers
		}
	}
	sign := func(s *Signature) {
		if s.Number == "" {
			s.Number = "示知法委[2026]1号"
		}
		if s.Signed.IsZero() {
			s.Signed = day("2026-01-04")
		}
		s.File, s.Clear = scan(), true
	}
	switch in := in.(type) {
	case *Draw:
		complete(&in.Content)
	case *Register:
		complete(&in.Content)
		sign(&in.Signature)
	case *Signature:
		sign(in)
	case *Renew:
		sign(&in.Signature)
	case *Staff:
		if in.Officers == nil {
			in.Officers = content().Officers
		}
		in.Reason, in.File, in.Clear = "人员调整", scan(), true
	case *Revoke:
		if in.Ground == "" {
			in.Ground = "委托机关撤销委托"
		}
		in.Reason, in.Number, in.File, in.Clear = "委托机关另有安排", "示知法函〔2026〕9号", scan(), true
	}
	return nil
}

// forget makes the world new for the next story.
func (w *world) forget(t *testing.T, _ string) {
	t.Helper()
	w.clock.At = day("2025-01-06").Begin()
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, table := range []string{"entrustment", "term", "officer"} {
			if _, err := tx.Exec(t.Context(), `DELETE FROM delegation_`+table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStories(t *testing.T) {
	w := newWorld(t)
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.Chart(), Actor: w.actor, Fill: fill, Before: w.forget})
}

// do makes a move and returns the case.
func (w *world) do(t testing.TB, who, move string, k *casework.Case, in any) *casework.Case {
	t.Helper()
	if err := fill(nil, in); err != nil {
		t.Fatal(err)
	}
	r := casework.Request{Actor: w.actor(who), Chart: "delegation", Move: move, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(context.Background(), r)
	if err != nil {
		t.Fatalf("%s: %v", move, err)
	}
	return out.Case
}

// confirmed brings an entrustment into force on the day of the clock.
func (w *world) confirmed(t testing.TB, in *Register) *casework.Case {
	t.Helper()
	return w.do(t, "主任", "confirm", w.do(t, "受理员", "register", nil, in), &Remarked{})
}

// TestMandate: what the gate returns is what papers need.
func TestMandate(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	k := w.confirmed(t, &Register{Content: Content{Area: "3301\n330203"}})
	w.do(t, "甲", "try", k, &trial{Act: "t.serve", Kind: "外观设计"})
	m := w.last
	if m.Case != k.ID || m.Number != "示知法委〔2026〕1号" || m.Body != "示范市知识产权局" || m.Mark != "示知法" || m.From != day("2026-01-01") || m.Until != day("2026-12-31") {
		t.Errorf("%+v", m)
	}
	for _, want := range []string{"委托机关：示范市知识产权局；委托书：示知法委〔2026〕1号", "送达文书", "浙江省杭州市", "2026年1月1日至2026年12月31日", "行政处罚法第二十条"} {
		if !strings.Contains(strings.Join(m.Lines, "\n"), want) {
			t.Errorf("the chain lacks %s:\n%s", want, strings.Join(m.Lines, "\n"))
		}
	}
	_, err := w.office.Move(t.Context(), casework.Request{Actor: w.actor("丙"), Case: k.ID, Expected: k.Version + 1, Move: "try", Input: &trial{Act: "t.serve"}})
	if f := fault.Of(err); f == nil || f.Kind != fault.Forbidden || !strings.Contains(f.Basis, "行政处罚法") {
		t.Errorf("no basis: %v", err)
	}
}

// TestClocksRecompute: the days of the clocks follow from the history, and none is provisional, so that
// the end comes even in a year without a published calendar.
func TestClocksRecompute(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	k := w.confirmed(t, &Register{Content: Content{Until: day("2029-02-28")}})
	k = w.do(t, "受理员", "renew", k, &Renew{Until: day("2032-02-29"), Signature: Signature{Number: "示知法委〔2026〕2号"}})
	k = w.do(t, "主任", "accept", k, &Remarked{})
	if moved, err := w.office.Recompute(t.Context(), caseworktest.CenterID); err != nil || moved != 0 {
		t.Errorf("%d moved: %v", moved, err)
	}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		clocks, err := w.office.Clocks(t.Context(), tx, k)
		for _, c := range clocks {
			want := map[string]string{"term": "2032-02-29", "warn": "2031-12-31"}[c.Rule.Code]
			if c.Result.Due.String() != want || c.Result.Provisional || c.Rule.Regime.Spec().Rolls {
				t.Errorf("%s: %s, provisional %v, want %s", c.Rule.Code, c.Result.Due, c.Result.Provisional, want)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// drawEntrustment is any entrustment that can come about.
func drawEntrustment(t *rapid.T, id int64) *Entrustment {
	e := &Entrustment{Case: id, Number: fmt.Sprint(id), Body: "局", Area: []string{"33"}}
	if rapid.IntRange(0, 4).Draw(t, "confirmed") > 0 {
		from := day("2026-01-01") + calendar.Day(rapid.IntRange(0, 100).Draw(t, "from"))
		for i := range rapid.IntRange(1, 3).Draw(t, "terms") {
			until := from + calendar.Day(rapid.IntRange(0, 150).Draw(t, "length"))
			e.Terms, from = append(e.Terms, Term{from, until, fmt.Sprint(i)}), until+1
		}
		if rapid.IntRange(0, 3).Draw(t, "revoked") == 0 {
			e.Ended = e.Terms[0].From + calendar.Day(rapid.IntRange(0, int(e.Last()-e.Terms[0].From)).Draw(t, "ended"))
		}
	}
	e.Acts = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"t.serve", "t.decide"}), 0, 2, func(s string) string { return s }).Draw(t, "acts")
	e.Kinds = rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 1, 3, func(s string) string { return s }).Draw(t, "kinds")
	for i := range rapid.SampledFrom([]int{0, 1, 3, 6}).Draw(t, "officers") {
		o := Officer{Account: int64(30 + rapid.IntRange(0, 3).Draw(t, "account")), Card: fmt.Sprint(i), From: day("2025-12-20") + calendar.Day(rapid.IntRange(0, 80).Draw(t, "since"))}
		o.CardUntil = o.From + calendar.Day(rapid.IntRange(-40, 400).Draw(t, "card")+30)
		if rapid.Bool().Draw(t, "left") {
			o.Until = o.From + calendar.Day(rapid.IntRange(0, 100).Draw(t, "left after"))
		}
		e.Officers = append(e.Officers, o)
	}
	return e
}

// TestGateNeverPassesOutside: whatever entrustments there are, an act passes exactly on the days for which
// one of them was signed, that names act and kind and lists the person with a valid card; and it passes by
// such a one. Every day of a year is asked, of every person.
func TestGateNeverPassesOutside(t *testing.T) {
	d := &Desk{Deps: Deps{Acts: []Act{{"t.serve", "送达文书", "Service"}, {"t.decide", "作出裁决", "Decision"}}}}
	passed, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var all []*Entrustment
		for i := range rapid.SampledFrom([]int{0, 1, 2, 4}).Draw(t, "entrustments") {
			all = append(all, drawEntrustment(t, int64(i+1)))
		}
		kind := rapid.SampledFrom(append([]string{""}, kinds...)).Draw(t, "kind")
		for on := day("2025-12-20"); on < day("2027-01-05"); on++ {
			for account := range int64(5) {
				q := query{act: []string{"t.serve", "t.decide", "t.other"}[int(on)%3], kind: kind, on: on, account: 30 + account, person: "某"}
				e, err := d.cover(all, q)
				if want := slices.ContainsFunc(all, q.allowedBy); (err == nil) != want {
					t.Fatalf("on %s: %v, want %v", q.on, err, want)
				}
				switch {
				case err == nil && !q.allowedBy(e):
					t.Fatalf("passed by %s, which does not allow it", e.Number)
				case err == nil:
					passed++
				case fault.KindOf(err) != fault.Forbidden || fault.Of(err).Basis == "" || strings.Contains(fault.MessageOf(err), "%!"):
					t.Fatalf("refused as %v", err)
				default:
					refused++
				}
			}
		}
	})
	if passed < 100 || refused < 100 {
		t.Errorf("%d passed, %d refused", passed, refused)
	}
}

// allowedBy says the same as the gate, in one sentence and of one entrustment.
func (q query) allowedBy(e *Entrustment) bool {
	return slices.ContainsFunc(e.Terms, func(t Term) bool { return q.on >= t.From && q.on <= t.Until }) && (e.Ended == 0 || q.on < e.Ended) &&
		slices.Contains(e.Acts, q.act) && (q.kind == "" || slices.Contains(e.Kinds, q.kind)) && slices.ContainsFunc(e.Officers, func(o Officer) bool {
		return o.Account == q.account && q.on >= o.From && (o.Until == 0 || q.on <= o.Until) && q.on <= o.CardUntil
	})
}

// TestCenters: an entrustment of another center allows nothing here.
func TestCenters(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(day("2026-01-06"))
	k := w.confirmed(t, &Register{})
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, table := range []string{"entrustment", "term", "officer"} {
			if _, err := tx.Exec(t.Context(), `UPDATE delegation_`+table+` SET center_id = 2 WHERE case_id = $1`, k.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.office.Move(t.Context(), casework.Request{Actor: w.actor("甲"), Case: k.ID, Expected: k.Version, Move: "try", Input: &trial{Act: "t.serve"}})
	if fault.CodeOf(err) != "delegation.scope" {
		t.Errorf("%v", err)
	}
}
