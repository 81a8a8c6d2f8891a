package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// A description is what is read of docs/openapi.json.
type description struct {
	Paths map[string]map[string]struct {
		Parameters []struct {
			Name, In string
			Schema   schema
		}
		RequestBody struct {
			Content map[string]struct{ Schema schema }
		}
		Acts []string `json:"x-acts"`
	}
	Components struct{ Schemas map[string]schema }
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Properties map[string]schema
	Items      *schema
	Enum       []any
	Example    map[string]any
	OneOf      []schema
	Format     string
}

// resolve follows references, and takes the first of several.
func (d description) resolve(s schema) schema {
	for range 5 {
		switch {
		case s.Ref != "":
			s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
		case len(s.OneOf) > 0:
			s = s.OneOf[0]
		default:
			return s
		}
	}
	return s
}

// operation is where the input of a target is described: at its own address, at that of its twin, or at the
// one of its step.
func (d description) operation(t *target) (path, method string) {
	path, method = t.route.Pattern, t.route.Method
	if !t.bearer {
		method, path, _ = strings.Cut(t.route.Twin, " ")
	}
	for i, n := range t.names {
		if n == "move" || n == "chart" {
			path = strings.ReplaceAll(path, "{"+n+"}", t.parts[i])
		}
	}
	if !strings.HasPrefix(path, "/api/v1") && path != "" {
		path = "/api/v1" + path
	}
	return path, strings.ToLower(method)
}

// complete adds to a target what the description knows of its input and nobody was shown.
func (d description) complete(t *target) {
	path, method := d.operation(t)
	op := d.Paths[path][method]
	for _, p := range op.Parameters {
		switch {
		case p.In == "query" && t.route.Method == http.MethodGet:
			t.add("query", p.Name, d.sample(p.Name, p.Schema))
		case p.Name == "If-Match":
			t.match = true
		}
	}
	s := d.resolve(op.RequestBody.Content["application/json"].Schema)
	t.types = map[string]schema{}
	for name, p := range s.Properties {
		t.types[name] = d.resolve(p)
	}
	shown := slices.ContainsFunc(t.params, func(p param) bool { return p.where == "body" })
	if t.route.Method == http.MethodPost && !shown {
		names := make([]string, 0, len(s.Properties))
		for name := range s.Properties {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			v := d.sample(name, s.Properties[name])
			if e, ok := s.Example[name]; ok {
				v = flat(e)
			}
			t.add("body", name, v)
		}
	}
	if len(t.params)+len(t.parts) == 0 {
		if t.route.Method == http.MethodPost {
			t.add("body", "q", "1")
		} else {
			t.add("query", "q", "1")
		}
	}
}

// flat is the first text of an example.
func flat(v any) string {
	switch v := v.(type) {
	case []any:
		if len(v) > 0 {
			return flat(v[0])
		}
		return ""
	case map[string]any:
		return ""
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// sample is a value of a schema.
func (d description) sample(name string, s schema) string {
	s = d.resolve(s)
	if len(s.Enum) > 0 {
		return fmt.Sprint(s.Enum[0])
	}
	if s.Items != nil {
		return d.sample(name, *s.Items)
	}
	switch {
	case s.Type == "integer" || s.Type == "number":
		return "1"
	case s.Type == "boolean":
		return "true"
	case s.Format == "date":
		return "2026-11-20"
	}
	return "1"
}

// pageOf is the page whose addresses tell the parts of one of the interface.
func (d description) pageOf(x *route, w *walk) (string, bool) {
	for name, r := range w.routes {
		if x.Bearer && r.Twin == x.Method+" "+x.Pattern && len(w.seen[name]) > 0 {
			return name, true
		}
	}
	return "", false
}
