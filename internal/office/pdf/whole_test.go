package pdf

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/internal/office/paper"
)

// TestKeptTogether writes a panel at the foot of decisions of every length: wherever the page ends, the rows of
// a table that is whole stand on one page, and so do the names with the signature below them.
func TestKeptTogether(t *testing.T) {
	panel := paper.Table{Head: []string{"职务", "姓名"}, Rows: [][]string{{"合议组组长", "组员一"}, {"合议组成员", "组员二"}, {"合议组成员", "组员三"}, {"书记员", "组员四"}}, Whole: true}
	split := 0
	for n := range 24 {
		p := paper.Paper{Authority: "示范市知识产权局", Number: "示知法裁字〔2026〕1号", Title: "行政裁决书", Signed: "示范市知识产权局", Date: "2026年11月28日", Seal: true}
		for i := range n {
			p.Body = append(p.Body, paper.P(fmt.Sprintf("第%d段。", i+1)))
		}
		names := p
		p.Body = append(p.Body, panel)
		for _, r := range panel.Rows {
			names.Body = append(names.Body, paper.Para{Align: paper.Right, Keep: true, Runs: []paper.Run{{Text: r[0] + "　" + r[1]}}})
		}
		loose := p
		table := panel
		table.Whole = false
		loose.Body = append(append([]paper.Block{}, p.Body[:n]...), table)
		for what, x := range map[string]paper.Paper{"table": p, "names": names} {
			if pages := pagesOf(t, x, "组员"); len(pages) != 1 {
				t.Errorf("after %d paragraphs the %s stands on the pages %v", n, what, pages)
			}
		}
		if last := pagesOf(t, names, "2026年11月28日"); fmt.Sprint(last) != fmt.Sprint(pagesOf(t, names, "组员")) {
			t.Errorf("after %d paragraphs the date stands on %v and the names on %v", n, last, pagesOf(t, names, "组员"))
		}
		split += len(pagesOf(t, loose, "组员")) - 1
	}
	if split == 0 {
		t.Error("no page ended within a table that is not whole: the lengths show nothing")
	}
}

// pagesOf are the pages of a paper on which words stand.
func pagesOf(t *testing.T, p paper.Paper, words string) (out []string) {
	t.Helper()
	data, _ := write(t, p, shared)
	for _, l := range lines(t, data) {
		page, rest, _ := strings.Cut(l, " ")
		if strings.Contains(strings.ReplaceAll(squash(rest), "|", ""), words) && (len(out) == 0 || out[len(out)-1] != page) {
			out = append(out, page)
		}
	}
	return out
}
