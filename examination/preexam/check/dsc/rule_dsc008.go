package dsc

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
)

// dsc008: no pictures in the text. Formulas that travel as pictures are blocks of their own kind;
// where a word processor gives only a picture, the caption decides how sure the finding is.
func dsc008() check.Rule {
	return about(rule.Meta{
		ID: "DSC-008", Title: "说明书文字部分不得有插图，可以有化学式、数学式和表格",
		English: "The text of the description contains no pictures; formulas and tables are allowed",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.2", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		t := p.Text(patent.Description)
		for i, b := range t.Blocks {
			if b.Kind != patent.Picture {
				continue
			}
			where, caption := around(t, i)
			f := p.Whole(patent.Description, fmt.Sprintf("说明书文字部分%s有插图%s", where, named(b.File)),
				"将插图移到说明书附图并编号，在附图说明中写明图名；如为公式或表格，请以公式、表格的形式录入")
			// Without a caption the picture may be a formula that was pasted as a picture.
			if !caption {
				f.Severity = rule.Warning
			}
			if i > 0 {
				f.Paragraph = t.Blocks[i-1].Number
			}
		}
	})
}

// named adds the file of a picture to a message, where the file is known.
func named(file string) string {
	if file == "" {
		return ""
	}
	return "（" + file + "）"
}

// around says where the picture block i stands, and whether a caption such as 图1 结构示意图 is
// next to it.
func around(t *patent.Text, i int) (where string, caption bool) {
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(t.Blocks) || t.Blocks[j].Start == t.Blocks[j].End {
			continue
		}
		words := strings.TrimSpace(t.Of(t.Blocks[j]))
		// A caption is short, fifty characters at most, and numbered right behind 图.
		if rest, ok := strings.CutPrefix(words, "图"); ok && len(words) <= 150 && strings.ContainsAny(clip(rest, 6), "0123456789") {
			caption = true
		}
		if j == i-1 {
			where = fmt.Sprintf("在“%s”之后", tail(words, 12))
		}
	}
	return where, caption
}

// clip returns the first n bytes of s at most, on a character's edge.
func clip(s string, n int) string {
	for i := range s {
		if i > n {
			return s[:i]
		}
	}
	return s
}

// tail returns the last n characters of s.
func tail(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return "…" + string(r[len(r)-n:])
}
