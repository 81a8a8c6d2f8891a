package casework

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"zhibao/casework/fact"
	"zhibao/casework/receipt"
	"zhibao/casework/setting"
	"zhibao/casework/tally"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
	"zhibao/law/calendar"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the kernel.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "casework", Files: sub}
}

// A Reaction is what a procedure does about a fact, in the transaction in which the fact was established.
type Reaction func(ctx context.Context, s *Step, f fact.Fact) error

// Office is what every procedure is given: database, keys, clock, calendar, settings, policy.
type Office struct {
	DB       *store.DB
	Keys     *seal.Ring
	Now      func() time.Time
	Settings *setting.Book
	Policy   *access.Policy
	Recorder *telemetry.Recorder // times the moves; none are if nil
	// Tell, if set, tells a party outside the product that something waits for it: the number and
	// a link, never a word of the matter. It runs in the transaction of the move.
	Tell func(ctx context.Context, tx *store.Tx, n Notification) error
	// Reached, if set, reports whether a party has an account, into which papers can be served.
	Reached func(ctx context.Context, tx *store.Tx, center, party int64) (bool, error)
	// Watch, if set, tells the auditor that unpublished text was opened to somebody whose case it is
	// not. It runs in the transaction of the act.
	Watch func(ctx context.Context, tx *store.Tx, by Actor, act, object string) error

	Receipts receipt.Book // says when what is done counts as received

	// Closing run when a move brings a case to an end, before the move is recorded; its state is the last one.
	Closing []func(s *Step) error
	// Proofs verify, beside the chains themselves, the rows of other packages that events vouch for.
	Proofs []func(ctx context.Context, tx *store.Tx) ([]Flaw, error)

	charts    []*Chart
	prepared  map[string]bool // codes of the moves that have a Before in some chart
	reactions map[fact.Kind][]Reaction

	mu        sync.Mutex
	calendars map[int64]centerCalendar
	courses   map[int64]Course
	counts    tally.Book
}

type centerCalendar struct {
	last int64
	cal  *calendar.Calendar
}

// A Notification is what the outside world may learn: that there is something new in a case.
type Notification struct {
	Center, Party, Case int64
	Number              string // of the case, may be empty
	Kind                string // NoticePaper where empty
}

// Kinds of notifications, which people may want in different ways.
const (
	NoticePaper    = "paper"    // a paper was served
	NoticeReminder = "reminder" // something waits for the party
)

// Acts of the kernel itself, beside the moves of the charts.
const (
	ActSee  = "case.see"  // number, kind, state, dates, handler, history
	ActName = "case.name" // title, inventors and other names of an unpublished application
	ActForm = "case.form" // request form, parties, formal findings
	ActText = "case.text" // the whole unpublished text

	ActFigures = "figures" // the center's figures
	ActInbox   = "inbox"   // papers that reached one's own party
)

// NewOffice returns an office that knows the charts. Charts that do not hold together are an
// error of the program and refused.
func NewOffice(db *store.DB, keys *seal.Ring, now func() time.Time, book *setting.Book, charts ...*Chart) (*Office, error) {
	o := &Office{DB: db, Keys: keys, Now: now, Settings: book, charts: charts,
		prepared: map[string]bool{}, reactions: map[fact.Kind][]Reaction{}, calendars: map[int64]centerCalendar{}}
	var errs []error
	for _, c := range charts {
		errs = append(errs, c.Check())
		for _, m := range c.Moves {
			o.prepared[m.Code] = o.prepared[m.Code] || m.Do.Before != nil
		}
		for _, r := range c.Clocks {
			if book.Def(r.Setting) == nil {
				errs = append(errs, fmt.Errorf("%s: clock %s has no setting %s", c.Code, r.Code, r.Setting))
			}
		}
	}
	return o, errors.Join(errs...)
}

// React adds what a procedure does about facts. It is called while the program is put together.
func (o *Office) React(rs map[fact.Kind]Reaction) {
	for k, r := range rs {
		o.reactions[k] = append(o.reactions[k], r)
	}
}

// Charts lists the charts in the order of the notice.
func (o *Office) Charts() []*Chart { return o.charts }

// Chart returns the chart with the code, or nil.
func (o *Office) Chart(code string) *Chart {
	for _, c := range o.charts {
		if c.Code == code {
			return c
		}
	}
	return nil
}

// ChartOf returns the chart of a case, or one without states and moves where only a newer version knows it.
func (o *Office) ChartOf(code string) *Chart {
	if c := o.Chart(code); c != nil {
		return c
	}
	return &Chart{Code: code, Title: "新版本的业务 " + code, English: "Procedure of a newer version: " + code}
}

// Today returns the civil day in China.
func (o *Office) Today() calendar.Day { return calendar.DayOf(o.Now()) }

// Calendar returns the calendar of a center: the public one with the center's own layers.
func (o *Office) Calendar(ctx context.Context, tx *store.Tx, center int64) (_ *calendar.Calendar, err error) {
	defer fault.Wrap(&err, "calendar of center %d", center)
	last, err := store.Once(tx, fmt.Sprint("casework_calendar", center), func() (last int64, err error) {
		err = tx.Row(ctx, `SELECT COALESCE(MAX(id), 0) FROM casework_calendar WHERE center_id = $1`, center).Scan(&last)
		return last, err
	})
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	known, ok := o.calendars[center]
	o.mu.Unlock()
	if ok && known.last == last {
		return known.cal, nil
	}
	layers, err := loadLayers(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	cal := calendar.Public().With(layers...)
	o.mu.Lock()
	o.calendars[center] = centerCalendar{last, cal}
	o.mu.Unlock()
	return cal, nil
}

// AddCalendarLayer stores a layer (a year's holidays or an announced closure) and recomputes
// every open clock of the center. It returns how many cases got another date.
func (o *Office) AddCalendarLayer(ctx context.Context, by Actor, l calendar.Layer) (moved int, err error) {
	defer fault.Wrap(&err, "add calendar layer")
	err = o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := insertLayer(ctx, tx, o, by, l); err != nil {
			return err
		}
		moved, err = o.recompute(ctx, tx, by.Center)
		return err
	})
	return moved, err
}

// OpenCenter records a center. It is done once, when the program is first started.
func (o *Office) OpenCenter(ctx context.Context, c Center) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := o.Keys.Center(ctx, tx, c.ID); err != nil { // made now, so that reading never has to make it
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO casework_center (id, center_id, code, name, english, province, opened_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7)`, c.ID, c.ID, c.Code, c.Name, c.English, c.Province, o.Now().UnixMicro())
		return err
	})
}

// A Center is one protection center.
type Center struct {
	ID                  int64
	Code, Name, English string
	Province            string // division prefix, "32"
}

// Center returns the center with the id.
func (o *Office) Center(ctx context.Context, tx *store.Tx, id int64) (c Center, err error) {
	defer fault.Wrap(&err, "center %d", id)
	c.ID = id
	err = tx.Row(ctx, `SELECT code, name, english, province FROM casework_center WHERE id = $1`, id).
		Scan(&c.Code, &c.Name, &c.English, &c.Province)
	return c, err
}

// Centers lists all centers of the database.
func (o *Office) Centers(ctx context.Context, tx *store.Tx) (_ []Center, err error) {
	defer fault.Wrap(&err, "list centers")
	rows, err := tx.Query(ctx, `SELECT id, code, name, english, province FROM casework_center ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Center
	for rows.Next() {
		var c Center
		if err := rows.Scan(&c.ID, &c.Code, &c.Name, &c.English, &c.Province); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}
