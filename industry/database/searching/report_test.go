package searching

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhibao/internal/office/paper"
	"zhibao/internal/svg"
)

// TestReport: the report has the log, a picture for each that the pages draw, and below it the numbers that
// the page gives out as CSV.
func TestReport(t *testing.T) {
	w := newWorld(t)
	w.fill(t)
	s := w.site(t, as(5))
	p := ask(t, s, "支架 OR 激光器")
	at := p.Path + "/report"
	if p := s.Get(at); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a report of no format: %d", p.Status)
	}
	page := s.Get(p.Path + "/charts/trend?in=office:CN")
	for _, format := range []string{"docx", "pdf"} {
		if !strings.Contains(page.Body, at+"?in=office%3ACN&amp;as="+format) {
			t.Errorf("no report as %s of what the page shows", format)
		}
	}
	if p := s.Get(at + "?in=office%3ACN&as=docx"); p.Status != http.StatusOK || len(w.papers) != 1 {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	// Titles of tables with their rows, and of pictures, in the order of the report.
	rows, pictures, words := map[string][][]string{}, map[string]int{}, ""
	for _, b := range w.papers[0].Body {
		switch b := b.(type) {
		case paper.Table:
			title, _, _ := strings.Cut(b.Caption, "（单位")
			rows[title] = append([][]string{b.Head}, b.Rows...)
		case paper.Pictures:
			title, _, _ := strings.Cut(b.Items[0].Text, "（单位")
			if format, wide, high := b.Items[0].Format(); format != "png" || wide < 1440 || high < 50 {
				t.Errorf("the picture %s is %s, %d × %d", title, format, wide, high)
			}
			pictures[title]++
		case paper.Para:
			words += b.Runs[0].Text + "\n"
		}
	}
	for _, want := range []string{"检索式：支架 OR 激光器", "统计时限于：", "序号"} {
		if !strings.Contains(words, want) {
			t.Errorf("the report does not say %s", want)
		}
	}
	if log := rows[""]; len(log) != 3 || log[1][0] != "检索" || log[1][4] != "60" || log[2][4] != "48" {
		t.Errorf("log: %q", log)
	}
	compared := 0
	for _, ch := range charts() {
		body := s.Get(p.Path + "/charts/" + ch.code + "/csv?in=office%3ACN").Body
		r := csv.NewReader(strings.NewReader(body[strings.Index(body, "图,项目"):]))
		r.FieldsPerRecord = -1 // below the numbers stands where they come from
		data, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range data[1:] {
			if len(line) != 4 {
				continue
			}
			title, item, series, value := line[0], line[1], line[2], line[3]
			table := rows[title]
			if table == nil || title != "引用关系" && pictures[title] != 1 {
				t.Fatalf("%s: %q has a table of %d rows and %d pictures", ch.code, title, len(table), pictures[title])
			}
			if !has(table, item, series, value, title == "引用关系") {
				t.Errorf("%s: %q is not in the report: %q", ch.code, line, table)
			}
			compared++
		}
	}
	if compared < 100 {
		t.Errorf("only %d numbers were compared", compared)
	}
}

// has reports whether a table has a value at a line and a column, or a link from one to the other.
func has(table [][]string, item, series, value string, link bool) bool {
	v, err := strconv.ParseFloat(value, 64)
	for _, row := range table[1:] {
		if link {
			if row[0] == item && slices.Contains(strings.Split(row[1], "、"), series) {
				return true
			}
			continue
		}
		// In the network lines are numbered.
		if _, after, ok := strings.Cut(row[0], "  "); row[0] != item && (!ok || after != item) {
			continue
		}
		for i, head := range table[0] {
			if head == series && err == nil && row[i] == svg.Number(v) {
				return true
			}
		}
	}
	return false
}
