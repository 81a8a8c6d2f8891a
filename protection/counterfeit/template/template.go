// Package template (文书模板) holds the papers of cases of counterfeited patents as dated text: which
// wording holds from which day, which step issues it, and what of it may be written by hand.
package template

import (
	"embed"

	"zhibao/casework/draft"
	"zhibao/internal/fault"
)

//go:embed text/*.txt
var texts embed.FS

// The steps that issue more than one paper.
var (
	notify = fault.Pair{"事先告知", "Give notice of the intended penalty"}
	order  = fault.Pair{"作出其他决定", "Decide otherwise"}
)

// kinds are the papers without their wording. Edit names the blocks that may be written, which are facts,
// reasons and remarks: names, amounts, dates, what is ordered and the rights of the person are fixed.
var kinds = []draft.Template{
	{Code: "receipt", Name: "举报回执", English: "Receipt of a report", Series: "假举", By: fault.Pair{"登记线索", "Enter a lead"}},
	{Code: "filing", Name: "立案审批表", English: "Approval of the filing", Series: "假立", By: fault.Pair{"批准立案", "File the case"}, Edit: []string{"事实"}},
	{Code: "refusal", Name: "不予立案决定书", English: "Decision not to file", Series: "假不立", By: fault.Pair{"不予立案", "Do not file"}, Edit: []string{"说明"}},
	{Code: "referral", Name: "案件移送函", English: "Referral", Series: "假移", By: fault.Pair{"移送其他机关", "Refer to another authority"}, Edit: []string{"说明"}},
	{Code: "inspection", Name: "现场检查笔录", English: "Record of an inspection", Series: "假检", By: fault.Pair{"现场检查", "Inspect on site"}},
	{Code: "interview", Name: "询问笔录", English: "Record of an interview", Series: "假询", By: fault.Pair{"询问调查", "Interview"}},
	{Code: "copying", Name: "查阅、复制资料清单", English: "List of what was consulted and copied", Series: "假查", By: fault.Pair{"查阅复制资料", "Consult and copy documents"}},
	{Code: "joining", Name: "并案审批表", English: "Approval that a case is taken in", Series: "假并", By: fault.Pair{"并案", "Take another case in"}},
	{Code: "sample", Name: "抽样取证通知书（附清单）", English: "Taking of samples with list", Series: "假抽", By: fault.Pair{"抽样取证", "Take samples"}},
	{Code: "preserve", Name: "先行登记保存证据通知书（附清单）", English: "Registration of evidence with list", Series: "假存", By: fault.Pair{"先行登记保存", "Register evidence for preservation"}},
	{Code: "dispose", Name: "登记保存物品处理决定书", English: "Decision on registered evidence", Series: "假存处", By: fault.Pair{"处理登记保存物品", "Decide on what was registered"}, Edit: []string{"说明"}},
	{Code: "seize", Name: "查封（扣押）决定书（附清单）", English: "Seizure with list", Series: "假封", By: fault.Pair{"查封扣押", "Seal or seize"}, Edit: []string{"依据"}},
	{Code: "prolong", Name: "延长查封（扣押）期限决定书", English: "Prolongation of a seizure", Series: "假延封", By: fault.Pair{"延长查封扣押", "Prolong a seizure"}, Edit: []string{"说明"}},
	{Code: "release", Name: "解除（处理）查封扣押决定书", English: "Lifting of a seizure", Series: "假解封", By: fault.Pair{"解除或处理查封扣押", "Lift a seizure"}, Edit: []string{"说明"}},
	{Code: "testing", Name: "检测（鉴定）期间告知书", English: "Notice of the time of a test", Series: "假鉴", By: fault.Pair{"委托检测鉴定", "Have tested"}, Edit: []string{"事项"}},
	{Code: "suspension", Name: "中止案件调查决定书", English: "Suspension", Series: "假中", By: fault.Pair{"中止", "Suspend"}, Edit: []string{"说明"}},
	{Code: "conclusion", Name: "案件调查终结报告", English: "Report of the investigation", Series: "假终", By: fault.Pair{"调查终结", "Conclude the investigation"}, Edit: []string{"事实", "证据", "情节"}},
	{Code: "review", Name: "法制审核意见书", English: "Opinion of the legal review", Series: "假审", By: fault.Pair{"法制审核通过", "Pass the legal review"}},
	{Code: "advance", Name: "行政处罚事先告知书", English: "Notice of an intended penalty", Series: "假告", By: notify, Edit: []string{"事实"}},
	{Code: "hearing_notice", Name: "行政处罚听证告知书", English: "Notice of an intended penalty and of the right to a hearing", Series: "假听告", By: notify, Edit: []string{"事实"}},
	{Code: "hearing", Name: "行政处罚听证通知书", English: "Notice of a hearing", Series: "假听", By: fault.Pair{"安排审理", "Plan a hearing"}},
	{Code: "discussion", Name: "案件集体讨论记录", English: "Record of the discussion", Series: "假议", By: fault.Pair{"登记集体讨论", "Record the discussion"}},
	{Code: "penalty", Name: "行政处罚决定书", English: "Decision on a penalty", Series: "假罚", By: fault.Pair{"作出行政处罚决定", "Decide on a penalty"}, Edit: []string{"事实", "证据", "理由"}},
	{Code: "correct", Name: "责令改正通知书", English: "Order to correct", Series: "假改", By: order, Edit: []string{"事实"}},
	{Code: "stop", Name: "责令停止销售通知书", English: "Order to stop selling", Series: "假停", By: order, Edit: []string{"事实"}},
	{Code: "exempt", Name: "不予行政处罚决定书", English: "Decision not to punish", Series: "假不罚", By: order, Edit: []string{"事实"}},
	{Code: "withdraw", Name: "撤销案件决定书", English: "Withdrawal of the case", Series: "假撤", By: order, Edit: []string{"事实"}},
	{Code: "police", Name: "涉嫌犯罪案件移送书", English: "Transfer to the police", Series: "假移公", By: fault.Pair{"移送公安机关", "Transfer to the police"}, Edit: []string{"事实"}},
	{Code: "service", Name: "送达回证", English: "Proof of service", Series: "假送", By: fault.Pair{"登记决定送达", "Record service"}},
	{Code: "defer", Name: "延期（分期）缴纳罚款通知书", English: "Payment later or by instalments", Series: "假缓", By: fault.Pair{"准予延期或分期", "Grant it"}, Edit: []string{"说明"}},
	{Code: "urge", Name: "行政处罚决定履行催告书", English: "Urging", Series: "假催", By: fault.Pair{"催告", "Urge"}},
	{Code: "enforce", Name: "强制执行申请书", English: "Application to the court", Series: "假执", By: fault.Pair{"申请法院强制执行", "Apply to the court"}, Edit: []string{"事项"}},
	{Code: "closing", Name: "结案报告", English: "Closing report", Series: "假结", By: fault.Pair{"结案归档", "Close"}, Edit: []string{"意见"}},
}

// All lists the templates in all their versions.
func All() []draft.Template { return draft.Load(texts, "text", "", kinds) }
