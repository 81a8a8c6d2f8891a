package simulation

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/examination/abnormal"
	"zhibao/examination/quality/inspection"
	"zhibao/governance/outage"
	"zhibao/internal/store"
)

// keptSteps is how many steps a kept center has seen: as few as give every procedure its cases.
const keptSteps = 400

// TestKeep keeps a small center as this version leaves it, its database and its root key, for the
// versions to come: package recorded upgrades it and replays its cases. ZHIBAO_RELEASE names it. It is
// run at each release, and whenever a chart was changed before one.
func TestKeep(t *testing.T) {
	if !*update {
		t.Skip("only with -update: it writes center/recorded/testdata")
	}
	if os.Getenv("ZHIBAO_PG") != "" {
		t.Fatal("a center is kept as SQLite: run without ZHIBAO_PG")
	}
	w := newWorld(t, 1)
	// Chance may cancel every registration before anybody has come to an end: then others try.
	for seed := uint64(2); ; seed++ {
		err := w.lived(t.Context())
		if err == nil {
			break
		}
		if t.Log(err); seed > 20 {
			t.Fatal("no world has a case of every procedure")
		}
		w = newWorld(t, seed)
	}
	db := filepath.Join(t.TempDir(), "zhibao.db")
	if err := w.DB.Backup(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, content []byte) {
		t.Helper()
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2016, 11, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = io.Copy(f, bytes.NewReader(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, path := range map[string]string{"zhibao.db": db, "root.key": filepath.Join(w.dir, "root.key")} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		add(name, content)
	}
	add("now", []byte(strconv.FormatInt(w.clk.Now().UnixMilli(), 10)))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join("..", "recorded", "testdata", cmp.Or(os.Getenv("ZHIBAO_RELEASE"), "unreleased"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "center.zip"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	// What its cases are is told by the program of today, once.
	if err := os.Remove(filepath.Join(dir, "cases.json")); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d cases, %d kinds of moves", b.Len(), len(w.shadow.ids), len(w.moves))
}

// lived lets the world live until every procedure has a case.
func (w *world) lived(ctx context.Context) error {
	for n := range keptSteps {
		if err := w.step(ctx); err != nil {
			return err
		}
		if n != 60 {
			continue
		}
		if err := w.conclude(ctx); err != nil {
			return err
		}
	}
	for _, chart := range w.Office.Charts() {
		if err := w.some(ctx, chart); err != nil {
			return err
		}
	}
	return w.whole(ctx)
}

// some tries until a procedure has a case and a few moves were made on it.
func (w *world) some(ctx context.Context, chart *casework.Chart) error {
	cases := func() (out []*mirror) {
		for _, id := range w.shadow.ids {
			if m := w.shadow.cases[id]; m.chart.Code == chart.Code {
				out = append(out, m)
			}
		}
		return out
	}
	var last error
	for n := 0; len(cases()) == 0; n++ {
		if n > 2000 {
			return fmt.Errorf("no case of %s: %w", chart.Code, last)
		}
		w.pass(time.Minute)
		m, by := &chart.Moves[w.rng.IntN(len(chart.Moves))], w.people[w.rng.IntN(len(w.people))]
		if !m.Opens() || !w.Office.MayOpen(by, chart, m.Code) {
			continue
		}
		in, err := w.inputs.make(ctx, chart, m, nil)
		if err == nil {
			err = w.apt(ctx, in)
		}
		if err != nil {
			return err
		}
		if _, err := w.make(ctx, chart, casework.Request{Actor: by, Chart: chart.Code, Move: m.Code, Input: in, Key: fmt.Sprintf("key-%016x", w.rng.Uint64())}); err != nil {
			last = err
		}
		if err := w.look(ctx, func([]int64) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}

// apt gives the rare openings what chance does not find: a filing of the party, a period with ends, an hour.
func (w *world) apt(ctx context.Context, in any) error {
	today := w.Office.Today()
	switch in := in.(type) {
	case *abnormal.Enter:
		in.Indicator = "QUA-003"
		return w.DB.Read(ctx, func(tx *store.Tx) error {
			return tx.Row(ctx, `SELECT c.number, p.name FROM casework_case c JOIN party_party p ON p.id = c.owner_id
				WHERE c.chart = 'preexam' AND c.number IS NOT NULL ORDER BY c.id LIMIT 1`).Scan(&in.Cases, &in.Subject)
		})
	case *inspection.Draw:
		in.From, in.To, in.Outcome, in.Number, in.Share, in.Strata, in.Inspectors = today-3000, today-1, "all", 1, 0, nil, nil
		for _, p := range w.people {
			if p.Is(casework.Reviewer) {
				in.Inspectors = append(in.Inspectors, strconv.FormatInt(p.Account, 10))
			}
		}
	case *outage.Report:
		in.Window = outage.Window{Since: (today - 1).String() + " 10:00", Until: (today - 1).String() + " 11:30"}
	}
	return nil
}

// conclude takes pre-examinations the shortest way to an end, until one is there to be inspected.
func (w *world) conclude(ctx context.Context) error {
	way := []string{"upload", "submit", "accept", "assign", "start", "propose_end", "terminate"}
	chart := w.Office.Chart("preexam")
	var last error
	for range 40_000 {
		m := w.shadow.cases[w.shadow.ids[w.rng.IntN(len(w.shadow.ids))]]
		move, by := chart.Move(way[w.rng.IntN(len(way))]), w.people[w.rng.IntN(len(w.people))]
		if m.chart != chart || move.Code == "terminate" && m.state != "ending" || !slices.Contains(move.From, m.state) {
			continue
		}
		var k *casework.Case
		err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
			k, err = w.Office.Get(ctx, tx, casework.Robot(w.id()), m.id)
			return err
		})
		if err != nil {
			return err
		}
		if !w.Office.Policy.May(by.Subject, chart.Act(move.Code), k.Object()) {
			continue
		}
		w.pass(time.Minute)
		in, err := w.inputs.make(ctx, chart, move, k)
		if err != nil {
			return err
		}
		out, err := w.make(ctx, chart, casework.Request{Actor: by, Case: k.ID, Move: move.Code, Input: in, Expected: k.Version, Key: fmt.Sprintf("key-%016x", w.rng.Uint64())})
		if err != nil {
			last = err
		}
		if err := w.look(ctx, func([]int64) error { return nil }); err != nil {
			return err
		}
		if err == nil && move.Code == "terminate" && chart.State(out.Event.To).Final {
			w.pass(24 * time.Hour)
			return nil
		}
	}
	return fmt.Errorf("no pre-examination came to its end: %w", last)
}
