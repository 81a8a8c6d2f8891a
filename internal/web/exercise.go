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

// Watch has f called with the data of every page that is rendered. It is for tests, before
// anything is served: what real requests show is the typical data of a template.
func (m *Mux) Watch(f func(module, page string, data any)) { m.watch = f }

// Unveil has answers sent as they are. It is for tests, before anything is served: a search for what is to be masked has
// to find it then.
func (m *Mux) Unveil() { m.cfg.Veil = nil }

// Templates lists the modules' own pages as module/page.
func (m *Mux) Templates() (out []string) {
	for _, name := range slices.Sorted(maps.Keys(m.modules)) {
		for _, page := range m.modules[name].pages[ZH].own {
			out = append(out, name+"/"+page)
		}
	}
	return out
}

// Vary executes a page in both languages with the data, with its zero value and with hostile
// texts in all strings, and returns what each gave, by "lang kind". It is for tests: it sees
// mistakes in templates before a person does.
func (m *Mux) Vary(module, page string, data any) (map[string]string, error) {
	out := map[string]string{}
	for kind, v := range variants(data) {
		for _, l := range []Lang{ZH, EN} {
			html, err := m.exercise(m.modules[module], page, l, v)
			if err != nil {
				return nil, fmt.Errorf("web: %s/%s %s %s: %w", module, page, l, kind, err)
			}
			out[string(l)+" "+kind] = html
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
		// Three of a kind show what a thousand would.
		n := min(v.Len(), 3)
		out.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
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
