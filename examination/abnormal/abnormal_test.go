package abnormal_test

import (
	"context"
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
	"zhibao/casework/party"
	"zhibao/examination/abnormal"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/access"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// The parties: two applicants and an agency.
const firm, other, agency = 100, 101, 200

type nothing struct{}

// filings is a stand-in for the procedure whose cases are watched.
func filings() *casework.Chart {
	cite := []rule.Cite{{Text: "本中心规定", Article: "试"}}
	return &casework.Chart{Code: "preexam", Prefix: "YS", Title: "预审", English: "Pre-examination",
		States: []casework.State{{Code: "open", Title: "预审中", English: "Open"}, {Code: "done", Title: "办结", English: "Done", Final: true}},
		Moves: []casework.Move{{Code: "file", Title: "提交", English: "File", To: []string{"open"}, By: []casework.Role{casework.Entity}, Basis: cite,
			Do: casework.Input(func(s *casework.Step, _ *nothing) error {
				s.Case.Owner, s.Case.Kind = s.Actor.Party, "发明"
				return s.Issue()
			})}, {Code: "end", Title: "办结", English: "End", From: []string{"open"}, To: []string{"done"}, By: []casework.Role{casework.Clerk}, Basis: cite, Do: casework.Input(func(*casework.Step, *nothing) error { return nil })}}}
}

type world struct {
	office  *casework.Office
	clock   *caseworktest.Clock
	desk    *abnormal.Desk
	own     []int64 // filings of the firm
	others  []int64
	numbers []string
	facts   []fact.Fact
	feed    []*indicator.Filing
	near    map[int64][]indicator.Near
	filed   map[string]int64
	round   int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{near: map[int64][]indicator.Near{}, filed: map[string]int64{}}
	w.desk = abnormal.New(abnormal.Deps{Drafts: draft.New(), Deliveries: delivery.New(delivery.Desk{}), Evidence: &evidence.Desk{}, Staff: staff,
		Filings: func(_ context.Context, _ *store.Tx, _ int64, from calendar.Day) (out []*indicator.Filing, _ error) {
			for _, f := range w.feed {
				if x := *f; f.Day >= from {
					out = append(out, &x)
				}
			}
			return out, nil
		},
		Similar: func(_ context.Context, _ *store.Tx, id int64, _ float64) ([]indicator.Near, error) {
			return w.near[id], nil
		},
		Passages: func(context.Context, *store.Tx, int64, int64) ([]abnormal.Passage, error) { return nil, nil },
		Firms:    func(context.Context, *store.Tx, int64, []int64) (map[int64]indicator.Firm, error) { return nil, nil },
		Transfers: func(context.Context, *store.Tx, int64, calendar.Day) ([]indicator.Transfer, abnormal.Age, error) {
			return nil, abnormal.Age{}, nil
		},
		Filed: func(_ context.Context, _ *store.Tx, _ int64, no string) (int64, error) { return w.filed[no], nil }})
	w.desk.Drafts.Served, w.desk.Drafts.Names = w.desk.Deliveries.AtOnce, party.Names
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.desk.Chart(), filings()}, Settings: slices.Concat(abnormal.Settings(), delivery.Settings(), answer.Settings()),
		Schemas: []store.Schema{abnormal.Schema(), evidence.Schema(), answer.Schema(), draft.Schema()}, Grants: abnormal.Grants()})
	w.desk.Use(w.office)
	note := func(_ context.Context, _ *casework.Step, f fact.Fact) error { w.facts = append(w.facts, f); return nil }
	w.office.React(map[fact.Kind]casework.Reaction{fact.AbnormalFiling: note, fact.AbnormalRevoked: note})
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		for id, name := range map[int64]string{firm: "示范电器有限公司", other: "关联电器有限公司"} {
			if err := party.Put(t.Context(), tx, &party.Party{ID: id, Center: caseworktest.CenterID, Kind: party.Entity, Name: name, Code: "CODE" + strconv.FormatInt(id, 10), At: w.clock.Now()}); err != nil {
				return err
			}
		}
		return party.Put(t.Context(), tx, &party.Party{ID: agency, Center: caseworktest.CenterID, Kind: party.Agency, Name: "示范代理所", Code: "AGENCY", At: w.clock.Now()})
	}))
	for i := range 4 {
		w.own = append(w.own, w.file(t, "企业"))
		if i < 2 {
			w.others = append(w.others, w.file(t, "关联企业"))
		}
	}
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// file hands in a filing of somebody.
func (w *world) file(t testing.TB, who string) int64 {
	t.Helper()
	out, err := w.office.Move(t.Context(), casework.Request{Actor: actor(who), Chart: "preexam", Move: "file", Input: &nothing{}})
	must(t, err)
	if who == "企业" {
		w.numbers = append(w.numbers, out.Case.Number)
	}
	return out.Case.ID
}

func staff(context.Context, *store.Tx, int64) ([]abnormal.Staff, error) {
	return []abnormal.Staff{{Account: 20, Name: "受理员", Roles: []casework.Role{casework.Clerk}}, {Account: 21, Name: "另一受理员", Roles: []casework.Role{casework.Clerk}}, {Account: 35, Name: "复核员", Roles: []casework.Role{casework.Reviewer}}}, nil
}

func actor(name string) casework.Actor {
	people := map[string]struct {
		account, party int64
		roles          []casework.Role
	}{"企业": {10, firm, []casework.Role{casework.Entity}}, "关联企业": {11, other, []casework.Role{casework.Entity}}, "代理所": {12, agency, []casework.Role{casework.AgencyRole}}, "受理员": {20, 0, []casework.Role{casework.Clerk}}, "另一受理员": {21, 0, []casework.Role{casework.Clerk}},
		"预审员": {30, 0, []casework.Role{casework.Examiner}}, "复核员": {35, 0, []casework.Role{casework.Reviewer}}, "受理兼复核": {20, 0, []casework.Role{casework.Reviewer}}, "报送员": {36, 0, []casework.Role{casework.Marker}}, "负责人": {40, 0, []casework.Role{casework.Head}},
		"复核兼负责": {35, 0, []casework.Role{casework.Head}}, "主任": {41, 0, []casework.Role{casework.Director}}, "负责兼主任": {40, 0, []casework.Role{casework.Director}}, "系统": {0, 0, []casework.Role{casework.System}}}
	p, ok := people[name]
	if !ok {
		panic("nobody is called " + name)
	}
	a := casework.Actor{Name: name, Via: "test", Subject: access.Subject{Account: p.account, Center: caseworktest.CenterID, Party: p.party}}
	for _, r := range p.roles {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

// group is a batch of the firm's with one filing of another.
func (w *world) group(ids ...int64) *indicator.Finding {
	f := &indicator.Finding{Indicator: "QUA-001", Group: indicator.ByLinked, Subject: firm, Value: "0512-66880000", Numbers: []indicator.Number{{Title: "成批的件数", English: "Filings", Value: "3", Limit: "3", Key: "QUA-001.cases"}}}
	for _, id := range ids {
		f.Members = append(f.Members, indicator.Member{Case: id, Own: slices.Contains(w.own, id)})
	}
	return f
}

// named turns 甲、乙、丙 into the ids of the firm's filings, so that stories can name them.
func (w *world) named(cases []string) (out []string) {
	for _, c := range cases {
		if i := strings.Index("甲乙丙丁", c); i >= 0 {
			c = strconv.FormatInt(w.own[i/len("甲")], 10)
		}
		out = append(out, c)
	}
	return out
}

// fill completes the inputs of the stories with what every one of them needs; what a story states stays.
func (w *world) fill(_ *casework.Move, in any) error {
	text := func(p *string, s string) {
		if *p == "" {
			*p = s
		}
	}
	day := func(p *calendar.Day) {
		if p.IsZero() {
			*p = calendar.DayOf(w.clock.At)
		}
	}
	switch in := in.(type) {
	case *abnormal.Detect:
		in.Set(w.group(w.own[0], w.own[1], w.own[2], w.others[0]), w.round)
		w.round++
	case *abnormal.Grow:
		in.Set(w.group(w.own[3]))
	case *abnormal.Enter:
		text(&in.Source, "above")
		text(&in.Indicator, "QUA-003")
		text(&in.Subject, "示范电器有限公司")
		text(&in.Cases, w.numbers[0]+"\n"+w.numbers[1])
		text(&in.Reason, "上级转办")
	case *abnormal.Grade:
		text(&in.Grade, "high")
		text(&in.Reason, "件数多")
	case *abnormal.Notice:
		if in.Cases == nil {
			in.Cases = []string{"甲", "乙"}
		}
		in.Cases = w.named(in.Cases)
		text(&in.Facts, "两件申请的权利要求相似度较高")
		in.Wants = []string{"project", "notebook"}
	case *abnormal.Explain:
		text(&in.Statement, "两件申请来自两个研发项目，结构不同，附立项文件。")
	case *abnormal.Withdraw:
		in.Cases = w.named(in.Cases)
		day(&in.Day)
		text(&in.Paper, "2026-0001")
	case *abnormal.Visit:
		day(&in.Day)
	case *abnormal.Check:
		in.Cases = w.named(in.Cases)
		text(&in.Proof, "立项文件真实，实验记录不完整")
		text(&in.Reason, "两件方案实质相同")
	case *abnormal.Conclude:
		in.Cases = w.named(in.Cases)
		text(&in.Facts, "两件申请方案实质相同")
		text(&in.Reason, "说明不能解释区别")
	case *abnormal.Report:
		day(&in.Day)
		text(&in.To, "省知识产权局")
		text(&in.Way, "网上报送")
	case *abnormal.Answer:
		day(&in.Day)
		text(&in.Body, "省知识产权局")
		text(&in.Number, "示知发〔2026〕1号")
	}
	return nil
}

func TestStories(t *testing.T) {
	w := newWorld(t)
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.desk.Chart(), Actor: actor, Fill: w.fill, Before: func(*testing.T, string) {
		w.clock.At, w.facts = time.Time{}, nil
	}, Then: func(t *testing.T, c *casework.Case, words []string) {
		for _, word := range words {
			name, want, _ := strings.Cut(word, ":")
			got := map[string]string{}
			for _, f := range w.facts {
				if f.Case == c.ID {
					got["事实"] += string(f.Kind) + "/"
					for k, v := range f.Detail {
						got[k] = v
					}
				}
			}
			got["结果"] = c.Attrs["result"]
			if strings.TrimSuffix(got[name], "/") != want {
				t.Errorf("%s of %s is %q, want %q", name, c.Number, got[name], want)
			}
		}
	}})
}
