package secrecy_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhibao/internal/fault"
	"zhibao/internal/office/docx"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/pdf"
	"zhibao/patent/filing"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
)

// archive writes entries, each a name and its content.
func archive(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(entries[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packed is a package of the filing client with the words in its description.
func packed(t testing.TB, words string) []byte {
	t.Helper()
	var b bytes.Buffer
	a := &filing.Application{Kind: filing.Invention, Title: "一种台灯", Request: filing.Request{Title: "一种台灯"}, Claims: []filing.Claim{{Number: 1, Text: "一种台灯。"}},
		Sections: []filing.Section{{Heading: "技术领域", Paragraphs: []filing.Paragraph{{Text: words}}}}, Abstract: []filing.Paragraph{{Text: "一种台灯。"}}}
	if err := filing.Write(&b, a, filing.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// written is a Word document with the words in a paragraph.
func written(t testing.TB, words string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, paper.Paper{Title: "说明书", Body: []paper.Block{paper.P(words)}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// printed is a PDF with the words in a paragraph.
func printed(t testing.TB, words string) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := pdf.Write(&b, paper.Paper{Title: "立项书", Body: []paper.Block{paper.P(words)}}, fonts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var fonts = &pdf.Fonts{}

func gbk(t testing.TB, s string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func wide(t testing.TB, s string) []byte {
	t.Helper()
	b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMarks(t *testing.T) {
	header := `<w:hdr xmlns:w="x"><w:p><w:r><w:t>机</w:t></w:r><w:r><w:t> 密</w:t></w:r><w:r><w:t>&#x2605;5年</w:t></w:r></w:p></w:hdr>`
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"说明书.txt", []byte("秘密★1年\n一种台灯"), "秘密★"},
		{"说明书.md", []byte("# 一种台灯\n\n**绝 密 ★ 长期**\n"), "绝密★"},
		{"说明书.txt", gbk(t, "机密★\n一种台灯"), "机密★"},
		{"说明书.txt", wide(t, "机密★10年"), "机密★"},
		{"公布.xml", gbk(t, `<?xml version="1.0" encoding="GBK"?><a><b>秘</b><b>密</b>★</a>`), "秘密★"},
		{"说明书.docx", written(t, "秘密★ 一种台灯"), "秘密★"},
		{"页眉.docx", archive(t, "word/document.xml", "<w:document/>", "word/header1.xml", header), "机密★"},
		{"案卷包.zip", packed(t, "绝密★长期"), "绝密★"},
		{"混合.zip", archive(t, "说明书/说明书.docx", string(written(t, "机密★"))), "机密★"},
		{"立项书.pdf", printed(t, "机密★五年"), "机密★"},
		{"证明.zip", archive(t, "立项书.PDF", string(printed(t, "秘密★"))), "秘密★"},
		{"绝密★台灯.jpg", []byte{0xff, 0xd8, 0xff}, "绝密★"},
		{"说明书.txt", []byte("一种商业秘密管理系统，将文件标为秘密、机密或绝密级。"), ""},
		{"案卷包.zip", packed(t, "一种保密柜，密级为秘密。"), ""},
		{"说明书.docx", written(t, "一种台灯★"), ""},
	} {
		m, _, err := secrecy.Find(t.Context(), []bundle.File{bundle.Memory("首件.txt", []byte("一种台灯")), bundle.Memory(c.name, c.data)})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if m != nil {
			got = m.Words
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDamagedArchivesAreLeftToTheReaders(t *testing.T) {
	data := packed(t, "一种台灯")
	if m, _, err := secrecy.Find(t.Context(), []bundle.File{bundle.Memory("坏.zip", data[:len(data)/2])}); m != nil || err != nil {
		t.Errorf("%v, %v", m, err)
	}
}

// TestWhatCannotBeReadIsAskedAbout: files without words need the word of whoever sends them. Drawings
// inside the papers do not: the undertaking answers for them.
func TestWhatCannotBeReadIsAskedAbout(t *testing.T) {
	for _, c := range []struct {
		name   string
		data   []byte
		unread bool
	}{
		{"说明书.txt", []byte("一种台灯"), false}, {"说明书.docx", written(t, "一种台灯"), false}, {"立项书.pdf", printed(t, "一种台灯"), false},
		{"照片.jpg", []byte{0xff, 0xd8, 0xff}, true}, {"扫描.pdf", []byte("%PDF-1.4 1 0 obj <<>> endobj"), true},
		{"案卷包.zip", archive(t, "说明书.txt", "一种台灯", "图1.tif", "II"), false}, {"说明书.docx", archive(t, "word/document.xml", "<w:document/>", "word/media/image1.png", "x"), false},
		{"案卷包.zip", archive(t, "说明书.txt", "一种台灯", "附件.pdf", "%PDF-1.4 1 0 obj <<>> endobj"), true},
	} {
		m, unread, err := secrecy.Find(t.Context(), []bundle.File{bundle.Memory("首件.txt", []byte("一种台灯")), bundle.Memory(c.name, c.data)})
		if m != nil || err != nil || (len(unread) == 1 && unread[0] == c.name) != c.unread || !c.unread && len(unread) > 0 {
			t.Errorf("%s: %v, unread %q, %v", c.name, m, unread, err)
		}
		if err := (secrecy.Declared{}).Missing(unread); (fault.CodeOf(err) == "secrecy.undeclared") != c.unread {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := (secrecy.Declared{Clear: true}).Missing(unread); err != nil {
			t.Errorf("%s, declared: %v", c.name, err)
		}
	}
}
