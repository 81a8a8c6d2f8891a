package blob

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"zhibao/internal/seal"
)

// TestWatchRefuses: what the watch refuses at its very end is not stored and leaves nothing; the rest is.
func TestWatchRefuses(t *testing.T) {
	s, k := newStore(t), keys(t, seal.AES256GCM)[0]
	found := errors.New("found")
	s.Watch = func(_ context.Context, r io.Reader) io.Reader {
		var seen strings.Builder
		return io.MultiReader(io.TeeReader(r, &seen), reader(func() error {
			if strings.Contains(seen.String(), "virus") {
				return found
			}
			return io.EOF
		}))
	}
	if _, err := s.Put(t.Context(), k, "1/x/1", strings.NewReader(strings.Repeat("x", 3*frameText)+"virus"), 1<<30); !errors.Is(err, found) {
		t.Errorf("%v", err)
	}
	if left := files(t, s); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	put(t, s, k, "1/x/1", []byte("text"))
	if left := files(t, s); len(left) != 1 {
		t.Errorf("stored: %v", left)
	}
}

// reader is what is read after a text.
type reader func() error

// Read gives nothing but the verdict.
func (r reader) Read([]byte) (int, error) { return 0, r() }
