package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var columns = []Column{
	{Key: "name", Title: "企业名称", Required: true, Max: 100, Help: "营业执照上的全称"},
	{Key: "uscc", Title: "统一社会信用代码", Aliases: []string{"信用代码"}, Required: true},
	{Key: "kind", Title: "类型", Choices: []string{"企业", "高校", "科研院所"}},
	{Key: "staff", Title: "人数", Kind: Integer},
	{Key: "fee", Title: "金额（元）", Kind: Money},
	{Key: "rate", Title: "合格率", Kind: Percent},
	{Key: "day", Title: "备案日", Kind: Date},
	{Key: "at", Title: "提交时间", Kind: Moment},
}

func sample() Export {
	at := time.Date(2026, 11, 22, 14, 30, 0, 0, time.FixedZone("", 8*3600))
	return Export{
		Name: "备案主体[2026]", Columns: columns, Filter: "状态=有效；地区=苏州", Person: "张敏（预审一部）", Time: at,
		Rows: Slice([][]any{
			{"苏州某某电器有限公司", "91320500MA1MXXXX0P", "企业", 120, 1200.5, 0.928, at, at},
			{"=HYPERLINK(\"http://x\")", "110105194912310021", "高校", int64(1234567890123456789), 0.0, nil, "2026-02-28", time.Time{}},
			{"+86 512", "@SUM(1)", "-1", "文字", nil, 1, nil, nil},
			{"𠮷野家<&>\"引号\"，逗号\n第二行 _x0041_", "00123", true, 0, -3.25, nil, nil, nil},
		}),
	}
}

func write(t testing.TB, e Export, to func(io.Writer, Export) (int, error)) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := to(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
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
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestGolden(t *testing.T) {
	data := write(t, sample(), WriteXLSX)
	if !bytes.Equal(data, write(t, sample(), WriteXLSX)) {
		t.Error("the same list gives different bytes")
	}
	golden(t, "sheet1.xml", strings.ReplaceAll(part(t, data, "xl/worksheets/sheet1.xml"), "<row", "\n<row"))
	golden(t, "list.csv", string(write(t, sample(), WriteCSV)))
}

// Another reader sees text as text, numbers as numbers, and no formula anywhere.
func TestXLSXReadByAnother(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, sample(), WriteXLSX)))
	if err != nil {
		t.Fatal(err)
	}
	tab := f.GetSheetList()[0]
	rows, err := f.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"企业名称", "统一社会信用代码", "类型", "人数", "金额（元）", "合格率", "备案日", "提交时间"},
		{"苏州某某电器有限公司", "91320500MA1MXXXX0P", "企业", "120", "1,200.50", "92.80%", "2026-11-22", "2026-11-22 14:30"},
		{"'=HYPERLINK(\"http://x\")", "110105194912310021", "高校", "1234567890123456789", "0.00", "", "2026-02-28"},
		{"'+86 512", "'@SUM(1)", "'-1", "文字", "", "100.00%"},
		{"𠮷野家<&>\"引号\"，逗号\n第二行 _x0041_", "00123", "是", "0", "-3.25"},
		nil,
		{"筛选条件：状态=有效；地区=苏州"}, {"导出时间：2026-11-22 14:30:00"}, {"导出人：张敏（预审一部）"}, {"行数：4"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	for r := range rows {
		for c := range 8 {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if formula, _ := f.GetCellFormula(tab, at); formula != "" {
				t.Errorf("%s holds the formula %s", at, formula)
			}
		}
	}
	for _, at := range []string{"B3", "D3", "B5"} {
		if kind, _ := f.GetCellType(tab, at); kind != excelize.CellTypeInlineString {
			t.Errorf("%s is no text cell", at)
		}
	}
	panes, _ := f.GetPanes(tab)
	if !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("heading not frozen: %+v", panes)
	}
}

// What is exported can be imported again, from either format.
func TestRoundTrip(t *testing.T) {
	cols := []Column{{Key: "a", Title: "甲"}, {Key: "b", Title: "乙", Kind: Date}, {Key: "c", Title: "丙", Kind: Integer}, {Key: "d", Title: "丁", Kind: Moment}, {Key: "e", Title: "戊", Kind: Decimal}}
	rapid.Check(t, func(t *rapid.T) {
		var rows [][]any
		var want []map[string]string
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			text := rapid.OneOf(rapid.SampledFrom([]string{"=1+1", "'=1", "00123", "12E5", "110105194912310021", "_x000D_", "＝甲", "a\tb", "'", "''-"}), rapid.StringOfN(rapid.Rune(), 1, 40, -1)).Draw(t, "text")
			text = clean(strings.Map(keep, text))
			at := time.Unix(rapid.Int64Range(-2_200_000_000, 200_000_000_000).Draw(t, "at")/60*60, 0).UTC()
			n := rapid.Int64().Draw(t, "n")
			e := rapid.Int64Range(-1e9, 1e9).Draw(t, "e")
			row := map[string]string{"b": at.Format(time.DateOnly), "c": fmt.Sprint(n), "d": at.Format("2006-01-02 15:04"), "e": trimZeros(fmt.Sprintf("%d.00", e))}
			if text != "" {
				row["a"] = text
			}
			rows, want = append(rows, []any{text, at, n, at, float64(e)}), append(want, row)
		}
		e := Export{Name: "x", Columns: cols, Rows: Slice(rows)}
		for name, to := range map[string]func(io.Writer, Export) (int, error){"xlsx": WriteXLSX, "csv": WriteCSV} {
			var b bytes.Buffer
			if _, err := to(&b, e); err != nil {
				t.Fatal(err)
			}
			in, err := Read(b.Bytes(), cols, Limits{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got []map[string]string
			for _, r := range in.Rows {
				got = append(got, r.Values)
			}
			if diff := cmp.Diff(want, got); diff != "" || len(in.Problems) > 0 {
				t.Fatalf("%s: %v\n%s", name, in.Problems, diff)
			}
		}
	})
}

// keep leaves out what no XML file can hold and what line-end rules of XML and CSV change.
func keep(r rune) rune {
	if r < ' ' && r != '\t' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError {
		return -1
	}
	return r
}

// TestDroppedCharacters: what the file cannot hold does not uncover a formula behind it.
func TestDroppedCharacters(t *testing.T) {
	for in, want := range map[string]string{"\x00@SUM": "'\x00@SUM", "\x01\x02=1": "'\x01\x02=1", "\x00甲": "\x00甲", "": "", "a=1": "a=1"} {
		if got := Neutralise(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

// Whatever the text, the sheet stays well-formed, and no cell begins like a formula.
func TestAnyTextIsHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[=+\-@\t\r＝'].*`)).Draw(t, "text")
		var b bytes.Buffer
		e := Export{Columns: []Column{{Title: text}}, Rows: Slice([][]any{{text}}), Filter: text, Person: text, Name: text}
		if _, err := WriteXLSX(&b, e); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		sheet, _ := z.Open("xl/worksheets/sheet1.xml")
		inText := false
		for dec := xml.NewDecoder(sheet); ; {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("not well-formed: %v", err)
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				inText = tok.Name.Local == "t"
			case xml.CharData:
				if inText && len(tok) > 0 && strings.ContainsRune("=+-@\t\r", rune(tok[0])) {
					t.Fatalf("cell %q", tok)
				}
			}
		}
	})
}

func TestLongTextIsCutVisibly(t *testing.T) {
	got := fitCell(strings.Repeat("𠮷", 20000))
	if n := len([]rune(got)); !strings.HasSuffix(got, cut) || n > 16400 || !utf8.ValidString(got) {
		t.Errorf("%d runes, ends %q", n, got[len(got)-40:])
	}
	if s := strings.Repeat("字", maxCell); fitCell(s) != s {
		t.Error("a text that fits was cut")
	}
}

func TestErrorOfRowsEndsExport(t *testing.T) {
	boom := errors.New("connection lost")
	e := Export{Columns: columns[:1], Rows: func(yield func([]any, error) bool) {
		_ = yield([]any{"a"}, nil) && yield(nil, boom)
	}}
	for name, to := range map[string]func(io.Writer, Export) (int, error){"xlsx": WriteXLSX, "csv": WriteCSV} {
		if n, err := to(io.Discard, e); n != 1 || !errors.Is(err, boom) {
			t.Errorf("%s: %d rows, %v", name, n, err)
		}
	}
}

func TestTemplate(t *testing.T) {
	var long []string
	for i := range 60 {
		long = append(long, fmt.Sprintf("国际专利分类大组第%d项", i))
	}
	cols := append(columns[:len(columns):len(columns)], Column{Key: "ipc", Title: "分类", Choices: long})
	var b, again bytes.Buffer
	if err := WriteTemplate(&b, "备案主体导入", cols, "每次最多 5,000 行。"); err != nil {
		t.Fatal(err)
	}
	if err := WriteTemplate(&again, "备案主体导入", cols, "每次最多 5,000 行。"); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same template gives different bytes (%v)", err)
	}
	if _, err := Read(b.Bytes(), cols, Limits{}); fault.CodeOf(err) != "sheet.empty" {
		t.Errorf("an empty template reads as %v", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	lists, err := f.GetDataValidations("备案主体导入")
	if err != nil || len(lists) != 2 {
		t.Fatalf("%d lists, %v", len(lists), err)
	}
	if !strings.Contains(lists[0].Formula1, "高校") || !strings.Contains(lists[1].Formula1, "选项") {
		t.Errorf("lists %q, %q", lists[0].Formula1, lists[1].Formula1)
	}
	for at, v := range map[string]string{"A3": "苏州某某公司", "B3": "110105194912310021", "C3": "高校", "G3": "2026/3/1", "I3": long[7]} {
		if err := f.SetCellStr("备案主体导入", at, v); err != nil {
			t.Fatal(err)
		}
	}
	filled, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	in, err := Read(filled.Bytes(), cols, Limits{})
	if err != nil || len(in.Rows) != 1 || len(in.Bad) != 0 || in.Rows[0].Line != 3 || in.Rows[0].Values["day"] != "2026-03-01" || in.Rows[0].Values["ipc"] != long[7] {
		t.Errorf("filled template reads as %+v, %v", in, err)
	}
	if in.Letters["day"] != "G" || in.Letters["ipc"] != "I" {
		t.Errorf("the columns stand at %v", in.Letters)
	}
}

func TestReadNamesEveryProblem(t *testing.T) {
	text := "备案主体导入表\n" +
		"序号, 企 业 名 称（必填）,信用代码(18位),类型,人数,金额(元),备案日,合格率\n" +
		"1,苏州某某公司,91320500MA1MXXXX0P,企业,１２０,\"1,200.50元\",2026年3月1日,92.8%\n" +
		"2,,91320500MA1MXXXX0P,公司,十二,abc,2026-02-30,92.8\n" +
		"\n" +
		"3,南京某某大学,'110105194912310021,高 校,12,-3.250,20261122,0.5\n"
	want := []string{
		"第 4 行 B 列（企业名称）：必填，请填写",
		"第 4 行 D 列（类型）：应为其中之一：企业、高校、科研院所",
		"第 4 行 E 列（人数）：应为整数，例如 12",
		"第 4 行 F 列（金额（元））：应为数字，例如 12.5",
		"第 4 行 H 列（合格率）：大于 1 的比例请带百分号填写，例如 92.8%",
		"第 4 行 G 列（备案日）：应为日期，例如 2026-11-22",
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"utf8": text, "bom": "\uFEFF" + text, "gbk": gbk, "semicolon": strings.ReplaceAll(strings.ReplaceAll(text, "1,200", "1200"), ",", ";"),
		"crlf": strings.ReplaceAll(text, "\n", "\r\n"),
	} {
		in, err := Read([]byte(data), columns, Limits{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, p := range in.Problems {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		wantRows := []Row{
			{3, map[string]string{"name": "苏州某某公司", "uscc": "91320500MA1MXXXX0P", "kind": "企业", "staff": "120", "fee": "1200.5", "day": "2026-03-01", "rate": "0.928"}},
			{6, map[string]string{"name": "南京某某大学", "uscc": "110105194912310021", "kind": "高校", "staff": "12", "fee": "-3.25", "day": "2026-11-22", "rate": "0.5"}},
		}
		if diff := cmp.Diff(wantRows, in.Rows); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff([]string{"序号"}, in.Ignored); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		var b bytes.Buffer
		if n, err := WriteXLSX(&b, Corrections("错误行", columns, in)); n != 1 || err != nil {
			t.Errorf("%s: %d corrections, %v", name, n, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	head := "企业名称,统一社会信用代码\n"
	bomb := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("xl/sharedStrings.xml")
		_, _ = w.Write(bytes.Repeat([]byte("<si/>"), 3<<20))
		_ = z.Close()
		return b.Bytes()
	}()
	for name, c := range map[string]struct {
		data string
		lim  Limits
		code string
	}{
		"nothing":       {"", Limits{}, "sheet.no_heading"},
		"other table":   {"姓名,电话\n张三,1\n", Limits{}, "sheet.no_heading"},
		"column gone":   {"企业名称,类型\na,b\n", Limits{}, "sheet.missing_column"},
		"column twice":  {"企业名称,统一社会信用代码,企业名称\na,b,c\n", Limits{}, "sheet.column_twice"},
		"no rows":       {head, Limits{}, "sheet.empty"},
		"many rows":     {head + strings.Repeat("a,b\n", 4), Limits{Rows: 3}, "sheet.too_large"},
		"many columns":  {head + strings.Repeat("x,", 101) + "x\n", Limits{}, "sheet.too_large"},
		"many bytes":    {head + strings.Repeat("x", 2000), Limits{Bytes: 1000}, "sheet.too_large"},
		"old workbook":  {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Limits{}, "sheet.old_format"},
		"torn workbook": {"PK\x03\x04torn", Limits{}, "sheet.broken"},
		"binary":        {"\x00\x01\x02", Limits{}, "sheet.broken"},
		"bomb of bytes": {string(bomb), Limits{Bytes: 1 << 20}, "sheet.too_large"},
		"bomb of tags":  {string(bomb), Limits{}, "sheet.too_large"},
	} {
		if _, err := Read([]byte(c.data), columns, c.lim); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestProblemsAreLimited(t *testing.T) {
	in, err := Read([]byte("企业名称,信用代码\n"+strings.Repeat(",x\n", 30)), columns, Limits{Problems: 10})
	if err != nil || len(in.Problems) != 10 || !in.More || len(in.Bad) != 30 {
		t.Errorf("%d problems, more %v, %d bad, %v", len(in.Problems), in.More, len(in.Bad), err)
	}
}

// A code that was typed into a number cell has lost its last digits; the reader says so.
func TestRoundedCodeIsRefused(t *testing.T) {
	f := excelize.NewFile()
	for at, v := range map[string]any{"A1": "企业名称", "B1": "信用代码", "A2": "某公司", "B2": 1.10105194912311e17, "G1": "备案日", "G2": 46348.0, "H1": "提交时间", "H2": 46348.604166667} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	// Spreadsheet programs store long numbers with an exponent.
	data := replacePart(t, b.Bytes(), "xl/worksheets/sheet1.xml", "110105194912311000", "1.10105194912311E+17")
	in, err := Read(data, columns, Limits{})
	if err != nil || len(in.Problems) != 1 || !strings.Contains(in.Problems[0].String(), "第 2 行 B 列（统一社会信用代码）：数字过长") {
		t.Errorf("%v, %v", in.Problems, err)
	}
	in, err = Read(replacePart(t, data, "xl/worksheets/sheet1.xml", "1.10105194912311E+17", "13812345678"), columns, Limits{})
	want := []Row{{2, map[string]string{"name": "某公司", "uscc": "13812345678", "day": "2026-11-22", "at": "2026-11-22 14:30"}}}
	if diff := cmp.Diff(want, in.Rows); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

// replacePart returns the archive with a text replaced in one part.
func replacePart(t *testing.T, data []byte, name, from, to string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range in.File {
		text := part(t, data, p.Name)
		if p.Name == name && !strings.Contains(text, from) {
			t.Fatalf("%s has no %s", name, from)
		} else if p.Name == name {
			text = strings.ReplaceAll(text, from, to)
		}
		w, err := out.Create(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNoTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	e := sample()
	e.Rows = manyRows(26_000)
	data := write(t, e, WriteXLSX)
	if _, err := Read(data, columns, Limits{Rows: 26_000}); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("files on disk: %v, %v", left, err)
	}
}

func manyRows(n int) func(func([]any, error) bool) {
	at := time.Date(2026, 11, 22, 14, 30, 0, 0, time.UTC)
	return func(yield func([]any, error) bool) {
		for i := range n {
			if !yield([]any{"苏州某某电器股份有限公司", "91320500MA1MXXXX0P", "企业", i, 1200.5, 0.928, at, at}, nil) {
				return
			}
		}
	}
}

func BenchmarkWriteXLSX100k(b *testing.B) {
	for b.Loop() {
		e := sample()
		e.Rows = manyRows(100_000)
		if n, err := WriteXLSX(io.Discard, e); n != 100_000 || err != nil {
			b.Fatal(n, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("企业名称,信用代码\na,b\n"))
	f.Add([]byte("\xFF\xFEa\x00"))
	f.Add([]byte("\uFEFF企业名称;信用代码;备案日\n\"a\"\"b\";'=1;2026-1-1\n"))
	f.Add(write(f, sample(), WriteXLSX))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Read(data, columns, Limits{Bytes: 4 << 20, Rows: 200, Columns: 40, Problems: 5})
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if len(in.Rows)+len(in.Bad) == 0 || len(in.Rows)+len(in.Bad) > 200 || len(in.Problems) > 5 {
			t.Fatalf("%d rows, %d bad, %d problems", len(in.Rows), len(in.Bad), len(in.Problems))
		}
		for _, r := range in.Rows {
			if r.Values["name"] == "" || r.Values["uscc"] == "" {
				t.Fatalf("row %d lacks a required value: %v", r.Line, r.Values)
			}
		}
	})
}
