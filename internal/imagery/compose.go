package imagery

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// Canvas copies a picture onto white, at most longest pixels a side, without anything but its pixels.
func Canvas(img image.Image, longest int) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if side := max(w, h); side > longest {
		w, h = max(1, w*longest/side), max(1, h*longest/side)
	}
	out := blank(w, h)
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Over, nil)
	return out
}

func blank(w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	return out
}

// A Placement says how a picture is laid into a frame: moved by per cent of the frame, sized in per cent of
// the size that fits, turned clockwise by degrees, mirrored left to right.
type Placement struct {
	X, Y, Size, Turn float64
	Mirror           bool
}

// Lay fits a picture into a white frame of the size and places it.
func Lay(img image.Image, w, h int, p Placement) *image.RGBA {
	out := blank(w, h)
	b := img.Bounds()
	if b.Empty() || p.Size <= 0 {
		return out
	}
	s := min(float64(w)/float64(b.Dx()), float64(h)/float64(b.Dy())) * p.Size / 100
	sin, cos := math.Sincos(p.Turn * math.Pi / 180)
	sx := s
	if p.Mirror {
		sx = -s
	}
	// The middle of the picture comes to the middle of the frame, moved.
	cx, cy := float64(b.Min.X+b.Max.X)/2, float64(b.Min.Y+b.Max.Y)/2
	tx, ty := float64(w)*(0.5+p.X/100), float64(h)*(0.5+p.Y/100)
	m := f64.Aff3{cos * sx, -sin * s, tx - cos*sx*cx + sin*s*cy, sin * sx, cos * s, ty - sin*sx*cx - cos*s*cy}
	draw.BiLinear.Transform(out, m, img, b, draw.Over, nil)
	return out
}

// Grey takes the colours out.
func Grey(img *image.RGBA) *image.RGBA {
	return each(img, img, func(a, _ color.RGBA) color.RGBA { g := luma(a); return color.RGBA{g, g, g, 255} })
}

func luma(c color.RGBA) byte {
	return byte((306*uint32(c.R) + 601*uint32(c.G) + 117*uint32(c.B)) >> 10)
}

// Overlay lays b over a; share is the part of b in per cent.
func Overlay(a, b *image.RGBA, share int) *image.RGBA {
	mix := func(x, y byte) byte { return byte((int(x)*(100-share) + int(y)*share) / 100) }
	return each(a, b, func(p, q color.RGBA) color.RGBA {
		return color.RGBA{mix(p.R, q.R), mix(p.G, q.G), mix(p.B, q.B), 255}
	})
}

// Difference is white where both pictures are equal and the darker the more they differ.
func Difference(a, b *image.RGBA) *image.RGBA {
	d := func(x, y byte) byte { return byte(255 - abs(int(x)-int(y))) }
	return each(a, b, func(p, q color.RGBA) color.RGBA {
		return color.RGBA{d(p.R, q.R), d(p.G, q.G), d(p.B, q.B), 255}
	})
}

// Contours draws the edges of a in blue and those of b in red, and where both have one in black.
func Contours(a, b *image.RGBA) *image.RGBA {
	return each(Edges(a), Edges(b), func(p, q color.RGBA) color.RGBA { return color.RGBA{p.R, min(p.R, q.R), q.R, 255} })
}

// Edges draws dark lines where a picture gets lighter or darker.
func Edges(img *image.RGBA) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	grey := make([]int, w*h)
	for y := range h {
		for x := range w {
			grey[y*w+x] = int(luma(img.RGBAAt(x, y)))
		}
	}
	out := blank(w, h)
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			at := func(dx, dy int) int { return grey[(y+dy)*w+x+dx] }
			gx := at(1, -1) + 2*at(1, 0) + at(1, 1) - at(-1, -1) - 2*at(-1, 0) - at(-1, 1)
			gy := at(-1, 1) + 2*at(0, 1) + at(1, 1) - at(-1, -1) - 2*at(0, -1) - at(1, -1)
			v := byte(255 - min(255, (abs(gx)+abs(gy))/2))
			out.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	return out
}

// each makes a picture from two of one size, pixel by pixel; of different sizes the common part.
func each(a, b *image.RGBA, f func(p, q color.RGBA) color.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, min(a.Rect.Dx(), b.Rect.Dx()), min(a.Rect.Dy(), b.Rect.Dy())))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetRGBA(x, y, f(a.RGBAAt(x, y), b.RGBAAt(x, y)))
		}
	}
	return out
}

// Crop cuts a region out, in per cent of the picture, with a margin of 5 per cent around it in which what
// surrounds it stays pale.
func Crop(img *image.RGBA, x, y, w, h float64) *image.RGBA {
	const margin = 5
	b := img.Bounds()
	part := func(v float64, n int) int { return min(max(int(math.Round(v/100*float64(n))), 0), n) }
	inner := image.Rect(part(x, b.Dx()), part(y, b.Dy()), part(x+w, b.Dx()), part(y+h, b.Dy()))
	outer := image.Rect(part(x-margin, b.Dx()), part(y-margin, b.Dy()), part(x+w+margin, b.Dx()), part(y+h+margin, b.Dy()))
	if inner.Empty() {
		return img
	}
	out := blank(outer.Dx(), outer.Dy())
	for py := outer.Min.Y; py < outer.Max.Y; py++ {
		for px := outer.Min.X; px < outer.Max.X; px++ {
			c := img.RGBAAt(px, py)
			if !(image.Point{px, py}).In(inner) {
				pale := func(v byte) byte { return 255 - (255-v)/3 }
				c = color.RGBA{pale(c.R), pale(c.G), pale(c.B), 255}
			}
			out.SetRGBA(px-outer.Min.X, py-outer.Min.Y, c)
		}
	}
	return out
}
