package webtest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"zhibao/internal/web"
	"zhibao/internal/web/lang"
)

// Check fails the test where the page breaks a rule that holds for every page: well-formed
// HTML, one h1 and no skipped heading, a label for every control, unique ids, a token in
// every POST form, no inline script, style or handler, the security headers.
func (p *Page) Check() {
	p.t.Helper()
	for _, problem := range append(Problems(p.Body), p.headers()...) {
		p.t.Errorf("%s: %s", p.Path, problem)
	}
}

// headers checks those that every response has.
func (p *Page) headers() []string {
	var out []string
	for name, want := range map[string]string{"Content-Security-Policy": web.CSP, "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin"} {
		if got := p.Header.Get(name); got != want {
			out = append(out, fmt.Sprintf("header %s is %q", name, got))
		}
	}
	return out
}

// Problems returns what is wrong with a complete HTML page.
func Problems(page string) []string {
	out := balance(page)
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return append(out, err.Error())
	}
	out = append(out, headings(root)...)
	out = append(out, controls(root)...)
	return append(out, forbidden(root)...)
}

// void are the elements that have no end tag.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// balance finds elements that are not closed or closed in the wrong order. The HTML parser
// itself repairs them silently.
func balance(page string) []string {
	var out, open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				out = append(out, fmt.Sprintf("never closed: %v", open))
			}
			return out
		case html.StartTagToken:
			tok := z.Token()
			if !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
			for i, a := range tok.Attr {
				if slices.ContainsFunc(tok.Attr[:i], func(b html.Attribute) bool { return a.Key == b.Key }) {
					out = append(out, fmt.Sprintf("<%s> has the attribute %s twice", tok.Data, a.Key))
				}
			}
		case html.EndTagToken:
			tok := z.Token()
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				return append(out, fmt.Sprintf("</%s> closes %v", tok.Data, open))
			}
			open = open[:len(open)-1]
		}
	}
}

// headings checks the outline: one h1, no level skipped, a title.
func headings(root *html.Node) []string {
	var out []string
	last, ones := 0, 0
	for _, h := range All(root, "h1", "h2", "h3", "h4", "h5", "h6") {
		level := int(h.Data[1] - '0')
		if level == 1 {
			ones++
		}
		// The summary of errors stands before the h1 on purpose.
		if level > last+1 && last > 0 {
			out = append(out, fmt.Sprintf("h%d %q follows h%d", level, Text(h), last))
		}
		if strings.TrimSpace(Text(h)) == "" {
			out = append(out, "an empty heading")
		}
		last = level
	}
	if ones != 1 {
		out = append(out, fmt.Sprintf("%d h1", ones))
	}
	titles := slices.DeleteFunc(All(root, "title"), func(n *html.Node) bool { return within(n, "svg") })
	if len(titles) != 1 || strings.TrimSpace(Text(titles[0])) == "" {
		out = append(out, "no title")
	}
	return out
}

// controls checks labels, ids, references and the tokens of forms.
func controls(root *html.Node) []string {
	var out []string
	labelled, ids := map[string]bool{}, map[string]bool{}
	for _, l := range All(root, "label") {
		labelled[Attr(l, "for")] = strings.TrimSpace(Text(l)) != ""
	}
	for _, n := range All(root, "*") {
		if id := Attr(n, "id"); id != "" {
			if ids[id] {
				out = append(out, "the id "+id+" twice")
			}
			ids[id] = true
		}
	}
	for _, n := range All(root, "*") {
		for _, ref := range append(strings.Fields(Attr(n, "aria-describedby")), strings.Fields(Attr(n, "aria-labelledby"))...) {
			if !ids[ref] {
				out = append(out, "no element has the id "+ref)
			}
		}
		if href := Attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, "#") && !ids[href[1:]] {
			out = append(out, "the link "+href+" leads nowhere")
		}
	}
	for _, in := range All(root, "input", "select", "textarea") {
		named := labelled[Attr(in, "id")] && Attr(in, "id") != "" || Attr(in, "aria-label") != "" || within(in, "label")
		if !named && Attr(in, "type") != "hidden" {
			out = append(out, fmt.Sprintf("%s %q has no label", in.Data, Attr(in, "name")))
		}
	}
	for _, f := range All(root, "form") {
		fields := formValues(f)
		if Attr(f, "method") == "post" && (fields.Get("_csrf") == "" || fields.Get("_idem") == "") {
			out = append(out, fmt.Sprintf("the form %q has no token: write {{$.Hidden}} in it", Attr(f, "action")))
		}
		if Attr(f, "method") == "" {
			out = append(out, "a form has no method")
		}
	}
	return out
}

// within reports whether n is inside such an element.
func within(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return true
		}
	}
	return false
}

// hxAllowed are the attributes of htmx that work without eval and that the house agreed on.
var hxAllowed = []string{"hx-get", "hx-post", "hx-target", "hx-swap", "hx-select", "hx-trigger", "hx-push-url", "hx-indicator",
	"hx-disabled-elt", "hx-include", "hx-sync"}

// forbidden finds what the security policy would stop, or what needs more than it allows.
func forbidden(root *html.Node) []string {
	var out []string
	for _, n := range All(root, "*") {
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on") || a.Key == "style":
				out = append(out, fmt.Sprintf("<%s %s> is forbidden by the security policy", n.Data, a.Key))
			case strings.HasPrefix(a.Key, "hx-") && !slices.Contains(hxAllowed, a.Key), a.Key == "hx-trigger" && strings.Contains(a.Val, "["):
				out = append(out, fmt.Sprintf("<%s %s> needs eval or is not agreed", n.Data, a.Key))
			case strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
				out = append(out, fmt.Sprintf("<%s %s> is a script", n.Data, a.Key))
			}
		}
		if n.Data == "style" || n.Data == "script" && Attr(n, "src") == "" {
			out = append(out, "an inline <"+n.Data+">")
		}
	}
	return out
}

// NoHan fails the test where an English page has Chinese characters outside of what is
// marked as Chinese.
func (p *Page) NoHan() {
	p.t.Helper()
	for d := range p.Root.Descendants() {
		if d.Type == html.TextNode && lang.HasHan(d.Data) && !chinese(d) {
			p.t.Errorf("%s: Chinese on an English page: %q", p.Path, strings.TrimSpace(d.Data))
		}
		for _, a := range d.Attr {
			if slices.Contains([]string{"aria-label", "title", "placeholder", "alt", "data-l"}, a.Key) && lang.HasHan(a.Val) && !chinese(d) {
				p.t.Errorf("%s: Chinese on an English page: %s=%q", p.Path, a.Key, a.Val)
			}
		}
	}
}

// chinese reports whether the text is marked as Chinese or is what somebody typed.
func chinese(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		if strings.HasPrefix(Attr(p, "lang"), "zh") || p.Data == "textarea" || p.Data == "title" {
			return true
		}
	}
	return false
}
