package reader_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	writer "zhibao/patent/filing"
	"zhibao/patent/reader"
	"zhibao/patent/reader/bundle"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct{ name, head, want string }{
		{"a.zip", "PK\x03\x04xxxx", "zip"}, {"a.docx", "PK\x03\x04xxxx", "docx"}, {"a.zip", "PK\x03\x04\x14\x00[Content_Types].xml", "docx"},
		{"a", "<?xml version=\"1.0\"?><a>", "xml"}, {"a", "\ufeff<?xml?>", "xml"}, {"a", "\xff\xfe<\x00?\x00x\x00m\x00l\x00", "xml"}, {"a", "<发明专利请求书>", "xml"}, {"a", "<cn-application-body>", "xml"},
		{"a", "<!DOCTYPE html>", "html"}, {"a", "<?xml?><svg>", "svg"}, {"a.xml", "%PDF-1.4", "pdf"}, {"a", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"}, {"a", "Rar!\x1a\x07\x00", "rar"},
		{"a", "7z\xbc\xaf\x27\x1c", "7z"}, {"a", "\x1f\x8b\x08", "gzip"}, {"a", "MZ\x90\x00", "program"}, {"a", "\x7fELF", "program"}, {"a", "{\\rtf1", "rtf"}, {"a", "\xff\xd8\xff\xe0", "jpeg"},
		{"a", "\x89PNG\r\n\x1a\n", "png"}, {"a", "II*\x00", "tiff"}, {"a", "GIF89a", "gif"}, {"a", "RIFF0000WEBPVP8 ", "webp"},
		{"a.txt", "权利要求书", "text"}, {"a.md", "# 说明书", "markdown"}, {"a.txt", "\xc8\xa8\xc0\xfb", "text"}, {"a.txt", "a\x00b", ""}, {"a.txt", "\xff\xff\xff\xff", ""},
	} {
		if got := reader.Detect(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.name, c.head, got, c.want)
		}
	}
}

func file(name, s string) reader.File { return bundle.Memory(name, []byte(s)) }

// drawing is a small picture that is not blank.
func drawing() string {
	img := image.NewGray(image.Rect(0, 0, 60, 40))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for i := range 30 {
		img.SetGray(10+i, 20, color.Gray{})
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		panic(err)
	}
	return buf.String()
}

func TestSeveralFiles(t *testing.T) {
	claims := string(word(t, `<w:p><w:r><w:t>1.一种水壶。</w:t></w:r></w:p><w:p><w:r><w:t>2.根据权利要求1所述的水壶。</w:t></w:r></w:p>`, nil))
	a, err := reader.ReadFiles(context.Background(), []reader.File{
		file("说明书.txt", "一种水壶\n技术领域\n本实用新型涉及水壶。\n附图说明\n图1为结构图。"), file("权利要求书.docx", claims), file("说明书摘要.md", "本实用新型公开了一种水壶。\n摘要附图：图1"),
		file("图1_结构图.png", drawing()), file("图2.png", drawing()), file("别的.png", drawing()),
	}, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, a)
	if a.Kind != patent.UtilityModel || len(a.Text(patent.Claims).Blocks) != 2 || !a.Has(patent.Abstract) || a.Title != "一种水壶" || a.Abstract.Figure != "图1" || a.Package {
		t.Errorf("%q %+v", a.Kind, a)
	}
	if len(a.Figures) != 2 || a.Figures[0].Label != "图1" || a.Figures[0].File != "图1_结构图.png" || a.Figures[0].Width != 60 || a.Figures[0].Blank {
		t.Errorf("%+v", a.Figures)
	}
	uses := map[string]string{}
	for _, e := range a.Entries {
		uses[e.Name] = e.Use
	}
	if uses["别的.png"] != "unused" || uses["图2.png"] != "picture" || uses["权利要求书.docx"] != "document" || len(a.Entries) != 6 {
		t.Errorf("%v", uses)
	}
}

func TestFolderOfViews(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"立体图.png", "主视图.png", "左视图.png"} {
		if err := os.WriteFile(filepath.Join(dir, n), []byte(drawing()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "简要说明.txt"), []byte("1.本外观设计产品的名称：折叠椅。\n4.最能表明设计要点的图片或照片：立体图。"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := reader.ReadFile(context.Background(), dir, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, a)
	if a.Kind != patent.Design || len(a.Views) != 3 || a.Views[0].Label != "主视图" || a.Views[2].Width != 60 || a.Title != "折叠椅" || a.Abstract.Figure != "立体图" {
		t.Errorf("%q %q %+v", a.Kind, a.Title, a.Abstract)
	}
	files := map[string][]byte{}
	var names []string
	for _, n := range []string{"椅/主视图.png", "椅/俯视图.png"} {
		files[n] = []byte(drawing())
		names = append(names, n)
	}
	b := read(t, "椅.zip", zipped(t, names, files))
	if b.Kind != patent.Design || len(b.Views) != 2 || b.Reader != "pictures" || !b.Has(patent.Pictures) {
		t.Errorf("%q %+v", b.Kind, b)
	}
}

func TestKindOverride(t *testing.T) {
	for _, k := range []patent.Kind{"", patent.UtilityModel} {
		a, err := reader.ReadFiles(context.Background(), []reader.File{file("a.txt", "权利要求书\n1.一种水壶。")}, reader.Options{Kind: k})
		if err != nil || a.Kind != k {
			t.Errorf("%v %q", err, a.Kind)
		}
	}
}

func TestSmallerLimits(t *testing.T) {
	data := pack(t, kettle(), writer.Options{})
	_, err := reader.Read(context.Background(), "a.zip", bytes.NewReader(data), int64(len(data)), reader.Options{Limits: reader.Limits{Entries: 3}})
	if fault.CodeOf(err) != "reader.entries" || !strings.Contains(fault.MessageOf(err), "3 个") {
		t.Errorf("%v", err)
	}
}

// TestShared: every real file is read, with every part that it has.
func TestShared(t *testing.T) {
	n := 0
	for _, dir := range []string{sharedata.Dir(t, "patent-xml-standards", "data", "examples"), sharedata.Dir(t, "cn-drafts-one-applicant")} {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			name := f.Name()
			if !strings.HasPrefix(name, "cn_") && !strings.HasSuffix(name, ".docx") && (!strings.HasSuffix(name, ".md") || name == "SOURCE.md") {
				continue
			}
			n++
			a, err := reader.ReadFile(context.Background(), filepath.Join(dir, name), reader.Options{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			sound(t, a)
			if a.Kind != patent.Invention || a.Title == "" || !a.Has(patent.Claims) || !a.Has(patent.Description) || !a.Has(patent.Abstract) {
				t.Errorf("%s: %q %q", name, a.Kind, a.Title)
			}
		}
	}
	if n == 0 {
		t.Error("no files")
	}
}

// FuzzRead reads anything under any name.
func FuzzRead(f *testing.F) {
	f.Add("a.zip", pack(f, &writer.Application{Claims: []writer.Claim{{Number: 1, Text: "一种水壶。"}}}, writer.Options{}))
	f.Add("a.docx", word(f, `<w:p><w:r><w:t>权利要求书</w:t></w:r></w:p>`, nil))
	f.Add("a.txt", []byte("权利要求书\n1.一种水壶。"))
	f.Add("100001.xml", []byte(claimsXML))
	f.Add("主视图.png", []byte(drawing()))
	lim := reader.Limits{Entries: 40, Entry: 1 << 18, Total: 1 << 20}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		a, err := reader.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), reader.Options{Limits: lim})
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		sound(t, a)
	})
}

func BenchmarkPackage(b *testing.B) {
	data := pack(b, kettle(), writer.Options{})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		read(b, "a.zip", data)
	}
}

func BenchmarkDrafts(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(sharedata.Dir(b, "cn-drafts-one-applicant"), "专利01*.docx"))
	if err != nil || len(files) == 0 {
		b.Skip("no drafts")
	}
	var total int64
	var all [][]byte
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, data)
		total += int64(len(data))
	}
	b.SetBytes(total)
	for b.Loop() {
		for _, data := range all {
			read(b, "a.docx", data)
		}
	}
}
