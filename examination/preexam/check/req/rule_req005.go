package req

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/law/rule"
)

// vagueTail may stand anywhere, etcetera only at the end. The first character of etcetera is
// there to tell 等 from 均等, 相等, 初等 and the like.
var (
	vagueTail = regexp.MustCompile(`及(?:其|此)?(?:类似物|相似物|类似产品|同类产品|类似装置)|(?:以?及|和|与|或者?)其[他它]\p{Han}{0,8}|或类似\p{Han}{1,8}$`)
	etcetera  = regexp.MustCompile(`[^均相平对高中初恒劣优甲乙同不]等(?:等|装置|设备|产品|物品|领域)?$`)
)

// req005 reports the first vague wording only: a title is rewritten as a whole. 等 counts at
// the end alone, and not as part of 均等 or 恒等.
func req005() check.Rule {
	return titled(rule.Meta{
		ID: "REQ-005", Title: "名称中不得使用“及其他”“及其类似物”“等”一类含糊的词语",
		English: "The title has no vague ending such as \"and the like\"",
		Basis:   []rule.Cite{cite.Guide("第一部分第一章4.1.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		w := form.TitleOf(p)
		m := vagueTail.FindStringIndex(w.Text)
		if m == nil {
			if m = etcetera.FindStringIndex(w.Text); m == nil {
				return
			}
			_, first := utf8.DecodeRuneInString(w.Text[m[0]:]) // the character that shows it is no 均等
			m[0] += first
		}
		w.At(p, m[0], m[1], fmt.Sprintf("名称中的“%s”含义不确定", w.Text[m[0]:m[1]]), "删去该词语，写明请求保护的主题和类型")
	})
}
