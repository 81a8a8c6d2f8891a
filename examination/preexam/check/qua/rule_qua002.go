package qua

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// qua002: a batch in which the same paragraphs return with other words in them. One such case is the
// daily bread of whoever develops a product further; several are a pattern.
func qua002() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-002", Title: "不是把不同特征简单组合成的一批申请",
		English: "The text is not one of a batch with exchanged features",
		Basis:   []rule.Cite{order77("第一项"), notice411("第（一）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Needs: []check.Need{check.Earlier}, Run: func(p *check.Pass) {
		all := batch(p.Facts.Earlier)
		if len(all) == 0 {
			return
		}
		var cases []string
		least := 1.0
		for _, r := range all {
			least = min(least, r.Share())
			cases = append(cases, fmt.Sprintf("%s（%s）：%d段中%d段相同、%d段只有个别词语不同", r.CaseNo, r.Party, r.Of, r.Same, r.Near))
		}
		p.Whole(patent.Whole, fmt.Sprintf("一年内同一或者关联申请人的另外%d件预审申请各有%.0f%%以上的段落与本件相同或者只有个别词语不同", len(all), least*100),
			"逐件说明替换的部件带来的技术效果；只是不同特征的简单组合的，合并申请或者撤回").Inside = strings.Join(cases, "；")
	}}
}

// batch returns the cases that make a batch with this one, none where they are too few. Exchanged
// words are what makes the pattern: where every paragraph is the same, it is one text.
func batch(e *check.EarlierFacts) (out []check.Recombined) {
	if e.Limits.Batch <= 0 || e.Limits.Paragraphs <= 0 {
		return nil
	}
	for _, r := range e.Recombined {
		if r.Near > 0 && r.Share() >= e.Limits.Paragraphs {
			out = append(out, r)
		}
	}
	if len(out) < e.Limits.Batch {
		return nil
	}
	return out
}
