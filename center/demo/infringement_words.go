package demo

import (
	"fmt"

	"zhibao/protection/infringement"
)

// A subject is what is protected and disputed in a case about a method or a product: the features of the
// claim beside its title, and what the other side has instead of the last where it is not the same.
type subject struct {
	first, last string
	instead     string
}

// subjects are those of the titles of inventions and utility models.
var subjects = map[string]subject{
	"一种可折叠工位支架的锁止方法": {"将立杆转至工作位置", "以弹簧销将立杆锁止于底座", "被控方法以螺钉固定立杆，没有以弹簧销锁止的步骤。"},
	"一种保温容器的真空检测方法":  {"将容器置于恒温箱内加热", "以红外测温判断夹层的真空度", "被控方法以称重判断，没有红外测温的步骤。"},
	"一种滤芯的在线反冲洗方法":   {"检测滤芯两端的压差", "压差超过设定值时反向供水冲洗滤芯", "被控方法按固定的时间冲洗，不以压差控制反向供水。"},
	"一种锂电池模组的均衡控制方法": {"采集各单体电池的电压", "对电压最高的单体电池以电阻放电", "被控方法只断开充电，不对单体电池放电。"},
	"一种防倾倒的登高梯":      {"包括梯架和踏板", "梯架底部铰接有可展开的撑脚", "被控产品的梯架底部没有撑脚。"},
	"一种快拆式软管接头":      {"包括接头本体和锁紧套", "锁紧套内设有供钢珠卡合的环槽", "被控产品以螺纹连接，没有钢珠和环槽。"},
	"一种带缓冲的工具箱铰链":    {"包括两片相互铰接的叶片", "叶片之间设有阻尼弹片", "被控产品的叶片之间没有阻尼弹片。"},
	"一种可调节的晾晒架":      {"包括立柱和横杆", "立柱上设有调节横杆高度的卡槽", "被控产品的横杆固定在立柱上，没有卡槽。"},
}

// by chooses the words for the kind of the patent: an invention, which is a method in every case here, a
// utility model or a design.
func (j *dispute) by(method, product, design string) string {
	return map[byte]string{'1': method, '2': product, '3': design}[j.kind]
}

// asserted is on what the requester relies.
func (j *dispute) asserted() string {
	return j.by("权利要求1", "权利要求1", "授权公告的外观设计")
}

// disputed is what is compared with the patent.
func (j *dispute) disputed() string {
	return fmt.Sprintf(j.by("型号 %c%03d 的产品所用的方法", "型号 %c%03d 的产品", "型号 %c%03d 的产品"), 'A'+rune(j.n%26), 100+j.n)
}

// facts are those of the request.
func (j *dispute) facts() string {
	return fmt.Sprintf(j.by("请求人于公证处监督下取得被控方法的实施记录，型号 %03d，其步骤与请求人专利的权利要求一一对应。被请求人在展会和网店持续销售依照该方法直接获得的产品。",
		"请求人于公证处监督下购得被控产品，型号 %03d，其结构与请求人专利权利要求的技术特征一一对应。被请求人在展会和网店持续销售。",
		"请求人于公证处监督下购得被控产品，型号 %03d，其外观与请求人专利授权公告的图片近似。被请求人在展会和网店持续销售。"), 100+j.n)
}

// denial is the answer of the other side.
func (j *dispute) denial() string {
	return j.by("被控方法缺少专利的区别步骤，且所用方案早已公开。", "被控产品缺少专利的区别特征，且所用方案早已公开。", "被控产品与专利图片所示的外观差异明显，且该设计早已公开。")
}

// minutes is the record of a hearing.
func (j *dispute) minutes() string {
	return "主：现在进行口头审理，核对当事人身份。\n申：请求责令停止制造、销售。\n被：" + j.by("被控方法采用现有技术。", "被控产品采用现有技术。", "被控产品采用现有设计。") + "\n主：请双方对证据发表意见。"
}

// vote is the opinion of a member of the panel.
func (j *dispute) vote(outcome string) any {
	return &infringement.Vote{Outcome: outcome, Reason: j.by("逐项比对步骤后形成的意见。", "逐项比对技术特征后形成的意见。", "各视图逐一比对、整体观察后形成的意见。")}
}

// unclear is what the clerk asks where the request does not say on what it relies.
func (j *dispute) unclear() string {
	return j.by("请明确主张的权利要求。", "请明确主张的权利要求。", "请明确主张的设计以及对应的图片。")
}

// appraised is what an appraisal is to find out.
func (j *dispute) appraised() string {
	return j.by("检测被控方法的各步骤和参数。", "测定被控产品相应部件的结构和连接方式。", "测量被控产品各部分的尺寸和比例。")
}

// reason is the reasoning in its seven parts. A design is what the pictures show of the product
// (专利法第六十四条第二款); features are those of claims.
func (j *dispute) reason(outcome string) any {
	in := &infringement.Reason{ActFrom: j.days[0] - 60, InForce: "yes", InForceWhy: "专利登记簿副本显示行为日专利权有效。", Covers: "all", Acts: []string{"make", "sell"}, Business: "yes",
		ActsWhy: "公证书和网店页面证明被请求人制造、销售被控产品。", Outcome: outcome, Remedies: []string{"stop_make", "stop_sell", "unlist"},
		Scope:      j.by("以权利要求1的内容为准，说明书和附图用于解释权利要求的内容。", "以权利要求1的内容为准，说明书和附图用于解释权利要求的内容。", "以授权公告的图片表示的该产品的外观设计为准，简要说明用于解释图片所表示的该产品的外观设计（专利法第六十四条第二款）。"),
		Comparison: j.by("被控方法具备权利要求1的全部步骤。", "被控产品具备权利要求1的全部技术特征。", "二者产品种类相同，各视图的整体轮廓、各部分的比例和布局一致，差异仅在于局部细节。"),
		Conclusion: j.by("被控方法落入专利权的保护范围，侵权成立。", "被控产品落入专利权的保护范围，侵权成立。", "被控产品的外观设计与涉案专利近似，落入专利权的保护范围，侵权成立。")}
	if j.kind == '3' {
		in.SameClass, in.Viewer = "yes", "以一般消费者的知识水平和认知能力整体观察、综合判断，二者整体视觉效果无实质性差异。"
	}
	if outcome == "rejected" {
		in.Covers, in.Remedies, in.Comparison = "none", nil, j.by("被控方法缺少权利要求1的区别步骤。", "被控产品缺少权利要求1的区别技术特征。", "二者的整体轮廓和各部分的形状明显不同。")
		in.Conclusion = j.by("被控方法未落入专利权的保护范围，请求不能成立。", "被控产品未落入专利权的保护范围，请求不能成立。", "被控产品的外观设计与涉案专利不相同也不近似，未落入专利权的保护范围，请求不能成立。")
		if j.kind == '3' {
			in.Viewer = "以一般消费者的知识水平和认知能力整体观察、综合判断，二者整体视觉效果存在实质性差异。"
		}
	}
	if j.n%2 == 0 {
		in.Defences = []infringement.DefenceLine{{Code: "prior", Holds: "no", Why: j.by("对比文件没有公开全部步骤。", "对比文件没有公开全部技术特征。", "所举的在先设计与被控产品的整体视觉效果不同。")}}
	} else {
		in.NoDefence = true
	}
	return in
}
