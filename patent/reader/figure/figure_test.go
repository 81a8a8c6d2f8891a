package figure_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	writer "zhibao/patent/filing"
	"zhibao/patent/reader/figure"
)

func facts(t testing.TB, data []byte) patent.Figure {
	t.Helper()
	var f patent.Figure
	if err := figure.NewReader(figure.Standard()).Facts(context.Background(), "x", data, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// drawing is a line drawing of 700 × 900 pixels; digit is what stands at the end of a lead.
func drawing(digit int, c color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 700, 900))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	line := func(r image.Rectangle) { draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src) }
	line(image.Rect(100, 100, 600, 104))
	line(image.Rect(100, 100, 104, 700))
	line(image.Rect(596, 100, 600, 700))
	line(image.Rect(100, 696, 600, 700))
	line(image.Rect(350, 300, 650, 302))
	for i := range digit { // a numeral of about 3 mm at 150 dpi
		line(image.Rect(655, 290+5*i, 668, 292+5*i))
	}
	return img
}

func encoded(t testing.TB, format string, img image.Image, quality int) []byte {
	t.Helper()
	var buf bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&buf, img)
	case "jpeg":
		err = jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality})
	case "tiff":
		err = tiff.Encode(&buf, img, &tiff.Options{Compression: tiff.Deflate})
	case "gif":
		err = gif.Encode(&buf, img, nil)
	case "bmp":
		err = bmp.Encode(&buf, img)
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestFormats(t *testing.T) {
	img := drawing(1, color.Black)
	want := facts(t, encoded(t, "png", img, 0))
	for _, format := range []string{"png", "jpeg", "tiff", "gif", "bmp"} {
		f := facts(t, encoded(t, format, img, 90))
		if f.Format != format || f.Width != 700 || f.Height != 900 || f.Colour || f.Blank || f.Problem != "" || len(f.SHA256) != 64 || len(f.Pixels) != 64 {
			f.Cells = nil
			t.Errorf("%s: %+v", format, f)
		}
		if format != "jpeg" && f.Pixels != want.Pixels {
			t.Errorf("%s: the same pixels have another hash", format)
		}
		mean, most, ok := figure.Apart(&want, &f)
		if !ok || mean > 1 || most > 8 || figure.Distance(want.Perceptual, f.Perceptual) > 2 {
			t.Errorf("%s: mean %.2f, most %.1f, distance %d", format, mean, most, figure.Distance(want.Perceptual, f.Perceptual))
		}
	}
}

// TestNumeral: one stroke more in a numeral is seen in its cell, saving again as JPEG is not.
func TestNumeral(t *testing.T) {
	a := facts(t, encoded(t, "png", drawing(1, color.Black), 0))
	b := facts(t, encoded(t, "png", drawing(3, color.Black), 0))
	_, changed, _ := figure.Apart(&a, &b)
	worst := 0.0
	for _, q := range []int{95, 80, 60, 40} {
		j := facts(t, encoded(t, "jpeg", drawing(1, color.Black), q))
		_, most, _ := figure.Apart(&a, &j)
		worst = max(worst, most)
	}
	t.Logf("changed numeral %.1f, re-encoding %.1f", changed, worst)
	if changed < 12 || worst > 10 {
		t.Errorf("a changed numeral differs by %.1f, re-encoding by up to %.1f", changed, worst)
	}
}

func TestColourAndBlank(t *testing.T) {
	white := image.NewGray(image.Rect(0, 0, 300, 200))
	draw.Draw(white, white.Bounds(), image.White, image.Point{}, draw.Src)
	if f := facts(t, encoded(t, "jpeg", white, 80)); !f.Blank || f.Colour {
		t.Error("an empty sheet is not blank")
	}
	if f := facts(t, encoded(t, "jpeg", drawing(2, color.RGBA{200, 30, 30, 255}), 80)); !f.Colour || f.Blank {
		t.Error("red lines are not colour")
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	if f := facts(t, encoded(t, "png", clear, 0)); !f.Blank {
		t.Error("a transparent picture is not blank")
	}
	pal := image.NewPaletted(image.Rect(0, 0, 30, 30), color.Palette{color.White, color.RGBA{0, 0, 255, 255}})
	for i := range pal.Pix {
		pal.Pix[i] = byte(i & 1)
	}
	if f := facts(t, encoded(t, "png", pal, 0)); !f.Colour {
		t.Error("a blue pattern is not colour")
	}
}

func TestResolution(t *testing.T) {
	for coding, tolerance := range map[writer.Coding]float64{writer.JPEG: 0, writer.PNG: 0.1} {
		for _, dpi := range []int{72, 150, 300} {
			data, err := writer.Art{Width: 40, Height: 30, DPI: dpi}.Encode(coding, 80)
			if err != nil {
				t.Fatal(err)
			}
			if f := facts(t, data); f.DPI < float64(dpi)-tolerance || f.DPI > float64(dpi)+tolerance {
				t.Errorf("%s at %d dpi: %v", coding, dpi, f.DPI)
			}
		}
	}
	// A TIFF with 300 dpi as a fraction, and one in dots per centimetre.
	for unit, want := range map[uint16]float64{2: 300, 3: 762} {
		data := encoded(t, "tiff", image.NewGray(image.Rect(0, 0, 8, 8)), 0)
		patchTIFF(data, unit)
		if f := facts(t, data); f.DPI != want {
			t.Errorf("TIFF with unit %d: %v", unit, f.DPI)
		}
	}
}

// patchTIFF sets the resolution that the encoder writes (72) to 300.
func patchTIFF(data []byte, unit uint16) {
	le := binary.LittleEndian
	at := le.Uint32(data[4:])
	for i := range uint32(le.Uint16(data[at:])) {
		p := at + 2 + i*12
		switch le.Uint16(data[p:]) {
		case 282, 283:
			le.PutUint32(data[le.Uint32(data[p+8:]):], 300)
		case 296:
			le.PutUint16(data[p+8:], unit)
		}
	}
}

func TestBroken(t *testing.T) {
	good := encoded(t, "png", drawing(1, color.Black), 0)
	for name, data := range map[string][]byte{"cut": good[:len(good)/2], "text": []byte("图片"), "empty": nil, "magic only": good[:8]} {
		if f := facts(t, data); f.Problem == "" || len(f.SHA256) != 64 {
			t.Errorf("%s: no problem: %+v", name, f)
		}
	}
}

func TestLimits(t *testing.T) {
	lim := figure.Limits{Bytes: 1 << 20, Pixels: 1000, Decode: 900, Sum: 1000}
	small := func(w, h int) []byte { return encoded(t, "png", image.NewGray(image.Rect(0, 0, w, h)), 0) }
	r := figure.NewReader(lim)
	var f patent.Figure
	err := r.Facts(context.Background(), "大图.png", small(40, 40), &f)
	if fault.KindOf(err) != fault.TooLarge || fault.Of(err).Field != "大图.png" {
		t.Errorf("%v", err)
	}
	f = patent.Figure{}
	if err := r.Facts(context.Background(), "a", small(31, 31), &f); err != nil || f.Problem == "" || f.Width != 31 || f.Pixels != "" {
		t.Errorf("%v %+v", err, f)
	}
	f = patent.Figure{}
	if err := r.Facts(context.Background(), "a", small(29, 29), &f); err != nil || f.Problem != "" {
		t.Errorf("%v %+v", err, f)
	}
	if err := r.Facts(context.Background(), "a", small(20, 20), &f); err != nil || f.Problem == "" {
		t.Errorf("the sum of pixels is not kept: %v %+v", err, f)
	}
}

// TestSharedPictures: every real picture is read, and scaled or recompressed ones stay near.
func TestSharedPictures(t *testing.T) {
	dir := sharedata.Dir(t, "image-near-duplicate")
	n := 0
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil || figure.Format(data) == "" {
			return err
		}
		n++
		if f := facts(t, data); f.Problem == "" && f.Pixels == "" {
			t.Errorf("%s: %+v", p, f)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d pictures, %v", n, err)
	}
}

// eyes read the width of a picture, and fail at the third.
type eyes struct{ read int }

func (e *eyes) Name() string { return "test" }

func (e *eyes) Read(_ context.Context, img image.Image) ([]imagery.Word, error) {
	if e.read++; e.read == 3 {
		return nil, errors.New("示范发明内容")
	}
	return []imagery.Word{{Text: strconv.Itoa(img.Bounds().Dx()), Sure: 90}}, nil
}

// TestWords: every picture is read once, an empty one never, and one that cannot be read stays unread.
func TestWords(t *testing.T) {
	e := &eyes{}
	lim := figure.Standard()
	lim.Eyes = e
	r := figure.NewReader(lim)
	read := func(data []byte) (f patent.Figure) {
		t.Helper()
		if err := r.Facts(t.Context(), "a", data, &f); err != nil {
			t.Fatal(err)
		}
		if err := r.Words(t.Context(), data, &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	one := encoded(t, "png", drawing(1, color.Black), 0)
	a, b := read(one), read(one)
	if a.Read != "test" || len(a.Words) != 1 || a.Words[0].Text != "700" || b.Read != a.Read || b.Pixels != a.Pixels || e.read != 1 {
		t.Errorf("%d readings, %+v", e.read, b.Words)
	}
	if f := read(encoded(t, "png", image.NewGray(image.Rect(0, 0, 20, 20)), 0)); !f.Blank || f.Read != "" || e.read != 1 {
		t.Error("an empty picture was read")
	}
	read(encoded(t, "png", drawing(2, color.Black), 0))
	if f := read(encoded(t, "png", drawing(3, color.Black), 0)); f.Read != "" || f.Words != nil || e.read != 3 {
		t.Errorf("a picture that failed counts as read: %+v", f.Words)
	}
}

func FuzzFacts(f *testing.F) {
	for _, format := range []string{"png", "jpeg", "tiff", "gif", "bmp"} {
		f.Add(encoded(f, format, image.NewRGBA(image.Rect(0, 0, 20, 10)), 50))
	}
	var chunk bytes.Buffer
	chunk.WriteString("\x89PNG\r\n\x1a\n\x00\x00\x00\x09pHYs")
	_ = binary.Write(&chunk, binary.BigEndian, crc32.ChecksumIEEE(nil))
	f.Add(chunk.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		var fig patent.Figure
		lim := figure.Limits{Bytes: 1 << 20, Pixels: 1 << 20, Decode: 1 << 20, Sum: 1 << 20}
		if err := figure.NewReader(lim).Facts(context.Background(), "x", data, &fig); err != nil && fault.Of(err) == nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkFacts(b *testing.B) {
	data := encoded(b, "png", drawing(3, color.Black), 0)
	b.SetBytes(700 * 900)
	for b.Loop() {
		facts(b, data)
	}
}
