package paper

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/jpeg" // the two formats that every program reads which opens a paper
	_ "image/png"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// A Picture is an image with the words below it. Where Data is empty the words stand in its place, beside
// the pictures of the row: a view that a side has not, the feature that a picture shows.
type Picture struct {
	Data []byte // PNG or JPEG
	Text string
}

// Pictures stand side by side in columns of the same width. No template contains them: they are made in code.
type Pictures struct {
	Caption string // below the row
	Items   []Picture
	Height  float64 // at most, of each picture in millimetres; 80 where it is 0
	Quoted  bool    // the words are not the authority's own, as Run.Quote says
}

func (Pictures) block() {}

const (
	maxBeside   = 4
	maxPicture  = 2 << 20  // bytes of one picture
	maxPictures = 24 << 20 // and of all pictures of a paper
	maxPixels   = 16 << 20 // of one picture
	usualHeight = 80.0
	maxHeight   = 180.0
	maxLegend   = 200 // characters with a picture: no form divides a row between pages
)

// Format returns "png" or "jpeg" with the size in pixels, or "" where the picture is of neither format.
func (p Picture) Format() (format string, width, height int) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil || format != "png" && format != "jpeg" {
		return "", 0, 0
	}
	return format, cfg.Width, cfg.Height
}

// Fit returns the size at which a picture is printed in a column, in the unit of the column's width of which
// a millimetre has so many. Nothing is enlarged beyond 96 pixels an inch.
func (b Pictures) Fit(p Picture, column, millimetre float64) (width, height float64) {
	_, w, h := p.Format()
	if w == 0 || h == 0 {
		return 0, 0
	}
	most := b.Height
	if most <= 0 {
		most = usualHeight
	}
	scale := min(column/float64(w), most*millimetre/float64(h), millimetre*25.4/96)
	return float64(w) * scale, float64(h) * scale
}

// check refuses what no form of a paper can show.
func (b Pictures) check() error {
	if len(b.Items) == 0 || len(b.Items) > maxBeside || b.Height < 0 || b.Height > maxHeight {
		return fault.New(fault.Internal, "paper.pictures", "文书中并排的图片应为 1 至 %d 幅，高度不超过 %d 毫米，请检查制作文书的程序", maxBeside, int(maxHeight))
	}
	for _, p := range b.Items {
		format, w, h := p.Format()
		switch {
		case strings.TrimSpace(p.Text) == "":
			return fault.New(fault.Internal, "paper.picture_text", "文书中的每幅图片都应有说明，请检查制作文书的程序")
		case utf8.RuneCountInString(p.Text) > maxLegend:
			return fault.New(fault.TooLarge, "paper.picture_words", "文书中图片的说明不能超过 %d 字，请把长的说明写在正文中", maxLegend)
		case len(p.Data) == 0:
		case format == "":
			return fault.New(fault.Invalid, "paper.picture", "文书中的图片“%s”不是 PNG 或 JPEG，不能制作，请更换图片", p.Text)
		case len(p.Data) > maxPicture || w*h > maxPixels:
			return fault.New(fault.TooLarge, "paper.picture_size", "文书中的图片“%s”太大，请缩小到 %d MB 以内后再制作", p.Text, maxPicture>>20)
		}
	}
	return nil
}

// checkPictures bounds what all pictures of a paper take.
func checkPictures(blocks []Block) error {
	size := 0
	for _, b := range blocks {
		if b, ok := b.(Pictures); ok {
			for _, p := range b.Items {
				size += len(p.Data)
			}
		}
	}
	if size > maxPictures {
		return fault.New(fault.TooLarge, "paper.pictures_size", "文书中的图片合计超过 %d MB，请减少图片或者改作附件", maxPictures>>20)
	}
	return nil
}

// writePictures writes a row. The bytes stand in the page itself: a paper that is kept alone stays whole.
func writePictures(b *strings.Builder, p Pictures) {
	fmt.Fprintf(b, `<figure class="gw-pictures"><div class="gw-beside gw-beside-%d">`, len(p.Items))
	for _, x := range p.Items {
		format, w, h := x.Format()
		if format == "" {
			tag(b, "p", "gw-instead", x.Text)
			continue
		}
		fmt.Fprintf(b, `<figure class="gw-picture"><img src="data:image/%s;base64,%s" width="%d" height="%d" alt="%s"><figcaption>%s</figcaption></figure>`,
			format, base64.StdEncoding.EncodeToString(x.Data), w, h, strings.ReplaceAll(escape(x.Text), "<br>", " "), escape(x.Text))
	}
	b.WriteString("</div>")
	tag(b, "figcaption", "gw-caption", p.Caption)
	b.WriteString("</figure>")
}
