package matter

import (
	"slices"

	"zhibao/law/ident"
)

// A Reader is who looks at a case: a party on a side, or somebody of the staff.
type Reader struct {
	Party  int64   // 0 for the staff
	Stands []int64 // parties for which it acts, itself too
	Side   string  // of the party
	Inside bool    // of the staff: the panel, its reviewer, the director
}

// For returns the matter as far as a reader may know it. It is the one filter for pages, interface and print: what is
// not here does not exist for the reader.
func (f *File) For(r Reader) *File {
	out := *f
	if r.Party == 0 {
		if !r.Inside {
			out.closeInside()
		}
		return &out
	}
	out.closeInside()
	own := func(party int64) bool { return slices.Contains(r.Stands, party) }
	out.Report, out.Performances, out.Ending = "", nil, Ending{}
	out.Docs = pick(f.Docs, func(d Doc) bool {
		return slices.Contains(d.Sides, r.Side) && (d.Only == 0 || own(d.Only)) && (d.Of == 0 || own(d.Of) || f.passedOn(d.Of))
	})
	out.Asks = pick(f.Asks, func(a Ask) bool { return own(a.Party) })
	out.Performances = pick(f.Performances, func(p Record) bool { return p.What != "报告" || r.Side == Requester })
	out.Records = pick(f.Records, func(Record) bool { return false })
	if r.Side != Requester { // the numbers in the words of the other side are nobody's business
		out.Facts, out.Product, out.Remedy, out.Venue = ident.Veil(f.Facts), ident.Veil(f.Product), ident.Veil(f.Remedy), ident.Veil(f.Venue)
	}
	out.Parties = slices.Clone(f.Parties)
	for i := range out.Parties {
		p := &out.Parties[i]
		if own(p.ID) {
			continue
		}
		p.Contact, p.Legal = "", ""
		if !f.passedOn(p.ID) || r.Side != Requester {
			p.Answer = ""
		}
		p.Answer = ident.Veil(p.Answer)
	}
	return &out
}

// passedOn reports whether what a party answered was forwarded to the requester.
func (f *File) passedOn(party int64) bool {
	return slices.ContainsFunc(f.Parties, func(p Party) bool { return p.ID == party && p.Forwarded })
}

// closeInside takes out what only the panel and those who review and sign may see.
func (f *File) closeInside() {
	f.Votes, f.Notes, f.Ruling, f.Raised = nil, nil, Ruling{}, nil
	f.Investigators = slices.Clone(f.Investigators)
	for i := range f.Investigators {
		f.Investigators[i].Opinion, f.Investigators[i].Issue = "", ""
	}
}

// pick copies what fits, so that the original stays whole.
func pick[T any](all []T, fits func(T) bool) (out []T) {
	for _, x := range all {
		if fits(x) {
			out = append(out, x)
		}
	}
	return out
}
