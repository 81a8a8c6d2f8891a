package casework

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"zhibao/casework/fact"
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
	Known       bool              // false when there is nothing to divide by
	Numerator   []int64           // cases counted above the line; nil for a mean or a median
	Denominator []int64           // cases counted below the line, or over which a mean was taken; nil for a plain count
	Each        map[int64]float64 // the number of each case, where there is one: how it is spread can be told from them
	middle      bool              // the value is a median
}

// At is the number that so large a share of the cases do not exceed: At(0.9) is p90. Of no numbers it is not known.
func (f Figure) At(share float64) (n float64, known bool) {
	sorted := slices.Sorted(maps.Values(f.Each))
	if len(sorted) == 0 {
		return 0, false
	}
	return sorted[min(max(int(math.Ceil(share*float64(len(sorted))))-1, 0), len(sorted)-1)], true
}

// Only is the figure of some of its cases, taken as the whole was: a ratio of them, a count, a mean or a median.
func (f Figure) Only(keep func(id int64) bool) Figure {
	drop := func(id int64) bool { return !keep(id) }
	num, den := slices.DeleteFunc(slices.Clone(f.Numerator), drop), slices.DeleteFunc(slices.Clone(f.Denominator), drop)
	each := maps.Clone(f.Each)
	maps.DeleteFunc(each, func(id int64, _ float64) bool { return drop(id) })
	switch {
	case f.Denominator == nil:
		return Count(num)
	case f.Numerator != nil:
		out := Ratio(num, den)
		out.Each = each
		return out
	case f.middle:
		return Median(each)
	default:
		return Mean(each)
	}
}

// Spread adds to a ratio or a count the number of each case, for example how long it took.
func (f Figure) Spread(each map[int64]float64) Figure {
	f.Each = each
	return f
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

// Mean makes the mean of one number for each case, Median the number in the middle: of two in the middle, their mean.
func Mean(numbers map[int64]float64) Figure {
	f := over(numbers)
	for _, n := range numbers {
		f.Value += n / float64(len(numbers))
	}
	return f
}

// Median is described at Mean.
func Median(numbers map[int64]float64) Figure {
	f := over(numbers)
	f.middle = true
	if sorted := slices.Sorted(maps.Values(numbers)); f.Known {
		f.Value = (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
	}
	return f
}

func over(numbers map[int64]float64) Figure {
	return Figure{Known: len(numbers) > 0, Denominator: append([]int64{}, slices.Sorted(maps.Keys(numbers))...), Each: numbers}
}

// MovesIn lists the events of a procedure in which one of the moves was made within the period,
// oldest first. A move is given as "approve", or as "approve>passed" when only into that state.
func MovesIn(ctx context.Context, tx *store.Tx, center int64, chart string, p Period, moves ...string) (_ []Event, err error) {
	defer fault.Wrap(&err, "moves of %s", chart)
	q := &query{}
	q.within(center, chart, p)
	q.Conds = append(q.Conds, q.made("e", moves))
	return readMoves(ctx, tx, q)
}

// FirstMovesIn is MovesIn for the cases that made none of the moves before: each case once, with the event that counts it.
func FirstMovesIn(ctx context.Context, tx *store.Tx, center int64, chart string, p Period, moves ...string) (_ []Event, err error) {
	defer fault.Wrap(&err, "first moves of %s", chart)
	q := &query{}
	q.within(center, chart, p)
	q.Conds = append(q.Conds, q.made("e", moves))
	q.Conds = append(q.Conds, "NOT EXISTS (SELECT 1 FROM casework_event b WHERE b.case_id = e.case_id AND +b.center_id = e.center_id AND b.seq < e.seq AND "+q.made("b", moves)+")")
	return readMoves(ctx, tx, q)
}

// Made lists, of the cases of a center, those that ever made one of the moves, with the days, earliest first.
func Made(ctx context.Context, tx *store.Tx, center int64, cases []int64, moves ...string) (_ map[int64][]calendar.Day, err error) {
	defer fault.Wrap(&err, "moves of %d cases", len(cases))
	out := map[int64][]calendar.Day{}
	// An engine takes so many values in one question, and a year has more cases.
	for some := range slices.Chunk(cases, 500) {
		q := &query{}
		q.Where("+e.center_id = ? AND e.case_id IN ("+store.Marks(len(some))+")", append([]any{center}, store.Anys(some)...)...)
		q.Conds = append(q.Conds, q.made("e", moves))
		events, err := readMoves(ctx, tx, q)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			out[e.Case] = append(out[e.Case], calendar.DayOf(e.Counted()))
		}
	}
	return out, nil
}

// Plain reads what stands open in many cases of a center, for their figures: neither a title nor a word of text.
func Plain(ctx context.Context, tx *store.Tx, center int64, cases []int64) (_ map[int64]*Case, err error) {
	defer fault.Wrap(&err, "particulars of %d cases", len(cases))
	out := map[int64]*Case{}
	for some := range slices.Chunk(cases, 500) {
		q := &query{}
		q.Where("+k.center_id = ? AND k.id IN ("+store.Marks(len(some))+")", append([]any{center}, store.Anys(some)...)...)
		read, err := readCases(ctx, tx, q, "k.id", page{len(some), 0})
		if err != nil {
			return nil, err
		}
		for _, c := range read {
			out[c.ID] = c
		}
	}
	return out, nil
}

// FactsIn lists the facts of some kinds that were established within the period, oldest first. Their details are left out.
func FactsIn(ctx context.Context, tx *store.Tx, center int64, p Period, kinds ...fact.Kind) (out []fact.Fact, err error) {
	defer fault.Wrap(&err, "facts of a period")
	q, in := &query{}, make([]string, len(kinds))
	q.Where("center_id = ?", center)
	q.Where("at >= ?", p.From.Begin().UnixMicro())
	q.Where("at < ?", p.To.End().UnixMicro())
	for i, k := range kinds {
		q.Args = append(q.Args, string(k))
		in[i] = fmt.Sprintf("$%d", len(q.Args))
	}
	q.Conds = append(q.Conds, "kind IN ("+strings.Join(in, ",")+")")
	rows, err := tx.Query(ctx, `SELECT id, center_id, kind, party_id, subject, case_id, at FROM casework_fact
		WHERE `+strings.Join(q.Conds, " AND ")+` ORDER BY at, id`, q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f fact.Fact
		var at int64
		if err := rows.Scan(&f.ID, &f.Center, &f.Kind, &f.Party, &f.Subject, &f.Case, &at); err != nil {
			return nil, err
		}
		f.At = time.UnixMicro(at)
		out = append(out, f)
	}
	return out, rows.Err()
}

// within adds that the event belongs to the procedure, the center and the period.
func (q *query) within(center int64, chart string, p Period) {
	q.Where("e.center_id = ?", center)
	q.Where("k.chart = ?", chart)
	q.Where("e.at >= ?", p.From.Begin().UnixMicro())
	q.Where("e.at < ?", p.To.End().UnixMicro())
}

// made returns the condition that the event is one of the moves.
func (q *query) made(event string, moves []string) string {
	var ors []string
	for _, m := range moves {
		move, into, _ := strings.Cut(m, ">")
		q.Args = append(q.Args, move)
		or := fmt.Sprintf("%s.move = $%d", event, len(q.Args))
		if into != "" {
			q.Args = append(q.Args, into)
			or += fmt.Sprintf(" AND %s.to_state = $%d", event, len(q.Args))
		}
		ors = append(ors, "("+or+")")
	}
	return "(" + strings.Join(ors, " OR ") + ")"
}

// readMoves reads the events e of cases k that fit, oldest first.
func readMoves(ctx context.Context, tx *store.Tx, q *query) (out []Event, err error) {
	rows, err := tx.Query(ctx, `SELECT e.id, e.center_id, e.case_id, e.seq, e.at, e.actor_id, e.actor, e.role, e.move, e.from_state,
		e.to_state, e.meta, e.prev, e.hash FROM casework_event e JOIN casework_case k ON k.id = e.case_id AND +k.center_id = e.center_id
		WHERE `+strings.Join(q.Conds, " AND ")+` ORDER BY e.at, e.id`, q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
