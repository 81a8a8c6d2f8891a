package form

import (
	"encoding"
	"net/url"
	"reflect"
	"strconv"
)

// Encode returns the values of struct v, or of the struct that v points to, as the form
// would send them. Files are left out.
func (s *Schema) Encode(v any) url.Values {
	out := url.Values{}
	rv := reflect.Indirect(reflect.ValueOf(v))
	encodeFields(out, s.Fields, rv, "")
	return out
}

// encodeFields writes all fields of v under the prefix of its row.
func encodeFields(out url.Values, fields []*Field, v reflect.Value, prefix string) {
	for _, f := range fields {
		encodeField(out, f, v.FieldByIndex(f.index), prefix+f.Name)
	}
}

// encodeField writes one field. A zero number that is not required is left empty: in a form
// 0 and "not filled in" are different things.
func encodeField(out url.Values, f *Field, v reflect.Value, name string) {
	switch f.Kind {
	case Rows:
		for i := range v.Len() {
			encodeFields(out, f.Group, v.Index(i), name+"."+strconv.Itoa(i)+".")
		}
	case List:
		for i := range v.Len() {
			out.Add(name, v.Index(i).String())
		}
	case Files:
	case Boolean:
		if v.Bool() {
			out.Set(name, "true")
		}
	case Integer:
		switch {
		case v.IsZero() && !f.Required:
		case f.Widget == "money":
			out.Set(name, moneyString(v.Int()))
		default:
			out.Set(name, strconv.FormatInt(v.Int(), 10))
		}
	case Number:
		if !v.IsZero() || f.Required {
			out.Set(name, strconv.FormatFloat(v.Float(), 'f', -1, 64))
		}
	default:
		if m, ok := v.Interface().(encoding.TextMarshaler); ok {
			if b, err := m.MarshalText(); err == nil && len(b) > 0 {
				out.Set(name, string(b))
			}
			return
		}
		if s := v.String(); s != "" {
			out.Set(name, s)
		}
	}
}
