// Package similarity (相似度) finds texts that are nearly the same and tells in what they are, without
// keeping a word of them.
//
// Finding. A Fingerprint is a sample of the runs of five Chinese characters (fourteen letters) of a text.
// An Index finds by it one text among millions; it is a file of numbers, mapped into memory. A KeyedIndex
// holds fingerprints under a key that centers share: a match is seen, and nothing else. A Finder finds all
// pairs of a collection at once, Check measures them with the texts, Groups puts them together.
//
// Measuring, with both texts at hand. Score is the exact measure; Passages lays what is common side by
// side; Reorder compares the sets of sentences whatever their order; Recombine tells which components
// were swapped in the same paragraphs.
//
// Measuring without the text. A Signature is what a case keeps of its text: MinHash over runs of three
// characters, by which Alike estimates how much two texts have in common and Paragraphs how many of their
// paragraphs.
//
// Who may see an answer is for the caller to decide: an index of unpublished texts is made with
// Label.Inside and stays within the wall.
//
// Notice 1.2.3. How well and how fast texts are found stands in docs/similarity.md, measured by zhibao
// bench similarity. Of signatures, measured on ../shared/data by TestMeasured and TestEssays:
//
//   - 204 rewrites of abstracts of published applications (synonyms replaced, words put in, swapped and
//     left out; of the runs of a rewrite half stand in the original): with a limit of 0.3, 0.90 of them
//     are found, and none of 99,953 pairs of different abstracts; with 0.5, 0.48 and none.
//   - nine rewrites of an essay that keep four fifths of it: eight are found with a limit of 0.3; the one
//     that is shuffled within fifteen characters is not, because hardly a run of it survives.
//   - the estimate is off by 0.03 on average from the share of runs that two texts really have in common.
package similarity

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

const (
	hashes = 128 // least values of a signature; the estimate of s is off by √(s(1-s)/128)
	rows   = 4   // least values in one band
	// Bands is how many bands a signature has.
	Bands = hashes / rows

	run = 3 // characters
)

// A Signature stands for a text. Equal texts have equal signatures; of an unknown text it tells
// nothing but how alike it is to a known one.
type Signature struct {
	least [hashes]uint32
	runs  int // how many runs the text has, repeated ones counted each time
	parts []part
}

// multipliers and addends make 128 functions of one hash. They are fixed for ever: stored signatures
// depend on them.
var multipliers, addends = func() (m, a [hashes]uint64) {
	x := uint64(0x7a686962616f) // any number
	for i := range m {
		x = mix(x + 0x9e3779b97f4a7c15)
		m[i] = x | 1
		x = mix(x + 0x9e3779b97f4a7c15)
		a[i] = x
	}
	return m, a
}()

// mix spreads the bits of x over all of them (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Of returns the signature of paragraphs. Digits, punctuation, spaces and letter case count for
// nothing: other signs or values do not make another text.
func Of(paragraphs []string) *Signature {
	s := &Signature{}
	for i := range s.least {
		s.least[i] = math.MaxUint32
	}
	for _, p := range paragraphs {
		letters := folded(p)
		one := newPart()
		for i := 0; i+run <= len(letters); i++ {
			h := hashed(letters[i : i+run])
			s.runs++
			for k := range s.least {
				if v := uint32((multipliers[k]*h + addends[k]) >> 32); v < s.least[k] {
					s.least[k] = v
				}
			}
			one.add(h)
		}
		if len(letters) >= partRunes && len(s.parts) < maxParts {
			s.parts = append(s.parts, one.part())
		}
	}
	return s
}

func hashed(run []rune) uint64 {
	var h uint64
	for _, r := range run {
		h = mix(h ^ uint64(r))
	}
	return h
}

// Runs returns how many runs of characters the text has. What has few says little.
func (s *Signature) Runs() int { return s.runs }

// Alike estimates which share of the runs of either text both have, 0 to 1 (Jaccard).
func Alike(a, b *Signature) float64 {
	if a.runs == 0 || b.runs == 0 {
		return 0
	}
	n := 0
	for i := range a.least {
		if a.least[i] == b.least[i] {
			n++
		}
	}
	return float64(n) / hashes
}

// Tokens returns one number for each band. Texts of which half the runs are common share one with a
// probability of 0.87, with 0.6 of 0.99; texts with a twentieth in common of 0.0002. Somebody who
// looks texts up by tokens must key them first.
func (s *Signature) Tokens() [Bands]uint64 {
	var out [Bands]uint64
	for b := range out {
		h := uint64(b)
		for _, v := range s.least[b*rows : (b+1)*rows] {
			h = mix(h ^ uint64(v))
		}
		out[b] = h
	}
	return out
}

// MarshalBinary returns the signature in a form that is stored.
func (s *Signature) MarshalBinary() ([]byte, error) {
	b := binary.LittleEndian.AppendUint32(make([]byte, 0, 8+4*hashes+len(s.parts)*2*partHashes), uint32(s.runs))
	for _, v := range s.least {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for _, p := range s.parts {
		for _, v := range p {
			b = binary.LittleEndian.AppendUint16(b, v)
		}
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary returned.
func (s *Signature) UnmarshalBinary(b []byte) error {
	const head = 4 + 4*hashes
	if len(b) < head || (len(b)-head)%(2*partHashes) != 0 {
		return errors.New("no signature of a text")
	}
	s.runs = int(binary.LittleEndian.Uint32(b))
	for i := range s.least {
		s.least[i] = binary.LittleEndian.Uint32(b[4+4*i:])
	}
	s.parts = nil
	for rest := range slices.Chunk(b[head:], 2*partHashes) {
		var p part
		for i := range p {
			p[i] = binary.LittleEndian.Uint16(rest[2*i:])
		}
		s.parts = append(s.parts, p)
	}
	return nil
}
