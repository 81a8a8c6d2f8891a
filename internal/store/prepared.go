package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
)

// preparedMax bounds the statements kept on one connection. The program's own texts are
// fewer; lists with many combinations of filters may have more.
const preparedMax = 400

// prepared keeps the compiled statements of one connection. It belongs to whoever holds the
// connection, one goroutine at a time.
type prepared struct {
	conn  *sql.Conn
	byTxt map[string]*sql.Stmt
}

func newPrepared(conn *sql.Conn) *prepared {
	return &prepared{conn: conn, byTxt: map[string]*sql.Stmt{}}
}

func (p *prepared) get(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := p.byTxt[query]; ok {
		return s, nil
	}
	s, err := p.conn.PrepareContext(ctx, nameless(query))
	if err != nil {
		return nil, err
	}
	if len(p.byTxt) >= preparedMax {
		for text, old := range p.byTxt { // any one: the common ones come back at once
			old.Close()
			delete(p.byTxt, text)
			break
		}
	}
	p.byTxt[query] = s
	return s, nil
}

// nameless writes parameters that are numbered as they come, $1, $2, $3, as question marks: SQLite takes $1 for a
// name and looks for it among all others each time a value is bound, which of the two hundred of a statement that
// writes many rows takes longer than the rows. A text that names a parameter twice or in another order stays.
func nameless(query string) string {
	if strings.Contains(query, "?") {
		return query
	}
	var out strings.Builder
	rest, quotes := query, 0
	for n := 1; ; n++ {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			out.WriteString(rest)
			return out.String()
		}
		out.WriteString(rest[:i])
		out.WriteByte('?')
		quotes += strings.Count(rest[:i], "'")
		after, ok := strings.CutPrefix(rest[i+1:], strconv.Itoa(n))
		// A dollar within a text is no parameter, and $10 is not the first.
		if !ok || quotes%2 == 1 || after != "" && after[0] >= '0' && after[0] <= '9' {
			return query
		}
		rest = after
	}
}

// ExecContext is that of sql.Conn.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.get(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext is that of sql.Conn.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.get(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext is that of sql.Conn.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.get(ctx, query)
	if err != nil {
		return p.conn.QueryRowContext(ctx, query, args...) // fails in the same way
	}
	return s.QueryRowContext(ctx, args...)
}

func (p *prepared) close() error {
	var errs []error
	for _, s := range p.byTxt {
		errs = append(errs, s.Close())
	}
	clear(p.byTxt)
	return errors.Join(errs...)
}
