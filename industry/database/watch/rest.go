package watch

import (
	"strings"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// WarningOf is a warning for programs.
type WarningOf struct {
	ID     string       `json:"id"`
	Watch  string       `json:"watch"`
	Title  string       `json:"title" doc:"监视项目的名称"`
	Level  string       `json:"level" doc:"red、orange、yellow 或 blue"`
	Cause  string       `json:"cause"`
	Number string       `json:"number,omitempty"`
	Of     string       `json:"document,omitempty" doc:"文献的名称"`
	Day    calendar.Day `json:"day"`
	Facts  Facts        `json:"facts"`
	At     time.Time    `json:"at"`
	State  string       `json:"state" doc:"new、seen、handled 或 dismissed"`
	Steps  []StepOf     `json:"steps,omitempty" doc:"列表中没有"`
}

// StepOf is what was done, by whom and when.
type StepOf struct {
	Act  string    `json:"act"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Note string    `json:"note,omitempty"`
}

// WarningPage is a page of warnings, with how far the data was looked at.
type WarningPage struct {
	Warnings  []WarningOf `json:"warnings"`
	Total     int         `json:"total"`
	Documents int64       `json:"documents" doc:"文献库的文献数；0 表示监视没有在工作"`
	Left      int64       `json:"left" doc:"尚未比对的变动"`
}

// WatchOf is a watch for programs.
type WatchOf struct {
	ID         string    `json:"id"`
	Title      string    `json:"title"`
	Kind       string    `json:"kind" doc:"query、firm、class 或 numbers"`
	About      string    `json:"about"`
	Causes     []string  `json:"causes"`
	Recipients []string  `json:"recipients"`
	State      string    `json:"state" doc:"active、paused 或 ended"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	Warnings   int       `json:"warnings"`
	Steps      []StepOf  `json:"steps,omitempty" doc:"列表中没有"`
}

// WatchPage is a page of watches.
type WatchPage struct {
	Watches []WatchOf `json:"watches"`
	Total   int       `json:"total"`
}

// warningQuery narrows the warnings.
type warningQuery struct {
	Level string `json:"level" label:"级别" en:"Level" widget:"select" options:"1=红色=Red,2=橙色=Orange,3=黄色=Yellow,4=蓝色=Blue"`
	State string `json:"state" label:"状态" en:"State" widget:"select" options:"new=未查看=New,seen=已查看=Seen,handled=已处理=Handled,dismissed=不予处理=Dismissed"`
	Watch string `json:"watch" label:"监视项目的编号" en:"Id of the watch" max:"20"`
	Mine  string `json:"mine" label:"接收人" en:"Recipient" widget:"select" options:"yes=只看发给我的=Sent to me"`
	Page  int    `json:"page" label:"页" en:"Page" min:"1" max:"100000"`
}

// watchQuery narrows the watches.
type watchQuery struct {
	Title string `json:"title" label:"名称" en:"Name" max:"60"`
	State string `json:"state" label:"状态" en:"State" widget:"select" options:"active=监视中=Active,paused=已暂停=Paused,ended=已终止=Ended"`
	Page  int    `json:"page" label:"页" en:"Page" min:"1" max:"100000"`
}

const perPage = 100

func (w *Warning) forPrograms(steps []Step) WarningOf {
	out := WarningOf{ID: rest.ID(w.ID), Watch: rest.ID(w.Watch), Title: w.WatchTitle, Level: levels()[w.Level-1].code, Cause: w.Cause, Number: w.Number, Of: w.Title, Day: w.Day, Facts: w.Facts, At: w.At.In(calendar.Shanghai()), State: w.State}
	for _, s := range steps {
		out.Steps = append(out.Steps, StepOf{s.Act, s.Name, s.At.In(calendar.Shanghai()), s.Note})
	}
	return out
}

func (w *Watch) forPrograms() WatchOf {
	out := WatchOf{ID: rest.ID(w.ID), Title: w.Title, Kind: w.Kind, About: w.About, Causes: rest.List(w.Causes), Recipients: []string{}, State: w.State, By: w.Name, At: w.At.In(calendar.Shanghai()), Warnings: w.Warnings}
	for _, r := range w.Recipients {
		out.Recipients = append(out.Recipients, r.Name)
	}
	return out
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	look, watches, do, turn := form.Describe(warningQuery{}, nil), form.Describe(watchQuery{}, nil), form.Describe(handling{}, nil), form.Describe(turning{}, nil)
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看监视与预警", "Read watches and warnings"}}, {Code: ActKeep, Title: web.Text{"建立和管理监视", "Keep watches"}}, {Code: ActHandle, Title: web.Text{"处理预警", "Handle warnings"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: path, Act: ActSee, Title: web.Text{"预警，每页 100 条", "Warnings, 100 a page"}, Pages: []string{"GET " + path, "POST " + path, "GET " + path + "/counts"}, Query: look, Answer: WarningPage{}, Handle: d.restWarnings(look)},
		{Method: "GET", Path: one, Act: ActSee, Title: web.Text{"一条预警及其处理记录", "A warning with its record"}, Pages: []string{"GET " + one}, Answer: WarningOf{}, Handle: d.restWarning},
		{Method: "POST", Path: one, Act: ActHandle, Title: web.Text{"记录预警的处理", "Record how a warning was handled"}, Pages: []string{"POST " + one}, Body: do, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			var in handling
			if err := c.Read(do, &in); err != nil {
				return nil, err
			}
			no, err := c.Number("warning")
			if err != nil {
				return nil, err
			}
			return rest.OK(d.Handle(c.Context(), worklist.Actor(c.Ctx), no, in.Do, strings.TrimSpace(in.Note)))
		}},
		{Method: "GET", Path: home, Act: ActSee, Title: web.Text{"监视项目，每页 100 项", "Watches, 100 a page"}, Pages: []string{"GET " + home, "POST " + home, "GET " + home + "/counts"}, Query: watches, Answer: WatchPage{}, Handle: d.restWatches(watches)},
		{Method: "POST", Path: home, Act: ActKeep, Title: web.Text{"建立监视", "Make a watch"}, Pages: []string{"GET " + home + "/new", "POST " + home + "/new"}, Body: form.Describe(entered{}, nil), Answer: WatchOf{}, Status: 201, Handle: func(c *rest.Call) (any, error) { return d.restSave(c, 0) }},
		{Method: "GET", Path: place, Act: ActSee, Title: web.Text{"一项监视及其变更记录", "A watch with its changes"}, Pages: []string{"GET " + place}, Answer: WatchOf{}, Handle: d.restWatch},
		{Method: "POST", Path: place + "/edit", Act: ActKeep, Title: web.Text{"修改监视", "Change a watch"}, Pages: []string{"GET " + place + "/edit", "POST " + place + "/edit"}, Body: form.Describe(entered{}, nil), Answer: WatchOf{}, Handle: func(c *rest.Call) (any, error) {
			no, err := c.Number("watch")
			if err != nil {
				return nil, err
			}
			return d.restSave(c, no)
		}},
		{Method: "POST", Path: place + "/turn", Act: ActKeep, Title: web.Text{"暂停、恢复或者终止监视", "Pause, resume or end a watch"}, Pages: []string{"POST " + place + "/turn"}, Body: turn, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			var in turning
			if err := c.Read(turn, &in); err != nil {
				return nil, err
			}
			no, err := c.Number("watch")
			if err != nil {
				return nil, err
			}
			return rest.OK(d.Turn(c.Context(), worklist.Actor(c.Ctx), no, in.Do))
		}},
	}}
}

// restWarnings answers with a page of warnings.
func (d *Desk) restWarnings(s *form.Schema) func(*rest.Call) (any, error) {
	return func(c *rest.Call) (any, error) {
		var q warningQuery
		if err := c.Ask(s, &q); err != nil {
			return nil, err
		}
		by := worklist.Actor(c.Ctx)
		state, err := d.Holding.State(c.Context(), by.Center)
		if err != nil {
			return nil, err
		}
		out := WarningPage{Warnings: []WarningOf{}, Documents: state.Documents}
		err = d.read(c.Ctx, func(tx *store.Tx, center int64) error {
			at, err := progressOf(c.Context(), tx, center)
			if err != nil {
				return err
			}
			out.Left = max(state.Change-at.change, 0)
			ws, total, err := warnings(c.Context(), tx, by, asked{filter{q.Level, q.State, q.Watch, q.Mine}, "g.at DESC, g.id DESC", perPage * max(q.Page-1, 0), perPage})
			out.Total = total
			for _, w := range ws {
				out.Warnings = append(out.Warnings, w.forPrograms(nil))
			}
			return err
		})
		return out, err
	}
}

// restWarning answers with a warning and its record.
func (d *Desk) restWarning(c *rest.Call) (any, error) {
	no, err := c.Number("warning")
	if err != nil {
		return nil, err
	}
	var out WarningOf
	err = d.read(c.Ctx, func(tx *store.Tx, center int64) error {
		w, steps, err := warning(c.Context(), tx, center, no)
		if err == nil {
			out = w.forPrograms(steps)
		}
		return err
	})
	return out, err
}

// restWatches answers with a page of watches.
func (d *Desk) restWatches(s *form.Schema) func(*rest.Call) (any, error) {
	return func(c *rest.Call) (any, error) {
		var q watchQuery
		if err := c.Ask(s, &q); err != nil {
			return nil, err
		}
		rows, err := d.loadWatches(c.Ctx, list.Query[watchFilter]{Filter: watchFilter{q.Title, q.State}, Desc: true, Offset: perPage * max(q.Page-1, 0), Limit: perPage})
		out := WatchPage{Watches: []WatchOf{}, Total: rows.Total}
		for _, w := range rows.Rows {
			out.Watches = append(out.Watches, w.forPrograms())
		}
		return out, err
	}
}

// restWatch answers with a watch and what was done to it.
func (d *Desk) restWatch(c *rest.Call) (any, error) {
	w, err := d.watchOf(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := w.forPrograms()
	err = d.read(c.Ctx, func(tx *store.Tx, _ int64) error {
		past, err := history(c.Context(), tx, w.ID)
		for _, x := range past {
			out.Steps = append(out.Steps, StepOf{Act: x.Act, By: x.Name, At: x.At.In(calendar.Shanghai())})
		}
		return err
	})
	return out, err
}

// restSave makes or changes a watch.
func (d *Desk) restSave(c *rest.Call, no int64) (any, error) {
	by := worklist.Actor(c.Ctx)
	staff, err := d.staff(c.Context(), by.Center)
	if err != nil {
		return nil, err
	}
	f := c.Form(form.Describe(entered{}, nil))
	f.Options("recipients", staff)
	var in entered
	if err := c.ReadForm(f, &in); err != nil {
		return nil, err
	}
	w := in.watch(no, staff)
	if err := d.Save(c.Context(), by, w); err != nil {
		return nil, err
	}
	return w.forPrograms(), nil
}
