package finding

import (
	"cmp"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/record"
	"zhibao/patent/annotate"
)

// Notes are the comments on findings: what is wrong, how to put it right, on what basis; at further
// places, that it is the same.
func Notes(fs []check.Finding) []annotate.Note {
	var out []annotate.Note
	for i := range fs {
		x := &fs[i]
		lines := []string{x.Severity.Title() + "：" + x.Title, x.Message}
		if x.Suggestion != "" {
			lines = append(lines, "建议："+x.Suggestion)
		}
		if more := x.Elsewhere(); more != "" {
			lines = append(lines, more)
		}
		out = append(out, annotate.Note{Part: x.Part, Start: x.Start, End: x.End, Lines: append(lines, "依据："+x.Basis+"（"+cmp.Or(x.Rule, "手工")+"）")})
		for _, y := range x.Further() {
			out = append(out, annotate.Note{Part: y.Part, Start: y.Start, End: y.End, Lines: []string{x.Severity.Title() + "：" + x.Title,
				"与" + check.Passage{Part: x.Part, Claim: x.Claim, Paragraph: x.Paragraph}.Place() + "“" + x.Quoted() + "”处是同一问题，请一并修改"}})
		}
	}
	return out
}

// Standing are the findings that a copy of the papers carries: all but those that were dismissed or
// corrected, and no question that was not answered with a defect.
func Standing(fs []*record.DeskFinding) (out []check.Finding) {
	for _, f := range fs {
		if f.Status == record.FindingAdopted || f.Status == record.FindingOpen && !f.Asks() {
			out = append(out, f.Finding)
		}
	}
	return out
}

// Author signs the comments of the program on a day.
func Author(at time.Time) annotate.Author {
	return annotate.Author{Name: "知保预审检查", Initials: "知保", Date: at.UTC().Format(time.RFC3339)}
}
