package infringement

import (
	"zhibao/casework"
	"zhibao/casework/consent"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
	"zhibao/protection/infringement/matter"
)

// Opponent is a respondent as the request names it.
type Opponent struct {
	Name    string   `json:"name" label:"名称或姓名" en:"Name" required:"true" max:"120"`                                                                                             // as on the product or in the register
	Code    string   `json:"code" label:"统一社会信用代码" en:"Credit code" max:"18" help:"知道的请填写，便于核对是否已有账号" helpen:"Where you know it"`                                                // finds the account of a registered party
	Address string   `json:"address" label:"地址" en:"Address" required:"true" max:"200"`                                                                                          // where the copies go
	Contact string   `json:"contact" label:"电话" en:"Telephone" max:"60"`                                                                                                         // never shown to the other side
	Acts    []string `json:"acts" label:"被控行为" en:"Acts" options:"make=制造=Making,use=使用=Using,offer=许诺销售=Offering for sale,sell=销售=Selling,import=进口=Importing" required:"true"` // what this one is said to do
}

// Claim is what a request says about the patent and the infringement.
type Claim struct {
	Number    string       `json:"number" label:"专利号" en:"Patent number" section:"涉案专利=Patent" required:"true" rule:"appno" max:"40" help:"法律状态和专利权人由专利库显示；专利库没有的，须填写下面四项" helpen:"Status and holder are shown from the ledger; where it does not know the patent, fill in the next four"`                                                          // checked by its check character
	Title     string       `json:"title" label:"专利名称" en:"Title" max:"200"`                                                                                                                                                                                                                                                                         // where the ledger does not know the patent
	Holder    string       `json:"holder" label:"专利权人" en:"Patentee" max:"200"`                                                                                                                                                                                                                                                                     // likewise
	Granted   calendar.Day `json:"granted" label:"授权公告日" en:"Granted on" widget:"date"`                                                                                                                                                                                                                                                             // likewise
	Status    string       `json:"status" label:"法律状态" en:"Status" widget:"select" options:"valid=有效=In force,unpaid=未缴年费终止=Lapsed,expired=期满终止=Expired,invalid=被宣告无效=Invalid"`                                                                                                                                                                     // likewise
	Standing  string       `json:"standing" label:"请求人身份" en:"Standing" widget:"select" required:"true" options:"holder=专利权人=Patentee,exclusive=独占实施许可的被许可人=Exclusive licensee,sole=排他实施许可的被许可人=Sole licensee,heir=合法继承人=Heir"`                                                                                                                     // 专利法第六十五条: patentee or interested party
	Claims    string       `json:"claims" label:"主张的权利要求" en:"Claims asserted" max:"500" help:"发明、实用新型必填，写明第几项；外观设计写明主张的设计" helpen:"By number; for a design, which one" secret:"true"`                                                                                                                                                              // what the comparison is made with
	Product   string       `json:"product" label:"被控产品或方法" en:"Product or method" section:"侵权事实=Infringement" required:"true" max:"500" secret:"true"`                                                                                                                                                                                              // what is compared
	Facts     string       `json:"facts" label:"事实与理由" en:"Facts and reasons" widget:"textarea" required:"true" max:"5000" secret:"true"`                                                                                                                                                                                                           // goes to the other side with the copies
	Venue     string       `json:"venue" label:"管辖连接点" en:"Why here" required:"true" max:"200" help:"被请求人所在地或者侵权行为地" helpen:"Seat of the respondent or place of the act"`                                                                                                                                                                           // 细则第九十五条
	Opponents []Opponent   `json:"opponents" label:"被请求人" en:"Respondents" required:"true" max:"20"`                                                                                                                                                                                                                                                // each gets its own notice
	Remedies  []string     `json:"remedies" label:"请求事项" en:"Remedies" section:"请求=Request" required:"true" options:"stop_make=停止制造，销毁模具和专用设备=Stop making,stop_use=停止使用=Stop using,stop_offer=停止许诺销售=Stop offering,stop_sell=停止销售=Stop selling,stop_import=停止进口=Stop importing,unlist=删除、断开网上链接=Take down listings,destroy=销毁库存=Destroy the stock"` // what can be ordered
	Remedy    string       `json:"remedy" label:"请求事项说明" en:"Remarks" widget:"textarea" max:"1000" secret:"true"`                                                                                                                                                                                                                                   // in words of its own
	NoSuit    bool         `json:"no_suit" label:"声明：没有就该纠纷向人民法院起诉，也没有经过行政裁决" en:"I have not sued about this dispute, nor was it decided before" required:"true"`                                                                                                                                                                                   // a condition of acceptance
	Simple    bool         `json:"simple" label:"同意适用简易程序" en:"I agree to the simplified procedure"`                                                                                                                                                                                                                                                // the head decides all the same
}

// Papers are the files of a request.
type Papers struct {
	Sheet    form.File   `json:"sheet" label:"处理请求书" en:"Request" section:"材料=Papers" accept:".pdf,.docx,.jpg,.png" size:"20M" required:"true" help:"签章的请求书；副本份数与被请求人人数相同，由系统制作" helpen:"Signed; the copies are made by the system"` // the request itself
	Identity form.File   `json:"identity" label:"主体资格证明" en:"Proof of identity" accept:".pdf,.jpg,.png" size:"20M" required:"true"`                                                                                                  // who asks
	Register form.File   `json:"register" label:"专利证书及最新年费收据，或专利登记簿副本" en:"Certificate and fee receipt, or extract of the register" accept:".pdf,.jpg,.png" size:"20M" required:"true"`                                              // that the patent is in force
	Report   form.File   `json:"report" label:"专利权评价报告" en:"Evaluation report" accept:".pdf" size:"20M" help:"实用新型、外观设计可以要求提交（专利法第六十六条）" helpen:"May be asked for utility models and designs"`                                       // 专利法第六十六条第二款
	Proxy    form.File   `json:"proxy" label:"授权委托书" en:"Power of attorney" accept:".pdf,.jpg,.png" size:"20M" help:"由代理人提出的必交" helpen:"Needed from an agent"`                                                                       // that the agent may act
	More     []form.File `json:"more" label:"比对表、侵权证据等" en:"Comparison, evidence" accept:".pdf,.docx,.jpg,.png,.zip,.mp4" size:"100M" max:"30"`                                                                                      // evidence proper is handed in when the case is accepted
	secrecy.Declared
	consent.Given
	stored []matter.Doc
}

// File is a request made by a party on line.
type File struct {
	Client string `json:"client" label:"请求人" en:"Requester" widget:"select" options:"*" help:"代理机构选择所代理的请求人" helpen:"The party for which an agency acts"`
	Claim
	Papers
}

// Intake is a request that is taken at the counter, for a party with or without an account.
type Intake struct {
	Requester string `json:"requester" label:"请求人名称或姓名" en:"Requester" section:"请求人=Requester" required:"true" max:"120"`
	Code      string `json:"code" label:"统一社会信用代码" en:"Credit code" max:"18"`
	Address   string `json:"address" label:"地址" en:"Address" required:"true" max:"200"`
	Contact   string `json:"contact" label:"联系人与电话" en:"Contact" required:"true" max:"100"`
	Agent     string `json:"agent" label:"代理人" en:"Representative" max:"120"`
	Claim
	Papers
}

// Receive takes over a case that another body accepted; its clocks go on from its own day.
type Receive struct {
	From     string       `json:"from" label:"移送机关" en:"From" section:"移送=Transfer" required:"true" max:"120"`
	OldNo    string       `json:"old_no" label:"原案号" en:"Former number" required:"true" max:"60"`
	Accepted calendar.Day `json:"accepted" label:"原立案日期" en:"Accepted on" widget:"date" required:"true" help:"两项办案期限自该日起连续计算" helpen:"Both clocks count from that day"`
	Letter   string       `json:"letter" label:"移送函文号" en:"Number of the letter" required:"true" max:"60"`
	Intake
}

// GiveBack asks for corrections.
type GiveBack struct {
	Points []string `json:"points" label:"需补正的事项" en:"Points" required:"true" options:"identity=请求人主体资格证明=Identity,register=专利有效证明（登记簿副本或年费收据）=Register,claims=主张的权利要求不明确=Claims,respondent=被请求人不明确=Respondent,facts=事实与理由不具体=Facts,evidence=侵权证据=Evidence,report=专利权评价报告=Evaluation report,proxy=授权委托书=Power of attorney,copies=副本=Copies,translation=译文或公证认证=Translation,other=其他=Other"`
	Text   string   `json:"text" label:"补正要求" en:"What is wanted" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Supplement corrects a request.
type Supplement struct {
	casework.Behalf
	Claims    string      `json:"claims" label:"主张的权利要求" en:"Claims asserted" max:"500" secret:"true"`
	Facts     string      `json:"facts" label:"补充的事实与理由" en:"Further facts" widget:"textarea" max:"5000" secret:"true"`
	Opponents []Opponent  `json:"opponents" label:"更正后的被请求人" en:"Respondents as corrected" max:"20" help:"不变的不填" helpen:"Only where they change"`
	Files     []form.File `json:"files" label:"补正材料" en:"Papers" accept:".pdf,.docx,.jpg,.png" size:"50M" max:"20"`
	secrecy.Declared
	consent.Given
	stored []matter.Doc
}

// Examine is the clerk's report on acceptance.
type Examine struct {
	Met     []string `json:"met" label:"符合的立案条件" en:"Conditions that are met" options:"*" help:"逐项核对，未勾选的即为不符合" helpen:"What is not ticked is not met"`
	Simple  bool     `json:"simple" label:"建议适用简易程序" en:"Simplified procedure"`
	Opinion string   `json:"opinion" label:"审查意见" en:"Report" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Accept accepts the case.
type Accept struct {
	Track string `json:"track" label:"适用程序" en:"Procedure" widget:"radio" required:"true" options:"ordinary=普通程序=Ordinary,simple=简易程序=Simplified"`
	Why   string `json:"why" label:"仍予立案的理由" en:"Why in spite of an unmet condition" max:"500" help:"审查意见认为有条件不符合而仍予立案的，须写明" helpen:"Where the report held a condition not to be met" secret:"true"`
}

// Reasoned is a step that needs a reason.
type Reasoned struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Refuse refuses the request.
type Refuse struct {
	Unmet  []string `json:"unmet" label:"不符合的立案条件" en:"Conditions not met" options:"*" required:"true"`
	Reason string   `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"3000" secret:"true"`
}

// HandOver transfers the case to another body.
type HandOver struct {
	Body   string `json:"body" label:"移送至" en:"To" required:"true" max:"120"`
	Reason string `json:"reason" label:"移送理由" en:"Reason" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Robotic is made by the clock.
type Robotic struct{}

// Confirmed is a step of a party that ends something.
type Confirmed struct {
	casework.Behalf
	Reason  string `json:"reason" label:"理由" en:"Reason" widget:"textarea" max:"1000" secret:"true"`
	Confirm bool   `json:"confirm" label:"我确认撤回" en:"I confirm" required:"true"`
}
