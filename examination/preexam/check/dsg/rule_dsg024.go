package dsg

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// depicted are words of an explanation about what a picture may show of others.
var depicted = words.New(words.List(`图案 人物 卡通 动漫 肖像 头像 国旗 国徽 徽 商标 品牌 标志 标识 LOGO logo Logo 文字 字样 名画 建筑 生肖 形象`), nil)

// dsg024 is asked of every design whose pictures can be looked at: only an eye knows a portrait. What
// the explanation says of patterns goes with it.
func dsg024() check.Rule {
	return asked(rule.Meta{
		ID: "DSG-024", Title: "图片中没有他人的肖像、国旗国徽、他人的商标或者著名作品",
		English: "The pictures show no portrait, flag, trademark or famous work of others",
		Basis:   []rule.Cite{cite.Act("第五条"), cite.Act("第二十三条第三款")},
		Level:   rule.Law, Severity: rule.Warning, Version: 1,
	}, func(p *check.Pass) {
		p.Ask(patent.Pictures, "请看各幅视图：是否出现可以辨认的人物肖像、国旗、国徽、地图、他人的商标，或者著名建筑、美术作品、卡通形象？",
			"删去或者替换该内容；有权使用的，提交权利人的许可证明", spoken(p, depicted)...)
	})
}
