package seal

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// A tree holds one secret for each of 2³² leaves, from which single leaves can be destroyed.
// It begins as one random value at the top. A node gives its two children by HMAC, one way.
// Destroying a leaf replaces the node above it by the nodes beside the path down to it: all
// other leaves can still be computed, this one never again. Leaves are handed out in a row
// and grow old in a row, so the tree stays small: at most 31 nodes more for each leaf, and
// fewer as neighbours go.
type tree struct {
	nodes map[node][keySize]byte
}

// A node is the first depth bits of the leaves below it.
type node struct {
	depth uint8 // 0 at the top, 32 at the leaves
	bits  uint32
}

const treeDepth = 32

// newTree makes a tree with all its leaves.
func newTree() *tree {
	var top [keySize]byte
	rand.Read(top[:])
	return &tree{map[node][keySize]byte{{}: top}}
}

// above returns the node at the given depth on the path to the leaf.
func above(leaf uint32, depth uint8) node {
	if depth == 0 {
		return node{}
	}
	return node{depth, leaf >> (treeDepth - depth)}
}

// child computes the secret below, to the left for 0 and to the right for 1.
func child(parent [keySize]byte, bit uint32) (out [keySize]byte) {
	h := hmac.New(sha256.New, parent[:])
	h.Write([]byte{'t', 'r', 'e', 'e', byte(bit)})
	h.Sum(out[:0])
	return out
}

// find returns the node that is kept above the leaf, or false if the leaf is destroyed.
func (t *tree) find(leaf uint32) (node, bool) {
	for d := range uint8(treeDepth + 1) {
		if n := above(leaf, d); t.has(n) {
			return n, true
		}
	}
	return node{}, false
}

func (t *tree) has(n node) bool { _, ok := t.nodes[n]; return ok }

// leaf returns the secret of a leaf, or false if it is destroyed.
func (t *tree) leaf(leaf uint32) ([keySize]byte, bool) {
	n, ok := t.find(leaf)
	secret := t.nodes[n]
	for d := n.depth; ok && d < treeDepth; d++ {
		secret = child(secret, leaf>>(treeDepth-1-d)&1)
	}
	return secret, ok
}

// destroy makes the leaf uncomputable. It is false if the leaf was destroyed before.
func (t *tree) destroy(leaf uint32) bool {
	n, ok := t.find(leaf)
	if !ok {
		return false
	}
	secret := t.nodes[n]
	delete(t.nodes, n)
	for d := n.depth; d < treeDepth; d++ {
		bit := leaf >> (treeDepth - 1 - d) & 1
		sibling := above(leaf, d+1)
		sibling.bits ^= 1
		t.nodes[sibling] = child(secret, bit^1)
		secret = child(secret, bit)
	}
	return true
}

// next returns the first leaf from the given one on that is not destroyed.
func (t *tree) next(leaf uint32) (uint32, bool) {
	for {
		if _, ok := t.find(leaf); ok {
			return leaf, true
		}
		if leaf++; leaf == 0 {
			return 0, false
		}
	}
}

func (t *tree) wipe() { clear(t.nodes) }

var errTree = errors.New("seal: the tree in the key file is damaged")

const nodeBytes = 1 + 4 + keySize

// marshal writes the nodes, from the top down.
func (t *tree) marshal() []byte {
	order := slices.SortedFunc(maps.Keys(t.nodes), func(a, b node) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.bits, b.bits))
	})
	out := make([]byte, 0, len(order)*nodeBytes)
	for _, n := range order {
		secret := t.nodes[n]
		out = append(out, n.depth)
		out = binary.BigEndian.AppendUint32(out, n.bits)
		out = append(out, secret[:]...)
	}
	return out
}

// unmarshalTree reads what marshal wrote.
func unmarshalTree(b []byte) (*tree, error) {
	if len(b)%nodeBytes != 0 {
		return nil, errTree
	}
	t := &tree{map[node][keySize]byte{}}
	for r := bytes.NewReader(b); r.Len() > 0; {
		var raw [nodeBytes]byte
		r.Read(raw[:])
		n := node{raw[0], binary.BigEndian.Uint32(raw[1:])}
		if n.depth > treeDepth || uint64(n.bits) >= 1<<n.depth {
			return nil, errTree
		}
		t.nodes[n] = [keySize]byte(raw[5:])
	}
	return t, nil
}
