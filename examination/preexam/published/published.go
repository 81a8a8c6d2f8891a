// Package published (已公布专利比对库) loads published applications with whose text new ones are compared.
// Where a center loads none, the comparison is not made and the report says so.
//
// Notice 1.2.3.
package published

import (
	"context"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/memory"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/patent/reader"
)

// Desk is the stock of one center.
type Desk struct {
	Office func() *casework.Office
	Act    string // who may
}

const (
	path   = "/preexam/published"
	shown  = 200      // of the latest
	atOnce = 64 << 20 // bytes of one upload
)

// Routes returns the pages.
func (d *Desk) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: path, Act: d.Act, Handler: d.list},
		{Method: "GET", Pattern: path + "/load", Act: d.Act, Handler: d.load},
		{Method: "POST", Pattern: path + "/load", Act: d.Act, Handler: d.load, Limit: atOnce},
	}
}

// Rest returns what programs can do of the pages.
func (d *Desk) Rest() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: path, Act: d.Act, Title: web.Text{"已公布专利比对库", "Published applications to compare with"}, Pages: []string{"GET " + path}, Answer: Stock{}, Handle: d.restList},
		{Method: "POST", Path: path, Act: d.Act, Title: web.Text{"载入已公布专利全文，逐件给出结果", "Load published applications; answers one by one"},
			Pages: []string{"GET " + path + "/load", "POST " + path + "/load"}, Body: fields(), Answer: []Loaded{}, Once: true, Limit: 2 << 20, Timeout: 10 * time.Minute, Handle: d.restLoad},
	}
}

// Stock is what is loaded.
type Stock struct {
	Total  int        `json:"total"`
	Latest []Document `json:"latest" doc:"最近载入的 200 件"`
}

// Document is one published application.
type Document struct {
	Number string    `json:"number" doc:"公开（公告）号"`
	At     time.Time `json:"at" doc:"载入时间"`
}

func (d *Desk) stock(c *web.Ctx) (out Stock, err error) {
	out.Latest = []Document{}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		all, total, err := memory.Publications(c.Context(), tx, worklist.Actor(c).Center, shown)
		out.Total = total
		for _, p := range all {
			out.Latest = append(out.Latest, Document{p.Number, p.At.In(calendar.Shanghai())})
		}
		return err
	})
	return out, err
}

func (d *Desk) restList(c *rest.Call) (any, error) { return d.stock(c.Ctx) }

// list shows what is loaded.
func (d *Desk) list(c *web.Ctx) error {
	s, err := d.stock(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("最近载入", "Latest"), Head: []string{c.T("公开（公告）号", "Publication"), c.T("载入时间", "Loaded")},
		Empty: c.T("还没有载入已公布的专利。载入全文后，新提交的预审请求会与其比对（规则 QUA-003）；不载入的，该规则列为“不能判断”。", "Nothing is loaded. Once full texts are, new requests are compared with them (QUA-003); without any the rule is listed as not decided.")}
	for _, p := range s.Latest {
		t.Rows = append(t.Rows, []web.Cell{{Text: p.Number}, {Text: p.At.Format("2006-01-02 15:04")}})
	}
	c.Page = web.Page{Title: c.T("已公布专利比对库", "Published applications"), Sub: c.T(fmt.Sprintf("共 %d 件", s.Total), fmt.Sprintf("%d in all", s.Total)),
		Actions: []web.Link{{Href: path + "/load", Label: c.T("载入全文", "Load full texts"), Tone: web.Blue}}}
	return c.Render("page-blocks", []web.Block{t})
}

// upload is the form.
type upload struct {
	Files []form.File `json:"files" label:"已公布专利的全文" en:"Full texts" required:"true" max:"50" size:"20M" accept:".xml,.zip" help:"国家知识产权局公布的全文 XML，一件一个文件；同一公开号再次载入的，以新的为准。只保存文本特征，不保存全文" helpen:"XML as published by the office, one file each; the same number again replaces it. Only features of the text are kept"`
}

func fields() *form.Schema { return form.Describe(upload{}, nil) }

// Loaded is what became of one file.
type Loaded struct {
	File   string `json:"file"`
	Number string `json:"number,omitempty"`
	OK     bool   `json:"ok"`
	Text   string `json:"text"`
}

// load takes files and says of each what became of it.
func (d *Desk) load(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("载入已公布专利", "Load published applications"), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("已公布专利比对库", "Published applications")}}}
	f := form.New(c, fields())
	f.Submit, f.Cancel = c.T("载入", "Load"), path
	var in upload
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	results, err := d.take(c, &in)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("结果", "Results"), Head: []string{c.T("文件", "File"), c.T("公开（公告）号", "Publication"), c.T("结果", "Outcome")}}
	for _, r := range results {
		t.Rows = append(t.Rows, []web.Cell{{Text: r.File}, {Text: r.Number}, {Text: r.Text, Over: !r.OK}})
	}
	return c.Render("page-blocks", []web.Block{t})
}

func (d *Desk) restLoad(c *rest.Call) (any, error) {
	var in upload
	if err := c.Read(fields(), &in); err != nil {
		return nil, err
	}
	out, err := d.take(c.Ctx, &in)
	return rest.List(out), err
}

// take loads what can be loaded; a bad file stops no other.
func (d *Desk) take(c *web.Ctx, in *upload) (out []Loaded, err error) {
	for _, f := range in.Files {
		r := Loaded{File: f.Name}
		r.Number, err = d.one(c.Context(), worklist.Actor(c), f)
		switch {
		case err == nil:
			r.OK, r.Text = true, c.T("已载入", "Loaded")
		case fault.Of(err) != nil:
			r.Text = c.Say(c.Explain(err))
		default:
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// one loads one file and returns its number.
func (d *Desk) one(ctx context.Context, by casework.Actor, f form.File) (number string, err error) {
	app, err := reader.ReadFiles(ctx, []reader.File{{Name: f.Name, Size: f.Size, Open: f.Open}}, reader.Options{})
	if err != nil {
		return "", err
	}
	p := app.Publication
	if p == nil || p.Number == "" {
		return "", fault.New(fault.Invalid, "preexam.published_none", "“%s”不是已公布专利的全文，没有公开（公告）号；请使用国家知识产权局公布的 XML 文件", f.Name).At("files")
	}
	number = p.Country + p.Number + p.KindCode
	return number, d.Office().DB.Write(ctx, func(tx *store.Tx) error { return memory.Publish(ctx, tx, d.Office(), by, number, app) })
}
