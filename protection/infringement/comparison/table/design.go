package table

import (
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent/likeness"
)

// A View is one of the customary views of a design.
type View = likeness.View

// Views lists the views in the customary order.
func Views() []View { return likeness.Views() }

// ViewOf returns the view with the code; ok is false where there is none.
func ViewOf(code string) (View, bool) { return likeness.ViewOf(code) }

// Side is whose picture it is.
type Side string

// The sides of a pair.
const (
	OfPatent  Side = "patent"
	OfProduct Side = "product"
)

// Title returns the word for a page and its English.
func (s Side) Title() fault.Pair {
	if s == OfProduct {
		return fault.Pair{"被控侵权产品", "accused product"}
	}
	return fault.Pair{"涉案专利", "patent"}
}

// A File is a stored file.
type File struct {
	Address, SHA256 string
	Size            int64
}

// A Picture is one picture of the patent or the product. The original is kept as it came; what is shown is
// a copy of its pixels without anything else, upright.
type Picture struct {
	ID            int64
	Side          Side
	View          string
	Name          string
	Original      File
	Shown         File
	Printed       File // a smaller copy of what is shown, for papers
	Width, Height int
	Colour        bool
	Located       bool    // the original told where it was taken; the copy does not
	MM            float64 // width of what the picture shows, in millimetres; 0 where nobody knows
	Source        string  // exhibit or file from which it comes
	Mark
}

// Likeness is what the comparison of one view says.
type Likeness = likeness.Verdict

// The verdicts on a view, and on a design as a whole.
const (
	LikeSame        = likeness.Same
	LikeSubstantial = likeness.Substantial
	LikeSimilar     = likeness.Similar
	LikeNot         = likeness.Unlike
	LikeUnseen      = likeness.Unseen
)

// Alignment says how the picture of the product is laid over that of the patent: moved by per cent of the
// frame, sized in per cent, turned by degrees, mirrored.
type Alignment struct {
	X, Y   float64
	Size   float64 // 100 where nothing was changed
	Turn   float64
	Mirror bool
}

// A Pair is one view on both sides.
type Pair struct {
	View            string
	Patent, Product int64 // pictures, 0 where there is none
	Alignment
	Verdict Likeness
	Note    string
	Mark
}

// Overall is the conclusion on a design, which a person draws: 整体观察，综合判断.
type Overall struct {
	Class     string // same, similar, different: class of the products
	ClassNote string
	Verdict   Likeness
	Note      string
	Mark
}

// Classes are what can be said of the classes of two products.
func Classes() []View {
	return []View{{Code: "same", Title: "相同种类", English: "same class"}, {Code: "similar", Title: "相近种类", English: "similar class"},
		{Code: "different", Title: "不相同也不相近", English: "neither same nor similar"}}
}

// Picture returns a picture, or nil.
func (t *Table) Picture(id int64) *Picture {
	if i := slices.IndexFunc(t.Pictures, func(p Picture) bool { return p.ID == id }); i >= 0 && id != 0 {
		return &t.Pictures[i]
	}
	return nil
}

// Pair returns the pair of a view; one that nobody touched yet has the latest pictures of both sides.
func (t *Table) Pair(view string) Pair {
	if i := slices.IndexFunc(t.Pairs, func(p Pair) bool { return p.View == view }); i >= 0 {
		return t.Pairs[i]
	}
	p := Pair{View: view, Alignment: Alignment{Size: 100}}
	for _, x := range t.Pictures {
		if x.View == view && x.Side == OfPatent {
			p.Patent = x.ID
		} else if x.View == view {
			p.Product = x.ID
		}
	}
	return p
}

// Shots lists the pictures of a side and a view.
func (t *Table) Shots(side Side, view string) (out []Picture) {
	for _, p := range t.Pictures {
		if p.Side == side && p.View == view {
			out = append(out, p)
		}
	}
	return out
}

// Add puts a picture into the table. It stands in the pair of its view from now on; what was judged of
// other pictures is no verdict on this one.
func (t *Table) Add(p Picture) (int64, error) {
	if _, ok := ViewOf(p.View); !ok {
		return 0, fault.New(fault.Invalid, "comparison.view", "请选择视图：主、后、左、右、俯、仰视图，立体图或使用状态图").At("view")
	}
	if p.Side != OfPatent && p.Side != OfProduct {
		return 0, fault.New(fault.Invalid, "comparison.side", "请选择是涉案专利还是被控侵权产品的图片").At("side")
	}
	p.ID = t.next()
	t.Pictures = append(t.Pictures, p)
	pair := t.Pair(p.View)
	fresh := Pair{View: p.View, Patent: pair.Patent, Product: pair.Product, Alignment: Alignment{Size: 100}}
	if p.Side == OfPatent {
		fresh.Patent = p.ID
	} else {
		fresh.Product = p.ID
	}
	t.put(fresh)
	return p.ID, nil
}

func (t *Table) put(p Pair) {
	t.Pairs = append(slices.DeleteFunc(t.Pairs, func(q Pair) bool { return q.View == p.View }), p)
}

// Present lists the views of which either side has a picture.
func (t *Table) Present() (out []View) {
	for _, v := range Views() {
		if p := t.Pair(v.Code); p.Patent != 0 || p.Product != 0 {
			out = append(out, v)
		}
	}
	return out
}

// Liken decides one view.
func (t *Table) Liken(p Pair) error {
	v, ok := ViewOf(p.View)
	if !ok {
		return fault.New(fault.Missing, "comparison.no_view", "没有这个视图，请返回比对表选择")
	}
	a, b := t.Picture(p.Patent), t.Picture(p.Product)
	if p.Patent != 0 && (a == nil || a.Side != OfPatent || a.View != p.View) || p.Product != 0 && (b == nil || b.Side != OfProduct || b.View != p.View) {
		return fault.New(fault.Invalid, "comparison.picture", "请从本视图的图片中选择")
	}
	if p.Size == 0 {
		p.Size = 100
	}
	switch p.Verdict {
	case "":
	case LikeUnseen:
		if strings.TrimSpace(p.Note) == "" {
			return fault.New(fault.Invalid, "comparison.unseen", "无法比对的，请写明缺少哪一方的视图及其影响").At("note")
		}
	case LikeSame, LikeSubstantial, LikeSimilar, LikeNot:
		if a == nil || b == nil {
			return fault.New(fault.Invalid, "comparison.one_side", "%s只有一方的图片；请补充图片，或判定为无法比对并说明", v.Words()).At("verdict")
		}
		if p.Verdict != LikeSame && strings.TrimSpace(p.Note) == "" {
			return fault.New(fault.Invalid, "comparison.like_note", "请写明相同点、区别点及其对整体视觉效果的影响").At("note")
		}
	default:
		return fault.New(fault.Invalid, "comparison.likeness", "请选择相同、实质相同、近似、不近似或无法比对").At("verdict")
	}
	t.put(p)
	return nil
}

// Conclude records what a person concludes on the design as a whole.
func (t *Table) Conclude(o Overall) error {
	switch {
	case !slices.ContainsFunc(Classes(), func(c View) bool { return c.Code == o.Class }):
		return fault.New(fault.Invalid, "comparison.class", "请判断产品种类是否相同或者相近").At("class").On("法释〔2009〕21号第九条")
	case strings.TrimSpace(o.ClassNote) == "":
		return fault.New(fault.Invalid, "comparison.class_note", "请写明判断产品种类的依据（用途、国际外观设计分类、功能、销售和使用情况）").At("class_note").On("法释〔2009〕21号第九条")
	case o.Verdict != LikeSame && o.Verdict != LikeSimilar && o.Verdict != LikeNot:
		return fault.New(fault.Invalid, "comparison.overall", "请作出整体观察、综合判断的结论").At("verdict").On("法释〔2009〕21号第十一条")
	case strings.TrimSpace(o.Note) == "":
		return fault.New(fault.Invalid, "comparison.overall_note", "请写明以一般消费者的知识水平和认知能力整体观察、综合判断的理由").At("note").On("法释〔2009〕21号第十条")
	}
	t.Overall = o
	return nil
}

// Protects says whether the product falls within the protection of the design: of the same or a similar
// class, and the same or similar to look at.
func (t *Table) Protects() Outcome {
	o := t.Overall
	switch {
	case !o.Done():
		return Open
	case o.Class != "different" && (o.Verdict == LikeSame || o.Verdict == LikeSimilar):
		return In
	}
	return Out
}

func (t *Table) lacksOfDesign() (out []any) {
	present := t.Present()
	if len(present) == 0 {
		return []any{fault.Say("还没有涉案专利与被控侵权产品的图片")}
	}
	both := false
	for _, v := range present {
		p := t.Pair(v.Code)
		both = both || p.Patent != 0 && p.Product != 0
		if p.Verdict == "" {
			out = append(out, fault.Say("%s未判定", v.Words()))
		}
	}
	if !both {
		out = append(out, fault.Say("没有一个视图同时有双方的图片"))
	}
	if !t.Overall.Done() {
		out = append(out, fault.Say("还没有整体观察、综合判断的结论"))
	}
	return out
}
