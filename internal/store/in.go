package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// In is the list of placeholders of IN (…) for ids, the first of which is $from, with its arguments.
// Lists are filled up to a few lengths with the last id, so that there are few statements to prepare.
func In(from int, ids []int64) (marks string, args []any) {
	if len(ids) == 0 {
		return "NULL", nil
	}
	n := 1
	for n < len(ids) {
		n *= 4
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("$" + strconv.Itoa(from+i))
		args = append(args, ids[min(i, len(ids)-1)])
	}
	return b.String(), args
}

// Marks is n question marks with commas, for a condition whose parameters are numbered later.
func Marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// Anys are values as arguments.
func Anys[T any](vs []T) []any {
	out := make([]any, len(vs))
	for i, v := range vs {
		out[i] = v
	}
	return out
}

// Names reads a text for each of some ids of a center with one statement for up to 256: query has %s where
// its condition stands, and selects the id and the text. Ids that are 0 or not found have none; center 0
// stands for ids of several centers.
func (tx *Tx) Names(ctx context.Context, query string, center int64, ids []int64) (map[int64]string, error) {
	out := map[int64]string{}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id == 0 })
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), 256) {
		marks, args := In(1, some)
		where := "id IN (" + marks + ")"
		if center != 0 {
			args = append(args, center)
			where += fmt.Sprintf(" AND +center_id = $%d", len(args))
		}
		rows, err := tx.Query(ctx, fmt.Sprintf(query, where), args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var name string
			if err := rows.Scan(&id, &name); err != nil {
				return nil, err
			}
			out[id] = name
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
