package search

import (
	"cmp"

	"zhibao/internal/sorting"
)

// A ranked document has its place by the score, and among equals by how long it has been there.
type ranked struct {
	score float64
	part  int
	doc   uint32
}

func (r ranked) compare(o ranked) int {
	if c := cmp.Compare(r.part, o.part); c != 0 {
		return c
	}
	return cmp.Compare(r.doc, o.doc)
}

// before reports whether r comes before o.
func (r ranked) before(o ranked) bool {
	if r.score != o.score {
		return r.score > o.score
	}
	return r.compare(o) < 0
}

// A top keeps the first of what it is given: a heap with the last of them at its root.
type top struct {
	size int
	heap []ranked
}

func newTop(size int) *top { return &top{size: size} }

func (t *top) full() bool { return len(t.heap) >= t.size }

// least is the score that has to be exceeded.
func (t *top) least() float64 { return t.heap[0].score }

func (t *top) add(score float64, part int, doc uint32) {
	r := ranked{score, part, doc}
	if !t.full() {
		t.heap = append(t.heap, r)
		for i := len(t.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if !t.heap[up].before(t.heap[i]) {
				break
			}
			t.heap[up], t.heap[i] = t.heap[i], t.heap[up]
			i = up
		}
		return
	}
	if t.size == 0 || !r.before(t.heap[0]) {
		return
	}
	t.heap[0] = r
	for i := 0; ; {
		last := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t.heap); c++ {
			if t.heap[last].before(t.heap[c]) {
				last = c
			}
		}
		if last == i {
			return
		}
		t.heap[i], t.heap[last] = t.heap[last], t.heap[i]
		i = last
	}
}

// sorted returns what was kept, the first one first.
func (t *top) sorted() []ranked {
	sorting.By(t.heap, func(a, b ranked) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	return t.heap
}
