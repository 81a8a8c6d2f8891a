package search

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
	"zhibao/internal/search/words"
	"zhibao/internal/sorting"
)

// Bounds of the comparison of texts.
const (
	TellingTerms = 32 // at most are compared
	maxCommon    = 4  // terms that more than one in so many documents has tell nothing
)

// Similar finds documents like some texts: those that share their most telling terms, which are
// frequent in the texts and rare in the index. The query of the request limits what is looked at;
// the causes of a hit name the terms it shares.
func (x *Index) Similar(ctx context.Context, texts []string, r Request) (_ Result, err error) {
	defer fault.Wrap(&err, "searching what is similar")
	only, err := x.layout.compile(r.Query)
	if err != nil || x.layout.main < 0 {
		return Result{}, err
	}
	list, err := x.telling(ctx, texts)
	if err != nil {
		return Result{}, err
	}
	if len(list) == 0 {
		return x.find(ctx, noneNode{}, r)
	}
	var like orNode
	for _, t := range list {
		one := piece{units: []unit{{term: t.term}}, length: 1}
		like.of = append(like.of, &pattern{group: x.layout.main, words: t.words, pieces: []piece{one},
			boost: Boost(t.times)})
	}
	return x.find(ctx, andNode{must: []node{like, only}}, r)
}

// longestPhrase is how many Han characters a phrase of Telling has at most.
const longestPhrase = 6

// Telling names what is peculiar to some texts, at most so many: words, and runs of Han characters whose
// pairs all tell, the weightiest first. It is what a person who looks for such texts may begin with.
func (x *Index) Telling(ctx context.Context, texts []string, most int) (out []string, err error) {
	defer fault.Wrap(&err, "telling terms")
	if x.layout.main < 0 {
		return nil, nil
	}
	list, err := x.telling(ctx, texts)
	if err != nil {
		return nil, err
	}
	worth := map[string]float64{}
	for _, t := range list {
		worth[t.words] = t.worth
	}
	return Peculiar(texts, worth, most), nil
}

// Peculiar puts telling terms together to words and phrases as they stand in some texts. worth says how
// much each term tells.
func Peculiar(texts []string, worth map[string]float64, most int) (out []string) {
	found := map[string]float64{}
	for _, t := range texts {
		var run []rune
		var sum float64
		end := func() {
			if len(run) > 1 {
				found[string(run)] = sum
			}
			run, sum = nil, 0
		}
		words.Each(t, func(k *words.Token) {
			if k.Han == 0 {
				if w := worth[string(k.Word)]; w > 0 {
					found[string(k.Word)] = w
				}
				return
			}
			w := worth[string([]rune{k.Han, k.Next})]
			if k.Next == 0 || w == 0 {
				end()
				return
			}
			if len(run) == longestPhrase {
				end()
			}
			if len(run) == 0 {
				run = append(run, k.Han)
			}
			run, sum = append(run, k.Next), sum+w
		})
		end()
	}
	for _, p := range slices.SortedFunc(maps.Keys(found), func(a, b string) int { return cmp.Or(cmp.Compare(found[b], found[a]), cmp.Compare(a, b)) }) {
		// What a longer one says already is not said again.
		if len(out) < most && !slices.ContainsFunc(out, func(have string) bool { return strings.Contains(have, p) }) {
			out = append(out, p)
		}
	}
	return out
}

// A telling term of a text.
type telling struct {
	term  []byte
	words string
	times int
	worth float64
}

// telling chooses the terms, each a pair of Han characters or a word, the weightiest first.
func (x *Index) telling(ctx context.Context, texts []string) (list []*telling, err error) {
	defer guard(&err)
	s, err := x.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer x.release(s.snapshot)
	for text, times := range Terms(texts) {
		term := segment.WordTerm(x.layout.main, text)
		if r, n := utf8.DecodeRuneInString(text); words.IsHan(r) {
			next, _ := utf8.DecodeRuneInString(text[n:])
			term = segment.HanTerm(x.layout.main, r, next)
		}
		df := 0
		for _, p := range s.snapshot.parts {
			df += p.Lookup(term).DF
		}
		if w := Worth(times, df, s.total); w > 0 {
			list = append(list, &telling{term: term, words: text, times: times, worth: w})
		}
	}
	sorting.By(list, func(a, b *telling) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.words, b.words))
	})
	return list[:min(TellingTerms, len(list))], nil
}

// Terms counts what texts are compared by: pairs of Han characters, and words.
func Terms(texts []string) map[string]int {
	out := map[string]int{}
	for _, t := range texts {
		words.Each(t, func(k *words.Token) {
			if k.Han == 0 {
				out[string(k.Word)]++
			} else if k.Next != 0 {
				out[string([]rune{k.Han, k.Next})]++
			}
		})
	}
	return out
}

// Worth is how much a term tells that stands so often in some texts and in df of all documents. Zero is
// nothing. In a small index nothing is common.
func Worth(times, df, total int) float64 {
	if df == 0 || df > max(100, total/maxCommon) {
		return 0
	}
	return float64(times) / (float64(times) + saturation) * math.Log(1+float64(total)/float64(df))
}

// Boost is what a term counts that stands so often in the texts that others are compared with.
func Boost(times int) float64 {
	return float64(times) * (saturation + 1) / (float64(times) + saturation)
}
