package designs

import (
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/patent/literature"
	"zhibao/patent/reader/figure"
)

const (
	home     = "/designs"
	pictures = "/design-pictures" // of published designs
)

// Module returns the pages.
func (d *Desk) Module() web.Module {
	var routes []web.Route
	add := func(method, pattern string, h func(*web.Ctx) error) {
		routes = append(routes, web.Route{Method: method, Pattern: home + pattern, Act: ActSearch, Handler: h, Timeout: 2 * time.Minute})
	}
	for _, method := range []string{"GET", "POST"} {
		add(method, "", d.homePage)
		add(method, "/{of}/with/{number}/{view}", d.pairPage)
	}
	routes[1].Limit = mostAsked*maxPicture + 1<<20
	add("GET", "/{of}", d.foundPage)
	add("GET", "/{of}/export", d.export)
	add("POST", "/{of}/drop", d.dropPosted)
	add("GET", "/{of}/asked/{shot}", d.askedFile)
	routes = append(routes, web.Route{Method: "GET", Pattern: pictures + "/{picture}", Act: ActSearch, Handler: d.pictureFile})
	routes = append(routes, web.Route{Method: "GET", Pattern: drawings, Act: d.Read, Handler: d.drawingFile})
	return web.Module{Name: "designs", Views: []fs.FS{views, d.Bench}, Assets: static, Routes: routes}
}

// asking is the form with which a search begins.
type asking struct {
	Files    []form.File `json:"files" label:"图片" en:"Pictures" max:"8" accept:".jpg,.jpeg,.png,.tif,.tiff,.gif,.bmp,.webp" size:"40M" help:"一件外观设计的一幅或几幅视图；按“主视图.jpg”这样命名的，会显示视图名称。只有您本人能看到，图片检索到期后删除" helpen:"One or more views of one design. You alone see them, and they are deleted after some months"`
	Document string      `json:"document" label:"或文献库中的外观设计" en:"Or a design of the holding" max:"40" help:"公开（公告）号，例如 CN305123456S" helpen:"Its number, such as CN305123456S"`
	Title    string      `json:"title" label:"名称" en:"Name" max:"60" secret:"true" help:"便于以后找到，可以不填" helpen:"To find it again; may be left empty"`
	narrowing
}

// homePage takes what is searched for, and lists what was.
func (d *Desk) homePage(c *web.Ctx) error {
	by := worklist.Actor(c)
	f := form.New(c, form.Describe(asking{}, nil)).Fill(asking{Document: c.Query("document"), narrowing: narrowing{Turned: true}})
	f.Submit, f.Action = c.T("检索", "Search"), home
	var in asking
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		x, err := d.ask(c, by, &in)
		if err == nil {
			return c.Redirect(address(fmt.Sprintf("%s/%d", home, x.ID), in.narrowing))
		}
		if !f.Refused(err) {
			return err
		}
	}
	collection, left, err := d.Feed(c.Context(), by.Center, quick)
	if err != nil {
		return err
	}
	last, err := d.mine(c.Context(), by)
	if err != nil {
		return err
	}
	n, pictures := collection.Len()
	c.Page = web.Page{Title: c.T("外观近似检索", "Similar designs"), At: home}
	return c.Render("page-blocks", []web.Block{stateNotice(c, n, pictures, left), f, lastTable(c, last)})
}

// stateNotice says what is searched.
func stateNotice(c *web.Ctx, designs, pictures int, left int64) web.Notice {
	switch {
	case designs == 0 && left == 0:
		return web.Notice{Tone: web.Amber, Text: c.T("图片库还没有外观设计的图片。导入带图片的外观设计文献（XML 与图片在同一压缩包或文件夹中）后，图片会自动收录；检索导出表不含图片。", "The collection holds no pictures yet. They are taken in with documents of designs whose XML and pictures lie in one archive or folder; lists from search services have none.")}
	case left > 0:
		return web.Notice{Tone: web.Amber, Text: fmt.Sprintf(c.T("图片库正在更新，还有约 %d 幅图片没有进入；稍后重新打开本页即可。", "The collection is being brought up to date; about %d pictures are not in it yet. Open the page again in a while."), left)}
	}
	return web.Notice{Tone: web.Blue, Text: fmt.Sprintf(c.T("图片库现有 %d 件已公布外观设计的 %d 幅图片。检索逐一比较全部图片的形状、轮廓、图案和色彩，找到的只是供人判断的候选；没有找到，只说明本库没有收录。", "The collection holds %d published designs with %d pictures. Every picture is compared by shape, contour, pattern and colour; what is found are candidates for people to judge. What is not found is not in this collection, no more."), designs, pictures)}
}

// lastTable lists the searches of a person.
func lastTable(c *web.Ctx, all []*search) web.Table {
	t := web.Table{Title: c.T("我的图片检索", "My searches"), Head: []string{c.T("名称", "Name"), c.T("图片", "Pictures"), c.T("时间", "When")}, Numbers: []int{1}, Empty: c.T("还没有检索过。", "Nothing was searched for yet.")}
	for _, x := range all {
		n := strconv.Itoa(len(x.Shots))
		if x.Document != "" {
			n = "—"
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Title, Href: fmt.Sprintf("%s/%d", home, x.ID)}, {Text: n}, {Text: web.When(x.At)}})
	}
	return t
}

// ask makes a search of a form.
func (d *Desk) ask(c *web.Ctx, by casework.Actor, in *asking) (*search, error) {
	x := &search{Title: strings.TrimSpace(in.Title)}
	in.Document = strings.TrimSpace(in.Document)
	switch {
	case len(in.Files) > 0 && in.Document != "":
		return nil, fault.New(fault.Invalid, "designs.both", "上传图片与文献号请只填一种").At("document")
	case in.Document != "":
		doc, _, err := d.Holding.Find(c.Context(), by.Center, in.Document)
		if err != nil {
			return nil, fault.New(fault.Invalid, "designs.document", "文献库中没有 %s；请核对公开号，或上传图片检索", in.Document).At("document").Because(err)
		}
		ks, err := d.Of(c.Context(), by.Center, doc.Number)
		if err != nil {
			return nil, err
		}
		if len(ks) == 0 {
			return nil, fault.New(fault.Invalid, "designs.no_pictures", "文献库没有收录 %s 的图片，请上传图片检索", doc.Number).At("document")
		}
		if x.Document = doc.Number; x.Title == "" {
			x.Title = doc.Number + " " + titleOf(c, &doc)
		}
	case len(in.Files) == 0:
		return nil, fault.New(fault.Invalid, "designs.nothing", "请上传图片，或填写文献库中一件外观设计的公开号").At("files")
	}
	for _, f := range in.Files {
		s, err := shotOf(f)
		if err != nil {
			return nil, err
		}
		x.Shots = append(x.Shots, s)
	}
	if x.Title == "" {
		x.Title = in.Files[0].Name
	}
	return x, d.begin(c.Context(), by, x)
}

// shotOf reads a picture that was sent. Of it only a copy of its pixels is kept.
func shotOf(f form.File) (Shot, error) {
	r, err := f.Open()
	if err != nil {
		return Shot{}, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPicture))
	if err != nil {
		return Shot{}, err
	}
	shown, err := figure.Show(f.Name, data, keptSide)
	name := f.Name
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return Shot{name, shown.Data}, err
}

// titleOf is the title of a document in the language of the reader where there is one.
func titleOf(c *web.Ctx, doc *literature.Document) string {
	for _, t := range doc.Titles {
		if t.Language == string(c.Lang()) {
			return t.Words
		}
	}
	if len(doc.Titles) > 0 {
		return doc.Titles[0].Words
	}
	return ""
}
