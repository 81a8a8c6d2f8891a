package check

import "fmt"

// EarlierFacts is what the center remembers of earlier cases as far as it concerns this one. It names
// cases and parties that the applicant must not learn of: a rule says how many there are in its
// message, and who they are in Finding.Inside.
type EarlierFacts struct {
	Limits     Limits
	Duplicates []Duplicate  // cases with a similar text, most alike first
	Recombined []Recombined // cases of the same or linked applicants that are made of the same paragraphs
	Filings    int          // of the owner within a year, this one included
	Outside    int          // of those, how many lie outside the owner's business, this one included
	IsOutside  bool         // this one does
	Inventors  []Prolific
	People     []Elsewhere
	Contacts   []Contact
	Changed    Changed
}

// Limits are the numbers from which on the center wants to be told. They are configuration; a limit of
// 0 tells nothing.
type Limits struct {
	Similar    float64 // share of the text that two cases have in common
	Duplicate  float64 // from which they count as one text
	Paragraphs float64 // share of the paragraphs that stand in the other case
	Batch      int     // how many such cases
	PerHead    float64 // filings in a year for each of the insured
	Young      int     // months within which an applicant is young
	Burst      int     // filings in a year by a young applicant
	Prolific   int     // filings of one inventor within 90 days
	Fields     int     // in so many fields
	Shared     int     // other applicants with the same address, phone or mail
	Agents     int     // other applicants that one contact serves
	Outside    int     // filings in a year outside the applicant's business
	Published  float64 // share of the text that it has in common with a published one
}

// A Duplicate is an earlier case with a similar text.
type Duplicate struct {
	CaseNo     string
	Party      string  // whose case it is
	State      string  // where it stands
	Linked     bool    // the same applicant, or one linked with it
	Abnormal   bool    // it ended as abnormal
	Similarity float64 // 0…1
}

// Inside names the case for the people of the center.
func (d Duplicate) Inside() string {
	return fmt.Sprintf("%s（%s，%s），相似度%.0f%%", d.CaseNo, d.Party, d.State, d.Similarity*100)
}

// Same reports whether a case counts as the same text.
func (l Limits) Same(d Duplicate) bool { return l.Duplicate > 0 && d.Similarity >= l.Duplicate }

// Recombined is an earlier case of the same or a linked applicant, compared by paragraphs.
type Recombined struct {
	CaseNo, Party  string
	Of, Same, Near int // paragraphs of this text; in the other word for word; with other words in them
}

// Share returns the share of paragraphs that stand in the other case.
func (r Recombined) Share() float64 {
	if r.Of == 0 {
		return 0
	}
	return float64(r.Same+r.Near) / float64(r.Of)
}

// Prolific is what one inventor filed within 90 days, this case included.
type Prolific struct {
	Name            string
	Filings, Fields int
}

// Elsewhere is another applicant, not linked with this one, for which inventors of this case work too.
type Elsewhere struct {
	Party string
	Sure  []string // inventors with the same identity number
	Names []string // inventors of whom only the name is the same
}

// The sides to which a way of contact belongs.
const (
	OfApplicant = "申请人"
	OfContact   = "联系人"
	OfAgent     = "专利代理师"
)

// A Contact is an address, phone or mail of this case that others use too.
type Contact struct {
	Side    string // OfApplicant, OfContact or OfAgent
	What    string // 地址, 电话, 邮箱
	Value   string
	Parties []string // other applicants, not linked with this one; of an agent other agencies
	More    int      // beyond those named
}

// Others returns how many other parties use it.
func (c Contact) Others() int { return len(c.Parties) + c.More }

// Changed are the inventors who came and went since the version before.
type Changed struct{ Added, Removed []string }

// PublishedFacts is the comparison with published applications.
type PublishedFacts struct{ Alike []PublishedText }

// A PublishedText is a published application with a similar text.
type PublishedText struct {
	Number     string
	Similarity float64
}
