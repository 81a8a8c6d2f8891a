package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/center/api"
	"zhibao/internal/limit"
)

// hostile are values that inputs have to survive.
var hostile = []any{nil, "", "示例", strings.Repeat("长", 6000), "\u0000", "\u202e", "𠮷", "-1", "9223372036854775808", 1e300, -1, true, []any{}, []any{nil},
	[]any{[]any{[]any{}}}, map[string]any{}, []any{map[string]any{"x": 1}}, "2026-02-30", "'; DROP TABLE casework_case; --", "../../etc/passwd"}

// TestNoFiveHundred sends mutated examples to every move, and odd parameters to every list: each is
// answered or refused, and nothing is an error of the program.
func TestNoFiveHundred(t *testing.T) {
	w := newWorldAt(t, limit.Rule{Name: "api", Max: 1_000_000, Per: 1})
	keys := []string{w.full("企业"), w.full("受理员"), w.full("负责人"), w.full("省局")}
	path, _ := w.submitted(keys[0])
	ch := w.office.Charts()[0]
	rapid.Check(t, func(rt *rapid.T) {
		m := &ch.Moves[rapid.IntRange(0, len(ch.Moves)-1).Draw(rt, "move")]
		var body map[string]any
		must(t, json.Unmarshal(api.Example(w.schema(ch.Act(m.Code))), &body))
		for name := range body {
			if rapid.Bool().Draw(rt, "change "+name) {
				body[name] = rapid.SampledFrom(hostile).Draw(rt, name)
			}
		}
		if rapid.IntRange(0, 4).Draw(rt, "more") == 0 {
			body["unknown"] = rapid.SampledFrom(hostile).Draw(rt, "unknown")
		}
		at := path + "/" + m.Code
		if m.Opens() {
			at = "/api/v1/" + ch.Code + "/" + m.Code
		}
		key := rapid.SampledFrom(keys).Draw(rt, "key")
		version := rapid.Int64Range(1, 6).Draw(rt, "version")
		if r := w.move(key, at, version, body); r.status >= 500 {
			rt.Fatalf("%s: %d %s", at, r.status, r.raw)
		}
		text := fmt.Sprint(rapid.SampledFrom(hostile).Draw(rt, "parameter"))
		name := rapid.SampledFrom([]string{"view", "number", "until", "handler", "page", "per_page", "sort", "month", "_x"}).Draw(rt, "name")
		for _, p := range []string{"/api/v1/cases?" + name + "=" + url.QueryEscape(text), "/api/v1/cases/" + url.PathEscape(text), "/api/v1/figures?month=" + url.QueryEscape(text),
			path + "/papers/" + url.PathEscape(text) + "/pdf", path + "/moves/" + url.PathEscape(text)} {
			if r := w.get(key, p); r.status >= 500 {
				rt.Fatalf("%s: %d %s", p, r.status, r.raw)
			}
		}
	})
}
