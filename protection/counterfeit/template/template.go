// Package template (文书模板) holds the papers of cases of counterfeited patents as dated text: which
// wording holds from which day, and what it needs to be filled.
package template

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/law/calendar"
)

//go:embed text/*.txt
var texts embed.FS

// A Template is the wording of one paper from a day on.
type Template struct {
	Code, Version string // Version is the day from which the wording holds
	Name, English string
	Series        string // word of the series in the number
}

// version is the day from which the first wording of the papers holds.
const version = "2026-11-28"

var templates = []Template{
	{"receipt", version, "举报回执", "Receipt of a report", "假举"},
	{"filing", version, "立案审批表", "Approval of the filing", "假立"},
	{"refusal", version, "不予立案决定书", "Decision not to file", "假不立"},
	{"referral", version, "案件移送函", "Referral", "假移"},
	{"inspection", version, "现场检查笔录", "Record of an inspection", "假检"},
	{"sample", version, "抽样取证通知书（附清单）", "Taking of samples with list", "假抽"},
	{"preserve", version, "先行登记保存证据通知书（附清单）", "Registration of evidence with list", "假存"},
	{"dispose", version, "登记保存物品处理决定书", "Decision on registered evidence", "假存处"},
	{"seize", version, "查封（扣押）决定书（附清单）", "Seizure with list", "假封"},
	{"prolong", version, "延长查封（扣押）期限决定书", "Prolongation of a seizure", "假延封"},
	{"release", version, "解除（处理）查封扣押决定书", "Lifting of a seizure", "假解封"},
	{"testing", version, "检测（鉴定）期间告知书", "Notice of the time of a test", "假鉴"},
	{"suspension", version, "中止案件调查决定书", "Suspension", "假中"},
	{"conclusion", version, "案件调查终结报告", "Report of the investigation", "假终"},
	{"review", version, "法制审核意见书", "Opinion of the legal review", "假审"},
	{"notice", version, "行政处罚事先告知书", "Notice of an intended penalty", "假告"},
	{"hearing_notice", version, "行政处罚听证告知书", "Notice of an intended penalty and of the right to a hearing", "假听告"},
	{"hearing", version, "行政处罚听证通知书", "Notice of a hearing", "假听"},
	{"penalty", version, "行政处罚决定书", "Decision on a penalty", "假罚"},
	{"correct", version, "责令改正通知书", "Order to correct", "假改"},
	{"stop", version, "责令停止销售通知书", "Order to stop selling", "假停"},
	{"exempt", version, "不予行政处罚决定书", "Decision not to punish", "假不罚"},
	{"withdraw", version, "撤销案件决定书", "Withdrawal of the case", "假撤"},
	{"police", version, "涉嫌犯罪案件移送书", "Transfer to the police", "假移公"},
	{"service", version, "送达回证", "Proof of service", "假送"},
	{"defer", version, "延期（分期）缴纳罚款通知书", "Payment later or by instalments", "假缓"},
	{"urge", version, "行政处罚决定履行催告书", "Urging", "假催"},
	{"enforce", version, "强制执行申请书", "Application to the court", "假执"},
	{"closing", version, "结案报告", "Closing report", "假结"},
}

// All lists the templates.
func All() []Template { return slices.Clone(templates) }

// On returns the template with the code whose wording holds on the day. Error: Internal where there
// is none, which is a mistake of the program.
func On(code string, day calendar.Day) (t Template, text paper.Paper, err error) {
	defer fault.Wrap(&err, "template %s", code)
	for _, x := range templates {
		from, err := calendar.ParseDay(x.Version)
		if err != nil {
			return t, text, err
		}
		// A demo or a test lives before the first wording; it takes the oldest.
		if x.Code == code && (t.Code == "" || from <= day) {
			t = x
		}
	}
	b, err := fs.ReadFile(texts, "text/"+code+".txt")
	if err != nil {
		return t, text, err
	}
	text, err = paper.Parse("标题：" + t.Name + "\n\n" + strings.TrimSpace(string(b)))
	return t, text, err
}
