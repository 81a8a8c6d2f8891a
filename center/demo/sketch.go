package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// A shape is a part of a drawn product in a frame of 1 by 1: an ellipse, a box, or a line from corner to corner.
type shape struct {
	form           byte // e, b, l
	x0, y0, x1, y1 float64
}

// products are the designs in dispute by the order of their titles: the views that are shown of each, and the part that
// a different product has instead of the first of the view.
var products = []map[string][]shape{
	{ // a lamp with a curved arm
		"front": {{'e', .3, .12, .7, .32}, {'l', .5, .32, .5, .84}, {'e', .28, .82, .72, .92}},
		"left":  {{'e', .5, .12, .82, .3}, {'l', .36, .84, .3, .6}, {'l', .3, .6, .36, .34}, {'l', .36, .34, .55, .22}, {'e', .2, .82, .52, .92}},
		"top":   {{'e', .3, .42, .7, .62}, {'e', .28, .3, .72, .74}},
	},
	{ // a loudspeaker with woven cloth
		"front": {{'e', .36, .32, .64, .68}, {'b', .2, .22, .8, .78}, {'l', .2, .34, .8, .34}, {'l', .2, .5, .8, .5}, {'l', .2, .66, .8, .66}, {'l', .35, .22, .35, .78}, {'l', .65, .22, .65, .78}},
		"left":  {{'b', .36, .22, .64, .78}, {'e', .44, .3, .56, .42}},
		"top":   {{'b', .2, .38, .8, .62}, {'b', .42, .46, .58, .54}},
	},
	{ // a chair with crossed legs
		"front": {{'b', .3, .12, .7, .44}, {'b', .28, .5, .72, .57}, {'l', .3, .57, .7, .92}, {'l', .7, .57, .3, .92}},
		"left":  {{'l', .3, .12, .36, .52}, {'b', .3, .5, .72, .57}, {'l', .34, .57, .7, .92}, {'l', .68, .57, .32, .92}},
		"top":   {{'b', .26, .36, .74, .74}, {'b', .28, .26, .72, .34}},
	},
	{ // a box with a lid and clasps
		"front": {{'b', .15, .24, .85, .36}, {'b', .19, .36, .81, .84}, {'b', .3, .32, .38, .46}, {'b', .62, .32, .7, .46}},
		"left":  {{'b', .3, .24, .7, .36}, {'b', .33, .36, .67, .84}},
		"top":   {{'b', .15, .28, .85, .72}, {'l', .5, .28, .5, .72}},
	},
}

// sketch draws a view of a product: the patent in lines, the product of the other side as a photograph would show it, in
// colour. One that is not similar has another outline.
func sketch(n int, view string, photographed, same bool) []byte {
	return drawn(products[n%len(products)][view], n, photographed, same)
}

// device is what stands for the product of a case about claims: a base, a post and the part between them.
var device = []shape{{'b', .42, .48, .58, .6}, {'b', .47, .12, .53, .84}, {'b', .22, .82, .78, .92}}

// photograph is the picture of the product in dispute that was bought before a notary.
func (j *dispute) photograph() []byte {
	if j.kind == '3' {
		return sketch(j.n, "front", true, true)
	}
	return drawn(device, j.n, true, true)
}

// drawn draws shapes as a picture.
func drawn(shapes []shape, n int, photographed, same bool) []byte {
	const width, height = 480, 400
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	ground, body := color.RGBA{255, 255, 255, 255}, color.RGBA{255, 255, 255, 255}
	if photographed {
		ground, body = color.RGBA{226, 226, 222, 255}, color.RGBA{uint8(90 + 37*n%120), uint8(110 + 53*n%90), uint8(140 + 29*n%80), 255}
	}
	for py := range height {
		for px := range width {
			x, y := float64(px)/width, float64(py)/height
			c := ground
			// The first parts lie in front.
			for i := len(shapes) - 1; i >= 0; i-- {
				s := shapes[i]
				if !same && photographed {
					s = unlike(s, i)
				}
				if inside, edge := s.at(x, y); edge {
					c = color.RGBA{40, 40, 44, 255}
				} else if inside {
					c = body
				}
			}
			img.SetRGBA(px, py, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory
	return b.Bytes()
}

// unlike is a part of a product that is unlike: round where the design is angular, and the other way round.
func unlike(s shape, i int) shape {
	switch s.form {
	case 'e':
		s.form = 'b'
	case 'b':
		s.form, s.y0 = 'e', s.y0-.04*float64(1+i%2)
	default:
		s.x0, s.x1 = (s.x0+s.x1)/2, (s.x0+s.x1)/2
	}
	return s
}

// at reports whether a point lies inside a shape and whether on its edge.
func (s shape) at(x, y float64) (inside, edge bool) {
	const line = .009
	switch s.form {
	case 'b':
		in := func(m float64) bool { return x >= s.x0-m && x <= s.x1+m && y >= s.y0-m && y <= s.y1+m }
		return in(0), in(line/2) && !in(-line/2)
	case 'e':
		rx, ry := (s.x1-s.x0)/2, (s.y1-s.y0)/2
		in := func(m float64) bool { return math.Hypot((x-s.x0-rx)/(rx+m), (y-s.y0-ry)/(ry+m)) <= 1 }
		return in(0), in(line/2) && !in(-line/2)
	}
	// The distance from the line between two points.
	dx, dy := s.x1-s.x0, s.y1-s.y0
	t := min(max(((x-s.x0)*dx+(y-s.y0)*dy)/(dx*dx+dy*dy), 0), 1)
	return false, math.Hypot(x-s.x0-t*dx, y-s.y0-t*dy) <= line
}
