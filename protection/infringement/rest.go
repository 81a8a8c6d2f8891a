package infringement

import (
	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/measure"
)

// Infringement is a case for programs, as far as the caller's side may know it.
type Infringement struct {
	Case     string                `json:"case"`
	Number   string                `json:"number,omitempty"`
	State    string                `json:"state"`
	Patent   InfringedPatent       `json:"patent"`
	Claims   string                `json:"claims,omitempty" doc:"主张的权利要求"`
	Acts     []string              `json:"remedies" doc:"请求事项：stop_make、stop_use、stop_offer、stop_sell、stop_import、unlist、destroy"`
	Facts    string                `json:"facts" doc:"事实与理由"`
	Simple   bool                  `json:"simple" doc:"简易程序"`
	Accepted calendar.Day          `json:"accepted,omitzero" doc:"立案日期"`
	Ended    calendar.Day          `json:"ended,omitzero" doc:"结案日期"`
	Outcome  string                `json:"outcome,omitempty" doc:"upheld、rejected、withdrawn、settled、mediated、transferred、terminated、deemed 或 refused"`
	Parties  []InfringementParty   `json:"parties"`
	Hearings []InfringementHearing `json:"hearings"`
	Asks     []InfringementAsk     `json:"asks" doc:"当事人申请；当事人只有自己的"`
	Files    []InfringementFile    `json:"files"`
	Gaps     []string              `json:"gaps,omitempty" doc:"裁决还缺什么；只给合议组、法制审核人和主任"`
}

// InfringedPatent is the right in dispute.
type InfringedPatent struct {
	Number string `json:"number"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Holder string `json:"holder"`
	Status string `json:"status" doc:"valid、unpaid、expired 或 invalid"`
	Typed  bool   `json:"typed,omitempty" doc:"专利库没有，由当事人填写"`
}

// InfringementParty is a party with how far it was reached.
type InfringementParty struct {
	Party     string       `json:"party"`
	Side      string       `json:"side" doc:"requester、respondent 或 third"`
	Name      string       `json:"name"`
	Acts      []string     `json:"acts" doc:"make、use、offer、sell、import"`
	Served    calendar.Day `json:"served,omitzero"`
	Answered  calendar.Day `json:"answered,omitzero"`
	Decision  calendar.Day `json:"decision_served,omitzero"`
	Performed calendar.Day `json:"performed,omitzero"`
	Left      calendar.Day `json:"left,omitzero"`
}

// InfringementHearing is an oral hearing.
type InfringementHearing struct {
	Day       calendar.Day `json:"day"`
	Time      string       `json:"time"`
	Place     string       `json:"place"`
	Online    bool         `json:"online"`
	Held      calendar.Day `json:"held,omitzero"`
	CalledOff bool         `json:"called_off,omitempty"`
}

// InfringementAsk is what a party asked for.
type InfringementAsk struct {
	What    string       `json:"what"`
	Party   string       `json:"party,omitempty"`
	On      calendar.Day `json:"on"`
	Closed  bool         `json:"closed"`
	Granted bool         `json:"granted"`
	Answer  string       `json:"answer,omitempty"`
}

// InfringementFile is a stored file.
type InfringementFile struct {
	ID     string       `json:"id"`
	What   string       `json:"what"`
	Name   string       `json:"name"`
	Size   int64        `json:"size"`
	SHA256 string       `json:"sha256"`
	On     calendar.Day `json:"on"`
}

// Rest is what programs can do of the pages. The steps of a case are moves like others.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActFile, Title: web.Text{"查看侵权案件的内容与材料", "Read infringement cases and their files"}}, {Code: measure.Act, Title: web.Text{"查看侵权案件统计", "See the figures of infringement cases"}}}, Endpoints: append(d.figures.Rest(), []rest.Endpoint{
		{Method: "GET", Path: "/cases/{case}/infringement", Act: ActFile, Title: web.Text{"一件专利侵权纠纷的内容", "The matter of an infringement case"}, Answer: Infringement{}, Handle: d.restCase},
		{Method: "GET", Path: "/cases/{case}/infringement/files/{file}", Act: ActFile, Title: web.Text{"侵权案件的一份材料", "A file of an infringement case"}, Pages: []string{"GET /infringement/{id}/files/{file}"},
			Files: []string{"application/octet-stream"}, Handle: rest.File(d.filePage)},
	}...)}
}

// restCase answers with what the page of the case shows.
func (d *Desk) restCase(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	var out Infringement
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, worklist.Actor(c.Ctx), id)
		if err != nil {
			return err
		}
		f, r, inside, err := d.seen(c.Ctx, tx, k)
		if err != nil {
			return err
		}
		if f == nil {
			return fault.New(fault.Missing, "infringement.missing", "没有这个侵权案件，请从“我的案件”中打开")
		}
		out = d.forPrograms(k, f, r)
		if inside && r.Ended.IsZero() {
			gaps, err := d.gaps(c.Context(), tx, k, f)
			if err != nil {
				return err
			}
			for _, g := range gaps {
				out.Gaps = append(out.Gaps, g.Say.String())
			}
		}
		return nil
	})
	return out, err
}

// forPrograms puts what may be known into the shape of the interface.
func (d *Desk) forPrograms(k *casework.Case, f *matter.File, r *row) Infringement {
	p := f.Patent
	out := Infringement{Case: rest.ID(k.ID), Number: k.Number, State: k.State, Patent: InfringedPatent{p.Number, p.Kind, p.Title, p.Holder, p.Status, p.Typed}, Claims: f.Claims, Acts: rest.List(f.Remedies), Facts: f.Facts,
		Simple: f.Simple, Accepted: r.Accepted, Ended: r.Ended, Outcome: r.Outcome, Parties: []InfringementParty{}, Hearings: []InfringementHearing{}, Asks: []InfringementAsk{}, Files: []InfringementFile{}}
	for _, x := range f.Parties {
		out.Parties = append(out.Parties, InfringementParty{rest.ID(x.ID), x.Side, x.Name, rest.List(x.Acts), x.Served, x.Answered, x.DecisionServed, x.Performed, x.Left})
	}
	for _, x := range f.Hearings {
		out.Hearings = append(out.Hearings, InfringementHearing{x.Day, x.Time, x.Place, x.Online, x.Held, x.CalledOff})
	}
	for _, x := range f.Asks {
		out.Asks = append(out.Asks, InfringementAsk{x.Kind, rest.ID(x.Party), x.On, x.Closed, x.Granted, x.Ruling})
	}
	for _, x := range f.Docs {
		out.Files = append(out.Files, InfringementFile{rest.ID(x.ID), x.What, x.Name, x.Size, x.SHA256, x.On})
	}
	return out
}
