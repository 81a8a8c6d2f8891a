package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/internal/fault"
)

var texts = []string{
	"https://bh.example.gov.cn/v/7K3M9QX2RT8W5YH4",
	"0123456789",
	"HTTPS://BH.EXAMPLE/V/7K3M-9QX2",
	"核验：苏知保预〔2026〕381号",
	strings.Repeat("a", MaxText),
}

// read returns what zbarimg reads in a picture at 300 dpi.
func read(t *testing.T, img image.Image) string {
	t.Helper()
	tool, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("没有 zbarimg（zbar-tools），跳过读码")
	}
	file := filepath.Join(t.TempDir(), "qr.png")
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// At 300 dpi a symbol of 25 mm has 295 pixels a side: about 6 a module for a short address.
func TestScannerReadsPNG(t *testing.T) {
	for _, text := range texts {
		c, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		data, err := c.PNG(max(3, 295/(c.Size()+2*Quiet)))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, img); got != text {
			t.Errorf("read %q, want %q", got, text)
		}
	}
}

// A telephone's picture of a receipt is blurred, grey and has a border of other things.
func TestScannerReadsBlurredPicture(t *testing.T) {
	c, err := Encode(texts[0])
	if err != nil {
		t.Fatal(err)
	}
	data, _ := c.PNG(6)
	src, _ := png.Decode(bytes.NewReader(data))
	page := image.NewGray(image.Rect(0, 0, src.Bounds().Dx()+120, src.Bounds().Dy()+90))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	draw.Draw(page, src.Bounds().Add(image.Pt(70, 40)), src, image.Point{}, draw.Src)
	if got := read(t, blur(page, 3)); got != texts[0] {
		t.Errorf("read %q, want %q", got, texts[0])
	}
}

// blur averages over a square of 2r+1 pixels and lowers the contrast.
func blur(src *image.Gray, r int) *image.Gray {
	dst := image.NewGray(src.Bounds())
	for y := src.Rect.Min.Y; y < src.Rect.Max.Y; y++ {
		for x := src.Rect.Min.X; x < src.Rect.Max.X; x++ {
			sum, n := 0, 0
			for dy := -r; dy <= r; dy++ {
				for dx := -r; dx <= r; dx++ {
					if p := image.Pt(x+dx, y+dy); p.In(src.Rect) {
						sum += int(src.GrayAt(p.X, p.Y).Y)
						n++
					}
				}
			}
			dst.SetGray(x, y, color.Gray{uint8(40 + sum/n*170/255)})
		}
	}
	return dst
}

func TestSVGDrawsTheSameModules(t *testing.T) {
	c, err := Encode(texts[0])
	if err != nil {
		t.Fatal(err)
	}
	svg := string(c.SVG(`核验<"&>`, 132))
	if strings.Contains(svg, "style=") || strings.Contains(svg, `核验<`) {
		t.Errorf("inline style or unescaped label in %.200s", svg)
	}
	dark := 0
	for y := range c.Size() {
		for x := range c.Size() {
			if c.Dark(x, y) {
				dark++
			}
		}
	}
	drawn := 0
	c.Runs(func(x, y, n int) bool {
		for i := range n {
			if !c.Dark(x+i, y) {
				t.Fatalf("run covers light module %d,%d", x+i, y)
			}
		}
		drawn += n
		return true
	})
	if drawn != dark || strings.Count(svg, "M") < c.Size() {
		t.Errorf("drew %d modules of %d", drawn, dark)
	}
}

func TestBounds(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("a", MaxText+1)} {
		if _, err := Encode(text); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("Encode of %d bytes: %v", len(text), err)
		}
	}
	c, _ := Encode("a")
	if _, err := c.PNG(0); err == nil {
		t.Error("PNG with no pixels succeeded")
	}
}
