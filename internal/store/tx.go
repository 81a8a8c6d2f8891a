package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// A Tx is a transaction that is open while the function given to Write or Read runs. It
// belongs to the goroutine of that function.
type Tx struct {
	q      querier
	d      *dialect
	start  func() error                   // begins with the first statement, and gives q; nil where it has begun
	later  func(query string, args []any) // puts a statement off; nil where that gains nothing
	open   []*sql.Rows
	failed error // the first statement that failed: what follows is refused
	// detached: a context that ends must not interrupt a statement half-way, because SQLite
	// would take back the whole transaction, the neighbours' part included.
	detached bool
	reads    bool // nothing can be written
	alone    bool // one question and no transaction around it, see DB.Ask
	asked    bool
	once     map[string]any
}

// A querier is a connection or a transaction of database/sql.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// errAlone is a mistake in the program.
var errAlone = errors.New("store: more than one SELECT within Ask")

// errOpenResult is a mistake in the program that only PostgreSQL would notice.
var errOpenResult = errors.New("store: a statement while a result is still open")

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, err := tx.begin(ctx, query, args)
	if err != nil {
		return 0, err
	}
	res, err := tx.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, tx.fail(err)
	}
	return res.RowsAffected()
}

// Later runs a statement whose outcome nobody needs to know at once: on PostgreSQL together with the next one or with
// the end of the transaction, in one message, and its error comes out there. What args point to must stay as it is.
func (tx *Tx) Later(ctx context.Context, query string, args ...any) error {
	ctx, err := tx.begin(ctx, query, args)
	if err != nil {
		return err
	}
	if tx.later != nil {
		tx.later(query, args)
		return nil
	}
	if _, err = tx.q.ExecContext(ctx, query, args...); err != nil {
		return tx.fail(err)
	}
	return nil
}

// Query runs a statement that returns rows. They are closed with the transaction at the
// latest.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, err := tx.begin(ctx, query, args)
	if err != nil {
		return nil, err
	}
	rows, err := tx.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, tx.fail(err)
	}
	tx.open = append(tx.open, rows)
	return rows, nil
}

// Row runs a statement that returns at most one row; sql.ErrNoRows says there is none.
// Errors come out of Scan.
func (tx *Tx) Row(ctx context.Context, query string, args ...any) *sql.Row {
	ctx, err := tx.begin(ctx, query, args)
	if err != nil {
		// database/sql offers no way to make a Row that carries an error of ours.
		stopped, cancel := context.WithCancelCause(ctx)
		cancel(err)
		ctx = stopped
	}
	return tx.q.QueryRowContext(ctx, query, args...)
}

// ForUpdate is the suffix of a SELECT whose rows must not change until the end of the
// transaction. It is empty where writes do not overlap.
func (tx *Tx) ForUpdate() string { return tx.d.forUpdate }

// SkipLocked is the suffix of a SELECT that takes rows of a queue for this transaction and
// passes over those that another one has taken. It is empty where writes do not overlap.
func (tx *Tx) SkipLocked() string {
	if tx.d.forUpdate == "" {
		return ""
	}
	return tx.d.forUpdate + " SKIP LOCKED"
}

// Lock makes this write wait for, and exclude, every other write that locks the same name:
// for decisions on rows that the write does not change, such as a quota. Use it first in
// the transaction, and only one name in each.
func (tx *Tx) Lock(ctx context.Context, name string) error {
	_, err := tx.Exec(ctx, `INSERT INTO store_lock (name, uses) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET uses = store_lock.uses + 1`, name)
	return err
}

// Reads reports whether the transaction only reads: what it sees others see as well.
func (tx *Tx) Reads() bool { return tx.reads }

// Once returns what read returns, and asks it one time in a transaction for each key: for what many parts of the
// program look up, and none of them keeps. It ends with the transaction; Forget ends it before.
func Once[T any](tx *Tx, key string, read func() (T, error)) (T, error) {
	if v, ok := tx.once[key].(T); ok {
		return v, nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	if tx.once == nil {
		tx.once = map[string]any{}
	}
	tx.once[key] = v
	return v, nil
}

// Forget makes Once ask again: after the transaction itself changed what was looked up.
func (tx *Tx) Forget() { tx.once = nil }

// Engine tells which engine it is, for the few statements that cannot be portable.
func (tx *Tx) Engine() string { return tx.d.name }

// begin refuses what PostgreSQL would refuse, on both engines, before a statement runs.
func (tx *Tx) begin(ctx context.Context, query string, args []any) (context.Context, error) {
	if tx.failed != nil {
		return ctx, tx.failed
	}
	if err := cmp.Or(ctx.Err(), sound(args)); err != nil {
		return ctx, tx.fail(err)
	}
	// Columns fails on a result that was read to its end or closed.
	tx.open = slices.DeleteFunc(tx.open, func(r *sql.Rows) bool {
		_, err := r.Columns()
		return err != nil
	})
	if len(tx.open) > 0 {
		return ctx, tx.fail(errOpenResult)
	}
	if tx.alone && (tx.asked || !strings.HasPrefix(query, "SELECT ")) {
		return ctx, tx.fail(errAlone)
	}
	tx.asked = true
	if tx.start != nil {
		if err := tx.start(); err != nil {
			return ctx, tx.fail(err)
		}
		tx.start = nil
	}
	if tx.detached {
		ctx = context.WithoutCancel(ctx)
	}
	return ctx, nil
}

// sound refuses a text that PostgreSQL cannot hold: with a character cut in two, or with a NUL. SQLite would keep it, and
// a move to PostgreSQL would find it years later.
func sound(args []any) error {
	for _, a := range args {
		if s, ok := a.(string); ok && (!utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0) {
			return fault.New(fault.Invalid, "store.text", "内容中有无法保存的字符（空字符，或者不完整的字），请去掉后重新提交")
		}
	}
	return nil
}

// fail remembers the first failure.
func (tx *Tx) fail(err error) error {
	if tx.failed == nil {
		tx.failed = err
	}
	return err
}

// end closes what fn left open and returns the error with which the transaction ends: a
// failed statement counts even if fn passed over it, as it does in PostgreSQL.
func (tx *Tx) end(err error) error {
	for _, r := range tx.open {
		r.Close()
	}
	tx.open = nil
	if tx.failed != nil && (err == nil || errors.Is(err, context.Canceled)) {
		err = tx.failed // see Row
	}
	if tx.failed == nil {
		tx.failed = errors.New("store: transaction used after its end")
	}
	return err
}
