package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"zhibao/internal/web/webtest"
)

// brand stands in everything that a scripted value would bring about.
const brand = "zb9371"

// scripts are values that become a script in one of the places where a page may show a value: between tags, in
// an attribute with either quote or with none, in a title or text area, in a script, in an address, in a picture.
var scripts = []string{
	`"><script>window.zb9371=1</script>`, `"><img src=zb9371 onerror=window.zb9371=1>`, `' onfocus='window.zb9371=1' autofocus tabindex='1`, `" onfocus="window.zb9371=1" autofocus tabindex="1`,
	`x onfocus=window.zb9371=1 autofocus tabindex=1 `, `</title></textarea></option></select><svg onload=window.zb9371=1>`, `</script><script>window.zb9371=1</script>`, `';window.zb9371=1;//`,
	`javascript:window.zb9371=1`, `data:text/html,<script>window.zb9371=1</script>`, `--><iframe srcdoc="<script>parent.zb9371=1</script>"></iframe>`, `<details open ontoggle=window.zb9371=1>zb9371</details>`,
}

// executable says where a marked value has become more than a text on a page, empty where nowhere.
func executable(n *html.Node) string {
	switch {
	case n.Type == html.CommentNode && strings.Contains(n.Data, brand):
		return "a comment"
	case n.Type == html.TextNode && n.Parent != nil && slices.Contains([]string{"script", "style", "iframe", "noscript"}, n.Parent.Data) && strings.Contains(n.Data, brand):
		return "inside " + n.Parent.Data
	case n.Type == html.ElementNode:
		if strings.Contains(n.Data, brand) {
			return "an element " + n.Data
		}
		for _, a := range n.Attr {
			if why := executableAttr(n.Data, a); why != "" {
				return why
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if why := executable(c); why != "" {
			return why
		}
	}
	return ""
}

// loads are the elements that fetch or run what their address says.
var loads = []string{"script", "img", "iframe", "frame", "object", "embed", "source", "base", "link", "use"}

func executableAttr(element string, a html.Attribute) string {
	name, v := strings.ToLower(a.Key), strings.ToLower(strings.TrimSpace(a.Val))
	switch {
	case strings.Contains(name, brand):
		return "an attribute " + name
	case !strings.Contains(v, brand):
		return ""
	case strings.HasPrefix(name, "on") || name == "srcdoc" || name == "style" || name == "http-equiv":
		return fmt.Sprintf("%s of %s", name, element)
	case slices.Contains([]string{"src", "href", "data", "action", "formaction", "xlink:href", "hx-get", "hx-post"}, name) &&
		(slices.Contains(loads, element) || strings.HasPrefix(v, "javascript:") || strings.HasPrefix(v, "data:") || strings.HasPrefix(v, "//")):
		return fmt.Sprintf("%s of %s", name, element)
	}
	return ""
}

// shown are the pages of somebody on which a marked value stands.
type shown struct{ login, path string }

// TestNothingExecutes: values that are scripts go into every field of every form, all at once and each alone; the form
// comes back with them, or they are kept and everybody reads all their pages. On none has such a value become an element, a handler, a script or an address
// that runs; and a browser that keeps to no policy of the page runs none of them. That values arrived is counted;
// that each would be noticed is shown by TestScriptsAreNoticed.
func TestNothingExecutes(t *testing.T) {
	slow(t)
	w := lived(t)
	h := &formSender{w: w, t: t, sites: map[string]*webtest.Site{}, visitor: w.visitor(t), tokens: map[*webtest.Site]string{}, answers: map[int]int{}}
	all, sent, echoed := w.postedForms(t), 0, 0
	h.look = func(p *webtest.Page) string {
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") && strings.Contains(p.Body, brand) {
			echoed++
			return executable(p.Root)
		}
		return ""
	}
	for n, p := range all {
		names := slices.Sorted(maps.Keys(p.fields))
		if slices.Contains(names, "password") || strings.Contains(p.pattern, "sign-") {
			continue // nobody may be shut out
		}
		values := scripts
		if !full() {
			values = scripts[n%len(scripts):][:1]
		}
		for i, v := range values {
			h.send(p, attack{name: "script", value: v}, wordy(p)...)
			for j, name := range names {
				h.send(p, attack{name: "script", value: scripts[(n+i+j)%len(scripts)]}, name)
				sent++
			}
			sent++
		}
	}
	limit := 120
	if full() {
		limit = 400
	}
	var marked []shown
	pages := 0
	for _, x := range staffed() {
		s := w.visitor(t)
		if x.login != "" {
			s = w.person(t, x.login)
		}
		crawl(t, s, limit, func(p *webtest.Page) {
			pages++
			if why := executable(p.Root); why != "" {
				t.Errorf("%s, %s: a value is %s", x.login, p.Path, why)
			}
			if strings.Contains(p.Body, brand) {
				marked = append(marked, shown{x.login, p.Path})
			}
		})
	}
	t.Logf("%d forms, %d values sent, answers %v, %d of them show the value; then %d pages read, %d show one", len(all), sent, h.answers, echoed, pages, len(marked))
	if h.answers[http.StatusSeeOther] < 60 || echoed < 500 || len(marked) < 8 {
		t.Errorf("%d values were taken, %d forms came back with one, %d pages show one", h.answers[http.StatusSeeOther], echoed, len(marked))
	}
	w.browseMarked(t, marked)
}

// wordy are the fields of a form whose good value is a word: what takes any text.
func wordy(p posted) (out []string) {
	for name := range p.fields {
		if v := p.fields.Get(name); v == "1" || strings.IndexFunc(v, func(r rune) bool { return r > 0x2e80 }) >= 0 {
			out = append(out, name)
		}
	}
	return out
}

// browseMarked opens some of the pages in a browser that the policy of the page does not bind.
func (w *world) browseMarked(t *testing.T, marked []shown) {
	t.Helper()
	b := sit(t, w, variants()[0])
	if _, err := chromedp.Call(b.ctx, cdp.SetBypassCSP, cdp.SetBypassCSPParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	last, looked := "", 0
	for _, m := range marked {
		if m.login == "" || looked >= 40 && !full() {
			continue
		}
		if m.login != last {
			b.as(m.login)
			last = m.login
		}
		b.open(m.path)
		looked++
		if eval[bool](b, `(document.querySelectorAll('[autofocus]').forEach(e => e.focus()), window.zb9371 !== undefined)`) {
			t.Errorf("%s, %s: a value was executed", m.login, m.path)
		}
	}
	t.Logf("%d pages in the browser", looked)
	ran := 0
	for _, v := range scripts {
		b.open("/guide")
		eval[bool](b, fmt.Sprintf(`(document.open(), document.write('<!DOCTYPE html><p>' + decodeURIComponent(%q) + '</p>'), document.close(), true)`, url.PathEscape(v)))
		time.Sleep(100 * time.Millisecond)
		if eval[bool](b, `window.zb9371 !== undefined`) {
			ran++
		}
	}
	if ran < 3 {
		t.Errorf("the browser runs %d of the planted values", ran)
	}
}

// TestScriptsAreNoticed: each kind of value is seen where a page shows it without care.
func TestScriptsAreNoticed(t *testing.T) {
	for i, careless := range []string{"<p>%s</p>", "<p>%s</p>", "<input value='%s'>", `<input value="%s">`, "<input value=%s>", "<textarea>%s</textarea>", "<script>x = '%s'</script>", "<script>x = '%s'</script>",
		`<a href="%s">x</a>`, `<a href="%s">x</a>`, "<!-- %s -->", "<p>%s</p>"} {
		root, err := html.Parse(strings.NewReader(fmt.Sprintf(careless, scripts[i])))
		if err != nil || executable(root) == "" {
			t.Errorf("%s in %s is not noticed %v", scripts[i], careless, err)
		}
		root, err = html.Parse(strings.NewReader(fmt.Sprintf("<p>%s</p><input value=\"%[1]s\">", html.EscapeString(scripts[i]))))
		if err != nil || executable(root) != "" {
			t.Errorf("%s as a text is taken for %s %v", scripts[i], executable(root), err)
		}
	}
}
