package clm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm005: nothing but the figures before a claim, no titles between claims. Readers leave the
// heading of the part itself, 权利要求书, in place; it is no title between claims.
func clm005() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-005", Title: "编号前不得冠以“权利要求”或“权项”，权利要求书中不得有标题",
			English: "No word before a claim number, no headings in the claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.3", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				for _, h := range headings(s, c) {
					at(p, h, fmt.Sprintf("权利要求书中有标题“%s”", clip(s.Words(h), 20)), "删去标题，权利要求书只写各项权利要求")
				}
				if c.Prefixed {
					at(p, claim.Span{Start: c.Start, End: c.Body.Start}, fmt.Sprintf("编号%d前冠有“权利要求”", c.Number), fmt.Sprintf("改为“%d.”", c.Number))
				}
			}
			t := p.Text(patent.Claims)
			delimited := slices.ContainsFunc(t.Blocks, func(b patent.Block) bool { return b.Kind == patent.ClaimText })
			for _, b := range t.Blocks {
				// Where the file marks the claims, a paragraph beside them belongs to none.
				title := b.Kind == patent.Heading || b.Kind == patent.TitleLine || delimited && b.Kind == patent.Paragraph && s.At(b.Start) == nil
				if !title {
					continue
				}
				if words := strings.Join(strings.Fields(t.Of(b)), ""); words != "" && words != "权利要求书" {
					p.At(patent.Claims, b.Start, b.End, fmt.Sprintf("权利要求书中有标题“%s”", clip(words, 20)), "删去标题，权利要求书只写各项权利要求")
				}
			}
		},
	}
}

// title005 is what a line says that is only a title: 【结构】, 一、装置部分.
var title005 = regexp.MustCompile(`^(?:【[^】]{1,20}】|第?[一二三四五六七八九十]{1,2}[、部章节][^，。；：]{1,20})$`)

// headings returns the lines of a claim that are titles: those of that form, and short lines
// without a mark behind a line that has ended the sentence.
func headings(s *claim.Set, c *claim.Claim) (out []claim.Span) {
	ended := false
	for at := c.Body.Start; at < c.Body.End; {
		end := c.Body.End
		if k := strings.IndexByte(s.Source[at:end], '\n'); k >= 0 {
			end = at + k
		}
		line := strings.TrimSpace(s.Source[at:end])
		if title005.MatchString(line) || ended && line != "" && utf8.RuneCountInString(line) <= 20 && !strings.ContainsAny(line, "，。；,;:：") {
			k := strings.Index(s.Source[at:end], line)
			out = append(out, claim.Span{Start: at + k, End: at + k + len(line)})
		}
		ended = strings.HasSuffix(line, "。")
		at = end + 1
	}
	return out
}
