package searching

import (
	"context"

	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// What came of a search, and keeps it: its words say how that was found.
const (
	usedCollection = "collection" // until that is deleted
	usedExport     = "export"     // a table or a paper left the program
	UsedWatch      = "watch"
)

// Settings are what a center decides.
func Settings() []setting.Def {
	return []setting.Def{{Key: "searching.keep", Title: "检索记录保留天数", English: "Days for which searches are kept", Type: setting.Int, Default: map[string]string{"": "365"}, Sure: rule.Unsure, Level: rule.Center, Group: "searching", Grave: true,
		Help: "早于这个天数的检索记录每天清理一次；已保存的、放入集合的、导出过的和用于监视的检索一直保留；0 表示全部保留", HelpEN: "Older searches are deleted once a day; those that were saved, exported, put into a collection or watched stay. 0 keeps all",
		Basis: []rule.Cite{{Text: "本中心规定", Article: "检索记录保留天数", Sure: rule.Ours}}}}
}

// Used notes what came of a search, by the id of what was made of it.
func (d *Desk) Used(ctx context.Context, tx *store.Tx, center, run int64, kind string, about int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO searching_use (center_id, run_id, kind, about_id, at) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (run_id, kind, about_id) DO NOTHING`, center, run, kind, about, d.office.Now().UnixMicro())
	return err
}

// used notes it in a transaction of its own.
func (d *Desk) used(ctx context.Context, r *Run, kind string, about int64) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error { return d.Used(ctx, tx, r.Center, r.ID, kind, about) })
}

// keepDays is for how many days the searches of a center are kept; 0 for good.
func (d *Desk) keepDays(ctx context.Context, tx *store.Tx, center int64) (int, error) {
	return d.office.Settings.Int(ctx, tx, setting.Query{Center: center, Key: "searching.keep", On: d.office.Today()})
}

// Forget deletes the searches of a center that are older than it keeps them and to which nothing refers, and
// says how many. Navigation projects and the data of a project hold words and documents of their own; they
// refer to no search.
func (d *Desk) Forget(ctx context.Context, center int64) (n int64, err error) {
	defer fault.Wrap(&err, "forget searches")
	err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
		days, err := d.keepDays(ctx, tx, center)
		if err != nil || days == 0 {
			return err
		}
		before := (d.office.Today() - calendar.Day(days)).Begin().UnixMicro()
		n, err = tx.Exec(ctx, `DELETE FROM searching_run WHERE center_id = $1 AND at < $2 AND kept_at = 0 AND NOT EXISTS (SELECT 1 FROM searching_use u WHERE u.run_id = searching_run.id
			AND (u.kind <> $3 OR EXISTS (SELECT 1 FROM searching_set s WHERE s.id = u.about_id AND s.dropped_at = 0)))`, center, before, usedCollection)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM searching_use WHERE center_id = $1 AND NOT EXISTS (SELECT 1 FROM searching_run r WHERE r.id = searching_use.run_id)`, center)
		return err
	})
	return n, err
}
