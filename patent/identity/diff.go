package identity

import (
	"context"
	"unicode"

	"zhibao/patent"
)

// An Op is what happened to a block or to words.
type Op string

// The operations of a comparison.
const (
	Equal    Op = "equal"
	Changed  Op = "changed"
	Inserted Op = "inserted"
	Deleted  Op = "deleted"
	Moved    Op = "moved" // the same words at another place; Edits is set where they changed as well
)

// A Row is one line of a comparison of two versions: block A of the old text and block B of the
// new one, -1 where there is none.
type Row struct {
	Op    Op
	A, B  int
	Edits []Edit // of a changed or moved block
}

// An Edit replaces bytes [AStart, AEnd) of the old text by [BStart, BEnd) of the new one. A pure
// insertion or deletion has an empty side, which stands where the words would be.
type Edit struct{ AStart, AEnd, BStart, BEnd int }

// Bounds of a comparison; beyond them it gets coarser, never wrong.
const (
	maxBlockEdits = 2000
	maxCharEdits  = 1500
	maxGap        = 160 // blocks on each side of a gap that are aligned by likeness
)

// Diff compares two versions of a text by claim and paragraph, then by word or character. Rows
// come in the order of the new text; deleted blocks stand where they were. White space and the
// numbers of claims and paragraphs do not count in finding partners, so a claim that was only
// renumbered is Changed with a short edit.
func Diff(ctx context.Context, a, b *patent.Text) []Row {
	d := &differ{ctx: ctx, a: units(a), b: units(b), ta: a, tb: b}
	d.rows()
	return d.out
}

// A unit is a block with its words in the form by which partners are found.
type unit struct {
	index int
	key   string // words without blanks and without the claim's number
	grams map[uint64]int
	total int
}

// units lists the blocks that have words. The number of a claim is left out of the key: a claim
// that only moved up by one must still find its partner.
func units(t *patent.Text) []unit {
	var out []unit
	for i, b := range t.Blocks {
		if b.Start == b.End {
			continue
		}
		words := t.Of(b)
		if b.Kind == patent.ClaimText {
			if m := claimNumber.FindString(words); m != "" {
				words = words[len(m):]
			}
		}
		out = append(out, unit{index: i, key: squeeze(words)})
	}
	return out
}

// squeeze drops white space and characters that cannot be seen.
func squeeze(s string) string {
	out := make([]rune, 0, len(s))
	for _, c := range s {
		if !unicode.IsSpace(c) && !unicode.Is(unicode.Cf, c) {
			out = append(out, c)
		}
	}
	return string(out)
}

// differ gathers the rows of one comparison.
type differ struct {
	ctx    context.Context
	ta, tb *patent.Text
	a, b   []unit
	out    []Row
}

// rows walks the blocks that are equal on both sides and hands every gap between them on.
func (d *differ) rows() {
	ka, kb := keys(d.a), keys(d.b)
	i, j := 0, 0
	for _, r := range append(regions(d.ctx, ka, kb, maxBlockEdits), region{len(ka), len(ka), len(kb), len(kb)}) {
		for i < r.aLo {
			d.pair(i, j, Equal)
			i, j = i+1, j+1
		}
		d.gap(r)
		i, j = r.aHi, r.bHi
	}
	d.moves()
}

// keys returns what the first pass compares.
func keys(us []unit) []string {
	out := make([]string, len(us))
	for i, u := range us {
		out[i] = u.key
	}
	return out
}

// pair adds a row for two blocks that belong together.
func (d *differ) pair(i, j int, op Op) {
	a, b := d.ta.Blocks[d.a[i].index], d.tb.Blocks[d.b[j].index]
	row := Row{Op: op, A: d.a[i].index, B: d.b[j].index}
	if op != Equal || squeeze(d.ta.Of(a)) != squeeze(d.tb.Of(b)) {
		row.Edits = edits(d.ctx, d.ta, d.tb, a, b)
		if op == Equal {
			row.Op = Changed
		}
		if len(row.Edits) == 0 && op == Changed {
			row.Op = Equal
		}
	}
	d.out = append(d.out, row)
}

// gap aligns the blocks of a region in order so that the sum of their likeness is greatest.
func (d *differ) gap(r region) {
	n, m := r.aHi-r.aLo, r.bHi-r.bLo
	if n == 0 || m == 0 || n > maxGap || m > maxGap {
		d.alone(r.aLo, r.aHi, r.bLo, r.bHi)
		return
	}
	best := make([][]float64, n+1)
	like := make([][]float64, n)
	for i := range best {
		best[i] = make([]float64, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		like[i] = make([]float64, m)
		for j := m - 1; j >= 0; j-- {
			like[i][j] = likeness(&d.a[r.aLo+i], &d.b[r.bLo+j])
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if like[i][j] >= 0.4 {
				best[i][j] = max(best[i][j], best[i+1][j+1]+like[i][j])
			}
		}
	}
	i, j := 0, 0
	for i < n && j < m {
		switch {
		case like[i][j] >= 0.4 && best[i][j] == best[i+1][j+1]+like[i][j]:
			d.pair(r.aLo+i, r.bLo+j, Changed)
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			d.alone(r.aLo+i, r.aLo+i+1, 0, 0)
			i++
		default:
			d.alone(0, 0, r.bLo+j, r.bLo+j+1)
			j++
		}
	}
	d.alone(r.aLo+i, r.aHi, r.bLo+j, r.bHi)
}

// alone adds rows for blocks without partner; moves may still join two of them.
func (d *differ) alone(aLo, aHi, bLo, bHi int) {
	for i := aLo; i < aHi; i++ {
		d.out = append(d.out, Row{Op: Deleted, A: d.a[i].index, B: -1})
	}
	for j := bLo; j < bHi; j++ {
		d.out = append(d.out, Row{Op: Inserted, A: -1, B: d.b[j].index})
	}
}

// moves turns a deletion and an insertion of nearly the same words into one moved block.
func (d *differ) moves() {
	ofA, ofB := map[int]*unit{}, map[int]*unit{}
	for i := range d.a {
		ofA[d.a[i].index] = &d.a[i]
	}
	for i := range d.b {
		ofB[d.b[i].index] = &d.b[i]
	}
	var gone []int
	for k, row := range d.out {
		if row.Op == Deleted {
			gone = append(gone, k)
		}
	}
	if len(gone) > 600 {
		return
	}
	drop := map[int]bool{}
	for k := range d.out {
		row := &d.out[k]
		if row.Op != Inserted {
			continue
		}
		best, at := 0.8, -1
		for _, g := range gone {
			if l := likeness(ofA[d.out[g].A], ofB[row.B]); !drop[g] && l >= best && len(ofB[row.B].key) > 12 {
				best, at = l, g
			}
		}
		if at < 0 {
			continue
		}
		drop[at] = true
		row.Op, row.A = Moved, d.out[at].A
		if ofA[row.A].key != ofB[row.B].key {
			row.Edits = edits(d.ctx, d.ta, d.tb, d.ta.Blocks[row.A], d.tb.Blocks[row.B])
		}
	}
	kept := d.out[:0]
	for k, row := range d.out {
		if !drop[k] {
			kept = append(kept, row)
		}
	}
	d.out = kept
}

// likeness is the Dice measure of the pairs of characters, 0…1.
func likeness(a, b *unit) float64 {
	if a.key == b.key {
		return 1
	}
	a.count()
	b.count()
	if a.total == 0 || b.total == 0 {
		return 0
	}
	if a.total > 6*b.total || b.total > 6*a.total {
		return 0
	}
	small, big := a.grams, b.grams
	if len(small) > len(big) {
		small, big = big, small
	}
	common := 0
	for g, n := range small {
		common += min(n, big[g])
	}
	return 2 * float64(common) / float64(a.total+b.total)
}

// count fills the pairs of characters when they are first asked for: most blocks find an equal
// partner and never need them.
func (u *unit) count() {
	if u.grams != nil {
		return
	}
	u.grams = map[uint64]int{}
	last := rune(0)
	for _, c := range u.key {
		if last != 0 {
			u.grams[uint64(last)<<32|uint64(c)]++
			u.total++
		}
		last = c
	}
}
