package pdf

import (
	"testing"

	"pgregory.net/rapid"
)

// Every box is placed once and in order, nothing stands beyond the page, and what is to be
// kept together is, unless it fills a page alone.
func TestPaginate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const height = 100.0
		var boxes []box
		var head []box
		for range rapid.IntRange(0, 60).Draw(t, "boxes") {
			b := box{
				height: rapid.Float64Range(0, 40).Draw(t, "height"),
				keep:   rapid.IntRange(0, 3).Draw(t, "keep") == 0,
				gap:    rapid.IntRange(0, 5).Draw(t, "gap") == 0,
				final:  rapid.IntRange(0, 9).Draw(t, "final") == 0,
			}
			if rapid.IntRange(0, 9).Draw(t, "head") == 0 {
				head = []box{{height: 7}}
			}
			if !b.gap {
				b.repeat = head
			}
			boxes = append(boxes, b)
		}
		next := 0
		for n, p := range paginate(boxes, height) {
			y, repeated := 0.0, 0
			for i, b := range p.boxes {
				if b.y+1e-9 < y {
					t.Fatalf("page %d: box at %g over the one before, which ends at %g", n, b.y, y)
				}
				y = b.y + b.height
				if y > height+tolerance && i > repeated {
					t.Fatalf("page %d ends at %g", n, y)
				}
				if i < len(p.boxes[0].repeat) && b.repeat == nil && b.height == 7 {
					repeated++
				}
			}
			real := p.boxes
			for next < len(boxes) && boxes[next].gap {
				next++
			}
			if len(boxes[next].repeat) > 0 {
				real = p.boxes[1:]
			}
			if !real[0].first || !real[len(real)-1].last {
				t.Fatalf("page %d: edges are not marked", n)
			}
			for _, b := range real {
				if b.height != boxes[next].height {
					t.Fatalf("page %d: box %d is missing or out of order", n, next)
				}
				next++
			}
			if end := real[len(real)-1]; end.keep && !end.final && next < len(boxes) {
				for _, b := range real {
					if !b.keep {
						t.Fatalf("page %d parts what is kept together", n)
					}
				}
			}
		}
		for _, b := range boxes[next:] {
			if !b.gap {
				t.Fatal("a box is missing")
			}
		}
	})
}

func TestFootStandsAtTheBottom(t *testing.T) {
	p := paginate([]box{{height: 10}, {height: 5, foot: true, keep: true}, {height: 5}}, 100)
	if len(p) != 1 || p[0].boxes[1].y != 90 || p[0].boxes[2].y != 95 {
		t.Errorf("%+v", p)
	}
	p = paginate([]box{{height: 95}, {height: 5, foot: true, keep: true}, {height: 5}}, 100)
	if len(p) != 2 || p[1].boxes[0].y != 90 {
		t.Errorf("%+v", p)
	}
}
