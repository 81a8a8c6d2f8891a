package pdftext_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdf"
	"zhibao/internal/office/pdftext"
)

// deflate packs a stream as most programs do.
func deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// made is a file of numbered objects.
func made(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(b.String() + "trailer\n<</Root 1 0 R>>\n%%EOF\n")
}

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

const (
	page      = `<</Type /Page /Contents 2 0 R /Resources <</Font <</F1 3 0 R>>>>>>`
	words     = "BT /F1 12 Tf <0001> Tj [<0002> -20 <0003>] TJ ET"
	composite = `<</Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 4 0 R>>`
	table     = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar <0001> <673A> <0003> <2605> endbfchar\n1 beginbfrange <0002> <0002> <5BC6> endbfrange"
)

func TestRead(t *testing.T) {
	own := func() []byte {
		var b bytes.Buffer
		if _, err := pdf.Write(&b, paper.Paper{Title: "说明书", Body: []paper.Block{paper.P("机密★五年，一种台灯")}}, &pdf.Fonts{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	browser, err := os.ReadFile("testdata/browser.pdf")
	if err != nil {
		t.Fatal(err)
	}
	inner := "3 0 4 " + fmt.Sprint(len(composite)+1) + " " + composite + " <</Title (x)>>"
	for name, c := range map[string]struct {
		data  []byte
		want  string
		whole bool
	}{
		"written here":  {own(), "机密★五年，一种台灯", true},
		"by a browser":  {browser, "研发项目立项书机密★5年某公司 ABC (x)", true},
		"packed":        {made(page, stream("/Filter /FlateDecode ", deflate(words)), composite, stream("/Filter [/FlateDecode] ", deflate(table))), "机密★", true},
		"inside":        {made(page, stream("", words), stream("/Type /ObjStm /N 2 /First "+fmt.Sprint(strings.Index(inner, "<<"))+" /Filter /FlateDecode ", deflate(inner)), stream("", table)), "机密★", true},
		"GBK":           {made(page, stream("", "BT /F1 9 Tf <BBFAC3DCA1EF> Tj ET"), `<</Type /Font /Encoding /GBK-EUC-H>>`), "机密★", true},
		"UCS2":          {made(page, stream("", "BT /F1 9 Tf (g:[\\306&\\005) Tj ET"), `<</Type /Font /Encoding /UniGB-UCS2-H>>`), "机密★", true},
		"two fonts":     {made(page, stream("", words), composite, stream("", table), `<</Font <</F1 6 0 R>>>>`, `<</Type /Font /Encoding /GBK-EUC-H>>`), "机密★", true},
		"a bookmark":    {made(`<</Title <FEFF673A5BC62605>>>`), "机密★", false},
		"a picture":     {made(page, stream("", words), composite, stream("", table), stream("/Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode ", "\xff\xd8")), "机密★", false},
		"only pictures": {made(page, stream("", "q /Im1 Do Q"), stream("/Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode ", "\xff\xd8")), "", false},
		"no table":      {made(page, stream("", words), `<</Type /Font /Subtype /Type0 /Encoding /Identity-H>>`), "", false},
		"font inside":   {made(`<</Type /Page /Contents 2 0 R /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>>`, stream("", "BT /F1 9 Tf (Licence 12345) Tj ET")), "Licence 12345", false},
		"encrypted":     {append(made(page, stream("", words), composite, stream("", table)), "trailer <</Encrypt 9 0 R>>"...), "", false},
		"unknown coder": {made(page, stream("/Filter /LZWDecode ", "\x80\x0b"), composite, stream("", table)), "", false},
		"no PDF":        {[]byte("机密★"), "", false},
	} {
		got := pdftext.Read(c.data)
		if !strings.Contains(strings.ReplaceAll(got.Words, "\n", ""), c.want) || got.Whole != c.whole {
			t.Errorf("%s: %q, whole %v; want %q, %v", name, got.Words, got.Whole, c.want, c.whole)
		}
	}
}

func TestFilesInside(t *testing.T) {
	got := pdftext.Read(made(page, stream("/Type /EmbeddedFile ", "附件")))
	if len(got.Attached) != 1 || string(got.Attached[0]) != "附件" {
		t.Errorf("%q", got.Attached)
	}
}

// TestHostileFilesEnd: what is made to take for ever ends, and is not called whole.
func TestHostileFilesEnd(t *testing.T) {
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	big := many("x", 1<<20)
	for name, data := range map[string][]byte{
		"no ends":     []byte("%PDF-1.4\n" + many("1 0 obj <<>> ", 1<<20)),
		"no streams":  []byte("%PDF-1.4\n" + many("1 0 obj <<>> stream\n", 1<<19)),
		"overlapping": made(stream("/Type /ObjStm /First "+fmt.Sprint(len(many("1 0 2 1048576 ", 4096)))+" ", many("1 0 2 1048576 ", 4096)+big)),
		"ranges":      made(page, stream("", words), composite, stream("", many("beginbfrange <0000> <FFFF> <0000> endbfrange\n", 1<<16))),
		"packed":      made(page, stream("/Filter [/FlateDecode /FlateDecode] ", deflate(deflate(many("BT ", 1<<25))))),
	} {
		start := time.Now()
		got := pdftext.Read(data)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s takes %v", name, took)
		}
		if got.Whole && name != "ranges" {
			t.Errorf("%s is called whole", name)
		}
	}
}

// FuzzRead: whatever is sent, reading ends and does not panic.
func FuzzRead(f *testing.F) {
	f.Add(made(page, stream("/Filter /FlateDecode ", deflate(words)), stream("", table)))
	f.Add([]byte("%PDF-1.4\n1 0 obj stream"))
	f.Add(made(stream("/Type /ObjStm /First 99999999 ", "1 0")))
	f.Add(made(page, stream("", "BT /F1 9 Tf (\\")))
	f.Add(made(stream("", "1 beginbfrange <00> <FFFFFFFF> [ endbfrange <0001> [")))
	f.Fuzz(func(_ *testing.T, data []byte) { pdftext.Read(data) })
}
