package simulation

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center/demo"
	"zhibao/internal/store"
)

var update = flag.Bool("update", false, "record the inputs of the moves of the demo anew; takes minutes")

// inputsFile holds inputs that were really used, by procedure and move. What was an id when it was
// recorded is a word like "@party", or "@#party" where it was a number, which the simulation replaces
// by something of its own world.
const inputsFile = "testdata/inputs.json"

// kept is how many inputs of one move are recorded, and long how many characters of one value.
const kept, long = 3, 600

// TestRecord records the inputs that the demo uses, so that the simulation need not make it each time.
func TestRecord(t *testing.T) {
	if !*update {
		t.Skip("only with -update: it makes the whole demo")
	}
	dir := os.Getenv("ZHIBAO_DEMO_DATA") // one that is there already
	if dir == "" {
		dir = t.TempDir()
	}
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	c, _, err := demo.Open(t.Context(), demo.Options{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"),
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Cases: 60})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	out := map[string][]json.RawMessage{}
	err = c.DB.Read(t.Context(), func(tx *store.Tx) error {
		r := &recorder{words: map[string]string{}, out: out}
		if err := r.learn(t.Context(), tx); err != nil {
			return err
		}
		for _, chart := range c.Office.Charts() {
			if err := r.chart(t.Context(), tx, c.Office, chart); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(inputsFile, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A recorder turns the ids of one world into words that hold in any.
type recorder struct {
	words map[string]string // by id
	out   map[string][]json.RawMessage
}

// learn finds out what the ids, names and codes of the world are.
func (r *recorder) learn(ctx context.Context, tx *store.Tx) error {
	for _, q := range []string{`SELECT name, '@name' FROM party_party`, `SELECT code, '@code' FROM party_party`, `SELECT id, '@party' FROM party_party`, `SELECT id, '@draft' FROM draft_paper`, `SELECT id, '@case:' || chart FROM casework_case`,
		`SELECT id, '@account:' || (SELECT MIN(role) FROM identity_role WHERE account_id = identity_account.id) FROM identity_account`} {
		rows, err := tx.Query(ctx, q)
		if err != nil {
			return err
		}
		for rows.Next() {
			var id, word string
			if err := rows.Scan(&id, &word); err != nil {
				return err
			}
			if id != "" { // not every party has a code
				r.words[id] = word
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

// chart records the inputs of the moves of one procedure.
func (r *recorder) chart(ctx context.Context, tx *store.Tx, o *casework.Office, chart *casework.Chart) error {
	rows, err := tx.Query(ctx, `SELECT e.id, e.case_id, e.seq, e.move FROM casework_event e JOIN casework_case k ON k.id = e.case_id
		WHERE k.chart = $1 ORDER BY e.id`, chart.Code)
	if err != nil {
		return err
	}
	var all []casework.Event
	for rows.Next() {
		var e casework.Event
		if err := rows.Scan(&e.ID, &e.Case, &e.Seq, &e.Move); err != nil {
			return err
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, e := range all {
		name := chart.Code + "." + e.Move
		if chart.Move(e.Move) == nil || len(r.out[name]) >= kept {
			continue
		}
		var raw any
		if err := o.InputOf(ctx, tx, e, &raw); err != nil {
			continue // shredded
		}
		b, err := json.Marshal(r.replaced(raw))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(r.out[name], func(x json.RawMessage) bool { return string(x) == string(b) }) {
			r.out[name] = append(r.out[name], b)
		}
	}
	return nil
}

// replaced is a value with words for ids, and without the ends of long texts.
func (r *recorder) replaced(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = r.replaced(x)
		}
	case []any:
		for i, x := range v {
			v[i] = r.replaced(x)
		}
	case float64:
		if w, ok := r.words[fmt.Sprintf("%.0f", v)]; ok {
			return "@#" + w[1:]
		}
	case string:
		if w, ok := r.words[v]; ok {
			return w
		}
		if s := []rune(v); len(s) > long && !strings.HasPrefix(v, "{") {
			return string(s[:long])
		}
	}
	return v
}
