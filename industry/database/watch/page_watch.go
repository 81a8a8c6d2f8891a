package watch

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
)

// entered is a watch as somebody fills it in.
type entered struct {
	Title  string   `json:"title" label:"名称" en:"Name" required:"true" max:"60" help:"本中心同事都能看到监视项目的名称和内容" helpen:"Colleagues of the center see the name and what is watched"`
	Kind   string   `json:"kind" label:"监视对象" en:"What is watched" widget:"radio" required:"true" options:"query=检索式=A query,firm=企业=Firms,class=分类号=Classes,numbers=号码清单=A list of numbers"`
	About  string   `json:"about" label:"内容" en:"Content" widget:"textarea" required:"true" max:"100000" help:"检索式按专利检索的写法；企业名称、分类号（含其下各级）、公开（公告）号每行一个" helpen:"A query as in the patent search; firms, classes with all below them, or publication numbers, one a line"`
	Causes []string `json:"causes" label:"预警事由" en:"What is warned of" widget:"checkboxes" required:"true" options:"publication=新公开=New publications,grant=新授权=New grants,status=法律状态与法律事件=Legal events,term=保护期届满（限号码清单）=Ends of terms (lists of numbers only),fee=年费到期（限号码清单）=Annual fees (lists of numbers only),burst=公开量突增=Bursts,share=专利权人集中=Concentration of a holder"`
	Tell   []string `json:"recipients" label:"接收人" en:"Recipients" widget:"checkboxes" required:"true" options:"*"`
}

func watchStates() []choice {
	return []choice{{active, web.Text{"监视中", "Active"}}, {paused, web.Text{"已暂停", "Paused"}}, {ended, web.Text{"已终止", "Ended"}}}
}

func watchTag(c *web.Ctx, state string) web.Tag {
	return web.Tag{Tone: map[string]web.Tone{active: web.Green, paused: web.Amber, ended: web.Grey}[state], Text: c.Say(named(watchStates(), state))}
}

// watchFilter is how the watches can be narrowed.
type watchFilter struct {
	Title string `json:"title" label:"名称" en:"Name" max:"60"`
	State string `json:"state" label:"状态" en:"State" widget:"select" options:"active=监视中=Active,paused=已暂停=Paused,ended=已终止=Ended"`
}

// watchList describes the watches as a list.
func (d *Desk) watchList() *list.List[watchFilter, *Watch] {
	col := func(key, zh, en string, cell func(*web.Ctx, *Watch) web.Cell) list.Column[*Watch] {
		return list.Column[*Watch]{Key: key, Title: web.Text{zh, en}, Cell: cell}
	}
	title := col("title", "名称", "Name", func(_ *web.Ctx, w *Watch) web.Cell {
		return web.Cell{Text: w.Title, Href: home + "/" + text(w.ID)}
	})
	title.Fixed, title.Brief = true, true
	count := col("warnings", "预警", "Warnings", func(_ *web.Ctx, w *Watch) web.Cell {
		return web.Cell{Text: strconv.Itoa(w.Warnings), Href: path + "?watch=" + text(w.ID)}
	})
	count.Number = true
	at := col("at", "建立时间", "Made at", func(_ *web.Ctx, w *Watch) web.Cell { return web.Cell{Text: web.When(w.At)} })
	at.Sort, at.Tight = true, true
	return list.New(list.Spec[watchFilter, *Watch]{Name: "watch.watches", Path: home, Act: ActSee, Title: web.Text{"监视项目", "Watches"}, Unit: web.Text{"项", "watches"}, Sort: "-at",
		Columns: []list.Column[*Watch]{title,
			col("kind", "监视对象", "What is watched", func(c *web.Ctx, w *Watch) web.Cell { return web.Cell{Text: c.Say(named(kinds(), w.Kind))} }),
			col("causes", "预警事由", "Warned of", func(c *web.Ctx, w *Watch) web.Cell { return web.Cell{Text: causesOf(c, w)} }),
			col("recipients", "接收人", "Recipients", func(_ *web.Ctx, w *Watch) web.Cell { return web.Cell{Text: names(w)} }),
			col("state", "状态", "State", func(c *web.Ctx, w *Watch) web.Cell { return web.Cell{Tag: watchTag(c, w.State)} }), count,
			col("by", "建立人", "By", func(_ *web.Ctx, w *Watch) web.Cell { return web.Cell{Text: w.Name} }), at},
		Load: d.loadWatches, Above: d.age,
		Crumbs: func(c *web.Ctx) []web.Link {
			return []web.Link{{Href: path, Label: c.T("监视与预警", "Watches and warnings")}, {Label: c.T("监视项目", "Watches")}}
		},
		Actions: func(c *web.Ctx) []web.Link {
			return []web.Link{{Href: home + "/new", Label: c.T("新建监视", "New watch")}}
		},
		Empty: web.Text{"没有符合条件的监视项目。可以新建，也可以从专利检索的结果建立。", "No watch fits. Make one here or from the result of a search."}})
}

// causesOf names what a watch warns of.
func causesOf(c *web.Ctx, w *Watch) string {
	var out []string
	for _, x := range w.Causes {
		out = append(out, c.Say(named(wishes(), x)))
	}
	return strings.Join(out, c.T("、", ", "))
}

// loadWatches reads a page of the watches.
func (d *Desk) loadWatches(c *web.Ctx, q list.Query[watchFilter]) (out list.Rows[*Watch], err error) {
	order := " ORDER BY at"
	if q.Desc {
		order += " DESC"
	}
	w, args := `(CAST($2 AS TEXT) = '' OR state = $2) AND title LIKE $3`, []any{q.Filter.State, "%" + strings.TrimSpace(q.Filter.Title) + "%"}
	err = d.read(c, func(tx *store.Tx, center int64) error {
		if err := tx.Row(c.Context(), `SELECT COUNT(*) FROM watch_watch WHERE center_id = $1 AND `+w, append([]any{center}, args...)...).Scan(&out.Total); err != nil || q.Limit == 0 {
			return err
		}
		out.Rows, err = d.watches(c.Context(), tx, center, w+order+fmt.Sprintf(", id DESC LIMIT %d OFFSET %d", q.Limit, q.Offset), args...)
		return err
	})
	return out, err
}

// staff are those who can be told, as choices.
func (d *Desk) staff(ctx context.Context, center int64) (out []form.Option, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = d.Staff(ctx, tx, center)
		return err
	})
	return out, err
}

// watch is what was filled in.
func (in *entered) watch(no int64, staff []form.Option) *Watch {
	w := &Watch{ID: no, Title: strings.TrimSpace(in.Title), Kind: in.Kind, About: strings.TrimSpace(in.About), Causes: in.Causes}
	// Only people of the center can be told, whoever was named.
	for _, o := range staff {
		for _, s := range in.Tell {
			if n, err := strconv.ParseInt(s, 10, 64); err == nil && s == o.Value {
				w.Recipients = append(w.Recipients, Recipient{n, o.Label[0]})
			}
		}
	}
	return w
}

// edited shows the form of a watch and saves it.
func (d *Desk) edited(c *web.Ctx, no, run int64, with entered) error {
	by := worklist.Actor(c)
	staff, err := d.staff(c.Context(), by.Center)
	if err != nil {
		return err
	}
	f := form.New(c, form.Describe(entered{}, nil)).Fill(with).Options("recipients", staff)
	f.Submit, f.Cancel = c.T("保存", "Save"), home
	var in entered
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		w := in.watch(no, staff)
		w.Run = run
		err := d.Save(c.Context(), by, w)
		if err == nil {
			c.Flash(web.Green, c.T("已保存。此后的变化将会预警。", "Saved. What changes from now on is warned of."))
			return c.Redirect(home + "/" + text(w.ID))
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// newPage makes a watch, of a search where the address names one.
func (d *Desk) newPage(c *web.Ctx) error {
	by := worklist.Actor(c)
	// What most people want, and oneself as the one who is told.
	with := entered{Kind: byQuery, Causes: []string{Publication, Grant, Status}, Tell: []string{text(by.Account)}}
	// The words stand in the search, never in the address.
	var run int64
	if s := c.Query("run"); s != "" {
		var err error
		if run, err = strconv.ParseInt(s, 10, 64); err != nil {
			return fault.New(fault.Missing, "watch.run", "没有这次检索，请从“专利检索”的结果建立监视")
		}
		if with.About, with.Title, err = d.Words(c.Context(), by, run); err != nil {
			return err
		}
	}
	c.Page = web.Page{Title: c.T("新建监视", "New watch"), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("监视与预警", "Watches and warnings")}, {Href: home, Label: c.T("监视项目", "Watches")}, {Label: c.T("新建监视", "New watch")}}}
	return d.edited(c, 0, run, with)
}

// watchOf reads the watch of the address.
func (d *Desk) watchOf(c *web.Ctx) (w *Watch, err error) {
	no, err := id(c, "watch")
	if err != nil {
		return nil, err
	}
	err = d.read(c, func(tx *store.Tx, center int64) error {
		w, err = d.watch(c.Context(), tx, center, no)
		return err
	})
	return w, err
}

// editPage changes a watch.
func (d *Desk) editPage(c *web.Ctx) error {
	w, err := d.watchOf(c)
	if err != nil {
		return err
	}
	with := entered{Title: w.Title, Kind: w.Kind, About: w.About, Causes: w.Causes}
	for _, r := range w.Recipients {
		with.Tell = append(with.Tell, text(r.Account))
	}
	c.Page = web.Page{Title: c.T("修改监视", "Change the watch"), At: path, Crumbs: []web.Link{{Href: home, Label: c.T("监视项目", "Watches")}, {Href: home + "/" + text(w.ID), Label: w.Title}, {Label: c.T("修改", "Change")}}}
	return d.edited(c, w.ID, 0, with)
}

// turning pauses, resumes or ends.
type turning struct {
	Do string `json:"do" label:"操作" en:"Act" widget:"radio" required:"true" options:"pause=暂停=Pause,resume=恢复=Resume,end=终止=End" help:"暂停期间的变化不补报；终止后不能恢复，预警仍可查看" helpen:"What happens in a pause is not made up for; an ended watch cannot be resumed, its warnings stay"`
}

// watchPage shows a watch with its life and the ways on.
func (d *Desk) watchPage(c *web.Ctx) error {
	w, err := d.watchOf(c)
	if err != nil {
		return err
	}
	var past []Change
	if err := d.read(c, func(tx *store.Tx, _ int64) error {
		past, err = history(c.Context(), tx, w.ID)
		return err
	}); err != nil {
		return err
	}
	c.Page = web.Page{Title: w.Title, State: watchTag(c, w.State), At: path, Crumbs: []web.Link{{Href: path, Label: c.T("监视与预警", "Watches and warnings")}, {Href: home, Label: c.T("监视项目", "Watches")}, {Label: w.Title}},
		Actions: []web.Link{{Href: path + "?watch=" + text(w.ID), Label: fmt.Sprintf(c.T("预警 %d 条", "Warnings: %d"), w.Warnings)}}}
	kv := &web.KV{Title: c.T("监视内容", "What is watched")}
	kv.Add(c.T("监视对象", "Kind"), c.Say(named(kinds(), w.Kind)))
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("内容", "Content"), Text: w.About, Lines: true})
	kv.Add(c.T("预警事由", "Warned of"), causesOf(c, w)).Add(c.T("接收人", "Recipients"), names(w)).Add(c.T("建立", "Made"), w.Name+" "+web.When(w.At))
	kv.Add(c.T("监视自", "Watched since"), web.When(w.FromAt))
	t := web.Timeline{Title: c.T("变更记录", "Changes")}
	for _, x := range past {
		t.Entries = append(t.Entries, web.Entry{Time: web.When(x.At), Title: c.Say(named([]choice{{"make", web.Text{"建立", "Made"}}, {"edit", web.Text{"修改", "Changed"}}, {"pause", web.Text{"暂停", "Paused"}}, {"resume", web.Text{"恢复", "Resumed"}}, {"end", web.Text{"终止", "Ended"}}}, x.Act)), Who: x.Name})
	}
	above, err := d.age(c)
	if err != nil {
		return err
	}
	blocks := append(above, *kv, t)
	if w.State != ended && d.office.Policy.Ever(worklist.Actor(c).Subject, ActKeep) {
		c.Page.Actions = append(c.Page.Actions, web.Link{Href: home + "/" + text(w.ID) + "/edit", Label: c.T("修改", "Change")})
		f := form.New(c, form.Describe(turning{}, nil)).Options("do", turns(w.State))
		f.Action, f.Submit = home+"/"+text(w.ID)+"/turn", c.T("确定", "Do it")
		blocks = append(blocks, f)
	}
	return c.Render("page-blocks", blocks)
}

// turns are the ways on from a state.
func turns(state string) []form.Option {
	end := form.Option{Value: "end", Label: web.Text{"终止", "End"}}
	// Pausing what is paused would be no way on.
	if state == paused {
		return []form.Option{{Value: "resume", Label: web.Text{"恢复", "Resume"}}, end}
	}
	return []form.Option{{Value: "pause", Label: web.Text{"暂停", "Pause"}}, end}
}

// turnPosted pauses, resumes or ends the watch of the address.
func (d *Desk) turnPosted(c *web.Ctx) error {
	no, err := id(c, "watch")
	if err != nil {
		return err
	}
	if err := d.Turn(c.Context(), worklist.Actor(c), no, c.Form("do")); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已办理。", "Done."))
	return c.Redirect(home + "/" + text(no))
}
