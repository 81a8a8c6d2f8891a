package tally_test

import (
	"errors"
	"fmt"
	"testing"

	"zhibao/casework/tally"
)

// TestKeep has a count told again for its own version only.
func TestKeep(t *testing.T) {
	var b tally.Book
	counted := 0
	ask := func(version int64, key string) int {
		n, err := tally.Keep(&b, version, key, func() (int, error) { counted++; return counted, nil })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, q := range []struct {
		version int64
		key     string
		want    int
	}{{1, "a", 1}, {1, "a", 1}, {1, "b", 2}, {2, "a", 3}, {2, "a", 3}, {1, "a", 4}, {2, "a", 5}} {
		if got := ask(q.version, q.key); got != q.want {
			t.Errorf("version %d of %s: %d, want %d", q.version, q.key, got, q.want)
		}
	}
	if _, err := tally.Keep(&b, 9, "bad", func() (int, error) { return 0, errors.New("no") }); err == nil {
		t.Error("an error was not told")
	}
	if got := ask(9, "bad"); got != 6 {
		t.Errorf("after an error: %d, want 6", got)
	}
	for i := range 5000 {
		ask(1, fmt.Sprint(i))
	}
	if got := ask(1, "4999"); got != counted {
		t.Errorf("the last count was forgotten")
	}
}
