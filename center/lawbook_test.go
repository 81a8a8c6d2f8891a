package center_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"zhibao/casework/document"
	"zhibao/center"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/law/rule"
	"zhibao/law/statute"
	"zhibao/law/term"
)

// everyCite are all citations of the program, each with who makes it.
func everyCite(c *center.Center) map[string][]rule.Cite {
	out := map[string][]rule.Cite{}
	for _, ch := range c.Office.Charts() {
		for i := range ch.Clocks {
			out[ch.Code+" "+ch.Clocks[i].Title] = ch.Clocks[i].Basis
		}
		for i := range ch.Moves {
			out[ch.Code+" "+ch.Moves[i].Title] = ch.Moves[i].Basis
		}
	}
	for _, r := range catalogue.Rules() {
		out[r.ID] = r.Basis
	}
	for _, d := range c.Office.Settings.Defs() {
		out[d.Key] = d.Basis
	}
	for _, w := range document.Channels() {
		out[w.Title] = []rule.Cite{w.Basis}
	}
	for _, r := range term.Regimes() {
		out[r.Title] = r.Basis
	}
	return out
}

// TestLaw holds every citation against the pages of the texts: each article that a term, a step, a
// setting or a rule rests on has its page, which names whoever rests on it and says from when it
// holds and where it is read.
func TestLaw(t *testing.T) {
	c := open(t)
	pages := map[string]string{}
	for who, cites := range everyCite(c) {
		for _, x := range cites {
			text, article, ok := statute.Find(x.String())
			if !ok || article != strings.TrimLeft(x.Article, "：") || text.Name != strings.TrimRight(x.Text, "：") {
				t.Errorf("%s rests on %s, of which there is no page: enter the text in law/statute", who, x)
				continue
			}
			if x.Force != "" && text.From.String() != x.Force {
				t.Errorf("%s says that %s is in force from %s, its page %s", who, x, x.Force, text.From)
			}
			for _, a := range statute.Articles(article) {
				path := "/law/" + text.Code
				if a != "" {
					path += "/" + url.PathEscape(a)
				}
				page, seen := pages[path]
				if !seen {
					w := httptest.NewRecorder()
					c.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
					page = w.Body.String()
					pages[path] = page
				}
				_, title, named := strings.Cut(who, " ")
				if !strings.Contains(page, text.Name) || !strings.Contains(page, x.Version) || named && !strings.Contains(page, title) {
					t.Errorf("%s does not say that %s rests on it", path, who)
				}
			}
		}
	}
	if len(pages) < 200 {
		t.Errorf("only %d pages: the citations were not gathered", len(pages))
	}
}
