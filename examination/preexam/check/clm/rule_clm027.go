package clm

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// negative027 leaves 无 alone: 无线 and 无人机 are names, and a feature may be negative by nature.
var negative027 = words.New(words.List("不包括 不包含 不含有 不含 不具有 不设有 不设置 不使用 不采用 不添加 无需 无须 排除在外 没有 无任何 均无 且无 表面无"), words.List("且无机 均无需 有没有 若没有 如果没有 是否没有 均无线 且无线 均无法 且无法 且无论 均无机 不含糊 若不包括 如果不包括 是否不包括 若不包含 如果不包含"))

// clm027: a negative limitation is looked at. A disclaimer may be right, but needs support in
// the description.
func clm027() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-027", Title: "注意否定式限定（不包括、不含、排除）",
			English: "Negative limitations deserve a look",
			Basis:   []rule.Cite{cite.Practice("否定式限定")},
			Level:   rule.Advice, Severity: rule.Info, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			once(p, negative027, unconditional, func(h hit) (string, string) {
				return fmt.Sprintf("%s使用否定式限定“%s”", number(h.claim), h.word), "能用正面特征表述的改为正面表述；确需保留的，确认说明书有相应记载"
			})
		},
	}
}

// unconditional reports whether 没有 limits the thing: in 若没有响应 it is a case that is tested.
func unconditional(h hit) bool {
	if h.word != "没有" {
		return true
	}
	return !strings.ContainsAny(h.near, "若当时") && !strings.Contains(h.near, "如果") && !strings.Contains(h.near, "是否") && !strings.Contains(h.near, "情况")
}
