package clm

import (
	"slices"
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

// common045 are words of claims of every field; to share them is to share nothing.
var common045 = words.New(words.List(`其特征在于 其特征是 包括 包含 所述 以下步骤 如下步骤 步骤 权利要求 任一项 方法 装置 系统 设备 单元 模块 组件 机构 部件 部分 结构 连接 固定 转动 滑动 可拆卸 铰接 设置 设有 安装 位于 之间
 内部 外部 上方 下方 两端 两侧 一端 一侧 另一端 另一侧 端部 侧壁 底部 顶部 表面 用于 使得 根据 通过 进行 得到 获取 获得 确定 生成 接收 发送 输出 输入 处理 计算 控制 检测 判断 数据 信息 处理器 存储器 计算机程序 计算机
 存储介质 可读 执行 实现 指令 电子 程序 分别 对应 相应 第一 第二 第三 多个 至少一 一个 一种 若干 按照 重量份 质量份 重量 质量 加入 混合 搅拌 加热 温度 时间 小时 分钟 反应 制备 原料 组成 组分 质量比`), nil)

// clm045: independent claims that have nothing in common. In doubt they have: a name of the one that
// stands in the other, or three characters in a row that do not belong to the words of every claim.
func clm045() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-045", Title: "两项以上独立权利要求属于一个总的发明构思", English: "Several independent claims belong to one general concept",
			Basis: []rule.Cite{cite.Act("第三十一条第一款"), cite.Rules("第三十九条")},
			Level: rule.Law, Severity: rule.Warning, Auto: rule.Manual, Version: 3},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			var first *claim.Claim
			var found []check.Passage
			for i := range s.Claims {
				switch c := &s.Claims[i]; {
				case c.Kind != claim.Independent || length(s.Body(c)) < 20 || strings.Contains(s.Body(c), "权利要求"): // too short to be whole, or built on another
				case first == nil:
					first = c
				case !shared045(s, first, c):
					found = append(found, p.Passage(patent.Claims, c.Body.Start, c.Body.End))
				}
			}
			if len(found) > 0 {
				p.Ask(patent.Claims, "这些独立权利要求与"+number(first)+"没有看到相同或者相应的技术特征，是否不属于一个总的发明构思？",
					"保留一项发明，其余分案或者另行申请；有相同或者相应的特定技术特征的，陈述理由", append(found, p.Passage(patent.Claims, first.Body.Start, first.Body.End))...)
			}
		},
	}
}

// shared045 reports whether two claims have a name or a wording in common.
func shared045(s *claim.Set, a, b *claim.Claim) bool {
	x, y := special045(s.Body(a)), special045(s.Body(b))
	return subject045(a, y) || subject045(b, x) || names045(s, a, y) || names045(s, b, x) || runs045(x, y)
}

// special045 returns the words of a body with those of every claim taken out.
func special045(body string) string {
	var b strings.Builder
	last := 0
	for _, m := range common045.Find(body) {
		b.WriteString(body[last:m.Start])
		b.WriteByte('|')
		last = m.End
	}
	b.WriteString(body[last:])
	return b.String()
}

// subject045 reports whether what the claim protects is named in the other one.
func subject045(c *claim.Claim, other string) bool {
	return holds045(other, claim.Head(c.Subject))
}

// names045 reports whether a thing that the claim refers back to is named in the other one.
func names045(s *claim.Set, c *claim.Claim, other string) bool {
	for _, m := range mentions(s, c) {
		if holds045(other, m.Name) {
			return true
		}
	}
	return false
}

// holds045 reports whether a part of the name that is its own stands in the text.
func holds045(text, name string) bool {
	for part := range strings.SplitSeq(special045(name), "|") {
		if utf8.RuneCountInString(part) >= 2 && strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// runs045 reports whether three Chinese characters in a row stand in both texts, or six of any kind as
// in 25-55wt%.
func runs045(a, b string) bool {
	runes := []rune(a)
	for i := range runes {
		for _, n := range []int{3, 6} {
			if i+n > len(runes) || slices.Contains(runes[i:i+n], '|') || n == 3 && slices.ContainsFunc(runes[i:i+n], func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
				continue
			}
			if strings.Contains(b, string(runes[i:i+n])) {
				return true
			}
		}
	}
	return false
}
