package training

import (
	"bytes"
	"fmt"
	"io"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// columns are those of the list of training, in and out.
func columns() []sheet.Column {
	return []sheet.Column{{Key: "login", Title: "登录名", Required: true, Max: 40, Help: "预审员在本系统中的登录名"}, {Key: "name", Title: "姓名", Max: 40, Help: "可不填；填写的须与登录名一致"},
		{Key: "day", Title: "培训日期", Kind: sheet.Date, Required: true}, {Key: "topic", Title: "培训内容", Required: true, Max: 100},
		{Key: "hours", Title: "学时", Kind: sheet.Decimal, Required: true, Help: "可有一位小数"}, {Key: "organiser", Title: "组织单位", Max: 100}, {Key: "proof", Title: "证明材料编号", Max: 100}}
}

// importForm is a list of training.
type importForm struct {
	File form.File `json:"file" label:"培训学时表" en:"List of training" required:"true" accept:".xlsx,.csv" size:"8M" help:"有一行错误就全部不导入；已登记过的行不会重复登记" helpen:"One wrong line and nothing is imported; what was recorded before is passed over"`
}

// An TrainingImport is what became of a list: how many lines were recorded, how many were there before, and
// what is wrong with the others. Where anything is wrong nothing was recorded.
type TrainingImport struct {
	Recorded int      `json:"recorded"`
	Before   int      `json:"before" doc:"此前已登记的行"`
	Problems []string `json:"problems,omitempty" doc:"有问题时全部不导入"`
}

// take records the lines of a list, all or none.
func (d *Desk) take(c *web.Ctx, in *importForm) (out TrainingImport, err error) {
	defer fault.Wrap(&err, "import training")
	r, err := in.File.Open()
	if err != nil {
		return out, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, 9<<20))
	if err != nil {
		return out, err
	}
	got, err := sheet.Read(data, columns(), sheet.Limits{})
	if err != nil {
		return out, err
	}
	b, err := d.book(c)
	if err != nil {
		return out, err
	}
	for _, p := range got.Problems {
		out.Problems = append(out.Problems, c.Word(p.String()))
	}
	// Everything is checked before anything is written.
	var all []Training
	for _, row := range got.Rows {
		x, err := d.line(c, b, row.Values)
		if err != nil {
			out.Problems = append(out.Problems, fmt.Sprintf(c.T("第 %d 行：", "line %d: "), row.Line)+c.Say(c.Explain(err)))
			continue
		}
		all = append(all, x)
	}
	if len(out.Problems) > 0 {
		return out, nil
	}
	err = d.Office().DB.Write(c.Context(), func(tx *store.Tx) error {
		out = TrainingImport{} // a transaction may be tried again
		for _, x := range all {
			before, err := known(c.Context(), tx, x)
			if err != nil {
				return err
			}
			if before {
				out.Before++
				continue
			}
			if err := insertTraining(c.Context(), tx, worklist.Actor(c).Account, x); err != nil {
				return err
			}
			out.Recorded++
		}
		return nil
	})
	return out, err
}

// line checks one line.
func (d *Desk) line(c *web.Ctx, b *Book, v map[string]string) (Training, error) {
	in, err := read(v)
	if err != nil {
		return Training{}, err
	}
	for _, r := range b.Records {
		if r.Login == v["login"] && (v["name"] == "" || v["name"] == r.Name) {
			return d.checked(worklist.Actor(c), in.training(r.Account))
		}
	}
	return Training{}, fault.New(fault.Invalid, "quality.nobody", "没有登录名为“%s”且姓名相符的预审员，请核对", v["login"]).At("login")
}

// importPage takes a list.
func (d *Desk) importPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("导入培训学时", "Import training"), At: "/quality/staff", Crumbs: crumbs(c, c.T("导入培训学时", "Import training")),
		Actions: []web.Link{{Href: "/quality/staff/template", Label: c.T("下载模板", "Download the template")}}}
	f := form.New(c, form.Describe(importForm{}, nil))
	f.Submit, f.Cancel = c.T("导入", "Import"), "/quality/staff"
	var in importForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	out, err := d.take(c, &in)
	if err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	if len(out.Problems) == 0 {
		c.Flash(web.Green, fmt.Sprintf(c.T("已登记 %d 行，此前已登记 %d 行", "%d recorded, %d were there before"), out.Recorded, out.Before))
		return c.Redirect("/quality/staff")
	}
	t := web.Table{Title: c.T("没有导入：请更正后重新上传", "Nothing was imported: correct the list and send it again"), Head: []string{c.T("问题", "Problem")}}
	for _, p := range out.Problems {
		t.Rows = append(t.Rows, []web.Cell{{Text: p, Over: true}})
	}
	return c.Render("page-blocks", []web.Block{t})
}

// templateFile sends the empty list.
func (d *Desk) templateFile(c *web.Ctx) error {
	var buf bytes.Buffer
	if err := sheet.WriteTemplate(&buf, "培训学时", columns(), "一行填写一人的一次培训。"); err != nil {
		return err
	}
	return c.Download(c.T("培训学时导入模板.xlsx", "training-template.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &buf)
}
