package typeset

import "strings"

// A Style is the caller's number for a font, size and colour.
type Style uint8

// A Span is text in one style.
type Span struct {
	Text  string
	Style Style
}

// A Measure returns the width of a character in a style, in the caller's unit.
type Measure func(r rune, s Style) float64

// An Atom is what a line cannot divide: a character with the marks attached to it.
type Atom struct {
	Text  string
	Style Style
	Width float64
	Grow  bool // justification may widen the space after it
	class class
}

// A Line is one line of a paragraph.
type Line struct {
	Atoms []Atom
	Width float64 // as set, without blanks at the end
	Last  bool    // ends the paragraph or was broken on purpose, so is not justified
}

// Text returns the characters of the line.
func (l Line) Text() string {
	var b strings.Builder
	for _, a := range l.Atoms {
		b.WriteString(a.Text)
	}
	return b.String()
}

// Stretch returns what each growing space must take so that the line becomes room wide. It is
// negative where a closing mark was squeezed in, and zero for a line that is not justified, has
// no such space, or would be torn apart because a long number went to the next line.
func (l Line) Stretch(room float64) float64 {
	n, widest := 0, 0.0
	for i := range l.Atoms {
		widest = max(widest, l.Atoms[i].Width)
		if l.Atoms[i].Grow && i < len(l.Atoms)-1 {
			n++
		}
	}
	if n == 0 || l.Last && l.Width <= room {
		return 0
	}
	if by := (room - l.Width) / float64(n); by <= torn*widest {
		return by
	}
	return 0
}

// torn is the part of the widest character's width from which a widened space looks like a gap.
const torn = 0.5

// squeeze is the part of a closing mark's own width that may stand beyond the margin before
// the line is pressed together: its right half is empty.
const squeeze = 0.5

// Break sets spans into lines; room gives the width of each line by its number from 0. A line
// feed ends a line. There is always at least one line. A line is wider than its room only by
// half a closing mark, or when a single character does not fit.
func Break(spans []Span, room func(line int) float64, m Measure) []Line {
	var lines []Line
	atoms := split(spans, m)
	for start := 0; ; {
		end, forced := fill(atoms[start:], room(len(lines)))
		lines = append(lines, finish(atoms[start:start+end], forced || start+end == len(atoms)))
		start += end
		if forced {
			start++ // the line feed itself
		}
		if start >= len(atoms) && !forced {
			return lines
		}
	}
}

// split turns spans into atoms. A line feed is an atom of its own.
func split(spans []Span, m Measure) []Atom {
	var atoms []Atom
	for _, s := range spans {
		for _, r := range s.Text {
			switch {
			case r == '\t':
				r = ' '
			case r == '\r':
				continue
			}
			if attached(r) && len(atoms) > 0 && atoms[len(atoms)-1].class != blank {
				atoms[len(atoms)-1].Text += string(r)
				continue
			}
			a := Atom{Text: string(r), Style: s.Style, class: classOf(r)}
			if r != '\n' && !Invisible(r) {
				a.Width = m(r, s.Style)
			}
			atoms = append(atoms, a)
		}
	}
	for i := range atoms {
		// Latin words keep their own spacing; everything else may be spread.
		atoms[i].Grow = atoms[i].class != word || i+1 < len(atoms) && atoms[i+1].class != word && !narrow(atoms[i+1])
		if narrow(atoms[i]) && i+1 < len(atoms) && (atoms[i+1].class == word || narrow(atoms[i+1])) {
			atoms[i].Grow = false
		}
	}
	return atoms
}

// narrow reports whether an atom is a mark that belongs to Latin text.
func narrow(a Atom) bool {
	return (a.class == closer || a.class == opener) && a.Text[0] < 0x80
}

// fill returns how many atoms go onto a line and whether a line feed ends it.
func fill(atoms []Atom, room float64) (n int, forced bool) {
	width, last := 0.0, 0 // last is the latest place where the line may end
	for i, a := range atoms {
		if a.Text == "\n" {
			return i, true
		}
		if i > 0 && mayBreak(atoms[:i], a) {
			last = i
		}
		slack := 1e-6
		if a.class == closer && wide([]rune(a.Text)[0]) {
			slack = squeeze * a.Width
		}
		if a.class != blank && width+a.Width > room+slack && i > 0 {
			if last == 0 {
				return i, false
			}
			return last, false
		}
		width += a.Width
	}
	return len(atoms), false
}

// mayBreak reports whether a line may end between what stands on it and the next atom.
func mayBreak(line []Atom, b Atom) bool {
	a := line[len(line)-1]
	for i := len(line) - 1; i >= 0 && line[i].class == blank; i-- {
		if i > 0 && line[i-1].class == opener {
			return false // the blank after an opening mark vanishes with the line's end
		}
	}
	switch {
	case b.class == closer || b.class == blank || a.class == opener:
		return false
	case a.class == blank:
		return true
	case b.class == solid:
		return a.Text != b.Text && a.class != solid && a.class != word
	case a.class == word && b.class == word:
		return a.Text == "/" && b.Text != "/"
	case narrow(a) && b.class == word:
		return false // 3.5, 2026-11-22, example.cn
	}
	return true
}

// finish drops the blanks at the end of a line and sums it up.
func finish(atoms []Atom, last bool) Line {
	for len(atoms) > 0 && atoms[len(atoms)-1].class == blank {
		atoms = atoms[:len(atoms)-1]
	}
	l := Line{Atoms: atoms, Last: last}
	for _, a := range atoms {
		l.Width += a.Width
	}
	return l
}
