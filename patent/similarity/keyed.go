package similarity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A Keyed is a fingerprint whose marks went through a keyed hash (HMAC-SHA256). Two of them are compared
// as fingerprints are, where both were made with the same key; without the key nobody can try whether a
// text that he has is the one. Centers that share a key thus learn that there is a match and whom to ask,
// and no word of the text.
//
// It has no way back: no method returns the fingerprint or a text of it.
type Keyed struct{ f Fingerprint }

// leastKey is the shortest key in bytes that is taken.
const leastKey = 16

// Keyed returns the fingerprint under a key. A key of fewer than 16 bytes is refused with false.
func (f Fingerprint) Keyed(key []byte) (Keyed, bool) {
	if len(key) < leastKey {
		return Keyed{}, false
	}
	out := Fingerprint{level: f.level, marks: make([]uint64, 0, len(f.marks))}
	mac := hmac.New(sha256.New, key)
	var in [8]byte
	var sum [sha256.Size]byte
	for _, m := range f.marks {
		binary.LittleEndian.PutUint64(in[:], m)
		mac.Reset()
		mac.Write(in[:])
		h := binary.LittleEndian.Uint64(mac.Sum(sum[:0]))
		// How many zeros a mark begins with is its level, which must stay to compare texts of different
		// lengths. It tells nothing of the text.
		z := bits.LeadingZeros64(m)
		out.marks = append(out.marks, (h|1<<63)>>min(z, 63))
	}
	slices.Sort(out.marks)
	out.marks = slices.Compact(out.marks)
	return Keyed{out}, true
}

// Len returns how many marks there are.
func (k Keyed) Len() int { return k.f.Len() }

// Kin compares two fingerprints under one key.
func (k Keyed) Kin(other Keyed) Kinship { return k.f.Kin(other.f) }

// MarshalBinary returns the form that one center sends to another.
func (k Keyed) MarshalBinary() ([]byte, error) { return k.f.MarshalBinary() }

// UnmarshalBinary reads what MarshalBinary returned; it may come from elsewhere and is checked.
func (k *Keyed) UnmarshalBinary(b []byte) error { return k.f.UnmarshalBinary(b) }
