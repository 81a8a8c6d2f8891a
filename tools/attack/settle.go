package main

import (
	"net/http"
	"slices"
	"strings"
)

// keys are the places where the values of a pattern's parts were seen, the likeliest first, for each part.
func keys(bare string) (names []string, out [][]string) {
	var before []string
	for p := range strings.SplitSeq(bare, "/") {
		if strings.HasPrefix(p, "{") && p != "{$}" {
			n, section := strings.Trim(p, "{}."), ""
			if len(before) > 1 {
				section = before[1]
			}
			if section == "api" && len(before) > 3 {
				section = strings.TrimSuffix(before[3], "s")
			}
			page := n
			if n == "case" {
				page, section = "id", "case"
			}
			names = append(names, n)
			out = append(out, []string{strings.Join(before, "/") + "/" + n, section + " " + page, strings.TrimSuffix(section, "s") + " " + page, n})
		}
		before = append(before, p)
	}
	return names, out
}

// candidates are values for each part, at most some.
func (w *walk) candidates(bare string, some int) (out [][]string) {
	_, all := keys(bare)
	for _, ks := range all {
		var vs []string
		for _, k := range ks {
			for _, v := range w.values[k] {
				if len(vs) < some && !slices.Contains(vs, v) {
					vs = append(vs, v)
				}
			}
		}
		if len(vs) < some && !slices.Contains(vs, "1") {
			vs = append(vs, "1")
		}
		out = append(out, vs)
	}
	return out
}

// shut are the answers of what is not there for somebody.
var shut = []int{http.StatusNotFound, http.StatusForbidden, http.StatusUnauthorized, http.StatusTooManyRequests}

// settle looks for somebody and for values with which what is read at a target is there, where it is not with
// those that it was given: other parts that were seen, and others who may.
func (w *walk) settle(t *target) {
	if t.route.Method != http.MethodGet || len(t.parts) == 0 || w.there(t, t.who, t.parts) {
		return
	}
	people := []*person{t.who}
	for _, s := range staff {
		if p := w.relay.person(s.login); slices.Contains(t.route.Roles, s.role) && p != t.who && len(people) < 5 {
			people = append(people, p)
		}
	}
	cs := w.candidates(t.bare, 8)
	for n := range 48 {
		values, rest, more := make([]string, len(cs)), n, true
		for i, c := range cs {
			values[i], rest = c[rest%len(c)], rest/len(c)
		}
		if more = rest == 0; !more {
			return
		}
		for _, p := range people {
			if w.there(t, p, values) {
				t.who, t.parts = p, values
				return
			}
		}
	}
}

// there asks once.
func (w *walk) there(t *target, p *person, values []string) bool {
	res, _, err := p.do(http.MethodGet, t.path(values), nil, "", t.bearer, http.Header{})
	return err == nil && !slices.Contains(shut, res.StatusCode)
}
