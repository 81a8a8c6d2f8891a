package list

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// filterPosted keeps the secret filters on the server and redirects to an address that has
// only their id.
func (l *core) filterPosted(c *web.Ctx) error {
	in, err := c.Input()
	if err != nil {
		return err
	}
	open, secret := url.Values{}, url.Values{}
	for _, f := range l.filter.Fields {
		for _, v := range in.Values[f.Name] {
			if strings.TrimSpace(v) == "" || len(v) > 4000 {
				continue
			}
			if f.Secret {
				secret.Add(f.Name, v)
			} else {
				open.Add(f.Name, v)
			}
		}
	}
	if len(secret) > 0 {
		id, err := l.Stash.Put(c, l.Name, secret)
		if err != nil {
			return err
		}
		open.Set("f", id)
	}
	return c.Redirect(address(l.Path, open))
}

// settings returns which columns are shown and whether rows are compact. They are kept as
// "slim|no,name,due".
func (l *core) settings(c *web.Ctx) (shown map[string]bool, slim bool, err error) {
	kept := c.Cookie("list-" + l.Name)
	if l.Keep != nil {
		if kept, err = l.Keep.Get(c, l.Name); err != nil {
			return nil, false, err
		}
	}
	density, cols, set := strings.Cut(kept, "|")
	picked := strings.Split(cols, ".")
	shown = map[string]bool{}
	for _, col := range l.Columns {
		on := !col.Off
		if set {
			on = slices.Contains(picked, col.Key)
		}
		shown[col.Key] = on || col.Fixed
	}
	return shown, density == "slim", nil
}

// columnsPosted keeps the settings and returns to the same filter.
func (l *core) columnsPosted(c *web.Ctx) error {
	in, err := c.Input()
	if err != nil {
		return err
	}
	var cols []string
	for _, col := range l.Columns {
		if slices.Contains(in.Values["col"], col.Key) {
			cols = append(cols, col.Key)
		}
	}
	value := "usual|"
	if in.Values.Get("slim") == "1" {
		value = "slim|"
	}
	value += strings.Join(cols, ".")
	if l.Keep != nil {
		err = l.Keep.Set(c, l.Name, value)
	} else {
		c.SetCookie("list-"+l.Name, value, 365*24*time.Hour)
	}
	if err != nil {
		return err
	}
	return c.Redirect(address(l.Path, l.addressOf(c.R.URL.Query())))
}

// addressOf keeps what belongs to the list in an address.
func (l *core) addressOf(in url.Values) url.Values {
	out := url.Values{}
	for name, v := range in {
		f := l.filter.Field(name)
		if f != nil && !f.Secret || name == "f" || name == "sort" {
			out[name] = v
		}
	}
	return out
}

// viewPosted keeps the filter under a name. Filters with secret text are not kept: others
// would see them.
func (l *core) viewPosted(c *web.Ctx) error {
	title := strings.TrimSpace(c.Form("title"))
	if n := len([]rune(title)); n == 0 || n > 30 {
		return fault.New(fault.Invalid, "list.view_title", "视图名称应有 1 到 30 个字，请返回重新填写").At("title")
	}
	values := l.addressOf(c.R.URL.Query())
	if values.Has("f") {
		return fault.New(fault.Invalid, "list.view_secret", "筛选条件含未公开内容，不能保存为视图；请去掉文字条件后再保存")
	}
	if err := l.Save(c, title, values.Encode(), c.Form("team") == "1"); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("视图已保存。", "The view was saved."))
	return c.Redirect(address(l.Path, values))
}

// dropPosted removes a saved view.
func (l *core) dropPosted(c *web.Ctx) error {
	if err := l.Drop(c, c.Form("_view")); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("视图已删除。", "The view was removed."))
	return c.Redirect(l.Path)
}

// quiet is a request on whose page nothing is said about a wrong filter.
type quiet struct{ *web.Ctx }

// Invalid says nothing.
func (quiet) Invalid([]form.Listed) {}

// count fills in how many rows each saved view has at this moment, where that is not known yet. A
// filter that no longer means anything, for example somebody who has left, has no count.
func (l *core) count(c *web.Ctx, views []SavedView) error {
	if !slices.ContainsFunc(views, func(v SavedView) bool { return v.Count < 0 }) {
		return nil
	}
	f := form.New(quiet{c}, l.filter)
	f.Filter = true
	if l.Options != nil {
		if err := l.Options(c, f); err != nil {
			return err
		}
	}
	for i := range views {
		values, err := url.ParseQuery(views[i].Query)
		if values.Del("sort"); views[i].Count >= 0 || err != nil {
			continue
		}
		filter, ok := l.read(f, values)
		if !ok {
			continue
		}
		got, err := l.Load(c, Query[any]{Filter: filter})
		if err != nil {
			return err
		}
		views[i].Count = got.Total
	}
	return nil
}

// export gives exactly what is on the screen, filter, order and columns, over all pages.
func (l *core) export(c *web.Ctx) error {
	kind := c.Query("_as")
	if !slices.Contains(l.Kinds, kind) {
		return fault.New(fault.Invalid, "list.export_kind", "没有这种导出格式，请改用：%s", fault.Listed(l.Kinds))
	}
	a, err := l.ask(c)
	if err != nil {
		return err
	}
	if !a.ok {
		return fault.New(fault.Invalid, "list.filter", "筛选条件有误，请返回列表按提示改正")
	}
	shown, _, err := l.settings(c)
	if err != nil {
		return err
	}
	a.query.Offset, a.query.Limit = 0, 0
	cols := slices.DeleteFunc(slices.Clone(l.Columns), func(col Column[any]) bool { return !shown[col.Key] })
	return l.Export(c, a.query, cols, kind)
}
