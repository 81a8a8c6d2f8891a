package merkle

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"math/bits"

	"github.com/emmansun/gmsm/sm3"
)

// Size is how many bytes a digest has, with either function.
const Size = 32

// A Digest is that of an entry, of a subtree or of a whole row.
type Digest [Size]byte

// A Tree makes digests with one function.
type Tree struct {
	name string
	new  func() hash.Hash
}

// The functions, by the names that are stored.
var (
	SM3    = Tree{"SM3", sm3.New}
	SHA256 = Tree{"SHA-256", sha256.New}
)

// Named returns the tree of a stored name.
func Named(name string) (Tree, bool) {
	for _, t := range []Tree{SM3, SHA256} {
		if t.name == name {
			return t, true
		}
	}
	return Tree{}, false
}

// Name is the name of the function.
func (t Tree) Name() string { return t.name }

// What goes into a digest begins with one of these, so that an entry is never taken for two others.
const (
	leafMark = 0
	nodeMark = 1
)

// Leaf is the digest of an entry.
func (t Tree) Leaf(entry []byte) (d Digest) {
	h := t.new()
	h.Write([]byte{leafMark})
	h.Write(entry)
	h.Sum(d[:0])
	return d
}

// Above is the digest of two subtrees that stand beside each other.
func (t Tree) Above(left, right Digest) (d Digest) {
	h := t.new()
	h.Write([]byte{nodeMark})
	h.Write(left[:])
	h.Write(right[:])
	h.Sum(d[:0])
	return d
}

// Empty is the digest of a row without entries.
func (t Tree) Empty() (d Digest) {
	t.new().Sum(d[:0])
	return d
}

// A Node is a complete subtree: of 1<<Height entries, of which the first has the number At<<Height.
type Node struct {
	Height int
	At     int64
}

// A Store gives the digests of nodes that were appended before.
type Store interface {
	Node(Node) (Digest, error)
}

// errRange says that somebody asks for what is not in the row.
var errRange = errors.New("merkle: number out of range")

// Append returns the digests that come with the entries that follow on n ones: those of the entries and
// of the subtrees which they complete, in the order in which they depend on each other.
func (t Tree) Append(n int64, leaves []Digest, from Store) (nodes []Node, digests []Digest, err error) {
	made := map[Node]Digest{}
	get := func(x Node) (Digest, error) {
		if d, ok := made[x]; ok {
			return d, nil
		}
		return from.Node(x)
	}
	for _, leaf := range leaves {
		x, d := Node{0, n}, leaf
		for {
			made[x] = d
			nodes, digests = append(nodes, x), append(digests, d)
			if x.At&1 == 0 {
				break
			}
			left, err := get(Node{x.Height, x.At - 1})
			if err != nil {
				return nil, nil, err
			}
			x, d = Node{x.Height + 1, x.At >> 1}, t.Above(left, d)
		}
		n++
	}
	return nodes, digests, nil
}

// Root returns the digest of the first n entries.
func (t Tree) Root(n int64, from Store) (Digest, error) {
	if n < 0 {
		return Digest{}, errRange
	}
	if n == 0 {
		return t.Empty(), nil
	}
	return t.over(0, n, from)
}

// split is where the entries from lo to hi are parted: the largest power of two below their number.
func split(lo, hi int64) int64 { return lo + 1<<(bits.Len64(uint64(hi-lo-1))-1) }

// over returns the digest of the entries from lo to hi. They are a subtree or the right edge of one, so
// that lo is a multiple of what is complete.
func (t Tree) over(lo, hi int64, from Store) (Digest, error) {
	if n := hi - lo; n&(n-1) == 0 {
		height := bits.TrailingZeros64(uint64(n))
		return from.Node(Node{height, lo >> height})
	}
	mid := split(lo, hi)
	left, err := t.over(lo, mid, from)
	if err != nil {
		return Digest{}, err
	}
	right, err := t.over(mid, hi, from)
	if err != nil {
		return Digest{}, err
	}
	return t.Above(left, right), nil
}

// Inclusion returns the proof that entry i is one of the first n: the digests beside its way up to the
// root, from below.
func (t Tree) Inclusion(i, n int64, from Store) (proof []Digest, err error) {
	if i < 0 || i >= n {
		return nil, errRange
	}
	for lo, hi := int64(0), n; hi-lo > 1; {
		mid := split(lo, hi)
		var d Digest
		if i < mid {
			d, err = t.over(mid, hi, from)
			hi = mid
		} else {
			d, err = t.over(lo, mid, from)
			lo = mid
		}
		if err != nil {
			return nil, err
		}
		proof = append([]Digest{d}, proof...)
	}
	return proof, nil
}

// errProof says that a proof proves nothing.
var errProof = errors.New("merkle: proof does not hold")

// CheckInclusion says whether the entry with the digest is number i of the n over which the root is.
func (t Tree) CheckInclusion(proof []Digest, i, n int64, leaf, root Digest) error {
	if i < 0 || i >= n {
		return errRange
	}
	got, err := t.up(proof, i, 0, n, leaf)
	if err != nil {
		return err
	}
	if got != root {
		return errProof
	}
	return nil
}

// up follows a proof from the entry to the digest of the entries from lo to hi. The last digest of the
// proof stands beside the way at the top.
func (t Tree) up(proof []Digest, i, lo, hi int64, leaf Digest) (Digest, error) {
	if hi-lo == 1 {
		if len(proof) > 0 {
			return Digest{}, errProof
		}
		return leaf, nil
	}
	if len(proof) == 0 {
		return Digest{}, errProof
	}
	beside, rest := proof[len(proof)-1], proof[:len(proof)-1]
	if mid := split(lo, hi); i < mid {
		d, err := t.up(rest, i, lo, mid, leaf)
		return t.Above(d, beside), err
	} else {
		d, err := t.up(rest, i, mid, hi, leaf)
		return t.Above(beside, d), err
	}
}

// Consistency returns the proof that the first m entries of n are those over which an earlier root was.
func (t Tree) Consistency(m, n int64, from Store) (proof []Digest, err error) {
	if m < 1 || m > n {
		return nil, errRange
	}
	lo, hi, known := int64(0), n, true
	for hi != m {
		mid := split(lo, hi)
		var d Digest
		if m <= mid {
			d, err = t.over(mid, hi, from)
			hi = mid
		} else {
			d, err = t.over(lo, mid, from)
			lo, known = mid, false
		}
		if err != nil {
			return nil, err
		}
		proof = append([]Digest{d}, proof...)
	}
	if known { // the earlier root is itself a subtree, which whoever checks has
		return proof, nil
	}
	d, err := t.over(lo, hi, from)
	return append([]Digest{d}, proof...), err
}

// CheckConsistency says whether a row of n entries with the root now begins with the m entries that had
// the root before.
func (t Tree) CheckConsistency(proof []Digest, m, n int64, before, now Digest) error {
	if m < 1 || m > n {
		return errRange
	}
	old, all, err := t.both(proof, m, 0, n, before)
	if err != nil {
		return err
	}
	if old != before || all != now {
		return errProof
	}
	return nil
}

// both computes the digests of the entries from lo up to m and up to hi from a proof.
func (t Tree) both(proof []Digest, m, lo, hi int64, before Digest) (old, all Digest, err error) {
	if m == hi {
		if lo == 0 && len(proof) == 0 {
			return before, before, nil
		}
		if lo > 0 && len(proof) == 1 {
			return proof[0], proof[0], nil
		}
		return old, all, errProof
	}
	if len(proof) == 0 {
		return old, all, errProof
	}
	beside, rest := proof[len(proof)-1], proof[:len(proof)-1]
	mid := split(lo, hi)
	if m <= mid {
		old, all, err = t.both(rest, m, lo, mid, before)
		return old, t.Above(all, beside), err
	}
	old, all, err = t.both(rest, m, mid, hi, before)
	return t.Above(beside, old), t.Above(beside, all), err
}

// String is a digest in hexadecimal digits.
func (d Digest) String() string { return fmt.Sprintf("%x", d[:]) }
