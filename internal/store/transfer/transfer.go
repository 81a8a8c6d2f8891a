// Package transfer takes a whole database over into another one, of whatever engine, and tells whether
// two databases hold the same (数据迁移与比对).
//
// It knows the tables from the catalogue of the database and not from the program, so that none is
// forgotten. What a table holds is told by the number of its rows and a sum over their digests, for
// which neither the order of the rows matters nor how an engine stores true and false.
package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Content is what a table holds, whatever the order and the engine.
type Content struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	Sum   string `json:"sum"` // of the digests of all rows, hexadecimal
}

// A table is its columns.
type table struct {
	name    string
	columns []string
	truth   map[string]bool // columns that are true or false
}

// own are the tables of the store itself: which node and lock is whose belongs to one database.
func own(name string) bool { return strings.HasPrefix(name, "store_") }

// tables lists the tables of the program with their columns, in the order of their names.
func tables(ctx context.Context, tx *store.Tx) (out []table, err error) {
	query := `SELECT c.table_name, c.column_name, CASE WHEN c.data_type = 'boolean' THEN 1 ELSE 0 END
		FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name COLLATE "C", c.ordinal_position`
	if tx.Engine() == store.SQLite {
		// Of a column that is true or false only the numbers 0 and 1 are left here.
		query = `SELECT m.name, c.name, 0 FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY m.name, c.cid`
	}
	rows, err := tx.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	// Columns come table by table, in the order in which they were declared.
	for rows.Next() {
		var name, column string
		var truth int64
		if err := rows.Scan(&name, &column, &truth); err != nil {
			return nil, err
		}
		if own(name) {
			continue
		}
		if len(out) == 0 || out[len(out)-1].name != name {
			out = append(out, table{name: name, truth: map[string]bool{}})
		}
		t := &out[len(out)-1]
		t.columns = append(t.columns, column)
		t.truth[column] = truth == 1
	}
	return out, rows.Err()
}

// each reads all rows of a table, in no order. The values are used before the next row.
func (t *table) each(ctx context.Context, tx *store.Tx, use func(values []any) error) error {
	rows, err := tx.Query(ctx, `SELECT `+quoted(t.columns)+` FROM `+quoted([]string{t.name}))
	if err != nil {
		return err
	}
	defer rows.Close()
	// Any, because the types are those of the table and not of this program.
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := use(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// quoted writes names as SQL has them. They come from the catalogue of the database.
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = `"` + strings.ReplaceAll(n, `"`, `""`) + `"`
	}
	return strings.Join(out, ", ")
}

// A sum adds the digests of rows, so that their order does not matter.
type sum struct {
	rows  int64
	lanes [4]uint64
	h     hash.Hash
	buf   []byte
}

// add takes a row in. No driver gives other types than these for the columns that migrations may declare.
// Each value is written with its kind and length, numbers and truth values alike.
func (s *sum) add(values []any) error {
	// Made with the first row: an empty table has a sum, too.
	if s.h == nil {
		s.h = sha256.New()
	}
	s.h.Reset()
	s.buf = s.buf[:0]
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			s.buf = append(s.buf, 0)
		case int64:
			s.buf = binary.BigEndian.AppendUint64(append(s.buf, 1), uint64(v))
		case bool: // PostgreSQL; SQLite has the number
			n := uint64(0)
			if v {
				n = 1
			}
			s.buf = binary.BigEndian.AppendUint64(append(s.buf, 1), n)
		case string:
			s.buf = append(binary.BigEndian.AppendUint64(append(s.buf, 2), uint64(len(v))), v...)
		case []byte:
			s.buf = append(binary.BigEndian.AppendUint64(append(s.buf, 3), uint64(len(v))), v...)
		case float64:
			s.buf = binary.BigEndian.AppendUint64(append(s.buf, 4), math.Float64bits(v))
		default:
			return fmt.Errorf("transfer: a value of type %T", v)
		}
	}
	s.h.Write(s.buf)
	var d [sha256.Size]byte
	s.h.Sum(d[:0])
	for i := range s.lanes {
		s.lanes[i] += binary.BigEndian.Uint64(d[8*i:])
	}
	s.rows++
	return nil
}

func (s *sum) content(name string) Content {
	var d []byte
	for _, l := range s.lanes {
		d = binary.BigEndian.AppendUint64(d, l)
	}
	return Content{name, s.rows, hex.EncodeToString(d)}
}

// Contents tells what every table holds, on one snapshot.
func Contents(ctx context.Context, db *store.DB) (out []Content, err error) {
	defer fault.Wrap(&err, "reading the whole database")
	err = db.Read(ctx, func(tx *store.Tx) error {
		all, err := tables(ctx, tx)
		if err != nil {
			return err
		}
		out = nil
		for i := range all {
			var s sum
			if err := all[i].each(ctx, tx, s.add); err != nil {
				return fmt.Errorf("%s: %w", all[i].name, err)
			}
			out = append(out, s.content(all[i].name))
		}
		return nil
	})
	return out, err
}

// batch is how many values one statement writes; both engines take more.
const batch = 2000

// Copy writes everything that is in one database into another, which has the same tables, all empty. It
// reads one snapshot; said is called with each table before it is begun. It returns what was read, and
// fails with store.transfer_differs if the other database does not hold the same afterwards.
func Copy(ctx context.Context, from, to *store.DB, said func(name string)) (read []Content, err error) {
	defer fault.Wrap(&err, "taking the database over")
	kept, err := empty(ctx, to)
	if err != nil {
		return nil, err
	}
	err = from.Read(ctx, func(tx *store.Tx) error {
		all, err := tables(ctx, tx)
		if err != nil {
			return err
		}
		for i := range all {
			t := &all[i]
			target, ok := kept[t.name]
			if !ok || len(target.columns) != len(t.columns) {
				return fault.New(fault.Conflict, "store.transfer_tables", "两个数据库的表 %s 不同，请先用本程序启动一次来源数据库，升级后再迁移", t.name)
			}
			said(t.name)
			c, err := t.into(ctx, tx, to, target)
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			read = append(read, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Read back and not trusted: the whole point of moving is that nothing is lost.
	have, err := Contents(ctx, to)
	if err != nil {
		return nil, err
	}
	if diff := Differ(read, have); diff != "" {
		return nil, fault.New(fault.Internal, "store.transfer_differs", "迁移后的表 %s 与来源不一致，请勿启用目标数据库；请清空后重新迁移", diff)
	}
	return read, nil
}

// Differ names the first table in which two databases differ, "" if none.
func Differ(a, b []Content) string {
	have := map[string]Content{}
	for _, c := range b {
		have[c.Table] = c
	}
	for _, c := range a {
		if have[c.Table] != c {
			return c.Table
		}
		delete(have, c.Table)
	}
	// What only the second has.
	for name := range have {
		return name
	}
	return ""
}

// empty returns the tables of a database, none of which may hold a row.
func empty(ctx context.Context, to *store.DB) (map[string]table, error) {
	out := map[string]table{}
	err := to.Read(ctx, func(tx *store.Tx) error {
		all, err := tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range all {
			out[t.name] = t
			var n int64
			if err := tx.Row(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM `+quoted([]string{t.name})+` LIMIT 1) x`).Scan(&n); err != nil {
				return err
			}
			// One row is enough: ids of two centers must not meet in one table.
			if n > 0 {
				return fault.New(fault.Conflict, "store.transfer_full", "目标数据库的表 %s 已有内容，为避免混合两处数据已停止；请指定一个空的数据库", t.name)
			}
		}
		return nil
	})
	return out, err
}

// into copies the rows of a table. Each transaction writes one statement of many rows.
func (t *table) into(ctx context.Context, tx *store.Tx, to *store.DB, target table) (Content, error) {
	// A transaction is as large as a statement may be: a move that is broken off is begun again anyway.
	var s sum
	var args []any
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		err := to.Write(ctx, func(w *store.Tx) error {
			_, err := w.Exec(ctx, t.insert(len(args)/len(t.columns)), args...)
			return err
		})
		args = args[:0]
		return err
	}
	err := t.each(ctx, tx, func(values []any) error {
		if err := s.add(values); err != nil {
			return err
		}
		for i, v := range values {
			switch n := v.(type) {
			case int64:
				if target.truth[t.columns[i]] {
					v = n != 0
				}
			case []byte:
				v = append([]byte{}, n...) // the driver's memory is used again
			}
			args = append(args, v)
		}
		if len(args)+len(values) > batch {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	return s.content(t.name), err
}

// insert is the statement for a number of rows.
func (t *table) insert(rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", quoted([]string{t.name}), quoted(t.columns))
	n := 0
	for r := range rows {
		if r > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for c := range t.columns {
			if c > 0 {
				b.WriteByte(',')
			}
			n++
			fmt.Fprintf(&b, "$%d", n)
		}
		b.WriteByte(')')
	}
	return b.String()
}
