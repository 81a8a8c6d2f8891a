package comparison

import (
	"strconv"
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/comparison/table"
)

// ComparisonOf is a comparison for programs.
type ComparisonOf struct {
	Version  int64             `json:"version" doc:"第几版，0 为还没有人填写"`
	At       time.Time         `json:"at,omitzero"`
	By       string            `json:"by,omitempty"`
	What     string            `json:"what,omitempty" doc:"这一版做了什么"`
	Fixed    bool              `json:"fixed" doc:"已随处理决定定稿"`
	Number   string            `json:"patent"`
	Title    string            `json:"title"`
	Design   bool              `json:"design"`
	Filed    calendar.Day      `json:"filed,omitzero" doc:"申请日或优先权日"`
	Claims   []ComparedClaim   `json:"claims"`
	Views    []ComparedView    `json:"views"`
	Overall  *ComparedDesign   `json:"overall,omitempty" doc:"整体观察、综合判断"`
	Priors   []ComparedPrior   `json:"priors" doc:"现有技术或现有设计抗辩"`
	Lacks    []string          `json:"lacks" doc:"写入处理决定前还缺什么"`
	Pictures []ComparedPicture `json:"pictures"`
}

// ComparedClaim is a claim with its features. Outcome is in (落入), out (不落入) or empty (未比对完).
type ComparedClaim struct {
	Number   int               `json:"number"`
	Asserted bool              `json:"asserted"`
	Text     string            `json:"text"`
	Outcome  string            `json:"outcome" doc:"in 落入，out 不落入，空为未比对完"`
	Features []ComparedFeature `json:"features"`
}

// ComparedFeature is one technical feature.
type ComparedFeature struct {
	ID         string        `json:"id"`
	Label      string        `json:"label,omitempty"`
	Text       string        `json:"text"`
	Role       string        `json:"role" doc:"reference 引用部分、subject 主题名称、preamble 前序部分、own 特征部分"`
	Product    string        `json:"product,omitempty"`
	Verdict    string        `json:"verdict" doc:"same、equivalent、different 或空"`
	Reason     string        `json:"reason,omitempty"`
	Means      string        `json:"means,omitempty"`
	Function   string        `json:"function,omitempty"`
	Effect     string        `json:"effect,omitempty"`
	Obvious    string        `json:"obvious,omitempty"`
	Estoppel   string        `json:"estoppel,omitempty" doc:"rejected 或 applies"`
	Dedication string        `json:"dedication,omitempty" doc:"rejected 或 applies"`
	Evidence   []ComparedRef `json:"evidence"`
	By         string        `json:"by,omitempty"`
	At         time.Time     `json:"at,omitzero"`
	Rev        int64         `json:"rev" doc:"修改时原样传回，以免覆盖他人的判定"`
}

// ComparedRef points to a place in an exhibit; the region is in per cent.
type ComparedRef struct {
	Number  string  `json:"number"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	W       float64 `json:"w"`
	H       float64 `json:"h"`
	Page    int     `json:"page,omitempty"`
	Time    string  `json:"time,omitempty"`
	Caption string  `json:"caption,omitempty"`
}

// ComparedView is one view of a design.
type ComparedView struct {
	View    string    `json:"view"`
	Patent  string    `json:"patent,omitempty" doc:"图片"`
	Product string    `json:"product,omitempty" doc:"图片"`
	Verdict string    `json:"verdict" doc:"same、substance、similar、not、unseen 或空"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Rev     int64     `json:"rev"`
}

// ComparedDesign is the conclusion on a design.
type ComparedDesign struct {
	Class     string    `json:"class" doc:"same、similar 或 different"`
	ClassNote string    `json:"class_note"`
	Verdict   string    `json:"verdict" doc:"same、similar 或 not"`
	Note      string    `json:"note"`
	Outcome   string    `json:"outcome" doc:"in 落入，out 不落入"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Rev       int64     `json:"rev"`
}

// ComparedPrior is one reference of a defence.
type ComparedPrior struct {
	ID        string         `json:"id"`
	Citation  string         `json:"citation"`
	Published calendar.Day   `json:"published,omitzero"`
	Claim     int            `json:"claim,omitempty"`
	Outcome   string         `json:"outcome" doc:"in 抗辩成立，out 不成立，空为未比对完"`
	Rows      []ComparedShow `json:"rows"`
}

// ComparedShow says whether a reference shows one feature of the product.
type ComparedShow struct {
	Feature string `json:"feature" doc:"0 为外观设计整体"`
	Verdict string `json:"verdict" doc:"same、equivalent（无实质性差异）、different 或空"`
	Note    string `json:"note,omitempty"`
	Rev     int64  `json:"rev"`
}

// ComparedPicture is a picture of a view.
type ComparedPicture struct {
	ID      string  `json:"id"`
	Side    string  `json:"side" doc:"patent 或 product"`
	View    string  `json:"view"`
	Name    string  `json:"name"`
	SHA256  string  `json:"sha256" doc:"原件"`
	Located bool    `json:"located" doc:"原件含拍摄地点，显示的副本已去除"`
	MM      float64 `json:"mm,omitempty"`
}

// ComparedVersion is one line of the history.
type ComparedVersion struct {
	Version int64     `json:"version"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	What    string    `json:"what"`
}

// seenForm says which version somebody has seen before they take something back.
type seenForm struct {
	Seen int64 `json:"seen" label:"您看到的最新一版" en:"Latest version that you have seen" required:"true" min:"1"`
}

// noForm is the body of an act that needs no words.
type noForm struct{}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	const at, page = "/cases/{case}/comparison", "/case/{id}/comparison"
	get := func(path, zh, en string, answer any, h func(*rest.Call) (any, error)) rest.Endpoint {
		return rest.Endpoint{Method: "GET", Path: at + path, Act: ActRead, Title: web.Text{zh, en}, Pages: []string{"GET " + page + path}, Answer: answer, Handle: h}
	}
	file := func(path, zh, en string, h func(*web.Ctx) error, kinds ...string) rest.Endpoint {
		e := get(path, zh, en, nil, rest.File(h))
		e.Files = kinds
		return e
	}
	whole := get("", "侵权比对", "The comparison of a case", ComparisonOf{}, d.restWhole)
	whole.Pages = append(whole.Pages, "GET "+page+"/feature/{feature}", "GET "+page+"/pair/{view}", "GET "+page+"/prior/{prior}", "GET "+page+"/print")
	out := []rest.Endpoint{whole, get("/history", "比对经过", "History of the comparison", []ComparedVersion{}, d.restHistory), get("/version/{version}", "较早的一版", "An earlier version", ComparisonOf{}, d.restVersion),
		file("/picture/{picture}", "一幅图片，不含拍摄信息", "A picture without what it tells of its taking", d.pictureFile, "image/png", "image/jpeg"), file("/original/{picture}", "一幅图片的原件", "A picture as it came", d.originalFile, "application/octet-stream"),
		file("/laid/{view}/{how}", "双方图片叠放：overlay、difference、contours 或 product", "Both pictures laid over each other: overlay, difference, contours or product", d.laidFile, "image/png"),
		file("/shown/{feature}/{ref}", "证据中体现特征的部位", "The part of an exhibit that shows a feature", d.shownFile, "image/png"),
		file("/exhibit/{exhibit}", "一件图片证据", "The picture of an exhibit", d.exhibitFile, "image/png")}
	return rest.Module{Acts: []rest.Act{{Code: ActRead, Title: web.Text{"查看侵权比对", "Read comparisons"}}, {Code: ActEdit, Title: web.Text{"填写侵权比对", "Compare and judge"}}}, Endpoints: append(out, d.restActs(at, page)...)}
}

// restActs are what changes a comparison.
func (d *Desk) restActs(at, page string) []rest.Endpoint {
	post := func(path, zh, en string, body *form.Schema, pages []string, do func(c *rest.Call, s *sheet) error) rest.Endpoint {
		e := rest.Endpoint{Method: "POST", Path: at + path, Act: ActEdit, Title: web.Text{zh, en}, Body: body, Answer: ComparisonOf{}}
		for _, p := range pages {
			e.Pages = append(e.Pages, p+" "+page+path)
		}
		e.Handle = func(c *rest.Call) (any, error) {
			s, err := d.sheetOf(c.Ctx, 0)
			if err == nil {
				err = do(c, s)
			}
			if err != nil {
				return nil, err
			}
			return d.restWhole(c)
		}
		return e
	}
	both, one := []string{"GET", "POST"}, []string{"POST"}
	named, claims, judge, divide, cite, row := form.Describe(patentForm{}, nil), form.Describe(claimsForm{}, nil), form.Describe(judgeForm{}, nil), form.Describe(divideForm{}, nil), form.Describe(citeForm{}, nil), form.Describe(rowForm{}, nil)
	pictures, pack, pair, overall, seen, none := form.Describe(picturesForm{}, nil), form.Describe(packageForm{}, nil), form.Describe(pairForm{}, nil), form.Describe(overallForm{}, nil), form.Describe(seenForm{}, nil), form.Describe(noForm{}, nil)
	out := []rest.Endpoint{
		post("/patent", "填写涉案专利", "Name the patent", named, both, func(c *rest.Call, s *sheet) error {
			var in patentForm
			return after(c.Read(named, &in), func() error { return d.setPatent(c.Context(), s.by, s.k.ID, &in) })
		}),
		post("/claims", "录入权利要求并分解为技术特征", "Enter claims and divide them", claims, both, func(c *rest.Call, s *sheet) error {
			var in claimsForm
			return after(c.Read(claims, &in), func() error { return d.setClaims(c.Context(), s.by, s.k.ID, &in) })
		}),
		post("/feature/{feature}", "判定一个特征", "Judge a feature", judge, one, func(c *rest.Call, s *sheet) error { return d.restJudge(c, judge) }),
		post("/feature/{feature}/divide", "拆分一个特征：在断开处换行", "Divide a feature at line breaks", divide, both, func(c *rest.Call, _ *sheet) error {
			var in divideForm
			s, f, err := d.featureOf(c.Ctx)
			return after(err, func() error {
				return after(c.Read(divide, &in), func() error { return d.divide(c.Context(), s, f, in.Marked) })
			})
		}),
		post("/feature/{feature}/merge", "与下一特征合并", "Merge a feature with the next", none, one, func(c *rest.Call, _ *sheet) error {
			s, f, err := d.featureOf(c.Ctx)
			return after(err, func() error { return d.merge(c.Context(), s, f) })
		}),
		post("/cite", "增加现有技术或现有设计", "Add prior art", cite, both, func(c *rest.Call, s *sheet) error {
			var in citeForm
			return after(c.Read(cite, &in), func() error { _, err := d.cite(c.Context(), s.by, s.k.ID, 0, &in); return err })
		}),
		post("/prior/{prior}", "修改对比文件", "Change a reference", cite, one, func(c *rest.Call, _ *sheet) error {
			var in citeForm
			s, p, err := d.priorOf(c.Ctx)
			return after(err, func() error {
				return after(c.Read(cite, &in), func() error { _, err := d.cite(c.Context(), s.by, s.k.ID, p.ID, &in); return err })
			})
		}),
		post("/prior/{prior}/row/{feature}", "判定对比文件是否公开一个特征", "Does a reference show a feature", row, one, func(c *rest.Call, _ *sheet) error { return d.restRow(c, row) }),
		post("/prior/{prior}/drop", "删除对比文件", "Remove a reference", none, one, func(c *rest.Call, _ *sheet) error {
			s, p, err := d.priorOf(c.Ctx)
			return after(err, func() error { return d.drop(c.Context(), s, p) })
		}),
		post("/pictures", "上传图片", "Send pictures", pictures, both, func(c *rest.Call, s *sheet) error {
			var in picturesForm
			return after(c.Read(pictures, &in), func() error { return d.addPictures(c.Context(), s.by, s.k.ID, &in) })
		}),
		post("/package", "从案卷包取图片", "Views from a package", pack, both, func(c *rest.Call, s *sheet) error {
			var in packageForm
			return after(c.Read(pack, &in), func() error { return d.addPackage(c.Context(), s.by, s.k.ID, &in) })
		}),
		post("/pair/{view}", "判定一个视图", "Judge a view", pair, one, func(c *rest.Call, s *sheet) error { return d.restPair(c, s) }),
		post("/overall", "整体观察、综合判断", "Conclude on the design", overall, both, func(c *rest.Call, s *sheet) error {
			var in overallForm
			return after(c.Read(overall, &in), func() error { return d.conclude(c.Context(), s, &in) })
		}),
		post("/undo", "撤销最后一次修改", "Take the latest change back", seen, one, func(c *rest.Call, s *sheet) error { return d.restBack(c, s, seen, 0) }),
		post("/version/{version}", "恢复为较早的一版", "Bring an earlier version back", seen, one, func(c *rest.Call, s *sheet) error {
			no, err := c.Number("version")
			return after(err, func() error { return d.restBack(c, s, seen, no) })
		}),
	}
	for i := range out {
		if strings.HasSuffix(out[i].Path, "/claims") || strings.HasSuffix(out[i].Path, "/pictures") || strings.HasSuffix(out[i].Path, "/package") {
			out[i].Limit, out[i].Timeout = maxPackage, 5*minute
		}
	}
	return out
}

// after does something where nothing went wrong before.
func after(err error, do func() error) error {
	if err != nil {
		return err
	}
	return do()
}

// restJudge judges a feature by the form of its page.
func (d *Desk) restJudge(c *rest.Call, schema *form.Schema) error {
	s, f, err := d.featureOf(c.Ctx)
	if err != nil {
		return err
	}
	exhibits, err := d.exhibits(c.Ctx, s)
	if err != nil {
		return err
	}
	var in judgeForm
	return after(c.Read(schema, &in), func() error { return d.judge(c.Context(), s, f.ID, &in, exhibits) })
}

// restRow judges one feature of the product against a reference.
func (d *Desk) restRow(c *rest.Call, schema *form.Schema) error {
	s, p, err := d.priorOf(c.Ctx)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Path("feature"), 10, 64)
	if err != nil {
		return fault.New(fault.Missing, "comparison.feature", "没有这个技术特征，可能已被拆分或合并；请返回比对表查看最新情况")
	}
	var in rowForm
	return after(c.Read(schema, &in), func() error { return d.show(c.Context(), s, p.ID, id, &in) })
}

// restPair judges a view; the pictures to choose from are those of the view, as on the page.
func (d *Desk) restPair(c *rest.Call, s *sheet) error {
	view, ok := table.ViewOf(c.Path("view"))
	if !ok {
		return fault.New(fault.Missing, "comparison.no_view", "没有这个视图，请返回比对表选择")
	}
	f := c.Form(form.Describe(pairForm{}, nil))
	s.choices(f, view)
	var in pairForm
	return after(c.ReadForm(f, &in), func() error { return d.liken(c.Context(), s, view, &in) })
}

// restBack takes back the latest change, or brings a version back.
func (d *Desk) restBack(c *rest.Call, s *sheet, schema *form.Schema, to int64) error {
	var in seenForm
	return after(c.Read(schema, &in), func() error { _, err := d.back(c.Context(), s.by, s.k.ID, in.Seen, to); return err })
}

// restWhole answers the comparison as it is now; what changes one answers the same, so that a program need not
// ask again.
func (d *Desk) restWhole(c *rest.Call) (any, error) {
	s, err := d.sheetOf(c.Ctx, 0)
	if err != nil {
		return nil, err
	}
	return s.told(c.Ctx), nil
}

// restVersion answers an earlier version.
func (d *Desk) restVersion(c *rest.Call) (any, error) {
	no, err := worklist.ID(c.Ctx, "version")
	if err != nil {
		return nil, err
	}
	s, err := d.sheetOf(c.Ctx, no)
	if err != nil {
		return nil, err
	}
	return s.told(c.Ctx), nil
}

// restHistory lists the versions, the latest first.
func (d *Desk) restHistory(c *rest.Call) (any, error) {
	_, all, err := d.history(c.Ctx)
	var out []ComparedVersion
	for _, v := range all {
		out = append(out, ComparedVersion{Version: v.No, At: v.At, By: v.Name, What: v.words(c.Ctx)})
	}
	return rest.List(out), err
}
