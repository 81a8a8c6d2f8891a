package form

import (
	"embed"
	"html/template"
	"net/url"
	"slices"

	"zhibao/internal/fault"
	"zhibao/internal/web/lang"
)

// Templates are the shared blocks "form", "form-fields" and their parts.
//
//go:embed view/*.html
var Templates embed.FS

// A Host is the request for which a form is shown; *web.Ctx is one.
type Host interface {
	Lang() lang.Lang
	Hidden() template.HTML // the plumbing's fields: CSRF token and idempotency key
	// Sent returns what was sent, and whether the form was.
	Sent() (Input, bool, error)
	Invalid(problems []Listed) // the response is 422 and begins with these problems
	// ExplainAll returns what the person may read about a refusal, with its basis.
	ExplainAll(err error) lang.Text
}

// Listed is a problem as the summary at the top of the page shows it.
type Listed struct {
	Href string // "#f-name", or empty where it concerns the whole form
	Text string
}

// A Button is a further way to send the form; Value arrives in Form.Pressed.
type Button struct {
	Value, Label string
}

// A Form is a schema with its values for one request. The exported fields are the look and
// may be set before it is rendered.
type Form struct {
	Action  string   // where it is sent; empty: the same address
	Submit  string   // label of the main button
	Buttons []Button // further buttons
	Cancel  string   // local address of "cancel"; none where empty
	Intro   string   // a sentence before the fields
	Law     string   // what the step rests on; its articles lead to their pages
	Draft   string   // key under which it is saved while typing; not saved where empty
	Stage   string   // state of the draft, such as "草稿已于 14:29:51 保存"
	Danger  bool     // the main button destroys or refuses something
	Bare    bool     // without a card around it
	Filter  bool     // it narrows a list: nothing is required, every choice has "all"
	Asks    string   // where a passkey for it is asked for before it is sent; none where empty
	Direct  bool     // files are sent with the form alone, never stored before it

	DraftVersion int // version of the draft that is shown, to notice a second window

	host   Host
	schema *Schema
	values url.Values
	errs   Errors
	marks  map[string]string
	press  string
	posted Input
}

// New returns an empty form, or, where the request sends the form, one with what was sent.
func New(h Host, s *Schema) *Form {
	l := h.Lang()
	return &Form{host: h, schema: s, values: url.Values{}, marks: map[string]string{}, Submit: lang.T(l, "保存", "Save")}
}

// Fill sets the values from a struct of the schema's type: a thing to change, a prefilled
// form. It has no effect on what was sent.
func (f *Form) Fill(v any) *Form {
	f.values = f.schema.Encode(v)
	return f
}

// FillValues sets the values as the form sends them: a draft.
func (f *Form) FillValues(v url.Values) *Form {
	f.values = url.Values{}
	for key, val := range v {
		if key != "" && key[0] != '_' {
			f.values[key] = val
		}
	}
	return f
}

// Options sets the choices of a field whose options depend on the request.
func (f *Form) Options(name string, options []Option) *Form {
	f.schema = f.schema.With(name, options)
	return f
}

// Without leaves a field out, for a person whom it does not concern.
func (f *Form) Without(name string) *Form {
	f.schema = f.schema.without(name)
	return f
}

// Suggest sets a value that the person may change, where nothing is known yet.
func (f *Form) Suggest(name, value string) *Form {
	if f.values.Get(name) == "" {
		f.values.Set(name, value)
	}
	return f
}

// Mark writes a remark beside a field, such as "由上传文件预填，请核对".
func (f *Form) Mark(name, remark string) *Form {
	f.marks[name] = remark
	return f
}

// Read decodes what was sent into ptr. It returns false where nothing was sent, where a row
// was added or removed, and where something is wrong; the form then shows what was sent,
// and what is wrong. An error is a fault of the request itself, not of the values.
func (f *Form) Read(ptr any) (ok bool, err error) {
	f.posted, ok, err = f.host.Sent()
	if err != nil || !ok {
		return false, err
	}
	f.press = f.posted.Values.Get("_act")
	values, edited := f.schema.editRows(f.posted.Values)
	f.FillValues(values)
	if edited {
		return false, nil
	}
	if f.errs = f.schema.Decode(f.posted, ptr); len(f.errs) > 0 {
		f.summarise()
		return false, nil
	}
	return true, nil
}

// ReadValues decodes values that came in the address, such as the filter of a list.
func (f *Form) ReadValues(values url.Values, ptr any) bool {
	f.FillValues(values)
	if f.errs = f.schema.Decode(Input{Values: f.values}, ptr); len(f.errs) > 0 {
		f.summarise()
		return false
	}
	return true
}

// Pressed returns the value of the further button that sent the form, empty for the main one.
func (f *Form) Pressed() string { return f.press }

// Reject shows a problem that only the receiver could find, beside its field.
func (f *Form) Reject(field string, problem lang.Text) {
	f.errs = append(f.errs, Problem{field, problem})
	f.summarise()
}

// Refused shows err in the form where it is a refusal by a rule, so that the person keeps what was
// filled in, and reports whether it did. Other errors belong to the caller.
func (f *Form) Refused(err error) bool {
	e := fault.Of(err)
	if e == nil || e.Kind != fault.Invalid && e.Kind != fault.Conflict && e.Kind != fault.Forbidden {
		return false
	}
	f.Reject(e.Field, f.host.ExplainAll(err))
	return true
}

// Errors returns what is wrong.
func (f *Form) Errors() Errors { return f.errs }

// summarise hands the problems to the page, each with the address of its field.
func (f *Form) summarise() {
	l := f.host.Lang()
	var list []Listed
	for _, p := range f.errs {
		item := Listed{Text: p.Text.In(l)}
		if v := f.find(p.Field); v != nil {
			item.Href = "#" + v.Target
		}
		list = append(list, item)
	}
	f.host.Invalid(list)
}

// find returns the view of a field by its name, also inside rows.
func (f *Form) find(name string) *FieldView {
	if name == "" {
		return nil
	}
	for _, v := range f.Fields() {
		if v.Name == name {
			return &v
		}
		for _, row := range v.Rows {
			for _, c := range row.Fields {
				if c.Name == name {
					return &c
				}
			}
		}
	}
	return nil
}

// Hidden returns the fields of the plumbing, for the template.
func (f *Form) Hidden() template.HTML { return f.host.Hidden() }

// Lang returns the language, for the template.
func (f *Form) Lang() lang.Lang { return f.host.Lang() }

// Multipart reports whether the form sends files, for the template.
func (f *Form) Multipart() bool { return f.schema.HasFiles() }

// Secret reports whether nothing of the form may stay in the browser, for the template.
func (f *Form) Secret() bool { return f.schema.HasSecret() }

// HasRequired reports whether a field must be filled in, for the template.
func (f *Form) HasRequired() bool {
	return slices.ContainsFunc(f.schema.Fields, func(fd *Field) bool { return fd.Required })
}

// Block names the template that draws the form.
func (f *Form) Block() string { return "form" }
