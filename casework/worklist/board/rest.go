package board

import (
	"net/url"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
)

// An OpenCase is one open case with its running clocks.
type OpenCase struct {
	Case     string     `json:"case"`
	Number   string     `json:"number,omitempty"`
	Chart    string     `json:"chart"`
	Kind     string     `json:"kind,omitempty"`
	State    string     `json:"state"`
	Since    string     `json:"since" doc:"进入现状态之日"`
	Turn     string     `json:"turn" doc:"轮到谁办理"`
	Handler  string     `json:"handler,omitempty" doc:"经办人账号"`
	Verdict  string     `json:"verdict" doc:"late 已超期、breach 将超期、risk 有风险、fine 正常"`
	Clocks   []OpenTerm `json:"clocks" doc:"最先出问题的在前"`
	Next     []string   `json:"next" doc:"可能的下一步，步骤代码"`
	Unserved []string   `json:"unserved" doc:"尚未送达的文书"`
}

// An OpenTerm is one running clock of an open case and its forecast.
type OpenTerm struct {
	Code     string   `json:"code"`
	Title    string   `json:"title"`
	Target   bool     `json:"target" doc:"国家局文件要求的目标期限"`
	Party    bool     `json:"party" doc:"计时对象是当事人"`
	Used     int      `json:"used"`
	Total    int      `json:"total"`
	Due      string   `json:"due" doc:"到期日；中止中的为假定今日恢复的到期日"`
	Paused   string   `json:"paused,omitempty" doc:"中止的原因，没有中止则没有"`
	Verdict  string   `json:"verdict"`
	Expected string   `json:"expected" doc:"预计完成日"`
	Why      []string `json:"why"`
}

// PersonWeeks is how many clocks of one person's cases end in the next weeks.
type PersonWeeks struct {
	Handler string `json:"handler,omitempty" doc:"账号，未分派的没有"`
	Overdue int    `json:"overdue"`
	Weeks   []int  `json:"weeks" doc:"自本周起各周到期的期限个数"`
}

// Rest returns what programs can do of the board.
func (b *Board) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActBoard, Title: web.Text{"查看在办期限总览", "See the terms of open cases"}}},
		Endpoints: []rest.Endpoint{
			{Method: "GET", Path: "/board", Act: ActBoard, Title: web.Text{"在办案件的期限、所处环节与预测，最先超期的在前", "Open cases with their terms and forecasts, what breaks first first"},
				Pages: []string{"GET /board", "POST /board", "GET /board/counts", "GET /board/export"}, Query: b.asked, Answer: []OpenCase{}, Handle: b.restCases},
			{Method: "GET", Path: "/board/weeks", Act: ActBoard, Title: web.Text{"今后八周各人到期的期限", "Terms that end in the next eight weeks, by person"}, Pages: []string{"GET /board/weeks"},
				Answer: []PersonWeeks{}, Handle: b.restWeeks},
			{Method: "GET", Path: "/board/print/{format}", Act: ActBoard, Title: web.Text{"打印用的总览，格式 pdf 或 docx", "The board on paper, pdf or docx"}, Pages: []string{"GET /board/print/{format}"},
				Query: b.asked, Files: []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Handle: rest.File(b.printed)},
		}}
}

// values are the parameters of the filter in the address; others belong to the list.
func (b *Board) values(c *web.Ctx) url.Values {
	out := url.Values{}
	for name, v := range c.R.URL.Query() {
		// Order and page belong to the list; an empty value is no filter.
		if b.asked.Field(name) != nil && v[0] != "" {
			out[name] = v
		}
	}
	return out
}

// restCases answers the open cases that fit the filter.
func (b *Board) restCases(c *rest.Call) (any, error) {
	var in filter
	f := c.Form(b.asked)
	if err := b.options(c.Ctx, f); err != nil {
		return nil, err
	}
	f.Filter = true
	if !f.ReadValues(rest.Query(c.Ctx), &in) {
		return nil, f.Errors()
	}
	if err := b.look(c.Ctx); err != nil {
		return nil, err
	}
	rows, out := b.chosen(c.Ctx, list.Query[filter]{Filter: in}), []OpenCase{}
	if err := b.complete(c.Ctx, rows); err != nil {
		return nil, err
	}
	for _, r := range rows {
		out = append(out, b.restCase(c.Ctx, r))
	}
	return out, nil
}

// restCase is a row in the words of the interface.
func (b *Board) restCase(c *web.Ctx, r *row) OpenCase {
	out := OpenCase{Case: rest.ID(r.k.ID), Number: r.k.Number, Chart: r.k.Chart, Kind: r.k.Kind, State: r.k.State, Since: r.course.Now().From.String(), Turn: b.turn(c, r),
		Handler: rest.ID(r.k.Handler), Verdict: code(int(r.forecast.Verdict)), Clocks: []OpenTerm{}, Next: []string{}, Unserved: rest.List(r.unserved)}
	// Every clock with its own forecast: which of them matters is for the program to decide.
	for _, k := range r.forecast.Clocks {
		used, total := k.Result.Used(b.Office.Today())
		t := OpenTerm{Code: k.Rule.Code, Title: k.Rule.Title, Target: k.Rule.Target, Party: k.Rule.Party, Used: used, Total: total, Due: k.Due.String(), Verdict: code(int(k.Verdict)),
			Expected: k.End.String(), Why: b.why(c, r, k)}
		if k.Paused {
			t.Paused = b.reason(c, r, k)
		}
		out.Clocks = append(out.Clocks, t)
	}
	for _, m := range b.next(r) {
		out.Next = append(out.Next, m.Code)
	}
	return out
}

// code is the verdict as programs read it.
func code(v int) string { return [...]string{"fine", "risk", "breach", "late"}[v] }

// restWeeks answers the weeks.
func (b *Board) restWeeks(c *rest.Call) (any, error) {
	v, err := b.view(c.Context(), worklist.Actor(c.Ctx))
	if err != nil {
		return nil, err
	}
	out := []PersonWeeks{}
	for _, p := range v.people(monday(b.Office.Today())) {
		out = append(out, PersonWeeks{Handler: rest.ID(p.account), Overdue: p.overdue, Weeks: p.ending[:]})
	}
	return out, nil
}
