package abnormal

import (
	"context"
	"time"

	"zhibao/casework/setting"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// The states of a feed.
const (
	Fresh = "fresh"
	Stale = "stale" // it got nothing for longer than the center allows
	Empty = "empty" // it holds nothing: what rests on it can find nothing
)

// A FeedState is how a feed stands now.
type FeedState struct {
	Code   string
	Title  web.Text
	Count  int
	Of     int
	Newest time.Time // zero where there is nothing
	Days   int       // after which it counts as stale, 0 for never
	State  string
}

// feedRun stands for the monitor itself: feeds are as its last look found them.
const feedRun = "run"

// feedTitle names a feed in both languages.
func feedTitle(code string) web.Text {
	return map[string]web.Text{feedRun: {"监测运行", "Runs of the monitor"}, indicator.FeedFilings: {"预审案件", "Filings"}, indicator.FeedTexts: {"可比对的申请文本", "Texts that can be compared"},
		indicator.FeedRegister: {"备案信息（参保人数、成立日期）", "Register (staff, founding)"}, indicator.FeedTransfers: {"专利转让数据", "Transfers of patents"}, indicator.FeedLists: {"国家局名单", "National lists"}}[code]
}

// Feeds says of each feed how old it is, as of the last look; the lists as they stand now.
func (d *Desk) Feeds(ctx context.Context, center int64) (out []FeedState, err error) {
	defer fault.Wrap(&err, "feeds of the monitor")
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		run, err := lastRun(ctx, tx, center)
		if err != nil {
			return err
		}
		first, have := Feed{Code: feedRun}, map[string]Feed{}
		if run != nil {
			first.Count, first.Newest = 1, run.At
			for _, f := range run.Feeds {
				have[f.Code] = f
			}
		}
		lists, err := ageOfLists(ctx, tx, center)
		if err != nil {
			return err
		}
		have[indicator.FeedLists] = Feed{Code: indicator.FeedLists, Count: lists.Count}
		if !lists.Newest.IsZero() {
			have[indicator.FeedLists] = Feed{Code: indicator.FeedLists, Count: lists.Count, Newest: lists.Newest.UnixMicro()}
		}
		out = nil // a transaction may be tried again
		all := []Feed{first}
		for _, code := range []string{indicator.FeedFilings, indicator.FeedTexts, indicator.FeedRegister, indicator.FeedTransfers, indicator.FeedLists} {
			f := have[code]
			f.Code = code
			all = append(all, f)
		}
		for _, f := range all {
			s, err := d.stateOf(ctx, tx, center, f)
			if err != nil {
				return err
			}
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

// stateOf holds a feed against what the center allows.
func (d *Desk) stateOf(ctx context.Context, tx *store.Tx, center int64, f Feed) (s FeedState, err error) {
	s = FeedState{Code: f.Code, Title: feedTitle(f.Code), Count: f.Count, Of: f.Of, State: Fresh}
	if f.Newest != 0 {
		s.Newest = time.UnixMicro(f.Newest)
	}
	// Texts are as old as the filings, and the register is asked anew at each look.
	key := map[string]string{feedRun: "run", indicator.FeedFilings: "filings", indicator.FeedTexts: "filings", indicator.FeedRegister: "run", indicator.FeedTransfers: "transfers", indicator.FeedLists: "lists"}[f.Code]
	if s.Days, err = d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "abnormal.stale." + key, On: d.office.Today()}); err != nil {
		return s, err
	}
	switch {
	case s.Count == 0 || s.Newest.IsZero():
		s.State = Empty
	case d.office.Now().Sub(s.Newest) > time.Duration(s.Days)*24*time.Hour:
		s.State = Stale
	}
	return s, nil
}

// tag says how a feed stands.
func (s *FeedState) tag(c *web.Ctx) web.Tag {
	switch s.State {
	case Empty:
		return web.Tag{Tone: web.Red, Text: c.T("没有数据", "Empty")}
	case Stale:
		return web.Tag{Tone: web.Amber, Text: c.T("数据过期", "Stale")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("有效", "Fresh")}
}

// age writes how old a feed is.
func (s *FeedState) age(c *web.Ctx, now time.Time) string {
	if s.Newest.IsZero() {
		return "—"
	}
	switch hours := int(now.Sub(s.Newest).Hours()); {
	case hours < 1:
		return c.T("不到 1 小时", "less than an hour")
	case hours < 48:
		return itoa(hours) + c.T(" 小时", " h")
	default:
		return itoa(hours/24) + c.T(" 天", " d")
	}
}
