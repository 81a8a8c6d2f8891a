package registration_test

import (
	"strings"
	"testing"
	"zhibao/patent/secrecy"

	"pgregory.net/rapid"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/fact"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/examination/registration"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// ask is the input of the moves of requests: what a procedure would establish.
type ask struct {
	Kind  fact.Kind `json:"kind" label:"事实" en:"Fact"`
	Agent int64     `json:"agent" label:"代理" en:"Agent"`
	Names []string  `json:"names" label:"申请人" en:"Applicants"`
	Early bool      `json:"early" label:"未受理" en:"Not accepted"`
	gate  casework.Gate
}

// requests is a procedure of these tests that asks the gate and establishes facts.
func requests() *casework.Chart {
	cite := []rule.Cite{{Text: "测试"}}
	roles := []casework.Role{casework.Entity}
	return &casework.Chart{Code: "request", Prefix: "QQ", Title: "测试请求", English: "Request", States: []casework.State{
		{Code: "open", Title: "在办", English: "Open"}, {Code: "done", Title: "办结", English: "Done", Final: true}},
		Moves: []casework.Move{
			{Code: "open", Title: "提出", English: "Open", To: []string{"open"}, By: roles, Basis: cite, Do: casework.Input(func(s *casework.Step, in *ask) error {
				s.Case.Owner, s.Case.Agent = s.Actor.Party, in.Agent
				if err := s.Issue(); err != nil {
					return err
				}
				return in.do(s)
			})},
			{Code: "fact", Title: "发生", English: "Fact", From: []string{"open"}, To: []string{casework.Stay}, By: roles, Basis: cite,
				Do: casework.Input(func(s *casework.Step, in *ask) error { return in.do(s) })},
			{Code: "end", Title: "结束", English: "End", From: []string{"open"}, To: []string{"done"}, By: roles, Basis: cite,
				Do: casework.Input(func(*casework.Step, *ask) error { return nil })},
		}}
}

func (in *ask) do(s *casework.Step) error {
	if in.gate != nil {
		if err := in.gate(s, casework.GateQuery{Owner: s.Case.Owner, Agent: in.Agent, Names: in.Names}); err != nil {
			return err
		}
	}
	if in.Kind == "" {
		return nil
	}
	f := fact.Fact{Kind: in.Kind, Party: s.Case.Owner}
	if in.Early {
		f.Detail = map[string]string{"accepted": "no"}
	}
	return s.Establish(f)
}

func (w *world) set(t testing.TB, key, value string) {
	t.Helper()
	key, variant, _ := strings.Cut(key, "/")
	err := w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), 1, setting.Value{Key: key, Variant: variant, Value: value, From: calendar.MustDay("2020-01-01")})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// gate asks the gate for the owner, through the agency if there is one.
func (w *world) gate(agent int64) error {
	_, err := w.try("企业", nil, "request.open", &ask{gate: w.desk.Gate, Agent: agent})
	return err
}

func refused(t *testing.T, err error, code, words string) {
	t.Helper()
	if fault.CodeOf(err) != code || !strings.Contains(fault.MessageOf(err), words) {
		t.Errorf("got %v, want %s with %q", err, code, words)
		return
	}
	if fault.Of(err).Basis == "" {
		t.Errorf("%s refuses without a basis", code)
	}
}

func TestGateFollowsTheStanding(t *testing.T) {
	w := newWorld(t)
	refused(t, w.gate(0), "registration.not_active", "尚未在本中心备案")
	k := w.broughtIn(t)
	if err := w.gate(0); err != nil {
		t.Errorf("a registered entity is refused: %v", err)
	}
	refused(t, w.gate(agency), "registration.mandate", "未委托")
	refused(t, w.gate(stranger), "registration.agency", "未在本中心登记")
	k = w.do(t, "企业", k, "entrust", &registration.Entrust{Agency: "某专利代理所", From: w.office.Today()})
	if err := w.gate(agency); err != nil {
		t.Errorf("an entrusted agency is refused: %v", err)
	}
	w.set(t, "registration.assured", "true")
	refused(t, w.gate(agency), "registration.assured", "精准服务保障名单")
	w.set(t, "registration.area", "3301")
	refused(t, w.gate(0), "registration.area", "不在本中心服务区域")
	w.set(t, "registration.area", "32")
	k = w.do(t, "受理员", k, "warn", &registration.Warn{Measure: "suspend", Ground: "违反服务承诺", Facts: "事实"})
	if err := w.gate(0); err != nil {
		t.Errorf("refused before the decision: %v", err)
	}
	k = w.do(t, "企业", k, "plead", &registration.Plead{Statement: "陈述"})
	w.do(t, "主任", k, "suspend", &registration.Suspend{Until: w.office.Today() + 200, Reason: "理由"})
	refused(t, w.gate(0), "registration.suspended", "违反服务承诺")
	got := w.lookup(t, registration.Query{Codes: []string{code(1)}, Names: []string{"随便"}})
	if a := got.Applicants[0]; !a.Found || a.Active || !a.InArea || !strings.Contains(a.Banned, "暂停") || a.Name != "示范电器有限公司" {
		t.Errorf("lookup of a suspended entity: %+v", a)
	}
}

// TestGateAsksWhomThePapersName: nobody brings in the papers of another, however well registered, and
// the first applicant must be registered.
func TestGateAsksWhomThePapersName(t *testing.T) {
	w := newWorld(t)
	w.broughtIn(t)
	in := &registration.BringIn{Kind: registration.KindEntity, Registered: calendar.MustDay("2024-05-06")}
	in.Particulars = particulars("另一（苏州）公司", code(2))
	w.do(t, "受理员", nil, "bring_in", in)
	for _, c := range []struct {
		names []string
		code  string
	}{
		{nil, ""}, {[]string{"示范电器有限公司"}, ""}, {[]string{"示范电器有限公司", "没有备案的大学"}, ""}, {[]string{"另一(苏州)公司", "示范电器有限公司"}, ""},
		{[]string{"另一（苏州）公司"}, "registration.other_applicant"}, {[]string{"没有备案的公司"}, "registration.other_applicant"},
		{[]string{"没有备案的大学", "示范电器有限公司"}, "registration.first_applicant"},
	} {
		_, err := w.try("企业", nil, "request.open", &ask{gate: w.desk.Gate, Names: c.names})
		if c.code == "" && err != nil {
			t.Errorf("%q: %v", c.names, err)
		} else if c.code != "" {
			refused(t, err, c.code, "请求书的")
		}
	}
}

func TestLookup(t *testing.T) {
	w := newWorld(t)
	w.broughtIn(t)
	got := w.lookup(t, registration.Query{Owner: owner, Agent: agency, Names: []string{"示范电器有限公司", "示范电器", "没有的公司", "王五"},
		Codes: []string{"", "", "", "11010519491231002X"}})
	found := []bool{true, false, false, false}
	for i, a := range got.Applicants {
		if a.Found != found[i] {
			t.Errorf("applicant %d: %+v", i, a)
		}
	}
	if !got.Applicants[3].Natural || got.Applicants[0].Natural {
		t.Error("natural persons are told by their number")
	}
	if got.QuotaLeft != 20 || len(got.Contacts) != 1 || got.Contacts[0] != "李四" || got.Scope == "" {
		t.Errorf("owner: %+v", got)
	}
	if a := got.Agency; a == nil || !a.Found || !a.Active || a.AssuredNeeded {
		t.Errorf("agency: %+v", a)
	}
}

func TestQuotaFollowsLastYear(t *testing.T) {
	for _, c := range []struct {
		name           string
		passed, failed int
		registered     string
		want           int
	}{
		{"new", 0, 0, "2026-01-05", 10}, {"usual", 0, 0, "2024-05-06", 20}, {"many passes", 20, 0, "2024-05-06", 50},
		{"one pass short", 19, 0, "2024-05-06", 20}, {"at the rate", 28, 12, "2024-05-06", 50}, {"below the rate", 27, 12, "2024-05-06", 20},
		{"top rung", 50, 12, "2024-05-06", 100}, {"top passes, second rate", 50, 13, "2024-05-06", 50},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			in := &registration.BringIn{Kind: registration.KindEntity, Registered: calendar.MustDay(c.registered), Passed: c.passed, Failed: c.failed}
			in.Particulars = particulars("示范电器有限公司", code(1))
			w.do(t, "受理员", nil, "bring_in", in)
			if got := w.lookup(t, registration.Query{Owner: owner}).QuotaLeft; got != c.want {
				t.Errorf("%d passed, %d failed: quota %d, want %d", c.passed, c.failed, got, c.want)
			}
		})
	}
}

func TestBrokenLadderIsNotSkipped(t *testing.T) {
	w := newWorld(t)
	w.broughtIn(t)
	w.set(t, "registration.quota.ladder", "20:70")
	if err := w.gate(0); fault.CodeOf(err) != "registration.ladder" {
		t.Errorf("a broken ladder: %v", err)
	}
}

// TestQuotaNeverNegative plays any order of acceptances, withdrawals and changes of the quota.
func TestQuotaNeverNegative(t *testing.T) {
	w := newWorld(t)
	w.broughtIn(t)
	w.set(t, "registration.quota.usual", "3")
	var open []*casework.Case
	used := map[int64]bool{}
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			if len(open) == 0 || rapid.Bool().Draw(r, "new") {
				open = append(open, w.do(t, "企业", nil, "request.open", &ask{}))
			}
			i := rapid.IntRange(0, len(open)-1).Draw(r, "case")
			kind := rapid.SampledFrom([]fact.Kind{fact.QuotaUsed, fact.QuotaReturned}).Draw(r, "fact")
			k, err := w.try("企业", open[i], "request.fact", &ask{Kind: kind})
			switch {
			case err == nil && kind == fact.QuotaUsed:
				used[k.ID] = true
			case err == nil:
				delete(used, k.ID)
			case fault.CodeOf(err) != "registration.quota" || len(used) < 3:
				r.Fatalf("refused with %d used: %v", len(used), err)
			}
			if err == nil {
				open[i] = k
			}
			if left := w.lookup(t, registration.Query{Owner: owner}).QuotaLeft; left < 0 || left != 3-len(used) {
				r.Fatalf("%d left, %d accepted and not returned", left, len(used))
			}
		}
	})
	w.set(t, "registration.quota.usual", "0")
	if left := w.lookup(t, registration.Query{Owner: owner}).QuotaLeft; left != 0 {
		t.Errorf("a lowered quota leaves %d", left)
	}
}

func TestExtraQuotaOnceAndOnlyWhenUsedUp(t *testing.T) {
	w := newWorld(t)
	k := w.broughtIn(t)
	w.set(t, "registration.quota.usual", "1")
	if _, err := w.try("企业", k, "ask_quota", &registration.AskQuota{Quota: 5, Reason: "重点实验室"}); fault.CodeOf(err) != "registration.quota_left" {
		t.Errorf("asked with quota left: %v", err)
	}
	w.do(t, "企业", nil, "request.open", &ask{Kind: fact.QuotaUsed})
	refused(t, w.gate(0), "registration.quota", "申请增量额度")
	k = w.do(t, "企业", k, "ask_quota", &registration.AskQuota{Quota: 5, Reason: "重点实验室"})
	if _, err := w.try("主任", k, "grant_quota", &registration.GrantQuota{Quota: 21}); fault.CodeOf(err) != "registration.quota_extra" {
		t.Errorf("granted beyond the center's limit: %v", err)
	}
	k = w.do(t, "主任", k, "grant_quota", &registration.GrantQuota{Quota: 1})
	if err := w.gate(0); err != nil {
		t.Errorf("refused with extra quota: %v", err)
	}
	w.do(t, "企业", nil, "request.open", &ask{Kind: fact.QuotaUsed})
	refused(t, w.gate(0), "registration.quota", "下一年度")
	if _, err := w.try("企业", k, "ask_quota", &registration.AskQuota{Quota: 5, Reason: "再要"}); fault.CodeOf(err) != "registration.quota_once" {
		t.Errorf("asked twice in a year: %v", err)
	}
	w.clock.SetDay(calendar.MustDay("2027-01-04"))
	if err := w.gate(0); err != nil {
		t.Errorf("refused in the new year: %v", err)
	}
}

func TestAgencySeesItsOwnRegistration(t *testing.T) {
	w := newWorld(t)
	in := &registration.Apply{Declared: secrecy.Declared{Clear: true}, Particulars: particulars("未登记代理所", code(4)), Proof: scan("执照.pdf"), Undertaking: true}
	if _, err := w.try("新代理", nil, "apply", in); fault.CodeOf(err) != "registration.licence" {
		t.Fatalf("an agency without its code: %v", err)
	}
	in.Licence = "32200"
	k := w.do(t, "新代理", nil, "apply", in)
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		if _, err := w.office.Get(t.Context(), tx, w.actor("新代理"), k.ID); err != nil {
			t.Errorf("its own registration is hidden from it: %v", err)
		}
		if _, err := w.office.Get(t.Context(), tx, w.actor("代理"), k.ID); fault.KindOf(err) != fault.Missing {
			t.Errorf("another agency sees it: %v", err)
		}
		p, err := party.Get(t.Context(), tx, caseworktest.CenterID, stranger)
		if err == nil && p.Status != party.Applied {
			t.Errorf("active before the decision")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The year turns while a case is open: what was accepted on the last day of a year counts for that year, the
// new year begins with its whole quota, and a withdrawal then gives back to the year from which it was taken.
func TestQuotaAtTheTurnOfTheYear(t *testing.T) {
	w := newWorld(t)
	w.set(t, "registration.quota.usual", "1")
	w.clock.SetDay(calendar.MustDay("2026-12-31"))
	w.broughtIn(t)
	left := func(year int) int { return w.lookup(t, registration.Query{Owner: owner, Year: year}).QuotaLeft }
	k := w.do(t, "企业", nil, "request.open", &ask{Kind: fact.QuotaUsed, gate: w.desk.Gate})
	refused(t, w.gate(0), "registration.quota", "2026 年度预审额度 1 件已用完")
	w.clock.SetDay(calendar.MustDay("2027-01-04"))
	if n := left(2027); n != 1 {
		t.Errorf("%d left in the new year", n)
	}
	next := w.do(t, "企业", nil, "request.open", &ask{Kind: fact.QuotaUsed, gate: w.desk.Gate})
	refused(t, w.gate(0), "registration.quota", "2027 年度预审额度 1 件已用完")
	w.do(t, "企业", k, "request.fact", &ask{Kind: fact.QuotaReturned})
	refused(t, w.gate(0), "registration.quota", "2027 年度") // given back to the old year
	w.do(t, "企业", next, "request.fact", &ask{Kind: fact.QuotaReturned})
	if err := w.gate(0); err != nil {
		t.Errorf("given back in the new year: %v", err)
	}
}
