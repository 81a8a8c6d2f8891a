package paper_test

import (
	"encoding/base64"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/office/paper/papertest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestHTMLGolden(t *testing.T) {
	for name, p := range map[string]paper.Paper{"notice": papertest.Notice(), "report": papertest.Report(3), "dossier": papertest.Dossier()} {
		got, err := paper.HTML(p)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(got), "><", ">\n<") + "\n"
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), text); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if strings.Contains(text, "style=") || strings.Contains(text, "<script") {
			t.Errorf("%s has inline style or script", name)
		}
	}
}

// Every class that the articles use has a rule, so that the style sheet is complete.
func TestCSSKnowsEveryClass(t *testing.T) {
	for _, p := range []paper.Paper{papertest.Notice(), papertest.Report(2), papertest.Dossier(), papertest.Illustrated()} {
		got, err := paper.HTML(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(got), `class="`)[1:] {
			for _, class := range strings.Fields(part[:strings.IndexByte(part, '"')]) {
				switch class {
				case "gw-above", "gw-mark", "gw-to", "gw-copy", "gw-table", "gw-att", "gw-pictures": // look like the text around them
				default:
					if !strings.Contains(paper.CSS(), "."+class) {
						t.Errorf("no rule for .%s", class)
					}
				}
			}
		}
	}
}

func TestCheck(t *testing.T) {
	ok := papertest.Notice()
	if err := paper.Check(ok); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*paper.Paper)
		want  string
	}{
		"no title":      {func(p *paper.Paper) { p.Title = " " }, "文书没有标题"},
		"double brace":  {func(p *paper.Paper) { p.To = "{{client}}" }, "主送的 {{"},
		"variable":      {func(p *paper.Paper) { p.Body[3] = paper.P("因{事由}终止") }, "正文第 4 段的 {事由}"},
		"empty bracket": {func(p *paper.Paper) { p.Signed = "【　】" }, "署名的 【　】"},
		"to be filled":  {func(p *paper.Paper) { p.Contact = "【待填】" }, "附注的 【待填】"},
		"in table": {func(p *paper.Paper) {
			p.Body = append(p.Body, paper.Table{Head: []string{"甲"}, Rows: [][]string{{"}}"}}})
		}, "表格第 1 行"},
		"in form": {func(p *paper.Paper) {
			p.Body = append(p.Body, paper.KeyValues{Rows: []paper.KeyValue{{Key: "期限", Value: "【____】"}}})
		}, "“期限”的 【____】"},
		"in attachment":      {func(p *paper.Paper) { p.Attachments = []string{"{附件}"} }, "附件 1的 {附件}"},
		"in cover":           {func(p *paper.Paper) { p.Front = &paper.Cover{Title: "{题名}"} }, "封面的 {题名}"},
		"in code":            {func(p *paper.Paper) { p.Verify = &paper.Verify{Code: "{码}"} }, "核验码的 {码}"},
		"date":               {func(p *paper.Paper) { p.Date = "2026-11-22" }, "2026年11月22日"},
		"date leading zero":  {func(p *paper.Paper) { p.Date = "2026年01月02日" }, "2026年11月22日"},
		"heading level":      {func(p *paper.Paper) { p.Body = append(p.Body, paper.H(5, "x")) }, "层级"},
		"table without head": {func(p *paper.Paper) { p.Body = append(p.Body, paper.Table{}) }, "表格"},
		"long row": {func(p *paper.Paper) {
			p.Body = append(p.Body, paper.Table{Head: []string{"甲"}, Rows: [][]string{{"1", "2"}}})
		}, "表头"},
		"too large": {func(p *paper.Paper) { p.Body = []paper.Block{paper.P(strings.Repeat("字", 3<<20))} }, "超过"},
		"in picture": {func(p *paper.Paper) {
			p.Body = []paper.Block{paper.Pictures{Items: []paper.Picture{{Text: "{视图}"}}}}
		}, "第 1 幅图片的 {视图}"},
		"no pictures": {func(p *paper.Paper) { p.Body = []paper.Block{paper.Pictures{}} }, "1 至 4 幅"},
		"high picture": {func(p *paper.Paper) {
			p.Body = []paper.Block{paper.Pictures{Height: 200, Items: []paper.Picture{{Text: "图"}}}}
		}, "不超过 180 毫米"},
		"unnamed picture": {func(p *paper.Paper) {
			p.Body = []paper.Block{paper.Pictures{Items: []paper.Picture{{Data: papertest.Drawing("png", 8, 8)}}}}
		}, "都应有说明"},
		"talkative picture": {func(p *paper.Paper) {
			p.Body = []paper.Block{paper.Pictures{Items: []paper.Picture{{Text: strings.Repeat("图", 201)}}}}
		}, "200 字"},
		"no picture": {func(p *paper.Paper) {
			p.Body = []paper.Block{paper.Pictures{Items: []paper.Picture{{Data: []byte("GIF89a"), Text: "图"}}}}
		}, "不是 PNG 或 JPEG"},
		"large picture": {func(p *paper.Paper) {
			p.Body = []paper.Block{paper.Pictures{Items: []paper.Picture{{Data: append(papertest.Drawing("png", 8, 8), make([]byte, 2<<20)...), Text: "图"}}}}
		}, "太大"},
		"many pictures": {func(p *paper.Paper) {
			x := paper.Picture{Data: append(papertest.Drawing("png", 8, 8), make([]byte, 2<<20-4000)...), Text: "图"}
			for range 5 {
				p.Body = append(p.Body, paper.Pictures{Items: []paper.Picture{x, x, x}})
			}
		}, "合计超过 24 MB"},
		"nil block": {func(p *paper.Paper) { p.Body = []paper.Block{nil} }, "空的段落"},
	} {
		p := papertest.Notice()
		c.spoil(&p)
		err := paper.Check(p)
		if fault.Of(err) == nil || !strings.Contains(fault.MessageOf(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if _, herr := paper.HTML(p); herr == nil {
			t.Errorf("%s: HTML was written", name)
		}
	}
	quoted := papertest.Notice()
	quoted.Body = []paper.Block{paper.Q("{{x}} 【】 {集合}"), paper.KeyValues{Quoted: true, Rows: []paper.KeyValue{{Key: "名称", Value: "一种{集合}【】"}}}}
	if err := paper.Check(quoted); err != nil {
		t.Errorf("quoted words were refused: %v", err)
	}
	if err := paper.Check(paper.Paper{Title: "一种{111}晶面取向的【发明】"}); err != nil {
		t.Errorf("innocent brackets were refused: %v", err)
	}
}

const notice = `机关：{中心}
文号：{文号}
标题：专利预先审查终止通知书
主送：{申请人}
附件：清单
署名：{中心}
日期：{日期}
核验网址：https://bh.example/v/{码}
印章：是

你单位的**{名称}**，因{事由}终止。
# 一、事实
> 原文 {不是变量}
- 甲
- 乙
1. 第一
2. 第二
= 案件编号 | {编号}
= 申请人 | {申请人}
| 序号 | 缺陷 |
| 1 | {事由} |
{缺陷表}
@ 请求人 | 被请求人：{申请人}
---
末页`

func values() paper.Values {
	return paper.Values{
		Text: map[string]string{"中心": "示例中心", "文号": "示〔2026〕1号", "申请人": "某公司", "日期": "2026年11月22日", "码": "7K3M", "名称": "一种{111}晶面", "事由": "逾期未答复", "编号": "Y1"},
		Blocks: map[string][]paper.Block{"缺陷表": {
			paper.P("{不是变量}"), paper.Table{Head: []string{"甲"}},
		}},
	}
}

func TestParseAndFill(t *testing.T) {
	tpl, err := paper.Parse(notice)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"中心", "事由", "名称", "文号", "日期", "申请人", "码", "编号", "缺陷表"}, paper.Variables(tpl)); diff != "" {
		t.Error(diff)
	}
	got, err := paper.Fill(tpl, values())
	if err != nil {
		t.Fatal(err)
	}
	want := paper.Paper{
		Authority: "示例中心", Number: "示〔2026〕1号", Title: "专利预先审查终止通知书", To: "某公司", Attachments: []string{"清单"},
		Signed: "示例中心", Date: "2026年11月22日", Seal: true, Verify: &paper.Verify{URL: "https://bh.example/v/7K3M"},
		Body: []paper.Block{
			paper.Para{Indent: true, Runs: []paper.Run{{Text: "你单位的"}, {Text: "一种{111}晶面", Bold: true}, {Text: "，因逾期未答复终止。"}}},
			paper.H(1, "一、事实"),
			paper.Q("原文 {不是变量}"),
			paper.List{Items: []string{"甲", "乙"}},
			paper.List{Ordered: true, Items: []string{"第一", "第二"}},
			paper.KeyValues{Rows: []paper.KeyValue{{Key: "案件编号", Value: "Y1"}, {Key: "申请人", Value: "某公司"}}},
			paper.Table{Head: []string{"序号", "缺陷"}, Rows: [][]string{{"1", "逾期未答复"}}},
			paper.P("{不是变量}"),
			paper.Table{Head: []string{"甲"}},
			paper.Signatures{Parties: []paper.Signer{{Role: "请求人"}, {Role: "被请求人", Name: "某公司"}}},
			paper.PageBreak{},
			paper.P("末页"),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if tpl.To != "{申请人}" || tpl.Verify.URL != "https://bh.example/v/{码}" {
		t.Error("Fill changed the template")
	}
}

func TestFillRefuses(t *testing.T) {
	tpl, err := paper.Parse(notice)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*paper.Paper, paper.Values)
		want  string
	}{
		"missing":             {func(_ *paper.Paper, v paper.Values) { delete(v.Text, "事由"); delete(v.Text, "编号") }, "事由、编号"},
		"empty":               {func(_ *paper.Paper, v paper.Values) { v.Text["事由"] = " \n" }, "事由"},
		"no block":            {func(_ *paper.Paper, v paper.Values) { delete(v.Blocks, "缺陷表") }, "缺陷表"},
		"value a placeholder": {func(_ *paper.Paper, v paper.Values) { v.Text["事由"] = "{{事由}}" }, "变量 事由"},
		"stray brace":         {func(p *paper.Paper, _ paper.Values) { p.To = "致 {申请人" }, "主送"},
		"double braces":       {func(p *paper.Paper, _ paper.Values) { p.To = "{{申请人}}" }, "主送"},
	} {
		p, v := tpl, values()
		c.spoil(&p, v)
		if _, err := paper.Fill(p, v); fault.Of(err) == nil || !strings.Contains(fault.MessageOf(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "正文没有要素", "机关：甲\n\n正文", "标题:x\n未知：y", strings.Repeat("x", 300<<10)} {
		if _, err := paper.Parse(text); fault.Of(err) == nil {
			t.Errorf("%.30q was accepted", text)
		}
	}
}

// void are the elements that HTML does not close.
var void = regexp.MustCompile(`<(br|hr[^>]*)>`)

// Whatever template and values are, Fill ends with a paper without variables or with a fault,
// and what HTML writes of it is well-formed and shows no value as markup.
func FuzzFill(f *testing.F) {
	f.Add(notice, "一种<装置>")
	f.Add("标题：{甲}\n\n| {甲} |\n|a|b|c|\n", "{{x}}")
	f.Add("标题：x\n\n**{甲}** **\n#### {甲}\n@ |：\n= |\n", "a\x00\n𠮷")
	f.Fuzz(func(t *testing.T, text, value string) {
		tpl, err := paper.Parse(text)
		if err != nil {
			return
		}
		v := paper.Values{Text: map[string]string{}}
		for _, name := range paper.Variables(tpl) {
			v.Text[name] = value
		}
		p, err := paper.Fill(tpl, v)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if len(v.Text) > 0 && strings.TrimSpace(value) == "" {
			t.Fatal("an empty value was accepted")
		}
		out, err := paper.HTML(p)
		if err != nil {
			return
		}
		dec := xml.NewDecoder(strings.NewReader(void.ReplaceAllString(string(out), "<$1/>")))
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("not well-formed: %v\n%s", err, out)
			}
			if el, ok := tok.(xml.StartElement); ok && el.Name.Local == "script" {
				t.Fatal("a value became markup")
			}
		}
	})
}

// TestPicturesInHTML: the pictures stand in the article with their words, and one that is missing leaves its words.
func TestPicturesInHTML(t *testing.T) {
	p := papertest.Illustrated()
	got, err := paper.HTML(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range p.Body {
		row, _ := b.(paper.Pictures)
		for _, x := range row.Items {
			image := base64.StdEncoding.EncodeToString(x.Data)
			if !strings.Contains(string(got), x.Text) || len(x.Data) > 0 && !strings.Contains(string(got), `base64,`+image+`"`) {
				t.Errorf("%s is missing", x.Text)
			}
		}
	}
	if n := strings.Count(string(got), "<img "); n != 4 || strings.Count(string(got), "gw-instead") != 2 {
		t.Errorf("%d pictures: %.2000s", n, got)
	}
}
