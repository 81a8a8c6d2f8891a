package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/signintech/gopdf"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/typeset"
)

// pictures adds a row of pictures with the words below each, and the caption of the row. The row stands on
// one page.
func (l *layout) pictures(b paper.Pictures) {
	const between = 8.0
	column := (textWidth - between*float64(len(b.Items)-1)) / float64(len(b.Items))
	type cell struct {
		holder gopdf.ImageHolder
		w, h   float64
		lines  []typeset.Line
	}
	var cells []cell
	high, instead, words := 0.0, 0.0, 0
	for _, x := range b.Items {
		c := cell{lines: typeset.Break(one(x.Text, inCell), func(int) float64 { return column }, l.measure)}
		if len(x.Data) == 0 {
			instead = max(instead, cellPitch*float64(len(c.lines)))
		} else {
			c.w, c.h = b.Fit(x, column, mm)
			holder, err := holderOf(x.Data)
			if err != nil {
				l.fail(err)
				return
			}
			c.holder, high, words = holder, max(high, c.h), max(words, len(c.lines))
		}
		cells = append(cells, c)
	}
	l.gap(6)
	// A row of high pictures with many words is made smaller until it stands on one page with its caption.
	below := 4 + cellPitch*float64(words) + cellEnd
	shrink := min(1, (textHeight-3*pitch-below)/max(high, 1))
	high *= shrink
	height := max(high+below, instead)
	l.boxes = append(l.boxes, box{height: height, keep: b.Caption != "", draw: func(y float64, _ edge) {
		for i, c := range cells {
			x := left + float64(i)*(column+between)
			if c.holder == nil {
				from := y + max(0, high-cellPitch*float64(len(c.lines)))/2
				for n, line := range c.lines {
					l.set1(line, paper.Left, frame{x, from + cellPitch*float64(n), column, cellPitch})
				}
				continue
			}
			w, h := c.w*shrink, c.h*shrink
			l.fail(l.pdf.ImageByHolder(c.holder, x+(column-w)/2, y+(high-h)/2, &gopdf.Rect{W: w, H: h}))
			for n, line := range c.lines {
				l.set1(line, paper.Center, frame{x, y + high + 4 + cellPitch*float64(n), column, cellPitch})
			}
		}
	}})
	if b.Caption != "" {
		l.text(one(b.Caption, inCaption), setting{pitch: pitch, align: paper.Center})
	}
	l.gap(6)
}

// holderOf hands a picture to gopdf in a form in which it copies rather than interprets: a JPEG of brightness
// and colour as it is, anything else as opaque pixels on white paper.
func holderOf(data []byte) (gopdf.ImageHolder, error) {
	img, format, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if m := img.ColorModel(); format == "jpeg" && (m == color.YCbCrModel || m == color.GrayModel) {
		return gopdf.ImageHolderByBytes(data)
	}
	r := img.Bounds()
	flat := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), img, r.Min, draw.Over)
	var b bytes.Buffer
	if err := png.Encode(&b, flat); err != nil {
		return nil, err
	}
	return gopdf.ImageHolderByBytes(b.Bytes())
}
