package casework

import (
	"context"
	"fmt"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Period is a span of days, both inclusive.
type Period struct{ From, To calendar.Day }

// A Measure is one figure that a procedure can compute from its own records, with the definition
// by which every report counts it the same (指标口径).
type Measure struct {
	Code           string // "preexam.pass_rate"
	Title, English string
	Definition     string // Chinese: numerator and denominator in words
	DefinitionEN   string
	Unit           string // "%", "件", "工作日", "日"
	Compute        func(ctx context.Context, tx *store.Tx, center int64, p Period) (Figure, error)
}

// A Figure is the value of a measure with the cases behind it.
type Figure struct {
	Value       float64
	Known       bool    // false when the denominator is empty
	Numerator   []int64 // cases counted above the line
	Denominator []int64 // cases counted below the line; nil for a plain count
}

// Ratio makes a percentage of two lists of cases.
func Ratio(num, den []int64) Figure {
	f := Figure{Numerator: num, Denominator: den, Known: len(den) > 0}
	if f.Known {
		f.Value = 100 * float64(len(num)) / float64(len(den))
	}
	return f
}

// Count makes a plain count of cases.
func Count(cases []int64) Figure {
	return Figure{Value: float64(len(cases)), Known: true, Numerator: cases}
}

// MovesIn lists the events of a procedure in which one of the moves was made within the period,
// oldest first. A move is given as "approve", or as "approve>passed" when only into that state.
func MovesIn(ctx context.Context, tx *store.Tx, center int64, chart string, p Period, moves ...string) (_ []Event, err error) {
	defer fault.Wrap(&err, "moves of %s", chart)
	q := &query{}
	q.where("e.center_id = ?", center)
	q.where("k.chart = ?", chart)
	q.where("e.at >= ?", p.From.Begin().UnixMicro())
	q.where("e.at < ?", p.To.End().UnixMicro())
	var ors []string
	for _, m := range moves {
		move, into, _ := strings.Cut(m, ">")
		q.args = append(q.args, move)
		or := fmt.Sprintf("e.move = $%d", len(q.args))
		if into != "" {
			q.args = append(q.args, into)
			or += fmt.Sprintf(" AND e.to_state = $%d", len(q.args))
		}
		ors = append(ors, "("+or+")")
	}
	rows, err := tx.Query(ctx, `SELECT e.id, e.center_id, e.case_id, e.seq, e.at, e.actor_id, e.actor, e.role, e.move, e.from_state,
		e.to_state, e.meta FROM casework_event e JOIN casework_case k ON k.id = e.case_id
		WHERE `+strings.Join(q.conds, " AND ")+` AND (`+strings.Join(ors, " OR ")+`) ORDER BY e.at, e.id`, q.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
