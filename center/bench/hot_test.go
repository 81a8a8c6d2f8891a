package bench

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/store/storetest"
)

// hotShare is which part of all calls the statements make up that count as hot.
const hotShare = 0.99

// A counted is a statement and how often it was asked.
type called struct {
	text  string
	calls int64
}

// notRouted are the hot statements that are asked without a center, by their beginning, with the reason.
var notRouted = map[string]string{
	"SELECT id, name FROM party_party WHERE id IN":                                                         "the names in a list of cases of several centers",
	"…WHERE ((k.id = ANY (ARRAY(SELECT pt.case_id FROM casework_part pt WHERE pt.party_id = $1":            "a party's own cases, and those of an agency's clients, lie in whatever centers they were filed with",
	"SELECT s.created_at, s.seen_at, s.ends_at, s.revoked_at, s.strong, a.id, a.center_id":                 "a cookie says no center: the session of its digest does, and leads to its account in the same one",
	"…FROM identity_account a WHERE login = $1":                                                            "a sign-in name is unique in the nation and says no center",
	"SELECT center_id, leaf, wrapped FROM seal_case WHERE case_id = $1":                                    "the row of a case's key says whose key wraps it; whoever opens something sealed has the case alone",
	"SELECT id, case_id, no, purpose, at, account_id, rules, body FROM preexam_version WHERE case_id = $1": "what is filed is read with the key of the case, which stands by the case as well",
	"SELECT COALESCE(MAX(at), $1) FROM casework_event WHERE id = (SELECT MAX(id)":                          "the clock of the program is one for all centers",
}

// reference are the tables of which each shard of a spread database has a copy.
var reference = map[string]string{"casework_center": "the list of the centers themselves"}

// Every statement that is asked often, by the count of the server while people of every role work, says the
// center of each of its tables that has one.
func TestHotStatementsAreRouted(t *testing.T) {
	server := os.Getenv(storetest.Env)
	if server == "" {
		t.Skip("未设 " + storetest.Env + "，跳过热点语句的检查（scripts/postgres start 可启动一个 PostgreSQL）")
	}
	db := openSQL(t, server)
	if _, err := db.Exec("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"); err != nil {
		t.Skip("服务器没有 pg_stat_statements，跳过热点语句的检查：", err)
	}
	if _, err := db.Exec("SELECT 1 FROM pg_stat_statements LIMIT 1"); err != nil {
		t.Skip("服务器启动时没有载入 pg_stat_statements，跳过热点语句的检查：", err)
	}
	own, address, err := storetest.NewTemplate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = own.Drop(context.Background()) })
	l := &workplace{loadFlags: loadFlags{users: 60, cases: 400, real: 16}, site: site{dir: t.TempDir(), database: address, now: time.Now}}
	if err := l.fill(t.Context(), t.Output()); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(u.Path, "/")
	if _, err := db.Exec("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = $1", name); err != nil {
		t.Fatal(err)
	}
	pages := l.round(t)
	settle(t, pages, statementsOf(t, db, name), ownedTables(t, openSQL(t, address)))
}

// settle fails the test for each hot statement that names no center and is no exception.
func settle(t *testing.T, pages int, all []called, owned map[string]bool) {
	t.Helper()
	total := int64(0)
	for _, c := range all {
		total += c.calls
	}
	sum, hot, used := int64(0), 0, map[string]bool{}
	for _, c := range all {
		excepted(c.text, used) // one that is just not hot today is still there
	}
	for _, c := range all {
		if float64(sum) >= hotShare*float64(total) {
			break
		}
		sum += c.calls
		hot++
		if missing := unrouted(c.text, owned); len(missing) > 0 && !excepted(c.text, used) {
			t.Errorf("%6d calls without the center of %s: %.2000s", c.calls, strings.Join(missing, ", "), strings.Join(strings.Fields(c.text), " "))
		}
	}
	t.Logf("%d pages, %d calls of %d statements, %d hot ones, %d exceptions", pages, total, len(all), hot, len(used))
	if pages < 200 || hot < 50 || len(owned) < 100 {
		t.Errorf("%d pages, %d hot statements, %d tables with center_id: too little was seen", pages, hot, len(owned))
	}
	for begin := range notRouted {
		if !used[begin] {
			t.Errorf("no statement needs the exception %q", begin)
		}
	}
}

// excepted reports whether the statement is an exception, and notes which.
func excepted(text string, used map[string]bool) bool {
	text = strings.Join(strings.Fields(text), " ")
	for begin := range notRouted {
		if within, part := strings.CutPrefix(begin, "…"); strings.HasPrefix(text, begin) || part && strings.Contains(text, within) {
			used[begin] = true
			return true
		}
	}
	return false
}

// openSQL connects to a server for the time of the test.
func openSQL(t *testing.T, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// round starts the program, has everybody sign in, open each of their pages and send each of their forms,
// and returns how many pages that were.
func (l *workplace) round(t *testing.T) int {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if l.p, err = l.measured(exe, l.site); err != nil {
		t.Fatal(err)
	}
	if _, err := l.p.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer l.p.kill()
	d, mu := &day{waited: map[string]sample{}}, sync.Mutex{}
	visitors, err := l.arrive(t.Context(), d, &mu)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for i, v := range visitors {
		v.rng = rand.New(rand.NewPCG(11, uint64(i)))
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			for _, path := range v.paths {
				v.look(t.Context(), path)
			}
			if act := v.now(); act != "" {
				v.send(t.Context(), act)
			}
		})
	}
	wg.Wait()
	if d.errors > 0 {
		t.Fatalf("%d requests failed: %s", d.errors, strings.Join(d.notes, "\n"))
	}
	return len(d.all)
}

// now is the form that somebody sends in the round.
func (v *visitor) now() string {
	select {
	case act := <-v.turns:
		return act
	default:
		return v.act
	}
}

// statementsOf reads what was asked of one database, the most frequent first.
func statementsOf(t *testing.T, db *sql.DB, name string) (out []called) {
	t.Helper()
	rows, err := db.Query(`SELECT s.query, s.calls FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
		WHERE d.datname = $1 ORDER BY s.calls DESC`, name)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c called
		if err := rows.Scan(&c.text, &c.calls); err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(c.text, "( \n\t")), " "); slices.Contains([]string{"select", "insert", "update", "delete", "with"}, strings.TrimSpace(first)) {
			out = append(out, c)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// ownedTables are the tables that have a center_id.
func ownedTables(t *testing.T, db *sql.DB) map[string]bool {
	t.Helper()
	rows, err := db.Query(`SELECT table_name FROM information_schema.columns WHERE column_name = 'center_id'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out[name] = reference[name] == ""
	}
	return out
}
