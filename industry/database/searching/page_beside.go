package searching

import (
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/search/words"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

// A besidePage is two documents next to each other.
type besidePage struct {
	Number string // of the left one
	With   string // of the right one, as it was asked for
	Wrong  string // why there is no right one
	Heads  [2]besideHead
	Parts  []besidePart
	Same   int // marked runs of the left one
}

// besideHead is the head of a column.
type besideHead struct{ Number, Title, Facts string }

// besidePart is the same part of both.
type besidePart struct {
	Title string
	Sides [2][][]piece // paragraphs of each
}

// besidePage shows a document beside another one, with the words that both have marked.
func (d *Desk) besidePage(c *web.Ctx) error {
	by := worklist.Actor(c)
	left, _, err := d.Holding.Find(c.Context(), by.Center, c.Path("number"))
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("并排比较", "Side by side"), Sub: left.Number, At: home, Wide: true, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")},
		{Href: documents + "/" + left.Number, Label: left.Number}, {Label: c.T("并排比较", "Side by side")}}}
	p := besidePage{Number: left.Number, With: strings.TrimSpace(c.Query("with"))}
	if p.With == "" {
		return c.Render("search-beside", p)
	}
	right, err := d.numbered(c.Context(), by.Center, p.With)
	if fault.KindOf(err) == fault.Missing {
		p.Wrong = c.Say(c.ExplainAll(err))
		return c.Render("search-beside", p)
	}
	if err != nil {
		return err
	}
	docs := [2]*literature.Document{&left, &right}
	for i, doc := range docs {
		p.Heads[i] = besideHead{doc.Number, firstText(doc.Titles, c.Lang()), strings.Join(hitFacts(c, doc), c.T("；", "; "))}
	}
	for _, part := range []struct {
		title string
		of    func(*literature.Document) []literature.Text
	}{{c.T("标题", "Title"), func(x *literature.Document) []literature.Text { return x.Titles }}, {c.T("摘要", "Abstract"), func(x *literature.Document) []literature.Text { return x.Abstracts }},
		{c.T("权利要求", "Claims"), func(x *literature.Document) []literature.Text { return x.Claims }}} {
		b := besidePart{Title: part.title}
		texts := [2]string{firstText(part.of(docs[0]), c.Lang()), firstText(part.of(docs[1]), c.Lang())}
		for i, text := range texts {
			for _, line := range strings.Split(text, "\n") {
				if strings.TrimSpace(line) == "" {
					continue
				}
				ps := shared(line, whole(docs[1-i]))
				b.Sides[i] = append(b.Sides[i], ps)
				for _, x := range ps {
					if x.On && i == 0 {
						p.Same++
					}
				}
			}
		}
		p.Parts = append(p.Parts, b)
	}
	return c.Render("search-beside", p)
}

// whole are the runs of words of all that is compared of a document: a claim may say what the abstract of
// the other says.
func whole(doc *literature.Document) map[string]bool {
	out := map[string]bool{}
	for _, t := range textsOf(doc) {
		for _, line := range strings.Split(t, "\n") {
			runs(line, func(run string, _, _ int) { out[run] = true })
		}
	}
	return out
}

// alike is how many words (Han characters count one each) must be the same in a row to be marked: two are
// the same in any two texts.
const alike = 4

// runs calls f with each run of so many words, and the bytes where it stands.
func runs(text string, f func(run string, start, end int)) {
	var last [alike]string
	var starts [alike]int
	n := 0
	words.Each(text, func(k *words.Token) {
		w := string(k.Word)
		if k.Han != 0 {
			w = string(k.Han)
		}
		copy(last[:], last[1:])
		copy(starts[:], starts[1:])
		last[alike-1], starts[alike-1] = w, k.Start
		if n++; n >= alike {
			f(strings.Join(last[:], " "), starts[0], k.End)
		}
	})
}

// shared cuts a text at the words that stand in the same order in another.
func shared(text string, other map[string]bool) []piece {
	from, to, at := -1, 0, 0
	var out []piece
	end := func() {
		if from < 0 {
			return
		}
		if from > at {
			out = append(out, piece{Text: text[at:from]})
		}
		out = append(out, piece{text[from:to], true})
		at, from = to, -1
	}
	runs(text, func(run string, start, stop int) {
		if !other[run] {
			return
		}
		if from >= 0 && start > to {
			end()
		}
		if from < 0 {
			from = start
		}
		to = stop
	})
	end()
	if at < len(text) {
		out = append(out, piece{Text: text[at:]})
	}
	return out
}
