// Package table (比对表) is what a comparison says: the asserted claims divided into features with what the
// product shows beside each, the views of a design beside those of the product, the references of a
// defence, who judged what, and what follows from it. It reads no files and knows no pages.
//
// What follows is never typed: a claim is met when every one of its features is met, identically or by an
// equivalent (全面覆盖), and a defence of prior art stands when one reference shows everything that the
// product takes from the claim.
package table

import (
	"slices"
	"time"

	"zhibao/internal/fault"
	"zhibao/law/calendar"
	"zhibao/patent/claim"
	"zhibao/patent/feature"
)

// A Table is one comparison at one moment.
type Table struct {
	Patent   Patent
	Claims   []Claim
	Priors   []Prior
	Pictures []Picture
	Pairs    []Pair
	Overall  Overall
	Last     int64 // the last number that was given to a feature, a picture or a reference
}

// A Patent is what is compared.
type Patent struct {
	Number, Title string
	Filed         calendar.Day // 申请日, or the priority date where one is claimed
	Design        bool
	Source        string // the file from which it was read, or 录入
}

// A Mark says who decided something last, when, and with which version of the table.
type Mark struct {
	By   int64
	Name string
	At   time.Time
	Rev  int64
}

// Done reports whether anybody decided.
func (m Mark) Done() bool { return !m.At.IsZero() }

// A Claim is an asserted claim, or one on which an asserted claim builds.
type Claim struct {
	Number   int
	Kind     claim.Kind
	Asserted bool
	Builds   [][]int // alternatives of claims on which it builds, as claim.Claim.Alternatives
	Text     string
	Features []Feature
}

// Verdict is what the comparison of a feature says.
type Verdict string

// The verdicts on a feature. A reference is judged by the same words; Equivalent then means 无实质性差异.
const (
	Same       Verdict = "same"       // 相同
	Equivalent Verdict = "equivalent" // 等同
	Different  Verdict = "different"  // 不同
)

// Title returns the word for a page and its English.
func (v Verdict) Title() fault.Pair {
	return map[Verdict]fault.Pair{Same: {"相同", "identical"}, Equivalent: {"等同", "equivalent"}, Different: {"不同", "different"}, "": {"未判定", "not judged"}}[v]
}

// Bar is what is said of something that bars the doctrine of equivalents.
type Bar string

// Whether estoppel or dedication was raised, and with what result.
const (
	Unraised Bar = ""
	Rejected Bar = "rejected" // raised, does not apply
	Applies  Bar = "applies"
)

// A Feature is one technical feature with what the product shows beside it.
type Feature struct {
	ID       int64
	Role     feature.Role
	Text     string
	Product  string // what the accused product has in its place; 无 where it has nothing
	Evidence []Ref

	Verdict                          Verdict
	Reason                           string // of a difference
	Means, Function, Effect, Obvious string // 手段, 功能, 效果, 容易联想: of an equivalent, each needed
	Estoppel, Dedication             Bar    // 禁止反悔, 捐献
	EstoppelNote, DedicationNote     string
	Mark
}

// Judged reports whether the feature takes part in the comparison: a reference to another claim stands for
// the features of that claim.
func (f *Feature) Judged() bool { return f.Role != feature.Reference }

// A Ref points to the place of an exhibit that shows a feature. The region is in per cent of the picture.
type Ref struct {
	Exhibit    int64  // id in the register of exhibits, 0 where it is only named
	Number     string // 申1
	X, Y, W, H float64
	Page       int
	Time       string // of a video, 00:01:23
	Caption    string
}

// Region reports whether the reference marks a part of a picture.
func (r *Ref) Region() bool { return r.W > 0 && r.H > 0 }

// A Prior is one reference of a defence of prior art or prior design.
type Prior struct {
	ID        int64
	Citation  string
	Published calendar.Day
	Number    string // of the exhibit
	Claim     int    // with whose features it is compared; 0 for a design
	Rows      []PriorRow
	Mark
}

// A PriorRow says of one feature of the product whether the reference shows it.
type PriorRow struct {
	Feature int64 // 0 for the design as a whole
	Verdict Verdict
	Note    string
	Mark
}

// next gives the next number.
func (t *Table) next() int64 {
	t.Last++
	return t.Last
}

// Claim returns the claim with the number, or nil.
func (t *Table) Claim(n int) *Claim {
	if i := slices.IndexFunc(t.Claims, func(c Claim) bool { return c.Number == n }); i >= 0 {
		return &t.Claims[i]
	}
	return nil
}

// Feature returns a feature with its claim and its place in it, or nothing.
func (t *Table) Feature(id int64) (*Claim, int) {
	for i := range t.Claims {
		for j := range t.Claims[i].Features {
			if t.Claims[i].Features[j].ID == id {
				return &t.Claims[i], j
			}
		}
	}
	return nil, -1
}

// Label names a feature by claim and letter: 1A, 1B … 1Z, 1AA. A reference to another claim has none.
func (c *Claim) Label(place int) string {
	n := -1
	for i := 0; i <= place && i < len(c.Features); i++ {
		if c.Features[i].Judged() {
			n++
		}
	}
	if n < 0 || !c.Features[place].Judged() {
		return ""
	}
	letters := ""
	for n++; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return itoa(c.Number) + letters
}

// Prior returns a reference, or nil.
func (t *Table) Prior(id int64) *Prior {
	if i := slices.IndexFunc(t.Priors, func(p Prior) bool { return p.ID == id }); i >= 0 {
		return &t.Priors[i]
	}
	return nil
}

// Row returns what was said about a feature; what was never judged is empty.
func (p *Prior) Row(id int64) PriorRow {
	if i := slices.IndexFunc(p.Rows, func(r PriorRow) bool { return r.Feature == id }); i >= 0 {
		return p.Rows[i]
	}
	return PriorRow{Feature: id}
}
