// Package catalogue (规则目录) is the explicit list of all rules of the pre-examination, in the order
// in which the documentation shows them: subject, package, request form, claims, utility model,
// description, abstract, drawings, design, across documents, pre-checks of the converter, fees, after
// filing, quality.
//
// Notice 1.2.3. The self-check, the command line and the examiner's desk all run this list.
package catalogue

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/abs"
	"zhibao/examination/preexam/check/clm"
	"zhibao/examination/preexam/check/cnv"
	"zhibao/examination/preexam/check/drw"
	"zhibao/examination/preexam/check/dsc"
	"zhibao/examination/preexam/check/dsg"
	"zhibao/examination/preexam/check/fin"
	"zhibao/examination/preexam/check/pkg"
	"zhibao/examination/preexam/check/post"
	"zhibao/examination/preexam/check/qua"
	"zhibao/examination/preexam/check/req"
	"zhibao/examination/preexam/check/sample"
	"zhibao/examination/preexam/check/sub"
	"zhibao/examination/preexam/check/um"
	"zhibao/examination/preexam/check/xd"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// A Chapter is the rules of one letter code.
type Chapter struct {
	Code    string // "CLM"
	Title   string
	English string
	Rules   []check.Rule
	Samples fs.FS // the sample file of each rule
}

// Chapters returns the chapters in the order of the documentation.
func Chapters() []Chapter {
	return []Chapter{
		{"SUB", "主体与受理条件", "Subject and eligibility", sub.Rules(), sub.Samples()},
		{"PKG", "案卷包与电子文件", "Package and electronic files", pkg.Rules(), pkg.Samples()},
		{"REQ", "请求书", "Request form", req.Rules(), req.Samples()},
		{"CLM", "权利要求书", "Claims", clm.Rules(), clm.Samples()},
		{"UM", "实用新型", "Utility model", um.Rules(), um.Samples()},
		{"DSC", "说明书", "Description", dsc.Rules(), dsc.Samples()},
		{"ABS", "说明书摘要", "Abstract", abs.Rules(), abs.Samples()},
		{"DRW", "说明书附图", "Drawings", drw.Rules(), drw.Samples()},
		{"DSG", "外观设计", "Design", dsg.Rules(), dsg.Samples()},
		{"XD", "文件之间的一致", "Consistency across documents", xd.Rules(), xd.Samples()},
		{"CNV", "离线编辑器预检", "Pre-checks of the converter", cnv.Rules(), cnv.Samples()},
		{"FIN", "费用", "Fees", fin.Rules(), fin.Samples()},
		{"POST", "提交之后", "After filing", post.Rules(), post.Samples()},
		{"QUA", "申请质量", "Quality of the application", qua.Rules(), qua.Samples()},
	}
}

// Rules returns all rules, of every date and kind. The caller may keep the slice.
func Rules() []check.Rule {
	var lists [][]check.Rule
	for _, c := range Chapters() {
		lists = append(lists, c.Rules)
	}
	return slices.Concat(lists...)
}

// Check runs the rules in force on a day over an application with what is known beyond it.
func Check(app *patent.Application, on calendar.Day, facts check.Facts) *check.Report {
	return check.Run(check.Input{App: app, On: on, Facts: facts}, Rules())
}

// Sample returns the sample of a rule: what it accepts, what it reports, and the words of both.
func Sample(id string) (*sample.Sample, error) {
	code, _, _ := strings.Cut(id, "-")
	for _, c := range Chapters() {
		if c.Code == code {
			return sample.Read(c.Samples, id)
		}
	}
	return nil, fmt.Errorf("no chapter holds rule %q", id)
}

// WriteDoc writes the documentation page of all rules as Markdown.
func WriteDoc(w io.Writer) error {
	var b strings.Builder
	rules := Rules()
	m, err := Measured()
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, `# 预审检查规则

本页由 %s 生成，共 %d 条规则，版本 %s。
自检、命令行与审查员桌面运行同一份规则。程度：F 不予通过、E 必须补正、W 建议修改、I 提示。
方式：A 由机器判定，H 由机器提出、审查员可附理由否定，M 由机器准备材料、审查员回答。
依据之后标〔未核原文〕的，引用时没有见到原文；标〔可配置〕的，各中心各年不同，由配置决定。
查全率：在真实文本中每次播种一处缺陷，规则找到的比例（没有合适位置的，在示范文本中播种，注“示范”）。
查准率：对真实文本的发现逐处人工核对，就所给文本而言正确的比例。“—”为没有测量。
测量方法与全部数字见 [quality.md](quality.md)，测于 %s，规则版本 %s；%s
`, "`go test ./examination/preexam/check/catalogue -update`", len(rules), check.Version(rules), m.On, m.Version, m.freshness())
	for _, c := range Chapters() {
		fmt.Fprintf(&b, "\n## %s %s · %s\n\n| 编号 | 要求 | 依据 | 层级 | 程度 | 方式 | 施行 | 查全率 | 查准率 | 样例 |\n|---|---|---|---|---|---|---|---|---|---|\n", c.Code, c.Title, c.English)
		for i := range c.Rules {
			r := &c.Rules[i].Meta
			f := m.Rules[r.ID]
			fmt.Fprintf(&b, "| %s | %s<br>%s | %s | %s | %s | %s | %s | %s | %s | [正反例](../examination/preexam/check/%s/%s) |\n", r.ID, cell(r.Title), cell(r.English),
				cell(basis(r)), r.Level.Title(), r.Severity, r.Auto, term(r), f.recall(), f.precision(), strings.ToLower(c.Code), sample.File(r.ID))
		}
	}
	prechecks(&b)
	_, err = io.WriteString(w, b.String())
	return err
}

// basis returns the citations with a mark behind those whose text was not at hand.
func basis(m *rule.Meta) string {
	var out []string
	for _, c := range m.Basis {
		s := c.String()
		switch c.Sure {
		case rule.Known:
			s += "〔未核原文〕"
		case rule.Unsure:
			s += "〔可配置〕"
		}
		out = append(out, s)
	}
	return strings.Join(out, "；")
}

func term(m *rule.Meta) string {
	switch {
	case m.Since.IsZero() && m.Until.IsZero():
		return ""
	case m.Until.IsZero():
		return m.Since.String() + " 起"
	default:
		return m.Since.String() + " 至 " + m.Until.String()
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
