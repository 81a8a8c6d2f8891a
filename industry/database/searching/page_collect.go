package searching

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/web"
)

// found reads the numbers of a result in its order, at most so many.
func (d *Desk) found(ctx context.Context, r *Run, v view, most int) (numbers []string, more bool, err error) {
	asked, err := r.compiled()
	if err != nil {
		return nil, false, err
	}
	if asked, err = v.narrow(asked); err != nil {
		return nil, false, err
	}
	f, within, err := d.scope(ctx, r)
	if err != nil {
		return nil, false, err
	}
	const page = 1000
	for len(numbers) < most {
		res, err := f.engine.Find(ctx, search.Request{Query: asked, Sort: v.Sort, Offset: len(numbers), Limit: min(page, most-len(numbers)), Count: most + 1, Within: within})
		if err != nil {
			return nil, false, err
		}
		for _, h := range res.Hits {
			numbers = append(numbers, h.ID)
		}
		more = res.Total > most || res.More
		if len(res.Hits) == 0 {
			break
		}
	}
	return numbers, more && len(numbers) == most, nil
}

// gathering says which documents of a result go where.
type gathering struct {
	Set     string `json:"set" label:"集合" en:"Collection" max:"20" help:"编号；留空则新建" helpen:"Its number; empty for a new one"`
	Title   string `json:"title" label:"新集合的名称" en:"Name of a new one" max:"60"`
	Numbers string `json:"numbers" label:"公开（公告）号" en:"Publication numbers" widget:"textarea" max:"400000"`
	All     bool   `json:"all" label:"全部结果" en:"Everything that was found"`
}

// gather puts chosen documents of a result, or all of them, into a collection.
func (d *Desk) gather(c *web.Ctx, r *Run, v view, in gathering) (set int64, added, asked int, err error) {
	by := worklist.Actor(c)
	numbers, _ := numbersOf(in.Numbers)
	if in.All {
		var more bool
		if numbers, more, err = d.found(c.Context(), r, v, maxSet); err != nil {
			return 0, 0, 0, err
		}
		if more {
			return 0, 0, 0, fault.New(fault.TooLarge, "searching.set_size", "一个集合最多 %d 件，请先缩小检索范围", maxSet)
		}
	}
	if len(numbers) == 0 {
		return 0, 0, 0, fault.New(fault.Invalid, "searching.none_chosen", "没有选择文献，请先在列表中勾选").At("numbers")
	}
	if set, err = strconv.ParseInt(in.Set, 10, 64); err != nil {
		s := &Set{Title: strings.TrimSpace(in.Title)}
		if s.Title == "" || len([]rune(s.Title)) > 60 {
			return 0, 0, 0, fault.New(fault.Invalid, "searching.set_title", "请选择集合，或者填写新集合的名称（60字以内）").At("title")
		}
		if err := d.addSet(c.Context(), by, s, nil); err != nil {
			return 0, 0, 0, err
		}
		set = s.ID
	}
	if added, err = d.put(c.Context(), by, set, numbers); err == nil {
		err = d.used(c.Context(), r, usedCollection, set)
	}
	return set, added, len(numbers), err
}

// collectRun takes what was chosen in the list, or shows the two that were chosen side by side.
func (d *Desk) collectRun(c *web.Ctx) error {
	r, err := d.runOf(c)
	if err != nil {
		return err
	}
	v, err := readView(c)
	if err != nil {
		return err
	}
	v.Page = 1
	in, _, err := c.Sent()
	if err != nil {
		return err
	}
	if chosen := in.Values["number"]; c.Form("compare") != "" {
		if len(chosen) != 2 {
			return fault.New(fault.Invalid, "searching.two", "并排比较需要两件文献，现在勾选了 %d 件，请返回列表勾选两件", len(chosen)).At("number")
		}
		return c.Redirect(documents + "/" + url.PathEscape(chosen[0]) + "/beside?with=" + url.QueryEscape(chosen[1]))
	}
	set, added, asked, err := d.gather(c, r, v, gathering{Set: c.Form("set"), Title: c.Form("title"), Numbers: strings.Join(in.Values["number"], " "), All: c.Form("all") != ""})
	if err != nil {
		return err
	}
	c.Flash(web.Green, fmt.Sprintf(c.T("放入 %d 件，另有 %d 件原来就在集合中。", "%d put in, %d were there already."), added, asked-added))
	return c.Redirect(fmt.Sprintf("%s/%d", collections, set))
}
