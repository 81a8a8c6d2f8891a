package registration

import (
	"zhibao/examination/registration/ladder"
	"zhibao/examination/registration/people"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
)

// Particulars are what the register knows of an entity or an agency.
type Particulars struct {
	Name        string         `json:"name" label:"名称" en:"Name" section:"主体信息=Particulars" required:"true" max:"120" help:"与营业执照或法人证书完全一致" helpen:"Exactly as on the licence"`
	Code        string         `json:"code" label:"统一社会信用代码" en:"Unified social credit code" required:"true" widget:"uscc" rule:"uscc"`
	Division    string         `json:"division" label:"注册地行政区划代码" en:"Division code of the seat" required:"true" max:"6" help:"六位数字，例如 320500" helpen:"Six digits, for example 320500"`
	Address     string         `json:"address" label:"注册地址" en:"Registered address" required:"true" max:"200"`
	Legal       string         `json:"legal" label:"法定代表人或负责人" en:"Legal representative" max:"60"`
	Established calendar.Day   `json:"established" label:"成立日期" en:"Established on" widget:"date"`
	Insured     int            `json:"insured" label:"社保参保人数" en:"Insured staff" max:"1000000"`
	Industry    string         `json:"industry" label:"产业领域" en:"Industry" max:"100"`
	Scope       string         `json:"scope" label:"经营范围" en:"Business scope" widget:"textarea" max:"4000"`
	Patents     string         `json:"patents" label:"专利工作与授权专利情况" en:"Patent work and granted patents" widget:"textarea" max:"2000"`
	Licence     string         `json:"licence" label:"专利代理机构代码" en:"Agency code" section:"代理机构填写=For agencies only" max:"20" rule:"agency" help:"仅代理机构填写" helpen:"Agencies only"`
	Agents      []people.Agent `json:"agents" label:"专利代理师" en:"Patent attorneys" max:"200"`
	Contacts    []Contact      `json:"contacts" label:"联系人（本单位人员）" en:"Contacts (own staff)" section:"联系人=Contacts" max:"20"`
}

// Apply opens a registration. Entities and agencies use the same form; what only agencies have
// stands under a heading of its own.
type Apply struct {
	Particulars
	Sheet form.File   `json:"sheet" label:"备案申请表（法定代表人签章并加盖公章）" en:"Signed application form" section:"材料=Documents" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd"`
	Proof form.File   `json:"proof" label:"营业执照、法人证书或执业许可证" en:"Licence" required:"true" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd"`
	More  []form.File `json:"more" label:"其他证明材料" en:"Further proof" max:"8" size:"5M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx,.xlsx" help:"产业领域、研发场地与投入、社保、专利清单、联系人授权书等" helpen:"Industry, research, insured staff, patents, authority of the contact"`
	secrecy.Declared
	Undertaking bool `json:"undertaking" label:"承诺所填内容真实，遵守预审服务承诺与本中心规定" en:"What is stated is true, and the rules of the center will be kept" required:"true"`

	stored []File
}

// Supplement corrects an application that was returned.
type Supplement struct {
	Particulars
	Files []form.File `json:"files" label:"补正材料" en:"Documents" section:"材料=Documents" max:"10" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx,.xlsx"`
	secrecy.Declared
	Remark string `json:"remark" label:"补正说明" en:"What was corrected" widget:"textarea" max:"2000"`

	stored []File
}

// GiveUp takes an application back.
type GiveUp struct {
	Reason string `json:"reason" label:"撤回原因" en:"Reason" max:"200"`
}

// Change asks to change particulars; a former name stays searchable.
type Change struct {
	Particulars
	Files []form.File `json:"files" label:"变更证明" en:"Proof" section:"材料=Documents" max:"10" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd" help:"更名、迁址须附登记机关的变更通知书" helpen:"A change of name or seat needs the registrar's notice"`
	secrecy.Declared
	Reason string `json:"reason" label:"变更说明" en:"What changes and why" widget:"textarea" required:"true" max:"1000"`

	stored []File
}

// Entrust lets an agency act for the entity.
type Entrust struct {
	Agency string       `json:"agency" label:"代理机构名称或代码" en:"Name or code of the agency" required:"true" max:"120" help:"须已在本中心登记；可填名称、统一社会信用代码或机构代码" helpen:"Registered with this center; name, credit code or agency code"`
	From   calendar.Day `json:"from" label:"委托起始日" en:"From" widget:"date" required:"true"`
	Until  calendar.Day `json:"until" label:"委托截止日" en:"Until" widget:"date" help:"不填为长期有效，可随时终止" helpen:"Empty: until it is ended"`
	Proof  []form.File  `json:"proof" label:"委托书" en:"Power of attorney" max:"3" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd"`
	secrecy.Declared

	stored []File
}

// EndEntrust ends the mandates of an agency.
type EndEntrust struct {
	Agency string       `json:"agency" label:"代理机构" en:"Agency" widget:"select" required:"true" options:"*"`
	Last   calendar.Day `json:"last" label:"最后有效日" en:"Last day" widget:"date" required:"true"`
}

// AskQuota asks for extra quota, once a year, when the quota is used up.
type AskQuota struct {
	Quota  int         `json:"quota" label:"申请增加件数" en:"Requests wanted" required:"true" min:"1" max:"1000"`
	Reason string      `json:"reason" label:"理由" en:"Reasons" widget:"textarea" required:"true" max:"2000"`
	Files  []form.File `json:"files" label:"证明材料" en:"Proof" max:"5" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd"`
	secrecy.Declared

	stored []File
}

// GrantQuota grants extra quota for this year.
type GrantQuota struct {
	Quota  int    `json:"quota" label:"准予增加件数" en:"Granted" required:"true" min:"1" max:"1000"`
	Remark string `json:"remark" label:"说明" en:"Remark" max:"500"`
}

// Plead is the statement before a sanction.
type Plead struct {
	Statement string      `json:"statement" label:"陈述意见" en:"Statement" widget:"textarea" required:"true" max:"8000"`
	Files     []form.File `json:"files" label:"证据" en:"Evidence" max:"10" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx"`
	secrecy.Declared

	stored []File
}

// AskResume asks to end a suspension whose term is over.
type AskResume struct {
	Statement string `json:"statement" label:"整改情况" en:"What was put right" widget:"textarea" required:"true" max:"4000"`
}

// Object asks to look at a decision again.
type Object struct {
	Grounds string `json:"grounds" label:"异议理由" en:"Grounds" widget:"textarea" required:"true" max:"8000"`
}

// Deregister ends a registration at the party's own wish.
type Deregister struct {
	Reason  string `json:"reason" label:"注销原因" en:"Reason" required:"true" max:"500"`
	Confirm bool   `json:"confirm" label:"确认注销；未办结的预审案件不受影响，但不能再提交新请求" en:"Deregister; pending cases go on, new ones cannot be submitted" required:"true"`
}

// Formal says that the application is complete and in form.
type Formal struct {
	Complete bool   `json:"complete" label:"申请表、证照和附件齐全，签章齐备，所填与证照一致" en:"Complete, signed, and as the licence says" required:"true"`
	Opinion  string `json:"opinion" label:"形式审核意见" en:"Opinion" widget:"textarea" max:"1000"`
}

// Visit is what was found at the seat of the applicant.
type Visit struct {
	Day    calendar.Day `json:"day" label:"核查日期" en:"Day" widget:"date" required:"true"`
	People string       `json:"people" label:"核查人员与对方在场人员" en:"Who was there" required:"true" max:"200"`
	Text   string       `json:"text" label:"核查情况（场地、研发、生产、人员）" en:"What was found" widget:"textarea" required:"true" max:"4000"`
	Files  []form.File  `json:"files" label:"照片与记录" en:"Pictures and records" max:"10" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx"`
	secrecy.Declared

	stored []File
}

// Check answers each criterion of the center.
type Check struct {
	Unmet   []string `json:"unmet" label:"不符合的条件（全部符合则不勾选）" en:"Criteria not met (none if all are)" widget:"checkboxes" options:"*"`
	Opinion string   `json:"opinion" label:"审核意见" en:"Opinion" widget:"textarea" max:"2000" help:"有不符合的条件时须写明事实" helpen:"Needed when a criterion is not met"`
	All     bool     `json:"all" label:"已逐条核对全部备案条件" en:"Every criterion was looked at" required:"true"`
}

// Dispute is what somebody said against a registration that is announced.
type Dispute struct {
	Name  string      `json:"objector" label:"异议人" en:"Who objects" required:"true" max:"100"`
	Text  string      `json:"text" label:"异议内容" en:"What is said" widget:"textarea" required:"true" max:"4000"`
	Files []form.File `json:"files" label:"证明材料" en:"Proof" max:"5" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx"`
	secrecy.Declared

	stored []File
}

// WarnRefusal announces a refusal and asks for a statement.
type WarnRefusal struct {
	Refusal
	Evidence string      `json:"evidence" label:"所依据的证据" en:"Evidence" widget:"textarea" required:"true" max:"2000" help:"逐项写明名称与来源，例如营业执照、现场核查记录" helpen:"Name and source of each, for example the licence or the record of the visit"`
	Files    []form.File `json:"files" label:"证据附件" en:"Evidence attached" max:"10" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx"`
	secrecy.Declared

	stored []File
}

// Reasoned is the input of decisions that need reasons and nothing else.
type Reasoned struct {
	Reason string `json:"reason" label:"理由与需要办理的事项" en:"Reasons" widget:"textarea" required:"true" max:"4000"`
}

// Refusal refuses an application by the criteria that are not met.
type Refusal struct {
	Unmet  []string `json:"unmet" label:"不符合的条件" en:"Criteria not met" widget:"checkboxes" required:"true" options:"*"`
	Reason string   `json:"reason" label:"事实与理由" en:"Facts and reasons" widget:"textarea" required:"true" max:"4000"`
}

// Remarked is the input of decisions that may go without reasons.
type Remarked struct {
	Remark string `json:"remark" label:"说明" en:"Remark" max:"500"`
}

// Overdue is the input of moves that the clock makes.
type Overdue struct{}

// Remind records a reminder, a talk or a warning.
type Remind struct {
	ladder.Occasion
	What string `json:"what" label:"方式" en:"Way" widget:"radio" required:"true" options:"提醒=Reminder,约谈=Talk,警告=Warning"`
	Text string `json:"text" label:"事实与要求" en:"Facts and demands" widget:"textarea" required:"true" max:"4000"`
}

// Assured records whether an agency stands on the list of assured agencies.
type Assured struct {
	Listed bool         `json:"listed" label:"在专利代理机构精准服务保障名单内" en:"On the list of assured agencies"`
	Day    calendar.Day `json:"day" label:"列入或移出日期" en:"Listed or removed on" widget:"date" required:"true"`
	Source string       `json:"source" label:"来源" en:"Source" required:"true" max:"200" help:"名单的名称与发布日期" helpen:"Which list, published when"`
}

// Warn announces a sanction with its ground and asks for a statement.
type Warn struct {
	ladder.Occasion
	Measure  string      `json:"measure" label:"拟作出的处理" en:"Intended sanction" widget:"radio" required:"true" options:"suspend=暂停预审服务=Suspend,cancel=取消备案=Cancel"`
	Ground   string      `json:"ground" label:"事由" en:"Ground" widget:"select" required:"true" options:"年度不合格率过高=High rate of failures,非正常专利申请=Abnormal applications,违反服务承诺=Undertaking broken,提醒后拒不改正=Not put right after a reminder,虚假备案材料=False documents,无真实生产研发=No real production or research,以知识产权服务为主营业务=Mainly an IP service,恶意侵权或拒不执行=Wilful infringement,失信行为=Bad faith,迁出服务区域=Left the area,两年未提交请求=No request in two years,其他=Other"`
	Facts    string      `json:"facts" label:"事实、依据与理由" en:"Facts, basis and reasons" widget:"textarea" required:"true" max:"8000"`
	Evidence string      `json:"evidence" label:"所依据的证据" en:"Evidence" widget:"textarea" required:"true" max:"2000" help:"逐项写明名称与来源，例如案号、认定文书" helpen:"Name and source of each, for example the case or the finding"`
	Files    []form.File `json:"files" label:"证据附件" en:"Evidence attached" max:"10" size:"10M" accept:".pdf,.jpg,.jpeg,.png,.ofd,.docx"`
	secrecy.Declared

	stored []File
}

// Suspend suspends until a day.
type Suspend struct {
	Until  calendar.Day `json:"until" label:"暂停至" en:"Until" widget:"date" required:"true"`
	Reason string       `json:"reason" label:"事实、依据与理由（含对陈述意见的回应）" en:"Reasons, answering the statement" widget:"textarea" required:"true" max:"8000"`
}

// BringIn enters a party that was registered before the system was used.
type BringIn struct {
	Kind string `json:"kind" label:"类别" en:"Kind" widget:"radio" required:"true" options:"申请主体=Applicant,代理机构=Agency"`
	Particulars
	Registered calendar.Day `json:"registered" label:"备案日期" en:"Registered on" section:"转入=Brought in" widget:"date" required:"true"`
	Assured    bool         `json:"assured" label:"在精准服务保障名单内" en:"On the list of assured agencies"`
	Used       int          `json:"used" label:"本年度已用额度" en:"Quota used this year" max:"10000"`
	Passed     int          `json:"passed" label:"上年度合格件数" en:"Passes last year" max:"10000"`
	Failed     int          `json:"failed" label:"上年度不合格件数" en:"Failures last year" max:"10000"`
}
