package clm

import (
	"fmt"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm002: claims are numbered 1, 2, 3 … in Arabic figures. A missing number, a repeated one,
// one out of order and a first number other than 1 are each reported where the order breaks.
// Chinese figures are read as numbers, so that references still work, and are a warning of
// their own. Full-width figures are accepted.
func clm002() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-002", Title: "权利要求应当用阿拉伯数字从1起连续编号，不重复、不遗漏",
			English: "Claims are numbered consecutively from 1 in Arabic numerals",
			Basis:   []rule.Cite{cite.Rules("第二十二条第二款")},
			Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			last, chinese, boxed := 0, false, false
			seen := map[int]bool{}
			for i := range s.Claims {
				c := &s.Claims[i]
				numbering(p, s, c, last, seen[c.Number])
				if c.Label != "" && c.Label[0] >= 0x80 && !chinese && claim.Chinese(c.Label) {
					chinese = true
					at(p, label(s, c), fmt.Sprintf("编号“%s”不是阿拉伯数字", c.Label), fmt.Sprintf("改为“%d.”", c.Number)).Severity = rule.Warning
				}
				// One word for all of them: whoever writes (1) does so throughout.
				if c.Boxed && !boxed {
					boxed = true
					at(p, label(s, c), "编号带括号或圆圈，应当只用阿拉伯数字", fmt.Sprintf("改为“%d.”，其他各项同样改正", c.Number)).Severity = rule.Warning
				}
				seen[c.Number] = true
				last = max(last, c.Number)
			}
		},
	}
}

// numbering reports what is wrong with the number of one claim, given the largest before it.
func numbering(p *check.Pass, s *claim.Set, c *claim.Claim, last int, repeated bool) {
	switch {
	case c.Number == 0:
		at(p, whole(s, c), "这一项权利要求没有编号", fmt.Sprintf("在句首加上编号“%d.”", last+1))
	case repeated:
		at(p, label(s, c), fmt.Sprintf("权利要求编号%d重复", c.Number), fmt.Sprintf("改为“%d.”，并相应修改其后的编号和引用关系", last+1))
	case c.Number == last+1:
	case last == 0:
		at(p, label(s, c), fmt.Sprintf("权利要求编号从%d开始", c.Number), "第一项权利要求编号为1，其后顺序编号")
	case c.Number > last+1:
		missing := fmt.Sprint(last + 1)
		if c.Number > last+2 {
			missing = fmt.Sprintf("%d至%d", last+1, c.Number-1)
		}
		at(p, label(s, c), fmt.Sprintf("权利要求编号不连续：%d之后是%d，缺少%s", last, c.Number, missing),
			fmt.Sprintf("补上权利要求%s，或者将本项改为“%d.”并相应修改其后的编号和引用关系", missing, last+1))
	default:
		at(p, label(s, c), fmt.Sprintf("权利要求编号次序颠倒：%d排在%d之后", c.Number, last), "按编号从小到大排列各项权利要求")
	}
}

// label returns where the number of a claim stands, or its first words if only the file's markup
// gives the number.
func label(s *claim.Set, c *claim.Claim) claim.Span {
	if c.Label == "" || c.Body.Start <= c.Start {
		return whole(s, c)
	}
	return tail(s.Source, claim.Span{Start: c.Start, End: c.Body.Start}, c.Body.Start-c.Start)
}
