package clm

import (
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// Rules and methods for mental acts, by what they are about, and the things without which nothing is
// done to nature. A formula, a model or an index is none of those things.
var (
	mental039 = words.New(words.List(`游戏规则 比赛规则 竞赛规则 棋牌 扑克 纸牌 麻将 出牌 牌局 游戏方法 玩法 彩票 记分 计分 积分 教学 授课 背诵 速算 记忆方法 考试 答题 考核 绩效 排班 预算 记账 账户 账单 账目 资金 金额 交易 支付 付款 价格
 定价 计价 促销 优惠 营销 广告 订单 商户 商品 保险 保费 理财 贷款 信贷 借款 利率 信用评 拍卖 投标 招标 会员 返利 采购 税务 发票 合同 审批 工资 消费 收支 财务 钱龄 管理制度 奖惩 评优 求职 招聘 养老 命理 取名 汉字输入 速记`),
		words.List(`交易哈希 商品混凝土 商品砂浆 支付宝小程序`))
	means039 = words.New(words.List(`处理器 存储器 存储介质 服务器 客户端 终端 计算机 数据库 区块链 节点 网络 局域网 互联网 网页 浏览器 传感器 摄像 相机 镜头 麦克风 语音 图像 图片 扫描 识读 二维码 射频 读卡 电路 芯片 电机 阀 泵 电压 电流 信号
 机器人 控制器 机床 设备 装置 仪 箱体 通信 蓝牙 显示屏 屏幕 界面 按键 触控 神经网络 卷积 加密 解密 密钥 缓存 内存 线程 电池 温度 压力 溶液 材料`), words.List(`设备费 网络营销 材料费 实施仪式 仪式`))
)

// clm039: a method claim that is about business, play or teaching and names nothing technical. What
// a claim is about must be told by its subject or by several words of it.
func clm039() check.Rule {
	return check.Rule{
		Meta: rule.Meta{ID: "CLM-039", Title: "权利要求不应是智力活动的规则和方法，应当是技术方案", English: "No claim is to rules and methods for mental acts; it is a technical solution",
			Basis: []rule.Cite{cite.Act("第二十五条第一款第（二）项"), cite.Act("第二条第二款")},
			Level: rule.Law, Severity: rule.Fatal, Auto: rule.Manual, Version: 2},
		For: textual(), Part: patent.Claims,
		Run: func(p *check.Pass) {
			s := p.Claims()
			for i := range s.Claims {
				c := &s.Claims[i]
				body := s.Body(c)
				if !c.Independent() || c.Category != claim.Method || means039.Any(body) || !about039(c, body) {
					continue
				}
				p.Ask(patent.Claims, "该方法涉及商业、管理、游戏或者教学等规则，权利要求中没有看到设备或者作用于自然界的手段，是否只是智力活动的规则和方法，没有采用技术手段解决技术问题？",
					"写明解决技术问题所采用的技术手段，例如由何种设备对何种数据如何处理、取得何种技术效果", p.Passage(patent.Claims, c.Body.Start, c.Body.End))
				return
			}
		},
	}
}

// about039 reports a subject of such a kind, or at least three different words of it in the claim.
func about039(c *claim.Claim, body string) bool {
	seen := map[string]bool{}
	for _, h := range mental039.Find(body) {
		seen[h.Word] = true
	}
	return mental039.Any(c.Subject) || len(seen) >= 3
}
