package dsc

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// What learns, from or about whom, and the words by which a description says that it may.
var (
	learning028 = words.New(words.List(`神经网络 机器学习 深度学习 强化学习 大语言模型 大模型 预训练 训练样本 训练数据 训练集 推荐算法 用户画像 算法模型 人工智能`), nil)
	personal028 = words.New(words.List(`人脸 面部图像 指纹图像 虹膜 声纹 步态 身份证 个人信息 个人数据 用户隐私 用户画像 用户行为数据 浏览记录 聊天记录 通话记录 病历 电子病历 健康数据 基因数据 行踪 轨迹数据 位置轨迹 消费记录 征信 信用评分 招聘筛选 未成年人 情绪识别 性别和年龄 种族 社交数据 爬取`), nil)
	lawful028   = words.New(words.List(`授权同意 用户授权 经授权 经过授权 用户同意 知情同意 征得同意 单独同意 脱敏 匿名化 去标识化 公开数据集 合法获取 合法来源 合法合规 符合相关法律法规 隐私保护 联邦学习 差分隐私`), nil)
)

// dsc028: since 2026 the guidelines ask of inventions that learn whether their data were lawfully
// gathered and whether their rules discriminate. Asked where personal data are learnt from and
// nothing is said about consent.
func dsc028() check.Rule {
	law := basis.Order84("涉及人工智能的申请：数据采集、标签管理、规则设置、推荐决策")
	law.Sure = rule.Known
	return about(rule.Meta{
		ID: "DSC-028", Title: "涉及人工智能的，数据来源合法，算法规则不违反法律和伦理",
		English: "With artificial intelligence, data are lawfully gathered and rules are ethical",
		Basis:   []rule.Cite{law, cite.Act("第五条第一款")},
		Level:   rule.Guideline, Severity: rule.Warning, Auto: rule.Manual, Since: calendar.MustDay("2026-01-01"), Version: 1,
	}, func(p *check.Pass) {
		text := p.Text(patent.Description).Text
		if !learning028.Any(text) || lawful028.Any(text) {
			return
		}
		found := append(p.Clauses(patent.Claims, personal028), p.Clauses(patent.Description, personal028)...)
		if len(found) > 0 {
			p.Ask(found[0].Part, "模型的训练或者决策用到个人信息，文中没有写明数据如何合法取得，数据采集、标签或者决策规则是否违反法律、社会公德或者造成不合理的差别对待？",
				"写明数据经同意取得并作脱敏处理，或者来自公开的数据集；删去带有歧视的规则", found...)
		}
	})
}
