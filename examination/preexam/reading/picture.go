package reading

import (
	"bytes"
	"image"
	_ "image/gif"  // drawings come in every format
	_ "image/jpeg" // of the office's own tool
	"image/png"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"zhibao/internal/fault"
	"zhibao/internal/imprint"
)

// Bounds of a picture that is shown: pixels decoded at most, and the longer side on the page.
const (
	maxPixels = 100_000_000
	maxSide   = 1600
)

// PNG decodes a picture that was sent and makes another of it, the longer side at most maxSide pixels. The
// size is looked at before anything is decoded: a small file can claim a huge picture. The picture says whose copy it is.
func PNG(data []byte, m imprint.Mark) ([]byte, error) {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height > maxPixels {
		return nil, fault.New(fault.Invalid, "preexam.picture", "这幅图无法显示：格式不支持或尺寸过大，请下载原件查看")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault.New(fault.Invalid, "preexam.picture", "这幅图已损坏，无法显示，请下载原件查看，或请申请人重新上传").Because(err)
	}
	b := img.Bounds()
	if side := max(b.Dx(), b.Dy()); side > maxSide {
		small := image.NewRGBA(image.Rect(0, 0, b.Dx()*maxSide/side, b.Dy()*maxSide/side))
		draw.CatmullRom.Scale(small, small.Bounds(), img, b, draw.Src, nil)
		img = small
	}
	if img, err = imprint.Stamp(img, m); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
