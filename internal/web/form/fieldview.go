package form

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/web/lang"
)

// A FieldView is one field as the template draws it.
type FieldView struct {
	ID, Name     string
	Target       string // id of the element to which a problem links
	Label, Help  string
	Error, Mark  string
	Section      string
	Widget       string
	Type         string // of an input element
	Mode         string // inputmode
	Width        string // class: s, m, l
	Value        string
	Choices      []Choice
	Rows         []RowView
	AddLabel     string
	Required     bool
	Max          int64
	Accept       string
	Autocomplete string
	Lines        int
	Multiple     bool
	Blank        string   // label of "nothing chosen"
	Sent         []Choice // files that were uploaded before
	Check        string   // rules that are asked when the field is left
	Again        bool     // files that were chosen and are not kept must be chosen again
}

// A Choice is one option as the template draws it.
type Choice struct {
	ID, Value, Label string
	Picked           bool
}

// A RowView is one row of a repeated group.
type RowView struct {
	Title  string
	Del    string // value of the button that removes it
	Fields []FieldView
}

// Fields returns the fields in order, for the template.
func (f *Form) Fields() []FieldView { return f.views(f.schema.Fields, "") }

// views returns the views of fields, or of the fields of one row.
func (f *Form) views(fields []*Field, prefix string) []FieldView {
	out := make([]FieldView, 0, len(fields))
	for _, fd := range fields {
		out = append(out, f.view(fd, prefix+fd.Name))
	}
	return out
}

// view puts a field together with its value, its error and the language.
func (f *Form) view(fd *Field, name string) FieldView {
	l := f.host.Lang()
	id := "f-" + strings.ReplaceAll(name, ".", "-")
	v := FieldView{
		ID: id, Name: name, Target: id, Label: fd.Label.In(l), Help: fd.help().In(l), Section: fd.Section.In(l),
		Error: f.errs.Of(name).In(l), Mark: f.marks[name], Widget: fd.Widget, Type: "text", Required: fd.Required,
		Max: fd.Max, Accept: strings.Join(fd.Accept, ","), Autocomplete: fd.Autocomplete, Multiple: fd.Widget == "files",
	}
	if fd.Kind == Rows {
		f.rowViews(&v, fd, name)
		return v
	}
	v.Value = strings.Join(first(f.values[name]), "")
	if fd.Widget == "password" {
		v.Value = ""
	}
	for i, o := range fd.Options {
		c := Choice{ID: id + "-" + strconv.Itoa(i), Value: o.Value, Label: o.Label.In(l)}
		// "Nothing in particular" is a choice of its own among radio buttons, and the one made so far.
		c.Picked = slices.Contains(f.values[name], o.Value) || o.Value == "" && v.Value == "" && fd.Widget == "radio"
		v.Choices = append(v.Choices, c)
	}
	if slices.Contains([]string{"radio", "checkboxes", "consent"}, fd.Widget) && len(v.Choices) > 0 {
		v.Target = v.Choices[0].ID
	}
	if !f.Filter && fd.Kind == String {
		v.Check = strings.Join(fd.Checks, ",")
	}
	if fd.Kind == Files {
		f.sent(&v, name)
	}
	fd.shape(&v)
	v.Blank = lang.T(l, "请选择", "Choose")
	if f.Filter {
		v.filter(lang.T(l, "全部", "All"))
	}
	return v
}

// filter makes the control one that narrows a list.
func (v *FieldView) filter(all string) {
	v.Blank, v.Required = all, false
	switch v.Widget {
	case "radio":
		v.Widget, v.Target = "select", v.ID
	case "textarea":
		v.Widget = "text"
	}
}

// first returns at most one value: what was sent twice is an error and shown once.
func first(v []string) []string { return v[:min(1, len(v))] }

// shape sets what depends on the control: type, keyboard, width, and what browsers may fill in.
func (f *Field) shape(v *FieldView) {
	switch f.Widget {
	case "email":
		v.Type, v.Autocomplete = "email", orElse(v.Autocomplete, "email")
	case "phone":
		v.Type, v.Autocomplete = "tel", orElse(v.Autocomplete, "tel")
	case "password":
		v.Type, v.Autocomplete = "password", orElse(v.Autocomplete, "current-password")
	case "date", "number":
		v.Mode = "numeric"
	case "money":
		v.Mode = "decimal"
	}
	if f.Kind == Number {
		v.Mode = "decimal"
	}
	if f.Secret && f.Widget != "password" {
		v.Autocomplete = "off"
	}
	switch {
	case f.Kind != String || f.Widget == "date" || f.Max <= 12:
		v.Width = "s"
	case f.Max > 40:
		v.Width = "l"
	default:
		v.Width = "m"
	}
	if v.Lines = 5; f.Max > 2000 {
		v.Lines = 10
	}
}

// orElse returns s, or other where s is empty.
func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// rowViews shows the rows there are, at least one.
func (f *Form) rowViews(v *FieldView, fd *Field, name string) {
	n := max(rowCount(f.values, name), 1)
	for i := range min(n, int(fd.Max)) {
		at := name + "." + strconv.Itoa(i)
		v.Rows = append(v.Rows, RowView{
			Title:  v.Label + " " + strconv.Itoa(i+1),
			Del:    at,
			Fields: f.views(fd.Group, at+"."),
		})
	}
	if len(v.Rows) > 0 && len(v.Rows[0].Fields) > 0 {
		v.Target = v.Rows[0].Fields[0].Target
	}
	if int64(n) < fd.Max {
		v.AddLabel = v.Label
	}
}

// sent lists the files that were uploaded before the form was sent; a tick keeps them.
func (f *Form) sent(v *FieldView, name string) {
	v.Value = ""
	v.Again = len(f.posted.Files[name]) > 0 && f.posted.Files[name][0].Size > 0
	in, _, err := f.host.Sent()
	if err != nil || in.Uploaded == nil {
		return
	}
	for i, id := range f.values[name] {
		if file, err := in.Uploaded(id); err == nil {
			label := file.Name + " · " + lang.Size(file.Size)
			v.Sent = append(v.Sent, Choice{ID: v.ID + "-s" + strconv.Itoa(i), Value: id, Label: label, Picked: true})
		}
	}
}
