package searching

import (
	"fmt"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/literature"
)

// liking is a document or a text to which similar documents are looked for.
type liking struct {
	Number string `json:"number" label:"公开号或申请号" en:"Publication or application number" max:"60" help:"文献库收录的一件文献，例如 CN113783949A" helpen:"Of a document of the collection, such as CN113783949A"`
	Text   string `json:"text" label:"或者粘贴一段文字" en:"Or a text" widget:"textarea" max:"20000" secret:"true" help:"例如一项权利要求。文字只在本机比对，不保存、不记入日志；检索记录只留下它的校验值和字数" helpen:"Such as a claim. It is compared on this machine, and neither kept nor logged; the record of the search has its hash and length alone"`
}

// likeForm is where it is entered.
func likeForm(c *web.Ctx) *form.Form {
	f := form.New(c, form.Describe(liking{}, nil))
	f.Action, f.Submit = home+"/similar", c.T("查找相近文献", "Find what is similar")
	return f
}

// like searches for what is similar to what was entered.
func (d *Desk) like(c *web.Ctx, in liking) (*Run, []Like, error) {
	number, text, by := strings.TrimSpace(in.Number), strings.TrimSpace(in.Text), worklist.Actor(c)
	switch {
	case (number == "") == (text == ""):
		return nil, nil, fault.New(fault.Invalid, "searching.like_what", "请填写号码或者粘贴文字，两者填一项").At("number")
	case number != "":
		return d.SearchLikeDocument(c.Context(), by, number)
	}
	return d.SearchLikeText(c.Context(), by, text)
}

// likePosted takes a number, whose result has an address, or a text, whose result is shown at once because
// nothing of the text is kept from which it could be found again.
func (d *Desk) likePosted(c *web.Ctx) error {
	e := d.entry(c, "", nil)
	var in liking
	ok, err := e.Like.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		r, likes, err := d.like(c, in)
		switch {
		case err == nil && r.Kind == byNumber:
			return c.Redirect(r.Address(""))
		case err == nil:
			return d.showLikes(c, r, likes)
		case !e.Like.Refused(err):
			return err
		}
	}
	e.LikeOpen = true
	return d.showHome(c, e)
}

// likesPage shows again what a search for similar documents finds: by number anew, by text not at all.
func (d *Desk) likesPage(c *web.Ctx, r *Run) error {
	if r.Kind == byText {
		return d.showLikes(c, r, nil)
	}
	doc, err := d.numbered(c.Context(), r.Center, r.Words)
	if err != nil {
		return err
	}
	likes, _, err := d.likeDocument(c.Context(), r.Center, &doc, maxSimilar)
	if err != nil {
		return err
	}
	return d.showLikes(c, r, likes)
}

// showLikes shows the documents that are most like something, and how they were found.
func (d *Desk) showLikes(c *web.Ctx, r *Run, likes []Like) error {
	c.Page = web.Page{Title: c.T("相近文献", "Similar documents"), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Label: c.T("相近文献", "Similar documents")}}}
	kv := web.KV{Title: c.T("检索", "Search")}
	t := LikeTable(c, c.T("相近文献", "Similar documents"), likes, "")
	if r.Kind == byNumber {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("与此文献相近", "Like the document"), Text: r.Words, Href: documents + "/" + r.Words})
		t = LikeTable(c, t.Title, likes, r.Words)
	} else {
		hash, length, _ := strings.Cut(r.Words, " ")
		kv.Add(c.T("与一段文字相近", "Like a text"), fmt.Sprintf(c.T("%s 字，校验值（SHA-256）%s；文字没有保存", "%s characters, SHA-256 %s; the text was not kept"), length, hash))
	}
	kv.Add(c.T("检索人", "By"), r.Name).Add(c.T("检索时间", "When"), web.When(r.At)).Add(c.T("文献库版本", "State of the collection"), fmt.Sprintf(c.T("第 %d 次变动", "change %d"), r.Change))
	blocks := []web.Block{kv}
	if r.Kind == byText && likes == nil {
		t.Empty = c.T("文字没有保存，结果不能重现；再次粘贴同一段文字即可，校验值相同就是同一段文字。", "The text was not kept, so the result cannot be shown again. Paste it once more; the same hash means the same text.")
		if r.Total == 0 {
			t.Empty = c.T("没有找到：文字中没有在文献库中出现过的、有区别意义的词。", "Nothing was found: no word of the text that tells anything occurs in the collection.")
		}
		blocks = append(blocks, t, likeForm(c))
	} else {
		blocks = append(blocks, t)
	}
	return c.Render("page-blocks", blocks)
}

// LikeTable lists similar documents with what each owes its place to; beside leads to the comparison with
// that document, none where it is empty.
func LikeTable(c *web.Ctx, title string, likes []Like, beside string) web.Table {
	t := web.Table{Title: title, Empty: c.T("没有相近的文献。", "No similar document."), Numbers: []int{4},
		Head: []string{c.T("文献号", "Number"), c.T("标题", "Title"), c.T("申请人", "Applicant"), c.T("公开日", "Published"), c.T("相近程度", "Score")}}
	for i := range likes {
		l := &likes[i]
		t.Rows = append(t.Rows, []web.Cell{{Text: l.Doc.Number, Href: documents + "/" + l.Doc.Number}, {Text: firstText(l.Doc.Titles, c.Lang())}, {Text: names(l.Doc.Applicants, 2, c)}, {Text: l.Doc.Published.String()},
			{Text: fmt.Sprintf("%.2f", l.Score), More: c.T("哪些词", "Which words"), Why: why(c, l.Causes)}})
		if beside != "" {
			t.Rows[i] = append(t.Rows[i], besideCell(c, beside, l.Doc.Number))
		}
	}
	if beside != "" {
		t.Head = append(t.Head, c.T("比较", "Compare"))
	}
	return t
}

// besideCell leads to a document beside another one.
func besideCell(c *web.Ctx, number, other string) web.Cell {
	return web.Cell{Text: c.T("并排比较", "Side by side"), Href: documents + "/" + number + "/beside?with=" + other}
}

// DocumentTable lists documents.
func DocumentTable(c *web.Ctx, title string, docs []literature.Document) web.Table {
	t := web.Table{Title: title, Empty: c.T("没有找到。", "Nothing was found."), Head: []string{c.T("文献号", "Number"), c.T("标题", "Title"), c.T("申请人", "Applicant"), c.T("公开日", "Published"), c.T("分类", "Class")}}
	for i := range docs {
		doc := &docs[i]
		t.Rows = append(t.Rows, []web.Cell{{Text: doc.Number, Href: documents + "/" + doc.Number}, {Text: firstText(doc.Titles, c.Lang())}, {Text: names(doc.Applicants, 2, c)}, {Text: doc.Published.String()}, {Text: strings.Join(doc.IPC[:min(3, len(doc.IPC))], c.T("、", ", "))}})
	}
	return t
}

// why says what the place of a document owes to which word.
func why(c *web.Ctx, causes []search.Cause) (out []string) {
	for _, cause := range causes {
		out = append(out, fmt.Sprintf(c.T("“%s”在%s中出现 %d 次，贡献 %.2f", "“%s” occurs in %s %d times: %.2f"), cause.Words, fieldName(c, cause.Field), cause.Times, cause.Share))
	}
	return out
}
