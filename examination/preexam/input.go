package preexam

import (
	"zhibao/casework/consent"
	"zhibao/examination/preexam/check"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/secrecy"
)

// Create opens a draft. The applicant of an agency's draft is one of its clients; an applicant
// of its own leaves it empty.
//
// The tags of this and the following types are the form, its validation and the JSON schema at
// once. What is tagged secret stands in no address, title or log; max is in characters.
type Create struct {
	Client string `json:"client" label:"为哪一家申请主体提交" en:"For which client" widget:"select" options:"*" help:"只列出已委托贵机构且在委托期内的主体" helpen:"Entities that entrusted your agency"`
	Kind   string `json:"kind" label:"申请类型" en:"Kind" widget:"radio" options:"=上传后由系统识别=Found out from the papers,发明=Invention,实用新型=Utility model,外观设计=Design"`
	Ref    string `json:"ref" label:"内部编号" en:"Your reference" max:"60" help:"仅供贵方内部使用，请勿填写发明内容" helpen:"For your own use; do not describe the invention"`
}

// Upload adds a version of the papers to a draft.
type Upload struct {
	Files []form.File `json:"files" label:"申请文件" en:"Papers" required:"true" max:"50" size:"64M,.zip=200M" accept:".zip,.xml,.docx,.txt,.md,.jpg,.jpeg,.png,.tif,.tiff,.pdf" help:"电子申请客户端导出的案卷包（ZIP）最好；也可上传 DOCX、XML 或各部分文件" helpen:"Best is the package (ZIP) of the filing client; DOCX, XML or single parts work too"`
	secrecy.Declared
	consent.Given
	Kind string `json:"kind" label:"申请类型" en:"Kind" widget:"select" options:"=由系统识别=Find out,发明=Invention,实用新型=Utility model,外观设计=Design"`

	// Set by the slow part of the move, never by the caller.
	prepared *prepared
}

// Discard deletes a draft.
type Discard struct{}

// Submit hands the draft in.
type Submit struct {
	Undertaking bool   `json:"undertaking" label:"我已阅读并代表申请主体作出预审承诺" en:"I give the undertaking on behalf of the applicant" required:"true" help:"承诺：所提交文本与正式提交文本一致；合格后按期提交并缴费；如实、无非正常申请行为；不含国家秘密，附图中没有密级标志" helpen:"Same text when filed, filed and paid in time, true and not abnormal; no state secrets, no such marks in the drawings"`
	Green       bool   `json:"green" label:"申请绿色通道（导航产出的核心技术或重点项目）" en:"Ask for the green channel"`
	Phone       string `json:"phone" label:"本案联系电话" en:"Phone for this case" widget:"phone" rule:"phone"`
	Remark      string `json:"remark" label:"给受理员的说明" en:"Remark to the clerk" widget:"textarea" max:"500" secret:"true"`
	consent.Given
}

// Answer answers a correction notice with a new version of the papers.
type Answer struct {
	Files []form.File `json:"files" label:"补正后的申请文件" en:"Corrected papers" required:"true" max:"50" size:"64M,.zip=200M" accept:".zip,.xml,.docx,.txt,.md,.jpg,.jpeg,.png,.tif,.tiff,.pdf"`
	secrecy.Declared
	consent.Given
	Remark  string `json:"remark" label:"补正说明" en:"What was corrected" widget:"textarea" max:"4000" secret:"true" help:"逐条说明如何修改；认为某条缺陷不成立的，请写明理由" helpen:"Say item by item what was changed, or why a finding is not right"`
	OwnWill bool   `json:"ownwill" label:"另有通知书之外的主动修改，已在说明中写明" en:"There are further changes of our own, described above"`

	prepared *prepared
}

// Plead is the applicant's statement before an unfavourable decision.
type Plead struct {
	Statement string `json:"statement" label:"陈述意见" en:"Statement" widget:"textarea" required:"true" max:"8000" secret:"true"`
}

// Withdraw takes the request back.
type Withdraw struct {
	Reason string `json:"reason" label:"撤回原因" en:"Reason" widget:"radio" required:"true" options:"改为普通申请=Filed in the ordinary way,方案需修改=The solution changes,提交有误=Submitted by mistake,其他=Other"`
}

// AskMoreTime asks the head for an extension.
type AskMoreTime struct {
	Reason string      `json:"reason" label:"申请延期的理由" en:"Reason" widget:"textarea" required:"true" max:"500" help:"负责人据此决定，请勿写入发明内容" helpen:"The head decides by it; write nothing of the invention"`
	Files  []form.File `json:"files" label:"证明材料" en:"Proof" max:"10" size:"20M" accept:".pdf,.jpg,.jpeg,.png,.docx" help:"例如国家知识产权局系统故障的公告或截图" helpen:"For example an announcement or a screenshot of the outage"`
	secrecy.Declared

	prepared *prepared
}

// Object objects to a decision.
type Object struct {
	Grounds string `json:"grounds" label:"异议理由" en:"Grounds" widget:"textarea" required:"true" max:"8000" secret:"true"`
}

// Accept accepts the request at the counter.
type Accept struct {
	Class  string `json:"class" label:"主分类号" en:"Main class" max:"20" help:"IPC 小类或洛迦诺类；已由文件带出的可核对后保留" helpen:"IPC subclass or Locarno class; check what the papers say"`
	Remark string `json:"remark" label:"受理意见" en:"Remark" widget:"textarea" max:"500"`
}

// GiveBack returns the request for completion.
type GiveBack struct {
	Reason string `json:"reason" label:"需要完善的内容" en:"What is missing" widget:"textarea" required:"true" max:"2000" help:"请一次写明全部需要完善之处" helpen:"Name everything at once"`
}

// Refuse refuses the request.
type Refuse struct {
	Code   string `json:"code" label:"不予受理的理由" en:"Ground" widget:"select" required:"true" options:"主体未备案或已暂停=Applicant not registered,不在开通领域=Outside the opened fields,PCT申请=PCT application,分案申请=Divisional,同日申请=Same-day filing,已向国家局提交=Already filed,保密申请=Secret application,额度用尽=Quota used up,重复提交=Duplicate,文件不全=Papers incomplete,其他=Other"`
	Reason string `json:"reason" label:"具体事实与说明" en:"Facts" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Assign gives the case to an examiner and a second reader. Empty fields let the system choose
// by field, load and conflicts of interest.
type Assign struct {
	Handler string `json:"handler" label:"预审员" en:"Examiner" widget:"select" options:"*" help:"不选则由系统按领域、工作量和回避情况指派" helpen:"Left open, the system chooses by field, load and conflicts of interest"`
	Second  string `json:"second" label:"复核员" en:"Second reader" widget:"select" options:"*" help:"与预审员不能是同一人；不选则由系统指派" helpen:"Never the examiner; left open, the system chooses"`
	Reason  string `json:"reason" label:"说明" en:"Remark" max:"200" help:"转办时请写明原因，例如请假代办" helpen:"When reassigning, say why, for example leave cover"`
}

// Start begins the examination.
type Start struct{}

// Judge adopts or dismisses findings.
// Finding is one id or several, separated by commas; a reason is demanded when dismissing. Fixed is
// for findings made by hand on the version before.
type Judge struct {
	Finding  string `json:"finding" label:"缺陷" en:"Finding" required:"true" widget:"hidden"`
	Decision string `json:"decision" label:"处理" en:"Decision" required:"true" widget:"radio" options:"adopt=采纳=Adopt,dismiss=不采纳=Dismiss,fixed=已改正=Corrected,reopen=恢复待定=Reopen"`
	Reason   string `json:"reason" label:"不采纳的理由" en:"Reason for dismissal" widget:"textarea" max:"1000" secret:"true"`
}

// Add adds a finding by hand.
type Add struct {
	Part       string `json:"part" label:"所在部分" en:"Part" widget:"select" required:"true" options:"请求书=Request form,权利要求书=Claims,说明书=Description,说明书附图=Drawings,说明书摘要=Abstract,图片或照片=Pictures,简要说明=Brief explanation,申请文件=Papers as a whole"`
	Quote      string `json:"quote" label:"原文" en:"Words in the text" widget:"textarea" max:"500" secret:"true" help:"从正文中原样摘录；整体性缺陷可不填" helpen:"Exactly as in the text; may be empty"`
	Place      string `json:"place" label:"权利要求号或段号" en:"Number of the claim or paragraph" max:"12" help:"例如 3 或 0012；原文只出现一次的可不填" helpen:"For example 3 or 0012; may be empty where the words occur once"`
	Title      string `json:"title" label:"缺陷" en:"Defect" required:"true" max:"60" secret:"true"`
	Message    string `json:"message" label:"说明" en:"Explanation" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Basis      string `json:"basis" label:"依据" en:"Basis" required:"true" max:"200"`
	Suggestion string `json:"suggestion" label:"修改建议" en:"Suggestion" widget:"textarea" max:"1000" secret:"true"`
	Severity   string `json:"severity" label:"程度" en:"Severity" widget:"radio" required:"true" options:"E=必须补正=Must be corrected,W=建议修改=Should be changed,F=不予通过=Cannot pass"`
}

// Search is one search for prior art.
type Search struct {
	Database string `json:"database" label:"数据库" en:"Database" required:"true" max:"60"`
	Query    string `json:"query" label:"检索式" en:"Query" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Hits     int    `json:"hits" label:"命中数" en:"Hits" required:"true" min:"0" max:"100000000"`
	Cited    string `json:"cited" label:"相关文献" en:"Relevant documents" widget:"textarea" max:"2000" secret:"true" help:"每行一篇：文献号，类别（X/Y/A/E），相关段落" helpen:"One a line: number, category, passages"`
}

// Opine is the examiner's opinion on substance; the next notice of the round states it with the
// documents cited, and the latest replaces those before.
type Opine struct {
	Opinion string `json:"opinion" label:"预审意见" en:"Opinion" widget:"textarea" required:"true" max:"10000" secret:"true" help:"新颖性、创造性等均为初步判断，最终以国家知识产权局审查结果为准" helpen:"A preliminary view; CNIPA decides"`
	Cited   string `json:"cited" label:"引用文献" en:"Documents cited" widget:"textarea" max:"2000" secret:"true" help:"每行一篇：文献号，类别（X/Y/A/E），相关段落；写入下一份通知书" helpen:"One a line: number, category, passages; stated in the next notice"`
}

// Record is a phone call or a meeting about the case.
type Record struct {
	Way  string `json:"way" label:"方式" en:"Way" widget:"radio" required:"true" options:"电话=Phone,会晤=Meeting,视频=Video,泄密事件=Breach of secrecy,其他=Other"`
	With string `json:"with" label:"对方" en:"With whom" required:"true" max:"60" secret:"true"`
	Text string `json:"text" label:"内容" en:"What was said" widget:"textarea" required:"true" max:"4000" secret:"true"`
}

// Notify issues the correction notice with every adopted finding.
type Notify struct {
	Remark string `json:"remark" label:"通知书附言" en:"Remark in the notice" widget:"textarea" max:"1000" secret:"true"`
}

// Propose hands the case to the second reader with a proposed outcome.
type Propose struct {
	Outcome string `json:"outcome" label:"拟定结论" en:"Proposed outcome" widget:"radio" required:"true" options:"pass=预审合格=Pass,fail=预审不合格=Fail"`
	Reason  string `json:"reason" label:"理由" en:"Reasons" widget:"textarea" max:"4000" secret:"true" help:"拟不合格的，须写明事实、依据与理由" helpen:"Needed when failing: facts, basis, reasons"`
}

// Approve agrees with the proposal.
type Approve struct {
	Remark string `json:"remark" label:"复核意见" en:"Remark" widget:"textarea" max:"1000" secret:"true"`
}

// SendBack disagrees with the proposal.
type SendBack struct {
	Reason string `json:"reason" label:"退回理由" en:"Reasons" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Recuse declares a conflict of interest; the case goes back for assignment to somebody else.
type Recuse struct {
	Reason string `json:"reason" label:"回避事由" en:"Ground" widget:"radio" required:"true" options:"近亲属=Close relative,利害关系=Interest in the case,曾任代理人=Acted as agent before,其他=Other"`
}

// Extend lengthens one running term.
type Extend struct {
	Clock  string `json:"clock" label:"期限" en:"Term" widget:"select" required:"true" options:"*"`
	By     string `json:"by" label:"延长" en:"By" required:"true" max:"20" help:"写作“3工作日”“10日”" helpen:"Write 3wd for three working days, 10d for ten days"`
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"select" required:"true" options:"当事人申请=Asked by the party,国家局系统故障=Outage at CNIPA,不可抗力=Force majeure,案情复杂=Complex case,其他正当理由=Other good reason"`
}

// Suspend stops the case and its clocks.
type Suspend struct {
	Reason string `json:"reason" label:"中止事由" en:"Ground" widget:"select" required:"true" options:"权属纠纷=Dispute about ownership,主体被列入名单待核=Listing under review,备案暂停或取消=Registration suspended or cancelled,泄密核查=Breach of secrecy examined,涉嫌非正常申请核查=Checked as abnormal,不可抗力=Force majeure,其他=Other"`
}

// Resume lets a suspended case go on where it stood.
type Resume struct {
	Reason string `json:"reason" label:"恢复说明" en:"Remark" max:"200"`
}

// Terminate ends the case.
type Terminate struct {
	Code   string `json:"code" label:"终止事由" en:"Ground" widget:"select" required:"true" options:"形式问题过多=Too many formal defects,未按通知补正=Defects not corrected,未告知的主动修改=Undisclosed changes,实质重复提交=Same matter again,主体失去资格=Applicant lost its standing,非正常申请=Abnormal application,其他=Other"`
	Reason string `json:"reason" label:"事实与理由" en:"Facts and reasons" widget:"textarea" required:"true" max:"4000" secret:"true"`
}

// Overdue is the input of moves that the clock makes.
type Overdue struct{}

// Decide is the director's decision on an objection.
type Decide struct {
	Reason string `json:"reason" label:"审查意见" en:"Reasons" widget:"textarea" required:"true" max:"4000" secret:"true"`
}

// Filed reports the application number with the papers as filed.
type Filed struct {
	Number   string       `json:"number" label:"申请号" en:"Application number" required:"true" max:"30" rule:"appno"`
	Day      calendar.Day `json:"day" label:"申请日" en:"Filing date" widget:"date" required:"true"`
	PaidOn   calendar.Day `json:"paidon" label:"缴费日" en:"Fees paid on" widget:"date"`
	Files    []form.File  `json:"files" label:"正式提交的案卷包" en:"Papers as filed" required:"true" max:"50" size:"64M,.zip=200M" accept:".zip,.xml,.docx,.txt,.md,.jpg,.jpeg,.png,.tif,.tiff,.pdf" help:"电子申请客户端中实际提交的案卷包；系统逐件与合格文本比对" helpen:"The package that was really filed; it is compared document by document"`
	Receipts []form.File  `json:"receipts" label:"受理通知书、缴费收据" en:"Filing receipt, fee receipt" max:"10" size:"20M" accept:".pdf,.xml,.zip,.jpg,.png"`
	secrecy.Declared
	consent.Given

	prepared *prepared
}

// Agree confirms the identity of the texts.
type Agree struct {
	Remark string `json:"remark" label:"说明" en:"Remark" max:"500"`
}

// Differ refuses the mark because the texts differ.
type Differ struct {
	Reason string `json:"reason" label:"不一致之处与理由" en:"Differences and reasons" widget:"textarea" required:"true" max:"4000" secret:"true"`
}

// Mark reports the mark to CNIPA: the case joins the export of the day.
type Mark struct {
	Batch string `json:"batch" label:"批次" en:"Batch" max:"40"`
}

// Progress is one event of the examination by CNIPA.
type Progress struct {
	What   string       `json:"what" label:"事件" en:"Event" widget:"select" required:"true" options:"受理=Filed,初审合格=Preliminary examination passed,公布=Published,进入实审=Substantive examination,审查意见=Office action,答复=Answered,授权通知=Notice of grant,登记=Registered,标识失败=Mark refused"`
	Day    calendar.Day `json:"day" label:"日期" en:"Date" widget:"date" required:"true"`
	Source string       `json:"source" label:"来源" en:"Source" max:"100"`
}

// Outcome is how the examination by CNIPA ended.
type Outcome struct {
	What   string       `json:"what" label:"结果" en:"Outcome" widget:"select" required:"true" options:"granted=授权=Granted,rejected=驳回=Rejected,deemed=视为撤回=Deemed withdrawn,ordinary=转普通程序=Ordinary procedure,abnormal=列为非正常申请=Listed as abnormal"`
	Day    calendar.Day `json:"day" label:"日期" en:"Date" widget:"date" required:"true"`
	Source string       `json:"source" label:"来源" en:"Source" max:"100"`
}

// Noted is what the event of it bears, by which it is known when a file reports it again.
func (in *Progress) Noted() string { return in.What }

// Noted is that of an outcome: the state to which it leads.
func (in *Outcome) Noted() string { return in.What }

// Destroy makes the text of a closed case unreadable for ever, in backups too.
type Destroy struct {
	Confirm bool `json:"confirm" label:"确认销毁本案全部正文，销毁后任何人（包括备份）都无法恢复" en:"Destroy the whole text for ever, in backups too" required:"true"`
}

// prepared is what reading and checking an upload found, before the move.
// Files are stored under the case's key by then; without the move nothing refers to them.
type prepared struct {
	files    []FileRef
	app      *patent.Application
	report   *check.Report
	receipts []FileRef          // of a filing only
	differ   []check.Difference // of a filing only; empty when the texts are the same
}
