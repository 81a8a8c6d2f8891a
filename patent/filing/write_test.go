package filing

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "golang.org/x/image/tiff"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
)

// lamp is a small complete invention.
func lamp() *Application {
	return &Application{
		Kind:  Invention,
		Title: "一种折叠台灯",
		Request: Request{
			Title: "一种折叠台灯", InternalNo: "NB-001",
			Inventors: []Inventor{
				{Name: "甲一", Country: "中国", ID: "11010119000101001X"},
				{Name: "乙二", Country: "中国", ID: "110101190001010028", Withheld: true},
			},
			Applicants: []Applicant{{Name: "某厂 & 公司", Type: "企业", Code: "91330100MA00000ABQ", Country: "中国", Province: "浙江省", City: "杭州市", Street: "西湖区一路1号", Postcode: "310000"}},
			Contact:    &Contact{Name: "丙三", Phone: "0571-00000000"}, EarlyPublish: true, AbstractFigure: "图1",
			Signature: "某厂 & 公司", SignedOn: Date{2026, 11, 2},
			Agency: &Agency{Name: "某代理", Code: "33000", Declared: true, Agents: []Agent{{"丁四", "3300012345.6", "0571-11111111"}}},
		},
		Claims: []Claim{
			{Number: 1, Text: "一种折叠台灯，其特征在于，包括底座（1）和\n灯臂（2），温度<50℃。"},
			{Number: 2, Text: "根据权利要求1所述的折叠台灯，其特征在于，所述灯臂（2）分为两节。"},
		},
		Sections: []Section{
			{"技术领域", []Paragraph{{Text: "本发明涉及照明设备。"}}},
			{"背景技术", []Paragraph{{Text: "现有台灯占地大。"}, {Text: "续行", Unnumbered: true}}},
			{"发明内容", []Paragraph{{Text: "由下式计算：", Formula: &Figure{Art: Art{Style: Squares, Width: 40, Height: 10}}}}},
			{"附图说明", []Paragraph{{Text: "图1为结构示意图。"}}},
			{"具体实施方式", []Paragraph{{Text: "如图1所示，底座1与灯臂2铰接。"}}},
		},
		Figures: []Figure{
			{Label: "图1", Art: Art{Seed: 1, Signs: []string{"1", "2"}}},
			{Label: "图2", Art: Art{Seed: 2, Style: Flow, Signs: []string{"S101", "S102"}}},
		},
		Abstract:    []Paragraph{{Text: "本发明公开了一种折叠台灯。"}},
		Examination: &Examination{Title: "一种折叠台灯", Applicant: "某厂 & 公司", NoAmendment: true, Signature: "某厂 & 公司"},
		Mandate:     &Mandate{Agency: "某代理", Code: "33000", Title: "一种折叠台灯", Agents: []string{"丁四"}, Principals: []string{"某厂 & 公司"}, SameAsScan: true},
		Others:      []Attachment{{Name: "承诺书", File: "承诺书.txt", Data: []byte("承诺")}},
	}
}

func chair() *Application {
	a := &Application{
		Kind:    Design,
		Request: Request{Title: "折叠椅", Locarno: "06-01", Inventors: []Inventor{{Name: "甲一"}}},
		Brief:   []Paragraph{{Text: "1.本外观设计产品的名称：折叠椅。"}},
	}
	for _, v := range [][2]string{{"主视图", "front"}, {"左视图", "left"}, {"立体图", "oblique"}} {
		a.Figures = append(a.Figures, Figure{Label: v[0], Art: Art{Style: View, Seed: 7, Face: v[1]}})
	}
	return a
}

func pack(t testing.TB, a *Application, opt Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, a, opt); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// unpack reads the package with the standard library alone.
func unpack(t testing.TB, data []byte) (names []string, byName map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		t.Fatal(err)
	}
	byName = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
		byName[f.Name] = string(b)
	}
	return names, byName
}

func TestLayouts(t *testing.T) {
	names, _ := unpack(t, pack(t, lamp(), Options{}))
	want := []string{
		"NB-001/110101/110101.xml", "NB-001/100001/100001.xml", "NB-001/100002/100002.xml", "NB-001/100002/0001.jpg",
		"NB-001/100003/100003.xml", "NB-001/100003/0001.jpg", "NB-001/100003/0002.jpg", "NB-001/100004/100004.xml",
		"NB-001/110401/110401.xml", "NB-001/100007/100007.xml", "NB-001/other/承诺书.txt", "NB-001/List.xml",
	}
	if d := cmp.Diff(want, names); d != "" {
		t.Error("bundle:", d)
	}
	a := lamp()
	a.NoRequest, a.Examination, a.Mandate, a.Others = true, nil, nil, nil
	names, files := unpack(t, pack(t, a, Official()))
	want = []string{
		"100001/100001.xml", "100002/100002.xml", "100002/100002_1.jpg",
		"100003/100003.xml", "100003/100003_1.jpg", "100003/100003_2.jpg", "100004/100004.xml",
	}
	if d := cmp.Diff(want, names); d != "" {
		t.Error("converter:", d)
	}
	for _, n := range names {
		if s := files[n]; path.Ext(n) == ".xml" && (!strings.HasPrefix(s, "\ufeff<?xml") || strings.Count(s, "\n") != strings.Count(s, "\r\n")) {
			t.Errorf("%s lacks byte order mark or Windows line ends", n)
		}
	}
	names, _ = unpack(t, pack(t, chair(), Options{Folder: "椅"}))
	want = []string{"椅/130101/130101.xml", "椅/130001/130001.xml", "椅/130001/0001.jpg", "椅/130001/0002.jpg", "椅/130001/0003.jpg", "椅/130002/130002.xml", "椅/List.xml"}
	if d := cmp.Diff(want, names); d != "" {
		t.Error("design:", d)
	}
}

// TestGolden holds every XML document of a bundle and of a design against the files under
// testdata; UPDATE_GOLDEN=1 rewrites them.
func TestGolden(t *testing.T) {
	for dir, a := range map[string]*Application{"lamp": lamp(), "chair": chair()} {
		_, files := unpack(t, pack(t, a, Options{Folder: "x"}))
		for name, got := range files {
			if path.Ext(name) != ".xml" {
				continue
			}
			golden := "testdata/" + dir + "-" + path.Base(name)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s:\n%s", golden, d)
			}
		}
	}
}

func TestEqualBytes(t *testing.T) {
	for _, opt := range []Options{{}, Official(), {Coding: PNG}, {Coding: TIFF, Tagged: true}} {
		if !bytes.Equal(pack(t, lamp(), opt), pack(t, lamp(), opt)) {
			t.Errorf("%+v: two packages of one application differ", opt)
		}
	}
}

func TestEntryNames(t *testing.T) {
	opt := Options{Folder: "折叠台灯", GBKNames: true, Backslash: true, Dirs: true, NoList: true}
	names, _ := unpack(t, pack(t, lamp(), opt))
	var decoded []string
	for _, n := range names {
		s, err := simplifiedchinese.GBK.NewDecoder().String(n)
		if err != nil {
			t.Fatal(err)
		}
		decoded = append(decoded, s)
	}
	for _, want := range []string{`折叠台灯\`, `折叠台灯\100001\100001.xml`, `折叠台灯\other\承诺书.txt`} {
		if !slices.Contains(decoded, want) {
			t.Errorf("no entry %q in %q", want, decoded)
		}
	}
	if slices.ContainsFunc(decoded, func(s string) bool { return strings.HasSuffix(s, "List.xml") }) {
		t.Error("List.xml is there although it was to be left out")
	}
	a := lamp()
	a.Others[0].File = "\U0001f600.txt"
	if err := Write(io.Discard, a, opt); fault.KindOf(err) != fault.Invalid {
		t.Errorf("name outside GBK: %v", err)
	}
}

func TestPictures(t *testing.T) {
	for coding, format := range map[Coding]string{JPEG: "jpeg", PNG: "png", TIFF: "tiff"} {
		_, files := unpack(t, pack(t, lamp(), Options{Coding: coding, Layout: Converter}))
		n := 0
		for name, data := range files {
			if strings.HasPrefix(name, "100003/100003_") {
				n++
				img, got, err := image.Decode(strings.NewReader(data))
				if err != nil || got != format || img.Bounds().Dx() != 708 || !inked(img) {
					t.Errorf("%s: %s %v, %v", name, got, img.Bounds(), err)
				}
			}
		}
		if n != 2 {
			t.Errorf("%s: %d pictures", format, n)
		}
	}
	// The resolution stands in the file: 150 dots per inch, 5906 per metre.
	_, files := unpack(t, pack(t, lamp(), Options{Layout: Converter}))
	if b := files["100003/100003_1.jpg"]; b[6:10] != "JFIF" || b[14:16] != "\x00\x96" {
		t.Errorf("JPEG without resolution: %q", b[:20])
	}
	_, files = unpack(t, pack(t, lamp(), Options{Layout: Converter, Coding: PNG}))
	if b := files["100003/100003_1.png"]; b[37:41] != "pHYs" || b[41:45] != "\x00\x00\x17\x12" {
		t.Errorf("PNG without resolution: %q", b[:60])
	}
	a := lamp()
	a.Figures[0].Lost, a.Figures[1].Art = true, Art{Data: []byte("given")}
	_, files = unpack(t, pack(t, a, Options{Layout: Converter}))
	if _, ok := files["100003/100003_1.jpg"]; ok || files["100003/100003_2.jpg"] != "given" {
		t.Error("a lost figure is there, or a given one is not")
	}
}

func inked(img image.Image) bool {
	dark := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				dark++
			}
		}
	}
	return dark > 1000
}

func TestDeclaredAndOmitted(t *testing.T) {
	_, files := unpack(t, pack(t, lamp(), Options{Folder: "x", Pages: map[string]int{FormClaims: 99}, Omit: []string{FormAbstract}}))
	if _, ok := files["x/100004/100004.xml"]; ok {
		t.Error("omitted document is there")
	}
	if !strings.Contains(files["x/110101/110101.xml"], "<页数>99</页数>") || !strings.Contains(files["x/List.xml"], "<PAGES>99</PAGES>") {
		t.Error("declared page count is not stated")
	}
	if !strings.Contains(files["x/List.xml"], `<XIANGDUILJ>100004\100004.XML</XIANGDUILJ>`) {
		t.Error("omitted document is not in the list")
	}
	a := lamp()
	a.Request.ClaimCount = 7
	_, files = unpack(t, pack(t, a, Options{Folder: "x"}))
	if !strings.Contains(files["x/110101/110101.xml"], "<项数>7</项数>") {
		t.Error("declared number of claims is not stated")
	}
}

func TestTagged(t *testing.T) {
	_, files := unpack(t, pack(t, lamp(), Options{Layout: Converter, Tagged: true}))
	for _, tag := range []string{"technical-field", "background-art", "disclosure", "description-of-drawings", "mode-for-invention"} {
		if !strings.Contains(files["100002/100002.xml"], "<"+tag+">") {
			t.Errorf("no element %s", tag)
		}
	}
}

// TestAnyText: whatever the text, the document says it exactly or is refused with advice.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		a := &Application{Kind: Invention, NoRequest: true, Sections: []Section{{"技术领域", []Paragraph{{Text: text}}}}}
		var buf bytes.Buffer
		err := Write(&buf, a, Options{Layout: Converter})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || !strings.ContainsFunc(text, illegal) {
				t.Fatalf("%q refused: %v", text, err)
			}
			return
		}
		z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
		if err != nil {
			t.Fatal(err)
		}
		r, _ := z.File[0].Open()
		var doc struct {
			P string `xml:"description>p"`
		}
		if err := xml.NewDecoder(r).Decode(&doc); err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"); doc.P != want {
			t.Fatalf("wrote %q, read %q", want, doc.P)
		}
	})
}

// TestOutline holds the request forms against the outlines of the official ones: every element
// is known there, apart from those that this package adds and says so.
func TestOutline(t *testing.T) {
	dir := sharedata.Dir(t, "cnipa-filing-package", "elements")
	added := []string{"保密请求", "附加", "国籍", "身份证号", "备案编号", "审核意见", "提交日期", "年", "月", "日", "代理人", "附件清单"}
	full := lamp()
	full.Request.Deposits = []Deposit{{Unit: "保藏中心"}}
	full.Request.Priorities = []Priority{{Country: "中国"}}
	model := lamp()
	model.Kind = UtilityModel
	for code, a := range map[string]*Application{FormInvention: full, FormUtilityModel: model, FormExamination: full, FormMandate: full, "list": full} {
		outline, err := os.ReadFile(dir + "/" + code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		for _, f := range strings.Fields(strings.ReplaceAll(string(outline), "第一申请人其他申请人", "第一申请人 其他申请人")) {
			known[f] = true
		}
		_, files := unpack(t, pack(t, a, Options{Folder: "x"}))
		name := "x/" + code + "/" + code + ".xml"
		if code == "list" {
			name = "x/List.xml"
		}
		d := xml.NewDecoder(strings.NewReader(files[name]))
		for {
			tok, err := d.Token()
			if err != nil {
				break
			}
			if s, ok := tok.(xml.StartElement); ok && !known[s.Name.Local] && !slices.Contains(added, s.Name.Local) {
				t.Errorf("%s: element %s is not in the outline", code, s.Name.Local)
			}
		}
	}
}
