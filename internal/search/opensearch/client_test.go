package opensearch

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/search/searchtest"
)

// answers is a server that says the next of some answers each time, and then the last of them again.
func answers(t *testing.T, list ...func(w http.ResponseWriter)) (address string, asked *int) {
	asked = new(int)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		list[min(*asked, len(list))-1](w)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

// says is an answer.
func says(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestAddress(t *testing.T) {
	for address, ok := range map[string]bool{"https://search.example.cn:9200": true, "http://127.0.0.1:9200": true, "http://localhost:9200": true, "http://[::1]:9200/": true,
		"http://search.example.cn:9200": false, "http://10.0.0.1": false, "ftp://127.0.0.1": false, "127.0.0.1:9200": false, "": false} {
		if err := Check(address); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// A server that is busy for a moment is asked again; one that stays so is left alone for a while.
func TestBusy(t *testing.T) {
	address, asked := answers(t, says(503, ""), says(429, ""), says(200, `{"count":7}`))
	c, err := newClient(address)
	if err != nil {
		t.Fatal(err)
	}
	x := &Index{client: c, name: "x"}
	if n, err := x.Docs(t.Context()); n != 7 || err != nil || *asked != 3 {
		t.Errorf("%d documents, %v, asked %d times", n, err, *asked)
	}
	address, asked = answers(t, says(503, ""))
	if c, err = newClient(address); err != nil {
		t.Fatal(err)
	}
	x.client = c
	for range 4 {
		if _, err = x.Docs(t.Context()); fault.Of(err) == nil || fault.Of(err).Code != "opensearch.down" {
			t.Fatal(err)
		}
	}
	if *asked != breaks {
		t.Errorf("asked %d times", *asked)
	}
	c.wake()
	if _, _ = x.Docs(t.Context()); *asked != breaks+1 { // once, and it is left alone again
		t.Errorf("asked %d times", *asked)
	}
}

// A no is final, and says nothing of what was searched for.
func TestNo(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":{"type":"parsing_exception","reason":"near 秘密"}}`:             "opensearch.refused",
		`{"error":{"type":"x","caused_by":{"type":"too_many_nested_clauses"}}}`: "opensearch.too_large",
	} {
		address, asked := answers(t, says(404, ""), says(200, `{}`), says(400, body))
		x, err := Open(t.Context(), address, "x", searchtest.Schema())
		if err != nil {
			t.Fatal(err)
		}
		_, err = x.Find(t.Context(), search.Request{Query: search.Text{Words: "秘密"}})
		if fault.Of(err) == nil || fault.Of(err).Code != want || *asked != 3 || strings.Contains(err.Error(), "秘密") {
			t.Errorf("%s: %v, asked %d times", want, err, *asked)
		}
	}
}

// Who asks may give up, and an answer has an end.
func TestBounds(t *testing.T) {
	address, _ := answers(t, func(w http.ResponseWriter) {
		some := make([]byte, 1<<20)
		for range answerMax>>20 + 1 {
			_, _ = w.Write(some)
		}
	})
	c, err := newClient(address)
	if err != nil {
		t.Fatal(err)
	}
	x := &Index{client: c, name: "x"}
	if _, err := x.Docs(t.Context()); fault.KindOf(err) != fault.TooLarge {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Docs(ctx); err != context.Canceled {
		t.Error(err)
	}
}
