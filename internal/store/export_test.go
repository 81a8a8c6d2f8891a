package store

import "context"

// Loosen lets a database acknowledge before its data are on disk, which nothing but a test can do: it is
// how the tests of power cuts show that they would find it.
func Loosen(ctx context.Context, db *DB, synchronous string) error {
	return db.engine.(*sqliteEngine).group.exec("PRAGMA synchronous = " + synchronous)
}

// Rewrites names the table of which a statement rewrites every row, or nothing.
func Rewrites(statement string) string {
	table, _ := rewrites(statement)
	return table
}
