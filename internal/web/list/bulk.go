package list

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

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
	UndoID  string // under which the act can be taken back; empty: it cannot

	c      *web.Ctx
	list   string
	action string
	key    string
}

// An Outcome is what happened, or would happen, to one row.
type Outcome struct {
	Key, Text string
	OK        bool

	barred bool // for lack of permission
}

// barred reports whether the person may not do it, whatever state the row is in.
func barred(err error) bool {
	kind := fault.KindOf(err)
	return kind == fault.Forbidden || kind == fault.Missing
}

// barred counts the rows that are refused for lack of permission.
func (v *BulkView) barred() (n int) {
	for _, r := range v.Refused {
		if r.barred {
			n++
		}
	}
	return n
}

// bulk shows what an act would do to each selected row, and does it on the second request.
// The check is made anew then: between the two somebody may have been faster.
func (l *core) bulk(c *web.Ctx) error {
	key, row, one := strings.Cut(c.Form("_row"), " ")
	if !one {
		key = c.Form("_bulk")
	}
	i := slices.IndexFunc(l.Bulk, func(b Bulk) bool { return b.Key == key && b.Offered(c) })
	if i < 0 {
		return fault.New(fault.Invalid, "list.bulk", "没有这项批量操作，请返回列表重新选择")
	}
	keys := []string{row}
	if !one { // otherwise the button of the row itself was pressed, whatever is ticked
		var err error
		if keys, err = l.selected(c); err != nil {
			return err
		}
	}
	b := l.Bulk[i]
	v := &BulkView{Title: c.Say(b.Title), c: c, key: b.Key, list: l.Path, Back: address(l.Path, l.addressOf(c.R.URL.Query()))}
	v.action = address(l.Path+"/bulk", l.addressOf(c.R.URL.Query()))
	v.Ready, v.Refused = b.Sift(c, keys)
	c.Page = web.Page{Title: v.Title, Crumbs: []web.Link{{Href: v.Back, Label: c.Say(l.Title)}}, At: l.Path, Self: v.Back}
	input, ok, err := v.input(b)
	if err != nil {
		return err
	}
	if ok {
		was, err := v.perform(b, input)
		if err != nil {
			return err
		}
		if v.UndoID, err = l.remember(c, b, was); err != nil {
			return err
		}
		return c.Render("page-bulk", v)
	}
	v.Confirm = c.T(fmt.Sprintf("已选 %d 件，将处理 %d 件", len(keys), len(v.Ready)), fmt.Sprintf("%d selected, %d will be processed", len(keys), len(v.Ready)))
	if n := len(v.Refused); n > 0 {
		v.Confirm += c.T(fmt.Sprintf("，另有 %d 件不能处理", n), fmt.Sprintf(", %d cannot be", n))
	}
	if n := v.barred(); n > 0 {
		v.Confirm += c.T(fmt.Sprintf("，其中 %d 件无权限", n), fmt.Sprintf(" (%d for lack of permission)", n))
	}
	return c.Render("page-bulk", v)
}

// Sift parts the rows that can be done from those that cannot, each with the reason.
func (b *Bulk) Sift(c *web.Ctx, keys []string) (ready []string, refused []Outcome) {
	for _, key := range keys {
		if b.Check == nil {
			ready = append(ready, key)
		} else if err := b.Check(c, key); err != nil {
			refused = append(refused, Outcome{Key: key, Text: reason(err), barred: barred(err)})
		} else {
			ready = append(ready, key)
		}
	}
	return ready, refused
}

// Offered reports whether the act is there for the person at all.
func (b *Bulk) Offered(c *web.Ctx) bool { return b.Offer == nil || b.Offer(c) }

// selected returns the keys that are ticked, or those of all results, each once.
func (l *core) selected(c *web.Ctx) ([]string, error) {
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

// perform acts on the rows and returns how those that were done were before.
func (v *BulkView) perform(b Bulk, input any) (url.Values, error) {
	results, before, err := b.Run(v.c, v.Ready, input)
	if err != nil {
		return nil, err
	}
	v.Done, v.Results = true, append(results, v.Refused...)
	done := 0
	for _, r := range results {
		if r.OK {
			done++
		}
	}
	v.Confirm = v.c.T(fmt.Sprintf("已处理 %d 件，未处理 %d 件", done, len(v.Results)-done), fmt.Sprintf("%d done, %d not done", done, len(v.Results)-done))
	return before, nil
}

// Run does the act to the rows one by one; one that fails does not stop the others. It returns how
// those that were done were before.
func (b *Bulk) Run(c *web.Ctx, keys []string, input any) (out []Outcome, before url.Values, err error) {
	idem, err := c.Idem()
	if err != nil {
		return nil, nil, err
	}
	before = url.Values{}
	for _, key := range keys {
		was, err := b.Do(c, key, rowIdem(idem, key), input)
		if err != nil {
			out = append(out, Outcome{Key: key, Text: reason(err)})
			continue
		}
		if was != "" {
			before.Set(key, was)
		}
		out = append(out, Outcome{Key: key, Text: c.T("已办", "done"), OK: true})
	}
	return out, before, nil
}

// rowIdem is the idempotency key of one row of an act. The page that answers an act has its key, so
// what is done from there to a row must be called otherwise.
func rowIdem(idem, key string) string {
	sum := sha256.Sum256([]byte(key))
	return idem[:min(len(idem), 40)] + "-" + hex.EncodeToString(sum[:8])
}

// remember keeps, on the server and for the person alone, how the rows were.
func (l *core) remember(c *web.Ctx, b Bulk, was url.Values) (string, error) {
	if b.Undo == nil || len(was) == 0 {
		return "", nil
	}
	was.Set("_bulk", b.Key)
	was.Set("_at", strconv.FormatInt(c.Now().UnixMilli(), 10))
	return l.Stash.Put(c, l.Name+".undo", was)
}

// undo takes a bulk act back, row by row, while that is offered.
func (l *core) undo(c *web.Ctx) error {
	was, err := l.Stash.Get(c, l.Name+".undo", c.Form("_undo"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(l.Bulk, func(b Bulk) bool { return b.Key == was.Get("_bulk") && b.Undo != nil && b.Offered(c) })
	at, err := strconv.ParseInt(was.Get("_at"), 10, 64)
	if i < 0 || err != nil || c.Now().Sub(time.UnixMilli(at)) > UndoFor {
		return fault.New(fault.Conflict, "list.undo_late", "已超过 %d 秒，不能再撤销；请在列表中重新办理", int(UndoFor.Seconds()))
	}
	idem, err := c.Idem()
	if err != nil {
		return err
	}
	v := &BulkView{Title: c.T("撤销：", "Undo: ") + c.Say(l.Bulk[i].Title), c: c, Back: address(l.Path, l.addressOf(c.R.URL.Query())), Done: true}
	done := 0
	for _, key := range slices.Sorted(maps.Keys(was)) {
		if strings.HasPrefix(key, "_") {
			continue
		}
		if err := l.Bulk[i].Undo(c, key, rowIdem(idem, "undo "+key), was.Get(key)); err != nil {
			v.Results = append(v.Results, Outcome{Key: key, Text: reason(err)})
			continue
		}
		done++
		v.Results = append(v.Results, Outcome{Key: key, Text: c.T("已撤销，原记录保留", "undone; what was done stays in the history"), OK: true})
	}
	v.Confirm = c.T(fmt.Sprintf("已撤销 %d 件，未撤销 %d 件", done, len(v.Results)-done), fmt.Sprintf("%d undone, %d not undone", done, len(v.Results)-done))
	c.Page = web.Page{Title: v.Title, Crumbs: []web.Link{{Href: v.Back, Label: c.Say(l.Title)}}, At: l.Path, Self: v.Back}
	return c.Render("page-bulk", v)
}

// reason is what the person may read about an error; of an internal one only that it failed.
func reason(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Missing {
		return "没有找到，或者您不能查看"
	}
	return fault.MessageOf(err)
}
