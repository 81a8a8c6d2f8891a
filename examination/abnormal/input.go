package abnormal

import (
	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/examination/abnormal/indicator"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// Detect opens a lead about a group that the monitor or a national list brought up.
type Detect struct {
	Indicator string `json:"indicator" label:"指标" en:"Indicator" required:"true" max:"20"`

	found  *indicator.Finding
	listed []*Listed
	round  int
}

// Grow adds filings to a lead that nobody has noticed the party of yet.
type Grow struct {
	Filings int `json:"filings" label:"新增件数" en:"Filings added" min:"0" max:"100000"`

	found  *indicator.Finding
	listed []*Listed
}

// Enter is a lead that somebody of the center enters.
type Enter struct {
	Source string `json:"source" label:"线索来源" en:"Source" section:"线索=Lead" required:"true" options:"above=上级转办=From above,examiner=预审中发现=Found in examination,tip=举报投诉=Report,patrol=日常监测=Own look"`
	// By it the lead is counted beside those of the monitor.
	Indicator string `json:"indicator" label:"涉嫌的情形" en:"Suspected" required:"true" options:"*"`
	// Whom it concerns has registered or filed here: others are a matter of where they did.
	Subject string `json:"subject" label:"涉及的主体（名称或统一社会信用代码）" en:"Party, by name or code" required:"true" max:"120"`
	Cases   string `json:"cases" label:"涉及的预审案号" en:"Numbers of the filings" widget:"textarea" required:"true" max:"4000" help:"每行一个案号，须为该主体的案件" helpen:"One a line, all of this party"`
	Reason  string `json:"reason" label:"情况说明" en:"What was found" widget:"textarea" required:"true" max:"5000" secret:"true"`
}

// Grade says how urgent a lead is; who grades it takes it up.
type Grade struct {
	// It orders the work; nothing follows from it for the party.
	Grade  string `json:"grade" label:"级别" en:"Grade" widget:"radio" required:"true" options:"high=重点=High,usual=一般=Usual,low=较低=Low"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
}

// Assign names who leads the case.
type Assign struct {
	// Only who is not in a conflict of interest is offered.
	Handler string `json:"handler" label:"承办人" en:"Handler" required:"true" options:"*"`
	Reason  string `json:"reason" label:"说明" en:"Remark" max:"500"`
}

// Reasoned is a step that needs nothing but its reason.
type Reasoned struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"4000"`
}

// Notice asks the party to explain.
type Notice struct {
	// What is not ticked is not asked about, and no conclusion can name it.
	Cases []string `json:"cases" label:"请其说明的申请" en:"Filings to be explained" widget:"checkboxes" required:"true" options:"*" help:"只列本主体的申请；他人的申请不告知" helpen:"Of this party alone; what others filed is not told"`
	// What stands here the party reads: it names no other party.
	Facts string `json:"facts" label:"需要说明的情况" en:"What is to be explained" widget:"textarea" required:"true" max:"4000" help:"写明数据和理由；不得写入他人的申请内容、名称和联系方式" helpen:"Numbers and reasons, nothing of others"`
	// Named so that an honest applicant knows what helps (domain.md 6.6); none of it is demanded.
	Wants []string `json:"wants" label:"建议提供的证明" en:"Proof that helps" widget:"checkboxes" required:"true" options:"project=研发项目立项文件=Project papers,notebook=实验记录、研发日志=Laboratory notebooks,report=检测、试验报告=Test reports,sample=样机、样品照片=Prototypes or pictures,invoice=研发采购发票=Invoices,staff=研发人员社保=Insurance of the staff,contract=合作、委托开发合同=Contracts,licence=实施、许可、转让合同=Use or licence"`
}

// Explain is what the party says.
type Explain struct {
	// It is read by those who work on the case alone.
	Statement string `json:"statement" label:"情况说明" en:"Explanation" widget:"textarea" required:"true" min:"10" max:"8000" secret:"true" help:"逐件说明研发过程、与其他申请的区别、申请的理由" helpen:"For each filing: how it came about, how it differs, why it was filed"`
	// What was handed in, so that the check goes through each.
	Proofs []string `json:"proofs" label:"所附证明" en:"Proof handed in" widget:"checkboxes" options:"project=研发项目立项文件=Project papers,notebook=实验记录、研发日志=Laboratory notebooks,report=检测、试验报告=Test reports,sample=样机、样品照片=Prototypes or pictures,invoice=研发采购发票=Invoices,staff=研发人员社保=Insurance of the staff,contract=合作、委托开发合同=Contracts,licence=实施、许可、转让合同=Use or licence"`
	// They become one exhibit with its own number and custody.
	Files []form.File `json:"files" label:"证明文件" en:"Files" max:"20" size:"100M" help:"PDF、图片、办公文档或 ZIP；也可在“证据”中逐份提交并注明证明目的" helpen:"PDF, pictures, office files or ZIP; they can also be handed in one by one under “Evidence”"`
	casework.Behalf

	stored []evidence.File
}

// Withdraw reports that filings were withdrawn at the national office.
type Withdraw struct {
	// The others of the case are checked on.
	Cases []string `json:"cases" label:"已撤回的申请" en:"Filings withdrawn" widget:"checkboxes" required:"true" options:"*"`
	// A withdrawal counts by what the national office has received.
	Day   calendar.Day `json:"day" label:"向国家局提交撤回声明的日期" en:"Declared to CNIPA on" widget:"date" required:"true"`
	Paper string       `json:"paper" label:"回执或手续合格通知书编号" en:"Number of the receipt" required:"true" max:"60"`
	Note  string       `json:"note" label:"说明" en:"Remark" widget:"textarea" max:"3000" secret:"true"`
	Files []form.File  `json:"files" label:"撤回的证明" en:"Proof" max:"10" size:"50M"`
	casework.Behalf

	stored []evidence.File
}

// AskTime asks for more time.
type AskTime struct {
	// More than the center allows is asked in vain: the form of the head says how many.
	Days   int    `json:"days" label:"请求延长（工作日）" en:"Working days" required:"true" min:"1" max:"60"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
	casework.Behalf
}

// Extend grants more time.
type Extend struct {
	Days   int    `json:"days" label:"延长（工作日）" en:"Working days" required:"true" min:"1" max:"60"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
}

// Lapsed is a term that ran out.
type Lapsed struct{}

// Visit is the record of a visit at the party's.
type Visit struct {
	// A visit is recorded when it was made, never before.
	Day   calendar.Day `json:"day" label:"核查日期" en:"Day" widget:"date" required:"true"`
	Place string       `json:"place" label:"地点" en:"Place" required:"true" max:"200"`
	// Two at least go, as the center sets it; who was there is what a later dispute asks.
	People string `json:"people" label:"核查人员与在场人员" en:"Who was there" required:"true" max:"300"`
	Text   string `json:"text" label:"核查情况" en:"What was found" widget:"textarea" required:"true" max:"8000" secret:"true" help:"研发场地、设备、人员、原始记录等" helpen:"Rooms, equipment, staff, original records"`
}

// More asks for further explanations.
type More struct {
	Facts string `json:"facts" label:"需要补充说明的事项" en:"What is still to be explained" widget:"textarea" required:"true" max:"4000"`
}

// Check is the opinion of the second person.
type Check struct {
	// The head is free to decide otherwise, with other reasons.
	Proposal string `json:"proposal" label:"核查意见" en:"Opinion" widget:"radio" required:"true" options:"abnormal=属于非正常申请=Abnormal,clear=不属于非正常申请=Not abnormal,withdrawn=申请人已主动撤回=Withdrawn by the applicant"`
	// The kinds of article 3: a finding without one rests on nothing.
	Types []string `json:"types" label:"属于的情形" en:"Which conduct" widget:"checkboxes" options:"*" help:"认为属于非正常申请的必填" helpen:"Where it is abnormal"`
	// A finding is about filings, never about a party as a whole.
	Cases []string `json:"cases" label:"所涉申请" en:"Filings" widget:"checkboxes" options:"*" help:"认为属于非正常申请或已撤回的必填；未勾选的视为不属于" helpen:"Where abnormal or withdrawn; the others are not"`
	// What the party said must be answered, point by point.
	Proof  string `json:"proof" label:"对说明和证明的核查" en:"On the explanation and its proof" widget:"textarea" required:"true" max:"8000" secret:"true"`
	Reason string `json:"reason" label:"理由" en:"Reasons" widget:"textarea" required:"true" max:"8000" secret:"true"`
}

// Conclude is the conclusion.
type Conclude struct {
	// Only the first of them can become a fact, and only once it has taken effect.
	Result string   `json:"result" label:"结论" en:"Conclusion" widget:"radio" required:"true" options:"abnormal=属于非正常申请=Abnormal,clear=不属于非正常申请=Not abnormal,withdrawn=申请人已主动撤回=Withdrawn by the applicant"`
	Types  []string `json:"types" label:"属于的情形" en:"Which conduct" widget:"checkboxes" options:"*" help:"认定属于非正常申请的必填" helpen:"Where it is abnormal"`
	Cases  []string `json:"cases" label:"所涉申请" en:"Filings" widget:"checkboxes" options:"*" help:"认定属于非正常申请或已撤回的必填" helpen:"Where abnormal or withdrawn"`
	// The party reads both: they say nothing of what others filed.
	Facts  string `json:"facts" label:"查明的事实" en:"Facts" widget:"textarea" required:"true" max:"8000" help:"写入结论书" helpen:"They stand in the paper"`
	Reason string `json:"reason" label:"理由" en:"Reasons" widget:"textarea" required:"true" max:"8000" help:"写入结论书；对当事人的说明逐项回应" helpen:"They stand in the paper and answer each point of the party"`
}

// Object is the objection of the party.
type Object struct {
	Statement string      `json:"statement" label:"异议理由" en:"Grounds" widget:"textarea" required:"true" min:"10" max:"8000" secret:"true"`
	Files     []form.File `json:"files" label:"补充证明" en:"Further proof" max:"20" size:"100M"`
	casework.Behalf

	stored []evidence.File
}

// Accept says that the party does not object, by which the finding takes effect at once.
type Accept struct {
	// It ends the time to object, so it is asked for in words.
	Confirm bool `json:"confirm" label:"已收到结论书，对认定没有异议" en:"The paper was received and nothing is objected to" required:"true"`
	casework.Behalf
}

// Report is the report to the offices above.
type Report struct {
	// Which office wants it differs by place.
	To   string       `json:"to" label:"报送" en:"To" required:"true" options:"省知识产权局=Provincial office,国家知识产权局=National office,省知识产权局、国家知识产权局=Both"`
	Day  calendar.Day `json:"day" label:"报送日期" en:"Day" widget:"date" required:"true"`
	Way  string       `json:"way" label:"报送方式" en:"Way" required:"true" options:"网上报送=Online,机要或邮寄=By post,当面报送=In person"`
	Note string       `json:"note" label:"需要说明的情况" en:"Remark" widget:"textarea" max:"2000"`
}

// Answer is what the office above says.
type Answer struct {
	Body   string       `json:"body" label:"作出单位" en:"Office" required:"true" max:"120"`
	Number string       `json:"number" label:"文号" en:"Number" required:"true" max:"80"`
	Day    calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
	// A finding that the office does not share is revoked; one that is checked anew does not stand meanwhile.
	Result string `json:"result" label:"结果" en:"Result" widget:"radio" required:"true" options:"agreed=同意核查结论=Agreed,refused=不认可认定，应予撤销=Finding not shared,again=退回重新核查=Check again"`
	Text   string `json:"text" label:"内容" en:"What it says" widget:"textarea" max:"4000"`
}

// Revoke sets an effective finding aside.
type Revoke struct {
	// What others decided is named by its number; an own correction has none.
	Ground string `json:"ground" label:"撤销的根据" en:"Ground" required:"true" options:"复议决定=Reconsideration,法院判决=Judgment,上级纠正=Corrected from above,自行纠正=Own correction"`
	Number string `json:"number" label:"文号" en:"Number" max:"80" help:"复议决定、判决或上级文件的文号；自行纠正的不填" helpen:"Of the decision or judgment; none for an own correction"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"4000"`
}
