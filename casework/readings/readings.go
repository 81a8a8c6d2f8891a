// Package readings (查阅监测) looks at how many cases somebody opens: unpublished text is read case by case, and whoever
// opens many within an hour may be collecting it. Nobody is hindered; the audit says it, once in an hour for each
// account, and the log and the export for collectors of security events do.
//
// 专利法第二十一条第三款; the number is a matter of the center.
package readings

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/rule"
)

// span is the time within which cases are counted, and after which an account is spoken of again.
const span = time.Hour

const most = "casework.readings_hour"

// Settings declares how many cases are many.
func Settings() []setting.Def {
	const title = "一小时内查阅多少件案件的未公开文本即提示审计"
	return []setting.Def{{Key: most, Title: title, English: "Cases read in an hour above which the audit says so", Type: setting.Int, Default: map[string]string{"": "20"}, Sure: rule.Unsure,
		Level: rule.Center, Group: "casework", Grave: true, Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}}}
}

// A Desk watches.
type Desk struct {
	Office *casework.Office
	Say    func(ctx context.Context, tx *store.Tx, center, account int64, what string) error // into the audit
	Now    func() time.Time
	Log    *slog.Logger

	mu     sync.Mutex
	spoken map[int64]time.Time // account → when it was spoken of last; a restart may say it once more
}

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
