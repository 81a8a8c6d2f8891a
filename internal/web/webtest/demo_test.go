package webtest_test

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/internal/web/list"
	"zhibao/internal/web/webtest"
)

//go:embed testdata/view/*.html
var demoFiles embed.FS

func demoViews(t testing.TB) fs.FS {
	t.Helper()
	sub, err := fs.Sub(demoFiles, "testdata")
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

type party struct {
	Name string `json:"name" label:"姓名或名称" en:"Name" required:"true" max:"60"`
	Role string `json:"role" label:"身份" en:"Role" options:"请求人=Claimant,被请求人=Respondent" widget:"select" required:"true"`
}

type intake struct {
	Name   string      `json:"name" label:"单位名称" en:"Organisation" help:"与营业执照一致" helpen:"As on the licence" required:"true" max:"100" autocomplete:"organization"`
	Code   string      `json:"code" label:"统一社会信用代码" en:"Credit code" widget:"uscc" required:"true"`
	Phone  string      `json:"phone" label:"联系电话" en:"Phone" widget:"phone"`
	When   string      `json:"when" label:"发生日期" en:"Date" widget:"date"`
	Kind   string      `json:"kind" section:"事项=Matter" label:"类型" en:"Kind" options:"咨询=Inquiry,投诉=Complaint,建议=Suggestion" required:"true"`
	Ways   []string    `json:"ways" label:"回复方式" en:"Answer by" options:"电话=Phone,短信=Text message,信函=Letter"`
	Fee    int64       `json:"fee" label:"标的金额" en:"Amount" widget:"money" min:"0" max:"1000000"`
	Note   string      `json:"note" label:"情况说明" en:"Description" widget:"textarea" max:"500" secret:"true"`
	Who    []party     `json:"who" label:"当事人" en:"Parties" max:"5" required:"true"`
	Agreed bool        `json:"agreed" label:"已阅读并同意办理须知" en:"I have read the notes" required:"true"`
	Docs   []form.File `json:"docs" label:"材料" en:"Files" accept:".pdf,.txt" size:"1M" help:"每个文件不超过 1 MB" helpen:"At most 1 MB each"`
}

type filter struct {
	Q    string `json:"q" label:"编号或名称" en:"Number or name" secret:"true" max:"40"`
	Kind string `json:"kind" label:"类型" en:"Kind" options:"咨询=Inquiry,投诉=Complaint,建议=Suggestion"`
	Due  string `json:"due" label:"到期日" en:"Due" widget:"date"`
}

type matter struct {
	No, Name, Kind, State, Due, Left, Who string
	Tone                                  web.Tone
	Over                                  bool
	Fee                                   int
}

func matters() []matter {
	kinds := []string{"咨询", "投诉", "建议"}
	names := []string{"智能网联设备的多传感器融合装置质量投诉", "台灯（折叠式）", "关于延长窗口服务时间的建议", "𠮷野家·阿卜杜拉·买买提的来信"}
	states := []web.Tag{{Tone: web.Blue, Text: "办理中"}, {Tone: web.Amber, Text: "待补正"}, {Tone: web.Purple, Text: "待签发"}, {Text: "待受理"}, {Tone: web.Green, Text: "已办结"}, {Tone: web.Red, Text: "超期"}}
	var out []matter
	for i := range 120 {
		st := states[i%len(states)]
		m := matter{No: fmt.Sprintf("SX2026%05d", i+1), Name: names[i%len(names)], Kind: kinds[i%3], State: st.Text, Tone: st.Tone,
			Due: fmt.Sprintf("2026-11-%02d", 20+i%10), Left: fmt.Sprintf("剩 %d 个工作日", i%9), Who: "李强", Fee: i * 10}
		if st.Tone == web.Red {
			m.Left, m.Over = "超期 1 个工作日", true
		}
		out = append(out, m)
	}
	return out
}

type stash struct {
	mu sync.Mutex
	m  map[string]url.Values
}

func (s *stash) Put(_ *web.Ctx, _ string, v url.Values) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprintf("id%d", len(s.m)+1)
	s.m[id] = v
	return id, nil
}

func (s *stash) Get(_ *web.Ctx, _, id string) (url.Values, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.m[id]; ok {
		return v, nil
	}
	return nil, fault.New(fault.Missing, "list.stash", "筛选条件已过期")
}

type assign struct {
	To string `json:"to" label:"转给" en:"Hand over to" options:"*" required:"true"`
}

func demoList(done *[]string) *list.List[filter, matter] {
	col := func(key, zh, en string, cell func(matter) web.Cell) list.Column[matter] {
		return list.Column[matter]{Key: key, Title: web.Text{zh, en}, Cell: func(_ *web.Ctx, m matter) web.Cell { return cell(m) }}
	}
	cols := []list.Column[matter]{
		col("no", "编号", "Number", func(m matter) web.Cell { return web.Cell{Text: m.No, Href: "/demo/case"} }),
		col("name", "名称", "Name", func(m matter) web.Cell { return web.Cell{Text: m.Name} }),
		col("kind", "类型", "Kind", func(m matter) web.Cell { return web.Cell{Text: m.Kind} }),
		col("state", "状态", "State", func(m matter) web.Cell { return web.Cell{Tag: web.Tag{Tone: m.Tone, Text: m.State}} }),
		col("due", "到期日", "Due", func(m matter) web.Cell { return web.Cell{Text: m.Due} }),
		col("left", "剩余", "Left", func(m matter) web.Cell { return web.Cell{Text: m.Left, Over: m.Over} }),
		col("fee", "金额（元）", "Amount (CNY)", func(m matter) web.Cell { return web.Cell{Text: fmt.Sprint(m.Fee)} }),
		col("who", "经办人", "Handler", func(m matter) web.Cell { return web.Cell{Text: m.Who} }),
	}
	cols[0].Fixed, cols[0].Sort, cols[0].Tight = true, true, true
	cols[4].Sort, cols[4].Tight, cols[5].Tight, cols[6].Number, cols[7].Tight = true, true, true, true, true
	find := func(q list.Query[filter]) []matter {
		got := slices.DeleteFunc(matters(), func(m matter) bool {
			f := q.Filter
			return f.Kind != "" && m.Kind != f.Kind || f.Due != "" && m.Due != f.Due || !strings.Contains(m.No+m.Name, f.Q)
		})
		slices.SortStableFunc(got, func(a, b matter) int {
			n := strings.Compare(a.Due, b.Due)
			if q.Sort == "no" {
				n = strings.Compare(a.No, b.No)
			}
			if q.Desc {
				n = -n
			}
			return n
		})
		return got
	}
	return list.New(list.Spec[filter, matter]{
		Name: "demo.list", Path: "/demo/list", Act: "demo.list", Title: web.Text{"我的待办", "My work"}, Unit: web.Text{"件", "cases"},
		Columns: cols, Sort: "due", Key: func(m matter) string { return m.No }, Stash: &stash{m: map[string]url.Values{}},
		Load: func(_ *web.Ctx, q list.Query[filter]) (list.Rows[matter], error) {
			got := find(q)
			sum := 0
			for _, m := range got {
				sum += m.Fee
			}
			out := list.Rows[matter]{Total: len(got), Sum: map[string]string{"fee": fmt.Sprint(sum)}}
			if q.Limit > 0 && q.Offset < len(got) {
				out.Rows = got[q.Offset:min(len(got), q.Offset+q.Limit)]
			}
			return out, nil
		},
		Keys: func(_ *web.Ctx, q list.Query[filter]) ([]string, error) {
			var keys []string
			for _, m := range find(q) {
				keys = append(keys, m.No)
			}
			return keys, nil
		},
		Bulk: []list.Bulk{{Key: "assign", Title: web.Text{"批量转办", "Hand over"}, Input: form.Describe(assign{}, nil),
			Prepare: func(_ *web.Ctx, f *form.Form) error {
				f.Options("to", []form.Option{{Value: "u1", Label: lang.Same("王芳")}, {Value: "u2", Label: lang.Same("李强")}})
				return nil
			},
			Check: func(_ *web.Ctx, key string) error {
				if strings.HasSuffix(key, "5") {
					return fault.New(fault.Forbidden, "demo.no", "无权限")
				}
				return nil
			},
			Do: func(_ *web.Ctx, key, idem string, in any) (string, error) {
				*done = append(*done, key+"→"+in.(*assign).To)
				return "", nil
			}}},
		Views: func(*web.Ctx) ([]list.SavedView, error) {
			return []list.SavedView{{Title: "投诉", Query: "kind=" + url.QueryEscape("投诉"), Count: 40}, {Title: "今日到期", Query: "due=2026-11-23", Count: 12}}, nil
		},
		Save: func(*web.Ctx, string, string, bool) error { return nil },
		Export: func(c *web.Ctx, q list.Query[filter], cols []list.Column[matter], kind string) error {
			return c.Download("我的待办."+kind, "text/csv; charset=utf-8", strings.NewReader("编号\n"))
		},
		Kinds: []string{"csv"},
		Actions: func(c *web.Ctx) []web.Link {
			return []web.Link{{Href: "/demo/form", Label: c.T("领取下一件", "Take the next"), Tone: web.Blue}}
		},
	})
}

type drafts struct {
	mu sync.Mutex
	m  map[string]web.Draft
}

func (d *drafts) Save(_ *web.Ctx, key string, version int, v url.Values) (web.Draft, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.m[key].Version != version {
		return web.Draft{}, fault.New(fault.Conflict, "draft.other", "另一个窗口在 12:00 保存过这份草稿，本窗口不再自动保存")
	}
	d.m[key] = web.Draft{Version: version + 1, Saved: webtest.Noon(), Values: v}
	return d.m[key], nil
}

func (d *drafts) Load(_ *web.Ctx, key string) (web.Draft, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v, ok := d.m[key]
	return v, ok, nil
}

func (d *drafts) Drop(_ *web.Ctx, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.m, key)
	return nil
}

type uploads struct {
	mu    sync.Mutex
	names map[string]string
	data  map[string][]byte
}

func (u *uploads) Begin(_ *web.Ctx, name string, _ int64) (string, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	id := fmt.Sprintf("up%d", len(u.names)+1)
	u.names[id] = name
	return id, nil
}

func (u *uploads) Append(_ *web.Ctx, id string, offset int64, piece io.Reader) (int64, error) {
	b, err := io.ReadAll(piece)
	if err != nil {
		return 0, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if offset == int64(len(u.data[id])) {
		u.data[id] = append(u.data[id], b...)
	}
	return int64(len(u.data[id])), nil
}

func (u *uploads) File(_ *web.Ctx, id string) (form.File, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, ok := u.names[id]; !ok {
		return form.File{}, errors.New("no such upload")
	}
	f := form.Bytes(u.names[id], u.data[id])
	f.ID = id
	return f, nil
}

func demoConfig() web.Config {
	cfg := webtest.Config("张敏")
	cfg.Drafts = &drafts{m: map[string]web.Draft{}}
	cfg.Uploads = &uploads{names: map[string]string{}, data: map[string][]byte{}}
	cfg.Watermark = func(*web.Ctx) string { return "张敏 310245 · 10.12.3.45 · 2026-11-23 12:00" }
	cfg.Menu = func(c *web.Ctx) web.Menu {
		return web.Menu{Who: "张敏（窗口一部）", Out: "/demo/form", Box: "/demo/case", Mail: 3, Work: "/demo/list",
			Top: []web.Link{{Href: "/demo/list", Label: c.T("快速受理", "Reception")}, {Href: "/demo/case", Label: c.T("快速办理", "Handling")},
				{Href: "/demo/x", Label: c.T("举报投诉", "Complaints")}, {Href: "/demo/y", Label: c.T("电商咨询", "E-commerce")},
				{Href: "/demo/z", Label: c.T("考核督导", "Assessment")}},
			Side: []web.Group{{Title: c.T("我的工作", "My work"), Items: []web.Item{
				{Href: "/demo/list", Label: c.T("我的待办", "My work"), Count: 120}, {Href: "/demo/case", Label: c.T("示例事项", "An example"), Count: -1},
				{Href: "/demo/form", Label: c.T("登记", "Register"), Count: -1}}},
				{Title: c.T("其他", "Other"), Items: []web.Item{{Href: "/demo/blocked", Label: c.T("统计报表", "Statistics"), Count: 0}}}}}
	}
	return cfg
}

func demo(t testing.TB, got *[]intake, done *[]string) web.Module {
	schema := form.Describe(intake{}, form.Rules{"uscc": func(v string) lang.Text {
		if len(v) != 18 {
			return lang.Text{"统一社会信用代码应为 18 位，请核对", "The credit code has 18 characters"}
		}
		return lang.Text{}
	}})
	l := demoList(done)
	intakeForm := func(c *web.Ctx) error {
		c.Page.Title = c.T("登记", "Register")
		c.Page.Crumbs = []web.Link{{Href: "/demo/list", Label: c.T("我的待办", "My work")}, {Label: c.T("第 1 步，共 1 步", "Step 1 of 1")}}
		f := form.New(c, schema)
		f.Submit, f.Cancel = c.T("提交", "Submit"), "/demo/list"
		f.Intro = c.T("请勿填写涉及国家秘密的内容。", "Do not enter state secrets.")
		f.Buttons = []form.Button{{Value: "later", Label: c.T("稍后继续", "Continue later")}}
		if err := c.Resume(f, "intake"); err != nil {
			return err
		}
		var in intake
		ok, err := f.Read(&in)
		if err != nil {
			return err
		}
		if !ok {
			return c.RenderForm(f)
		}
		if in.Name == "重复" {
			f.Refused(fault.New(fault.Conflict, "demo.twice", "该单位今天已登记过").At("name").On("示范办法第三条"))
			return c.RenderForm(f)
		}
		*got = append(*got, in)
		c.Flash(web.Green, c.T("已登记。", "Registered."))
		return c.Redirect("/demo/case")
	}
	custom := func(c *web.Ctx) error {
		c.Page.Title = c.T("自写", "By hand")
		return c.Render("custom", struct{ Note string }{c.Form("note")})
	}
	routes := append(l.Routes(),
		web.Route{Method: "GET", Pattern: "/demo/form", Act: "demo.add", Handler: intakeForm, Limit: 4 << 20},
		web.Route{Method: "POST", Pattern: "/demo/form", Act: "demo.add", Handler: intakeForm, Limit: 4 << 20},
		web.Route{Method: "GET", Pattern: "/demo/case", Act: "demo.read", Handler: demoCase},
		web.Route{Method: "GET", Pattern: "/demo/custom", Act: "demo.read", Handler: custom},
		web.Route{Method: "POST", Pattern: "/demo/custom", Act: "demo.read", Handler: custom},
		web.Route{Method: "GET", Pattern: "/demo/broken", Act: "demo.read", Handler: func(*web.Ctx) error { return errors.New("disk of 张三") }},
		web.Route{Method: "GET", Pattern: "/demo/panic", Act: "demo.read", Handler: func(*web.Ctx) error { panic("secret") }},
		web.Route{Method: "GET", Pattern: "/demo/hidden", Act: "demo.read", Handler: func(*web.Ctx) error {
			return fault.New(fault.Missing, "demo.hidden", "案件存在但不可见")
		}},
		web.Route{Method: "GET", Pattern: "/demo/blocked", Act: "demo.read", Handler: func(*web.Ctx) error {
			return fault.New(fault.Forbidden, "demo.conflict", "您已申报与本件有利害关系，不能办理").On("示范办法第十条")
		}},
		web.Route{Method: "POST", Pattern: "/demo/api", Act: "demo.api", JSON: true, Handler: func(c *web.Ctx) error {
			b, err := c.Body()
			if err != nil {
				return err
			}
			in, err := form.FromJSON(b)
			if err != nil {
				return err
			}
			var v intake
			if errs := schema.Decode(in, &v); len(errs) > 0 {
				return errs
			}
			return c.JSON(200, v)
		}})
	return web.Module{Name: "demo", Views: []fs.FS{demoViews(t)}, Routes: routes}
}

func demoCase(c *web.Ctx) error {
	c.Page.Title, c.Page.Name = "某电器公司诉某贸易公司质量纠纷", "示调字〔2026〕381号"
	c.Page.State = web.Tag{Tone: web.Blue, Text: c.T("办理中", "Open")}
	c.Page.Crumbs = []web.Link{{Href: "/demo/list", Label: c.T("我的待办", "My work")}, {Label: "示调字〔2026〕381号"}}
	c.Page.Actions = []web.Link{{Href: "/demo/form", Label: c.T("中止 / 延期", "Suspend / extend")}, {Href: "/demo/form", Label: c.T("制作文书", "Write a paper"), Tone: web.Blue}}
	day := func(d, h string) string { return "2026-11-" + d + " " + h }
	return c.Render("page-detail", web.Detail{
		Clocks: []web.Clock{{Name: c.T("办结期限", "To be closed by"), Left: c.T("剩 5 个工作日", "5 working days left"), Due: "2026-11-27（五）24:00",
			Used: "5 / 10", Paused: "0", Tone: web.Amber, Percent: 50, Warn: 80, Note: c.T("80% 预警线：11-25 提醒承办人", "80% warning: 11-25"),
			Basis: "示范办法第五条", Length: "10",
			Why: []web.WhyRow{{Day: "2026-11-13", What: "立案，当日不计", Count: "—"}, {Day: "2026-11-14", What: "星期六", Count: "—"}, {Day: "2026-11-16", What: "第 1 个工作日", Count: "1"}}}},
		Steps: &web.Steps{Label: c.T("办件进度", "Progress"), Items: []web.Step{{Title: c.T("受理", "Accepted"), Note: "2026-11-11", Done: true},
			{Title: c.T("办理", "Handling"), Note: c.T("李强", "李强"), Now: true}, {Title: c.T("办结", "Closed"), Note: "2026-11-27"}}},
		Tabs: &web.Tabs{Label: c.T("本件", "This case"), Items: []web.Tab{{Href: "/demo/case", Label: c.T("经过", "History"), Count: -1, Now: true}, {Href: "/demo/form", Label: c.T("材料", "Files"), Count: 6}}},
		Main: []web.Block{web.Timeline{Title: c.T("办理经过", "History"), Filters: []web.Tab{{Href: "/demo/case", Label: c.T("全部", "All"), Count: 4, Now: true}, {Href: "/demo/case?t=doc", Label: c.T("文书", "Papers"), Count: 1}}, Entries: []web.Entry{
			{Time: day("11", "09:20"), Day: "2026-11-11", Title: "收到请求书", Text: "电子收件，回执号 R-20261111-0042；材料 6 份", Who: "系统", Hash: "9f3a…"},
			{Time: day("13", "16:05"), Day: "2026-11-13", Title: "立案", Text: "期限开始计算：2026-11-16", Who: "李强", Links: []web.Link{{Href: "/demo/case", Label: "立案通知书.pdf"}}},
			{Time: day("14", "10:00"), Day: "2026-11-14", Title: "送达失败", Text: "改为邮寄", Who: "系统", Tone: web.Red},
			{Time: "2026-11-27", Day: "2026-11-27", Title: "办结期限", To: true}}}},
		Side: []web.Block{
			(&web.KV{Title: c.T("基本信息", "Particulars")}).Add(c.T("案由", "Cause"), "质量纠纷").Add(c.T("请求人", "Claimant"), "宁波某某电器股份有限公司").Add(c.T("密级", "Class"), ""),
			web.Table{Title: c.T("材料（2）", "Files (2)"), Head: []string{c.T("名称", "Name"), c.T("提交", "Sent"), "KB"}, Numbers: []int{2},
				Rows: [][]web.Cell{{{Text: "请求书.pdf", Href: "/demo/case"}, {Text: "11-11"}, {Text: "120"}}, {{Text: "证据.zip", Href: "/demo/case"}, {Text: "11-12"}, {Text: "9,310"}}}, Sum: []string{"", "", "9,430"}}},
	})
}

func demoSite(t testing.TB) (*webtest.Site, *[]intake, *[]string) {
	var got []intake
	var done []string
	return webtest.Start(t, demoConfig(), demo(t, &got, &done)), &got, &done
}

var _ = time.Second
