package mailbox

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/url"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
)

//go:embed schema
var schema embed.FS

// Schema is the tables of this package.
func Schema() store.Schema { return store.Schema{Owner: "mailbox", Files: schema} }

// A Driver hands letters over to the outside world. An error that no second try can mend is
// Rejected. Deliver returns when the other side has taken the letter on, or with ctx.
type Driver interface {
	Deliver(ctx context.Context, p Parcel) error
}

// A Parcel is a letter as it goes out.
type Parcel struct {
	ID            int64 // the same when the letter goes out twice after a crash
	To            string
	Subject, Body string
	At            time.Time
}

// States of a letter, as stored.
const (
	Waiting = "waiting"
	Sent    = "sent"
	Failed  = "failed"
)

// A Letter is a message and what became of it.
type Letter struct {
	ID int64
	Message
	State   string
	Tries   int
	Error   string // code of the last failure
	Created time.Time
	Ended   time.Time // when sent or given up; zero before
}

// Options of a Box. Now, BaseURL, Templates and Driver must be set.
type Options struct {
	Now       func() time.Time
	BaseURL   string // address of this site, to which paths are added
	Templates []Template
	// Driver reads how a center sends over a channel, when a letter goes out; nil for not at all.
	Driver   func(ctx context.Context, tx *store.Tx, center int64, ch Channel) (Driver, error)
	Tries    int                 // before a letter has failed, at most those of the runner; 8 if 0, over an hour
	Timeout  time.Duration       // of one delivery; 1 min if 0
	Life     time.Duration       // after which a letter is given up that could not even be tried; 24 h if 0
	Recorder *telemetry.Recorder // times the deliveries; none are if nil
	// Failed is called in the transaction in which a letter is given up.
	Failed func(ctx context.Context, tx *store.Tx, l Letter) error
}

// A Box is the outgoing letters.
type Box struct {
	db        *store.DB
	jobs      *job.Runner
	o         Options
	base      *url.URL
	templates map[string]Template
}

const jobKind = "mailbox/deliver"

// New makes a Box whose letters are sent by jobs.
func New(db *store.DB, jobs *job.Runner, o Options) (_ *Box, err error) {
	defer fault.Wrap(&err, "mailbox")
	b := &Box{db: db, jobs: jobs, o: o, templates: map[string]Template{}}
	b.base, err = url.Parse(o.BaseURL)
	if err != nil || b.base.Host == "" || b.base.Scheme != "https" && b.base.Scheme != "http" {
		return nil, fault.New(fault.Invalid, "mailbox.base_url", "本站地址不正确，应为 https://主机名")
	}
	if b.o.Tries <= 0 {
		b.o.Tries = 8
	}
	if b.o.Timeout <= 0 {
		b.o.Timeout = time.Minute
	}
	if b.o.Life <= 0 {
		b.o.Life = 24 * time.Hour
	}
	for _, t := range o.Templates {
		if _, twice := b.templates[t.ID]; twice || t.ID == "" || t.Chinese.Body == "" || t.English.Body == "" {
			return nil, fault.New(fault.Internal, "mailbox.template", "通知模板 %s 重复或不完整，请联系系统管理员更正", t.ID)
		}
		b.templates[t.ID] = t
	}
	jobs.Handle(jobKind, b.deliver)
	return b, nil
}

// Send writes a letter into the caller's transaction and returns its id. It fails at once if
// the recipient cannot be right.
func (b *Box) Send(ctx context.Context, tx *store.Tx, m Message) (id int64, err error) {
	defer fault.Wrap(&err, "sending a notice")
	m.Language = cmp.Or(m.Language, "zh")
	if err := m.check(); err != nil {
		return 0, err
	}
	if _, ok := b.templates[m.Template]; !ok {
		return 0, fault.New(fault.Internal, "mailbox.template", "没有通知模板 %s，请联系系统管理员更正", m.Template)
	}
	id = b.db.NewID()
	err = tx.Later(ctx, `INSERT INTO mailbox_letter (id, center_id, channel, recipient, template, language,
			number, path, state, tries, error, created_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '', $10, 0)`,
		id, m.Center, string(m.Channel), m.To, m.Template, m.Language, m.Number, m.Path, Waiting, b.o.Now().UnixMicro())
	if err != nil {
		return 0, err
	}
	return id, b.enqueue(ctx, tx, id)
}

// enqueue asks for the job that sends the letter.
func (b *Box) enqueue(ctx context.Context, tx *store.Tx, id int64) error {
	return b.jobs.Enqueue(ctx, tx, job.Request{Kind: jobKind, Payload: id})
}

const letterColumns = `id, center_id, channel, recipient, template, language, number, path, state, tries,
	error, created_at, ended_at`

// Backlog says how many letters of a center wait to go out, and since when the oldest does.
func Backlog(ctx context.Context, tx *store.Tx, center int64) (n int64, oldest time.Time, err error) {
	defer fault.Wrap(&err, "counting the letters")
	var at int64
	err = tx.Row(ctx, `SELECT count(*), coalesce(min(created_at), 0) FROM mailbox_letter WHERE center_id = $1 AND state = 'waiting'`, center).Scan(&n, &at)
	if n > 0 {
		oldest = time.UnixMicro(at)
	}
	return n, oldest, err
}

// Letter returns a letter. The recipient of a sent one is masked.
func (b *Box) Letter(ctx context.Context, tx *store.Tx, id int64) (l Letter, err error) {
	defer fault.Wrap(&err, "reading a notice")
	l, err = scan(tx.Row(ctx, `SELECT `+letterColumns+` FROM mailbox_letter WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return l, fault.New(fault.Missing, "mailbox.none", "没有这条通知，请从列表选择")
	}
	return l, err
}

// letterAndWay returns a letter, and how the way fares over which it goes out.
func (b *Box) letterAndWay(ctx context.Context, tx *store.Tx, id int64) (l Letter, h Health, err error) {
	var created, ended, until, sent int64
	err = tx.Row(ctx, `SELECT l.id, l.center_id, l.channel, l.recipient, l.template, l.language, l.number, l.path, l.state, l.tries, l.error, l.created_at, l.ended_at,
			coalesce(w.failures, 0), coalesce(w.error, ''), coalesce(w.until, 0), coalesce(w.sent_at, 0)
		FROM mailbox_letter l LEFT JOIN mailbox_way w ON w.center_id = l.center_id AND w.channel = l.channel WHERE l.id = $1`, id).
		Scan(&l.ID, &l.Center, &l.Channel, &l.To, &l.Template, &l.Language, &l.Number, &l.Path, &l.State, &l.Tries, &l.Error, &created, &ended,
			&h.Failures, &h.Error, &until, &sent)
	l.Created, l.Ended, h.Until, h.Sent = at(created), at(ended), at(until), at(sent)
	return l, h, err
}

// Unsent returns the letters of a center that wait, or have failed and are nobody's affair yet, the
// oldest first, at most 500.
func (b *Box) Unsent(ctx context.Context, tx *store.Tx, centerID int64) (out []Letter, err error) {
	defer fault.Wrap(&err, "listing notices")
	rows, err := tx.Query(ctx, `SELECT `+letterColumns+` FROM mailbox_letter WHERE center_id = $1 AND state <> 'sent' AND settled_at = 0
		ORDER BY id LIMIT 500`, centerID)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		l, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Failures counts the failed letters of a center that nobody has settled.
func (b *Box) Failures(ctx context.Context, tx *store.Tx, centerID int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM mailbox_letter WHERE center_id = $1 AND state = 'failed' AND settled_at = 0`, centerID).Scan(&n)
	return n, err
}

// Settle notes that somebody told the recipient of a failed letter by other means.
func (b *Box) Settle(ctx context.Context, tx *store.Tx, id, account int64) (err error) {
	defer fault.Wrap(&err, "settling a notice")
	n, err := tx.Exec(ctx, `UPDATE mailbox_letter SET settled_at = $2, settled_by = $3
		WHERE id = $1 AND state = 'failed' AND settled_at = 0`, id, b.o.Now().UnixMicro(), account)
	if err == nil && n == 0 {
		err = notFailed()
	}
	return err
}

// Resend tries a failed letter again from the beginning.
func (b *Box) Resend(ctx context.Context, tx *store.Tx, id int64) (err error) {
	defer fault.Wrap(&err, "resending a notice")
	n, err := tx.Exec(ctx, `UPDATE mailbox_letter SET state = 'waiting', tries = 0, ended_at = 0
		WHERE id = $1 AND state = 'failed' AND settled_at = 0`, id)
	if err != nil {
		return err
	}
	if n == 0 {
		return notFailed()
	}
	return b.enqueue(ctx, tx, id)
}

func notFailed() error {
	return fault.New(fault.Missing, "mailbox.not_failed", "没有这条发送失败的通知，可能已重发或已办结，请刷新页面")
}

// scan reads a row of letterColumns.
func scan(row interface{ Scan(...any) error }) (l Letter, err error) {
	var created, ended int64
	err = row.Scan(&l.ID, &l.Center, &l.Channel, &l.To, &l.Template, &l.Language, &l.Number, &l.Path,
		&l.State, &l.Tries, &l.Error, &created, &ended)
	l.Created, l.Ended = at(created), at(ended)
	return l, err
}

// deliver is the job that sends one letter.
func (b *Box) deliver(ctx context.Context, j job.Job) (job.Effect, error) {
	var id int64
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return nil, job.Permanent(err)
	}
	var l Letter
	var way Health
	var d Driver
	var unfit error // what is set up cannot be used: the way fails, not the look at it
	err := b.db.Read(ctx, func(tx *store.Tx) (err error) {
		if l, way, err = b.letterAndWay(ctx, tx, id); err == nil && l.State == Waiting && !b.o.Now().Before(way.Until) {
			d, unfit = b.o.Driver(ctx, tx, l.Center, l.Channel)
		}
		return err
	})
	if err != nil || l.State != Waiting {
		return nil, err
	}
	if b.o.Now().Before(way.Until) {
		return b.hold(l, way, j), nil
	}
	if err = unfit; err == nil {
		err = b.hand(ctx, d, l)
	}
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err() // the program is ending: that was no try
	}
	if err != nil {
		if note := b.ill(ctx, l, err); note != nil {
			return nil, note
		}
	}
	l.Tries += j.Attempt
	switch {
	case err == nil:
		l.To, l.State, l.Error, l.Ended = masked(l.To), Sent, "", b.o.Now()
	case isRejected(err) || l.Tries >= b.o.Tries:
		l.State, l.Error, l.Ended = Failed, fault.CodeOf(err), b.o.Now()
	default:
		return nil, err
	}
	return func(ctx context.Context, tx *store.Tx) error {
		if l.State == Sent {
			if err := b.well(ctx, tx, l, way); err != nil {
				return err
			}
		}
		return b.end(ctx, tx, l)
	}, nil
}

// hold puts a letter off until its way is tried again, or gives it up when its life is over: what
// nobody could send for a day, somebody should say by telephone. That is no try.
func (b *Box) hold(l Letter, way Health, j job.Job) job.Effect {
	l.Tries += j.Attempt - 1
	return func(ctx context.Context, tx *store.Tx) error {
		l.Error = way.Error
		if b.o.Now().Sub(l.Created) > b.o.Life {
			l.State, l.Ended = Failed, b.o.Now()
			return b.end(ctx, tx, l)
		}
		if _, err := tx.Exec(ctx, `UPDATE mailbox_letter SET tries = $2, error = $3 WHERE id = $1`, l.ID, l.Tries, l.Error); err != nil {
			return err
		}
		return b.jobs.Enqueue(ctx, tx, job.Request{Kind: jobKind, Payload: l.ID, At: way.Until.Add(rand.N(time.Minute))})
	}
}

// hand gives a letter to its driver.
func (b *Box) hand(ctx context.Context, d Driver, l Letter) error {
	t, text := b.templates[l.Template], ""
	if t.Text != nil {
		if err := b.db.Read(ctx, func(tx *store.Tx) (err error) { text, err = t.Text(ctx, tx, l.Message); return err }); err != nil {
			return err
		}
	}
	w := t.words(l.Message, b.base, text)
	return b.try(ctx, d, l.Channel, Parcel{ID: l.ID, To: l.To, Subject: w.Subject, Body: w.Body, At: l.Created})
}

// Test hands a message over at once and waits for the outcome, without a letter and whether the way
// rests or not: for an administrator who wants to know.
func (b *Box) Test(ctx context.Context, m Message) error {
	m.Language = cmp.Or(m.Language, "zh")
	if err := m.check(); err != nil {
		return err
	}
	var d Driver
	err := b.db.Read(ctx, func(tx *store.Tx) (err error) {
		d, err = b.o.Driver(ctx, tx, m.Center, m.Channel)
		return err
	})
	if err != nil {
		return err
	}
	return b.hand(ctx, d, Letter{ID: b.db.NewID(), Message: m, Created: b.o.Now()})
}

// try hands a parcel over.
func (b *Box) try(ctx context.Context, d Driver, ch Channel, p Parcel) error {
	if d == nil {
		r := ReasonOf("mailbox.no_driver")
		return Rejected(fault.New(fault.Unavailable, r.Code, "%s", r.Chinese))
	}
	ctx, cancel := context.WithTimeout(ctx, b.o.Timeout)
	defer cancel()
	ctx, end := b.o.Recorder.Begin(ctx, telemetry.Outbound, string(ch))
	err := d.Deliver(ctx, p)
	end(telemetry.Outcome(err))
	return err
}

// end writes down what became of a letter.
func (b *Box) end(ctx context.Context, tx *store.Tx, l Letter) error {
	err := tx.Later(ctx, `UPDATE mailbox_letter SET recipient = $2, state = $3, tries = $4, error = $5,
		ended_at = $6 WHERE id = $1`, l.ID, l.To, l.State, l.Tries, l.Error, l.Ended.UnixMicro())
	if err == nil && l.State == Failed && b.o.Failed != nil {
		err = b.o.Failed(ctx, tx, l)
	}
	return err
}

type rejected struct{ error }

// Unwrap returns the cause.
func (r rejected) Unwrap() error { return r.error }

// Rejected marks an error that no second try can mend, such as an unknown address.
func Rejected(err error) error { return rejected{err} }

func isRejected(err error) bool {
	_, ok := errors.AsType[rejected](err)
	return ok
}
