package claim

import (
	"slices"
)

// A Set is all claims of one application, in the order of the text.
type Set struct {
	Source string // the text of the claims part
	Claims []Claim

	byNumber map[int]int // first claim with the number
}

// Claim returns the first claim with the number, or nil.
func (s *Set) Claim(n int) *Claim {
	if i, ok := s.byNumber[n]; ok {
		return &s.Claims[i]
	}
	return nil
}

// Index returns the place of the first claim with the number, or -1.
func (s *Set) Index(n int) int {
	if i, ok := s.byNumber[n]; ok {
		return i
	}
	return -1
}

// Words returns the words of a span.
func (s *Set) Words(p Span) string { return s.Source[p.Start:p.End] }

// Body returns the words of a claim without its number.
func (s *Set) Body(c *Claim) string { return s.Words(c.Body) }

// At returns the claim that holds the byte offset, or nil.
func (s *Set) At(offset int) *Claim {
	i, found := slices.BinarySearchFunc(s.Claims, offset, func(c Claim, at int) int {
		switch {
		case at < c.Start:
			return 1
		case at >= c.End:
			return -1
		default:
			return 0
		}
	})
	if !found {
		return nil
	}
	return &s.Claims[i]
}

// The bounds of Paths.
const (
	maxPaths = 256
	maxDepth = 64
	maxSteps = 200     // claims on one path
	maxWork  = 1 << 23 // claims looked at while paths are put together
)

// Paths returns the parent paths of the first claim numbered n: each begins with n and holds the
// claims whose words stand together on one choice of alternatives, up to independent claims. A
// claim 3 of 1或2 has {3, 1} and {3, 2}, one of 1和2 has {3, 1, 2}. Claims that do not exist and
// circles end a path. At most 256 paths of at most 200 claims are returned; complete is false if
// there are more.
func (s *Set) Paths(n int) (paths [][]int, complete bool) {
	w := walker{s: s, memo: map[int][][]int{}, open: map[int]bool{}, complete: true}
	if s.Claim(n) == nil {
		return nil, true
	}
	return w.from(n, 0), w.complete
}

// A walker enumerates paths; the paths of every claim are made once.
type walker struct {
	s        *Set
	memo     map[int][][]int
	open     map[int]bool // claims that are being walked: meeting one again is a circle
	complete bool
	work     int
}

func (w *walker) from(n, depth int) [][]int {
	if done, ok := w.memo[n]; ok {
		return done
	}
	c := w.s.Claim(n)
	if c == nil || w.open[n] || depth > maxDepth {
		return [][]int{{}}
	}
	w.open[n] = true
	defer delete(w.open, n)
	var out [][]int
	for _, group := range c.Alternatives {
		together := [][]int{{n}}
		for _, parent := range group {
			together = w.multiply(together, w.from(parent, depth+1))
		}
		if out = append(out, together...); len(out) > maxPaths {
			out, w.complete = out[:maxPaths], false
			break
		}
	}
	if len(out) == 0 {
		out = [][]int{{n}}
	}
	w.memo[n] = out
	return out
}

func (w *walker) multiply(a, b [][]int) (out [][]int) {
	for _, x := range a {
		for _, y := range b {
			if w.work += len(x) * len(y); len(out) == maxPaths || len(x)+len(y) > maxSteps || w.work > maxWork {
				w.complete = false
				return out
			}
			out = append(out, union(x, y))
		}
	}
	return out
}

// A Backing answers for one question, such as "does the claim introduce this term", on which
// alternative paths no ancestor of a claim satisfies it. Each claim is asked once, whatever the
// number of paths, so the answer is exact where Paths would have to stop.
type Backing struct {
	s    *Set
	has  func(i int) bool
	memo map[int][]int // failing path that begins with the claim, empty if it never fails
	deep int
}

// Backing returns the answers for has, which is given an index into Claims.
func (s *Set) Backing(has func(i int) bool) *Backing {
	return &Backing{s: s, has: has, memo: map[int][]int{}}
}

// Missing returns, for each alternative of claim index i that has a path on which no ancestor
// satisfies the question, one such path: it begins with the number of claim i. A claim without
// references misses on the path that is itself alone. The claim itself is not asked. Claims that
// do not exist, and circles, satisfy nothing.
func (b *Backing) Missing(i int) (paths [][]int) {
	c := &b.s.Claims[i]
	if len(c.Alternatives) == 0 {
		return [][]int{{c.Number}}
	}
	for _, group := range c.Alternatives {
		if p, fails := b.group(group); fails {
			paths = append(paths, union([]int{c.Number}, p))
		}
	}
	return paths
}

// group returns the failing paths of claims that stand together: it fails only if all do.
func (b *Backing) group(group []int) (path []int, fails bool) {
	for _, n := range group {
		p := b.claim(n)
		if p == nil {
			return nil, false
		}
		path = append(path, p...)
	}
	return path, true
}

// claim returns a failing path from claim n upwards, or nil if there is none.
func (b *Backing) claim(n int) []int {
	i := b.s.Index(n)
	if i < 0 {
		return []int{n}
	}
	if p, ok := b.memo[i]; ok {
		if len(p) == 0 {
			return nil
		}
		return p
	}
	b.memo[i] = []int{n} // until it is known; a circle adds nothing
	if b.has(i) {
		b.memo[i] = []int{}
		return nil
	}
	if b.deep > 4*maxDepth {
		return []int{n}
	}
	b.deep++
	defer func() { b.deep-- }()
	c := &b.s.Claims[i]
	for _, group := range c.Alternatives {
		if p, fails := b.group(group); fails {
			b.memo[i] = append([]int{n}, p...)
			return b.memo[i]
		}
	}
	if len(c.Alternatives) > 0 {
		b.memo[i] = []int{}
		return nil
	}
	return b.memo[i]
}
