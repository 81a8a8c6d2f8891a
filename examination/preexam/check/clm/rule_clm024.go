package clm

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// vague024 knows the words in which 约, 等 and 左右 mean something definite; 最接近 names the one that
// is nearest, 左右两侧 a direction.
var vague024 = words.New(words.List("约 大约 左右 接近 等 或类似物 或类似 基本上 大致 大体上"), words.List(`约束 节约 制约 合约 预约 契约 约定 条约 简约 违约 履约 约化
 约简 约旦 约数 约分 规约 公约 签约 续约 特约 邀约 约翰 隐约 婉约 集约 稀约 缩约 誓约 约瑟 约登 约当 约会 邀约
 等离子 等温 等距 等于 等效 等压 相等 均等 平等 同等 等同 等级 等分 等边 等腰 等高 等长 等宽 等间 等速 等比 等差 等价 等待 等候 等量 等式 不等 等电 等值 等厚
 等径 等轴 等位 等势 等体积 等摩尔 等强 等渗 等号 等熵 等静压 中等 高等 初等 优等 上等 劣等 对等 等深 等容 等角 等额 等概率 等尺寸 等面积 等质量 等幅 等响
 等身 等到 等若 次等 特等 一等 二等 三等 四等 等保 等参 等变 等弧 等几何 等周 等倾 等密度 等时 等浓度 等百分 等重 等份 等几率 等流 等度 等当量 等张 等权 等化学 全等
 等向 等截面 等直径 等规 等标 等精度 等频 等效率 等步 等波 等降 等比例 等阶 等次 等焓 等光程 等相位 等通道 等离 等照度 等数 等可 等灰 等码 等日 等能 等螺距 等大 等边 等变 等容 等色 等偏 等方 等功 等风 等刚 等应力 等曲 等斜 等势 等轴 等加 等减 等离体 等轮 等序 等亮 等视 等信噪 等雷
 左右两 左右对 左右移 左右滑 左右方 左右并 上下左右 前后左右 左右侧 左右各 左右分 左右设 左右摆 左右相 左右端 左右转 左右布 左右间 左右排 左右运 左右滚 左右手 左右眼 左右耳 左右声 左右轮 左右车 左右半 左右部 左右立 左右壁 左右边 左右往 左右调 左右贯 左右镜 左右倾 左右翻 左右偏 左右平 左右延 左右横 左右拉 左右螺 左右旋 左右连 左右相邻 左右脚 左右脸 左右心 左右气 左右腿 左右肩 左右臂 左右支 左右导 左右限 左右子 左右卡 左右向 左右位 左右视 左右图 左右目 左右相机
 接近开关 接近传感 接近度 接近觉 最接近 接近角 接近感 接近检测 接近探测 接近式 接近端 接近一侧 接近或远离 接近和远离 接近与远离 接近服务
 大致密 大致病 大致使 大致死`))

// clm024: vague words, with the many words in which they mean something else. Each word is
// reported once in a claim, with the number of its further places.
func clm024() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-024", Title: "权利要求中一般不得使用“约”“接近”“等”“或类似物”等含义不确定的用语",
			English: "No vague terms such as about, close to, etc., or the like",
			Basis:   []rule.Cite{cite.Guide("第二部分第二章3.2.2", rule.Known)},
			Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Deterministic, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			keep := func(h hit) bool { return vague(p.Claims(), h) }
			once(p, vague024, keep, func(h hit) (string, string) {
				return fmt.Sprintf("%s使用含义不确定的“%s”", number(h.claim), h.word), remedy024(h.word)
			})
		},
	}
}

// vague decides on the words that need their surroundings: 左右 is vague behind a figure, 等 at the
// end of a list, 接近 unless it names a place or a movement.
func vague(s *claim.Set, h hit) bool {
	before, after := s.Source[h.claim.Body.Start:h.span.Start], s.Source[h.span.End:h.claim.Body.End]
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " "))
	next, _ := utf8.DecodeRuneInString(after)
	switch h.word {
	case "左右":
		return unicode.IsDigit(last) || last < 0x80 && unicode.IsLetter(last) || strings.ContainsRune("％%℃°度米秒分钟时天克升倍元月日年个次μΩ）)", last)
	case "等":
		return unicode.Is(unicode.Han, last) || unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune("）)”’%％℃", last)
	case "接近":
		return !strings.HasPrefix(after, "所述") && !strings.HasPrefix(after, "该") && next != '的' && next != '来' && !strings.HasSuffix(before, "相互") && !strings.HasSuffix(before, "彼此")
	case "约":
		return !unicode.IsPunct(next)
	}
	return true
}

// remedy024 says what to write instead: a list is completed or generalised, a value is fixed.
func remedy024(word string) string {
	switch word {
	case "等":
		return "删去“等”，写明全部选项，或者用上位概念概括"
	case "或类似物", "或类似":
		return "删去，或者用上位概念概括"
	default:
		return "删去“" + word + "”，写明确定的数值或范围"
	}
}
