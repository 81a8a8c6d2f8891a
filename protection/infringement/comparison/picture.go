package comparison

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent/reader/figure"
	"zhibao/protection/infringement/comparison/table"
)

const (
	maxPicture = 40 << 20
	shownSide  = 1600 // pixels of the longer side of what is shown
	laidSide   = 1000 // and of what is laid over each other
)

// place is where the files of a case are kept.
func place(caseID int64) string { return fmt.Sprintf("comparison/%d/picture", caseID) }

// key returns the key of a case.
func (d *Desk) key(ctx context.Context, caseID int64) (key seal.Key, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		key, err = d.office.Keys.CaseKey(ctx, tx, caseID)
		return err
	})
	return key, err
}

// intake stores a picture: the original as it came, and a copy of its pixels alone, upright, which is all
// that is ever shown. Where it was taken, and by which telephone, stays with the original.
func (d *Desk) intake(ctx context.Context, key seal.Key, caseID int64, name string, data []byte) (p table.Picture, err error) {
	copied, err := figure.Show(name, data, shownSide)
	if err != nil {
		return p, err
	}
	b := copied.Pixels.Bounds()
	p = table.Picture{Name: name, Width: b.Dx(), Height: b.Dy(), Colour: copied.Facts.Colour, Located: copied.Origin.Located}
	if p.Original, err = d.put(ctx, key, caseID, data); err != nil {
		return p, err
	}
	if p.Shown, err = d.put(ctx, key, caseID, copied.Data); err != nil {
		return p, err
	}
	// Made here, because a decision is signed while others wait.
	reduced, err := small(name, copied.Data)
	if err != nil {
		return p, err
	}
	p.Printed, err = d.put(ctx, key, caseID, reduced)
	return p, err
}

// put stores a file under the key of its case. It is not held yet: that is for the transaction that refers to it.
func (d *Desk) put(ctx context.Context, key seal.Key, caseID int64, data []byte) (table.File, error) {
	ref, err := d.Blobs.Put(ctx, key, place(caseID), bytes.NewReader(data), maxPicture)
	return table.File{Address: ref.Address, SHA256: ref.SHA256, Size: ref.Size}, err
}

// read returns the content of a stored file.
func (d *Desk) read(ctx context.Context, k *casework.Case, f table.File) ([]byte, error) {
	key, err := d.key(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	return d.content(ctx, key, k, f)
}

// content is read with the key of the case.
func (d *Desk) content(ctx context.Context, key seal.Key, k *casework.Case, f table.File) ([]byte, error) {
	r, err := d.Blobs.Open(ctx, key, blob.Ref{Address: f.Address, Place: place(k.ID), SHA256: f.SHA256, Size: f.Size})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// pixels returns what is shown of a picture, decoded.
func (d *Desk) pixels(ctx context.Context, k *casework.Case, p *table.Picture) (*image.RGBA, error) {
	data, err := d.read(ctx, k, p.Shown)
	if err != nil {
		return nil, err
	}
	img, err := figure.Decode(p.Name, data)
	if err != nil {
		return nil, err
	}
	return imagery.Canvas(img, shownSide), nil
}

// pictureOf opens the picture in the address, of the version that the address names or the latest.
func (d *Desk) pictureOf(c *web.Ctx) (*sheet, *table.Picture, error) {
	no, _ := strconv.ParseInt(c.Query("version"), 10, 64)
	s, err := d.sheetOf(c, max(no, 0))
	if err != nil {
		return nil, nil, err
	}
	id, err := worklist.ID(c, "picture")
	if err != nil {
		return nil, nil, err
	}
	p := s.table.Picture(id)
	if p == nil {
		return nil, nil, fault.New(fault.Missing, "comparison.no_picture", "没有这幅图片，请从比对页面打开")
	}
	return s, p, nil
}

// pictureFile sends a picture; ?look=grey without its colours, ?look=edges its edges.
func (d *Desk) pictureFile(c *web.Ctx) error {
	s, p, err := d.pictureOf(c)
	if err != nil {
		return err
	}
	look := map[string]func(*image.RGBA) *image.RGBA{"grey": imagery.Grey, "edges": imagery.Edges}[c.Query("look")]
	if look == nil {
		data, err := d.read(c.Context(), s.k, p.Shown)
		if err != nil {
			return err
		}
		return send(c, figure.Media(data), data)
	}
	img, err := d.pixels(c.Context(), s.k, p)
	if err != nil {
		return err
	}
	return sendPNG(c, look(img))
}

// send answers with a picture that nobody keeps.
func send(c *web.Ctx, kind string, data []byte) error {
	h := c.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	_, err := c.W.Write(data)
	return err
}

// sendPNG answers with a picture that was made just now.
func sendPNG(c *web.Ctx, img image.Image) error {
	data, err := figure.PNG(img)
	if err != nil {
		return err
	}
	return send(c, "image/png", data)
}

// originalFile sends a picture as it came, as a download of no type.
func (d *Desk) originalFile(c *web.Ctx) error {
	s, p, err := d.pictureOf(c)
	if err != nil {
		return err
	}
	data, err := d.read(c.Context(), s.k, p.Original)
	if err != nil {
		return err
	}
	return c.Download(p.Name, "application/octet-stream", bytes.NewReader(data))
}

// laidFile sends both pictures of a view laid over each other, as they were aligned: ?version= of an
// earlier version.
func (d *Desk) laidFile(c *web.Ctx) error {
	no, _ := strconv.ParseInt(c.Query("version"), 10, 64)
	s, err := d.sheetOf(c, max(no, 0))
	if err != nil {
		return err
	}
	pair := s.table.Pair(c.Path("view"))
	a, b := s.table.Picture(pair.Patent), s.table.Picture(pair.Product)
	compose := map[string]func(a, b *image.RGBA) *image.RGBA{"difference": imagery.Difference, "contours": imagery.Contours,
		"overlay": func(a, b *image.RGBA) *image.RGBA { return imagery.Overlay(a, b, 50) },
		"product": func(_, b *image.RGBA) *image.RGBA { return b }}[strings.TrimSuffix(c.Path("how"), ".png")]
	if a == nil || b == nil || compose == nil {
		return fault.New(fault.Missing, "comparison.no_laid", "这个视图没有可以叠放的双方图片，请先上传双方的图片")
	}
	base, err := d.pixels(c.Context(), s.k, a)
	if err != nil {
		return err
	}
	over, err := d.pixels(c.Context(), s.k, b)
	if err != nil {
		return err
	}
	// The frame is that of the patent: it is what the product is held against.
	base = imagery.Canvas(base, laidSide)
	w, h := base.Bounds().Dx(), base.Bounds().Dy()
	return sendPNG(c, compose(base, imagery.Lay(over, w, h, imagery.Placement(pair.Alignment))))
}

// shownFile sends the region of an exhibit that shows a feature.
func (d *Desk) shownFile(c *web.Ctx) error {
	s, f, err := d.featureOf(c)
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(c.Path("ref"))
	if err != nil || i < 0 || i >= len(f.Evidence) {
		return unshown()
	}
	r := f.Evidence[i]
	img, err := d.exhibit(c, s, func(x Exhibit) bool { return x.Number == r.Number })
	if err != nil {
		return err
	}
	if r.Region() {
		img = imagery.Crop(img, r.X, r.Y, r.W, r.H)
	}
	return sendPNG(c, img)
}

// exhibitFile sends the picture of an exhibit, on which a region is to be marked.
func (d *Desk) exhibitFile(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	id, err := worklist.ID(c, "exhibit")
	if err != nil {
		return err
	}
	img, err := d.exhibit(c, s, func(x Exhibit) bool { return x.ID == id })
	if err != nil {
		return err
	}
	return sendPNG(c, img)
}

// unshown says the same of an exhibit that is no picture and of one that is not there: who may not see an
// exhibit does not learn that there is one.
func unshown() error {
	return fault.New(fault.Missing, "comparison.no_exhibit", "这处证据没有可以显示的图片，请打开证据查看")
}

// exhibit reads the picture of an exhibit that the person may see, upright and without anything but pixels.
func (d *Desk) exhibit(c *web.Ctx, s *sheet, which func(Exhibit) bool) (*image.RGBA, error) {
	var x Exhibit
	for _, e := range s.exhibits {
		if which(e) && e.Picture {
			x = e
		}
	}
	if x.ID == 0 || d.Content == nil {
		return nil, unshown()
	}
	var data []byte
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		in, err := d.Content(c.Context(), tx, s.by, s.k, x.ID)
		if err != nil {
			return err
		}
		defer in.Close()
		data, err = io.ReadAll(io.LimitReader(in, maxPicture))
		return err
	})
	if err != nil {
		return nil, err
	}
	img, err := figure.Decode(x.Name, data)
	if err != nil {
		return nil, err
	}
	return imagery.Canvas(imagery.Upright(img, imagery.OriginOf(data).Turn), shownSide), nil
}
