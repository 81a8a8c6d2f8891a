package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// FromJSON turns a JSON object into an input, so that the API and the pages share one
// validation. Objects are at most one list deep; a name that occurs twice is refused.
func FromJSON(data []byte) (in Input, err error) {
	in.Values = url.Values{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	// The decoder would put a sign of replacement for every byte that is no character.
	if !utf8.Valid(data) {
		return Input{}, fault.New(fault.Invalid, "form.utf8", "提交的 JSON 不是 UTF-8 编码，有的字无法识别；请以 UTF-8 编码后重新提交")
	}
	if err = readObject(dec, in.Values, "", 0); err == nil {
		if _, end := dec.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("text after the object")
		}
	}
	if err != nil {
		return Input{}, fault.New(fault.Invalid, "form.json", "提交的 JSON 不正确：应为一个对象，名称不得重复，列表最多一层").Because(err)
	}
	return in, nil
}

// readObject reads an object token by token, because a decoder into a map would silently take
// the last of two equal names.
func readObject(dec *json.Decoder, out url.Values, prefix string, depth int) error {
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		return errors.New("want an object")
	}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := tok.(string)
		name := prefix + key
		if _, twice := out[name]; twice || key == "" || strings.HasPrefix(key, "_") || strings.Contains(key, ".") {
			return errors.New("a name is doubled or not allowed")
		}
		if err := readValue(dec, out, name, depth); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// readValue reads a value, a list of values or a list of objects.
func readValue(dec *json.Decoder, out url.Values, name string, depth int) error {
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return err
	}
	raw = bytes.TrimSpace(raw)
	switch raw[0] {
	case '[':
		if depth > 0 && bytes.ContainsAny(raw, "{") {
			return errors.New("too deep")
		}
		return readList(raw, out, name, depth)
	case '{':
		return errors.New("an object where a value is wanted")
	}
	s, null, err := scalarString(raw)
	if err == nil {
		out[name] = nil
		if !null {
			out[name] = []string{s}
		}
	}
	return err
}

// readList writes objects as rows, "name.0.field", and values as repeated values.
func readList(raw []byte, out url.Values, name string, depth int) error {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return err
	}
	out[name] = nil
	for i, item := range items {
		item = bytes.TrimSpace(item)
		if item[0] == '{' {
			dec := json.NewDecoder(bytes.NewReader(item))
			dec.UseNumber()
			delete(out, name)
			if err := readObject(dec, out, name+"."+strconv.Itoa(i)+".", depth+1); err != nil {
				return err
			}
			continue
		}
		s, null, err := scalarString(item)
		if err != nil || null {
			return errors.New("a list has values only")
		}
		out[name] = append(out[name], s)
	}
	return nil
}

// scalarString returns a value as the form would send it; null is as if it was not sent.
func scalarString(raw []byte) (s string, null bool, err error) {
	switch raw[0] {
	case '"':
		err = json.Unmarshal(raw, &s)
		return s, false, err
	case 'n':
		return "", true, nil
	case '[', '{':
		return "", false, errors.New("too deep")
	}
	return string(raw), false, nil // number, true, false
}

// JSON returns the JSON schema of the input as OpenAPI 3 understands it. Labels and help are
// Chinese; the English ones stand beside them under x-title-en and x-description-en.
func (s *Schema) JSON() map[string]any { return objectSchema(s.Fields) }

// objectSchema describes a struct or a row.
func objectSchema(fields []*Field) map[string]any {
	props := map[string]any{}
	var required []string
	for _, f := range fields {
		props[f.Name] = f.json()
		if f.Required {
			required = append(required, f.Name)
		}
	}
	out := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// json describes a field.
func (f *Field) json() map[string]any {
	out := map[string]any{"title": f.Label[0], "x-title-en": f.Label[1]}
	if help := f.help(); help[0] != "" {
		out["description"], out["x-description-en"] = help[0], help[1]
	}
	if f.Secret {
		out["x-secret"] = true
	}
	item := out
	switch f.Kind {
	case Rows:
		out["type"], out["items"], out["maxItems"] = "array", objectSchema(f.Group), f.Max
	case List:
		item = map[string]any{}
		out["type"], out["items"], out["maxItems"] = "array", item, f.Max
		f.jsonScalar(item, "string")
	case Files:
		// A file is sent beforehand; its id stands here.
		out["type"], out["items"], out["maxItems"] = "array", map[string]any{"type": "string"}, f.Max
	case Boolean, Number, Integer:
		f.jsonScalar(out, string(f.Kind))
	default:
		f.jsonScalar(out, "string")
		if f.Widget == "date" {
			out["format"] = "date"
		} else if len(f.Options) == 0 {
			out["maxLength"] = f.Max
		}
	}
	return out
}

// jsonScalar describes a value: its type, and what limits it.
func (f *Field) jsonScalar(out map[string]any, typ string) {
	out["type"] = typ
	if f.Widget == "money" {
		out["type"], out["x-unit"] = "string", "CNY"
		return
	}
	if len(f.Options) > 0 && !f.Dynamic {
		var values, titles []any
		for _, o := range f.Options {
			values, titles = append(values, o.Value), append(titles, o.Label[0])
		}
		out["enum"], out["x-enum-titles"] = values, titles
	}
	if f.Kind == Integer || f.Kind == Number {
		if f.HasMin {
			out["minimum"] = f.Min
		}
		if f.HasMax {
			out["maximum"] = f.Max
		}
	}
}
