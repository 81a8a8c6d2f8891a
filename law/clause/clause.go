// Package clause (条款) names every clause of the notice that founds the centers:
// 国家知识产权局关于开展知识产权快速协同保护工作的通知 (国知发管字〔2016〕92号, 2016-11-23).
//
// The ids are the notice's own outline numbers. Every rule, screen and paper that comes from
// the notice cites one of them. Text and Demand are summaries, not the wording of the notice.
package clause

import "slices"

// Notice is the citation of the notice as papers show it.
const Notice = "国家知识产权局关于开展知识产权快速协同保护工作的通知（国知发管字〔2016〕92号）"

// An ID is the outline number of a clause, for example 1.2.1.
type ID string

// The clauses in the order of the notice.
const (
	FastProtection         ID = "1.1.1" // 快速维权、委托执法
	Hotline                ID = "1.1.2" // 12330 举报投诉
	ECommerce              ID = "1.1.3" // 电商平台
	Blacklist              ID = "1.1.4" // 失信黑名单
	FastExamination        ID = "1.2.1" // 快速审查与确权
	FieldExtension         ID = "1.2.2" // 技术领域拓展
	ExaminationQuality     ID = "1.2.3" // 审查质量
	EvaluationReport       ID = "1.2.4" // 专利权评价报告
	JudicialLinkage        ID = "1.3.1" // 司法衔接
	MediationArbitration   ID = "1.3.2" // 社会调解与仲裁
	Navigation             ID = "1.4.1" // 专利导航
	Operation              ID = "1.4.2" // 知识产权运营
	Eligibility            ID = "2.1"   // 申报条件
	Approval               ID = "2.2"   // 申报与审批
	OfficeDuties           ID = "3.1"   // 知识产权局职责
	GovernmentDuties       ID = "3.2"   // 地方政府职责
	TimeAndConfidentiality ID = "3.3"   // 办理时限与保密
	Supervision            ID = "4.1"   // 监督指导
	Assessment             ID = "4.2"   // 年度绩效考核
	BasicConditions        ID = "A.1"   // 附件：基本条件
	ProvincialConditions   ID = "A.2"   // 附件：省级标准
)

// A Clause is a clause with what it requires, in both languages.
type Clause struct {
	ID      ID
	Title   string // 快速维权与委托执法
	English string
	Text    string // what the notice requires, summarised
	Demand  string // the same in English
}

// All returns the clauses in the order of the notice.
func All() []Clause { return slices.Clone(clauses) }

// Of returns the clause, or a clause with nothing but the id if there is none.
func Of(id ID) Clause {
	if i := slices.IndexFunc(clauses, func(c Clause) bool { return c.ID == id }); i >= 0 {
		return clauses[i]
	}
	return Clause{ID: id}
}

// Valid reports whether the notice has the clause.
func (id ID) Valid() bool { return Of(id).Title != "" }

// Cite returns the citation that stands under 依据, for example 国知发管字〔2016〕92号 1.2.1 快速审查与快速确权.
func (id ID) Cite() string {
	return "国知发管字〔2016〕92号 " + string(id) + " " + Of(id).Title
}
