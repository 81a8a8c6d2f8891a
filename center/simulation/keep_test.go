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
	"strings"
	"testing"
	"time"

	"zhibao/casework"
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
	for n := 0; len(cases()) == 0; n++ {
		if n > 2000 {
			return fmt.Errorf("no case of %s: %w", chart.Code, w.last)
		}
		w.pass(time.Minute)
		m, by := &chart.Moves[w.rng.IntN(len(chart.Moves))], w.people[w.rng.IntN(len(w.people))]
		if !m.Opens() || !w.Office.MayOpen(by, chart, m.Code) {
			continue
		}
		if err := w.tries(ctx, turn{chart: chart, move: m, by: by}); err != nil {
			return err
		}
	}
	return nil
}

// conclude takes pre-examinations the shortest way to an end, until one is there to be inspected.
func (w *world) conclude(ctx context.Context) error {
	chart := w.Office.Chart("preexam")
	for _, p := range w.people { // those who are registered can submit it
		if p.Party != 0 && slices.Index(w.parties, p.Party) < usuals {
			if err := w.tries(ctx, turn{chart: chart, move: chart.Move("create"), by: p}); err != nil {
				return err
			}
		}
	}
	err := w.driven(ctx, "preexam", "upload", "submit", "accept", "assign", "start", "propose_end", "terminate<ending")
	if err == nil {
		w.pass(24 * time.Hour)
	}
	return err
}

// inspected has a case drawn for inspection, and the inspection settled.
func (w *world) inspected(ctx context.Context) error {
	if err := w.conclude(ctx); err != nil {
		return err
	}
	chart := w.Office.Chart("quality")
	for n := 0; len(w.shadow.byChart["inspection"]) == 0; n++ {
		if n > 100 {
			return fmt.Errorf("nothing was drawn for inspection: %w", w.last)
		}
		w.pass(time.Minute)
		if err := w.tries(ctx, turn{chart: chart, move: chart.Move("draw"), by: w.who(casework.Head)}); err != nil {
			return err
		}
	}
	return w.driven(ctx, "inspection", "appoint", "score", "reply", "settle")
}

// driven takes the cases of a chart along a way, until one was taken to its end by the last move of it. A
// move is "move", or "move<state" where it is made in that state alone.
func (w *world) driven(ctx context.Context, code string, way ...string) error {
	last, _, _ := strings.Cut(way[len(way)-1], "<")
	return w.led(ctx, code, func(m *mirror) bool { return m.made[last] > 0 && m.chart.State(m.state).Final }, way...)
}

// penalised has a penalty served, a part of it paid and another part said to be paid.
func (w *world) penalised(ctx context.Context) error {
	if err := w.some(ctx, w.Office.Chart("counterfeit")); err != nil {
		return err
	}
	return w.led(ctx, "counterfeit", func(m *mirror) bool { return m.state == "performing" && m.made["paid"] > 0 && m.made["proof"] > 0 },
		"assign", "verify", "propose", "file", "identify", "inspect", "conclude<investigating", "review", "notify<reviewed", "noticed", "waive", "discuss", "decide<deciding", "serve", "paid<performing", "proof<performing")
}

// led takes the cases of a chart along a way, until one is where it is to be.
func (w *world) led(ctx context.Context, code string, there func(*mirror) bool, way ...string) error {
	chart := w.Office.Chart(code)
	for range 40_000 {
		ids := w.shadow.byChart[code]
		if len(ids) == 0 {
			return fmt.Errorf("no case of %s", code)
		}
		m := w.shadow.cases[ids[w.rng.IntN(len(ids))]]
		name, in, only := strings.Cut(way[w.rng.IntN(len(way))], "<")
		move, by := chart.Move(name), w.people[w.rng.IntN(len(w.people))]
		if !slices.Contains(move.From, m.state) || only && m.state != in {
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
		if err := w.tries(ctx, turn{chart, move, k, by}); err != nil {
			return err
		}
		if there(m) {
			return nil
		}
	}
	return fmt.Errorf("no case of %s came to where it was to be: %w", code, w.last)
}
