package list

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
func (l *List[F, R]) filterPosted(c *web.Ctx) error {
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
func (l *List[F, R]) settings(c *web.Ctx) (shown map[string]bool, slim bool, err error) {
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
func (l *List[F, R]) columnsPosted(c *web.Ctx) error {
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
func (l *List[F, R]) addressOf(in url.Values) url.Values {
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
func (l *List[F, R]) viewPosted(c *web.Ctx) error {
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

// export gives exactly what is on the screen, filter, order and columns, over all pages.
func (l *List[F, R]) export(c *web.Ctx) error {
	kind := c.Query("_as")
	if !slices.Contains(l.Kinds, kind) {
		return fault.New(fault.Invalid, "list.export_kind", "没有这种导出格式，可用：%s", strings.Join(l.Kinds, "、"))
	}
	a, err := l.ask(c)
	if err != nil {
		return err
	}
	if !a.ok {
		return fault.New(fault.Invalid, "list.filter", "筛选条件不正确，请返回列表改正")
	}
	shown, _, err := l.settings(c)
	if err != nil {
		return err
	}
	a.query.Offset, a.query.Limit = 0, 0
	cols := slices.DeleteFunc(slices.Clone(l.Columns), func(col Column[R]) bool { return !shown[col.Key] })
	return l.Export(c, a.query, cols, kind)
}

// BulkView is the preview of a bulk act, and, after it, its result.
type BulkView struct {
	Title   string
	Ready   []string // keys of the rows that will be done
	Refused []Outcome
	Form    *form.Form
	Confirm string
	Back    string
	Done    bool
	Results []Outcome

	c      *web.Ctx
	action string
	key    string
}

// An Outcome is what happened, or would happen, to one row.
type Outcome struct {
	Key, Text string
	OK        bool
}

// bulk shows what an act would do to each selected row, and does it on the second request.
// The check is made anew then: between the two somebody may have been faster.
func (l *List[F, R]) bulk(c *web.Ctx) error {
	i := slices.IndexFunc(l.Bulk, func(b Bulk) bool { return b.Key == c.Form("_bulk") && b.Offered(c) })
	if i < 0 {
		return fault.New(fault.Invalid, "list.bulk", "没有这项批量操作，请返回列表重新选择")
	}
	keys, err := l.selected(c)
	if err != nil {
		return err
	}
	b := l.Bulk[i]
	v := &BulkView{Title: c.Say(b.Title), c: c, key: b.Key, Back: address(l.Path, l.addressOf(c.R.URL.Query()))}
	v.action = address(l.Path+"/bulk", l.addressOf(c.R.URL.Query()))
	v.Ready, v.Refused = b.Sift(c, keys)
	c.Page = web.Page{Title: v.Title, Crumbs: []web.Link{{Href: v.Back, Label: c.Say(l.Title)}}, At: l.Path, Self: v.Back}
	input, ok, err := v.input(b)
	if err != nil {
		return err
	}
	if ok {
		return v.perform(b, input)
	}
	v.Confirm = c.T(fmt.Sprintf("将处理 %d 件", len(v.Ready)), fmt.Sprintf("%d will be processed", len(v.Ready)))
	if n := len(v.Refused); n > 0 {
		v.Confirm += c.T(fmt.Sprintf("，另有 %d 件不能处理", n), fmt.Sprintf(", %d cannot be", n))
	}
	return c.Render("page-bulk", v)
}

// Sift parts the rows that can be done from those that cannot, each with the reason.
func (b *Bulk) Sift(c *web.Ctx, keys []string) (ready []string, refused []Outcome) {
	for _, key := range keys {
		if b.Check == nil {
			ready = append(ready, key)
		} else if err := b.Check(c, key); err != nil {
			refused = append(refused, Outcome{Key: key, Text: reason(err)})
		} else {
			ready = append(ready, key)
		}
	}
	return ready, refused
}

// Offered reports whether the act is there for the person at all.
func (b *Bulk) Offered(c *web.Ctx) bool { return b.Offer == nil || b.Offer(c) }

// selected returns the keys that are ticked, or those of all results, each once.
func (l *List[F, R]) selected(c *web.Ctx) ([]string, error) {
	in, err := c.Input()
	if err != nil {
		return nil, err
	}
	keys := in.Values["_sel"]
	if in.Values.Get("_all") == "1" && l.Keys != nil {
		a, err := l.ask(c)
		if err != nil {
			return nil, err
		}
		a.query.Offset, a.query.Limit = 0, MaxBulk+1
		if keys, err = l.Keys(c, a.query); err != nil {
			return nil, err
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	switch {
	case len(keys) == 0:
		return nil, fault.New(fault.Invalid, "list.bulk_none", "还没有选择任何一件，请返回列表先选择")
	case len(keys) > MaxBulk:
		return nil, fault.New(fault.TooLarge, "list.bulk_many", "一次最多处理 %d 件，请缩小筛选范围", MaxBulk)
	}
	return keys, nil
}

// input reads what the act needs. It is there only on the second request, which the preview
// sends with _act=go.
func (v *BulkView) input(b Bulk) (any, bool, error) {
	going := v.c.Form("_act") == "go"
	if b.Input == nil {
		return nil, going, nil
	}
	v.Form = form.New(v.c, b.Input)
	if b.Prepare != nil {
		if err := b.Prepare(v.c, v.Form); err != nil {
			return nil, false, err
		}
	}
	if !going {
		return nil, false, nil
	}
	in, err := v.c.Input()
	if err != nil {
		return nil, false, err
	}
	ptr := b.Input.New()
	return ptr, v.Form.ReadValues(in.Values, ptr), nil
}

// perform acts on the rows one by one; one that fails does not stop the others.
func (v *BulkView) perform(b Bulk, input any) error {
	results, done, err := b.Run(v.c, v.Ready, input)
	if err != nil {
		return err
	}
	v.Done, v.Results = true, append(results, v.Refused...)
	v.Confirm = v.c.T(fmt.Sprintf("已处理 %d 件，未处理 %d 件", done, len(v.Results)-done), fmt.Sprintf("%d done, %d not done", done, len(v.Results)-done))
	return v.c.Render("page-bulk", v)
}

// Run does the act to the rows one by one and counts those to which it was done.
func (b *Bulk) Run(c *web.Ctx, keys []string, input any) (out []Outcome, done int, err error) {
	idem, err := c.Idem()
	if err != nil {
		return nil, 0, err
	}
	for _, key := range keys {
		sum := sha256.Sum256([]byte(key))
		if err := b.Do(c, key, idem[:min(len(idem), 40)]+"-"+hex.EncodeToString(sum[:8]), input); err != nil {
			out = append(out, Outcome{Key: key, Text: reason(err)})
			continue
		}
		done++
		out = append(out, Outcome{Key: key, Text: c.T("已办", "done"), OK: true})
	}
	return out, done, nil
}

// reason is what the person may read about an error; of an internal one only that it failed.
func reason(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Missing {
		return "没有找到，或者您不能查看"
	}
	return fault.MessageOf(err)
}
