// Package hostile (特意构造的输入) makes inputs that cost more than their size, if a reader or a rule looks at everything
// for everything, and measures what they cost.
package hostile

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"zhibao/center/bench/sow"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// An Input costs more than its size, if something looks at everything for everything.
type Input struct {
	name string
	What string // in Chinese
	file func(size int) []byte
}

// fill repeats words up to a size, each with its number where they ask for one.
func fill(size int, form string) string {
	var b strings.Builder
	for i := 1; b.Len() < size; i++ {
		if strings.Contains(form, "%") {
			fmt.Fprintf(&b, form, i)
		} else {
			b.WriteString(form)
		}
	}
	return b.String()
}

// inPart makes a text with some words in each part, the rest of it in order.
func inPart(part string, words func(size int) string) func(int) []byte {
	return func(size int) []byte {
		text := map[string]string{
			"发明名称": "一种折叠支架", "权利要求书": "1. 一种折叠支架，其特征在于，包括底座和立杆。", "说明书摘要": "本发明公开了一种折叠支架。",
			"说明书": "一种折叠支架\n技术领域\n本发明涉及支架。\n背景技术\n现有的支架体积大。\n发明内容\n体积小。\n附图说明\n图1为立体图。\n具体实施方式\n",
		}
		if part == "说明书" {
			text[part] += words(size)
		} else {
			text[part] = words(size)
		}
		var b strings.Builder
		for _, p := range []string{"发明名称", "权利要求书", "说明书摘要", "说明书"} {
			b.WriteString(p + "\n" + text[p] + "\n")
		}
		return []byte(b.String())
	}
}

// claimed makes claims of one form up to a size.
func claimed(form func(n int) string) func(int) []byte {
	return inPart("权利要求书", func(size int) string {
		var b strings.Builder
		b.WriteString("1. 一种折叠支架，其特征在于，包括底座和立杆。\n")
		for n := 2; b.Len() < size; n++ {
			fmt.Fprintf(&b, "%d. %s\n", n, form(n))
		}
		return b.String()
	})
}

// All are the inputs, for every reader.
func All() []Input {
	text := func(what, part, form string) Input {
		return Input{"a.txt", what, inPart(part, func(size int) string { return fill(size, form) })}
	}
	return []Input{
		text("一项权利要求", "权利要求书", "所述底座与所述立杆连接，"),
		text("一项权利要求，各部件不同", "权利要求书", "所述部件%d与底座连接，"),
		{"a.txt", "每项引用在前的各项", claimed(func(n int) string {
			return fmt.Sprintf("根据权利要求1至%d中任一项所述的折叠支架，其特征在于，所述底座为板状。", n-1)
		})},
		{"a.txt", "每项引用前一项", claimed(func(n int) string {
			return fmt.Sprintf("根据权利要求%d所述的折叠支架，其特征在于，所述卡爪%d为板状。", n-1, n)
		})},
		{"a.txt", "每项引用自身与在后的", claimed(func(n int) string {
			return fmt.Sprintf("根据权利要求%d或%d所述的折叠支架，其特征在于，所述底座为板状。", n, n+1)
		})},
		{"a.txt", "独立权利要求", claimed(func(n int) string { return fmt.Sprintf("一种第%d支架，其特征在于，包括底座。", n) })},
		{"a.txt", "一句之中引用上千项", claimed(func(int) string {
			return "根据权利要求" + fill(9000, "%d、") + "所述的折叠支架，其特征在于，底座为板状。"
		})},
		text("编号而无内容", "权利要求书", "%d.\n"),
		text("权利要求中的所述", "权利要求书", "所述"), text("说明书中的所述", "说明书", "所述"),
		text("权利要求中的左括号", "权利要求书", "（"), text("权利要求中的括号", "权利要求书", "（a）"), text("说明书中的左括号", "说明书", "("), text("方括号", "说明书", "["),
		text("权利要求中的数字", "权利要求书", "7"), text("说明书中的数字", "说明书", "7"), text("说明书中的句点", "说明书", "."), text("数值范围", "权利要求书", "%dmm至9mm，"),
		text("说明书中的数值", "说明书", "长度为%dmm，"),
		text("图1图2图3", "说明书", "图%d"), text("附图说明", "说明书", "图%d为剖视图；\n"), text("引用附图", "权利要求书", "如图%d所示，"),
		text("附图标记", "说明书", "底座%d，"), text("标记说明", "说明书", "%d-底座；"), text("带括号的标记", "权利要求书", "底座（%d）"),
		text("一行", "说明书", "底座与立杆转动连接，"), text("一行没有标点", "说明书", "底座与立杆转动连接"), text("句号", "说明书", "。"), text("逗号", "权利要求书", "，"), text("顿号", "权利要求书", "、"),
		text("空行", "说明书", "\n"), text("空格", "说明书", " "), text("全角空格", "权利要求书", "　"), text("短行", "说明书", "甲\n"),
		text("标题", "说明书", "技术领域\n"), text("各部分的标题", "说明书", "说明书\n权利要求书\n"), text("段落编号", "说明书", "[%04d] 底座。\n"),
		text("摘要", "说明书摘要", "底座与立杆连接，"), text("摘要中的标记", "说明书摘要", "底座%d"), text("名称", "发明名称", "折叠"), text("名称中的及其", "发明名称", "支架及其"),
		text("拉丁字母", "说明书", "a"), text("权利要求中的拉丁字母", "权利要求书", "a"), text("外文", "说明书", "The controller stops the motor. "), text("标识符", "权利要求书", "get_id%d() "), text("序列", "说明书", "ATGC"),
		text("公式", "权利要求书", "F=μN+kQ，"), text("公式的符号", "权利要求书", "x%d=a+b，"), text("其特征在于", "权利要求书", "其特征在于，"), text("步骤", "权利要求书", "步骤%d，放置；"), text("和或及", "权利要求书", "和或及"),
		text("地名", "说明书", "浙江省杭州市"), text("某某牌", "说明书", "某某牌"), text("引证的号码", "说明书", "CN%d09876A，"), text("电话号码", "说明书", "13800138000"), text("引号", "说明书", "“"), text("替换字符", "说明书", "\ufffd"),
		text("权利要求四字", "说明书", "权利要求"), text("星号与井号", "说明书", "*# "), text("等字", "权利要求书", "等"), text("列表", "权利要求书", "a)底座；\n"),
		{"a.md", "深层的 Markdown", func(size int) []byte { return []byte(fill(size, "> # **底座** `a` | - ")) }},
		{"a.md", "Markdown 的表格", func(size int) []byte {
			return []byte("# 说明书\n| a | b |\n|---|---|\n" + fill(size, "| 1 | 2 |\n"))
		}},
		{"a.xml", "深层的 XML", func(size int) []byte {
			return []byte(`<cn-patent-document><application-body><description>` + strings.Repeat("<p>", size/7) + strings.Repeat("</p>", size/7) + `</description></application-body></cn-patent-document>`)
		}},
		{"a.xml", "XML 的段落", func(size int) []byte {
			return []byte(`<cn-patent-document><application-body><description>` + fill(size, `<p num="%d">底座</p>`) + `</description></application-body></cn-patent-document>`)
		}},
		{"a.xml", "XML 的权利要求", func(size int) []byte {
			return []byte(`<cn-patent-document><application-body><claims>` + fill(size, `<claim num="%d"><claim-text>根据权利要求1所述的支架。</claim-text></claim>`) + `</claims></application-body></cn-patent-document>`)
		}},
		{"a.xml", "一个元素的属性", func(size int) []byte { return []byte(`<cn-patent-document ` + fill(size, `a%d="b" `) + `/>`) }},
		{"a.xml", "实体", func(size int) []byte {
			return []byte(`<cn-patent-document><abstract><p>` + fill(size, "&amp;") + `</p></abstract></cn-patent-document>`)
		}},
		{"a.docx", "DOCX 的段落", func(size int) []byte {
			return wordOf(fill(size, `<w:p><w:r><w:t>底座与立杆连接。</w:t></w:r></w:p>`))
		}},
		{"a.docx", "DOCX 的深层表格", func(size int) []byte {
			n := size / 30
			return wordOf(strings.Repeat("<w:tbl><w:tr><w:tc>", n) + strings.Repeat("</w:tc></w:tr></w:tbl>", n))
		}},
		{"a.zip", "案卷包的文件", func(size int) []byte {
			return packed(func(add func(string, string)) {
				for i := range size / 140 {
					add(fmt.Sprintf("%d.xml", i), "<x/>")
				}
			})
		}},
		{"a.zip", "压缩得很小的文件", func(size int) []byte {
			return packed(func(add func(string, string)) {
				add("100002.xml", `<cn-application-body><description>`+strings.Repeat("<p>底座。</p>", size)+`</description></cn-application-body>`)
			})
		}},
	}
}

// wordOf is a Word document with a body.
func wordOf(body string) []byte {
	return packed(func(add func(string, string)) {
		add("[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)
		add("word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+body+`</w:body></w:document>`)
	})
}

// packed is an archive in memory.
func packed(fill func(add func(name, data string))) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	fill(func(name, data string) {
		// Writing to memory does not fail.
		if w, err := z.Create(name); err == nil {
			_, _ = io.WriteString(w, data)
		}
	})
	_ = z.Close()
	return b.Bytes()
}

// An Ordeal is what one hostile input cost.
type Ordeal struct {
	What        string
	Bytes       int
	Read, Check time.Duration // of the processor
	Refused     string        // why it was not read, if it was not
}

// Endure reads and checks one hostile input. The clock counts what the process has used of the processor.
func Endure(ctx context.Context, h Input, size int, rules []check.Rule, clock func() time.Duration) (Ordeal, error) {
	data := h.file(size)
	out := Ordeal{What: h.What, Bytes: len(data)}
	start := clock()
	app, err := reader.Read(ctx, h.name, bytes.NewReader(data), int64(len(data)), reader.Options{Kind: patent.Invention})
	out.Read = clock() - start
	if f := fault.Of(err); f != nil {
		out.Refused = f.Message
		return out, nil
	} else if err != nil {
		return out, fmt.Errorf("%s: %w", h.What, err)
	}
	start = clock()
	check.Run(check.Input{App: app, On: sow.On()}, rules)
	out.Check = clock() - start
	return out, nil
}
