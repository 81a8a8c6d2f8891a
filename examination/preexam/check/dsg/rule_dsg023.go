package dsg

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/form"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Names of printed matter that tells one product from another, and words of the explanation about
// marks. Cloth, wallpaper and carpets are flat too, but nobody knows a maker by them.
var (
	labels023 = words.New(words.List(`标签 标贴 瓶贴 吊牌 标牌 铭牌 徽标 徽章 标识 标志 商标 贴纸 不干胶贴 封口贴 防伪贴 名片 卡片 包装纸 包装膜 标徽 LOGO logo Logo`), words.List(`电子标签 标签机 标签打印 贴纸机 名片夹 名片盒 标识机 标志灯 标志桩 标志杆 标签纸机 卡片机`))
	marks023  = words.New(words.List(`标识作用 标识 标志 商标 品牌 LOGO logo Logo 识别`), words.List(`人脸识别 指纹识别 识别器 识别装置 标志性`))
)

// dsg023: labels and other flat prints. The name or the explanation of a flat product gives the reason;
// what the picture mainly does is for the eye.
func dsg023() check.Rule {
	return asked(rule.Meta{
		ID: "DSG-023", Title: "不是平面印刷品的图案、色彩或者二者结合作出的主要起标识作用的设计",
		English: "The design is no flat print that mainly serves as a mark",
		Basis:   []rule.Cite{cite.Act("第二十五条第一款第（六）项")},
		Level:   rule.Law, Severity: rule.Fatal, Version: 1,
	}, func(p *check.Pass) {
		marks := spoken(p, marks023)
		if !labels023.Any(form.TitleOf(p).Text) && !(isFlat(p) && len(marks) > 0) {
			return
		}
		p.Ask(patent.Pictures, "该产品是否为平面印刷品，其图案、色彩主要起标识作用（用来识别产品或者服务的来源）？",
			"主要起标识作用的，不能被授予外观设计专利权，可以申请商标注册", append(append(titled(p), marks...), spoken(p, points)...)...)
	})
}
