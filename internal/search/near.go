package search

import (
	"slices"
)

// A nearIter has the documents in which two phrases lie close to each other in one field.
type nearIter struct {
	nearNode
	first, second *patternIter
	started       bool
	doc           uint32
	found         []uint32 // beginnings of the first phrase that has the second one near
	weight        int
}

func (n nearNode) open(s *search, part int) iter {
	a, b := s.bind(n.a), s.bind(n.b)
	r := s.snapshot.parts[part].body
	for _, p := range []*boundPattern{a, b} {
		for _, u := range p.parts[part][0] {
			if u.df() == 0 {
				return emptyIter{}
			}
		}
	}
	it := &nearIter{nearNode: n, first: a.iterate(r, part), second: b.iterate(r, part)}
	return it
}

func (n *nearIter) cost() int { return min(n.first.cost(), n.second.cost()) }

func (n *nearIter) seek(target uint32) uint32 {
	if n.started && n.doc >= target {
		return n.doc
	}
	n.started = true
	lead, other := n.first, n.second
	if other.cost() < lead.cost() {
		lead, other = other, lead
	}
	for {
		doc := lead.seek(target)
		if doc == end {
			n.doc = end
			return end
		}
		if at := other.seek(doc); at != doc {
			if at == end {
				n.doc = end
				return end
			}
			target = at
			continue
		}
		if n.match() {
			n.doc = doc
			return doc
		}
		target = doc + 1
	}
}

// match looks for pairs. Phrases that overlap are not near each other; the gap between texts is
// wider than any distance.
func (n *nearIter) match() bool {
	n.found, n.weight = n.found[:0], 0
	la, lb := n.first.pattern.pieces[0].length, n.second.pattern.pieces[0].length
	for _, at := range n.first.found {
		near := within(n.second.found, at+la, at+la+n.distance)
		if !near && !n.ordered && at >= lb {
			near = within(n.second.found, at-min(at, lb+n.distance), at-lb)
		}
		if near {
			n.found = append(n.found, at)
			n.weight += n.first.weights[n.first.reader.FieldOf(n.first.group, n.first.doc, at)]
		}
	}
	return len(n.found) > 0
}

// within reports whether one of some positions is between two, both included.
func within(list []uint32, from, to uint32) bool {
	i, _ := slices.BinarySearch(list, from)
	return i < len(list) && list[i] <= to
}

func (n *nearIter) score() float64 {
	before := n.first.weight
	n.first.weight = n.weight
	s := n.first.score()
	n.first.weight = before
	return s
}

func (n *nearIter) bound(uint32) (float64, uint32) { return n.first.factor, end - 1 }

func (n *nearIter) explain(causes []Cause) []Cause {
	i := len(causes)
	causes = n.first.causes(causes, n.first.reader, n.doc, n.found)
	for ; i < len(causes); i++ {
		causes[i].Words += " … " + n.b.words
	}
	return causes
}
