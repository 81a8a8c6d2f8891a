// Package searchtest holds what every engine of package search must do: its answers are those of a
// plain scan of all documents. The scan is written for itself, from the description of package
// search, and shares no code with an index.
package searchtest

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"zhibao/internal/search"
)

// An element is a Han character or a word.
type element struct {
	text  string
	han   bool
	tight bool // a Han character that follows another one without anything in between
}

// elements reads a text.
func elements(text string) (out []element) {
	word, letters, tight := "", 0, false
	// flush ends a word.
	flush := func() {
		if letters > 0 {
			out = append(out, element{text: word})
		}
		word, letters = "", 0
	}
	for _, r := range strings.ToLower(norm.NFKC.String(text)) {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			out = append(out, element{text: string(r), han: true, tight: tight})
			tight = true
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && letters > 0:
			tight = false
			word += string(r)
			if letters++; letters == 128 {
				flush()
			}
		case unicode.IsMark(r) || unicode.Is(unicode.Cf, r):
		default:
			flush()
			tight = false
		}
	}
	flush()
	return out
}

// occurrences returns where q begins in t.
func occurrences(t, q []element) (out []int) {
	// The first character of what is sought may follow anything; the others only what they follow there.
	for i := 0; len(q) > 0 && i+len(q) <= len(t); i++ {
		same := true
		for k := range q {
			same = same && t[i+k].text == q[k].text && t[i+k].han == q[k].han && (k == 0 || !q[k].tight || t[i+k].tight)
		}
		if same {
			out = append(out, i)
		}
	}
	return out
}

// A Scan holds documents and answers by looking at every one of them.
type Scan struct {
	Schema search.Schema // says which fields stand for all, and how codes are nested
	Docs   map[string]search.Document
}

// field finds a field of the schema.
func (s *Scan) field(name string) search.Field {
	for _, f := range s.Schema.Fields {
		if f.Name == name {
			return f
		}
	}
	return search.Field{}
}

// texts returns the texts in which a query looks.
func (s *Scan) texts(d search.Document, field string) (out []string) {
	for _, f := range s.Schema.Fields {
		if f.Kind == search.KindText && (f.Name == field || field == "" && !f.Alone) {
			out = append(out, d.Texts[f.Name]...)
		}
	}
	return out
}

// normal is how values are compared.
func normal(s string) string { return strings.TrimSpace(strings.ToLower(norm.NFKC.String(s))) }

// Matches reports whether a document is one of a query.
func (s *Scan) Matches(d search.Document, q search.Query) bool {
	switch q := q.(type) {
	case search.All:
		return true
	case search.Text:
		return slices.ContainsFunc(s.texts(d, q.Field), func(t string) bool { return len(occurrences(elements(t), elements(q.Words))) > 0 })
	case search.Near:
		return slices.ContainsFunc(s.texts(d, q.Field), func(t string) bool { return near(elements(t), q) })
	case search.Wild:
		return slices.ContainsFunc(s.texts(d, q.Field), func(t string) bool { return wild(elements(t), q.Pattern) })
	case search.Key:
		return slices.ContainsFunc(d.Keys[q.Field], func(k string) bool {
			return slices.ContainsFunc(q.Values, func(v string) bool { return normal(v) == normal(k) })
		})
	case search.Under:
		path := s.field(q.Field).Path
		return slices.ContainsFunc(d.Keys[q.Field], func(k string) bool {
			return slices.ContainsFunc(path(k), func(node string) bool { return normal(node) == normal(q.Code) })
		})
	case search.Span:
		v, ok := d.Values[q.Field]
		return ok && (q.From == nil || v >= *q.From) && (q.To == nil || v <= *q.To)
	case search.And:
		return !slices.ContainsFunc(q.Of, func(p search.Query) bool { return !s.Matches(d, p) })
	case search.Or:
		return slices.ContainsFunc(q.Of, func(p search.Query) bool { return s.Matches(d, p) })
	case search.Not:
		return !s.Matches(d, q.Of)
	}
	panic(fmt.Sprintf("no such query: %T", q))
}

// near looks at every pair of occurrences.
func near(t []element, q search.Near) bool {
	a, b := elements(q.A), elements(q.B)
	for _, i := range occurrences(t, a) {
		for _, k := range occurrences(t, b) {
			between := k - (i + len(a)) // negative where they overlap
			if !q.Ordered && k < i {
				between = i - (k + len(b))
			}
			if between >= 0 && between <= q.Distance {
				return true
			}
		}
	}
	return false
}

var stars = regexp.MustCompile(`[*?]+`)

// wild asks a regular expression, of each word or of each run of Han.
func wild(t []element, pattern string) bool {
	pattern = normal(pattern) // full-width holes are holes
	han := strings.ContainsFunc(pattern, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if !han {
		re := regexp.MustCompile(`(?s)^` + strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(pattern)) + `$`)
		return slices.ContainsFunc(t, func(e element) bool { return !e.han && re.MatchString(e.text) })
	}
	re := regexp.MustCompile(stars.ReplaceAllStringFunc(pattern, func(holes string) string {
		least := strings.Count(holes, "?")
		most := least
		if strings.Contains(holes, "*") {
			most += 20
		}
		return fmt.Sprintf(".{%d,%d}", least, most)
	}))
	run := ""
	for i, e := range t {
		if e.han {
			run += e.text
		}
		// A run ends where the next element does not follow at once.
		if last := i+1 == len(t) || !t[i+1].tight; last {
			if re.MatchString(run) {
				return true
			}
			run = ""
		}
	}
	return false
}

// Found returns the names of the documents of a query, in order.
func (s *Scan) Found(q search.Query, within []string) (out []string) {
	for id, d := range s.Docs {
		if s.Matches(d, q) && (within == nil || slices.Contains(within, id)) {
			out = append(out, id)
		}
	}
	sort.Strings(out)
	return out
}

// Facet counts the values of a field among documents.
func (s *Scan) Facet(ask search.FacetAsk, ids []string) search.Facet {
	f := s.field(ask.Field)
	counts := map[string]int{}
	of := map[string][]string{} // what each document counts as, each value once
	for _, id := range ids {
		for _, v := range values(f, s.Docs[id], ask.Depth) {
			if !slices.Contains(of[id], v) {
				of[id] = append(of[id], v)
				counts[v]++
			}
		}
	}
	out := search.Facet{Field: ask.Field}
	for v, n := range counts {
		out.Values = append(out.Values, search.FacetValue{Value: v, Count: n})
	}
	sort.Slice(out.Values, func(i, k int) bool {
		a, b := out.Values[i], out.Values[k]
		return a.Count > b.Count || a.Count == b.Count && a.Value < b.Value
	})
	if ask.Top == 0 {
		ask.Top = 20
	}
	if len(out.Values) > ask.Top {
		out.Values = out.Values[:ask.Top]
	}
	// A document with a value that is not listed counts as another one, whatever else it has.
	for _, id := range ids {
		if slices.ContainsFunc(of[id], func(v string) bool {
			return !slices.ContainsFunc(out.Values, func(x search.FacetValue) bool { return x.Value == v })
		}) {
			out.Others++
		}
	}
	return out
}

// values are what a document counts as.
func values(f search.Field, d search.Document, depth int) (out []string) {
	if f.Kind == search.KindDay {
		v, ok := d.Values[f.Name]
		if !ok {
			return nil
		}
		day := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(v)).Format(time.DateOnly)
		return []string{day[:map[int]int{0: 10, 1: 4, 2: 7}[depth]]}
	}
	for _, v := range d.Keys[f.Name] {
		if f.Kind == search.KindTree && depth > 0 {
			path := f.Path(v)
			if len(path) < depth {
				continue
			}
			v = path[depth-1]
		}
		out = append(out, v)
	}
	return out
}
