package worklist

import (
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
)

// maxViews is how many views a person may keep, and a center share: each is counted whenever the
// list is shown.
const maxViews = 12

// views lists the views that the person has saved, and those that the center shares. A party has
// none in common with others: the center 0 of the parties is no team.
func (p *Pages) views(c *web.Ctx, tx *store.Tx) (out []list.SavedView, err error) {
	a := Actor(c)
	rows, err := tx.Query(c.Context(), `SELECT id, account_id, title, query, team FROM worklist_view WHERE center_id = $1 AND list = 'work'
		AND (account_id = $2 OR (team AND $3)) ORDER BY team, at`, a.Center, a.Account, a.Party == 0)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, account int64
		v := list.SavedView{Count: -1}
		if err := rows.Scan(&id, &account, &v.Title, &v.Query, &v.Team); err != nil {
			return nil, err
		}
		if account == a.Account || v.Team && tidies(a) {
			v.ID = strconv.FormatInt(id, 36)
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// tidies reports whether the actor may remove the views that others share.
func tidies(a casework.Actor) bool { return a.Is(casework.Head) || a.Is(casework.Director) }

// saveView keeps a view for the person, or for everybody of the center. Only staff may share
// one: a party must not write into the pages of the center. The list has made sure that the
// query holds no secret words.
func (p *Pages) saveView(c *web.Ctx, title, query string, team bool) error {
	a := Actor(c)
	team = team && a.Party == 0
	return p.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		var n int
		err := tx.Row(c.Context(), `SELECT COUNT(*) FROM worklist_view WHERE center_id = $1 AND list = 'work' AND team = $2 AND (team OR account_id = $3)`,
			a.Center, team, a.Account).Scan(&n)
		if err != nil {
			return err
		}
		if n >= maxViews {
			return fault.New(fault.Conflict, "worklist.views", "最多保存 %d 个视图，请先在“列设置与视图”中删除不用的", maxViews)
		}
		_, err = tx.Exec(c.Context(), `INSERT INTO worklist_view (id, center_id, account_id, list, title, query, team, at)
			VALUES ($1,$2,$3,'work',$4,$5,$6,$7)`, p.Office.DB.NewID(), a.Center, a.Account, title, query, team, c.Now().UnixMicro())
		return err
	})
}

// dropView removes a view of the person, or one that the center shares and the person may tidy away.
func (p *Pages) dropView(c *web.Ctx, id string) error {
	a := Actor(c)
	n, err := strconv.ParseInt(id, 36, 64)
	if err != nil {
		return noView()
	}
	return p.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		gone, err := tx.Exec(c.Context(), `DELETE FROM worklist_view WHERE id = $1 AND center_id = $2 AND (account_id = $3 OR (team AND $4))`,
			n, a.Center, a.Account, tidies(a))
		if err == nil && gone == 0 {
			err = noView()
		}
		return err
	})
}

// noView is the answer for a view that is gone or another's.
func noView() error {
	return fault.New(fault.Missing, "worklist.view", "没有这个视图，可能已被删除；请刷新列表")
}
