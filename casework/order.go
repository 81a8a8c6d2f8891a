package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework/tally"
	"zhibao/internal/store"
)

// A page is a piece of a list.
type page struct{ limit, offset int }

// ordered reads one page of the cases that q describes, in the order of the filter.
//
// In a list by due day the cases without one come last, whichever way it is sorted: nothing of
// them is urgent. These are two questions, each answered in the order of an index, because one
// that says so in its order would have to sort everything that fits.
func (o *Office) ordered(ctx context.Context, tx *store.Tx, f Filter, q *query) ([]*Case, error) {
	p := page{limit: min(max(f.PerPage, 0), 1000)}
	if p.limit == 0 {
		p.limit = 50
	}
	p.offset = p.limit * max(f.Page-1, 0)
	// A closed case has no clock that runs, so none of a list of them has a due day.
	if f.sorted() != "due" || f.Closed || !f.DueFrom.IsZero() || !f.DueUntil.IsZero() {
		return readCases(ctx, tx, q, o.order(f), p)
	}
	dated := &query{tally.Query{Conds: append(slices.Clone(q.Conds), "k.due > 0"), Args: q.Args}}
	cases, err := readCases(ctx, tx, dated, o.order(f), p)
	if err != nil || len(cases) == p.limit {
		return cases, err
	}
	before := p.offset + len(cases) // how many have a due day
	if len(cases) == 0 && p.offset > 0 {
		if err := tx.Row(ctx, `SELECT COUNT(*) FROM casework_case k WHERE `+strings.Join(dated.Conds, " AND "), dated.Args...).Scan(&before); err != nil {
			return nil, err
		}
	}
	undated := &query{tally.Query{Conds: append(slices.Clone(q.Conds), "k.due = 0"), Args: q.Args}}
	rest, err := readCases(ctx, tx, undated, o.lead(f)+"k.id", page{p.limit - len(cases), max(p.offset-before, 0)})
	return append(cases, rest...), err
}

// readCases reads one page of cases without their titles.
func readCases(ctx context.Context, tx *store.Tx, q *query, by string, p page) (out []*Case, err error) {
	of := fmt.Sprintf("%s ORDER BY %s LIMIT %d", strings.Join(q.Conds, " AND "), by, p.limit)
	if p.offset > 0 { // the rows that are passed over need no columns
		of = fmt.Sprintf("k.id IN (SELECT k.id FROM casework_case k WHERE %s OFFSET %d) ORDER BY %s", of, p.offset, by)
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT %s FROM casework_case k WHERE %s`, caseColumns, of), q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanCase(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// sorted names what the list is sorted by, without the direction; "due" where nothing else is known.
func (f Filter) sorted() string {
	switch by := strings.TrimPrefix(f.Sort, "-"); by {
	case "number", "opened":
		return by
	default:
		return "due"
	}
}

// order returns how the list is sorted.
func (o *Office) order(f Filter) string {
	column := map[string]string{"due": "k.due", "number": "k.number", "opened": "k.opened_at"}[f.sorted()]
	if strings.HasPrefix(f.Sort, "-") {
		return o.lead(f) + column + " DESC, k.id DESC"
	}
	return o.lead(f) + column + ", k.id"
}

// lead is a plus before what is sorted by where the condition should lead to the rows, which are
// then sorted, and not the order to rows of which few fit.
func (o *Office) lead(f Filter) string {
	if f.narrow() || f.Todo != nil || len(f.States) > 1 {
		return "+"
	}
	return ""
}
