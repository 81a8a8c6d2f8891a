package drw

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// drw005: the files themselves. What cannot be read or is blank is an error anywhere; format and
// resolution are settings of the filing system and only hints.
func drw005(l Limits) check.Rule {
	return about(rule.Meta{
		ID: "DRW-005", Title: "附图文件能够读取，不是空白，格式、大小和分辨率符合电子申请要求",
		English: "Files of drawings can be read, are not blank, and meet the demands of electronic filing",
		Basis:   []rule.Cite{{Text: "电子申请文件提交要求", Article: "（图片格式与分辨率）", Sure: rule.Unsure}},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		for _, f := range p.App.Figures {
			switch {
			case !f.Present:
				// A file that is missing is a matter of the package.
			case f.Problem != "":
				report(p, f, "无法读取："+f.Problem, "重新导出为 JPG 或者 TIF 格式的图片后替换")
			case f.Blank:
				report(p, f, "是空白的", "核对是否放错了文件，替换为正确的附图")
			default:
				l.check(p, f)
			}
		}
	})
}

// check reports what the filing system may refuse. How strict it is differs, so these are hints.
// Format and resolution are final in a filing package only: the converter writes new files.
func (l Limits) check(p *check.Pass, f patent.Figure) {
	if p.App.Package {
		l.file(p, f)
	}
	if side := min(f.Width, f.Height); side > 0 && side < l.MinSide {
		report(p, f, fmt.Sprintf("只有%d×%d像素", f.Width, f.Height), "以更高的分辨率重新导出").Severity = rule.Warning
	}
}

func (l Limits) file(p *check.Pass, f patent.Figure) {
	if f.Format != "" && len(l.Formats) > 0 && !slices.Contains(l.Formats, strings.ToLower(f.Format)) {
		report(p, f, fmt.Sprintf("是 %s 格式", strings.ToUpper(f.Format)), "转换为 JPG 或者 TIF 格式").Severity = rule.Warning
	}
	if f.DPI > 0 && (f.DPI < l.MinDPI || l.MaxDPI > 0 && f.DPI > l.MaxDPI) {
		report(p, f, fmt.Sprintf("的分辨率为每英寸%.0f点，不在%.0f至%.0f之间", f.DPI, l.MinDPI, l.MaxDPI),
			"按要求的分辨率重新导出").Severity = rule.Warning
	}
}
