package counterfeit_test

import (
	"context"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/conduct"
)

// do makes a move on a day, with what every input of the kind needs.
func (w *world) do(t *testing.T, day, who string, k *casework.Case, move string, in any) *casework.Case {
	t.Helper()
	w.clock.SetDay(calendar.MustDay(day))
	m := w.desk.Chart().Move(move)
	if in == nil {
		in = m.Do.New()
	}
	must(t, w.fill(m, in))
	r := casework.Request{Actor: actor(who), Chart: counterfeit.Code, Move: move, Input: in}
	if k != nil {
		r.Case, r.Expected = k.ID, k.Version
	}
	out, err := w.office.Move(context.Background(), r)
	if err != nil {
		t.Fatalf("%s %s %s: %v", day, who, move, err)
	}
	return out.Case
}

// due returns the last day of a clock, and holds its explanation against it: the rows alone have to
// give the same day.
func (w *world) due(t *testing.T, k *casework.Case, code string) string {
	t.Helper()
	var out string
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		clocks, err := w.office.Clocks(t.Context(), tx, k)
		for _, c := range clocks {
			if c.Rule.Code != code {
				continue
			}
			if got := term.Recount(c.Result.Rows); got != c.Result.Due {
				t.Errorf("%s: the rows give %s, the clock %s", code, got, c.Result.Due)
			}
			out = c.Result.Due.String()
			if c.Result.Due.IsZero() {
				out = "stopped"
			}
		}
		return err
	}))
	return out
}

func (w *world) want(t *testing.T, k *casework.Case, dues map[string]string) {
	t.Helper()
	for code, day := range dues {
		if got := w.due(t, k, code); got != day {
			t.Errorf("%s is due on %q, want %s", code, got, day)
		}
	}
}

// filed opens a case that was filed on the day.
func (w *world) filed(t *testing.T, day string) *casework.Case {
	t.Helper()
	w.clock.At = time.Time{}
	k := w.do(t, day, "承办人", nil, "lead", nil)
	k = w.do(t, day, "负责人", k, "assign", nil)
	k = w.do(t, day, "承办人", k, "verify", &counterfeit.Verify{Way: "record"})
	k = w.do(t, day, "承办人", k, "propose", nil)
	k = w.do(t, day, "负责人", k, "file", nil)
	return w.do(t, day, "承办人", k, "identify", nil)
}

// noticed leads a filed case to a notice that was served on the day.
func (w *world) noticed(t *testing.T, day string, k *casework.Case) *casework.Case {
	t.Helper()
	x := counterfeit.Sanction{Fine: conduct.Yuan(200000), Forfeit: conduct.Yuan(100000)}
	c := &counterfeit.Conclude{}
	c.Gains, c.Sanction = conduct.Yuan(100000), x
	k = w.do(t, day, "承办人", k, "conclude", c)
	k = w.do(t, day, "法制", k, "review", nil)
	k = w.do(t, day, "承办人", k, "notify", &counterfeit.Notify{Sanction: x, Hearing: true})
	return w.do(t, day, "承办人", k, "noticed", nil)
}

// served leads it to a decision that was served on the day.
func (w *world) served(t *testing.T, day string, k *casework.Case) *casework.Case {
	t.Helper()
	k = w.do(t, day, "承办人", k, "waive", &counterfeit.Waive{Text: "书面"})
	k = w.do(t, day, "负责人", k, "discuss", &counterfeit.Discuss{Views: "一致", Outcome: "同意"})
	k = w.do(t, day, "主任", k, "decide", &counterfeit.Decide{Sanction: counterfeit.Sanction{Fine: conduct.Yuan(200000), Forfeit: conduct.Yuan(100000)}})
	return w.do(t, day, "承办人", k, "serve", nil)
}

func TestDecisionClocksStandStill(t *testing.T) {
	w := newWorld(t)
	k := w.filed(t, "2026-03-03")
	w.want(t, k, map[string]string{"target": "2026-03-13", "month": "2026-04-03", "ninety": "2026-06-01"})
	k = w.do(t, "2026-03-05", "负责人", k, "suspend", &counterfeit.Suspend{Ground: "invalidity", Reason: "无效请求"})
	w.want(t, k, map[string]string{"target": "stopped", "month": "stopped", "ninety": "2026-06-01"})
	k = w.do(t, "2026-03-20", "负责人", k, "resume", &counterfeit.Reasoned{Reason: "已有决定"})
	// 15 days do not count: 03-13 becomes 03-28, a Saturday; the month goes on from 04-03 to 04-18.
	w.want(t, k, map[string]string{"target": "2026-03-30", "month": "2026-04-20"})
	k = w.do(t, "2026-03-23", "承办人", k, "test", &counterfeit.Test{Body: "院", Items: "材质", Until: calendar.MustDay("2026-04-30"), Told: true})
	w.want(t, k, map[string]string{"target": "stopped", "month": "stopped"})
	k = w.do(t, "2026-03-27", "承办人", k, "tested", &counterfeit.Tested{Result: "不符", Told: true})
	w.want(t, k, map[string]string{"target": "2026-04-01", "month": "2026-04-22"})
}

func TestExtensions(t *testing.T) {
	w := newWorld(t)
	k := w.filed(t, "2026-03-03")
	k = w.do(t, "2026-03-24", "承办人", k, "ask_extend", &counterfeit.AskExtend{Clock: "month", Days: 15, Reason: "多家"})
	k = w.do(t, "2026-03-25", "负责人", k, "extend", &counterfeit.Extend{Clock: "month", Days: 15, Reason: "同意"})
	// 04-03 and 15 days are 04-18, a Saturday.
	w.want(t, k, map[string]string{"month": "2026-04-20", "target": "2026-03-13", "ninety": "2026-06-01"})
	k = w.do(t, "2026-03-26", "负责人", k, "extend", &counterfeit.Extend{Clock: "ninety", Days: 7, Basis: "某规章", Reason: "检验"})
	w.want(t, k, map[string]string{"ninety": "2026-06-08"}) // seven days, not seven working days
}

func TestMeasureClocks(t *testing.T) {
	w := newWorld(t)
	k := w.filed(t, "2026-02-10")
	secure := counterfeit.Secure{Urgent: true}
	k = w.do(t, "2026-02-10", "承办人", k, "preserve", &counterfeit.Preserve{Secure: secure})
	// The vector of the design papers: 7 working days from 2026-02-10 over the Spring Festival.
	w.want(t, k, map[string]string{"preserve": "2026-02-26"})
	k = w.do(t, "2026-02-11", "承办人", k, "seize", &counterfeit.Seize{Secure: secure, Rights: true})
	w.want(t, k, map[string]string{"seize": "2026-03-13", "preserve": "2026-02-26"})
	k = w.do(t, "2026-02-24", "承办人", k, "test", &counterfeit.Test{Body: "院", Items: "材质", Until: calendar.MustDay("2026-04-30"), Told: true})
	w.want(t, k, map[string]string{"seize": "stopped", "preserve": "2026-02-26"})
	k = w.do(t, "2026-03-02", "承办人", k, "tested", &counterfeit.Tested{Result: "不符", Told: true})
	w.want(t, k, map[string]string{"seize": "2026-03-19"}) // six days of testing do not count
	k = w.do(t, "2026-03-16", "负责人", k, "prolong", &counterfeit.Prolong{Days: 30, Reason: "复杂"})
	w.want(t, k, map[string]string{"seize": "2026-04-20"}) // 04-18 is a Saturday
	k = w.do(t, "2026-03-17", "承办人", k, "release", &counterfeit.Release{Way: "lifted", Reason: "已固定"})
	k = w.do(t, "2026-03-18", "承办人", k, "seize", &counterfeit.Seize{Secure: secure, Rights: true})
	w.want(t, k, map[string]string{"seize": "2026-04-17"}) // a second batch has a term of its own
}

func TestClocksOfTheParty(t *testing.T) {
	w := newWorld(t)
	k := w.noticed(t, "2026-09-24", w.filed(t, "2026-09-15"))
	w.want(t, k, map[string]string{"ask": "2026-10-09"}) // the vector: 5 working days over the National Day
	k = w.served(t, "2026-09-28", k)
	w.want(t, k, map[string]string{"pay": "2026-10-13", "publish": "2026-10-30"})
	k = w.do(t, "2026-10-14", "承办人", k, "exhort", nil)
	w.want(t, k, map[string]string{"urge": "2026-10-28", "apply": "2027-06-29"})
}

func TestServiceClock(t *testing.T) {
	w := newWorld(t)
	k := w.noticed(t, "2026-09-18", w.filed(t, "2026-09-15"))
	k = w.do(t, "2026-09-18", "承办人", k, "waive", &counterfeit.Waive{Text: "书面"})
	k = w.do(t, "2026-09-18", "负责人", k, "discuss", &counterfeit.Discuss{Views: "一致", Outcome: "同意"})
	k = w.do(t, "2026-09-24", "主任", k, "decide", &counterfeit.Decide{Sanction: counterfeit.Sanction{Fine: conduct.Yuan(200000), Forfeit: conduct.Yuan(100000)}})
	w.want(t, k, map[string]string{"serve": "2026-10-12"}) // 7 working days: 28, 29, 30, 8, 9, 10 (made up), 12
}

func TestYearEnd(t *testing.T) {
	w := newWorld(t)
	k := w.filed(t, "2026-12-31")
	w.want(t, k, map[string]string{"month": "2027-02-01"}) // 01-31 is a Sunday
	k = w.noticed(t, "2026-12-31", k)
	if got := w.due(t, k, "ask"); got < "2027-01-07" {
		t.Errorf("five working days over the new year end on %s", got)
	}
}
