package similarity

import (
	"cmp"
	"sort"
)

// A Recombination is one text made from another: the same paragraphs, in which components were swapped.
type Recombination struct {
	Shared        // of the paragraphs
	Swaps  []Swap // the most frequent first
}

// A Swap is words that stand in the one text where others stand in the other one.
type Swap struct {
	From, To string
	Times    int
	A, B     Place // the first of them
}

// A Place is part of a paragraph, in bytes.
type Place struct {
	Paragraph int
	Span
}

const (
	longestPart = 1500 // letters of a paragraph that are laid beside those of another
	longestSwap = 20   // letters; more is another sentence and no component
	equalSides  = 2    // equal letters that must stand on either side, or the edge of the paragraph
)

// Recombine looks for each paragraph of a in b and tells which words were swapped in those that are
// nearly the same. A swap that occurs in several paragraphs is how a template is filled; a single one
// may be a mere correction.
func Recombine(a, b []string) Recombination {
	out := Recombination{}
	x, y := sheetParts(a), sheetParts(b)
	count := map[[2]string]*Swap{}
	for i := range x {
		best, at := 0.0, -1
		for k := range y {
			if how := alike(&x[i].part, &y[k].part); how > best {
				best, at = how, k
			}
		}
		out.Of++
		switch {
		case best < nearPart:
			continue
		case best >= samePart:
			out.Same++
		default:
			out.Near++
		}
		for _, s := range swaps(&x[i], &y[at]) {
			key := [2]string{s.From, s.To}
			if count[key] == nil {
				count[key] = &s
			}
			count[key].Times++
		}
	}
	for _, s := range count {
		out.Swaps = append(out.Swaps, *s)
	}
	sort.Slice(out.Swaps, func(i, j int) bool {
		s, t := out.Swaps[i], out.Swaps[j]
		return cmp.Or(cmp.Compare(t.Times, s.Times), cmp.Compare(s.A.Paragraph, t.A.Paragraph), cmp.Compare(s.A.Start, t.A.Start)) < 0
	})
	return out
}

// A sheetPart is a paragraph that is long enough to be compared.
type sheetPart struct {
	no   int
	text string
	placed
	part
}

func sheetParts(paragraphs []string) (out []sheetPart) {
	for i, s := range paragraphs {
		p := place(s)
		if len(p.letters) >= partRunes && len(out) < maxParts {
			out = append(out, sheetPart{i, s, p, partOf(p.letters)})
		}
	}
	return out
}

// swaps lays two paragraphs beside each other and returns what stands in the one for something in the
// other. Of components that share a character only what differs is told: 温 and 湿 of 温度 and 湿度.
func swaps(x, y *sheetPart) (out []Swap) {
	a, b := x.letters[:min(len(x.letters), longestPart)], y.letters[:min(len(y.letters), longestPart)]
	for _, d := range differences(a, b) {
		na, nb := d.a1-d.a0, d.b1-d.b0
		if na == 0 || nb == 0 || na > longestSwap || nb > longestSwap {
			continue
		}
		s := Swap{A: Place{x.no, x.span(d.a0, d.a1)}, B: Place{y.no, y.span(d.b0, d.b1)}}
		s.From, s.To = x.text[s.A.Start:s.A.End], y.text[s.B.Start:s.B.End]
		out = append(out, s)
	}
	return out
}

// A difference is letters of one text that stand where others stand in the other one.
type difference struct{ a0, a1, b0, b1 int }

// differences aligns two rows of letters by the longest common row, with what is equal at both ends
// taken off first.
func differences(a, b []rune) (out []difference) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	w := len(y) + 1
	best := make([]int16, (len(x)+1)*w) // of the rest from each place
	for i := len(x) - 1; i >= 0; i-- {
		for k := len(y) - 1; k >= 0; k-- {
			if x[i] == y[k] {
				best[i*w+k] = best[(i+1)*w+k+1] + 1
			} else {
				best[i*w+k] = max(best[(i+1)*w+k], best[i*w+k+1])
			}
		}
	}
	d := difference{head, head, head, head}
	equal := equalSides
	for i, k := 0, 0; i < len(x) || k < len(y); {
		if i < len(x) && k < len(y) && x[i] == y[k] {
			i, k, equal = i+1, k+1, equal+1
			continue
		}
		// A single letter that both have by chance does not part a difference.
		if equal >= equalSides && (d.a1 > d.a0 || d.b1 > d.b0) {
			out = append(out, d)
			d.a0, d.b0 = head+i, head+k
		} else if d.a1 == d.a0 && d.b1 == d.b0 {
			d.a0, d.b0 = head+i, head+k
		}
		if k == len(y) || i < len(x) && best[(i+1)*w+k] >= best[i*w+k+1] {
			i++
		} else {
			k++
		}
		d.a1, d.b1, equal = head+i, head+k, 0
	}
	if d.a1 > d.a0 || d.b1 > d.b0 {
		out = append(out, d)
	}
	return out
}
