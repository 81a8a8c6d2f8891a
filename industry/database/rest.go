package database

import (
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// PatentOf is a patent for programs, as it stood on a day.
type PatentOf struct {
	Number   string          `json:"number"`
	Kind     string          `json:"kind" doc:"invention、utility 或 design"`
	Title    string          `json:"title"`
	Holder   string          `json:"holder"`
	Filed    calendar.Day    `json:"filed,omitzero"`
	Granted  calendar.Day    `json:"granted,omitzero"`
	On       calendar.Day    `json:"on" doc:"法律状态所在的日期"`
	Status   Status          `json:"status" doc:"none、pending、valid、unpaid、expired 或 invalid"`
	Since    calendar.Day    `json:"since,omitzero"`
	Computed bool            `json:"computed" doc:"没有登记事件，按法定期限推算"`
	Partial  bool            `json:"partly_invalid"`
	Pledged  bool            `json:"pledged"`
	VoidFrom calendar.Day    `json:"void_from,omitzero" doc:"该日以后被宣告全部无效的日期"`
	Source   string          `json:"source"`
	AsOf     string          `json:"as_of" doc:"数据截至"`
	Events   []PatentEvent   `json:"events,omitempty" doc:"列表中没有"`
	History  []PatentVersion `json:"history,omitempty" doc:"列表中没有"`
}

// PatentEvent is a legal event.
type PatentEvent struct {
	ID     string       `json:"id"`
	Kind   string       `json:"kind"`
	Day    calendar.Day `json:"day"`
	Until  calendar.Day `json:"until,omitzero"`
	Holder string       `json:"holder,omitempty"`
	Detail string       `json:"detail,omitempty"`
	Source string       `json:"source"`
	AsOf   string       `json:"as_of"`
	By     string       `json:"by"`
	At     time.Time    `json:"at"`
	Struck string       `json:"struck_out,omitempty" doc:"撤销登记的理由；有效的没有"`
}

// PatentVersion is what the ledger said from a moment on.
type PatentVersion struct {
	At      time.Time    `json:"at"`
	By      string       `json:"by"`
	How     string       `json:"how" doc:"entered、imported 或 corrected"`
	Title   string       `json:"title"`
	Holder  string       `json:"holder"`
	Filed   calendar.Day `json:"filed"`
	Granted calendar.Day `json:"granted,omitzero"`
	Source  string       `json:"source"`
	AsOf    string       `json:"as_of"`
	Reason  string       `json:"reason,omitempty"`
}

// PatentPage is one page of the ledger.
type PatentPage struct {
	Patents []PatentOf `json:"patents"`
	Total   int        `json:"total"`
}

// patentQuery narrows the ledger.
type patentQuery struct {
	Number string `json:"number" label:"专利号或申请号" en:"Number" max:"40"`
	Holder string `json:"holder" label:"专利权人" en:"Holder" max:"60"`
	Title  string `json:"title" label:"名称" en:"Title" max:"60"`
	Kind   string `json:"kind" label:"类型" en:"Kind" widget:"select" options:"invention=发明=Invention,utility=实用新型=Utility model,design=外观设计=Design"`
	Event  string `json:"event" label:"有法律事件" en:"With the event" max:"20" help:"事件的代码，如 unpaid" helpen:"Code of the event, such as unpaid"`
	Page   int    `json:"page" label:"页" en:"Page" min:"1" max:"100000"`
}

// statusQuery asks for another day.
type statusQuery struct {
	On calendar.Day `json:"on" label:"日期" en:"Day"`
}

// forPrograms describes a patent as it stood on a day.
func (p *Patent) forPrograms(on calendar.Day) PatentOf {
	r := p.On(on)
	return PatentOf{Number: r.Number, Kind: r.Kind, Title: r.Title, Holder: r.Holder, Filed: r.Filed, Granted: r.Granted, On: on, Status: r.Status, Since: r.Since, Computed: r.Computed, Partial: r.Partial,
		Pledged: r.Pledged, VoidFrom: r.VoidFrom, Source: r.Source, AsOf: r.DataVersion}
}

const perPage = 100

// restList answers with a page of the ledger.
func (d *Desk) restList(s *form.Schema) func(*rest.Call) (any, error) {
	return func(c *rest.Call) (any, error) {
		var q patentQuery
		if err := c.Ask(s, &q); err != nil {
			return nil, err
		}
		f := search{holder: q.Holder, title: q.Title, kind: q.Kind, event: q.Event, sort: "at", desc: true, offset: perPage * max(q.Page-1, 0), limit: perPage}
		if q.Number != "" {
			n, err := read(q.Number)
			if err != nil {
				return nil, err
			}
			f.number = n
		}
		out := PatentPage{Patents: []PatentOf{}}
		err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
			ps, total, err := find(c.Context(), tx, worklist.Actor(c.Ctx).Center, f)
			out.Total = total
			for _, p := range ps {
				out.Patents = append(out.Patents, p.forPrograms(d.office.Today()))
			}
			return err
		})
		return out, err
	}
}

// restOne answers with a patent, its events and its history.
func (d *Desk) restOne(c *rest.Call) (any, error) {
	v, err := d.view(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := v.forPrograms(v.on)
	for _, e := range v.Events {
		out.Events = append(out.Events, PatentEvent{rest.ID(e.ID), e.Kind, e.Day, e.Until, e.Holder, e.Detail, e.Source, e.DataVersion, e.By, e.At.In(calendar.Shanghai()), e.StruckWhy})
	}
	for _, x := range v.versions {
		out.History = append(out.History, PatentVersion{x.at.In(calendar.Shanghai()), x.name, x.what, x.title, x.holder, x.filed, x.granted, x.source, x.dataVersion, x.reason})
	}
	return out, nil
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	query, on := form.Describe(patentQuery{}, nil), form.Describe(statusQuery{}, nil)
	return rest.Module{Acts: []rest.Act{{Code: ActRead, Title: web.Text{"查询专利台账", "Look up the ledger of patents"}}, {Code: ActEnter, Title: web.Text{"登记专利与法律事件", "Enter patents and events"}}},
		Endpoints: append([]rest.Endpoint{
			{Method: "GET", Path: path, Act: ActRead, Title: web.Text{"专利台账，每页 100 件", "The ledger of patents, 100 a page"}, Pages: []string{"GET " + path, "POST " + path, "GET " + path + "/counts", "GET " + path + "/export"}, Query: query, Answer: PatentPage{}, Handle: d.restList(query)},
			{Method: "GET", Path: place, Act: ActRead, Title: web.Text{"一件专利在某日的法律状态、法律事件与登记历史", "A patent as it stood on a day, its events and history"}, Pages: []string{"GET " + place}, Query: on, Answer: PatentOf{}, Handle: d.restOne},
			{Method: "GET", Path: place + "/proof/{id}", Act: ActRead, Title: web.Text{"证明材料", "A proof"}, Pages: []string{"GET " + place + "/proof/{id}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(d.proofPage)},
		}, append(d.restEnter(), d.importer().Rest()...)...)}
}

// restEnter are the changes of the ledger.
func (d *Desk) restEnter() []rest.Endpoint {
	patent, event, correct, strike := form.Describe(NewPatent{}, rules()), form.Describe(NewEvent{}, nil), form.Describe(Correction{}, nil), form.Describe(Strike{}, nil)
	post := func(at, page, zh, en string, body *form.Schema, h func(*rest.Call) error) rest.Endpoint {
		return rest.Endpoint{Method: "POST", Path: at, Act: ActEnter, Title: web.Text{zh, en}, Pages: []string{"GET " + page, "POST " + page}, Body: body, Answer: rest.Done{}, Limit: maxProof + 1<<20, Timeout: time.Minute,
			Handle: func(c *rest.Call) (any, error) { return rest.OK(h(c)) }}
	}
	return []rest.Endpoint{
		post(path, path+"/new", "登记专利", "Enter a patent", patent, func(c *rest.Call) error {
			var in NewPatent
			if err := c.Read(patent, &in); err != nil {
				return err
			}
			return d.Enter(c.Context(), worklist.Actor(c.Ctx), &in)
		}),
		post(place+"/event", place+"/event", "登记法律事件", "Enter an event", event, func(c *rest.Call) error {
			var in NewEvent
			f := c.Form(event)
			f.Options("kind", eventOptions())
			if err := c.ReadForm(f, &in); err != nil {
				return err
			}
			return d.Happen(c.Context(), worklist.Actor(c.Ctx), c.Path("number"), &in)
		}),
		post(place+"/correct", place+"/correct", "更正著录项目", "Correct the particulars", correct, func(c *rest.Call) error {
			var in Correction
			if err := c.Read(correct, &in); err != nil {
				return err
			}
			return d.correct(c.Context(), worklist.Actor(c.Ctx), c.Path("number"), &in)
		}),
		post(place+"/strike/{id}", place+"/strike/{id}", "撤销误登记的法律事件", "Strike out an event that was a mistake", strike, func(c *rest.Call) error {
			var in Strike
			id, err := c.Number("id")
			if err == nil {
				err = c.Read(strike, &in)
			}
			if err != nil {
				return err
			}
			return d.strikeOut(c.Context(), worklist.Actor(c.Ctx), c.Path("number"), id, &in)
		}),
	}
}
