package clm

import (
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/noun"
	"zhibao/patent/prose"
)

// The words of a sentence that says by what the problem is solved: a thing behind one of means, and
// what comes of it.
var (
	means044 = words.New(words.List(`通过设置 通过设有 通过增设 通过加设 通过增加 通过安装 通过采用 通过加入 通过添加 通过引入 由于设置 由于设有 由于增设 由于采用 由于增加 由于加入 因设置 因采用`), nil)
	gain044  = words.New(words.List(`解决 避免 防止 提高 提升 降低 减少 减小 改善 克服 消除 抑制 增强 节省 节约 缩短 延长 保证 确保 实现`), nil)
	// good044 opens the statement of what the invention is good for, goal044 that of its problem.
	good044 = words.New(words.List(`有益效果 有益的效果 优点在于 优点是 如下优点 积极效果 技术效果`), nil)
	goal044 = words.New(words.List(`技术问题 目的在于 目的是 发明目的 旨在`), nil)
	// empty044 are names under which anything can be meant.
	empty044 = map[string]bool{"结构": true, "方案": true, "技术方案": true, "方法": true, "方式": true, "步骤": true, "手段": true, "装置": true, "设备": true, "系统": true, "产品": true, "工艺": true, "配合": true, "技术": true, "现有技术": true, "优化": true, "合理": true, "设计": true}
)

// clm044: the description says that the problem is solved by a thing, and claim 1 does not know that
// thing. The problem itself is seldom told in words of a claim, so the means are looked for. Only
// the first such statement counts: later ones praise the dependent claims. A thing counts as known
// to the claim when two neighbouring characters of its name stand there.
func clm044() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-044", Title: "独立权利要求记载解决技术问题的必要技术特征", English: "The independent claim holds the features that solve the problem",
			Basis: []rule.Cite{cite.Rules("第二十三条第二款")},
			Level: rule.Law, Severity: rule.Info, Auto: rule.Manual, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			if len(s.Claims) == 0 || !s.Claims[0].Independent() {
				return
			}
			first := &s.Claims[0]
			at, names := solution044(p.Prose())
			for _, n := range names {
				if known044(s.Body(first), n) {
					return
				}
			}
			if len(names) > 0 {
				p.Ask(patent.Claims, "说明书写明解决技术问题要靠“"+strings.Join(names, "”“")+"”，权利要求1中没有，是否缺少解决技术问题的必要技术特征？",
					"在独立权利要求中补入该特征；并非必要的，修改说明书中的表述", p.Passage(patent.Claims, first.Body.Start, first.Body.End), p.Passage(patent.Description, at.Start, at.End))
			}
		},
	}
}

// solution044 returns the first sentence of the summary that names the means of its effect, and the
// means.
func solution044(d *prose.Description) (prose.Span, []string) {
	for _, opening := range []*words.Matcher{good044, goal044} {
		for i := range d.Sections {
			if d.Sections[i].Kind != prose.Content {
				continue
			}
			left := 0 // sentences in which the statement may still come
			for at := range prose.Sentences(d.Text.Text, d.Sections[i].Body) {
				sentence := at.Of(d.Text.Text)
				if left--; opening.Any(sentence) {
					left = 2
				}
				if left < 0 {
					continue
				}
				if names := named044(sentence); len(names) > 0 {
					return at, names
				}
				if left < 2 {
					break
				}
			}
		}
	}
	return prose.Span{}, nil
}

// named044 returns the things behind the first word of means, up to the next pause, where the sentence
// goes on to say what they are good for.
func named044(sentence string) (out []string) {
	hits := means044.Find(sentence)
	if len(hits) == 0 || !gain044.Any(sentence[hits[0].End:]) {
		return nil
	}
	rest := sentence[hits[0].End:]
	if i := strings.IndexAny(rest, "，,；;。：:"); i >= 0 {
		rest = rest[:i]
	}
	for part := range strings.SplitSeq(strings.NewReplacer("和", "、", "与", "、", "及", "、").Replace(rest), "、") {
		for _, w := range []string{"了", "设置", "采用"} {
			part = strings.TrimPrefix(part, w)
		}
		name := noun.After(part[noun.Quantifier(part):])
		if n := len([]rune(name)); n >= 2 && n <= 8 && !empty044[name] && strings.IndexFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0 {
			out = append(out, name)
		}
	}
	return out
}

// known044 reports whether two neighbouring characters of the name stand in the claim.
func known044(body, name string) bool {
	runes := []rune(name)
	for i := 0; i+2 <= len(runes); i++ {
		if strings.Contains(body, string(runes[i:i+2])) {
			return true
		}
	}
	return false
}
