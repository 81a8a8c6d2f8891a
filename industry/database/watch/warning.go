package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// States of a warning.
const (
	fresh     = "new"       // nobody looked at it
	seen      = "seen"      // somebody looked and did nothing yet
	handled   = "handled"   // with a note
	dismissed = "dismissed" // with a reason
)

// Facts are the numbers and words behind a warning.
type Facts struct {
	Rule    string       `json:"rule"`              // the setting that gave the level
	From    string       `json:"from,omitempty"`    // from whom the patent went
	To      string       `json:"to,omitempty"`      // to whom, or who was licensed
	Detail  string       `json:"detail,omitempty"`  // the words of the source
	Source  string       `json:"source,omitempty"`  // where the data is from
	AsOf    calendar.Day `json:"as_of,omitzero"`    // how far it goes
	Month   string       `json:"month,omitempty"`   // that was counted, or where counting begins
	Holder  string       `json:"holder,omitempty"`  // that dominates
	Year    int          `json:"year,omitempty"`    // of protection, of a fee
	Late    calendar.Day `json:"late,omitzero"`     // until when a fee can be paid with a surcharge
	Days    int          `json:"days,omitempty"`    // left when it was warned of
	Count   int          `json:"count,omitempty"`   // documents that stand out
	Total   int          `json:"total,omitempty"`   // documents they are compared with
	Percent int          `json:"percent,omitempty"` // the one of the other
	Limit   int          `json:"limit,omitempty"`   // the threshold then
}

// A Warning is something that a watch found.
type Warning struct {
	ID, Watch     int64
	WatchTitle    string       // as the watch is called now
	Cause, Mark   string       // the mark tells one cause from the next: the same never warns twice
	Number, Title string       // of the document, where it is about one
	Day           calendar.Day // of the cause
	Level         int          // red to blue; it stays as it was given
	Facts         Facts
	At            time.Time // when it was given
	State         string
}

// A Step is an entry of the record of a warning.
type Step struct {
	Name, Act, Note string
	At              time.Time
}

// add writes warnings that there are not yet, and returns whose.
func (d *Desk) add(ctx context.Context, tx *store.Tx, center int64, ws []Warning) (watches map[int64]bool, err error) {
	watches = map[int64]bool{}
	for _, w := range ws {
		facts, err := json.Marshal(w.Facts)
		if err != nil {
			return nil, err
		}
		n, err := tx.Exec(ctx, `INSERT INTO watch_warning (id, center_id, watch_id, cause, mark, number, title, day, level, facts, at, state) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT (watch_id, mark) DO NOTHING`,
			d.office.DB.NewID(), center, w.Watch, w.Cause, w.Mark, w.Number, w.Title, int64(w.Day), int64(w.Level), string(facts), d.office.Now().UnixMicro(), fresh)
		if err != nil {
			return nil, err
		}
		// Nothing was written where the same cause was warned of before.
		if n > 0 {
			watches[w.Watch] = true
		}
	}
	return watches, nil
}

// tell tells the recipients of watches that something waits.
func (d *Desk) tell(ctx context.Context, tx *store.Tx, center int64, watches map[int64]bool) error {
	if d.Tell == nil || len(watches) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `SELECT watch_id, account_id FROM watch_recipient WHERE center_id = $1`, center)
	if err != nil {
		return err
	}
	// One message for a batch, however many watches and warnings there are.
	var accounts []int64
	for rows.Next() {
		var id, account int64
		if err := rows.Scan(&id, &account); err != nil {
			return errors.Join(err, rows.Close())
		}
		if watches[id] && !slices.Contains(accounts, account) {
			accounts = append(accounts, account)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(accounts) == 0 {
		return err
	}
	return d.Tell(ctx, tx, center, accounts)
}

// conditions gathers the parts of a WHERE with their values.
type conditions struct {
	where string
	args  []any
}

func (c *conditions) add(part string, v any) {
	c.args = append(c.args, v)
	c.where += fmt.Sprintf(" AND "+part, len(c.args))
}

// filter is how the warnings can be narrowed.
type filter struct {
	Level string `json:"level" label:"级别" en:"Level" widget:"select" options:"1=红色=Red,2=橙色=Orange,3=黄色=Yellow,4=蓝色=Blue"`
	State string `json:"state" label:"状态" en:"State" widget:"select" options:"new=未查看=New,seen=已查看=Seen,handled=已处理=Handled,dismissed=不予处理=Dismissed"`
	Watch string `json:"watch" label:"监视项目" en:"Watch" widget:"select" options:"*"`
	Mine  string `json:"mine" label:"接收人" en:"Recipient" widget:"select" options:"yes=只看发给我的=Sent to me"`
}

// asked is which warnings are wanted.
type asked struct {
	filter
	order         string // of the rows, as SQL
	offset, limit int    // without a limit they are only counted
}

// warnings reads a page of those that fit, and how many there are.
func warnings(ctx context.Context, tx *store.Tx, by casework.Actor, f asked) (out []*Warning, total int, err error) {
	defer fault.Wrap(&err, "warnings")
	c := conditions{where: `g.center_id = $1`, args: []any{by.Center}}
	// The values come as the address has them; what is no number fits nothing.
	if f.Level != "" {
		c.add(`CAST(g.level AS TEXT) = $%d`, f.Level)
	}
	if f.State != "" {
		c.add(`g.state = $%d`, f.State)
	}
	if f.Watch != "" {
		c.add(`CAST(g.watch_id AS TEXT) = $%d`, f.Watch)
	}
	if f.Mine != "" {
		c.add(`g.watch_id IN (SELECT r.watch_id FROM watch_recipient r WHERE r.account_id = $%d AND r.center_id = $1)`, by.Account)
	}
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM watch_warning g WHERE `+c.where, c.args...).Scan(&total); err != nil || f.limit == 0 {
		return nil, total, err
	}
	out, err = scanned(ctx, tx, c.where+` ORDER BY `+f.order+fmt.Sprintf(` LIMIT %d OFFSET %d`, f.limit, f.offset), c.args...)
	return out, total, err
}

// scanned reads warnings.
func scanned(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Warning, err error) {
	rows, err := tx.Query(ctx, `SELECT g.id, g.watch_id, w.title, g.cause, g.mark, g.number, g.title, g.day, g.level, g.facts, g.at, g.state FROM watch_warning g JOIN watch_watch w ON w.id = g.watch_id AND +w.center_id = g.center_id WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		w := &Warning{}
		var day, level, at int64
		var facts string
		if err := rows.Scan(&w.ID, &w.Watch, &w.WatchTitle, &w.Cause, &w.Mark, &w.Number, &w.Title, &day, &level, &facts, &at, &w.State); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(facts), &w.Facts); err != nil {
			return nil, err
		}
		w.Day, w.Level, w.At = calendar.Day(day), int(level), time.UnixMicro(at)
		out = append(out, w)
	}
	return out, rows.Err()
}

// warning reads one, with its record.
func warning(ctx context.Context, tx *store.Tx, center, id int64) (w *Warning, steps []Step, err error) {
	ws, err := scanned(ctx, tx, `g.center_id = $1 AND g.id = $2`, center, id)
	if err != nil {
		return nil, nil, err
	}
	if len(ws) == 0 {
		return nil, nil, fault.New(fault.Missing, "watch.no_warning", "没有这条预警，请从“监视与预警”中选择")
	}
	rows, err := tx.Query(ctx, `SELECT name, at, act, note FROM watch_step WHERE warning_id = $1 ORDER BY id`, id)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Step
		var at int64
		if err := rows.Scan(&s.Name, &at, &s.Act, &s.Note); err != nil {
			return nil, nil, err
		}
		s.At = time.UnixMicro(at)
		steps = append(steps, s)
	}
	return ws[0], steps, rows.Err()
}

// Handle records what somebody did about a warning: seen, handled with a note, dismissed with a reason.
func (d *Desk) Handle(ctx context.Context, by casework.Actor, id int64, act, note string) error {
	switch {
	case act != seen && act != handled && act != dismissed:
		return fault.New(fault.Invalid, "watch.handle", "请选择已查看、已处理或者不予处理").At("do")
	case act == handled && note == "":
		return fault.New(fault.Invalid, "watch.note", "请写明怎样处理的").At("note")
	case act == dismissed && note == "":
		return fault.New(fault.Invalid, "watch.reason", "请写明不予处理的理由").At("note")
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		w, _, err := warning(ctx, tx, by.Center, id)
		if err != nil {
			return err
		}
		x, err := d.watch(ctx, tx, by.Center, w.Watch)
		if err != nil {
			return err
		}
		if !mine(by, x) {
			return fault.New(fault.Forbidden, "watch.not_recipient", "这条预警由接收人、监视的建立人或者负责人处理，请联系他们")
		}
		// Looking again changes nothing of what was decided.
		if act == seen && w.State != fresh {
			return fault.New(fault.Conflict, "watch.seen", "这条预警已经有人查看或者处理，请刷新后查看记录")
		}
		if _, err := tx.Exec(ctx, `UPDATE watch_warning SET state = $1 WHERE id = $2`, act, id); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO watch_step (id, center_id, warning_id, account_id, name, at, act, note) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`, d.office.DB.NewID(), by.Center, id, by.Account, by.Name, d.office.Now().UnixMicro(), act, note)
		return err
	})
}

// mine reports whether the warnings of a watch are for the actor to handle.
func mine(by casework.Actor, w *Watch) bool {
	return w.Account == by.Account || by.Is(casework.Head) || by.Is(casework.Director) || slices.ContainsFunc(w.Recipients, func(r Recipient) bool { return r.Account == by.Account })
}
