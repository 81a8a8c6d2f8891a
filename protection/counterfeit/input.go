package counterfeit

import (
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
	"zhibao/protection/counterfeit/reporter"
)

// Reported is what somebody outside the center reports.
type Reported struct {
	Suspect string `json:"suspect" label:"被举报人（生产者或销售者）" en:"Who is reported" section:"线索=Lead" required:"true" max:"120" help:"单位或个人名称；网店写店铺名称" helpen:"Name of the firm, person or shop"`
	// Whoever reports rarely knows it; the officer looks it up.
	Code    string `json:"code" label:"统一社会信用代码" en:"Unified social credit code" widget:"uscc" rule:"uscc" help:"知道的请填写" helpen:"If known"`
	Address string `json:"address" label:"地址或网址" en:"Address or web address" required:"true" max:"300" help:"违法行为发生的地点、店铺地址或商品链接" helpen:"Where it happens: place, shop or link"`
	Product string `json:"product" label:"涉及的产品" en:"Product" required:"true" max:"120"`
	// The numbers are read out of these words, so they are copied and not retyped.
	Label string `json:"label" label:"专利标识原文" en:"Words of the marking" widget:"textarea" max:"2000" help:"照抄产品、包装、说明书或网页上的专利号和文字，可有多个号码" helpen:"As they stand on the product, packing, instructions or page; several numbers may occur"`
	Text  string `json:"text" label:"情况说明" en:"What happened" widget:"textarea" required:"true" max:"5000"`
	// Conduct that goes on has no end from which the two years count.
	Last calendar.Day `json:"last" label:"最近一次发现的日期" en:"Last seen on" widget:"date" required:"true"`
	// A report may be anonymous; who reports is kept from who is reported.
	Who   string `json:"who" label:"举报人姓名或单位" en:"Your name" section:"举报人=Reporter" max:"120" help:"可以匿名；匿名的只能凭回执查询码查询进度" helpen:"May stay empty; the code on the receipt then is the only way to ask"`
	Phone string `json:"phone" label:"联系电话" en:"Phone" widget:"phone" rule:"phone"`
	Reply string `json:"reply" label:"答复方式" en:"How to answer" options:"code=凭查询码自行查询=By the code on the receipt,phone=电话答复=By phone,post=书面答复=By post" required:"true"`

	given *reporter.Identity // what was typed, once Who holds the alias: a step may run twice
}

// NewLead is a lead as somebody of the center enters it.
type NewLead struct {
	Source string `json:"source" label:"线索来源" en:"Source" required:"true" options:"patrol=巡查=Patrol,12330=12330举报=Hotline 12330,12315=12315举报=Hotline 12315,counter=来访来信举报=Counter or letter,transfer=其他机关移送=Transferred,ecommerce=电商抽检=E-commerce sampling"`
	From   string `json:"from" label:"移送机关或工单号" en:"Transferring authority or ticket" max:"120" help:"移送的写机关名称，12330、12315 写工单号" helpen:"Authority, or number of the hotline's ticket"`
	// A lead may be entered days after it came: the term counts from when it came.
	Arrived calendar.Day `json:"arrived" label:"发现或收到日期" en:"Found or received on" widget:"date" required:"true" help:"立案期限自次日起算" helpen:"The time for filing begins on the next day"`
	Reported
}

// Assign names who works on the case: the officer in charge and a second one; at least two must act
// together (行政处罚法第四十二条).
type Assign struct {
	Handler string `json:"handler" label:"承办人" en:"Officer in charge" required:"true" options:"*"`
	// Two act together, so both are named from the beginning.
	Other  string `json:"other" label:"协办人" en:"Second officer" required:"true" options:"*" help:"执法应由两名以上具有执法资格的人员进行" helpen:"At least two qualified officers act together"`
	Reason string `json:"reason" label:"说明" en:"Remark" max:"500"`
}

// Reasoned is a step that needs nothing but its reason.
type Reasoned struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
}

// An Officer acts outside with a card (执法证件).
type Officer struct {
	Name string `json:"name" label:"姓名" en:"Name" required:"true" max:"60"`
	Card string `json:"card" label:"执法证号" en:"Card number" required:"true" max:"40"`
}

// Present says who acted and that they showed who they are (行政处罚法第四十二条、第五十五条).
type Present struct {
	Day      calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
	Place    string       `json:"place" label:"地点" en:"Place" required:"true" max:"300"`
	Officers []Officer    `json:"officers" label:"执法人员" en:"Officers" required:"true" max:"8"`
	// An act without it is void in a dispute, so the form does not let it pass.
	Shown   bool   `json:"shown" label:"已主动出示执法证件，告知权利义务" en:"Cards were shown and rights explained"`
	Witness string `json:"witness" label:"当事人或在场人" en:"Person present" max:"120" help:"当事人拒绝签字或不在场的，写见证人" helpen:"Where the person refuses or is absent, the witness"`
}

// Verify is what was found when a lead was looked into.
type Verify struct {
	Day  calendar.Day `json:"day" label:"核查日期" en:"Day" widget:"date" required:"true"`
	Way  string       `json:"way" label:"核查方式" en:"Way" required:"true" options:"online=网上核查=Online,site=现场核查=On site,record=查询专利登记=Patent records,phone=电话核实=By phone"`
	Text string       `json:"text" label:"核查情况" en:"What was found" widget:"textarea" required:"true" max:"5000"`
	// The verdicts are kept as they were on the day: the ledger may change.
	Marked string `json:"marked" label:"核验的专利标识原文" en:"Words of the marking" widget:"textarea" max:"2000" help:"填写后逐个号码核验并记入案件" helpen:"Each number in it is checked and the verdict kept"`
}

// Propose is the officer's proposal to file (立案审批表).
type Propose struct {
	Conducts []string `json:"conducts" label:"涉嫌的违法行为" en:"Suspected conduct" required:"true" options:"*"`
	Facts    string   `json:"facts" label:"主要事实与线索证据" en:"Facts and evidence" widget:"textarea" required:"true" max:"5000"`
	// From it count the two years of 行政处罚法第三十六条.
	Ended calendar.Day `json:"ended" label:"行为终了之日" en:"Conduct ended on" widget:"date" help:"违法行为仍在继续的不填" helpen:"Empty while it goes on"`
	// It decides whose competence it is, and in whose name the papers of the case are.
	Division string `json:"division" label:"违法行为发生地（行政区划代码）" en:"Division where it happened" required:"true" max:"6" help:"六位数字，例如 330108；据此核对执法委托的地域" helpen:"Six digits, for example 330108; entrustments are limited to an area"`
	Within   bool   `json:"within" label:"属于本机关管辖，有初步证据，依法可能给予行政处罚" en:"Within the competence, with first evidence, and punishable"`
}

// File is the approval to file.
type File struct {
	Remark string `json:"remark" label:"审批意见" en:"Opinion" max:"1000"`
}

// Refuse ends a lead without a case.
type Refuse struct {
	Ground string `json:"ground" label:"不予立案的理由" en:"Ground" required:"true" options:"none=没有违法事实=No breach,slight=违法行为轻微并及时改正=Slight and corrected,late=超过二年追责期限=Older than two years,elsewhere=不属于本机关管辖=Not competent,unfound=线索不明，无法核实=Cannot be verified,twice=同一行为已立案=Filed already,lawful=终止前依法标注、终止后销售，不属于假冒=Lawfully marked before the end"`
	Reason string `json:"reason" label:"具体说明" en:"In detail" widget:"textarea" required:"true" max:"3000"`
	// Who reported under a name waits for an answer.
	Told bool `json:"told" label:"向举报人答复结果" en:"Answer the reporter"`
}

// Refer hands a lead to the authority that is competent.
type Refer struct {
	To     string `json:"to" label:"移送机关" en:"To" required:"true" max:"120"`
	Reason string `json:"reason" label:"移送理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
}

// Identify says who is investigated. From then on the person sees the case and what was served.
type Identify struct {
	Name    string `json:"name" label:"当事人名称或姓名" en:"Name" required:"true" max:"120"`
	Code    string `json:"code" label:"统一社会信用代码或证件号码" en:"Code" required:"true" max:"40"`
	Sort    string `json:"sort" label:"当事人类别" en:"Sort" required:"true" options:"unit=法人或其他组织=Firm or organisation,person=公民=Natural person,trader=个体工商户=Sole trader"`
	Address string `json:"address" label:"住所或经营场所" en:"Address" required:"true" max:"300"`
	Legal   string `json:"legal" label:"法定代表人（负责人、经营者）" en:"Representative" max:"60"`
	Phone   string `json:"phone" label:"联系电话" en:"Phone" max:"40"`
	// Electronic service needs the written agreement of the person (行政处罚法第六十一条).
	Online bool `json:"online" label:"已签送达地址确认书，同意电子送达到平台账号" en:"Agreed in writing to be served in the account of the platform" help:"行政处罚法第六十一条；无平台账号或未同意的，按直接、留置、邮寄、公告方式送达" helpen:"Otherwise papers are served in person, by leaving, by post or by notice"`
}

// Inspect is the record of an inspection (现场检查笔录).
type Inspect struct {
	Present
	Begin string `json:"begin" label:"起止时间" en:"From – to" required:"true" max:"40" help:"例如 09:30–11:20" helpen:"For example 09:30–11:20"`
	Text  string `json:"text" label:"检查情况" en:"What was found" widget:"textarea" required:"true" max:"8000"`
	// A refusal to sign is no obstacle, but it needs a witness.
	Signs string `json:"signs" label:"签字情况" en:"Signed" required:"true" options:"signed=当事人已签字=Signed by the person,refused=拒绝签字，见证人在场=Refused before a witness,absent=当事人未到场=Absent"`
}

// Interview is the record of an interview (询问笔录).
type Interview struct {
	Present
	Person string `json:"person" label:"被询问人" en:"Person" required:"true" max:"120"`
	Text   string `json:"text" label:"笔录" en:"Record" widget:"textarea" required:"true" max:"20000"`
}

// Copy is what was consulted or copied.
type Copy struct {
	Present
	Items []Paper `json:"items" label:"资料" en:"Documents" required:"true" max:"50"`
}

// A Paper is one document that was consulted or copied.
type Paper struct {
	Name  string `json:"name" label:"资料名称" en:"Document" required:"true" max:"120"`
	Pages int    `json:"pages" label:"页数" en:"Pages" min:"1" max:"100000"`
	Where string `json:"where" label:"原件存放处" en:"Original kept at" max:"120"`
}

// Mark keeps a check of markings in the case.
type Mark struct {
	Day    calendar.Day `json:"day" label:"核验时点" en:"As of" widget:"date" required:"true" help:"标注、销售或者发现之日" helpen:"Day of marking, sale or discovery"`
	Label  string       `json:"label" label:"专利标识原文" en:"Words of the marking" widget:"textarea" required:"true" max:"4000"`
	Where  string       `json:"where" label:"标识所在" en:"Where it stands" max:"200" help:"产品、包装、说明书、网页" helpen:"Product, packing, instructions, page"`
	Lawful calendar.Day `json:"made" label:"产品标注（生产）日期" en:"Marked on" widget:"date" help:"终止前依法标注的，终止后销售不属于假冒" helpen:"What was marked lawfully before the end is no counterfeit"`
}

// Test has something tested; the time of the test is not counted (行政强制法第二十五条).
type Test struct {
	Body  string `json:"body" label:"检测、鉴定机构" en:"Body" required:"true" max:"120"`
	Items string `json:"items" label:"检测、鉴定的物品和事项" en:"What is tested" widget:"textarea" required:"true" max:"2000"`
	// The person is told until when the days of the seizure stand still.
	Until calendar.Day `json:"until" label:"预计完成日期" en:"Expected by" widget:"date" required:"true"`
	Told  bool         `json:"told" label:"已将检测、鉴定期间书面告知当事人" en:"The person was told of the time in writing"`
}

// Tested is the result of a test.
type Tested struct {
	Result string `json:"result" label:"检测、鉴定结果" en:"Result" widget:"textarea" required:"true" max:"4000"`
	Told   bool   `json:"told" label:"结果已书面告知当事人" en:"The person was told in writing"`
}

// Suspend stops the investigation for a reason.
type Suspend struct {
	Ground string `json:"ground" label:"中止原因" en:"Ground" required:"true" options:"invalidity=相关专利正在宣告无效程序中=Invalidity pending,ownership=专利权属纠纷未决=Ownership pending,depends=须以另案结果为依据=Depends on another case,missing=当事人下落不明=Person cannot be found,force=不可抗力=Force majeure,other=其他=Other"`
	Reason string `json:"reason" label:"说明" en:"In detail" widget:"textarea" required:"true" max:"2000"`
}

// AskExtend asks for more time.
type AskExtend struct {
	Clock  string `json:"clock" label:"期限" en:"Term" required:"true" options:"month=办案期限=Decision,ninety=处罚决定期限=Penalty law"`
	Days   int    `json:"days" label:"延长天数（日）" en:"Days" required:"true" min:"1" max:"365"`
	Reason string `json:"reason" label:"案情复杂的理由" en:"Why it is complex" widget:"textarea" required:"true" max:"2000"`
}

// Extend grants more time.
type Extend struct {
	Clock string `json:"clock" label:"期限" en:"Term" required:"true" options:"month=办案期限=Decision,ninety=处罚决定期限=Penalty law"`
	Days  int    `json:"days" label:"延长天数（日）" en:"Days" required:"true" min:"1" max:"365"`
	// The ninety days give way to a law, regulation or rule alone, which has to be named.
	Basis  string `json:"basis" label:"延长的依据" en:"Basis" max:"200" help:"延长行政处罚法第六十条期限的，须写明另有规定的法律、法规、规章条款" helpen:"For the ninety days, the provision that allows it"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
}

// An Item is one kind of thing that was sampled, registered or seized.
type Item struct {
	Name  string        `json:"name" label:"物品名称" en:"Item" required:"true" max:"120"`
	Model string        `json:"model" label:"规格型号、批号" en:"Model, batch" max:"120"`
	Count int           `json:"count" label:"数量" en:"Count" required:"true" min:"1" max:"100000000"`
	Unit  string        `json:"unit" label:"单位" en:"Unit" max:"20"`
	Price conduct.Money `json:"price" label:"标价或单价（元）" en:"Price (yuan)" max:"20"`
	State string        `json:"state" label:"特征与专利标识" en:"Look and marking" max:"300"`
}
