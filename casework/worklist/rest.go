package worklist

import (
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A Message is a paper that reached the party. It is marked as read by opening it, because the day
// of reading is evidence of service.
type Message struct {
	Case      string    `json:"case"`
	Paper     string    `json:"paper" doc:"打开：/cases/{case}/papers/{paper}/json；打开即记为已阅"`
	Name      string    `json:"name"`
	Number    string    `json:"number"`
	Delivered time.Time `json:"delivered"`
	Read      time.Time `json:"read,omitzero" doc:"首次打开的时间，未阅则没有"`
}

// An UnsentForm is a form that was begun on the pages and not submitted, without its words.
type UnsentForm struct {
	Chart string    `json:"chart"`
	Move  string    `json:"move"`
	Case  string    `json:"case,omitempty"`
	Key   string    `json:"key" doc:"删除时以此指明"`
	Saved time.Time `json:"saved"`
	Ends  time.Time `json:"ends" doc:"此时仍未提交则删除"`
}

// Taken is the case that was taken from the shared queue.
type Taken struct {
	Case  string    `json:"case,omitempty" doc:"没有等待领取的案件时没有"`
	Until time.Time `json:"until,omitzero" doc:"在此之前不给别人"`
}

// A BulkResult is what became of the cases of a bulk act.
type BulkResult struct {
	Done  int           `json:"done"`
	Cases []BulkOutcome `json:"cases"`
}

// A BulkOutcome is what became of one of them.
type BulkOutcome struct {
	Case string `json:"case"`
	OK   bool   `json:"ok"`
	Text string `json:"text"`
}

// Rest returns what programs can do of the pages beside cases, moves and papers.
func (p *Pages) Rest() rest.Module {
	m := rest.Module{Acts: []rest.Act{{Code: casework.ActInbox, Title: web.Text{"查看收到的文书", "See papers received"}},
		{Code: casework.ActAsk, Title: web.Text{"申请、批准紧急查阅", "Ask for and decide on openings"}},
		{Code: casework.ActInspect, Title: web.Text{"授权抽查查阅", "Open cases to inspectors"}}, {Code: casework.ActRemind, Title: web.Text{"催办", "Remind parties"}}},
		Endpoints: []rest.Endpoint{
			{Method: "GET", Path: "/messages", Act: casework.ActInbox, Title: web.Text{"收到的文书，未阅的在前", "Papers received, unread first"}, Pages: []string{"GET /messages"},
				Answer: []Message{}, Handle: p.restMessages},
			{Method: "GET", Path: "/drafts", Act: casework.ActSee, Title: web.Text{"页面上填写而未提交的表单", "Forms begun on the pages and not submitted"}, Pages: []string{"GET /drafts"}, Answer: []UnsentForm{}, Handle: p.restDrafts},
			{Method: "POST", Path: "/drafts/{key}/discard", Act: casework.ActSee, Title: web.Text{"删除一个未提交的表单", "Discard a form that was not submitted"}, Pages: []string{"POST /drafts"}, Answer: rest.Done{},
				Handle: func(c *rest.Call) (any, error) { return rest.OK(p.forget(c.Ctx, c.Path("key"))) }},
			{Method: "POST", Path: "/take", Act: casework.ActSee, Title: web.Text{"领取下一件", "Take the next case"}, Pages: []string{"POST /work/take"}, Answer: Taken{},
				Handle: func(c *rest.Call) (any, error) {
					id, err := p.takeNext(c.Ctx)
					if err != nil || id == 0 {
						return Taken{}, err
					}
					return Taken{rest.ID(id), c.Now().Add(TakeFor).In(calendar.Shanghai())}, nil
				}},
			{Method: "POST", Path: "/cases/{case}/reminders", Act: casework.ActRemind, Title: web.Text{"催办当事人", "Remind the party"}, Pages: []string{"POST /case/{id}/remind"}, Answer: rest.Done{},
				Handle: func(c *rest.Call) (any, error) {
					id, err := ID(c.Ctx, "id")
					if err != nil {
						return nil, err
					}
					return rest.OK(p.Office.Remind(c.Context(), Actor(c.Ctx), id))
				}},
			{Method: "GET", Path: "/cases/{case}/dossier/{table}/{format}", Act: casework.ActSee, Title: web.Text{"案件流程表 flow、卷宗目录 contents，格式 pdf 或 docx", "flow or contents of the dossier, as pdf or docx"},
				Pages: []string{"GET /case/{id}/dossier/{table}/{format}"}, Files: []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
				Handle: rest.File(p.dossierFile)},
		}}
	m.Endpoints = append(m.Endpoints, rest.Endpoint{Method: "GET", Path: "/figures/terms", Act: casework.ActFigures, Title: web.Text{"期限执行情况：办结、按期、用时", "How terms were kept"}, Pages: []string{"GET /figures/terms"},
		Query: p.period, Answer: []TermFigure{}, Handle: func(c *rest.Call) (any, error) { return p.restTerms(c.Ctx) }})
	m.Endpoints = append(m.Endpoints, p.restOpenings()...)
	for _, b := range p.Bulk() {
		m.Endpoints = append(m.Endpoints, rest.Endpoint{Method: "POST", Path: "/bulk/" + b.Key, Act: casework.ActSee, Title: b.Title, Pages: []string{"POST /work/bulk"},
			Body: b.Input, Cases: true, Answer: BulkResult{}, Timeout: 10 * minute, Handle: func(c *rest.Call) (any, error) { return bulk(c, &b) }})
	}
	return m
}

// restMessages answers the inbox of the party.
func (p *Pages) restMessages(c *rest.Call) (any, error) {
	out := []Message{}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		in, err := document.Received(c.Context(), tx, Actor(c.Ctx).Center, Actor(c.Ctx).Party, maxMessages)
		for _, i := range in {
			m := Message{Case: rest.ID(i.Case), Paper: rest.ID(i.Paper), Name: i.Name, Number: i.Number, Delivered: i.At.In(calendar.Shanghai())}
			if !i.Read.IsZero() {
				m.Read = i.Read.In(calendar.Shanghai())
			}
			out = append(out, m)
		}
		return err
	})
	return out, err
}

// restDrafts answers which forms the person has begun.
func (p *Pages) restDrafts(c *rest.Call) (any, error) {
	out := []UnsentForm{}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		ds, err := p.Office.Drafts(c.Context(), tx, Actor(c.Ctx))
		for _, d := range ds {
			out = append(out, UnsentForm{d.Chart, d.Move, rest.ID(d.Case), DraftKey(d.Chart, d.Move, d.Case), d.At.In(calendar.Shanghai()), d.Ends().In(calendar.Shanghai())})
		}
		return err
	})
	return out, err
}

// bulk does an act to the cases that were named, as far as each can be done.
func bulk(c *rest.Call, b *list.Bulk) (any, error) {
	if !b.Offered(c.Ctx) {
		return nil, fault.New(fault.Missing, "worklist.bulk", "没有这项批量操作，或此密钥无权办理；请按 /api/v1/openapi.json 选择")
	}
	var input any
	if b.Input != nil {
		f := c.Form(b.Input)
		if b.Prepare != nil {
			if err := b.Prepare(c.Ctx, f); err != nil {
				return nil, err
			}
		}
		input = b.Input.New()
		if err := c.ReadForm(f, input); err != nil {
			return nil, err
		}
	}
	slices.Sort(c.Cases)
	ready, refused := b.Sift(c.Ctx, slices.Compact(c.Cases))
	results, _, err := b.Run(c.Ctx, ready, input)
	if err != nil {
		return nil, err
	}
	out := BulkResult{Cases: []BulkOutcome{}}
	for _, r := range append(results, refused...) {
		if r.OK {
			out.Done++
		}
		out.Cases = append(out.Cases, BulkOutcome{r.Key, r.OK, r.Text})
	}
	return out, nil
}
