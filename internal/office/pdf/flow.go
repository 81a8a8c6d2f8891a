package pdf

// A box is what a page break does not divide: a line of text, a slice of a table row, a gap.
type box struct {
	height float64
	draw   func(y float64, e edge) // y is the upper edge; may be nil
	keep   bool                    // no page break between this and the next box
	gap    bool                    // vanishes at the top of a page
	final  bool                    // the page ends after it
	foot   bool                    // it and what follows stand at the foot of the page
	cover  bool                    // stands on a page without number
	repeat []box                   // set again on top of a page that begins with this box
}

// An edge tells a box that it begins or ends a page.
type edge struct{ first, last bool }

// A placed box has its upper edge on the page, from the top of the type area.
type placed struct {
	box
	y float64
	edge
}

// A page is what stands on one sheet.
type page struct {
	boxes []placed
	cover bool
}

// tolerance absorbs the rounding of sums of heights, in points.
const tolerance = 0.01

// paginate distributes boxes over pages of a height. Boxes that are to be kept together move
// to the next page together, unless they fill a page alone. Every box but gaps at the top of
// a page is placed exactly once.
func paginate(boxes []box, height float64) []page {
	var pages []page
	for i := 0; ; {
		for i < len(boxes) && boxes[i].gap {
			i++
		}
		if i == len(boxes) {
			return pages
		}
		repeat := boxes[i].repeat
		head := total(repeat)
		end := fit(boxes[i:], height-head) + i
		pages = append(pages, place(repeat, boxes[i:end], height))
		i = end
	}
}

// total returns the height of boxes below each other.
func total(boxes []box) (h float64) {
	for _, b := range boxes {
		h += b.height
	}
	return h
}

// fit returns how many boxes go onto a page, at least one.
func fit(boxes []box, room float64) int {
	y, n := 0.0, 0
	for n < len(boxes) && (n == 0 || y+boxes[n].height <= room+tolerance) {
		y += boxes[n].height
		n++
		if boxes[n-1].final {
			return n
		}
	}
	if n == len(boxes) {
		return n
	}
	// Go back to the last place where the page may end; where there is none, cut here.
	for back := n; back > 0; back-- {
		if !boxes[back-1].keep {
			return back
		}
	}
	return n
}

// place sets the boxes of one page below each other, the repeated ones first.
func place(repeat, boxes []box, height float64) page {
	p := page{cover: boxes[0].cover}
	y := 0.0
	for _, b := range repeat {
		p.boxes = append(p.boxes, placed{box: b, y: y})
		y += b.height
	}
	atFoot := false
	for i, b := range boxes {
		if b.foot && !atFoot {
			atFoot = true
			y = max(y, height-total(boxes[i:]))
		}
		p.boxes = append(p.boxes, placed{b, y, edge{i == 0, i == len(boxes)-1}})
		y += b.height
	}
	return p
}
