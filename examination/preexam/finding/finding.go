// Package finding (缺陷) puts what was found or asked into words: beside the text, in the report that is
// printed, and as comments in a copy of the applicant's document.
package finding

import (
	"strings"

	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/web"
)

// View is one finding beside the text. N counts from 1 on the page and joins the mark in
// the text with the words at the side.
type View struct {
	N                   int
	ID                  int64
	Href                string // address of the page with this finding
	Class               string
	Title, Where, Quote string
	Message, Suggestion string
	Elsewhere           string // further places of the same defect
	Inside              string // for the people of the center alone
	Severity, Rule      string
	Basis, Level        string
	InForce             string // since when the basis is in force
	Status              string
	Tag                 web.Tag
	Reason, Before      string // why dismissed; what was decided in the version before
	Typed               string // a reason that was typed and not taken
	Unfolded            bool   // the reason is being given
	Marked              bool   // has words in the text that are marked
	Focus               bool   // the page was opened for it
	Fixable             bool   // made by hand on the version before: it may have been corrected
	Asks                bool   // a question that was not answered with a defect
	Passages            []Passage
}

// A Passage is a place on which the answer to a question depends.
type Passage struct{ Where, Quote string }

// usual are the reasons that are offered when a finding is dismissed, each with the code by which it
// is counted.
func usual() [][2]string {
	return [][2]string{{"clear", "结合说明书全文，含义清楚。"}, {"term", "属于本领域的通用术语，含义确定。"}, {"wrong", "规则误判，原文不是该缺陷所指的情形。"},
		{"settled", "已与申请人核实，无须修改。"}}
}

// UsualReasons are offered when a finding is dismissed; own words may be added or stand alone.
func UsualReasons() (out []string) {
	for _, u := range usual() {
		out = append(out, u[1])
	}
	return out
}

// Why tells which of the usual reasons begins what was typed: "own" for own words, which may quote the
// text and go nowhere, and nothing where no reason was given.
func Why(reason string) string {
	if reason = strings.TrimSpace(reason); reason == "" {
		return ""
	}
	for _, u := range usual() {
		if strings.HasPrefix(reason, strings.TrimSuffix(u[1], "。")) {
			return u[0]
		}
	}
	return "own"
}

// maxAgain bounds how many further places of one finding are marked; the words beside it count all.
const maxAgain = 100

// Marks returns the findings as they are marked in the text, in the order of the page.
func Marks(fs []*record.DeskFinding) []reading.Mark {
	var out []reading.Mark
	for i, f := range fs {
		x := &f.Finding
		m := reading.Mark{N: i + 1, ID: f.ID, Class: record.Class(x.Severity), Part: x.Part, Start: x.Start, End: x.End}
		if f.Asks() && f.Status != record.FindingAdopted {
			m.Class = "i"
		}
		out = append(out, m)
		further := x.Further()
		for _, y := range further[:min(len(further), maxAgain)] {
			out = append(out, reading.Mark{N: m.N, ID: m.ID, Class: m.Class, Part: y.Part, Start: y.Start, End: y.End, Again: true})
		}
	}
	return out
}

// Of puts one finding into words for the page, as number n.
func Of(c *web.Ctx, n int, f *record.DeskFinding) View {
	x := &f.Finding
	out := View{N: n, ID: f.ID, Class: record.Class(x.Severity), Title: x.Title, Where: c.Word(record.Place(f)), Quote: x.Quoted(),
		Message: x.Message, Elsewhere: x.Elsewhere(), Suggestion: x.Suggestion, Inside: x.Inside, Severity: x.Severity.Title(), Rule: x.Rule, Basis: x.Basis, InForce: x.InForce, Level: x.Level.Title(),
		Status: f.Status, Reason: f.Reason, Tag: Status(c, f), Fixable: f.Manual && f.Before == record.FindingAdopted}
	if out.Asks = f.Asks() && f.Status != record.FindingAdopted; out.Asks {
		out.Class = "q"
		for _, y := range x.Passages {
			out.Passages = append(out.Passages, Passage{c.Word(y.Place()), y.Quoted()})
		}
	}
	if f.Manual {
		out.Rule, out.Level = c.T("手工", "By hand"), ""
	}
	switch {
	case f.Newer:
		out.Before = c.T("规则更新后新增：上一版原文相同，当时的规则未提出", "Found by newer rules: the version before had the same words")
	case f.Manual && f.Moved:
		out.Before = c.T("上一版手工增加；位置已变，请核对是否改正", "Added by hand before; its place has changed, see whether it was corrected")
	case out.Fixable:
		out.Before = c.T("上一版手工增加；原文未改，请核对", "Added by hand before; the words are unchanged")
	case f.Asks() && f.Moved:
		out.Before = c.T("上一版已作判断；相关内容已变，请重新判断", "Judged in the version before; the passages have changed, judge again")
	case f.Asks() && f.Before != "":
		out.Before = c.T("沿用上一版的判断", "As judged in the version before")
	case f.Before == record.FindingDismissed && f.Moved:
		out.Before = c.T("上一版未采纳；位置或上下文已变，请重新决定", "Dismissed before; the place or the words around it have changed")
	case f.Before == record.FindingAdopted && f.Moved:
		out.Before = c.T("上一版已采纳；位置或上下文已变，仍未改正", "Adopted before; the place has changed, the defect is still there")
	case f.Before == record.FindingDismissed:
		out.Before = c.T("沿用上一版的决定：不采纳", "Dismissed in the version before")
	case f.Before == record.FindingAdopted:
		out.Before = c.T("上一版已采纳，仍未改正", "Adopted before and still there")
	}
	return out
}

// Status says what was decided about a finding.
func Status(c *web.Ctx, f *record.DeskFinding) web.Tag {
	switch {
	case f.Asks() && f.Status == record.FindingDismissed:
		return web.Tag{Tone: web.Green, Text: c.T("未发现问题", "No defect")}
	case f.Asks() && f.Status == record.FindingOpen && f.Waits():
		return web.Tag{Tone: web.Amber, Text: c.T("待判断", "To judge")}
	case f.Status == record.FindingAdopted:
		return web.Tag{Tone: web.Red, Text: c.T("已采纳", "Adopted")}
	case f.Status == record.FindingDismissed:
		return web.Tag{Tone: web.Grey, Text: c.T("不采纳", "Dismissed")}
	case f.Status == record.FindingFixed:
		return web.Tag{Tone: web.Green, Text: c.T("已改正", "Corrected")}
	case f.Waits():
		return web.Tag{Tone: web.Amber, Text: c.T("待处理", "Open")}
	}
	return web.Tag{} // a hint asks for no decision
}
