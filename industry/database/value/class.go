package value

import (
	"context"
	"regexp"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// A Class is a line of the table of industries: an IPC class with all below it, and the strategic emerging
// industry to which it belongs.
type Class struct {
	ID          int64
	IPC         string // "H01M10/05"
	Code, Title string // of the industry
	Version     string // of the table, as it calls itself
	Source      string
	From, Until calendar.Day // Until is the last day; no day while it goes on
	At          time.Time
	Name        string // of who entered it
	EndedBy     string
	Why         string // it was ended
}

// classes are the lines in force on a day.
type classes struct{ by map[string]*Class }

// none reports whether there is no table on the day.
func (cs *classes) none() bool { return cs == nil || len(cs.by) == 0 }

// of finds the line of a class of a patent, the narrowest where several fit.
func (cs *classes) of(code string) (found *Class) {
	for _, x := range literature.Path(code) {
		if c := cs.by[x]; c != nil {
			found = c
		}
	}
	return found
}

// classesOn reads the table of a day.
func classesOn(ctx context.Context, tx *store.Tx, center int64, day calendar.Day) (*classes, error) {
	all, err := readClasses(ctx, tx, center, `from_day <= $2 AND (until_day = 0 OR until_day >= $2)`, int64(day))
	cs := &classes{by: map[string]*Class{}}
	// Of two lines of a class the later one counts.
	for _, c := range all {
		if have := cs.by[c.IPC]; have == nil || c.From >= have.From {
			cs.by[c.IPC] = c
		}
	}
	return cs, err
}

// readClasses reads lines by a condition.
func readClasses(ctx context.Context, tx *store.Tx, center int64, where string, args ...any) (out []*Class, err error) {
	defer fault.Wrap(&err, "read the table of industries")
	rows, err := tx.Query(ctx, `SELECT id, ipc, code, title, version, source, from_day, until_day, at, name, ended_by, why FROM value_class WHERE center_id = $1 AND `+where+` ORDER BY ipc, from_day, id`, append([]any{center}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c := &Class{}
		var from, until, at int64
		if err := rows.Scan(&c.ID, &c.IPC, &c.Code, &c.Title, &c.Version, &c.Source, &from, &until, &at, &c.Name, &c.EndedBy, &c.Why); err != nil {
			return nil, err
		}
		c.From, c.Until, c.At = calendar.Day(from), calendar.Day(until), time.UnixMicro(at)
		out = append(out, c)
	}
	return out, rows.Err()
}

// NewClass is a line as it is entered.
type NewClass struct {
	IPC     string       `json:"ipc" label:"国际分类" en:"IPC" required:"true" max:"20" help:"如 H01M 10/05；含其下各级" helpen:"Such as H01M 10/05, with all below it"`
	Code    string       `json:"code" label:"产业代码" en:"Code of the industry" required:"true" max:"40"`
	Title   string       `json:"title" label:"产业名称" en:"Name of the industry" required:"true" max:"120"`
	Version string       `json:"version" label:"对照表版本" en:"Version of the table" required:"true" max:"60" help:"对照表的名称和年份，按原文件填写" helpen:"Name and year, as the table itself has it"`
	From    calendar.Day `json:"from" label:"自何日起适用" en:"In force from" widget:"date" required:"true"`
	Source  string       `json:"source" label:"数据来源" en:"Source" required:"true" max:"120"`
}

// symbol is a section of IPC or anything below it.
var symbol = regexp.MustCompile(`^[A-H](\d{2}([A-Z](\d{1,4}(/\d{2,6})?)?)?)?$`)

// check reads what was entered. Error: Invalid, on the field.
func (in *NewClass) check() (*Class, error) {
	c := &Class{IPC: literature.Code(strings.ToUpper(strings.TrimSpace(in.IPC))), Code: strings.TrimSpace(in.Code), Title: strings.TrimSpace(in.Title), Version: strings.TrimSpace(in.Version), Source: strings.TrimSpace(in.Source), From: in.From}
	if !symbol.MatchString(c.IPC) {
		return nil, fault.New(fault.Invalid, "value.ipc", "“%s”不是国际专利分类号，请写作 H01M 或 H01M 10/05", in.IPC).At("ipc")
	}
	return c, nil
}

// clash refuses a line that stands in the table already.
func (c *Class) clash(ctx context.Context, tx *store.Tx, center int64) error {
	// A line that has ended may come again, from another day on.
	have, err := readClasses(ctx, tx, center, `ipc = $2 AND until_day = 0`, c.IPC)
	for _, x := range have {
		if x.Code == c.Code && x.Version == c.Version {
			return fault.New(fault.Conflict, "value.class_twice", "对照表中已有 %s 与产业 %s 的对照；要改适用日期，请先终止原来的一行", c.IPC, c.Code).At("ipc")
		}
	}
	return err
}

// addClass enters a line.
func (d *Desk) addClass(ctx context.Context, by casework.Actor, in *NewClass) (*Class, error) {
	c, err := in.check()
	if err != nil {
		return nil, err
	}
	return c, d.office.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock(ctx, "value.class"); err != nil {
			return err
		}
		if err := c.clash(ctx, tx, by.Center); err != nil {
			return err
		}
		c.ID, c.At, c.Name = d.office.DB.NewID(), d.office.Now(), by.Name
		_, err := tx.Exec(ctx, `INSERT INTO value_class (id, center_id, ipc, code, title, version, source, from_day, until_day, at, name, ended_by, why) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,0,$9,$10,'','')`,
			c.ID, by.Center, c.IPC, c.Code, c.Title, c.Version, c.Source, int64(c.From), c.At.UnixMicro(), c.Name)
		return err
	})
}

// ending ends a line after a day.
type ending struct {
	Until calendar.Day `json:"until" label:"最后适用日" en:"Last day" widget:"date" required:"true" help:"填写不早于适用日的日期；误录的一行填写适用日的前一日即不再适用" helpen:"For a line that was a mistake, the day before it began"`
	Why   string       `json:"why" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"500"`
}

// endClass ends a line; for days up to the last one it still counts.
func (d *Desk) endClass(ctx context.Context, by casework.Actor, id int64, in *ending) error {
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := oneClass(ctx, tx, by.Center, id)
		if err != nil {
			return err
		}
		// The day before it began ends a line that should never have been.
		if !c.Until.IsZero() || in.Until < c.From-1 {
			return fault.New(fault.Conflict, "value.class_end", "这一行已经终止，或者最后适用日早于适用日 %s 的前一日，请核对", c.From).At("until")
		}
		_, err = tx.Exec(ctx, `UPDATE value_class SET until_day = $1, ended_by = $2, why = $3 WHERE id = $4`, int64(in.Until), by.Name, strings.TrimSpace(in.Why), id)
		return err
	})
}

// oneClass reads one. Error: Missing.
func oneClass(ctx context.Context, tx *store.Tx, center, id int64) (*Class, error) {
	cs, err := readClasses(ctx, tx, center, `id = $2`, id)
	if err == nil && len(cs) == 0 {
		err = fault.New(fault.Missing, "value.class", "对照表中没有这一行，请从“战略性新兴产业对照表”中选择")
	}
	if err != nil {
		return nil, err
	}
	return cs[0], nil
}
