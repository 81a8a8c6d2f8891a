package searching

import (
	"fmt"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/industry/database/query"
	"zhibao/internal/search"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

// A hitView is a document in the list.
type hitView struct {
	Number, Href, Kind string // its anchor, too
	Title, Abstract    []piece
	Facts              []string // particulars, each with its name
	Why                []string // what the order owes to which word
	Score              string   // the sum of it

	Family  string     // what the members are called together
	Strip   []web.Link // its first pictures
	Members []web.Link // of the same family in this result, without itself
}

// stripOfHit is how many pictures of a document stand in the list.
const stripOfHit = 5

// maxMembers is how many documents of a family are listed.
const maxMembers = 50

// listed is the documents of a page with what they were found by.
type listed struct {
	run      *Run
	view     view
	asked    search.Query
	answer   *answer
	families map[string]family // by the first document of each; nil where documents stand alone
}

// hitViews shows the documents of a page.
func (d *Desk) hitViews(c *web.Ctx, l listed) (out []hitView, err error) {
	r, v, q, a := l.run, l.view, l.asked, l.answer
	var numbers []string
	for _, h := range a.Hits {
		numbers = append(numbers, h.ID)
	}
	more, err := d.Holding.Aspects(c.Context(), r.Center, numbers)
	if err != nil {
		return nil, err
	}
	strips, err := d.strips(c, numbers, stripOfHit)
	if err != nil {
		return nil, err
	}
	docs := map[string]*literature.Document{}
	for i := range a.Docs {
		docs[a.Docs[i].Number] = &a.Docs[i]
	}
	for i, h := range a.Hits {
		doc := docs[h.ID]
		if doc == nil {
			continue // taken out of the holding since; the index follows
		}
		at := (v.Page-1)*perPage + i
		f, together := l.families[h.ID]
		if together {
			at = f.first
		}
		hv := hitView{Number: h.ID, Kind: string(doc.Kind), Href: fmt.Sprintf("/documents/%s?run=%d&at=%d", h.ID, r.ID, at), Score: fmt.Sprintf("%.2f", h.Score), Strip: strips[h.ID]}
		if rest := v.address(""); rest != "" {
			hv.Href += "&" + strings.TrimPrefix(rest, "?")
		}
		if c.Lang() == web.EN {
			hv.Kind = doc.Kind.English()
		}
		hv.Title = marked(firstText(doc.Titles, c.Lang()), q, "title")
		hv.Abstract = marked(short(firstText(doc.Abstracts, c.Lang()), 220), q, "abstract")
		hv.Facts = hitFacts(c, doc)
		if e := more[h.ID].Last; e.Kind != "" {
			hv.Facts = append(hv.Facts, c.T("最近法律事件 ", "Last event ")+c.Say(eventTitle(e.Kind))+" "+e.Day.String())
		}
		hv.Why = why(c, h.Causes)
		if len(f.all) > 1 {
			if err := d.members(c, &hv, f); err != nil {
				return nil, err
			}
		}
		out = append(out, hv)
	}
	return out, nil
}

// members lists the other documents of a family below the first one.
func (d *Desk) members(c *web.Ctx, hv *hitView, f family) error {
	docs, err := d.Holding.Many(c.Context(), worklist.Actor(c).Center, f.all[1:min(len(f.all), maxMembers)])
	for i := range docs {
		hv.Members = append(hv.Members, web.Link{Href: documents + "/" + docs[i].Number, Label: docs[i].Number + " " + docs[i].Published.String() + " " + firstText(docs[i].Titles, c.Lang())})
	}
	hv.Family = fmt.Sprintf(c.T("同族 %s：另有 %d 件", "Family %s: %d more"), f.name, len(f.all)-1)
	if f.name == "" {
		hv.Family = fmt.Sprintf(c.T("同一申请：另有 %d 件", "Of the same application: %d more"), len(f.all)-1)
	}
	return err
}

// hitFacts are the particulars of a document in a list.
func hitFacts(c *web.Ctx, doc *literature.Document) (out []string) {
	add := func(zh, en, value string) {
		if value != "" {
			out = append(out, c.T(zh, en)+value)
		}
	}
	add("申请人 ", "Applicant ", names(doc.Applicants, 3, c))
	add("申请日 ", "Filed ", doc.Filed.String())
	add("公开（公告）日 ", "Published ", doc.Published.String())
	classes := doc.IPC
	if len(classes) == 0 {
		classes = doc.Locarno
	}
	if doc.Status != "" {
		status := doc.Status
		if !doc.Source.AsOf.IsZero() {
			status += c.T("（来源所述，截至 ", " (its source says, as of ") + doc.Source.AsOf.String() + c.T("）", ")")
		} else {
			status += c.T("（来源所述，未注明日期）", " (its source says, without a day)")
		}
		add("法律状态 ", "Status ", status)
	}
	add("分类 ", "Class ", strings.Join(classes[:min(3, len(classes))], c.T("、", ", ")))
	return out
}

// names lists parties, so many and how many more.
func names(ps []literature.Party, most int, c *web.Ctx) string {
	var out []string
	for _, p := range ps[:min(most, len(ps))] {
		out = append(out, p.Name)
	}
	s := strings.Join(out, c.T("、", ", "))
	if len(ps) > most {
		s += fmt.Sprintf(c.T(" 等 %d 个", " and %d in all"), len(ps))
	}
	return s
}

// fieldName is a field of the index in words.
func fieldName(c *web.Ctx, field string) string {
	for _, f := range query.Fields() {
		if f.Words() && f.Index(field) {
			return c.Say(f.Title)
		}
	}
	return field
}
