package comparison_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/protection/infringement/comparison"
	"zhibao/protection/infringement/comparison/table"
)

// edit changes the table as the handler.
func (w *world) edit(what string, do func(t *table.Table) error) {
	w.t.Helper()
	if err := w.desk.Edit(w.t.Context(), actor(handler), w.caseID, what, func(t *table.Table, _ table.Mark) error { return do(t) }); err != nil {
		w.t.Fatal(err)
	}
}

// bring adds a picture of a side.
func (w *world) bring(side table.Side, view, source string, data []byte) {
	w.t.Helper()
	if err := w.desk.Bring(w.t.Context(), actor(handler), w.caseID, table.Picture{Side: side, View: view, Source: source}, view+".jpg", data); err != nil {
		w.t.Fatal(err)
	}
}

// media are the pictures of the decision as they lie in its DOCX.
func (w *world) media() (out [][]byte) {
	w.t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, paper.Paper{Title: "裁决书", Body: w.blocks()}); err != nil {
		w.t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "word/media/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			w.t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

// TestPicturesOfADesign: the decision shows the views of both sides beside each other with the verdict on each, at
// the size of print; a side without a view is said to have none.
func TestPicturesOfADesign(t *testing.T) {
	w := newWorld(t)
	for _, side := range []table.Side{table.OfPatent, table.OfProduct} {
		w.bring(side, "front", map[table.Side]string{table.OfProduct: "申3"}[side], photo(t, 1500, 900, 0))
	}
	w.bring(table.OfPatent, "top", "", photo(t, 60, 40, 0))
	w.edit("pair", func(t *table.Table) error {
		for i := range t.Pairs {
			t.Pairs[i].Verdict = map[string]table.Likeness{"front": table.LikeSimilar, "top": table.LikeUnseen}[t.Pairs[i].View]
		}
		return nil
	})
	rows := w.rows()
	if len(rows) != 2 || rows[0].Caption != "主视图：近似" || rows[1].Caption != "俯视图：无法比对" {
		t.Fatalf("%v", rows)
	}
	front, top := rows[0].Items, rows[1].Items
	if front[0].Text != "涉案专利主视图" || front[1].Text != "被控侵权产品主视图（申3）" || len(top[0].Data) == 0 || top[1].Text != "被控侵权产品没有提供俯视图" || len(top[1].Data) != 0 {
		t.Errorf("%v %v", front, top)
	}
	for _, x := range front {
		if format, width, height := x.Format(); format != "jpeg" || width != 700 || height != 420 {
			t.Errorf("%s is printed as %s of %d × %d", x.Text, format, width, height)
		}
	}
	if n := len(w.media()); n != 3 {
		t.Errorf("%d pictures in the document", n)
	}
}

// TestSecretPictures: what is kept from a party is in no paper that goes to all of them: not the part of an exhibit
// that shows a feature, not a picture of a side that says from which exhibit it comes, not the same file without a word.
func TestSecretPictures(t *testing.T) {
	w := newWorld(t)
	secret := photo(t, 50, 30, 0)
	sum := sha256.Sum256(secret)
	w.exhibits, w.picture = []comparison.Exhibit{{ID: 5, Number: "申1", Name: "照片", Picture: true}, {ID: 6, Number: "被密1", Name: "图纸", Picture: true, SHA256: []string{hex.EncodeToString(sum[:])}}, {ID: 7, Number: "申2", Name: "公证书"}}, photo(t, 400, 300, 0)
	w.loaded(w.site(handler))
	w.edit("feature", func(t *table.Table) error {
		f := &t.Claims[0].Features[0]
		f.Verdict, f.Product = table.Same, "有底座"
		f.Evidence = []table.Ref{{Exhibit: 6, Number: "被密1", X: 10, Y: 10, W: 20, H: 20}, {Number: "被密1", Caption: "密封结构"}, {Exhibit: 7, Number: "申2", Page: 3}, {Exhibit: 5, Number: "申1", X: 25, Y: 25, W: 50, H: 50, Caption: "底座"}}
		return nil
	})
	// Before it is sealed, the drawing and the photograph stand beside the feature.
	if rows := w.rows(); len(rows) != 1 || len(rows[0].Items) != 3 || !strings.HasPrefix(rows[0].Items[0].Text, "特征1A：") || rows[0].Items[2].Text != "申1（底座）" {
		t.Fatalf("%v", rows)
	}
	w.sealed = 6
	rows := w.rows()
	if len(rows) != 1 || len(rows[0].Items) != 2 || rows[0].Items[1].Text != "申1（底座）" {
		t.Fatalf("%v", rows)
	}
	if _, width, height := rows[0].Items[1].Format(); width != 240 || height != 180 {
		t.Errorf("the part is %d × %d", width, height) // half of each side and a margin around it
	}
	if words := w.printed(); strings.Contains(words, "密封结构") || strings.Contains(words, "被密1") {
		t.Error(words)
	}
	if n := len(w.media()); n != 1 {
		t.Errorf("%d pictures in the document", n)
	}

	design := newWorld(t)
	design.exhibits, design.sealed = w.exhibits, 6
	design.bring(table.OfPatent, "front", "", photo(t, 40, 40, 0))
	design.bring(table.OfProduct, "front", "证据被密1", photo(t, 41, 40, 0))
	design.bring(table.OfProduct, "top", "", secret)
	for _, row := range design.rows() {
		if x := row.Items[1]; len(x.Data) != 0 || !strings.Contains(x.Text, "依法不公开质证的证据") || strings.Contains(x.Text, "被密1") {
			t.Errorf("%s: %q with %d bytes", row.Caption, x.Text, len(x.Data))
		}
	}
	if n := len(design.media()); n != 1 {
		t.Errorf("%d pictures in the document", n)
	}
	design.exhibits[1].Number = "被密12"
	if rows := design.rows(); len(rows[0].Items[1].Data) == 0 {
		t.Error("a picture of exhibit 被密1 was taken for one of 被密12")
	}
}
