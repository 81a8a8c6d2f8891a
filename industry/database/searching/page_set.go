package searching

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/literature"
)

// maxSet is how many documents a collection holds.
const maxSet = 20_000

// collecting makes a collection.
type collecting struct {
	Title   string `json:"title" label:"名称" en:"Name" required:"true" max:"60"`
	Purpose string `json:"purpose" label:"用途" en:"Purpose" max:"300"`
	Shared  bool   `json:"shared" label:"与本中心同事共享" en:"Share with the center"`
	Numbers string `json:"numbers" label:"公开（公告）号" en:"Publication numbers" widget:"textarea" max:"400000" help:"可以留空，以后再放入；每行一个，或者用逗号、空格分开" helpen:"May stay empty; one a line, or with commas or spaces between them"`
}

// putting puts documents into a collection that there is.
type putting struct {
	Set     string `json:"set" label:"集合" en:"Collection" widget:"select" options:"*" required:"true"`
	Numbers string `json:"numbers" label:"公开（公告）号" en:"Publication numbers" widget:"textarea" max:"400000"`
	All     bool   `json:"all" label:"全部结果" en:"Everything that was found"`
}

// noting is a remark on a document of a collection.
type noting struct {
	Note string `json:"note" label:"批注" en:"Note" widget:"textarea" max:"2000"`
}

var between = regexp.MustCompile(`[\s,，;；、]+`)

// numbersOf reads a list of numbers, each once, as the holding writes them; and those that are none.
func numbersOf(s string) (out, bad []string) {
	seen := map[string]bool{}
	for _, n := range between.Split(strings.TrimSpace(s), -1) {
		if n == "" {
			continue
		}
		canonical := literature.Canonical(n)
		if canonical == "" {
			bad = append(bad, n)
		} else if !seen[canonical] {
			seen[canonical] = true
			out = append(out, canonical)
		}
	}
	return out, bad
}

// held checks a list of numbers. Error: Invalid with those that are no numbers or not held.
func (d *Desk) held(c *web.Ctx, s string) ([]string, error) {
	numbers, bad := numbersOf(s)
	if len(bad) > 0 {
		return nil, fault.New(fault.Invalid, "searching.numbers", "这些不是公开（公告）号，请改正或者删去：%s", fault.Listed(bad[:min(10, len(bad))])).At("numbers")
	}
	if len(numbers) > maxSet {
		return nil, fault.New(fault.TooLarge, "searching.set_size", "一个集合最多 %d 件，请分成几个集合", maxSet).At("numbers")
	}
	docs, err := d.Holding.Many(c.Context(), worklist.Actor(c).Center, numbers)
	if err != nil || len(docs) == len(numbers) {
		return numbers, err
	}
	here := map[string]bool{}
	for i := range docs {
		here[docs[i].Number] = true
	}
	var lacking []string
	for _, n := range numbers {
		if !here[n] {
			lacking = append(lacking, n)
		}
	}
	if len(lacking) == 0 {
		return numbers, nil
	}
	return nil, fault.New(fault.Invalid, "searching.not_held", "文献库没有收录这 %d 个号码，请先导入，或者从清单中删去：%s", len(lacking), fault.Listed(lacking[:min(10, len(lacking))])).At("numbers")
}

// setTable lists collections.
func setTable(c *web.Ctx, ss []*Set) web.Table {
	t := web.Table{Title: c.T("专利集合", "Collections"), Head: []string{c.T("名称", "Name"), c.T("件数", "Documents"), c.T("建立人", "By"), c.T("时间", "When"), c.T("共享", "Shared")}, Numbers: []int{1},
		Empty: c.T("还没有集合。在检索结果中选择文献即可放入集合；保存的检索则随文献库变化。", "None yet. Choose documents of a result to put them into one; a kept search changes with the collection instead.")}
	for _, s := range ss {
		shared := c.T("否", "no")
		if s.Shared {
			shared = c.T("是", "yes")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: s.Title, Href: fmt.Sprintf("%s/%d", collections, s.ID), Sub: notEmpty(s.Purpose)}, {Text: strconv.Itoa(s.Size)}, {Text: s.Name}, {Text: web.When(s.At)}, {Text: shared}})
	}
	return t
}

// notEmpty is a line below a cell, or none.
func notEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// setsPage lists the collections and makes new ones.
func (d *Desk) setsPage(c *web.Ctx) error {
	var in collecting
	f := form.New(c, form.Describe(collecting{}, nil))
	f.Submit = c.T("建立集合", "Make a collection")
	by := worklist.Actor(c)
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		numbers, err := d.held(c, in.Numbers)
		s := &Set{Title: strings.TrimSpace(in.Title), Purpose: strings.TrimSpace(in.Purpose), Shared: in.Shared}
		if err == nil {
			err = d.addSet(c.Context(), by, s, numbers)
		}
		if err == nil {
			c.Flash(web.Green, fmt.Sprintf(c.T("已建立，放入 %d 件。", "Made, with %d documents."), len(numbers)))
			return c.Redirect(fmt.Sprintf("%s/%d", collections, s.ID))
		}
		if !f.Refused(err) {
			return err
		}
	}
	own, err := d.mine(c.Context(), by)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("专利集合", "Collections"), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Label: c.T("专利集合", "Collections")}}}
	return c.Render("page-blocks", []web.Block{setTable(c, own), f})
}

// setOf reads the collection of the address.
func (d *Desk) setOf(c *web.Ctx) (s *Set, err error) {
	id, err := strconv.ParseInt(c.Path("set"), 10, 64)
	if err != nil {
		return nil, gone(c.Path("set"))
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		s, err = d.set(c.Context(), tx, worklist.Actor(c), id)
		return err
	})
	return s, err
}

// A setPage is a collection with a page of its documents.
type setPage struct {
	Set   *Set         // with its size
	Here  string       // its address
	Rows  []memberView // of this page
	Pages []web.Link   // the present one has no address
	Put   *form.Form   // puts more in; only for who made it
	Own   bool         // made by who looks at it
}

// memberView is a document of a collection as the page shows it.
type memberView struct {
	Number, Href, Title, Facts, Note, Who string
}

// setPage shows a collection.
func (d *Desk) setPage(c *web.Ctx) error {
	s, err := d.setOf(c)
	if err != nil {
		return err
	}
	page, err := strconv.Atoi("0" + c.Query("page"))
	if err != nil || page > maxSet/perPage {
		return gone(c.Query("page"))
	}
	page = max(page, 1)
	by := worklist.Actor(c)
	var ms []Member
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		ms, err = members(c.Context(), tx, s.ID, (page-1)*perPage, perPage)
		return err
	}); err != nil {
		return err
	}
	here := fmt.Sprintf("%s/%d", collections, s.ID)
	p := setPage{Set: s, Here: here, Own: s.Account == by.Account, Pages: view{Page: page}.pages(c, here, s.Size)}
	if p.Rows, err = d.memberViews(c, ms); err != nil {
		return err
	}
	c.Page = web.Page{Title: s.Title, Sub: s.Purpose, At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Href: collections, Label: c.T("专利集合", "Collections")}, {Label: s.Title}},
		Actions: []web.Link{{Href: here + "/export?as=csv", Label: "CSV"}, {Href: here + "/export?as=docx", Label: "DOCX"}, {Href: here + "/export?as=xlsx", Label: c.T("导出 XLSX", "Export XLSX")}}}
	if p.Own {
		p.Put = form.New(c, form.Describe(putting{}, nil)).Without("set").Without("all")
		p.Put.Action, p.Put.Submit = here+"/put", c.T("放入集合", "Put in")
	}
	return c.Render("search-set", p)
}

// memberViews shows members with what the holding says of them.
func (d *Desk) memberViews(c *web.Ctx, ms []Member) (out []memberView, err error) {
	var numbers []string
	for _, m := range ms {
		numbers = append(numbers, m.Number)
	}
	docs, err := d.Holding.Many(c.Context(), worklist.Actor(c).Center, numbers)
	if err != nil {
		return nil, err
	}
	by := map[string]*literature.Document{}
	for i := range docs {
		by[docs[i].Number] = &docs[i]
	}
	for _, m := range ms {
		v := memberView{Number: m.Number, Note: m.Note, Who: m.Name + " " + web.When(m.At)}
		if doc := by[m.Number]; doc != nil {
			v.Href, v.Title, v.Facts = documents+"/"+m.Number, firstText(doc.Titles, c.Lang()), strings.Join(hitFacts(c, doc), "  ")
		}
		out = append(out, v)
	}
	return out, nil
}

// putForm is the form that puts a document into one of a person's own collections; nil where it has none.
func (d *Desk) putForm(c *web.Ctx, number string) (*form.Form, error) {
	by := worklist.Actor(c)
	own, err := d.mine(c.Context(), by)
	if err != nil {
		return nil, err
	}
	var options []form.Option
	for _, s := range own {
		if s.Account == by.Account {
			options = append(options, form.Option{Value: strconv.FormatInt(s.ID, 10), Label: web.Text{s.Title, s.Title}})
		}
	}
	if len(options) == 0 {
		return nil, nil
	}
	f := form.New(c, form.Describe(putting{}, nil)).Without("numbers").Without("all")
	f.Options("set", options)
	f.Action, f.Submit = documents+"/"+number+"/collect", c.T("放入集合", "Put into a collection")
	return f, nil
}

// put puts documents into a collection and says how many were new.
func (d *Desk) put(ctx context.Context, by casework.Actor, set int64, numbers []string) (added int, err error) {
	err = d.change(ctx, by, set, func(tx *store.Tx, s *Set) error {
		if s.Size+len(numbers) > maxSet {
			return fault.New(fault.TooLarge, "searching.set_size", "一个集合最多 %d 件，请分成几个集合", maxSet).At("numbers")
		}
		added, err = d.addMembers(ctx, tx, by, s.ID, numbers)
		return err
	})
	return added, err
}

// putPosted puts numbers into the collection of the address.
func (d *Desk) putPosted(c *web.Ctx) error {
	s, err := d.setOf(c)
	if err != nil {
		return err
	}
	var in putting
	f := form.New(c, form.Describe(putting{}, nil)).Without("set").Without("all")
	f.Submit = c.T("放入集合", "Put in")
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		numbers, err := d.held(c, in.Numbers)
		if err == nil {
			var added int
			if added, err = d.put(c.Context(), worklist.Actor(c), s.ID, numbers); err == nil {
				c.Flash(web.Green, fmt.Sprintf(c.T("放入 %d 件，另有 %d 件原来就在集合中。", "%d put in, %d were there already."), added, len(numbers)-added))
				return c.Redirect(fmt.Sprintf("%s/%d", collections, s.ID))
			}
		}
		if !f.Refused(err) {
			return err
		}
	}
	c.Page = web.Page{Title: s.Title, At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Href: fmt.Sprintf("%s/%d", collections, s.ID), Label: s.Title}}}
	return c.RenderForm(f)
}

// collectPosted puts a document into a collection.
func (d *Desk) collectPosted(c *web.Ctx) error {
	number := literature.Canonical(c.Path("number"))
	set, err := strconv.ParseInt(c.Form("set"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "searching.no_set", "请选择集合").At("set")
	}
	if _, err := d.held(c, number); err != nil {
		return err
	}
	if _, err := d.put(c.Context(), worklist.Actor(c), set, []string{number}); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已放入集合。", "Put into the collection."))
	return c.Redirect(documents + "/" + number)
}

// takePosted takes a document out of a collection.
func (d *Desk) takePosted(c *web.Ctx) error {
	s, err := d.setOf(c)
	if err != nil {
		return err
	}
	number := c.Path("number")
	if err := d.take(c, s, number); err != nil {
		return err
	}
	c.Flash(web.Green, fmt.Sprintf(c.T("已从集合中移出 %s。", "%s was taken out."), number))
	return c.Redirect(fmt.Sprintf("%s/%d", collections, s.ID))
}

// notePage writes a note on a document of a collection.
func (d *Desk) notePage(c *web.Ctx) error {
	s, err := d.setOf(c)
	if err != nil {
		return err
	}
	number, here := c.Path("number"), fmt.Sprintf("%s/%d", collections, s.ID)
	var note string
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		note, err = d.noted(c.Context(), tx, s.ID, number)
		return err
	}); err != nil {
		return err
	}
	f := form.New(c, form.Describe(noting{}, nil)).Fill(noting{note})
	f.Cancel, f.Submit = here, c.T("保存批注", "Save the note")
	var in noting
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.note(c, s, number, in.Note)
		if err == nil {
			c.Flash(web.Green, c.T("批注已保存。", "The note was saved."))
			return c.Redirect(here + "#" + number)
		}
		if !f.Refused(err) {
			return err
		}
	}
	c.Page = web.Page{Title: fmt.Sprintf(c.T("批注 %s", "Note on %s"), number), At: home, Crumbs: []web.Link{{Href: home, Label: c.T("专利检索", "Patent search")}, {Href: here, Label: s.Title}, {Label: number}}}
	return c.RenderForm(f)
}

// dropPosted gives a collection up.
func (d *Desk) dropPosted(c *web.Ctx) error {
	s, err := d.setOf(c)
	if err != nil {
		return err
	}
	if err := d.drop(c, s); err != nil {
		return err
	}
	c.Flash(web.Green, fmt.Sprintf(c.T("集合“%s”已删除，文献仍在文献库中。", "“%s” was deleted; its documents stay in the holding."), s.Title))
	return c.Redirect(collections)
}
