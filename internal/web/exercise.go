package web

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// ExerciseTemplates executes every page of every module, in both languages, with the sample
// data of Module.Sample, with its zero value and with hostile texts in all strings, and
// returns what each gave, by "module/page lang kind". It is an error if a page has no sample
// or does not execute. It is for tests: it sees mistakes in templates before a person does.
func (m *Mux) ExerciseTemplates() (map[string]string, error) {
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(m.modules)) {
		md := m.modules[name]
		for _, page := range md.pages[ZH].own {
			sample, ok := md.Sample[page]
			if !ok {
				return nil, fmt.Errorf("web: module %s has no sample for page %q", name, page)
			}
			for kind, data := range variants(sample) {
				for _, l := range []Lang{ZH, EN} {
					html, err := m.exercise(md, page, l, data)
					if err != nil {
						return nil, fmt.Errorf("web: %s/%s %s %s: %w", name, page, l, kind, err)
					}
					out[name+"/"+page+" "+string(l)+" "+kind] = html
				}
			}
		}
	}
	return out, nil
}

func (m *Mux) exercise(md *module, page string, l Lang, data any) (string, error) {
	req, err := http.NewRequest(http.MethodGet, "/", nil)
	if err != nil {
		return "", err
	}
	rec := &buffer{header: http.Header{}}
	c := m.newCtx(rec, req, md, &Route{Method: http.MethodGet, Pattern: "/", Public: true})
	c.lang = l
	c.Page.Title = page
	if err := c.Render(page, data); err != nil {
		return "", err
	}
	return rec.String(), nil
}

// buffer is a response that is only looked at.
type buffer struct {
	bytes.Buffer
	header http.Header
}

func (b *buffer) Header() http.Header { return b.header }
func (b *buffer) WriteHeader(int)     {}

// hostile breaks out of every context that does not escape.
var hostile = `"><script>alert(1)</script>'` + "`" + " onerror=x \u202e javascript:x 𠮷👩‍👩‍👧 " + strings.Repeat("长", 10_000)

func variants(sample any) map[string]any {
	out := map[string]any{"typical": sample}
	v := reflect.ValueOf(sample)
	if !v.IsValid() {
		return out
	}
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Struct {
		base := reflect.Indirect(v).Type()
		out["zero"] = addressed(reflect.New(base), v.Kind())
		bad := reflect.New(base)
		bad.Elem().Set(copyOf(reflect.Indirect(v), 0))
		out["hostile"] = addressed(bad, v.Kind())
	}
	return out
}

func addressed(ptr reflect.Value, kind reflect.Kind) any {
	if kind == reflect.Pointer {
		return ptr.Interface()
	}
	return ptr.Elem().Interface()
}

// copyOf returns a copy in which every string that can be set is hostile. Unexported fields
// stay as they are.
func copyOf(v reflect.Value, depth int) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	if depth > 8 {
		return out
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			out.SetString(hostile)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := out.Field(i); f.CanSet() && v.Type().Field(i).IsExported() {
				f.Set(copyOf(f, depth+1))
			}
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(copyOf(v.Index(i), depth+1))
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct && depth < 3 {
			p := reflect.New(v.Type().Elem())
			p.Elem().Set(copyOf(v.Elem(), depth+1))
			out.Set(p)
		}
	}
	return out
}
