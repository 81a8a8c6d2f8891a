package check

import (
	"fmt"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent"
)

// maxFurther bounds the further places of one finding; a text in which a word stands five hundred times
// is put right by replacing it everywhere.
const maxFurther = 500

// Also adds a further place to the finding that the rule reported last. A rule that does not make a
// finding of every place must add the others so: whoever corrects the one place shown would otherwise
// hear of the next only in the round after (挤牙膏).
func (p *Pass) Also(part patent.Part, start, end int) {
	p.further(p.found[len(p.found)-1], part, start, end)
}

// A Key joins the places of one defect.
type Key struct {
	pass *Pass
	key  string
}

// Once returns what reports all places with the key as one finding. Keys hold within one run of a rule.
func (p *Pass) Once(key string) Key { return Key{p, key} }

// At reports the defect at the first place of the key, and adds every later place to that finding, which
// it returns.
func (k Key) At(part patent.Part, start, end int, message, suggestion string) *Finding {
	p := k.pass
	if f := p.keys[k.key]; f != nil {
		p.further(f, part, start, end)
		return f
	}
	f := p.At(part, start, end, message, suggestion)
	if p.keys == nil {
		p.keys = map[string]*Finding{}
	}
	p.keys[k.key] = f
	return f
}

func (p *Pass) further(f *Finding, part patent.Part, start, end int) {
	if len(f.Passages) < maxFurther {
		f.Passages = append(f.Passages, p.Passage(part, start, end))
	}
}

// Further are the other places of the same defect, none for a question, whose passages are what its
// answer depends on.
func (f *Finding) Further() []Passage {
	if f.Question != "" {
		return nil
	}
	return f.Passages
}

// Place names where a passage stands: 权利要求3, 说明书第[0012]段, or the part.
func (x Passage) Place() string {
	switch {
	case x.Claim > 0:
		return fault.Say("权利要求%d", x.Claim).String()
	case x.Paragraph != "" && x.Part == patent.Description:
		return fault.Say("%s第[%s]段", string(x.Part), x.Paragraph).String()
	case x.Paragraph != "":
		return fmt.Sprintf("%s %s", x.Part, x.Paragraph)
	}
	return string(x.Part)
}

// Bounds of what a sentence lists of further places.
const (
	maxListed = 40 // places
	maxWords  = 24 // characters of the words at a place
)

// Elsewhere is the sentence that names the further places of the defect, each with its words where they
// are not those of the first, or nothing.
func (f *Finding) Elsewhere() string {
	all := f.Further()
	if len(all) == 0 {
		return ""
	}
	var order []string
	count := map[string]int{}
	for _, x := range all {
		where := x.Place()
		if x.Quote != f.Quote {
			words := []rune(strings.Join(strings.Fields(x.Quote), " "))
			if len(words) > maxWords {
				words = append(words[:maxWords-1], '…')
			}
			where += "“" + string(words) + "”"
		}
		if count[where]++; count[where] == 1 {
			order = append(order, where)
		}
	}
	end := ""
	if len(order) > maxListed {
		order, end = order[:maxListed], "等"
	}
	for i, where := range order {
		if n := count[where]; n > 1 {
			order[i] += fmt.Sprintf("（%d处）", n)
		}
	}
	return fmt.Sprintf("同一问题还见于%s%s，共%d处", strings.Join(order, "、"), end, len(all)+1)
}
