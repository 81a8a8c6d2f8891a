package raster

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/vector"
)

type (
	// A spot is a place in the drawing.
	spot struct{ x, y float64 }
	// A line is spots one after the other; a closed one ends where it began.
	line struct {
		at     []spot
		closed bool
	}
)

// circle is a circle as a line.
func circle(x, y, r float64) line {
	const parts = 48
	l := line{closed: true}
	for i := range parts {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / parts)
		l.at = append(l.at, spot{x + r*cos, y + r*sin})
	}
	return l
}

// A reader reads the commands of a path.
type reader struct {
	rest  string
	lines []line
	at    spot
}

// parse reads a path, its curves as many short lines.
func parse(d string) ([]line, error) {
	r := &reader{rest: d}
	cmd := byte(0)
	for {
		r.rest = strings.TrimLeft(r.rest, " ,")
		if r.rest == "" {
			return r.lines, nil
		}
		// A command holds until the next one.
		if c := r.rest[0]; c >= 'A' {
			cmd, r.rest = c, r.rest[1:]
		}
		if err := r.command(cmd); err != nil {
			return nil, err
		}
		// After its first spot a move goes on as a line.
		switch cmd {
		case 'M':
			cmd = 'L'
		case 'm':
			cmd = 'l'
		}
	}
}

// numbers reads the operands of a command.
func (r *reader) numbers(n int) (out []float64, err error) {
	for range n {
		r.rest = strings.TrimLeft(r.rest, " ,")
		// A minus ends the number before it: charts write paths as short as they may be.
		end := 0
		for end < len(r.rest) && (r.rest[end] >= '0' && r.rest[end] <= '9' || r.rest[end] == '.' || r.rest[end] == '-' && end == 0) {
			end++
		}
		v, err := strconv.ParseFloat(r.rest[:end], 64)
		if err != nil || math.Abs(v) > 1e5 {
			return nil, fmt.Errorf("a path goes on with %.10q", r.rest)
		}
		out, r.rest = append(out, v), r.rest[end:]
	}
	return out, nil
}

// to goes on to a spot.
func (r *reader) to(p spot) {
	if len(r.lines) == 0 || r.lines[len(r.lines)-1].closed {
		r.lines = append(r.lines, line{at: []spot{r.at}})
	}
	l := &r.lines[len(r.lines)-1]
	l.at, r.at = append(l.at, p), p
}

// operands is how many numbers each command takes.
var operands = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'A': 7, 'Z': 0}

// command obeys one command.
func (r *reader) command(cmd byte) error {
	upper := cmd &^ 0x20
	n, ok := operands[upper]
	if !ok {
		return fmt.Errorf("a path has the command %q", string(rune(cmd)))
	}
	v, err := r.numbers(n)
	if err != nil {
		return err
	}
	from := spot{}
	if cmd != upper {
		from = r.at // small letters count from where the pen is
	}
	switch upper {
	case 'M':
		r.at = spot{from.x + v[0], from.y + v[1]}
		r.lines = append(r.lines, line{at: []spot{r.at}})
	case 'L':
		r.to(spot{from.x + v[0], from.y + v[1]})
	case 'H':
		r.to(spot{from.x + v[0], r.at.y})
	case 'V':
		r.to(spot{r.at.x, from.y + v[0]})
	case 'C':
		r.curve(r.at, spot{from.x + v[0], from.y + v[1]}, spot{from.x + v[2], from.y + v[3]}, spot{from.x + v[4], from.y + v[5]})
	case 'A':
		if v[0] != v[1] {
			return errors.New("an arc of no circle")
		}
		r.arc(v[0], v[3] != 0, v[4] != 0, spot{from.x + v[5], from.y + v[6]})
	case 'Z':
		if len(r.lines) == 0 {
			return errors.New("a path ends before it begins")
		}
		l := &r.lines[len(r.lines)-1]
		l.closed, r.at = true, l.at[0]
	}
	return nil
}

// curve goes along a cubic curve.
func (r *reader) curve(a, b, c, d spot) {
	const parts = 24
	for i := 1; i <= parts; i++ {
		t := float64(i) / parts
		u := 1 - t
		r.to(spot{u*u*u*a.x + 3*u*u*t*b.x + 3*u*t*t*c.x + t*t*t*d.x, u*u*u*a.y + 3*u*u*t*b.y + 3*u*t*t*c.y + t*t*t*d.y})
	}
}

// arc goes along a part of a circle, as the standard of SVG says where its middle is.
func (r *reader) arc(radius float64, large, sweep bool, end spot) {
	const parts = 24
	a := r.at
	// The middle lies across the line from end to end, as far from it as the radius leaves. A radius that is
	// too short to reach is lengthened until it does.
	hx, hy := (a.x-end.x)/2, (a.y-end.y)/2
	half := math.Hypot(hx, hy)
	if half == 0 {
		return
	}
	radius = max(radius, half)
	k := math.Sqrt(max(radius*radius-half*half, 0)) / half
	if large == sweep {
		k = -k
	}
	mx, my := (a.x+end.x)/2+k*hy, (a.y+end.y)/2-k*hx
	from, to := math.Atan2(a.y-my, a.x-mx), math.Atan2(end.y-my, end.x-mx)
	// The angles are those of a full turn: which way round is meant says the sweep.
	if sweep && to < from {
		to += 2 * math.Pi
	} else if !sweep && to > from {
		to -= 2 * math.Pi
	}
	for i := 1; i <= parts; i++ {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/parts)
		r.to(spot{mx + radius*cos, my + radius*sin})
	}
}

// shape fills lines and draws along them, as the attributes say.
func (s *sheet) shape(lines []line, a attributes) error {
	if t := a["transform"]; t != "" {
		var by spot
		if _, err := fmt.Sscanf(t, "translate(%g %g)", &by.x, &by.y); err != nil {
			return fmt.Errorf("the transform %q is unknown", t)
		}
		for _, l := range lines {
			for i := range l.at {
				l.at[i] = spot{l.at[i].x + by.x, l.at[i].y + by.y}
			}
		}
	}
	stroke, err := s.paint(a["stroke"], "none")
	if err != nil {
		return err
	}
	// A path that is drawn along and says nothing of its inside is an open line in all charts.
	inside := s.ink
	if stroke != nil {
		inside = "none"
	}
	src, err := s.paint(a["fill"], inside)
	if err != nil {
		return err
	}
	if src != nil {
		s.fill(lines, src)
	}
	if stroke == nil {
		return nil
	}
	// What the standard says where a chart says nothing.
	width := 1.0
	if a["stroke-width"] != "" {
		width = a.number("stroke-width")
	}
	var dash []float64
	for _, f := range strings.Fields(a["stroke-dasharray"]) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || v <= 0 {
			return fmt.Errorf("the dash %q is unknown", f)
		}
		dash = append(dash, v)
	}
	s.fill(along(lines, width, dash), stroke)
	return nil
}

// along is the surface of lines of a width.
func along(lines []line, width float64, dash []float64) (out []line) {
	for _, l := range lines {
		at := l.at
		if l.closed {
			at = append(at[:len(at):len(at)], at[0])
		}
		pen := dashing{dash: dash}
		for i := 1; i < len(at); i++ {
			a, b := at[i-1], at[i]
			length := math.Hypot(b.x-a.x, b.y-a.y)
			if length == 0 {
				continue
			}
			ux, uy := (b.x-a.x)/length, (b.y-a.y)/length
			nx, ny := -uy*width/2, ux*width/2
			// Short lines that lie over each other at their ends would show as dots where they are half dark.
			corner := dash == nil && len(at) < 8 // curves of many short lines have none
			for _, part := range pen.parts(length) {
				from, to := part[0], part[1]
				if corner {
					from, to = from-width/2, to+width/2 // so that corners are whole
				}
				p, q := spot{a.x + ux*from, a.y + uy*from}, spot{a.x + ux*to, a.y + uy*to}
				// All go round the same way, so that where two lie over each other neither takes the other away.
				out = append(out, line{[]spot{{p.x + nx, p.y + ny}, {q.x + nx, q.y + ny}, {q.x - nx, q.y - ny}, {p.x - nx, p.y - ny}}, true})
			}
		}
	}
	return out
}

// dashing says where in its dashes a line is.
type dashing struct {
	dash []float64
	now  int
	used float64
}

// parts are the parts of the next piece of the line that are drawn.
func (d *dashing) parts(length float64) (out [][2]float64) {
	if len(d.dash) == 0 {
		return [][2]float64{{0, length}}
	}
	for at := 0.0; at < length; {
		left := d.dash[d.now%len(d.dash)] - d.used
		step := min(left, length-at)
		if d.now%2 == 0 {
			out = append(out, [2]float64{at, at + step})
		}
		if at += step; step == left {
			d.now, d.used = d.now+1, 0
		} else {
			d.used += step
		}
	}
	return out
}

// fill paints what lines enclose.
func (s *sheet) fill(lines []line, src image.Image) {
	low, high := spot{math.Inf(1), math.Inf(1)}, spot{math.Inf(-1), math.Inf(-1)}
	for _, l := range lines {
		for _, p := range l.at {
			low, high = spot{min(low.x, p.x), min(low.y, p.y)}, spot{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	if low.x > high.x {
		return
	}
	// Only the part of the picture that the shape takes is gone through: a chart has hundreds of them.
	frame := image.Rect(int(math.Floor(low.x*Scale)), int(math.Floor(low.y*Scale)), int(math.Ceil(high.x*Scale))+1, int(math.Ceil(high.y*Scale))+1)
	if !frame.Overlaps(s.img.Bounds()) || frame.Dx() > 2*maxSide*Scale || frame.Dy() > 2*maxSide*Scale {
		return
	}
	v := vector.NewRasterizer(frame.Dx(), frame.Dy())
	to := func(p spot) (x, y float32) {
		return float32(p.x*Scale - float64(frame.Min.X)), float32(p.y*Scale - float64(frame.Min.Y))
	}
	for _, l := range lines {
		v.MoveTo(to(l.at[0]))
		for _, p := range l.at[1:] {
			v.LineTo(to(p))
		}
		v.ClosePath()
	}
	// A pattern begins at the corner of the picture, not of the shape: so it goes on from one to the next.
	mask := image.NewAlpha(image.Rect(0, 0, frame.Dx(), frame.Dy()))
	v.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	draw.DrawMask(s.img, frame, src, frame.Min, mask, image.Point{}, draw.Over)
}
