package similarity

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
)

const (
	hanRun   = 5  // Chinese characters in one run by which a text is found
	latinRun = 14 // letters, in texts of other scripts

	aim       = 64       // letters for each of which a text has about half a mark to one
	maxLevel  = 20       // beyond it runs are not drawn more sparsely
	mostMarks = 256      // of one fingerprint; a text of two scripts has some 130
	mostBytes = 64 << 20 // of one text; what stands behind counts for nothing
)

// A Fingerprint is by which a text is found among millions: a sample of its runs of five Chinese
// characters (fourteen letters in other scripts), each as a number.
//
// Whether a run is in the sample depends on the run alone, so that two texts that share a run both have
// it or both have not. Of a longer text a smaller part is sampled (half of the runs at level 1, a quarter
// at level 2 …), so that every text has some 32 to 64 marks, and the sample of a higher level is a part
// of that of a lower one. Two fingerprints are compared at the higher of their levels.
//
// A word cannot be read in it; but whoever has a text can try whether it is the one. Fingerprints of
// unpublished texts that leave the house are therefore made Keyed first.
type Fingerprint struct {
	level uint8
	marks []uint64 // ascending, each below 1<<(64-level)
}

// A Marker makes fingerprints one after the other and keeps its memory. It serves one goroutine.
type Marker struct {
	letters []rune
	marks   []uint64
	seen    [4 * mostMarks]uint64 // the marks by their lowest bits; all 0 between two texts
}

// FingerprintOf returns the fingerprint of a text.
func FingerprintOf(text string) Fingerprint {
	var m Marker
	f, _ := mark(&m, text)
	slices.Sort(f.marks)
	return f
}

// Of returns the fingerprint of a text. It is overwritten by the next call.
func (m *Marker) Of(text []byte) Fingerprint {
	f, _ := mark(m, text)
	slices.Sort(f.marks)
	return f
}

// mark samples the runs, in any order, and says whether the text is UTF-8. A text of two scripts is
// sampled in both ways, lest two versions of it fall on different sides of one half.
func mark[T string | []byte](m *Marker, text T) (f Fingerprint, ok bool) {
	var han int
	m.letters, han, ok = fold(m.letters, text[:min(len(text), mostBytes)])
	n := len(m.letters)
	f.level = uint8(min(bits.Len(uint(n/aim)), maxLevel))
	m.marks = m.marks[:0]
	if 4*han >= n {
		m.sample(hanRun, f.level)
	}
	if 4*han <= 3*n {
		m.sample(latinRun, f.level)
	}
	for _, x := range m.marks {
		for at := x % uint64(len(m.seen)); m.seen[at] != 0; at = (at + 1) % uint64(len(m.seen)) {
			m.seen[at] = 0
		}
	}
	f.marks = m.marks
	return f, ok
}

// add takes a mark once.
func (m *Marker) add(x uint64) {
	at := x % uint64(len(m.seen))
	for m.seen[at] != 0 && m.seen[at] != x {
		at = (at + 1) % uint64(len(m.seen))
	}
	if m.seen[at] == 0 && len(m.marks) < mostMarks {
		m.seen[at] = x
		m.marks = append(m.marks, x)
	}
}

// sample adds the marks of all runs of n letters. The hash of a run is rolled on from that of the run
// before, in both halves of the text at once, because each step waits for the one before.
func (m *Marker) sample(n int, level uint8) {
	runs := len(m.letters) - n + 1
	if runs < 1 {
		return
	}
	first := uint64(1) // weight of the letter that leaves the run
	for range n {
		first *= weight
	}
	half := (runs + 1) / 2
	a, b := m.letters, m.letters[runs-half:] // an odd run in the middle is in both
	var h, g uint64
	for i := range n {
		h, g = h*weight+uint64(a[i]), g*weight+uint64(b[i])
	}
	limit, salt := ^uint64(0)>>level, uint64(n)<<56
	aOut, aIn, bOut, bIn := a[:half], a[n:], b[:half], b[n:]
	for i := range half {
		x, y := h^h>>32^salt, g^g>>32^salt
		if x *= 0xd6e8feb86659fd93; x <= limit {
			m.add(x ^ x>>29)
		}
		if y *= 0xd6e8feb86659fd93; y <= limit {
			m.add(y ^ y>>29)
		}
		if i < len(aIn) && i < len(bIn) {
			h = h*weight + (uint64(aIn[i]) - uint64(aOut[i])*first)
			g = g*weight + (uint64(bIn[i]) - uint64(bOut[i])*first)
		}
	}
}

// Len returns how many marks the fingerprint has. What has few says little, and what has none, because
// the text has not five letters, is never found.
func (f Fingerprint) Len() int { return len(f.marks) }

// at returns how many marks there are at a level that is not lower than the fingerprint's own.
func (f Fingerprint) at(level uint8) int {
	if level <= f.level {
		return len(f.marks)
	}
	n, _ := slices.BinarySearch(f.marks, uint64(1)<<(64-level))
	return n
}

// A Kinship is how two fingerprints are related.
type Kinship struct {
	Shared int     // marks that both have
	Share  float64 // of the marks of the shorter text: near 1 where it stands in the longer one
	Alike  float64 // of all marks of either (Jaccard)
}

// Kin compares two fingerprints.
func (f Fingerprint) Kin(g Fingerprint) Kinship {
	level := max(f.level, g.level)
	a, b := f.marks[:f.at(level)], g.marks[:g.at(level)]
	shared := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			shared++
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return kinship(shared, f.at(level), g.at(level))
}

func kinship(shared, a, b int) Kinship {
	return Kinship{Shared: shared, Share: float64(shared) / float64(max(1, min(a, b))), Alike: float64(shared) / float64(max(1, a+b-shared))}
}

// MarshalBinary returns the fingerprint in a form that is stored.
func (f Fingerprint) MarshalBinary() ([]byte, error) {
	out := append(make([]byte, 0, 2+8*len(f.marks)), 1, f.level)
	for _, m := range f.marks {
		out = binary.LittleEndian.AppendUint64(out, m)
	}
	return out, nil
}

var errFingerprint = errors.New("no fingerprint of a text")

// UnmarshalBinary reads what MarshalBinary returned.
func (f *Fingerprint) UnmarshalBinary(b []byte) error {
	if len(b) < 2 || b[0] != 1 || b[1] > maxLevel || len(b)%8 != 2 || len(b) > 2+8*mostMarks {
		return errFingerprint
	}
	out := Fingerprint{level: b[1]}
	for i := 2; i < len(b); i += 8 {
		m := binary.LittleEndian.Uint64(b[i:])
		if n := len(out.marks); m > ^uint64(0)>>out.level || n > 0 && m <= out.marks[n-1] {
			return errFingerprint
		}
		out.marks = append(out.marks, m)
	}
	*f = out
	return nil
}
