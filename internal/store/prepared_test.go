package store

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
)

// Parameters lose their names where they come in order, and nowhere else.
func TestNameless(t *testing.T) {
	for in, want := range map[string]string{
		"SELECT 1": "SELECT 1", "a = $1 AND b = $2": "a = ? AND b = ?", "VALUES ($1,$2),($3,$4)": "VALUES (?,?),(?,?)",
		"a = $2 AND b = $1": "", "a = $1 OR b = $1": "", "a = $10": "", "a = '$1'": "", "a = $1 AND b = '$2'": "", "a = $1 AND b = '?'": "", "a = $x": "", "$": "",
		"a = 'x' AND b = $1": "a = 'x' AND b = ?",
	} {
		if want == "" {
			want = in
		}
		if got := nameless(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// Values arrive where they belong, in whichever order the parameters are named.
func TestNamelessValues(t *testing.T) {
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string][]string{
		"SELECT $1, $2, $3": {"a", "b", "c"}, "SELECT $3, $1, $2": {"c", "a", "b"}, "SELECT $1, $2, $2 || $3": {"a", "b", "bc"}, "SELECT $1, '$2', $2 || $3": {"a", "$2", "bc"},
	} {
		err := db.Read(t.Context(), func(tx *Tx) error {
			got := make([]string, 3)
			err := tx.Row(context.WithoutCancel(t.Context()), query, "a", "b", "c").Scan(&got[0], &got[1], &got[2])
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q", query, got)
			}
			return err
		})
		if err != nil {
			t.Error(query, err)
		}
	}
}
