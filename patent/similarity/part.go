package similarity

import "math"

const (
	partHashes = 24  // least values of one paragraph
	partRunes  = 20  // shorter paragraphs are headings and formulas
	maxParts   = 600 // beyond them a text is not compared paragraph by paragraph
	nearPart   = 0.5 // from which two paragraphs are one with other words in it
	samePart   = 0.95

	nearSentence = 0.6 // from which two sentences are one with other words in it
)

// A part is the signature of one paragraph.
type part [partHashes]uint16

// partly gathers the least values of a paragraph.
type partly [partHashes]uint32

func newPart() *partly {
	p := &partly{}
	for i := range p {
		p[i] = math.MaxUint32
	}
	return p
}

func (p *partly) add(h uint64) {
	for i := range p {
		if v := uint32((multipliers[i]*h + addends[i]) >> 32); v < p[i] {
			p[i] = v
		}
	}
}

func (p *partly) part() (out part) {
	for i, v := range p {
		out[i] = uint16(mix(uint64(v)))
	}
	return out
}

// partOf returns the signature of the letters of a paragraph or sentence.
func partOf(letters []rune) part {
	p := newPart()
	for i := 0; i+run <= len(letters); i++ {
		p.add(hashed(letters[i : i+run]))
	}
	return p.part()
}

func alike(a, b *part) float64 {
	n := 0
	for i := range a {
		if a[i] == b[i] {
			n++
		}
	}
	return float64(n) / partHashes
}

// Shared says how many paragraphs of a text stand in another one.
type Shared struct {
	Of   int // paragraphs of the text
	Same int // stand in the other word for word
	Near int // stand there with other words in them
}

// Share returns the share of paragraphs that stand in the other text, changed or not.
func (s Shared) Share() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Same+s.Near) / float64(s.Of)
}

// Paragraphs looks for each paragraph of a in b.
func Paragraphs(a, b *Signature) Shared {
	out := Shared{Of: len(a.parts)}
	for i := range a.parts {
		best := 0.0
		for k := range b.parts {
			best = max(best, alike(&a.parts[i], &b.parts[k]))
		}
		switch {
		case best >= samePart:
			out.Same++
		case best >= nearPart:
			out.Near++
		}
	}
	return out
}

// Repeated returns how many sentences are long enough to be compared, and how many of them are another
// one with other words in it or, once more, the same.
func Repeated(sentences []string) (n, near int) {
	var parts []part
	for _, s := range sentences {
		letters := folded(s)
		if len(letters) < partRunes || len(parts) == maxParts {
			continue
		}
		parts = append(parts, partOf(letters))
	}
	for i := range parts {
		for k := range parts {
			if i != k && alike(&parts[i], &parts[k]) >= nearSentence {
				near++
				break
			}
		}
	}
	return len(parts), near
}
