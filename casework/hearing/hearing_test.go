package hearing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/caseworktest/parceltest"
	"zhibao/casework/document"
	"zhibao/casework/hearing"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func code(t *testing.T, err error, want string) {
	t.Helper()
	if got := fault.CodeOf(err); got != want || err == nil {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

// plan is an oral hearing on a day before 31 and 33, recorded by 32.
func plan(day, from, until string) *hearing.Arrange {
	in := &hearing.Arrange{Kind: hearing.Oral, Panel: []string{"31", "33"}, Recorder: "32", Order: "核对身份\n陈述\n辩论\n"}
	in.Day, in.From, in.Until, in.Room = calendar.MustDay(day), from, until, "一号审理室"
	return in
}

func sessions(w *parceltest.World, who int64, k *casework.Case) (out []hearing.Session) {
	now := w.Get(k.ID)
	w.Read(func(tx *store.Tx) (err error) {
		out, err = w.Hearings.Of(w.T.Context(), tx, w.Office, parceltest.People(who), now)
		return err
	})
	return out
}

// TestNotice: the parties are told as many working days before as the law wants, over a weekend and
// over a holiday. Today is Monday, 5 January 2026.
func TestNotice(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	formal := func(day string) *hearing.Arrange {
		in := plan(day, "9:30", "11:30")
		in.Kind = hearing.Formal
		return in
	}
	for _, c := range []struct {
		in   *hearing.Arrange
		good bool
	}{
		{plan("2026-01-07", "9:30", "11:30"), false}, // two working days
		{plan("2026-01-08", "9:30", "11:30"), true},  // three: 5, 6, 7
		{formal("2026-01-13"), false},
		{formal("2026-01-14"), true}, // seven: 5 to 9, 12, 13
	} {
		_, err := w.Try(31, k, hearing.MovePlan, c.in)
		if c.good {
			must(t, err)
			continue
		}
		code(t, err, "hearing.notice")
		if e := fault.Of(err); e != nil && (e.Basis == "" || !strings.Contains(e.Message, "最迟应于 2026-01-0")) && c.in.Kind == hearing.Oral {
			t.Errorf("a refusal without basis or day: %q, %q", e.Message, e.Basis)
		}
	}
	// Over the Spring Festival (15 to 23 February) the days off do not count, and the Saturday before it
	// does, on which people work.
	w.Clock.SetDay(calendar.MustDay("2026-02-13"))
	_, err := w.Try(31, k, hearing.MovePlan, plan("2026-02-24", "14:00", "16:00"))
	code(t, err, "hearing.notice")
	w.Do(31, k, hearing.MovePlan, plan("2026-02-25", "14:00", "16:00"))
}

// TestClash: room and people are needed once at a time, in all cases of the center.
func TestClash(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k, other := w.Open(), w.Open()
	w.Do(31, k, hearing.MovePlan, plan("2026-01-20", "9:30", "11:30"))
	try := func(from, until, room string, panel ...string) error {
		in := plan("2026-01-20", from, until)
		in.Room, in.Link = room, "会议号 1"
		if panel != nil {
			in.Panel, in.Recorder = panel, panel[0]
		}
		_, err := w.Try(31, other, hearing.MovePlan, in)
		return err
	}
	code(t, try("11:00", "12:00", "一号审理室", "40"), "hearing.room")
	code(t, try("9:00", "9:40", "二号审理室", "33"), "hearing.person")
	code(t, try("10:00", "10:30", "", "32"), "hearing.person") // the recorder, on line
	code(t, try("11:00", "10:00", "二号审理室", "40"), "hearing.time")
	code(t, try("9.30", "10:00", "二号审理室", "40"), "hearing.hour")
	must(t, try("11:30", "12:00", "一号审理室")) // one ends as the other begins
	w.Do(31, other, hearing.MoveCancel, &hearing.Finish{Session: "1", Note: "当事人和解"})
	w.Do(31, k, hearing.MoveMove, postpone("1", "2026-01-20", "11:00", "12:00"))
	must(t, try("9:30", "11:00", "一号审理室"))
}

func postpone(no, day, from, until string) *hearing.Postpone {
	in := &hearing.Postpone{Session: no, Reason: "代理人另有开庭"}
	in.Day, in.From, in.Until, in.Room = calendar.MustDay(day), from, until, "一号审理室"
	return in
}

func TestParas(t *testing.T) {
	got := hearing.Paras("（9:30 开始）\n主：现在开庭。\n申：请求如下：\n1. 停止侵权；\n2. 销毁模具。\n\n被：不同意。\n时间 9:45，休庭\n王某（证人）：我看到了。\n")
	want := []hearing.Para{{"", "（9:30 开始）"}, {"主持人", "现在开庭。"}, {"请求人", "请求如下：\n1. 停止侵权；\n2. 销毁模具。"}, {"被请求人", "不同意。\n时间 9:45，休庭"}, {"王某（证人）", "我看到了。"}}
	if !slices.Equal(got, want) {
		t.Errorf("read as %q", got)
	}
	if again := hearing.Paras(hearing.Typed(want)); !slices.Equal(again, want) {
		t.Errorf("typed again it reads %q", again)
	}
}

func FuzzParas(f *testing.F) {
	f.Add("主：开庭\n申: 好")
	f.Fuzz(func(t *testing.T, typed string) {
		once := hearing.Paras(typed)
		if again := hearing.Paras(hearing.Typed(once)); !slices.Equal(once, again) {
			t.Errorf("%q reads %q, and again %q", typed, once, again)
		}
	})
}

// TestHearing: from the plan to the end of a hearing.
func TestHearing(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(31, k, hearing.MovePlan, plan("2026-01-20", "9:30", "11:30"))
	minutes := &hearing.Minutes{Session: "1", Text: "主：开始。\n申：请求赔偿。\n被：不同意。"}
	_, err := w.Try(31, k, hearing.MoveRecord, minutes)
	code(t, err, "hearing.unheld")
	came := &hearing.Present{Session: "1", Who: []hearing.Attendance{{Side: "sender", Name: "张三", As: "法定代表人", Proof: "身份证 1234"}, {Side: "receiver", Name: "李四", As: "代理人", Proof: "律师证 5678"}}}
	_, err = w.Try(31, k, hearing.MoveAttend, came)
	code(t, err, "hearing.early")
	w.Clock.At = calendar.MustDay("2026-01-20").Begin().Add(9*time.Hour + 31*time.Minute)
	w.Do(31, k, hearing.MoveAttend, came)
	_, err = w.Try(31, k, hearing.MoveAbsent, &hearing.Away{Session: "1", Side: "sender", Just: "no", Reason: "未到"})
	code(t, err, "hearing.came")
	w.Do(31, k, hearing.MoveRecord, &hearing.Minutes{Session: "1", Text: "主：开始。"})
	w.Do(31, k, hearing.MoveRecord, minutes)
	_, err = w.Try(31, k, hearing.MoveClose, &hearing.Finish{Session: "1", Note: "择日决定"})
	code(t, err, "hearing.unsigned")
	if m := fault.MessageOf(err); !strings.Contains(m, "张三") || !strings.Contains(m, "李四") {
		t.Errorf("who has not signed: %q", m)
	}
	w.Do(10, k, hearing.MoveSign, &hearing.SignRecord{Session: "1", Name: "张三", As: "法定代表人", Read: "correct", Correction: "请求金额为一千元"})
	_, err = w.Try(10, k, hearing.MoveSign, &hearing.SignRecord{Session: "1", Name: "张三", As: "法定代表人", Read: "right"})
	code(t, err, "hearing.twice")
	_, err = w.Try(31, k, hearing.MoveRecord, minutes)
	code(t, err, "hearing.signed")
	// The counter enters what was signed by hand, with the scan, or that somebody refused.
	in := &hearing.SignRecord{Session: "1", Name: "李四", As: "代理人", Read: "right", Behalf: casework.Behalf{For: fmt.Sprint(parceltest.Receiver), How: "到场", Told: "当庭签名"}}
	_, err = w.Try(20, k, hearing.MoveSign, in)
	code(t, err, "hearing.scan")
	in.Scan = form.Bytes("签名页.pdf", []byte("%PDF-1.7 signed"))
	w.Do(20, k, hearing.MoveSign, in)
	w.Do(31, k, hearing.MoveStaff, &hearing.StaffSign{Session: "1", As: "主持人"})
	w.Do(31, k, hearing.MoveClose, &hearing.Finish{Session: "1", Note: "择日决定"})
	x := sessions(w, 11, k)[0]
	var signed []string
	for _, g := range x.Signatures {
		signed = append(signed, g.Name+" "+g.How)
		if g.Digest != x.Digest {
			t.Errorf("%s signed another record", g.Name)
		}
	}
	if want := []string{"张三 账号签名", "李四 手写签名", "某31 账号签名"}; !slices.Equal(signed, want) || x.State != hearing.Closed {
		t.Errorf("signed %v, %s", signed, x.State)
	}
	text, err := paper.Marshal(x.Minutes(w.Office.Chart("parcel"), w.Get(k.ID)))
	must(t, err)
	for _, words := range []string{"口头审理笔录", "第1次", "2026年1月20日 09:30至11:30", "一号审理室", "某31、某33", "请求赔偿", "请求金额为一千元", "手写签名", "律师证"} {
		if !strings.Contains(string(text), words) {
			t.Errorf("%q is not in the printed record", words)
		}
	}
	v, err := document.VerifyAll(t.Context(), w.Office)
	if err != nil || len(v.Flaws) > 0 {
		t.Errorf("verified: %v, %v", v.Flaws, err)
	}
	must(t, w.Office.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE hearing_act SET party_id = 7 WHERE kind = 'sign'`)
		return err
	}))
	if v, err = document.VerifyAll(t.Context(), w.Office); err != nil || len(v.Flaws) != 3 {
		t.Errorf("exchanged signatures: %v, %v", v.Flaws, err)
	}
}

// TestAbsence: a side that stays away is written down after the beginning, and an inquiry with one side
// is unknown to the others.
func TestAbsence(t *testing.T) {
	w := parceltest.New(t, caseworktest.Setup{})
	k := w.Open()
	w.Do(31, k, hearing.MovePlan, plan("2026-01-20", "9:30", "11:30"))
	alone := plan("2026-01-21", "9:30", "11:30")
	alone.Kind, alone.Sides = hearing.Inquiry, []string{"receiver"}
	w.Do(31, k, hearing.MovePlan, alone)
	away := &hearing.Away{Session: "1", Side: "sender", Just: "no", Reason: "经通知未到，电话无人接听"}
	_, err := w.Try(31, k, hearing.MoveAbsent, away)
	code(t, err, "hearing.early_absent")
	w.Clock.At = calendar.MustDay("2026-01-20").Begin().Add(10 * time.Hour)
	w.Do(31, k, hearing.MoveAbsent, away)
	if x := sessions(w, 10, k); len(x) != 1 || !x[0].Absent("sender") || x[0].Absent("receiver") {
		t.Errorf("the sender sees %+v", x)
	}
	if n := len(sessions(w, 11, k)); n != 2 {
		t.Errorf("the receiver sees %d sessions", n)
	}
	for who, want := range map[int64]int{31: 2, 20: 2, 32: 2, 40: 0, 14: 0} {
		if n := len(sessions(w, who, k)); n != want {
			t.Errorf("%d sees %d sessions, want %d", who, n, want)
		}
	}
	now := w.Get(k.ID)
	w.Read(func(tx *store.Tx) error {
		events, err := w.Office.EventsFor(t.Context(), tx, parceltest.People(10), now)
		for _, e := range events {
			if strings.Contains(e.Meta.Notes["what"], "询问") {
				t.Errorf("the sender reads of %v", e.Meta.Notes)
			}
		}
		return err
	})
}
