package form

import (
	"slices"
	"strings"

	"zhibao/patent"
)

// Enclosed reports whether a file, a coded document or a document listed in the form is named
// with one of the words, which are in small letters.
func Enclosed(app *patent.Application, any ...string) bool {
	named := func(name string) bool {
		name = strings.ToLower(Fold(name))
		return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(name, w) })
	}
	if slices.ContainsFunc(app.Entries, func(e patent.Entry) bool { return named(e.Name) }) ||
		slices.ContainsFunc(app.Forms, func(f patent.Form) bool { return named(f.Name) }) {
		return true
	}
	r := app.Request
	return r != nil && slices.ContainsFunc(slices.Concat(r.Documents, r.Attachments), func(l patent.Listed) bool { return named(l.Name) })
}
