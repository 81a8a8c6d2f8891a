package form

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/web/lang"
)

// Kind is the shape of a field's value.
type Kind string

// The kinds.
const (
	String  Kind = "string"
	Integer Kind = "integer"
	Number  Kind = "number"
	Boolean Kind = "boolean"
	List    Kind = "list"  // several of the options
	Files   Kind = "files" // one or several files
	Rows    Kind = "rows"  // repeated group
)

// A Rule checks one value that is not empty. It returns what is wrong and how to correct it,
// or no text. It sees the value trimmed, with full-width digits and letters made narrow
// where the widget is for a code.
type Rule func(value string) lang.Text

// Rules are the named checks that the program offers to the tag rule. A widget that has the
// name of a rule uses that rule.
type Rules map[string]Rule

// An Option is one choice of a select, of radio buttons or check boxes.
type Option struct {
	Value string
	Label lang.Text
}

// A Field is the description of one struct field.
type Field struct {
	Name         string
	Label, Help  lang.Text
	Section      lang.Text
	Kind         Kind
	Widget       string
	Required     bool
	Secret       bool // unpublished or personal: never in a URL, a title, a log, a browser's memory
	Max, Min     int64
	HasMax       bool
	HasMin       bool
	Options      []Option
	Dynamic      bool // the options are given for each request
	Accept       []string
	Size         int64            // bytes of one file
	Sizes        map[string]int64 // the same for files with an end of their own, such as .zip
	Autocomplete string
	Group        []*Field // of Rows
	Checks       []string // names of the rules, so that a page can ask for them early
	rules        []Rule
	index        []int
	typ          reflect.Type
}

// A Schema describes a whole input. It is made once, at start, and never changes.
type Schema struct {
	Fields []*Field
	typ    reflect.Type
}

// Describe reads the tags of struct v, or of the struct that v points to. It panics on a
// tag that it does not understand, so that a mistake is found when the program starts.
func Describe(v any, rules Rules) *Schema {
	t := reflect.TypeOf(v)
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("form: %T is no struct", v))
	}
	s := &Schema{typ: t}
	s.Fields = describe(t, rules, nil, true)
	return s
}

// describe reads the fields of t. The path at leads from the outer struct to t.
func describe(t reflect.Type, rules Rules, at []int, rowsAllowed bool) []*Field {
	var out []*Field
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(slices.Clone(at), i)
		if sf.Anonymous && sf.Type.Kind() == reflect.Struct {
			out = append(out, describe(sf.Type, rules, index, rowsAllowed)...)
			continue
		}
		if !sf.IsExported() || sf.Tag.Get("json") == "-" {
			continue
		}
		f := describeField(t, sf, rules)
		if f.Kind == Rows && !rowsAllowed {
			panic(fmt.Sprintf("form: %s.%s: rows inside rows", t, sf.Name))
		}
		f.index = index
		out = append(out, f)
	}
	for i, f := range out {
		if slices.ContainsFunc(out[:i], func(g *Field) bool { return g.Name == f.Name }) {
			panic(fmt.Sprintf("form: %s: two fields are called %q", t, f.Name))
		}
	}
	return out
}

// describeField reads the tags of one field and panics where they make no sense.
func describeField(t reflect.Type, sf reflect.StructField, rules Rules) *Field {
	fail := func(format string, args ...any) {
		panic(fmt.Sprintf("form: %s.%s: ", t, sf.Name) + fmt.Sprintf(format, args...))
	}
	tag := sf.Tag
	f := &Field{
		Label: lang.Text{tag.Get("label"), tag.Get("en")}, Help: lang.Text{tag.Get("help"), tag.Get("helpen")},
		Widget: tag.Get("widget"), Required: tag.Get("required") == "true", Secret: tag.Get("secret") == "true",
		Autocomplete: tag.Get("autocomplete"), typ: sf.Type,
	}
	f.Name, _, _ = strings.Cut(tag.Get("json"), ",")
	if f.Name == "" {
		f.Name = strings.ToLower(sf.Name)
	}
	if strings.ContainsAny(f.Name, ". ") || strings.HasPrefix(f.Name, "_") {
		fail("name %q has a dot, a space or begins with _", f.Name)
	}
	if zh, en, ok := strings.Cut(tag.Get("section"), "="); ok {
		f.Section = lang.Text{zh, en}
	}
	if f.Widget != "hidden" && (f.Label[0] == "" || f.Label[1] == "") {
		fail("label and en are needed")
	}
	if (f.Help[0] == "") != (f.Help[1] == "") {
		fail("help and helpen belong together")
	}
	if err := f.setKind(sf.Type, rules); err != nil {
		fail("%v", err)
	}
	if err := f.setOptions(tag.Get("options")); err != nil {
		fail("%v", err)
	}
	if err := f.setLimits(tag); err != nil {
		fail("%v", err)
	}
	if err := f.setRules(tag.Get("rule"), rules); err != nil {
		fail("%v", err)
	}
	f.setWidget()
	if _, ok := widgets[f.Widget]; !ok {
		fail("widget %q is not known", f.Widget)
	}
	return f
}

// widgets are the known controls, each with its default number of characters.
var widgets = map[string]int64{
	"text": 200, "textarea": 5000, "select": 200, "radio": 200, "checkbox": 5, "checkboxes": 50, "consent": 50,
	"date": 20, "file": 1, "files": 20, "hidden": 200, "rows": 50, "number": 30, "money": 30, "password": 200,
	"uscc": 18, "phone": 30, "email": 200, "idcard": 18, "code": 64,
}

// setKind derives the shape from the Go type.
func (f *Field) setKind(t reflect.Type, rules Rules) error {
	fileType := reflect.TypeFor[File]()
	switch {
	case t == fileType, t.Kind() == reflect.Slice && t.Elem() == fileType:
		f.Kind = Files
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		f.Kind = String
	case t.Kind() == reflect.String:
		f.Kind = String
	case t.Kind() == reflect.Bool:
		f.Kind = Boolean
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64:
		f.Kind = Integer
	case t.Kind() == reflect.Float64:
		f.Kind = Number
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		f.Kind = List
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		f.Kind = Rows
		f.Group = describe(t.Elem(), rules, nil, false)
	default:
		return fmt.Errorf("type %s cannot be entered in a form", t)
	}
	return nil
}

// setOptions reads the tag options.
func (f *Field) setOptions(tag string) error {
	if tag == "*" {
		f.Dynamic = true
		return nil
	}
	for one := range strings.SplitSeq(tag, ",") {
		if one == "" {
			continue
		}
		part := strings.Split(one, "=")
		switch len(part) {
		case 2:
			f.Options = append(f.Options, Option{part[0], lang.Text{part[0], part[1]}})
		case 3:
			f.Options = append(f.Options, Option{part[0], lang.Text{part[1], part[2]}})
		default:
			return fmt.Errorf("option %q is neither 中文=English nor value=中文=English", one)
		}
	}
	return nil
}

// setLimits reads the tags max, min, accept and size.
func (f *Field) setLimits(tag reflect.StructTag) (err error) {
	if s := tag.Get("max"); s != "" {
		f.HasMax = true
		if f.Max, err = strconv.ParseInt(s, 10, 64); err != nil {
			return fmt.Errorf("max: %w", err)
		}
	}
	if s := tag.Get("min"); s != "" {
		f.HasMin = true
		if f.Min, err = strconv.ParseInt(s, 10, 64); err != nil {
			return fmt.Errorf("min: %w", err)
		}
	}
	if s := tag.Get("accept"); s != "" {
		f.Accept = strings.Split(strings.ToLower(s), ",")
	}
	return f.setSizes(tag.Get("size"))
}

// setRules finds the named rules; without the tag, the rule that is called like the widget.
func (f *Field) setRules(tag string, rules Rules) error {
	names := strings.FieldsFunc(tag, func(r rune) bool { return r == ',' })
	if tag == "" && rules.find(f.Widget) != nil {
		names = []string{f.Widget}
	}
	for _, name := range names {
		r := rules.find(name)
		if r == nil {
			return fmt.Errorf("rule %q is not known", name)
		}
		f.rules, f.Checks = append(f.rules, r), append(f.Checks, name)
	}
	return nil
}

// find returns a rule by its name, nil where there is none.
func (r Rules) find(name string) Rule {
	if rule, ok := r[name]; ok {
		return rule
	}
	return builtin[name]
}

// Check says what is wrong with a value by named rules, as the form would when it is sent. Names
// that are not known, and an empty value, are right.
func (r Rules) Check(names []string, v string) lang.Text {
	for _, name := range names {
		rule := r.find(name)
		if rule == nil || v == "" {
			continue
		}
		if say := rule((&Field{Widget: name}).clean(v)); say != (lang.Text{}) {
			return say
		}
	}
	return lang.Text{}
}

// setWidget chooses the control that fits the kind where the tag names none, and the limit
// that fits the control where the tag gives none.
func (f *Field) setWidget() {
	choice := len(f.Options) > 0 || f.Dynamic
	if f.Widget == "" || f.Kind == Rows {
		switch {
		case f.Kind == Rows:
			f.Widget = "rows"
		case f.Kind == Files && f.typ.Kind() == reflect.Slice:
			f.Widget = "files"
		case f.Kind == Files:
			f.Widget = "file"
		case f.Kind == Boolean:
			f.Widget = "checkbox"
		case f.Kind == List:
			f.Widget = "checkboxes"
		case choice && len(f.Options) <= 5 && !f.Dynamic:
			f.Widget = "radio"
		case choice:
			f.Widget = "select"
		case f.Kind == Integer || f.Kind == Number:
			f.Widget = "number"
		default:
			f.Widget = "text"
		}
	}
	if f.Kind == Integer || f.Kind == Number {
		return
	}
	if !f.HasMax {
		f.Max = widgets[f.Widget]
	}
}

// With returns the schema with other options for one field; the name of a field in rows is
// "rows.field". It panics where there is no such field.
func (s *Schema) With(name string, options []Option) *Schema {
	head, tail, nested := strings.Cut(name, ".")
	out := *s
	out.Fields = slices.Clone(s.Fields)
	for i, f := range out.Fields {
		if f.Name != head {
			continue
		}
		g := *f
		out.Fields[i] = &g
		if nested {
			g.Group = (&Schema{Fields: f.Group}).With(tail, options).Fields
		} else {
			g.Options, g.Dynamic = options, true
		}
		return &out
	}
	panic(fmt.Sprintf("form: %s has no field %q (it has %v)", s.typ, name, slices.Sorted(maps.Keys(s.byName()))))
}

// without returns the schema without one field. What is sent for it nevertheless is refused.
func (s *Schema) without(name string) *Schema {
	out := *s
	out.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(f *Field) bool { return f.Name == name })
	return &out
}

// Field returns the field of the name, or nil.
func (s *Schema) Field(name string) *Field { return s.byName()[name] }

// byName indexes the fields.
func (s *Schema) byName() map[string]*Field {
	m := make(map[string]*Field, len(s.Fields))
	for _, f := range s.Fields {
		m[f.Name] = f
	}
	return m
}

// New returns a pointer to a zero value of the described type.
func (s *Schema) New() any { return reflect.New(s.typ).Interface() }

// HasFiles reports whether the form must be sent as multipart/form-data.
func (s *Schema) HasFiles() bool {
	return slices.ContainsFunc(s.Fields, func(f *Field) bool { return f.Kind == Files })
}

// HasSecret reports whether a field is confidential.
func (s *Schema) HasSecret() bool {
	return slices.ContainsFunc(s.Fields, func(f *Field) bool { return f.Secret })
}
