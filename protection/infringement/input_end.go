package infringement

import (
	"zhibao/casework"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/secrecy"
	"zhibao/protection/infringement/matter"
)

// Join adds a party.
type Join struct {
	Side string `json:"side" label:"追加为" en:"As" widget:"radio" required:"true" options:"respondent=被请求人=Respondent,third=第三人=Third party"`
	Opponent
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"1000" secret:"true"`
}

// Substitute puts a successor in the place of a party.
type Substitute struct {
	Out     string `json:"out" label:"原当事人" en:"Who leaves" widget:"select" options:"*" required:"true"`
	Name    string `json:"name" label:"继受人名称" en:"Successor" required:"true" max:"120"`
	Code    string `json:"code" label:"统一社会信用代码" en:"Credit code" max:"18"`
	Address string `json:"address" label:"地址" en:"Address" required:"true" max:"200"`
	Reason  string `json:"reason" label:"依据（专利权转让登记、合并等）" en:"Because of" required:"true" max:"500" secret:"true"`
}

// Leave drops a respondent.
type Leave struct {
	Out    string `json:"out" label:"退出的当事人" en:"Who leaves" widget:"select" options:"*" required:"true"`
	Reason string `json:"reason" label:"理由" en:"Reason" required:"true" max:"500" secret:"true"`
}

// Merge tries the case together with another about the same patent.
type Merge struct {
	Number string `json:"number" label:"合并的案号" en:"Number of the other case" required:"true" max:"40"`
}

// Merged is the other end of a merger.
type Merged struct {
	Lead string `json:"lead" label:"合并的案号" en:"Lead" max:"40"`
}

// PatentChange records what became of the patent midway.
type PatentChange struct {
	What   string       `json:"what" label:"变化" en:"Change" widget:"select" required:"true" options:"lapsed=专利权终止=Lapsed,invalid=全部无效=Invalid,partial=部分无效=Partly invalid,upheld=维持有效=Upheld,transferred=转让=Transferred"`
	On     calendar.Day `json:"on" label:"日期" en:"Day" widget:"date" required:"true"`
	Source string       `json:"source" label:"依据（决定号、公告）" en:"Source" required:"true" max:"200"`
	Claims string       `json:"claims" label:"维持有效的权利要求" en:"Claims that survive" max:"500" help:"部分无效的必填" helpen:"Needed where it is partly invalid"`
}

// Finish closes the trial.
type Finish struct{}

// Vote is the opinion of one member.
type Vote struct {
	Outcome string `json:"outcome" label:"意见" en:"Held" widget:"radio" required:"true" options:"upheld=侵权成立，责令停止=Infringement,rejected=侵权不成立，驳回=No infringement"`
	Reason  string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"3000" secret:"true"`
}

// DefenceLine answers one defence.
type DefenceLine struct {
	Code  string `json:"code" label:"抗辩" en:"Defence" widget:"select" required:"true" options:"prior=现有技术、现有设计=Prior art,exhausted=权利用尽=Exhaustion,prioruse=先用权=Prior use,transit=临时过境=Transit,research=科学研究=Research,approval=行政审批=Regulatory approval,source=合法来源=Legitimate source,licence=已获许可=Licence"`
	Holds string `json:"holds" label:"是否成立" en:"Holds" widget:"select" required:"true" options:"yes=成立=Yes,no=不成立=No"`
	Why   string `json:"why" label:"理由" en:"Reason" required:"true" max:"1000" secret:"true"`
}

// Reason is the reasoning of the decision in its seven parts.
type Reason struct {
	ActFrom    calendar.Day  `json:"act_from" label:"行为起始日" en:"Acts from" section:"① 行为日专利权有效=① In force" widget:"date" required:"true"`                          // the day on which the patent must be in force
	ActTo      calendar.Day  `json:"act_to" label:"行为截止日" en:"Acts until" widget:"date" help:"持续到现在的不填" helpen:"Empty while they go on"`                           // empty while they go on
	InForce    string        `json:"in_force" label:"行为日专利权" en:"The patent then" widget:"radio" required:"true" options:"yes=有效=In force,no=不在有效期内=Not in force"` // otherwise there is no infringement
	InForceWhy string        `json:"in_force_why" label:"依据" en:"By what" required:"true" max:"500" secret:"true"`
	Scope      string        `json:"scope" label:"保护范围" en:"Scope" section:"② 保护范围=② Scope" widget:"textarea" required:"true" max:"5000" secret:"true"` // 专利法第六十四条
	Comparison string        `json:"comparison" label:"比对" en:"Comparison" section:"③ 技术特征或视图比对=③ Comparison" widget:"textarea" required:"true" max:"5000" secret:"true"`
	Covers     string        `json:"covers" label:"比对结论" en:"Result" widget:"radio" required:"true" options:"all=落入保护范围=Falls within,none=未落入保护范围=Does not"`                                  // 全面覆盖, or the overall view
	SameClass  string        `json:"same_class" label:"产品种类" en:"Class of the product" section:"④ 外观设计的判断=④ Designs" widget:"radio" options:"yes=相同或相近=Same or similar,no=不相同也不相近=Neither"`   // a design is protected for its class only
	Viewer     string        `json:"viewer" label:"一般消费者与整体观察、综合判断" en:"General consumer, overall view" widget:"textarea" max:"3000" secret:"true" help:"外观设计必填" helpen:"Needed for designs"` // 整体观察、综合判断
	Acts       []string      `json:"acts" label:"认定的行为" en:"Acts found" section:"⑤ 行为=⑤ Acts" options:"make=制造=Making,use=使用=Using,offer=许诺销售=Offering,sell=销售=Selling,import=进口=Importing"`  // 专利法第十一条
	Business   string        `json:"business" label:"为生产经营目的" en:"For business" widget:"radio" required:"true" options:"yes=是=Yes,no=否=No"`                                                   // without it there is no infringement
	ActsWhy    string        `json:"acts_why" label:"认定的事实" en:"Facts found" widget:"textarea" required:"true" max:"3000" secret:"true"`
	Defences   []DefenceLine `json:"defences" label:"抗辩" en:"Defences" section:"⑥ 抗辩=⑥ Defences" max:"10"` // each raised one needs an answer
	NoDefence  bool          `json:"no_defence" label:"未提出抗辩" en:"None was raised"`
	Outcome    string        `json:"outcome" label:"结论" en:"Outcome" section:"⑦ 结论与措施=⑦ Result" widget:"radio" required:"true" options:"upheld=侵权成立，责令停止=Infringement: stop,rejected=侵权不成立，驳回请求=No infringement: rejected"`                                                                                      // has to follow from the parts above
	Remedies   []string      `json:"remedies" label:"责令的措施" en:"Ordered" options:"stop_make=停止制造，销毁模具和专用设备=Stop making,stop_use=停止使用=Stop using,stop_offer=停止许诺销售=Stop offering,stop_sell=停止销售=Stop selling,stop_import=停止进口=Stop importing,unlist=删除、断开网上链接=Take down listings,destroy=销毁库存=Destroy the stock"` // the operative part
	RemedyText string        `json:"remedy_text" label:"措施说明" en:"Remarks" widget:"textarea" max:"1000" secret:"true"`
	Conclusion string        `json:"conclusion" label:"裁决理由总结" en:"Conclusion" widget:"textarea" required:"true" max:"5000" secret:"true"`
}

// Checked is a step whose maker may add a remark.
type Checked struct {
	Remark string `json:"remark" label:"意见" en:"Remark" widget:"textarea" max:"1000" secret:"true"`
}

// Propose proposes to end the case without a ruling.
type Propose struct {
	Outcome   string      `json:"outcome" label:"结案方式" en:"How" widget:"select" required:"true" options:"withdrawn=撤回撤案=Withdrawn,settled=和解撤案=Settled,mediated=调解结案=Mediated,deemed=视为撤回=Deemed withdrawn,transferred=移送管辖=Transferred,terminated=终止处理=Terminated"`
	Body      string      `json:"body" label:"移送至" en:"To" max:"120" help:"移送管辖的必填" helpen:"Needed for a transfer"`
	Agreement string      `json:"agreement" label:"协议内容" en:"Agreement" widget:"textarea" max:"5000" secret:"true" help:"调解结案的必填，写入调解书" helpen:"Needed for mediation"`
	Reason    string      `json:"reason" label:"事实与理由" en:"Reason" widget:"textarea" required:"true" max:"3000" secret:"true"`
	Files     []form.File `json:"files" label:"材料" en:"Papers" accept:".pdf,.jpg,.png" size:"50M" max:"10"`
	secrecy.Declared
	stored []matter.Doc
}

// Publish makes the decision public.
type Publish struct {
	Day   calendar.Day `json:"day" label:"公开日期" en:"Published on" widget:"date" required:"true"`
	Where string       `json:"where" label:"公开渠道与网址" en:"Where" required:"true" max:"300"`
	Clean bool         `json:"clean" label:"已删除商业秘密和个人信息" en:"Trade secrets and personal data were taken out" required:"true"`
	Copy  form.File    `json:"copy" label:"公开文本" en:"Text" accept:".pdf" size:"20M"`
	secrecy.Declared
	stored []matter.Doc
}

// Sue records a suit against the decision.
type Sue struct {
	casework.Behalf
	Day   calendar.Day `json:"day" label:"起诉日期" en:"Day" widget:"date" required:"true"`
	Court string       `json:"court" label:"法院" en:"Court" required:"true" max:"120"`
	No    string       `json:"no" label:"案号" en:"Number" max:"60"`
	Proof form.File    `json:"proof" label:"受理通知书或起诉状" en:"Proof" accept:".pdf,.jpg,.png" size:"20M"`
	secrecy.Declared
	stored []matter.Doc
}

// Judge records what the court held.
type Judge struct {
	Result string       `json:"result" label:"结果" en:"Result" widget:"select" required:"true" options:"upheld=维持裁决（驳回诉讼请求）=Upheld,withdrawn=撤诉=Suit withdrawn,revoked=撤销裁决=Revoked,remanded=撤销并责令重新作出=Remanded"`
	Day    calendar.Day `json:"day" label:"生效日期" en:"In effect on" widget:"date" required:"true"`
	No     string       `json:"no" label:"裁判文书案号" en:"Number" required:"true" max:"60"`
	Text   string       `json:"text" label:"裁判要点" en:"Held" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Files  []form.File  `json:"files" label:"裁判文书" en:"Judgment" accept:".pdf,.jpg,.png" size:"50M" max:"5"`
	secrecy.Declared
	stored []matter.Doc
}

// Report is what a respondent says about its performance.
type Report struct {
	casework.Behalf
	Text  string      `json:"text" label:"履行情况" en:"Performance" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Files []form.File `json:"files" label:"证明材料" en:"Proof" accept:".pdf,.jpg,.png,.mp4" size:"100M" max:"10"`
	secrecy.Declared
	stored []matter.Doc
}

// Perform records that a respondent performed.
type Perform struct {
	Party string       `json:"party" label:"履行人" en:"Who" widget:"select" options:"*" required:"true"`
	Day   calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
	Text  string       `json:"text" label:"核实情况" en:"Verified" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Files []form.File  `json:"files" label:"凭证" en:"Proof" accept:".pdf,.jpg,.png" size:"50M" max:"10"`
	secrecy.Declared
	stored []matter.Doc
}

// Urge urges the respondents who did not perform.
type Urge struct {
	Facts string       `json:"facts" label:"未履行的事实" en:"What was not performed" widget:"textarea" required:"true" max:"2000" secret:"true"`
	Day   calendar.Day `json:"day" label:"催告书送达日" en:"Served on" widget:"date" required:"true"`
}

// ApplyCourt applies for enforcement.
type ApplyCourt struct {
	Court string `json:"court" label:"法院" en:"Court" required:"true" max:"120"`
	Facts string `json:"facts" label:"当事人意见与催告情况" en:"Statement of the party, and the urging" widget:"textarea" required:"true" max:"2000" secret:"true"`
}

// Enforced records the end of the enforcement.
type Enforced struct {
	Result string       `json:"result" label:"结果" en:"Result" widget:"radio" required:"true" options:"done=执行完毕=Enforced,closed=终结执行=Ended,refused=法院不予受理或不准予执行=Refused by the court"`
	Day    calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true"`
	No     string       `json:"no" label:"执行案号" en:"Number" required:"true" max:"60"`
	Files  []form.File  `json:"files" label:"裁定书等" en:"Ruling" accept:".pdf,.jpg,.png" size:"50M" max:"5"`
	secrecy.Declared
	stored []matter.Doc
}

// Archive closes the file.
type Archive struct {
	Summary string `json:"summary" label:"结案报告" en:"Closing report" widget:"textarea" required:"true" max:"5000" secret:"true"`
	Pages   int    `json:"pages" label:"卷宗页数" en:"Pages of the file" min:"1" max:"20000" required:"true"`
}

// Reassign gives the case to another handler.
type Reassign struct {
	To string `json:"to" label:"承办人" en:"Handler" widget:"select" options:"*" required:"true"`
}
