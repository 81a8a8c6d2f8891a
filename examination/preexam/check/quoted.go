package check

import (
	"zhibao/law/ident"
	"zhibao/patent"
)

// Quoted returns the words on which a finding lies as reports, letters and lists show them: of the request form with the
// numbers of persons masked. The applicant sees them where they stand.
func (f *Finding) Quoted() string { return quoted(f.Part, f.Quote) }

// Quoted returns the words of a passage, masked likewise.
func (x *Passage) Quoted() string { return quoted(x.Part, x.Quote) }

func quoted(part patent.Part, words string) string {
	if part != patent.RequestForm && part != patent.Mandate && part != patent.Undertaking {
		return words
	}
	return ident.MaskLoose(words)
}
