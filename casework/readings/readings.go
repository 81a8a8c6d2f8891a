// Package readings (查阅监测) looks at how many cases somebody opens: unpublished text is read case by case, and whoever
// opens many within an hour, or far more in a day than they are used to, may be collecting it. Nobody is hindered; the
// audit says it, once in an hour or a day for each account, and the log and the export for collectors of security
// events do.
//
// 专利法第二十一条第三款; the numbers are a matter of the center.
package readings

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// span is the time within which cases are counted, and after which an account is spoken of again.
const span = time.Hour

// fewest is on how many days somebody must have read before their own days say anything about another.
const fewest = 10

// sigmas is how far a day may lie above the mean of one's own, in standard deviations.
const sigmas = 3

const (
	most = "casework.readings_hour"
	back = "casework.readings_days"
)

// Settings declares how many cases are many, and how many days are compared.
func Settings() []setting.Def {
	def := func(key, title, english, value string) setting.Def {
		return setting.Def{Key: key, Title: title, English: english, Type: setting.Int, Default: map[string]string{"": value}, Sure: rule.Unsure,
			Level: rule.Center, Group: "casework", Grave: true, Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}
	}
	own := def(back, "与本人以往比较的天数", "Days of one's own with which a day is compared", "60")
	own.Help = "当日查阅的案件多于本人这些天中有查阅的各日的平均数加三倍标准差的，提示审计；有查阅的日子不足 10 天的不比较；0 为不比较"
	own.HelpEN = "The audit says so where somebody reads more cases in a day than the mean of their days plus three standard deviations; with fewer than 10 days on which they read, nothing is compared; 0 for never"
	return []setting.Def{def(most, "一小时内查阅多少件案件的未公开文本即提示审计", "Cases read in an hour above which the audit says so", "20"), own}
}

// A Desk watches.
type Desk struct {
	Office *casework.Office
	Say    func(ctx context.Context, tx *store.Tx, center, account int64, what string) error // into the audit
	Now    func() time.Time
	Log    *slog.Logger

	mu     sync.Mutex
	spoken map[int64]time.Time    // account → when it was spoken of last; a restart may say it once more
	odd    map[int64]calendar.Day // account → the day of which it was last said that it is unlike the others
	habits map[int64]habit        // center → what its people are used to, as of today
}

// A habit is what the accounts of a center read on days before one, which is counted once.
type habit struct {
	day   calendar.Day
	back  int
	usual map[int64]usual
}

// usual is the mean of somebody's days, and how far these lie apart.
type usual struct {
	days        int
	mean, sigma float64
}

// limit is how many cases in a day are no more than somebody is used to. One case more or less is no difference,
// however alike the days were.
func (u usual) limit() float64 { return u.mean + sigmas*max(u.sigma, 1) }

// A reader is who opened cases, and how many.
type reader struct {
	account int64
	name    string
	cases   int
}

// Watch looks at the last hour of a center.
func (d *Desk) Watch(ctx context.Context, center int64) (err error) {
	defer fault.Wrap(&err, "watch readings")
	now := d.Now()
	var many []reader
	var limit int
	err = d.Office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if limit, err = d.Office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: most, On: d.Office.Today()}); err != nil {
			return err
		}
		many, err = readers(ctx, tx, center, now.Add(-span), limit)
		return err
	})
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.compare(ctx, center); err != nil {
		return err
	}
	if d.spoken == nil {
		d.spoken = map[int64]time.Time{}
	}
	for _, r := range many {
		if now.Sub(d.spoken[r.account]) < span {
			continue
		}
		detail := fmt.Sprintf("%s一小时内查阅了 %d 件案件的未公开文本，超过 %d 件", r.name, r.cases, limit)
		err := d.Office.DB.Write(ctx, func(tx *store.Tx) error { return d.Say(ctx, tx, center, r.account, detail) })
		if err != nil {
			return err
		}
		d.spoken[r.account] = now
		d.Log.Warn("many cases were read within an hour", "account", r.account, "cases", r.cases)
	}
	return nil
}

// readers are those who opened more cases than a number since a moment.
func readers(ctx context.Context, tx *store.Tx, center int64, since time.Time, above int) (out []reader, err error) {
	rows, err := tx.Query(ctx, `SELECT actor_id, MAX(actor), COUNT(DISTINCT case_id) FROM casework_event
		WHERE center_id = $1 AND move = $2 AND at > $3 GROUP BY actor_id HAVING COUNT(DISTINCT case_id) > $4 ORDER BY actor_id`, center, casework.ReadMove, since.UnixMicro(), above)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r reader
		if err := rows.Scan(&r.account, &r.name, &r.cases); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// compare looks at the present day of a center beside the days before.
func (d *Desk) compare(ctx context.Context, center int64) error {
	today := d.Office.Today()
	var read []reader
	var h habit
	err := d.Office.DB.Read(ctx, func(tx *store.Tx) error {
		n, err := d.Office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: back, On: today})
		if err != nil || n == 0 {
			return err
		}
		if h = d.habits[center]; h.day != today || h.back != n {
			h = habit{day: today, back: n}
			if h.usual, err = habits(ctx, tx, center, today, n); err != nil {
				return err
			}
		}
		read, err = readers(ctx, tx, center, today.Begin().Add(-time.Microsecond), 0)
		return err
	})
	if err != nil {
		return err
	}
	if d.odd == nil {
		d.odd, d.habits = map[int64]calendar.Day{}, map[int64]habit{}
	}
	d.habits[center] = h
	for _, r := range read {
		u := h.usual[r.account]
		if u.days < fewest || float64(r.cases) <= u.limit() || d.odd[r.account] == today {
			continue
		}
		detail := fmt.Sprintf("%s当日已查阅 %d 件案件的未公开文本，多于本人以往 %d 天的平均 %.1f 件加三倍标准差（%.1f 件）", r.name, r.cases, u.days, u.mean, u.limit())
		if err := d.Office.DB.Write(ctx, func(tx *store.Tx) error { return d.Say(ctx, tx, center, r.account, detail) }); err != nil {
			return err
		}
		d.odd[r.account] = today
		d.Log.Warn("far more cases were read than usual", "account", r.account, "cases", r.cases)
	}
	return nil
}

// habits are what the accounts of a center read on the days before one on which they read at all.
func habits(ctx context.Context, tx *store.Tx, center int64, today calendar.Day, back int) (map[int64]usual, error) {
	from := today - calendar.Day(back)
	// Days of China, counted from the first; a case that is opened many times in a day is one.
	rows, err := tx.Query(ctx, `SELECT actor_id, (at - $3) / $5, COUNT(DISTINCT case_id) FROM casework_event
		WHERE center_id = $1 AND move = $2 AND at >= $3 AND at < $4 GROUP BY 1, 2`, center, casework.ReadMove, from.Begin().UnixMicro(), today.Begin().UnixMicro(), (24 * time.Hour).Microseconds())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[int64][]float64{}
	for rows.Next() {
		var account, day, n int64
		if err := rows.Scan(&account, &day, &n); err != nil {
			return nil, err
		}
		counts[account] = append(counts[account], float64(n))
	}
	out := map[int64]usual{}
	for account, days := range counts {
		u := usual{days: len(days)}
		for _, n := range days {
			u.mean += n / float64(len(days))
		}
		for _, n := range days {
			u.sigma += (n - u.mean) * (n - u.mean) / float64(max(len(days)-1, 1))
		}
		u.sigma = math.Sqrt(u.sigma)
		out[account] = u
	}
	return out, rows.Err()
}
