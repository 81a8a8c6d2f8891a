// Package segment keeps an immutable part of an index: the postings of its terms in packed blocks,
// a dictionary of the terms in order, and columns of values. A segment lies in one file that is
// mapped into memory, or in memory alone; both have the same bytes. Every section has a checksum.
// The package knows terms and numbers, not what they mean.
package segment

import (
	"encoding/json"
	"hash/crc32"
	"unicode/utf8"
)

// A Plan says what a segment holds beside its terms.
type Plan struct {
	Groups [][]int // weights of the text fields that share postings, one list for each group
	Facets int     // columns of keys that can be counted
	Values int     // columns of numbers
}

// The spaces of terms. Words of a group come before its Han terms; filters come last.
const (
	maxGroups   = 32
	maxFields   = 16
	filterSpace = 0x80
)

// Gap lies between the positions of two texts of a document, so that nothing reaches from one into
// the other.
const Gap = 1024

// WordTerm is the term of a word in the texts of a group.
func WordTerm(group int, word string) []byte {
	return append([]byte{byte(2 * group)}, word...)
}

// HanTerm is the term of a Han character and the one that follows it; next is 0 at the end of a run.
// Without next it is also the beginning of all terms of the character.
func HanTerm(group int, r, next rune) []byte {
	b := utf8.AppendRune([]byte{byte(2*group + 1)}, r)
	if next != 0 {
		b = utf8.AppendRune(b, next)
	}
	return b
}

// EdgeTerm is the term whose positions are those after which a run of Han ends or begins.
func EdgeTerm(group int) []byte { return []byte{byte(2*group + 1)} }

// FilterTerm is the term of a value, which has no positions.
func FilterTerm(field int, value string) []byte {
	return append([]byte{byte(filterSpace + field)}, value...)
}

// hasPositions reports whether postings of the term carry more than documents.
func hasPositions(term []byte) bool { return len(term) > 0 && term[0] < filterSpace }

// groupOf returns the group of a term with positions.
func groupOf(term []byte) int { return int(term[0] / 2) }

// Sections of a file. Those of columns carry their number in the higher byte.
const (
	sectionMeta = iota + 1
	sectionPostings
	sectionTerms
	sectionTermBlocks
	sectionNorms
	sectionBounds
	sectionIDs
	sectionIDStarts
	sectionIDHash
	sectionNames
	sectionNameStarts
	sectionOrdinals
	sectionOrdinalStarts
	sectionValues
)

const (
	magic     = "zbsg0001"
	entrySize = 24 // of the table of sections: name, checksum, offset, length
	tailSize  = 16 // entries, checksum of the table, magic
)

// meta is what a segment says of itself.
type meta struct {
	Docs    int
	Plan    Plan
	Lengths []uint64 // of each group: the sum of the lengths of its texts
}

func (m *meta) bytes() []byte {
	b, _ := json.Marshal(m) // numbers only: it cannot fail
	return b
}

// castagnoli has its own instruction on usual processors.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum is the sum by which damage is found.
func Checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// damage is the panic of a reader that meets what no writer wrote. Guard turns it into an error.
type damage string

// Error says where it was met.
func (d damage) Error() string { return "damaged " + string(d) }
