package reader_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/patent"
	writer "zhibao/patent/filing"
	"zhibao/patent/reader"
	"zhibao/patent/reader/bundle"
)

// kettle is a small complete invention with everything that a package can carry.
func kettle() *writer.Application {
	return &writer.Application{
		Kind:  writer.Invention,
		Title: "一种保温水壶",
		Request: writer.Request{
			Title: "一种保温水壶", EnglishTitle: "Kettle", InternalNo: "NB-7",
			Inventors: []writer.Inventor{{Name: "甲一", Country: "中国", ID: "11010119000101001X"}, {Name: "乙二", Country: "中国", ID: "110101190001010028", Withheld: true}},
			Applicants: []writer.Applicant{{Name: "某厂", Type: "企业", Code: "91330100MA00000ABQ", Country: "中国", Province: "浙江省", City: "杭州市",
				Street: "一路1号", Postcode: "310000", FeeFiled: true}, {Name: "某大学", Type: "大专院校", Code: "12330100MB0000001N"}},
			Contact:      &writer.Contact{Name: "丙三", Phone: "0571-00000000", Mail: "a@example.cn"},
			Agency:       &writer.Agency{Name: "某代理", Code: "33000", Declared: true, Agents: []writer.Agent{{Name: "丁四", Licence: "3300012345.6", Phone: "0571-1"}}},
			Divisional:   &writer.Divisional{Original: "202310000001.5", Filed: writer.Date{Year: 2023, Month: 5, Day: 6}},
			Deposits:     []writer.Deposit{{Unit: "CGMCC", Place: "北京", Number: "6645", Name: "酵母", On: writer.Date{Year: 2024, Month: 1, Day: 2}, Alive: true}},
			Priorities:   []writer.Priority{{Country: "CN", Date: "2025-02-03", Number: "202510123456.5"}},
			Grace:        "conference",
			EarlyPublish: true, Genetic: true, SameDay: true, Secrecy: true, Sequence: true, AbstractFigure: "1", Signature: "某厂", SignedOn: writer.Date{Year: 2026, Month: 1, Day: 5},
		},
		Claims: []writer.Claim{
			{Number: 1, Text: "一种保温水壶，其特征在于，包括壶体（1）和\n壶盖（2），温度<50℃。"},
			{Number: 2, Text: "根据权利要求1所述的保温水壶，其特征在于，所述壶体（1）为双层。"},
		},
		Sections: []writer.Section{
			{Heading: "技 术 领 域", Paragraphs: []writer.Paragraph{{Text: "本发明涉及水壶。"}}},
			{Heading: "背景技术", Paragraphs: []writer.Paragraph{{Text: "现有水壶散热快。"}, {Text: "未编号的段。", Unnumbered: true}}},
			{Heading: "发明内容", Paragraphs: []writer.Paragraph{{Text: "由下式计算：", Formula: &writer.Figure{Art: writer.Art{Style: writer.Squares, Width: 40, Height: 10}}}}},
			{Heading: "附图说明", Paragraphs: []writer.Paragraph{{Text: "图1为结构示意图，图2为流程图。"}}},
			{Heading: "具体实施方式", Paragraphs: []writer.Paragraph{{Text: "如图1所示，壶体1与壶盖2螺纹连接。"}}},
		},
		Figures: []writer.Figure{
			{Label: "图1", Art: writer.Art{Seed: 1, Signs: []string{"1", "2"}}},
			{Label: "图2", Art: writer.Art{Seed: 2, Style: writer.Flow, Signs: []string{"S1", "S2"}}},
		},
		Abstract:    []writer.Paragraph{{Text: "本发明公开了一种保温水壶。"}},
		Examination: &writer.Examination{Title: "一种保温水壶", Applicant: "某厂", NoAmendment: true, Signature: "某厂"},
		Mandate:     &writer.Mandate{Agency: "某代理", Code: "33000", Title: "一种保温水壶", Agents: []string{"丁四"}, Principals: []string{"某厂"}},
		Others:      []writer.Attachment{{Name: "承诺书", File: "承诺书.txt", Data: []byte("承诺书\n本单位承诺所提交的文本与正式提交的文本一致。")}},
	}
}

func pack(t testing.TB, a *writer.Application, opt writer.Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := writer.Write(&buf, a, opt); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func read(t testing.TB, name string, data []byte) *patent.Application {
	t.Helper()
	a, err := reader.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), reader.Options{})
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, fault.MessageOf(err))
	}
	sound(t, a)
	return a
}

// sound holds what is true of every application: blocks lie in order inside the text, and the
// text is the blocks joined by line feeds.
func sound(t testing.TB, a *patent.Application) {
	t.Helper()
	for p, text := range a.Texts {
		var words []string
		for _, b := range text.Blocks {
			if b.Start < 0 || b.End < b.Start || b.End > len(text.Text) {
				t.Fatalf("%s: block %+v outside the text", p, b)
			}
			if b.End > b.Start {
				words = append(words, text.Of(b))
			}
		}
		if got := strings.Join(words, "\n"); got != text.Text {
			t.Fatalf("%s: blocks joined are %q, text is %q", p, got, text.Text)
		}
		for _, s := range text.Spans {
			if s.Start >= s.End || s.End > len(text.Text) {
				t.Fatalf("%s: span %+v outside the text", p, s)
			}
		}
	}
	for _, ti := range a.Titles {
		if ti.End > 0 && a.Text(ti.Part).Text[ti.Start:ti.End] != ti.Title {
			t.Fatalf("title %+v is not where it says", ti)
		}
	}
}

func TestPackage(t *testing.T) {
	a := read(t, "案卷.zip", pack(t, kettle(), writer.Options{Folder: "案卷"}))
	if a.Kind != patent.Invention || !a.Package || a.Reader != "cnipa-package" || a.Title != "一种保温水壶" {
		t.Errorf("kind %q, package %v, reader %q, title %q", a.Kind, a.Package, a.Reader, a.Title)
	}
	wantRequest := &patent.Request{
		Code: "110101", Title: "一种保温水壶", EnglishTitle: "Kettle", InternalNo: "NB-7",
		Applicants: []patent.Applicant{{Name: "某厂", Type: "企业", Code: "91330100MA00000ABQ", Country: "中国", Province: "浙江省", City: "杭州市",
			Street: "一路1号", Postcode: "310000", FeeFiled: true}, {Name: "某大学", Type: "大专院校", Code: "12330100MB0000001N"}},
		Inventors:  []patent.Inventor{{Name: "甲一", Country: "中国", ID: "11010119000101001X"}, {Name: "乙二", Country: "中国", ID: "110101190001010028", Withheld: true}},
		Contact:    patent.Contact{Name: "丙三", Phone: "0571-00000000", Mail: "a@example.cn"},
		Agency:     patent.Agency{Name: "某代理", Code: "33000", Agents: []patent.Agent{{Name: "丁四", Licence: "3300012345.6", Phone: "0571-1"}}},
		Divisional: "202310000001.5", DivisionalDate: "2023-05-06",
		Deposits: []patent.Deposit{{Unit: "CGMCC", Place: "北京", Date: "2024-01-02", Number: "6645", Name: "酵母"}},
		Sequence: true, Genetic: true, EarlyPublish: true, SameDay: true, Secrecy: true, FeeReduction: true,
		Priorities: []patent.Priority{{Country: "CN", Date: "2025-02-03", Number: "202510123456.5"}},
		Grace:      []string{"已在规定的学术会议或技术会议上首次发表"}, AbstractFigure: "1", ClaimCount: 2, Signature: "某厂",
	}
	got := *a.Request
	if len(got.Documents) != 4 || got.Documents[0].Code != "100001" || got.Documents[0].Pages != 1 || len(got.Attachments) != 3 {
		t.Errorf("documents %+v, attachments %+v", got.Documents, got.Attachments)
	}
	got.Documents, got.Attachments, got.Other = nil, nil, nil
	if d := cmp.Diff(wantRequest, &got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(patent.Designated{Figure: "图1", Count: 1}, a.Abstract); d != "" {
		t.Error(d)
	}
	wantClaims := "1.一种保温水壶，其特征在于，包括壶体（1）和\n壶盖（2），温度<50℃。\n2.根据权利要求1所述的保温水壶，其特征在于，所述壶体（1）为双层。"
	if a.Text(patent.Claims).Text != wantClaims {
		t.Error(a.Text(patent.Claims).Text)
	}
	var kinds []string
	for _, b := range a.Text(patent.Description).Blocks {
		kinds = append(kinds, string(b.Kind)+" "+b.Number)
	}
	if d := cmp.Diff([]string{"title ", "heading ", "paragraph 0001", "heading ", "paragraph 0002", "paragraph ", "heading ", "paragraph 0003", "formula ",
		"heading ", "paragraph 0004", "heading ", "paragraph 0005"}, kinds); d != "" {
		t.Error(d)
	}
	for i, f := range a.Figures {
		if !f.Present || f.Format != "jpeg" || f.Width != 708 || f.Height != 885 || f.DPI != 150 || f.Colour || f.Blank || f.MMWidth != 120 ||
			f.Label != []string{"图1", "图2"}[i] || f.SHA256 == "" || f.Pixels == "" || f.Problem != "" {
			f.Cells = nil
			t.Errorf("%+v", f)
		}
	}
	if len(a.Images) != 1 || !a.Images[0].Present || a.Images[0].Width == 0 {
		t.Errorf("picture inside the text: %+v", a.Images)
	}
	if !a.HasForm("110401") || !a.HasForm("100007") || a.Accompanying["110401"] == nil || !a.Has(patent.Mandate) || !a.Has(patent.Undertaking) {
		t.Errorf("forms %+v", a.Forms)
	}
	for _, e := range a.Entries {
		if e.Use == "unused" || !e.Declared && e.Use != "picture" && e.Use != "list" {
			t.Errorf("%+v", e)
		}
	}
	if len(a.Losses) > 0 {
		t.Error(a.Losses)
	}
	id := slices.IndexFunc(a.Text(patent.RequestForm).Blocks, func(b patent.Block) bool { return b.ID == "发明人/第一发明人/身份证号" })
	if id < 0 || a.Text(patent.RequestForm).Of(a.Text(patent.RequestForm).Blocks[id]) != "身份证号：11010119000101001X" {
		t.Error("the field of the identity number cannot be pointed at")
	}
}

// TestPackaging: the same application in every packaging is the same model.
func TestPackaging(t *testing.T) {
	want := read(t, "a.zip", pack(t, kettle(), writer.Options{}))
	rapid.Check(t, func(rt *rapid.T) {
		opt := writer.Options{
			Layout: rapid.SampledFrom([]writer.Layout{writer.Bundle, writer.Converter}).Draw(rt, "layout"),
			Folder: rapid.SampledFrom([]string{"", "案卷", "a b", "2026-01"}).Draw(rt, "folder"),
			BOM:    rapid.Bool().Draw(rt, "bom"), CRLF: rapid.Bool().Draw(rt, "crlf"), GBKNames: rapid.Bool().Draw(rt, "gbk"),
			Backslash: rapid.Bool().Draw(rt, "backslash"), Dirs: rapid.Bool().Draw(rt, "dirs"), NoList: rapid.Bool().Draw(rt, "nolist"),
			Tagged: rapid.Bool().Draw(rt, "tagged"),
		}
		got := read(t, "b.zip", pack(t, kettle(), opt))
		for _, p := range patent.Parts() {
			if got.Text(p).Text != want.Text(p).Text {
				rt.Fatalf("%+v: %s: %s", opt, p, cmp.Diff(want.Text(p).Text, got.Text(p).Text))
			}
		}
		if len(got.Losses) > 0 || got.Kind != want.Kind || len(got.Figures) != 2 || got.Figures[1].Pixels != want.Figures[1].Pixels {
			rt.Fatalf("%+v: %v %v", opt, got.Losses, got.Kind)
		}
		if d := cmp.Diff(want.Request, got.Request); d != "" {
			rt.Fatal(d)
		}
	})
}

func TestFolderAndBareFiles(t *testing.T) {
	dir := t.TempDir()
	unzip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), dir)
	want := read(t, "a.zip", pack(t, kettle(), writer.Options{Layout: writer.Converter}))
	a, err := reader.ReadFile(context.Background(), dir, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range patent.Parts() {
		if a.Text(p).Text != want.Text(p).Text {
			t.Errorf("%s differs", p)
		}
	}
	if !a.Package || len(a.Figures) != 2 || !a.Figures[0].Present {
		t.Errorf("folder: %v %v", a.Package, a.Figures)
	}
	a, err = reader.ReadFile(context.Background(), filepath.Join(dir, "100001", "100001.xml"), reader.Options{Kind: patent.UtilityModel})
	if err != nil || a.Package || a.Kind != patent.UtilityModel || a.Text(patent.Claims).Text != want.Text(patent.Claims).Text {
		t.Errorf("bare document: %v %+v", err, a)
	}
	data, err := os.ReadFile(filepath.Join(dir, "100002", "100002.xml"))
	if err != nil {
		t.Fatal(err)
	}
	a = read(t, "改了名的说明.xml", data)
	if a.Text(patent.Description).Text != want.Text(patent.Description).Text || !a.Forms[0].Known {
		t.Errorf("renamed document: %+v", a)
	}
}

func TestMissingAndOrphan(t *testing.T) {
	k := kettle()
	k.Figures[1].Lost = true
	k.Sections[2].Paragraphs[0].Formula.Lost = true
	k.Others = append(k.Others, writer.Attachment{Code: "999999", Name: "奇怪的表", File: "999999.xml", Data: []byte("<x>a</x>")},
		writer.Attachment{Name: "多余图片", File: "孤儿.jpg", Data: []byte("\xff\xd8\xff\xe0 not a picture")})
	a := read(t, "a.zip", pack(t, k, writer.Options{Folder: "x", Omit: []string{"100004"}}))
	if a.Figures[1].Present || !a.Figures[0].Present {
		t.Error("the lost figure is present")
	}
	if a.Has(patent.Abstract) {
		t.Error("there is an abstract")
	}
	var says []string
	for _, l := range a.Losses {
		says = append(says, l.What)
	}
	all := strings.Join(says, "\n")
	for _, want := range []string{`“100004/100004.XML”，但案卷包内没有`, "引用的图片“0001.jpg”不在案卷包内"} {
		if !strings.Contains(all, want) {
			t.Errorf("no loss says %q:\n%s", want, all)
		}
	}
	for _, e := range a.Entries {
		if strings.HasSuffix(e.Name, "孤儿.jpg") && e.Use != "unused" {
			t.Errorf("orphan: %+v", e)
		}
	}
}

func TestMalformedDocumentIsALoss(t *testing.T) {
	data := rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), func(name string, b []byte) []byte {
		if name == "100004/100004.xml" {
			return b[:len(b)-20]
		}
		return b
	})
	a := read(t, "a.zip", data)
	if a.Has(patent.Abstract) || !a.Has(patent.Claims) || len(a.Losses) != 1 || a.Losses[0].Entry != "100004/100004.xml" || !strings.Contains(a.Losses[0].What, "XML") {
		t.Errorf("losses %+v", a.Losses)
	}
	if !a.HasForm("100004") {
		t.Error("the document that cannot be read is not listed")
	}
}

func TestDesignPackage(t *testing.T) {
	k := &writer.Application{
		Kind:    writer.Design,
		Request: writer.Request{Title: "折叠椅", Locarno: "06-01", SimilarDesigns: 2, Partial: true, Inventors: []writer.Inventor{{Name: "甲一"}}, Applicants: []writer.Applicant{{Name: "某厂"}}},
		Brief: []writer.Paragraph{{Text: "1.本外观设计产品的名称：折叠椅。"}, {Text: "2.本外观设计产品的用途：用于坐。"}, {Text: "3.本外观设计产品的设计要点：在于形状。"},
			{Text: "4.最能表明设计要点的图片或照片：设计1立体图。"}},
	}
	for _, v := range []string{"设计1主视图", "设计1左视图", "设计1立体图", "设计2主视图"} {
		k.Figures = append(k.Figures, writer.Figure{Label: v, Art: writer.Art{Style: writer.View, Seed: 3, Face: "front"}})
	}
	a := read(t, "a.zip", pack(t, k, writer.Options{Folder: "椅", CRLF: true}))
	if a.Kind != patent.Design || a.Title != "折叠椅" || a.Request.Code != "130101" || a.Request.Locarno != "06-01" || a.Request.SimilarDesigns != 2 || !a.Request.Partial {
		t.Errorf("%q %q %+v", a.Kind, a.Title, a.Request)
	}
	if len(a.Views) != 4 || a.Views[2].Label != "设计1立体图" || !a.Views[2].Present || a.Views[2].Width == 0 {
		t.Errorf("views %+v", len(a.Views))
	}
	if a.Abstract.Figure != "设计1立体图" || a.Abstract.Count != 1 || len(a.Request.Inventors) != 1 {
		t.Errorf("%+v %+v", a.Abstract, a.Request.Inventors)
	}
	if got := a.Text(patent.Pictures).Text; got != "设计1主视图\n设计1左视图\n设计1立体图\n设计2主视图" {
		t.Error(got)
	}
	if got := len(a.Text(patent.Brief).Blocks); got != 4 {
		t.Errorf("%d blocks", got)
	}
}

// TestUploads: one archive alone or beside other files is opened, two are refused.
func TestUploads(t *testing.T) {
	k := kettle()
	k.Others = nil
	data := pack(t, k, writer.Options{Layout: writer.Converter})
	zip := bundle.Memory("案卷.zip", data)
	promise := bundle.Memory("承诺书.txt", []byte("承诺书\n本单位承诺一致。"))
	for name, c := range map[string]struct {
		files []reader.File
		code  string
	}{
		"alone": {[]reader.File{zip}, ""}, "beside": {[]reader.File{promise, zip}, ""},
		"two":        {[]reader.File{zip, bundle.Memory("b.zip", data)}, "reader.two"},
		"inside and": {[]reader.File{zip, bundle.Memory("100001/100001.xml", data[:0])}, "reader.duplicate"},
	} {
		a, err := reader.ReadFiles(context.Background(), c.files, reader.Options{})
		if fault.CodeOf(err) != c.code && (err != nil || c.code != "") {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (!a.Package || !a.Has(patent.Claims) || a.Has(patent.Undertaking) != (name == "beside")) {
			t.Errorf("%s: %+v", name, a.Entries)
		}
	}
}

// sequential hides that a file can be read anywhere.
type sequential struct{ io.ReadCloser }

// TestLargePackage: a package may be larger than any other file, because it is read from where it lies. One
// that can only be read in order has the limit of the others, and so has what is in it.
func TestLargePackage(t *testing.T) {
	large := func(size int64) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := range 2 {
			f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("附件/%d.bin", i), Method: zip.Store})
			if err == nil {
				_, err = io.CopyN(f, rand.NewChaCha8([32]byte{byte(i)}), size)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		f, err := w.Create("权利要求书.txt")
		if err == nil {
			_, err = f.Write([]byte("权利要求书\n1. 一种水壶，其特征在于包括壶体。"))
		}
		if err = errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	lim := reader.Limits{Archive: 8 << 20, Entry: 2 << 20, Total: 16 << 20}
	file := bundle.Memory("案卷.ZIP", large(3<<19))
	inOrder := file
	inOrder.Open = func() (io.ReadCloser, error) {
		f, err := file.Open()
		return sequential{f}, err
	}
	other := bundle.Memory("a.txt", make([]byte, 2<<20+1))
	for name, c := range map[string]struct {
		file       reader.File
		code, says string
	}{
		"package": {file, "", ""}, "in order": {inOrder, "reader.too_large", "超过 2 MB"}, "a text": {other, "reader.too_large", "“a.txt”超过 2 MB"},
		"too large": {bundle.Memory("b.zip", make([]byte, 8<<20+1)), "reader.too_large", "“b.zip”超过 8 MB"}, "what is in it": {bundle.Memory("c.zip", large(3<<20)), "reader.too_large", "超过 2 MB"},
		"only called so": {bundle.Memory("d.zip", bytes.Repeat([]byte("权"), 1<<20)), "reader.too_large", "“d.zip”超过 2 MB"},
	} {
		a, err := reader.ReadFiles(t.Context(), []reader.File{c.file}, reader.Options{Limits: lim})
		if fault.CodeOf(err) != c.code && (err != nil || c.code != "") || !strings.Contains(fault.MessageOf(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && !a.Has(patent.Claims) {
			t.Errorf("%s: %+v", name, a.Entries)
		}
	}
}

// TestPicturesAlone: the folder of the drawings without the document that names them.
func TestPicturesAlone(t *testing.T) {
	data := rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), replace("100003/100003.xml", nil))
	a := read(t, "a.zip", data)
	if len(a.Figures) != 2 || !a.Figures[0].Present || a.Figures[0].Width == 0 || a.Figures[0].Label != "" || !a.Has(patent.Drawings) {
		t.Errorf("%+v", a.Figures)
	}
}

// TestAnyName: a document of a filing is known by what it is, whatever the file is called.
func TestAnyName(t *testing.T) {
	files := map[string]string{}
	rezip(t, pack(t, kettle(), writer.Options{Layout: writer.Converter}), func(name string, b []byte) []byte {
		files[name] = string(b)
		return b
	})
	for name, part := range map[string]patent.Part{
		"100001/100001.xml": patent.Claims, "100002/100002.xml": patent.Description, "100003/100003.xml": patent.Drawings, "100004/100004.xml": patent.Abstract,
		"110101/110101.xml": patent.RequestForm, "100007/100007.xml": patent.Mandate,
	} {
		a := read(t, "甲.xml", []byte(files[name]))
		if !a.Has(part) || len(a.Forms) != 1 || a.Forms[0].Code != name[:6] || a.Package {
			t.Errorf("%s: %+v", name, a.Forms)
		}
	}
	a := read(t, "乙.zip", zipped(t, []string{"一.xml", "二.xml"}, map[string][]byte{"一.xml": []byte(files["100001/100001.xml"]), "二.xml": []byte(files["110401/110401.xml"])}))
	if !a.Package || !a.HasForm("110401") || !a.Has(patent.Claims) || len(a.Accompanying["110401"]) == 0 {
		t.Errorf("%+v", a.Forms)
	}
}
