package annotate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/annotate"
	"zhibao/patent/reader"
)

const (
	space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
	rels  = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
)

// word packs a document of the paragraphs, given as their content.
func word(t testing.TB, paragraphs []string, more ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	body := `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="` + space + `" xmlns:mc="mc"><w:body><w:p>` + strings.Join(paragraphs, `</w:p><w:p>`) + `</w:p></w:body></w:document>`
	entries := append([]string{"[Content_Types].xml", types, "word/document.xml", body, "word/_rels/document.xml.rels", rels, "word/media/a.bin", "\x00\x01"}, more...)
	for i := 0; i < len(entries); i += 2 {
		f, err := w.Create(entries[i])
		if err == nil {
			_, err = io.WriteString(f, entries[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func text(s string) string {
	return `<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>` + s + `</w:t></w:r>`
}

func read(t testing.TB, docx []byte) *patent.Application {
	t.Helper()
	a, err := reader.Read(context.Background(), "a.docx", bytes.NewReader(docx), int64(len(docx)), reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// part returns an entry of a package.
func part(t testing.TB, docx []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// at makes a note over words of a part.
func at(t testing.TB, a *patent.Application, p patent.Part, words string, lines ...string) annotate.Note {
	t.Helper()
	i := strings.Index(a.Text(p).Text, words)
	if i < 0 {
		t.Fatalf("%q does not stand in %q", words, a.Text(p).Text)
	}
	return annotate.Note{Part: p, Start: i, End: i + len(words), Lines: lines}
}

var author = annotate.Author{Name: "预审检查", Initials: "检", Date: "2026-03-02T09:00:00Z"}

func papers() []string {
	return []string{text("权利要求书"), text("1. 一种折叠支架，其特征在于，包括底座和长度") + text("约为20mm") + text("的立杆 &amp; 夹持件。"), text("2. 根据权利要求1所述的折叠支架，其特征在于，所述立杆可伸缩。"),
		text("说明书"), text("一种折叠支架"), text("技术领域"), text("本发明涉及支架 <w:tab/>"[:len("本发明涉及支架 ")]) + `<w:r><w:t>技术</w:t><w:tab/><w:t>领域。</w:t></w:r>`}
}

func TestCommentsStandAtTheirWords(t *testing.T) {
	docx := word(t, papers())
	a := read(t, docx)
	notes := []annotate.Note{
		at(t, a, patent.Claims, "约", "“约”使保护范围不清楚", "建议：删去“约”"),        // within a run
		at(t, a, patent.Claims, "长度约为20mm的", "跨三个文字块"),                 // over three
		at(t, a, patent.Claims, "立杆 & 夹持件", "字符引用 <与> 标记"),             // a reference in the document
		at(t, a, patent.Claims, "1. 一种", "从块首开始"),                      // at the beginning of a run
		{Part: patent.Description, Lines: []string{"整个说明书"}},           // about a part
		at(t, a, patent.Description, "技术 领域", "中间有制表符"),                // a tab between two texts of a run
		{Part: patent.Abstract, Lines: []string{"没有摘要"}},               // a part that is not there
		at(t, a, patent.Claims, "所述立杆可伸缩。\n"[:len("所述立杆可伸缩。")], "到块尾"), // to the end of a run
	}
	r, err := annotate.DOCX(docx, a, notes, author)
	if err != nil {
		t.Fatal(err)
	}
	if r.Placed != 7 || r.Near != 1 {
		t.Errorf("placed %d, near %d", r.Placed, r.Near)
	}
	body := part(t, r.DOCX, "word/document.xml")
	for i, want := range []string{"约", "长度约为20mm的", "立杆 &amp; 夹持件", "1. 一种", "", "技术领域"} {
		if got := covered(body, i); want != "" && got != want {
			t.Errorf("comment %d stands over %q, want %q", i, got, want)
		}
	}
	comments := part(t, r.DOCX, "word/comments.xml")
	if strings.Count(comments, "<zb:comment ") != len(notes) || !strings.Contains(comments, "字符引用 &lt;与&gt; 标记") {
		t.Error(comments)
	}
	b := read(t, r.DOCX)
	for _, p := range patent.Parts() {
		if a.Text(p).Text != b.Text(p).Text {
			t.Errorf("%s reads\n%q, was\n%q", p, b.Text(p).Text, a.Text(p).Text)
		}
	}
}

// covered returns the words between the anchors of a comment.
func covered(body string, id int) string {
	_, s, _ := strings.Cut(body, fmt.Sprintf(`<w:commentRangeStart w:id="%d"/>`, id))
	s, _, _ = strings.Cut(s, fmt.Sprintf(`<w:commentRangeEnd w:id="%d"/>`, id))
	var out strings.Builder
	for s != "" {
		var words, tag string
		words, s, _ = strings.Cut(s, "<")
		out.WriteString(words)
		tag, s, _ = strings.Cut(s, ">")
		_ = tag
	}
	return out.String()
}

func TestCommentsOfTheAuthorStay(t *testing.T) {
	old := `<?xml version="1.0"?><w:comments xmlns:w="` + space + `"><w:comment w:id="7" w:author="甲"><w:p><w:r><w:t>原有批注</w:t></w:r></w:p></w:comment></w:comments>`
	docx := word(t, []string{text("权利要求书"), `<w:commentRangeStart w:id="7"/>` + text("1. 一种折叠支架，其特征在于，包括底座。") + `<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>`}, "word/comments.xml", old)
	a := read(t, docx)
	r, err := annotate.DOCX(docx, a, []annotate.Note{at(t, a, patent.Claims, "底座", "新批注")}, author)
	if err != nil {
		t.Fatal(err)
	}
	comments := part(t, r.DOCX, "word/comments.xml")
	if !strings.Contains(comments, "原有批注") || !strings.Contains(comments, `zb:id="8"`) {
		t.Error(comments)
	}
	if got := covered(part(t, r.DOCX, "word/document.xml"), 8); got != "底座" {
		t.Errorf("over %q", got)
	}
}

// The proof must fail when something is wrong: each change of a copy is found.
func TestSameFindsWhatChanged(t *testing.T) {
	docx := word(t, papers())
	a := read(t, docx)
	r, err := annotate.DOCX(docx, a, []annotate.Note{at(t, a, patent.Claims, "约", "一")}, author)
	if err != nil {
		t.Fatal(err)
	}
	if err := annotate.Same(docx, docx); err != nil {
		t.Errorf("the original differs from itself: %v", err)
	}
	for _, x := range []struct{ part, old, new string }{
		{"word/document.xml", "20mm", "30mm"}, {"word/document.xml", "<w:b/>", "<w:i/>"}, {"word/document.xml", `w:rsidR="00A1"`, `w:rsidR="00A2"`},
		{"word/media/a.bin", "\x00", "\x02"}, {"[Content_Types].xml", "application/xml", "text/xml"}, {"word/document.xml", "<w:tab/>", ""},
	} {
		if err := annotate.Same(docx, replaced(t, r.DOCX, x.part, x.old, x.new)); err == nil {
			t.Errorf("%s: %q for %q is not noticed", x.part, x.new, x.old)
		}
	}
}

// replaced changes the first place in one entry of a package.
func replaced(t *testing.T, docx []byte, name, old, now string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range z.File {
		s := part(t, docx, f.Name)
		if f.Name == name {
			s = strings.Replace(s, old, now, 1)
		}
		e, err := w.Create(f.Name)
		if err == nil {
			_, err = io.WriteString(e, s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestRefused(t *testing.T) {
	a := read(t, word(t, papers()))
	for _, x := range []struct {
		name string
		docx []byte
		code string
	}{
		{"no archive", []byte("你好"), "annotate.zip"}, {"no document", replaced(t, word(t, papers()), "word/document.xml", "<w:body>", "<w:body"), "annotate.xml"},
		{"no words", word(t, nil), "annotate.empty"},
	} {
		if _, err := annotate.DOCX(x.docx, a, []annotate.Note{{Part: patent.Claims}}, author); fault.CodeOf(err) != x.code {
			t.Errorf("%s: %v", x.name, err)
		}
	}
}

// Whatever notes are put over whatever runs, the copy is the original but for the comments, and each
// comment stands over its words.
func TestAnyNotesOverAnyRuns(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		piece := rapid.SampledFrom([]string{"支架", "底座1", " ", "立 杆", "，", "A B", "&lt;", "的"})
		var claim strings.Builder
		claim.WriteString(text("1. 一种支架，其特征在于，"))
		for range rapid.IntRange(1, 6).Draw(r, "runs") {
			var words strings.Builder
			for range rapid.IntRange(1, 4).Draw(r, "pieces") {
				words.WriteString(piece.Draw(r, "piece"))
			}
			keep := rapid.SampledFrom([]string{"", ` xml:space="preserve"`}).Draw(r, "keep")
			before := rapid.SampledFrom([]string{"", "<w:tab/>", "<w:rPr><w:i/></w:rPr>"}).Draw(r, "before")
			claim.WriteString("<w:r>" + before + "<w:t" + keep + ">" + words.String() + "</w:t>" + rapid.SampledFrom([]string{"", "<w:tab/>"}).Draw(r, "after") + "</w:r>")
		}
		docx := word(t, []string{text("权利要求书"), claim.String() + text("完。")})
		a := read(t, docx)
		words := a.Text(patent.Claims).Text
		var notes []annotate.Note
		for range rapid.IntRange(1, 5).Draw(r, "notes") {
			runes := []rune(words)
			i := rapid.IntRange(0, len(runes)-1).Draw(r, "from")
			j := rapid.IntRange(i+1, len(runes)).Draw(r, "to")
			if strings.TrimSpace(string(runes[i:j])) == "" {
				continue
			}
			notes = append(notes, annotate.Note{Part: patent.Claims, Start: len(string(runes[:i])), End: len(string(runes[:j])), Lines: []string{"注"}})
		}
		out, err := annotate.DOCX(docx, a, notes, author)
		if err != nil {
			r.Fatal(err)
		}
		body := part(t, out.DOCX, "word/document.xml")
		squeeze := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "&lt;", "<")), "") }
		for i, n := range notes {
			if got, want := squeeze(covered(body, i)), squeeze(words[n.Start:n.End]); got != want {
				r.Fatalf("comment %d over %q, want %q in %s", i, got, want, body)
			}
		}
		if b := read(t, out.DOCX); b.Text(patent.Claims).Text != words {
			r.Fatalf("reads %q, was %q", b.Text(patent.Claims).Text, words)
		}
	})
}

// Real documents of several word processors, where they are at hand: every sentence of every part can
// carry a comment.
func TestRealDocuments(t *testing.T) {
	dir := sharedata.Dir(t, "cn-drafts-one-applicant")
	names, err := filepath.Glob(filepath.Join(dir, "*.docx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names[:min(len(names), 3)] { // their pictures take long to read
		docx, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := read(t, docx)
		var notes []annotate.Note
		for _, p := range patent.Parts() {
			x := a.Text(p)
			for _, b := range x.Blocks {
				if b.End > b.Start && b.Kind != patent.Table && len(notes) < 1500 {
					notes = append(notes, annotate.Note{Part: p, Start: b.Start, End: b.End, Lines: []string{"全段"}})
				}
			}
		}
		r, err := annotate.DOCX(docx, a, notes, author)
		if err != nil {
			t.Fatalf("%s: %v", filepath.Base(name), err)
		}
		t.Logf("%s: %d placed, %d near", filepath.Base(name), r.Placed, r.Near)
		if r.Near*50 > len(notes) {
			t.Errorf("%s: %d of %d notes did not find their words", filepath.Base(name), r.Near, len(notes))
		}
		b := read(t, r.DOCX)
		for _, p := range patent.Parts() {
			if b.Text(p).Text != a.Text(p).Text {
				t.Errorf("%s: %s reads differently", filepath.Base(name), p)
			}
		}
	}
}
