package e2e

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zhibao/examination/preexam"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdftext"
	"zhibao/internal/web/form"
	"zhibao/patent/annotate"
)

// wordDraft is a draft of qiye01 whose papers are one Word document.
func (w *world) wordDraft(t testing.TB) (id int64, sent []byte) {
	t.Helper()
	p := paper.Paper{Style: paper.Report, Title: "草稿"}
	for _, l := range []string{"发明名称", "一种水壶", "权利要求书", "1. 一种水壶，其特征在于，包括壶体。所述壶体约为金属。", "说明书", "一种水壶", "技术领域", "本发明涉及日用品。", "说明书摘要", "一种水壶。"} {
		p.Body = append(p.Body, paper.P(l))
	}
	var buf bytes.Buffer
	if err := docx.Write(&buf, p); err != nil {
		t.Fatal(err)
	}
	id = w.move(t, "qiye01", 0, "create", &create)
	w.move(t, "qiye01", id, "upload", &preexam.Upload{Files: []form.File{form.Bytes("草稿.docx", buf.Bytes())}, Kind: "发明"})
	return id, buf.Bytes()
}

// TestCommentsInACopy: whoever sent a Word document gets a copy with the self-check as comments, which
// differs from the original in nothing else; a package of the filing client has none.
func TestCommentsInACopy(t *testing.T) {
	w := lived(t)
	id, sent := w.wordDraft(t)
	s := w.person(t, "qiye01")
	link := "/preexam/" + itoa(id) + "/annotated/1/0"
	if page := s.Get("/preexam/" + itoa(id) + "/desk"); !strings.Contains(page.Body, link) {
		t.Errorf("the desk does not offer %s", link)
	}
	got := s.Get(link)
	if got.Status != http.StatusOK {
		t.Fatalf("%d %.300s", got.Status, got.Body)
	}
	if err := annotate.Same(sent, []byte(got.Body)); err != nil || got.Body == string(sent) {
		t.Errorf("the copy: %v", err)
	}
	if page := w.person(t, "daili01").Get(link); page.Status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", page.Status)
	}
	w.annotatedReports(t, id)
	zipped := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	if page := s.Get("/preexam/" + itoa(zipped) + "/annotated/1/0"); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Body, "只有 Word 文档") {
		t.Errorf("a package: %d", page.Status)
	}
}

// annotatedReports reads the report of the self-check in both forms: the papers' words with the number of
// each finding at them, and in the web page a link from mark to finding.
func (w *world) annotatedReports(t *testing.T, id int64) {
	t.Helper()
	s := w.person(t, "qiye01")
	link := "/preexam/" + itoa(id) + "/report?v=1"
	printed := s.Get(link)
	if printed.Status != http.StatusOK || printed.Header.Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d %.200s", printed.Status, printed.Body)
	}
	doc := pdftext.Read([]byte(printed.Body))
	if text := doc.Words; !strings.Contains(text, "标注了缺陷的申请文件") || !regexp.MustCompile(`〔\d+〕\s*约`).MatchString(text) {
		t.Errorf("the PDF has no mark at the word:\n%s", text)
	}
	page := s.Get(link + "&format=html")
	if !regexp.MustCompile(`<mark class="[ew]">[^<]*约`).MatchString(page.Body) || !strings.Contains(page.Body, `href="#f1"`) || strings.Contains(page.Body, "<script") {
		t.Errorf("the HTML has no mark at the word: %s", strings.Join(regexp.MustCompile(`<mark.{0,200}`).FindAllString(page.Body, -1), "\n"))
	}
}
