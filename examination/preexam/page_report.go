package preexam

import (
	"bytes"
	"fmt"
	"strconv"

	"zhibao/casework/worklist"
	"zhibao/examination/preexam/finding"
	"zhibao/examination/preexam/record"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
)

// reportPage sends the findings of a version with what was decided about each and the papers with
// their marks: to be printed, or as one HTML file. Like every reading it is an event of the case.
func (d *Desk) reportPage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	no, _ := strconv.ParseInt(c.Query("v"), 10, 64)
	x, err := d.openText(c, worklist.Actor(c), id, no, "打印检查报告，")
	if err != nil {
		return err
	}
	fs := x.fs
	if len(fs) == 0 {
		fs = fromReport(x.v)
	}
	r := finding.Report{Case: x.k, Version: x.v, Findings: record.Ordered(fs)}
	name := fmt.Sprintf("%s-%s-%d", c.T("预审报告", "report"), worklist.Name(c, x.k), x.v.No)
	// In memory first: a failure must become an error page, not half a file.
	var buf bytes.Buffer
	if c.Query("format") == "html" {
		m, err := d.Copy(c, x.k, "report HTML")
		if err != nil {
			return err
		}
		title := worklist.Name(c, x.k)
		if !m.None() {
			title += " · " + m.Text()
		}
		if err := r.HTML(&buf, title, d.Rules, c.Lang() == lang.EN); err != nil {
			return err
		}
		return c.Download(name+".html", "text/html; charset=utf-8", &buf)
	}
	kind, err := d.Write(c, x.k, "pdf", &buf, r.Paper(c))
	if err != nil {
		return err
	}
	return c.Download(name+".pdf", kind, &buf)
}
