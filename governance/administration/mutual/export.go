package mutual

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// actAudit is the act of package administration that reads the audit.
const actAudit = "admin.audit"

// kindExport is the export of the audit: the second administrator agrees, and the auditor takes the file.
const kindExport = "audit.export"

// exportFor is how long an export can be taken after somebody agreed to it.
const exportFor = 24 * time.Hour

// exportForm asks for the audit of some days as a file.
type exportForm struct {
	From   calendar.Day `json:"from" label:"自" en:"From" widget:"date" required:"true"`
	To     calendar.Day `json:"to" label:"至" en:"Until" widget:"date" required:"true"`
	Reason string       `json:"reason" label:"用途" en:"What for" required:"true" max:"200" help:"例如：向上级报送某月审计记录" helpen:"For example: the audit of a month for a supervisor"`
}

// days reads the days of an export from its object.
func days(object string) (from, to calendar.Day, err error) {
	a, b, _ := strings.Cut(object, " ")
	if from, err = calendar.ParseDay(a); err == nil {
		to, err = calendar.ParseDay(b)
	}
	return from, to, err
}

// exportPage asks for an export, and lists those that were asked for with the file of what was agreed to.
func (d *Desk) exportPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("导出审计记录", "Export the audit"), At: "/admin/audit", Crumbs: []web.Link{{Href: "/admin/audit", Label: c.T("审计", "Audit")}}}
	f := form.New(c, d.export)
	f.Submit, f.Cancel = c.T("提出", "Ask"), "/admin/audit"
	f.Intro = c.T("导出须经系统管理员或安全管理员之一同意，同意后一天之内由提出人下载。", "The system administrator or the security administrator has to agree; then whoever asked takes the file within a day.")
	var in exportForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
			// A year is some hundred thousand lines, which is what a file and whoever opens it can bear.
			if in.To < in.From || in.To-in.From > 366 {
				return fault.New(fault.Invalid, "admin.export_days", "止日不能早于起日，一次至多一年，请更正起止日期").At("to")
			}
			return d.Ask(c.Context(), tx, who(c), identity.Consent{Kind: kindExport, Object: in.From.String() + " " + in.To.String(), Data: "{}", Reason: in.Reason})
		})
		if err == nil {
			c.Flash(web.Green, c.T("已提出，请另一位管理员在“会同办理”中答复", "Asked; another administrator answers it"))
			return c.Redirect("/admin/audit/export")
		}
		if !f.Refused(err) {
			return err
		}
	}
	t := web.Table{Title: c.T("已提出的导出", "Exports asked for"), Head: []string{c.T("提出时间", "Asked"), c.T("起止", "Days"), c.T("用途", "What for"), c.T("状态", "State"), c.T("文件", "File")}, Empty: c.T("还没有。", "None yet.")}
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		t.Rows = nil // a transaction may be tried again
		all, err := d.Book.Consents(c.Context(), tx, worklist.Actor(c).Center, kindExport, "")
		for _, x := range all {
			file := web.Cell{Text: "—"}
			// Whoever agreed does not get the file: two persons, two parts.
			if x.State == identity.ConsentGranted && x.AskedBy == worklist.Actor(c).Account && c.Now().Sub(x.Ended) < exportFor {
				file = web.Cell{Text: c.T("下载", "Download"), Href: fmt.Sprintf("/admin/audit/export/%d", x.ID)}
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: web.When(x.Asked)}, {Text: x.Object}, {Text: x.Reason}, {Tag: consentTag(c, x)}, file})
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Render("page-blocks", []web.Block{f, t})
}

// exportFile sends the entries of the days that were agreed to, to whoever asked, and says so in the audit.
func (d *Desk) exportFile(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	// Read and said in one transaction: no file without its entry.
	var lines [][]any
	var x *identity.Consent
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		lines = nil // a transaction may be tried again
		if x, err = d.Book.Consent(c.Context(), tx, who(c).Center, id); err != nil {
			return err
		}
		if x.Kind != kindExport || x.AskedBy != who(c).Account || x.State != identity.ConsentGranted || c.Now().Sub(x.Ended) >= exportFor {
			return fault.New(fault.Forbidden, "admin.export", "这件导出尚未经另一位管理员同意，或不由您提出，或已超过一天，请重新提出")
		}
		from, to, err := days(x.Object)
		if err != nil {
			return err
		}
		all, err := d.Book.EntriesBetween(c.Context(), tx, who(c).Center, from.Begin(), to.End())
		if err != nil {
			return err
		}
		// In the words of the page, so that nobody needs a list of codes.
		words, err := d.Words(c, tx, all)
		if err != nil {
			return err
		}
		for i, e := range all {
			lines = append(lines, []any{fmt.Sprint(e.Seq), e.At.In(calendar.Shanghai()).Format("2006-01-02 15:04:05"), e.Name, words[i].Title, words[i].About, words[i].What, e.IP})
		}
		return d.Book.Audit(c.Context(), tx, who(c), kindExport, x.Object, fmt.Sprintf("%d 条", len(all)))
	})
	if err != nil {
		return err
	}
	e := sheet.Export{Name: c.T("审计记录 ", "audit ") + x.Object, Person: worklist.Actor(c).Name, Time: c.Now(), English: c.Lang() == web.EN, Rows: sheet.Slice(lines)}
	for _, title := range []string{c.T("序号", "Entry"), c.T("时间", "Time"), c.T("操作人", "Who"), c.T("操作", "Act"), c.T("对象", "Object"), c.T("内容", "Detail"), c.T("地址", "Address")} {
		e.Columns = append(e.Columns, sheet.Column{Title: title})
	}
	var buf bytes.Buffer
	if _, err := sheet.WriteCSV(&buf, e); err != nil {
		return err
	}
	return c.Download(e.Name+".csv", "text/csv; charset=utf-8", &buf)
}
