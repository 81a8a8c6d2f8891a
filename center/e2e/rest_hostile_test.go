package e2e

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// odd are bodies and values that an address has to survive.
var (
	oddBodies = []string{"", "null", "[]", "{", `{"x":1}`, `{"cases":[{}]}`, `{"cases":"x"}`, `{"file":["GONE"],"files":["GONE"]}`, `{"role":{"a":[]}}`, "\x00", strings.Repeat("[", 2000)}
	oddValues = []any{nil, "", "\u0000", "\u202e", strings.Repeat("长", 3000), -1, 1e300, true, []any{nil}, []any{[]any{}}, map[string]any{}, "2026-02-30", "'; DROP TABLE x; --"}
)

// TestRestHostile sends nonsense to every address that stands for a page, as somebody who may call it:
// all of it is answered or refused, and nothing is an error of the program.
func TestRestHostile(t *testing.T) {
	w := lived(t)
	doc := w.described(t)
	logins := []string{"qiye01", "shouli1", "yushen1", "baosong", "zhuren", "sysadmin", "secadmin", "auditor"}
	id := w.examined(t, w.submitted(t, "qiye01", "", defective(0, 0, nil)), "yushen1", "fuhe1")
	looked := 0
	for _, x := range w.API.Twins() {
		if !x.Adopted {
			continue
		}
		p := w.program(t, "")
		for _, login := range logins {
			if x.Act != "" && w.Office.Policy.Ever(w.actor(t, login).Subject, x.Act) {
				p = w.program(t, login)
				break
			}
		}
		send := func(method, path string, body any) {
			r := p.call(method, path, body, "Idempotency-Key", rand.Text())
			if r.status >= http.StatusInternalServerError {
				t.Errorf("%s %s %v: %d %s", method, path, body, r.status, r.raw)
			}
			if r.status != http.StatusTooManyRequests {
				looked++
			}
		}
		path := strings.NewReplacer("{case}", itoa(id), "{id}", itoa(nothing.item), "{act}", "nothing", "{key}", "preexam.rounds", "{version}", "1", "{file}", "0", "{figure}", "0").Replace(x.Path)
		op := doc.Paths.Value("/api/v1" + x.Path).GetOperation(x.Method)
		if x.Method == http.MethodGet {
			for _, q := range op.Parameters {
				for _, v := range []string{"", "x", "-1", "9223372036854775808", "\u0000", strings.Repeat("长", 300)} {
					if q.Value.In == "query" {
						send("GET", path+"?"+q.Value.Name+"="+url.QueryEscape(v), nil)
					}
				}
			}
			continue
		}
		if op.RequestBody == nil {
			continue // asks for nothing
		}
		m := op.RequestBody.Value.Content.Get("application/json")
		for _, b := range oddBodies {
			send("POST", path, []byte(b))
		}
		for name := range m.Schema.Value.Properties {
			body := map[string]any{}
			raw, err := json.Marshal(m.Example)
			if err == nil {
				err = json.Unmarshal(raw, &body)
			}
			if err != nil {
				t.Fatal(err)
			}
			if body == nil {
				body = map[string]any{} // what is only a file has no example
			}
			for _, v := range oddValues {
				body[name] = v
				send("POST", path, body)
			}
		}
	}
	if looked < 500 {
		t.Errorf("%d calls were looked at", looked)
	}
}
