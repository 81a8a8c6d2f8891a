package drafting

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/draft"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// shown are the preview of a draft and what stands against issuing it.
func (p *Pages) shown(c *web.Ctx, x paper.Paper, why error) (out []web.Block, err error) {
	if why != nil {
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("现在还不能签发", "It cannot be issued yet"), Text: c.Say(c.ExplainAll(why))})
	}
	// What cannot even be sketched has no title; the notice above says why.
	if x.Title == "" {
		return out, nil
	}
	html, err := paper.HTML(x)
	if err != nil {
		// Words that look like a placeholder are a mistake of the author, not of the program.
		if fault.Of(err) == nil {
			return nil, err
		}
		return append(out, web.Notice{Tone: web.Amber, Text: c.Say(c.ExplainAll(err))}), nil
	}
	return append(out, worklist.Sheet{HTML: html}), nil
}

// tag shows how far a draft is.
func tag(c *web.Ctx, d *draft.Draft, t *draft.Template) web.Tag {
	// What needs no review waits for the signature as soon as it is submitted.
	words := d.State.Words()
	if d.State == draft.Submitted && t != nil && t.Lone {
		words = draft.Reviewed.Words()
	}
	if words == draft.Reviewed.Words() && t != nil && t.Ahead() {
		words = fault.Pair{"待随案签发", "Waits for its step"}
	}
	tone := map[draft.State]web.Tone{draft.Drafting: web.Amber, draft.Submitted: web.Purple, draft.Reviewed: web.Purple, draft.Issued: web.Green}[d.State]
	return web.Tag{Tone: tone, Text: c.T(words[0], words[1])}
}

// name is what the paper of a draft is called.
func (p *Pages) name(c *web.Ctx, d *draft.Draft) (string, *draft.Template) {
	// The version that it was made from, which may be out of force: an old draft keeps its name.
	for i := range p.Desk.Of(d.Chart).Templates {
		if t := &p.Desk.Of(d.Chart).Templates[i]; t.Code == d.Template && t.Version == d.Form {
			return c.T(t.Name, t.English), t
		}
	}
	return d.Template, nil
}

// moment is when a draft last changed.
func moment(c *web.Ctx, d *draft.Draft) string { return web.When(d.Changed) }

// casePage lists the drafts of a case, and offers another.
func (p *Pages) casePage(c *web.Ctx) error {
	t := web.Table{Title: c.T("文书草稿", "Drafts"), Head: []string{c.T("文书", "Paper"), c.T("状态", "State"), c.T("版本", "Version"), c.T("最近修改", "Changed"), c.T("拟稿人", "Author"), c.T("文书", "Paper")},
		Empty: c.T("还没有草稿。", "No drafts yet.")}
	var k *casework.Case
	var issued web.Table
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		if k, err = p.found(c, tx); err != nil {
			return err
		}
		if issued, err = p.issued(c, tx, k); err != nil {
			return err
		}
		all, err := draft.In(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		for _, d := range all {
			names, err := p.Accounts(c.Context(), tx, k.Center, []int64{d.Author})
			if err != nil {
				return err
			}
			name, form := p.name(c, d)
			issued := web.Cell{Text: "—"}
			if d.Paper != 0 {
				issued = web.Cell{Text: c.T("已签发的文书", "The paper as issued"), Href: fmt.Sprintf("/case/%d/paper/%d", k.ID, d.Paper)}
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: name, Href: fmt.Sprintf("/case/%d/drafts/%d", k.ID, d.ID)}, {Tag: tag(c, d, form)}, {Text: fmt.Sprint(d.Version)},
				{Text: moment(c, d)}, {Text: names[d.Author]}, issued})
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.Page = p.page(c, k, c.T("文书拟稿", "Drafts of papers"))
	if p.may(c, k, draft.MoveDraft) {
		c.Page.Actions = []web.Link{{Href: fmt.Sprintf("/case/%d/move/%s", k.ID, draft.MoveDraft), Label: c.T("拟稿", "Draft a paper"), Tone: web.Blue}}
	}
	blocks := []web.Block{t, issued}
	if offer := p.offered(c, k); len(offer.Rows) > 0 {
		blocks = append(blocks, offer)
	}
	return c.Render("page-blocks", blocks)
}

// page is the frame of a page below a case.
func (p *Pages) page(c *web.Ctx, k *casework.Case, title string, above ...web.Link) web.Page {
	crumbs := append([]web.Link{{Href: "/work", Label: c.T("我的案件", "My cases")}, {Href: fmt.Sprintf("/case/%d", k.ID), Label: worklist.Name(c, k)}}, above...)
	return web.Page{Title: title, At: "/drafting", Crumbs: append(crumbs, web.Link{Label: title})}
}

// may reports whether the person may make a move on the case as it stands.
func (p *Pages) may(c *web.Ctx, k *casework.Case, move string) bool {
	return slices.ContainsFunc(p.Office.Allowed(worklist.Actor(c), k), func(m *casework.Move) bool { return m.Code == move })
}

// editor is the form in which the blocks of a draft are written.
type editor struct {
	*form.Form
	Path   string
	Blocks []form.FieldView
	More   []form.FieldView
}

// Block is the template that draws it.
func (editor) Block() string { return "drafting-editor" }

// draftPage shows a draft, and writes another version of it when the form is sent.
func (p *Pages) draftPage(c *web.Ctx) error {
	w, err := p.load(c)
	if err != nil {
		return err
	}
	var f *form.Form
	if w.d.Open() && w.t != nil && p.may(c, w.k, draft.MoveEdit) {
		if f, err = p.form(c, w); err != nil {
			return err
		}
		in := &draft.Edit{}
		if ok, err := f.Read(in); err != nil {
			return err
		} else if ok {
			if done, err := p.write(c, w, f, in); done || err != nil {
				return err
			}
		}
	} else if c.Posted() {
		return fault.New(fault.Conflict, "draft.closed", "这份草稿现在不能修改：已签发、已弃用，或须由他人办理；请刷新页面查看")
	}
	return p.show(c, w, f)
}

// form is the form of a draft with what its latest version says.
func (p *Pages) form(c *web.Ctx, w *whole) (*form.Form, error) {
	f := form.New(c, p.edit)
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error { return p.options(c, tx, w.k, draft.MoveEdit, f) })
	if err != nil {
		return nil, err
	}
	// A box that is emptied sends nothing that could be told from one that is not there, so the form says
	// that it holds all of them.
	in := draft.Edit{Of: draft.Of{Draft: strconv.FormatInt(w.d.ID, 10), Version: w.d.Version}, Whole: true}
	for _, name := range w.t.Edit {
		in.Blocks = append(in.Blocks, draft.Text{Name: name, Text: w.content.Blocks[name]})
	}
	for _, r := range w.content.Recipients {
		in.Recipients = append(in.Recipients, strconv.FormatInt(r.Party, 10))
	}
	return f.Fill(in), nil
}

// write makes the move that the buttons of the editor stand for. It reports whether the page was
// answered; a refusal is shown in the form, in which everything that was typed is kept.
func (p *Pages) write(c *web.Ctx, w *whole, f *form.Form, in *draft.Edit) (bool, error) {
	switch act := f.Pressed(); {
	case act == "submit":
		in.Submit = true
	case act == "drop":
		in.Drop = true
	case strings.HasPrefix(act, "back-"):
		in.Back, _ = strconv.ParseInt(act[len("back-"):], 10, 64) // what is no number is no version and refused
	}
	// A double click writes one version.
	key, err := c.Idem()
	if err != nil {
		return true, err
	}
	_, err = p.Office.Move(c.Context(), casework.Request{Actor: worklist.Actor(c), Case: w.k.ID, Move: draft.MoveEdit, Input: in, Expected: w.k.Version, Key: key})
	if err != nil {
		if f.Refused(err) {
			return false, nil
		}
		return true, err
	}
	c.Flash(web.Green, c.T("已保存", "Saved"))
	return true, c.Redirect(fmt.Sprintf("/case/%d/drafts/%d", w.k.ID, w.d.ID))
}

// show puts the page of a draft together.
func (p *Pages) show(c *web.Ctx, w *whole, f *form.Form) error {
	name, _ := p.name(c, w.d)
	c.Page = p.page(c, w.k, name, web.Link{Href: fmt.Sprintf("/case/%d/drafts", w.k.ID), Label: c.T("文书拟稿", "Drafts of papers")})
	c.Page.State = tag(c, w.d, w.t)
	base := fmt.Sprintf("/case/%d/drafts/%d/", w.k.ID, w.d.ID)
	if w.paper.Title != "" {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: base + "pdf", Label: c.T("预览 PDF", "Preview PDF")}, web.Link{Href: base + "docx", Label: c.T("预览 DOCX", "Preview DOCX")})
	}
	c.Page.Actions = append(c.Page.Actions, p.steps(c, w)...)
	var d web.Detail
	if w.note != "" {
		title := c.T("审核意见或退回理由", "Opinion or reason")
		if w.d.State == draft.Ended {
			title = c.T("作废原因", "Why it is void")
		}
		d.Notices = append(d.Notices, web.Notice{Tone: web.Amber, Title: title, Text: w.note})
	}
	if f != nil {
		d.Main = append(d.Main, p.editor(c, w, f))
	}
	shown, err := p.shown(c, w.paper, w.why)
	if err != nil {
		return err
	}
	// The template and the case may have changed since, so a preview would not be what was issued.
	if w.d.State == draft.Issued {
		shown = []web.Block{web.Notice{Tone: web.Green, Text: c.T("已签发，以签发的文书为准。", "Issued; the paper as issued counts."),
			Links: []web.Link{{Href: fmt.Sprintf("/case/%d/paper/%d", w.k.ID, w.d.Paper), Label: c.T("查看文书", "See the paper")}}}}
	}
	// What stands against issuing it is said on top, where whoever opens the page looks first.
	for _, b := range shown {
		if n, ok := b.(web.Notice); ok {
			d.Notices = append(d.Notices, n)
			continue
		}
		d.Main = append(d.Main, b)
	}
	d.Side = []web.Block{p.facts(c, w), p.history(c, w, f)}
	return c.Render("page-detail", d)
}

// editor lays the form out: a box for each block, then what else is decided.
func (p *Pages) editor(_ *web.Ctx, w *whole, f *form.Form) editor {
	e := editor{Form: f, Path: fmt.Sprintf("/case/%d/drafts/%d", w.k.ID, w.d.ID)}
	// The fields of the form in the order of the page; those of its rows that only the interface needs, such
	// as to add a row, are left out.
	for _, v := range f.Fields() {
		switch v.Name {
		case "blocks":
			for i := range v.Rows {
				for _, x := range v.Rows[i].Fields {
					if x.Widget != "hidden" && i < len(w.t.Edit) {
						x.Label = w.t.Edit[i]
					}
					e.Blocks = append(e.Blocks, x)
				}
			}
		case "whole":
			v.Widget = "hidden"
			e.More = append(e.More, v)
		case "draft", "version", "recipients":
			e.More = append(e.More, v)
		}
	}
	return e
}

// steps are the moves that the person may make on the draft, whether or not four eyes allow it: the
// refusal says who has to.
func (p *Pages) steps(c *web.Ctx, w *whole) (out []web.Link) {
	add := func(move, zh, en string, tone web.Tone) {
		if p.may(c, w.k, move) {
			out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/move/%s?draft=%d&version=%d", w.k.ID, move, w.d.ID, w.d.Version), Label: c.T(zh, en), Tone: tone})
		}
	}
	lone := w.t != nil && w.t.Lone
	if w.d.State == draft.Submitted || w.d.State == draft.Reviewed {
		add(draft.MoveReturn, "退回修改", "Send back", "")
	}
	if w.d.State == draft.Submitted && !lone {
		add(draft.MoveReview, "审核", "Review", web.Blue)
	}
	switch {
	case w.d.State != draft.Reviewed && (w.d.State != draft.Submitted || !lone):
	case w.t != nil && w.t.Ahead():
		if move := p.issuer(w.k.Chart, w.t); p.may(c, w.k, move) {
			out = append(out, web.Link{Href: fmt.Sprintf("/case/%d/move/%s", w.k.ID, move), Label: c.T(w.t.By[0], w.t.By[1]), Tone: web.Blue})
		}
	default:
		add(draft.MoveIssue, "签发", "Issue", web.Blue)
	}
	return out
}

// facts are what is known of the draft.
func (p *Pages) facts(c *web.Ctx, w *whole) web.KV {
	kv := web.KV{Title: c.T("草稿", "Draft")}
	kv.Add(c.T("模板版本", "Version of the template"), w.d.Form).Add(c.T("拟稿人", "Author"), w.names[w.d.Author]).Add(c.T("审核人", "Reviewer"), w.names[w.d.Reviewer]).
		Add(c.T("签发人", "Signer"), w.names[w.d.Signer])
	var to []string
	for _, r := range w.content.Recipients {
		to = append(to, w.parties[r.Party])
	}
	if len(to) == 0 {
		to = []string{c.T("按该文书通常的受送达人", "as usual for such a paper")}
	}
	kv.Add(c.T("受送达人", "Recipients"), strings.Join(to, c.T("、", ", ")))
	if w.t != nil && w.t.Ahead() {
		kv.Add(c.T("随何步骤签发", "Issued with"), c.T(w.t.By[0], w.t.By[1]))
	}
	return kv
}

// history lists the versions with who wrote each and what it changed.
func (p *Pages) history(c *web.Ctx, w *whole, f *form.Form) web.Block {
	h := history{Form: f, Path: fmt.Sprintf("/case/%d/drafts/%d", w.k.ID, w.d.ID)}
	// Without a template in force nobody knows which blocks there were; the versions are listed all the same.
	names := []string{}
	if w.t != nil {
		names = w.t.Edit
	}
	for i, v := range w.versions {
		what := c.T("新建", "Begun")
		if i > 0 {
			what = strings.Join(draft.Changed(w.versions[i-1].Content, v.Content, names), c.T("、", ", "))
			if what == "" {
				what = c.T("未改正文", "Words unchanged")
			}
		}
		if v.Content.Back != 0 {
			what = fmt.Sprintf(c.T("恢复第 %d 版：%s", "Version %d brought back: %s"), v.Content.Back, what)
		}
		row := versionRow{N: v.N, At: v.At.In(calendar.Shanghai()).Format("01-02 15:04"), Who: w.names[v.Account], What: what}
		row.Undo = f != nil && i < len(w.versions)-1
		h.Rows = append([]versionRow{row}, h.Rows...)
	}
	return h
}

// A versionRow is one version in the list.
type versionRow struct {
	N             int64
	At, Who, What string
	Undo          bool // can be brought back
}

// history is the list of versions.
type history struct {
	*form.Form
	Path string
	Rows []versionRow
}

// Block is the template that draws it.
func (history) Block() string { return "drafting-history" }

// previewFile sends a draft as a file, marked as one.
func (p *Pages) previewFile(c *web.Ctx) error {
	format := c.Path("format")
	if format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "document.format", "没有这种格式，请选择 PDF 或 DOCX")
	}
	w, err := p.load(c)
	if err != nil {
		return err
	}
	if w.paper.Title == "" {
		return fault.New(fault.Conflict, "draft.no_preview", "这份草稿还不能预览，请先按草稿页的提示补正")
	}
	// Whole in memory first: a failure must become an error page, not half a file.
	var buf bytes.Buffer
	kind, err := p.Write(c, w.k, format, &buf, w.paper)
	if err != nil {
		return err
	}
	return c.Download(fmt.Sprintf("草稿-%s-%s.%s", w.t.Name, worklist.Name(c, w.k), format), kind, &buf)
}

// Now names the draft and its version, for the form that brings a version back.
func (h history) Now() (out []form.FieldView) {
	for _, v := range h.Fields() {
		if v.Name == "draft" || v.Name == "version" {
			out = append(out, v)
		}
	}
	return out
}
