package pdftext_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdf"
	"zhibao/internal/office/pdftext"
)

// TestDangers: each kind of what a PDF can do beside being read is told, also where names are written another way or
// stand in a packed stream; what a printer or this program makes is told nothing of; and every file takes seconds at most.
func TestDangers(t *testing.T) {
	var own bytes.Buffer
	if _, err := pdf.Write(&own, paper.Paper{Title: "说明书", Body: []paper.Block{paper.P("一种台灯"), paper.PageBreak{}, paper.P("二")}}, &pdf.Fonts{}); err != nil {
		t.Fatal(err)
	}
	browser, err := os.ReadFile("testdata/browser.pdf")
	if err != nil {
		t.Fatal(err)
	}
	packed := deflate(`5 0 <</S /JavaScript /JS (app.alert)>>`)
	many := make([]string, 30_000)
	for i := range many {
		many[i] = "<</Type /Page /Parent 1 0 R>>"
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"of this program": {own.Bytes(), ""}, "of a browser": {browser, ""}, "no PDF": {[]byte("/JavaScript"), ""},
		"script":         {made(`<</Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert)>>>>`, page), "script"},
		"script escaped": {made(`<</Type /Catalog /OpenAction <</S /J#61vaScript /#4AS (x)>>>>`, page), "script"},
		"script packed":  {made(page, fmt.Sprintf("<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", len(packed), packed)), "script"},
		"launch":         {made(`<</Type /Action /S /Launch /F (cmd.exe)>>`, page), "launch"},
		"embedded":       {made(page, stream("/Type /EmbeddedFile ", "MZ")), "embedded"},
		"form":           {made(`<</AcroForm <</XFA 2 0 R>>>>`, page), "xfa"},
		"encrypted":      {append(made(page), "trailer <</Encrypt 9 0 R>>"...), "encrypted"},
		"sends":          {made(`<</S /SubmitForm /F (http://example.com)>>`, page), "outside"},
		"player":         {made(`<</Subtype /RichMedia>>`, page), "media"},
		"circle":         {made(`<</Type /Pages /Kids [2 0 R] /Count 1>>`, `<</Type /Pages /Kids [3 0 R]>>`, `<</Type /Pages /Kids [1 0 R]>>`), "endless"},
		"itself":         {made(`<</Type /Pages /Kids [1 0 R] /Count 1>>`), "endless"},
		"bookmarks":      {made(page, `<</Title (a) /Next 3 0 R>>`, `<</Title (b) /Next 2 0 R>>`), "endless"},
		"parents":        {made(`<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>`, `<</Type /Page /Parent 1 0 R>>`, `<</Type /Page /Parent 1 0 R>>`), ""},
		"many pages":     {made(many...), "pages"},
		"says many":      {made(`<</Type /Pages /Count 100000 /Kids []>>`), "pages"},
		"no end":         {[]byte("%PDF-1.4\n" + strings.Repeat("1 0 obj <<>> stream\n", 1<<19)), "broken"},
		"all":            {made(`<</OpenAction <</S /JavaScript>> /AA <</S /Launch>> /XFA 1 0 R>>`, stream("/Type /EmbeddedFile ", "MZ")), "embedded launch script xfa"},
	} {
		began := time.Now()
		got := pdftext.Dangers(c.data)
		if want := strings.Fields(c.want); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s takes %v", name, took)
		}
	}
}
