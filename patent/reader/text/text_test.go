package text_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/reader/canon"
	"zhibao/patent/reader/text"
)

func read(t testing.TB, name, s string) *patent.Application {
	t.Helper()
	a := &patent.Application{}
	if err := text.Read(a, name, []byte(s), strings.HasSuffix(name, ".md")); err != nil {
		t.Fatal(err)
	}
	return a
}

const whole = `发明名称：一种保温水壶

说 明 书 摘 要
本发明公开了一种保温水壶，包括壶体和壶盖。
摘要附图：图1

权利要求书
1. 一种保温水壶，其特征在于，包括：
壶体（1）；
1、第一层；
2、第二层；
壶盖（2）。
2. 根据权利要求1所述的保温水壶，其特征在于，所述壶体（1）为双层。

说明书
一种保温水壶
技 术 领 域
[0001] 本发明涉及水壶。
背景技术
[0002] 现有水壶散热快。
没有编号的一段。
附图说明
[0003] 图1为结构图。
具体实施方式
[0004] 如图1所示。

说明书附图
图1 结构图
图2 流程图
`

func TestWhole(t *testing.T) {
	a := read(t, "申请.txt", whole)
	if a.Title != "一种保温水壶" || a.Abstract != (patent.Designated{Figure: "图1", Count: 1}) || len(a.Losses) != 0 {
		t.Errorf("%q %+v %v", a.Title, a.Abstract, a.Losses)
	}
	want := "1. 一种保温水壶，其特征在于，包括：\n壶体（1）；\n1、第一层；\n2、第二层；\n壶盖（2）。\n2. 根据权利要求1所述的保温水壶，其特征在于，所述壶体（1）为双层。"
	if d := cmp.Diff(want, a.Text(patent.Claims).Text); d != "" {
		t.Error(d)
	}
	if n := len(a.Text(patent.Claims).Blocks); n != 2 {
		t.Errorf("%d claims", n)
	}
	var lines []string
	for _, b := range a.Text(patent.Description).Blocks {
		lines = append(lines, fmt.Sprintf("%s %s %s", b.Kind, b.Number, a.Text(patent.Description).Of(b)))
	}
	if d := cmp.Diff([]string{"title  一种保温水壶", "heading  技 术 领 域", "paragraph 0001 本发明涉及水壶。", "heading  背景技术", "paragraph 0002 现有水壶散热快。",
		"paragraph  没有编号的一段。", "heading  附图说明", "paragraph 0003 图1为结构图。", "heading  具体实施方式", "paragraph 0004 如图1所示。"}, lines); d != "" {
		t.Error(d)
	}
	if len(a.Figures) != 2 || a.Figures[1].Label != "图2" || a.Figures[1].Present {
		t.Errorf("%+v", a.Figures)
	}
	if a.Text(patent.Abstract).Text != "本发明公开了一种保温水壶，包括壶体和壶盖。" {
		t.Error(a.Text(patent.Abstract).Text)
	}
}

func TestEncodings(t *testing.T) {
	want := read(t, "a.txt", whole)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(whole)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"BOM": "\ufeff" + whole, "CRLF": strings.ReplaceAll(whole, "\n", "\r\n"), "CR": strings.ReplaceAll(whole, "\n", "\r"), "GBK": gbk, "UTF-16": utf16,
	} {
		a := read(t, "a.txt", s)
		for _, p := range patent.Parts() {
			if d := cmp.Diff(want.Text(p), a.Text(p)); d != "" {
				t.Errorf("%s, %s: %s", name, p, d)
			}
		}
	}
	a := &patent.Application{}
	if err := text.Read(a, "a.txt", []byte("a\x00b"), false); fault.CodeOf(err) != "reader.not_text" {
		t.Errorf("%v", err)
	}
	broken := gbk[:len(gbk)-400] + "\xff" + gbk[len(gbk)-400:]
	a = &patent.Application{}
	if err := text.Read(a, "a.txt", []byte(broken), false); err != nil || len(a.Losses) == 0 || a.Losses[0].Runes == 0 {
		t.Errorf("a character that cannot be read is not said to be lost: %v %+v", err, a.Losses)
	}
}

func TestMarkdown(t *testing.T) {
	a := read(t, "申请.md", strings.Join([]string{
		"# 发明专利申请书", "", "## 一、发明名称", "", "**一种保温水壶**", "", "---", "## 二、权利要求书", "", "**1. 一种保温水壶**，其特征在于，包括`壶体`。", "", "2\\. 根据权利要求1所述的保温水壶，面积为3cm<sup>2</sup>。",
		"", "## 三、说明书", "### 技术领域", "[0001] 本发明涉及**水壶**。", "### 发明内容", "| 名称 | 数值 |", "|---|:--:|", "| 甲 | 1 |", "", "```", "步骤 1", "```", "### 第一实施方式的结构", "内容。",
		"## 四、说明书附图", "![图1](figs/a.png)", "图1 结构图", "![图2 流程](b.png)", "", "## 五、说明书摘要", "本发明公开了一种保温水壶。"}, "\n"))
	if a.Title != "一种保温水壶" || a.Kind != patent.Invention || len(a.Losses) != 0 {
		t.Errorf("%q %q %+v", a.Title, a.Kind, a.Losses)
	}
	if got := a.Text(patent.Claims).Text; got != "1. 一种保温水壶，其特征在于，包括壶体。\n2. 根据权利要求1所述的保温水壶，面积为3cm2。" || len(a.Text(patent.Claims).Spans) != 1 {
		t.Errorf("%q %v", got, a.Text(patent.Claims).Spans)
	}
	want := "技术领域\n本发明涉及水壶。\n发明内容\n名称\t数值\n甲\t1\n步骤 1\n第一实施方式的结构\n内容。"
	if d := cmp.Diff(want, a.Text(patent.Description).Text); d != "" {
		t.Error(d)
	}
	if len(a.Figures) != 2 || a.Figures[0].File != "figs/a.png" || a.Figures[0].Label != "图1" || a.Figures[1].Label != "图2" || a.Figures[1].File != "b.png" {
		t.Errorf("%+v", a.Figures)
	}
	if a.Text(patent.Abstract).Text != "本发明公开了一种保温水壶。" {
		t.Error(a.Text(patent.Abstract).Text)
	}
}

func TestPartByName(t *testing.T) {
	for name, c := range map[string]struct {
		words string
		part  patent.Part
	}{
		"1-权利要求书.txt":   {"1.一种水壶。\n2.根据权利要求1所述的水壶。", patent.Claims},
		"说明书摘要.txt":     {"本申请公开了一种水壶。", patent.Abstract},
		"说明书-终稿.txt":    {"一种水壶\n技术领域\n本申请涉及水壶。", patent.Description},
		"承诺书.txt":       {"本单位承诺。", patent.Undertaking},
		"简要说明.txt":      {"1.本外观设计产品的名称：水壶。\n4.最能表明设计要点的图片或照片：立体图。", patent.Brief},
		"无名.txt":        {"1.一种水壶。\n2.根据权利要求1所述的水壶。", patent.Claims},
		"无名2.txt":       {"本发明公开了一种水壶。", patent.Abstract},
		"无名3.txt":       {"技术领域\n本发明涉及水壶。", patent.Description},
		"随便写的长文.txt":    {"第一段。\n第二段。\n第三段。", patent.Description},
		"权利要求书+说明书.txt": {"权利要求书\n1.一种水壶。\n说明书\n技术领域\n水壶。", patent.Description},
	} {
		a := read(t, name, c.words)
		if !a.Has(c.part) {
			t.Errorf("%s: no %s: %+v", name, c.part, a.Texts)
		}
		if c.part == patent.Brief && (a.Title != "水壶" || a.Abstract.Figure != "立体图") {
			t.Errorf("%q %+v", a.Title, a.Abstract)
		}
	}
}

func TestFrontAndDuplicates(t *testing.T) {
	a := read(t, "a.txt", "申请人：某厂\n电话：123\n权利要求书\n1.一种水壶。\n说明书\n技术领域\n水壶。")
	if len(a.Losses) != 1 || a.Losses[0].Runes != canon.Count("申请人：某厂电话：123") {
		t.Errorf("%+v", a.Losses)
	}
	if err := text.Read(a, "权利要求书.txt", []byte("1.另一种水壶。"), false); err != nil {
		t.Fatal(err)
	}
	if last := a.Losses[len(a.Losses)-1]; last.Part != patent.Claims || last.Runes != 8 {
		t.Errorf("%+v", a.Losses)
	}
}

func TestUnwrap(t *testing.T) {
	para := strings.Repeat("本发明公开了一种用于实验的水壶其中壶体与壶盖螺纹连接", 8)
	var lines []string
	lines = append(lines, "说明书", "技术领域")
	for k := range 3 {
		rest := []rune(fmt.Sprintf("[000%d] ", k+1) + para + "。")
		for len(rest) > 0 {
			n := 0
			for width := 0; n < len(rest) && width < 59; n++ {
				if width++; rest[n] > 0x1000 {
					width++
				}
			}
			lines = append(lines, string(rest[:n]))
			rest = rest[n:]
		}
	}
	a := read(t, "a.txt", strings.Join(lines, "\n"))
	blocks := a.Text(patent.Description).Blocks
	if len(blocks) != 4 || a.Text(patent.Description).Of(blocks[2]) != para+"。" || blocks[2].Number != "0002" {
		t.Errorf("%d blocks: %s", len(blocks), a.Text(patent.Description).Text)
	}
}

// TestBrokenAtCommas: claims of which each part stands on a line of its own keep their lines, however alike the
// parts are in length.
func TestBrokenAtCommas(t *testing.T) {
	var claims []string
	for i := range 8 {
		claims = append(claims, fmt.Sprintf("%d.根据权利要求1所述的水壶壶体与壶盖的连接装置，\n其特征在于，所述壶体与所述壶盖螺纹连接并且密封，\n所述壶盖的内侧与所述壶体的口部之间设有一圈垫片。", i+2))
	}
	want := "1.一种水壶，其特征在于，包括壶体。\n" + strings.Join(claims, "\n")
	if got := read(t, "a.txt", "权利要求书\n"+want).Text(patent.Claims).Text; got != want {
		t.Errorf("%q", got)
	}
}

// TestWrittenAndRead: an application written down in any of the customary ways is read part by
// part as it was.
func TestWrittenAndRead(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("水壶体盖层热量温度传感器控制模块数据处理方法装置与和的在")), 4, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		head := func(s string) string {
			switch rapid.IntRange(0, 6).Draw(t, "head") {
			case 0:
				return "# " + s
			case 1:
				return "【" + s + "】"
			case 2:
				return "**" + s + "**"
			case 3:
				return strings.Join(strings.Split(s, ""), " ")
			case 4:
				return s + "："
			case 5:
				return "\u3000\u3000" + s
			}
			return s
		}
		title := "一种" + words.Draw(t, "title")
		var claims, paras []string
		for i := range rapid.IntRange(1, 6).Draw(t, "claims") {
			c := fmt.Sprintf("%d.一种%s，其特征在于，%s。", i+1, words.Draw(t, "subject"), words.Draw(t, "feature"))
			if i > 0 {
				c = fmt.Sprintf("%d.根据权利要求%d所述的%s，其特征在于，%s。", i+1, i, words.Draw(t, "subject"), words.Draw(t, "feature"))
			}
			if rapid.Bool().Draw(t, "lines") {
				c = strings.Replace(c, "，", "，\n", 1)
			}
			claims = append(claims, c)
		}
		var described []string
		number := rapid.Bool().Draw(t, "numbered")
		for i, s := range []string{"技术领域", "背景技术", "发明内容", "具体实施方式"} {
			described = append(described, head(s))
			paras = append(paras, "")
			w := "本发明涉及" + words.Draw(t, "words") + "。"
			paras[i] = w
			if number {
				w = fmt.Sprintf("[%04d] ", i+1) + w
			}
			described = append(described, w)
		}
		abstract := "本发明公开了" + words.Draw(t, "abstract") + "。"
		parts := []string{
			head("权利要求书") + "\n" + strings.Join(claims, "\n"),
			head("说明书") + "\n" + title + "\n" + strings.Join(described, "\n"),
			head("说明书摘要") + "\n" + abstract,
		}
		parts = rapid.Permutation(parts).Draw(t, "order")
		a := &patent.Application{}
		if err := text.Read(a, "a.txt", []byte(head("发明名称")+"\n"+title+"\n\n"+strings.Join(parts, "\n\n")), false); err != nil {
			t.Fatal(err)
		}
		if a.Title != title || a.Text(patent.Abstract).Text != abstract || a.Text(patent.Claims).Text != strings.Join(claims, "\n") || len(a.Text(patent.Claims).Blocks) != len(claims) {
			t.Fatalf("title %q, abstract %q, claims %q", a.Title, a.Text(patent.Abstract).Text, a.Text(patent.Claims).Text)
		}
		var got []string
		for _, b := range a.Text(patent.Description).Blocks {
			if b.Kind == patent.Paragraph {
				got = append(got, a.Text(patent.Description).Of(b))
			}
		}
		if d := cmp.Diff(paras, got); d != "" {
			t.Fatal(d)
		}
	})
}

// TestSharedClaims: the claims of real patents, as they were extracted from PDF, are cut where
// the numbers are.
func TestSharedClaims(t *testing.T) {
	data, err := os.ReadFile(sharedata.Dir(t, "cn-patents-kppatent-zh", "patents_tac_693.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	agree, total, sum := 0, 0, 0
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		var r struct {
			ID     string
			Raw    string   `json:"claims_raw"`
			Claims []string `json:"claims"`
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if len(r.Claims) == 0 {
			continue
		}
		a := read(t, "权利要求书.txt", r.Raw)
		if got := canon.Count(a.Text(patent.Claims).Text); got != canon.Count(r.Raw) {
			t.Errorf("%s: %d characters of %d", r.ID, got, canon.Count(r.Raw))
		}
		n := 0
		for _, b := range a.Text(patent.Claims).Blocks {
			if b.Kind == patent.ClaimText {
				n++
			}
		}
		total++
		sum += n
		if n == len(r.Claims) {
			agree++
		} else {
			t.Logf("%s: %d claims, another splitter found %d", r.ID, n, len(r.Claims))
		}
	}
	t.Logf("%d of %d claim sets agree; %d claims", agree, total, sum)
	if agree*100 < total*95 {
		t.Errorf("only %d of %d agree", agree, total)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole), false)
	f.Add([]byte("# 说明书\n| a | b |\n|--|--|\n![图1](a.png)\n**发明名称**：x"), true)
	f.Fuzz(func(t *testing.T, data []byte, md bool) {
		if len(data) > 1<<15 {
			return
		}
		a := &patent.Application{}
		if err := text.Read(a, "a.txt", data, md); err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		for p, x := range a.Texts {
			for _, b := range x.Blocks {
				if b.Start < 0 || b.End > len(x.Text) || b.Start > b.End {
					t.Fatalf("%s: %+v", p, b)
				}
			}
		}
		for _, ti := range a.Titles {
			if ti.End > 0 && a.Text(ti.Part).Text[ti.Start:ti.End] != ti.Title {
				t.Fatalf("%+v", ti)
			}
		}
	})
}
