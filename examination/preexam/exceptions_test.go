package preexam_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/post"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
)

// What goes wrong in practice, each played through the door. Elsewhere: an agency that changes or whose
// mandate ends, an applicant renamed between pass and filing (agent_test.go), a number with a wrong check
// character (from_upload_to_mark.story), a text that differs by a character (one_character_differs.story),
// the quota at the turn of the year (registration).

// ruled is a world in which the rules of the filing are in force too.
func ruled(t testing.TB) *world {
	w := newWorld(t)
	w.desk.Rules = append([]check.Rule{about()}, post.Rules()...)
	w.clock.SetDay(calendar.MustDay("2026-03-02"))
	return w
}

// filed reports a number for a case that passed.
func (w *world) filed(t testing.TB, k *casework.Case, move string, in preexam.Filed, length string) *casework.Case {
	t.Helper()
	in.Files = wholeApplication(t, length)
	if in.Number == "" {
		in.Number = numberOf2026
	}
	return w.do(t, "企业", k, move, &in)
}

// numberOf2026 is an application number of the year of these tests with the right check character.
const numberOf2026 = "202610123456.X"

func (w *world) agrees(t testing.TB, k *casework.Case) error {
	t.Helper()
	_, err := w.try("报送员", k, "agree", &preexam.Agree{})
	return err
}

// simplePass is a case that passed today.
func (w *world) simplePass(t testing.TB) *casework.Case {
	t.Helper()
	k := w.do(t, "企业", nil, "create", &preexam.Create{})
	k = w.do(t, "企业", k, "upload", &preexam.Upload{Files: wholeApplication(t, "为20mm")})
	k = w.do(t, "企业", k, "submit", &preexam.Submit{Undertaking: true})
	k = w.do(t, "受理员", k, "accept", &preexam.Accept{Class: "H01M"})
	k = w.do(t, "负责人", k, "assign", &preexam.Assign{Handler: "31", Second: "33"})
	k = w.do(t, "预审员", k, "start", &preexam.Start{})
	k = w.do(t, "预审员", k, "propose", &preexam.Propose{Outcome: "pass"})
	return w.do(t, "复核员", k, "approve", &preexam.Approve{})
}

// An examiner is on leave: the system gives no new case to them, the head moves the open ones with a
// reason, the history says from whom to whom and why, and who is away acts no more in it.
func TestExaminerOnLeave(t *testing.T) {
	w := ruled(t)
	staff := w.desk.Staff
	away := map[int64]bool{}
	w.desk.Staff = func(ctx context.Context, tx *store.Tx, center int64) ([]preexam.Staff, error) {
		all, err := staff(ctx, tx, center)
		for i := range all {
			all[i].Away = away[all[i].Account]
		}
		return all, err
	}
	k := w.submitted(t, corrected)
	k = w.do(t, "受理员", k, "accept", &preexam.Accept{Class: "H01M"})
	k = w.do(t, "负责人", k, "assign", &preexam.Assign{})
	k = w.do(t, "预审员", k, "start", &preexam.Start{})
	due := k.Due
	away[31] = true
	if k = w.do(t, "负责人", k, "reassign", &preexam.Assign{Reason: "请假代办", Second: "33"}); k.Handler != 32 || k.Due != due {
		t.Errorf("given to %d, due %s instead of %s", k.Handler, k.Due, due)
	}
	if _, err := w.try("预审员", k, "notify", &preexam.Notify{}); err == nil {
		t.Error("who is on leave still acts in the case")
	}
	other := w.submitted(t, corrected)
	other = w.do(t, "受理员", other, "accept", &preexam.Accept{Class: "H01M"})
	if other = w.do(t, "负责人", other, "assign", &preexam.Assign{}); other.Handler == 31 {
		t.Error("a new case was given to who is on leave")
	}
	events := w.events(t, k)
	last := events[len(events)-1]
	if last.Move != "reassign" || last.Name != "负责人" || last.Meta.Notes["reason"] != "请假代办" || last.Meta.Notes["handler"] != "32" {
		t.Errorf("the history says %+v", last)
	}
}

func (w *world) events(t testing.TB, k *casework.Case) (out []casework.Event) {
	t.Helper()
	err := w.office.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
		out, err = w.office.Events(t.Context(), tx, k.Center, k.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The filing system of CNIPA is down on the last day: the applicant asks for time, the head extends with
// that reason, and a filing on the later day is within the validity; without it, it is not.
func TestFilingSystemDownOnTheLastDay(t *testing.T) {
	w := ruled(t)
	for _, extended := range []bool{false, true} {
		w.clock.SetDay(w.office.Today() + 1)
		k := w.simplePass(t)
		last := k.Due
		w.clock.SetDay(last)
		if extended {
			k = w.do(t, "企业", k, "ask_more_time", &preexam.AskMoreTime{Reason: "3月9日全天无法登录国家知识产权局电子申请系统，公告见其网站",
				Files: []form.File{form.Bytes("系统故障公告.pdf", []byte("%PDF-1.4\n"))}, Declared: secrecy.Declared{Clear: true}})
			w.read(t, func(tx *store.Tx) error {
				key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
				if err != nil {
					return err
				}
				proofs, err := record.Proofs(t.Context(), tx, key, k.ID)
				if len(proofs) != 1 || proofs[0].File.Name != "系统故障公告.pdf" || len(proofs[0].File.SM3) != 64 {
					t.Errorf("the proof of the outage: %+v", proofs)
				}
				return err
			})
			if _, err := w.try("企业", k, "ask_more_time", &preexam.AskMoreTime{Reason: "再次", Files: text("机密★5年")}); fault.CodeOf(err) != "secrecy.mark" {
				t.Errorf("a marked proof: %v", err)
			}
			k = w.do(t, "负责人", k, "extend", &preexam.Extend{Clock: "file", By: "2工作日", Reason: "国家局系统故障"})
			if k.Due <= last {
				t.Fatalf("due %s after the extension, %s before", k.Due, last)
			}
		}
		w.clock.SetDay(last + 1)
		number := map[bool]string{false: numberOf2026, true: "202610123457.4"}[extended]
		k = w.filed(t, k, "file", preexam.Filed{Number: number, Day: last + 1, PaidOn: last + 1}, "为20mm")
		if err := w.agrees(t, k); (err == nil) != extended || !extended && !strings.Contains(fault.MessageOf(err), "晚于预审合格的有效期") {
			t.Errorf("extended: %v; %v", extended, err)
		}
	}
}

// Another version was filed by mistake: it cannot be marked, the right package replaces it, and both stay
// in the case. Where it was really filed so, the mark is refused.
func TestOtherVersionByMistake(t *testing.T) {
	w := ruled(t)
	k := w.filed(t, w.simplePass(t), "file", preexam.Filed{Day: w.office.Today(), PaidOn: w.office.Today()}, "约为20mm")
	if err := w.agrees(t, k); fault.CodeOf(err) != "preexam.differs" || !strings.Contains(fault.MessageOf(err), "权利要求") {
		t.Errorf("a text that differs: %v", err)
	}
	k = w.filed(t, k, "refile", preexam.Filed{Day: w.office.Today(), PaidOn: w.office.Today()}, "为20mm")
	if err := w.agrees(t, k); err != nil {
		t.Errorf("the right package: %v", err)
	}
}

func TestFiledBeforeThePass(t *testing.T) {
	w := ruled(t)
	k := w.filed(t, w.simplePass(t), "file", preexam.Filed{Day: w.office.Today() - 3, PaidOn: w.office.Today() - 3}, "为20mm")
	if err := w.agrees(t, k); fault.CodeOf(err) != "preexam.filing_rule" || !strings.Contains(fault.MessageOf(err), "早于预审合格的日期") {
		t.Errorf("filed before the pass: %v", err)
	}
	k = w.do(t, "报送员", k, "differ", &preexam.Differ{Reason: "合格前已提交"})
	if k.State != preexam.Mismatch {
		t.Errorf("state %s", k.State)
	}
}

// A number is typed wrong: the check character finds most, the others are replaced; two cases whose
// numbers or packages were exchanged do not get through, neither of them.
func TestWrongNumbersAndSwappedCases(t *testing.T) {
	w := ruled(t)
	first, second := w.simplePass(t), w.simplePass(t)
	day := w.office.Today()
	if _, err := w.try("企业", first, "file", &preexam.Filed{Number: "202610123456.8", Day: day, Files: wholeApplication(t, "为20mm")}); fault.CodeOf(err) != "preexam.application_no" {
		t.Errorf("a wrong check character: %v", err)
	}
	first = w.filed(t, first, "file", preexam.Filed{Number: "202610123457.4", Day: day, PaidOn: day}, "为20mm")
	if _, err := w.try("企业", second, "file", &preexam.Filed{Number: "202610123457.4", Day: day, PaidOn: day, Files: wholeApplication(t, "为20mm")}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the number of another case: %v", err)
	}
	first = w.filed(t, first, "refile", preexam.Filed{Number: numberOf2026, Day: day, PaidOn: day}, "为20mm")
	if second = w.filed(t, second, "file", preexam.Filed{Number: "202610123457.4", Day: day, PaidOn: day}, "为30mm"); fault.CodeOf(w.agrees(t, second)) != "preexam.differs" {
		t.Error("the package of another case passed the identity check")
	}
	if err := w.agrees(t, first); err != nil {
		t.Errorf("the corrected number: %v", err)
	}
}

// Fees paid late are shown to whoever marks and do not by themselves refuse the mark.
func TestFeesPaidLate(t *testing.T) {
	w := ruled(t)
	k := w.simplePass(t)
	k = w.filed(t, k, "file", preexam.Filed{Day: w.office.Today(), PaidOn: w.office.Today() + 2}, "为20mm")
	found := false
	w.read(t, func(tx *store.Tx) error {
		key, err := w.office.Keys.CaseKey(t.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		f, err := record.FilingOf(t.Context(), tx, key, k.ID)
		found = err == nil && slices.ContainsFunc(f.Body.Report.Findings, func(f check.Finding) bool {
			return f.Rule == "POST-005" && strings.Contains(f.Message, "晚于申请日")
		})
		return err
	})
	if !found {
		t.Error("late fees are not shown")
	}
	if err := w.agrees(t, k); err != nil {
		t.Errorf("late fees alone refuse the mark: %v", err)
	}
}

func (w *world) read(t testing.TB, do func(tx *store.Tx) error) {
	t.Helper()
	if err := w.office.DB.Read(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// inTheLane is a case that was marked.
func (w *world) inTheLane(t testing.TB) *casework.Case {
	t.Helper()
	k := w.filed(t, w.simplePass(t), "file", preexam.Filed{Day: w.office.Today(), PaidOn: w.office.Today()}, "为20mm")
	return w.do(t, "报送员", w.do(t, "报送员", k, "agree", &preexam.Agree{}), "mark", &preexam.Mark{})
}

// After the mark: CNIPA classifies otherwise and refuses the fast lane; the promised answer to an office
// action does not come, which the clock shows and a person decides; the application is listed as
// abnormal, which establishes the fact that registration and credit react to.
func TestFallingOutOfTheFastLane(t *testing.T) {
	w := ruled(t)
	facts := map[fact.Kind]int{}
	count := func(_ context.Context, _ *casework.Step, f fact.Fact) error { facts[f.Kind]++; return nil }
	w.office.React(map[fact.Kind]casework.Reaction{fact.AbnormalFiling: count, fact.FastLaneBreach: count})
	k := w.inTheLane(t)
	k = w.do(t, "报送员", k, "progress", &preexam.Progress{What: "标识失败", Day: w.office.Today(), Source: "国家局分类与预审分类不同"})
	if k = w.do(t, "报送员", k, "outcome", &preexam.Outcome{What: preexam.Ordinary, Day: w.office.Today()}); k.State != preexam.Ordinary || facts[fact.FastLaneBreach] != 0 {
		t.Errorf("classified otherwise: %s, %v", k.State, facts)
	}

	w = ruled(t)
	w.office.React(map[fact.Kind]casework.Reaction{fact.AbnormalFiling: count, fact.FastLaneBreach: count})
	k = w.inTheLane(t)
	k = w.do(t, "报送员", k, "office_action", &preexam.Progress{What: "审查意见", Day: w.office.Today()})
	if k.Due != calendar.MustDay("2026-03-16") {
		t.Errorf("the promised answer is due %s", k.Due)
	}
	if _, err := w.try("报送员", k, "read_late", &preexam.Overdue{}); fault.CodeOf(err) != "preexam.not_overdue" {
		t.Errorf("out of the lane before the term: %v", err)
	}
	w.clock.SetDay(calendar.MustDay("2026-03-17"))
	if k = w.do(t, "报送员", k, "read_late", &preexam.Overdue{}); k.State != preexam.Ordinary || facts[fact.FastLaneBreach] != 1 {
		t.Errorf("late: %s, %v", k.State, facts)
	}

	w = ruled(t)
	w.office.React(map[fact.Kind]casework.Reaction{fact.AbnormalFiling: count, fact.FastLaneBreach: count})
	if k = w.do(t, "报送员", w.inTheLane(t), "outcome", &preexam.Outcome{What: preexam.Abnormal, Day: w.office.Today()}); k.State != preexam.Abnormal || facts[fact.AbnormalFiling] != 1 {
		t.Errorf("abnormal: %s, %v", k.State, facts)
	}
	if _, err := w.try("报送员", k, "outcome", &preexam.Outcome{What: preexam.Granted, Day: w.office.Today()}); err == nil {
		t.Error("a case whose mark is gone goes on in the fast lane")
	}
}

// The applicant withdraws after the pass: the case ends without a mark, and the quota stays used, because
// it was examined; before the examination it is given back.
func TestWithdrawals(t *testing.T) {
	w := ruled(t)
	returned := 0
	w.office.React(map[fact.Kind]casework.Reaction{fact.QuotaReturned: func(context.Context, *casework.Step, fact.Fact) error { returned++; return nil }})
	k := w.do(t, "企业", w.simplePass(t), "withdraw", &preexam.Withdraw{Reason: "改为普通申请"})
	if k.State != preexam.Withdrawn || returned != 0 {
		t.Errorf("after the pass: %s, %d given back", k.State, returned)
	}
	if _, err := w.try("企业", k, "file", &preexam.Filed{Number: numberOf2026, Day: w.office.Today(), Files: wholeApplication(t, "为20mm")}); err == nil {
		t.Error("filed after the withdrawal")
	}
	k = w.do(t, "受理员", w.submitted(t, corrected), "accept", &preexam.Accept{})
	if w.do(t, "企业", k, "withdraw", &preexam.Withdraw{Reason: "其他"}); returned != 1 {
		t.Errorf("before the examination: %d given back", returned)
	}
}

// The applicant is suspended or cancelled while a case is open: by the center's own rule the case goes on,
// or stands still with its terms until the head decides. One that gave its registration up keeps it.
func TestApplicantStoppedWhileACaseIsOpen(t *testing.T) {
	for _, c := range []struct{ rule, what, want string }{{"", "取消", preexam.Examining}, {"finish", "暂停", preexam.Examining}, {"suspend", "暂停", preexam.Suspended}, {"suspend", "注销", preexam.Examining}} {
		w := ruled(t)
		w.office.React(w.desk.Reactions())
		if c.rule != "" {
			w.write(t, func(tx *store.Tx) error {
				return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "preexam.when_stopped", Value: c.rule, From: calendar.MustDay("2020-01-01")})
			})
		}
		k, passed := w.examining(t, corrected), w.simplePass(t)
		other := w.do(t, "别的企业", nil, "create", &preexam.Create{})
		w.stop(t, c.what)
		state := func(k *casework.Case) (state string) {
			w.read(t, func(tx *store.Tx) error {
				x, err := w.office.Get(t.Context(), tx, casework.Robot(caseworktest.CenterID), k.ID)
				state = x.State
				return err
			})
			return state
		}
		if got := state(k); got != c.want || state(passed) != preexam.Passed || state(other) != preexam.Draft {
			t.Errorf("%q, %s: %s, want %s; passed %s, another's %s", c.rule, c.what, got, c.want, state(passed), state(other))
		}
		if events := w.events(t, k); c.want == preexam.Suspended && (events[len(events)-1].Role != "system" || events[len(events)-1].Meta.Notes["ground"] != "备案暂停或取消") {
			t.Errorf("the history says %+v", events[len(events)-1])
		}
	}
}

// stop establishes in a case of its own that the applicant was stopped, as registration does.
func (w *world) stop(t testing.TB, what string) {
	t.Helper()
	withdraw := w.desk.Chart().Move("withdraw")
	run := withdraw.Do.Run
	withdraw.Do.Run = func(s *casework.Step, _ any) error {
		return s.Establish(fact.Fact{Kind: fact.EntityStopped, Party: owner, Detail: map[string]string{"what": what}})
	}
	w.do(t, "企业", w.submitted(t, corrected), "withdraw", &preexam.Withdraw{Reason: "其他"})
	withdraw.Do.Run = run
}

// The green channel is asked for with the request and granted by acceptance; the one does not bring the
// other, and neither is a way around the gate.
func TestGreenChannel(t *testing.T) {
	w := ruled(t)
	k := w.do(t, "企业", nil, "create", &preexam.Create{})
	k = w.do(t, "企业", k, "upload", &preexam.Upload{Files: text(corrected), Kind: "发明"})
	w.gate = fault.New(fault.Forbidden, "test.gate", "额度已用完")
	if _, err := w.try("企业", k, "submit", &preexam.Submit{Undertaking: true, Green: true}); fault.CodeOf(err) != "test.gate" {
		t.Errorf("the green channel leads around the gate: %v", err)
	}
	w.gate = nil
	if k = w.do(t, "企业", k, "submit", &preexam.Submit{Undertaking: true, Green: true}); k.Attrs["green"] != "requested" {
		t.Errorf("asked for: %q", k.Attrs["green"])
	}
	if k = w.do(t, "受理员", k, "accept", &preexam.Accept{}); k.Attrs["green"] != "granted" {
		t.Errorf("accepted: %q", k.Attrs["green"])
	}
	if k = w.do(t, "受理员", w.submitted(t, corrected), "accept", &preexam.Accept{}); k.Attrs["green"] != "" {
		t.Errorf("not asked for: %q", k.Attrs["green"])
	}
}

// A text got out: the history names everybody who opened it, when and from where; the incident is
// recorded, the case stands still, and it goes to people of whom none had it. Those who had it see it no more.
func TestSecrecyLeak(t *testing.T) {
	w := ruled(t)
	k := w.examining(t, corrected)
	reader := w.actor("预审员")
	reader.IP = "10.1.2.3"
	if err := w.office.RecordReading(t.Context(), reader, k.ID, "下载原件"); err != nil {
		t.Fatal(err)
	}
	var readers []string
	for _, e := range w.events(t, k) {
		if e.Move == casework.ReadMove {
			readers = append(readers, e.Name+" "+e.Meta.Notes["what"]+" "+e.Meta.Notes["ip"])
		}
	}
	if !slices.Equal(readers, []string{"预审员 下载原件 10.1.2.3"}) {
		t.Errorf("the text was opened by %v", readers)
	}
	k = w.again(t, k)
	k = w.do(t, "负责人", k, "record", &preexam.Record{Way: "泄密事件", With: "申请人", Text: "申请人来电称方案出现在展会"})
	k = w.do(t, "负责人", k, "suspend", &preexam.Suspend{Reason: "泄密核查"})
	k = w.do(t, "负责人", k, "resume", &preexam.Resume{Reason: "核查完毕"})
	if k = w.do(t, "负责人", k, "reassign", &preexam.Assign{Handler: "32", Second: "33", Reason: "泄密核查后更换承办人"}); k.Handler != 32 {
		t.Errorf("handled by %d", k.Handler)
	}
	w.read(t, func(tx *store.Tx) error {
		x, err := w.office.Get(t.Context(), tx, reader, k.ID)
		if err == nil && w.office.Policy.May(reader.Subject, casework.ActText, x.Object()) {
			t.Error("who had the text still reads it")
		}
		return err
	})
	if v, err := casework.Verify(t.Context(), w.office.DB); err != nil || len(v.Flaws) > 0 {
		t.Errorf("the history does not verify: %v %v", v.Flaws, err)
	}
}

// again loads the case as it stands.
func (w *world) again(t testing.TB, k *casework.Case) (out *casework.Case) {
	t.Helper()
	w.read(t, func(tx *store.Tx) (err error) {
		out, err = w.office.Get(t.Context(), tx, casework.Robot(caseworktest.CenterID), k.ID)
		return err
	})
	return out
}
