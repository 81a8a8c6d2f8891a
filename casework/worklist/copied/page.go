package copied

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// ActTrace is finding out whose copy something is.
const ActTrace = "copied.trace"

// maxLatest is how many copies the page lists.
const maxLatest = 100

// searchForm asks whose copy it is.
type searchForm struct {
	Text string    `json:"text" label:"副本编号" en:"Number of the copy" max:"2000" help:"在 PDF、DOCX 的页脚，图片下方的文字中，或者原件的文件名中；可以粘贴含编号的一段文字" helpen:"At the foot of a PDF or DOCX, below a picture, or in the name of an original; a text that holds it will do"`
	File form.File `json:"file" label:"或者上传副本" en:"Or the copy itself" accept:".png,.jpg,.jpeg,.gif,.webp,.pdf,.docx,.zip,.html" size:"64M" help:"图片按其下方的条码识别，缩小或者重新压缩过的也可以" helpen:"Pictures are known by the bars below them, also when they were made smaller"`
}

// Grants lets heads and the auditor ask.
func Grants() (out []access.Grant) {
	for _, r := range []casework.Role{casework.Head, casework.Director, casework.Auditor} {
		out = append(out, access.Grant{Act: ActTrace, Role: string(r), Rel: access.Center})
	}
	return out
}

// Module returns the page as a module of the program.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "copied", Routes: []web.Route{
		{Method: "GET", Pattern: "/copies", Act: ActTrace, Handler: d.page},
		{Method: "POST", Pattern: "/copies", Act: ActTrace, Handler: d.page},
	}}
}

// page asks for a number or a file, says whose copy it is, and lists the latest copies.
func (d *Desk) page(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("副本追查", "Whose copy"), Sub: c.T("从未公开案件导出的 PDF、DOCX、图片、案卷与原件各有编号，记有导出人、地址与时间", "Each PDF, DOCX, picture, file and original that leaves an unpublished case has a number")}
	f := form.New(c, d.search)
	f.Submit = c.T("查找", "Find")
	var in searchForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	blocks := []web.Block{f}
	if ok {
		found, missing, err := d.trace(c, &in)
		switch {
		case err == nil:
			blocks = append(blocks, answer(c, found, missing)...)
		case !f.Refused(err):
			return err
		}
	}
	var last []Copy
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		last, err = latest(c.Context(), tx, worklist.Actor(c).Center)
		return err
	})
	if err != nil {
		return err
	}
	t, err := d.table(c, c.T("最近的副本", "Latest copies"), last)
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(blocks, t))
}

// trace looks up the numbers that were given. Those that this center never made are returned too.
func (d *Desk) trace(c *web.Ctx, in *searchForm) (found []Copy, missing []string, err error) {
	all, err := numbers(in)
	if err != nil {
		return nil, nil, err
	}
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		found, err = find(c.Context(), tx, worklist.Actor(c).Center, all)
		return err
	})
	known := map[string]bool{}
	for i := range found {
		known[found[i].Number] = true
	}
	for _, n := range all {
		if !known[n] {
			missing = append(missing, n)
		}
	}
	return found, missing, err
}

// answer says whose copies they are.
func answer(c *web.Ctx, found []Copy, missing []string) (out []web.Block) {
	for i := range found {
		x := &found[i]
		out = append(out, web.Notice{Tone: web.Green, Text: c.T(fmt.Sprintf("副本 %s：%s 于 %s 在 %s 导出（%s %s）", x.Number, x.Name+x.StaffNo, web.When(x.At), x.IP, c.Say(kind(x.Kind)), x.What),
			fmt.Sprintf("Copy %s: made by %s at %s from %s (%s %s)", x.Number, x.Name+" "+x.StaffNo, web.When(x.At), x.IP, c.Say(kind(x.Kind)), x.What))})
	}
	for _, n := range missing {
		out = append(out, web.Notice{Tone: web.Amber, Text: c.T("本中心没有编号为 "+n+" 的副本：编号可能有误，或者不是本中心的副本", "This center made no copy "+n)})
	}
	return out
}

// kinds are the kinds of copies in words.
var kinds = map[string]web.Text{Picture: {"图片", "Pictures"}, "original": {"原件", "Original"}, "archive": {"案卷", "Whole file"}, "report": {"检查报告", "Report"},
	"comments": {"带批注的副本", "With comments"}, "pdf": {"PDF", "PDF"}, "docx": {"DOCX", "DOCX"}}

func kind(code string) web.Text {
	if t, ok := kinds[code]; ok {
		return t
	}
	return web.Text{code, code}
}

// cases are the numbers of the cases of copies, as far as the person may see the cases.
func (d *Desk) cases(ctx context.Context, tx *store.Tx, a casework.Actor, xs []Copy) (map[int64]string, error) {
	out := map[int64]string{}
	for i := range xs {
		id := xs[i].Case
		if _, known := out[id]; known || id == 0 {
			continue
		}
		k, err := d.Office.Get(ctx, tx, a, id)
		switch {
		case err == nil:
			out[id] = k.Number
		case fault.KindOf(err) == fault.Missing:
			out[id] = ""
		default:
			return nil, err
		}
	}
	return out, nil
}

// table lists copies.
func (d *Desk) table(c *web.Ctx, title string, xs []Copy) (web.Table, error) {
	t := web.Table{Title: title, Head: []string{c.T("副本编号", "Number"), c.T("导出人", "Made by"), c.T("时间", "When"), c.T("地址", "Address"), c.T("案件", "Case"), c.T("内容", "What")},
		Empty: c.T("还没有从未公开案件导出的副本", "No copy of an unpublished case was made yet")}
	var numbers map[int64]string
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		numbers, err = d.cases(c.Context(), tx, worklist.Actor(c), xs)
		return err
	})
	if err != nil {
		return t, err
	}
	for i := range xs {
		x := &xs[i]
		of := web.Cell{Text: c.T("多件", "Many")}
		switch n := numbers[x.Case]; {
		case n != "":
			of = web.Cell{Text: n, Href: fmt.Sprintf("/case/%d", x.Case)}
		case x.Case != 0:
			of = web.Cell{Text: c.T(fmt.Sprintf("内部号 %d", x.Case), fmt.Sprintf("No. %d", x.Case))}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Number}, {Text: x.Name + " " + x.StaffNo}, {Text: web.When(x.At)}, {Text: x.IP}, of, {Text: c.Say(kind(x.Kind)) + " " + c.Word(x.What)}})
	}
	return t, nil
}

// A Traced is a copy for programs.
type Traced struct {
	Number  string `json:"number"`
	Case    string `json:"case,omitempty"`
	Account string `json:"account"`
	Name    string `json:"name"`
	StaffNo string `json:"staff_no,omitempty"`
	IP      string `json:"ip"`
	At      string `json:"at"`
	Kind    string `json:"kind" doc:"pdf、docx、picture 图片、original 原件、archive 案卷、report 检查报告、comments 带批注的副本"`
	What    string `json:"what,omitempty"`
}

// traced are copies for programs.
func traced(xs []Copy) []Traced {
	out := []Traced{}
	for i := range xs {
		x := &xs[i]
		out = append(out, Traced{x.Number, rest.ID(x.Case), rest.ID(x.Account), x.Name, x.StaffNo, x.IP, web.When(x.At), x.Kind, x.What})
	}
	return out
}

// Rest returns what programs can do of the page.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActTrace, Title: web.Text{"副本追查", "Whose copy"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/copies", Act: ActTrace, Title: web.Text{"最近从未公开案件导出的副本", "Latest copies of unpublished cases"}, Pages: []string{"GET /copies"}, Answer: []Traced{},
			Handle: func(c *rest.Call) (any, error) {
				var xs []Copy
				err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
					xs, err = latest(c.Context(), tx, worklist.Actor(c.Ctx).Center)
					return err
				})
				return traced(xs), err
			}},
		{Method: "POST", Path: "/copies/trace", Act: ActTrace, Title: web.Text{"按编号或文件追查副本", "Whose copy it is"}, Pages: []string{"POST /copies"}, Body: d.search, Answer: []Traced{},
			Handle: func(c *rest.Call) (any, error) {
				var in searchForm
				if err := c.Read(d.search, &in); err != nil {
					return nil, err
				}
				found, _, err := d.trace(c.Ctx, &in)
				return traced(found), err
			}},
	}}
}
