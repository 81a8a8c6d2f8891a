package xd_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/patent"
)

var pieces = strings.Fields(`技术领域 背景技术 发明内容 附图说明 具体实施方式 图1 图2a 图3至图9 图一 图 如 为 中 附图标记： 1-底座； 2-立杆 底座1 底座2 立杆（2） 所述 权利要求1所述 首创 完美
 。 ； ， 、 ： 。。 □ 我们 本文提出 ACGTACGTACGT Gly-Pro-Arg-Gly 型号为AB12 The module receives the signal and ガスロン CN202110991218.9 [0003] [0007a] 1 2 （ ） 摘要 说明书摘要 ` + "\n \n \n \xe5 \ufffd \ue000 一种折叠支架 其特征在于 1. 2. 根据权利要求1 方法 mm 3.5 %")

func drawText(t *rapid.T, part patent.Part) *patent.Text {
	tx := &patent.Text{Part: part}
	for i, l := range strings.Split(strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(pieces, "\n")), 0, 60).Draw(t, string(part)), ""), "\n") {
		kind := rapid.SampledFrom([]patent.BlockKind{patent.Paragraph, patent.Heading, patent.TitleLine, patent.Table, patent.ClaimText}).Draw(t, "kind")
		tx.Append(kind, fmt.Sprintf("%04d", i*rapid.IntRange(1, 2).Draw(t, "step")), l)
		if rapid.IntRange(0, 9).Draw(t, "object") == 0 {
			at := len(tx.Text)
			tx.Blocks = append(tx.Blocks, patent.Block{Kind: rapid.SampledFrom([]patent.BlockKind{patent.Picture, patent.Formula}).Draw(t, "object kind"), Start: at, End: at})
		}
	}
	return tx
}

// TestAnyApplication runs all rules over applications put together at random: none panics, and
// every finding quotes what stands where it says.
func TestAnyApplication(t *testing.T) {
	all := rules()
	rapid.Check(t, func(t *rapid.T) {
		app := &patent.Application{
			Kind:    rapid.SampledFrom([]patent.Kind{"", patent.Invention, patent.UtilityModel}).Draw(t, "application"),
			Title:   rapid.SampledFrom(pieces).Draw(t, "title"),
			Package: rapid.Bool().Draw(t, "package"),
			Texts:   map[patent.Part]*patent.Text{},
		}
		for _, part := range []patent.Part{patent.Description, patent.Claims, patent.Abstract, patent.Mandate} {
			app.Texts[part] = drawText(t, part)
		}
		for range rapid.IntRange(0, 4).Draw(t, "figures") {
			app.Figures = append(app.Figures, patent.Figure{Label: rapid.SampledFrom(pieces).Draw(t, "label"), Present: true,
				Width: rapid.IntRange(-1, 900).Draw(t, "width"), MMWidth: rapid.Float64Range(-1, 200).Draw(t, "mm"),
				Cells: rapid.SliceOfN(rapid.Byte(), 0, 400).Draw(t, "cells")})
		}
		if rapid.Bool().Draw(t, "form") {
			app.Request = &patent.Request{Title: app.Title, AbstractFigure: rapid.SampledFrom(pieces).Draw(t, "designated"),
				Applicants: []patent.Applicant{{Name: "甲公司"}}}
		}
		rep := check.Run(check.Input{App: app, On: sample.On()}, all)
		for _, f := range rep.Findings {
			text := app.Text(f.Part).Text
			if f.Start < 0 || f.End < f.Start || f.End > len(text) || text[f.Start:f.End] != f.Quote || f.Message == "" || f.Suggestion == "" {
				t.Fatalf("%s at [%d, %d) %q: %s", f.Rule, f.Start, f.End, f.Quote, f.Message)
			}
			if utf8.ValidString(text) && !utf8.ValidString(f.Quote) {
				t.Fatalf("%s cuts a character in %q", f.Rule, f.Quote)
			}
		}
	})
}

// TestLargeTexts runs all rules over large texts of one repeated piece. A rule that were not
// linear in them would not end within the time of a test run.
func TestLargeTexts(t *testing.T) {
	all := rules()
	for _, unit := range append(pieces, "图1至图200、", "1-底座；", "附图标记：1-底座；2-立杆。\n底座1", "技术领域\n", "1. 一种支架。\n", "所述底座1和立杆2，", "“我们", "(The ") {
		app := &patent.Application{Kind: patent.Invention, Texts: map[patent.Part]*patent.Text{}}
		for _, part := range []patent.Part{patent.Description, patent.Abstract} {
			app.Texts[part] = &patent.Text{Part: part, Text: "附图说明\n图1为立体图。" + strings.Repeat(unit, 200_000/len(unit))}
		}
		check.Run(check.Input{App: app, On: sample.On()}, all)
	}
}
