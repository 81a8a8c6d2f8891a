package counterfeit_test

import (
	"net/http/httptest"
	"testing"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/conduct"
)

// bill is what the page of a case says on a day of what is owed.
func (w *world) bill(t *testing.T, day string, k *casework.Case) map[string]string {
	t.Helper()
	w.clock.SetDay(calendar.MustDay(day))
	out := map[string]string{}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		k, err := w.office.Get(t.Context(), tx, casework.Robot(1), k.ID)
		if err != nil {
			return err
		}
		c := &web.Ctx{R: httptest.NewRequest("GET", "/", nil).WithContext(t.Context()), Actor: actor("承办人")}
		x, err := w.desk.Hooks().Extra(c, tx, k)
		for _, b := range x.Main {
			if kv, ok := b.(web.KV); ok && kv.Title == "罚没款" {
				for _, row := range kv.Rows {
					out[row.Label] = row.Text
				}
			}
		}
		return err
	}))
	return out
}

// TestDebt: what the court took counts as paid, and nothing grows after it; what became of a decision that was
// revoked has no bearing on the one that came in its place.
func TestDebt(t *testing.T) {
	w := newWorld(t)
	says := func(when, day string, k *casework.Case, want map[string]string) {
		t.Helper()
		is := w.bill(t, day, k)
		for line, text := range want {
			if is[line] != text {
				t.Errorf("%s, on %s: %s is %q, want %q", when, day, line, is[line], text)
			}
		}
	}
	k := w.served(t, "2026-03-10", w.noticed(t, "2026-03-06", w.filed(t, "2026-03-03")))
	says("before it is due", "2026-03-25", k, map[string]string{"缴纳截止": "2026-03-25", "加处罚款": "0 元", "尚欠": "300000 元"})
	says("ten days late", "2026-04-04", k, map[string]string{"加处罚款": "60000 元", "尚欠": "360000 元"})
	k = w.do(t, "2026-03-26", "承办人", k, "exhort", nil)
	k = w.do(t, "2026-09-15", "承办人", k, "enforce", &counterfeit.Enforce{Court: "法院", Facts: "不履行"})
	k = w.do(t, "2026-09-20", "承办人", k, "executed", &counterfeit.Executed{Result: "ended", Amount: conduct.Yuan(350000), No: "执 1 号"})
	for _, day := range []string{"2026-09-20", "2027-09-20"} {
		says("after the court", day, k, map[string]string{"加处罚款": "200000 元", "已缴纳": "350000 元", "尚欠": "150000 元"})
	}

	k = w.served(t, "2026-03-10", w.noticed(t, "2026-03-06", w.filed(t, "2026-03-03")))
	paid := counterfeit.Proof{Amount: conduct.Yuan(300000), No: "1"}
	k = w.do(t, "2026-03-12", "承办人", k, "settle", &counterfeit.Settle{Proof: paid})
	k = w.do(t, "2026-03-20", "承办人", k, "remedy", &counterfeit.Remedy{Kind: "review", Day: calendar.MustDay("2026-03-20"), No: "复 1 号"})
	k = w.do(t, "2026-04-10", "承办人", k, "remedied", &counterfeit.Remedied{Result: "redo", Day: calendar.MustDay("2026-04-10"), No: "复决 1 号"})
	k = w.served(t, "2026-04-20", w.noticed(t, "2026-04-16", k))
	says("decided anew", "2026-05-15", k, map[string]string{"缴纳截止": "2026-05-06", "加处罚款": "54000 元", "已缴纳": "0 元", "尚欠": "354000 元"})
}
