// Package conduct (违法行为) is the dated data by which a case of patent marking is judged: the kinds
// of conduct that are counterfeiting, those that are not, the article on which each rests, and how
// much may be imposed. Amounts and multiples are handed in, because they are dated settings.
//
// The notice wants such cases decided fast (1.1.1, 3.3).
package conduct

import (
	"slices"

	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// Group says what follows from a kind of conduct.
type Group string

// The groups.
const (
	Counterfeit Group = "counterfeit" // 假冒专利, 专利法第六十八条
	Marking     Group = "marking"     // 标识不规范, 细则第九十九条: an order to correct, no penalty
	Filing      Group = "filing"      // 细则第一百条: 警告 and a fine
)

// A Kind is one kind of conduct, as the law of some time has it.
type Kind struct {
	Code           string
	Title, English string
	Group          Group
	Basis          rule.Cite
	From, To       calendar.Day // no day: always, or still
}

// force is the day from which the implementing regulations of 2023 are in force.
const force = "2024-01-20"

func article(text string) rule.Cite {
	return rule.Cite{Text: "专利法实施细则", Article: text, Version: "2023修订", Force: force, Sure: rule.Source}
}

var kinds = []Kind{
	{Code: "unpatented", Title: "在未被授予专利权的产品或者其包装上标注专利标识", English: "Marking a product for which no patent was granted", Group: Counterfeit, Basis: article("第一百零一条第一款第一项")},
	{Code: "lapsed", Title: "专利权被宣告无效后或者终止后继续在产品或者其包装上标注专利标识", English: "Marking on after the patent was invalidated or had ended", Group: Counterfeit, Basis: article("第一百零一条第一款第一项")},
	{Code: "number", Title: "未经许可在产品或者产品包装上标注他人的专利号", English: "Marking with the number of another's patent without licence", Group: Counterfeit, Basis: article("第一百零一条第一款第一项")},
	{Code: "sale", Title: "销售前述假冒专利产品", English: "Selling such products", Group: Counterfeit, Basis: article("第一百零一条第一款第二项")},
	{Code: "claim", Title: "在产品说明书等材料中将未被授予专利权的技术或者设计称为专利技术或者专利设计", English: "Calling unpatented technology or design patented in instructions or other material", Group: Counterfeit, Basis: article("第一百零一条第一款第三项")},
	{Code: "application", Title: "在产品说明书等材料中将专利申请称为专利", English: "Calling an application a patent in instructions or other material", Group: Counterfeit, Basis: article("第一百零一条第一款第三项")},
	{Code: "material", Title: "在产品说明书等材料中未经许可使用他人的专利号，使公众产生误认", English: "Using another's patent number in instructions or other material without licence", Group: Counterfeit, Basis: article("第一百零一条第一款第三项")},
	{Code: "forgery", Title: "伪造或者变造专利证书、专利文件或者专利申请文件", English: "Forging or altering patent certificates, patent documents or application documents", Group: Counterfeit, Basis: article("第一百零一条第一款第四项")},
	{Code: "confusion", Title: "其他使公众混淆，将未被授予专利权的技术或者设计误认为是专利技术或者专利设计的行为", English: "Other conduct that makes the public take unpatented technology or design for patented", Group: Counterfeit, Basis: article("第一百零一条第一款第五项")},
	{Code: "improper", Title: "专利标识的标注不符合规定（不构成假冒专利）", English: "Improper marking, which is no counterfeiting", Group: Marking, Basis: article("第九十九条")},
	{Code: "false", Title: "提交虚假材料等不诚信申请或者开放许可行为", English: "False filing or false open licence", Group: Filing, Basis: article("第一百条")},
}

// Exceptions are what is no counterfeiting though it looks like it, or is punished less.
const (
	LegallyMarked = "legally_marked" // marked before the patent ended, offered or sold after it
	Unknowing     = "unknowing"      // sold without knowing, from a source that is proven
)

var exceptions = []Kind{
	{Code: LegallyMarked, Title: "专利权终止前依法标注，终止后许诺销售、销售该产品的，不属于假冒专利行为", English: "Marked lawfully before the patent ended and offered or sold after it: no counterfeiting", Basis: article("第一百零一条第二款")},
	{Code: Unknowing, Title: "销售不知道是假冒专利的产品，并能证明合法来源的，责令停止销售", English: "Sold unknowingly from a proven source: an order to stop only", Basis: article("第一百零一条第三款")},
}

// On lists the kinds of conduct in force on the day.
func On(day calendar.Day) []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return !k.holds(day) })
}

// Exceptions lists what is no counterfeiting or is let off, in force on the day.
func Exceptions(day calendar.Day) []Kind {
	return slices.DeleteFunc(slices.Clone(exceptions), func(k Kind) bool { return !k.holds(day) })
}

func (k Kind) holds(day calendar.Day) bool {
	return (k.From.IsZero() || day >= k.From) && (k.To.IsZero() || day <= k.To)
}

// Of returns the kind with the code in force on the day.
func Of(code string, day calendar.Day) (Kind, bool) {
	for _, k := range slices.Concat(kinds, exceptions) {
		if k.Code == code && k.holds(day) {
			return k, true
		}
	}
	return Kind{}, false
}
