package e2e

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"zhibao/casework"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// A program is somebody's key for everything that the account may do.
type program struct {
	t   testing.TB
	w   *world
	key string
}

// A reply is the answer to a program.
type reply struct {
	status int
	header http.Header
	raw    []byte
}

// program makes a key of somebody; no login is a program without one.
func (w *world) program(t testing.TB, login string, acts ...string) *program {
	t.Helper()
	p := &program{t: t, w: w}
	if login == "" {
		return p
	}
	a := w.actor(t, login)
	if acts == nil {
		acts = w.Office.Policy.Acts()
	}
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		p.key, err = w.Book.MakeKey(t.Context(), tx, identity.Who{Center: a.Center, Account: a.Account, Name: "e2e"},
			identity.NewKey{Account: a.Account, Name: "e2e", Acts: acts, Life: time.Hour})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

// call sends a request to the interface; a body is sent as JSON.
func (p *program) call(method, path string, body any, header ...string) reply {
	p.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		r = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			p.t.Fatal(err)
		}
		r = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.w.URL+"/api/v1"+path, r)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if p.key != "" {
		req.Header.Set("Authorization", "Bearer "+p.key)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	out := reply{status: res.StatusCode, header: res.Header}
	if out.raw, err = io.ReadAll(res.Body); err != nil {
		p.t.Fatal(err)
	}
	return out
}

// get reads an address that must answer.
func (p *program) get(path string, ptr any) reply {
	p.t.Helper()
	r := p.call("GET", path, nil).want(p.t, http.StatusOK, "")
	r.into(p.t, ptr)
	return r
}

// act writes under a fresh Idempotency-Key, and again under the same: the second call must answer
// what the first did, and do nothing.
func (p *program) act(path string, body, ptr any) reply {
	p.t.Helper()
	key := rand.Text()
	first := p.call("POST", path, body, "Idempotency-Key", key)
	if first.status >= 300 {
		p.t.Fatalf("%s: %d %s", path, first.status, first.raw)
	}
	again := p.call("POST", path, body, "Idempotency-Key", key)
	if again.status != first.status || !bytes.Equal(again.raw, first.raw) || again.header.Get("Idempotency-Replayed") != "true" {
		p.t.Errorf("%s again: %d %s\nfirst: %d %s", path, again.status, again.raw, first.status, first.raw)
	}
	p.call("POST", path, map[string]any{"other": 1}, "Idempotency-Key", key).want(p.t, 422, "api.idem_reused")
	p.call("POST", path, body).want(p.t, 422, "api.idem")
	first.into(p.t, ptr)
	return first
}

// refused is a call under a fresh key that must be refused with a code.
func (p *program) refused(path string, body any, status int, code string) {
	p.t.Helper()
	p.call("POST", path, body, "Idempotency-Key", rand.Text()).want(p.t, status, code)
}

// want fails unless the answer has the status, and for refusals the code.
func (r reply) want(t testing.TB, status int, code string) reply {
	t.Helper()
	var problem struct{ Code string }
	if status >= 400 {
		_ = json.Unmarshal(r.raw, &problem) // what is no problem has no code, which fails below
	}
	if r.status != status || code != "" && problem.Code != code {
		t.Fatalf("got %d %s\nwant %d %s", r.status, shorten(string(r.raw)), status, code)
	}
	return r
}

// into decodes an answer, unless ptr is nil.
func (r reply) into(t testing.TB, ptr any) {
	t.Helper()
	if ptr == nil {
		return
	}
	if err := json.Unmarshal(r.raw, ptr); err != nil {
		t.Fatalf("%v: %s", err, shorten(string(r.raw)))
	}
}

// upload sends a file and returns its id.
func (p *program) upload(name string, b []byte) string {
	p.t.Helper()
	var begun struct{ ID string }
	p.call("POST", "/uploads", map[string]any{"name": name, "size": len(b)}).want(p.t, 201, "").into(p.t, &begun)
	p.call("POST", "/uploads/"+begun.ID+"?offset=0", b, "Content-Type", "application/octet-stream").want(p.t, 200, "")
	return begun.ID
}

// described is the description of the interface.
func (w *world) described(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(w.API.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// fits holds an answer against its description: JSON against the schema, a file against its type.
func fits(t testing.TB, doc *openapi3.T, method, pattern string, r reply) {
	t.Helper()
	op := doc.Paths.Value("/api/v1" + pattern).GetOperation(method)
	answer := op.Responses.Status(r.status)
	kind, _, _ := strings.Cut(r.header.Get("Content-Type"), ";")
	if answer == nil || answer.Value.Content.Get(kind) == nil {
		t.Errorf("%s %s answers %d %s, which is not described", method, pattern, r.status, kind)
		return
	}
	if kind != "application/json" {
		if len(r.raw) == 0 {
			t.Errorf("%s %s sends an empty file", method, pattern)
		}
		return
	}
	var v any
	if err := json.Unmarshal(r.raw, &v); err != nil {
		t.Errorf("%s %s: %v", method, pattern, err)
	} else if err := answer.Value.Content.Get(kind).Schema.Value.VisitJSON(v); err != nil {
		t.Errorf("%s %s: %v\n%s", method, pattern, err, shorten(string(r.raw)))
	}
}

// lastEvent is the latest event of a case.
func (w *world) lastEvent(t testing.TB, id int64) (e casework.Event) {
	t.Helper()
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		es, err := w.Office.Events(t.Context(), tx, w.Center.Center.ID, id)
		if err == nil {
			e = es[len(es)-1]
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return e
}
