package e2e

import (
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/examination/quality/inspection"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// kept is what the tables hold beside cases about the quality of the work: certificates, courses,
// results from above, and, from the events, how each inspection ended.
type kept struct {
	examiners []int64
	papers    [][4]int64 // account, from, to, taken back
	courses   [][3]int64 // account, day, tenths of hours
	above     [][3]int64 // last day, inspected, passed
	passed    map[int64]bool
}

// kept reads it.
func (w *world) kept(t testing.TB, tx *store.Tx, examiners []int64) (s kept, err error) {
	s.passed, s.examiners = map[int64]bool{}, examiners
	numbers := func(query string, n int, add func([]int64)) error {
		rows, err := tx.Query(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			x := make([]int64, n)
			to := make([]any, n)
			for i := range x {
				to[i] = &x[i]
			}
			if err := rows.Scan(to...); err != nil {
				return err
			}
			add(x)
		}
		return rows.Err()
	}
	if err := numbers(`SELECT account_id, from_day, to_day, ended_day FROM quality_certificate`, 4, func(x []int64) { s.papers = append(s.papers, [4]int64(x)) }); err != nil {
		return s, err
	}
	if err := numbers(`SELECT account_id, day, tenths FROM quality_training WHERE gone = 0`, 3, func(x []int64) { s.courses = append(s.courses, [3]int64(x)) }); err != nil {
		return s, err
	}
	if err := numbers(`SELECT to_day, sampled, passed FROM quality_outside`, 3, func(x []int64) { s.above = append(s.above, [3]int64(x)) }); err != nil {
		return s, err
	}
	var inspected []int64
	if err := numbers(`SELECT id FROM casework_case WHERE chart = 'inspection'`, 1, func(x []int64) { inspected = append(inspected, x[0]) }); err != nil {
		return s, err
	}
	for _, id := range inspected {
		events, err := w.Office.Events(t.Context(), tx, w.Center.Center.ID, id)
		if err != nil {
			return s, err
		}
		for _, e := range events {
			if e.Move != "settle" {
				continue
			}
			var in inspection.Settle
			if err := w.Office.InputOf(t.Context(), tx, e, &in); err != nil {
				return s, err
			}
			s.passed[id] = in.Result == "passed"
		}
	}
	return s, nil
}

// quality counts one figure of the quality of the work.
func (r *recount) quality(code string, p casework.Period) (f casework.Figure) {
	in := func(day int64) bool { return calendar.Day(day) >= p.From && calendar.Day(day) <= p.To }
	switch code {
	case "quality.sampled", "quality.sample_rate":
		var ks []*dossier
		for _, k := range r.cases {
			if e := k.first(did("settle")); k.chart == "inspection" && e != nil && in(int64(e.day)) {
				ks = append(ks, k)
			}
		}
		if code == "quality.sampled" {
			return count(ids(ks, all))
		}
		return share(ids(ks, func(k *dossier) bool { return r.kept.passed[k.id] }), ids(ks, all))
	case "quality.outside_rate":
		var sampled, passed int64
		for _, x := range r.kept.above {
			if in(x[0]) {
				sampled, passed = sampled+x[1], passed+x[2]
			}
		}
		if f.Known = sampled > 0; f.Known {
			f.Value = 100 * float64(passed) / float64(sampled)
		}
		return f
	case "quality.training_hours":
		sum := int64(0)
		for _, x := range r.kept.courses {
			if in(x[1]) && slices.Contains(r.kept.examiners, x[0]) {
				sum += x[2]
			}
		}
		return casework.Figure{Known: true, Value: float64(sum) / 10 / float64(len(r.kept.examiners))}
	}
	held, on := 0, min(int64(p.To), int64(calendar.DayOf(now())))
	for _, account := range r.kept.examiners {
		if slices.ContainsFunc(r.kept.papers, func(x [4]int64) bool { return x[0] == account && x[1] <= on && on <= x[2] && (x[3] == 0 || on < x[3]) }) {
			held++
		}
	}
	return casework.Figure{Known: true, Value: 100 * float64(held) / float64(len(r.kept.examiners))}
}
