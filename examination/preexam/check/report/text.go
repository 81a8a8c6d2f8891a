package report

import (
	"fmt"
	"io"
	"strings"

	"zhibao/patent"
)

// Text writes the check of one file for a terminal: a line of totals, then the findings by part.
func Text(w io.Writer, v *View) error {
	var b strings.Builder
	kind := string(v.App.Kind)
	if kind == "" {
		kind = "类型未识别"
	}
	fmt.Fprintf(&b, "%s  %s  %s\n", v.File, kind, v.App.Title)
	for _, s := range severities() {
		fmt.Fprintf(&b, "  %s %d", s.Title(), v.Report.Count(s))
	}
	fmt.Fprintf(&b, "  通过 %d  未检查 %d  规则 %s  %.1f ms\n", len(v.Report.Passed), len(v.Report.Skipped), v.Report.RulesVersion, float64(v.Elapsed.Microseconds())/1000)
	last := patent.Part("")
	for _, it := range v.Items() {
		if it.Part != last {
			fmt.Fprintf(&b, "\n%s\n", it.Part)
			last = it.Part
		}
		fmt.Fprintf(&b, "  %s %-8s", it.Severity, it.Rule)
		if it.Place != "" {
			b.WriteString(" " + it.Place)
		}
		if it.Quote != "" {
			fmt.Fprintf(&b, " “%s”", clip(flat(it.Quote), 40))
		}
		fmt.Fprintf(&b, "\n      %s", it.Message)
		if more := it.Elsewhere(); more != "" {
			b.WriteString("\n      " + more)
		}
		fmt.Fprintf(&b, "\n      建议：%s\n      依据：%s\n", it.Suggestion, it.Basis)
	}
	for i, it := range v.Asked() {
		if i == 0 {
			b.WriteString("\n须由人判断的问题（不是缺陷）\n")
		}
		fmt.Fprintf(&b, "  ? %-8s %s\n      %s\n      依据：%s\n", it.Rule, it.Part, it.Question, it.Basis)
	}
	if len(v.Report.Skipped) > 0 {
		b.WriteString("\n未检查的规则\n")
		for _, g := range skippedByReason(v) {
			fmt.Fprintf(&b, "  %s：%s\n", g.Why, strings.Join(g.Rules, " "))
		}
	}
	for i, l := range v.App.Losses {
		if i == 0 {
			b.WriteString("\n读取说明\n")
		}
		fmt.Fprintf(&b, "  %s %s\n", l.Part, l.What)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A reason is why rules were not evaluated, with their ids.
type reason struct {
	Why   string
	Rules []string
}

func skippedByReason(v *View) (out []reason) {
	index := map[string]int{}
	for _, s := range v.Report.Skipped {
		i, ok := index[s.Why]
		if !ok {
			i = len(out)
			index[s.Why] = i
			out = append(out, reason{Why: s.Why})
		}
		out[i].Rules = append(out[i].Rules, s.Rule)
	}
	return out
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
