package pdf

import (
	"bytes"
	"compress/zlib"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"zhibao/internal/fault"
	"zhibao/internal/office/font"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/paper/papertest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// shared is read once for all tests; unpacking the font takes longer than writing a paper.
var shared = &Fonts{}

func write(t testing.TB, p paper.Paper, f *Fonts) ([]byte, Report) {
	t.Helper()
	var b bytes.Buffer
	rep, err := Write(&b, p, f)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), rep
}

// tool returns the path of an external program, or skips the test.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("没有 %s，跳过", name)
	}
	return path
}

// run writes the file and runs a program on it; {} stands for its path.
func run(t *testing.T, data []byte, name string, args ...string) string {
	t.Helper()
	path := tool(t, name)
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{}", file)
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

var (
	textAt   = regexp.MustCompile(`(?s)BT\n([-0-9.]+) ([-0-9.]+) TD\n/F[0-9]+ ([0-9.]+) Tf ([-0-9.]+) Tc\n(.*?)\[<([0-9A-F]*)>\] TJ`)
	charOf   = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)
	isPage   = regexp.MustCompile(`/Type /Page\n`)
	contents = regexp.MustCompile(`/Contents ?\[?\s*([0-9]+) 0 R`)
)

func inflate(t *testing.T, o []byte) string {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(body(o)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lines reads the texts of a file that has one font: page, place, size and words.
func lines(t *testing.T, data []byte) []string {
	t.Helper()
	objects, err := objectsOf(data)
	if err != nil {
		t.Fatal(err)
	}
	chars := map[string]string{}
	for _, o := range objects {
		if bytes.Contains(o, []byte("FlateDecode >>")) {
			if text := inflate(t, o); strings.Contains(text, "begincmap") {
				for _, m := range charOf.FindAllStringSubmatch(text, -1) {
					var units []uint16
					for i := 0; i < len(m[2]); i += 4 {
						u, _ := strconv.ParseUint(m[2][i:i+4], 16, 16)
						units = append(units, uint16(u))
					}
					chars[m[1]] = string(utf16.Decode(units))
				}
			}
		}
	}
	var out []string
	n := 0
	for _, o := range objects {
		m := contents.FindSubmatch(o)
		if m == nil || !isPage.Match(o) {
			continue
		}
		n++
		at, _ := strconv.Atoi(string(m[1]))
		last := ""
		for _, m := range textAt.FindAllStringSubmatch(inflate(t, objects[at-1]), -1) {
			words := ""
			for i := 0; i < len(m[6]); i += 4 {
				words += chars[m[6][i:i+4]]
			}
			key := fmt.Sprintf("%d y%s", n, m[2])
			if key == last {
				out[len(out)-1] += "|" + words
				continue
			}
			last = key
			weight := ""
			if strings.Contains(m[5], "2 Tr") {
				weight = " bold"
			}
			out = append(out, fmt.Sprintf("%s x%s %s%s %s", key, m[1], m[3], weight, words))
		}
	}
	return out
}

func TestGolden(t *testing.T) {
	for name, p := range map[string]paper.Paper{"notice": papertest.Notice(), "report": papertest.Report(40), "dossier": papertest.Dossier(), "illustrated": papertest.Illustrated()} {
		data, rep := write(t, p, shared)
		got := strings.Join(lines(t, data), "\n") + "\n"
		if len(rep.Missing) > 0 {
			t.Errorf("%s: no glyph for %q", name, rep.Missing)
		}
		file := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The same paper gives the same bytes, whoever writes it and how many at once.
func TestDeterministic(t *testing.T) {
	want, _ := write(t, papertest.Notice(), &Fonts{})
	fonts := &Fonts{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var b bytes.Buffer
			if _, err := Write(&b, papertest.Notice(), fonts); err != nil || !bytes.Equal(want, b.Bytes()) {
				t.Errorf("bytes differ (%v)", err)
			}
		})
	}
	wg.Wait()
	if bytes.Contains(want, []byte("CreationDate")) {
		t.Error("the file has a time")
	}
}

// Another program finds every word, in order, characters of four bytes too.
func TestTextExtracts(t *testing.T) {
	p := papertest.Notice()
	data, _ := write(t, p, shared)
	text := squash(run(t, data, "pdftotext", "-raw", "{}", "-"))
	at := 0
	for _, want := range []string{p.Authority, p.Number, p.Title, p.To + "：", "Y2026-0381-K", "一、审查意见", "所述传感器的精度为±0.05℃。",
		"发明人姓名𠮷田、𬱖某请核对", "缺陷清单", "“【】形支架”的形状不清楚", "2026年11月27日24时前", "附件：1.修改对照表", p.Date, "（联系人：张某", "核验码：7K3M-9QX2-RT8W-5YH4", p.Hash, "抄送：示例专利代理"} {
		i := strings.Index(text[at:], squash(want))
		if i < 0 {
			t.Fatalf("%q is not in the text after %q", want, text[max(0, at-60):at])
		}
		at += i
	}
	if n := strings.Count(run(t, data, "pdfinfo", "{}"), p.Title); n != 1 {
		t.Errorf("title in properties %d times", n)
	}
}

func TestStructureIsValid(t *testing.T) {
	for _, p := range []paper.Paper{papertest.Notice(), papertest.Report(100), papertest.Dossier(), papertest.Illustrated()} {
		data, _ := write(t, p, shared)
		if out := run(t, data, "qpdf", "--check", "{}"); strings.Contains(out, "WARNING") {
			t.Error(out)
		}
	}
}

// The heading of a table stands on every page that shows rows.
func TestTableHeadRepeats(t *testing.T) {
	data, rep := write(t, papertest.Report(60), shared)
	heads, rows := map[string]int{}, map[string]int{}
	for _, l := range lines(t, data) {
		page, _, _ := strings.Cut(l, " ")
		heads[page] += strings.Count(squash(l), "序号|案件编号|当事人|案由")
		if strings.Contains(l, "|W2026-") {
			rows[page]++
		}
	}
	sum := 0
	for page, n := range rows {
		sum += n
		if heads[page] != 1 {
			t.Errorf("page %s has %d rows and %d headings", page, n, heads[page])
		}
	}
	if sum != 60 || len(rows) != rep.Pages-1 {
		t.Errorf("%d rows on %d of %d pages", sum, len(rows), rep.Pages)
	}
}

// A row that is longer than a page is divided and loses nothing.
func TestLongRow(t *testing.T) {
	words := strings.Repeat("权利要求书请求保护的范围不清楚", 400)
	p := paper.Paper{Title: "长行", Style: paper.Report, Body: []paper.Block{paper.Table{Head: []string{"序号", "内容"}, Rows: [][]string{{"1", words}, {"2", "末行"}}}}}
	data, rep := write(t, p, shared)
	if got := strings.Count(squash(strings.Join(lines(t, data), "")), "保护"); rep.Pages < 3 || got < 380 {
		t.Errorf("%d pages, %d of 400", rep.Pages, got)
	}
}

// What no font has is drawn with its code and reported.
func TestMissingGlyph(t *testing.T) {
	p := paper.Paper{Title: "姓名", Body: []paper.Block{paper.P("当事人𪛖某\u200b、\U000E0101𠮷某、\u0378某，" + "𪛖。")}}
	data, rep := write(t, p, shared)
	if diff := cmp.Diff([]rune{0x378, 0x2A6D6}, rep.Missing); diff != "" {
		t.Error(diff)
	}
	text := squash(strings.Join(lines(t, data), "\n"))
	if !strings.Contains(text, "2A6") || !strings.Contains(text, "D6") || !strings.Contains(text, "𠮷") {
		t.Errorf("no code in %s", text)
	}
}

func TestUnresolvedIsNotWritten(t *testing.T) {
	p := papertest.Notice()
	p.To = "{申请人}"
	var b bytes.Buffer
	if _, err := Write(&b, p, shared); fault.CodeOf(err) != "paper.unresolved" || b.Len() > 0 {
		t.Errorf("%v, %d bytes written", err, b.Len())
	}
}

// A scanner reads the symbol from the page at 300 dpi.
func TestScannerReadsPage(t *testing.T) {
	data, rep := write(t, papertest.Notice(), shared)
	scan := tool(t, "zbarimg")
	dir := t.TempDir()
	run(t, data, "pdftoppm", "-r", "300", "-f", strconv.Itoa(rep.Pages), "-png", "{}", filepath.Join(dir, "page"))
	files, _ := filepath.Glob(filepath.Join(dir, "page*.png"))
	if len(files) != 1 {
		t.Fatal(files)
	}
	out, err := exec.Command(scan, "--quiet", "--raw", files[0]).Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != papertest.Notice().Verify.URL {
		t.Errorf("read %q, %v", got, err)
	}
}

// The glyphs of what a paper says are unpacked when it is written; until then they are blank.
func TestGlyphsAreThere(t *testing.T) {
	program, err := font.WenKai()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := sfnt.Parse(program.Data())
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	blank := func(words string) (out string) {
		for _, r := range words {
			g, err := parsed.GlyphIndex(&buf, r)
			if err != nil || g == 0 {
				t.Fatalf("%c is glyph %d, %v", r, g, err)
			}
			if lines, err := parsed.LoadGlyph(&buf, g, fixed.I(1000), nil); err != nil || len(lines) == 0 {
				out += string(r)
			}
		}
		return out
	}
	const rare = "龘靐齉爩鱻麤灪籱"
	write(t, paper.Paper{Title: "生僻字", Body: []paper.Block{paper.P(rare)}}, &Fonts{})
	if b := blank(rare + "生僻字"); b != "" {
		t.Errorf("%q are blank", b)
	}
}

func TestOperatorFonts(t *testing.T) {
	dir := t.TempDir()
	program, err := font.WenKai()
	if err != nil {
		t.Fatal(err)
	}
	own := program.Data() // of which the papers below need what the program's own paper needs as well
	forbidden := bytes.Clone(own)
	for i := 12; ; i += 16 {
		if string(forbidden[i:i+4]) == "OS/2" {
			at := int(forbidden[i+9])<<16 | int(forbidden[i+10])<<8 | int(forbidden[i+11])
			forbidden[at+9] = 2
			break
		}
	}
	for name, data := range map[string][]byte{
		"黑体.ttf": own, "方正仿宋受限.ttf": forbidden, "torn.ttf": own[:4000], "empty.ttf": nil, "宋体.ttc": own, "读我.txt": nil,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := &Fonts{Dir: dir}
	problems, err := f.Problems()
	if err != nil || len(problems) != 4 {
		t.Errorf("%q, %v", problems, err)
	}
	data, _ := write(t, papertest.Notice(), f)
	if n := bytes.Count(data, []byte("/FontFile2")); n != 2 {
		t.Errorf("%d fonts embedded, want the operator's and the program's", n)
	}
	if _, err := (&Fonts{Dir: filepath.Join(dir, "none")}).Problems(); err == nil {
		t.Error("a folder that is not there was accepted")
	}
}

func TestRoleOf(t *testing.T) {
	for name, want := range map[string]role{
		"方正小标宋简体": title, "FZXiaoBiaoSong-B05S": title, "仿宋_GB2312": fangsong, "simfang FangSong": fangsong, "黑体 SimHei": hei,
		"NotoSansSC-Regular": hei, "楷体_GB2312": kai, "simsun": song, "NotoSerifSC": song, "unknown": song,
	} {
		if got := roleOf(name); got != want {
			t.Errorf("%s is %d, want %d", name, got, want)
		}
	}
}

func BenchmarkNotice(b *testing.B) {
	for b.Loop() {
		write(b, papertest.Notice(), shared)
	}
}

// TestPictures: another program takes the pictures out again, each with its size; high rows with many words
// stand on one page.
func TestPictures(t *testing.T) {
	p := papertest.Illustrated()
	data, _ := write(t, p, shared)
	if again, _ := write(t, p, shared); !bytes.Equal(data, again) {
		t.Error("the same pictures give different bytes")
	}
	list := run(t, data, "pdfimages", "-list", "{}")
	for _, want := range []string{`400 +300 +rgb`, `300 +420 +rgb`, `200 +120 +rgb`, `120 +90 +rgb`} {
		if !regexp.MustCompile(want).MatchString(list) {
			t.Errorf("no picture of %s:\n%s", want, list)
		}
	}
	p.Body = nil
	words := strings.Repeat("被控侵权产品的立体图。", 18)
	for range 3 {
		x := paper.Picture{Data: papertest.Drawing("jpeg", 300, 1600), Text: words}
		p.Body = append(p.Body, paper.Pictures{Height: 180, Caption: "立体图", Items: []paper.Picture{x, x, {Text: words}, x}})
	}
	data, rep := write(t, p, shared)
	text := squash(run(t, data, "pdftotext", "-layout", "{}", "-"))
	if n := strings.Count(text, "。"); n != 3*4*18 || rep.Pages > 4 {
		t.Errorf("%d sentences on %d pages", n, rep.Pages)
	}
}
