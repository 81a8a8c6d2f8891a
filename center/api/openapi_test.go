package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"zhibao/center/api"
	"zhibao/internal/web/form"
)

var update = flag.Bool("update", false, "write the description in testdata anew")

// TestDescription holds the description of the test's charts against the stored one.
func TestDescription(t *testing.T) {
	w, again := newWorld(t), newWorld(t)
	got := w.api.OpenAPI()
	if !bytes.Equal(got, again.api.OpenAPI()) {
		t.Fatal("the description differs from run to run")
	}
	if r := w.get("", "/api/v1/openapi.json"); r.status != 200 || !bytes.Equal(r.raw, got) {
		t.Fatalf("served: %d", r.status)
	}
	const path = "testdata/openapi.json"
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(path, got, 0o644))
		return
	}
	have, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(have, got) {
		t.Errorf("%s is stale: run `go test ./center/api -run Description -update`", path)
	}
}

// TestValid loads the description as others do; every reference resolves and every move is there.
func TestValid(t *testing.T) {
	w := newWorld(t)
	doc, err := openapi3.NewLoader().LoadFromData(w.api.OpenAPI())
	must(t, err)
	must(t, doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()))
	seen := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if seen[op.OperationID] || op.Summary == "" || op.Responses.Default() == nil {
				t.Errorf("%s %s: id %q", method, path, op.OperationID)
			}
			seen[op.OperationID] = true
			if op.RequestBody != nil {
				for kind, m := range op.RequestBody.Value.Content {
					if m.Schema == nil || m.Schema.Value == nil {
						t.Errorf("%s %s: body %s has no schema", method, path, kind)
					}
				}
			}
		}
	}
	for _, ch := range w.office.Charts() {
		for i := range ch.Moves {
			path := "/api/v1/cases/{case}/" + ch.Moves[i].Code
			if ch.Moves[i].Opens() {
				path = "/api/v1/" + ch.Code + "/" + ch.Moves[i].Code
			}
			if item := doc.Paths.Value(path); item == nil || item.Post == nil || doc.Components.Schemas[ch.Act(ch.Moves[i].Code)] == nil {
				t.Errorf("%s is not described", path)
			}
		}
	}
	for _, r := range w.api.Module().Routes {
		if strings.Contains(r.Pattern, "{move}") && r.Method == "POST" || strings.Contains(r.Pattern, "{rest") {
			continue
		}
		if item := doc.Paths.Value(r.Pattern); item == nil || item.GetOperation(r.Method) == nil {
			t.Errorf("%s %s is not described", r.Method, r.Pattern)
		}
	}
}

// TestAnswersFit holds real answers against the described schemas.
func TestAnswersFit(t *testing.T) {
	w := newWorld(t)
	doc, err := openapi3.NewLoader().LoadFromData(w.api.OpenAPI())
	must(t, err)
	firm, clerk := w.full("企业"), w.full("受理员")
	path, _ := w.submitted(firm)
	for _, x := range []struct{ key, pattern, path string }{{firm, "/api/v1", "/api/v1"}, {firm, "/api/v1/charts", "/api/v1/charts"}, {clerk, "/api/v1/cases", "/api/v1/cases"},
		{firm, "/api/v1/cases/{case}", path}, {firm, "/api/v1/cases/{case}/events", path + "/events"}, {firm, "/api/v1/cases/{case}/papers", path + "/papers"},
		{firm, "/api/v1/cases/{case}/moves/{move}", path + "/moves/withdraw"}, {clerk, "/api/v1/figures", "/api/v1/figures"}} {
		r := w.get(x.key, x.path).want(200, "")
		var v any
		must(t, json.Unmarshal(r.raw, &v))
		schema := doc.Paths.Value(x.pattern).Get.Responses.Value("200").Value.Content.Get("application/json").Schema.Value
		if err := schema.VisitJSON(v); err != nil {
			t.Errorf("%s: %v", x.path, err)
		}
	}
	var v any
	must(t, json.Unmarshal(w.get(firm, "/api/v1/cases/1").raw, &v))
	if err := doc.Components.Schemas["Problem"].Value.VisitJSON(v); err != nil {
		t.Error(err)
	}
}

// TestExamples decodes the example of every move and encodes it again: nothing is lost.
func TestExamples(t *testing.T) {
	w := newWorld(t)
	for _, ch := range w.office.Charts() {
		for i := range ch.Moves {
			act := ch.Act(ch.Moves[i].Code)
			s := form.Describe(ch.Moves[i].Do.New(), rules())
			for _, f := range s.Fields {
				if f.Dynamic {
					s = s.With(f.Name, []form.Option{{Value: "1"}})
				}
			}
			in, err := form.FromJSON(api.Example(s))
			must(t, err)
			in.Uploaded = func(id string) (form.File, error) { return form.Bytes("a.txt", []byte(id)), nil }
			ptr := s.New()
			if errs := s.Decode(in, ptr); len(errs) > 0 {
				t.Errorf("%s: %s: %v", act, api.Example(s), errs)
				continue
			}
			again := s.New()
			values := s.Encode(ptr)
			for name := range values {
				if f := s.Field(name); f != nil && f.Kind == form.Files {
					values[name] = in.Values[name]
				}
			}
			for name, v := range in.Values {
				if f := s.Field(name); f != nil && f.Kind == form.Files {
					values[name] = v
				}
			}
			if errs := s.Decode(form.Input{Values: values, Uploaded: in.Uploaded}, again); len(errs) > 0 || !same(s, ptr, again) {
				t.Errorf("%s does not come back: %v", act, errs)
			}
		}
	}
}

// same compares two inputs by what a form would send.
func same(s *form.Schema, a, b any) bool {
	clean := func(v url.Values) url.Values {
		for name := range v {
			if f := s.Field(name); f != nil && f.Kind == form.Files {
				delete(v, name)
			}
		}
		return v
	}
	return reflect.DeepEqual(clean(s.Encode(a)), clean(s.Encode(b)))
}
