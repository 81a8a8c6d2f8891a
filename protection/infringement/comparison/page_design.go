package comparison

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/protection/infringement/comparison/table"
)

// pairForm judges one view.
type pairForm struct {
	Rev     int64   `json:"rev" widget:"hidden"`
	Verdict string  `json:"verdict" label:"判定" en:"Verdict" widget:"radio" options:"same=相同=Identical,substance=实质相同=Substantially identical,similar=近似=Similar,not=不近似=Not similar,unseen=无法比对=Cannot be compared"`
	Note    string  `json:"note" label:"相同点、区别点及其对整体视觉效果的影响" en:"What is alike, what differs and how it affects the whole" widget:"textarea" max:"3000"`
	Patent  string  `json:"patent" section:"图片与对齐=Pictures and alignment" label:"涉案专利的图片" en:"Picture of the patent" widget:"select" options:"*"`
	Product string  `json:"product" label:"被控侵权产品的图片" en:"Picture of the product" widget:"select" options:"*"`
	X       float64 `json:"x" label:"产品图右移 %" en:"Product to the right %" min:"-100" max:"100"`
	Y       float64 `json:"y" label:"产品图下移 %" en:"Product down %" min:"-100" max:"100"`
	Size    float64 `json:"size" label:"产品图大小 %" en:"Product size %" min:"1" max:"1000"`
	Turn    float64 `json:"turn" label:"产品图顺时针旋转 度" en:"Product turned clockwise, degrees" min:"-360" max:"360"`
	Mirror  bool    `json:"mirror" label:"产品图左右镜像" en:"Product mirrored"`
}

// overallForm is the conclusion of a person.
type overallForm struct {
	Rev       int64  `json:"rev" widget:"hidden"`
	Class     string `json:"class" label:"产品种类" en:"Class of the products" widget:"radio" required:"true" options:"same=相同=Same,similar=相近=Similar,different=不相同也不相近=Neither"`
	ClassNote string `json:"class_note" label:"判断产品种类的依据" en:"Why" widget:"textarea" max:"2000" required:"true" help:"以用途为准，可参考国际外观设计分类、功能、销售和实际使用情况" helpen:"By the use; the Locarno class, function, sale and actual use may help"`
	Verdict   string `json:"verdict" label:"整体观察、综合判断" en:"The designs as a whole" widget:"radio" required:"true" options:"same=相同=Identical,similar=近似=Similar,not=不相同也不近似=Neither"`
	Note      string `json:"note" label:"理由" en:"Reasons" widget:"textarea" max:"5000" required:"true" help:"以一般消费者的知识水平和认知能力，写明相同点、区别点、正常使用时容易观察到的部位、区别于现有设计的设计特征对整体视觉效果的影响" helpen:"As an ordinary consumer sees it: what is alike, what differs, which parts are seen in normal use, what is new over prior designs"`
}

// pairView is one view on both sides.
type pairView struct {
	Code, Title      string
	Patent, Product  shot
	Laid             string // address of the pictures laid over each other, without the way
	Tag              web.Tag
	Verdict          table.Likeness
	Note, Who, Href  string
	X, Y, Size, Turn float64
	Mirror           bool   // left and right exchanged
	Align            bool   // the product can be laid anew
	Whose            string // what the second picture is of
}

// shot is a picture as a page shows it.
type shot struct {
	Src, Alt, Original, Source string
	Width, Height              int
	MM                         float64 // width of what it shows; 0 where nobody knows
	Located                    bool
	SHA256                     string // of the original
	Add                        string // where one is sent, for who may
}

// pairs are the views of which either side has a picture.
func (s *sheet) pairs(c *web.Ctx) (out []pairView) {
	for _, v := range s.table.Present() {
		out = append(out, s.pair(c, v))
	}
	return out
}

// pair is one view.
func (s *sheet) pair(c *web.Ctx, v table.View) pairView {
	p := s.table.Pair(v.Code)
	out := pairView{Code: v.Code, Title: c.Say(web.Text(v.Words())), Patent: s.shot(c, table.OfPatent, v, p.Patent), Product: s.shot(c, table.OfProduct, v, p.Product), Tag: likenessTag(c, p.Verdict),
		Verdict: p.Verdict, Note: p.Note, Href: home(s.k.ID) + "/pair/" + v.Code, X: p.X, Y: p.Y, Size: p.Size, Turn: p.Turn, Mirror: p.Mirror, Align: s.edit, Whose: c.T("被控产品", "product")}
	// One picture alone cannot be laid over anything.
	if p.Patent != 0 && p.Product != 0 {
		out.Laid = home(s.k.ID) + "/laid/" + v.Code + "/"
	}
	if p.Done() {
		out.Who = p.Name + " " + stamp(p.At)
	}
	return out
}

// shot is a picture of a view, or where one is to be sent.
func (s *sheet) shot(c *web.Ctx, side table.Side, v table.View, id int64) shot {
	whose, what := side.Title(), v.Words()
	out := shot{Alt: c.T(whose[0]+what[0], what[1]+" of the "+whose[1])}
	// Who may not compare is not offered to send pictures.
	if s.edit {
		out.Add = fmt.Sprintf("%s/pictures?side=%s&view=%s", home(s.k.ID), side, v.Code)
	}
	if p := s.table.Picture(id); p != nil {
		at := ""
		// An earlier version may show a picture that the latest has no more.
		if s.No != s.latest {
			at = fmt.Sprintf("?version=%d", s.No)
		}
		out.Src, out.Original = fmt.Sprintf("%s/picture/%d%s", home(s.k.ID), p.ID, at), fmt.Sprintf("%s/original/%d%s", home(s.k.ID), p.ID, at)
		out.Width, out.Height, out.MM, out.Located, out.SHA256, out.Source = p.Width, p.Height, p.MM, p.Located, p.Original.SHA256, p.Source
	}
	return out
}

// overall is the conclusion on the design, nil while nobody drew it.
func (s *sheet) overall(c *web.Ctx) *web.KV {
	o := s.table.Overall
	if !o.Done() {
		return nil
	}
	kv := &web.KV{Title: c.T("整体观察、综合判断", "The design as a whole")}
	i := slices.IndexFunc(table.Classes(), func(v table.View) bool { return v.Code == o.Class })
	if i >= 0 {
		kv.Add(c.T("产品种类", "Class"), c.Say(web.Text(table.Classes()[i].Words()))).Add(c.T("依据", "Why"), o.ClassNote)
	}
	title := c.Say(web.Text(o.Verdict.Title()))
	if o.Verdict == table.LikeNot {
		title = c.T("不相同也不近似", "neither identical nor similar")
	}
	return kv.Add(c.T("结论", "Conclusion"), title).Add(c.T("理由", "Reasons"), o.Note).Add(c.T("判断人", "By"), o.Name+" "+stamp(o.At))
}

// pairPageView is the bench of one view.
type pairPageView struct {
	Home  string
	Pair  pairView
	Clash *pairView  // what somebody else decided meanwhile
	Form  *form.Form // nil for who may only read
	Views []web.Tab  // of which either side has a picture
}

// pairPage compares one view.
func (d *Desk) pairPage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	view, ok := table.ViewOf(c.Path("view"))
	if !ok {
		return fault.New(fault.Missing, "comparison.no_view", "没有这个视图，请返回比对表选择")
	}
	v := &pairPageView{Home: home(s.k.ID), Pair: s.pair(c, view)}
	for _, x := range s.table.Present() {
		v.Views = append(v.Views, web.Tab{Href: home(s.k.ID) + "/pair/" + x.Code, Label: c.Say(web.Text(x.Words())), Count: -1, Now: x.Code == view.Code})
	}
	if c.Posted() || s.edit {
		done, err := d.liked(c, s, view, v)
		if err != nil || done {
			return err
		}
	}
	s.page(c, v.Pair.Title)
	c.Page.State = v.Pair.Tag
	c.Page.Prev, c.Page.Next = beside(v.Views)
	return c.Render("pair", v)
}

// beside leads to the views before and after the one that is shown.
func beside(tabs []web.Tab) (prev, next web.Link) {
	i := slices.IndexFunc(tabs, func(t web.Tab) bool { return t.Now })
	if i > 0 {
		prev = web.Link{Href: tabs[i-1].Href, Label: tabs[i-1].Label}
	}
	if i >= 0 && i+1 < len(tabs) {
		next = web.Link{Href: tabs[i+1].Href, Label: tabs[i+1].Label}
	}
	return prev, next
}

// liked reads the form of a view and decides. It reports whether the person was sent on.
func (d *Desk) liked(c *web.Ctx, s *sheet, view table.View, v *pairPageView) (done bool, err error) {
	if !s.edit {
		return false, d.frozen(s.by, s.k)
	}
	f := s.pairForm(c, view)
	v.Form = f
	p := s.table.Pair(view.Code)
	if !c.Posted() {
		f.Fill(pairForm{Rev: p.Rev, Patent: number(p.Patent), Product: number(p.Product), X: p.X, Y: p.Y, Size: p.Size, Turn: p.Turn, Mirror: p.Mirror, Verdict: string(p.Verdict), Note: p.Note})
	}
	in := &pairForm{}
	ok, err := f.Read(in)
	if err != nil || !ok {
		return false, err
	}
	err = d.liken(c.Context(), s, view, in)
	switch {
	case err == nil:
		to := v.Pair.Href
		if _, next := beside(v.Views); f.Pressed() == "next" && next.Href != "" {
			to = next.Href
		}
		c.Flash(web.Green, c.T("已保存", "Saved"))
		return true, c.Redirect(to)
	case fault.CodeOf(err) == "comparison.changed":
		// The picture and the alignment of the other stand on the bench; the form keeps what was typed.
		now, e := d.sheetOf(c, 0)
		if e != nil {
			return false, e
		}
		clash := now.pair(c, view)
		v.Clash, in.Rev = &clash, now.table.Pair(view.Code).Rev
		f.Fill(*in)
		c.Status(http.StatusConflict)
		return false, nil
	case !f.Refused(err):
		return false, err
	}
	return false, nil
}

// number writes the id of a picture for a field; no picture is an empty field.
func number(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// pairForm is the form of a view with the pictures that there are to choose from.
func (s *sheet) pairForm(c *web.Ctx, view table.View) *form.Form {
	f := form.New(c, form.Describe(pairForm{}, nil))
	f.Cancel, f.Bare = home(s.k.ID), true
	f.Submit, f.Buttons = c.T("保存", "Save"), []form.Button{{Value: "next", Label: c.T("保存并比对下一视图", "Save and go on")}}
	s.choices(f, view)
	return f
}

// choices are the pictures of a view.
func (s *sheet) choices(f *form.Form, view table.View) {
	for name, side := range map[string]table.Side{"patent": table.OfPatent, "product": table.OfProduct} {
		var options []form.Option
		for _, p := range s.table.Shots(side, view.Code) {
			options = append(options, form.Option{Value: number(p.ID), Label: web.Text{p.Name, p.Name}})
		}
		f.Options(name, options)
	}
}

// liken decides one view as the form says.
func (d *Desk) liken(ctx context.Context, s *sheet, view table.View, in *pairForm) error {
	patent, _ := strconv.ParseInt(in.Patent, 10, 64)
	product, _ := strconv.ParseInt(in.Product, 10, 64)
	p := table.Pair{View: view.Code, Patent: patent, Product: product, Alignment: table.Alignment{X: in.X, Y: in.Y, Size: in.Size, Turn: in.Turn, Mirror: in.Mirror}, Verdict: table.Likeness(in.Verdict), Note: strings.TrimSpace(in.Note)}
	_, err := d.change(ctx, s.by, s.k.ID, change{what: "pair", detail: view.Title + "：" + p.Verdict.Title().String(), do: func(t *table.Table, m table.Mark) error {
		if was := t.Pair(view.Code); was.Rev != in.Rev {
			return changed(was.Mark, was.Verdict.Title())
		}
		p.Mark = m
		return t.Liken(p)
	}})
	return err
}

// overallPage concludes on the design as a whole.
func (d *Desk) overallPage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	o := s.table.Overall
	in := &overallForm{}
	clash := func(now *sheet) ([]web.Block, any) {
		in.Rev = now.table.Overall.Rev
		if kv := now.overall(c); kv != nil {
			return []web.Block{*kv}, *in
		}
		return nil, *in
	}
	return d.enter(c, s, step{zh: "整体观察、综合判断", en: "The design as a whole", schema: form.Describe(overallForm{}, nil), into: in,
		fill: overallForm{Rev: o.Rev, Class: o.Class, ClassNote: o.ClassNote, Verdict: string(o.Verdict), Note: o.Note}, clash: clash, do: func(s *sheet) error { return d.conclude(c.Context(), s, in) }})
}

// conclude records the conclusion of a person. It is never derived from the views: a design is compared as a
// whole, and a sum of views is none.
func (d *Desk) conclude(ctx context.Context, s *sheet, in *overallForm) error {
	_, err := d.change(ctx, s.by, s.k.ID, change{what: "overall", do: func(t *table.Table, m table.Mark) error {
		if t.Overall.Rev != in.Rev {
			return changed(t.Overall.Mark, t.Overall.Verdict.Title())
		}
		return t.Conclude(table.Overall{Class: in.Class, ClassNote: strings.TrimSpace(in.ClassNote), Verdict: table.Likeness(in.Verdict), Note: strings.TrimSpace(in.Note), Mark: m})
	}})
	return err
}
