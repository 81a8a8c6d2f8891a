package casework_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// dispute is a chart with two sides: one asks, the other answers, a third may speak.
func dispute() *casework.Chart {
	move := func(code string, from, to []string, by []casework.Role, sides []string, do casework.Handler) casework.Move {
		return casework.Move{Code: code, Title: code, English: code, From: from, To: to, By: by, Sides: sides, Basis: cite(), Do: do}
	}
	nothing := casework.Input(func(*casework.Step, *answer) error { return nil })
	parties, staff := []casework.Role{casework.Entity, casework.AgencyRole}, []casework.Role{casework.Clerk}
	c := &casework.Chart{Code: "dispute", Prefix: "JF", Title: "纠纷", English: "Dispute",
		Sides: []casework.Side{{"asking", "请求人", "Requester"}, {"asked", "被请求人", "Respondent"}, {"third", "第三人", "Third party"}},
		States: []casework.State{{Code: "asked", Title: "待答辩", English: "To be answered", Party: true, Sides: []string{"asked"}},
			{Code: "heard", Title: "待办理", English: "To be handled", Queue: casework.Clerk}, {Code: "back", Title: "待补正", English: "To be mended", Party: true},
			{Code: "over", Title: "已办结", English: "Over", Final: true}},
		Moves: []casework.Move{
			move("ask", nil, []string{"asked"}, parties, nil, casework.Input(func(s *casework.Step, in *write) error {
				s.Case.Owner = s.Actor.Party
				s.SetTitle(in.Title)
				return s.Issue()
			})),
			move("join", []string{"asked", "heard"}, []string{casework.Stay}, staff, nil, casework.Input(func(s *casework.Step, in *casework.Part) error { return s.AddPart(*in) })),
			move("leave", []string{"asked", "heard"}, []string{casework.Stay}, staff, nil, casework.Input(func(s *casework.Step, in *casework.Part) error { return s.EndPart(in.Party) })),
			move("answer", []string{"asked"}, []string{"heard"}, parties, []string{"asked"}, nothing),
			move("speak", []string{"asked", "heard"}, []string{casework.Stay}, parties, []string{"asking", "third"}, nothing),
			move("confer", []string{"heard"}, []string{casework.Stay}, staff, nil, nothing),
			move("mend", []string{"heard"}, []string{"back"}, staff, nil, nothing),
			move("mended", []string{"back"}, []string{"heard"}, parties, nil, nothing),
			move("end", []string{"heard"}, []string{"over"}, staff, nil, nothing),
		}}
	c.Move("confer").Inside = true
	return c
}

func disputes() caseworktest.Setup {
	return caseworktest.Setup{Charts: []*casework.Chart{dispute(), chart()}, Settings: []setting.Def{{Key: "letter.reply", Title: "答复期限", English: "Reply",
		Type: setting.Length, Default: map[string]string{"": "5工作日"}}}}
}

// TestSides: who stands in a case sees it, acts on its side and not on another's, and is told only
// of what concerns parties.
func TestSides(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, disputes())
	asking, asked, agency := actor(10, 100, casework.Entity), actor(11, 101, casework.Entity), actor(12, 102, casework.AgencyRole)
	k := move(t, o, asking, nil, "ask", &write{Title: "甲诉乙"})
	try := func(a casework.Actor, name string, want fault.Kind) {
		t.Helper()
		_, err := o.Move(t.Context(), casework.Request{Actor: a, Case: k.ID, Expected: k.Version, Move: name, Input: &answer{}})
		if fault.KindOf(err) != want {
			t.Errorf("%s by party %d: %v", name, a.Party, err)
		}
	}
	try(asked, "answer", fault.Missing) // it does not take part yet
	k = move(t, o, clerk(), k, "join", &casework.Part{Party: 101, Side: "asked"})
	k = move(t, o, clerk(), k, "join", &casework.Part{Party: 102, For: 101, Side: "asked"})
	try(asking, "answer", fault.Forbidden)
	try(asked, "speak", fault.Forbidden)
	if _, err := o.Move(t.Context(), casework.Request{Actor: clerk(), Case: k.ID, Expected: k.Version, Move: "join", Input: &casework.Part{Party: 100, Side: "third"}}); fault.CodeOf(err) != "case.part" {
		t.Errorf("the owner on another side: %v", err)
	}
	todo := func(a casework.Actor) (n int) {
		read(t, o, func(tx *store.Tx) error {
			l, err := o.List(t.Context(), tx, a, casework.Filter{Todo: &a})
			n = l.Total
			return err
		})
		return n
	}
	if todo(asking) != 0 || todo(asked) != 1 || todo(agency) != 1 {
		t.Errorf("waiting for %d %d %d", todo(asking), todo(asked), todo(agency))
	}
	k = move(t, o, agency, k, "answer", &answer{})
	k = move(t, o, clerk(), k, "confer", &answer{})
	k = move(t, o, asking, k, "speak", &answer{})
	read(t, o, func(tx *store.Tx) error {
		for _, x := range []struct {
			who  casework.Actor
			want int
		}{{clerk(), 6}, {asked, 5}, {asking, 5}} {
			events, err := o.EventsFor(t.Context(), tx, x.who, k)
			if err != nil || len(events) != x.want {
				t.Errorf("%s sees %d events, %v", x.who.Name, len(events), err)
			}
		}
		c := o.Chart("dispute")
		if c.SideOf(k, 100) != "asking" || c.SideOf(k, 102) != "asked" || c.SideOf(k, 9) != "" || !slices.Equal(k.Side("asked"), []int64{101}) {
			t.Errorf("sides %v", k.Parts())
		}
		return nil
	})
	k = move(t, o, clerk(), k, "leave", &casework.Part{Party: 101})
	read(t, o, func(tx *store.Tx) error {
		for _, a := range []casework.Actor{asked, agency} {
			if _, err := o.Get(t.Context(), tx, a, k.ID); fault.KindOf(err) != fault.Missing {
				t.Errorf("party %d has left and sees the case: %v", a.Party, err)
			}
		}
		return nil
	})
}

// TestSidesAgree: what May allows one by one is what Where selects, for parts and procedures too.
func TestSidesAgree(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, disputes())
	var cases []*casework.Case
	for i := range 6 {
		k := move(t, o, actor(10, int64(100+i%2), casework.Entity), nil, "ask", &write{Title: "权"})
		for side, code := range []string{"asked", "third"} {
			if (i>>side)&1 == 1 {
				k = move(t, o, clerk(), k, "join", &casework.Part{Party: int64(102 + side), Side: code})
			}
		}
		cases = append(cases, k)
	}
	cases = append(cases, do(t, o, entity(), nil, "write", &write{Title: "信"}))
	rapid.Check(t, func(r *rapid.T) {
		g := access.Grant{Act: casework.ActSee, Role: string(casework.Entity), Rel: rapid.SampledFrom([]access.Relation{access.Part, access.Owner, access.Center}).Draw(r, "rel")}
		g.Sides = rapid.SampledFrom([][]string{nil, {"asked"}, {"third"}, {"asked", "third"}}).Draw(r, "sides")
		g.Charts = rapid.SampledFrom([][]string{nil, {"dispute"}, {"letter"}}).Draw(r, "charts")
		if g.Rel != access.Part {
			g.Sides = nil
		}
		a := actor(10, rapid.Int64Range(0, 104).Draw(r, "party"), casework.Entity)
		p := access.New(g)
		cond, args := p.Where(a.Subject, casework.ActSee, o.Columns(), 1)
		got := map[int64]bool{}
		read(t, o, func(tx *store.Tx) error {
			rows, err := tx.Query(t.Context(), `SELECT k.id FROM casework_case k WHERE `+cond, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var id int64
				if err := rows.Scan(&id); err != nil {
					return err
				}
				got[id] = true
			}
			return rows.Err()
		})
		for _, k := range cases {
			if may := p.May(a.Subject, casework.ActSee, k.Object()); may != got[k.ID] {
				r.Fatalf("case %d: May %v, SQL %v (%s)", k.ID, may, got[k.ID], cond)
			}
		}
	})
}

// move makes a move of a dispute.
func move(t testing.TB, o *casework.Office, a casework.Actor, c *casework.Case, name string, in any) *casework.Case {
	t.Helper()
	r := casework.Request{Actor: a, Chart: "dispute", Move: name, Input: in}
	if c != nil {
		r.Case, r.Expected = c.ID, c.Version
	}
	out, err := o.Move(t.Context(), r)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out.Case
}

// TestCasesOfAPartyByIndex: the cases of a party, its own and those in which it takes part, are found by indexes on
// PostgreSQL, both at once, and not by reading all, which a subquery beside the OR makes it do.
func TestCasesOfAPartyByIndex(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, disputes())
	if o.DB.Engine() != store.Postgres {
		t.Skip("the plan is that of PostgreSQL: set ZHIBAO_PG")
	}
	plan := func(c access.Columns) (out string) {
		cond, args := o.Policy.Where(entity().Subject, casework.ActSee, c, 1)
		read(t, o, func(tx *store.Tx) error {
			// Few rows are read at once whatever there is: the planner is asked for the way that it takes among many.
			if _, err := tx.Exec(t.Context(), `SET LOCAL enable_seqscan = off`); err != nil {
				return err
			}
			rows, err := tx.Query(t.Context(), `EXPLAIN SELECT COUNT(*) FROM casework_case k WHERE `+cond, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var line string
				if err := rows.Scan(&line); err != nil {
					return err
				}
				out += line + "\n"
			}
			return rows.Err()
		})
		return out
	}
	c := o.Columns()
	if got := plan(c); !strings.Contains(got, "BitmapOr") {
		t.Errorf("all cases are read:\n%s", got)
	}
	c.Arrays = false
	if got := plan(c); strings.Contains(got, "BitmapOr") {
		t.Errorf("the control is served as well:\n%s", got)
	}
}
