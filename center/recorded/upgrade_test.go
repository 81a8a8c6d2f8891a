package recorded

import (
	"context"
	"database/sql/driver"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"modernc.org/sqlite"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/internal/leaktest"
	"zhibao/internal/store"
	"zhibao/internal/store/transfer"
)

// next is what a version to come may do: columns, tables and indexes that are new, filled from what is
// there. The statements of a file are one transaction.
var next = []file{
	{"next", "29990101_column.sql", `ALTER TABLE casework_case ADD COLUMN next_note TEXT NOT NULL DEFAULT '';
UPDATE casework_case SET next_note = chart || '/' || state;
CREATE INDEX next_noted ON casework_case (next_note);
`},
	{"next", "29990102_table.sql", `CREATE TABLE next_course (case_id BIGINT PRIMARY KEY, center_id BIGINT NOT NULL, events BIGINT NOT NULL);
INSERT INTO next_course (case_id, center_id, events) SELECT case_id, MIN(center_id), COUNT(*) FROM casework_event GROUP BY case_id;
CREATE INDEX next_courses ON next_course (center_id, events);
`},
}

// statements cuts a migration after each statement; those of the program end their lines with them.
func statements(text string) (out []string) {
	half := "" // a function, whose lines end so too
	for s := range strings.SplitAfterSeq(text, ";\n") {
		half += s
		if strings.Count(remarks.ReplaceAllString(half, ""), "'")%2 == 1 {
			continue
		}
		if strings.TrimSpace(half) != "" {
			out = append(out, half)
		}
		half = ""
	}
	return out
}

// remarks are the comments of a migration.
var remarks = regexp.MustCompile(`--[^\n]*`)

// childEnv holds the address of the database that a child upgrades, the migration and the number of its
// statements after which it is killed.
const childEnv = "ZHIBAO_RECORDED_CHILD"

// TestMain lets the test binary be the program that is killed while it upgrades.
func TestMain(m *testing.M) {
	url, ok := os.LookupEnv(childEnv)
	if !ok {
		os.Exit(leaktest.Main(m))
	}
	fmt.Println(upgradeUntil(url))
	os.Exit(1)
}

// upgradeUntil upgrades and does not return: in the midst of the transaction the process gets signal 9.
func upgradeUntil(arg string) error {
	var url, where string
	var at int
	if _, err := fmt.Sscan(arg, &at, &where, &url); err != nil {
		return err
	}
	ctx, t := context.Background(), &testing.T{}
	die := func() { syscall.Kill(os.Getpid(), syscall.SIGKILL) }
	sqlite.MustRegisterScalarFunction("die", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		die()
		select {} // the signal may take a moment
	})
	db, err := store.OpenWith(ctx, url, store.Options{Now: time.Now})
	if err != nil {
		return err
	}
	last := "SELECT die();\n"
	if db.Engine() == store.Postgres {
		mark := "dies " + strconv.Itoa(os.Getpid())
		last = "SELECT pg_sleep(1), '" + mark + "';\n" // the server takes it in before the process is gone
		go func() {
			for n := 0; ; time.Sleep(5 * time.Millisecond) {
				if err := db.Read(ctx, func(tx *store.Tx) error {
					return tx.Row(ctx, `SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE $1 AND state = 'active'`, "SELECT pg_sleep(1), '"+mark+"%").Scan(&n)
				}); err == nil && n > 0 {
					die()
				}
			}
		}()
	}
	var until []file
	for _, f := range slices.Concat(files(t, center.Schemas()), next) {
		if f.owner+"/"+f.name == where {
			f.text = strings.Join(statements(f.text)[:at], "") + last
			return db.Migrate(ctx, schemasOf(append(until, f))...)
		}
		until = append(until, f)
	}
	return fmt.Errorf("no migration %s", where)
}

// alters is a statement that gives a table a new column.
var alters = regexp.MustCompile(`(?m)^ALTER TABLE (\w+) ADD COLUMN`)

// The database of every version is brought up to date by a program that is killed at every statement of
// every migration that it has not seen, and goes on each time. In the end it holds the same as one whose
// upgrade nobody disturbed, its chains and terms hold, and what the new files did not touch is what it was.
func TestUpgrade(t *testing.T) {
	each(t, func(t *testing.T, v version, url string) {
		all := slices.Concat(files(t, center.Schemas()), next)
		db := open(t, url)
		before, had := contents(t, db), applied(t, db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		kills := 0
		for _, f := range all {
			if slices.Contains(had, f.owner+"/"+f.name) {
				continue
			}
			for n := range len(statements(f.text)) + 1 {
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), childEnv+"="+fmt.Sprint(n, " ", f.owner+"/"+f.name, " ", url))
				out, err := cmd.CombinedOutput()
				if ws, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || ws.Signal() != syscall.SIGKILL {
					t.Fatalf("%s/%s, statement %d: the program was not killed: %v %s", f.owner, f.name, n, err, out)
				}
				kills++
			}
			// Whatever was begun is gone; what was whole is there.
			db := open(t, url)
			if seen := applied(t, db); slices.Contains(seen, f.owner+"/"+f.name) {
				t.Errorf("%s/%s counts as done", f.owner, f.name)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
		db = open(t, url)
		defer db.Close()
		upgrade(t, db, all)
		after := contents(t, db)
		if diff := transfer.Differ(after, undisturbed(t, v, db.Engine(), all)); diff != "" {
			t.Errorf("after %d kills, %s is not what it is after none", kills, diff)
		}
		same := 0
		for _, c := range before {
			if slices.Contains(after, c) {
				same++
			}
		}
		changed := map[string]bool{} // those that have a new column
		for _, f := range all {
			if !slices.Contains(had, f.owner+"/"+f.name) {
				for _, m := range alters.FindAllStringSubmatch(f.text, -1) {
					changed[m[1]] = true
				}
			}
		}
		if same < len(before)-len(changed) {
			t.Errorf("of %d tables only %d are as they were", len(before), same)
		}
		whole(t, db)
		t.Logf("%d kills, %d tables", kills, len(after))
	})
}

// upgrade brings a database up to date in one go.
func upgrade(t *testing.T, db *store.DB, all []file) {
	t.Helper()
	if err := db.Migrate(t.Context(), schemasOf(all)...); err != nil {
		t.Fatal(err)
	}
}

// undisturbed tells what the version's database holds after an upgrade in one go.
func undisturbed(t *testing.T, v version, engine string, all []file) []transfer.Content {
	t.Helper()
	url := fresh(t, engine)
	v.restore(t, url)
	db := open(t, url)
	defer db.Close()
	upgrade(t, db, all)
	return contents(t, db)
}

// whole expects that the database is sound and every chain holds.
func whole(t *testing.T, db *store.DB) {
	t.Helper()
	if err := db.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
	v, err := casework.Verify(t.Context(), db)
	if err != nil || len(v.Flaws) > 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
}

// The control: a program that applies a migration statement by statement, each for itself, is found out
// by the same kills: it cannot go on, or does something twice.
func TestUpgradeFindsLoosePrograms(t *testing.T) {
	each(t, func(t *testing.T, v version, url string) {
		upto := open(t, url)
		upgrade(t, upto, files(t, center.Schemas()))
		want := undisturbed(t, v, upto.Engine(), slices.Concat(files(t, center.Schemas()), next[:1]))
		if err := upto.Close(); err != nil {
			t.Fatal(err)
		}
		found, tried := 0, 0
		all := statements(next[0].text)
		for n := 1; n <= len(all); n++ {
			if tried > 0 && upto.Engine() == store.Postgres && testing.Short() {
				break
			}
			tried++
			url := fresh(t, upto.Engine())
			v.restore(t, url)
			db := open(t, url)
			upgrade(t, db, files(t, center.Schemas()))
			if err := errorOr(loosely(t, db, all[:n]), loosely(t, db, all)); err != nil || transfer.Differ(contents(t, db), want) != "" {
				found++
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if found < tried {
			t.Errorf("of %d kills only %d were found", tried, found)
		}
	})
}

// loosely executes statements, each in a transaction of its own.
func loosely(t *testing.T, db *store.DB, all []string) error {
	for _, s := range all {
		if err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), strings.TrimSuffix(strings.TrimSpace(s), ";"))
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// errorOr returns the first error.
func errorOr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
