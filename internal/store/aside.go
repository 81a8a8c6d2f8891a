package store

import (
	"context"
	"strings"
)

// rewrites names the table of which a statement rewrites every row: an UPDATE without a condition.
func rewrites(statement string) (table string, every bool) {
	all := statements(statement)
	if len(all) != 1 || !startsWith(all[0], "UPDATE") {
		return "", false
	}
	depth, seen := 0, 0
	for _, w := range all[0] {
		switch word := strings.ToUpper(strings.TrimSpace(w)); {
		case word == "":
		case word == "(":
			depth++
		case word == ")":
			depth--
		case word == "WHERE" && depth == 0, seen == 2 && word != "SET":
			return "", false // a condition, or a table under another name
		default:
			if seen++; seen == 2 {
				table = w
			}
		}
	}
	return table, seen > 2
}

// change runs the statements of a migration.
func (tx *Tx) change(ctx context.Context, all []string) error {
	if tx.d.name == Postgres {
		if err := tx.roomy(ctx); err != nil {
			return err
		}
	}
	for _, s := range all {
		var err error
		if table, every := rewrites(s); every && tx.d.name == Postgres {
			err = tx.rewrite(ctx, table, s)
		} else {
			_, err = tx.Exec(ctx, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// An index is one that is not that of a constraint.
type index struct{ name, definition string }

// rewrite runs a statement that rewrites a whole table. PostgreSQL writes every entry of every index anew, each
// for itself and wherever it belongs, which takes several times as long as the rows: its indexes are set aside
// and built again from the finished rows, in the same transaction. Those of keys stay.
func (tx *Tx) rewrite(ctx context.Context, table, statement string) error {
	var aside []index
	rows, err := tx.Query(ctx, `SELECT quote_ident(c.relname), pg_get_indexdef(c.oid)
		FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indrelid = to_regclass($1) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)
		ORDER BY c.relname`, table)
	if err != nil {
		return err
	}
	for rows.Next() {
		var i index
		if err := rows.Scan(&i.name, &i.definition); err != nil {
			return err
		}
		aside = append(aside, i)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := rows.Close(); err != nil {
		return err
	}
	for _, i := range aside {
		if _, err := tx.Exec(ctx, `DROP INDEX `+i.name); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, statement); err != nil {
		return err
	}
	for _, i := range aside {
		if _, err := tx.Exec(ctx, i.definition); err != nil {
			return err
		}
	}
	return nil
}

// roomy lets this transaction sort in memory what goes into an index: the 64 MB that a server gives by default
// are too few for a million entries.
func (tx *Tx) roomy(ctx context.Context) error {
	_, err := tx.Exec(ctx, `SELECT set_config('maintenance_work_mem', '256MB', true)
		WHERE pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('256MB')`)
	return err
}
