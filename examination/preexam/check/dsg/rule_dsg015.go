package dsg

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
	"zhibao/patent"
)

// statements are what a brief explanation must hold. A sentence that designates a picture or omits
// a view speaks of the essential features too, but does not state them.
var statements = []struct {
	found      *regexp.Regexp
	what, todo string
}{
	{regexp.MustCompile(`名称`), "产品的名称", "写明“本外观设计产品的名称：…”，与请求书一致"},
	{regexp.MustCompile(`用途|用于|供[^。；\n]{1,20}(?:使用|之用)|用来`), "产品的用途", "写明“本外观设计产品的用途：…”"},
	{regexp.MustCompile(`设计的?要点(?:主要|具体)?(?:在于|在|为|是|有|包括|体现|集中|涉及|[:：])|要点(?:在于|是|为)`), "设计要点", "写明“本外观设计的设计要点：…”，指出与现有设计相区别的形状、图案或者色彩"},
}

// dsg015 asks for four statements and takes them wherever and however they are worded; how
// good they are is for the examiner.
func dsg015() check.Rule {
	return explained(rule.Meta{
		ID: "DSG-015", Title: "简要说明写明产品名称、用途、设计要点，并指定一幅最能表明设计要点的图片",
		English: "The brief explanation states name, use and essential features and designates one picture",
		Basis:   []rule.Cite{cite.Rules("第三十一条第一款")},
		Level:   rule.Law, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		title, all := form.TitleOf(p), sentences(p)
		for i, x := range statements {
			states := func(s sentence) bool {
				words := form.Fold(s.words)
				// The designation may follow the features in one sentence, behind a comma.
				words, _, _ = strings.Cut(words, "最能")
				if i == 1 && designatedIn.MatchString(words) {
					return strings.Contains(words, "用途")
				}
				return x.found.MatchString(words) || i == 0 && title.Text != "" && strings.Contains(words, form.Fold(title.Text))
			}
			if !slices.ContainsFunc(all, states) {
				p.Whole(patent.Brief, fmt.Sprintf("简要说明没有写明%s", x.what), x.todo)
			}
		}
		if _, _, ok := designation(p); !ok && p.App.Abstract.Figure == "" {
			p.Whole(patent.Brief, "简要说明没有指定最能表明设计要点的图片或照片", "写明“最能表明设计要点的图片或照片：…”，指定一幅")
		}
	})
}
