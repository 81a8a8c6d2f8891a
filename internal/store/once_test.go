package store

import (
	"errors"
	"testing"
)

// What is looked up twice in a transaction is asked once, an error every time, and all anew after Forget.
func TestOnce(t *testing.T) {
	tx, asked := &Tx{}, 0
	look := func(key string, err error) int {
		n, got := Once(tx, key, func() (int, error) { asked++; return asked, err })
		if !errors.Is(got, err) {
			t.Errorf("%v, want %v", got, err)
		}
		return n
	}
	look("a", errClosed)
	if a, b, c := look("a", nil), look("a", nil), look("b", nil); a != 2 || b != 2 || c != 3 {
		t.Errorf("%d, %d, %d: not asked once for each key", a, b, c)
	}
	if tx.Forget(); look("a", nil) != 4 {
		t.Error("what was changed is not asked for again")
	}
}
