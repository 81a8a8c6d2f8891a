package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/words"
	"zhibao/patent/claim"
)

// A hit is one word of a list in one claim.
type hit struct {
	claim *claim.Claim
	span  claim.Span
	word  string
	near  string // the clause in which it stands
}

// each calls found for every hit of the list in the bodies of the claims.
func each(p *check.Pass, m *words.Matcher, found func(hit)) {
	s := p.Claims()
	for i := range s.Claims {
		c := &s.Claims[i]
		for _, h := range m.Find(s.Body(c)) {
			span := claim.Span{Start: c.Body.Start + h.Start, End: c.Body.Start + h.End}
			found(hit{c, span, h.Word, s.Words(clause(s.Source, c.Body, span.Start, span.End))})
		}
	}
}

// once reports the first hit of each word in each claim that keep accepts, with the further ones, so that a habit of the text does not bury the rest.
func once(p *check.Pass, m *words.Matcher, keep func(hit) bool, say func(h hit) (message, suggestion string)) {
	type key struct {
		start int
		word  string
	}
	hits := map[key][]hit{}
	var order []key
	each(p, m, func(h hit) {
		k := key{h.claim.Start, h.word}
		if keep != nil && !keep(h) {
			return
		}
		if hits[k] == nil {
			order = append(order, k)
		}
		hits[k] = append(hits[k], h)
	})
	for _, k := range order {
		all := hits[k]
		message, suggestion := say(all[0])
		if n := len(all); n > 1 {
			message += fmt.Sprintf("（本项中共%d处）", n)
		}
		at(p, all[0].span, message, suggestion)
		for _, h := range all[1:] {
			also(p, h.span)
		}
	}
}
