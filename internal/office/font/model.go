package font

import "math/bits"

// A coder takes bits one by one, each in a place that says what is known of it: one that packs takes the bit given
// and returns it, one that unpacks returns what was packed there.
type coder interface {
	bit(place, b int) int
}

// Places of the model.
const (
	nodes = 128 // of a number

	atKnown    = 0
	atContours = 1 * nodes
	atShape    = 2 * nodes
	atLength   = 3 * nodes
	atStartX   = 4 * nodes
	atStartY   = 5 * nodes // by the class of the other
	atLow      = atStartY + classes*nodes
	atOn       = atLow + 16*16
	atOften    = atOn + 32*classes*classes // what stands for the rare places of the next two
	atX        = atOften + 2*often
	atY        = atX + often*classes
	places     = atY + often*classes

	often = 8 * fines * nodes

	classes = 26 // of numbers by their sign and length
	fines   = 48 // likewise, with one more digit
)

// class sorts a number by sign and length.
func class(v int) int {
	s := sign(v)
	return min(2*bits.Len(uint(abs(v)))+s, classes-2+s) //nolint:gosec // not negative
}

// fine sorts a number by sign, length and second digit.
func fine(v int) int {
	s, v := sign(v), abs(v)
	n := v
	if k := bits.Len(uint(v)) - 2; k > 0 { //nolint:gosec // not negative
		n = 2*k + v>>k
	}
	return min(2*n+s, fines-2+s)
}

func sign(v int) int {
	if v < 0 {
		return 1
	}
	return 0
}

func abs(v int) int { return max(v, -v) }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// number codes a number at a place: whether there is any, its sign, its length, its digits.
func number(c coder, at, v int) int {
	if c.bit(at, bit(v != 0)) == 0 {
		return 0
	}
	s := c.bit(at+1, sign(v))
	v = abs(v)
	length := 0
	for length < 14 && c.bit(at+2+2*length+s, bit(v>>length > 1)) == 1 {
		length++
	}
	n := 1
	for i := length - 1; i >= 0; i-- {
		place := atLow + 16*length + i
		if n < 4 {
			place = at + 32 + 3*(2*(length-1)+s) + n - 1
		}
		n = n<<1 | c.bit(place, v>>i&1)
	}
	if s == 1 {
		return -n
	}
	return n
}

// code codes an outline: what is given is packed, or it is unpacked into it. The points of contours that have a
// shape are left to the caller but for the first.
func (o *outline) code(c coder) {
	n := number(c, atContours, len(*o))
	if *o == nil {
		*o = make([]contour, n)
	}
	for i := range *o {
		k := &(*o)[i]
		if c.bit(atKnown, bit(k.shape > 0)) == 1 {
			k.shape = number(c, atShape, k.shape)
		}
		if k.points == nil {
			k.points = make([]point, 1)
		}
		first := &k.points[0]
		first.dx = number(c, atStartX, first.dx)
		first.dy = number(c, atStartY+class(first.dx)*nodes, first.dy)
		if k.shape == 0 {
			k.points = line(c, k.points)
		}
	}
}

// line codes the points of a contour, or of a shape, but for where it begins. What is likely of a point is told by
// the distance before it: a curve goes on in its direction.
func line(c coder, points []point) []point {
	n := number(c, atLength, len(points))
	points = append(points, make([]point, max(0, n-len(points)))...)
	var last point
	before := 7 // which of the last three were on the curve
	for i := range points {
		p := &points[i]
		p.on = c.bit(atOn+((min(i, 3)<<3|before)*classes+class(last.dx))*classes+class(last.dy), bit(p.on)) == 1
		before = before<<1&7 | bit(p.on)
		if i == 0 {
			continue
		}
		kind := before
		p.dx = number(c, atX+((kind*fines+fine(last.dx))*classes+class(last.dy))*nodes, p.dx)
		ahead := last.dy
		if last.dx != 0 {
			ahead = p.dx * last.dy / last.dx
		}
		p.dy = number(c, atY+((kind*fines+fine(ahead))*classes+class(p.dx))*nodes, p.dy)
		last = *p
	}
	return points
}

// rarely fills the places for which the model says nothing, because they are rare, by what is likely whatever the
// second class is.
func rarely(model []byte) {
	for place := atX; place < places; place++ {
		if model[place] == 0 {
			model[place] = model[parent(place)]
		}
	}
}

// parent is the place that stands for a rare one.
func parent(place int) int {
	table, place := (place-atX)/(often*classes), (place-atX)%(often*classes)
	return atOften + table*often + place/(classes*nodes)*nodes + place%nodes
}
