package text

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// rename gives the application another title in every place that states it.
func (a *Application) rename(title string) {
	for i, line := range a.Brief {
		a.Brief[i] = strings.Replace(line, a.Title, title, 1)
	}
	a.Title, a.Request.Title = title, title
	if a.Examination != nil {
		a.Examination.Title = title
	}
	if a.Mandate != nil {
		a.Mandate.Title = title
	}
}

// bare is the title without the words 一种, as dependent claims and abbreviations use it.
func (a *Application) bare() string { return strings.TrimPrefix(a.Title, "一种") }

// titlePlanters make faults of the title. A title that is too long or boasts does so in every
// place, as the applicant has copied it; only the last of them makes places differ.
func titlePlanters(texts, all []filing.Kind) []planter {
	return []planter{
		{Defect{"title-long", "名称过长", all}, func(a *Application) bool {
			a.rename("一种应用于" + a.Field + "行业现场作业且结构紧凑、操作方便、使用寿命长、维护成本低、便于批量生产和推广使用的能够自动调节的" + a.bare())
			return true
		}},
		{Defect{"title-brand", "名称含商标或商业性宣传用语", all}, func(a *Application) bool {
			a.rename("一种星驰牌高端" + a.bare())
			return true
		}},
		{Defect{"title-differs", "请求书与说明书的名称不一致", texts}, func(a *Application) bool {
			a.Request.Title = a.bare() + "的改进结构"
			return true
		}},
	}
}

// ranged finds a range of values in a claim.
var ranged = regexp.MustCompile(`为([0-9.:]+)([^0-9至，。；]*)至([0-9.:]+)([^，。；]*)`)

// dependent returns the index of the k-th dependent claim, or -1.
func (a *Application) dependent(k int) int {
	for i, c := range a.Claims {
		if !c.Independent() {
			if k == 0 {
				return i
			}
			k--
		}
	}
	return -1
}

// inBody edits the first claim body that the pattern matches.
func inBody(pattern *regexp.Regexp, with string) func(*Application) bool {
	return func(a *Application) bool {
		for i := range a.Claims {
			c := &a.Claims[i]
			if body := pattern.ReplaceAllString(c.Body, with); body != c.Body {
				c.Body = body
				return true
			}
		}
		return false
	}
}

// onDependent edits the k-th dependent claim.
func onDependent(k int, edit func(*Claim)) func(*Application) bool {
	return func(a *Application) bool {
		i := a.dependent(k)
		if i < 0 {
			return false
		}
		edit(&a.Claims[i])
		return true
	}
}

// claimPlanters make faults of the claims. Each edits the structured claim, so that the rest of
// the claim, its references and its signs stay right and the fault stands alone.
func claimPlanters(texts []filing.Kind, u filing.Kind) []planter {
	return []planter{
		{Defect{"claim-about", "权利要求使用“约”“左右”", texts}, inBody(ranged, "为约$1$2至$3$4左右")},
		{Defect{"claim-preferred", "权利要求使用“优选”", texts}, inBody(ranged, "为$1$2至$3$4，优选为$3$4")},
		{Defect{"claim-wide", "权利要求的数值范围超出说明书", texts}, inBody(ranged, "为$1$2至9$3$4")},
		{Defect{"claim-antecedent", "“所述”缺少引用基础", texts}, onDependent(0, func(c *Claim) {
			c.Body += "，所述联动卡座的外侧设有限位凸缘"
		})},
		{Defect{"claim-multiple", "多项从属权利要求引用多项从属权利要求", texts}, multipleOnMultiple},
		{Defect{"claim-and", "多项从属权利要求未以择一方式引用", texts}, andReference},
		{Defect{"claim-forward", "从属权利要求引用在后的权利要求", texts}, forwardReference},
		{Defect{"claim-self", "从属权利要求引用自身", texts}, onDependent(1, func(c *Claim) { c.Refs = []int{c.Number} })},
		{Defect{"claim-stop", "权利要求结尾缺少句号", texts}, onDependent(0, func(c *Claim) { c.Stop = "" })},
		{Defect{"claim-stops", "权利要求中间出现句号", texts}, func(a *Application) bool {
			before := a.Claims[0].Body
			a.Claims[0].Body = strings.Replace(before, "，", "。", 1)
			return a.Claims[0].Body != before
		}},
		{Defect{"claim-gap", "权利要求编号不连续", texts}, func(a *Application) bool {
			a.Claims[len(a.Claims)-1].Number++
			return true
		}},
		{Defect{"claim-figure", "权利要求使用“如图所示”", texts}, onDependent(0, func(c *Claim) { c.Body = "如图1所示，" + c.Body })},
		{Defect{"claim-subject", "从属权利要求的主题名称不一致", texts}, onDependent(1, func(c *Claim) { c.Subject = "成套组件" })},
		{Defect{"claim-example", "权利要求使用“例如”“等”", texts}, onDependent(0, func(c *Claim) { c.Body += "，例如采用螺栓、销轴等" })},
		{Defect{"claim-lead", "权利要求缺少“其特征在于”", texts}, func(a *Application) bool {
			a.Claims[0].Lead = ""
			return true
		}},
		{Defect{"claim-promise", "权利要求写入商业性宣传用语", texts}, onDependent(1, func(c *Claim) { c.Body += "，性价比高，深受用户欢迎" })},
		{Defect{"claim-sign", "权利要求的附图标记与附图不一致", texts}, func(a *Application) bool {
			return len(a.Signs) > 1 && inBody(regexp.MustCompile(`（`+a.Signs[1].Mark+`）`), "（97）")(a)
		}},
		{Defect{"claim-method", "实用新型要求保护方法", []filing.Kind{u}}, func(a *Application) bool {
			first := a.Claims[0]
			a.Claims = append(a.Claims, Claim{
				Number: len(a.Claims) + 1, Subject: first.Subject + "的使用方法", Lead: first.Lead, Stop: "。",
				Body: "包括以下步骤：S1，检查各部件的位置；S2，启动后按设定的顺序动作；S3，完成后复位",
			})
			return true
		}},
	}
}

// multipleOnMultiple makes the third dependent claim refer to two, and the fourth to the third
// and the first.
func multipleOnMultiple(a *Application) bool {
	p, q := a.dependent(2), a.dependent(3)
	if q < 0 || a.Claims[p].Subject != a.Claims[0].Subject || a.Claims[q].Subject != a.Claims[0].Subject {
		return false
	}
	a.Claims[p].Refs, a.Claims[p].Joint = []int{1, 2}, "或"
	a.Claims[q].Refs, a.Claims[q].Joint = []int{2, a.Claims[p].Number}, "或"
	return true
}

// andReference lets a claim refer to claims 1 and 2 together where one of the two is meant.
func andReference(a *Application) bool {
	i := a.dependent(1)
	if i < 0 || a.Claims[i].Number < 3 || a.Claims[i].Subject != a.Claims[0].Subject {
		return false
	}
	a.Claims[i].Refs, a.Claims[i].Joint = []int{1, 2}, "和"
	return true
}

// forwardReference lets the first dependent claim refer to the second. It must not be done where
// the second refers to the first, as two claims that refer to each other are another defect.
func forwardReference(a *Application) bool {
	i, j := a.dependent(0), a.dependent(1)
	if j < 0 || slices.Contains(a.Claims[j].Refs, a.Claims[i].Number) {
		return false
	}
	a.Claims[i].Refs = []int{a.Claims[j].Number}
	return true
}

// signed finds a part with its sign in running text.
func signed(s Sign) string { return s.Name + s.Mark }

// otherMark is a sign that no part has.
func (a *Application) otherMark() string {
	for n := 90; ; n++ {
		m := strconv.Itoa(n)
		if !slices.ContainsFunc(a.Signs, func(s Sign) bool { return s.Mark == m }) {
			return m
		}
	}
}
