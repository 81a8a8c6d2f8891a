package infringement

import (
	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
	"zhibao/protection/infringement/matter"
)

// Panel appoints who tries the case.
type Panel struct {
	Leader   string   `json:"leader" label:"合议组长（承办人）" en:"Presiding (handler)" widget:"select" options:"*" required:"true"`
	Members  []string `json:"members" label:"合议组成员" en:"Members" options:"*" help:"合议组连同组长不少于三人且为单数；简易程序的人数按本中心规定" helpen:"With the presiding member three or more and an odd number"`
	Recorder string   `json:"recorder" label:"书记员" en:"Recorder" widget:"select" options:"*"`
	Reviewer string   `json:"reviewer" label:"法制审核人" en:"Legal reviewer" widget:"select" options:"*" required:"true"`
}

// Replace changes the panel.
type Replace struct {
	Out    string `json:"out" label:"退出的成员" en:"Who leaves" widget:"select" options:"*" required:"true"`
	In     string `json:"in" label:"接替的成员" en:"Who takes over" widget:"select" options:"*" required:"true"`
	Why    string `json:"why" label:"原因" en:"Why" widget:"radio" required:"true" options:"recusal=回避=Recusal,leave=请假或调岗=Leave or transfer,other=其他=Other"`
	Reason string `json:"reason" label:"说明" en:"Remark" max:"500"`
}

// Investigator appoints a technical investigator.
type Investigator struct {
	Expert string `json:"expert" label:"技术调查官" en:"Investigator" widget:"select" options:"*" required:"true"`
	Issue  string `json:"issue" label:"需查明的技术问题" en:"Questions" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Text is a text and nothing else.
type Text struct {
	Text string `json:"text" label:"内容" en:"Text" widget:"textarea" required:"true" max:"5000" secret:"true"`
}

// Extend lengthens the term of the rule text.
type Extend struct {
	By     string `json:"by" label:"延长" en:"By" required:"true" max:"20" help:"如 1个月；不超过适用规定允许的上限" helpen:"For example 1 month; at most what the rule text allows"`
	Reason string `json:"reason" label:"案情复杂的理由" en:"Why the case is complex" widget:"textarea" required:"true" max:"500"`
}

// ServeParty names whom a step is about.
type ServeParty struct {
	Party string `json:"party" label:"受送达人" en:"Who was served" widget:"select" options:"*" required:"true"`
}

// Serve records how a paper reached a party.
type Serve struct {
	ServeParty
	Channel string       `json:"channel" label:"送达方式" en:"How" widget:"select" required:"true" options:"account=电子送达=Electronic,post=邮寄=Post,person=直接送达=In person,leave=留置送达=Left behind,notice=公告=Public notice"` // a party without account is never served electronically
	Day     calendar.Day `json:"day" label:"送达（公告）日期" en:"Day" widget:"date" required:"true" help:"邮寄的填签收日，公告的填公告日" helpen:"Of the receipt; of the notice"`                                                         // the legal day of the service
	Proof   form.File    `json:"proof" label:"送达回证或凭证" en:"Proof" accept:".pdf,.jpg,.png" size:"20M" help:"电子送达的不需要，由系统记录" helpen:"Not for electronic service"`                                                     // stays on the file
	secrecy.Declared
	stored []document.File
}

// Answer is the answer of a respondent.
type Answer struct {
	casework.Behalf
	Text     string      `json:"text" label:"答辩意见" en:"Answer" widget:"textarea" required:"true" max:"5000" secret:"true"`
	Defences []string    `json:"defences" label:"提出的抗辩" en:"Defences" options:"prior=现有技术、现有设计=Prior art,exhausted=权利用尽=Exhaustion,prioruse=先用权=Prior use,transit=临时过境=Transit,research=科学研究=Research,approval=行政审批=Regulatory approval,source=合法来源=Legitimate source,licence=已获许可=Licence"`
	Files    []form.File `json:"files" label:"附件" en:"Files" accept:".pdf,.docx,.jpg,.png" size:"50M" max:"20"`
	secrecy.Declared
	stored []matter.Doc
}

// Ask asks for something.
type Ask struct {
	casework.Behalf
	What   string      `json:"what" label:"申请事项" en:"What for" widget:"select" required:"true" options:"suspend=中止处理=Suspension,recuse=回避=Recusal,jurisdiction=管辖异议=Jurisdiction,appraise=鉴定=Appraisal,preserve=证据保全=Preservation,collect=调查取证=Taking of evidence,delay=延期举证=More time,postpone=延期口头审理=Postponement,join=追加当事人=Joinder,ordinary=转为普通程序=Ordinary procedure,closed=不公开审理=Closed hearing,mediate=调解=Mediation"`
	Reason string      `json:"reason" label:"事实与理由" en:"Reasons" widget:"textarea" required:"true" max:"3000" secret:"true"`
	Files  []form.File `json:"files" label:"证明材料" en:"Proof" accept:".pdf,.docx,.jpg,.png" size:"50M" max:"10"`
	secrecy.Declared
	stored []matter.Doc
}

// Rule decides on what was asked.
type Rule struct {
	Ask    string `json:"ask" label:"申请" en:"What was asked" widget:"select" options:"*" required:"true"`
	Grant  string `json:"grant" label:"决定" en:"Decision" widget:"radio" required:"true" options:"yes=同意=Granted,no=不同意=Refused"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Amend changes the request.
type Amend struct {
	casework.Behalf
	Claims   string      `json:"claims" label:"变更后主张的权利要求" en:"Claims asserted now" required:"true" max:"500" secret:"true" help:"专利权被宣告部分无效的，须在维持有效的权利要求范围内" helpen:"Within what survived a partial invalidation"`
	Remedies []string    `json:"remedies" label:"变更后的请求事项" en:"Remedies now" options:"stop_make=停止制造，销毁模具和专用设备=Stop making,stop_use=停止使用=Stop using,stop_offer=停止许诺销售=Stop offering,stop_sell=停止销售=Stop selling,stop_import=停止进口=Stop importing,unlist=删除、断开网上链接=Take down listings,destroy=销毁库存=Destroy the stock" help:"不变的不选" helpen:"Only where they change"`
	Reason   string      `json:"reason" label:"理由" en:"Reason" widget:"textarea" max:"1000" secret:"true"`
	Files    []form.File `json:"files" label:"材料" en:"Papers" accept:".pdf,.docx,.jpg,.png" size:"50M" max:"10"`
	secrecy.Declared
	stored []matter.Doc
}

// Inspect records what was done on site.
type Inspect struct {
	Day      calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
	Place    string       `json:"place" label:"地点" en:"Place" required:"true" max:"200"`
	Officers []string     `json:"officers" label:"执法人员" en:"Officers" options:"*" required:"true" help:"不少于两人，并出示证件" helpen:"Two or more, who show their cards"`
	Present  string       `json:"present" label:"在场人" en:"Present" max:"200"`
	Refused  bool         `json:"refused" label:"当事人拒绝检查或拒绝签名" en:"Entry or signature was refused"`
	Text     string       `json:"text" label:"笔录" en:"Record" widget:"textarea" required:"true" max:"5000" secret:"true"`
	Files    []form.File  `json:"files" label:"笔录、照片、清单" en:"Files" accept:".pdf,.jpg,.png,.mp4" size:"200M" max:"30"`
	secrecy.Declared
	stored []matter.Doc
}

// Mediate records mediation.
type Mediate struct {
	Day    calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
	Result string       `json:"result" label:"结果" en:"Result" widget:"radio" required:"true" options:"agreed=达成协议=Agreed,failed=未达成协议=Failed,continue=继续调解=Goes on"`
	Text   string       `json:"text" label:"调解记录" en:"Record" widget:"textarea" required:"true" max:"5000" secret:"true"`
	Files  []form.File  `json:"files" label:"签名的记录或协议" en:"Signed record" accept:".pdf,.jpg,.png" size:"50M" max:"10"`
	secrecy.Declared
	stored []matter.Doc
}

// Suspend stops the case.
type Suspend struct {
	Grounds []string `json:"grounds" label:"中止事由" en:"Grounds" required:"true" options:"invalidation=无效宣告请求被受理且理由并非明显不成立=Invalidation requested,death=当事人死亡=A party died,merger=当事人终止=A party ended,capacity=丧失行为能力=Lost capacity,ownership=权属纠纷=Ownership,force=不可抗拒的事由=Force majeure,dependent=以另一案为依据=Depends on another case,other=其他=Other"`
	Against []string `json:"against" label:"不予中止的情形" en:"Reasons to go on" options:"report=评价报告未发现问题=Report found no defect,known=公知技术证据充分=Known technique proven,weak=无效理由明显不充分=Weak grounds" help:"有其中之一的，一般不因无效宣告请求中止；仍要中止的须写明理由" helpen:"Then a case does not usually stop for an invalidation"` // practice of the courts, to be weighed
	Number  string   `json:"number" label:"无效宣告案件编号或另案案号" en:"Number of the other case" max:"60"`                                                                                                                                                                                                    // of the case that is waited for
	Reason  string   `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Appraise orders an appraisal.
type Appraise struct {
	Body  string       `json:"body" label:"鉴定机构" en:"By whom" required:"true" max:"120"`
	Issue string       `json:"issue" label:"鉴定事项" en:"Questions" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Until calendar.Day `json:"until" label:"要求完成日期" en:"Wanted by" widget:"date"`
}

// Appraised records the opinion.
type Appraised struct {
	Text  string      `json:"text" label:"鉴定意见要点" en:"Opinion" widget:"textarea" required:"true" max:"3000" secret:"true"`
	Files []form.File `json:"files" label:"鉴定意见书" en:"Report" accept:".pdf" size:"50M" max:"5"`
	secrecy.Declared
	stored []matter.Doc
}
