// Package storetest runs a test on every engine of the database (数据库测试).
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver for the maintenance connection

	"zhibao/internal/store"
)

// Env names the variable that holds the postgres:// address of a server on which tests may
// make and drop schemas. Without it the tests run on SQLite only.
const Env = "ZHIBAO_PG"

// Each runs test once for each engine, as a subtest named after it, with an empty database.
func Each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { test(t, Open(t, url)) })
}

// EachURL is Each for tests that open the database themselves, perhaps more than once.
func EachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run(store.SQLite, func(t *testing.T) { test(t, SQLite(t)) })
	t.Run(store.Postgres, func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite returns the address of a new SQLite database in a temporary folder.
func SQLite(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "test.db")
}

// Postgres returns the address of a new schema, which is dropped with the test. The test is
// skipped where there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Env)
	if server == "" {
		t.Skip("未设 " + Env + "，跳过 PostgreSQL（scripts/postgres start 可启动一个）")
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal("storetest: the address in " + Env + " cannot be read")
	}
	schema := name()
	db := maintain(t, server)
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
	})
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// Chosen returns the address of the empty database of a test that is not about engines: on
// PostgreSQL where the environment names a server, so that the whole suite runs on either
// engine, and otherwise the address given, which may be empty where that means SQLite.
func Chosen(t testing.TB, otherwise string) string {
	t.Helper()
	if os.Getenv(Env) == "" {
		return otherwise
	}
	return Postgres(t)
}

// A Template is a database that is filled once and of which every test takes a copy.
type Template struct{ name string }

// NewTemplate makes an empty database and returns it with its address. Without a server both
// are empty. Drop it when the tests have ended.
func NewTemplate(ctx context.Context) (Template, string, error) {
	server := os.Getenv(Env)
	if server == "" {
		return Template{}, "", nil
	}
	tpl := Template{name()}
	if err := run(ctx, server, "CREATE DATABASE "+tpl.name); err != nil {
		return Template{}, "", err
	}
	address, err := inside(server, tpl.name)
	return tpl, address, err
}

// Copy returns the address of a copy, which is dropped with the test, or nothing without a
// server. The template must be closed meanwhile.
func (tpl Template) Copy(t testing.TB) string {
	t.Helper()
	if tpl.name == "" {
		return ""
	}
	server, database := os.Getenv(Env), name()
	if err := run(t.Context(), server, "CREATE DATABASE "+database+" TEMPLATE "+tpl.name+" STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run(context.Background(), server, "DROP DATABASE "+database+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	address, err := inside(server, database)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// Drop removes the template.
func (tpl Template) Drop(ctx context.Context) error {
	if tpl.name == "" {
		return nil
	}
	return run(ctx, os.Getenv(Env), "DROP DATABASE IF EXISTS "+tpl.name+" WITH (FORCE)")
}

// inside returns the address of another database on the server.
func inside(server, database string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", errors.New("storetest: the address in " + Env + " cannot be read")
	}
	u.Path = "/" + database
	return u.String(), nil
}

// name returns a new name for what a test makes on the server.
func name() string {
	var b [6]byte
	rand.Read(b[:])
	return "test_" + hex.EncodeToString(b[:])
}

// maintain opens a connection of the driver, closed with the test after what is cleaned up later.
func maintain(t testing.TB, server string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// run executes one statement on the server, outside of any transaction.
func run(ctx context.Context, server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// Open opens the database at url, with a clock that begins on 2026-11-23 09:00 in Beijing
// and goes on by a millisecond at every look, and closes it with the test.
func Open(t testing.TB, url string) *store.DB {
	t.Helper()
	db, err := store.OpenWith(t.Context(), url, store.Options{Now: Clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Clock returns the clock described at Open.
func Clock() func() time.Time {
	start := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	var n atomic.Int64
	return func() time.Time { return start.Add(time.Duration(n.Add(1)) * time.Millisecond) }
}
