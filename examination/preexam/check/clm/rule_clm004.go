package clm

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm004: a claim is one sentence; its full stop is its last character. A missing full stop is
// shown at the last words, a further one where it stands: what follows it is often a sentence
// of the description that was pasted in. White space behind the full stop does not matter.
func clm004() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-004", Title: "每项权利要求只在结尾处使用句号", English: "One full stop, at the end of each claim",
			Basis: []rule.Cite{cite.Guide("第二部分第二章3.3", rule.Known)},
			Level: rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				fullStop(p, s, c)
			}
		},
	}
}

// objectAt reports a picture, formula or table behind the last words, in which the full stop may
// stand.
func objectAt(p *check.Pass, end int) bool {
	return slices.ContainsFunc(p.Text(patent.Claims).Blocks, func(b patent.Block) bool {
		return b.Start == b.End && b.Start == end
	})
}

// tabular reports a line that is a row of a table: readers set its cells apart by tabs.
func tabular(line string) bool { return strings.Contains(strings.TrimSpace(line), "\t") }

// fullStop judges one claim. The remedy for the end depends on what stands there: another mark is
// replaced, and after a word the claim may have been cut off, which the message asks to check.
func fullStop(p *check.Pass, s *claim.Set, c *claim.Claim) {
	body := strings.TrimRightFunc(s.Body(c), unicode.IsSpace)
	if body == "" {
		return
	}
	end, n := utf8.DecodeLastRuneInString(body)
	inner := body
	if end == '。' {
		inner = body[:len(body)-n]
	} else if !tabular(body[strings.LastIndexByte(body, '\n')+1:]) {
		last := tail(s.Source, c.Body, 8)
		say := fmt.Sprintf("%s没有以句号“。”结尾", number(c))
		if strings.ContainsRune(".．｡", end) {
			say = fmt.Sprintf("%s以“%c”而不是句号“。”结尾", number(c), end)
		}
		fix := "在末尾加上“。”"
		if unicode.IsPunct(end) && !strings.ContainsRune("）)]”\"", end) {
			fix = fmt.Sprintf("将末尾的“%c”改为“。”", end)
		}
		if f := at(p, last, say, fix+"；如有内容遗漏，请补全"); objectAt(p, c.End) {
			f.Severity = rule.Warning
		}
	}
	for k, n := 0, strings.Count(inner, "。"); ; k += len("。") {
		next := strings.Index(inner[k:], "。")
		if next < 0 {
			return
		}
		k += next
		p.Once(fmt.Sprint("inner", c.Start)).At(patent.Claims, c.Body.Start+k, c.Body.Start+k+len("。"),
			fmt.Sprintf("%s中间出现%d个句号，一项权利要求应当只有一句话", number(c), n),
			"将中间的句号改为“；”或“，”，或者删去其后不属于技术特征的文字")
	}
}
