package center_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"zhibao/casework/draft"
	"zhibao/internal/fault"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdf"
	"zhibao/law/calendar"
)

// hostile are values that somebody may have been called, or may write.
var hostile = []string{"<script>alert(1)</script>", "# 标题\n| 甲 | 乙 |", "= 键 | 值", "**粗**", "---", "\u202e反转", "\x00\x07", strings.Repeat("长", 3000), "&amp;\"'`", "第一行\r\n第二行", "𠮷野家🙂"}

// refusedValues look like something that nobody filled in, and are refused wherever they stand.
var refusedValues = []string{"{当事人}", "{{x}}", "【待填】", "【】"}

// TestEveryTemplate renders every registered template as page, PDF and DOCX with typical and hostile
// values, and refuses it with empty ones and with those that look like a placeholder.
func TestEveryTemplate(t *testing.T) {
	c := open(t)
	templates := draft.Letters(calendar.MustDay("2026-01-01"))
	for _, chart := range c.Drafts.Charts() {
		templates = append(templates, c.Drafts.Of(chart).Templates...)
	}
	for i := range templates {
		x := &templates[i]
		t.Run(fmt.Sprintf("%d %s %s", i, x.Code, x.Version), func(t *testing.T) {
			if err := x.Check(); err != nil {
				t.Fatal(err)
			}
			form, err := paper.Parse(x.Text)
			if err != nil {
				t.Fatal(err)
			}
			with := func(value string) (draft.Values, map[string]string) {
				v, edits := draft.Values{Text: map[string]string{}}, map[string]string{}
				for _, name := range paper.Variables(form) {
					v.Text[name] = value
				}
				for _, name := range x.Edit {
					edits[name] = value
				}
				return v, edits
			}
			rendered(t, x, with, "示范公司")
			for _, value := range hostile {
				rendered(t, x, with, value)
			}
			for _, name := range paper.Variables(form) {
				v, edits := with("示范公司")
				if v.Text[name] = " "; edits[name] != "" {
					edits[name] = " "
				}
				if _, err := draft.Compose(x, v, edits); fault.CodeOf(err) != "paper.variable" {
					t.Errorf("%s empty: %v", name, err)
				}
			}
			for _, value := range refusedValues {
				v, edits := with(value)
				if d, err := draft.Compose(x, v, edits); err == nil && paper.Check(paper.Paper{Title: d.Name, To: d.To, Body: d.Body}) == nil {
					t.Errorf("%s was taken", value)
				}
			}
		})
	}
}

// fonts are loaded once, as in the program.
var fonts = &pdf.Fonts{}

// rendered fails the test unless the template with the value is a paper in every format, in which the
// value is no markup.
func rendered(t *testing.T, x *draft.Template, with func(string) (draft.Values, map[string]string), value string) {
	t.Helper()
	v, edits := with(value)
	d, err := draft.Compose(x, v, edits)
	if err != nil {
		t.Fatalf("%.30q: %v", value, err)
	}
	p := paper.Paper{Title: d.Name, To: d.To, Body: d.Body, Authority: "示范市知识产权局", Number: "示知法通字〔2026〕1号", Seal: true, Signed: "示范市知识产权局", Date: "2026年11月28日"}
	html, err := paper.HTML(p)
	if err != nil || strings.Contains(string(html), "<script") {
		t.Errorf("%.30q: page %v", value, err)
	}
	var buf bytes.Buffer
	if _, err := pdf.Write(&buf, p, fonts); err != nil || !bytes.HasPrefix(buf.Bytes(), []byte("%PDF-")) {
		t.Errorf("%.30q: PDF %v", value, err)
	}
	if err := docx.Write(io.Discard, p); err != nil {
		t.Errorf("%.30q: DOCX %v", value, err)
	}
}
