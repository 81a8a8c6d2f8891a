package form

import (
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/web/lang"
)

// A Problem is one thing to correct. Field is empty where it concerns the whole form;
// in rows it is "rows.0.field".
type Problem struct {
	Field string
	Text  lang.Text
}

// Errors is everything that is wrong with an input, in the order of the fields.
type Errors []Problem

// Error lists the fields, never the values.
func (e Errors) Error() string {
	names := make([]string, len(e))
	for i, p := range e {
		names[i] = p.Field
	}
	return "form: invalid: " + strings.Join(names, ", ")
}

// Unwrap returns the fault of kind Invalid that stands for the first problem.
func (e Errors) Unwrap() error {
	if len(e) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "form.invalid", "%s", fault.Pair(e[0].Text)).At(e[0].Field)
}

// Of returns the problem of the field, or no text.
func (e Errors) Of(field string) lang.Text {
	for _, p := range e {
		if p.Field == field {
			return p.Text
		}
	}
	return lang.Text{}
}

// add appends a problem.
func (e *Errors) add(field, zh, en string) { *e = append(*e, Problem{field, lang.Text{zh, en}}) }
