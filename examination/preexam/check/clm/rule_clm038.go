package clm

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// A method is put before the examiner when a claim speaks of treatment or of finding an illness, and
// of a body on which that is done. A machine has faults that are diagnosed too.
var (
	cure038 = words.New(words.List(`治疗 诊断 手术 针灸 推拿 按摩 刮痧 麻醉 催眠 理疗 放疗 化疗 药浴 给药 施用于 服用 植入 接种 输氧 人工呼吸 人工授精 胚胎移植
 避孕 减肥 康复训练 护理方法 是否患 患病 病变 病情 病灶 疾病风险 疾病预测 疾病筛查 疾病识别 疾病分类 健康状况 健康评估`),
		words.List(`故障诊断 诊断故障 自诊断 诊断接口 诊断协议 诊断服务 诊断报文 设备诊断 声音品质诊断 离子植入 植入式软件 植物病变`))
	body038 = words.New(words.List(`患者 病人 人体 受试者 受检者 被测者 被试 活体 患处 患部 病灶 疾病 病症 肿瘤 癌 血压 血糖 血氧 血流 血管 血液 心电 心率 心律 脑电 肌电 呼吸频率 穴位 皮肤 牙齿 牙体 口腔
 骨折 骨骼 关节 器官 体内 哺乳动物 孕妇 胎儿 婴儿 医学影像 医学图像 造影 超声图像 眼底 胃肠 肺部 肝 肾 脊柱 抑郁 糖尿病 高血压 宿主`), words.List(`肝素 癌变钢 人体工程 人体感应`))
)

// clm038: methods of treatment and diagnosis. Products and the use of a substance for making a
// medicine are not asked about; the law excludes only methods on the living body.
func clm038() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-038", Title: "权利要求不应是疾病的诊断和治疗方法", English: "No claim is to a method of diagnosis or treatment",
			Basis: []rule.Cite{cite.Act("第二十五条第一款第（三）项")},
			Level: rule.Law, Severity: rule.Fatal, Auto: rule.Manual, Version: 1},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			var found []check.Passage
			for i := range s.Claims {
				c := &s.Claims[i]
				if body := s.Body(c); method038(c, body) && body038.Any(p.App.Title+body) {
					found = append(found, firstIn(p, c, body, cure038)...)
				}
			}
			if len(found) > 0 {
				p.Ask(patent.Claims, "方法权利要求写有诊断或者治疗的用语，是否以有生命的人体或者动物体为直接实施对象，属于疾病的诊断或者治疗方法？",
					"改为实施该方法的仪器、装置或者所用的物质；物质的医药用途写作“在制备治疗某病的药物中的应用”", found...)
			}
		},
	}
}

// making038 are methods and uses by which a substance or thing is made.
var making038 = words.New(words.List(`制备 合成 制造 生产 提取 分离 纯化 培养 筛选药物 药物中 医药中`), nil)

// method038 reports a claim to a method or use other than of making something.
func method038(c *claim.Claim, body string) bool {
	return c.Category == claim.Method && !making038.Any(c.Subject) || c.Category == claim.Use && !making038.Any(body)
}

// firstIn returns the clause of the first word of the list in a claim, or none.
func firstIn(p *check.Pass, c *claim.Claim, body string, list *words.Matcher) []check.Passage {
	hits := list.Find(body)
	if len(hits) == 0 {
		return nil
	}
	x := p.Clause(patent.Claims, c.Body.Start+hits[0].Start, c.Body.Start+hits[0].End)
	return []check.Passage{p.Passage(patent.Claims, max(x.Start, c.Body.Start), x.End)}
}
