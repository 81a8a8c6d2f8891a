package catalogue

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/patent"
	"zhibao/patent/filing"
	"zhibao/patent/reader"
)

// run reads a file as an applicant hands it in and returns the ids of all rules that found or asked.
func run(t *testing.T, name string, data []byte) (ids []string) {
	t.Helper()
	app, err := reader.Read(t.Context(), name, bytes.NewReader(data), int64(len(data)), reader.Options{Kind: patent.Invention})
	if err != nil {
		t.Fatal(err)
	}
	rep := Check(app, sample.On(), check.Facts{})
	for _, f := range slices.Concat(rep.Findings, rep.Questions) {
		ids = append(ids, f.Rule)
	}
	return ids
}

// draft is an application as plain text with the faults put in: claims, description, abstract.
func draft(claims, description, abstract string) []byte {
	return []byte("权利要求书\n" + claims + "\n说明书\n一种水壶\n" + description + "\n说明书摘要\n" + abstract + "\n")
}

// word is a Word document of the lines, each as it stands in the XML.
func word(t *testing.T, lines ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"word/document.xml":   `<w:document xmlns:w="w" xmlns:wp="wp" xmlns:a="a" xmlns:r="r"><w:body>` + strings.Join(lines, "") + `</w:body></w:document>`,
	} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func par(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

// bundle is a filing package with one thing wrong.
func bundle(t *testing.T, spoil func(*filing.Application)) []byte {
	t.Helper()
	a := &filing.Application{Kind: filing.Invention, Title: "一种水壶", Request: filing.Request{Title: "一种水壶", AbstractFigure: "图1"},
		Claims:   []filing.Claim{{Number: 1, Text: "一种水壶，其特征在于，包括壶体。"}},
		Sections: []filing.Section{{Heading: "技术领域", Paragraphs: []filing.Paragraph{{Text: "本发明涉及一种水壶。"}}}},
		Figures:  []filing.Figure{{Label: "图1"}, {Label: "图2"}}, Abstract: []filing.Paragraph{{Text: "本发明公开了一种水壶。"}}}
	spoil(a)
	var b bytes.Buffer
	if err := filing.Write(&b, a, filing.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sound is a description with all five headings but that of the drawings, of which there are none.
const sound = "技术领域\n本发明涉及水壶。\n背景技术\n现有的水壶的壶盖容易丢失。\n发明内容\n本发明要解决的技术问题是壶盖容易丢失。一种水壶，包括壶体。\n具体实施方式\n水壶包括壶体，壶体为圆形。"

// TestPrechecks: whatever the converter is known to look at, a draft with that fault is found here by one
// of the rules that the list names, which are silent over the same draft without it.
func TestPrechecks(t *testing.T) {
	const one, abstract = "1. 一种水壶，其特征在于，包括壶体。", "本发明公开了一种水壶，包括壶体。"
	intro := par("权利要求书") + par(one) + par("说明书") + par("技术领域") + par("本发明涉及一种水壶。")
	good := map[string][]string{"a.txt": run(t, "a.txt", draft(one, sound, abstract)), "a.docx": run(t, "a.docx", word(t, intro)),
		"a.zip": run(t, "a.zip", bundle(t, func(*filing.Application) {}))}
	faulty := map[string]struct {
		name string
		data []byte
	}{
		"权项号缺失、不连续或者重复":   {"a.txt", draft(one+"\n3. 根据权利要求1所述的水壶，其特征在于，所述壶体为圆形。", sound, abstract)},
		"引用关系错误":          {"a.txt", draft(one+"\n2. 根据权利要求3所述的水壶，其特征在于，所述壶体为圆形。", sound, abstract)},
		"缺少五大标题":          {"a.txt", draft(one, strings.Replace(sound, "背景技术\n", "", 1), abstract)},
		"附图未编号，图号不连续或者重复": {"a.zip", bundle(t, func(a *filing.Application) { a.Figures[1].Label = "图3" })},
		"摘要附图多于一幅":        {"a.zip", bundle(t, func(a *filing.Application) { a.Request.AbstractFigure = "图1、图2" })},
		"敏感词":             {"a.txt", draft(one, strings.Replace(sound, "涉及水壶", "涉及国际领先的水壶", 1), abstract)},
		"连续重复字":           {"a.txt", draft(one, strings.Replace(sound, "涉及水壶", "涉及的的水壶", 1), abstract)},
		"异常符号":            {"a.txt", draft(strings.Replace(one, "壶体", "壶\ue001体", 1), sound, abstract)},
		"浮动对象":            {"a.docx", word(t, intro, `<w:p><w:r><w:drawing><wp:anchor><a:blip r:embed="x"/></wp:anchor></w:drawing></w:r></w:p>`)},
		"嵌套或者复杂的表格":       {"a.docx", word(t, intro, `<w:tbl><w:tr><w:tc>`+par("甲")+`<w:tbl><w:tr><w:tc>`+par("乙")+`</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`)},
		"特殊字体":            {"a.docx", word(t, intro, `<w:p><w:r><w:rPr><w:rFonts w:eastAsia="华文彩云"/></w:rPr><w:t>水壶为圆形。</w:t></w:r></w:p>`)},
		"修订信息":            {"a.docx", word(t, intro, `<w:p><w:ins><w:r><w:t>水壶为圆形。</w:t></w:r></w:ins></w:p>`)},
		"DTD 校验":          {"a.zip", bundle(t, func(a *filing.Application) { a.Figures[0].Lost = true })},
	}
	known := map[string]bool{}
	for _, r := range Rules() {
		known[r.ID] = true
	}
	for _, x := range Prechecks() {
		f, tried := faulty[x.Title]
		if !tried {
			t.Errorf("%s: no draft has this fault", x.Title)
			continue
		}
		got := run(t, f.name, f.data)
		if !slices.ContainsFunc(x.Rules, func(id string) bool { return slices.Contains(got, id) && !slices.Contains(good[f.name], id) }) {
			t.Errorf("%s: none of %v among %v, but %v without the fault", x.Title, x.Rules, got, good[f.name])
		}
		for _, id := range x.Rules {
			if !known[id] {
				t.Errorf("%s: there is no rule %s", x.Title, id)
			}
		}
	}
}
