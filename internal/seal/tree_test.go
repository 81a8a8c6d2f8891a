package seal

import (
	"testing"

	"pgregory.net/rapid"
)

// Destroyed leaves are gone, all others keep their secret, and the tree survives the file.
func TestTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := newTree()
		leaf := rapid.OneOf(rapid.Uint32(), rapid.Uint32Range(0, 40), rapid.Uint32Range(1<<32-3, 1<<32-1))
		watched := rapid.SliceOfN(leaf, 1, 20).Draw(t, "watched")
		want := map[uint32][keySize]byte{}
		for _, l := range watched {
			want[l], _ = tr.leaf(l)
		}
		gone := map[uint32]bool{}
		for _, l := range rapid.SliceOfN(leaf, 0, 40).Draw(t, "destroyed") {
			if tr.destroy(l) == gone[l] {
				t.Fatalf("leaf %d: destroyed twice, or not at all", l)
			}
			gone[l] = true
		}
		if len(tr.nodes) > 1+31*len(gone)+len(gone) {
			t.Fatalf("%d nodes for %d destroyed leaves", len(tr.nodes), len(gone))
		}
		again, err := unmarshalTree(tr.marshal())
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range []*tree{tr, again} {
			for l, secret := range want {
				got, ok := tr.leaf(l)
				if ok == gone[l] || ok && got != secret {
					t.Fatalf("leaf %d: %v", l, ok)
				}
			}
		}
		from := leaf.Draw(t, "from")
		next, ok := tr.next(from)
		if ok && (gone[next] || next < from) {
			t.Fatalf("next of %d is %d", from, next)
		}
	})
}

// Retention destroys old cases in a row; the tree does not grow with them.
func TestTreeStaysSmall(t *testing.T) {
	tr := newTree()
	for l := range uint32(100_000) {
		if l%10 != 3 { // a tenth is kept
			tr.destroy(l)
		}
	}
	if n := len(tr.nodes); n > 10_000+treeDepth {
		t.Errorf("%d nodes", n)
	}
}
