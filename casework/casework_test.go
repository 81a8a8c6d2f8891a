package casework_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

// The chart of these tests: a letter is opened, numbered, may be suspended, and is answered by
// one person with the consent of another.
type write struct {
	Title string `json:"title"`
	Note  string `json:"note"`
}

type answer struct {
	Text string `json:"text"`
}

func cite() []rule.Cite { return []rule.Cite{{Text: "本中心规定", Article: "试"}} }

func chart() *casework.Chart {
	move := func(code string, from []string, to []string, by casework.Role, h casework.Handler) casework.Move {
		return casework.Move{Code: code, Title: code, English: code, From: from, To: to, By: []casework.Role{by}, Basis: cite(), Do: h}
	}
	nothing := casework.Input(func(*casework.Step, *answer) error { return nil })
	c := &casework.Chart{Code: "letter", Prefix: "XH", Title: "来信", English: "Letter", Secret: true,
		States: []casework.State{{Code: "open", Title: "办理中", English: "Open", Queue: casework.Clerk}, {Code: "stopped", Title: "中止", English: "Stopped"},
			{Code: "ready", Title: "待签发", English: "Ready"}, {Code: "done", Title: "已办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			move("write", nil, []string{"open"}, casework.Entity, casework.Input(func(s *casework.Step, in *write) error {
				s.Case.Owner, s.Case.Kind = s.Actor.Party, "一般"
				s.SetTitle(in.Title)
				if in.Note == "fail" {
					return fault.New(fault.Invalid, "letter.note", "坏")
				}
				return s.Issue()
			})),
			move("stop", []string{"open"}, []string{"stopped"}, casework.Clerk, nothing),
			move("go", []string{"stopped"}, []string{"open"}, casework.Clerk, nothing),
			move("note", []string{"open"}, []string{casework.Stay}, casework.Clerk, casework.Input(func(s *casework.Step, in *answer) error {
				return s.Establish(fact.Fact{Kind: fact.FindingDecided, Party: s.Case.Owner, Subject: "91330100MA00000ABQ"})
			})),
			move("more", []string{"open"}, []string{casework.Stay}, casework.Clerk, casework.Input(func(s *casework.Step, in *answer) error {
				s.Extend("reply", term.WorkingDays(3), "案情复杂")
				return nil
			})),
			move("draft", []string{"open"}, []string{"ready"}, casework.Clerk, nothing),
			move("sign", []string{"ready"}, []string{"done"}, casework.Clerk, nothing),
		},
		Clocks: []casework.ClockRule{{Code: "reply", Title: "答复期限", English: "Reply", Start: []string{"write"}, Stop: []string{"sign"}, Pause: []string{"stopped"},
			Setting: "letter.reply", Regime: term.Center, Basis: cite()}},
	}
	c.Move("sign").FourEyes = []string{"draft"}
	return c
}

func setup() caseworktest.Setup {
	return caseworktest.Setup{Charts: []*casework.Chart{chart()}, Settings: []setting.Def{{Key: "letter.reply", Title: "答复期限", English: "Reply",
		Type: setting.Length, Default: map[string]string{"": "5工作日"}}}}
}

func actor(account, party int64, roles ...casework.Role) casework.Actor {
	a := casework.Actor{Name: fmt.Sprintf("人%d", account), Via: "test"}
	a.Subject = access.Subject{Account: account, Center: caseworktest.CenterID, Party: party}
	for _, r := range roles {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

func entity() casework.Actor { return actor(10, 100, casework.Entity) }
func clerk() casework.Actor  { return actor(20, 0, casework.Clerk) }
func other() casework.Actor  { return actor(21, 0, casework.Clerk) }

func do(t testing.TB, o *casework.Office, a casework.Actor, c *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	r := casework.Request{Actor: a, Chart: "letter", Move: move, Input: in}
	if c != nil {
		r.Case, r.Expected = c.ID, c.Version
	}
	out, err := o.Move(context.Background(), r)
	if err != nil {
		t.Fatalf("%s: %v", move, err)
	}
	return out.Case
}

func TestDoorRefuses(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	k := do(t, o, entity(), nil, "write", &write{Title: "秘密标题甲"})
	refused := []struct {
		name string
		r    casework.Request
		kind fault.Kind
	}{
		{"somebody else's case does not exist", casework.Request{Actor: actor(11, 101, casework.Entity), Case: k.ID, Expected: 1, Move: "stop", Input: &answer{}}, fault.Missing},
		{"the wrong role", casework.Request{Actor: entity(), Case: k.ID, Expected: 1, Move: "stop", Input: &answer{}}, fault.Forbidden},
		{"an old version", casework.Request{Actor: clerk(), Case: k.ID, Expected: 0, Move: "stop", Input: &answer{}}, fault.Conflict},
		{"the wrong state", casework.Request{Actor: clerk(), Case: k.ID, Expected: 1, Move: "sign", Input: &answer{}}, fault.Conflict},
		{"an unknown move", casework.Request{Actor: clerk(), Case: k.ID, Expected: 1, Move: "fly", Input: &answer{}}, fault.Missing},
		{"opening by a role that may not", casework.Request{Actor: clerk(), Chart: "letter", Move: "write", Input: &write{}}, fault.Forbidden},
		{"a bad input", casework.Request{Actor: entity(), Chart: "letter", Move: "write", Input: &write{Note: "fail"}}, fault.Invalid},
	}
	for _, x := range refused {
		if _, err := o.Move(t.Context(), x.r); fault.KindOf(err) != x.kind {
			t.Errorf("%s: got %v", x.name, err)
		}
	}
	k = do(t, o, clerk(), k, "draft", &answer{})
	_, err := o.Move(t.Context(), casework.Request{Actor: clerk(), Case: k.ID, Expected: k.Version, Move: "sign", Input: &answer{}})
	if fault.CodeOf(err) != "case.four_eyes" {
		t.Errorf("four eyes: %v", err)
	}
	if k = do(t, o, other(), k, "sign", &answer{}); k.State != "done" || k.Open() {
		t.Errorf("after signing: %+v", k)
	}
}

func TestIdempotencyKeyActsOnce(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	r := casework.Request{Actor: entity(), Chart: "letter", Move: "write", Input: &write{Title: "一次"}, Key: "key-0123456789abcdef"}
	var wg sync.WaitGroup
	ids := make([]int64, 16)
	for i := range ids {
		wg.Go(func() {
			out, err := o.Move(context.Background(), r)
			if err != nil {
				t.Error(err)
				return
			}
			ids[i] = out.Case.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("different cases: %v", ids)
		}
	}
	// Who went back, changed the text and sent it again is told, and not answered with the first text.
	changed := r
	changed.Input = &write{Title: "一次", Note: "改过"}
	if _, err := o.Move(t.Context(), changed); fault.CodeOf(err) != "case.reused" {
		t.Errorf("another text under the same key: %v", err)
	}
	var n int
	if err := o.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT COUNT(*) FROM casework_case`).Scan(&n)
	}); err != nil || n != 1 {
		t.Fatalf("%d cases, %v", n, err)
	}
}

func TestTwoAtOnceOneWins(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	k := do(t, o, entity(), nil, "write", &write{Title: "竞争"})
	var wg sync.WaitGroup
	var mu sync.Mutex
	won, lost := 0, 0
	for i := range 8 {
		wg.Go(func() {
			_, err := o.Move(context.Background(), casework.Request{Actor: actor(int64(30+i), 0, casework.Clerk), Case: k.ID, Expected: k.Version, Move: "note", Input: &answer{}})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case fault.CodeOf(err) == "case.version" && strings.Contains(fault.MessageOf(err), "note"):
				lost++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || lost != 7 {
		t.Fatalf("%d won, %d lost", won, lost)
	}
}

func TestClockMovesOnSuspensionAndExtension(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	clock.SetDay(calendar.MustDay("2026-02-10"))
	k := do(t, o, entity(), nil, "write", &write{Title: "期限"})
	if k.Due.String() != "2026-02-24" { // over the Spring Festival: 11, 12, 13, 14 (make-up day), 24
		t.Errorf("due %s", k.Due)
	}
	before := k.Due
	clock.SetDay(calendar.MustDay("2026-02-11"))
	k = do(t, o, clerk(), k, "stop", &answer{})
	if !k.Due.IsZero() {
		t.Errorf("a suspended clock has no due date, got %s", k.Due)
	}
	clock.SetDay(calendar.MustDay("2026-03-11"))
	k = do(t, o, clerk(), k, "go", &answer{})
	if k.Due <= before || k.Due.String() != "2026-03-17" { // used 02-11; then 03-12, 13, 16, 17
		t.Errorf("after suspension due %s, before %s", k.Due, before)
	}
	k = do(t, o, clerk(), k, "more", &answer{})
	if k.Due.String() != "2026-03-20" {
		t.Errorf("after extension due %s", k.Due)
	}
	var clocks []casework.Clock
	read(t, o, func(tx *store.Tx) (err error) {
		clocks, err = o.Clocks(t.Context(), tx, k)
		return err
	})
	if len(clocks) != 1 || term.Recount(clocks[0].Result.Rows) != k.Due {
		t.Errorf("the explanation does not lead to %s: %+v", k.Due, clocks)
	}
}

func TestUnknownYearIsProvisionalUntilImported(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, setup())
	clock.SetDay(calendar.MustDay("2026-12-29"))
	k := do(t, o, entity(), nil, "write", &write{Title: "跨年"})
	if !k.Provis {
		t.Fatalf("due %s is not provisional", k.Due)
	}
	before := k.Due
	layer, err := calendar.ImportJSON(strings.NewReader(`{"year":2027,"papers":["x"],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-04","isOffDay":true},{"name":"国庆节","date":"2027-10-01","isOffDay":true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	moved, err := o.AddCalendarLayer(t.Context(), clerk(), layer)
	if err != nil || moved != 1 {
		t.Fatalf("moved %d, %v", moved, err)
	}
	read(t, o, func(tx *store.Tx) error {
		c, err := o.Get(t.Context(), tx, clerk(), k.ID)
		if err == nil && (c.Provis || c.Due == before) {
			t.Errorf("after the import: due %s provisional %v, before %s", c.Due, c.Provis, before)
		}
		return err
	})
}

func read(t testing.TB, o *casework.Office, fn func(*store.Tx) error) {
	t.Helper()
	if err := o.DB.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestTitleIsFoundByWordsAndOnlyByThoseWhoMaySeeIt(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	do(t, o, entity(), nil, "write", &write{Title: "一种折叠支架及其使用方法"})
	do(t, o, entity(), nil, "write", &write{Title: "一种轴承座"})
	find := func(a casework.Actor, words string) (n int) {
		read(t, o, func(tx *store.Tx) error {
			l, err := o.List(t.Context(), tx, a, casework.Filter{Title: words})
			n = l.Total
			for _, c := range l.Cases {
				if !strings.Contains(c.Title, "支架") {
					t.Errorf("found %q", c.Title)
				}
			}
			return err
		})
		return n
	}
	if find(entity(), "折叠支架") != 1 || find(clerk(), "折叠支架") != 1 {
		t.Error("not found by those who may see the title")
	}
	if find(actor(40, 0, casework.Head), "折叠支架") != 0 || find(actor(41, 0, casework.NationRole), "折叠支架") != 0 {
		t.Error("found by somebody who may not see the title")
	}
}

func TestNumbersHaveNoGapsAndACheckCharacter(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	for i := range 5 {
		k := do(t, o, entity(), nil, "write", &write{Title: "号"})
		if !strings.HasPrefix(k.Number, fmt.Sprintf("XH-SUZ-2026-%05d-", i+1)) || !casework.ValidNumber(k.Number) {
			t.Errorf("number %s", k.Number)
		}
		if casework.ValidNumber(strings.Replace(k.Number, "0000", "0100", 1)) {
			t.Errorf("a mistyped %s passes", k.Number)
		}
		_, err := o.Move(t.Context(), casework.Request{Actor: entity(), Chart: "letter", Move: "write", Input: &write{Note: "fail"}})
		if err == nil {
			t.Fatal("failed move succeeded")
		}
	}
}

func TestVerifyFindsEveryMutation(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	for i := range 3 {
		k := do(t, o, entity(), nil, "write", &write{Title: fmt.Sprint("案", i)})
		k = do(t, o, clerk(), k, "note", &answer{Text: "甲"})
		k = do(t, o, clerk(), k, "draft", &answer{Text: "乙"})
		do(t, o, other(), k, "sign", &answer{})
	}
	clean, err := casework.Verify(t.Context(), o.DB)
	if err != nil || len(clean.Flaws) != 0 || clean.Cases != 3 || clean.Events != 12 {
		t.Fatalf("clean: %+v, %v", clean, err)
	}
	changes := []string{
		`UPDATE casework_event SET actor = 'x' WHERE case_id = $1 AND seq = 2`,
		`UPDATE casework_event SET at = at + 1 WHERE case_id = $1 AND seq = 3`,
		`UPDATE casework_event SET meta = '{}' WHERE case_id = $1 AND seq = 1`,
		`UPDATE casework_event SET to_state = 'open' WHERE case_id = $1 AND seq = 4`,
		`UPDATE casework_event SET input = NULL WHERE case_id = $1 AND seq = 2`,
		`UPDATE casework_event SET actor_id = 99 WHERE case_id = $1 AND seq = 1`,
		`DELETE FROM casework_event WHERE case_id = $1 AND seq = 2`,
		`DELETE FROM casework_event WHERE case_id = $1 AND seq = 4`,
		`UPDATE casework_case SET state = 'open' WHERE id = $1`,
		`UPDATE casework_case SET seq = seq - 1 WHERE id = $1`,
		`UPDATE casework_case SET version = version + 1 WHERE id = $1`,
		`UPDATE casework_case SET number = REPLACE(number, '-00001-', '-00004-') WHERE id = $1`,
		`UPDATE casework_case SET owner_id = 77 WHERE id = $1`,
		`UPDATE casework_case SET handler_id = 77 WHERE id = $1`,
		`UPDATE casework_case SET kind = 'x' WHERE id = $1`,
		`UPDATE casework_case SET closed_at = 0 WHERE id = $1`,
		`UPDATE casework_case SET attrs = '{"a":"b"}' WHERE id = $1`,
	}
	var id int64
	read(t, o, func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT id FROM casework_case ORDER BY id LIMIT 1`).Scan(&id)
	})
	for _, change := range changes {
		stop := errors.New("undo")
		err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.Exec(t.Context(), change, id); err != nil {
				return err
			}
			v, err := casework.VerifyTx(t.Context(), tx)
			if err != nil {
				return err
			}
			if len(v.Flaws) != 1 || v.Flaws[0].Case != id {
				t.Errorf("%s: found %v", change, v.Flaws)
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
	}
}

func TestReadingIsAnEvent(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	k := do(t, o, entity(), nil, "write", &write{Title: "阅"})
	if err := o.RecordReading(t.Context(), entity(), k.ID, "权利要求书"); err != nil {
		t.Fatal(err)
	}
	if err := o.RecordReading(t.Context(), actor(50, 0, casework.Head), k.ID, "权利要求书"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a head read the text: %v", err)
	}
	do(t, o, clerk(), k, "stop", &answer{}) // a reading does not make the version old
	v, err := casework.Verify(t.Context(), o.DB)
	if err != nil || len(v.Flaws) > 0 || v.Events != 3 {
		t.Fatalf("%+v %v", v, err)
	}
}

func TestDraftsSurviveAndAreSecret(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	d := casework.Draft{Chart: "letter", Move: "write", Values: map[string][]string{"title": {"未提交的标题"}}}
	if _, err := o.SaveDraft(t.Context(), entity(), d); err != nil {
		t.Fatal(err)
	}
	read(t, o, func(tx *store.Tx) error {
		got, err := o.LoadDraft(t.Context(), tx, entity(), 0, "letter", "write")
		if err == nil && (got == nil || got.Values["title"][0] != "未提交的标题") {
			t.Errorf("draft %+v", got)
		}
		not, err2 := o.LoadDraft(t.Context(), tx, clerk(), 0, "letter", "write")
		if not != nil {
			t.Error("somebody else sees the draft")
		}
		return errors.Join(err, err2)
	})
}

// TestPolicyAndSQLAgree: what May allows one by one is exactly what Where selects.
func TestPolicyAndSQLAgree(t *testing.T) {
	o, _ := caseworktest.NewOffice(t, setup())
	var cases []*casework.Case
	for i := range 6 {
		k := do(t, o, actor(int64(10+i), int64(100+i%3), casework.Entity), nil, "write", &write{Title: "权"})
		if i%2 == 0 {
			k = do(t, o, clerk(), k, "stop", &answer{})
		}
		cases = append(cases, k)
	}
	open(t, o, cases[1].ID)
	for i := range cases {
		read(t, o, func(tx *store.Tx) (err error) {
			cases[i], err = o.Get(t.Context(), tx, clerk(), cases[i].ID)
			return err
		})
	}
	roles := casework.Roles()
	rels := []access.Relation{access.None, access.Nation, access.Province, access.Center, access.Assigned, access.Handler, access.Second, access.Owner, access.Agent, access.Opened}
	rapid.Check(t, func(r *rapid.T) {
		var gs []access.Grant
		for range rapid.IntRange(0, 4).Draw(r, "grants") {
			g := access.Grant{Act: casework.ActSee, Role: string(roles[rapid.IntRange(0, len(roles)-1).Draw(r, "role")].Role), Rel: rapid.SampledFrom(rels).Draw(r, "rel")}
			if rapid.Bool().Draw(r, "states") {
				g.States = []string{"open"}
			}
			gs = append(gs, g)
		}
		a := actor(rapid.Int64Range(0, 21).Draw(r, "account"), rapid.Int64Range(0, 103).Draw(r, "party"), roles[rapid.IntRange(0, len(roles)-1).Draw(r, "mine")].Role)
		a.Province = rapid.SampledFrom([]string{"", "32", "33"}).Draw(r, "province")
		p := access.New(gs...)
		cond, args := p.Where(a.Subject, casework.ActSee, o.Columns(), 1)
		got := map[int64]bool{}
		read(t, o, func(tx *store.Tx) error {
			rows, err := tx.Query(context.Background(), `SELECT k.id FROM casework_case k WHERE `+cond, args...)
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

func TestChartCheckFindsMistakes(t *testing.T) {
	bad := chart()
	bad.States = append(bad.States, casework.State{Code: "lost", Title: "失", English: "Lost"})
	bad.Moves[1].Basis = nil
	bad.Clocks[0].Start = []string{"nothing"}
	err := bad.Check()
	for _, want := range []string{"lost cannot be reached", "lost is a dead end", "move stop has no role, no basis", "unknown move nothing"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	if err := chart().Check(); err != nil {
		t.Error(err)
	}
}

func BenchmarkMove(b *testing.B) {
	o, clock := caseworktest.NewOffice(b, setup())
	clock.At = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			do(b, o, entity(), nil, "write", &write{Title: "一种用于测量的装置"})
		}
	})
}
