package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/internal/sharedata"
)

// bundle is an archive of files by their names.
func bundle(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, data := range files {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// bringIn has an archive of documents brought in, drawings and all.
func (b *seat) bringIn(name string, data []byte) {
	b.t.Helper()
	b.open("/intake")
	b.send(filed("file", b.file(name, data)), typed("source", "带附图的来源 "+name), typed("as_of", "2026-09-01"))
	b.done(b.path(), "start", "已完成")
}

// TestDrawings: the drawings that come with a document are kept and stand as a strip in the list and on its
// page; formulas in the text are no drawings, what is no picture is passed over, and not more are kept than
// the center decided.
func TestDrawings(t *testing.T) {
	slow(t)
	w := lived(t)
	b := sit(t, w, variants()[0])
	var figures strings.Builder
	files := map[string][]byte{}
	for i := 1; i <= 15; i++ {
		name := fmt.Sprintf("US-D%05d.png", i)
		fmt.Fprintf(&figures, `<figure id="Fig-%d" num="%05d"><img id="EMI-D%05d" file="%s" alt="embedded image" img-content="drawing" img-format="tif"/></figure>`, i, i, i, name)
		files[name] = lampPicture()
	}
	files["US-D00002.png"] = []byte("no picture")
	files["US-M00001.png"] = lampPicture()
	files["doc.xml"] = []byte(`<us-patent-grant lang="EN"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>09990001</doc-number><kind>B2</kind><date>20200303</date></document-id></publication-reference>` +
		`<application-reference appl-type="utility"><document-id><country>US</country><doc-number>15687432</doc-number><date>20170826</date></document-id></application-reference><invention-title id="t">Quenchbrick apparatus</invention-title></us-bibliographic-data-grant>` +
		`<drawings id="DRAWINGS">` + figures.String() + `</drawings><description id="d"><p>A formula <maths><math/><img file="US-M00001.png"/></maths> stands here.</p></description><claims><claim id="c1"><claim-text>1. An apparatus.</claim-text></claim></claims></us-patent-grant>`)
	b.as("shouli1")
	b.bringIn("grant.zip", bundle(t, files))
	b.open("/documents/US9990001B2")
	// Twelve are kept, the broken one is not among them.
	if n := eval[int](b, `document.querySelectorAll('.strip img').length`); n != 11 {
		t.Errorf("%d drawings on the page, want 11:\n%s", n, b.text("main"))
	}
	b.has("共 15 幅，这里保存 11 幅")
	b.open("/search")
	b.send(typed("q", "TI=Quenchbrick"))
	if n := eval[int](b, `document.querySelectorAll('.hit .strip img').length`); n != 4 {
		t.Errorf("%d drawings in the list, want those of the first five that can be read:\n%s", n, b.text("main"))
	}
	p := b.person(t, "shouli1")
	for _, look := range []string{"", "?look=small"} {
		if a := p.Get("/documents/US9990001B2/pictures/1" + look); a.Status != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "image/") || len(a.Body) < 100 {
			t.Errorf("the first drawing%s answers %d, %s, %d bytes", look, a.Status, a.Header.Get("Content-Type"), len(a.Body))
		}
	}
	for _, none := range []string{"2", "13", "x", "-1"} {
		if a := p.Get("/documents/US9990001B2/pictures/" + none); a.Status != http.StatusNotFound {
			t.Errorf("drawing %s answers %d", none, a.Status)
		}
	}
	if a := b.visitor(t).Get("/documents/US9990001B2/pictures/1"); a.Status == http.StatusOK {
		t.Error("a stranger sees drawings of the holding")
	}
	b.clean()

	// A real package of an office.
	real := map[string][]byte{}
	dir := sharedata.Dir(t, "patent-xml-standards", "data", "st36_wipo_examples", "st36aexample")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if real[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	b.bringIn("ep.zip", bundle(t, real))
	b.open("/documents/EP1667425A1")
	shown := 0
	for until := time.Now().Add(10 * time.Second); shown < 8 && time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		shown = eval[int](b, `[...document.querySelectorAll('.strip img')].filter(i => { i.loading = 'eager'; return i.complete && i.naturalWidth > 0 }).length`)
	}
	if shown != 8 {
		t.Errorf("%d drawings of the real package are shown, want 8", shown)
	}
	b.clean()
}
