// Package store is the one door to the database (数据库): SQLite inside the process by
// default, PostgreSQL by URL.
//
// The text of a statement is the same for both engines. It is written in the subset of
// PostgreSQL that SQLite also understands:
//
//   - placeholders $1, $2 …; every value is a parameter, never part of the text;
//   - ids are BIGINT made by DB.NewID, times BIGINT microseconds UTC, JSON is TEXT;
//   - column types are BIGINT, TEXT, BOOLEAN, BYTEA and DOUBLE PRECISION, nothing else;
//   - CAST(x AS BIGINT), never x::bigint; IN lists are written out, never = ANY($1);
//   - no sequences, LISTEN, advisory locks or deferrable constraints; a trigger only where a rule
//     between rows must hold for whoever writes past the program: a migration's statement that
//     begins with SQLITE or POSTGRES is for that engine alone;
//   - a result is read to its end or closed before the next statement;
//   - INSERT … ON CONFLICT DO NOTHING instead of catching a duplicate: after a failed
//     statement the transaction is lost on both engines.
//
// What a write may rely on is also the same. Two writes that touch the same row come one
// after the other. A write that decides on rows it does not change (a quota, a sum, "there
// is none yet") must call Tx.Lock with a name for what it decides on, or select the row
// with Tx.ForUpdate: SQLite runs all writes in a row and would not need it, PostgreSQL does.
//
// A function given to Write may run more than once, if the engine or the neighbours in its
// group made it necessary; it therefore sets what it hands out from scratch on every run and
// touches nothing else but the transaction.
package store
