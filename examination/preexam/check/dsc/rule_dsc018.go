package dsc

import (
	"slices"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// What makes claims chemical or biological, what a description says of an effect, and what shows that
// something was measured.
var (
	matter018 = words.New(words.List(`重量份 质量份 重量百分 质量百分 wt% 摩尔比 mol/L 组合物 化合物 提取物 培养基 菌株 催化剂 药物 制剂 抗体 引物 核苷酸 氨基酸 多肽 涂料 电解液 发酵`), nil)
	effect018 = words.New(words.List(`提高 提升 增强 改善 降低 减少 抑制 优异 优良 显著 良好 活性高 稳定性 疗效 有效率`), words.List(`提升速度 提升高度 提升机 提升装置 提升机构 提升杆 提升臂`))
	data018   = words.New(words.List(`对比例 对照例 对照组 比较例 试验例 实验例 测试例 效果例 测试结果 试验结果 检测结果 实验结果 测定结果 实验数据 试验数据 检测数据 收率 产率 得率 转化率 选择性 熔点 NMR 质谱 HPLC 拉伸强度 抗压强度 抑菌率 存活率
 表1 表2 表一 如表 见表 下表 测试了 测定了 检测了 测得`), nil)
)

// dsc018: an effect of a substance must be shown by data. Asked only where none of the words of a
// measurement stands anywhere and no table was handed in.
func dsc018() check.Rule {
	return about(rule.Meta{
		ID: "DSC-018", Title: "化学、生物领域的发明声称的效果有实验数据证明",
		English: "Effects of chemical and biological inventions are shown by experimental data",
		Basis:   []rule.Cite{cite.Guide("第二部分第十章3.1", rule.Known)},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Manual, Version: 1,
	}, func(p *check.Pass) {
		t, d := p.Text(patent.Description), p.Prose()
		table := func(b patent.Block) bool { return b.Kind == patent.Table }
		if !chemical018(p.Text(patent.Claims).Text) || data018.Any(t.Text) || slices.ContainsFunc(t.Blocks, table) {
			return
		}
		var found []check.Passage
		for i := range d.Sections {
			if s := &d.Sections[i]; s.Kind == prose.Content {
				for m := range effect018.In(s.Body.Of(t.Text), s.Body.Start) {
					if x := p.Clause(patent.Description, m.Start, m.End); len(found) == 0 || found[len(found)-1].End <= x.Start {
						found = append(found, x)
					}
				}
			}
		}
		if len(found) > 0 {
			p.Ask(patent.Description, "说明书声称物质或者组合物具有所述效果，没有找到实验数据，是否不能预测该效果而缺少必要的实验证据？",
				"在提交申请之前补充实验方法、条件和结果；申请日之后补交的数据不能弥补公开不充分", found...)
		}
	})
}

// chemical018 reports claims with at least two different words of chemistry.
func chemical018(claims string) bool {
	hits := matter018.Find(claims)
	return slices.ContainsFunc(hits, func(m words.Match) bool { return m.Word != hits[0].Word })
}
