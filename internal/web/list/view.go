package list

import (
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// A View is a list as the template draws it.
type View struct {
	Title, Sub string
	Unit       string
	Empty      string
	Form       *form.Form
	Secret     bool // the filters are posted
	Filters    bool
	Filtered   bool
	Heads      []Head
	Rows       []Row
	Sum        []Cell
	Tabs       *web.Tabs
	Bulk       []web.Link // Href is the key of the act
	Acts       bool       // rows have acts of their own
	Settings   []Setting
	Drops      []SavedView // what the person may remove
	Slim       bool
	Folds      bool // rows are folded on a telephone
	CanSave    bool
	CanAll     bool
	Page       int
	Total      int
	News       string

	c      *web.Ctx
	path   string
	values url.Values
	wide   [2]string
}

// A Head is the head of a column.
type Head struct {
	Title, Href, Dir string
	Number           bool
	Choices          []PageLink // of the filter in the head; the first is "all"
	Chosen           string     // its label where one is chosen
}

// A Row is one row.
type Row struct {
	ID, Key string
	Cells   []Cell
	Acts    []RowAct
}

// A Cell is one cell.
type Cell = web.Box

// A Setting is a column in the settings.
type Setting struct {
	Key, Title string
	On, Fixed  bool
}

// A PageLink leads to another page of the list.
type PageLink = web.Way

// Block names the template.
func (v *View) Block() string { return "list" }

// Hidden returns the fields of the plumbing.
func (v *View) Hidden() template.HTML { return v.c.Hidden() }

// Path returns the address of the list without filters.
func (v *View) Path() string { return v.path }

// Here returns the address with filters and sort; sub is appended to the path.
func (v *View) Here(sub string) string { return address(v.path+sub, v.values) }

// Query returns filters and sort as they are saved.
func (v *View) Query() string { return v.values.Encode() }

// address joins path and query.
func address(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// link returns the address with one value changed, on the first page.
func (v *View) link(name, value string) string { return v.sub("", name, value) }

// sub returns the address of a part of the list with one value changed.
func (v *View) sub(sub, name, value string) string {
	values := maps.Clone(v.values)
	if values.Set(name, value); value == "" {
		values.Del(name)
	}
	return address(v.path+sub, values)
}

// Poll returns the address that the page asks every minute.
func (v *View) Poll() string { return v.sub("/counts", "_shown", strconv.Itoa(v.Total)) }

// exports makes one link for each kind of file.
func (v *View) exports(kinds []string) []web.Link {
	var out []web.Link
	for _, kind := range kinds {
		out = append(out, web.Link{Href: v.sub("/export", "_as", kind), Label: v.c.T("导出 ", "Export ") + strings.ToUpper(kind)})
	}
	return out
}

// Amount is the total in words, exact up to CountMax: "50 件", "1 万件以上".
func (v *View) Amount() string {
	if v.Total > CountMax {
		return v.c.T("1 万"+v.Unit+"以上", "over 10,000 "+v.Unit)
	}
	return strconv.Itoa(v.Total) + " " + v.Unit
}

// TotalText is "共 50 件".
func (v *View) TotalText() string { return v.c.T("共 "+v.Amount(), v.Amount()+" in all") }

// Range is "第 1–50 件，共 120 件".
func (v *View) Range() string {
	from := (v.Page-1)*PageSize + 1
	to := from + len(v.Rows) - 1
	return v.c.T(fmt.Sprintf("第 %d–%d %s，共 %s", from, to, v.Unit, v.Amount()), fmt.Sprintf("%d–%d of %s", from, to, v.Amount()))
}

// news says how much the list has grown or shrunk since the page was made.
func (v *View) news(more int) string {
	if more > 0 {
		return v.c.T(fmt.Sprintf("有 %d %s新到，点击刷新", more, v.Unit), fmt.Sprintf("%d new %s, click to reload", more, v.Unit))
	}
	return v.c.T(fmt.Sprintf("有 %d %s已办出，点击刷新", -more, v.Unit), fmt.Sprintf("%d %s gone, click to reload", -more, v.Unit))
}

// ResetHref leads to the list without filters.
func (v *View) ResetHref() string { return v.path }

// WideHref leads to the same filter in everything there is, empty where that is here.
func (v *View) WideHref() string {
	if v.wide[0] == "" || v.values.Get(v.wide[0]) == v.wide[1] {
		return ""
	}
	return v.link(v.wide[0], v.wide[1])
}

// KeysOff reports whether the person has switched the keys off.
func (v *View) KeysOff() bool { return v.c.NoKeys }

// KeysHref leads to the same list with the keys switched on again.
func (v *View) KeysHref() string { return v.link("keys", "1") }

// More reports whether there are results on other pages.
func (v *View) More() bool { return v.Total > len(v.Rows) }

// Pages returns the links to the other pages: the first, those around, the next.
func (v *View) Pages() []PageLink {
	last := (min(v.Total, CountMax) + PageSize - 1) / PageSize
	if last <= 1 && v.Page == 1 {
		return nil
	}
	var out []PageLink
	add := func(n int, label string) {
		out = append(out, PageLink{Href: v.link("page", strconv.Itoa(n)), Label: label, Now: n == v.Page && label == strconv.Itoa(n)})
	}
	if v.Page > 1 {
		add(v.Page-1, v.c.T("上一页", "Previous"))
	}
	for n := 1; n <= last; n++ {
		if n == 1 || n >= v.Page-2 && n <= v.Page+2 || n == last && v.Total <= CountMax {
			add(n, strconv.Itoa(n))
		}
	}
	if v.Page < last {
		add(v.Page+1, v.c.T("下一页", "Next"))
	}
	return out
}

// Hidden returns the fields of the plumbing, the act and the rows.
func (v *BulkView) Hidden() template.HTML { return v.c.Hidden() }

// Action returns where the preview is sent.
func (v *BulkView) Action() string { return v.action }

// UndoAction returns where the undo is sent.
func (v *BulkView) UndoAction() string { return v.list + "/undo" }

// Seconds is how long the act can be taken back.
func (*BulkView) Seconds() int { return int(UndoFor.Seconds()) }

// Key returns the act.
func (v *BulkView) Key() string { return v.key }
