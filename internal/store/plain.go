package store

import (
	"context"
	"database/sql"
	"strings"
)

// plain passes statements to PostgreSQL without the sign before the column of the center.
type plain struct{ querier }

// plainly takes the plus from "+center_id" and "+k.center_id". SQLite, which has no statistics, is kept by
// it from going through all rows of a center where a key leads to a few; a server that spreads the centers
// over machines would take it for an expression, and ask all of them.
func plainly(query string) string {
	rest, at := query, 0
	for {
		i := strings.IndexByte(rest, '+')
		if i < 0 {
			return query
		}
		at += i
		rest = rest[i+1:]
		column := rest
		if name, after, ok := strings.Cut(rest, "."); ok && len(name) <= 4 && !strings.ContainsAny(name, " \t\n'()") {
			column = after
		}
		if !strings.HasPrefix(column, "center_id") {
			at++
			continue
		}
		query = query[:at] + rest
	}
}

// ExecContext is that of the querier.
func (p plain) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.querier.ExecContext(ctx, plainly(query), args...)
}

// QueryContext is that of the querier.
func (p plain) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.querier.QueryContext(ctx, plainly(query), args...)
}

// QueryRowContext is that of the querier.
func (p plain) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.querier.QueryRowContext(ctx, plainly(query), args...)
}
