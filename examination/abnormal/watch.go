package abnormal

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A Feed is what the monitor had of one kind of data when it looked.
type Feed struct {
	Code   string `json:"code"`
	Count  int    `json:"count"`
	Of     int    `json:"of,omitempty"` // of how many, where it should be all
	Newest int64  `json:"newest"`       // µs, 0 where there is nothing
}

// least is how much two texts must have in common before their paragraphs are compared.
const least = 0.1

// gathered is what a look of the monitor rests on.
type gathered struct {
	indicator.Input
	feeds []Feed
}

// gather reads everything that the indicators look at, in one transaction.
func (d *Desk) gather(ctx context.Context, tx *store.Tx, center int64) (g gathered, err error) {
	defer fault.Wrap(&err, "gather filings")
	g.Today = d.office.Today()
	if g.Limits, err = d.limits(ctx, tx, center); err != nil {
		return g, err
	}
	window, err := d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "abnormal.window", On: g.Today})
	if err != nil {
		return g, err
	}
	if g.Filings, err = d.Filings(ctx, tx, center, g.Today-calendar.Day(window)); err != nil {
		return g, err
	}
	listed, err := onLists(ctx, tx, center)
	if err != nil {
		return g, err
	}
	filings, texts := Feed{Code: indicator.FeedFilings}, Feed{Code: indicator.FeedTexts}
	var owners []int64
	g.Near = map[int64][]indicator.Near{}
	for _, f := range g.Filings {
		f.Abnormal = f.Abnormal || listed[f.Case]
		filings.Count, filings.Newest = filings.Count+1, max(filings.Newest, f.Day.Begin().UnixMicro())
		if !slices.Contains(owners, f.Owner) {
			owners = append(owners, f.Owner)
		}
		// A design has no text to compare.
		if f.Kind == "外观设计" {
			continue
		}
		if texts.Of++; !f.Text {
			continue
		}
		texts.Count, texts.Newest = texts.Count+1, max(texts.Newest, f.Day.Begin().UnixMicro())
		if g.Near[f.Case], err = d.Similar(ctx, tx, f.Case, least); err != nil {
			return g, err
		}
	}
	g.feeds = []Feed{filings, texts}
	return g, d.gatherMore(ctx, tx, center, owners, &g)
}

// gatherMore reads what stands outside of the filings.
func (d *Desk) gatherMore(ctx context.Context, tx *store.Tx, center int64, owners []int64, g *gathered) (err error) {
	if g.Firms, err = d.Firms(ctx, tx, center, owners); err != nil {
		return err
	}
	register := Feed{Code: indicator.FeedRegister, Of: len(owners)}
	for _, f := range g.Firms {
		if f.Insured > 0 || !f.Established.IsZero() {
			// The register is asked as it stands now.
			register.Count, register.Newest = register.Count+1, d.office.Now().UnixMicro()
		}
	}
	var moved, lists Age
	if g.Transfers, moved, err = d.Transfers(ctx, tx, center, g.Today-365); err != nil {
		return err
	}
	if lists, err = ageOfLists(ctx, tx, center); err != nil {
		return err
	}
	of := func(code string, a Age) Feed {
		f := Feed{Code: code, Count: a.Count}
		if !a.Newest.IsZero() {
			f.Newest = a.Newest.UnixMicro()
		}
		return f
	}
	g.feeds = append(g.feeds, register, of(indicator.FeedTransfers, moved), of(indicator.FeedLists, lists))
	return nil
}

// limits are the thresholds in force, each with the day since when.
func (d *Desk) limits(ctx context.Context, tx *store.Tx, center int64) (map[string]indicator.Limit, error) {
	out := map[string]indicator.Limit{}
	today := d.office.Today()
	for _, x := range indicator.Catalogue() {
		for _, l := range x.Limits {
			key := "abnormal." + l.Key
			n, err := d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: key, On: today})
			if err != nil {
				return nil, err
			}
			history, err := d.office.Settings.History(ctx, tx, center, key)
			if err != nil {
				return nil, err
			}
			limit := indicator.Limit{N: n}
			if i := slices.IndexFunc(history, func(v setting.Value) bool { return v.From <= today }); i >= 0 {
				limit.From = history[i].From
			}
			out[l.Key] = limit
		}
	}
	return out, nil
}

// Watch has the monitor look at a center: groups that reach a threshold become leads, and leads that
// nobody has acted on grow. It may be run at any time and as often as one likes: what was found before is
// not found again.
func (d *Desk) Watch(ctx context.Context, center, account int64) (r Run, err error) {
	defer fault.Wrap(&err, "watch center %d", center)
	began := d.office.Now()
	var g gathered
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		g, err = d.gather(ctx, tx, center)
		return err
	})
	if err != nil {
		return r, err
	}
	r = Run{ID: d.office.DB.NewID(), Account: account, At: d.office.Now().UnixMicro(), Filings: len(g.Filings), Feeds: g.feeds}
	for _, f := range indicator.Find(&g.Input) {
		opened, grown, err := d.place(ctx, center, &f)
		if err != nil {
			return r, err
		}
		r.Found++
		if opened {
			r.Opened++
		}
		if grown {
			r.Grown++
		}
	}
	r.Millis = d.office.Now().Sub(began).Milliseconds()
	return r, d.office.DB.Write(ctx, func(tx *store.Tx) error { return insertRun(ctx, tx, center, r) })
}

// place opens a lead about a finding, lets the present one grow, or leaves it where it says nothing new.
func (d *Desk) place(ctx context.Context, center int64, f *indicator.Finding) (opened, grown bool, err error) {
	own := f.Own()
	if len(own) == 0 {
		return false, false, nil
	}
	var before []standing
	again := 0
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if before, err = standings(ctx, tx, center, f.Indicator, f.Subject); err != nil {
			return err
		}
		again, err = d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "abnormal.again", On: d.office.Today()})
		return err
	})
	if err != nil {
		return false, false, err
	}
	robot := casework.Robot(center)
	fresh := slices.Clone(own)
	known := false
	for _, s := range before {
		had := func(id int64) bool { return slices.Contains(s.Filings, id) }
		if !slices.ContainsFunc(own, had) {
			continue
		}
		known = true
		fresh = slices.DeleteFunc(fresh, had)
		if !s.Open {
			continue
		}
		// What is under way is not added to: the party would be asked about one thing and judged on another.
		added := slices.DeleteFunc(slices.Clone(own), had)
		if s.State != Lead || len(added) == 0 {
			return false, false, nil
		}
		_, err := d.office.Move(ctx, casework.Request{Actor: robot, Case: s.Case, Move: "grow", Expected: s.Version, Input: &Grow{Filings: len(added), found: f}})
		return false, err == nil, overtaken(err)
	}
	if known && len(fresh) < max(again, 1) {
		return false, false, nil
	}
	_, err = d.office.Move(ctx, casework.Request{Actor: robot, Chart: Code, Move: "detect", Input: &Detect{Indicator: f.Indicator, found: f, round: len(before)}})
	return err == nil, false, overtaken(err)
}

// overtaken forgives that somebody acted on the lead, or another run made it, at the same moment: the next
// look finds it as it is then.
func overtaken(err error) error {
	if fault.KindOf(err) == fault.Conflict {
		return nil
	}
	return err
}
