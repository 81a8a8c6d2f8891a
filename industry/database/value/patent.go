package value

import (
	"cmp"
	"slices"
	"strings"

	"zhibao/industry/database/holding"
	"zhibao/internal/sorting"
	"zhibao/law/calendar"
	"zhibao/law/division"
	"zhibao/patent"
	"zhibao/patent/literature"
)

// A publication is what the register keeps of a document of the holding: of Chinese inventions, and of grants
// abroad.
type publication struct {
	Number, Root, Application, Office, Family string
	Grant                                     bool
	Published, Filed                          calendar.Day
	Title, Holder, Country, Place             string
	IPC                                       []string
	Status, Source                            string
	AsOf                                      calendar.Day
	Events                                    []happening
}

// A happening is an event with where it is known from.
type happening struct {
	Kind   literature.EventKind
	Day    calendar.Day
	To     string // the new holder, the pledgee
	Detail string
	Source string
	AsOf   calendar.Day
}

// wanted reports whether the register needs a document.
func wanted(d *literature.Document) bool {
	if d.Office == "CN" {
		return d.Kind == patent.Invention
	}
	return d.Grant && d.Family != ""
}

// taken is what is kept of a document.
func taken(d *literature.Document, events []holding.Record) publication {
	p := publication{Number: d.Number, Root: literature.Root(d.Number), Application: d.Application, Office: d.Office, Family: d.Family, Grant: d.Grant, Published: d.Published, Filed: d.Filed, IPC: d.IPC,
		Status: d.Status, Source: d.Source.Name, AsOf: d.Source.AsOf}
	// One title is enough to recognise the patent; its page has them all.
	if len(d.Titles) > 0 {
		p.Title = d.Titles[0].Words
	}
	// Who holds it, where a source says so; else who applied.
	for _, who := range append(slices.Clone(d.Holders), d.Applicants...) {
		if p.Holder = cmp.Or(who.Standard, who.Name); p.Holder == "" {
			continue
		}
		place, _ := division.Find(who.Address)
		p.Country, p.Place = who.Country, place.String()
		break
	}
	for _, e := range events {
		p.Events = append(p.Events, happening{e.Kind, e.Day, e.To, e.Detail, e.Source, e.AsOf})
	}
	return p
}

// A Patent is an invention patent with all that the criteria ask of it.
type Patent struct {
	publication                    // that of the grant
	Abroad      []publication      // grants of its family elsewhere
	Evidence    []holding.Evidence // pledges and awards that count
}

// join makes one patent of the publications of an application; nil where none is a grant. What the grant does
// not say another publication may.
func join(ps []publication) *Patent {
	sorting.By(ps, func(a, b publication) int {
		return cmp.Or(cmp.Compare(flag(b.Grant), flag(a.Grant)), cmp.Compare(a.Published, b.Published), cmp.Compare(a.Number, b.Number))
	})
	if !ps[0].Grant {
		return nil
	}
	x := &Patent{publication: ps[0]}
	// The publication is shared with who reads it next.
	x.Events = slices.Clone(x.Events)
	for _, p := range ps[1:] {
		x.Filed, x.Family, x.Title, x.Status = cmp.Or(x.Filed, p.Filed), cmp.Or(x.Family, p.Family), cmp.Or(x.Title, p.Title), cmp.Or(x.Status, p.Status)
		if x.Holder == "" {
			x.Holder, x.Country = p.Holder, p.Country
		}
		x.Place = cmp.Or(x.Place, p.Place)
		if len(x.IPC) == 0 {
			x.IPC = p.IPC
		}
		for _, e := range p.Events {
			if !slices.Contains(x.Events, e) {
				x.Events = append(x.Events, e)
			}
		}
	}
	// Events of several publications are in the order of none of them.
	sorting.Stable(x.Events, func(a, b happening) int { return cmp.Compare(a.Day, b.Day) })
	return x
}

// flag orders what is true behind what is not.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// HolderOn is who held the patent on a day.
func (p *Patent) HolderOn(day calendar.Day) string {
	who := p.Holder
	for _, e := range p.Events {
		if e.Kind == literature.Assigned && e.Day <= day && strings.TrimSpace(e.To) != "" {
			who = e.To
		}
	}
	return who
}
