package registration_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/examination/registration"
	"zhibao/examination/registration/ladder"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// results establishes results of requests of the owner on a day; all but those left open are closed.
func (w *world) results(t testing.TB, day string, agent int64, kind fact.Kind, n int) (last *casework.Case) {
	t.Helper()
	w.clock.SetDay(calendar.MustDay(day))
	for range n {
		last = w.do(t, "企业", nil, "request.open", &ask{Kind: kind, Agent: agent})
		last = w.do(t, "企业", last, "request.end", &ask{})
	}
	return last
}

// rate returns the rate of a party in a year, nil where there is none.
func (w *world) rate(t testing.TB, party int64, year int) (found *ladder.Rate) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		rates, err := w.desk.Ladder.Rates(t.Context(), tx, 1, party)
		for _, r := range rates {
			if r.Party == party && r.Year == year {
				found = r
			}
		}
		return err
	}))
	return found
}

// broughtInAgency registers the agency of the tests.
func (w *world) broughtInAgency(t testing.TB) *casework.Case {
	t.Helper()
	in := &registration.BringIn{Kind: registration.KindAgency, Registered: calendar.MustDay("2024-05-06"), Passed: 1, Failed: 4}
	in.Particulars = particulars("未登记代理所", code(4))
	in.Licence = "32200"
	return w.do(t, "受理员", nil, "bring_in", in)
}

func TestRateCountsFinalResultsOfTheYear(t *testing.T) {
	w := newWorld(t)
	k := w.broughtIn(t)
	a := w.broughtInAgency(t)
	w.results(t, "2026-03-02", 0, fact.Failed, 2)
	w.results(t, "2026-04-01", stranger, fact.Failed, 2)
	if r := w.rate(t, owner, 2026); r.Failed != 4 || r.Seen() != 4 || r.Level() != "" || r.Case != k.ID {
		t.Errorf("four results are too few: %+v", r)
	}
	w.results(t, "2026-05-06", 0, fact.Passed, 1)
	// None of these is a final result of an accepted request.
	w.do(t, "企业", nil, "request.open", &ask{Kind: fact.Failed})
	w.do(t, "企业", w.do(t, "企业", nil, "request.open", &ask{Kind: fact.Failed, Early: true}), "request.end", &ask{})
	w.do(t, "企业", w.do(t, "企业", nil, "request.open", &ask{Kind: fact.QuotaUsed}), "request.end", &ask{})
	r := w.rate(t, owner, 2026)
	if r.Failed != 4 || r.Seen() != 5 || len(r.Cases) != 6 || r.Percent() != 80 || r.Level() != ladder.Remind || !r.Open() {
		t.Errorf("in the year: %+v", r)
	}
	// The last result of a case counts, in the year in which it came about.
	again := w.do(t, "企业", nil, "request.open", &ask{Kind: fact.Passed})
	again = w.do(t, "企业", again, "request.fact", &ask{Kind: fact.Failed})
	w.clock.SetDay(calendar.MustDay("2027-01-11"))
	w.do(t, "企业", again, "request.fact", &ask{Kind: fact.Passed})
	if r = w.rate(t, owner, 2026); r.Seen() != 5 || r.Level() != ladder.Cancel {
		t.Errorf("of the year that is over: %+v", r)
	}
	if r = w.rate(t, owner, 2027); r.Passed != 1 || r.Failed != 0 {
		t.Errorf("of the new year: %+v", r)
	}
	w.set(t, "registration.ladder.cancel/申请主体", "80")
	if r = w.rate(t, owner, 2026); r.Level() != ladder.Suspend {
		t.Errorf("exactly the limit is not above it: %s", r.Level())
	}
	if r = w.rate(t, stranger, 2026); r == nil || r.Failed != 2 || r.Case != a.ID || r.Level() != "" {
		t.Errorf("of the agency: %+v", r)
	}
}

func TestResultsFromBeforeCount(t *testing.T) {
	w := newWorld(t)
	w.broughtInAgency(t)
	r := w.rate(t, stranger, 2025)
	if r == nil || r.Seen() != 5 || r.Failed != 4 || r.Level() != ladder.Cancel || len(r.Cases) != 0 {
		t.Fatalf("brought along: %+v", r)
	}
}

// TestProposalIsAnsweredOnce walks from the list to the measure: the facts are there already, nothing
// happened before somebody decided, and what was decided does not come back for the year.
func TestProposalIsAnsweredOnce(t *testing.T) {
	w := newWorld(t)
	k := w.broughtIn(t)
	bad := w.results(t, "2026-03-02", 0, fact.Failed, 4)
	w.results(t, "2026-03-03", 0, fact.Passed, 2)
	w.clock.SetDay(calendar.MustDay("2027-01-11"))
	head := w.site(t, w.actor("负责人"))
	for _, lang := range []string{"zh", "en"} {
		p := head.Get("/registration/ladder?lang=" + lang)
		p.Check()
		p = head.Get(fmt.Sprintf("/registration/ladder/%d/2026?lang=%s", k.ID, lang))
		p.Check()
	}
	head.Get("/registration/ladder?lang=zh").Contains("示范电器有限公司", "4 / 6", "66.7%", "拟暂停预审服务")
	p := head.Get(fmt.Sprintf("/registration/ladder/%d/2026", k.ID))
	p.Contains(bad.Number, "超过 50% 提示暂停", "不采取惩戒措施", "告知拟作出的处理")
	if !strings.Contains(p.Body, fmt.Sprintf(`href="/case/%d"`, bad.ID)) {
		t.Error("a case of the rate does not open")
	}
	head.Get(fmt.Sprintf("/case/%d", k.ID)).Contains("惩戒提示：拟暂停预审服务", "查看所计案件")
	if got := w.site(t, w.actor("企业")).Get(fmt.Sprintf("/case/%d", k.ID)); strings.Contains(got.Body, "惩戒提示") {
		t.Error("the party is shown a proposal before anybody decided")
	}
	warn := fmt.Sprintf("/case/%d/move/warn?proposal=2026:suspend", k.ID)
	p = head.Get(warn)
	p.Check()
	p.Contains("有最终结论的已受理预审案件 6 件", "不合格率 66.7%", bad.Number)
	if !strings.Contains(p.Body, `name="proposal" value="2026:suspend"`) {
		t.Error("the form does not say which proposal it answers")
	}
	if blank := head.Get(fmt.Sprintf("/case/%d/move/warn", k.ID)); strings.Contains(blank.Body, "66.7%") {
		t.Error("a warning for another reason is filled in")
	}
	waive := fmt.Sprintf("/case/%d/move/waive?proposal=2026:suspend", k.ID)
	if got := head.Submit(head.Get(waive), "", nil); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("waived without a reason: %d", got.Status)
	}
	if r := w.rate(t, owner, 2026); !r.Open() {
		t.Fatal("answered by looking at it")
	}
	stale := head.Get(waive)
	location(t, head.Submit(head.Get(waive), "", url.Values{"reason": {"系统调试期间的测试案件"}}))
	if r := w.rate(t, owner, 2026); r.Open() || r.Decided == nil || r.Decided.Move != "waive" {
		t.Errorf("not answered: %+v", r)
	}
	head.Get("/registration/ladder").Contains("没有待处理的提示", "不采取惩戒措施")
	if got := head.Submit(stale, "", url.Values{"reason": {"再来一次"}}); got.Status == http.StatusSeeOther {
		t.Error("answered twice")
	}
	// A worse rate is another proposal: one more failure than two in three.
	w.set(t, "registration.ladder.cancel/申请主体", "60")
	if r := w.rate(t, owner, 2026); !r.Open() || r.Code() != "2026:cancel" {
		t.Errorf("a harder proposal is covered by the softer answer: %+v", r)
	}
	now := w.latest(t, k.ID)
	_, err := w.try("负责人", now, "warn", &registration.Warn{Occasion: ladder.Occasion{Proposal: "2026:suspend"}, Measure: "suspend", Ground: "年度不合格率过高", Facts: "事实", Evidence: "证据"})
	if fault.CodeOf(err) != "registration.proposal" {
		t.Errorf("an answered proposal was taken up: %v", err)
	}
	now = w.do(t, "负责人", now, "warn", &registration.Warn{Occasion: ladder.Occasion{Proposal: "2026:cancel"}, Measure: "cancel", Ground: "年度不合格率过高", Facts: "事实", Evidence: "证据"})
	if r := w.rate(t, owner, 2026); r.Open() || now.State != registration.Warned {
		t.Errorf("warned, and still proposed: %+v", r)
	}
}

func (w *world) latest(t testing.TB, id int64) (k *casework.Case) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		k, err = w.office.Get(t.Context(), tx, w.actor("主任"), id)
		return err
	}))
	return k
}
