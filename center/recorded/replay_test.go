package recorded

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/center"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

var update = flag.Bool("update", false, "write cases.json of the versions that have none")

// A record is what the cases of a version were to the program that made them.
type record struct {
	Charts map[string]string `json:"charts"` // digests of the charts, by code
	Cases  []course          `json:"cases"`
}

// A course is one case: where it stood, and what was due, after each of its events, and its papers.
type course struct {
	Chart  string   `json:"chart"`
	Number string   `json:"number"`
	State  string   `json:"state"`
	Events []point  `json:"events"`
	Papers []string `json:"papers"` // number, template and digest of the text
}

// A point is the case after an event.
type point struct {
	Move   string   `json:"move"`
	State  string   `json:"state"`
	Clocks []string `json:"clocks,omitempty"` // code, first and last day, met, whether it stands still
}

// The cases of every version are replayed from their events, one after the other, by the charts, the
// calendar and the settings of this program. They must come to the states, dates and papers to which they
// came then, and each step must still be one that the chart has.
func TestReplay(t *testing.T) {
	for _, v := range versions(t) {
		t.Run(v.name, func(t *testing.T) {
			c := v.open(t)
			got := record{Charts: digests(c)}
			for _, id := range caseIDs(t, c) {
				got.Cases = append(got.Cases, replay(t, c, id, nil))
			}
			path := filepath.Join("testdata", v.name, "cases.json")
			b, err := os.ReadFile(path)
			if os.IsNotExist(err) && *update {
				if b, err = json.MarshalIndent(got, "", " "); err == nil {
					err = os.WriteFile(path, append(b, '\n'), 0o644)
				}
			}
			var want record
			if err == nil {
				err = json.Unmarshal(b, &want)
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(want.Cases) != len(got.Cases) {
				t.Fatalf("%d cases instead of %d", len(got.Cases), len(want.Cases))
			}
			dates, papers := 0, 0
			for i, w := range want.Cases {
				if d := differ(w, got.Cases[i]); d != "" {
					t.Errorf("%s %s: %s", w.Chart, w.Number, d)
				}
				for _, p := range w.Events {
					dates += len(p.Clocks)
				}
				papers += len(w.Papers)
			}
			if dates < 50 || papers < 5 {
				t.Errorf("only %d dates and %d papers are recorded", dates, papers)
			}
			t.Logf("%d cases, %d dates, %d papers", len(want.Cases), dates, papers)
		})
	}
}

// Every chart of this program has recorded cases of just this chart, so that whoever changes one records
// what becomes of the new one, beside what there was.
func TestChartsAreRecorded(t *testing.T) {
	kept := map[string]bool{}
	for _, v := range versions(t) {
		b, err := os.ReadFile(filepath.Join("testdata", v.name, "cases.json"))
		var r record
		if err == nil {
			err = json.Unmarshal(b, &r)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range r.Cases {
			kept[k.Chart+" "+r.Charts[k.Chart]] = true
		}
	}
	c := versions(t)[0].open(t)
	for code, digest := range digests(c) {
		if !kept[code+" "+digest] {
			t.Errorf("the chart %s has no recorded case: its states, moves or clocks changed. Run what center/recorded/doc.go says, "+
				"into a folder of its own if the versions in testdata were released", code)
		}
	}
	// The control: a chart in which one move leads elsewhere, or one clock stands still, has another digest.
	for _, chart := range c.Office.Charts() {
		before := digest(chart)
		other := *chart
		other.Moves = slices.Clone(chart.Moves)
		other.Moves[len(other.Moves)-1].To = []string{"elsewhere"}
		if digest(&other) == before {
			t.Errorf("%s with another target has the same digest", chart.Code)
		}
	}
}

// The control of TestReplay: a history in which one event is a day later, or one that leads elsewhere, is
// found.
func TestReplayFinds(t *testing.T) {
	v := versions(t)[0]
	c := v.open(t)
	later, elsewhere, cases := 0, 0, 0
	for _, id := range caseIDs(t, c) {
		want := replay(t, c, id, nil)
		if !slices.ContainsFunc(want.Events, func(p point) bool { return len(p.Clocks) > 0 }) {
			continue
		}
		cases++
		if differ(want, replay(t, c, id, func(e *row) { e.at += 3 * 24 * 3600 * 1e6 })) != "" {
			later++
		}
		if differ(want, replay(t, c, id, func(e *row) { e.to = "elsewhere" })) != "" {
			elsewhere++
		}
	}
	if cases == 0 || 2*later < cases || elsewhere < cases {
		t.Errorf("of %d cases, %d whose events are later and %d that lead elsewhere were found", cases, later, elsewhere)
	}
}

// open upgrades a version's database of the engine of this run and opens its center.
func (v version) open(t *testing.T) *center.Center {
	t.Helper()
	url := storetest.Chosen(t, storetest.SQLite(t))
	v.restore(t, url)
	c, err := v.serve(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// digests are those of all charts, by code.
func digests(c *center.Center) map[string]string {
	out := map[string]string{}
	for _, chart := range c.Office.Charts() {
		out[chart.Code] = digest(chart)
	}
	return out
}

// digest is of what decides the course of a case: states, moves and clocks, but no titles and no words.
func digest(chart *casework.Chart) string {
	h := sha256.New()
	for _, s := range chart.States {
		fmt.Fprintln(h, "state", s.Code, s.Final, s.Party, s.Sides)
	}
	for _, m := range chart.Moves {
		fmt.Fprintln(h, "move", m.Code, m.From, m.To, m.By, m.Sides, m.FourEyes, m.Counter)
	}
	for _, r := range chart.Clocks {
		fmt.Fprintln(h, "clock", r.Code, r.Start, r.Stop, r.Pause, r.Setting, r.Regime, r.Party, r.Target, r.Overdue)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// caseIDs lists all cases.
func caseIDs(t *testing.T, c *center.Center) (out []int64) {
	t.Helper()
	err := c.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT id FROM casework_case ORDER BY id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return err
			}
			out = append(out, id)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A row is an event as it is stored.
type row struct {
	id, center, seq, at, actor       int64
	name, role, move, from, to, meta string
	input, idem, prev, hash          []byte
}

// errBack takes back what a replay wrote.
var errBack = errors.New("taken back")

// replay takes away all events of a case and gives them back one by one, looking at the clocks each time.
// Before the last is given back, it may be changed. In the end nothing is stored.
func replay(t *testing.T, c *center.Center, id int64, change func(*row)) (out course) {
	t.Helper()
	ctx := t.Context()
	err := c.DB.Write(ctx, func(tx *store.Tx) error {
		k, err := c.Office.Get(ctx, tx, casework.Robot(c.Center.ID), id)
		if err != nil {
			return err
		}
		chart := c.Office.Chart(k.Chart)
		out = course{Chart: k.Chart, Number: k.Number, State: k.State, Papers: []string{}}
		events, err := c.Office.Events(ctx, tx, c.Center.ID, id)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := legal(ctx, tx, c, chart, e); err != nil {
				t.Errorf("%s %s, event %d: %v", k.Chart, k.Number, e.Seq, err)
			}
		}
		if out.Papers, err = papers(ctx, tx, c, id); err != nil {
			return err
		}
		rows, err := stored(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM casework_event WHERE case_id = $1`, id); err != nil {
			return err
		}
		for _, e := range rows {
			if change != nil {
				change(&e)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO casework_event (id, center_id, case_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, input, idem, prev, hash)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
				e.id, e.center, id, e.seq, e.at, e.actor, e.name, e.role, e.move, e.from, e.to, e.meta, e.input, e.idem, e.prev, e.hash); err != nil {
				return err
			}
			p := point{Move: e.move, State: e.to}
			clocks, err := c.Office.Clocks(ctx, tx, k)
			if err != nil {
				return err
			}
			for _, x := range clocks {
				p.Clocks = append(p.Clocks, fmt.Sprintf("%s %s-%s met %s %v", x.Rule.Code, x.Started, x.Result.Due, x.Met, x.Paused))
			}
			slices.Sort(p.Clocks)
			out.Events = append(out.Events, p)
		}
		return errBack
	})
	if !errors.Is(err, errBack) {
		t.Fatalf("case %d: %v", id, err)
	}
	return out
}

// stored reads the events of a case as they are.
func stored(ctx context.Context, tx *store.Tx, id int64) (out []row, err error) {
	rows, err := tx.Query(ctx, `SELECT id, center_id, seq, at, actor_id, actor, role, move, from_state, to_state, meta, input, idem, prev, hash
		FROM casework_event WHERE case_id = $1 ORDER BY seq`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e row
		if err := rows.Scan(&e.id, &e.center, &e.seq, &e.at, &e.actor, &e.name, &e.role, &e.move, &e.from, &e.to, &e.meta, &e.input, &e.idem, &e.prev, &e.hash); err != nil {
			return nil, err
		}
		if e.prev == nil {
			e.prev = []byte{} // the first follows on nothing, which is not NULL
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// legal reports what is wrong with an event by the chart of this program. Events of the kernel itself,
// such as a reading, are no moves of a chart.
func legal(ctx context.Context, tx *store.Tx, c *center.Center, chart *casework.Chart, e casework.Event) error {
	m := chart.Move(e.Move)
	if m == nil {
		if e.From == e.To { // of the kernel
			return nil
		}
		return fmt.Errorf("the chart has no move %s", e.Move)
	}
	if !m.Opens() && !slices.Contains(m.From, e.From) || !slices.Contains(m.To, e.To) && !(slices.Contains(m.To, casework.Stay) && e.From == e.To) {
		return fmt.Errorf("%s no longer leads from %q to %q", e.Move, e.From, e.To)
	}
	// What was typed then is understood today, to the last field.
	var raw map[string]any
	in := m.Do.New()
	if err := c.Office.InputOf(ctx, tx, e, &raw); fault.CodeOf(err) == "seal.shredded" {
		return nil // the key was destroyed as it had to be, and with it what was typed
	} else if err != nil {
		return err
	}
	if err := c.Office.InputOf(ctx, tx, e, in); err != nil {
		return err
	}
	b, err := json.Marshal(in)
	if err != nil {
		return err
	}
	var typed map[string]any
	if err := json.Unmarshal(b, &typed); err != nil {
		return err
	}
	for name, v := range raw {
		if have, ok := typed[name]; v != nil && (!ok && !reflect.ValueOf(v).IsZero() || ok && !reflect.DeepEqual(have, v)) {
			return fmt.Errorf("of the input of %s the field %s is lost", e.Move, name)
		}
	}
	return nil
}

// papers lists what was issued in a case, with a digest of what each says; writing it anew must give the same.
func papers(ctx context.Context, tx *store.Tx, c *center.Center, id int64) ([]string, error) {
	key, err := c.Keys.CaseKey(ctx, tx, id)
	if fault.CodeOf(err) == "seal.shredded" {
		return []string{"shredded"}, nil
	} else if err != nil {
		return nil, err
	}
	all, err := document.Of(ctx, tx, c.Center.ID, id)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, p := range all {
		x, err := document.Open(ctx, tx, key, id, p.ID)
		if err != nil {
			return nil, err
		}
		b, err := paper.Marshal(x.Content)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		out = append(out, p.Number+" "+p.Template+" "+hex.EncodeToString(sum[:8]))
	}
	slices.Sort(out)
	return out, nil
}

// differ names the first difference between two courses, "" if there is none.
func differ(a, b course) string {
	if a.State != b.State {
		return fmt.Sprintf("state %s instead of %s", b.State, a.State)
	}
	if len(a.Events) != len(b.Events) {
		return fmt.Sprintf("%d events instead of %d", len(b.Events), len(a.Events))
	}
	for i := range a.Events {
		if x, y := a.Events[i], b.Events[i]; x.Move != y.Move || x.State != y.State || !slices.Equal(x.Clocks, y.Clocks) {
			return fmt.Sprintf("after event %d: %v instead of %v", i+1, y, x)
		}
	}
	if !slices.Equal(a.Papers, b.Papers) {
		return fmt.Sprintf("papers %v instead of %v", b.Papers, a.Papers)
	}
	return ""
}
