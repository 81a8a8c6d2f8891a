package searching

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/search"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/literature"
)

// documents is where single documents stand.
const documents = "/documents"

// A documentPage is everything that is known of a document.
type documentPage struct {
	Facts       web.KV      // particulars
	Abstract    []piece     // with the words of the query marked
	Claims      [][]piece   // a claim each
	Description []piece     // folded, for it is long
	Other       []otherText // titles and abstracts in other languages
	Events      web.Table
	Known       []web.Table // relatives and history, where there are any
	Unknown     string      // what there is none of
	Sets        []*Set      // collections that hold it
	Put         *form.Form  // puts it into one; nil where there is none
	Similar     web.Table   // the documents that are most like it
	Strip       []web.Link  // the pictures that are kept
	Pictures    string      // what is known of the others
}

// otherText is a text in a further language.
type otherText struct{ Title, Words string }

// eventTitles name the kinds of events.
func eventTitle(k literature.EventKind) web.Text {
	t, ok := map[literature.EventKind]web.Text{literature.Granted: {"授权", "Granted"}, literature.Lapsed: {"失效（视为撤回、驳回、未缴年费等）", "Lapsed"}, literature.Expired: {"届满", "Expired"}, literature.Invalid: {"无效宣告", "Invalidated"},
		literature.Restored: {"恢复", "Restored"}, literature.Assigned: {"转让", "Assigned"}, literature.Licensed: {"许可", "Licensed"}, literature.Pledged: {"质押", "Pledged"}, literature.Released: {"质押解除", "Pledge released"},
		literature.Litigation: {"诉讼", "Litigation"}, literature.Entered: {"实质审查生效", "Examination entered"}}[k]
	if !ok {
		return web.Text{"其他", "Other"}
	}
	return t
}

// documentPage shows a document; come to from a result, with its words marked and its neighbours.
func (d *Desk) documentPage(c *web.Ctx) error {
	by := worklist.Actor(c)
	doc, past, err := d.Holding.Find(c.Context(), by.Center, c.Path("number"))
	if err != nil {
		return err
	}
	var q search.Query = search.Or{}
	c.Page = web.Page{Title: firstText(doc.Titles, c.Lang()), Sub: doc.Number, At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Label: doc.Number}}}
	if c.Query("run") != "" {
		if q, err = d.around(c, &doc); err != nil {
			return err
		}
	}
	if c.Page.Actions, err = d.Links(c, &doc); err != nil {
		return err
	}
	p := documentPage{Facts: facts(c, &doc)}
	p.texts(c, &doc, q)
	p.Events = eventTable(c, past)
	relatives, err := d.relatives(c, &doc, past)
	if err != nil {
		return err
	}
	if d.Beside != nil {
		if p.Known, err = d.Beside(c, &doc); err != nil {
			return err
		}
	}
	p.tell(c, append(relatives, versionTable(c, past)))
	if p.Sets, err = d.among(c.Context(), by, doc.Number); err != nil {
		return err
	}
	if p.Put, err = d.putForm(c, doc.Number); err != nil {
		return err
	}
	likes, _, err := d.likeDocument(c.Context(), by.Center, &doc, likesOfDocument)
	if err != nil {
		return err
	}
	p.Similar = LikeTable(c, c.T("相近文献", "Similar documents"), likes, doc.Number)
	strips, err := d.strips(c, []string{doc.Number}, 100)
	if err != nil {
		return err
	}
	p.Strip = strips[doc.Number]
	p.Pictures = pictures(c, &doc, len(p.Strip))
	c.Page.Actions = append(c.Page.Actions, web.Link{Href: documents + "/" + doc.Number + "/beside", Label: c.T("并排比较", "Side by side")})
	return c.Render("search-document", p)
}

// strips lists pictures of documents.
func (d *Desk) strips(c *web.Ctx, numbers []string, most int) (map[string][]web.Link, error) {
	if d.Strip == nil {
		return nil, nil
	}
	return d.Strip(c, numbers, most)
}

// likesOfDocument is how many similar documents stand on the page of a document.
const likesOfDocument = 10

// pictures says what there is of the pictures of a document beside those that are kept: many sources bring
// texts alone.
func pictures(c *web.Ctx, doc *literature.Document, kept int) string {
	switch {
	case kept > 0 && doc.Pictures <= kept:
		return ""
	case kept > 0:
		return fmt.Sprintf(c.T("来源载明共 %d 幅，这里保存 %d 幅；其余请在来源处查看。", "Its source says that there are %d pictures, of which %d are kept here; look at the others there."), doc.Pictures, kept)
	case doc.Pictures > 0:
		return fmt.Sprintf(c.T("来源载明有 %d 幅附图（图片），没有随文献提供；请在来源处查看。", "Its source says that there are %d pictures and did not bring them; look at them there."), doc.Pictures)
	}
	return c.T("来源没有随附附图（图片），也没有载明幅数；请在公布该文献的官方网站查看。", "Its source brings no pictures and does not say how many there are; look at the site of the office.")
}

// around returns the query of the result from which somebody came, and leads to the neighbours in it.
func (d *Desk) around(c *web.Ctx, doc *literature.Document) (search.Query, error) {
	id, err := strconv.ParseInt(c.Query("run"), 10, 64)
	if err != nil {
		return nil, gone(c.Query("run"))
	}
	by := worklist.Actor(c)
	r, err := d.run(c.Context(), by, id)
	if err != nil {
		return nil, err
	}
	asked, err := r.compiled()
	if err != nil {
		return nil, err
	}
	v, err := readView(c)
	if err != nil {
		return nil, err
	}
	at, err := strconv.Atoi(c.Query("at"))
	if err != nil || at < 0 || at >= countTo {
		return asked, nil
	}
	narrowed, err := v.narrow(asked)
	if err != nil {
		return nil, err
	}
	f, within, err := d.scope(c.Context(), r)
	if err != nil {
		return nil, err
	}
	first := max(at-1, 0)
	res, err := f.engine.Find(c.Context(), search.Request{Query: narrowed, Sort: v.Sort, Offset: first, Limit: at - first + 2, Count: 1, Within: within})
	if err != nil {
		return nil, err
	}
	link := func(i int, label string) web.Link {
		values := url.Values{}
		if _, rest, ok := strings.Cut(v.address(""), "?"); ok {
			values, _ = url.ParseQuery(rest) //nolint:errcheck // it was just written
		}
		values.Set("run", c.Query("run"))
		values.Set("at", strconv.Itoa(first+i))
		return web.Link{Href: documents + "/" + res.Hits[i].ID + "?" + values.Encode(), Label: label}
	}
	for i, h := range res.Hits {
		switch {
		case first+i == at-1 && h.ID != doc.Number:
			c.Page.Prev = link(i, h.ID)
		case first+i == at+1 && h.ID != doc.Number:
			c.Page.Next = link(i, h.ID)
		}
	}
	back := v
	back.Page = at/perPage + 1
	c.Page.Crumbs = []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Href: back.address(fmt.Sprintf("%s/%d", home, r.ID)) + "#" + doc.Number, Label: c.T("检索结果", "What was found")}, {Label: doc.Number}}
	return asked, nil
}

// facts are the particulars of a document.
func facts(c *web.Ctx, doc *literature.Document) web.KV {
	kv := web.KV{Title: c.T("著录项目", "Particulars")}
	add := func(zh, en, value string) {
		if value != "" {
			kv.Add(c.T(zh, en), value)
		}
	}
	kind := string(doc.Kind)
	if c.Lang() == web.EN {
		kind = doc.Kind.English()
	}
	add("公开（公告）号", "Publication", doc.Number)
	add("公开（公告）日", "Published", doc.Published.String())
	add("申请号", "Application", doc.Application)
	add("申请日", "Filed", doc.Filed.String())
	add("最早优先权日", "Earliest priority", doc.Earliest.String())
	add("类型", "Kind", kind)
	if doc.Grant {
		add("文献", "Document", c.T("授权公告", "of a grant"))
	}
	add("申请人", "Applicants", names(doc.Applicants, 20, c))
	add("专利权人", "Holders", names(doc.Holders, 20, c))
	add("发明（设计）人", "Inventors", names(doc.Inventors, 50, c))
	add("代理机构", "Agency", names(doc.Agents, 5, c))
	add("国际分类", "IPC", strings.Join(doc.IPC, c.T("；", "; ")))
	add("联合分类", "CPC", strings.Join(doc.CPC, c.T("；", "; ")))
	add("洛迦诺分类", "Locarno", strings.Join(doc.Locarno, c.T("；", "; ")))
	for _, p := range doc.Priorities {
		add("优先权", "Priority", strings.TrimSpace(p.Office+" "+p.Number+" "+p.Day.String()))
	}
	add("法律状态（来源所述）", "Status, as the source says", doc.Status)
	source := doc.Source.Name
	if !doc.Source.AsOf.IsZero() {
		source += c.T("，数据截至 ", ", as of ") + doc.Source.AsOf.String()
	}
	add("数据来源", "Source", source)
	add("来源格式", "Format", doc.Source.Format)
	return kv
}

// texts fills in the running texts, with the words of the query marked.
func (p *documentPage) texts(c *web.Ctx, doc *literature.Document, q search.Query) {
	p.Abstract = everywhere(firstText(doc.Abstracts, c.Lang()), q)
	for _, claim := range strings.Split(firstText(doc.Claims, c.Lang()), "\n") {
		if strings.TrimSpace(claim) != "" {
			p.Claims = append(p.Claims, everywhere(claim, q))
		}
	}
	p.Description = everywhere(firstText(doc.Description, c.Lang()), q)
	for _, t := range doc.Titles {
		if t.Words != c.Page.Title {
			p.Other = append(p.Other, otherText{c.T("标题 ", "Title ") + t.Language, t.Words})
		}
	}
	for _, t := range doc.Abstracts {
		if t.Words != firstText(doc.Abstracts, c.Lang()) {
			p.Other = append(p.Other, otherText{c.T("摘要 ", "Abstract ") + t.Language, t.Words})
		}
	}
}

// eventTable lists what happened, each with where it is known from.
func eventTable(c *web.Ctx, past holding.History) web.Table {
	t := web.Table{Title: c.T("法律事件", "Events"), Head: []string{c.T("日期", "Day"), c.T("事件", "Event"), c.T("内容", "Content"), c.T("来源", "Source")},
		Empty: c.T("没有收录法律事件。这不表示没有发生。", "None is held. That does not mean that nothing happened.")}
	for _, e := range past.Events {
		what := e.Detail
		if e.From != "" || e.To != "" {
			what = strings.TrimSpace(what + " " + e.From + " → " + e.To)
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: e.Day.String()}, {Text: c.Say(eventTitle(e.Kind))}, {Text: what}, {Text: toldBy(c, holding.Cited{Source: e.Source, AsOf: e.AsOf})}})
	}
	return t
}

// toldBy is the feed from which something is known, and how old its data was.
func toldBy(c *web.Ctx, from holding.Cited) string {
	if from.Source == "" {
		return c.T("没有记录，再次导入时补记", "not on record; noted when it is imported again")
	}
	if from.AsOf.IsZero() {
		return from.Source
	}
	return from.Source + c.T("，截至 ", ", as of ") + from.AsOf.String()
}

// versionTable lists what imports changed in the document.
func versionTable(c *web.Ctx, past holding.History) web.Table {
	t := web.Table{Title: c.T("著录项目的变更", "Changes of the record"), Head: []string{c.T("时间", "When"), c.T("来源", "Source"), c.T("变更的项目", "Changed"), c.T("变更前", "Before")}}
	for _, v := range past.Versions {
		var before []string
		for _, f := range v.Fields {
			before = append(before, f+c.T("：", ": ")+short(v.Before[f], 120))
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: web.When(v.At)}, {Text: v.Source.Name}, {Text: strings.Join(v.Fields, c.T("、", ", "))}, {Text: "", Sub: before}})
	}
	return t
}

// tell shows the tables that have rows, and says of which there is nothing.
func (p *documentPage) tell(c *web.Ctx, ts []web.Table) {
	var none []string
	for _, t := range ts {
		if len(t.Rows) == 0 {
			none = append(none, t.Title)
		} else {
			p.Known = append(p.Known, t)
		}
	}
	if len(none) > 0 {
		p.Unknown = c.T("文献库没有收录：", "Nothing is held of: ") + strings.Join(none, c.T("、", ", ")) + c.T("。", ".")
	}
}

// relatives lists the family and the citations in both directions.
func (d *Desk) relatives(c *web.Ctx, doc *literature.Document, past holding.History) (out []web.Table, err error) {
	by := worklist.Actor(c)
	list := func(title string, docs []literature.Document) web.Table {
		t := web.Table{Title: title, Head: []string{c.T("文献号", "Number"), c.T("公开日", "Published"), c.T("标题", "Title"), c.T("申请人", "Applicant"), c.T("比较", "Compare")}}
		for i := range docs {
			if docs[i].Number == doc.Number {
				continue
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: docs[i].Number, Href: documents + "/" + docs[i].Number}, {Text: docs[i].Published.String()}, {Text: firstText(docs[i].Titles, c.Lang())}, {Text: names(docs[i].Applicants, 2, c)}, besideCell(c, doc.Number, docs[i].Number)})
		}
		return t
	}
	var family []literature.Document
	if doc.Family != "" {
		if family, err = d.Holding.Family(c.Context(), by.Center, doc.Family); err != nil {
			return nil, err
		}
	}
	out = append(out, list(c.T("同族", "Family"), family))
	citing, err := d.Holding.CitedBy(c.Context(), by.Center, doc.Number)
	if err != nil {
		return nil, err
	}
	out = append(out, list(c.T("被引用", "Cited by"), citing))
	cites := web.Table{Title: c.T("引用", "Cites"), Head: []string{c.T("文献", "Document"), c.T("类别", "Category"), c.T("引用者", "By"), c.T("来源", "Source")}}
	var numbers []string
	for _, x := range doc.Cites {
		numbers = append(numbers, x.Number)
	}
	held, err := d.Holding.Many(c.Context(), by.Center, numbers)
	if err != nil {
		return nil, err
	}
	here := map[string]bool{}
	for i := range held {
		here[held[i].Number] = true
	}
	for _, x := range doc.Cites {
		cell := web.Cell{Text: x.Number}
		if x.Number == "" {
			cell.Text = x.Words
		} else if here[x.Number] {
			cell.Href = documents + "/" + x.Number
		}
		cites.Rows = append(cites.Rows, []web.Cell{cell, {Text: x.Category}, {Text: x.By}, {Text: toldBy(c, past.Cited[holding.CitedKey(x)])}})
	}
	return append(out, cites), nil
}
