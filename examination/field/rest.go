package field

import (
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// dayQuery chooses the day, and, for the public, the center.
type dayQuery struct {
	On     calendar.Day `json:"on" label:"日期" en:"Day" widget:"date" help:"不填为今天" helpen:"Today where empty"`
	Center string       `json:"center" label:"中心代码" en:"Code of the center" max:"20" help:"使用密钥时为本中心" helpen:"That of the key where there is one"`
}

// answerQuery asks about one class.
type answerQuery struct {
	askForm
	dayQuery
}

// A FieldList is one list for programs.
type FieldList struct {
	ID       string       `json:"id"`
	Scheme   string       `json:"scheme" doc:"ipc 或 locarno"`
	Industry string       `json:"industry"`
	From     calendar.Day `json:"from"`
	Until    calendar.Day `json:"until,omitzero"`
	Official bool         `json:"official" doc:"正式批准的清单可以据此不予受理"`
	Source   string       `json:"source"`
	Classes  []string     `json:"classes"`
	At       time.Time    `json:"at" doc:"设定的时间"`
}

// FieldAnswer says whether a class is open.
type FieldAnswer struct {
	Kind    string       `json:"kind"`
	Class   string       `json:"class"`
	On      calendar.Day `json:"on"`
	Verdict string       `json:"verdict" doc:"in、out 或 unknown（分类号有误、过于概括或没有清单）"`
	Firm    bool         `json:"firm" doc:"清单均为正式批准，可以据此不予受理"`
}

// FieldExtension is one entry of a request to extend the fields.
type FieldExtension struct {
	ID        string       `json:"id"`
	Request   string       `json:"request" doc:"所属申请的编号"`
	Step      string       `json:"step" doc:"asked、approved 或 refused"`
	Scheme    string       `json:"scheme"`
	Industry  string       `json:"industry"`
	Classes   []string     `json:"classes"`
	Day       calendar.Day `json:"day"`
	Reference string       `json:"reference"`
	Reason    string       `json:"reason,omitempty"`
}

// FieldsSet is how many lists were set.
type FieldsSet struct {
	Lists int `json:"lists"`
}

// FieldAsked is the id of a request.
type FieldAsked struct {
	ID string `json:"id"`
}

// Rest returns what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	on, answer := form.Describe(dayQuery{}, nil), form.Describe(answerQuery{}, nil)
	set, file := form.Describe(setForm{}, nil), form.Describe(importForm{}, nil)
	ask, decide := form.Describe(extendForm{}, nil), form.Describe(decideForm{}, nil)
	const lists = 8 << 20
	return rest.Module{Acts: []rest.Act{{Code: ActSet, Title: web.Text{"设定领域清单、登记领域拓展", "Set fields, record extensions"}}}, Endpoints: []rest.Endpoint{
		{Method: "GET", Path: "/fields", Title: web.Text{"某日有效的领域清单", "Lists in force on a day"}, Pages: []string{"GET /fields"}, Query: on, Answer: []FieldList{},
			Handle: func(c *rest.Call) (any, error) { return d.restLists(c, on, false) }},
		{Method: "GET", Path: "/fields/answer", Title: web.Text{"某个分类号是否在领域内", "Whether a class is open"}, Query: answer, Answer: FieldAnswer{},
			Handle: func(c *rest.Call) (any, error) { return d.restAnswer(c, answer) }},
		{Method: "GET", Path: "/fields/history", Title: web.Text{"历次领域清单", "Every list that was set"}, Pages: []string{"GET /fields/history"}, Query: on, Answer: []FieldList{},
			Handle: func(c *rest.Call) (any, error) { return d.restLists(c, on, true) }},
		{Method: "POST", Path: "/fields/lists", Act: ActSet, Title: web.Text{"设定一个产业领域的清单", "Set the list of an industry"}, Pages: []string{"GET /fields/new", "POST /fields/new"},
			Body: set, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
				var in setForm
				if err := c.Read(set, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.setList(c.Ctx, &in))
			}},
		{Method: "POST", Path: "/fields/import", Act: ActSet, Title: web.Text{"导入清单文件", "Import a file of lists"}, Pages: []string{"GET /fields/import", "POST /fields/import"}, Limit: lists,
			Body: file, Answer: FieldsSet{}, Handle: func(c *rest.Call) (any, error) {
				var in importForm
				if err := c.Read(file, &in); err != nil {
					return nil, err
				}
				n, err := d.importFile(c.Ctx, &in)
				return FieldsSet{n}, err
			}},
		{Method: "GET", Path: "/fields/extensions", Act: ActSet, Title: web.Text{"领域拓展申请与批复", "Extensions and their answers"}, Pages: []string{"GET /fields/extensions"},
			Answer: []FieldExtension{}, Handle: d.restExtensions},
		{Method: "POST", Path: "/fields/extensions", Act: ActSet, Title: web.Text{"登记领域拓展申请", "Record a request to extend"},
			Pages: []string{"GET /fields/extensions/new", "POST /fields/extensions/new"}, Body: ask, Answer: FieldAsked{}, Handle: func(c *rest.Call) (any, error) {
				var in extendForm
				if err := c.Read(ask, &in); err != nil {
					return nil, err
				}
				id, err := d.askExtension(c.Ctx, &in)
				return FieldAsked{rest.ID(id)}, err
			}},
		{Method: "POST", Path: "/fields/extensions/{id}", Act: ActSet, Title: web.Text{"登记领域拓展的批复", "Record the answer to a request"},
			Pages: []string{"GET /fields/extensions/{id}", "POST /fields/extensions/{id}"}, Body: decide, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
				id, err := c.Number("id")
				if err != nil {
					return nil, err
				}
				var in decideForm
				if err := c.Read(decide, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.decideExtension(c.Ctx, id, &in))
			}},
	}}
}

// restLists answers the lists of a day, or all that were ever set.
func (d *Desk) restLists(c *rest.Call, s *form.Schema, all bool) (any, error) {
	q := dayQuery{}
	if err := c.Ask(s, &q); err != nil {
		return nil, err
	}
	var ls []List
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		center, err := d.centerOf(c.Ctx, tx)
		if err != nil {
			return err
		}
		ls, err = d.History(c.Context(), tx, center.ID)
		return err
	})
	if !all {
		ls = current(ls, d.dayOf(q))
	}
	out := []FieldList{}
	for _, l := range ls {
		out = append(out, FieldList{rest.ID(l.ID), string(l.Scheme), l.Industry, l.From, l.Until, l.Official, l.Source, rest.List(l.Classes), l.At.In(calendar.Shanghai())})
	}
	return out, err
}

// dayOf is the day that was asked for, or today.
func (d *Desk) dayOf(q dayQuery) calendar.Day {
	if q.On.IsZero() {
		return d.office.Today()
	}
	return q.On
}

// restAnswer says of one class whether it is open, and how firm that is.
func (d *Desk) restAnswer(c *rest.Call, s *form.Schema) (any, error) {
	var q answerQuery
	if err := c.Ask(s, &q); err != nil {
		return nil, err
	}
	on := d.dayOf(q.dayQuery)
	var l Lists
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		center, err := d.centerOf(c.Ctx, tx)
		if err != nil {
			return err
		}
		l, err = d.On(c.Context(), tx, center.ID, on)
		return err
	})
	return FieldAnswer{q.Kind, q.Class, on, string(Answer(l, q.Kind, q.Class)), l.Firm(SchemeOf(q.Kind))}, err
}

// restExtensions answers every entry of every request, the latest first.
func (d *Desk) restExtensions(c *rest.Call) (any, error) {
	out := []FieldExtension{}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.Extensions(c.Context(), tx, worklist.Actor(c.Ctx).Center)
		for _, e := range all {
			out = append(out, FieldExtension{rest.ID(e.ID), rest.ID(e.Request), e.Step, string(e.Scheme), e.Industry, rest.List(e.Classes), e.Day, e.Reference, e.Reason})
		}
		return err
	})
	return out, err
}
