package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
	"zhibao/internal/search/words"
)

// Bounds of the comparison of texts.
const (
	tellingTerms = 32 // are compared
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
	var like orNode
	if like, err = x.telling(ctx, texts); err != nil {
		return Result{}, err
	}
	if len(like.of) == 0 {
		return x.find(ctx, noneNode{}, r)
	}
	return x.find(ctx, andNode{must: []node{like, only}}, r)
}

// A telling term of a text.
type telling struct {
	term  []byte
	words string
	times int
	worth float64
}

// telling chooses the terms, each a pair of Han characters or a word.
func (x *Index) telling(ctx context.Context, texts []string) (out orNode, err error) {
	defer guard(&err)
	s, err := x.begin(ctx)
	if err != nil {
		return out, err
	}
	defer x.release(s.snapshot)
	found := map[string]*telling{}
	for _, t := range texts {
		words.Each(t, func(k *words.Token) {
			var term []byte
			var text string
			switch {
			case k.Han == 0:
				term, text = segment.WordTerm(x.layout.main, string(k.Word)), string(k.Word)
			case k.Next != 0:
				term, text = segment.HanTerm(x.layout.main, k.Han, k.Next), string([]rune{k.Han, k.Next})
			default:
				return
			}
			if found[text] == nil {
				found[text] = &telling{term: term, words: text}
			}
			found[text].times++
		})
	}
	var list []*telling
	for _, t := range found {
		df := 0
		for _, p := range s.snapshot.parts {
			df += p.Lookup(t.term).DF
		}
		// In a small index nothing is common.
		if df == 0 || df > max(100, s.total/maxCommon) {
			continue
		}
		t.worth = float64(t.times) / (float64(t.times) + saturation) * math.Log(1+float64(s.total)/float64(df))
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *telling) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.words, b.words))
	})
	for _, t := range list[:min(tellingTerms, len(list))] {
		one := piece{units: []unit{{term: t.term}}, length: 1}
		out.of = append(out.of, &pattern{group: x.layout.main, words: t.words, pieces: []piece{one},
			boost: float64(t.times) * (saturation + 1) / (float64(t.times) + saturation)})
	}
	return out, nil
}
