package comparison

import (
	"bytes"
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/likeness"
	"zhibao/patent/reader"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/reader/designs"
	"zhibao/protection/infringement/comparison/table"
)

// picturesForm takes pictures of one side in.
type picturesForm struct {
	Side   string      `json:"side" label:"哪一方的图片" en:"Whose pictures" widget:"radio" required:"true" options:"patent=涉案专利=Patent,product=被控侵权产品=Accused product"`
	View   string      `json:"view" label:"视图" en:"View" widget:"select" options:"front=主视图=Front,back=后视图=Back,left=左视图=Left,right=右视图=Right,top=俯视图=Top,bottom=仰视图=Bottom,perspective=立体图=Perspective,use=使用状态图=In use" help:"不选的，按文件名识别，例如“主视图.jpg”" helpen:"Left empty, the names of the files tell, where they are called after their views"`
	Files  []form.File `json:"files" label:"图片" en:"Pictures" max:"20" required:"true" accept:".jpg,.jpeg,.png,.tif,.tiff,.gif,.bmp,.webp" size:"40M" help:"原件按原样保存；页面显示的是去除拍摄地点等信息的副本" helpen:"The original is kept as it is; what is shown is a copy without the place where it was taken"`
	MM     float64     `json:"mm" label:"图片宽度对应的实际尺寸（毫米）" en:"Width of what the picture shows, in millimetres" min:"0" max:"100000" help:"填写后显示比例尺" helpen:"For a scale bar"`
	Source string      `json:"source" label:"来源" en:"Source" max:"100" help:"例如证据编号 申3" helpen:"For example the number of an exhibit"`
}

// packageForm takes the views of the patent from its papers.
type packageForm struct {
	File form.File `json:"file" label:"案卷包或图片文件夹（ZIP）" en:"Package or folder of pictures (ZIP)" required:"true" accept:".zip" size:"200M"`
	Side string    `json:"side" label:"哪一方的图片" en:"Whose pictures" widget:"radio" required:"true" options:"patent=涉案专利=Patent,product=被控侵权产品=Accused product"`
}

// picturesPage takes pictures in.
func (d *Desk) picturesPage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	in := &picturesForm{}
	return d.enter(c, s, step{zh: "上传图片", en: "Send pictures", submit: web.Text{"上传", "Send"}, schema: form.Describe(picturesForm{}, nil), into: in,
		fill: picturesForm{Side: orElse(c.Query("side"), "product"), View: c.Query("view")}, do: func(s *sheet) error { return d.addPictures(c.Context(), s.by, s.k.ID, in) }})
}

// orElse is what an address says, or what is usual.
func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// addPictures stores pictures and puts them into the table.
func (d *Desk) addPictures(ctx context.Context, by casework.Actor, id int64, in *picturesForm) error {
	var all []named
	for _, f := range in.Files {
		view := in.View
		if view == "" {
			if view = viewOf(f.Name); view == "" {
				return fault.New(fault.Invalid, "comparison.unnamed", "从文件名“%s”看不出是哪个视图；请选择视图，或把文件改名为“主视图.jpg”这样的名称", f.Name).At("files")
			}
		}
		data, err := content(f)
		if err != nil {
			return err
		}
		all = append(all, named{f.Name, view, data})
	}
	return d.store(ctx, by, id, all, table.Picture{Side: table.Side(in.Side), MM: in.MM, Source: in.Source})
}

// named is a picture that was sent, with the view that it shows.
type named struct {
	name, view string // of the file, and the code of the view
	data       []byte // as it came
}

// viewOf tells from a name which view a picture shows, "" where it does not say.
func viewOf(name string) string {
	label, ok := designs.ViewName(name)
	if !ok {
		label = name
	}
	v, _ := likeness.ViewIn(label)
	return v.Code
}

// store stores pictures that were sent and puts them into the table; like says what they have in common.
func (d *Desk) store(ctx context.Context, by casework.Actor, id int64, all []named, like table.Picture) error {
	// Before anything is stored: whether the person may change the comparison at all.
	s, err := d.open(ctx, by, id, 0)
	if err != nil {
		return err
	}
	if !s.edit {
		return d.frozen(by, s.k)
	}
	key, err := d.key(ctx, id)
	if err != nil {
		return err
	}
	ch := change{what: "pictures", detail: like.Side.Title().String()}
	var stored []table.Picture
	for _, n := range all {
		p, err := d.intake(ctx, key, id, n.name, n.data)
		if err != nil {
			return err
		}
		p.Side, p.View, p.MM, p.Source = like.Side, n.view, like.MM, like.Source
		stored = append(stored, p)
		ch.files = append(ch.files, p.Original.Address, p.Shown.Address, p.Printed.Address)
	}
	ch.do = func(t *table.Table, m table.Mark) error {
		t.Patent.Design = true
		for _, p := range stored {
			p.Mark = m
			if _, err := t.Add(p); err != nil {
				return err
			}
		}
		return nil
	}
	_, err = d.change(ctx, by, id, ch)
	return err
}

// packagePage takes the views from a package of application papers or a folder.
func (d *Desk) packagePage(c *web.Ctx) error {
	s, err := d.sheetOf(c, 0)
	if err != nil {
		return err
	}
	in := &packageForm{}
	return d.enter(c, s, step{zh: "从案卷包取图片", en: "Views from a package", submit: web.Text{"读取", "Read"}, schema: form.Describe(packageForm{}, nil), into: in, fill: packageForm{Side: "patent"},
		do: func(s *sheet) error { return d.addPackage(c.Context(), s.by, s.k.ID, in) }})
}

// addPackage reads the views of a package with the readers of applications.
func (d *Desk) addPackage(ctx context.Context, by casework.Actor, id int64, in *packageForm) error {
	data, err := content(in.File)
	if err != nil {
		return err
	}
	app, err := reader.Read(ctx, in.File.Name, bytes.NewReader(data), int64(len(data)), reader.Options{})
	if err != nil {
		return err
	}
	set, err := bundle.Zip(ctx, in.File.Name, bytes.NewReader(data), int64(len(data)), bundle.Standard())
	if err != nil {
		return err
	}
	var all []named
	seen := map[string]bool{}
	for _, v := range app.Views {
		view := viewOf(v.Label)
		// Of several designs in one package the first is compared.
		if view == "" || seen[view] || !v.Present || v.Problem != "" {
			continue
		}
		e := set.Find(v.File)
		if e == nil {
			continue
		}
		picture, err := set.Bytes(ctx, e)
		if err != nil {
			return err
		}
		seen[view] = true
		all = append(all, named{v.File[strings.LastIndex(v.File, "/")+1:], view, picture})
	}
	if len(all) == 0 {
		return fault.New(fault.Invalid, "comparison.no_views", "“%s”中没有读出外观设计的视图；请上传含“主视图.jpg”等图片的案卷包，或在“上传图片”中逐幅上传", in.File.Name).At("file")
	}
	return d.store(ctx, by, id, all, table.Picture{Side: table.Side(in.Side), Source: in.File.Name})
}
