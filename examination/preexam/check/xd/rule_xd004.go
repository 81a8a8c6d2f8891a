package xd

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// xd004: the title against the categories of the independent claims, in both directions, and whether
// it names what any of them is about. The rules of the claims compare each subject by itself, and
// the abstract with it.
func xd004() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "XD-004", Title: "名称反映权利要求的主题和类型（产品、方法或者用途）",
		English: "The title reflects the subject and the category of the claims",
		Basis:   []rule.Cite{cite.Guide("第二部分第二章2.2.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Heuristic, Version: 2,
	}, For: technical(), Part: patent.Claims, Run: func(p *check.Pass) {
		title := p.App.Title
		if title == "" {
			return
		}
		var method, product []*claim.Claim
		var subjects []string
		claims := p.Claims().Claims
		for i := range claims {
			c := &claims[i]
			if c.Kind != claim.Independent && c.Kind != claim.Referring || c.Category == "" {
				continue
			}
			subjects = append(subjects, c.Subject)
			if c.Category == claim.Method || c.Category == claim.Use {
				method = append(method, c)
			} else {
				product = append(product, c)
			}
		}
		switch {
		case method == nil && product == nil:
		case method != nil && !process(title):
			report(p, method, title, "方法")
		case product != nil && onlyProcess(title):
			report(p, product, title, "产品")
		case method == nil && onlyProcess(title):
			report(p, product, title, "产品")
		case unlike(title, subjects):
			for _, c := range append(product, method...) {
				p.Once("unlike").At(patent.Claims, c.SubjectAt.Start, c.SubjectAt.End, fmt.Sprintf("名称“%s”与独立权利要求的主题没有共同之处", title), "修改名称，写明要求保护的主题")
			}
		}
	}}
}

// unlike reports a title that shares no two neighbouring Chinese characters with any subject, beside
// those that say only what category it is. A name in letters is not judged, nor is one beside a subject
// that is none: the rest of a claim that was cut.
func unlike(title string, subjects []string) bool {
	r := []rune(title)
	if slices.ContainsFunc(subjects, func(s string) bool {
		return !strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Han, c) })
	}) {
		return false
	}
	for i := 0; i+1 < len(r); i++ {
		if pair := string(r[i : i+2]); !unicode.Is(unicode.Han, r[i]) || slices.ContainsFunc(subjects, func(s string) bool { return vague[s] || strings.Contains(s, pair) && !vague[pair] }) {
			return false
		}
	}
	return len(r) > 2
}

// vague are pairs of characters that every title may have.
var vague = map[string]bool{"一种": true, "方法": true, "装置": true, "系统": true, "设备": true, "及其": true, "用于": true}

// report points at the subjects of the claims, since the title may stand in no text at hand.
func report(p *check.Pass, list []*claim.Claim, title, what string) {
	for _, c := range list {
		at := c.SubjectAt
		if at.Empty() {
			at = claim.Span{Start: c.Start, End: min(c.Start+1, c.End)}
		}
		p.Once(what).At(patent.Claims, at.Start, at.End, fmt.Sprintf("权利要求%d要求保护%s，名称“%s”没有反映这一类型", c.Number, what, title),
			"修改名称，使其包括全部独立权利要求的主题；或者删去与名称不符的权利要求")
	}
}

// processes are words by which a title can announce a method or use. The list is generous: a
// title that has one of them anywhere is taken to cover the methods.
var processes = []string{"方法", "工艺", "制法", "用途", "应用", "流程", "制备", "生产", "合成", "使用", "处理", "检测", "控制", "加工", "施工", "提取",
	"培养", "鉴定", "筛选", "构建", "过程", "法", "化", "技术", "测定", "制造"}

// process reports a title that announces a method or use.
func process(title string) bool {
	for _, w := range processes {
		if strings.Contains(title, w) {
			return true
		}
	}
	return false
}

// onlyProcess reports a title that names a process and, by its last part, nothing else:
// 一种支架的加工方法, but not 一种支架及其加工方法.
func onlyProcess(title string) bool {
	if strings.ContainsAny(title, "及和与、，/") {
		return false
	}
	for _, w := range []string{"方法", "工艺", "制法", "用途", "应用", "流程"} {
		if strings.HasSuffix(title, w) {
			return true
		}
	}
	return false
}
