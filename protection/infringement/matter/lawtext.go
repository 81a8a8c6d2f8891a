package matter

import (
	"strings"

	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// A Text is the rule text by which cases of a time are handled.
type Text struct {
	Code      string
	From      calendar.Day // of the 立案
	Cite      rule.Cite
	Extension string // setting with how much longer a complex case may take
}

var texts = []Text{
	{Code: "2015", Cite: rule.Cite{Text: "专利行政执法办法", Version: "局令第71号，2015", Force: "2015-07-01", Sure: rule.Source}, Extension: "infringement.extension.2015"},
	{Code: "82", From: calendar.MustDay("2025-02-01"), Cite: rule.Cite{Text: "专利纠纷行政裁决和调解办法", Version: "局令第82号，2024", Force: "2025-02-01", Sure: rule.Source}, Extension: "infringement.extension.82"},
}

// TextOn returns the text that holds for a case accepted on the day.
func TextOn(day calendar.Day) Text {
	out := texts[0]
	for _, t := range texts {
		if t.From <= day {
			out = t
		}
	}
	return out
}

// A Condition is one that a request must meet to be accepted.
type Condition struct {
	Code, Title, English string
	Basis                rule.Cite
}

var (
	ours2015 = rule.Cite{Text: "专利行政执法办法", Article: "第十条", Version: "局令第71号，2015", Sure: rule.Known}
	ours82   = rule.Cite{Text: "专利纠纷行政裁决和调解办法", Version: "局令第82号，2024", Sure: rule.Source}
	statute  = rule.Cite{Text: "专利法", Article: "第六十五条", Version: "2020修正", Sure: rule.Source}
)

// Conditions are those of a case that comes in on the day.
func Conditions(day calendar.Day) []Condition {
	out := []Condition{
		{"standing", "请求人是专利权人或者利害关系人", "The requester is the patentee or has an interest", statute},
		{"respondent", "有明确的被请求人", "There is a definite respondent", ours2015},
		{"request", "有明确的请求事项和具体事实、理由", "The request, its facts and reasons are definite", ours2015},
		{"jurisdiction", "属于受案范围和本机关管辖（被请求人所在地或者侵权行为地）", "It lies within scope and jurisdiction", rule.Cite{Text: "专利法实施细则", Article: "第九十五条、第九十七条", Version: "2023修订", Sure: rule.Source}},
		{"nosuit", "当事人没有就该专利侵权纠纷向人民法院起诉", "Nobody has sued about this dispute", ours2015},
	}
	if TextOn(day).Code == "82" {
		out = append(out, Condition{"undecided", "该纠纷没有经过行政裁决", "The dispute was not decided before", ours82})
	}
	return out
}

// Answer is what the check found about a condition.
type Answer struct {
	Code string
	Met  bool
	Why  string
}

// Unmet lists what speaks against acceptance: conditions without an answer too.
func Unmet(list []Condition, answers []Answer) (out []Condition) {
	for _, c := range list {
		met := false
		for _, a := range answers {
			met = met || a.Code == c.Code && a.Met
		}
		if !met {
			out = append(out, c)
		}
	}
	return out
}

// A Ground is one for which a case is suspended.
type Ground struct {
	Code, Title, English string
	Basis                rule.Cite
}

// Grounds lists the grounds of suspension.
func Grounds() []Ground {
	known := rule.Cite{Text: "专利行政执法办案规范", Article: "中止", Sure: rule.Known}
	return []Ground{
		{"invalidation", "被请求人提出无效宣告请求并被受理，理由并非明显不成立", "A request for invalidation was accepted and is not clearly unfounded", rule.Cite{Text: "专利法实施细则", Article: "第九十八条", Version: "2023修订", Sure: rule.Source}},
		{"death", "一方当事人死亡，需要等待继承人表明是否参加处理", "A party died; heirs have to be heard", known},
		{"merger", "一方当事人终止，尚未确定权利义务承受人", "A party ended; its successor is not known", known},
		{"capacity", "一方当事人丧失行为能力，尚未确定法定代理人", "A party lost its capacity", known},
		{"ownership", "专利权权属纠纷正在审理", "The ownership of the patent is in dispute", known},
		{"force", "一方当事人因不可抗拒的事由不能参加处理", "Force majeure", known},
		{"dependent", "须以另一案的审理结果为依据，而另一案尚未审结", "The case depends on another", known},
		{"other", "其他应当中止的情形", "Another ground", known},
	}
}

// GroundTitle names a ground.
func GroundTitle(code string) [2]string {
	for _, g := range Grounds() {
		if g.Code == code {
			return [2]string{g.Title, g.English}
		}
	}
	return [2]string{code, code}
}

// Reservations are reasons for which a case goes on although invalidation was requested. They are taken from the
// practice of the courts and tick off what the head has to weigh.
func Reservations() []Ground {
	court := rule.Cite{Text: "最高人民法院关于审理专利纠纷案件适用法律问题的若干规定", Article: "第九条", Version: "2015", Sure: rule.Source}
	return []Ground{
		{"report", "专利权评价报告未发现丧失新颖性、创造性等问题", "The evaluation report found no defect", court},
		{"known", "被请求人提供的证据足以证明其使用的技术已经公知", "The respondent's technique is proven to be known", court},
		{"weak", "无效宣告请求的证据或者理由明显不充分", "The grounds of invalidation are clearly weak", court},
	}
}

// GroundWords lists grounds in one line.
func GroundWords(codes []string) string {
	var out []string
	for _, c := range codes {
		out = append(out, GroundTitle(c)[0])
	}
	return strings.Join(out, "；")
}
