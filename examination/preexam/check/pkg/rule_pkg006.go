package pkg

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// mostLosses bounds what one broken package can report.
const mostLosses = 50

// pictureFile tells pictures from papers by name: what nothing refers to is never decoded.
var pictureFile = regexp.MustCompile(`(?i)\.(?:jpe?g|png|tiff?|bmp|gif)$`)

// pkg006 passes on what the readers could not carry over, and pictures without a file or a
// place. A loss of single characters only warns; a lost document or picture is an error.
func pkg006() check.Rule {
	return bundled(rule.Meta{
		ID: "PKG-006", Title: "XML 文件格式正确，引用的图片都在包内，没有多余的图片",
		English: "The XML is well-formed, pictures referred to are present, and none is left over",
		Basis:   []rule.Cite{basis.Order84("电子申请的XML格式")},
		Level:   rule.Guideline, Severity: rule.Error, Auto: rule.Deterministic, Since: calendar.MustDay("2026-01-01"), Version: 1,
	}, func(p *check.Pass) {
		a := p.App
		for i, l := range a.Losses {
			if i == mostLosses {
				p.Whole(patent.Whole, fmt.Sprintf("另有%d处内容没有读入", len(a.Losses)-i), "先改正已列出的问题再重新上传")
				break
			}
			part := l.Part
			if part == "" {
				part = patent.Whole
			}
			if f := p.Whole(part, l.What, "改正后用客户端或者编辑器重新导出案卷包"); l.Runes > 0 {
				f.Severity = rule.Warning
			}
		}
		absent(p, patent.Drawings, "附图", a.Figures)
		absent(p, patent.Pictures, "视图", a.Views)
		orphans(p)
	})
}

// absent reports figures and views whose file is missing. They have no words in the text, so
// the label stands for the place.
func absent(p *check.Pass, part patent.Part, what string, list []patent.Figure) {
	for _, f := range list {
		if f.Present {
			continue
		}
		name := f.Label
		if name == "" {
			name = "（未编号）"
		}
		p.Whole(part, fmt.Sprintf("%s“%s”引用的图片文件“%s”不在案卷包内", what, name, f.File), "补充该图片，或者改正文件名后重新导出").Paragraph = f.Label
	}
}

// orphans only warn: a picture too many does no harm, but may be one whose reference was
// forgotten. Without List.xml, as from the converter, nothing need be listed.
func orphans(p *check.Pass) {
	list := slices.ContainsFunc(p.App.Entries, func(e patent.Entry) bool { return e.Use == "list" })
	for _, e := range p.App.Entries {
		switch {
		case e.Use == "unused" && pictureFile.MatchString(e.Name) && !strings.Contains(e.Name, "__MACOSX"):
			p.Whole(patent.Whole, fmt.Sprintf("图片“%s”没有被任何文件引用", e.Name), "删去多余的图片；应当使用的，在相应的文件中引用").Severity = rule.Warning
		case list && e.Use == "document" && e.Code != "" && !e.Declared:
			p.Whole(patent.Whole, fmt.Sprintf("文件“%s”没有列入 List.xml", e.Name), "用客户端重新导出案卷包").Severity = rule.Warning
		}
	}
}
