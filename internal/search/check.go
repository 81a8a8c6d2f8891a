package search

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"zhibao/internal/search/words"
)

// A Checker refuses what the embedded engine refuses, in the same words, for engines that keep their
// collection elsewhere.
type Checker struct{ layout *layout }

// NewChecker returns the checker of a schema.
func NewChecker(s Schema) (*Checker, error) {
	l, err := newLayout(s)
	return &Checker{l}, err
}

// Query refuses a query that names an unknown field or is too large.
func (c *Checker) Query(q Query) error {
	_, err := c.layout.compile(q)
	return err
}

// Request refuses a request that is out of bounds and fills in what it leaves open.
func (c *Checker) Request(r *Request) error {
	if err := c.Query(r.Query); err != nil {
		return err
	}
	return c.layout.checkRequest(r)
}

// Document refuses a document that no index can hold.
func (c *Checker) Document(d *Document) error { return c.layout.check(d) }

// A Stretch is a part of a pattern with holes: characters, and what may stand between them and those
// before. The last stretch of a pattern has no characters and is what stands behind.
type Stretch struct {
	Text string
	Min  int  // characters at least in front
	Star bool // and up to Reach more
}

// Reach is how many characters * stands for at most in Han text.
const Reach = reach

// Stretches takes the pattern of a Wild apart that was checked. Where it is letters of one word and not
// Han, the word with its holes is whole.
func Stretches(pattern string) (list []Stretch, word string) {
	text := strings.TrimSpace(strings.ToLower(norm.NFKC.String(pattern)))
	if !strings.ContainsFunc(text, words.IsHan) {
		return nil, text
	}
	for _, k := range cutHoles(text) {
		list = append(list, Stretch{k.text, int(k.min), k.star})
	}
	return list, ""
}
