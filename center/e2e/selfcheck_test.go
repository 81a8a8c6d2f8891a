package e2e

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/patent/annotate"
	"zhibao/patent/filing"
)

// TestAnybodyCanCheck: a stranger sends papers and reads what the examiner would: the same findings as
// the self-check of a draft. Nothing is kept, what cannot be read is refused in words, and the rules are
// there with their examples.
func TestAnybodyCanCheck(t *testing.T) {
	w := lived(t)
	s := w.visitor(t)
	whole := w.files(t)
	zip := pack(t, defective(0, 0, nil).Filing(), filing.Options{})
	page := upload(t, s, "/check", "案卷包.zip", zip, nil)
	if page.Status != http.StatusOK {
		t.Fatalf("%d %.400s", page.Status, page.Body)
	}
	id := w.submitted(t, "qiye01", "", defective(0, 0, nil))
	desk := w.person(t, "qiye01").Get("/preexam/" + itoa(id) + "/desk")
	own, public := strings.Count(desk.Body, `<section class="f e`), strings.Count(page.Body, `<section class="f e`)
	if public == 0 || public > own {
		t.Errorf("%d findings that must be corrected, the draft's own self-check has %d", public, own)
	}
	html := upload(t, s, "/check", "案卷包.zip", zip, url.Values{"_act": {"html"}})
	if html.Status != http.StatusOK || !strings.Contains(html.Body, "预审检查报告") || !strings.HasPrefix(html.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the report: %d %s", html.Status, html.Header)
	}
	var word bytes.Buffer
	p := paper.Paper{Style: paper.Report, Title: "草稿", Body: []paper.Block{paper.P("权利要求书"), paper.P("1. 一种水壶，其特征在于，包括壶体。所述壶体为金属。")}}
	if err := docx.Write(&word, p); err != nil {
		t.Fatal(err)
	}
	copied := upload(t, s, "/check", "稿.docx", word.Bytes(), url.Values{"_act": {"docx"}})
	if err := annotate.Same(word.Bytes(), []byte(copied.Body)); err != nil || copied.Body == word.String() {
		t.Errorf("the copy with comments: %v", err)
	}
	for name, data := range map[string][]byte{"坏.zip": []byte("PK\x03\x04 cut off"), "宏.exe": []byte("MZ"), "空.txt": nil} {
		if bad := upload(t, s, "/check", name, data, nil); bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, "请") {
			t.Errorf("%s: %d", name, bad.Status)
		}
	}
	if n := w.files(t) - whole; n != 1 { // the draft's own
		t.Errorf("%d files were stored", n)
	}
	if !strings.Contains(w.person(t, "qiye01").Get("/check").Body, "data-direct") {
		t.Error("a signed-in person's files would be stored before they are checked")
	}
	for _, of := range []string{"", "?of=CLM", "?of=DSG", "?of=x"} {
		if rules := s.Get("/rules" + of); rules.Status != http.StatusOK || strings.Count(rules.Body, `class="card rule"`) < 8 {
			t.Errorf("/rules%s: %d", of, rules.Status)
		}
	}
}

// TestAnybodyCanWorkOutFees: the official fees of a filing, by the tariff of the day, without an account.
func TestAnybodyCanWorkOutFees(t *testing.T) {
	w := lived(t)
	s := w.visitor(t)
	p := s.Get("/fees")
	got := s.Submit(p, "claims", url.Values{"kind": {"发明"}, "claims": {"12"}, "pages": {"33"}, "examine": {"true"}, "reduction": {"85"}})
	if got.Status != http.StatusOK {
		t.Fatalf("%d %.300s", got.Status, got.Body)
	}
	for _, want := range []string{"申请费", "135", "权利要求附加费", "300", "说明书附加费", "150", "实质审查费", "375", "1010", "第一百一十二条"} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("the bill has no %s", want)
		}
	}
	if bad := s.Submit(p, "claims", url.Values{"kind": {"外观设计"}, "claims": {"3"}}); bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, "留空") {
		t.Errorf("claims of a design: %d", bad.Status)
	}
}
