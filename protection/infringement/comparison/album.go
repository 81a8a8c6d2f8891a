package comparison

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"slices"
	"strings"
	"unicode"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/patent/reader/figure"
	"zhibao/protection/infringement/comparison/table"
)

const (
	printedSide = 700 // pixels of the longer side of a picture in a paper: a column of 76 mm at 230 dots an inch
	maxRegions  = 16  // parts of exhibits in a paper; the table names the rest
	besides     = 2   // of them beside one feature
)

// An album is what a paper shows of a comparison, ready to be printed.
type album struct {
	pictures map[int64][]byte      // of the sides, by their ids
	regions  map[table.Ref][]byte  // parts of exhibits
	secret   map[int64]bool        // exhibits that are kept from a party
	exhibits map[int64]Exhibit     // all others, by id
	hidden   []Exhibit             // those of secret
	decoded  map[int64]*image.RGBA // exhibits that were opened already
}

// album collects the pictures of a comparison. What is kept from a party is not among them: not as an exhibit,
// and not as a picture of a side that was taken from one.
func (d *Desk) album(ctx context.Context, tx *store.Tx, k *casework.Case, t *table.Table) (a *album, err error) {
	a = &album{pictures: map[int64][]byte{}, regions: map[table.Ref][]byte{}, exhibits: map[int64]Exhibit{}, decoded: map[int64]*image.RGBA{}}
	by := casework.Robot(k.Center)
	if d.Secret != nil {
		if a.secret, err = d.Secret(ctx, tx, k); err != nil {
			return nil, err
		}
	}
	if d.Exhibits != nil {
		all, err := d.Exhibits(ctx, tx, by, k)
		if err != nil {
			return nil, err
		}
		for _, x := range all {
			if a.secret[x.ID] {
				a.hidden = append(a.hidden, x)
			} else {
				a.exhibits[x.ID] = x
			}
		}
	}
	a.conceal(t)
	key, err := d.office.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range t.Present() {
		pair := t.Pair(v.Code)
		for _, id := range []int64{pair.Patent, pair.Product} {
			p := t.Picture(id)
			if p == nil || a.kept(p) {
				continue
			}
			f := p.Printed
			if f.Address == "" {
				f = p.Shown // taken in before there were smaller copies
			}
			r, err := d.Blobs.Open(ctx, key, blob.Ref{Address: f.Address, Place: place(k.ID), SHA256: f.SHA256, Size: f.Size})
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(r)
			if err := errors.Join(err, r.Close()); err != nil {
				return nil, err
			}
			if a.pictures[id], err = small(p.Name, data); err != nil {
				return nil, err
			}
		}
	}
	return a, d.cutOut(ctx, tx, k, t, a)
}

// cutOut opens the exhibits to which the features point and cuts the marked parts out.
func (d *Desk) cutOut(ctx context.Context, tx *store.Tx, k *casework.Case, t *table.Table, a *album) error {
	if d.Content == nil || t.Patent.Design {
		return nil
	}
	for i := range t.Claims {
		for j := range t.Claims[i].Features {
			for _, r := range a.shown(&t.Claims[i].Features[j]) {
				if _, done := a.regions[r]; done || len(a.regions) == maxRegions {
					continue
				}
				img, err := d.opened(ctx, tx, k, a, r.Exhibit)
				if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.TooLarge {
					continue // no picture that can be shown; the table names it, and a decision does not wait for it
				}
				if err != nil {
					return err
				}
				if r.Region() {
					img = imagery.Crop(img, r.X, r.Y, r.W, r.H)
				}
				if a.regions[r], err = printed(img); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// opened decodes an exhibit once.
func (d *Desk) opened(ctx context.Context, tx *store.Tx, k *casework.Case, a *album, id int64) (*image.RGBA, error) {
	if img := a.decoded[id]; img != nil {
		return img, nil
	}
	in, err := d.Content(ctx, tx, casework.Robot(k.Center), k, id)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(in, maxPicture))
	if err := errors.Join(err, in.Close()); err != nil {
		return nil, err
	}
	img, err := figure.Decode(a.exhibits[id].Name, data)
	if err != nil {
		return nil, err
	}
	a.decoded[id] = imagery.Canvas(imagery.Upright(img, imagery.OriginOf(data).Turn), shownSide)
	return a.decoded[id], nil
}

// shown are the references of a feature that a paper shows as pictures. One into the pages of a document or the
// time of a film is words alone.
func (a *album) shown(f *table.Feature) (out []table.Ref) {
	for _, r := range f.Evidence {
		if a.exhibits[r.Exhibit].Picture && (r.Region() || r.Page == 0 && r.Time == "") && len(out) < besides {
			out = append(out, r)
		}
	}
	return out
}

// conceal takes out of the table what points to exhibits that are kept from a party: the decision is served
// on all of them.
func (a *album) conceal(t *table.Table) {
	for i := range t.Claims {
		for j := range t.Claims[i].Features {
			refs := slices.Clone(t.Claims[i].Features[j].Evidence)
			for n, r := range refs {
				if a.secret[r.Exhibit] || slices.ContainsFunc(a.hidden, func(x Exhibit) bool { return names(r.Number, x.Number) }) {
					refs[n] = table.Ref{Number: concealed}
				}
			}
			t.Claims[i].Features[j].Evidence = refs
		}
	}
}

// concealed is what a paper says of an exhibit that is kept from a party.
const concealed = "依法不公开质证的证据"

// kept reports whether a picture of a side comes from an exhibit that is kept from a party: it says so, or it is
// the same file.
func (a *album) kept(p *table.Picture) bool {
	return slices.ContainsFunc(a.hidden, func(x Exhibit) bool {
		return names(p.Source, x.Number) || slices.Contains(x.SHA256, p.Original.SHA256)
	})
}

// names reports whether a text names an exhibit: 申1 stands in 证据申1, not in 申12.
func names(text, number string) bool {
	for number != "" {
		i := strings.Index(text, number)
		if i < 0 {
			return false
		}
		text = text[i+len(number):]
		if next := []rune(text); len(next) == 0 || !unicode.IsDigit(next[0]) {
			return true
		}
	}
	return false
}

// small is a picture at the size of print.
func small(name string, data []byte) ([]byte, error) {
	img, err := figure.Decode(name, data)
	if err != nil {
		return nil, err
	}
	if b := img.Bounds(); max(b.Dx(), b.Dy()) <= printedSide {
		if format, _, _ := (paper.Picture{Data: data}).Format(); format != "" {
			return data, nil
		}
	}
	return printed(imagery.Canvas(img, printedSide))
}

// printed is a picture as a paper holds it.
func printed(img *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, imagery.Canvas(img, printedSide), &jpeg.Options{Quality: 85})
	return b.Bytes(), err
}

// side is one picture of a view, or the words that stand in its place.
func (a *album) side(t *table.Table, v table.View, of table.Side, id int64) paper.Picture {
	p, who := t.Picture(id), of.Title()[0]
	switch {
	case p == nil:
		return paper.Picture{Text: who + "没有提供" + v.Title}
	case a.kept(p):
		return paper.Picture{Text: who + v.Title + "：" + concealed}
	}
	text := who + v.Title
	if p.Source != "" {
		text += "（" + cut(p.Source, 60) + "）"
	}
	return paper.Picture{Data: a.pictures[id], Text: text}
}

// views are the pairs of a design, each with its verdict.
func (a *album) views(t *table.Table) (out []paper.Block) {
	for _, v := range t.Present() {
		p := t.Pair(v.Code)
		out = append(out, paper.Pictures{Caption: v.Title + "：" + p.Verdict.Title().String(), Height: 70, Quoted: true,
			Items: []paper.Picture{a.side(t, v, table.OfPatent, p.Patent), a.side(t, v, table.OfProduct, p.Product)}})
	}
	return out
}

// beside is a feature with the parts of the exhibits that show it, where there are any.
func (a *album) beside(label string, f *table.Feature) []paper.Block {
	row := paper.Pictures{Height: 50, Quoted: true, Items: []paper.Picture{{Text: "特征" + label + "：" + cut(f.Text, 80) + "\n被控侵权产品：" + cut(f.Product, 80) + "（" + f.Verdict.Title().String() + "）"}}}
	for _, r := range a.shown(f) {
		if data := a.regions[r]; data != nil {
			row.Items = append(row.Items, paper.Picture{Data: data, Text: cut(cited([]table.Ref{r}), 80)})
		}
	}
	if len(row.Items) == 1 {
		return nil
	}
	return []paper.Block{row}
}

// cut shortens words that stand with a picture; they stand in full in the table.
func cut(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}
