// Package lawbook (法规依据) holds the public pages of the texts on which the program rests: which law,
// which article, which version and from when, how binding it is, where it is read, and which terms,
// steps, settings and rules rest on it. The last is gathered from the charts and rules themselves, so
// that no page says what the program does not do.
package lawbook

import (
	"net/url"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/sorting"
	"zhibao/internal/web"
	"zhibao/law/rule"
	"zhibao/law/statute"
	"zhibao/law/term"
)

// A Use is one thing that rests on an article.
type Use struct {
	Kind  Kind
	Of    web.Text // the procedure, or the number of the rule
	Title web.Text
	Href  string // where it is explained, empty where no public page does
	Basis []rule.Cite
}

// A Kind says what rests on an article.
type Kind int

// The kinds, in the order in which a page lists them.
const (
	Clock   Kind = iota // a term
	Move                // a step
	Setting             // a value that a center may set
	Service             // a way of service
	Count               // how days are counted
	Ground              // a condition, a ground or a kind of conduct
	Fee                 // an official fee
	Rule                // a rule of the check
)

// words name the kinds.
func (k Kind) words() web.Text {
	return []web.Text{{"期限", "Term"}, {"步骤", "Step"}, {"配置", "Setting"}, {"送达方式", "Way of service"}, {"期限计算", "Counting of terms"}, {"条件或情形", "Condition or ground"}, {"费用", "Fee"}, {"检查规则", "Rule of the check"}}[k]
}

// code names the kind for programs.
func (k Kind) code() string {
	return []string{"clock", "move", "setting", "service", "counting", "ground", "fee", "rule"}[k]
}

// A Book knows who cites what.
type Book struct {
	entries map[string]*entry // by text and article
	texts   []statute.Text
}

// An entry is one article of a text.
type entry struct {
	text    statute.Text
	article string
	sure    rule.Sure
	uses    []Use
}

// New gathers who cites what. Guided reports whether the public guide explains a procedure.
func New(o *casework.Office, guided func(chart string) bool, more []Use) *Book {
	b := &Book{entries: map[string]*entry{}, texts: statute.All()}
	for _, ch := range o.Charts() {
		of, href := web.Text{ch.Title, ch.English}, ""
		if guided(ch.Code) {
			href = "/guide?of=" + ch.Code
		}
		for i := range ch.Clocks {
			b.add(Use{Clock, of, web.Text{ch.Clocks[i].Title, ch.Clocks[i].English}, href, ch.Clocks[i].Basis})
		}
		for i := range ch.Moves {
			b.add(Use{Move, of, web.Text{ch.Moves[i].Title, ch.Moves[i].English}, href, ch.Moves[i].Basis})
		}
	}
	for _, d := range o.Settings.Defs() {
		of := web.Text{"中心配置", "Configuration"}
		if ch := o.Chart(d.Group); ch != nil {
			of = web.Text{ch.Title, ch.English}
		}
		b.add(Use{Setting, of, web.Text{d.Title, d.English}, "", d.Basis})
	}
	for _, c := range document.Channels() {
		b.add(Use{Service, web.Text{"文书送达", "Service of papers"}, web.Text{c.Title, c.English}, "", []rule.Cite{c.Basis}})
	}
	for _, r := range term.Regimes() {
		b.add(Use{Count, web.Text{"期限计算", "Counting of terms"}, web.Text{r.Title, r.English}, "", r.Basis})
	}
	for _, u := range more {
		b.add(u)
	}
	for _, e := range b.entries {
		sorting.Stable(e.uses, func(x, y Use) int { return int(x.Kind) - int(y.Kind) })
	}
	return b
}

// add enters a use under each article that it rests on.
func (b *Book) add(u Use) {
	for _, c := range u.Basis {
		text, article, ok := statute.Find(c.String())
		if !ok {
			continue // the test of the center holds every citation against the list of texts
		}
		for _, a := range statute.Articles(article) {
			e := b.entries[text.Code+"/"+a]
			if e == nil {
				e = &entry{text: text, article: a, sure: c.Sure}
				b.entries[text.Code+"/"+a] = e
			}
			if !slices.ContainsFunc(e.uses, func(x Use) bool { return x.Kind == u.Kind && x.Of == u.Of && x.Title == u.Title }) {
				e.uses = append(e.uses, u)
			}
		}
	}
}

// of lists the entries of a text, by article.
func (b *Book) of(code string) (out []*entry) {
	for _, e := range b.entries {
		if e.text.Code == code {
			out = append(out, e)
		}
	}
	sorting.By(out, func(x, y *entry) int { return compare(x.article, y.article) })
	return out
}

// Links takes a citation apart into its articles with the page of each. What is in no list of texts
// stays without a page.
func (b *Book) Links(cite string) []web.Link {
	text, article, ok := statute.Find(cite)
	if !ok {
		return []web.Link{{Label: cite}}
	}
	var out []web.Link
	head := strings.TrimSuffix(cite, article)
	for _, a := range statute.Articles(article) {
		out = append(out, web.Link{Label: head + a, Href: b.path(text.Code, a)})
		head = ""
	}
	return out
}

// path is the page of an article, or of its text where nothing that is gathered here rests on the article.
func (b *Book) path(code, article string) string {
	if article == "" || b.entries[code+"/"+article] == nil {
		return "/law/" + code
	}
	return "/law/" + code + "/" + url.PathEscape(article)
}

// about says in our words what an article is about: what our papers say of it, or else what the rules
// that rest on it demand.
func (e *entry) about() web.Text { return web.Text(statute.About(e.text.Code, e.article)) }
