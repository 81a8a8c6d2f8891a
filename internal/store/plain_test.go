package store

import "testing"

// PostgreSQL sees the condition on the center as it is, and every other sign as it was written.
func TestPlainly(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT x FROM a WHERE +center_id = $1 AND id = $2":               "SELECT x FROM a WHERE center_id = $1 AND id = $2",
		"SELECT x FROM a k WHERE (+k.center_id = $1) OR +k.center_id = 2": "SELECT x FROM a k WHERE (k.center_id = $1) OR k.center_id = 2",
		"SELECT uses + 1, +k.closed_at FROM a k ORDER BY +k.due, +k.id":   "SELECT uses + 1, +k.closed_at FROM a k ORDER BY +k.due, +k.id",
		"SELECT a+b FROM c d WHERE +d.center_id = $1 ORDER BY +d.id":      "SELECT a+b FROM c d WHERE d.center_id = $1 ORDER BY +d.id",
		"SELECT 1": "SELECT 1",
	} {
		if got := plainly(query); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
}
