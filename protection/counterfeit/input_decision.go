package counterfeit

import (
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/conduct"
)

// Findings are what an investigation found and what it proposes.
type Findings struct {
	// More than one kind may be found; the gravest decides on the ceiling.
	Conducts []string `json:"conducts" label:"认定的违法行为" en:"Conduct found" section:"调查结论=Findings" required:"true" options:"*"`
	Facts    string   `json:"facts" label:"违法事实" en:"Facts" widget:"textarea" required:"true" max:"10000"`
	Evidence string   `json:"evidence" label:"证据" en:"Evidence" widget:"textarea" required:"true" max:"10000" help:"每行一项" helpen:"One a line"`
	// The ceiling of the fine depends on it: none or few, or five times.
	Gains conduct.Money `json:"gains" label:"违法所得（元）" en:"Illegal gains (yuan)" max:"20" help:"没有违法所得的写 0" helpen:"0 where there are none"`
	Value conduct.Money `json:"value" label:"货值金额（元）" en:"Value of the goods (yuan)" max:"20"`
	Ended calendar.Day  `json:"ended" label:"行为终了之日" en:"Conduct ended on" widget:"date" help:"仍在继续的不填" helpen:"Empty while it goes on"`
	// It turns a penalty into an order to stop, so it needs proof.
	Unknown  bool   `json:"unknown" label:"销售者不知道是假冒专利的产品，且能证明合法来源" en:"The seller did not know, and the source is proven"`
	Source   string `json:"source" label:"合法来源的证据" en:"Proof of the source" max:"1000" help:"供货单位、合同、发票、付款凭证" helpen:"Supplier, contract, invoice, payment"`
	Degree   string `json:"degree" label:"从重、从轻、减轻或不予处罚的情节" en:"Circumstances" widget:"textarea" max:"3000"`
	Proposal string `json:"proposal" label:"处理建议" en:"Proposal" section:"处理建议=Proposal" required:"true" options:"penalty=给予行政处罚=Penalty,correct=责令改正（标识不规范）=Order to correct,stop=责令停止销售（不知情且来源合法）=Order to stop selling,exempt=不予行政处罚=No penalty,withdraw=撤销案件=Withdraw the case,police=移送公安机关=Transfer to the police"`
	Sanction
}

// Sanction is what is imposed.
type Sanction struct {
	// Amounts are 分 inside and 元 outside, so that nothing is rounded.
	Fine    conduct.Money `json:"fine" label:"罚款（元）" en:"Fine (yuan)" max:"20"`
	Forfeit conduct.Money `json:"forfeit" label:"没收违法所得（元）" en:"Gains confiscated (yuan)" max:"20"`
	Warn    bool          `json:"warn" label:"警告（仅细则第一百条的行为）" en:"Warning (article 100 only)"`
	// 专利法第六十八条 orders the correction beside every penalty.
	Orders string `json:"orders" label:"责令改正的内容" en:"What is to be corrected" widget:"textarea" max:"3000" help:"停止标注、消除标识、停止销售、停止发放说明书等，每行一项" helpen:"One a line"`
}

// Review is the opinion of the legal review (法制审核意见).
type Review struct {
	// All of them: a point that fails sends the case back.
	Checks  []string `json:"checks" label:"审核要点" en:"Checked" required:"true" options:"power=主体合法、人员有执法资格=Competent authority and officers,facts=事实清楚、证据合法充分=Facts and evidence,law=适用法律、法规、规章准确=Law applied,scale=裁量适当=Discretion,procedure=程序合法=Procedure,paper=文书完备、规范=Papers,crime=是否涉嫌犯罪已审查=Crime considered"`
	Opinion string   `json:"opinion" label:"审核意见" en:"Opinion" widget:"textarea" required:"true" max:"4000"`
}

// Notify is the notice of what is intended (行政处罚事先告知、听证告知).
type Notify struct {
	Findings string `json:"findings" label:"告知的事实、理由和依据" en:"Facts, reasons and basis" widget:"textarea" required:"true" max:"10000"`
	Sanction
	// It may be offered below the amounts, never withheld above them.
	Hearing bool `json:"hearing" label:"告知要求听证的权利" en:"Tell of the right to a hearing" help:"达到本中心听证标准的必须告知" helpen:"Obligatory from the amounts of the center's settings on"`
}

// Plead is the statement of the person investigated.
type Plead struct {
	Statement string `json:"statement" label:"陈述申辩意见" en:"Statement" widget:"textarea" required:"true" max:"10000"`
	// Who waits for nothing more is not kept waiting for the term to end.
	Waive bool `json:"waive" label:"不要求听证，请直接复核" en:"No hearing is asked for; go on"`
}

// AskHearing asks for a hearing.
type AskHearing struct {
	Reason string `json:"reason" label:"听证事由" en:"What the hearing should be about" widget:"textarea" required:"true" max:"4000"`
}

// RecordPlea is a statement that came by letter, phone or in person.
type RecordPlea struct {
	Day calendar.Day `json:"day" label:"提出日期" en:"Made on" widget:"date" required:"true"`
	Way string       `json:"way" label:"提出方式" en:"Way" required:"true" options:"paper=书面=In writing,oral=口头=Orally,post=邮寄=By post"`
	Plead
}

// Waive says that the person neither pleads nor wants a hearing.
type Waive struct {
	Day  calendar.Day `json:"day" label:"声明日期" en:"Said on" widget:"date" required:"true"`
	Text string       `json:"text" label:"声明的内容与凭证" en:"What was said, and the proof" widget:"textarea" required:"true" max:"1000"`
}

// Overdue is the input of a step that a term makes when it has run out.
type Overdue struct{}

// RecordHearing is a request for a hearing that came on paper.
type RecordHearing struct {
	Day calendar.Day `json:"day" label:"提出日期" en:"Asked on" widget:"date" required:"true"`
	AskHearing
}

// Weigh is the review of what the person said (复核意见).
type Weigh struct {
	// Every point is answered, adopted or not: the decision repeats the answer.
	Adopted string `json:"adopted" label:"复核结论" en:"Result" required:"true" options:"yes=采纳=Adopted,part=部分采纳=Partly,no=不采纳=Not adopted"`
	Reason  string `json:"reason" label:"逐项复核的事实、理由" en:"Answer to each point" widget:"textarea" required:"true" max:"8000"`
}

// Discuss is the collective discussion of the heads (集体讨论).
type Discuss struct {
	Day calendar.Day `json:"day" label:"讨论日期" en:"Day" widget:"date" required:"true"`
	// The officer in charge reports and does not vote.
	People  []string `json:"people" label:"参加的负责人" en:"Who took part" max:"20" required:"true" options:"*"`
	Views   string   `json:"views" label:"各人意见" en:"Views" widget:"textarea" required:"true" max:"10000"`
	Outcome string   `json:"outcome" label:"讨论结论" en:"Result" widget:"textarea" required:"true" max:"4000"`
}

// Decide is a penalty (行政处罚决定).
type Decide struct {
	Sanction
	Reason string `json:"reason" label:"决定的理由" en:"Reasons" widget:"textarea" required:"true" max:"8000" help:"对陈述申辩和听证意见的采纳情况、裁量理由" helpen:"What was adopted of the statement, and the discretion"`
}

// Order is a decision that is no penalty.
type Order struct {
	// None of these is a penalty, so none needs a notice before it.
	Kind   string `json:"kind" label:"决定" en:"Decision" required:"true" options:"correct=责令改正（标识不规范）=Order to correct,stop=责令停止销售（不知情且来源合法）=Order to stop selling,exempt=不予行政处罚=No penalty,withdraw=撤销案件=Withdraw the case"`
	Ground string `json:"ground" label:"理由" en:"Ground" required:"true" options:"marking=标识不规范，不构成假冒=Improper marking only,unknowing=不知情且能证明合法来源=Unknowing with a proven source,slight=违法行为轻微并及时改正，没有危害后果=Slight and corrected,first=初次违法且后果轻微并及时改正=First and slight,blameless=有证据足以证明没有主观过错=No fault,unproven=违法事实不能成立=Not proven,late=超过追责期限=Too old,elsewhere=不属于本机关管辖=Not competent,dead=当事人死亡或终止=Person dead or dissolved"`
	Reason string `json:"reason" label:"事实与说明" en:"Facts and reasons" widget:"textarea" required:"true" max:"8000"`
	Orders string `json:"orders" label:"责令改正、停止的内容与期限" en:"What is to be corrected or stopped" widget:"textarea" max:"3000"`
}

// Transfer hands a suspected crime to the police.
type Transfer struct {
	Body   string `json:"body" label:"接受移送的公安机关" en:"Police authority" required:"true" max:"120"`
	Reason string `json:"reason" label:"涉嫌犯罪的事实与依据" en:"Facts and basis" widget:"textarea" required:"true" max:"8000"`
}

// Publish is the publication of a decision.
type Publish struct {
	Where string `json:"where" label:"公开渠道" en:"Where" required:"true" max:"200" help:"门户网站、国家企业信用信息公示系统等；本平台的公示页同时列出" helpen:"The page of this platform lists it too"`
	// What is published stays published, so it is written for strangers.
	Summary string `json:"summary" label:"公开摘要" en:"Summary" widget:"textarea" required:"true" max:"2000" help:"隐去个人信息和商业秘密" helpen:"Without personal data and trade secrets"`
}

// Proof is a proof of payment from the person.
type Proof struct {
	Day    calendar.Day  `json:"day" label:"缴款日期" en:"Paid on" widget:"date" required:"true"`
	Amount conduct.Money `json:"amount" label:"金额（元）" en:"Amount (yuan)" required:"true" max:"20"`
	No     string        `json:"no" label:"缴款票据或流水号" en:"Receipt number" required:"true" max:"80"`
}

// Settle confirms a payment.
type Settle struct {
	Proof
	// The fine itself is never remitted here.
	Remit conduct.Money `json:"remit" label:"减免的加处罚款（元）" en:"Surcharge remitted (yuan)" max:"20" help:"依执行协议，当事人采取补救措施的，加处罚款可以减免（行政强制法第四十二条）" helpen:"By an agreement on performance"`
	Note  string        `json:"note" label:"说明" en:"Remark" max:"300"`
}

// AskDefer asks to pay later or by instalments.
type AskDefer struct {
	Until  calendar.Day `json:"until" label:"希望缴清的日期" en:"To be paid by" widget:"date" required:"true"`
	Parts  int          `json:"parts" label:"分期数" en:"Instalments" min:"1" max:"24" required:"true"`
	Reason string       `json:"reason" label:"经济困难的情况" en:"Why it cannot be paid now" widget:"textarea" required:"true" max:"3000"`
}

// Defer grants it.
type Defer struct {
	Until calendar.Day `json:"until" label:"准予缴清的日期" en:"To be paid by" widget:"date" required:"true"`
	// The last day decides on the surcharge, the instalments are for both sides.
	Plan   string `json:"plan" label:"各期日期和金额" en:"Instalments" widget:"textarea" max:"1000"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000"`
}

// Remedy notes that the person went to a higher authority or to court.
type Remedy struct {
	Kind string       `json:"kind" label:"救济方式" en:"Remedy" required:"true" options:"review=行政复议=Reconsideration,suit=行政诉讼=Suit"`
	Day  calendar.Day `json:"day" label:"受理日期" en:"Accepted on" widget:"date" required:"true"`
	No   string       `json:"no" label:"受理机关与案号" en:"Authority and number" required:"true" max:"120"`
}

// Remedied is the result.
type Remedied struct {
	// A decision that was revoked ends the case, one to be made again reopens it.
	Result string       `json:"result" label:"结果" en:"Result" required:"true" options:"upheld=维持或驳回=Upheld,revoked=撤销或确认违法=Revoked,redo=责令重新处理=To be done again,withdrawn=撤回=Withdrawn"`
	Day    calendar.Day `json:"day" label:"文书日期" en:"Dated" widget:"date" required:"true"`
	No     string       `json:"no" label:"文书号" en:"Number" required:"true" max:"120"`
	Note   string       `json:"note" label:"说明" en:"Remark" max:"1000"`
}

// Recheck is what was found when the correction was checked.
type Recheck struct {
	Present
	// What is not corrected is checked again.
	Done bool   `json:"done" label:"已改正" en:"Corrected"`
	Text string `json:"text" label:"复查情况" en:"What was found" widget:"textarea" required:"true" max:"3000"`
}

// Urge urges the person to perform (催告书).
type Urge struct {
	Served
}

// Enforce applies to the court.
type Enforce struct {
	Court string `json:"court" label:"受理法院" en:"Court" required:"true" max:"120"`
	Facts string `json:"facts" label:"催告情况与申请事项" en:"What is applied for" widget:"textarea" required:"true" max:"3000"`
}

// Executed is the result of the execution.
type Executed struct {
	Result string        `json:"result" label:"执行结果" en:"Result" required:"true" options:"done=执行完毕=Executed,ended=终结执行=Ended,refused=裁定不予执行=Refused"`
	Amount conduct.Money `json:"amount" label:"执行到位金额（元）" en:"Amount (yuan)" max:"20"`
	No     string        `json:"no" label:"裁定书号" en:"Number of the ruling" required:"true" max:"120"`
}

// PoliceTook says that the police took the case.
type PoliceTook struct {
	No  string       `json:"no" label:"公安机关立案决定书号" en:"Number" required:"true" max:"120"`
	Day calendar.Day `json:"day" label:"立案日期" en:"Taken on" widget:"date" required:"true"`
}

// Close is the closing report (结案报告).
type Close struct {
	Report string `json:"report" label:"结案意见" en:"Opinion" widget:"textarea" required:"true" max:"4000"`
	Volume string `json:"volume" label:"归档卷号" en:"Volume" max:"60"`
}
