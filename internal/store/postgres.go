package store

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"zhibao/internal/fault"
)

// A postgresEngine is a PostgreSQL server, which groups commits by itself.
type postgresEngine struct {
	db     *sql.DB
	d      *dialect
	count  *counters
	config *pgx.ConnConfig
	closed atomic.Bool
}

// postgresAttempts bounds how often a transaction that lost against others is run again.
const postgresAttempts = 8

// answerWithin is how long a server may take to begin or to commit: longer than a standby needs to
// write, and shorter than people wait. After that the outcome of a commit is unknown.
const answerWithin = 15 * time.Second

func openPostgres(ctx context.Context, db *DB, url string, o Options) (err error) {
	defer fault.Wrap(&err, "postgres")
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// The parser's words may quote the address, password included.
		return fault.New(fault.Invalid, "store.url", "PostgreSQL 数据库地址不可识别，应写作 postgres://用户@主机/库名")
	}
	if err := private(config); err != nil {
		return err
	}
	config.ConnectTimeout = 10 * time.Second
	n := o.Readers
	if n <= 0 {
		n = 8 * runtime.NumCPU()
	}
	e := &postgresEngine{db: sql.OpenDB(pipes{stdlib.GetConnector(*config)}), d: &db.dialect, count: &db.count, config: config}
	e.db.SetMaxOpenConns(n)
	e.db.SetMaxIdleConns(n)
	db.dialect = dialect{name: Postgres, forUpdate: " FOR UPDATE", ddl: postgresDDL,
		classify: classPostgres, size: e.size, pool: e.db.Stats,
		now: `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`}
	if err := e.durable(ctx); err != nil {
		e.db.Close()
		return err
	}
	db.engine = e
	return nil
}

// private refuses a server elsewhere to which the way is not encrypted or whose certificate nobody checks:
// who stands on that way reads the metadata of every case, and can pose as the database. Each host of the
// address and each way that would be tried after the first counts.
func private(config *pgx.ConnConfig) error {
	bad := func(host string, c *tls.Config) bool {
		ip, err := netip.ParseAddr(host)
		here := strings.HasPrefix(host, "/") || host == "localhost" || err == nil && ip.IsLoopback()
		return !here && (c == nil || c.InsecureSkipVerify && c.VerifyPeerCertificate == nil && c.VerifyConnection == nil)
	}
	wrong := bad(config.Host, config.TLSConfig)
	for _, f := range config.Fallbacks {
		wrong = wrong || bad(f.Host, f.TLSConfig)
	}
	if wrong {
		return fault.New(fault.Invalid, "store.plain", "PostgreSQL 不在本机，连接须加密并核对证书：请在数据库地址中加 sslmode=verify-full（证书由自己的机构签发的，另加 sslrootcert=文件）")
	}
	return nil
}

// durable refuses a server that would say "committed" before the data are on disk.
func (e *postgresEngine) durable(ctx context.Context) error {
	for _, name := range []string{"synchronous_commit", "fsync"} {
		var value string
		if err := e.db.QueryRowContext(ctx, "SHOW "+name).Scan(&value); err != nil {
			return err
		}
		if value == "off" {
			return fault.New(fault.Unavailable, "store.not_durable",
				"PostgreSQL 的 %s 为 off，断电会丢失已受理的内容；请改为 on 后再启动", name)
		}
	}
	return nil
}

// write runs the transaction again when it lost against another one.
func (e *postgresEngine) write(ctx context.Context, fn func(*Tx) error) (err error) {
	for n := range postgresAttempts {
		if e.closed.Load() {
			return errClosed // also where fn would have asked nothing
		}
		if n > 0 {
			e.count.retries.Add(1)
			pause := time.Duration(1+rand.IntN(4<<n)) * time.Millisecond
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if err = e.once(ctx, fn); classPostgres(err) != again {
			return err
		}
	}
	return err
}

// once runs the transaction one time. It begins with the first statement: many a function finds that it has
// nothing to ask, and what is done before is done without holding a connection.
func (e *postgresEngine) once(ctx context.Context, fn func(*Tx) error) error {
	// A context that ends while committing would leave the outcome unknown; the statements
	// themselves end with it. A server that stands still must not hold the connection for ever.
	whole, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var s stretch
	tx := &Tx{q: plain{e.db}, d: e.d} // for who asks although there is no connection, see Row
	tx.start = func() error {
		limit := time.AfterFunc(answerWithin, cancel)
		defer limit.Stop()
		if err := s.begin(whole, e.db, "begin"); err != nil {
			return e.gone(err)
		}
		tx.q, tx.later = plain{s.conn}, s.later
		return nil
	}
	defer func() { s.release(whole) }()
	defer tx.end(nil)
	if err := tx.end(fn(tx)); err != nil || s.conn == nil {
		return e.gone(err)
	}
	limit := time.AfterFunc(answerWithin, cancel)
	defer limit.Stop()
	if err := s.commit(whole); err != nil {
		if _, answered := errors.AsType[*pgconn.PgError](err); !answered && !errors.Is(err, errUndone) {
			return fmt.Errorf("%w: %w", errUnknown, err)
		}
		return err
	}
	e.count.group(1)
	return nil
}

func (e *postgresEngine) read(ctx context.Context, alone bool, fn func(*Tx) error) error {
	if e.closed.Load() {
		return errClosed
	}
	tx := &Tx{q: plain{e.db}, d: e.d, reads: true, alone: alone}
	if alone {
		defer tx.end(nil)
		return e.gone(tx.end(fn(tx)))
	}
	var s stretch
	tx.start = func() error {
		if err := s.begin(ctx, e.db, "begin isolation level repeatable read read only"); err != nil {
			return e.gone(err)
		}
		tx.q = plain{s.conn}
		return nil
	}
	defer func() { s.release(ctx) }()
	defer tx.end(nil)
	return e.gone(tx.end(fn(tx)))
}

// gone recognises that the pool was closed.
func (e *postgresEngine) gone(err error) error {
	if err != nil && err.Error() == "sql: database is closed" { // database/sql exports no such error
		return errClosed
	}
	return err
}

func (e *postgresEngine) close() error {
	e.closed.Store(true)
	return e.db.Close()
}

func (e *postgresEngine) integrity(ctx context.Context) error {
	return e.read(ctx, false, func(tx *Tx) error {
		var invalid, failures int64
		if err := tx.Row(ctx, `SELECT
			(SELECT count(*) FROM pg_index WHERE NOT indisvalid)
				+ (SELECT count(*) FROM pg_constraint WHERE NOT convalidated),
			(SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database
				WHERE datname = current_database())`).Scan(&invalid, &failures); err != nil {
			return err
		}
		if invalid+failures > 0 {
			return damaged(fmt.Sprintf("%d invalid indexes or constraints, %d checksum failures",
				invalid, failures))
		}
		return nil
	})
}

// backup calls pg_dump, which takes its own snapshot.
func (e *postgresEngine) backup(ctx context.Context, path string) error {
	tool, err := exec.LookPath("pg_dump")
	if err != nil {
		return fault.New(fault.Unavailable, "store.pg_dump",
			"本机没有 pg_dump，无法备份 PostgreSQL；请安装 postgresql-client 后重试").Because(err)
	}
	return intoPlace(path, func(temp string) error {
		cmd := exec.CommandContext(ctx, tool, "--format=custom", "--file="+temp)
		if schema := e.config.RuntimeParams["search_path"]; schema != "" {
			cmd.Args = append(cmd.Args, "--schema="+schema)
		}
		// The environment is not seen by other users of the machine, the command line is.
		cmd.Env = append(os.Environ(), "PGHOST="+e.config.Host,
			"PGPORT="+strconv.Itoa(int(e.config.Port)), "PGUSER="+e.config.User,
			"PGPASSWORD="+e.config.Password, "PGDATABASE="+e.config.Database)
		words, err := cmd.CombinedOutput()
		if err != nil {
			return fault.New(fault.Unavailable, "store.backup", "备份数据库失败，请联系系统管理员查看日志").
				Because(fmt.Errorf("pg_dump: %w: %s", err, words[:min(len(words), 500)]))
		}
		return nil
	})
}

func (e *postgresEngine) size(ctx context.Context) (n int64, err error) {
	err = e.db.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&n)
	return n, err
}

// classPostgres reads SQLSTATE, and what is none as a broken connection.
func classPostgres(err error) class {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		_, dial := errors.AsType[*pgconn.ConnectError](err)
		_, network := errors.AsType[net.Error](err)
		if dial || network && !errors.Is(err, context.DeadlineExceeded) {
			return lost
		}
		return other
	}
	switch e.Code {
	case "23505":
		return unique
	case "23514", "23502", "22P02", "22003":
		return check
	case "23503":
		return foreignKey
	case "40001", "40P01":
		return again
	case "0A000": // a migration changed a table under a prepared statement
		if strings.Contains(e.Message, "cached plan") {
			return again
		}
	case "53100":
		return full
	case "53300", "55P03":
		return busy
	case "57P01", "57P02", "57P03":
		return lost
	case "58030", "XX001", "XX002":
		return disk
	}
	if strings.HasPrefix(e.Code, "08") {
		return lost
	}
	return other
}
