package registration_test

import (
	"strconv"
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

// base is the quota of the owner before anything extra.
func (w *world) base(t testing.TB) (n int) {
	t.Helper()
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		n, err = w.desk.Base(t.Context(), tx, 1, owner, w.office.Today())
		return err
	}))
	return n
}

// TestAbnormalFilingHasEffects: a finding lowers the quota as far as the center says, proposes a measure with
// its cases and stands on the page of the party; a second one proposes more; what is annulled, or over, has
// no effect, and the words of a measure that rests on it tell so.
func TestAbnormalFilingHasEffects(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	k := w.broughtIn(t)
	if n := w.base(t); n != 20 {
		t.Fatalf("the usual quota is %d", n)
	}
	first := w.do(t, "企业", nil, "request.open", &ask{Kind: fact.AbnormalFiling})
	if n := w.base(t); n != 20 {
		t.Errorf("by itself the program takes nothing away: %d", n)
	}
	w.set(t, "registration.abnormal.quota", "45")
	if n := w.base(t); n != 9 {
		t.Errorf("45%% of 20 is %d", n)
	}
	if r := w.rate(t, owner, 2026); r == nil || r.Level() != ladder.Suspend || !r.Open() {
		t.Errorf("one finding proposes %+v", r)
	}
	page := w.site(t, w.actor("受理员")).Get("/case/" + strconv.FormatInt(k.ID, 10))
	for _, words := range []string{"有生效的非正常申请认定", "年度额度按 45% 计", first.Number, "2028-03-02"} {
		if !strings.Contains(page.Body, words) {
			t.Errorf("the page of the party does not say %s", words)
		}
	}
	// A later fact about the same case is the same finding.
	first = w.do(t, "企业", first, "request.fact", &ask{Kind: fact.AbnormalFiling})
	if r := w.rate(t, owner, 2026); r.Level() != ladder.Suspend {
		t.Errorf("a case counts once: %s", r.Level())
	}
	second, latest := w.do(t, "企业", nil, "request.open", &ask{Kind: fact.AbnormalFiling}), w.latest(t, k.ID)
	r := w.rate(t, owner, 2026)
	if r.Level() != ladder.Cancel {
		t.Errorf("two findings propose %q", r.Level())
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		f, err := w.desk.Ladder.Fill(t.Context(), tx, latest, r.Code())
		if f == nil || !strings.Contains(f.Facts, "认定 2 次") || !strings.Contains(f.Evidence, second.Number) {
			t.Errorf("the form begins with %+v", f)
		}
		return err
	}))
	w.set(t, "registration.abnormal.cancel", "0")
	if r := w.rate(t, owner, 2026); r.Level() != ladder.Suspend {
		t.Errorf("0 proposes it never: %q", r.Level())
	}

	warned := w.do(t, "受理员", w.latest(t, k.ID), "warn", &registration.Warn{Measure: "suspend", Ground: "非正常专利申请", Facts: "两次认定", Evidence: "结论书"})
	for _, x := range []*casework.Case{first, second} {
		w.do(t, "企业", w.latest(t, x.ID), "request.fact", &ask{Kind: fact.AbnormalRevoked})
	}
	if n := w.base(t); n != 20 {
		t.Errorf("after both were annulled the quota is %d", n)
	}
	if r := w.rate(t, owner, 2026); r != nil && (r.Level() != "" || len(r.Abnormal) != 0) {
		t.Errorf("after both were annulled %+v", r)
	}
	page = w.site(t, w.actor("受理员")).Get("/case/" + strconv.FormatInt(warned.ID, 10))
	if strings.Contains(page.Body, "有生效的非正常申请认定") || !strings.Contains(page.Body, "所依据的非正常申请认定已不存在") {
		t.Error("the page does not say that the measure rests on nothing any more")
	}

	w.do(t, "企业", nil, "request.open", &ask{Kind: fact.AbnormalFiling})
	w.clock.SetDay(calendar.MustDay("2028-03-01"))
	if n := w.base(t); n != 9 {
		t.Errorf("on the last day it counts: %d", n)
	}
	w.clock.SetDay(calendar.MustDay("2028-03-03"))
	if n := w.base(t); n != 20 {
		t.Errorf("after two years it does not: %d", n)
	}
}

// TestAbnormalFilingKeepsOut: who has a finding is registered only with the reason of the exception written
// down, as long as it stands.
func TestAbnormalFilingKeepsOut(t *testing.T) {
	w := newWorld(t)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	k := w.assessed(t)
	found := w.do(t, "企业", nil, "request.open", &ask{Kind: fact.AbnormalFiling})
	if _, err := w.try("主任", k, "register", &registration.Remarked{}); fault.CodeOf(err) != "registration.abnormal" || !strings.Contains(err.Error(), found.Number) {
		t.Fatalf("registered in spite of a finding: %v", err)
	}
	w.do(t, "企业", found, "request.fact", &ask{Kind: fact.AbnormalRevoked})
	if k = w.do(t, "主任", k, "register", &registration.Remarked{}); k.State != registration.Active {
		t.Errorf("after it was annulled: %s", k.State)
	}
}
