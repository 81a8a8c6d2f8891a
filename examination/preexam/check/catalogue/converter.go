package catalogue

import (
	"fmt"
	"strings"
)

// A Precheck is one thing that the converter of the office for Word documents looks at before it writes a
// package, with the rules here that look at the same.
type Precheck struct {
	Title, English string
	Rules          []string
	Note           string // where ours and that of the converter differ, as far as known
}

// Prechecks lists what that converter is known to look at. It publishes no list: this one was gathered
// from its use, and none of it is law.
func Prechecks() []Precheck {
	return []Precheck{
		{"权项号缺失、不连续或者重复", "Claim numbers missing, with gaps or doubled", []string{"CLM-002", "CLM-005"}, ""},
		{"引用关系错误", "Wrong references between claims", []string{"CLM-007", "CLM-008", "CLM-009", "CLM-010", "CLM-043"}, ""},
		{"缺少五大标题", "One of the five headings missing", []string{"DSC-002"}, "标题中的空格（技 术 领 域）不影响识别"},
		{"附图未编号，图号不连续或者重复", "Drawings without number, with gaps or doubled", []string{"DRW-001", "DSC-009"}, ""},
		{"摘要附图多于一幅", "More than one figure with the abstract", []string{"ABS-007"}, ""},
		{"敏感词", "Sensitive words", []string{"DSC-006", "DSC-007", "DSC-026", "ABS-004", "DSG-017"}, "编辑器的词表没有公开；这里检查宣传、贬低和违反公序良俗的用语"},
		{"连续重复字", "Words typed twice", []string{"CNV-001"}, ""},
		{"异常符号", "Odd characters", []string{"CNV-002", "DSC-029"}, ""},
		{"浮动对象", "Floating objects", []string{"CNV-003", "PKG-014"}, "文本框、嵌入的对象见 PKG-014"},
		{"嵌套或者复杂的表格", "Nested or complicated tables", []string{"CNV-004"}, ""},
		{"特殊字体", "Unusual fonts", []string{"CNV-005"}, ""},
		{"修订信息", "Tracked changes", []string{"PKG-014"}, ""},
		{"DTD 校验", "Validation against the DTD", []string{"PKG-006"}, "不附 DTD 原文：检查 XML 是否完整、有无不能识别的内容和缺失的图片"},
	}
}

// prechecks writes the list as a section of the documentation.
func prechecks(b *strings.Builder) {
	b.WriteString("\n## 官方离线编辑器的预检项目与规则 · Pre-checks of the official converter\n\n" +
		"编辑器没有公布其检查项目；下表根据使用情况整理，未经核实，不是法律依据。\n\n| 预检项目 | 规则 | 说明 |\n|---|---|---|\n")
	for _, x := range Prechecks() {
		fmt.Fprintf(b, "| %s<br>%s | %s | %s |\n", cell(x.Title), cell(x.English), strings.Join(x.Rules, "、"), cell(x.Note))
	}
}
