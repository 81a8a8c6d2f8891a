package board

import (
	"context"
	"time"

	"zhibao/casework"
	"zhibao/casework/forecast"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// maxEnded is how many closed cases of a kind a forecast rests on, the latest.
const maxEnded = 300

// A modelKey names what was learned, and from which settings and calendar.
type modelKey struct {
	center      int64
	chart, kind string
	knobs       knobs
	cal         *calendar.Calendar
}

// model returns what the center knows of the cases of a kind. It is learned once a day, from what was
// closed until the day before, so that the forecasts of a day do not contradict each other.
func (b *Board) model(ctx context.Context, tx *store.Tx, k *casework.Case, n knobs) (_ *forecast.Model, err error) {
	defer fault.Wrap(&err, "experience of %s", k.Chart)
	cal, err := b.Office.Calendar(ctx, tx, k.Center)
	if err != nil {
		return nil, err
	}
	today, key := b.Office.Today(), modelKey{k.Center, k.Chart, k.Kind, n, cal}
	// Nothing of yesterday is asked for again, so that is forgotten as a whole.
	b.mu.Lock()
	if b.on != today {
		b.on, b.learned = today, map[modelKey]forecast.Model{}
	}
	m, ok := b.learned[key]
	b.mu.Unlock()
	if ok {
		return &m, nil
	}
	chart := b.Office.ChartOf(k.Chart)
	m = forecast.Model{Chart: chart, Samples: n.samples, Assumed: n.days, Cal: cal, Today: today}
	y, month, d := today.Civil()
	// What was closed today is left out: it would make two looks of one day differ.
	q := casework.EndedQuery{Center: k.Center, Chart: k.Chart, Limit: maxEnded, Period: casework.Period{From: calendar.Date(y, month-time.Month(n.months), d), To: today - 1}}
	if m.All, err = b.learn(ctx, tx, chart, cal, q); err != nil {
		return nil, err
	}
	q.Kind = k.Kind
	if m.Kind, err = b.learn(ctx, tx, chart, cal, q); err != nil {
		return nil, err
	}
	// Two that learned at the same moment learned the same.
	b.mu.Lock()
	b.learned[key] = m
	b.mu.Unlock()
	return &m, nil
}

// learn makes the pace of the cases that q describes.
func (b *Board) learn(ctx context.Context, tx *store.Tx, chart *casework.Chart, cal *calendar.Calendar, q casework.EndedQuery) (*forecast.Pace, error) {
	cases, err := b.Office.Ended(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	visits, err := b.Office.Visits(ctx, tx, cases)
	if err != nil {
		return nil, err
	}
	return forecast.Learn(chart, cal, visits), nil
}
