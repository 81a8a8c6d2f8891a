package e2e

import (
	"go/ast"
	"go/token"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"zhibao/internal/housetest"
	"zhibao/internal/web/lang"
	"zhibao/internal/web/webtest"
)

// spoken are the Chinese texts that stand in the program itself, whole, and the choices in its
// forms. What somebody wrote is not among them.
func spoken(t *testing.T) map[string]bool {
	h, err := housetest.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	add := func(s string) {
		if lang.HasHan(s) {
			out[s] = true
		}
	}
	for _, p := range h.Packages {
		// The demo writes as people do; the rules write for the Chinese notice; what tests share is no
		// part of the program.
		if strings.HasSuffix(p.Dir, "test") || strings.HasPrefix(p.Dir, "center/demo") || strings.HasPrefix(p.Dir, "center/bench") || strings.HasPrefix(p.Dir, "examination/preexam/check/") {
			continue
		}
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				s, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				add(s)
				if m := choices.FindStringSubmatch(s); m != nil {
					for one := range strings.SplitSeq(m[1], ",") {
						parts := strings.Split(one, "=")
						add(parts[max(0, len(parts)-2)])
					}
				}
				return true
			})
		}
	}
	return out
}

var choices = regexp.MustCompile(`options:"([^"]*)"`)

// untranslated are texts of the program that an English page shows in Chinese, marked or not.
// Papers, application texts and what is typed into fields are Chinese by their nature.
func untranslated(p *webtest.Page, known map[string]bool) (out []string) {
	for d := range p.Root.Descendants() {
		text := strings.TrimSpace(d.Data)
		if d.Type == html.TextNode && known[text] && !natural(d) {
			out = append(out, text)
		}
	}
	return out
}

// natural reports whether a text is Chinese by its nature: a paper, the text of an application, the
// link to the Chinese pages, what stands in a field, or the value of a setting.
func natural(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		classes := " " + webtest.Attr(p, "class") + " "
		if p.Data == "textarea" || p.Data == "title" || webtest.Attr(p, "hreflang") == "zh-CN" ||
			strings.Contains(classes, " paper ") || strings.Contains(classes, " gw ") || strings.Contains(classes, " data ") {
			return true
		}
	}
	return false
}

// helpline checks that telephone, guide and shortcuts stand in the same place of the page (WCAG 3.2.6).
func helpline(t *testing.T, p *webtest.Page) {
	t.Helper()
	var got []string
	for _, line := range webtest.All(p.Root, "p.helpline") {
		for _, a := range webtest.All(line, "a") {
			got = append(got, webtest.Attr(a, "href"))
		}
	}
	if strings.Join(got, " ") != "tel:12330 /guide /-/keys" {
		t.Errorf("%s: the help line leads to %v", p.Path, got)
	}
}

// TestRefusalsAreEnglish asks for what is refused, signed in and not, and reads why.
func TestRefusalsAreEnglish(t *testing.T) {
	w := lived(t)
	s := w.person(t, "qiye01")
	s.Get("/?lang=en")
	draft := w.find(t, "preexam", "submitted")
	for path, status := range map[string]int{"/nothing": 404, "/case/1": 404, "/case/x": 404, "/open/preexam/nothing": 404,
		"/preexam/" + strconv.FormatInt(draft, 10) + "/desk": 404, "/admin/accounts": 404, "/verify?code=x": 200, "/status?code=x": 200} {
		p := s.Get(path)
		if p.Status != status {
			t.Errorf("%s: %d", path, p.Status)
		}
		p.Check()
		p.NoHan()
	}
	// Wrong login: the refusal stands beside the field, in English.
	v := w.visitor(t)
	v.Get("/sign-in?lang=en")
	p := v.Submit(v.Get("/sign-in"), "login", map[string][]string{"login": {"nobody"}, "password": {"x"}})
	if p.Status != http.StatusUnprocessableEntity {
		t.Errorf("wrong login: %d", p.Status)
	}
	p.Contains("Login or password is wrong")
	for _, n := range webtest.All(p.Root, "div.err") {
		if lang.HasHan(webtest.Text(n)) {
			t.Errorf("wrong login: %s", webtest.Text(n))
		}
	}
}

// TestReferenceLeadsToTheLog: whatever fails in the program itself shows a number, and the number
// finds the line that says why.
func TestReferenceLeadsToTheLog(t *testing.T) {
	w := lived(t)
	s := w.person(t, "zhuren")
	// The database goes away under the running program.
	if err := w.DB.Close(); err != nil {
		t.Fatal(err)
	}
	p := s.Get("/work?view=todo&lang=en")
	if p.Status < 500 {
		t.Fatalf("%d without a database", p.Status)
	}
	ref := p.Find("code")
	if len(ref) != 12 {
		t.Fatalf("reference %q", ref)
	}
	found := false
	for line := range strings.Lines(w.Log.String()) {
		found = found || strings.Contains(line, "id="+ref) && strings.Contains(line, "level=ERROR") && strings.Contains(line, "err=")
	}
	if !found {
		t.Errorf("no line of the log has %s", ref)
	}
}
