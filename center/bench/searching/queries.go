package searching

import (
	"math/rand/v2"
	"strings"

	"zhibao/internal/search"
)

// A kind of queries that are measured together.
type kind struct {
	name   string                                             // for the peer
	title  string                                             // for people
	facets bool                                               // applicants and classes are counted too
	ask    func(c *corpus, rng *rand.Rand, docs int) []string // its words, or its code
	query  func(words []string) search.Query
}

// phrase finds one text anywhere.
func phrase(words []string) search.Query { return search.Text{Words: words[0]} }

// kinds are the five of the goals, and the words that nearly every document has.
func kinds() []kind {
	return []kind{
		{name: "term", title: "两个字的词", ask: pick(1, 2), query: phrase},
		{name: "and", title: "两个词都有", ask: pick(2, 2), query: func(words []string) search.Query {
			return search.And{Of: []search.Query{search.Text{Words: words[0]}, search.Text{Words: words[1]}}}
		}},
		{name: "phrase", title: "四至六个字的短语", ask: func(c *corpus, rng *rand.Rand, docs int) []string {
			return pick(1, 4+rng.IntN(3))(c, rng, docs)
		}, query: phrase},
		{name: "prefix", title: "IPC 分类号及其下位", ask: code, query: func(words []string) search.Query {
			return search.Under{Field: "ipc", Code: words[0]}
		}},
		{name: "facets", title: "词，并统计申请人、分类", facets: true, ask: pick(1, 2), query: phrase},
		{name: "broad", title: "常见词", ask: func(_ *corpus, rng *rand.Rand, _ int) []string {
			w := []rune(usual[rng.IntN(len(usual))])
			return []string{string(w[:2])}
		}, query: phrase},
	}
}

// pick takes words from the text of a document, so that there is something to be found.
func pick(words, length int) func(*corpus, *rand.Rand, int) []string {
	return func(c *corpus, rng *rand.Rand, docs int) []string {
		for { // a document can have too little Han in a row
			d := c.document(rng.IntN(docs))
			text := []rune(d.Texts["abstract"][0] + d.Texts["claims"][0])
			var out []string
			for range 20 * words {
				at := rng.IntN(len(text) - length)
				if w := string(text[at : at+length]); len(out) < words && !strings.ContainsFunc(w, notHan) {
					out = append(out, w)
				}
			}
			if len(out) == words {
				return out
			}
		}
	}
}

// notHan keeps punctuation and letters out of the words that are asked for.
func notHan(r rune) bool { return r < 0x4E00 || r > 0x9FFF }

// code takes a subclass, a main group or a class.
func code(c *corpus, rng *rand.Rand, docs int) []string {
	d := c.document(rng.IntN(docs))
	path := ipcPath(d.Keys["ipc"][0])
	return []string{path[1+rng.IntN(3)]}
}

// request is the query as a page asks it.
func (k kind) request(words []string) search.Request {
	r := search.Request{Query: k.query(words), Limit: 10}
	if k.facets {
		r.Facets = []search.FacetAsk{{Field: "applicant", Top: 10}, {Field: "ipc", Top: 10, Depth: 3}}
	}
	return r
}
