package form

import (
	"maps"
	"slices"

	"zhibao/internal/web/lang"
)

// What the buttons of a review send.
const (
	Confirm = "confirm" // what was looked at is sent
	Edit    = "edit"    // back to the form
)

// An Answer is one field as it was filled in. Target is where it can be changed.
type Answer struct {
	Section, Label, Target string
	Texts                  []string
}

// A Value is one value of the form, kept while its answers are looked at.
type Value struct{ Name, Value string }

// A Review is a form that was filled in, to be looked at once more before it is sent. Nothing can be
// typed; each answer leads back to its field. It needs no scripts and keeps nothing on the server.
type Review struct {
	*Form
	Title, Back string
}

// Block names the template that draws the review.
func (Review) Block() string { return "form-review" }

// Values returns everything that was filled in, in the order of the names.
func (r Review) Values() (out []Value) {
	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		for _, v := range r.values[name] {
			out = append(out, Value{name, v})
		}
	}
	return out
}

// Answers returns the answers in the order of the form. An empty one is shown as such, because what
// was left out is seen only there.
func (r Review) Answers() (out []Answer) {
	for _, v := range r.Fields() {
		switch v.Widget {
		case "hidden", "password":
		case "rows":
			section := v.Section
			for _, row := range v.Rows {
				a := Answer{Section: section, Label: row.Title, Target: v.Target}
				for _, f := range row.Fields {
					if t := r.texts(f); len(t) > 0 {
						a.Texts = append(a.Texts, f.Label+lang.T(r.Lang(), "：", ": ")+t[0])
						a.Target = row.Fields[0].Target
					}
				}
				out, section = append(out, a), ""
			}
		default:
			out = append(out, Answer{v.Section, v.Label, v.Target, r.texts(v)})
		}
	}
	return out
}

// texts is one answer in words.
func (r Review) texts(v FieldView) (out []string) {
	for _, list := range [][]Choice{v.Choices, v.Sent} {
		for _, c := range list {
			if c.Picked {
				out = append(out, c.Label)
			}
		}
	}
	switch {
	case v.Widget == "checkbox" && v.Value == "true":
		return []string{lang.T(r.Lang(), "是", "Yes")}
	case v.Widget == "checkbox":
		return []string{lang.T(r.Lang(), "否", "No")}
	case len(v.Choices) == 0 && v.Value != "":
		return []string{v.Value}
	}
	return out
}
