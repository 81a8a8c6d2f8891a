package clm

import (
	"fmt"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/noun"
)

// degree025 holds words that say how much without a scale. 较大者 and 极大值 name one of several.
var degree025 = words.New(words.List(`很高 很低 很厚 很薄 很强 很弱 很宽 很窄 很大 很小 很长 很短 很多 很少 很快 很慢 很宽范围 较厚 较薄 较强 较弱 较高 较低 较大 较小 较长 较短 较宽 较窄
 较快 较慢 较多 较少 高温 高压 低温 低压 非常 十分 极高 极低 极大 极小 极薄 极强 足够大 足够高 足够长 足够厚 适当的 适量 厚的 薄的 强的 弱的`), words.List(`很高兴 较大者 较小者 较高者 较低者 较长者 较短者 较大值 较小值 较强者 比较大小 比较高低 比较长短
 十分之 十分钟 二十分 三十分 四十分 五十分 六十分 九十分 非常规 异常非常 极大值 极小值 极大化 极小化 极大似然 极大极小
 增强的 加强的 补强的 减弱的 削弱的 变薄的 变厚的 加厚的 减薄的 削薄的 轻薄的 最厚的 最薄的 最强的 最弱的 更强的 更弱的 更厚的 更薄的 浓厚的 高强的 微弱的 极高频`))

// states are what makes 高温 a condition; 高压线 and 低温共烧 are names.
var states = noun.BeginOf(`下 条件 环境 处理 加热 煅烧 烧结 反应 灭菌 状态 烘烤 烘干 干燥 蒸 煮 熔融 熔化 分解 保温 时 的 中 情况 。 ， ； 、 固化 退火 焙烧 气体 蒸汽 空气 流体 液体 溶液`)

// clm025: degree words have no scale of their own. A clause that holds a figure or says what
// it compares with is left alone, and so are names such as 高压电源.
func clm025() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-025", Title: "权利要求中不得使用“厚”“薄”“强”“弱”“高温”“高压”等没有比较基准的用语",
			English: "No words of degree, such as thick or high temperature, without a reference",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.2.2", rule.Source)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			keep := func(h hit) bool {
				s := p.Claims()
				after := s.Source[h.span.End:h.claim.Body.End]
				return !strings.ContainsAny(h.near, "0123456789０１２３４５６７８９℃") && !relative(h.near) &&
					(!strings.HasSuffix(h.word, "温") && !strings.HasSuffix(h.word, "压") || states.Begins(after))
			}
			once(p, degree025, keep, func(h hit) (string, string) {
				return fmt.Sprintf("%s使用程度用语“%s”，没有比较基准", number(h.claim), h.word), "写明数值范围或比较对象；该词在本领域有公认含义的，在说明书中说明"
			})
		},
	}
}

// relative reports a clause that says what it compares with.
func relative(s string) bool {
	for _, w := range []string{"比", "相对", "大于", "小于", "于所述", "一端", "一侧", "一方", "一个", "更", "其中较", "中较", "两者", "二者"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
