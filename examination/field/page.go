package field

import (
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

//go:embed view/*.html
var views embed.FS

// The acts of the package.
const (
	ActSet  = "field.set"  // set the fields of the center
	ActList = "field.list" // the list of fields in the menu; the page itself is for everybody
)

// Grants returns who may set fields. The director answers for them.
func Grants() []access.Grant {
	gs := []access.Grant{{Act: ActSet, Role: string(casework.Director), Rel: access.Center}}
	for _, r := range []casework.Role{casework.Entity, casework.AgencyRole, casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker, casework.Head, casework.Director} {
		gs = append(gs, access.Grant{Act: ActList, Role: string(r), Rel: access.Center})
	}
	for role, rel := range map[casework.Role]access.Relation{casework.ProvRole: access.Province, casework.NationRole: access.Nation} {
		gs = append(gs, access.Grant{Act: ActList, Role: string(role), Rel: rel})
	}
	return gs
}

// Module returns the pages.
func (d *Desk) Module() web.Module {
	routes := []web.Route{{Method: "GET", Pattern: "/fields", Public: true, Handler: d.fieldsPage},
		{Method: "GET", Pattern: "/fields/history", Public: true, Handler: d.historyPage},
		{Method: "GET", Pattern: "/fields/extensions", Act: ActSet, Handler: d.extensionsPage}}
	for pattern, h := range map[string]func(*web.Ctx) error{"/fields/new": d.setPage, "/fields/import": d.importPage, "/fields/extensions/new": d.askPage,
		"/fields/extensions/{id}": d.decidePage} {
		for _, method := range []string{"GET", "POST"} {
			routes = append(routes, web.Route{Method: method, Pattern: pattern, Act: ActSet, Handler: h, Limit: 8 << 20})
		}
	}
	return web.Module{Name: "field", Views: []fs.FS{views}, Routes: routes}
}

// centerOf returns the center that is shown: one's own, the one in the address, or the first.
func (d *Desk) centerOf(c *web.Ctx, tx *store.Tx) (casework.Center, error) {
	all, err := d.office.Centers(c.Context(), tx)
	if err != nil || len(all) == 0 {
		return casework.Center{}, err
	}
	own := worklist.Actor(c).Center
	i := slices.IndexFunc(all, func(x casework.Center) bool {
		return own != 0 && x.ID == own || own == 0 && x.Code == strings.ToUpper(c.Query("center"))
	})
	return all[max(i, 0)], nil
}

// fieldsPage shows what is open today, or on the day in the address, and answers for one class.
func (d *Desk) fieldsPage(c *web.Ctx) error {
	on, err := calendar.ParseDay(c.Query("on"))
	if err != nil {
		on = d.office.Today()
	}
	f := form.New(c, form.Describe(askForm{}, nil))
	f.Filter = true
	var in askForm
	ok := f.ReadValues(url.Values{"kind": {c.Query("kind")}, "class": {c.Query("class")}}, &in)
	var ls []List
	var center casework.Center
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if center, err = d.centerOf(c, tx); err != nil {
			return err
		}
		ls, err = d.Current(c.Context(), tx, center.ID, on)
		return err
	})
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	c.Page = web.Page{Title: c.T("预审服务领域", "Fields"), Sub: on.String(), Plain: a.Account == 0, NoMark: a.Account == 0, Actions: []web.Link{{Href: "/fields/history", Label: c.T("历次清单", "History")}}}
	if d.office.Policy.Ever(a.Subject, ActSet) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: "/fields/extensions", Label: c.T("领域拓展", "Extensions")},
			web.Link{Href: "/fields/import", Label: c.T("导入清单", "Import")}, web.Link{Href: "/fields/new", Label: c.T("设定清单", "Set a list"), Tone: web.Blue})
	}
	var blocks []web.Block
	if ok && in.Class != "" {
		blocks = append(blocks, answerNotice(c, merge(ls), &in))
	}
	for _, l := range ls {
		blocks = append(blocks, listBlock(c, &l))
	}
	if len(ls) == 0 {
		blocks = append(blocks, web.Notice{Tone: web.Amber, Text: c.T("本中心尚未公布领域清单；没有清单时不会因分类号拒绝受理。", "No list yet; without one nobody is refused because of a class.")})
	}
	return c.Render("fields", fieldsView{f, blocks})
}

// fieldsView is the list with the question about one class above it.
type fieldsView struct {
	Form   *form.Form
	Blocks []web.Block
}

// askForm is the question of the public about one class.
type askForm struct {
	Kind  string `json:"kind" label:"申请类型" en:"Kind" widget:"select" options:"发明=Invention,实用新型=Utility model,外观设计=Design"`
	Class string `json:"class" label:"主分类号" en:"Main class" max:"20" help:"例如 H01M 或 14-02" helpen:"For example H01M or 14-02"`
}

// answerNotice says of one class whether it is open, and how firm that is.
func answerNotice(c *web.Ctx, l Lists, in *askForm) web.Notice {
	n := web.Notice{Title: in.Class}
	switch v := Answer(l, in.Kind, in.Class); {
	case v == In:
		n.Tone, n.Text = web.Green, c.T("在服务领域内。", "Open.")
	case v == Out && l.Firm(SchemeOf(in.Kind)):
		n.Tone, n.Text = web.Red, c.T("不在批准的服务领域内，不能提交快速预审。", "Not open: a request would be refused.")
	case v == Out:
		n.Tone, n.Text = web.Amber, c.T("不在现有清单内；清单并非正式批准文本，请向中心咨询。", "Not on the list, which is not an official one; ask the center.")
	default:
		n.Tone, n.Text = web.Amber, c.T("无法判断：分类号有误、过于概括，或没有清单。", "Not known: the class is wrong or too coarse, or there is no list.")
	}
	return n
}

// listBlock shows one list with its source and how firm it is.
func listBlock(c *web.Ctx, l *List) web.KV {
	kv := web.KV{Title: c.T(l.Scheme.Title(), l.Scheme.English())}
	kv.Add(c.T("产业领域", "Industry"), l.Industry)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("分类号", "Classes"), Text: grouped(l.Classes), Lines: true})
	kv.Add(c.T("数量", "Number"), strconv.Itoa(len(l.Classes))).
		Add(c.T("有效期", "In force"), period(c, l)).Add(c.T("来源", "Source"), l.Source)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("性质", "Standing"), Tag: officialTag(c, l.Official)})
	return kv
}

// grouped writes the classes with a line for each section of the IPC; Locarno's are few.
func grouped(classes []string) string {
	var b strings.Builder
	for i, class := range classes {
		switch {
		case i == 0:
		case section(class) == section(classes[i-1]):
			b.WriteByte(' ')
		default:
			b.WriteByte('\n')
		}
		b.WriteString(class)
	}
	return b.String()
}

// section is the letter with which a class of the IPC begins, nothing for one of Locarno.
func section(class string) string {
	if class != "" && class[0] >= 'A' {
		return class[:1]
	}
	return ""
}

// period shows from when until when a list holds.
func period(c *web.Ctx, l *List) string {
	if l.Until.IsZero() {
		return c.T("自 ", "from ") + l.From.String()
	}
	return l.From.String() + " – " + l.Until.String()
}

// officialTag says whether a list can refuse.
func officialTag(c *web.Ctx, official bool) web.Tag {
	if official {
		return web.Tag{Tone: web.Green, Text: c.T("正式批准", "Official")}
	}
	return web.Tag{Tone: web.Amber, Text: c.T("非正式，仅供参考", "Unofficial")}
}

// historyPage shows every list that was ever set; from each a new one can be made.
func (d *Desk) historyPage(c *web.Ctx) error {
	a := worklist.Actor(c)
	may := d.office.Policy.Ever(a.Subject, ActSet)
	t := web.Table{Title: c.T("历次清单", "History"), Head: []string{c.T("领域", "Industry"), c.T("分类", "Scheme"), c.T("有效期", "In force"), c.T("数量", "Classes"), c.T("性质", "Standing"), c.T("来源", "Source")},
		Empty: c.T("还没有清单。", "No lists yet.")}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		center, err := d.centerOf(c, tx)
		if err != nil {
			return err
		}
		all, err := d.History(c.Context(), tx, center.ID)
		for _, l := range all {
			cell := web.Cell{Text: l.Industry}
			if may {
				cell.Href = fmt.Sprintf("/fields/new?from=%d", l.ID)
			}
			t.Rows = append(t.Rows, []web.Cell{cell, {Text: c.T(l.Scheme.Title(), l.Scheme.English())}, {Text: period(c, &l)}, {Text: strconv.Itoa(len(l.Classes))},
				{Tag: officialTag(c, l.Official)}, {Text: l.Source}})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("历次领域清单", "History of the fields"), At: "/fields", Plain: a.Account == 0, NoMark: a.Account == 0,
		Crumbs: []web.Link{{Href: "/fields", Label: c.T("预审服务领域", "Fields")}}}
	return c.Render("page-blocks", []web.Block{t})
}
