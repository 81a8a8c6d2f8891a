package comparison

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/reader"
	"zhibao/protection/infringement/comparison/table"
)

// patentForm names what is compared.
type patentForm struct {
	Number string       `json:"number" label:"专利号" en:"Patent number" max:"40" required:"true"`
	Title  string       `json:"title" label:"名称" en:"Title" required:"true"`
	Kind   string       `json:"kind" label:"类型" en:"Kind" widget:"radio" required:"true" options:"claims=发明或实用新型=Invention or utility model,design=外观设计=Design"`
	Filed  calendar.Day `json:"filed" label:"申请日（有优先权的填优先权日）" en:"Filing date (priority date if there is one)" widget:"date" help:"判断现有技术是否在先公开" helpen:"Prior art must be older"`
}

// claimsForm takes the claims in.
type claimsForm struct {
	Text     string    `json:"text" label:"权利要求书" en:"Claims" widget:"textarea" max:"60000" help:"粘贴授权公告的权利要求，每项以编号开头；上传文件的可以不填" helpen:"Paste the granted claims, each with its number; leave empty when you send a file"`
	File     form.File `json:"file" label:"或上传授权文本" en:"Or the granted text" size:"60M" help:"公布或授权公告的 XML、Word 或文本文件，或案卷包 ZIP" helpen:"Publication XML, Word or text, or a package as ZIP"`
	Asserted string    `json:"asserted" label:"请求人主张的权利要求" en:"Asserted claims" max:"200" required:"true" help:"例如 1、3-5；从属权利要求引用的权利要求会自动列入" helpen:"For example 1, 3-5; claims on which they build are added"`
}

// judgeForm decides one feature.
type judgeForm struct {
	Rev            int64     `json:"rev" widget:"hidden"`
	Product        string    `json:"product" label:"被控侵权产品的对应技术特征" en:"What the product has in its place" widget:"textarea" max:"2000" help:"没有对应特征的写“无”" helpen:"Say so where it has nothing"`
	Evidence       []refForm `json:"evidence" label:"证据位置" en:"Where it is seen" max:"20"`
	Verdict        string    `json:"verdict" label:"判定" en:"Verdict" widget:"radio" options:"same=相同=Identical,equivalent=等同=Equivalent,different=不同=Different" section:"判定与理由=Verdict and reasons"`
	Reason         string    `json:"reason" label:"理由" en:"Reasons" widget:"textarea" max:"3000" help:"判定为不同的必须写明" helpen:"Needed where it is different"`
	Means          string    `json:"means" label:"手段基本相同" en:"Substantially the same means" widget:"textarea" max:"2000" section:"等同的理由（四项都须写明）=Why it is equivalent (all four)"`
	Function       string    `json:"function" label:"功能基本相同" en:"Substantially the same function" widget:"textarea" max:"2000"`
	Effect         string    `json:"effect" label:"效果基本相同" en:"Substantially the same effect" widget:"textarea" max:"2000"`
	Obvious        string    `json:"obvious" label:"无需创造性劳动就能联想到" en:"Thought of without inventive effort" widget:"textarea" max:"2000"`
	Estoppel       string    `json:"estoppel" label:"禁止反悔" en:"Estoppel" widget:"select" options:"rejected=有主张，不适用=Raised in vain,applies=适用=Applies" section:"对等同的限制=What bars an equivalent"`
	EstoppelNote   string    `json:"estoppel_note" label:"禁止反悔的事实与理由" en:"Facts and reasons of the estoppel" widget:"textarea" max:"2000"`
	Dedication     string    `json:"dedication" label:"捐献" en:"Dedication to the public" widget:"select" options:"rejected=有主张，不适用=Raised in vain,applies=适用=Applies"`
	DedicationNote string    `json:"dedication_note" label:"捐献的事实与理由" en:"Facts and reasons of the dedication" widget:"textarea" max:"2000"`
}

// refForm points to a place in an exhibit.
type refForm struct {
	Number  string  `json:"number" label:"证据编号" en:"Exhibit" max:"40" help:"例如 申1" helpen:"As the list of exhibits numbers it"`
	X       float64 `json:"x" label:"左 %" en:"Left %" min:"0" max:"100"`
	Y       float64 `json:"y" label:"上 %" en:"Top %" min:"0" max:"100"`
	W       float64 `json:"w" label:"宽 %" en:"Width %" min:"0" max:"100"`
	H       float64 `json:"h" label:"高 %" en:"Height %" min:"0" max:"100"`
	Page    int64   `json:"page" label:"页" en:"Page" min:"0" max:"100000"`
	Time    string  `json:"time" label:"视频时间" en:"Video time" max:"12" help:"时:分:秒" helpen:"h:m:s"`
	Caption string  `json:"caption" label:"说明" en:"Caption" max:"300"`
}

// divideForm divides a feature.
type divideForm struct {
	Marked string `json:"marked" label:"在需要断开的地方回车" en:"Break the line where it is to be divided" widget:"textarea" max:"20000" required:"true"`
}

// A step is a page with one form of a comparison.
type step struct {
	zh, en string // title
	submit web.Text
	schema *form.Schema
	fill   any
	into   any
	back   string // where to go afterwards, below the comparison
	do     func(s *sheet) error
	clash  func(now *sheet) (above []web.Block, fill any) // what somebody else decided, and the form for another try
}

// enter shows the form of a step, and does what it is for when it was sent.
func (d *Desk) enter(c *web.Ctx, s *sheet, e step) error {
	// Asked before the form is shown, so that nobody types what cannot be saved.
	if !s.edit {
		return d.frozen(s.by, s.k, s.Version)
	}
	s.page(c, c.T(e.zh, e.en))
	f := form.New(c, e.schema)
	f.Cancel = home(s.k.ID) + e.back
	if e.submit != (web.Text{}) {
		f.Submit = c.Say(e.submit)
	}
	if !c.Posted() && e.fill != nil {
		f.Fill(e.fill)
	}
	ok, err := f.Read(e.into)
	if err != nil {
		return err
	}
	if !ok {
		return c.Render("page-blocks", []web.Block{f})
	}
	if err = e.do(s); err == nil {
		c.Flash(web.Green, c.T("已保存", "Saved"))
		return c.Redirect(home(s.k.ID) + e.back)
	}
	var above []web.Block
	if fault.CodeOf(err) == "comparison.changed" && e.clash != nil {
		now, e2 := d.sheetOf(c, 0)
		if e2 != nil {
			return e2
		}
		var fill any
		above, fill = e.clash(now)
		f.Fill(fill)
		above = append([]web.Block{web.Notice{Tone: web.Red, Text: c.Say(c.ExplainAll(err))}}, above...)
		c.Status(http.StatusConflict)
	} else if !f.Refused(err) {
		return err
	}
	return c.Render("page-blocks", append(above, f))
}

// patentPage names the patent.
func (d *Desk) patentPage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	p := s.table.Patent
	fill := patentForm{Number: p.Number, Title: p.Title, Kind: "claims", Filed: p.Filed}
	if p.Design {
		fill.Kind = "design"
	}
	in := &patentForm{}
	return d.enter(c, s, step{zh: "涉案专利", en: "The patent", schema: form.Describe(patentForm{}, nil), fill: fill, into: in, do: func(s *sheet) error { return d.setPatent(c.Context(), s.by, s.k.ID, in) }})
}

// setPatent names the patent. Whether it is a design decides which half of the bench the case has.
func (d *Desk) setPatent(ctx context.Context, by casework.Actor, id int64, in *patentForm) error {
	_, err := d.change(ctx, by, id, change{what: "patent", detail: in.Number, do: func(t *table.Table, _ table.Mark) error {
		t.Patent = table.Patent{Number: in.Number, Title: in.Title, Filed: in.Filed, Design: in.Kind == "design", Source: "录入"}
		return nil
	}})
	return err
}

// claimsPage takes claims in.
func (d *Desk) claimsPage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	in := &claimsForm{}
	var fill claimsForm
	var asserted, all []string
	for i := range s.table.Claims {
		x := &s.table.Claims[i]
		all = append(all, strconv.Itoa(x.Number)+". "+x.Text)
		if x.Asserted {
			asserted = append(asserted, strconv.Itoa(x.Number))
		}
	}
	fill.Text, fill.Asserted = strings.Join(all, "\n"), strings.Join(asserted, "、")
	return d.enter(c, s, step{zh: "录入权利要求", en: "Enter claims", submit: web.Text{"录入并分解", "Enter and divide"}, schema: form.Describe(claimsForm{}, nil), fill: fill, into: in,
		do: func(s *sheet) error { return d.setClaims(c.Context(), s.by, s.k.ID, in) }})
}

// setClaims reads claims and puts the asserted ones into the table.
func (d *Desk) setClaims(ctx context.Context, by casework.Actor, id int64, in *claimsForm) error {
	asserted, err := numbers(in.Asserted)
	if err != nil {
		return err
	}
	set, p, err := readClaims(ctx, in)
	if err != nil {
		return err
	}
	_, err = d.change(ctx, by, id, change{what: "claims", detail: in.Asserted, do: func(t *table.Table, _ table.Mark) error {
		// What a person entered of the patent is not replaced by what a file says.
		if t.Patent.Number == "" {
			t.Patent.Number, t.Patent.Title, t.Patent.Filed = p.Number, p.Title, p.Filed
		}
		t.Patent.Design = false
		if p.Source != "" {
			t.Patent.Source = p.Source
		}
		return t.Load(set, asserted)
	}})
	return err
}

// readClaims reads the claims that were typed, or those of a file, with what a publication says of itself.
func readClaims(ctx context.Context, in *claimsForm) (*claim.Set, table.Patent, error) {
	if in.File.IsZero() {
		return table.Words(in.Text), table.Patent{}, nil
	}
	app, err := readFile(ctx, in.File)
	if err != nil {
		return nil, table.Patent{}, err
	}
	if !app.Has(patent.Claims) {
		return nil, table.Patent{}, fault.New(fault.Invalid, "comparison.no_claims", "“%s”中没有读出权利要求书；请上传含权利要求的授权文本，或直接粘贴权利要求", in.File.Name).At("file")
	}
	p := table.Patent{Title: app.Title, Source: in.File.Name}
	if pub := app.Publication; pub != nil {
		p.Number = pub.ApplicationNo
		p.Filed, _ = calendar.ParseDay(pub.FilingDate)
	}
	return claim.Parse(app.Text(patent.Claims)), p, nil
}

// readFile reads a file with the readers of applications.
func readFile(ctx context.Context, f form.File) (*patent.Application, error) {
	data, err := content(f)
	if err != nil {
		return nil, err
	}
	return reader.Read(ctx, f.Name, bytes.NewReader(data), int64(len(data)), reader.Options{})
}

// content reads a file that was sent.
func content(f form.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxPackage))
}

var ranges = regexp.MustCompile(`^(\d{1,3})(?:\s*[-－~～至到]\s*(\d{1,3}))?$`)

// numbers reads 1、3-5.
func numbers(s string) (out []int, err error) {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("、，, ;；和及　", r) }) {
		m := ranges.FindStringSubmatch(part)
		if m == nil {
			return nil, fault.New(fault.Invalid, "comparison.numbers", "“%s”不是权利要求的编号；请写作 1、3-5", part).At("asserted")
		}
		from, _ := strconv.Atoi(m[1])
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		for n := from; n <= to; n++ {
			out = append(out, n)
		}
	}
	return out, nil
}

// dividePage divides a feature by hand.
func (d *Desk) dividePage(c *web.Ctx) error {
	s, f, err := d.featureOf(c)
	if err != nil {
		return err
	}
	in := &divideForm{}
	return d.enter(c, s, step{zh: "拆分特征", en: "Divide the feature", submit: web.Text{"拆分", "Divide"}, schema: form.Describe(divideForm{}, nil), fill: divideForm{Marked: f.Text}, into: in,
		do: func(s *sheet) error { return d.divide(c.Context(), s, f, in.Marked) }})
}

// divide makes the pieces of a feature features of their own.
func (d *Desk) divide(ctx context.Context, s *sheet, f *table.Feature, marked string) error {
	_, err := d.change(ctx, s.by, s.k.ID, change{what: "split", detail: s.label(f.ID), do: func(t *table.Table, _ table.Mark) error { return t.Split(f.ID, marked) }})
	return err
}

// mergePosted merges a feature with the next one.
func (d *Desk) mergePosted(c *web.Ctx) error {
	s, f, err := d.featureOf(c)
	if err != nil {
		return err
	}
	if err := d.merge(c.Context(), s, f); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已与下一特征合并；合并后的特征需要重新判定。可用“撤销”恢复。", "Merged with the next feature, which is to be judged anew. “Undo” takes it back."))
	return c.Redirect(home(s.k.ID))
}

// merge puts a feature and the next one together.
func (d *Desk) merge(ctx context.Context, s *sheet, f *table.Feature) error {
	_, err := d.change(ctx, s.by, s.k.ID, change{what: "merge", detail: s.label(f.ID), do: func(t *table.Table, _ table.Mark) error { return t.Merge(f.ID) }})
	return err
}

// label names a feature.
func (s *sheet) label(id int64) string {
	x, at := s.table.Feature(id)
	if x == nil {
		return ""
	}
	return x.Label(at)
}

// featureOf opens the comparison and the feature in the address.
func (d *Desk) featureOf(c *web.Ctx) (*sheet, *table.Feature, error) {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return nil, nil, err
	}
	id, err := worklist.ID(c, "feature")
	if err != nil {
		return nil, nil, err
	}
	x, at := s.table.Feature(id)
	if x == nil {
		return nil, nil, fault.New(fault.Missing, "comparison.feature", "没有这个技术特征，可能已被拆分或合并；请返回比对表查看最新情况")
	}
	return s, &x.Features[at], nil
}

var clockTime = regexp.MustCompile(`^(?:\d{1,2}:)?\d{1,2}:\d{2}$`)

// evidence turns the rows of the form into references. Where the exhibits of the case are known, each row
// must name one of them.
func evidence(rows []refForm, exhibits map[string]Exhibit) (out []table.Ref, err error) {
	for _, r := range rows {
		x, known := exhibits[r.Number]
		// Without a register of exhibits their numbers are taken as they are typed.
		switch {
		case strings.TrimSpace(r.Number) == "":
			return nil, fault.New(fault.Invalid, "comparison.exhibit", "请填写每一处证据的编号").At("evidence")
		case len(exhibits) > 0 && !known:
			return nil, fault.New(fault.Invalid, "comparison.exhibit_unknown", "本案没有编号为“%s”的证据，请核对证据清单", r.Number).At("evidence")
		case (r.W > 0) != (r.H > 0) || r.X+r.W > 100 || r.Y+r.H > 100:
			return nil, fault.New(fault.Invalid, "comparison.region", "证据“%s”的图片区域不完整或超出图片：宽和高须同时填写，左加宽、上加高均不超过 100", r.Number).At("evidence")
		case r.Time != "" && !clockTime.MatchString(r.Time):
			return nil, fault.New(fault.Invalid, "comparison.time", "证据“%s”的视频时间应写作 时:分:秒 或 分:秒", r.Number).At("evidence")
		}
		out = append(out, table.Ref{Exhibit: x.ID, Number: strings.TrimSpace(r.Number), X: r.X, Y: r.Y, W: r.W, H: r.H, Page: int(r.Page), Time: r.Time, Caption: strings.TrimSpace(r.Caption)})
	}
	return out, nil
}

// judge decides a feature as the form says.
func (d *Desk) judge(ctx context.Context, s *sheet, id int64, in *judgeForm, exhibits map[string]Exhibit) error {
	refs, err := evidence(in.Evidence, exhibits)
	if err != nil {
		return err
	}
	j := table.Feature{Product: strings.TrimSpace(in.Product), Evidence: refs, Verdict: table.Verdict(in.Verdict), Reason: in.Reason, Means: in.Means, Function: in.Function, Effect: in.Effect,
		Obvious: in.Obvious, Estoppel: table.Bar(in.Estoppel), EstoppelNote: in.EstoppelNote, Dedication: table.Bar(in.Dedication), DedicationNote: in.DedicationNote}
	if j.Verdict != table.Equivalent {
		j.Means, j.Function, j.Effect, j.Obvious = "", "", "", "" // what was typed for another verdict is none of this one's reasons
	}
	_, err = d.change(ctx, s.by, s.k.ID, change{what: "judge", detail: fmt.Sprintf("%s：%s", s.label(id), j.Verdict.Title()), do: func(t *table.Table, m table.Mark) error {
		if x, at := t.Feature(id); x != nil && x.Features[at].Rev != in.Rev {
			return changed(x.Features[at].Mark, x.Features[at].Verdict.Title())
		}
		j.Mark = m
		return t.Judge(id, j)
	}})
	return err
}

// changed says that somebody else was faster, and what they decided.
func changed(m table.Mark, verdict fault.Pair) error {
	return fault.New(fault.Conflict, "comparison.changed", "%s 已于 %s 判定为“%s”，您的判定没有保存；请核对下面对方的内容，您填写的仍在表单中，可再次提交", m.Name, stamp(m.At), verdict)
}
