package clm

import (
	"fmt"
	"regexp"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// closed031 finds 由……组成 within one clause.
var closed031 = regexp.MustCompile(`由(?:以下|下列|如下|下述)?[^，,；;。]{0,30}?(?:组成|构成)`)

// ends031 are the words with one of which closed031 ends.
var ends031 = words.New(words.List("组成 构成"), nil)

// clm031: in chemistry 由……组成 shuts out everything that is not named. Both wordings are
// legal; the hint says what follows from the choice, and where a dependent claim contradicts
// it.
func clm031() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-031", Title: "组合物权利要求的开放式与封闭式表述",
			English: "Open and closed wording of composition claims",
			Basis:   []rule.Cite{cite.Guide("第二部分第十章4.2.1", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Info, Auto: rule.Deterministic, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				if !ends031.Any(body) {
					continue
				}
				m := closed031.FindStringIndex(body)
				if m == nil || !composition(c.Subject, body) {
					continue
				}
				where := claim.Span{Start: c.Body.Start + m[0], End: c.Body.Start + m[1]}
				message := fmt.Sprintf("%s用“%s”封闭式限定组分，含有其他组分的产品不在保护范围内", number(c), body[m[0]:m[1]])
				if open := opened(s, c); open != nil {
					message += fmt.Sprintf("；而%s又以开放方式加入组分，与之矛盾", number(open))
				}
				at(p, where, message, "确认是否需要封闭式；需要开放式的，改为“包括”或“包含”")
			}
		},
	}
}

// composition reports a claim to a mixture of substances.
func composition(subject, body string) bool {
	for _, w := range []string{"组合物", "合金", "涂料", "混合物", "配方", "药物", "颗粒剂", "胶囊", "片剂", "乳液", "凝胶", "油墨", "肥料", "饲料", "混凝土", "水泥", "砂浆", "培养基", "添加剂", "清洗剂", "洗涤剂", "粘合剂", "胶粘剂", "催化剂", "电解液"} {
		if strings.HasSuffix(subject, w) {
			return true
		}
	}
	for _, w := range []string{"重量份", "质量份", "wt%", "wt％", "重量百分", "质量百分", "质量分数", "摩尔份"} {
		if strings.Contains(body, w) {
			return true
		}
	}
	return false
}

// opened returns a claim that rests on c and adds a component to it.
func opened(s *claim.Set, c *claim.Claim) *claim.Claim {
	for i := range s.Claims {
		d := &s.Claims[i]
		if d.Kind != claim.Dependent || len(d.References[0].Numbers) == 0 || d.References[0].Numbers[0] != c.Number {
			continue
		}
		for _, w := range []string{"还包括", "还包含", "还含有", "进一步包括", "还添加"} {
			if strings.Contains(s.Body(d), w) {
				return d
			}
		}
	}
	return nil
}
