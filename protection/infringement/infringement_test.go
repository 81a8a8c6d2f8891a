package infringement_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/caseworktest"
	"zhibao/casework/delivery"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/casework/fact"
	"zhibao/casework/hearing"
	"zhibao/casework/party"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/matter"
)

// The people of the stories: their account, the party for which they act, what they are.
var cast = map[string]struct {
	account, party int64
	roles          []casework.Role
}{
	"请求人":    {10, 100, []casework.Role{casework.Entity}},
	"被请求人":   {11, 101, []casework.Role{casework.Entity}},
	"第二被请求人": {12, 102, []casework.Role{casework.Entity}},
	"旁人":     {13, 103, []casework.Role{casework.Entity}},
	"受让人":    {14, 104, []casework.Role{casework.Entity}},
	"代理":     {15, 200, []casework.Role{casework.AgencyRole}},
	"别的代理":   {16, 201, []casework.Role{casework.AgencyRole}},
	"受理员":    {20, 0, []casework.Role{casework.Clerk}},
	"承办人":    {30, 0, []casework.Role{casework.Enforcer}},
	"组员甲":    {31, 0, []casework.Role{casework.Enforcer}},
	"组员乙":    {32, 0, []casework.Role{casework.Enforcer}},
	"组员丙":    {33, 0, []casework.Role{casework.Enforcer}},
	"专家":     {40, 0, []casework.Role{casework.Expert}},
	"另一专家":   {41, 0, []casework.Role{casework.Expert}},
	"法审":     {50, 0, []casework.Role{casework.Reviewer}},
	"别的法审":   {51, 0, []casework.Role{casework.Reviewer}},
	"负责人":    {60, 0, []casework.Role{casework.Head}},
	"主任":     {70, 0, []casework.Role{casework.Director}},
	"预审员":    {80, 0, []casework.Role{casework.Examiner}},
	"系统":     {0, 0, []casework.Role{casework.System}},
}

// The parties of the register.
var register = []party.Party{
	{ID: 100, Kind: party.Entity, Name: "示范电器有限公司"},
	{ID: 101, Kind: party.Entity, Name: "仿品制造有限公司"}, {ID: 102, Kind: party.Entity, Name: "仿品销售有限公司"},
	{ID: 103, Kind: party.Entity, Name: "旁人有限公司"}, {ID: 104, Kind: party.Entity, Name: "受让有限公司"},
	{ID: 200, Kind: party.Agency, Name: "某专利代理所"}, {ID: 201, Kind: party.Agency, Name: "别的代理所"},
}

type world struct {
	office  *casework.Office
	clock   *caseworktest.Clock
	desk    *infringement.Desk
	closed  string // act that no entrustment covers
	gap     bool   // the comparison has gaps
	stories int    // told so far; each has a patent of its own
	title   string // status of the patent in the ledger; empty: the ledger does not know it
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	blobs, err := blob.NewStore(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	w.desk = infringement.New(infringement.Deps{Blobs: blobs, Evidence: &evidence.Desk{Blobs: blobs}, Hearings: &hearing.Book{Blobs: blobs}, Drafts: draft.New(), Deliveries: delivery.New(delivery.Desk{Blobs: blobs}), Staff: staff, Patents: w.patents, Gate: w.gate, Complete: w.complete})
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.desk.Chart()}, Settings: slices.Concat(infringement.Settings(), hearing.Settings(), answer.Settings(), delivery.Settings()),
		Schemas: []store.Schema{infringement.Schema(), evidence.Schema(), hearing.Schema(), draft.Schema(), answer.Schema()}, Grants: infringement.Grants()})
	w.desk.Drafts.Names = party.Names
	w.desk.Use(w.office)
	w.office.Reached = func(ctx context.Context, tx *store.Tx, center, id int64) (bool, error) {
		p, err := party.Get(ctx, tx, center, id)
		return err == nil && p.Kind != party.Outside, err
	}
	w.enter(t)
	return w
}

// enter puts the parties into the register.
func (w *world) enter(t testing.TB) {
	t.Helper()
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, p := range register {
			p.Center, p.At, p.Division, p.Status = caseworktest.CenterID, w.clock.Now(), "320500", party.Active
			p.Code = codes[p.ID]
			if err := party.Put(t.Context(), tx, &p); err != nil {
				return err
			}
		}
		return party.AddMandate(t.Context(), tx, party.Mandate{ID: w.office.DB.NewID(), Center: caseworktest.CenterID, Entity: 100, Agency: 200, From: calendar.MustDay("2020-01-01")})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func staff(context.Context, *store.Tx, int64) (out []infringement.Person, err error) {
	for name, p := range cast {
		if p.party == 0 && p.account != 0 {
			out = append(out, infringement.Person{Account: p.account, Name: name, Roles: p.roles})
		}
	}
	return out, nil
}

func (w *world) patents(_ context.Context, _ *store.Tx, _ int64, number string, _ calendar.Day) (matter.Patent, bool, error) {
	if w.title == "" {
		return matter.Patent{}, false, nil
	}
	return matter.Patent{Number: number, Title: "一种折叠支架", Holder: "示范电器有限公司", Granted: calendar.MustDay("2021-06-01"), Status: w.title, Source: "专利库"}, true, nil
}

func (w *world) gate(s *casework.Step, act string) (infringement.Mandate, error) {
	if act == w.closed {
		return infringement.Mandate{}, fault.New(fault.Forbidden, "test.gate", "没有有效的执法委托")
	}
	return infringement.Mandate{Body: "示范市知识产权局", Mark: "示", Number: "委托书1号", Lines: []string{"示范市知识产权局委托书1号"}}, nil
}

func (w *world) complete(context.Context, *store.Tx, int64) error {
	if w.gap {
		return fault.New(fault.Invalid, "test.gap", "比对表还有未判断的特征")
	}
	return nil
}

func (w *world) actor(name string) casework.Actor {
	p, ok := cast[name]
	if !ok {
		panic("nobody is called " + name)
	}
	a := casework.Actor{Name: name, Via: "test", Subject: access.Subject{Account: p.account, Center: caseworktest.CenterID, Party: p.party}}
	for _, r := range p.roles {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

// before sets the world up for a story by the words in its name.
func (w *world) before(_ *testing.T, name string) {
	w.clock.At = time.Time{}
	w.closed, w.gap, w.title = "", false, "valid"
	w.stories++
	for word, set := range map[string]func(){"no_entrustment": func() { w.closed = "infringement.docket" }, "comparison_gap": func() { w.gap = true },
		"unknown_patent": func() { w.title = "" }, "pending_patent": func() { w.title = "pending" }, "decision_not_covered": func() { w.closed = "infringement.decide" }} {
		if strings.Contains(name, word) {
			set()
		}
	}
}

func TestStories(t *testing.T) {
	w := newWorld(t)
	if err := w.desk.Chart().Check(); err != nil {
		t.Error(err)
	}
	made := map[string]bool{}
	story := caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.desk.Chart(), Actor: w.actor, Before: w.before, Fill: w.fill(made)}
	story.Then = w.then
	caseworktest.Stories(t, story)
	if stories, _ := filepath.Glob("testdata/*.story"); len(stories) < 45 {
		t.Errorf("only %d stories", len(stories))
	}
	for _, m := range w.desk.Chart().Moves {
		// Those of the kernel that no path of this procedure hangs on have their own tests.
		if kernel := []string{evidence.MoveDecide, evidence.MoveHand, evidence.MoveStamp, hearing.MoveStaff, draft.MoveVoid, delivery.MoveSend, delivery.MoveRecord, delivery.MoveDeem}; !made[m.Code] && m.Code != "merged" && !slices.Contains(kernel, m.Code) {
			t.Errorf("no story makes %s", m.Title)
		}
	}
}

// then checks what stands after the bar: clocks with their last day ("停" while they stand still), facts, and whether
// a party sees the case. Every running clock has to explain its date.
func (w *world) then(t *testing.T, k *casework.Case, words []string) {
	t.Helper()
	var clocks []casework.Clock
	var facts []casework.Established
	sees := map[string]bool{}
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		if clocks, err = w.office.Clocks(t.Context(), tx, k); err != nil {
			return err
		}
		for name := range cast {
			_, err := w.office.Get(t.Context(), tx, w.actor(name), k.ID)
			sees[name] = err == nil
		}
		facts, err = casework.Facts(t.Context(), tx, casework.FactFilter{Center: caseworktest.CenterID, Kinds: []fact.Kind{fact.RepeatedInfringement, fact.DecisionDefied}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]string{}
	for _, c := range clocks {
		explains(t, &c)
		have[c.Rule.Title] = c.Result.Due.String()
		if c.Result.Due.IsZero() {
			have[c.Rule.Title] = "停"
		}
		if !c.Running() {
			have[c.Rule.Title] = "止于" + c.Met.String()
		}
	}
	for _, f := range facts {
		if f.Case == k.ID {
			have["事实"] += f.Kind.Title()
		}
	}
	for i := 0; i+1 < len(words); i += 2 {
		got := have[words[i]]
		switch words[i] {
		case "可见", "不可见":
			if sees[words[i+1]] != (words[i] == "可见") {
				t.Errorf("%s sees the case: %v", words[i+1], sees[words[i+1]])
			}
			continue
		}
		if got != words[i+1] {
			t.Errorf("%s: got %q, want %q", words[i], got, words[i+1])
		}
	}
}

// explains walks through the rows of an explanation, which must lead from the first day to the last.
func explains(t *testing.T, c *casework.Clock) {
	t.Helper()
	day, last := calendar.Day(0), calendar.Day(0)
	for _, r := range c.Result.Rows {
		switch r.Kind {
		case term.Started, term.Counted:
			day = r.Day
		case term.Stepped, term.MadeUp:
			day = r.To
		case term.Rolled:
			day = max(r.Day, r.To) + 1
		case term.Ended:
			last = r.Day
		}
	}
	if !c.Result.Due.IsZero() && (day != c.Result.Due || last != c.Result.Due) {
		t.Errorf("%s: the rows lead to %s and %s, due is %s:\n%v", c.Rule.Title, day, last, c.Result.Due, c.Result.Rows)
	}
	if len(c.Result.Rows) == 0 || c.Result.Rows[0].Day != c.Started {
		t.Errorf("%s has no explanation from its first day", c.Rule.Title)
	}
}

// fill completes the inputs of the stories, in which names stand for accounts and parties.
func (w *world) fill(made map[string]bool) func(m *casework.Move, in any) error {
	return func(m *casework.Move, in any) error {
		made[m.Code] = true
		id := func(names ...*string) {
			for _, n := range names {
				if p, ok := cast[*n]; ok {
					*n = strconv.FormatInt(max(p.party, p.account), 10)
				} else if *n != "" {
					*n = w.named(*n)
				}
			}
		}
		w.prepare(in, id)
		return nil
	}
}

// named returns the id of a party without account by its name.
func (w *world) named(name string) string {
	out := name
	_ = w.office.DB.Read(context.Background(), func(tx *store.Tx) error {
		var id int64
		err := tx.Row(context.Background(), `SELECT id FROM party_party WHERE name = $1 ORDER BY id DESC LIMIT 1`, name).Scan(&id)
		if err == nil {
			out = strconv.FormatInt(id, 10)
		}
		return nil
	})
	return out
}

func scan(name string) form.File { return form.Bytes(name, []byte("%PDF-1.4 "+name)) }

func text(to *string, with string) {
	if *to == "" {
		*to = with
	}
}

func (w *world) claim(c *infringement.Claim) {
	switch c.Number {
	case "":
		c.Number = patentNumber(fmt.Sprintf("20201%07d", w.stories))
	case "设计":
		c.Number = patentNumber(fmt.Sprintf("20203%07d", w.stories))
	}
	text(&c.Standing, "holder")
	text(&c.Claims, "权利要求1")
	text(&c.Product, "A1型支架")
	text(&c.Facts, "被请求人制造、销售的A1型支架落入权利要求1的保护范围。")
	text(&c.Venue, "被请求人所在地")
	if c.Remedies == nil {
		c.Remedies = []string{"stop_make", "stop_sell"}
	}
	if c.Opponents == nil {
		c.Opponents = []infringement.Opponent{{Name: "仿品制造有限公司"}}
	}
	for i := range c.Opponents {
		opponent(&c.Opponents[i])
	}
	c.NoSuit = c.Remedy != "已起诉"
}

func opponent(o *infringement.Opponent) {
	text(&o.Address, "示范市某路2号")
	if o.Acts == nil {
		o.Acts = []string{"make", "sell"}
	}
	for _, p := range register {
		if p.Name == o.Name {
			o.Code = codes[p.ID]
		}
	}
}

func papers(p *infringement.Papers) {
	p.Sheet, p.Identity, p.Register, p.Clear = scan("请求书.pdf"), scan("营业执照.pdf"), scan("登记簿副本.pdf"), true
}
