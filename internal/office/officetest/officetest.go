// Package officetest reads papers back in every form in which the product hands them out, so that a test
// can ask whether a word stands in all of them (文书三种形式).
package officetest

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdf"
)

var (
	tag  = regexp.MustCompile(`<[^>]*>`)
	page = regexp.MustCompile(`—\d+—`) // its number, which may stand within a cell that goes over the page
)

// A Reader reads papers back. It loads the fonts of the PDF once; its zero value is ready.
type Reader struct{ fonts pdf.Fonts }

// Forms returns the words of a paper by form, without blanks: "HTML", "DOCX", and "PDF" as another
// program reads it, where there is one.
func (r *Reader) Forms(t testing.TB, p paper.Paper) map[string]string {
	t.Helper()
	article, err := paper.HTML(p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{"HTML": Squash(html.UnescapeString(tag.ReplaceAllString(string(article), ""))), "DOCX": Squash(html.UnescapeString(tag.ReplaceAllString(document(t, p), "")))}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Log("没有 pdftotext，不读 PDF")
		return out
	}
	out["PDF"] = page.ReplaceAllString(Squash(r.extract(t, p)), "")
	return out
}

// document writes the paper as DOCX and returns its body.
func document(t testing.TB, p paper.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// extract writes the paper as PDF and has its text extracted.
func (r *Reader) extract(t testing.TB, p paper.Paper) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.Write(f, p, &r.fonts); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// Squash leaves out every blank, because lines break differently in each form.
func Squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// within is how far apart two lines of one cell may stand in what is read of a PDF, where the cells of a
// row are read line by line.
const within = 900

// has reports whether the words stand in the text, or over several lines of a cell: then in pieces of at
// least two characters, in their order and near each other.
func has(text, words string) bool {
	if strings.Contains(text, words) {
		return true
	}
	runes := []rune(words)
	for n := len(runes) - 1; n >= 2; n-- {
		head := string(runes[:n])
		for rest, from := text, 0; ; {
			i := strings.Index(rest, head)
			if i < 0 {
				break
			}
			from += i + len(head)
			rest = text[from:]
			if has(rest[:min(len(rest), within)], string(runes[n:])) {
				return true
			}
		}
	}
	return false
}

// Says reports every word that does not stand in every form of the paper.
func (r *Reader) Says(t testing.TB, p paper.Paper, words ...string) {
	t.Helper()
	for form, text := range r.Forms(t, p) {
		for _, w := range words {
			if !strings.Contains(text, Squash(w)) && (form != "PDF" || !has(text, Squash(w))) {
				t.Errorf("%s as %s does not say %q:\n%s", p.Title, form, w, text)
			}
		}
	}
}
