package docx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/docx"
)

func build(t testing.TB, body string, more map[string]string) []byte {
	t.Helper()
	files := map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:m="m" xmlns:mc="mc" xmlns:wps="wps"><w:body>` +
			body + `<w:sectPr/></w:body></w:document>`,
		"word/styles.xml": `<w:styles xmlns:w="w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="T"><w:name w:val="Title"/></w:style>
			<w:style w:styleId="sub"><w:name w:val="mine"/><w:basedOn w:val="1"/></w:style></w:styles>`,
		"word/numbering.xml": `<w:numbering xmlns:w="w">
			<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
			<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
			<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalZero"/><w:lvlText w:val="[00%1]"/></w:lvl></w:abstractNum>
			<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
		"word/_rels/document.xml.rels": `<Relationships><Relationship Id="rId5" Type="x/image" Target="media/image1.png"/>
			<Relationship Id="rId6" Type="x/hyperlink" Target="https://example.cn/" TargetMode="External"/></Relationships>`,
		"word/media/image1.png": "not decoded here",
	}
	for n, s := range more {
		files[n] = s
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		f, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[n])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func parse(name string, data []byte) (*patent.Application, error) {
	ctx := context.Background()
	s, err := bundle.Zip(ctx, name, bytes.NewReader(data), int64(len(data)), bundle.Limits{})
	if err != nil {
		return nil, err
	}
	a := &patent.Application{}
	return a, docx.Read(ctx, a, name, s)
}

func read(t testing.TB, name, body string) *patent.Application {
	t.Helper()
	a, err := parse(name, build(t, body, nil))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// p is a paragraph with one run; style and the rest of its properties may be empty.
func p(words string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + words + `</w:t></w:r></w:p>`
}

func styled(style, words string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
}

func listed(num, level, words string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
}

const picture = `<w:p><w:r><w:drawing><wp:inline><a:graphic><pic:pic><a:blip r:embed="rId5"/></pic:pic></a:graphic></wp:inline></w:drawing></w:r></w:p>`

func TestWhole(t *testing.T) {
	a := read(t, "申请.docx", styled("T", "发明专利申请书")+styled("1", "发明名称")+p("一种水壶")+
		styled("1", "权利要求书")+p("1. 一种水壶，其特征在于，包括：")+`<w:p><w:r><w:t>壶体；</w:t><w:br/><w:t>壶盖。</w:t></w:r></w:p>`+p("2. 根据权利要求1所述的水壶。")+
		styled("sub", "说明书")+p("一种水壶")+styled("1", "技术领域")+p("[0001] 面积为3cm<!-- -->")+
		`<w:tbl><w:tr><w:tc>`+p("甲")+`</w:tc><w:tc>`+p("乙")+p("丙")+`</w:tc></w:tr><w:tr><w:tc>`+p("1")+`</w:tc><w:tc>`+p("2")+`</w:tc></w:tr></w:tbl>`+
		styled("1", "第一实施例")+p("内容[0009]。")+
		styled("1", "说明书附图")+picture+p("图1 结构图")+styled("1", "说明书摘要")+p("本发明公开了一种水壶。")+p("摘要附图：图1"))
	if a.Kind != patent.Invention || a.Title != "一种水壶" || len(a.Losses)+len(a.Traces) != 0 {
		t.Errorf("%q %q %+v %+v", a.Kind, a.Title, a.Losses, a.Traces)
	}
	for part, want := range map[patent.Part]string{
		patent.Claims:      "1. 一种水壶，其特征在于，包括：\n壶体；\n壶盖。\n2. 根据权利要求1所述的水壶。",
		patent.Description: "一种水壶\n技术领域\n面积为3cm\n甲\t乙 丙\n1\t2\n第一实施例\n内容[0009]。",
		patent.Abstract:    "本发明公开了一种水壶。",
		patent.Drawings:    "图1 结构图",
	} {
		if d := cmp.Diff(want, a.Text(part).Text); d != "" {
			t.Errorf("%s: %s", part, d)
		}
	}
	var kinds []string
	for _, b := range a.Text(patent.Description).Blocks {
		kinds = append(kinds, string(b.Kind)+b.Number)
	}
	if d := cmp.Diff([]string{"title", "heading", "paragraph0001", "table", "heading", "paragraph"}, kinds); d != "" {
		t.Error(d)
	}
	if len(a.Figures) != 1 || a.Figures[0].Label != "图1" || a.Figures[0].File != "word/media/image1.png" || !a.Figures[0].Present {
		t.Errorf("%+v", a.Figures)
	}
}

func TestNumbering(t *testing.T) {
	a := read(t, "申请.docx", p("权利要求书")+listed("1", "0", "一种水壶，包括：")+listed("1", "1", "壶体；")+listed("1", "1", "壶盖。")+listed("1", "0", "根据权利要求1所述的水壶。")+
		p("说明书")+styled("1", "技术领域")+listed("2", "0", "本发明涉及水壶。")+listed("2", "0", "第二段。"))
	if got := a.Text(patent.Claims).Text; got != "一种水壶，包括：\na)壶体；\nb)壶盖。\n根据权利要求1所述的水壶。" {
		t.Errorf("%q", got)
	}
	var numbers []string
	for _, part := range []patent.Part{patent.Claims, patent.Description} {
		for _, b := range a.Text(part).Blocks {
			numbers = append(numbers, b.Number)
		}
	}
	if d := cmp.Diff([]string{"1", "2", "", "0001", "0002"}, numbers); d != "" {
		t.Error(d)
	}
	if len(a.Traces) != 1 || a.Traces[0].Kind != "autonumber" {
		t.Errorf("%+v", a.Traces)
	}
}

func TestHeightsSymbolsMath(t *testing.T) {
	a := read(t, "说明书.docx", styled("1", "技术领域")+
		`<w:p><w:r><w:t>CaCO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>，10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>-3</w:t></w:r>
		<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F04A"/></w:r><w:r><w:t>A</w:t><w:tab/><w:t>B</w:t><w:noBreakHyphen/><w:t>C</w:t></w:r></w:p>
		<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>`)
	d := a.Text(patent.Description)
	if d.Text != "技术领域\nCaCO3，10-3αA B-C\na/bx2" {
		t.Errorf("%q", d.Text)
	}
	var spans []string
	for _, s := range d.Spans {
		spans = append(spans, d.Text[s.Start:s.End])
	}
	if diff := cmp.Diff([]string{"3", "-3", "2"}, spans); diff != "" {
		t.Error(diff)
	}
	if len(a.Losses) != 1 || a.Losses[0].Runes != 1 || !strings.Contains(a.Losses[0].What, "符号") {
		t.Errorf("%+v", a.Losses)
	}
}

// TestRevisions: what is deleted, hidden or beside the text is not read and said to be lost;
// what was inserted is read and said to be a revision.
func TestRevisions(t *testing.T) {
	body := p("权利要求书") + `<w:p><w:r><w:t>1.一种</w:t></w:r><w:ins w:author="x"><w:r><w:t>保温</w:t></w:r></w:ins><w:del><w:r><w:delText>普通</w:delText></w:r></w:del><w:r><w:t>水壶。</w:t></w:r>
		<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:commentReference w:id="1"/></w:r>
		<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r><w:hyperlink r:id="rId6"><w:r><w:t>链接</w:t></w:r></w:hyperlink>
		<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	a, err := parse("申请.docx", build(t, body, map[string]string{
		"word/comments.xml":  `<w:comments xmlns:w="w"><w:comment><w:p><w:r><w:t>请修改</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/footnotes.xml": `<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>脚注文字</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"word/header1.xml":   `<w:hdr xmlns:w="w"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Text(patent.Claims).Text; got != "1.一种保温水壶。看得见链接7" {
		t.Errorf("%q", got)
	}
	got := map[string]int{}
	for _, tr := range a.Traces {
		got[tr.Kind] = tr.Count
	}
	if d := cmp.Diff(map[string]int{"insertion": 2, "deletion": 2, "hidden": 3, "move": 2, "comment": 3, "note": 4, "header": 2, "field": 0}, got); d != "" {
		t.Error(d)
	}
	lost := 0
	for _, l := range a.Losses {
		lost += l.Runes
	}
	if lost != 2+3+2+3+4+2 {
		t.Errorf("%d characters lost: %+v", lost, a.Losses)
	}
}

func TestTextBox(t *testing.T) {
	a := read(t, "说明书.docx", styled("1", "技术领域")+`<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><wps:txbx><w:txbxContent>`+
		p("框内文字")+`</w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>`+p("框内文字")+`</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`)
	if got := a.Text(patent.Description).Text; got != "技术领域\n正文\n框内文字" {
		t.Errorf("%q", got)
	}
	var kinds []string
	for _, tr := range a.Traces {
		kinds = append(kinds, tr.Kind)
	}
	slices.Sort(kinds)
	if d := cmp.Diff([]string{"floating", "textbox"}, kinds); d != "" {
		t.Error(d)
	}
}

// TestNothingLost: characters in are characters out, plus those that are said to be lost.
func TestNothingLost(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("水壶体盖a1，。 ")), 1, 8, -1)
	rapid.Check(t, func(rt *rapid.T) {
		var body strings.Builder
		in := 0
		var run func(depth int) string
		run = func(depth int) string {
			w := word.Draw(rt, "word")
			in += canon.Count(w)
			r := `<w:r><w:t xml:space="preserve">` + w + `</w:t></w:r>`
			switch rapid.IntRange(0, 7).Draw(rt, "kind") {
			case 0:
				return `<w:ins>` + r + `</w:ins>`
			case 1:
				return `<w:del>` + strings.ReplaceAll(r, "w:t", "w:delText") + `</w:del>`
			case 2:
				return strings.Replace(r, "<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)
			case 3:
				return `<w:hyperlink>` + r + `</w:hyperlink>`
			case 4:
				if depth < 3 {
					return `<w:sdt><w:sdtContent>` + r + run(depth+1) + `</w:sdtContent></w:sdt>`
				}
			case 5:
				return strings.Replace(r, "<w:r>", `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>`, 1)
			}
			return r
		}
		for range rapid.IntRange(1, 6).Draw(rt, "paragraphs") {
			par := `<w:p>`
			for range rapid.IntRange(0, 4).Draw(rt, "runs") {
				par += run(0)
			}
			par += `</w:p>`
			if rapid.Bool().Draw(rt, "table") {
				par = `<w:tbl><w:tr><w:tc>` + par + `</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>`
			}
			body.WriteString(par)
		}
		a, err := parse("说明书.docx", build(t, styled("1", "技术领域")+body.String(), nil))
		if err != nil {
			rt.Fatal(err)
		}
		out := 0
		for _, x := range a.Texts {
			out += canon.Count(x.Text)
		}
		for _, l := range a.Losses {
			out += l.Runes
		}
		if out != in+4 {
			rt.Fatalf("%d characters in, %d out: %s %+v %s", in+4, out, a.Text(patent.Description).Text, a.Losses, body.String())
		}
	})
}

// TestShared: every draft is read to the last character.
func TestShared(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedata.Dir(t, "cn-drafts-one-applicant"), "*.docx"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := parse(filepath.Base(f), data)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		out := 0
		for _, x := range a.Texts {
			out += canon.Count(x.Text)
			for _, b := range x.Blocks {
				if b.Kind == patent.Paragraph && b.Number != "" {
					out += 2 + len(b.Number) // [0001]
				}
			}
		}
		for _, l := range a.Losses {
			out += l.Runes
		}
		in := 0
		heads := 0
		for _, w := range paragraphs(t, data) {
			in += canon.Count(w)
			_, section := canon.Section(w)
			_, cover := canon.Cover(w)
			if _, ok := canon.PartHead(w); (ok || cover) && !section {
				heads += canon.Count(w)
			}
		}
		if d := in - out - heads; d != 0 && d != len([]rune(a.Abstract.Figure)) { // the figure of the abstract is no text
			t.Errorf("%s: %d characters in, %d out, %d in headings", filepath.Base(f), in, out, heads)
		}
		if !a.Has(patent.Claims) || !a.Has(patent.Description) || !a.Has(patent.Abstract) || a.Title == "" {
			t.Errorf("%s lacks a part", f)
		}
	}
}

// paragraphs returns the words of the document's paragraphs without this package's help.
func paragraphs(t testing.TB, data []byte) []string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	var out []string
	for par := range strings.SplitSeq(buf.String(), "</w:p>") {
		var sb strings.Builder
		for piece := range strings.SplitSeq(par, "<w:t") {
			if _, rest, ok := strings.Cut(piece, ">"); ok && (strings.HasPrefix(piece, ">") || strings.HasPrefix(piece, " ")) {
				w, _, _ := strings.Cut(rest, "</w:t>")
				sb.WriteString(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&quot;", `"`, "&apos;", "'").Replace(w))
			}
		}
		out = append(out, sb.String())
	}
	return out
}

// TestWhatTheConverterRefuses: floating pictures, tables in tables, merged cells and fonts that the
// converter lacks are noted; usual fonts, and fonts of Latin letters, are not.
func TestWhatTheConverterRefuses(t *testing.T) {
	run := func(font, s string) string {
		return `<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="` + font + `"/></w:rPr><w:t>` + s + `</w:t></w:r></w:p>`
	}
	a := read(t, "说明书.docx", styled("1", "技术领域")+run("华文彩云", "水壶")+run("华文彩云", "壶盖")+run("仿宋_GB2312", "壶体")+run("SimSun", "壶")+run("Comic Sans", "abc 12")+
		`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+p("甲")+`<w:tbl><w:tr><w:tc>`+p("乙")+`</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`+
		`<w:p><w:r><w:drawing><wp:anchor><a:blip r:embed="rId5"/></wp:anchor></w:drawing></w:r></w:p>`)
	got := map[string]patent.Trace{}
	for _, tr := range a.Traces {
		got[tr.Kind] = tr
	}
	if f := got["font"]; f.Words != "华文彩云" || f.Count != 4 {
		t.Errorf("fonts: %+v", f)
	}
	for _, kind := range []string{"nested", "merged", "floating"} {
		if _, ok := got[kind]; !ok {
			t.Errorf("%s is not noted: %+v", kind, a.Traces)
		}
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>一</w:t><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`)
	f.Add(listed("1", "0", "x") + picture)
	f.Add(`<m:oMath><m:f><m:num/></m:f></m:oMath><w:p><w:ins><w:r><w:sym w:char="F061" w:font="Symbol"/></w:r></w:ins></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 1<<14 {
			return
		}
		a, err := parse("说明书.docx", build(t, body, nil))
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		for p, x := range a.Texts {
			for _, b := range x.Blocks {
				if b.Start < 0 || b.End > len(x.Text) || b.Start > b.End {
					t.Fatalf("%s: %+v", p, b)
				}
			}
		}
	})
}

func TestNumerals(t *testing.T) {
	for format, want := range map[string]string{
		"chineseCounting": "一、 二、 十、 十一、 二十、 二十一、", "upperRoman": "I、 II、 X、 XI、 XX、 XXI、", "lowerRoman": "i、 ii、 x、 xi、 xx、 xxi、", "decimalZero": "01、 02、 10、 11、 20、 21、",
		"decimalEnclosedCircle": "①、 ②、 ⑩、 ⑪、 ⑳、 21、", "decimalFullWidth": "１、 ２、 １０、 １１、 ２０、 ２１、", "upperLetter": "A、 B、 J、 K、 T、 U、", "bullet": "     ",
	} {
		var body strings.Builder
		for range 21 {
			body.WriteString(listed("9", "0", "文"))
		}
		a, err := parse("说明书.docx", build(t, styled("1", "技术领域")+body.String(), map[string]string{"word/numbering.xml": `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0">` +
			`<w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="3"/></w:num></w:numbering>`}))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(a.Text(patent.Description).Text, "\n")[1:]
		var got []string
		for _, i := range []int{0, 1, 9, 10, 19, 20} {
			got = append(got, strings.TrimSuffix(lines[i], "文"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}
