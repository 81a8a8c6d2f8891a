package clm

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// clm011: a dependent claim repeats the subject name and keeps the category. The name may lose
// what stands before 的, or be the bare word for the category (方法, 装置). A name that
// differs by an attribute only is a warning; another thing or another category is an error.
// References that CLM-008 or CLM-043 report are not judged again.
func clm011() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-011", Title: "从属权利要求的主题名称应当与所引用的权利要求一致，不得改变类型",
			English: "A dependent claim keeps the subject and category of the claim it refers to",
			Basis:   []rule.Cite{cite.Rules("第二十五条第一款第（一）项")},
			Level:   rule.Law, Severity: rule.Error, Auto: rule.Heuristic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			names := subjects{p: p, s: p.Claims(), wrong: map[int]string{}}
			for i := range names.s.Claims {
				if c := &names.s.Claims[i]; c.Kind == claim.Dependent && c.Subject != "" && !c.SubjectAt.Empty() {
					names.judge(c)
				}
			}
		},
	}
}

// subjects compares the names of dependent claims with those of the claims that they name.
type subjects struct {
	p     *check.Pass
	s     *claim.Set
	wrong map[int]string // claims with a wrong name: the key of the finding that tells of it
}

// judge compares one claim. The name of the root counts too: where a claim between has a wrong name,
// those below it that repeat the name are further places of the one finding.
func (x *subjects) judge(c *claim.Claim) {
	p, s := x.p, x.s
	var other, root *claim.Claim
	for _, n := range c.References[0].Numbers {
		parent := s.Claim(n)
		if parent == nil || n >= c.Number || parent.Subject == "" {
			continue
		}
		r := rootOf(s, parent)
		if family(c.Category) != family(r.Category) {
			at(p, c.SubjectAt, fmt.Sprintf("%s的主题“%s”是%s，所引用的权利要求%d的主题“%s”是%s，类型改变", number(c), clip(c.Subject, 30),
				family(c.Category), n, clip(parent.Subject, 30), family(r.Category)),
				fmt.Sprintf("改为“%s”；确为另一主题的，写成独立权利要求", clip(parent.Subject, 30)))
			return
		}
		if same(c.Subject, r.Subject) {
			return
		}
		if same(c.Subject, parent.Subject) {
			if key := x.wrong[n]; key != "" {
				x.wrong[c.Number] = key
				p.Once(key).At(patent.Claims, c.SubjectAt.Start, c.SubjectAt.End, "", "")
			}
			return
		}
		if other == nil {
			other, root = parent, r
		}
	}
	if other == nil {
		return
	}
	x.wrong[c.Number] = fmt.Sprint(c.Start)
	f := p.Once(x.wrong[c.Number]).At(patent.Claims, c.SubjectAt.Start, c.SubjectAt.End, fmt.Sprintf("%s的主题名称“%s”与所引用的权利要求%d的主题名称“%s”不一致", number(c), clip(c.Subject, 30), other.Number, clip(other.Subject, 30)),
		fmt.Sprintf("改为“%s”", clip(root.Subject, 30)))
	if near(c.Subject, root.Subject) {
		f.Severity = rule.Warning
	}
}

// rootOf follows the first parents up to a claim that is independent.
func rootOf(s *claim.Set, c *claim.Claim) *claim.Claim {
	for range 64 {
		if c.Kind != claim.Dependent || len(c.References[0].Numbers) == 0 {
			return c
		}
		n := c.References[0].Numbers[0]
		parent := s.Claim(n)
		if parent == nil || n >= c.Number || parent.Subject == "" {
			return c
		}
		c = parent
	}
	return c
}

// family is what a category counts as here: a system is a product.
func family(c claim.Category) string {
	if c == claim.Method || c == claim.Use {
		return c.Title()
	}
	return "产品"
}

// generics are subject names that may stand for any longer name that ends in them.
var generics = map[string]bool{"方法": true, "装置": true, "系统": true, "设备": true, "用途": true, "应用": true, "组合物": true,
	"存储介质": true, "介质": true, "工艺": true, "产品": true, "程序产品": true, "计算机程序产品": true, "电子设备": true,
	"计算机可读存储介质": true, "制备方法": true, "化合物": true}

// same reports whether a dependent claim names the subject of its parent: in the same words, or
// without what stood before a 的 (用于锂电池的隔膜 is named 隔膜), or by a word for the category.
func same(name, parent string) bool {
	if name == parent {
		return true
	}
	name, parent = plain(name), plain(parent)
	if name == parent || generics[name] && strings.HasSuffix(parent, name) {
		return true
	}
	for _, w := range []string{"、", "或", "及", "和", ","} {
		if generics[name] && strings.Contains(parent, name+w) {
			return true
		}
	}
	_, bare, _ := cutSubject(parent)
	_, own, _ := cutSubject(name)
	return bare == name || own == bare && len(own) > len("方法") || own == parent
}

// near reports names that differ by an attribute only: one holds all characters of the other in
// order, or most of them. That is a defect of form; another thing is claimed only beyond it.
func near(name, parent string) bool {
	name, parent = plain(name), plain(parent)
	if len(name) > len(parent) {
		name, parent = parent, name
	}
	return similar(name, parent) >= 0.75 || common(name, parent) == utf8.RuneCountInString(name)
}

var without011 = strings.NewReplacer("一种", "", "所述", "", "新型", "", "·", "", "-", "", "－", "")

// plain removes what makes no difference between two names.
func plain(s string) string {
	return strings.ToLower(without011.Replace(s))
}

// cutSubject cuts a name behind its last 的.
func cutSubject(s string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, "的"); i >= 0 {
		return s[:i], s[i+len("的"):], true
	}
	return "", s, false
}

// similar is the share of the characters of the longer name that both have in order.
func similar(a, b string) float64 {
	return float64(common(a, b)) / float64(max(utf8.RuneCountInString(a), utf8.RuneCountInString(b), 1))
}

// common counts the characters that both names have in order; names beyond 100 have none.
func common(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 100 || len(y) > 100 {
		return 0
	}
	row := make([]int, len(y)+1)
	for i := range x {
		diagonal := 0
		for j := range y {
			up := row[j+1]
			if x[i] == y[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = up
		}
	}
	return row[len(y)]
}
