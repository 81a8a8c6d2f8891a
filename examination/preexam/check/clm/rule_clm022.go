package clm

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm022: what a claim calls 所述X was introduced before, whichever alternative is chosen. The
// search follows every alternative: 权利要求1至3中任一项 is three ways up. The message names
// those on which the thing is missing. The first place of each name in a claim is reported.
func clm022() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-022", Title: "“所述……”应当在本项前文或者每一条引用路径上有出处",
			English: "What “said …” refers to is introduced before, on every alternative path",
			Basis:   []rule.Cite{cite.Act("第二十六条第四款")},
			Level:   rule.Law, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			f := &finder{s: s, backings: map[string]*claim.Backing{}}
			for i := range s.Claims {
				c := &s.Claims[i]
				told := map[string]bool{}
				for _, m := range mentions(s, c) {
					if told[m.Noun] {
						continue
					}
					f.claim, f.before = i, s.Body(c)[:m.Start-c.Body.Start]
					if missing := f.missing(m); len(missing) > 0 {
						told[m.Noun] = true
						unbacked(p, s, c, m, missing)
					}
				}
			}
		},
	}
}

// A finder looks for what introduces a name: in the claim before the place, or on every path.
type finder struct {
	s        *claim.Set
	claim    int
	before   string
	backings map[string]*claim.Backing
}

// paths returns the paths on which the name is not introduced.
func (f *finder) paths(noun string) [][]int {
	if introduced(f.before, noun) {
		return nil
	}
	b := f.backings[noun]
	if b == nil {
		b = f.s.Backing(func(k int) bool { return introduced(f.s.Body(&f.s.Claims[k]), noun) })
		f.backings[noun] = b
	}
	return b.Missing(f.claim)
}

// missing returns the paths on which what m names is not introduced. Where the beginning of the
// name is introduced and it goes on, the rest may be a verb that the lexicon lacks; it counts as
// a part of the name only if it looks like one: 连接|杆 behind 连接件, not 粉料|注入.
func (f *finder) missing(m mention) [][]int {
	missing := f.paths(m.Noun)
	if len(missing) == 0 {
		return nil
	}
	runes := []rune(m.Noun)
	least := ordinalLen(runes)
	for k := len(runes) - 1; k > least; k-- {
		if len(f.paths(string(runes[:k]))) > 0 {
			continue
		}
		rest := string(runes[k:])
		switch n := len(runes) - k; {
		case k-least < 2:
			return missing
		case nominals.Begins(rest) && n <= 3, m.Ends && n <= 2 && !verbs.Begins(rest):
			return missing
		case n <= 4 && nominals.Begins(rest[verbs.Match(rest):]) && verbs.Match(rest) > 0:
			return missing
		}
		return nil
	}
	return missing
}

// unbacked reports one name. Where the claim has parents the message shows at most three of the ways
// on which the name is missing, each from the claim up to an independent one.
func unbacked(p *check.Pass, s *claim.Set, c *claim.Claim, m mention, missing [][]int) {
	quote := s.Words(m.Span)
	if len(c.Alternatives) == 0 {
		at(p, m.Span, fmt.Sprintf("%s的“%s”缺乏引用基础：此前没有出现“%s”", number(c), quote, m.Noun), fmt.Sprintf("在前文先写明“%s”，或者删去“所述”", m.Noun))
		return
	}
	var ways []string
	for _, w := range missing[:min(len(missing), 3)] {
		ways = append(ways, path(w[:min(len(w), 8)]))
	}
	more := ""
	if len(missing) > 3 {
		more = fmt.Sprintf("等%d条", len(missing))
	}
	at(p, m.Span, fmt.Sprintf("%s的“%s”缺乏引用基础：沿引用路径%s%s，此前没有出现“%s”", number(c), quote, strings.Join(ways, "、"), more, m.Noun),
		fmt.Sprintf("删去没有“%s”的引用，或者在被引用的权利要求中先写明“%s”", m.Noun, m.Noun))
}

// introduced reports whether a text names the thing. 第一和第二电极 introduces 第一电极, 左、右侧板
// introduces 左侧板.
func introduced(text, noun string) bool {
	if strings.Contains(text, noun) {
		return true
	}
	runes := []rune(noun)
	if n := ordinalLen(runes); n > 0 {
		ord, rest := string(runes[:n]), string(runes[n:])
		if !strings.Contains(text, rest) {
			return false
		}
		for _, w := range []string{"和", "、", "与", "或", "及", "至", "以及", "，"} {
			if strings.Contains(text, ord+w) || strings.Contains(text, w+ord+rest) {
				return true
			}
		}
		return strings.Contains(text, "第N") || strings.Contains(text, "第i") || strings.Contains(text, "第n") || strings.Contains(text, "第N个")
	}
	if len(runes) < 3 {
		return false
	}
	rest := string(runes[1:])
	for _, pair := range []string{"左右", "上下", "前后", "内外", "正负", "主副", "大小", "横纵", "公母", "冷热"} {
		a, b := string([]rune(pair)[0]), string([]rune(pair)[1])
		if string(runes[0]) != a && string(runes[0]) != b || !strings.Contains(text, rest) {
			continue
		}
		for _, w := range []string{"", "、", "和", "与", "及", "或"} {
			if strings.Contains(text, a+w+b) || strings.Contains(text, b+w+a) {
				return true
			}
		}
	}
	return false
}
