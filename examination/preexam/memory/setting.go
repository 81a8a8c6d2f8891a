package memory

import (
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// number is one limit as the settings page shows it.
type number struct {
	key, title, english, def, help, helpEN string
	to                                     func(l *check.Limits, n int)
}

const off, offEN = "填 0 不提示", "0: tell nothing"

// numbers are the limits. None of them is law: what is abnormal is found by a person, and from where on
// the center wants to be told is its own decision.
func numbers() []number {
	share := func(n int) float64 { return float64(n) / 100 }
	return []number{
		{"preexam.similar", "文本相似提示线（%）", "Text alike from (%)", "50", "与以往案件共有内容达到该比例的提示；" + off, "Share of the text in common with an earlier case; " + offEN,
			func(l *check.Limits, n int) { l.Similar = share(n) }},
		{"preexam.duplicate", "文本实质相同线（%）", "Same text from (%)", "90", "达到该比例的按重复提交处理", "From here on it counts as submitted twice",
			func(l *check.Limits, n int) { l.Duplicate = share(n) }},
		{"preexam.batch_share", "组合申请：相同或近似段落的比例（%）", "Batch: share of paragraphs (%)", "60", "段落相同或只有个别词语不同；" + off, "Paragraphs that are the same but for some words; " + offEN,
			func(l *check.Limits, n int) { l.Paragraphs = share(n) }},
		{"preexam.batch", "组合申请：一年内的其他件数", "Batch: other cases within a year", "2", off, offEN, func(l *check.Limits, n int) { l.Batch = n }},
		{"preexam.published_share", "与已公布专利相似提示线（%）", "Alike to a published patent from (%)", "50", off, offEN, func(l *check.Limits, n int) { l.Published = share(n) }},
		{"preexam.per_head", "每名参保人员一年的申请件数（%）", "Filings a year for each of the insured (%)", "100", "100 为人均一件；" + off, "100: one for each; " + offEN,
			func(l *check.Limits, n int) { l.PerHead = share(n) }},
		{"preexam.young", "成立不久的申请人（月）", "Young applicant (months)", "24", "", "", func(l *check.Limits, n int) { l.Young = n }},
		{"preexam.burst", "成立不久的申请人一年的申请件数", "Filings a year by a young applicant", "5", off, offEN, func(l *check.Limits, n int) { l.Burst = n }},
		{"preexam.prolific", "同一发明人 90 日内的申请件数", "Filings of one inventor within 90 days", "10", off, offEN, func(l *check.Limits, n int) { l.Prolific = n }},
		{"preexam.prolific_fields", "同一发明人 90 日内涉及的领域数", "Fields of one inventor within 90 days", "3", "以主分类号的小类计", "Counted by main class",
			func(l *check.Limits, n int) { l.Fields = n }},
		{"preexam.shared", "共用地址、电话、邮箱的其他申请人数", "Other applicants with the same address, phone or mail", "2", off, offEN, func(l *check.Limits, n int) { l.Shared = n }},
		{"preexam.shared_contact", "同一联系人服务的其他申请人数", "Other applicants that one contact serves", "3", off, offEN, func(l *check.Limits, n int) { l.Agents = n }},
		{"preexam.outside", "一年内经营范围以外的申请件数", "Filings a year outside the business", "3", off, offEN, func(l *check.Limits, n int) { l.Outside = n }},
	}
}

// Settings declares the limits.
func Settings() (out []setting.Def) {
	for _, n := range numbers() {
		out = append(out, setting.Def{Key: n.key, Title: n.title, English: n.english, Help: n.help, HelpEN: n.helpEN, Type: setting.Int,
			Default: map[string]string{"": n.def}, Sure: rule.Unsure, Level: rule.Center, Group: "preexam",
			Basis: []rule.Cite{{Text: "本中心规定", Article: "非正常申请的提示", Sure: rule.Unsure}}})
	}
	return out
}

// limits are those in force today.
func limits(s *casework.Step) (l check.Limits, err error) {
	for _, n := range numbers() {
		v, err := s.Office.Settings.Int(s.Ctx, s.Tx, setting.Query{Center: s.Case.Center, Key: n.key, On: s.Today})
		if err != nil {
			return l, err
		}
		n.to(&l, v)
	}
	return l, nil
}

// places are the places of arguments from the first on.
func places(first, n int) string {
	var out []string
	for i := range n {
		out = append(out, "$"+strconv.Itoa(first+i))
	}
	return strings.Join(out, ",")
}
