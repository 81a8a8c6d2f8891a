// Package sessions (审理页面) is the pages of the hearings of a case: the list, one session with its
// people, its record and its signatures, the printed record, and what the moves on hearings offer to
// choose from. The record itself is typed in the form of its move, which saves what is typed.
package sessions

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/hearing"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

//go:embed view/*.html
var views embed.FS

// Pages are the pages of the hearings.
type Pages struct {
	Book *hearing.Book
	Work func() *worklist.Pages
	// Seats lists those who can sit in a session of a case, or record it.
	Seats func(ctx context.Context, tx *store.Tx, k *casework.Case) ([]form.Option, error)
	// Bench, if set, says who tries a case, the chair first, and who records: the form of a session begins with them.
	Bench func(ctx context.Context, tx *store.Tx, k *casework.Case) (panel []int64, recorder int64, err error)
}

func (p *Pages) office() *casework.Office { return p.Work().Office }

// Module returns the pages as a module of the program.
func (p *Pages) Module() web.Module {
	// What is weakest lets one in; which sessions there are is decided for each person.
	get := func(pattern string, h func(*web.Ctx) error) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Act: casework.ActSee, Handler: h}
	}
	return web.Module{Name: "sessions", Views: []fs.FS{views}, Routes: []web.Route{
		get("/case/{id}/hearings", p.listPage),
		get("/case/{id}/hearings/{no}", p.sessionPage),
		get("/case/{id}/hearings/{no}/record/{format}", p.printPage),
		get("/case/{id}/hearings/{no}/scan/{place}", p.scanPage),
	}}
}

func address(k *casework.Case) string { return fmt.Sprintf("/case/%d/hearings", k.ID) }

// load reads the case of the address with the sessions that the person may know of.
func (p *Pages) load(c *web.Ctx) (k *casework.Case, xs []hearing.Session, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	a := worklist.Actor(c)
	err = p.office().DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = p.office().Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		// A session with one side is not there for the others.
		xs, err = p.Book.Of(c.Context(), tx, p.office(), a, k)
		return err
	})
	return k, xs, err
}

// one reads the session of the address.
func (p *Pages) one(c *web.Ctx) (k *casework.Case, x *hearing.Session, err error) {
	// The number within the case, as papers name it.
	no, err := worklist.ID(c, "no")
	if err != nil {
		return nil, nil, err
	}
	k, xs, err := p.load(c)
	for i := range xs {
		if xs[i].No == no {
			x = &xs[i]
		}
	}
	if err == nil && x == nil {
		err = fault.New(fault.Missing, "hearing.missing", "没有这次审理，或您无权查看；请从案件的审理页面打开")
	}
	return k, x, err
}

// head sets title and crumbs.
func (p *Pages) head(c *web.Ctx, k *casework.Case, more string) {
	title := c.T("审理", "Hearings")
	crumbs := []web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)}, {Label: title}}
	// On the page of one session the list is a step on the way.
	if more != "" {
		crumbs[2].Href = address(k)
		crumbs, title = append(crumbs, web.Link{Label: more}), more
	}
	c.Page = web.Page{Title: title, Name: worklist.Name(c, k), At: "/work", State: worklist.StateTag(c, p.office().ChartOf(k.Chart), k.State), Crumbs: crumbs}
}

// steps are the moves among those of the codes that the person may make now, in the order of the
// codes, with the session where one is shown. The last is the main one.
func (p *Pages) steps(c *web.Ctx, k *casework.Case, session string, codes ...string) (out []web.Link) {
	allowed := p.office().Allowed(worklist.Actor(c), k)
	for _, code := range codes {
		if i := slices.IndexFunc(allowed, func(m *casework.Move) bool { return m.Code == code }); i >= 0 {
			out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/move/%s%s", k.ID, code, session), Label: c.T(allowed[i].Title, allowed[i].English)})
		}
	}
	// What comes next in a hearing stands last among the codes.
	if n := len(out); n > 0 {
		out[n-1].Tone = web.Blue
	}
	return out
}

// fitting are the moves that can be about a session: before anybody has signed it is written, then it
// is signed and closed.
func fitting(x *hearing.Session) []string {
	switch {
	case x.State == hearing.Planned:
		return []string{hearing.MoveCancel, hearing.MoveMove, hearing.MoveAbsent, hearing.MoveAttend, hearing.MoveRecord}
	case x.State == hearing.Recorded && len(x.Signatures) == 0:
		return []string{hearing.MoveAbsent, hearing.MoveAttend, hearing.MoveStaff, hearing.MoveRecord, hearing.MoveClose, hearing.MoveSign}
	case x.State == hearing.Recorded:
		return []string{hearing.MoveAbsent, hearing.MoveAttend, hearing.MoveStaff, hearing.MoveClose, hearing.MoveSign}
	}
	return nil
}

// listPage shows the sessions of a case.
func (p *Pages) listPage(c *web.Ctx) error {
	k, xs, err := p.load(c)
	if err != nil {
		return err
	}
	p.head(c, k, "")
	c.Page.Actions = p.steps(c, k, "", hearing.MovePlan)
	t := web.Table{Title: c.T("审理", "Hearings"), Empty: c.T("还没有安排审理。", "No hearing is planned yet."),
		Head: []string{c.T("次序", "No."), c.T("种类", "Kind"), c.T("时间", "Time"), c.T("地点", "Place"), c.T("主持人", "Chair"), c.T("状态", "State")}}
	for i := range xs {
		x := &xs[i]
		t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprintf(c.T("第 %d 次", "No. %d"), x.No), Href: fmt.Sprintf("%s/%d", address(k), x.No)}, {Text: c.T(x.Kind, hearing.KindEnglish(x.Kind))},
			{Text: web.When(x.Begins)}, {Text: where(c, x)}, {Text: x.Panel[0].Name}, {Tag: tag(c, x)}})
	}
	return c.Render("page-blocks", []web.Block{t})
}

func where(c *web.Ctx, x *hearing.Session) string {
	if x.Room == "" {
		return c.T("线上", "On line")
	}
	return x.Room
}

// tag says how far a session is.
func tag(c *web.Ctx, x *hearing.Session) web.Tag {
	tone := map[hearing.State]web.Tone{hearing.Planned: web.Blue, hearing.Recorded: web.Amber, hearing.Closed: web.Green}[x.State]
	return web.Tag{Tone: tone, Text: c.T(x.State.Title(), x.State.English())}
}

// sessionPage shows one session.
func (p *Pages) sessionPage(c *web.Ctx) error {
	k, x, err := p.one(c)
	if err != nil {
		return err
	}
	p.head(c, k, c.T(fmt.Sprintf("第 %d 次%s", x.No, x.Kind), fmt.Sprintf("%s no. %d", hearing.KindEnglish(x.Kind), x.No)))
	c.Page.State = tag(c, x)
	q := "?session=" + strconv.FormatInt(x.No, 10)
	c.Page.Actions = p.steps(c, k, q, fitting(x)...)
	// Before anything is written there is nothing to print.
	if len(x.Record) > 0 {
		base := fmt.Sprintf("%s/%d/record/", address(k), x.No)
		c.Page.Actions = append([]web.Link{{Href: base + "pdf", Label: c.T("笔录 PDF", "Record as PDF")}, {Href: base + "docx", Label: c.T("笔录 DOCX", "Record as DOCX")}}, c.Page.Actions...)
	}
	chart := p.office().ChartOf(k.Chart)
	d := web.Detail{Main: []web.Block{p.record(c, x), signatures(c, chart, k, x)}, Side: []web.Block{plan(c, x), attendance(c, chart, x)}}
	return c.Render("page-detail", d)
}

// plan is when, where, before whom and in what order.
func plan(c *web.Ctx, x *hearing.Session) web.KV {
	var panel []string
	for _, s := range x.Panel {
		panel = append(panel, s.Name)
	}
	open := c.T("不公开", "Not in public")
	if x.Public {
		open = c.T("公开", "In public")
	}
	kv := web.KV{Title: c.T("安排", "Plan")}
	kv.Add(c.T("时间", "Time"), x.When()).Add(c.T("地点", "Place"), where(c, x)).Add(c.T("线上入口", "Link"), x.Link).Add(c.T("主持人及合议组", "Panel"), strings.Join(panel, c.T("、", ", "))).
		Add(c.T("记录人", "Recorder"), x.Recorder.Name).Add(c.T("公开与否", "Public"), open)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("议程", "Order"), Text: strings.Join(x.Order, "\n"), Lines: true})
	// Each change stays visible with its reason: parties ask why a day was lost.
	for _, m := range x.Moved {
		kv.Add(c.T("改期", "Moved"), web.When(m.At)+" "+m.Reason)
	}
	if x.Closing != nil {
		kv.Add(c.T("结束说明", "Closing"), x.Closing.Note)
	}
	return kv
}

// attendance is who came and who did not.
func attendance(c *web.Ctx, chart *casework.Chart, x *hearing.Session) web.Table {
	t := web.Table{Title: c.T("到场情况", "Attendance"), Head: []string{c.T("一方", "Side"), c.T("姓名", "Name"), c.T("身份", "As")}, Empty: c.T("尚未登记。", "Not written down yet.")}
	for _, a := range x.Attendance {
		side := chart.Side(a.Side)
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(side.Title, side.English)}, {Text: a.Name}, {Text: a.As}})
	}
	// Whether there was a good reason decides what follows, so it is never left out.
	for _, a := range x.Absences {
		side := chart.Side(a.Side)
		text := c.T("缺席（无正当理由）", "Absent without good reason")
		if a.Just {
			text = c.T("缺席（有正当理由）", "Absent with good reason")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(side.Title, side.English)}, {Tag: web.Tag{Tone: web.Red, Text: text}}, {Text: a.Reason}})
	}
	return t
}

// recordBlock is the record on its page.
type recordBlock struct {
	Title, Empty, Digest string
	Paras                []hearing.Para
}

// Block names the template.
func (recordBlock) Block() string { return "hearing-record" }

func (p *Pages) record(c *web.Ctx, x *hearing.Session) recordBlock {
	return recordBlock{Title: c.T("笔录", "Record"), Empty: c.T("还没有保存笔录。记录人用“保存笔录”填写，填写时自动保存草稿。", "No record yet. The recorder types it with “Save the record”."), Digest: x.Digest, Paras: x.Record}
}

// signatures are who signed, corrected or refused.
func signatures(c *web.Ctx, chart *casework.Chart, k *casework.Case, x *hearing.Session) web.Table {
	t := web.Table{Title: c.T("核对与签名", "Signatures"), Head: []string{c.T("签名人", "Name"), c.T("一方及身份", "Side and part"), c.T("方式", "How"), c.T("时间", "Time"), c.T("补正或说明", "Correction, remark"), c.T("扫描件", "Scan")},
		Empty: c.T("还没有人签名。", "Nobody has signed yet.")}
	for i, g := range x.Signatures {
		side := chart.Side(g.Side)
		who := c.T(side.Title, side.English)
		if g.Side == "center" {
			who = c.T("本中心", "The center")
		}
		// The place in the list is the address of the scan; its name is a word of the case.
		scan := web.Cell{Text: "—"}
		if g.Scan != nil {
			scan = web.Cell{Text: c.T("查看", "Open"), Href: fmt.Sprintf("%s/%d/scan/%d", address(k), x.No, i+1)}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: g.Name}, {Text: who + " " + g.As}, {Text: c.Word(g.How)}, {Text: web.When(g.At)}, {Text: strings.TrimSpace(g.Correction + g.Reason)}, scan})
	}
	return t
}

// watched records that one of the staff took the record out.
func (p *Pages) watched(c *web.Ctx, k *casework.Case) error {
	a := worklist.Actor(c)
	if a.Party != 0 {
		return nil
	}
	return p.office().RecordReading(c.Context(), a, k.ID, "审理笔录")
}

// printPage sends the record as a file.
func (p *Pages) printPage(c *web.Ctx) error {
	format := c.Path("format")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "document.format", "没有这种格式，请选择 PDF 或 DOCX")
	}
	k, x, err := p.one(c)
	if err == nil {
		err = p.watched(c, k)
	}
	if err != nil {
		return err
	}
	// Whole in memory first: a failure must become a page, not half a file.
	var buf bytes.Buffer
	kind, err := p.Work().Write(c, k, format, &buf, x.Minutes(p.office().ChartOf(k.Chart), k))
	if err != nil {
		return err
	}
	return c.Download(fmt.Sprintf("%s笔录 %s 第%d次.%s", x.Kind, worklist.Name(c, k), x.No, format), kind, &buf)
}

// scanPage sends the page that somebody signed by hand.
func (p *Pages) scanPage(c *web.Ctx) error {
	k, x, err := p.one(c)
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(c.Path("place"))
	// A signature without a scan and one that does not exist give the same answer.
	if err != nil || i < 1 || i > len(x.Signatures) || x.Signatures[i-1].Scan == nil {
		return fault.New(fault.Missing, "hearing.no_scan", "没有这个扫描件，请从审理页面打开")
	}
	if err := p.watched(c, k); err != nil {
		return err
	}
	var file *blob.File
	scan := x.Signatures[i-1].Scan
	err = p.office().DB.Read(c.Context(), func(tx *store.Tx) error {
		file, err = p.Book.Open(c.Context(), tx, p.office(), k.ID, scan)
		return err
	})
	if err != nil {
		return err
	}
	defer file.Close()
	return original.Send(c, scan.Name, file)
}
