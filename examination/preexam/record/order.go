package record

import (
	"cmp"
	"slices"
	"strconv"

	"zhibao/examination/preexam/reading"
	"zhibao/internal/sorting"
	"zhibao/law/rule"
)

// Ordered returns the findings as the desk, the report and the notice list them: what must be
// corrected first, then as the papers are read; questions that wait for an answer stand last.
func Ordered(fs []*DeskFinding) []*DeskFinding {
	out := slices.Clone(fs)
	order := reading.Order()
	sorting.Stable(out, func(a, b *DeskFinding) int {
		x, y := &a.Finding, &b.Finding
		return cmp.Or(cmp.Compare(asks(a), asks(b)), cmp.Compare(weight(x.Severity), weight(y.Severity)),
			cmp.Compare(slices.Index(order, x.Part), slices.Index(order, y.Part)), cmp.Compare(x.Start, y.Start))
	})
	return out
}

// asks sorts questions that were not answered with a defect behind the defects.
func asks(f *DeskFinding) int {
	if f.Asks() && f.Status != FindingAdopted {
		return 1
	}
	return 0
}

// weight sorts by what a finding asks for; a cause of refusal and an error both must be corrected.
func weight(s rule.Severity) int {
	switch Class(s) {
	case "e":
		return 0
	case "w":
		return 1
	}
	return 2
}

// Class is the colour of a finding: red must, amber should, blue may.
func Class(s rule.Severity) string {
	switch s {
	case rule.Fatal, rule.Error:
		return "e"
	case rule.Warning:
		return "w"
	default:
		return "i"
	}
}

// NextOpen returns the id of the first finding after the given one that waits for a decision, from
// the top again after the last; empty if none waits.
func NextOpen(fs []*DeskFinding, after string) string {
	fs = Ordered(fs)
	at := slices.IndexFunc(fs, func(f *DeskFinding) bool { return strconv.FormatInt(f.ID, 10) == after })
	for i := range fs {
		if f := fs[(at+1+i)%len(fs)]; f.Waits() {
			return strconv.FormatInt(f.ID, 10)
		}
	}
	return ""
}
