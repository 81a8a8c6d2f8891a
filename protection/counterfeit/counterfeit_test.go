package counterfeit_test

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
	"zhibao/casework/hearing"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/counterfeit/marking"
	"zhibao/protection/counterfeit/reporter"
)

const suspect = 100 // a registered entity

type world struct {
	office *casework.Office
	clock  *caseworktest.Clock
	desk   *counterfeit.Desk
	facts  map[fact.Kind]int
	barred string   // act that no entrustment covers
	of     draft.Of // the draft that changed last
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{facts: map[fact.Kind]int{}}
	w.desk = counterfeit.New(counterfeit.Deps{Gate: w.gate, Patents: ledger, Staff: staff, Drafts: draft.New(), Deliveries: delivery.New(delivery.Desk{}), Evidence: &evidence.Desk{}, Hearings: &hearing.Book{}})
	w.desk.Drafts.Served, w.desk.Drafts.Names = w.desk.Deliveries.AtOnce, party.Names
	w.office, w.clock = caseworktest.NewOffice(t, caseworktest.Setup{Charts: []*casework.Chart{w.desk.Chart()}, Settings: slices.Concat(counterfeit.Settings(), delivery.Settings(), answer.Settings(), hearing.Settings()),
		Schemas: []store.Schema{counterfeit.Schema(), reporter.Schema(), evidence.Schema(), answer.Schema(), draft.Schema(), hearing.Schema()}, Grants: counterfeit.Grants()})
	w.desk.Use(w.office)
	count := func(_ context.Context, _ *casework.Step, f fact.Fact) error { w.facts[f.Kind]++; return nil }
	w.office.React(map[fact.Kind]casework.Reaction{fact.Counterfeit: count, fact.DecisionDefied: count})
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return party.Put(t.Context(), tx, &party.Party{ID: suspect, Center: caseworktest.CenterID, Kind: party.Entity, Name: "示范电器有限公司", Code: code(1), At: w.clock.Now()})
	}))
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code makes a valid unified code.
func code(n int) string {
	body := "91320500MA" + strings.Repeat("0", 6-len(strconv.Itoa(n))) + strconv.Itoa(n)
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		for _, x := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
			if u, err := ident.ParseUSCC(body + string(x) + string(c)); err == nil {
				return string(u)
			}
		}
	}
	panic("no code")
}

// gate covers every act but one, and ends with the year 2027.
func (w *world) gate(s *casework.Step, act string) (counterfeit.Mandate, error) {
	if act == w.barred {
		return counterfeit.Mandate{}, fault.New(fault.Forbidden, "delegation.scope", "委托书不包括该事项")
	}
	return counterfeit.Mandate{Number: "WT-1", Body: "示范市知识产权局", Mark: "示知", From: calendar.MustDay("2026-01-01"), Until: calendar.MustDay("2027-12-31"), Lines: []string{"假冒专利查处"}}, nil
}

// ledger knows one patent that ended for want of fees, and one application.
func ledger(_ context.Context, _ *store.Tx, _ int64, no string, on calendar.Day) (marking.Record, bool, error) {
	switch no {
	case "202420000001.5":
		return marking.Record{Kind: "utility", Holder: "示范电器有限公司", Filed: calendar.MustDay("2024-01-03"), Granted: calendar.MustDay("2024-08-06"), Status: marking.Unpaid, Since: calendar.MustDay("2025-02-03")}, true, nil
	case "202510123456.5":
		return marking.Record{Kind: "invention", Holder: "示范电器有限公司", Filed: calendar.MustDay("2025-03-03"), Status: marking.Pending, Since: calendar.MustDay("2025-03-03")}, true, nil
	}
	return marking.Record{}, false, nil
}

func staff(context.Context, *store.Tx, int64) ([]counterfeit.Staff, error) {
	one := func(id int64, name string, roles ...casework.Role) counterfeit.Staff {
		return counterfeit.Staff{Account: id, Name: name, Roles: roles}
	}
	return []counterfeit.Staff{one(30, "承办人", casework.Enforcer), one(31, "协办人", casework.Enforcer), one(32, "另一承办", casework.Enforcer), one(35, "法制", casework.Reviewer),
		one(40, "负责人", casework.Head), one(41, "主任", casework.Director), one(42, "副主任", casework.Director)}, nil
}

func actor(name string) casework.Actor {
	people := map[string]struct {
		account, party int64
		role           casework.Role
	}{"当事人": {10, suspect, casework.Entity}, "别的企业": {11, 101, casework.Entity}, "承办人兼审核": {30, 0, casework.Reviewer}, "受理员": {20, 0, casework.Clerk}, "话务员": {21, 0, casework.Operator},
		"承办人": {30, 0, casework.Enforcer}, "协办人": {31, 0, casework.Enforcer}, "另一承办": {32, 0, casework.Enforcer}, "预审员": {33, 0, casework.Examiner}, "法制": {35, 0, casework.Reviewer},
		"负责人": {40, 0, casework.Head}, "主任": {41, 0, casework.Director}, "系统": {0, 0, casework.System}, "公众": {0, 0, casework.Visitor}}
	p, ok := people[name]
	if !ok {
		panic("nobody is called " + name)
	}
	return casework.Actor{Name: name, Via: "test", Subject: access.Subject{Account: p.account, Center: caseworktest.CenterID, Party: p.party, Roles: []string{string(p.role)}}}
}

// fill completes the inputs of the stories with what every one of them needs; what a story states
// stays.
func (w *world) fill(_ *casework.Move, in any) error {
	if err := w.latest(); err != nil {
		return err
	}
	today := calendar.DayOf(w.clock.At)
	text := func(p *string, s string) {
		if *p == "" {
			*p = s
		}
	}
	day := func(p *calendar.Day) {
		if p.IsZero() {
			*p = today
		}
	}
	present := func(p *counterfeit.Present) {
		day(&p.Day)
		text(&p.Place, "示范市某路1号")
		if p.Officers == nil {
			p.Officers, p.Shown = []counterfeit.Officer{{Name: "承办人", Card: "ZF-01"}, {Name: "协办人", Card: "ZF-02"}}, true
		}
	}
	reportedBy := func(r *counterfeit.Reported) {
		text(&r.Suspect, "示范电器有限公司")
		text(&r.Address, "示范市某路1号")
		text(&r.Product, "折叠支架")
		text(&r.Text, "产品包装标注已终止的专利号")
		text(&r.Reply, "code")
		day(&r.Last)
	}
	secure := func(x *counterfeit.Secure) {
		present(&x.Present)
		text(&x.Keeper, "当事人仓库，张三")
		if x.Items == nil {
			x.Items = []counterfeit.Item{{Name: "折叠支架", Count: 100, Unit: "个", Price: conduct.Yuan(20)}}
		}
	}
	switch in := in.(type) {
	case *draft.Edit:
		in.Of = w.of
	case *draft.Review:
		in.Of = w.of
	case *draft.Return:
		in.Of = w.of
	case *draft.Sign:
		in.Of = w.of
	case *counterfeit.NewLead:
		text(&in.Source, "patrol")
		day(&in.Arrived)
		reportedBy(&in.Reported)
	case *counterfeit.Tip:
		reportedBy(&in.Reported)
	case *counterfeit.Assign:
		text(&in.Handler, "30")
		text(&in.Other, "31")
	case *counterfeit.Verify:
		day(&in.Day)
		text(&in.Text, "属实")
	case *counterfeit.Mark:
		day(&in.Day)
	case *counterfeit.Propose:
		if in.Conducts == nil {
			in.Conducts, in.Within = []string{"lapsed"}, true
		}
		text(&in.Facts, "包装标注已终止的专利号")
		text(&in.Division, "320500")
	case *counterfeit.Refuse:
		text(&in.Reason, "经核查不属实")
	case *counterfeit.Identify:
		text(&in.Name, "示范电器有限公司")
		text(&in.Code, code(1))
		text(&in.Sort, "unit")
		text(&in.Address, "示范市某路1号")
		text(&in.Legal, "张三")
	case *counterfeit.Inspect:
		present(&in.Present)
		text(&in.Begin, "09:30–11:00")
		text(&in.Text, "仓库有标注专利号的产品一百个")
		text(&in.Signs, "signed")
	case *counterfeit.Interview:
		present(&in.Present)
	case *counterfeit.Copy:
		present(&in.Present)
	case *counterfeit.Sample:
		present(&in.Present)
		text(&in.Base, "一百个中随机抽取两个")
		if in.Items == nil {
			in.Items = []counterfeit.Item{{Name: "折叠支架", Count: 2, Unit: "个"}}
		}
	case *counterfeit.Preserve:
		secure(&in.Secure)
		text(&in.Danger, "可能被转移")
	case *counterfeit.Seize:
		secure(&in.Secure)
		text(&in.Proven, "登记簿副本")
	case *counterfeit.Recheck:
		present(&in.Present)
	case *counterfeit.Conclude:
		w.fillFindings(in, text)
	case *counterfeit.Review:
		if in.Checks == nil {
			in.Checks = []string{"power", "facts", "law", "scale", "procedure", "paper", "crime"}
		}
		text(&in.Opinion, "同意")
	case *counterfeit.Notify:
		text(&in.Findings, "包装标注已终止的专利号")
		text(&in.Orders, "停止标注")
	case *counterfeit.Decide:
		text(&in.Orders, "停止标注")
		text(&in.Reason, "符合裁量基准")
	case *counterfeit.Order:
		text(&in.Reason, "经查属实")
	case *counterfeit.Transfer:
		text(&in.Reason, "伪造专利证书")
	case *counterfeit.Served:
		serve(in, text, day)
	case *counterfeit.Urge:
		serve(&in.Served, text, day)
	case *counterfeit.Discuss:
		day(&in.Day)
		if in.People == nil {
			in.People = []string{"40", "41", "42"}
		}
	case *counterfeit.Proof:
		day(&in.Day)
	case *counterfeit.Settle:
		day(&in.Day)
	case *counterfeit.Join:
		w.fillJoin(in, text)
	case *counterfeit.Waive:
		day(&in.Day)
	case *counterfeit.RecordPlea:
		day(&in.Day)
	default:
		heard(in, text)
	}
	return nil
}

// heard completes the inputs around a hearing.
func heard(in any, text func(*string, string)) {
	switch in := in.(type) {
	case *hearing.Arrange:
		text(&in.Kind, hearing.Formal)
		text(&in.From, "9:30")
		text(&in.Until, "11:30")
		text(&in.Room, "听证室")
		text(&in.Recorder, "20")
		if in.Public = in.Note == "" || in.Public; in.Panel == nil {
			in.Panel = []string{"35"}
		}
	case *hearing.Present:
		in.Session, in.Who = "1", []hearing.Attendance{{Side: counterfeit.Side, Name: "张三", As: "法定代表人", Proof: "身份证 1234"}}
	case *hearing.Away:
		in.Session, in.Side = "1", counterfeit.Side
		text(&in.Just, "no")
	case *hearing.Minutes:
		in.Session = "1"
		text(&in.Text, "主：现在开始听证。")
	case *hearing.SignRecord:
		in.Session, in.Name, in.As, in.Read = "1", "张三", "法定代表人", "right"
	case *hearing.Finish:
		in.Session = "1"
		text(&in.Note, "维持拟处罚意见")
	}
}

func serve(in *counterfeit.Served, text func(*string, string), day func(*calendar.Day)) {
	text(&in.Way, "direct")
	text(&in.Who, "张三")
	text(&in.Proof, "送达回证")
	day(&in.Day)
}

func (w *world) fillFindings(in *counterfeit.Conclude, text func(*string, string)) {
	if in.Conducts == nil {
		in.Conducts = []string{"lapsed"}
	}
	text(&in.Facts, "包装标注已终止的专利号")
	text(&in.Evidence, "现场检查笔录\n登记簿副本")
	text(&in.Proposal, "penalty")
	text(&in.Reviewer, "35")
	if in.Proposal == "penalty" {
		text(&in.Orders, "停止标注")
	}
}

func TestStories(t *testing.T) {
	w := newWorld(t)
	caseworktest.Stories(t, caseworktest.World{Office: w.office, Clock: w.clock, Chart: w.desk.Chart(), Actor: actor, Fill: w.fill, Before: func(t *testing.T, name string) {
		w.clock.At, w.facts, w.barred = time.Time{}, map[fact.Kind]int{}, ""
		if rest, ok := strings.CutPrefix(name, "barred_"); ok {
			w.barred = "counterfeit." + rest
		}
		w.set(t, "counterfeit.precedence", map[bool]string{true: "市场监督管理行政处罚程序规定", false: "专利行政执法办法"}[name == "precedence"])
		w.set(t, "counterfeit.discuss.always", strconv.FormatBool(name != "undiscussed"))
	}})
}

func (w *world) set(t testing.TB, key, value string) {
	t.Helper()
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: key, Value: value, From: calendar.MustDay("2020-01-01")})
	}))
}
