package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
)

// pipes makes connections on which statements can wait.
type pipes struct{ driver.Connector }

// Connect is that of the driver.
func (p pipes) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &pipe{Conn: c.(*stdlib.Conn)}, nil
}

// A pipe is a connection to PostgreSQL on which a statement that nobody waits for goes to the server together with
// the next one, in one message and with one answer: the beginning of a transaction with its first question, what it
// writes with its end. On a server beside the program half of the time of a short transaction is messages; on one
// across the street nearly all.
type pipe struct {
	*stdlib.Conn
	waiting []statement
}

// A statement waits for the next one.
type statement struct {
	query string
	args  []any
}

// An earlier error is that of a statement before the one that was to be run: what it says of a row is not said of the
// row of the latter.
type earlier struct {
	s   string
	err error
}

// Error tells which statement it was by its first words.
func (e *earlier) Error() string { return fmt.Sprintf("%.60s…: %v", e.s, e.err) }

// Unwrap returns the error of the server.
func (e *earlier) Unwrap() error { return e.err }

// errUndone is what a commit says that PostgreSQL took for a rollback.
var errUndone = errors.New("store: the server took back the transaction")

// later keeps a statement for the next message.
func (p *pipe) later(query string, args ...any) {
	p.waiting = append(p.waiting, statement{query, args})
}

// send sends what waits and then the statement, whose result the caller takes from what is returned and closes. The
// error of one that waited is the error of all.
func (p *pipe) send(ctx context.Context, query string, args []any) (pgx.BatchResults, error) {
	b := &pgx.Batch{}
	for _, s := range p.waiting {
		b.Queue(s.query, s.args...)
	}
	b.Queue(query, args...)
	n := len(p.waiting)
	p.forget()
	r := p.Conn.Conn().SendBatch(ctx, b)
	for i := range n {
		if _, err := r.Exec(); err != nil {
			r.Close() // says the same
			return nil, &earlier{s: b.QueuedQueries[i].SQL, err: err}
		}
	}
	return r, nil
}

// ExecContext runs a statement, after those that wait.
func (p *pipe) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(p.waiting) == 0 {
		return p.Conn.ExecContext(ctx, query, args)
	}
	tag, err := p.exec(ctx, query, valuesOf(args))
	return driver.RowsAffected(tag.RowsAffected()), err
}

func (p *pipe) exec(ctx context.Context, query string, args []any) (tag pgconn.CommandTag, err error) {
	r, err := p.send(ctx, query, args)
	if err != nil {
		return tag, err
	}
	if tag, err = r.Exec(); err != nil {
		r.Close() // says the same
		return tag, err
	}
	return tag, r.Close()
}

// QueryContext asks, after the statements that wait.
func (p *pipe) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if len(p.waiting) == 0 {
		return p.Conn.QueryContext(ctx, query, args)
	}
	r, err := p.send(ctx, query, valuesOf(args))
	if err != nil {
		return nil, err
	}
	rows, err := r.Query()
	more := err == nil && rows.Next() // an error may come in place of the first row
	if err := errors.Join(err, rows.Err()); err != nil {
		rows.Close()
		r.Close() // says the same
		return nil, err
	}
	return &piped{rows: rows, all: r, first: true, more: more, types: p.Conn.Conn().TypeMap()}, nil
}

// end ends the transaction with what waits; what was not begun is not ended. A rollback in place of the commit is an
// error.
func (p *pipe) end(ctx context.Context, word string) error {
	if len(p.waiting) == 0 && p.Conn.Conn().PgConn().TxStatus() == 'I' && !p.Conn.Conn().IsClosed() {
		return nil
	}
	tag, err := p.exec(ctx, word, nil)
	if err == nil && word == "commit" && tag.String() == "ROLLBACK" {
		return errUndone
	}
	return err
}

// valuesOf are the values without their names, which the program does not use.
func valuesOf(args []driver.NamedValue) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a.Value
	}
	return out
}

// piped are the rows of the last statement of a message.
type piped struct {
	rows        pgx.Rows
	all         pgx.BatchResults
	first, more bool // the first row has been read already, and whether there is one
	types       *pgtype.Map
}

// Columns are the names of the columns.
func (r *piped) Columns() []string {
	fields := r.rows.FieldDescriptions()
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

// Close reads the message to its end.
func (r *piped) Close() error {
	r.rows.Close()
	return r.all.Close()
}

// Next reads a row.
func (r *piped) Next(dest []driver.Value) (err error) {
	more := r.more
	if !r.first {
		more = r.rows.Next()
	}
	r.first = false
	if !more {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	fields := r.rows.FieldDescriptions()
	for i, raw := range r.rows.RawValues() {
		f := fields[i]
		switch t, ok := r.types.TypeForOID(f.DataTypeOID); {
		case raw == nil:
			dest[i] = nil
		case ok:
			dest[i], err = t.Codec.DecodeDatabaseSQLValue(r.types, f.DataTypeOID, f.Format, raw)
		default:
			dest[i] = string(raw)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A stretch is the part of a transaction on the server: a connection of the pool from the first statement on.
type stretch struct {
	conn *sql.Conn
	pipe *pipe
}

// begin takes a connection, on which the word that begins waits for the first statement. The server answers, or has
// answered a second ago: the pool asks a connection that was idle for longer.
func (s *stretch) begin(ctx context.Context, db *sql.DB, word string) (err error) {
	if s.conn, err = db.Conn(ctx); err != nil {
		return err
	}
	return s.conn.Raw(func(c any) error {
		s.pipe = c.(*pipe)
		s.pipe.forget()
		s.pipe.later(word)
		return nil
	})
}

// later puts a statement off until the next one.
func (s *stretch) later(query string, args []any) { s.pipe.later(plainly(query), args...) }

// commit sends what waits and ends the transaction.
func (s *stretch) commit(ctx context.Context) error {
	return s.conn.Raw(func(any) error { return s.pipe.end(ctx, "commit") })
}

// release takes back what was not committed and returns the connection; one that is broken is closed.
func (s *stretch) release(ctx context.Context) {
	if s.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer cancel()
	// The error says only that the connection is not used again.
	_ = s.conn.Raw(func(any) error {
		s.pipe.forget()
		if s.pipe.end(ctx, "rollback") != nil {
			return driver.ErrBadConn
		}
		return nil
	})
	s.conn.Close()
}

// forget drops what waits.
func (p *pipe) forget() {
	clear(p.waiting)
	p.waiting = p.waiting[:0]
}
