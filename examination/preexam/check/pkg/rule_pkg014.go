package pkg

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// residues are the traces of a word processor: what a reader of the final text would not see,
// and what may have been lost in reading.
var residues = []struct {
	kind, what, fix string
	sure            bool
}{
	{"insertion", "未接受的修订（插入）", "接受或者拒绝全部修订后另存", true},
	{"deletion", "未接受的修订（删除）", "接受或者拒绝全部修订后另存", true},
	{"move", "未接受的修订（移动）", "接受或者拒绝全部修订后另存", true},
	{"comment", "批注", "删除全部批注", true},
	{"hidden", "隐藏文字", "取消隐藏或者删去该文字", true},
	{"note", "脚注或尾注", "将其内容写入正文或者删去", false},
	{"textbox", "文本框", "将文字移出文本框写入正文", false},
	{"autonumber", "自动编号", "将自动编号改为手工输入的文字", false},
	{"field", "域代码", "将域转换为普通文字", false},
	{"object", "嵌入的对象", "将对象改为图片或者文字", false},
	{"link", "外部链接", "取消链接", false},
}

// pkg014 reports each kind of residue once for a part, with the first words concerned. Deleted
// and hidden words are not in the text and cannot be highlighted; inserted ones can.
func pkg014() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "PKG-014", Title: "文字处理文件中没有修订、批注、隐藏文字等残留",
		English: "No tracked changes, comments, hidden text or the like are left in the file",
		Basis:   []rule.Cite{basis.Ours("文字处理文件的残留")},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, Run: func(p *check.Pass) {
		if len(p.App.Traces) == 0 {
			return
		}
		for _, r := range residues {
			first, places := map[patent.Part]patent.Trace{}, map[patent.Part]int{}
			for _, t := range p.App.Traces {
				if t.Kind != r.kind {
					continue
				}
				if places[t.Part]++; places[t.Part] == 1 {
					first[t.Part] = t
				}
			}
			for _, part := range append([]patent.Part{""}, patent.Parts()...) {
				if n := places[part]; n > 0 {
					f := residue(p, first[part], fmt.Sprintf("有%d处%s", n, r.what), r.fix)
					if !r.sure {
						f.Severity = rule.Warning
					}
				}
			}
		}
	}}
}

// residue points at the words where they stand in the text; deleted and hidden ones do not.
func residue(p *check.Pass, t patent.Trace, message, fix string) *check.Finding {
	part := t.Part
	if part == "" {
		part = patent.Whole
	}
	words := strings.TrimSpace(t.Words)
	if words != "" {
		message += fmt.Sprintf("，如“%s”", clip(words, 30))
	}
	if t.Kind == "insertion" && words != "" {
		if i := strings.Index(p.Text(part).Text, words); i >= 0 {
			return p.At(part, i, i+len(words), message, fix)
		}
	}
	return p.Whole(part, message, fix)
}

// clip returns at most n characters of s.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
