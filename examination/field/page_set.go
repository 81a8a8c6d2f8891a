package field

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// source is what every list says about where it comes from and when it holds.
type source struct {
	From     calendar.Day `json:"from" label:"起始日" en:"From" section:"效力=In force" widget:"date" required:"true"`
	Until    calendar.Day `json:"until" label:"截止日" en:"Until" widget:"date" help:"不填为直至新的清单" helpen:"Empty: until a later list"`
	Official bool         `json:"official" label:"正式批准的清单（可以据此不予受理）" en:"Official list: requests outside it are refused"`
	Source   string       `json:"source" label:"批准文号、日期或来源" en:"Approval or source" required:"true" max:"300"`
}

// setForm is one list, typed or pasted.
type setForm struct {
	Scheme   string `json:"scheme" label:"分类" en:"Scheme" widget:"radio" required:"true" options:"ipc=国际专利分类（IPC）=IPC,locarno=洛迦诺分类=Locarno"`
	Industry string `json:"industry" label:"产业领域" en:"Industry" required:"true" max:"60"`
	Classes  string `json:"classes" label:"分类号" en:"Classes" widget:"textarea" max:"60000" help:"用空格、逗号或换行分隔；留空表示自起始日起关闭该领域" helpen:"Separated by blanks, commas or lines; empty closes the industry from that day"`
	source
}

// split takes pasted classes apart, whatever separates them.
func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) })
}

// crumbs lead back to the list.
func crumbs(c *web.Ctx) []web.Link {
	return []web.Link{{Href: "/fields", Label: c.T("预审服务领域", "Fields")}}
}

// setPage sets the list of an industry anew. It can begin from an earlier list, which is how a
// mistake is undone: by one more entry.
func (d *Desk) setPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("设定领域清单", "Set a list"), At: "/fields", Crumbs: crumbs(c)}
	f := form.New(c, form.Describe(setForm{}, nil))
	f.Submit, f.Cancel, f.Action = c.T("设定", "Set"), "/fields", "/fields/new"
	if err := d.begin(c, f); err != nil {
		return err
	}
	var in setForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err = d.setList(c, &in); err == nil {
			c.Flash(web.Green, c.T("清单已设定", "The list is set"))
			return c.Redirect("/fields")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// setList sets what was typed, in the actor's own center.
func (d *Desk) setList(c *web.Ctx, in *setForm) error {
	a := worklist.Actor(c)
	return d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Set(c.Context(), tx, in.list(a.Center, a.Account, Scheme(in.Scheme), in.Industry, split(in.Classes)))
	})
}

// list makes a list of classes with this source.
func (s *source) list(center, account int64, scheme Scheme, industry string, classes []string) List {
	return List{Center: center, Account: account, Scheme: scheme, Industry: industry, From: s.From, Until: s.Until, Official: s.Official, Source: s.Source, Classes: classes}
}

// begin fills the form with an earlier list of one's own center.
func (d *Desk) begin(c *web.Ctx, f *form.Form) error {
	id, err := strconv.ParseInt(c.Query("from"), 10, 64)
	if err != nil || c.Posted() {
		f.Fill(setForm{Scheme: string(IPC), source: source{From: d.office.Today()}})
		return nil
	}
	return d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.History(c.Context(), tx, worklist.Actor(c).Center)
		i := slices.IndexFunc(all, func(l List) bool { return l.ID == id })
		if err != nil {
			return err
		}
		if i < 0 {
			return fault.New(fault.Missing, "field.missing", "没有这份清单，请从历次清单中打开")
		}
		l := all[i]
		f.Fill(setForm{Scheme: string(l.Scheme), Industry: l.Industry, Classes: strings.Join(l.Classes, " "),
			source: source{From: d.office.Today(), Official: l.Official, Source: l.Source}})
		return nil
	})
}

// importForm is a file of lists with the source and the day that all of them share.
type importForm struct {
	File form.File `json:"file" label:"清单文件（XLSX 或 CSV）" en:"List (XLSX or CSV)" required:"true" size:"5M" accept:".xlsx,.csv" help:"列：分类（IPC 或 洛迦诺）、产业领域、分类号" helpen:"Three columns: the scheme, the industry, the class; headings in Chinese as in the list of the center"`
	source
}

// columnsOf are the columns of such a file.
func columnsOf() []sheet.Column {
	return []sheet.Column{{Key: "scheme", Title: "分类", Aliases: []string{"分类体系"}, Required: true, Choices: []string{"IPC", "洛迦诺"}},
		{Key: "industry", Title: "产业领域", Aliases: []string{"领域", "产业"}, Required: true, Max: 60},
		{Key: "class", Title: "分类号", Aliases: []string{"IPC主分类", "小类"}, Required: true, Max: 30}}
}

// Parse reads a file of classes and returns a list for each scheme and industry in it. Every
// wrong cell is named by row and column in one refusal.
func Parse(data []byte) (out []List, err error) {
	defer fault.Wrap(&err, "parse fields")
	in, err := sheet.Read(data, columnsOf(), sheet.Limits{Rows: 10_000})
	if err != nil {
		return nil, err
	}
	var wrong fault.List
	for _, p := range in.Problems {
		wrong = append(wrong, p.Words())
	}
	for _, r := range in.Rows {
		s := IPC
		if r.Values["scheme"] != "IPC" {
			s = Locarno
		}
		n, ok := class(s, r.Values["class"])
		if !ok {
			wrong = append(wrong, fault.Say("第 %d 行“分类号”列：%s 不是%s分类号", r.Line, r.Values["class"], r.Values["scheme"]))
			continue
		}
		i := slices.IndexFunc(out, func(l List) bool { return l.Scheme == s && l.Industry == r.Values["industry"] })
		if i < 0 {
			out, i = append(out, List{Scheme: s, Industry: r.Values["industry"]}), len(out)
		}
		out[i].Classes = append(out[i].Classes, n)
	}
	if len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "field.rows", "有 %d 处错误，请更正后重新上传：%s", len(wrong), wrong[:min(len(wrong), 20)]).At("file")
	}
	return out, nil
}

// importPage sets all lists of a file, or none.
func (d *Desk) importPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("导入领域清单", "Import lists"), At: "/fields", Crumbs: crumbs(c)}
	f := form.New(c, form.Describe(importForm{}, nil))
	f.Submit, f.Cancel = c.T("导入", "Import"), "/fields"
	if !c.Posted() {
		f.Fill(importForm{source: source{From: d.office.Today()}})
	}
	var in importForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		var n int
		if n, err = d.importFile(c, &in); err == nil {
			c.Flash(web.Green, c.T(fmt.Sprintf("已导入 %d 份清单", n), fmt.Sprintf("%d lists imported", n)))
			return c.Redirect("/fields")
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// importFile sets the lists of a file in one transaction and returns how many they are.
func (d *Desk) importFile(c *web.Ctx, in *importForm) (int, error) {
	r, err := in.File.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, 5<<20+1))
	if err != nil {
		return 0, err
	}
	ls, err := Parse(data)
	if err != nil {
		return 0, err
	}
	a := worklist.Actor(c)
	return len(ls), d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		for _, l := range ls {
			if err := d.Set(c.Context(), tx, in.list(a.Center, a.Account, l.Scheme, l.Industry, l.Classes)); err != nil {
				return err
			}
		}
		return nil
	})
}
