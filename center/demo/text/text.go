// Package text (演示申请文件) writes the patent applications that the demonstration files: complete
// texts in many fields of technology, no two of which share a paragraph, and the same texts with
// the defects that applicants make.
//
// The seeds under seeds/ are written by hand, one for each invention: its parts or steps, what
// each does, its figures. This package turns a seed into claims, description, abstract, drawings
// and request form. It knows how applications are written, and nothing of the rules by which they
// are checked. Equal indices give equal applications.
package text

import (
	"cmp"
	"slices"
	"sync"

	"zhibao/patent/filing"
)

// An Application is one application before it is packed, in a form in which it can be edited:
// claims know what they refer to, sections know their paragraphs.
type Application struct {
	Index       int
	Field       string // field of technology, one of Fields
	IPC         string // of inventions and utility models, for example "H01M 10/613"
	Locarno     string // of designs, for example "06-01"
	Kind        filing.Kind
	Title       string // as the description states it; the request form has its own
	Request     filing.Request
	Claims      []Claim
	Sections    []Section
	Signs       []Sign // reference signs, in the order of the text
	Figures     []filing.Figure
	Abstract    string
	Brief       []string // 简要说明, one statement each
	Examination *filing.Examination
	Mandate     *filing.Mandate
	Undertaking bool     // whether an undertaking (承诺书) goes with it
	Planted     []string // codes of the defects in it

	clean *Application // the text before defects were planted
}

// A Claim is one claim in its parts.
type Claim struct {
	Number  int
	Refs    []int  // claims it refers to, none if independent
	Joint   string // "或", "至" or "和" between several
	Opening string // "根据" or "如"
	Subject string // 主题名称 without 一种
	Lead    string // "其特征在于，"
	Body    string
	Stop    string // "。"
}

// A Section is one headed part of the description.
type Section struct {
	Heading    string
	Paragraphs []string
}

// A Sign is a reference sign and what it denotes.
type Sign struct{ Mark, Name string }

// The sections of a description, by index.
const (
	Field = iota // 技术领域
	Background
	Disclosure
	Drawings // 附图说明
	Embodiment
)

// corpus holds the seeds and phrases; it is read once, on first use.
var corpus = sync.OnceValue(load)

// Count returns how many different applications there are.
func Count() int { return len(corpus().order) }

// Fields returns the fields of technology in a fixed order.
func Fields() []string { return slices.Clone(corpus().fields) }

// New returns the application with the index i, complete and without defects. Indices beyond
// Count begin anew. Applicant, contact and agency are synthetic; For replaces them.
func New(i int) Application {
	c := corpus()
	n := len(c.order)
	i = ((i % n) + n) % n
	w := newWriter(c, i)
	a := w.write()
	a.Planted = nil
	return a
}

// IndexOf returns the indices of one kind and field in ascending order. An empty kind or field
// stands for all.
func IndexOf(k filing.Kind, field string) (out []int) {
	for i, s := range corpus().order {
		if (k == "" || s.kind() == k) && (field == "" || s.field == field) {
			out = append(out, i)
		}
	}
	return out
}

// clone returns a copy that shares nothing that can be edited.
func (a Application) clone() Application {
	a.Claims = slices.Clone(a.Claims)
	for i := range a.Claims {
		a.Claims[i].Refs = slices.Clone(a.Claims[i].Refs)
	}
	a.Sections = slices.Clone(a.Sections)
	for i := range a.Sections {
		a.Sections[i].Paragraphs = slices.Clone(a.Sections[i].Paragraphs)
	}
	a.Signs = slices.Clone(a.Signs)
	a.Figures = slices.Clone(a.Figures)
	a.Brief = slices.Clone(a.Brief)
	a.Planted = slices.Clone(a.Planted)
	a.Request.Inventors = slices.Clone(a.Request.Inventors)
	a.Request.Applicants = slices.Clone(a.Request.Applicants)
	a.Request.Priorities = slices.Clone(a.Request.Priorities)
	a.Request.Contact = copied(a.Request.Contact)
	a.Request.Agency = copied(a.Request.Agency)
	if a.Request.Agency != nil {
		a.Request.Agency.Agents = slices.Clone(a.Request.Agency.Agents)
	}
	a.Examination = copied(a.Examination)
	a.Mandate = copied(a.Mandate)
	return a
}

// copied returns a pointer to a copy of what p points to.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// interleave orders the seeds so that neighbours come from different fields and the kinds are
// spread evenly.
func interleave(seeds []*seed, fields []string) []*seed {
	rank := map[*seed]int{}
	count := map[string]int{}
	for _, s := range seeds {
		rank[s] = count[s.field]
		count[s.field]++
	}
	// A field's seeds are listed by kind, so its ranks are stretched by a stride that mixes them,
	// and every field begins elsewhere in its list.
	for _, s := range seeds {
		n, f := count[s.field], slices.Index(fields, s.field)
		rank[s] = ((rank[s]+7*f)*stride(n)%n)*1000 + 1000*f/len(fields)
		rank[s] = rank[s] * 100 / n
	}
	out := slices.Clone(seeds)
	slices.SortStableFunc(out, func(a, b *seed) int { return cmp.Compare(rank[a], rank[b]) })
	return out
}

// stride is a step that visits all n places of a ring, near five eighths of n.
func stride(n int) int {
	for k := max(1, n*5/8); ; k++ {
		a, b := n, k
		for b != 0 {
			a, b = b, a%b
		}
		if a == 1 {
			return k
		}
	}
}
