// Package exhibits (证据页面) is the pages of the evidence of a case: the list by sides with what each
// side says of it, one exhibit with its files, its way and its stamps, the printed list, and what the
// moves on evidence offer to choose from.
package exhibits

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

//go:embed view/*.html
var views embed.FS

// Pages are the pages of the evidence. They share with the pages of the cases who is called what and
// how a paper is written.
type Pages struct {
	Desk *evidence.Desk
	Work func() *worklist.Pages
}

func (p *Pages) office() *casework.Office { return p.Work().Office }

// Module returns the pages as a module of the program.
func (p *Pages) Module() web.Module {
	// What is weakest lets one in; what a case and an exhibit demand beyond it is decided on them.
	get := func(pattern string, h func(*web.Ctx) error) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Act: casework.ActSee, Handler: h}
	}
	file := get("/case/{id}/evidence/{exhibit}/file/{file}", p.filePage)
	file.Timeout = time.Hour // a recording of some hours, over a slow line
	return web.Module{Name: "exhibits", Views: []fs.FS{views}, Routes: []web.Route{
		get("/case/{id}/evidence", p.listPage),
		get("/case/{id}/evidence/{exhibit}", p.exhibitPage),
		file,
		get("/case/{id}/evidence/{exhibit}/picture/{file}", p.picturePage),
		get("/case/{id}/evidence/list/{format}", p.printPage),
	}}
}

// address is that of the page of the evidence.
func address(k *casework.Case) string { return fmt.Sprintf("/case/%d/evidence", k.ID) }

// Address is that of the page of an exhibit.
func Address(k *casework.Case, x *evidence.Exhibit) string {
	return fmt.Sprintf("/case/%d/evidence/%d", k.ID, x.ID)
}

// load reads the case of the address with what the person may know of its evidence.
func (p *Pages) load(c *web.Ctx, also func(tx *store.Tx, k *casework.Case, xs []evidence.Exhibit) error) (k *casework.Case, xs []evidence.Exhibit, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	a := worklist.Actor(c)
	err = p.office().DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = p.office().Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		// Everything below works on what the desk shows this person; nothing reads exhibits otherwise.
		if xs, err = p.Desk.Of(c.Context(), tx, p.office(), a, k); err != nil || also == nil {
			return err
		}
		return also(tx, k, xs)
	})
	return k, xs, err
}

// one reads the exhibit of the address.
func (p *Pages) one(c *web.Ctx) (k *casework.Case, x *evidence.Exhibit, err error) {
	id, err := worklist.ID(c, "exhibit")
	if err != nil {
		return nil, nil, err
	}
	k, xs, err := p.load(c, nil)
	for i := range xs {
		if xs[i].ID == id {
			x = &xs[i]
		}
	}
	if err == nil && x == nil {
		err = fault.New(fault.Missing, "evidence.missing", "没有这份证据，或您无权查看；请从案件的证据页面打开")
	}
	return k, x, err
}

// head sets title and crumbs.
func (p *Pages) head(c *web.Ctx, k *casework.Case, more ...web.Link) {
	crumbs := []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)}}
	if len(more) > 0 {
		crumbs = append(crumbs, web.Link{Href: address(k), Label: c.T("证据", "Evidence")})
	} else {
		more = []web.Link{{Label: c.T("证据", "Evidence")}}
	}
	c.Page = web.Page{Title: more[len(more)-1].Label, Name: worklist.Name(c, k), At: "/work", State: worklist.StateTag(c, p.office().ChartOf(k.Chart), k.State), Crumbs: append(crumbs, more...)}
}

// steps are the moves among those of the codes that the person may make now, in the order of the codes.
func (p *Pages) steps(c *web.Ctx, k *casework.Case, codes ...string) (out []web.Link) {
	allowed := p.office().Allowed(worklist.Actor(c), k)
	for _, code := range codes {
		if i := slices.IndexFunc(allowed, func(m *casework.Move) bool { return m.Code == code }); i >= 0 {
			out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, code), Label: c.T(allowed[i].Title, allowed[i].English)})
		}
	}
	return out
}

// listPage shows the evidence of a case, side by side.
func (p *Pages) listPage(c *web.Ctx) error {
	var measures []evidence.Measure
	k, xs, err := p.load(c, func(tx *store.Tx, k *casework.Case, _ []evidence.Exhibit) (err error) {
		measures, err = p.Desk.Measures(c.Context(), tx, p.office(), worklist.Actor(c), k)
		return err
	})
	if err != nil {
		return err
	}
	p.head(c, k)
	c.Page.Actions = append([]web.Link{{Href: address(k) + "/list/pdf", Label: c.T("证据清单 PDF", "List as PDF")}, {Href: address(k) + "/list/docx", Label: c.T("证据清单 DOCX", "List as DOCX")}},
		p.steps(c, k, evidence.MoveWeigh, evidence.MoveDecide, evidence.MoveHand, evidence.MoveStamp, evidence.MoveAsk, evidence.MoveCollect, evidence.MoveAnswer, evidence.MoveSubmit)...)
	// The last is the main one: to hand in, for a party.
	if n := len(c.Page.Actions); n > 2 {
		c.Page.Actions[n-1].Tone = web.Blue
	}
	var blocks []web.Block
	chart := p.office().ChartOf(k.Chart)
	// Sides without evidence stay: that there is none is an answer, too.
	for _, side := range evidence.Sides(chart) {
		blocks = append(blocks, p.side(c, k, side, xs))
	}
	return c.Render("page-blocks", append(blocks, measureBlocks(c, measures)...))
}

// side is the table of one side.
func (p *Pages) side(c *web.Ctx, k *casework.Case, side casework.Side, xs []evidence.Exhibit) web.Table {
	t := web.Table{Title: c.T(side.Title+"的证据", "Evidence of: "+side.English), Empty: c.T("没有可供您查看的证据。", "None that you may see."),
		Head: []string{c.T("编号", "No."), c.T("名称", "Exhibit"), c.T("种类", "Kind"), c.T("证明目的", "What it proves"), c.T("质证", "Answers"), c.T("状态", "State")}}
	for i := range xs {
		x := &xs[i]
		if x.Side != side.Code {
			continue
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Number, Href: Address(k, x)}, {Text: x.Name}, {Text: c.Word(x.Kind)}, {Text: x.Purpose}, {Text: p.answers(c, k, x)}, {Tag: tag(c, x)}})
	}
	return t
}

// answers are the latest words of each side in short.
func (p *Pages) answers(c *web.Ctx, k *casework.Case, x *evidence.Exhibit) string {
	var out []string
	chart := p.office().ChartOf(k.Chart)
	for _, side := range evidence.Sides(chart) {
		// The latest counts; the earlier ones stand on the page of the exhibit.
		for i := len(x.Opinions) - 1; i >= 0; i-- {
			if o := &x.Opinions[i]; o.Side == side.Code {
				out = append(out, c.T(side.Title, side.English)+c.T("：", ": ")+strings.Join([]string{c.Word(o.Authentic), c.Word(o.Legal), c.Word(o.Relevant)}, "/"))
				break
			}
		}
	}
	return strings.Join(out, c.T("；", "; "))
}

// tag says how an exhibit stands.
func tag(c *web.Ctx, x *evidence.Exhibit) web.Tag {
	switch {
	case x.Secrecy == evidence.Asked:
		return web.Tag{Tone: web.Purple, Text: c.T(x.Secrecy.Title(), x.Secrecy.English())}
	case x.Secrecy == evidence.Granted:
		return web.Tag{Tone: web.Red, Text: c.T(x.Secrecy.Title(), x.Secrecy.English())}
	case x.Admission != nil:
		return web.Tag{Tone: web.Green, Text: c.Word(x.Admission.Result)}
	case len(x.Opinions) > 0:
		return web.Tag{Tone: web.Blue, Text: c.T("已质证", "Answered")}
	}
	return web.Tag{Tone: web.Grey, Text: c.T("已提交", "Handed in")}
}

// measureBlocks show what was done to preserve evidence; nothing where there is none.
func measureBlocks(c *web.Ctx, measures []evidence.Measure) (out []web.Block) {
	if len(measures) == 0 {
		return nil
	}
	t := web.Table{Title: c.T("证据保全措施", "Measures"), Head: []string{c.T("措施", "Measure"), c.T("物品", "Things"), c.T("存放地点", "Place"), c.T("保管人", "Keeper"), c.T("起始与期限", "From, for"), c.T("处理", "Ended")}}
	for _, m := range measures {
		var things []string
		for _, x := range m.List {
			things = append(things, strings.TrimSpace(x.Name+" "+x.Spec+" "+x.Amount))
		}
		end := web.Cell{Tag: web.Tag{Tone: web.Amber, Text: c.T("进行中", "In force")}}
		if m.Lifted != nil {
			end = web.Cell{Text: m.Lifted.On.String() + " " + m.Lifted.How}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Word(m.Kind)}, {Text: strings.Join(things, "；")}, {Text: m.Place}, {Text: m.Keeper}, {Text: strings.TrimSpace(m.From.String() + " " + m.Days)}, end})
	}
	return []web.Block{t}
}

// printPage sends 证据清单, as far as the person may know the evidence.
func (p *Pages) printPage(c *web.Ctx) error {
	format := c.Path("format")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "document.format", "没有这种格式，请选择 PDF 或 DOCX")
	}
	var body []paper.Block
	a := worklist.Actor(c)
	k, xs, err := p.load(c, func(tx *store.Tx, k *casework.Case, _ []evidence.Exhibit) (err error) {
		body, err = p.Desk.List(c.Context(), tx, p.office(), a, k)
		return err
	})
	if err != nil {
		return err
	}
	// The list is made of words of the parties: who takes it out leaves a trace.
	if a.Party == 0 && len(xs) > 0 {
		if err := p.office().RecordReading(c.Context(), a, k.ID, "证据清单"); err != nil {
			return err
		}
	}
	out := paper.Paper{Style: paper.Report, Title: "证据清单", Body: append([]paper.Block{paper.KeyValues{Quoted: true, Rows: []paper.KeyValue{{Key: "案号", Value: worklist.Name(c, k)},
		{Key: "打印", Value: a.Name + " " + web.When(c.Now())}}}}, body...)}
	var buf bytes.Buffer
	kind, err := p.Work().Write(c, k, format, &buf, out)
	if err != nil {
		return err
	}
	return c.Download("证据清单 "+worklist.Name(c, k)+"."+format, kind, &buf)
}
