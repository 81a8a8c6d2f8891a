package drafting

import (
	"maps"
	"slices"
	"testing"

	"zhibao/casework"
)

// TestComing: what can be made in a state or after it, along loops too, and nothing that lies behind.
func TestComing(t *testing.T) {
	move := func(code string, from []string, to ...string) casework.Move {
		return casework.Move{Code: code, From: from, To: to}
	}
	c := &casework.Chart{Moves: []casework.Move{move("file", []string{"lead"}, "open"), move("note", []string{"open"}, casework.Stay), move("decide", []string{"open"}, "decided"),
		move("back", []string{"decided"}, "open"), move("close", []string{"decided"}, "closed")}}
	for state, want := range map[string][]string{"lead": {"back", "close", "decide", "file", "note"}, "open": {"back", "close", "decide", "note"}, "decided": {"back", "close", "decide", "note"}, "closed": nil} {
		if got := slices.Sorted(maps.Keys(coming(c, state))); !slices.Equal(got, want) {
			t.Errorf("from %s: %v, want %v", state, got, want)
		}
	}
}
