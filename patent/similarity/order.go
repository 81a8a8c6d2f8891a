package similarity

import (
	"cmp"
	"slices"
	"strings"
)

// A Reordering says how far two texts are made of the same sentences, in whatever order.
type Reordering struct {
	A, B   int // sentences of either text that are long enough to be compared
	Common int // of the first that stand in the second, a word or a number exchanged or not
	Moved  int // of the common ones, those that must be moved to come into the order of the second
}

// Share returns the share of common sentences in the text that has fewer. It does not change when the
// sentences of a text are put into another order, from which a measure of long runs suffers.
func (r Reordering) Share() float64 {
	return float64(r.Common) / float64(max(1, min(r.A, r.B)))
}

const (
	sentenceLetters = 8
	mostSentences   = 2000 // of each text
)

// Reorder compares two texts as sets of sentences. The measure beside it, Score, tells whether the
// sentences are also in one order.
func Reorder(a, b string) Reordering {
	x, y := sentences(a), sentences(b)
	out := Reordering{A: len(x), B: len(y)}
	whole := map[string][]int{}
	for i, s := range y {
		whole[s.text] = append(whole[s.text], i)
	}
	taken := make([]bool, len(y))
	order := make([]int, len(x)) // where each sentence of a stands in b, or -1
	for i, s := range x {
		order[i] = -1
		if at := whole[s.text]; len(at) > 0 {
			order[i], whole[s.text], taken[at[0]] = at[0], at[1:], true
		}
	}
	var m Meter
	for i := range x {
		if order[i] < 0 {
			order[i] = m.nearest(&x[i], y, taken)
		}
	}
	order = slices.DeleteFunc(order, func(at int) bool { return at < 0 })
	out.Common, out.Moved = len(order), len(order)-rising(order)
	out.Common = min(out.Common, min(out.A, out.B))
	return out
}

// nearest takes the free sentence that is most alike, if one is. Only what the signatures let hope for is
// measured.
func (m *Meter) nearest(s *sentence, all []sentence, taken []bool) int {
	best, at := 0.0, -1
	m.Hold([]byte(s.text))
	for k := range all {
		if !taken[k] && alike(&s.part, &all[k].part) >= nearSentence/2 {
			if how := m.Score([]byte(all[k].text)); how >= nearSentence && how > best {
				best, at = how, k
			}
		}
	}
	if at >= 0 {
		taken[at] = true
	}
	return at
}

type sentence struct {
	text string // its letters
	part part
}

func sentences(s string) (out []sentence) {
	for one := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("。．；;！!？?\n", r) }) {
		letters := folded(one)
		if len(letters) < sentenceLetters || len(out) == mostSentences {
			continue
		}
		out = append(out, sentence{string(letters), partOf(letters)})
	}
	return out
}

// rising returns the length of the longest rising row of numbers, which can stay where they are.
func rising(order []int) int {
	var ends []int // the least end of a row of each length
	for _, x := range order {
		at, _ := slices.BinarySearchFunc(ends, x, cmp.Compare[int])
		if at == len(ends) {
			ends = append(ends, x)
		} else {
			ends[at] = x
		}
	}
	return len(ends)
}
