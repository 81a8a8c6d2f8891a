package likeness

import (
	"cmp"
	"iter"
	"runtime"
	"slices"
	"sync"

	"zhibao/internal/imagery"
)

// Query returns the k designs most like the pictures, the best first and of equal ones that with the lower
// number: exactly those that a comparison with every picture of the collection would give. What pattern,
// contour and sides allow at most is computed for all; closely looked at is who could still be among the
// best.
func (c *Collection) Query(asked []Asked, f Filter, k int) []Candidate {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if k <= 0 || len(asked) == 0 {
		return nil
	}
	most := c.bounds(asked, f)
	var best []Candidate
	for at := range descending(most) {
		if len(best) == k && most[at] < best[k-1].Score {
			break
		}
		one := c.candidate(&c.designs[at], asked)
		i, _ := slices.BinarySearchFunc(best, one, func(a, b Candidate) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
		if i == k {
			continue
		}
		best = slices.Insert(best[:min(len(best), k-1)], i, one)
	}
	return best
}

// skipped marks a design that the filter leaves out.
const skipped = -1

// bounds returns how much each design can be alike at most, on all processors.
func (c *Collection) bounds(asked []Asked, f Filter) []float64 {
	most, want := make([]float64, len(c.designs)), classOf(f.Locarno)
	var wg sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		wg.Go(func() {
			for i := w * len(most) / n; i < (w+1)*len(most)/n; i++ {
				if d := &c.designs[i]; f.skips(d, want) {
					most[i] = skipped
				} else {
					most[i] = c.bound(d, asked)
				}
			}
		})
	}
	wg.Wait()
	return most
}

// bound is how much a design can be alike at most.
func (c *Collection) bound(d *design, asked []Asked) (sum float64) {
	for _, a := range asked {
		most := 0.0
		for _, row := range d.rows {
			for i := range a.Turns {
				most = max(most, a.Turns[i].AtMost(&c.patterns[row], &c.contours[row], c.ratios[row]))
			}
		}
		sum += most / float64(len(asked))
	}
	return sum
}

// boxes into which bounds are laid by their size, from 0 to 1.
const boxes = 2048

// descending goes through the places of what is not skipped, the largest first. Sorting a million numbers
// takes longer than computing them, and most of them are never come to: they are laid into boxes, and a box
// is sorted when it is come to.
func descending(most []float64) iter.Seq[int32] {
	box := func(m float64) int { return min(int(m*boxes), boxes-1) }
	var ends [boxes + 1]int
	for _, m := range most {
		if m != skipped {
			ends[boxes-box(m)]++
		}
	}
	for i := 1; i <= boxes; i++ {
		ends[i] += ends[i-1]
	}
	order, next := make([]int32, ends[boxes]), ends
	for at, m := range most {
		if m != skipped {
			b := boxes - box(m) - 1
			order[next[b]] = int32(at)
			next[b]++
		}
	}
	return func(yield func(int32) bool) {
		for b := range boxes {
			part := order[ends[b]:ends[b+1]]
			slices.SortFunc(part, func(a, b int32) int { return cmp.Compare(most[b], most[a]) })
			for _, at := range part {
				if !yield(at) {
					return
				}
			}
		}
	}
}

// candidate compares a design with all that is asked for.
func (c *Collection) candidate(d *design, asked []Asked) Candidate {
	one := Candidate{ID: d.id}
	views := make([]*imagery.View, len(d.rows))
	for i, row := range d.rows {
		views[i] = c.view(row)
	}
	for _, a := range asked {
		m := Match{Asked: a.Name, Score: -1}
		for i, v := range views {
			for t := range a.Turns {
				l := a.Turns[t].Like(v)
				if how := l.Whole(); how > m.Score {
					m.View, m.Turned, m.Score, m.Likeness = c.rows[d.rows[i]].name, t > 0, how, l
				}
			}
		}
		one.Views = append(one.Views, m)
		one.Score += m.Score / float64(len(asked))
	}
	return one
}

// Compare compares one design with the pictures, whatever its rank; ok is false where it is not there.
func (c *Collection) Compare(asked []Asked, id int64) (_ Candidate, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	at, ok := c.at[id]
	if !ok {
		return Candidate{}, false
	}
	return c.candidate(&c.designs[at], asked), true
}

// view returns what is kept of a picture.
func (c *Collection) view(row int32) *imagery.View {
	if v := c.rows[row].view; v != nil {
		return v
	}
	return c.file.view(c.rows[row].at)
}
