package registration

import (
	"time"

	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A TakeoverView is a request to take over the accounts of a party.
type TakeoverView struct {
	ID       string          `json:"id"`
	Party    string          `json:"party"`
	Name     string          `json:"name" doc:"单位名称"`
	Code     string          `json:"code"`
	State    string          `json:"state" doc:"asked 待核对、checked 待审批、done 已接管、refused 不予接管"`
	At       time.Time       `json:"at"`
	Who      string          `json:"successor"`
	Login    string          `json:"login,omitempty" doc:"以下各项仅在单项查询时给出"`
	Phone    string          `json:"phone,omitempty"`
	Mail     string          `json:"mail,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Opinion  string          `json:"check,omitempty" doc:"核对意见"`
	Decision string          `json:"decision,omitempty" doc:"审批意见"`
	Proof    []TakeoverProof `json:"proof,omitempty"`
}

// TakeoverProof is one file of the proof, in its order.
type TakeoverProof struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// A TakeoverStep is how a decision came out.
type TakeoverStep struct {
	Path string `json:"path,omitempty" doc:"批准后给接管人的一次性地址，只给出这一次"`
}

// takeoverView is a request as the list shows it.
func takeoverView(t *takeover, name string) TakeoverView {
	return TakeoverView{ID: rest.ID(t.ID), Party: rest.ID(t.Party), Name: name, Code: t.Body.Code, State: t.State, At: t.At.In(calendar.Shanghai()), Who: t.Body.Name}
}

// restTakeovers are the requests to take over accounts: list, one, its proof, the next step.
func (d *Desk) restTakeovers() []rest.Endpoint {
	act := form.Describe(takeoverActForm{}, rules())
	return []rest.Endpoint{
		{Method: "GET", Path: "/takeovers", Act: ActTakeover, Title: web.Text{"账号接管申请", "Take-overs of accounts"}, Pages: []string{"GET /registration/takeovers"}, Answer: []TakeoverView{},
			Handle: d.restTakeoverList},
		{Method: "GET", Path: "/takeovers/{id}", Act: ActTakeover, Title: web.Text{"一份接管申请", "One take-over"}, Pages: []string{"GET /registration/takeovers/{id}"}, Answer: TakeoverView{},
			Handle: d.restTakeover},
		{Method: "POST", Path: "/takeovers/{id}", Act: ActTakeover, Title: web.Text{"核对或审批接管申请（须由两人办理）", "Check or decide; two people are needed"}, Pages: []string{"POST /registration/takeovers/{id}"},
			Body: act, Answer: TakeoverStep{}, Handle: func(c *rest.Call) (any, error) {
				if _, _, err := d.readTakeover(c.Ctx); err != nil {
					return nil, err
				}
				var in takeoverActForm
				if err := c.Read(act, &in); err != nil {
					return nil, err
				}
				token, err := d.decideTakeover(c.Ctx, &in)
				if err != nil || token == "" {
					return TakeoverStep{}, err
				}
				return TakeoverStep{"/password/" + token}, nil
			}},
		{Method: "GET", Path: "/takeovers/{id}/files/{file}", Act: ActTakeover, Title: web.Text{"一份证明材料；查阅记入审计", "A file of the proof; opening it is audited"},
			Pages: []string{"GET /registration/takeovers/{id}/file/{file}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(d.takeoverFile)},
	}
}

// restTakeoverList answers the requests of the center.
func (d *Desk) restTakeoverList(c *rest.Call) (any, error) {
	out := []TakeoverView{}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.takeovers(c.Context(), tx, worklist.Actor(c.Ctx).Center)
		if err != nil {
			return err
		}
		var ids []int64
		for _, t := range all {
			ids = append(ids, t.Party)
		}
		names, err := party.Names(c.Context(), tx, worklist.Actor(c.Ctx).Center, ids)
		for _, t := range all {
			out = append(out, takeoverView(t, names[t.Party]))
		}
		return err
	})
	return out, err
}

// restTakeover answers one request with what the successor stated.
func (d *Desk) restTakeover(c *rest.Call) (any, error) {
	t, name, err := d.readTakeover(c.Ctx)
	if err != nil {
		return nil, err
	}
	v := takeoverView(t, name)
	b := &t.Body
	v.Login, v.Phone, v.Mail, v.Reason, v.Opinion, v.Decision = b.Login, unmask.Phone(worklist.Actor(c.Ctx), b.Phone), b.Mail, b.Reason, b.Opinion, b.Decision
	for _, f := range b.Files {
		v.Proof = append(v.Proof, TakeoverProof{f.Name, f.Size, f.SHA256})
	}
	return v, nil
}
