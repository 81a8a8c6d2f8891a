package imprint

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"testing"

	"golang.org/x/image/draw"
)

func mark() Mark { return Mark{ID: New(), Line: "张敏 310245 · 10.12.3.45 · 2026-11-23 12:00"} }

// TestNumbers: a number is found in any text, in small letters and without dashes; one character changed is none.
func TestNumbers(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		m := mark()
		if seen[m.ID] || !slices.Equal(Find("第 1 页 "+m.Text()+"。"), []string{m.ID}) {
			t.Fatal(m.ID)
		}
		seen[m.ID] = true
		if plain := m.ID[:4] + m.ID[5:9] + m.ID[10:]; !slices.Equal(Find(plain), []string{m.ID}) {
			t.Error(plain)
		}
		wrong := []byte(m.ID)
		for wrong[2] == m.ID[2] {
			wrong[2] = New()[0]
		}
		if got := Find(string(wrong)); len(got) != 0 {
			t.Errorf("%s is found as %v in %s", m.ID, got, wrong)
		}
		// The code by which a paper is verified looks like two numbers, and by chance each is one in one of 32.
		if got := Find("核验码：" + m.ID + "-" + New()[:4] + "-Q " + "A1B2-" + m.ID); len(got) != 0 {
			t.Errorf("%v is found in the code of a paper", got)
		}
	}
	if (Mark{}).Text() != "" || !(Mark{}).None() {
		t.Error("no mark has words")
	}
}

// drawn is a picture with lines as drawings have them, of a size.
func drawn(w, h int) image.Image {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetGray(x, y, color.Gray{Y: 255})
			if x%17 < 2 || (x+y)%23 == 0 || y%31 < 3 {
				img.SetGray(x, y, color.Gray{Y: 0})
			}
		}
	}
	return img
}

// TestPictures: the number is read again from pictures of every size, also when they were made smaller or larger or
// compressed; a picture without a mark says nothing; and the picture itself stays to be seen.
func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{40, 30}, {300, 900}, {640, 480}, {1600, 1200}} {
		plain := drawn(size[0], size[1])
		if id, ok := Read(plain); ok {
			t.Errorf("%v: %s is read where nothing is", size, id)
		}
		m := mark()
		out, err := Stamp(plain, m)
		if err != nil {
			t.Fatal(err)
		}
		if out.Bounds().Dy() <= size[1] || out.Bounds().Dx() < size[0] {
			t.Errorf("%v became %v", size, out.Bounds())
		}
		kept := 0
		for y := range size[1] {
			for x := range size[0] {
				a, b := color.GrayModel.Convert(plain.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(out.At(x, y)).(color.Gray).Y
				if (a < 128) == (b < 128) {
					kept++
				}
			}
		}
		if kept != size[0]*size[1] {
			t.Errorf("%v: %d of %d pixels are hidden", size, size[0]*size[1]-kept, size[0]*size[1])
		}
		for name, form := range map[string]func(image.Image) image.Image{"as it is": func(i image.Image) image.Image { return i }, "JPEG": compressed,
			"smaller": func(i image.Image) image.Image { return scaled(i, 0.6) }, "larger": func(i image.Image) image.Image { return scaled(i, 1.7) },
			"smaller and JPEG": func(i image.Image) image.Image { return compressed(scaled(i, 0.75)) }} {
			if id, ok := Read(form(out)); !ok || id != m.ID {
				t.Errorf("%v, %s: read %q, want %q", size, name, id, m.ID)
			}
		}
	}
	if out, err := Stamp(drawn(9, 9), Mark{}); err != nil || out.Bounds().Dy() != 9 {
		t.Error("a copy without a mark was changed", err)
	}
	if at := os.Getenv("SHOTS"); at != "" {
		out, err := Stamp(drawn(700, 500), mark())
		var b bytes.Buffer
		if err == nil {
			err = png.Encode(&b, out)
		}
		if err == nil {
			err = os.WriteFile(at+"/imprint.png", b.Bytes(), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func compressed(img image.Image) image.Image {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 50}); err != nil {
		return nil
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		return nil
	}
	return out
}

func scaled(img image.Image, by float64) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, int(float64(b.Dx())*by), int(float64(b.Dy())*by)))
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// TestZip: the comment of an archive holds the number, and its entries stay what they were.
func TestZip(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create("a"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	id := New()
	out := Zip(b.Bytes(), id)
	r, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil || r.Comment != id || len(r.File) != 1 {
		t.Fatal(err, r)
	}
	if !bytes.Equal(Zip(out, id), out) || string(Zip([]byte("text"), id)) != "text" || !bytes.Equal(Zip(b.Bytes(), ""), b.Bytes()) {
		t.Error("something else was changed")
	}
}
