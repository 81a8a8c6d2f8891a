// Package basis (依据) names the texts beside law, regulation and guidelines on which the rules
// about subject, package, request form, design, fees and filing rest: standards, the notice, what
// centers demand. A demand of a center is never cited as law.
//
// Notice 1.2.3.
package basis

import "zhibao/law/rule"

// Order84 cites the amendment of the guidelines in force since 2026-01-01.
func Order84(what string) rule.Cite {
	return rule.Cite{Text: "国家知识产权局令第84号", Article: what, Version: "2025", Sure: rule.Source}
}

// Agency cites the 专利代理条例.
func Agency(article string) rule.Cite {
	return rule.Cite{Text: "专利代理条例", Article: article, Version: "2018", Sure: rule.Source}
}

// Notice cites the notice on which the centers rest.
func Notice(clause string) rule.Cite {
	return rule.Cite{Text: "国知发管字〔2016〕92号", Article: clause, Version: "2016", Sure: rule.Source}
}

// Standard cites a national standard or a standard of the office.
func Standard(number, year string) rule.Cite {
	return rule.Cite{Text: number, Version: year, Sure: rule.Source}
}

// Center cites what centers demand in their published rules, for example 预审服务管理办法.
func Center(what string) rule.Cite {
	return rule.Cite{Text: "本中心规定：", Article: what, Sure: rule.Source}
}

// CenterKnown cites a demand of centers that is known, though its text was not at hand.
func CenterKnown(what string) rule.Cite {
	return rule.Cite{Text: "本中心规定：", Article: what, Sure: rule.Known}
}

// CenterOwn cites a demand that differs by center or year and is therefore configuration.
func CenterOwn(what string) rule.Cite {
	return rule.Cite{Text: "本中心规定：", Article: what, Sure: rule.Unsure}
}

// Practice cites what checkers of applications agree on, without an article behind it.
func Practice(what string) rule.Cite {
	return rule.Cite{Text: "电子申请与撰写实践：", Article: what, Sure: rule.Source}
}

// Ours cites a check of this program alone.
func Ours(what string) rule.Cite {
	return rule.Cite{Text: "系统检查：", Article: what, Sure: rule.Ours}
}
