// Package template (文书模板) holds the papers of the procedure on abnormal filings as dated text: which
// wording holds from which day, which step issues it, and what of it may be written by hand.
package template

import (
	"embed"

	"zhibao/casework/draft"
	"zhibao/internal/fault"
)

//go:embed text/*.txt
var texts embed.FS

// conclude is the step that issues one of three papers, by its result.
var conclude = fault.Pair{"作出核查结论", "Conclude"}

// kinds are the papers without their wording. What may be written by hand are facts, reasons and remarks;
// names, filings, terms and rights are fixed.
var kinds = []draft.Template{
	{Code: "notice", Name: "专利申请情况核查通知书", English: "Notice to explain filings", Series: "非核", By: fault.Pair{"通知说明举证", "Ask the party to explain"}, Edit: []string{"情况"}},
	{Code: "more", Name: "补充说明通知书", English: "Notice to explain further", Series: "非补", By: fault.Pair{"要求补充说明", "Ask for more"}, Edit: []string{"事项"}},
	{Code: "abnormal", Name: "非正常专利申请核查结论书", English: "Finding of abnormal filing", Series: "非结", By: conclude, Edit: []string{"事实", "理由"}},
	{Code: "clear", Name: "专利申请情况核查结果告知书", English: "Result: not abnormal", Series: "非结", By: conclude, Edit: []string{"事实", "理由"}},
	{Code: "withdrawn", Name: "专利申请主动撤回处理告知书", English: "Result: withdrawn by the applicant", Series: "非结", By: conclude, Edit: []string{"事实", "理由"}},
	{Code: "objection", Name: "异议审查决定书", English: "Decision on the objection", Series: "非异", By: fault.Pair{"维持认定", "Uphold the finding"}, Edit: []string{"理由"}},
	{Code: "report", Name: "专利申请核查情况报告", English: "Report on the check of filings", Series: "非报", By: fault.Pair{"上报核查情况", "Report"}, Edit: []string{"情况"}},
	{Code: "revocation", Name: "撤销非正常申请认定通知书", English: "Revocation of a finding", Series: "非撤", By: fault.Pair{"撤销已生效的认定", "Revoke an effective finding"}, Edit: []string{"理由"}},
}

// All lists the templates in all their versions.
func All() []draft.Template { return draft.Load(texts, "text", "", kinds) }
