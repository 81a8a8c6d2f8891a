package imagery

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// flag is a picture whose quarters differ, so that every turn is told from every other.
func flag(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			switch {
			case x < w/2 && y < h/2:
				c = color.RGBA{200, 0, 0, 255}
			case y < h/2:
				c = color.RGBA{0, 160, 0, 255}
			case x < w/2:
				c = color.RGBA{0, 0, 200, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// exifOf makes EXIF data with an orientation, and with a place.
func exifOf(turn uint16, place bool) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x02")
	entry := func(tag, kind uint16, value uint32) {
		b = binary.BigEndian.AppendUint16(b, tag)
		b = binary.BigEndian.AppendUint16(b, kind)
		b = binary.BigEndian.AppendUint32(b, 1)
		b = binary.BigEndian.AppendUint32(b, value)
	}
	entry(0x0112, 3, uint32(turn)<<16)
	if place {
		entry(0x8825, 4, 8)
	} else {
		entry(0x0100, 4, 8)
	}
	return b
}

func jpegWith(t *testing.T, m image.Image, turn uint16, place bool) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, m, nil); err != nil {
		t.Fatal(err)
	}
	seg := append([]byte("Exif\x00\x00"), exifOf(turn, place)...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, byte((len(seg) + 2) >> 8), byte(len(seg) + 2)}
	return append(append(head, seg...), buf.Bytes()[2:]...)
}

func TestOrigin(t *testing.T) {
	if o := OriginOf(jpegWith(t, flag(16, 8), 6, true)); o != (Origin{6, true, true}) {
		t.Errorf("%+v", o)
	}
	if o := OriginOf(jpegWith(t, flag(16, 8), 3, false)); o != (Origin{3, false, true}) {
		t.Errorf("%+v", o)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, flag(4, 4)); err != nil {
		t.Fatal(err)
	}
	if o := OriginOf(buf.Bytes()); o != (Origin{Turn: 1}) {
		t.Errorf("%+v", o)
	}
	e := exifOf(8, true)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(e)))
	chunk = append(append(append(chunk, "eXIf"...), e...), 0, 0, 0, 0)
	withPlace := append(append(bytes.Clone(buf.Bytes()[:33]), chunk...), buf.Bytes()[33:]...)
	if o := OriginOf(withPlace); o != (Origin{8, true, true}) {
		t.Errorf("%+v", o)
	}
	webp := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8 \x03\x00\x00\x00abc\x00EXIF"), binary.LittleEndian.AppendUint32(nil, uint32(len(e)))...)
	if o := OriginOf(append(webp, e...)); o != (Origin{8, true, true}) {
		t.Errorf("%+v", o)
	}
}

// FuzzOrigin: whatever a file holds, reading it ends without a fault.
func FuzzOrigin(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x08"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPEXIF\xff\xff\xff\xff"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\xff\xff\xff\xffeXIf"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := OriginOf(data); o.Turn < 1 || o.Turn > 8 {
			t.Errorf("%+v", o)
		}
	})
}

// TestUpright: a picture that was stored turned comes out as it was taken.
func TestUpright(t *testing.T) {
	m := flag(8, 4)
	at := func(m image.Image, right, low bool) color.RGBA {
		b := m.Bounds()
		x, y := b.Dx()/4, b.Dy()/4
		if right {
			x = b.Dx() * 3 / 4
		}
		if low {
			y = b.Dy() * 3 / 4
		}
		return color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
	}
	red := color.RGBA{200, 0, 0, 255}
	for turn, where := range map[int][2]bool{1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true}, 5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true}} {
		out := Upright(m, turn)
		if w := out.Bounds().Dx(); (turn >= 5) != (w == 4) {
			t.Errorf("turn %d: width %d", turn, w)
		}
		if got := at(out, where[0], where[1]); got != red {
			t.Errorf("turn %d: %v at %v", turn, got, where)
		}
	}
	// 6 is a quarter to the right: what was upper left is upper right, what was lower left upper left.
	if got := at(Upright(m, 6), false, false); got != (color.RGBA{0, 0, 200, 255}) {
		t.Errorf("turn 6: %v", got)
	}
	if got := at(Upright(m, 5), true, false); got != (color.RGBA{0, 0, 200, 255}) {
		t.Errorf("turn 5: %v", got)
	}
}

func TestCompose(t *testing.T) {
	a := Canvas(flag(400, 200), 100)
	if a.Rect.Dx() != 100 || a.Rect.Dy() != 50 {
		t.Fatal(a.Rect)
	}
	white := color.RGBA{255, 255, 255, 255}
	same := Difference(a, a)
	for i, v := range same.Pix {
		if v != 255 {
			t.Fatalf("a picture differs from itself at %d", i)
		}
	}
	plain := Lay(flag(400, 200), 100, 50, Placement{Size: 100})
	if d := Difference(a, plain).RGBAAt(20, 10); d.R < 240 {
		t.Errorf("laid without being moved, it differs: %v", d)
	}
	mirrored := Lay(a, 100, 50, Placement{Size: 100, Mirror: true})
	if c := mirrored.RGBAAt(80, 10); c.R < 180 || c.G > 40 {
		t.Errorf("mirrored: %v", c)
	}
	half := Lay(a, 100, 50, Placement{Size: 100, Turn: 180})
	if c := half.RGBAAt(80, 40); c.R < 180 || c.G > 40 {
		t.Errorf("turned by 180 degrees: %v", c)
	}
	quarter := Lay(flag(50, 50), 50, 50, Placement{Size: 100, Turn: 90})
	if c := quarter.RGBAAt(40, 10); c.R < 180 || c.G > 40 {
		t.Errorf("turned by 90 degrees: %v", c)
	}
	moved := Lay(a, 100, 50, Placement{Size: 50, X: 25})
	if c := moved.RGBAAt(10, 10); c != white {
		t.Errorf("moved: %v", c)
	}
	if c := moved.RGBAAt(60, 20); c.R < 180 || c.G > 40 {
		t.Errorf("moved: %v", c)
	}
	if c := Overlay(a, blank(100, 50), 50).RGBAAt(10, 10); c.R != 227 || c.G != 127 {
		t.Errorf("overlay: %v", c)
	}
	if g := Grey(a).RGBAAt(10, 10); g.R != g.G || g.G != g.B {
		t.Errorf("grey: %v", g)
	}
	e := Edges(a)
	if e.RGBAAt(20, 10) != white || e.RGBAAt(50, 10) == white {
		t.Errorf("edges: %v %v", e.RGBAAt(20, 10), e.RGBAAt(50, 10))
	}
	if c := Contours(a, a).RGBAAt(50, 10); c.R != c.B || c.R > 200 {
		t.Errorf("common edge: %v", c)
	}
	cut := Crop(a, 50, 0, 50, 50)
	if cut.Rect.Dx() != 55 || cut.RGBAAt(30, 10) != a.RGBAAt(75, 10) {
		t.Errorf("crop: %v %v", cut.Rect, cut.RGBAAt(30, 10))
	}
	if out := Crop(a, 0, 0, 0, 0); out != a {
		t.Error("no region cuts nothing")
	}
}
