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
	maxMarks  = 4096     // of one fingerprint that is read from somewhere
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
}

// FingerprintOf returns the fingerprint of a text.
func FingerprintOf(text string) Fingerprint {
	var m Marker
	f := mark(&m, text)
	f.marks = slices.Clone(f.marks)
	return f
}

// Of returns the fingerprint of a text. It is overwritten by the next call.
func (m *Marker) Of(text []byte) Fingerprint { return mark(m, text) }

// mark samples the runs. A text of two scripts is sampled in both ways, lest two versions of it fall on
// different sides of one half.
func mark[T string | []byte](m *Marker, text T) Fingerprint {
	var han int
	m.letters, han = fold(m.letters[:0], text[:min(len(text), mostBytes)])
	n := len(m.letters)
	f := Fingerprint{level: uint8(min(bits.Len(uint(n/aim)), maxLevel))}
	m.marks = m.marks[:0]
	if 4*han >= n {
		m.sample(hanRun, f.level)
	}
	if 4*han <= 3*n {
		m.sample(latinRun, f.level)
	}
	slices.Sort(m.marks)
	f.marks = slices.Compact(m.marks)
	return f
}

// sample adds the marks of all runs of n letters. The hash of a run is rolled on from that of the run
// before.
func (m *Marker) sample(n int, level uint8) {
	const base = 0x9e3779b97f4a7c15
	if len(m.letters) < n {
		return
	}
	limit := ^uint64(0) >> level
	first := uint64(1) // base to the power n: the weight of the letter that leaves the run
	for range n {
		first *= base
	}
	var h uint64
	for _, r := range m.letters[:n-1] {
		h = h*base + uint64(r)
	}
	salt, leaving := uint64(n)<<56, uint64(0)
	last := m.letters[n-1:]
	for i, r := range m.letters[:len(last)] {
		h = h*base + (uint64(last[i]) - leaving*first)
		leaving = uint64(r)
		x := h ^ h>>32 ^ salt
		if x *= 0xd6e8feb86659fd93; x <= limit {
			m.marks = append(m.marks, x^x>>29)
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
	if len(b) < 2 || b[0] != 1 || b[1] > maxLevel || len(b)%8 != 2 || len(b) > 2+8*maxMarks {
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
