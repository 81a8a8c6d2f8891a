package center

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestIndexOnServer opens the index where the operator said, under a name that is kept with the data and is
// nobody else's.
func TestIndexOnServer(t *testing.T) {
	var mu sync.Mutex
	var made []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		name := strings.Split(r.URL.Path, "/")[1]
		switch {
		case strings.HasSuffix(r.URL.Path, "/_count"):
			_, _ = w.Write([]byte(`{"count":3}`))
		case r.Method == "PUT":
			made = append(made, name)
			_, _ = w.Write([]byte(`{}`))
		default: // there is none, so it is made each time
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	first, second := &Center{Config: Config{Data: t.TempDir(), Search: server.URL}}, &Center{Config: Config{Data: t.TempDir(), Search: server.URL}}
	for _, c := range []*Center{first, first, second} {
		x, empty, err := c.openIndex(t.Context(), 7)
		if err != nil || empty {
			t.Fatalf("empty %v, %v", empty, err)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(made) != 3 || made[0] != made[1] || made[0] == made[2] || !strings.HasPrefix(made[0], "zhibao-patents-") {
		t.Errorf("made %v", made)
	}
	embedded := &Center{Config: Config{Data: first.Data}}
	if first.indexFolder(7) == embedded.indexFolder(7) {
		t.Error("both engines keep one mark of how far they were fed")
	}
	x, empty, err := embedded.openIndex(t.Context(), 7)
	if err != nil || !empty {
		t.Fatalf("empty %v, %v", empty, err)
	}
	defer x.Close()
	there, _ := filepath.Glob(filepath.Join(first.Data, "index", "*"))
	if !slices.Contains(there, embedded.indexFolder(7)) {
		t.Errorf("the embedded index is not among %v", there)
	}
}
