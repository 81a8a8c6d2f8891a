package e2e

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/record"
	"zhibao/examination/quality/inspection"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// finished brings a case of yushen1 and fuhe1 to its pass, so that there is something to inspect.
func (w *world) finished(t testing.TB, i int) int64 {
	t.Helper()
	id := w.examined(t, w.submitted(t, "qiye01", "", text.Corrected(defective(0, i, nil))), "yushen1", "fuhe1")
	w.settle(t, id)
	return id
}

// TestQualityJourney: the head draws, somebody who did not work on the case judges it, the examiner
// answers and the head settles, in a browser with scripts, without, and as wide as a telephone. The text
// is open to the inspector alone, and only until the result stands.
func TestQualityJourney(t *testing.T) {
	slow(t)
	w := lived(t)
	w.finished(t, 0)
	for i, v := range []variant{{"scripts", true, 1366}, {"no-scripts", false, 1366}, {"390px", true, 390}} {
		t.Run(v.name, func(t *testing.T) { w.inspected(t, sit(t, w, v), 40+i) })
	}
}

// inspected takes the journey for the cases that ended over some days.
func (w *world) inspected(t *testing.T, b *seat, back int) {
	today := w.Office.Today()
	b.as("fuzeren")
	b.open("/quality/plans")
	b.press(`a[href="/open/quality/draw"]`)
	b.fill(typed("from", (today-300).String()), typed("to", (today-calendar.Day(back)).String()), typed("share", "0"), typed("number", "1"), typed("seed", fmt.Sprint("种子", back)))
	b.press(`main .acts button.btn:not([name])`)
	b.has("与记录一致", fmt.Sprint("种子", back), "待评查")
	id, of := w.lastInspection(t)
	inspector := w.loginOf(t, w.read(t, id).Handler)
	examiner := w.loginOf(t, w.read(t, of).Handler)
	desk := fmt.Sprintf("/preexam/%d/desk", of)
	if other := map[string]string{"fuhe1": "fuhe2", "fuhe2": "fuhe1"}[inspector]; w.read(t, of).Second != w.account(t, other) && w.person(t, other).Get(desk).Status != 404 {
		t.Errorf("%s reads what was opened to %s", other, inspector)
	}

	b.as(inspector)
	b.open(desk)
	b.has("权利要求书")
	b.step(id, "score", chosen("errors.0.class", "minor"), typed("errors.0.count", "2"), typed("errors.0.text", "权利要求2、4"), typed("opinion", "基本准确"), chosen("proposal", "remind"))
	b.has("待预审员陈述", "权利要求2、4")

	b.as(examiner)
	b.open(fmt.Sprintf("/case/%d", id))
	b.has("基本准确", "90 / 100")
	b.step(id, "reply", picked("stand", "object"), typed("statement", "第四条已在电话中告知"))
	if p := w.person(t, "yushen5"); examiner != "yushen5" && strings.Contains(p.Get(fmt.Sprintf("/case/%d", id)).Body, "第四条已在电话中告知") {
		t.Error("another examiner reads the statement")
	}

	b.as("fuzeren")
	b.step(id, "settle", typed("score", "90"), picked("result", "passed"), chosen("consequence", "train"), typed("hours", "4"), typed("reason", "陈述部分成立"))
	b.has("已审定")
	if p := w.person(t, inspector).Get(desk); p.Status != 404 {
		t.Errorf("the inspector still reads the text after the result: %d", p.Status)
	}
	b.as(examiner)
	b.open("/quality/mine")
	b.has("补训 4 学时", w.read(t, of).Number)
	if n := eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); n > 0 {
		t.Errorf("%s is %d px too wide", b.path(), n)
	}
	b.clean()
}

// lastInspection is the newest inspection and the case that it judges.
func (w *world) lastInspection(t testing.TB) (id, of int64) {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Row(t.Context(), `SELECT case_id, of_case FROM quality_sample ORDER BY case_id DESC LIMIT 1`).Scan(&id, &of)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, of
}

// loginOf finds who an account is.
func (w *world) loginOf(t testing.TB, account int64) string {
	t.Helper()
	for _, login := range []string{"yushen1", "yushen2", "yushen3", "yushen4", "yushen5", "fuhe1", "fuhe2"} {
		if w.account(t, login) == account {
			return login
		}
	}
	t.Fatalf("account %d is nobody", account)
	return ""
}

// A counted thing is a rule, examiner, agency or field.
type counted struct{ by, what string }

// A tally is how many findings were adopted and dismissed.
type tally struct{ Adopted, Dismissed int }

func (x tally) with(decision string) tally {
	if decision == "adopt" {
		x.Adopted++
	} else {
		x.Dismissed++
	}
	return x
}

// TestDecisionsEqualARecount counts adopted and dismissed findings anew from the events, whose inputs
// say what was decided about which finding, and holds the page of the head and that of an examiner
// against it.
func TestDecisionsEqualARecount(t *testing.T) {
	w := lived(t)
	again := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	w.twice(t, again)
	want, own := map[counted]tally{}, map[counted]tally{}
	mine := w.account(t, "yushen1")
	for _, d := range w.decisions(t) {
		if d.decision != "adopt" && d.decision != "dismiss" || d.manual || d.asks {
			continue
		}
		for _, k := range []counted{{"rule", d.rule}, {"examiner", fmt.Sprint(d.examiner)}, {"agency", fmt.Sprint(d.agent)}, {"field", d.field}} {
			want[k] = want[k].with(d.decision)
			if d.examiner == mine && k.by == "rule" {
				own[k] = own[k].with(d.decision)
			}
		}
	}
	ask := func(login, by string) map[counted]tally {
		var rows []struct {
			Key                string
			Adopted, Dismissed int
		}
		w.program(t, login).get("/quality?from=2020-01-01&by="+by, &rows)
		out := map[counted]tally{}
		for _, r := range rows {
			out[counted{by, r.Key}] = tally{r.Adopted, r.Dismissed}
		}
		return out
	}
	got := map[counted]tally{}
	for _, by := range []string{"rule", "examiner", "agency", "field"} {
		maps.Copy(got, ask("fuzeren", by))
	}
	if !maps.Equal(got, want) || len(want) < 20 {
		t.Errorf("counted %v\nrecounted %v", got, want)
	}
	// An examiner who asks for others is shown the own rules all the same.
	for _, by := range []string{"rule", "examiner"} {
		mineNow := map[counted]tally{}
		for k, v := range ask("yushen1", by) {
			mineNow[counted{"rule", k.what}] = v
		}
		if !maps.Equal(mineNow, own) || len(own) == 0 {
			t.Errorf("yushen1 by %s: counted %v\nrecounted %v", by, mineNow, own)
		}
	}
}

// A verdict is the last decision about a finding, as the events tell it.
type verdict struct {
	decision, rule, field string
	examiner, agent       int64
	manual, asks          bool
}

// decisions reads every decision from the inputs of the events, and what each was about from the
// findings.
func (w *world) decisions(t testing.TB) map[string]verdict {
	t.Helper()
	out := map[string]verdict{}
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := casework.MovesIn(t.Context(), tx, 1, "preexam", casework.Period{From: 1, To: w.Office.Today()}, "judge")
		if err != nil {
			return err
		}
		for _, e := range events {
			var in preexam.Judge
			all, err := w.Office.Events(t.Context(), tx, e.Center, e.Case) // those of a period come without their inputs
			if err != nil {
				return err
			}
			full := all[slices.IndexFunc(all, func(x casework.Event) bool { return x.ID == e.ID })]
			if err := w.Office.InputOf(t.Context(), tx, full, &in); err != nil {
				return err
			}
			k, err := w.Office.Get(t.Context(), tx, casework.Robot(1), e.Case)
			if err != nil {
				return err
			}
			class, _, _ := strings.Cut(k.Attrs["class"], "-")
			for id := range strings.SplitSeq(in.Finding, ",") {
				out[id] = verdict{decision: in.Decision, examiner: e.Actor, agent: k.Agent, field: class[:min(4, len(class))]}
			}
		}
		return w.about(t, tx, out)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// about adds what the findings are: of every version of every case.
func (w *world) about(t testing.TB, tx *store.Tx, out map[string]verdict) error {
	rows, err := tx.Query(t.Context(), `SELECT DISTINCT case_id, version_no FROM preexam_finding ORDER BY case_id, version_no`)
	if err != nil {
		return err
	}
	var at [][2]int64
	for rows.Next() {
		var x [2]int64
		if err := rows.Scan(&x[0], &x[1]); err != nil {
			return err
		}
		at = append(at, x)
	}
	if err := rows.Close(); err != nil {
		return err
	}
	for _, x := range at {
		key, err := w.Keys.CaseKey(t.Context(), tx, x[0])
		if err != nil {
			continue // destroyed with its case; nobody decided on a draft
		}
		fs, err := record.Findings(t.Context(), tx, key, x[0], x[1])
		if err != nil {
			return err
		}
		for _, f := range fs {
			if v, ok := out[strconv.FormatInt(f.ID, 10)]; ok {
				v.rule, v.manual, v.asks = f.Finding.Rule, f.Manual, f.Asks()
				out[strconv.FormatInt(f.ID, 10)] = v
			}
		}
	}
	return nil
}

// twice decides on findings of a case more than once: adopted and then dismissed, dismissed and taken
// back, and one by hand.
func (w *world) twice(t testing.TB, id int64) {
	t.Helper()
	var ids []string
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		fs, err := w.Preexam.Findings(t.Context(), tx, id)
		for _, f := range fs {
			if !f.Asks() {
				ids = append(ids, fmt.Sprint(f.ID))
			}
		}
		return err
	})
	if err != nil || len(ids) < 2 {
		t.Fatalf("%d findings, %v", len(ids), err)
	}
	for _, d := range [][3]string{{ids[0], "adopt", ""}, {ids[0], "dismiss", "规则误判，原文不是该缺陷所指的情形。"}, {ids[1], "dismiss", "已与申请人核实"}, {ids[1], "reopen", ""}} {
		w.move(t, "yushen1", id, "judge", &preexam.Judge{Finding: d[0], Decision: d[1], Reason: d[2]})
	}
	w.move(t, "yushen1", id, "add", &preexam.Add{Part: "权利要求书", Severity: "error", Title: "不清楚", Basis: "专利法第二十六条第四款", Message: "权利要求1不清楚"})
}

// TestDismissalIsSeen: nobody dismisses a finding without a reason, and the second reader finds the
// reason beside it.
func TestDismissalIsSeen(t *testing.T) {
	w := lived(t)
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	var finding string
	var all []string
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		fs, err := w.Preexam.Findings(t.Context(), tx, id)
		for _, f := range fs {
			if f.Asks() || !f.Waits() {
				continue
			}
			if all = append(all, fmt.Sprint(f.ID)); finding == "" {
				finding = fmt.Sprint(f.ID)
			}
		}
		return err
	})
	if err != nil || finding == "" {
		t.Fatalf("nothing to decide: %v", err)
	}
	_, err = w.Office.Move(t.Context(), casework.Request{Actor: w.actor(t, "yushen1"), Case: id, Move: "judge", Input: &preexam.Judge{Finding: finding, Decision: "dismiss"}, Expected: w.read(t, id).Version})
	if fault.CodeOf(err) != "preexam.dismiss_reason" {
		t.Errorf("dismissed without a reason: %v", err)
	}
	const reason = "附图中已经明确标出的连接方式，不会产生歧义"
	w.move(t, "yushen1", id, "judge", &preexam.Judge{Finding: strings.Join(all, ","), Decision: "dismiss", Reason: reason})
	w.answered(t, id)
	w.move(t, "yushen1", id, "propose", &preexam.Propose{Outcome: "pass", Reason: "未发现不予通过的缺陷。"})
	p := w.person(t, "fuhe1").Get(fmt.Sprintf("/preexam/%d/desk", id))
	has(t, p, reason, "不采纳")
	// What the reason says goes nowhere else: the head sees that own words were given.
	head := w.person(t, "fuzeren")
	for _, path := range []string{"/quality", "/quality/cases?by=rule&decision=dismissed", fmt.Sprintf("/case/%d", id)} {
		if strings.Contains(head.Get(path).Body, reason) {
			t.Errorf("%s shows the reason to the head", path)
		}
	}
}

// TestQualityGate: an examiner without a valid certificate is named with what is missing, is chosen by
// nobody where the center refuses, and keeps what they have.
func TestQualityGate(t *testing.T) {
	w := lived(t)
	id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	w.move(t, "shouli1", id, "accept", &preexam.Accept{})
	head := w.person(t, "fuzeren")
	has(t, head.Get(fmt.Sprintf("/case/%d/move/assign", id)), "孙悦（上岗证已于")
	w.configured(t, "quality.gate.certificate", "refuse")
	form := head.Get(fmt.Sprintf("/case/%d/move/assign", id))
	has(t, form, "孙悦（不可分案：上岗证已于")
	p := head.Submit(form, "handler", url.Values{"handler": {fmt.Sprint(w.account(t, "yushen5"))}, "second": {""}, "reason": {""}})
	has(t, p, "不能分案给 孙悦：上岗证已于", "上岗资格与培训")
	english := head.Submit(head.Get(fmt.Sprintf("/case/%d/move/assign?lang=en", id)), "handler", url.Values{"handler": {fmt.Sprint(w.account(t, "yushen5"))}, "second": {""}, "reason": {""}})
	has(t, english, "The case cannot be given to 孙悦: certificate ended on")
	w.move(t, "fuzeren", id, "assign", &preexam.Assign{})
	if k := w.read(t, id); k.Handler == w.account(t, "yushen5") || k.Handler == 0 {
		t.Errorf("given to %d", k.Handler)
	}
	// With a new certificate the same choice is taken.
	at := fmt.Sprintf("/quality/staff/%d/certificate", w.account(t, "yushen5"))
	follow(t, head, head.Submit(head.Get(at+"?lang=zh"), "number", url.Values{"number": {"新证-01"}, "issuer": {"示范培训机构"}, "from": {w.Office.Today().String()}, "to": {(w.Office.Today() + 700).String()}, "fields": {""}}), "新证-01")
	w.move(t, "fuzeren", id, "reassign", &preexam.Assign{Handler: fmt.Sprint(w.account(t, "yushen5")), Reason: "调整"})
	if k := w.read(t, id); k.Handler != w.account(t, "yushen5") {
		t.Errorf("still with %d", k.Handler)
	}
}

// TestQualityInEnglish: the pages speak the language that was asked for, and are known to the right
// people alone.
func TestQualityInEnglish(t *testing.T) {
	w := lived(t)
	head, examiner := w.person(t, "fuzeren"), w.person(t, "yushen1")
	known := spoken(t)
	plan := fmt.Sprintf("/quality/plans/%d", w.find(t, "quality", inspection.Running))
	for path, words := range map[string]string{"/quality?by=examiner": "Findings decided", "/quality/plans": "Quality sampling", plan: "How it is drawn", "/quality/outside": "Results from above",
		"/quality/staff": "Qualification and training", fmt.Sprintf("/quality/staff/%d", w.account(t, "yushen1")): "Certificates"} {
		p := head.Get(with(path, "lang=en"))
		has(t, p, words)
		for _, u := range untranslated(p, known) {
			t.Errorf("%s: %s", path, u)
		}
		if got := examiner.Get(path); path != "/quality?by=examiner" && got.Status != 404 {
			t.Errorf("an examiner sees %s: %d", path, got.Status)
		}
	}
	has(t, examiner.Get("/quality/mine"), "对本人的抽检", "上岗证")
	if p := w.person(t, "shengju").Get("/quality"); p.Status != 404 {
		t.Errorf("the province sees the decisions: %d", p.Status)
	}
}

// answered says of every question about a case that nothing was found.
func (w *world) answered(t testing.TB, id int64) {
	t.Helper()
	var ids []string
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		fs, err := w.Preexam.Findings(t.Context(), tx, id)
		for _, f := range fs {
			if f.Asks() && f.Waits() {
				ids = append(ids, fmt.Sprint(f.ID))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) > 0 {
		w.move(t, "yushen1", id, "judge", &preexam.Judge{Finding: strings.Join(ids, ","), Decision: "dismiss"})
	}
}

// configured sets a value of the center from today on.
func (w *world) configured(t testing.TB, key, value string) {
	t.Helper()
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.Office.Settings.Set(t.Context(), tx, w.DB.NewID(), 1, setting.Value{Key: key, Value: value, From: w.Office.Today(), At: w.Office.Now().UnixMicro()})
	})
	if err != nil {
		t.Fatal(err)
	}
}
