package merkle_test

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"zhibao/internal/merkle"
)

// memory is a store of what was appended.
type memory map[merkle.Node]merkle.Digest

func (m memory) Node(n merkle.Node) (merkle.Digest, error) {
	d, ok := m[n]
	if !ok {
		return d, fmt.Errorf("no node %v", n)
	}
	return d, nil
}

func (m memory) add(t merkle.Tree, n int64, leaves ...merkle.Digest) error {
	nodes, digests, err := t.Append(n, leaves, m)
	for i, x := range nodes {
		m[x] = digests[i]
	}
	return err
}

// The entries and roots that Certificate Transparency publishes with its reference implementation.
var published = []struct{ entry, root string }{
	{"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
	{"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
	{"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
	{"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
	{"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
	{"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
	{"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
	{"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
}

func TestPublishedRoots(t *testing.T) {
	m := memory{}
	for i, p := range published {
		entry, err := hex.DecodeString(p.entry)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.add(merkle.SHA256, int64(i), merkle.SHA256.Leaf(entry)); err != nil {
			t.Fatal(err)
		}
		if root, err := merkle.SHA256.Root(int64(i+1), m); err != nil || root.String() != p.root {
			t.Errorf("root of %d entries: %v, %v; want %s", i+1, root, err, p.root)
		}
	}
	if got := merkle.SHA256.Empty().String(); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("root of nothing: %s", got)
	}
}

// plain is the definition of RFC 6962, section 2.1, word for word.
func plain(t merkle.Tree, leaves []merkle.Digest) merkle.Digest {
	if len(leaves) == 0 {
		return t.Empty()
	}
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	return t.Above(plain(t, leaves[:k]), plain(t, leaves[k:]))
}

// In rows of every length up to some dozens, appended in parts: roots are those of the definition, every
// proof holds, and no proof holds for another entry, number, length or root.
func TestProofs(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tree, _ := merkle.Named(rapid.SampledFrom([]string{"SM3", "SHA-256"}).Draw(r, "function"))
		n := rapid.Int64Range(1, 70).Draw(r, "entries")
		leaves := make([]merkle.Digest, n)
		for i := range leaves {
			leaves[i] = tree.Leaf([]byte{byte(i)})
		}
		m := memory{}
		for at := int64(0); at < n; {
			k := min(n-at, rapid.Int64Range(1, 9).Draw(r, "part"))
			if err := m.add(tree, at, leaves[at:at+k]...); err != nil {
				r.Fatal(err)
			}
			at += k
		}
		root, err := tree.Root(n, m)
		if err != nil || root != plain(tree, leaves) {
			r.Fatalf("root of %d: %v", n, err)
		}
		i := rapid.Int64Range(0, n-1).Draw(r, "number")
		proof, err := tree.Inclusion(i, n, m)
		if err != nil {
			r.Fatal(err)
		}
		if err := tree.CheckInclusion(proof, i, n, leaves[i], root); err != nil {
			r.Fatalf("entry %d of %d: %v", i, n, err)
		}
		other := rapid.Int64Range(0, n-1).Draw(r, "other")
		if other != i && (tree.CheckInclusion(proof, i, n, leaves[other], root) == nil || tree.CheckInclusion(proof, other, n, leaves[i], root) == nil) {
			r.Fatalf("the proof of entry %d of %d holds for %d", i, n, other)
		}
		k := rapid.Int64Range(1, n).Draw(r, "earlier")
		before := plain(tree, leaves[:k])
		row, err := tree.Consistency(k, n, m)
		if err != nil {
			r.Fatal(err)
		}
		if err := tree.CheckConsistency(row, k, n, before, root); err != nil {
			r.Fatalf("%d entries of %d: %v", k, n, err)
		}
		changed := before
		changed[rapid.IntRange(0, merkle.Size-1).Draw(r, "byte")] ^= 1
		if tree.CheckConsistency(row, k, n, changed, root) == nil || tree.CheckConsistency(row, k, n, before, changed) == nil {
			r.Fatalf("%d entries of %d: a changed root is consistent", k, n)
		}
		for _, p := range [][]merkle.Digest{proof, row} {
			if len(p) == 0 {
				continue
			}
			p[rapid.IntRange(0, len(p)-1).Draw(r, "step")][0] ^= 1
		}
		if len(proof) > 0 && tree.CheckInclusion(proof, i, n, leaves[i], root) == nil {
			r.Fatalf("a changed proof of entry %d of %d holds", i, n)
		}
		if len(row) > 0 && tree.CheckConsistency(row, k, n, before, root) == nil {
			r.Fatalf("a changed proof of %d entries of %d holds", k, n)
		}
	})
}

// Numbers that are not in the row, and proofs of the wrong length, are refused and never loop.
func TestProofsOutOfRange(t *testing.T) {
	m := memory{}
	leaf := merkle.SM3.Leaf(nil)
	if err := m.add(merkle.SM3, 0, leaf, leaf, leaf); err != nil {
		t.Fatal(err)
	}
	root, _ := merkle.SM3.Root(3, m)
	for range 1000 {
		i, n := rand.Int64N(8)-2, rand.Int64N(8)-2
		proof := make([]merkle.Digest, rand.IntN(5))
		if merkle.SM3.CheckInclusion(proof, i, n, leaf, root) == nil && n != 1 {
			t.Fatalf("entry %d of %d with an empty proof", i, n)
		}
		if merkle.SM3.CheckConsistency(proof, i, n, merkle.Digest{}, root) == nil {
			t.Fatalf("%d of %d are consistent with nothing", i, n)
		}
	}
	if _, err := merkle.SM3.Inclusion(3, 3, m); err == nil {
		t.Error("a proof of an entry that is not there")
	}
	if _, err := merkle.SM3.Consistency(0, 3, m); err == nil {
		t.Error("a proof for an empty row")
	}
	if _, ok := merkle.Named("MD5"); ok {
		t.Error("a function nobody uses")
	}
}
