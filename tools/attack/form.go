package main

import (
	"strings"

	"golang.org/x/net/html"
)

// A field is one input of a form with a value that may be sent.
type field struct {
	name, value string
	file        bool
}

// A form is one posted form of a page.
type postForm struct {
	action    string
	multipart bool
	fields    []field
}

// each calls f with every element below n.
func each(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// forms are the posted forms of a page.
func forms(page string) (out []postForm) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	each(root, func(n *html.Node) {
		if n.Data != "form" || strings.ToLower(attr(n, "method")) != "post" {
			return
		}
		f := postForm{action: attr(n, "action"), multipart: attr(n, "enctype") == "multipart/form-data"}
		each(n, func(c *html.Node) {
			if x, good := fieldOf(c); good {
				f.fields = append(f.fields, x)
			}
		})
		out = append(out, f)
	})
	return out
}

// asked are the fields of the forms that fetch a page.
func asked(page string) (out []postForm) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	each(root, func(n *html.Node) {
		if n.Data != "form" || strings.ToLower(attr(n, "method")) == "post" {
			return
		}
		f := postForm{action: attr(n, "action")}
		each(n, func(c *html.Node) {
			if x, good := fieldOf(c); good {
				f.fields = append(f.fields, x)
			}
		})
		out = append(out, f)
	})
	return out
}

// links are the addresses that a page leads to.
func links(page string) (out []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	each(root, func(n *html.Node) {
		if n.Data == "a" || n.Data == "area" {
			if to := attr(n, "href"); to != "" {
				out = append(out, to)
			}
		}
		for _, name := range []string{"hx-get", "src", "data-src"} {
			if to := attr(n, name); strings.HasPrefix(to, "/") {
				out = append(out, to)
			}
		}
	})
	return out
}

// fieldOf is an input with the value that stands there, or one of its kind.
func fieldOf(n *html.Node) (f field, good bool) {
	f.name = attr(n, "name")
	if f.name == "" || f.name == "_csrf" || f.name == "_idem" {
		return f, false
	}
	switch n.Data {
	case "select":
		each(n, func(o *html.Node) {
			if o.Data == "option" && (f.value == "" || has(o, "selected")) && attr(o, "value") != "" {
				f.value = attr(o, "value")
			}
		})
		return f, true
	case "textarea":
		if n.FirstChild != nil {
			f.value = n.FirstChild.Data
		}
	case "button":
		f.value = attr(n, "value")
		return f, true
	case "input":
		f.value = attr(n, "value")
		f.file = attr(n, "type") == "file"
	default:
		return f, false
	}
	if f.value == "" {
		f.value = of(attr(n, "type"))
	}
	return f, true
}

// of is a value for a kind of input.
func of(kind string) string {
	switch kind {
	case "number":
		return "1"
	case "date":
		return "2026-11-20"
	case "email":
		return "a@example.cn"
	case "time":
		return "10:00"
	case "datetime-local":
		return "2026-11-20T10:00"
	case "file":
		return "a.txt"
	}
	return "示例"
}
