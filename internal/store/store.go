package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/telemetry"
)

// Names of the engines, as Engine returns them.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Options are what Open leaves to the program that puts the parts together.
type Options struct {
	// Now is the clock behind NewID. Without one, ids count on from the engine's own time
	// at opening: unique and ascending, but not telling when.
	Now func() time.Time
	// Readers is the number of connections that read, the number of processors if 0. On
	// PostgreSQL it is the size of the whole pool, 8 per processor if 0.
	Readers int
	// Recorder times the transactions; none are if nil.
	Recorder *telemetry.Recorder
}

// A DB is an open database. It may be used by any number of goroutines.
type DB struct {
	engine engine
	dialect
	ids   *ids
	times *telemetry.Recorder
	count counters
	nest  *nesting
}

// An engine runs transactions; there is one for each kind of database.
type engine interface {
	write(ctx context.Context, fn func(*Tx) error) error
	read(ctx context.Context, alone bool, fn func(*Tx) error) error // alone: one statement, see Ask
	integrity(ctx context.Context) error
	backup(ctx context.Context, path string) error
	close() error
}

// A dialect is what differs in text between the engines.
type dialect struct {
	name      string
	forUpdate string                                   // suffix of a SELECT that locks its rows
	now       string                                   // statement giving the engine's time, ms
	ddl       func(script string) ([]string, error)    // portable migration → statements
	classify  func(err error) class                    // what an error of the driver means
	size      func(ctx context.Context) (int64, error) // bytes on disk
	pool      func() sql.DBStats
}

// Open opens the database at url and leaves its content alone but for the table of nodes:
// postgres://… for PostgreSQL, sqlite:PATH or a bare path for SQLite, whose file and folder
// are made if missing. A database that would acknowledge before the data are on disk is
// refused.
func Open(ctx context.Context, url string) (*DB, error) {
	return OpenWith(ctx, url, Options{})
}

// OpenWith is Open with a clock and sizes.
func OpenWith(ctx context.Context, url string, o Options) (db *DB, err error) {
	defer fault.Wrap(&err, "opening the database")
	db = &DB{times: o.Recorder, nest: newNesting()}
	switch {
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		err = openPostgres(ctx, db, url, o)
	case url == "" || strings.Contains(url, "://"):
		err = fault.New(fault.Invalid, "store.url",
			"数据库地址不可识别：应为 sqlite:文件路径、文件路径，或 postgres://…")
	default:
		err = openSQLite(ctx, db, strings.TrimPrefix(url, "sqlite:"), o)
	}
	if err != nil {
		return nil, db.fault(err)
	}
	if err := db.prepare(ctx, o); err != nil {
		db.engine.close()
		return nil, err
	}
	return db, nil
}

// Close waits for the writes under way and closes the database. Later calls fail with
// store.closed.
func (db *DB) Close() error { return db.engine.close() }

// Engine tells which engine it is, SQLite or Postgres.
func (db *DB) Engine() string { return db.name }

// Write runs fn in a transaction. When it returns nil, everything fn did is on disk; when
// it returns an error, nothing of it is visible, with one exception: store.commit_unknown
// says that the connection broke while committing. On SQLite concurrent writes share one
// commit; one that fails takes back its own statements only.
//
// A context that ends before fn has begun means that fn does not run; one that ends later
// fails fn's next statement. Write must not be called from within Read or Write. A panic in fn takes
// the transaction back and goes on to the caller.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer db.nest.enter("Write")()
	ctx, end := db.times.Begin(ctx, telemetry.SQL, "write")
	err := db.engine.write(ctx, fn)
	end(telemetry.Outcome(err))
	if err != nil {
		db.count.failed.Add(1)
		return db.fault(err)
	}
	db.count.writes.Add(1)
	return nil
}

// Read runs fn on one consistent snapshot: what others commit meanwhile does not appear.
// Statements that write are refused. Readers never wait for writers, nor writers for
// readers. Read must not be called from within Read or Write.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return db.look(ctx, false, fn)
}

// Ask is Read for one question, for what is asked with every request: fn may run one SELECT, whose rows are read
// within it. A statement is a snapshot by itself, so no transaction is begun and ended for it, which on the way
// to a server takes twice as long as the question.
func (db *DB) Ask(ctx context.Context, fn func(*Tx) error) error {
	return db.look(ctx, true, fn)
}

func (db *DB) look(ctx context.Context, alone bool, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer db.nest.enter("Read")()
	ctx, end := db.times.Begin(ctx, telemetry.SQL, "read")
	err := db.engine.read(ctx, alone, fn)
	end(telemetry.Outcome(err))
	return db.fault(err)
}

// Integrity has the engine check its own files, indexes and references. It reads the whole
// database.
func (db *DB) Integrity(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "checking the database")
	return db.fault(db.engine.integrity(ctx))
}

// Backup writes a consistent copy of the database to a new file at path while the program
// goes on: for SQLite a database file, for PostgreSQL the custom format of pg_dump, which
// must be installed. The file appears under its name only when it is complete and on disk.
func (db *DB) Backup(ctx context.Context, path string) (err error) {
	defer fault.Wrap(&err, "backing up the database")
	return db.fault(db.engine.backup(ctx, path))
}
