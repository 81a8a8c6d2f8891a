package dsc

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Words of matter that the law keeps from being patented, or that may touch it. An electronic map and
// the fight against crime are daily technology and are excepted by their words.
var barred026 = words.New(words.List(`赌博 赌具 赌场 赌资 吸毒工具 吸食毒品 制毒 贩毒 走私 伪造货币 伪造公文 伪造印章 假币 假钞 盗窃工具 撬锁 开锁工具 窃听 偷拍 色情 淫秽 卖淫 邪教 法轮 台独 藏独 疆独 分裂国家 恐怖主义 颠覆国家
 克隆人 人胚胎 人类胚胎 人胚干细胞 人类生殖系 代孕 人兽 胎儿组织 尸体 遗体 虐待动物 国界 边境线 中国地图 世界地图 全国地图 行政区划图 九段线 南海诸岛 钓鱼岛 中华民国 国家领导人 党徽 国徽 国旗 国歌 军徽 封建迷信 算命 占卜 风水罗盘 自杀 翻墙软件`),
	words.List(`防赌博 反赌博 赌博网站识别 反走私 缉私 防窃听 反窃听 防偷拍 反偷拍 防止窃听 防止偷拍 假币识别 假币检测 假币鉴别 假币的识别 识别假币 验钞 假钞识别 色情识别 色情图片识别 色情内容过滤 动物尸体 禽畜尸体 病死畜禽尸体 昆虫尸体
 菌体尸体 虫尸体 细胞自杀 自杀基因 自杀质粒 自杀载体 自杀性 防自杀 预防自杀 防撬锁 防止撬锁`))

// dsc026: illegal or immoral matter. Each word is shown once where it first stands, in claims first.
func dsc026() check.Rule {
	return about(rule.Meta{
		ID: "DSC-026", Title: "内容不违反法律、社会公德，不妨害公共利益",
		English: "Nothing is contrary to law or morality or harmful to public interest",
		Basis:   []rule.Cite{cite.Act("第五条")},
		Level:   rule.Law, Severity: rule.Fatal, Auto: rule.Manual, Version: 1,
	}, func(p *check.Pass) {
		found := append(p.Clauses(patent.Claims, barred026), p.Clauses(patent.Description, barred026)...)
		if len(found) > 0 {
			p.Ask(found[0].Part, "文中出现下列用语，发明创造本身或者其目的是否违反法律、社会公德，妨害公共利益，或者地图、标志等的使用不合规定？",
				"删去有关内容；属于发明创造本身的，不能被授予专利权", found...)
		}
	})
}
