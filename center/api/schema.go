package api

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// typeOf names the type of a sample answer.
func typeOf(v any) reflect.Type { return reflect.TypeOf(v) }

// schema describes a type as it is encoded. Structs with a name become components.
func (d *describer) schema(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[calendar.Day]():
		return object{"type": "string", "format": "date"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.schema(t.Elem())
	case reflect.Slice:
		return object{"type": "array", "items": d.schema(t.Elem())}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return object{"type": "object"}
		}
		return object{"type": "object", "additionalProperties": d.schema(t.Elem())}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Struct:
		if have, known := d.types[t.Name()]; known && have != t {
			panic("api: two answers are called " + t.Name() + ": " + have.PkgPath() + ", " + t.PkgPath())
		} else if !known {
			d.types[t.Name()] = t // before its fields: a type may contain itself
			d.schemas[t.Name()] = d.structure(t)
		}
		return refTo(t.Name())
	default:
		return object{"type": "string"}
	}
}

// structure describes the fields of a struct, those of embedded structs among them.
func (d *describer) structure(t reflect.Type) object {
	props := object{}
	var required []string
	for _, f := range reflect.VisibleFields(t) {
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "" {
			continue
		}
		p := d.schema(f.Type)
		if doc := f.Tag.Get("doc"); doc != "" {
			p["description"] = doc
		}
		props[name] = p
		if !strings.Contains(opts, "omit") {
			required = append(required, name)
		}
	}
	out := object{"type": "object", "properties": props}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// candidates are values among which an example of a text is looked for, from the general to the
// particular. The identifiers are made up and have right check digits.
var candidates = []string{"示例", "2026-11-23", "0512-12345678", "name@example.cn", "12330100MB0000001N", "202310000001.5", "110101199003070273", "H01M", "1200.50",
	"215000", "32100", "1", "10.5", "5工作日"}

// Example returns an input, as JSON, that the schema accepts, as far as that can be known without
// a case: each required field, and each choice. Files are ids, and choices that depend on the
// case are "1".
func Example(s *form.Schema) []byte {
	b, err := json.Marshal(exampleOf(s, s.Fields, ""))
	if err != nil {
		panic(err) // maps of texts and numbers can always be written
	}
	return b
}

// exampleOf is Example for the fields of the input itself or of one row.
func exampleOf(s *form.Schema, fields []*form.Field, prefix string) object {
	out := object{}
	for _, f := range fields {
		switch {
		case f.Kind == form.Rows:
			out[f.Name] = []object{exampleOf(s, f.Group, prefix+f.Name+".0.")}
		case f.Kind == form.Files:
			if f.Required {
				out[f.Name] = []string{"UPLOADEDFILE"}
			}
		case f.Kind == form.Boolean:
			out[f.Name] = true
		case f.Kind == form.List:
			if v := choice(f); v != "" {
				out[f.Name] = []string{v}
			}
		default:
			if v := valueOf(s, f, prefix+f.Name); v != nil {
				out[f.Name] = v
			}
		}
	}
	return out
}

// choice returns the first choice that means something.
func choice(f *form.Field) string {
	for _, o := range f.Options {
		if o.Value != "" {
			return o.Value
		}
	}
	if f.Dynamic && f.Required {
		return "1"
	}
	return ""
}

// valueOf finds a value that the field's own rules let pass; nil where none is needed or known.
func valueOf(s *form.Schema, f *form.Field, name string) any {
	if v := choice(f); v != "" || f.Dynamic {
		if v == "" {
			return nil
		}
		return v
	}
	if f.Kind == form.Integer && f.Widget != "money" || f.Kind == form.Number {
		return max(f.Min, 1)
	}
	// The field's rules are not known by name, so they are asked: the first value that passes is
	// the example.
	for _, v := range append(candidates, strings.Repeat("示例", int(min(f.Min, 100)))) {
		in := form.Input{Values: map[string][]string{name: {v}}}
		if s.Decode(in, s.New()).Of(name).IsZero() {
			return v
		}
	}
	if f.Required {
		return strconv.Quote(f.Name)
	}
	return nil
}
