package searching

import (
	"errors"
	"fmt"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
)

const (
	home        = "/search"
	collections = "/collections"
)

// asking is the query box.
type asking struct {
	Q string `json:"q" label:"检索式" en:"Query" widget:"textarea" max:"40000" secret:"true" help:"例如 标题=(折叠 AND 支架) NOT 申请人=某公司；不写字段的词在标题、摘要和权利要求中找" helpen:"Such as TI=(fold AND bracket) NOT PA=name; words without a field are looked for in title, abstract and claims"`
}

// filling is the form by fields.
type filling struct {
	Rows []formRow `json:"rows" label:"检索条件" en:"Conditions" max:"30"`
}

// formRow is a line of it.
type formRow struct {
	Join  string `json:"join" label:"与上文" en:"With the above" widget:"select" options:"and=并且=and,or=或者=or,not=不含=without"`
	Field string `json:"field" label:"字段" en:"Field" widget:"select" options:"*"`
	Mode  string `json:"mode" label:"文字" en:"Words" widget:"select" options:"all=全部的词=all of them,any=任一个词=any of them,exact=完整的短语=the exact phrase"`
	Words string `json:"words" label:"内容" en:"Content" max:"20000" secret:"true"`
	From  string `json:"from" label:"自" en:"From" max:"20"`
	To    string `json:"to" label:"至" en:"To" max:"20"`
}

// rowsOf are the rows of the form as the language of queries takes them.
func (f *filling) rowsOf() (rows []query.Row) {
	for _, r := range f.Rows {
		rows = append(rows, query.Row{Join: r.Join, Field: r.Field, Mode: r.Mode, Words: r.Words, From: r.From, To: r.To})
	}
	return rows
}

// filled is the form that says the same as a query, with a line to go on.
func filled(rows []query.Row) (f filling) {
	for _, r := range rows {
		f.Rows = append(f.Rows, formRow{Join: r.Join, Field: r.Field, Mode: r.Mode, Words: r.Words, From: r.From, To: r.To})
	}
	return f
}

// fieldOptions are the fields of a row.
func fieldOptions() (out []form.Option) {
	for _, f := range query.Rows() {
		out = append(out, form.Option{Value: f.Code, Label: web.Text{f.Title[0] + " " + f.Code, f.Title[1] + " " + f.Code}})
	}
	return append(out, form.Option{Value: query.Raw, Label: web.Text{"检索式（不能写成一行的部分）", "Expression (what no line can say)"}})
}

// entry is the query box with the form below it.
type entry struct {
	Box    *form.Form  // what is typed
	Form   *form.Form  // the same by fields
	Open   bool        // the form is shown unfolded
	Wrong  *pointed    // where the query is wrong; nil where nothing is
	Fields []fieldHelp // what can be asked of
	Like   *form.Form  // a document or a text to which similar ones are looked for

	LikeOpen bool // it is shown unfolded
}

// fieldHelp is a line of the table of fields.
type fieldHelp struct{ Code, Name, Help string }

// pointed is a query with the place that is wrong.
type pointed struct{ Before, Bad, After string }

// point shows where a query is wrong; nil where no place is known.
func point(text string, err error) *pointed {
	var w *query.Wrong
	if !errors.As(err, &w) {
		return nil
	}
	in := []rune(text)
	from := min(w.Column-1, len(in))
	to := min(from+w.Length, len(in))
	bad := string(in[from:to])
	if bad == "" || strings.TrimSpace(bad) == "" {
		bad += "▲"
	}
	// A long query is shown around the place.
	const around = 200
	return &pointed{Before: string(in[max(0, from-around):from]), Bad: bad, After: string(in[to:min(len(in), to+around)])}
}

// entry makes box and form for a query that was read, or for an empty one.
func (d *Desk) entry(c *web.Ctx, words string, rows []query.Row) *entry {
	e := &entry{Box: form.New(c, form.Describe(asking{}, nil)).Fill(asking{words}), Form: form.New(c, form.Describe(filling{}, nil)), Like: likeForm(c)}
	if len(rows) == 0 {
		rows = []query.Row{{Field: "TI"}, {Join: query.And, Field: "PA"}, {Join: query.And, Field: "IPC"}}
	}
	e.Form.Fill(filled(rows))
	e.Box.Action, e.Form.Action = home, home+"/form"
	e.Form.Options("rows.field", fieldOptions())
	for _, f := range query.Fields() {
		e.Fields = append(e.Fields, fieldHelp{f.Code, c.Say(f.Title), c.Say(f.Help)})
	}
	return e
}

// homePage is where a search begins: box, form, what was asked lately, what is kept.
func (d *Desk) homePage(c *web.Ctx) error {
	e := d.entry(c, "", nil)
	return d.showHome(c, e)
}

// showHome shows the beginning with what was typed, and with what is wrong with it.
func (d *Desk) showHome(c *web.Ctx, e *entry) error {
	by := worklist.Actor(c)
	last, kept, err := d.lately(c.Context(), by, 20)
	if err != nil {
		return err
	}
	own, err := d.mine(c.Context(), by)
	if err != nil {
		return err
	}
	state, err := d.Holding.State(c.Context(), by.Center)
	if err != nil {
		return err
	}
	var days int
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		days, err = d.keepDays(c.Context(), tx, by.Center)
		return err
	}); err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("专利检索", "Patent search"), At: home, Actions: []web.Link{{Href: collections, Label: c.T("专利集合", "Collections")}}}
	data := struct {
		*entry
		State      web.Notice
		Kept, Last web.Table
		Sets       web.Table
		Keeps      string // for how long searches are kept
	}{entry: e, Kept: runTable(c, kept, c.T("保存的检索", "Kept searches"), c.T("还没有保存的检索。检索之后可以给它起名保存。", "None yet. Give a search a name after it was made.")),
		Last: runTable(c, last, c.T("我最近的检索", "My last searches"), c.T("还没有检索过。", "Nothing was searched for yet.")), Sets: setTable(c, own)}
	data.State = web.Notice{Tone: web.Blue, Text: fmt.Sprintf(c.T("文献库现有 %d 件文献，最近一次变动于 %s。没有检索到，只说明本库没有收录。", "The collection holds %d documents; it last changed on %s. What is not found is not in this collection, no more."), state.Documents, web.When(state.At))}
	if state.Documents == 0 {
		data.State = web.Notice{Tone: web.Amber, Text: c.T("文献库还没有文献，请先导入。", "The collection holds no documents yet; import some first.")}
	}
	if days > 0 {
		data.Keeps = fmt.Sprintf(c.T("检索记录保留 %d 天；已保存的、放入集合的、导出过的和用于监视的检索一直保留。", "Searches are kept for %d days; those that were saved, exported, put into a collection or watched stay."), days)
	}
	return c.Render("search-home", data)
}

// asked takes a query from the box.
func (d *Desk) asked(c *web.Ctx) error {
	var in asking
	e := d.entry(c, "", nil)
	ok, err := e.Box.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err = d.begin(c, in.Q)
		if err == nil {
			return nil
		}
		e.Wrong = point(in.Q, err)
		if !e.Box.Refused(err) {
			return err
		}
	}
	return d.showHome(c, e)
}

// askedByForm takes a query from the form: it is written, and asked like one that was typed.
func (d *Desk) askedByForm(c *web.Ctx) error {
	var in filling
	e := d.entry(c, "", nil)
	ok, err := e.Form.Read(&in)
	if err != nil {
		return err
	}
	e.Open = true
	if ok {
		words := query.Write(in.rowsOf(), c.Lang())
		err = d.begin(c, words)
		if err == nil {
			return nil
		}
		e.Wrong = point(words, err)
		if !e.Form.Refused(err) {
			return err
		}
	}
	return d.showHome(c, e)
}

// begin keeps a search and leads to what it finds.
func (d *Desk) begin(c *web.Ctx, words string) error {
	r, err := d.Search(c.Context(), worklist.Actor(c), words)
	if err != nil {
		return err
	}
	return c.Redirect(fmt.Sprintf("%s/%d", home, r.ID))
}

// runTable lists searches.
func runTable(c *web.Ctx, rs []*Run, title, empty string) web.Table {
	t := web.Table{Title: title, Empty: empty, Head: []string{c.T("名称或检索式", "Name or query"), c.T("结果", "Found"), c.T("检索人", "By"), c.T("时间", "When")}, Numbers: []int{1}}
	for _, r := range rs {
		words := strings.Join(strings.Fields(r.Words), " ")
		if in := []rune(words); len(in) > 120 {
			words = string(in[:120]) + "…"
		}
		switch {
		case r.Kind == byNumber:
			words = c.T("与 ", "Like ") + words + c.T(" 相近的文献", "")
		case r.Kind == byText:
			words = c.T("与一段文字相近的文献（文字没有保存）", "Like a text, which was not kept")
		case words == "":
			words = c.T("（全部文献）", "(all documents)")
		}
		first := web.Cell{Text: words, Href: fmt.Sprintf("%s/%d", home, r.ID)}
		if r.Kept() {
			first.Text, first.Sub = r.Title, []string{words}
		}
		t.Rows = append(t.Rows, []web.Cell{first, {Text: count(c.Lang(), r.Total, r.More)}, {Text: r.Name}, {Text: web.When(r.At)}})
	}
	return t
}

// count writes how many there are.
func count(l lang.Lang, n int, more bool) string {
	if more {
		return lang.T(l, fmt.Sprintf("多于 %d", n), fmt.Sprintf("more than %d", n))
	}
	return fmt.Sprint(n)
}

// gone is the answer to an address that names nothing.
func gone(what string) error {
	return fault.New(fault.Missing, "searching.gone", "没有找到 %s，请从检索结果中打开", what)
}
