package text

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// wrongCheck replaces the last character of a number by another.
func wrongCheck(id string) string {
	if id == "" {
		return "0"
	}
	last := "1"
	if strings.HasSuffix(id, "1") {
		last = "2"
	}
	return id[:len(id)-1] + last
}

// formPlanters make faults of the forms: first those that only inventions can have, as utility
// models are neither published early nor examined as to substance.
func formPlanters(i filing.Kind, all []filing.Kind) []planter {
	inventions := []filing.Kind{i}
	return slices.Concat([]planter{
		{Defect{"exam-absent", "缺少实质审查请求书", inventions}, func(a *Application) bool {
			had := a.Examination != nil
			a.Examination = nil
			return had
		}},
		{Defect{"exam-waiver", "未声明放弃主动修改的权利", inventions}, func(a *Application) bool {
			if a.Examination == nil {
				return false
			}
			a.Examination.NoAmendment = false
			return true
		}},
		{Defect{"exam-delay", "请求延迟审查", inventions}, func(a *Application) bool {
			if a.Examination == nil {
				return false
			}
			a.Examination.Delay = 1
			return true
		}},
		{Defect{"publish-absent", "未请求提前公布", inventions}, func(a *Application) bool {
			a.Request.EarlyPublish = false
			return true
		}},
	}, personPlanters(all))
}

// personPlanters make faults of what the request form says about people and of its seals.
func personPlanters(all []filing.Kind) []planter {
	return []planter{
		{Defect{"inventor-id", "发明人身份证号校验位错误", all}, func(a *Application) bool {
			p := &a.Request.Inventors[0]
			p.ID = wrongCheck(p.ID)
			return true
		}},
		{Defect{"inventor-title", "发明人姓名带职务称谓", all}, func(a *Application) bool {
			a.Request.Inventors[len(a.Request.Inventors)-1].Name += "（高级工程师）"
			return true
		}},
		{Defect{"inventor-group", "发明人写为单位或课题组", all}, func(a *Application) bool {
			a.Request.Inventors = append(a.Request.Inventors, filing.Inventor{Name: a.Field + "课题组", Country: "中国"})
			return true
		}},
		{Defect{"inventor-twice", "发明人重复填写", all}, func(a *Application) bool {
			a.Request.Inventors = append(a.Request.Inventors, a.Request.Inventors[0])
			return true
		}},
		{Defect{"applicant-code", "统一社会信用代码校验位错误", all}, func(a *Application) bool {
			p := &a.Request.Applicants[0]
			p.Code = wrongCheck(p.Code)
			return true
		}},
		{Defect{"applicant-postcode", "申请人邮政编码位数错误", all}, func(a *Application) bool {
			a.Request.Applicants[0].Postcode = "31000"
			return true
		}},
		{Defect{"claim-count", "请求书填写的权利要求项数不符", []filing.Kind{filing.Invention, filing.UtilityModel}}, func(a *Application) bool {
			a.Request.ClaimCount = len(a.Claims) + 2
			return true
		}},
		{Defect{"signature-absent", "请求书未签章", all}, func(a *Application) bool {
			a.Request.Signature = ""
			return true
		}},
		{Defect{"mandate-absent", "缺少专利代理委托书", all}, func(a *Application) bool {
			had := a.Mandate != nil
			a.Mandate = nil
			return had
		}},
		{Defect{"mandate-title", "委托书的名称与请求书不一致", all}, func(a *Application) bool {
			if a.Mandate == nil {
				return false
			}
			a.Mandate.Title = strings.TrimPrefix(a.Mandate.Title, "一种") + strconv.Itoa(2)
			return true
		}},
		{Defect{"undertaking-absent", "缺少承诺书", all}, func(a *Application) bool {
			a.Undertaking = false
			return true
		}},
	}
}

// dropBrief removes the statements of a brief explanation that contain a word, and numbers the
// rest anew.
func dropBrief(words ...string) func(*Application) bool {
	return func(a *Application) bool {
		n := len(a.Brief)
		var rest []string
		for _, l := range a.Brief {
			if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(l, w) }) {
				_, l, _ = strings.Cut(l, ".")
				rest = append(rest, strconv.Itoa(len(rest)+1)+"."+l)
			}
		}
		a.Brief = rest
		return len(rest) == n-1
	}
}

// designPlanters make faults of the views and of the brief explanation of a design. What some
// designs do not have, such as a basic design among similar ones, cannot be taken from them.
func designPlanters(d filing.Kind) []planter {
	designs := []filing.Kind{d}
	return []planter{
		{Defect{"brief-use", "简要说明缺少用途", designs}, dropBrief("用途")},
		{Defect{"brief-point", "简要说明缺少设计要点", designs}, dropBrief("设计要点：", "设计要点在于", "设计要点在于：")},
		{Defect{"brief-best", "简要说明未指定最能表明设计要点的图片", designs}, dropBrief("最能表明", "指定其用于公告")},
		{Defect{"brief-name", "简要说明的产品名称与请求书不一致", designs}, func(a *Application) bool {
			a.Brief[0] = strings.Replace(a.Brief[0], a.Title, a.Title+"套装", 1)
			return true
		}},
		{Defect{"brief-function", "简要说明描述内部结构或技术效果", designs}, func(a *Application) bool {
			a.Brief = append(a.Brief, strconv.Itoa(len(a.Brief)+1)+"."+a.Title+"的内部采用双电机驱动，节能三成以上，性能优于同类产品。")
			return true
		}},
		{Defect{"view-absent", "缺少视图且未说明省略理由", designs}, dropView("俯视图", "后视图")},
		{Defect{"view-name", "视图名称重复", designs}, func(a *Application) bool {
			a.Figures[1].Label = a.Figures[0].Label
			return true
		}},
		{Defect{"view-oblique", "缺少立体图", designs}, dropView("立体图")},
		{Defect{"design-name", "产品名称含技术效果", designs}, func(a *Application) bool {
			a.rename("多功能新型节能" + a.Title)
			return true
		}},
		{Defect{"locarno-absent", "未填写洛迦诺分类号", designs}, func(a *Application) bool {
			a.Request.Locarno, a.Locarno = "", ""
			return true
		}},
		{Defect{"similar-base", "相似外观设计未指定基本设计", designs}, dropBrief("基本设计")},
	}
}

// dropView removes the first view that has one of the names.
func dropView(names ...string) func(*Application) bool {
	return func(a *Application) bool {
		for _, name := range names {
			i := slices.IndexFunc(a.Figures, func(f filing.Figure) bool { return strings.HasSuffix(f.Label, name) })
			if i >= 0 {
				a.Figures = slices.Delete(a.Figures, i, i+1)
				return true
			}
		}
		return false
	}
}
