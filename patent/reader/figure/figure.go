// Package figure (附图) takes the facts of one picture from its content: size, resolution,
// colour, whether anything is drawn, and hashes by which the same picture is known again.
//
// The header is read first; a picture that claims more pixels than allowed is never decoded.
package figure

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif"
	"image/jpeg"
	"image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/patent"
)

// Limits bound one submission's pictures.
type Limits struct {
	Bytes  int64 // of one file
	Pixels int64 // of one picture: more is refused
	Decode int64 // of one picture: more is not looked at pixel by pixel
	Sum    int64 // of all pictures that are decoded
	Eyes   Eyes  // reads the words in drawings and views, nil for none
}

// Eyes read the words in a picture. They are a program of this machine and hand nothing on.
type Eyes interface {
	Name() string
	Read(ctx context.Context, img image.Image) ([]imagery.Word, error)
}

// mostRead bounds the pictures of one submission in which words are looked for, because each takes a
// second or more.
const mostRead = 40

// Standard returns the limits for uploads: an A4 page at 600 dpi is 35 million pixels.
func Standard() Limits {
	return Limits{Bytes: 40 << 20, Pixels: 100_000_000, Decode: 40_000_000, Sum: 600_000_000}
}

// A Reader takes facts of many pictures within one budget, so that a hundred large pictures cost
// no more than allowed. It is for one submission and not for several goroutines.
type Reader struct {
	lim  Limits
	used int64 // pixels decoded so far

	seen map[string]*patent.Figure // by the hash of the file: a picture that is there twice is looked at once

	read int // pictures in which words were looked for
}

// NewReader returns a reader with the limits.
func NewReader(lim Limits) *Reader { return &Reader{lim: lim, seen: map[string]*patent.Figure{}} }

// Facts fills what the file's content says into f. A picture that cannot be decoded gets a
// Problem; one that claims too many pixels is refused with a fault.
func (r *Reader) Facts(ctx context.Context, name string, data []byte, f *patent.Figure) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	f.SHA256 = hex.EncodeToString(sum[:])
	// The content decides, not the extension: a PNG that is called .jpg is met in practice.
	f.Format = Format(data)
	if f.Format == "" {
		f.Problem = "文件内容不是 JPG、TIF、PNG、GIF、BMP 或 WebP 图片"
		return nil
	}
	if int64(len(data)) > r.lim.Bytes {
		return fault.New(fault.TooLarge, "reader.picture_large", "图片“%s”超过 %d MB，不予读取。请降低分辨率后重新上传", name, r.lim.Bytes>>20).At(name)
	}
	// Two of the libraries allocate by what a header claims before they check it.
	if w, h, ok := claimed(data, f.Format); ok && int64(w)*int64(h) > r.lim.Pixels {
		return r.bomb(name, int64(w), int64(h))
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		f.Problem = "图片已损坏，无法解码"
		return nil
	}
	f.Width, f.Height = cfg.Width, cfg.Height
	// Each side is checked as well as the product, which could be small for a line of a million pixels.
	pixels := int64(cfg.Width) * int64(cfg.Height)
	// No drawing needs longer sides: JPEG ends at 65,535 pixels.
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > 1<<16 || cfg.Height > 1<<16 || pixels > r.lim.Pixels {
		return r.bomb(name, int64(cfg.Width), int64(cfg.Height))
	}
	f.DPI = resolution(data, f.Format)
	// Too large to look at but not dangerous: the picture stays, with a remark for the report.
	if pixels > r.lim.Decode || r.used+pixels > r.lim.Sum {
		f.Problem = fmt.Sprintf("图片过大（%d×%d 像素），未逐点检查", cfg.Width, cfg.Height)
		return nil
	}
	if same := r.seen[f.SHA256]; same != nil {
		alike(f, same)
		return nil
	}
	r.used += pixels
	img, err := decode(data)
	if err != nil {
		f.Problem = "图片已损坏，无法解码"
		return nil
	}
	seen := imagery.Look(img)
	f.Pixels, f.Cells, f.Colour, f.Blank, f.Perceptual, f.Marks = seen.Pixels, seen.Cells, seen.Colour, seen.Blank, seen.Perceptual, seen.Marks
	r.seen[f.SHA256] = f
	return nil
}

// Words reads the words in a picture whose facts are known, within the bounds of the submission. What
// cannot be read stays unread: the picture then has no name of an engine, and the rules say so.
func (r *Reader) Words(ctx context.Context, data []byte, f *patent.Figure) error {
	if same := r.seen[f.SHA256]; same != nil && same.Read != "" {
		f.Read, f.Words = same.Read, same.Words
	}
	if r.lim.Eyes == nil || f.Read != "" || f.Pixels == "" || f.Blank || r.read >= mostRead {
		return nil
	}
	img, err := decode(data)
	if err != nil {
		return nil
	}
	r.read++
	words, err := r.lim.Eyes.Read(ctx, img)
	if err != nil {
		return ctx.Err()
	}
	f.Read, f.Words = r.lim.Eyes.Name(), words
	return nil
}

// alike takes over what was seen in the same file.
func alike(f, same *patent.Figure) {
	f.Pixels, f.Cells, f.Colour, f.Blank, f.Perceptual, f.Marks = same.Pixels, same.Cells, same.Colour, same.Blank, same.Perceptual, same.Marks
}

// bomb makes the fault for a picture that claims more pixels than allowed.
func (r *Reader) bomb(name string, w, h int64) error {
	return fault.New(fault.TooLarge, "reader.picture_pixels",
		"图片“%s”声称有 %d×%d 像素，超过 %d 万像素的上限，不予读取。请重新导出为不超过 600 dpi 的 A4 图片", name, w, h, r.lim.Pixels/10_000).At(name)
}

// decode never lets a broken file stop the program: decoders of rare formats may panic.
func decode(data []byte) (img image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("decoder: %v", p)
		}
	}()
	img, _, err = image.Decode(bytes.NewReader(data))
	return img, err
}

// Decode reads a picture that somebody sent, if it is not too large to look at. name is that of the file.
func Decode(name string, data []byte) (image.Image, error) {
	if Format(data) == "" {
		return nil, fault.New(fault.Invalid, "figure.format", "“%s”不是 JPG、PNG、TIF、GIF、BMP 或 WebP 图片，请转换后上传", name).At("files")
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err == nil && int64(cfg.Width)*int64(cfg.Height) > Standard().Decode {
		return nil, fault.New(fault.TooLarge, "figure.pixels", "图片“%s”的像素太多（%d × %d），请缩小后上传", name, cfg.Width, cfg.Height).At("files")
	}
	img, _, derr := image.Decode(bytes.NewReader(data))
	if err != nil || derr != nil {
		return nil, fault.New(fault.Invalid, "figure.broken", "图片“%s”已损坏，无法显示；请重新导出后上传", name).At("files").Because(derr)
	}
	return img, nil
}

// Shown is a copy of a picture as it is shown: its pixels alone, upright, on white.
type Shown struct {
	Pixels *image.RGBA
	Facts  imagery.Facts
	Origin imagery.Origin // what the file told beside the pixels
	Data   []byte         // PNG of a drawing, which stays sharp so and is small; JPEG of a photograph, ten times as large otherwise
}

// Show makes the copy of a picture that somebody sent, at most so many pixels a side.
func Show(name string, data []byte, side int) (s Shown, err error) {
	img, err := Decode(name, data)
	if err != nil {
		return s, err
	}
	s.Origin = imagery.OriginOf(data)
	s.Pixels = imagery.Canvas(imagery.Upright(img, s.Origin.Turn), side)
	s.Facts = imagery.Look(s.Pixels)
	var buf bytes.Buffer
	if s.Facts.Lines {
		err = png.Encode(&buf, s.Pixels)
	} else {
		err = jpeg.Encode(&buf, s.Pixels, &jpeg.Options{Quality: 92})
	}
	s.Data = buf.Bytes()
	return s, err
}

// PNG writes a picture that was made just now. Speed counts more than bytes, because nobody keeps it.
func PNG(img image.Image) ([]byte, error) {
	var buf bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&buf, img)
	return buf.Bytes(), err
}

// Media is the media type of a copy.
func Media(data []byte) string {
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		return "image/png"
	}
	return "image/jpeg"
}

// Format names the format of a picture by its first bytes, empty if it is none.
func Format(head []byte) string {
	for _, m := range []struct{ magic, name string }{
		{"\xff\xd8\xff", "jpeg"}, {"\x89PNG\r\n\x1a\n", "png"}, {"GIF87a", "gif"}, {"GIF89a", "gif"},
		{"II*\x00", "tiff"}, {"MM\x00*", "tiff"}, {"BM", "bmp"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.name
		}
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return "webp"
	}
	return ""
}
