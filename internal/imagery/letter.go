package imagery

import (
	"cmp"
	"math"
	"slices"

	"zhibao/internal/sorting"
)

// Sizes of letters, as shares of the height of the picture, and of rows.
const (
	letterLow, letterHigh = 0.008, 0.05
	letterLeast           = 6   // places high
	letterNarrow          = 0.1 // width to height
	letterWide            = 1.5
	spaced                = 1.0 // times their height, the gap between two
	inRow                 = 3
)

// letters counts rows of at least three marks that are as high as each other and differ in shape, as
// letters, numerals and characters do. A row of equal holes or bars is no word.
func letters(parts []part, height int) (rows int) {
	low, high := max(letterLeast, letterLow*float64(height)), letterHigh*float64(height)
	var marks []part
	for _, p := range parts {
		w, h := float64(p.x1-p.x0+1), float64(p.y1-p.y0+1)
		fill := float64(p.n) / (w * h)
		if h >= low && h <= high && w/h >= letterNarrow && w/h <= letterWide && fill >= 0.12 && fill <= 0.9 {
			marks = append(marks, p)
		}
	}
	sorting.By(marks, func(a, b part) int { return cmp.Or(cmp.Compare(a.x0, b.x0), cmp.Compare(a.y0, b.y0)) })
	used := make([]bool, len(marks))
	for i := range marks {
		if used[i] {
			continue
		}
		row := []int{i}
		for {
			next := after(marks, used, row[len(row)-1])
			if next < 0 {
				break
			}
			row = append(row, next)
		}
		if len(row) >= inRow && differ(marks, row) {
			rows++
			for _, j := range row {
				used[j] = true
			}
		}
	}
	return rows
}

// after returns the mark that stands next to mark i in its row, or -1.
func after(marks []part, used []bool, i int) int {
	a := &marks[i]
	h := a.y1 - a.y0 + 1
	for j := i + 1; j < len(marks); j++ {
		b := &marks[j]
		gap := b.x0 - a.x1
		if float64(b.x0-a.x1) > spaced*float64(h) {
			return -1
		}
		g := b.y1 - b.y0 + 1
		foot, head := b.y1-a.y1, b.y0-a.y0
		if used[j] || gap < 0 || g*10 < 7*h || h*10 < 7*g || min(abs(foot), abs(head))*5 > h || max(abs(foot), abs(head))*3 > h {
			continue
		}
		return j
	}
	return -1
}

func abs(n int) int { return max(n, -n) }

// differ reports whether the marks of a row have at least two, and of longer rows three, shapes.
func differ(marks []part, row []int) bool {
	var shapes [][3]float64
	for _, i := range row {
		p := &marks[i]
		w, h, n := float64(p.x1-p.x0+1), float64(p.y1-p.y0+1), float64(p.n)
		s := [3]float64{n / (w * h), float64(p.upper)/n + float64(p.left)/n/2, float64(p.middle)/n + w/h/2}
		if !slices.ContainsFunc(shapes, func(t [3]float64) bool {
			return math.Abs(s[0]-t[0]) < 0.09 && math.Abs(s[1]-t[1]) < 0.09 && math.Abs(s[2]-t[2]) < 0.12
		}) {
			shapes = append(shapes, s)
		}
	}
	return len(shapes) >= 2 && (len(row) < 5 || len(shapes) >= 3)
}
