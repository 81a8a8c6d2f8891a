// Package cite (依据) writes the citations of the rules of the pre-examination in one form. The
// articles are those of 专利法 2020, 专利法实施细则 2023 and 专利审查指南 2023 as amended by 局令第84号.
package cite

import "zhibao/law/rule"

// Act cites 专利法; the text was read.
func Act(article string) rule.Cite {
	return rule.Cite{Text: "专利法", Article: article, Version: "2020修正", Force: "2021-06-01", Sure: rule.Source}
}

// Rules cites 专利法实施细则; the text was read.
func Rules(article string) rule.Cite {
	return rule.Cite{Text: "专利法实施细则", Article: article, Version: "2023修订", Force: "2024-01-20", Sure: rule.Source}
}

// Guide cites 专利审查指南 by part, chapter and section, for example 第二部分第二章3.2.2.
func Guide(section string, sure rule.Sure) rule.Cite {
	if last := section[len(section)-1]; last >= '0' && last <= '9' {
		section += "节"
	}
	return rule.Cite{Text: "专利审查指南", Article: section, Version: "2023，经局令第84号修改", Force: "2026-01-01", Sure: sure}
}

// Practice is the basis of advice: what examiners commonly ask for, and no law demands.
func Practice(what string) rule.Cite {
	return rule.Cite{Text: "预审实务", Article: what, Sure: rule.Known}
}

// Quality is the basis of hints that the program gives of its own.
func Quality(what string) rule.Cite {
	return rule.Cite{Text: "撰写质量提示", Article: what, Sure: rule.Ours}
}
