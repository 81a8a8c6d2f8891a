package demo_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

// counts runs a query of a name and a number a row.
func counts(t *testing.T, c *center.Center, query string) map[string]int {
	t.Helper()
	out := map[string]int{}
	err := c.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			var n int
			if err := rows.Scan(&name, &n); err != nil {
				return err
			}
			out[name] = n
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// papers are the kinds of papers that the procedures can issue, as they stand in the source.
func papers(t *testing.T) (out []string) {
	t.Helper()
	form := regexp.MustCompile(`(?:Template: |adverse\(|Template, d\.Name, d\.Series, ask = )"(preexam\.\w+)"|\bdraft\("(\w+)"`)
	for _, file := range []string{"preexam/papers.go", "preexam/notice/notice.go", "registration/papers.go"} {
		b, err := os.ReadFile("../../examination/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range form.FindAllStringSubmatch(string(b), -1) {
			if m[2] != "" {
				m[1] = "registration." + m[2]
			}
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// The whole demo has everything that the product can show: a case in every state of every
// procedure, a paper of every kind, everybody who works in a center, and eighteen months.
func TestWholeDemo(t *testing.T) {
	if testing.Short() || os.Getenv("ZHIBAO_WHOLE") == "" {
		t.Skip("建立整个示范中心要一分钟以上，设 ZHIBAO_WHOLE=1 才运行")
	}
	dir := t.TempDir()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	var said []string
	c, accounts, err := demo.Open(t.Context(), demo.Options{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"),
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Progress: func(s string) { said = append(said, s) }})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, s := range said {
		if strings.Contains(s, "no case") {
			t.Errorf("the builder says: %s", s)
		}
	}
	states := counts(t, c, `SELECT chart || '/' || state, COUNT(*) FROM casework_case GROUP BY 1`)
	all := 0
	for _, ch := range c.Office.Charts() {
		for _, s := range ch.States {
			if states[ch.Code+"/"+s.Code] == 0 {
				t.Errorf("no case in state %s of %s", s.Code, ch.Code)
			}
			if ch.Code == "preexam" {
				all += states[ch.Code+"/"+s.Code]
			}
		}
	}
	t.Log(states)
	issued := counts(t, c, `SELECT template, COUNT(*) FROM document_paper GROUP BY 1`)
	kinds := papers(t)
	if len(kinds) < 30 {
		t.Errorf("only %d kinds of papers were found in the source", len(kinds))
	}
	for _, k := range kinds {
		if issued[k] == 0 {
			t.Errorf("no paper %s", k)
		}
	}
	people(t, c)
	months := counts(t, c, `SELECT CAST(opened_at / 2592000000000 AS TEXT), COUNT(*) FROM casework_case GROUP BY 1`)
	if all < 300 || len(months) < 18 || len(accounts) < 15 {
		t.Errorf("%d cases in %d months, %d accounts", all, len(months), len(accounts))
	}
	// Computing all clocks again from the histories changes no date in the lists.
	if moved, err := c.Office.Recompute(t.Context(), 1); err != nil || moved != 0 {
		t.Errorf("%d cases have another due date than their histories give: %v", moved, err)
	}
	if v, err := casework.Verify(t.Context(), c.DB); err != nil || len(v.Flaws) > 0 {
		t.Errorf("%+v %v", v.Flaws, err)
	}
}

// people counts who is there.
func people(t *testing.T, c *center.Center) {
	t.Helper()
	roles := counts(t, c, `SELECT role, COUNT(*) FROM identity_role GROUP BY 1`)
	staff := 0
	for _, i := range casework.Roles() {
		if i.Staff {
			staff += roles[string(i.Role)]
		}
		if i.Admin && roles[string(i.Role)] != 1 {
			t.Errorf("%d of %s", roles[string(i.Role)], i.Role)
		}
	}
	if staff < 12 || roles[string(casework.Entity)] < 40 || roles[string(casework.AgencyRole)] < 6 {
		t.Errorf("%d staff, %v", staff, roles)
	}
}
