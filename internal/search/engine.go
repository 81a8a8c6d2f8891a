package search

import "context"

// Kind is what a field holds.
type Kind string

// The kinds of fields.
const (
	KindText   Kind = "text"   // running text, found by its words; several texts are kept apart
	KindKey    Kind = "key"    // exact values, any number of them (a name, a state, a number)
	KindTree   Kind = "tree"   // nested codes, any number of them (a classification)
	KindDay    Kind = "day"    // one day at most, as days since 1970-01-01
	KindNumber Kind = "number" // one whole number at most
)

// A Field of a collection.
type Field struct {
	Name   string
	Kind   Kind
	Weight float64 // of a text field: what a hit counts for the order; 0 is 1
	Alone  bool    // of a text field: it is searched only when it is named
	Facet  bool    // of a key, tree or day field: its values can be counted
	// Path of a tree field gives the codes at and above a code, from the top: G06F17/30 → G, G06,
	// G06F, G06F17, G06F17/30. Nil stands for the code alone.
	Path func(code string) []string
}

// A Schema says which fields the documents of a collection have.
type Schema struct {
	Version string // a change means the index is built anew
	Fields  []Field
}

// A Document as it is indexed. ID is its own name in the collection (a publication number); a
// document of the same name takes its place.
type Document struct {
	ID     string
	Texts  map[string][]string // text fields
	Keys   map[string][]string // key and tree fields
	Values map[string]int64    // day and number fields
}

// A Request asks for the documents of a query, a page of them.
type Request struct {
	Query  Query
	Sort   string // "" by relevance, else a day or number field; "-" in front: descending
	Offset int
	Limit  int        // at most 1,000; 0 asks for counts alone
	Facets []FacetAsk // counted over all documents that are found
	Count  int        // count exactly up to here; 0 is 10,000
	Within []string   // only these documents, where not nil
}

// FacetAsk asks for the commonest values of a field among what is found.
type FacetAsk struct {
	Field string
	Top   int // how many values; 0 is 20
	Depth int // of a tree field: at which depth of its path to count, from 1; of a day: 1 the year, 2 the month; 0 is the deepest
}

// A Result is a page of what a request found.
type Result struct {
	Hits   []Hit
	Total  int
	More   bool // there are more than Total: counting stopped
	Facets []Facet
	// State is the state of the index the answer was given on: how many changes it had taken, a dot,
	// and how often its parts were laid out anew. The order of hits is the same in the same state.
	State string
}

// A Hit is a document that was found, with what it owes its place to.
type Hit struct {
	ID     string
	Score  float64
	Causes []Cause
}

// A Cause is a part of a score: the words, the field, how often they occur there, the share.
type Cause struct {
	Field string
	Words string
	Times int
	Share float64
}

// A Facet is the values of a field among what was found, the commonest first.
type Facet struct {
	Field  string
	Values []FacetValue
	Others int // documents with values that are not listed
}

// FacetValue is one value with the number of documents that have it.
type FacetValue struct {
	Value string
	Count int
}

// An Engine keeps one collection. All methods may be called at the same time. What Put and Delete
// acknowledged is found by the next Find and survives the end of the process.
type Engine interface {
	// Put adds documents, or replaces those of the same ID.
	Put(ctx context.Context, docs []Document) error
	// Delete takes documents out; unknown ones are no error.
	Delete(ctx context.Context, ids []string) error
	// Find answers a request. Error: Invalid when the query names an unknown field or is too large.
	Find(ctx context.Context, r Request) (Result, error)
	// Visit calls f with the ID of every document of a query, in no order, until f says false.
	Visit(ctx context.Context, q Query, f func(id string) bool) error
	// Close lets go of the files.
	Close() error
}
