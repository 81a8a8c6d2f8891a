package counterfeit

import "zhibao/law/calendar"

// Sample is a taking of samples (抽样取证).
type Sample struct {
	Present
	Items []Item `json:"items" label:"样品" en:"Samples" required:"true" max:"100"`
	Base  string `json:"base" label:"抽样基数与方法" en:"Population and method" required:"true" max:"300"`
	Kept  string `json:"kept" label:"封样与保存" en:"Sealing and keeping" max:"300"`
}

// The two measures that the head has to approve.
const (
	Preserving = "preserve"
	Seizing    = "seize"
)

// Allow is the head's approval of a measure, before it or, in urgent cases, right after it.
type Allow struct {
	Measure string `json:"measure" label:"取证措施" en:"Measure" required:"true" options:"preserve=先行登记保存=Register for preservation,seize=查封扣押=Seal or seize"`
	Scope   string `json:"scope" label:"对象与范围" en:"What it covers" widget:"textarea" required:"true" max:"2000"`
	Reason  string `json:"reason" label:"必要性" en:"Why it is necessary" widget:"textarea" required:"true" max:"2000"`
}

// Secure is what both measures need: who was there, what was taken, and on whose word.
type Secure struct {
	Present
	Items  []Item `json:"items" label:"物品清单" en:"Items" required:"true" max:"100"`
	Keeper string `json:"keeper" label:"保存地点与保管人" en:"Kept where and by whom" required:"true" max:"300"`
	// What was urgent is approved afterwards; until then the page of the case says so in red.
	Urgent bool `json:"urgent" label:"情况紧急，当场采取措施后补办批准" en:"Urgent: approval follows" help:"须在二十四小时内由负责人补办批准" helpen:"The head has to approve within twenty-four hours"`
}

// Preserve registers evidence that may be lost (先行登记保存).
type Preserve struct {
	Secure
	// Only evidence that may be lost is registered; anything else is copied.
	Danger string `json:"danger" label:"可能灭失或者以后难以取得的情形" en:"Why it may be lost" required:"true" max:"500"`
}

// Dispose decides what becomes of what was registered, within seven working days.
type Dispose struct {
	// What was registered cannot stay registered: each way but the first leads to another step.
	Way    string `json:"way" label:"处理决定" en:"Decision" required:"true" options:"copied=记录、复制、拍照后退还=Recorded and returned,returned=无须保存，退还=Returned,seized=转为查封扣押=Seized,tested=送检测鉴定=Sent to be tested,confiscate=拟依法没收=To be confiscated"`
	Reason string `json:"reason" label:"说明" en:"Remark" widget:"textarea" required:"true" max:"2000"`
}

// Seize seals or seizes products that are proven to be counterfeit (专利法第六十九条).
type Seize struct {
	Secure
	// Only what is proven to be counterfeit may be seized (专利法第六十九条).
	Proven string `json:"proven" label:"有证据证明是假冒专利的产品的依据" en:"What proves that they are counterfeit" widget:"textarea" required:"true" max:"2000"`
	// 行政强制法第十八条 wants it on the spot.
	Rights bool `json:"rights" label:"已当场告知理由、依据和救济途径，听取陈述申辩" en:"Reasons and remedies were explained and the person heard"`
}

// Prolong prolongs a seizure once, by at most the time that the law allows.
type Prolong struct {
	// At most what the setting allows, which is the number of the law.
	Days   int    `json:"days" label:"延长天数（日）" en:"Days" required:"true" min:"1" max:"30"`
	Reason string `json:"reason" label:"情况复杂的理由" en:"Why it is complex" widget:"textarea" required:"true" max:"2000"`
}

// Release ends a seizure.
type Release struct {
	Way    string `json:"way" label:"处理方式" en:"Way" required:"true" options:"lifted=解除，退还当事人=Lifted and returned,confiscated=依法没收=Confiscated,destroyed=依法销毁=Destroyed,transferred=随案移送=Transferred with the case"`
	Reason string `json:"reason" label:"说明" en:"Remark" widget:"textarea" required:"true" max:"2000"`
}

// Conclude is the report of the investigation (调查终结报告).
type Conclude struct {
	Findings
	Reviewer string `json:"reviewer" label:"法制审核人" en:"Legal reviewer" required:"true" options:"*" section:"送审=Review"`
}

// Served says how and when a paper reached the person.
type Served struct {
	Way string       `json:"way" label:"送达方式" en:"Way" required:"true" options:"direct=直接送达=In person,left=留置送达=By leaving,post=邮寄送达=By post,account=电子送达=Electronically,entrusted=委托送达=By another authority,notice=公告送达=By public notice"`
	Day calendar.Day `json:"day" label:"送达日期" en:"Served on" widget:"date" required:"true" help:"公告送达的，写公告期满之日" helpen:"For a public notice, the day on which its time was over"`
	Who string       `json:"who" label:"签收人或见证人" en:"Received or witnessed by" required:"true" max:"120"`
	// What proves the service goes into the file with it.
	Proof string `json:"proof" label:"送达回证、快递单号或公告出处" en:"Proof" required:"true" max:"200"`
}
