package finding

import (
	"strconv"

	"zhibao/examination/preexam/record"
	"zhibao/internal/web"
)

// Rows are the findings as the report lists them: number, severity, place and words, defect and remedy,
// basis, what was decided.
func Rows(c *web.Ctx, fs []*record.DeskFinding) [][]string {
	rows := make([][]string, len(fs))
	for i, f := range fs {
		y := &f.Finding
		severity := y.Severity.Title()
		if f.Asks() && f.Status != record.FindingAdopted {
			severity = "需人工判断"
		}
		decided := Status(c, f).Text
		if f.Reason != "" {
			decided += "：" + f.Reason
		}
		where := record.Place(f)
		if y.Quote != "" {
			where += "：“" + y.Quoted() + "”"
		}
		words := y.Title + "。" + y.Message
		if more := y.Elsewhere(); more != "" {
			words += "。" + more
		}
		if y.Suggestion != "" {
			words += "。建议：" + y.Suggestion
		}
		rows[i] = []string{strconv.Itoa(i + 1), severity, where, words, y.Basis, decided}
	}
	return rows
}
