package watch

import (
	"context"
	"slices"

	"zhibao/industry/database"
	"zhibao/internal/search"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/term"
	"zhibao/patent/literature"
)

// measure looks once a day at what no document tells by itself: terms, fees, bursts, shares.
func (d *Desk) measure(ctx context.Context, center int64) error {
	today := d.office.Today()
	var r rules
	var all []*Watch
	err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		p, err := progressOf(ctx, tx, center)
		if err != nil || calendar.Day(p.measured) == today {
			return err
		}
		if r, err = d.rulesOf(ctx, tx, center, today); err != nil {
			return err
		}
		all, err = d.watches(ctx, tx, center, `state = $2 ORDER BY id`, active)
		return err
	})
	if err != nil || r.level == nil {
		return err
	}
	// Outside any transaction: each asks the index.
	var found []Warning
	for _, w := range all {
		ws, err := d.measured(ctx, w, r, today)
		if err != nil {
			return err
		}
		found = append(found, ws...)
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		watches, err := d.add(ctx, tx, center, found)
		if err != nil {
			return err
		}
		if err := d.tell(ctx, tx, center, watches); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE watch_state SET measured = $2 WHERE center_id = $1`, center, int64(today))
		return err
	})
}

// measured is what a watch warns of on a day.
func (d *Desk) measured(ctx context.Context, w *Watch, r rules, today calendar.Day) (out []Warning, err error) {
	if slices.Contains(w.Causes, Term) || slices.Contains(w.Causes, Fee) {
		if out, err = d.dates(ctx, w, r, today); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(w.Causes, Burst) && !slices.Contains(w.Causes, Share) {
		return out, nil
	}
	q, err := compiled(w.Kind, w.About)
	if err != nil {
		return nil, err
	}
	if slices.Contains(w.Causes, Burst) {
		x, err := d.burst(ctx, w, q, r, today)
		if err != nil {
			return nil, err
		}
		out = append(out, x...)
	}
	if slices.Contains(w.Causes, Share) {
		x, err := d.share(ctx, w, q, r, today)
		if err != nil {
			return nil, err
		}
		out = append(out, x...)
	}
	return out, nil
}

// kindOf is the kind of a document in the words of the ledger.
func kindOf(doc *literature.Document) string {
	return map[string]string{"发明": "invention", "实用新型": "utility", "外观设计": "design"}[string(doc.Kind)]
}

// over are the events after which a term no longer matters.
func over(es []literature.Event) bool {
	return slices.ContainsFunc(es, func(e literature.Event) bool {
		return e.Kind == literature.Expired || e.Kind == literature.Lapsed || e.Kind == literature.Invalid
	})
}

// dates warns of the Chinese patents of a list whose term ends soon, or of which a fee falls due.
func (d *Desk) dates(ctx context.Context, w *Watch, r rules, today calendar.Day) (out []Warning, err error) {
	roots, err := numbersOf(w.About)
	if err != nil {
		return nil, err
	}
	cal, err := d.calendar(ctx, w.Center)
	if err != nil {
		return nil, err
	}
	for _, n := range roots {
		doc, _, err := d.Holding.Find(ctx, w.Center, n)
		// A number that is not held yet may be imported tomorrow.
		if missing(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		if doc.Office != "CN" || !doc.Grant || over(doc.Events) {
			continue
		}
		warn := func(cause string, day calendar.Day, f Facts) {
			title := ""
			if len(doc.Titles) > 0 {
				title = doc.Titles[0].Words
			}
			f.Rule, f.Days, f.Source, f.AsOf = "watch.level."+cause, int(day-today), doc.Source.Name, doc.Source.AsOf
			out = append(out, Warning{Watch: w.ID, Cause: cause, Mark: cause + ":" + literature.Root(doc.Number) + ":" + day.String(), Number: doc.Number, Title: title, Day: day, Level: r.level[cause], Facts: f})
		}
		// The term by law; compensation of it is in no source that is read.
		end := database.TermEnd(kindOf(&doc), doc.Filed)
		if slices.Contains(w.Causes, Term) && end >= today && end <= today+calendar.Day(r.days) {
			warn(Term, end, Facts{Limit: r.days})
		}
		if f := feeFrom(cal, &doc, end, today); slices.Contains(w.Causes, Fee) && !f.due.IsZero() && f.due <= today+calendar.Day(r.fee) {
			warn(Fee, f.due, Facts{Limit: r.fee, Year: f.year, Late: f.late})
		}
	}
	return out, nil
}

// calendar is the one by which the days of a center are counted.
func (d *Desk) calendar(ctx context.Context, center int64) (cal *calendar.Calendar, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		cal, err = d.office.Calendar(ctx, tx, center)
		return err
	})
	return cal, err
}

// A fee is an annual fee: of which year, the last day on which it is paid in time, and the last one with a
// surcharge.
type fee struct {
	year      int
	due, late calendar.Day
}

// feeFrom is the next annual fee of a granted patent that falls due on a day or later; none in the last
// year of the term. Years count from the day of filing, the fee of a year is due before the year before it
// ends, the fee of the year of the grant was paid with the registration, and a fee may follow within six
// months with a surcharge (专利法实施细则第一百一十五条).
func feeFrom(cal *calendar.Calendar, doc *literature.Document, end, from calendar.Day) fee {
	if doc.Filed.IsZero() || end.IsZero() {
		return fee{}
	}
	y, m, day := doc.Filed.Civil()
	for n := 1; ; n++ {
		full := calendar.Date(y+n, m, day)
		if full > end {
			return fee{}
		}
		if full <= doc.Published {
			continue
		}
		if due := term.Compute(cal, term.Input{Start: doc.Filed, Length: term.Years(n), Regime: term.PatentLaw}).Due; due >= from {
			// Counted from the anniversary itself, the surcharge ends on the earliest day that it can.
			return fee{n + 1, due, term.Compute(cal, term.Input{Start: full, Length: term.Months(6), Regime: term.PatentLaw}).Due}
		}
	}
}

// within asks how many documents of a query were published in a stretch of days.
func (d *Desk) within(ctx context.Context, center int64, q search.Query, from, to calendar.Day, facets ...search.FacetAsk) (search.Result, error) {
	lo, hi := int64(from), int64(to)
	return d.Count(ctx, center, search.Request{Query: search.And{Of: []search.Query{q, search.Span{Field: "published", From: &lo, To: &hi}}}, Count: 1 << 30, Facets: facets})
}

// burst compares the last whole month with the twelve before it.
func (d *Desk) burst(ctx context.Context, w *Watch, q search.Query, r rules, today calendar.Day) ([]Warning, error) {
	first := month(today, -1)
	now, err := d.within(ctx, w.Center, q, first, month(today, 0)-1)
	if err != nil {
		return nil, err
	}
	before, err := d.within(ctx, w.Center, q, month(today, -13), first-1)
	// Without a year before there is no mean, and a first document is no burst.
	if err != nil || before.Total == 0 || now.Total < r.least || now.Total*12*100 < r.percent*before.Total {
		return nil, err
	}
	name := first.String()[:7]
	return []Warning{{Watch: w.ID, Cause: Burst, Mark: Burst + ":" + name, Day: first, Level: r.level[Burst],
		Facts: Facts{Rule: "watch.level." + Burst, Month: name, Count: now.Total, Total: before.Total, Percent: now.Total * 1200 / before.Total, Limit: r.percent}}}, nil
}

// share looks whether one applicant dominates the last twelve whole months.
func (d *Desk) share(ctx context.Context, w *Watch, q search.Query, r rules, today calendar.Day) ([]Warning, error) {
	res, err := d.within(ctx, w.Center, q, month(today, -12), month(today, 0)-1, search.FacetAsk{Field: "applicant_name", Top: 1})
	if err != nil || res.Total < r.shareLeast || len(res.Facets) == 0 || len(res.Facets[0].Values) == 0 {
		return nil, err
	}
	top := res.Facets[0].Values[0]
	// The threshold is reached at exactly the share.
	if top.Count*100 < r.share*res.Total {
		return nil, nil
	}
	first := month(today, -12)
	// Once a year for each holder: that it still dominates next month is no news.
	return []Warning{{Watch: w.ID, Cause: Share, Mark: Share + ":" + today.String()[:4] + ":" + top.Value, Day: first, Level: r.level[Share],
		Facts: Facts{Rule: "watch.level." + Share, Month: first.String()[:7], Holder: top.Value, Count: top.Count, Total: res.Total, Percent: top.Count * 100 / res.Total, Limit: r.share}}}, nil
}
