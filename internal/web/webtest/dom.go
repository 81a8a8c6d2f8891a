package webtest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// All returns the elements below n, in order, that are one of the given: "a", "div.err",
// "#id" or "*".
func All(n *html.Node, selectors ...string) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.ContainsFunc(selectors, func(s string) bool { return matches(d, s) }) {
			out = append(out, d)
		}
	}
	return out
}

// matches reports whether n is what a selector of All describes.
func matches(n *html.Node, sel string) bool {
	if id, ok := strings.CutPrefix(sel, "#"); ok {
		return Attr(n, "id") == id
	}
	tag, class, _ := strings.Cut(sel, ".")
	if tag != "" && tag != "*" && tag != n.Data {
		return false
	}
	return class == "" || slices.Contains(strings.Fields(Attr(n, "class")), class)
}

// Attr returns the value of an attribute, empty where there is none.
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Has reports whether there is such an attribute.
func Has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// Text returns the text of an element.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Find returns the text of the first such element, and fails the test where there is none.
func (p *Page) Find(selector string) string {
	p.t.Helper()
	found := All(p.Root, selector)
	if len(found) == 0 {
		p.t.Fatalf("%s: no %s in\n%s", p.Path, selector, p.Body)
	}
	return strings.Join(strings.Fields(Text(found[0])), " ")
}

// Contains fails the test unless the page's text contains all of them.
func (p *Page) Contains(texts ...string) {
	p.t.Helper()
	whole := strings.Join(strings.Fields(Text(p.Root)), " ")
	for _, s := range texts {
		if !strings.Contains(whole, s) {
			p.t.Errorf("%s (%d): %q is not in the page:\n%s", p.Path, p.Status, s, whole)
		}
	}
}
