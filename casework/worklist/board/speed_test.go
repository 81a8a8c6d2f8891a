//go:build unix

package board_test

import (
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"zhibao/casework/caseworktest"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// cases is how many closed cases lie beside the open ones; ZHIBAO_BOARD makes it the 300,000 for which
// the board is meant.
func cases(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_BOARD")); err == nil {
		return n
	}
	return usual
}

// fill writes closed cases with their histories straight into the tables: moving so many along their
// chart would take hours.
func fill(t testing.TB, w *world, n int) {
	t.Helper()
	// One in a minute, so that 300,000 go back more than half a year.
	last := calendar.MustDay("2026-11-20").Begin().UnixMicro()
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < $1)
			INSERT INTO casework_case (id, center_id, chart, number, state, version, seq, kind, owner_id, agent_id, handler_id, second_id, opened_at, closed_at, title, attrs,
				due, due_clock, due_party, provisional, head)
			SELECT n, $2, 'letter', NULL, 'done', 4, 4, CASE WHEN n % 3 = 0 THEN '外观设计' ELSE '发明' END, 100, 0, 31, 0, $3 - n * 60000000 - 864000000000, $3 - n * 60000000,
				NULL, '{}', 0, '', FALSE, FALSE, x'' FROM s`, n, int64(caseworktest.CenterID), last)
		if err != nil {
			return err
		}
		for i, e := range []struct{ move, from, to string }{{"write", "", "in"}, {"enter", "in", "work"}, {"propose", "work", "sign"}, {"end", "sign", "done"}} {
			// A day at the counter, then four to nine days of work, then the signature.
			_, err := tx.Exec(t.Context(), `INSERT INTO casework_event (id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, input, idem, prev, hash)
				SELECT id * 8 + $1 + 1000000000, center_id, id, $1 + 1, CASE $1 WHEN 0 THEN opened_at WHEN 1 THEN opened_at + 86400000000 WHEN 2 THEN closed_at - (id % 5) * 86400000000 ELSE closed_at END,
					31, '职员31', 'examiner', $2, $3, $4, '{"v":1}', NULL, NULL, x'', x'' FROM casework_case WHERE head = x''`, i, e.move, e.from, e.to)
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// BenchmarkBoard looks at the board of 300 open cases, however many closed ones lie beside them. It
// reports the processor time of a look at its median and its 95th percentile, in milliseconds.
func BenchmarkBoard(b *testing.B) {
	if os.Getenv("ZHIBAO_PG") != "" {
		b.Skip("the cases are filled in by a statement of SQLite")
	}
	w := newWorld(b)
	fill(b, w, cases(20_000))
	for i := range 300 {
		k := w.letter(b, calendar.MustDay("2026-11-02")+calendar.Day(i%20), 31+int64(i%2))
		if i%4 == 0 {
			w.do(b, k.Handler, k, "ask", &letter{})
		}
	}
	w.on(calendar.MustDay("2026-11-23"))
	s := w.site(b, 40)
	begin := cpu()
	if rows := order(s.Get("/board")); len(rows) != 50 {
		b.Fatalf("%d rows on the first page", len(rows))
	}
	b.ReportMetric(ms(cpu()-begin), "ms-first")
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		// Meanwhile work goes on: one case of the board changes before each look.
		k := w.letter(b, calendar.MustDay("2026-11-20"), 32)
		w.do(b, 32, k, "propose", &letter{})
		w.on(calendar.MustDay("2026-11-23"))
		path := []string{"/board", "/board?handler=31", "/board?view=fine&page=2", "/board/weeks"}[i%4]
		begin := cpu()
		if p := s.Get(path); p.Status != 200 {
			b.Fatal(p.Status)
		}
		took = append(took, cpu()-begin)
	}
	slices.Sort(took)
	// The client reads each page into a tree as well, which is counted with it.
	b.ReportMetric(ms(took[len(took)/2]), "ms-p50")
	b.ReportMetric(ms(took[len(took)*95/100]), "ms-p95")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// cpu is the processor time that the process has used: what a look costs, whoever else works on the
// machine.
func cpu() time.Duration {
	var u syscall.Rusage
	// It fails for wrong arguments alone.
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
