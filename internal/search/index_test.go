package search_test

import (
	"context"
	"os"
	"testing"

	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

func subject(tail int) searchtest.Subject {
	return searchtest.Subject{
		Open: func(dir string) (search.Engine, error) {
			return search.Open(dir, searchtest.Schema(), search.Options{Tail: tail})
		},
		Settle: func(e search.Engine) error { return e.(*search.Index).Merge(context.Background()) },
		Dir: func() (string, func()) {
			dir, err := os.MkdirTemp("", "search-")
			if err != nil {
				panic(err)
			}
			return dir, func() { _ = os.RemoveAll(dir) }
		},
	}
}

// TestConform keeps everything in memory in one run, and writes nearly every change to a file in the
// other.
func TestConform(t *testing.T) {
	t.Run("memory", func(t *testing.T) { searchtest.Conform(t, subject(0)) })
	t.Run("files", func(t *testing.T) { searchtest.Conform(t, subject(4<<10)) })
}
