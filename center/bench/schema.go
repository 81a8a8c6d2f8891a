package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver by its name

	"zhibao/internal/fault"
)

// schemaOf makes a schema of its own on a server of PostgreSQL and returns its address and how to drop it.
func schemaOf(ctx context.Context, server string) (address string, drop func(), err error) {
	defer fault.Wrap(&err, "make a schema")
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		return "", nil, err
	}
	name := "bench_" + strings.ToLower(rand.Text()[:10])
	if _, err := db.ExecContext(ctx, "CREATE SCHEMA "+name); err != nil {
		db.Close()
		return "", nil, err
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String(), func() {
		_, _ = db.Exec("DROP SCHEMA " + name + " CASCADE") // what is left bears our name
		db.Close()
	}, nil
}
