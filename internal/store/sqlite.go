package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"zhibao/internal/fault"
)

// A sqliteEngine is SQLite inside the process: one connection that writes, in groups, and
// one for each processor that reads.
type sqliteEngine struct {
	path    string
	db      *sql.DB // hands out the connections below and no other
	group   *group
	readers chan *session
	all     []*session
}

// A session is a connection with its prepared statements.
type session struct {
	conn *sql.Conn
	*prepared
}

// sqliteOptions hold for every connection. FULL is what makes a commit survive a power cut;
// with NORMAL it does not.
const sqliteOptions = "_txlock=immediate&_busy_timeout=10000&_fk=1&_journal=WAL&_sync=FULL" +
	"&_dqs=0&_defensive=1&_error_rc=1" +
	"&_pragma=journal_size_limit(67108864)&_pragma=cache_size(-16000)&_pragma=trusted_schema(0)"

func openSQLite(ctx context.Context, db *DB, path string, o Options) (err error) {
	defer fault.Wrap(&err, "sqlite")
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	if err := makeFile(path); err != nil {
		return fault.New(fault.Unavailable, "store.open",
			"无法打开或新建数据库文件，请检查路径、权限和磁盘空间").Because(err)
	}
	e := &sqliteEngine{path: path}
	db.dialect = dialect{name: SQLite, ddl: sqliteDDL, classify: classSQLite, size: e.size, pool: func() sql.DBStats { return e.db.Stats() },
		now: `SELECT CAST(unixepoch('subsec') * 1000 AS BIGINT)`}
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: sqliteOptions}
	if e.db, err = sql.Open("sqlite", name.String()); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			e.db.Close()
		}
	}()
	writer, err := e.session(ctx)
	if err != nil {
		return err
	}
	n := o.Readers
	if n <= 0 {
		n = runtime.NumCPU()
	}
	e.readers = make(chan *session, n)
	for range n {
		r, err := e.session(ctx)
		if err != nil {
			return err
		}
		if _, err := r.ExecContext(ctx, "PRAGMA query_only = 1"); err != nil {
			return err
		}
		e.readers <- r
	}
	e.group = newGroup(writer, &db.dialect, &db.count)
	db.engine = e
	return nil
}

// makeFile makes the folder and the file so that only the owner can read them; SQLite gives
// its log the same rights. SQLite has the entry of the file written to disk, but not those of the folders
// above it: without them a power cut takes a new database away, and everything acknowledged with it.
func makeFile(path string) error {
	if err := MakeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// MakeFolder makes a folder and those above it, where they are missing, so that a power cut leaves them there.
// Only the owner may look into them.
func MakeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	above := filepath.Dir(dir)
	if above != dir {
		if err := MakeFolder(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncFile(above)
}

// session opens one more connection.
func (e *sqliteEngine) session(ctx context.Context) (*session, error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	s := &session{conn, newPrepared(conn)}
	e.all = append(e.all, s)
	return s, nil
}

func (e *sqliteEngine) write(ctx context.Context, fn func(*Tx) error) error {
	return e.group.write(ctx, fn)
}

// read lends a reader for one deferred transaction, or for one statement alone.
func (e *sqliteEngine) read(ctx context.Context, alone bool, fn func(*Tx) error) (err error) {
	return e.lend(ctx, func(s *session) error {
		tx := &Tx{q: s, d: e.group.d, reads: true, alone: alone}
		if alone {
			defer tx.end(nil)
			return tx.end(fn(tx))
		}
		if _, err := s.ExecContext(ctx, "BEGIN"); err != nil {
			return err
		}
		defer func() {
			tx.end(nil)
			s.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}()
		// The snapshot begins with the first statement that reads, be it one row.
		var n int
		if err := tx.Row(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema)").Scan(&n); err != nil {
			return err
		}
		return tx.end(fn(tx))
	})
}

// lend waits for a reading connection.
func (e *sqliteEngine) lend(ctx context.Context, fn func(*session) error) error {
	select {
	case s, ok := <-e.readers:
		if !ok {
			return errClosed
		}
		defer func() { e.readers <- s }()
		return fn(s)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close ends the writer, waits for the readers and closes all connections.
func (e *sqliteEngine) close() error {
	if !e.group.close() {
		return nil
	}
	for range cap(e.readers) {
		<-e.readers
	}
	close(e.readers)
	var errs []error
	for _, s := range e.all {
		errs = append(errs, s.close(), s.conn.Close())
	}
	return errors.Join(append(errs, e.db.Close())...)
}

func (e *sqliteEngine) integrity(ctx context.Context) error {
	return e.read(ctx, false, func(tx *Tx) error {
		for _, check := range []string{
			"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 20",
			`SELECT DISTINCT "table" || ' -> ' || parent FROM pragma_foreign_key_check LIMIT 20`,
		} {
			rows, err := tx.Query(ctx, check)
			if err != nil {
				return err
			}
			var found []string
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					return err
				}
				found = append(found, s)
			}
			if err := rows.Err(); err != nil {
				return err
			}
			if len(found) > 0 {
				return damaged(strings.Join(found, "; "))
			}
		}
		return nil
	})
}

// damaged says that a check of the engine failed, with its words for the operator.
func damaged(words string) error {
	return fault.New(fault.Unavailable, "store.damaged",
		"数据库检查发现损坏，请立即停止写入，联系系统管理员按恢复手册处理").Because(errors.New(words))
}

func (e *sqliteEngine) backup(ctx context.Context, path string) error {
	return intoPlace(path, func(temp string) error {
		return e.lend(ctx, func(s *session) error {
			// VACUUM INTO writes another file, which query_only would refuse.
			if _, err := s.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
				return err
			}
			defer s.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
			_, err := s.conn.ExecContext(ctx, "VACUUM INTO $1", temp)
			return err
		})
	})
}

// intoPlace has make write a file beside path and, once it is on disk, renames it.
func intoPlace(path string, make func(temp string) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fault.New(fault.Conflict, "store.backup_exists", "备份文件已存在，请换一个文件名")
	}
	temp := fmt.Sprintf("%s.%d.partial", path, os.Getpid())
	defer os.Remove(temp)
	if err := makeEmpty(temp); err != nil {
		return err
	}
	if err := make(temp); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return syncFile(temp) },
		func() error { return os.Rename(temp, path) },
		func() error { return syncFile(filepath.Dir(path)) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// makeEmpty makes a file that only the owner can read.
func makeEmpty(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// syncFile has a file, or the entries of a folder, written to disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (e *sqliteEngine) size(context.Context) (int64, error) {
	var sum int64
	for _, suffix := range []string{"", "-wal"} {
		if st, err := os.Stat(e.path + suffix); err == nil {
			sum += st.Size()
		}
	}
	return sum, nil
}

// classSQLite reads SQLite's extended result codes.
func classSQLite(err error) class {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return other
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return unique
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return foreignKey
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_NOTNULL, sqlite3.SQLITE_CONSTRAINT_DATATYPE:
		return check
	case sqlite3.SQLITE_IOERR_SHMSIZE: // no room for the index of the log
		return full
	case sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_WRITE:
		return broken
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busy
	case sqlite3.SQLITE_FULL:
		return full
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		return disk
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return broken
	}
	return other
}
