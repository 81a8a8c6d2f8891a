package docx_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"zhibao/patent"
)

// TestLayoutTable reads papers that somebody arranged in a table: the cells are the papers, and a table
// of the description stays one.
func TestLayoutTable(t *testing.T) {
	row := func(cells ...string) string {
		return "<w:tr><w:tc>" + strings.Join(cells, "</w:tc><w:tc>") + "</w:tc></w:tr>"
	}
	inner := "<w:tbl>" + row(p("序号"), p("权利要求")) + row(p("1"), p("壶")) + "</w:tbl>"
	a, err := parse("a.docx", build(t, "<w:tbl>"+row(p("权利要求书"), p("1.一种水壶。")+p("2.根据权利要求1所述的水壶。"))+
		row(p("说明书"), p("一种水壶")+p("技术领域")+p("涉及水壶。")+inner)+"</w:tbl>", nil))
	if err != nil {
		t.Fatal(err)
	}
	claims, prose := a.Texts[patent.Claims], a.Texts[patent.Description]
	if claims == nil || claims.Text != "1.一种水壶。\n2.根据权利要求1所述的水壶。" {
		t.Errorf("claims %+v", claims)
	}
	if prose == nil || !strings.HasSuffix(prose.Text, "涉及水壶。\n序号\t权利要求\n1\t壶") {
		t.Errorf("description %+v", prose)
	}
}

// TestNumbersInBrackets: an automatic "(1)" begins a claim, and stays in the words so that a rule can
// ask for another form.
func TestNumbersInBrackets(t *testing.T) {
	item := func(s string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>` + s + "</w:t></w:r></w:p>"
	}
	a, err := parse("a.docx", build(t, "<w:p><w:r><w:t>权利要求书</w:t></w:r></w:p>"+item("一种水壶。")+item("根据权利要求1所述的水壶。"), map[string]string{
		"word/numbering.xml": `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`}))
	if err != nil {
		t.Fatal(err)
	}
	if c := a.Texts[patent.Claims]; c == nil || c.Text != "(1)一种水壶。\n(2)根据权利要求1所述的水壶。" || len(c.Blocks) != 2 || c.Blocks[1].Number != "2" {
		t.Errorf("%+v", c)
	}
}

// TestMainPartOfTheWeb: editors on the web call the main part document2.xml.
func TestMainPartOfTheWeb(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types/>`},
		{"word/document2.xml", `<w:document xmlns:w="w" xmlns:r="r"><w:body>` + p("权利要求书") + p("1.一种水壶。") + `<w:p><w:r><w:pict><v:imagedata r:id="rId1"/></w:pict></w:r></w:p></w:body></w:document>`},
		{"word/_rels/document2.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/image" Target="media/a.png"/></Relationships>`},
	} {
		part, err := w.Create(f[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := parse("a.docx", buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	c := a.Texts[patent.Claims]
	if c == nil || c.Text != "1.一种水壶。" || !slices.ContainsFunc(c.Blocks, func(b patent.Block) bool { return b.File == "word/media/a.png" }) {
		t.Errorf("%+v", c)
	}
}
