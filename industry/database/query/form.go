package query

import (
	"strings"

	"zhibao/internal/web/lang"
)

// A Row is a line of the form. The rows are read from the top: what the lines above found is
// joined with this one.
type Row struct {
	Join  string // And, Or or Without; of the first row nothing
	Field string // code of a field; Raw for an expression that no row can say
	Mode  string // of a text field: Every, Some or Exact; of days and amounts nothing
	Words string // words, values or the expression
	From  string // of days and amounts
	To    string
}

// How a row is joined, and how its words are meant.
const (
	And     = "and"
	Or      = "or"
	Without = "not"

	Every = "all"   // all of the words
	Some  = "any"   // one of the words
	Exact = "exact" // the words as they stand

	Raw = "raw" // the field of a row that holds an expression
)

// Empty reports whether nothing was filled in.
func (r Row) Empty() bool {
	return strings.TrimSpace(r.Words) == "" && strings.TrimSpace(r.From) == "" && strings.TrimSpace(r.To) == ""
}

// Write returns the query of a filled form, with the names of the fields in the language.
func Write(rows []Row, l lang.Lang) string {
	text, joined := "", ""
	for _, r := range rows {
		if r.Empty() {
			continue
		}
		one := r.write(l)
		if text == "" {
			if r.Join == Without {
				one = "NOT " + one
			}
			text = one
			continue
		}
		join := map[string]string{Or: " OR ", Without: " NOT "}[r.Join]
		if join == "" {
			join = " AND "
		}
		// The next row is joined with all that stands above it.
		if joined == " OR " && join != joined {
			text = "(" + text + ")"
		}
		text += join + one
		joined = join
	}
	return text
}

// write returns the part of a query that a row says.
func (r Row) write(l lang.Lang) string {
	if r.Field == Raw {
		return "(" + strings.TrimSpace(r.Words) + ")"
	}
	f := ByCode(r.Field)
	if f == nil {
		f = ByCode("TAC")
	}
	value := r.value(f)
	if f.Code == "TAC" {
		return value
	}
	return f.Name(l) + "=" + value
}

// value returns what stands behind the field.
func (r Row) value(f *Field) string {
	if f.use == days || f.use == amounts {
		from, to := strings.TrimSpace(r.From), strings.TrimSpace(r.To)
		if from == to && from != "" {
			return guarded(from)
		}
		return "[" + openEnd(from) + " TO " + openEnd(to) + "]"
	}
	if f.use == words && r.Mode == Exact {
		return quote(r.Words)
	}
	sep := " "
	if f.use != words {
		sep = ", "
	} else if r.Mode == Some {
		sep = " OR "
	}
	values := split(r.Words, f.use != words)
	for i, v := range values {
		values[i] = guarded(v)
	}
	if len(values) == 1 {
		return values[0]
	}
	return "(" + strings.Join(values, sep) + ")"
}

// openEnd writes an open end of an interval.
func openEnd(s string) string {
	if s == "" {
		return "*"
	}
	return s
}

// guarded puts a value that the language would read otherwise into quotation marks.
func guarded(v string) string {
	ts, err := tokens(v)
	if err == nil && len(ts) == 2 && (ts[0].kind == word && ts[0].text == v || ts[0].kind == quoted) {
		return v
	}
	return quote(v)
}

// quote puts words into quotation marks, without those that stand among them.
func quote(s string) string {
	bare := strings.Map(func(r rune) rune {
		if half(r) == '"' {
			return ' '
		}
		return r
	}, s)
	return `"` + strings.Join(strings.Fields(bare), " ") + `"`
}

// split takes the words of a row apart: at spaces and commas, but not within quotation marks.
// Names, which hold spaces, are parted by commas and lines alone.
func split(s string, listed bool) (values []string) {
	var b strings.Builder
	in := false
	take := func() {
		if v := strings.TrimSpace(b.String()); v != "" {
			values = append(values, v)
		}
		b.Reset()
	}
	for _, r := range s {
		switch h := half(r); {
		case h == '"':
			in = !in
			b.WriteRune('"')
		case !in && (h == ',' || r == '\n' || !listed && (r == ' ' || r == '\t' || r == '　')):
			take()
		default:
			b.WriteRune(r)
		}
	}
	if in {
		b.WriteRune('"')
	}
	take()
	return values
}

// Name is the field as a query says it in the language: its shortest name without brackets.
func (f *Field) Name(l lang.Lang) string {
	if l == lang.EN {
		return f.Code
	}
	for _, s := range append([]string{f.Title[0]}, f.aliases...) {
		if !strings.ContainsAny(s, "（(，、") && named(s) == f {
			return s
		}
	}
	return f.Code
}
