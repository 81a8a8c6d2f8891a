// Package bulk fills tables for measurements.
package bulk

import (
	"context"
	"fmt"
	"strings"

	"zhibao/internal/store"
)

// Rows writes many rows in one statement: over a connection to a server one by one takes ten times as long.
type Rows struct {
	into, last string // the statement before its rows and after them
	columns    int
	args       []any
}

// New makes one for a statement: the text before the rows, and what follows them.
func New(columns int, into, last string) *Rows {
	return &Rows{columns: columns, into: into, last: last}
}

// atOnce is how many rows go into one statement.
const atOnce = 200

// Add takes one more row, and writes all when there are enough.
func (b *Rows) Add(ctx context.Context, tx *store.Tx, args ...any) error {
	if b.args = append(b.args, args...); len(b.args) < atOnce*b.columns {
		return nil
	}
	return b.write(ctx, tx, atOnce)
}

// Flush writes what is left, row by row: the text of a statement depends on the number of its rows.
func (b *Rows) Flush(ctx context.Context, tx *store.Tx) error {
	for len(b.args) > 0 {
		if err := b.write(ctx, tx, 1); err != nil {
			return err
		}
	}
	return nil
}

// write writes the first rows.
func (b *Rows) write(ctx context.Context, tx *store.Tx, rows int) error {
	var text strings.Builder
	text.WriteString(b.into)
	for i := range rows * b.columns {
		switch {
		case i == 0:
			text.WriteString(" VALUES ($1")
		case i%b.columns == 0:
			fmt.Fprintf(&text, "), ($%d", i+1)
		default:
			fmt.Fprintf(&text, ",$%d", i+1)
		}
	}
	text.WriteString(")" + b.last)
	_, err := tx.Exec(ctx, text.String(), b.args[:rows*b.columns]...)
	b.args = append(b.args[:0], b.args[rows*b.columns:]...)
	return err
}
