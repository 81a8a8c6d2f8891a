package watch

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// batch is how many documents are held against the watches at once.
const batch = 300

// prepared are the active watches of a center, ready to be asked with a document.
type prepared struct {
	version int64 // of the watches when it was made
	alarm   *search.Alarm
	watches map[int64]*Watch // by id
}

// prepare makes the active watches of a center ready, or takes those that are.
func (d *Desk) prepare(ctx context.Context, center, version int64) (p *prepared, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p := d.alarms[center]; p != nil && p.version == version {
		return p, nil
	}
	var all []*Watch
	if err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		all, err = d.watches(ctx, tx, center, `state = $2 ORDER BY id`, active)
		return err
	}); err != nil {
		return nil, err
	}
	p = &prepared{version: version, watches: map[int64]*Watch{}}
	var saved []search.Saved
	for _, w := range all {
		q, err := compiled(w.Kind, w.About)
		if err != nil {
			return nil, err
		}
		p.watches[w.ID] = w
		saved = append(saved, search.Saved{ID: text(w.ID), Query: q})
	}
	if p.alarm, err = search.NewAlarm(holding.SearchSchema(), saved, nil); err != nil {
		return nil, err
	}
	d.alarms[center] = p
	return p, nil
}

// Run holds what changed in the holding of a center against its watches, and once a day measures terms,
// bursts and shares. How far it came is written with the warnings, so that an end in between loses none
// and doubles none. It returns how many documents were looked at.
func (d *Desk) Run(ctx context.Context, center int64) (docs int, err error) {
	defer fault.Wrap(&err, "watch")
	for {
		n, more, err := d.step(ctx, center)
		docs += n
		if err != nil {
			return docs, err
		}
		if !more {
			break
		}
	}
	return docs, d.measure(ctx, center)
}

// errMoved says that another process was here first.
var errMoved = errors.New("watch: another process went on")

// step looks at one batch.
func (d *Desk) step(ctx context.Context, center int64) (n int, more bool, err error) {
	state, err := d.Holding.State(ctx, center)
	if err != nil {
		return 0, false, err
	}
	var at progress
	var r rules
	today := d.office.Today()
	if err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if at, err = progressOf(ctx, tx, center); err != nil {
			return err
		}
		r, err = d.rulesOf(ctx, tx, center, today)
		return err
	}); err != nil {
		return 0, false, err
	}
	p, err := d.prepare(ctx, center, at.version)
	if err != nil {
		return 0, false, err
	}
	docs, upTo, err := d.changed(ctx, center, at.change, state.Change, len(p.watches))
	if err != nil {
		return 0, false, err
	}
	found, err := d.match(ctx, center, p, r, docs)
	if err != nil {
		return 0, false, err
	}
	err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
		now, err := progressOf(ctx, tx, center)
		if err != nil {
			return err
		}
		// Somebody else looked at the batch, or the watches are others now: begin the batch anew.
		if now.change != at.change || now.version != at.version {
			return errMoved
		}
		watches, err := d.add(ctx, tx, center, found)
		if err != nil {
			return err
		}
		if err := d.tell(ctx, tx, center, watches); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO watch_state (center_id, change, version, measured, at) VALUES ($1,$2,0,0,$3) ON CONFLICT (center_id) DO UPDATE SET change = excluded.change, at = excluded.at`, center, upTo, d.office.Now().UnixMicro())
		return err
	})
	if errors.Is(err, errMoved) {
		return 0, true, nil
	}
	return len(docs), upTo < state.Change, err
}

// changed reads the next documents; none where nobody watches, for what is held when watching begins is
// not new.
func (d *Desk) changed(ctx context.Context, center, after, last int64, watches int) ([]literature.Document, int64, error) {
	// The cursor moves on all the same, or the first watch would be told of years.
	if watches == 0 {
		return nil, last, nil
	}
	docs, upTo, err := d.Holding.Changes(ctx, center, after, batch)
	if len(docs) == 0 {
		upTo = last
	}
	return docs, upTo, err
}

// match finds what documents are to be warned of.
func (d *Desk) match(ctx context.Context, center int64, p *prepared, r rules, docs []literature.Document) (out []Warning, err error) {
	// Most documents concern nobody, so what else is known is read for the hits alone.
	hits, numbers := map[string][]int64{}, []string{}
	for i := range docs {
		x := holding.Index(&docs[i])
		for _, id := range p.alarm.Match(&x) {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				return nil, err
			}
			hits[docs[i].Number] = append(hits[docs[i].Number], n)
		}
		if len(hits[docs[i].Number]) > 0 {
			numbers = append(numbers, docs[i].Number)
		}
	}
	origins, err := d.Holding.Origins(ctx, center, numbers)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		for _, id := range hits[docs[i].Number] {
			out = append(out, p.watches[id].of(&docs[i], origins[docs[i].Number], r)...)
		}
	}
	return out, nil
}

// of is what a watch says of a document that it found.
func (w *Watch) of(doc *literature.Document, o holding.Origin, r rules) (out []Warning) {
	title := ""
	if len(doc.Titles) > 0 {
		title = doc.Titles[0].Words
	}
	since := calendar.DayOf(w.FromAt) - calendar.Day(r.recent)
	give := func(cause, mark string, day calendar.Day, f Facts) {
		if !wanted(w.Causes, cause) || day < since {
			return
		}
		f.Rule = "watch.level." + cause
		out = append(out, Warning{Watch: w.ID, Cause: cause, Mark: mark, Number: doc.Number, Title: title, Day: day, Level: r.level[cause], Facts: f})
	}
	// Ids are in the order of time: what has a later one came after the watch began.
	if o.ID > w.FromID {
		cause := Publication
		if doc.Grant {
			cause = Grant
		}
		give(cause, cause+":"+doc.Number, doc.Published, Facts{Source: doc.Source.Name, AsOf: doc.Source.AsOf})
	}
	for _, e := range o.Events {
		cause := "status." + string(e.Kind)
		// Kinds without a level, such as the start of examination, are not worth a warning.
		if e.At.Before(w.FromAt) || r.level[cause] == 0 {
			continue
		}
		// The same event may be known of both publications of an application.
		mark := cause + ":" + literature.Root(doc.Number) + ":" + e.Day.String() + ":" + e.From + ":" + e.To
		if slices.ContainsFunc(out, func(x Warning) bool { return x.Mark == mark }) {
			continue
		}
		give(cause, mark, e.Day, Facts{From: e.From, To: e.To, Detail: e.Detail, Source: e.Source, AsOf: e.AsOf})
	}
	return out
}

// month is the first day of the month that lies so many months from a day's.
func month(day calendar.Day, off int) calendar.Day {
	y, m, _ := day.Civil()
	return calendar.Date(y, m+time.Month(off), 1)
}
