package export_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent/literature"
	"zhibao/patent/reader/export"
)

// all reads a list to its end.
func all(name string, data []byte, decided map[string]string) (docs []literature.Document, refused []string, t *export.Table, err error) {
	if t, err = export.Open(name, bytes.NewReader(data), decided); err != nil {
		return nil, nil, nil, err
	}
	for {
		l, err := t.Next()
		if errors.Is(err, io.EOF) {
			return docs, refused, t, nil
		}
		if err != nil {
			return docs, refused, t, err
		}
		d, err := l.Read()
		if err != nil {
			refused = append(refused, l.Place().String()+"："+fault.MessageOf(err))
			continue
		}
		docs = append(docs, d)
	}
}

func brief(d literature.Document) string {
	name := func(ps []literature.Party) string {
		if len(ps) == 0 {
			return "-"
		}
		return ps[0].Name
	}
	title := ""
	if len(d.Titles) > 0 {
		title = d.Titles[0].Words
	}
	return fmt.Sprintf("%s|%.30s|%s %v %v %v|%s %d|%s %d|%v|%d|%v|%s", d.Number, title, d.Application, d.Filed, d.Published, d.Earliest, name(d.Applicants), len(d.Applicants), name(d.Inventors), len(d.Inventors), d.IPC, len(d.CPC), d.Priorities, d.Family)
}

// Every real list is read with all its rows accounted for.
func TestReal(t *testing.T) {
	for file, want := range map[string]struct {
		format        string
		docs, refused int
		first         string
		ignored       int
	}{
		"lens_pizza_1000_raw.csv":          {"lens", 1000, 0, "US20130101709A1|METHOD AND SYSTEM FOR ASSEMBLI|US13657122 2012-10-22 2013-04-25 2012-10-22|PIZZA HUT INC 1|RADER JEFF 1|[A23L 1/00 G01N 5/00]|2|[{US 201161550506 2011-10-24}]|", 0},
		"drones_tac_1606_cleaned.csv":      {"table", 1606, 0, "AR21856A1|Elemento Pasivo Que Funciona E|  2002-08-07 |ASK IND SPA 1|- 0|[B60R 11/00 B60R 11/02 H04R 1/28]|6|[{IT RE980117 }]|", 0},
		"patentscope_pizza_medium.csv":     {"patentscope", 10000, 0, "US20090208610|PIZZA|  2009-08-21 2004-10-01|- 0|Sanchez Zarzoso Maria Isabel 1|[A21D 13/00 A23L 1/16]|0|[{ES 200402236U 2004-10-01}]|", 0},
		"thomson_innovation_ritonavir.csv": {"derwent", 804, 0, "AU2007202956B2|Polymorph of a pharmaceutical| 2007-06-27 2007-07-19 1999-07-19|ABBOTT LAB 1|SALEKI-GERHARDT AZITA 8|[C07D 417/00]|0|[{AU 19990050037 }]|", 0},
		"ewaste.xlsx":                      {"derwent", 8867, 0, "", 0},
		"patentscope_pizza_small.xls":      {"espacenet", 25, 0, "KR20150000637U|A packing box for pizza|KR20130006425U 2013-08-01 2015-02-11 2013-08-01|- 0|- 0|[B65D 5/30 B65D 5/46 B65D 85/36]|0|[{KR 20130006425 2013-08-01}]|", 0},
		"solarcooking.xls":                 {"table", 792, 2, "JP03162021U|Solar oven|   |- 0|- 0|[]|0|[]|", 0}, // three sheets, and a list on its summary with a heading of its own below
	} {
		data, err := os.ReadFile(sharedata.Dir(t, "csv-exports", file))
		if err != nil {
			t.Fatal(err)
		}
		docs, refused, table, err := all(file, data, nil)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if table.Format != want.format || len(docs) != want.docs || len(refused) != want.refused || len(table.Ignored) != want.ignored || want.first != "" && brief(docs[0]) != want.first {
			t.Errorf("%s: %s %d documents, refused %d %.300q, ignored %q\n got %s\nwant %s", file, table.Format, len(docs), len(refused), refused, table.Ignored, brief(docs[0]), want.first)
		}
	}
	data, err := os.ReadFile(sharedata.Dir(t, "csv-exports", "wipo_tech_region.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := all("wipo_tech_region.csv", data, nil); fault.CodeOf(err) != "export.no_number" {
		t.Error("statistics were taken for patents:", err)
	}
}

const incopat = "标题,标题（翻译）,申请人,标准化申请人,公开（公告）号,公开（公告）日,申请号,申请日,专利类型,IPC主分类,IPC,发明人,引证专利,当前法律状态,转让执行日,转让人,受让人,质押生效日,质权人,合享价值度,权利要求数量,简单同族ID\r\n" +
	"一种电池,Battery,甲公司;乙公司,甲;乙,CN113783949A,2021/12/10,CN202110991218.8,20210826,发明申请,H01M10/0525,H01M10/0525; H01M10/04,张三; 李四,CN101234567A; US20050004437A1,授权,2022-01-02;2023-01-02,甲公司;乙公司,乙公司;丙公司,2023.05.06,某银行,9,10,F77\r\n" +
	",,,,,,,,,,,,,,,,,,,,,\r\n" +
	"没有号码,,,,,,,,,,,,,,,,,,,,,\r\n"

// The Chinese services write GBK as well as UTF-8, and workbooks; what is in them is the same.
func TestChinese(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(incopat)
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	for i, l := range strings.Split(strings.TrimSuffix(incopat, "\r\n"), "\r\n") {
		for j, c := range strings.Split(l, ",") {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var v any = c
			if c == "2021/12/10" {
				v = 44540 // as a workbook keeps the day
			}
			book.SetCellValue("Sheet1", at, v)
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	html := "<html><body><table><tr><th>" + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(incopat, "\r\n"), ",", "</td><td>"), "\r\n", "</td></tr><tr><td>") + "</td></tr></table>"
	for name, data := range map[string][]byte{"utf8.csv": []byte("\ufeff" + incopat), "gbk.csv": []byte(gbk), "cr.csv": []byte(strings.ReplaceAll(gbk, "\r\n", "\r")), "tab.csv": []byte(strings.ReplaceAll(incopat, ",", "\t")), "book.xlsx": xlsx.Bytes(), "html.xls": []byte(html)} {
		docs, refused, table, err := all(name, data, nil)
		if err != nil || len(docs) != 1 || len(refused) != 1 || table.Format != "incopat" || !strings.Contains(refused[0], "第 4 行") {
			t.Errorf("%s: %d %q %v", name, len(docs), refused, err)
			continue
		}
		d := docs[0]
		got := fmt.Sprintf("%s %s %s %v %v %s %d %v %v %q %q %v %s", d.Number, d.Kind, d.Application, d.Published, d.Filed, d.Applicants[1].Standard, len(d.Inventors), d.IPC, d.Cites, d.Titles, d.Events, d.ClaimCount(), d.Family)
		want := `CN113783949A 发明 202110991218.8 2021-12-10 2021-08-26 乙 2 [H01M 10/0525 H01M 10/04] [{CN101234567A   } {US20050004437A1   }] [{"zh" "一种电池"} {"en" "Battery"}] [{"assigned" "2022-01-02" "甲公司" "乙公司" "转让"} {"assigned" "2023-01-02" "乙公司" "丙公司" "转让"} {"pledged" "2023-05-06" "" "某银行" "质押登记"}] 10 F77`
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

// Above the heading services write what was searched; a person can say what a column is.
func TestHeadings(t *testing.T) {
	docs, _, table, err := all("google.csv", []byte("search URL:,https://patents.google.com/?q=x\nid,title,assignee,inventor/author,priority date,filing/creation date,publication date,grant date,result link,representative figure link\nUS-20130101709-A1,\"A \"\"B\"\"\nC\",X,Y,2012-01-02,2012-10-22,2013-04-25,,u,\n"), nil)
	if err != nil || table.Format != "google" || len(docs) != 1 || docs[0].Number != "US20130101709A1" || docs[0].Titles[0].Words != "A \"B\"\nC" || docs[0].Earliest.String() != "2012-01-02" {
		t.Fatal(docs, err)
	}
	mine := []byte("编码;说法\nCN113783949A;电池\n")
	if _, _, _, err := all("mine.csv", mine, nil); fault.CodeOf(err) != "export.no_number" {
		t.Fatal(err)
	}
	docs, _, _, err = all("mine.csv", mine, map[string]string{export.Key("编码"): "number", export.Key("说法"): "title"})
	if err != nil || len(docs) != 1 || docs[0].Titles[0].Words != "电池" {
		t.Fatal(docs, err)
	}
}

// A number that cannot be one is refused with its row, and does not become a document.
func TestNumbers(t *testing.T) {
	_, refused, _, err := all("list.csv", []byte("公开号,标题\nCN000A,a\nCN12345A,b\n随便,c\n113783949,e\n"), nil)
	if err != nil || len(refused) != 4 || !strings.HasPrefix(refused[1], "第 3 行：公开（公告）号“CN12345A”无法识别") {
		t.Fatal(refused, err)
	}
}

// Files that are broken or made to hurt are refused with a message.
func TestHostile(t *testing.T) {
	for name, data := range map[string][]byte{"cell": append([]byte("publication number,title\nUS1234567A,\""), bytes.Repeat([]byte("x"), 20<<20)...), "columns": []byte("publication number" + strings.Repeat(",x", 5000)), "zip": []byte("PK\x03\x04rubbish"), "ole": []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rubbish"),
		"binary": {1, 0, 2, 0}, "empty": nil, "html": []byte("<table><tr>" + strings.Repeat("<td>x", 100))} {
		if _, _, _, err := all(name, data, nil); fault.Of(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(incopat))
	f.Add([]byte("<table><tr><td>id<td>title<tr><td>US1234567A<td>x</table>"))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	if dir := os.Getenv("ZHIBAO_DATA"); dir != "" {
		if data, err := os.ReadFile(filepath.Join(dir, "csv-exports", "patentscope_pizza_small.xls")); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(_ *testing.T, data []byte) { all("fuzz", data, nil) })
}
