package query

import "strings"

// Rows returns the form that says the same as the query. What no row can say stands in rows of
// Raw, so that nothing is lost.
func (q Query) Rows() []Row {
	if q.root == nil {
		return nil
	}
	in := []rune(q.Text)
	return unfold(in, q.root)
}

// unfold unfolds what is joined from the left.
func unfold(in []rune, x *part) []Row {
	if r, ok := row(in, x); ok {
		return []Row{r}
	}
	if x.op != and && x.op != or {
		return []Row{raw(in, x)}
	}
	rows := unfold(in, x.of[0])
	for _, y := range x.of[1:] {
		join := Or
		if x.op == and {
			join = And
			if y.op == not {
				join, y = Without, y.of[0]
			}
		}
		r, ok := row(in, y)
		if !ok {
			r = raw(in, y)
		}
		r.Join = join
		rows = append(rows, r)
	}
	return rows
}

// source is a part as it was written, without brackets of its own.
func source(in []rune, x *part) string {
	at, to := x.at, x.to
	if x.brackets {
		at, to = at+1, to-1
	}
	return strings.TrimSpace(string(in[at:to]))
}

func raw(in []rune, x *part) Row { return Row{Field: Raw, Words: source(in, x)} }

// row says a part as a row of the form, where one can.
func row(in []rune, x *part) (Row, bool) {
	f, value := ByCode("TAC"), x
	if x.op == field {
		f, value = x.field, x.of[0]
		if !f.row || x.sign != "=" {
			return compareRow(in, x, f, value)
		}
	}
	switch f.use {
	case days, amounts:
		return spanRow(f, value)
	case words:
		return wordRow(f, value, x.op == field)
	}
	if value.op == word || value.op == quoted {
		return Row{Field: f.Code, Words: written(value, true)}, true
	}
	if value.op != or && !(value.op == and && value.bare) {
		return Row{}, false
	}
	vs, ok := leaves(value, true)
	return Row{Field: f.Code, Words: strings.Join(vs, ", ")}, ok
}

// compareRow says 公开日>=2020 as a row.
func compareRow(in []rune, x *part, f *Field, value *part) (Row, bool) {
	if !f.row || value.op != word || f.use != days && f.use != amounts {
		return Row{}, false
	}
	switch x.sign {
	case ">=":
		return Row{Field: f.Code, From: value.text}, true
	case "<=":
		return Row{Field: f.Code, To: value.text}, true
	}
	return Row{}, false
}

// spanRow says an interval as a row.
func spanRow(f *Field, value *part) (Row, bool) {
	if value.op != word && value.op != bracket {
		return Row{}, false
	}
	text := strings.TrimSpace(value.text)
	first, last := text, text
	if m := bothDays.FindStringSubmatch(text); m != nil && f.use == days {
		first, last = m[1], m[2]
	} else if at := separators.FindStringIndex(text); at != nil {
		first, last = strings.Trim(text[:at[0]], " *"), strings.Trim(text[at[1]:], " *")
	}
	return Row{Field: f.Code, From: first, To: last}, true
}

// wordRow says words of a text field as a row. Words without a field that only stand beside each
// other are one row too.
func wordRow(f *Field, value *part, named bool) (Row, bool) {
	switch {
	case value.op == quoted:
		return Row{Field: f.Code, Mode: Exact, Words: value.text}, true
	case value.op == word:
		return Row{Field: f.Code, Mode: Every, Words: value.text}, true
	case value.op == and && (value.bare || named):
		vs, ok := leaves(value, false)
		return Row{Field: f.Code, Mode: Every, Words: strings.Join(vs, " ")}, ok
	case value.op == or && named:
		vs, ok := leaves(value, false)
		return Row{Field: f.Code, Mode: Some, Words: strings.Join(vs, " ")}, ok
	}
	return Row{}, false
}

// leaves returns the words of a list, if it holds nothing else.
func leaves(x *part, listed bool) (vs []string, ok bool) {
	for _, y := range x.of {
		if y.op != word && y.op != quoted {
			return nil, false
		}
		vs = append(vs, written(y, listed))
	}
	return vs, true
}

// written is a word as a row holds it.
func written(x *part, listed bool) string {
	if x.op == quoted && !(listed && !strings.ContainsAny(x.text, ",，、；;\n")) {
		return `"` + x.text + `"`
	}
	return x.text
}
