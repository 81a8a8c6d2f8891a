package value

import (
	"zhibao/casework/worklist"
	"zhibao/industry/database/holding"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/list"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// ValueOf is a patent with its verdicts for programs.
type ValueOf struct {
	Number   string       `json:"number"`
	Title    string       `json:"title"`
	Holder   string       `json:"holder"`
	Place    string       `json:"district,omitempty"`
	Filed    calendar.Day `json:"filed,omitzero"`
	Granted  calendar.Day `json:"granted"`
	On       calendar.Day `json:"on" doc:"统计日"`
	High     string       `json:"high_value" doc:"yes、no 或 unknown（未判）"`
	Valid    string       `json:"in_force" doc:"yes、no 或 unknown"`
	Stands   string       `json:"in_force_reason"`
	Verdicts []VerdictOf  `json:"criteria"`
	Source   string       `json:"source"`
	AsOf     calendar.Day `json:"as_of,omitzero" doc:"数据截至"`
	Evidence []EvidenceOf `json:"evidence,omitempty" doc:"登记的质押融资与获奖；列表中没有"`
}

// VerdictOf is the answer to a criterion.
type VerdictOf struct {
	Criterion string `json:"criterion" doc:"emerging、abroad、kept、pledged 或 awarded"`
	Answer    string `json:"answer" doc:"yes、no 或 unknown（未判）"`
	Reason    string `json:"reason"`
	Member    string `json:"member,omitempty" doc:"所依据的同族文献"`
}

// EvidenceOf is a pledge or an award.
type EvidenceOf struct {
	ID     string       `json:"id"`
	Kind   string       `json:"kind" doc:"pledge 或 award"`
	Day    calendar.Day `json:"day"`
	Amount int64        `json:"amount,omitempty" doc:"元"`
	Prize  string       `json:"prize,omitempty" doc:"state 国家科学技术奖，patent 中国专利奖"`
	Detail string       `json:"detail"`
	Source string       `json:"source"`
	AsOf   calendar.Day `json:"as_of"`
	By     string       `json:"by"`
	Struck string       `json:"struck_out,omitempty" doc:"撤销的理由；有效的没有"`
}

// ValuePage is a page of the register.
type ValuePage struct {
	Patents []ValueOf `json:"patents"`
	Total   int       `json:"total"`
	Change  int64     `json:"change" doc:"文献库的变动序号"`
}

// ClassOf is a line of the table of industries.
type ClassOf struct {
	ID      string       `json:"id"`
	IPC     string       `json:"ipc"`
	Code    string       `json:"code"`
	Title   string       `json:"title"`
	Version string       `json:"version"`
	Source  string       `json:"source"`
	From    calendar.Day `json:"from"`
	Until   calendar.Day `json:"until,omitzero" doc:"最后适用日；仍适用的没有"`
}

// CountOf is the yearly count.
type CountOf struct {
	Counts  []Count `json:"counts" doc:"历年年末，最后一项为统计日"`
	Change  int64   `json:"change" doc:"文献库的变动序号"`
	Holders []Named `json:"holders" doc:"统计日的专利权人，前 20 名"`
	Places  []Named `json:"districts" doc:"统计日的地区，前 20 名"`
}

// Named is a number by name.
type Named struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// valueQuery narrows the register.
type valueQuery struct {
	High      string       `json:"high" label:"结论" en:"Verdict" widget:"select" options:"yes=高价值=High value,unknown=未判=Not judged,no=不属于=Not of high value,valid=全部有效发明专利=All in force"`
	Criterion string       `json:"criterion" label:"符合的标准" en:"Criterion that holds" widget:"select" options:"emerging=战略性新兴产业=Emerging industry,abroad=海外同族=Family abroad,kept=维持超过10年=Over 10 years,pledged=质押融资=Pledge,awarded=获奖=Award"`
	Branch    string       `json:"branch" label:"产业分支的编号" en:"Id of the branch" max:"20"`
	Holder    string       `json:"holder" label:"专利权人" en:"Holder" max:"120"`
	Place     string       `json:"place" label:"地区" en:"District" max:"60"`
	On        calendar.Day `json:"on" label:"统计日" en:"Counting day"`
	Page      int          `json:"page" label:"页" en:"Page" min:"1" max:"100000"`
}

const perPage = 100

// forPrograms describes a patent with its verdicts.
func (j *Judged) forPrograms(c *web.Ctx, es []holding.Evidence) ValueOf {
	out := ValueOf{Number: j.Number, Title: j.Title, Holder: j.holder(), Place: j.Place, Filed: j.Filed, Granted: j.Published, On: j.Day, High: j.High.Code(), Valid: j.Valid.Code(), Stands: j.stands(c), Source: j.Source, AsOf: j.AsOf, Verdicts: []VerdictOf{}}
	for _, v := range j.Verdicts {
		x := VerdictOf{Criterion: v.Criterion, Answer: v.Answer.Code(), Reason: j.reason(c, v)}
		if v.Member != nil {
			x.Member = v.Member.Number
		}
		out.Verdicts = append(out.Verdicts, x)
	}
	for _, e := range es {
		out.Evidence = append(out.Evidence, EvidenceOf{rest.ID(e.ID), e.Kind, e.Day, e.Amount, e.Prize, e.Detail, e.Source, e.AsOf, e.Name, e.Why})
	}
	return out
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	look, on := form.Describe(valueQuery{}, nil), form.Describe(counting{}, nil)
	endpoints := []rest.Endpoint{
		{Method: "GET", Path: home, Act: ActSee, Title: web.Text{"发明专利是否高价值，每页 100 件", "Invention patents and whether they are of high value, 100 a page"}, Pages: []string{"GET " + home, "POST " + home, "GET " + home + "/counts", "GET " + home + "/export"}, Query: look, Answer: ValuePage{}, Handle: d.restList(look)},
		{Method: "GET", Path: home + "/figures", Act: ActSee, Title: web.Text{"高价值发明专利的年度统计", "The yearly count"}, Pages: []string{"GET " + home + "/figures", "GET " + home + "/figures/csv"}, Query: on, Answer: CountOf{}, Handle: d.restFigures(on)},
		{Method: "GET", Path: place, Act: ActSee, Title: web.Text{"一件发明专利的五项标准及依据", "The five criteria of a patent with their evidence"}, Pages: []string{"GET " + place}, Query: on, Answer: ValueOf{}, Handle: func(c *rest.Call) (any, error) {
			j, es, err := d.one(c.Ctx)
			if err != nil {
				return nil, err
			}
			return j.forPrograms(c.Ctx, es), nil
		}},
		{Method: "GET", Path: industries, Act: ActSee, Title: web.Text{"战略性新兴产业对照表", "Table of emerging industries"}, Pages: []string{"GET " + industries}, Answer: []ClassOf{}, Handle: d.restClasses},
	}
	for _, s := range d.steps() {
		endpoints = append(endpoints, s.Endpoint())
	}
	return rest.Module{Acts: []rest.Act{{Code: ActSee, Title: web.Text{"查看高价值发明专利", "Read patents of high value"}}, {Code: ActEnter, Title: web.Text{"登记质押、获奖与产业对照表", "Enter pledges, awards and the table of industries"}}},
		Endpoints: append(append(endpoints, d.evidences().Rest()...), d.table().Rest()...)}
}

// restList answers with a page of the register.
func (d *Desk) restList(s *form.Schema) func(*rest.Call) (any, error) {
	return func(c *rest.Call) (any, error) {
		var q valueQuery
		if err := c.Ask(s, &q); err != nil {
			return nil, err
		}
		rows, err := d.rows(c.Ctx, list.Query[filter]{Filter: filter{q.High, q.Criterion, q.Branch, q.Holder, q.Place, q.On}, Sort: "number", Offset: perPage * max(q.Page-1, 0), Limit: perPage})
		if err != nil {
			return nil, err
		}
		l, err := d.load(c.Context(), worklist.Actor(c.Ctx).Center)
		if err != nil {
			return nil, err
		}
		out := ValuePage{Patents: []ValueOf{}, Total: rows.Total, Change: l.change}
		for _, j := range rows.Rows {
			out.Patents = append(out.Patents, j.forPrograms(c.Ctx, nil))
		}
		return out, nil
	}
}

// restFigures answers with the yearly count.
func (d *Desk) restFigures(s *form.Schema) func(*rest.Call) (any, error) {
	return func(c *rest.Call) (any, error) {
		var q counting
		if err := c.Ask(s, &q); err != nil {
			return nil, err
		}
		ns, l, _, err := d.counts(c.Ctx, q.On)
		if err != nil {
			return nil, err
		}
		last := ns[len(ns)-1]
		out := CountOf{Counts: ns, Change: l.change, Holders: []Named{}, Places: []Named{}}
		// The same rankings as on the page.
		for of, to := range map[*map[string]int]*[]Named{&last.holders: &out.Holders, &last.places: &out.Places} {
			p := rank("", "", last.Day, "", *of)
			for i, name := range p.Data.Labels {
				*to = append(*to, Named{name, int(p.Data.At(0, i))})
			}
		}
		return out, nil
	}
}

// restClasses answers with the table of industries.
func (d *Desk) restClasses(c *rest.Call) (any, error) {
	out := []ClassOf{}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		cs, err := readClasses(c.Context(), tx, worklist.Actor(c.Ctx).Center, `1 = 1`)
		for _, x := range cs {
			out = append(out, ClassOf{rest.ID(x.ID), x.IPC, x.Code, x.Title, x.Version, x.Source, x.From, x.Until})
		}
		return err
	})
	return out, err
}
