package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"flag"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/paper/papertest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func write(t interface {
	Fatal(...any)
	Helper()
}, p paper.Paper) (data []byte, parts map[string]string) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return b.Bytes(), parts
}

func samples() map[string]paper.Paper {
	return map[string]paper.Paper{"notice": papertest.Notice(), "report": papertest.Report(3), "dossier": papertest.Dossier(), "illustrated": papertest.Illustrated()}
}

func TestGolden(t *testing.T) {
	for name, p := range samples() {
		data, parts := write(t, p)
		if again, _ := write(t, p); !bytes.Equal(data, again) {
			t.Errorf("%s: the same paper gives different bytes", name)
		}
		got := strings.ReplaceAll(strings.ReplaceAll(parts["word/document.xml"], "<w:p>", "\n<w:p>"), "<w:tr>", "\n<w:tr>") + "\n"
		file := filepath.Join("testdata", name+".xml")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Every part is well-formed and has a content type, every relation has its target, every style
// that is used is defined.
func TestPackage(t *testing.T) {
	for name, p := range samples() {
		_, parts := write(t, p)
		for file, text := range parts {
			if strings.HasPrefix(file, "word/media/") {
				if _, _, err := image.Decode(strings.NewReader(text)); err != nil {
					t.Errorf("%s: %v", file, err)
				}
				continue
			}
			checkXML(t, name+" "+file, text)
		}
		for _, rel := range attributes(parts["word/_rels/document.xml.rels"], "Target") {
			if parts["word/"+rel] == "" {
				t.Errorf("%s: no part %s", name, rel)
			}
		}
		for _, override := range attributes(parts["[Content_Types].xml"], "PartName") {
			if parts[strings.TrimPrefix(override, "/")] == "" {
				t.Errorf("%s: no part %s", name, override)
			}
		}
		defined := map[string]bool{}
		for _, id := range attributes(parts["word/styles.xml"], "styleId") {
			defined[id] = true
		}
		for _, used := range strings.Split(parts["word/document.xml"], `<w:pStyle w:val="`)[1:] {
			if id := used[:strings.IndexByte(used, '"')]; !defined[id] {
				t.Errorf("%s: style %s is not defined", name, id)
			}
		}
		if p.Verify == nil && parts["word/media/qr.png"] != "" {
			t.Errorf("%s has a picture without use", name)
		}
	}
}

func checkXML(t interface{ Errorf(string, ...any) }, name, text string) {
	for dec := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := dec.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s is not well-formed: %v", name, err)
			return
		}
	}
}

func attributes(text, name string) (out []string) {
	for dec := xml.NewDecoder(strings.NewReader(text)); ; {
		tok, err := dec.Token()
		if err != nil {
			return out
		}
		if el, ok := tok.(xml.StartElement); ok {
			for _, a := range el.Attr {
				if a.Name.Local == name {
					out = append(out, a.Value)
				}
			}
		}
	}
}

// order is the sequence in which the schema wants the properties of a paragraph and a run;
// programs refuse a file in another.
var order = map[string][]string{
	"pPr": {"pStyle", "keepNext", "keepLines", "widowControl", "pBdr", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"},
	"rPr": {"rFonts", "b", "color", "sz", "szCs", "lang"},
}

func TestPropertiesAreInOrder(t *testing.T) {
	for name, p := range samples() {
		_, parts := write(t, p)
		for _, file := range []string{"word/document.xml", "word/styles.xml", "word/footer1.xml"} {
			checkOrder(t, name+" "+file, parts[file])
		}
	}
}

func checkOrder(t *testing.T, name, text string) {
	var stack []string
	var last []int
	for dec := xml.NewDecoder(strings.NewReader(text)); ; {
		tok, err := dec.Token()
		if err != nil {
			return
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if n := len(stack); n > 0 && order[stack[n-1]] != nil {
				at := -1
				for i, want := range order[stack[n-1]] {
					if want == tok.Name.Local {
						at = i
					}
				}
				if at <= last[n-1] {
					t.Errorf("%s: <%s> out of order in %s", name, tok.Name.Local, stack[n-1])
				}
				last[n-1] = at
			}
			stack, last = append(stack, tok.Name.Local), append(last, -1)
		case xml.EndElement:
			stack, last = stack[:len(stack)-1], last[:len(last)-1]
		}
	}
}

// Whatever the words, the document stays well-formed and loses none that can be shown.
func TestAnyWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		p := paper.Paper{Title: "题", Body: []paper.Block{
			paper.Q(text), paper.Table{Head: []string{"甲", "乙"}, Rows: [][]string{{text}}, Quoted: true}, paper.KeyValues{Quoted: true, Rows: []paper.KeyValue{{Key: "甲", Value: text}}},
		}}
		_, parts := write(t, p)
		checkXML(t, "document", parts["word/document.xml"])
		var got strings.Builder
		inText := false
		for dec := xml.NewDecoder(strings.NewReader(parts["word/document.xml"])); ; {
			tok, err := dec.Token()
			if err != nil {
				break
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				inText = tok.Name.Local == "t"
			case xml.EndElement:
				inText = false
			case xml.CharData:
				if inText {
					got.Write(tok)
				}
			}
		}
		want := strings.NewReplacer("\n", "", "\t", "").Replace(paper.Clean(text))
		if !strings.HasPrefix(got.String(), "题"+want) {
			t.Fatalf("%q became %q", want, got.String())
		}
	})
}

func TestUnresolvedIsNotWritten(t *testing.T) {
	p := papertest.Notice()
	p.Signed = "【待填】"
	var b bytes.Buffer
	if err := Write(&b, p); fault.CodeOf(err) != "paper.unresolved" || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

// TestPictures: who opens the document finds every picture as it was, in the place that refers to it.
func TestPictures(t *testing.T) {
	p := papertest.Illustrated()
	_, parts := write(t, p)
	rels := map[string]string{}
	ids, targets := attributes(parts["word/_rels/document.xml.rels"], "Id"), attributes(parts["word/_rels/document.xml.rels"], "Target")
	for i := range ids {
		rels[ids[i]] = "word/" + targets[i]
	}
	at := 0
	for _, b := range p.Body {
		row, _ := b.(paper.Pictures)
		for _, x := range row.Items {
			if len(x.Data) == 0 {
				continue
			}
			_, rest, ok := strings.Cut(parts["word/document.xml"][at:], `r:embed="`)
			id, _, _ := strings.Cut(rest, `"`)
			if !ok || parts[rels[id]] != string(x.Data) {
				t.Fatalf("%s: %q leads to %q, which is not the picture", x.Text, id, rels[id])
			}
			at = len(parts["word/document.xml"]) - len(rest)
			if format, _, _ := x.Format(); !strings.Contains(parts["[Content_Types].xml"], `Extension="`+format+`"`) || path.Ext(rels[id]) != "."+format {
				t.Errorf("%s: nothing says what %s is", x.Text, rels[id])
			}
		}
	}
	if n := strings.Count(parts["word/document.xml"], "<w:drawing>"); n != 4 {
		t.Errorf("%d drawings", n)
	}
}
