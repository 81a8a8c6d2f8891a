// Package template (文书模板) holds the papers of cases of counterfeited patents as dated text: which
// wording holds from which day, which step issues it, and what of it may be written by hand.
package template

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"zhibao/casework/draft"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

//go:embed text/*.txt
var texts embed.FS

// The steps that issue more than one paper.
var (
	notify = fault.Pair{"事先告知", "Give notice of the intended penalty"}
	order  = fault.Pair{"作出其他决定", "Decide otherwise"}
)

// A kind is a paper without its wording. Edit names the blocks that may be written, which are facts,
// reasons and remarks: names, amounts, dates, what is ordered and the rights of the person are fixed.
type kind struct {
	code, name, english string
	series              string // word of the series in the number
	by                  fault.Pair
	edit                []string
}

var kinds = []kind{
	{"receipt", "举报回执", "Receipt of a report", "假举", fault.Pair{"登记线索", "Enter a lead"}, nil},
	{"filing", "立案审批表", "Approval of the filing", "假立", fault.Pair{"批准立案", "File the case"}, []string{"事实"}},
	{"refusal", "不予立案决定书", "Decision not to file", "假不立", fault.Pair{"不予立案", "Do not file"}, []string{"说明"}},
	{"referral", "案件移送函", "Referral", "假移", fault.Pair{"移送其他机关", "Refer to another authority"}, []string{"说明"}},
	{"inspection", "现场检查笔录", "Record of an inspection", "假检", fault.Pair{"现场检查", "Inspect on site"}, nil},
	{"sample", "抽样取证通知书（附清单）", "Taking of samples with list", "假抽", fault.Pair{"抽样取证", "Take samples"}, nil},
	{"preserve", "先行登记保存证据通知书（附清单）", "Registration of evidence with list", "假存", fault.Pair{"先行登记保存", "Register evidence for preservation"}, nil},
	{"dispose", "登记保存物品处理决定书", "Decision on registered evidence", "假存处", fault.Pair{"处理登记保存物品", "Decide on what was registered"}, []string{"说明"}},
	{"seize", "查封（扣押）决定书（附清单）", "Seizure with list", "假封", fault.Pair{"查封扣押", "Seal or seize"}, []string{"依据"}},
	{"prolong", "延长查封（扣押）期限决定书", "Prolongation of a seizure", "假延封", fault.Pair{"延长查封扣押", "Prolong a seizure"}, []string{"说明"}},
	{"release", "解除（处理）查封扣押决定书", "Lifting of a seizure", "假解封", fault.Pair{"解除或处理查封扣押", "Lift a seizure"}, []string{"说明"}},
	{"testing", "检测（鉴定）期间告知书", "Notice of the time of a test", "假鉴", fault.Pair{"委托检测鉴定", "Have tested"}, []string{"事项"}},
	{"suspension", "中止案件调查决定书", "Suspension", "假中", fault.Pair{"中止", "Suspend"}, []string{"说明"}},
	{"conclusion", "案件调查终结报告", "Report of the investigation", "假终", fault.Pair{"调查终结", "Conclude the investigation"}, []string{"事实", "证据", "情节"}},
	{"review", "法制审核意见书", "Opinion of the legal review", "假审", fault.Pair{"法制审核通过", "Pass the legal review"}, nil},
	{"advance", "行政处罚事先告知书", "Notice of an intended penalty", "假告", notify, []string{"事实"}},
	{"hearing_notice", "行政处罚听证告知书", "Notice of an intended penalty and of the right to a hearing", "假听告", notify, []string{"事实"}},
	{"hearing", "行政处罚听证通知书", "Notice of a hearing", "假听", fault.Pair{"安排审理", "Plan a hearing"}, nil},
	{"penalty", "行政处罚决定书", "Decision on a penalty", "假罚", fault.Pair{"作出行政处罚决定", "Decide on a penalty"}, []string{"事实", "证据", "理由"}},
	{"correct", "责令改正通知书", "Order to correct", "假改", order, []string{"事实"}},
	{"stop", "责令停止销售通知书", "Order to stop selling", "假停", order, []string{"事实"}},
	{"exempt", "不予行政处罚决定书", "Decision not to punish", "假不罚", order, []string{"事实"}},
	{"withdraw", "撤销案件决定书", "Withdrawal of the case", "假撤", order, []string{"事实"}},
	{"police", "涉嫌犯罪案件移送书", "Transfer to the police", "假移公", fault.Pair{"移送公安机关", "Transfer to the police"}, []string{"事实"}},
	{"service", "送达回证", "Proof of service", "假送", fault.Pair{"登记决定送达", "Record service"}, nil},
	{"defer", "延期（分期）缴纳罚款通知书", "Payment later or by instalments", "假缓", fault.Pair{"准予延期或分期", "Grant it"}, []string{"说明"}},
	{"urge", "行政处罚决定履行催告书", "Urging", "假催", fault.Pair{"催告", "Urge"}, nil},
	{"enforce", "强制执行申请书", "Application to the court", "假执", fault.Pair{"申请法院强制执行", "Apply to the court"}, []string{"事项"}},
	{"closing", "结案报告", "Closing report", "假结", fault.Pair{"结案归档", "Close"}, []string{"意见"}},
}

// All lists the templates in all their versions.
func All() []draft.Template { return load(texts, "text") }

// load reads the wordings. A file is called code.date.txt after the day from which it holds; it is in
// force until the next one of the same code. A mistake in them is one of the program.
func load(files fs.FS, folder string) (out []draft.Template) {
	names, err := fs.Glob(files, folder+"/*.txt")
	if err != nil {
		panic(err)
	}
	slices.Sort(names)
	for i := len(names) - 1; i >= 0; i-- {
		code, version, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(names[i], folder+"/"), ".txt"), ".")
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.code == code })
		from, err := calendar.ParseDay(version)
		if at < 0 || err != nil {
			panic(fmt.Sprintf("%s: no paper has this code, or the name has no day: %v", names[i], err))
		}
		body, err := fs.ReadFile(files, names[i])
		if err != nil {
			panic(err)
		}
		k := kinds[at]
		t := draft.Template{Code: code, Version: version, From: from, Name: k.name, English: k.english, Series: k.series, Edit: k.edit, By: k.by,
			Text: "标题：" + k.name + "\n主送：{受送达人}\n\n" + strings.TrimSpace(string(body))}
		// Sorted by name, the version before is the one that follows in time.
		if n := len(out); n > 0 && out[n-1].Code == code {
			t.To = out[n-1].From - 1
		}
		out = append(out, t)
	}
	// In the order in which a case comes to them, as people choose from them.
	place := func(t draft.Template) int {
		return slices.IndexFunc(kinds, func(k kind) bool { return k.code == t.Code })
	}
	slices.SortStableFunc(out, func(a, b draft.Template) int { return place(a) - place(b) })
	return out
}
