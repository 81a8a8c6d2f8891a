package sow

import (
	"slices"

	"zhibao/center/demo/text"
	"zhibao/patent/filing"
)

// alone appends an independent claim to something else.
func (p *paper) alone(subject, body string) string {
	p.Claims = append(p.Claims, text.Claim{Number: len(p.Claims) + 1, Subject: subject, Lead: "其特征在于，", Body: body, Stop: "。"})
	return Anywhere
}

// judged are matters that only a person decides and that the machine has to put before one.
func judged() []Fault {
	return []Fault{
		// 专利法第二十五条第一款第（三）项.
		{"CLM-038", "i", func(p *paper) string {
			return p.alone("腰椎间盘突出症的治疗方法", "令患者俯卧，在腰部穴位施加脉冲电流，每次二十分钟")
		}},
		{"CLM-038", "i", func(p *paper) string {
			return p.alone("睡眠呼吸暂停的诊断方法", "采集受试者的鼾声和血氧，由血氧下降的次数判定病情轻重")
		}},
		// 专利法第二十五条第一款第（二）项.
		{"CLM-039", "i", func(p *paper) string {
			return p.alone("员工绩效的考核方法", "按月对出勤、产量和协作评分，加权求和后排序，排名末位者参加培训")
		}},
		{"CLM-039", "i", func(p *paper) string {
			return p.alone("扑克牌的游戏方法", "四名玩家轮流出牌，先出完者得二分，最后一名扣一分")
		}},
		// 专利法实施细则第二十三条第二款.
		{"CLM-044", "iu", func(p *paper) string {
			for _, said := range []string{"有益效果在于：", "以下有益效果：", "如下有益效果：", "有益效果包括："} {
				if p.swap(text.Disclosure, said, said+"通过设置鸢尾簧片，避免了误触，") {
					return "鸢尾簧片"
				}
			}
			return ""
		}},
		// 专利法第三十一条第一款.
		{"CLM-045", "iu", func(p *paper) string {
			return p.alone("蒲公英茶饮", "由蒲公英、甘草与枸杞熬煮而成，并以蜂蜜调味")
		}},
		// 专利法第五条.
		{"DSC-026", "iu", says(text.Embodiment, "该产品也可以#。", "安装于赌场，作为赌博筹码的计数装置", "印制中国地图及南海诸岛", "供吸食毒品者使用")},
		// 国家知识产权局令第84号.
		{"DSC-028", "i", says(text.Embodiment, "此外，#，并训练神经网络加以预测。", "抓取用户的聊天记录", "采集路人的人脸", "收集住户的行踪")},
		// 专利法实施细则第三十五条.
		{"REQ-022", "iu", func(p *paper) string {
			p.Request.Priorities = []filing.Priority{{Country: "中国", Date: "2026-03-02", Number: numbered("202610234567")}}
			return Anywhere
		}},
		// 专利审查指南第一部分第三章4.2节.
		{"DSG-007", "d", func(p *paper) string {
			if !p.plain() {
				return ""
			}
			p.Figures = slices.DeleteFunc(p.Figures, func(f filing.Figure) bool { return f.Label == "立体图" })
			return Anywhere
		}},
		// 专利法实施细则第四十条第二款.
		{"DSG-019", "d", func(p *paper) string { p.Request.SetProducts = 2; return Anywhere }},
		// 专利法第二十五条第一款第（六）项.
		{"DSG-023", "d", func(p *paper) string { p.call(p.pick("饮料瓶贴", "服装吊牌", "公司徽标")); return Anywhere }},
	}
}
