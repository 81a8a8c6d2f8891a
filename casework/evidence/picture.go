package evidence

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif" // photographs come in every format
	"image/jpeg"
	_ "image/png" // and screenshots
	"io"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"zhibao/internal/fault"
)

// Bounds of a picture that is shown: pixels decoded at most, and the longer side.
const (
	maxPixels = 100_000_000
	maxSide   = 2400
)

// Picture makes of a picture another that shows the same and holds nothing else: not where, when and
// with what it was taken, and no smaller copy of what was cut off. It stands upright, as the camera
// was held.
func Picture(r io.ReaderAt, size int64) ([]byte, error) {
	whole := func() io.Reader { return io.NewSectionReader(r, 0, size) }
	bad := fault.New(fault.Invalid, "evidence.picture", "这幅图片无法显示：已损坏、格式不支持或尺寸过大，请联系提交方重新提交")
	// The size is looked at before anything is decoded: a small file can claim a huge picture.
	cfg, _, err := image.DecodeConfig(whole())
	if err != nil || cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxPixels/cfg.Height {
		return nil, bad.Because(err)
	}
	img, _, err := image.Decode(whole())
	if err != nil {
		return nil, bad.Because(err)
	}
	b := img.Bounds()
	scale := min(1, float64(maxSide)/float64(max(b.Dx(), b.Dy())))
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Over, nil)
	head := make([]byte, min(size, 128<<10))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(small, orientation(head)), &jpeg.Options{Quality: 88}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// orientation reads from the head of a JPEG how the camera was held (Exif tag 0x0112), 1 where it says
// nothing.
func orientation(head []byte) int {
	i := bytes.Index(head, []byte("Exif\x00\x00"))
	if i < 0 || !bytes.HasPrefix(head, []byte("\xff\xd8")) {
		return 1
	}
	t := head[i+6:]
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if t[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at < 8 || at+2 > int64(len(t)) {
		return 1
	}
	n := int64(order.Uint16(t[at:]))
	for e := at + 2; n > 0 && e+12 <= int64(len(t)); n, e = n-1, e+12 {
		if order.Uint16(t[e:]) == 0x0112 {
			if o := int(order.Uint16(t[e+8:])); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 1
}

// upright turns a picture as its orientation says: 1 to 4 keep its sides, 5 to 8 exchange them.
func upright(in *image.RGBA, o int) *image.RGBA {
	w, h := in.Rect.Dx(), in.Rect.Dy()
	if o == 1 {
		return in
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if o >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := turned(x, y, w, h, o)
			out.SetRGBA(tx, ty, in.RGBAAt(x, y))
		}
	}
	return out
}

// turned is where a pixel of the stored picture stands in the upright one.
func turned(x, y, w, h, o int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	}
	return y, w - 1 - x
}
