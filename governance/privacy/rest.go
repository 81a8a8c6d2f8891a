package privacy

import (
	"slices"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// PrivacyRequest is a request for programs.
type PrivacyRequest struct {
	Case   string       `json:"case"`
	Number string       `json:"number"`
	Kind   string       `json:"kind" doc:"access 查阅、copy 复制、correct 更正、补充、delete 删除、revoke 撤回同意"`
	Name   string       `json:"name" doc:"请求人"`
	What   string       `json:"what"`
	State  string       `json:"state"`
	Made   calendar.Day `json:"made"`
	Due    calendar.Day `json:"due,omitzero" doc:"答复期限；已办结的没有"`
	Ground string       `json:"ground,omitempty" doc:"不予办理的理由"`
	Answer string       `json:"answer,omitempty"`
}

// NoticeOf is a text on personal data, with when it was agreed to.
type NoticeOf struct {
	Version string `json:"version"`
	Text    string `json:"text"`
	TextEN  string `json:"text_en"`
	Agreed  string `json:"agreed,omitempty" doc:"同意的时间"`
	Way     string `json:"way,omitempty" doc:"signin 登录后、signup 注册账号时"`
}

// forPrograms describes requests.
func forPrograms(all []*Request) []PrivacyRequest {
	out := []PrivacyRequest{}
	for _, r := range all {
		x := PrivacyRequest{Case: rest.ID(r.Case), Number: r.Number, Kind: r.Kind, Name: r.Name, What: r.What, State: r.State, Made: calendar.DayOf(r.At), Ground: r.Ground, Answer: r.Answer}
		if r.Open {
			x.Due = r.Due
		}
		out = append(out, x)
	}
	return out
}

// Rest is what programs can do of the pages. The steps of a request are moves like others.
func (d *Desk) Rest() rest.Module {
	return rest.Module{Acts: []rest.Act{{Code: ActOwn, Title: web.Text{"本人的个人信息与请求", "One's own data and requests"}}, {Code: ActSee, Title: web.Text{"查看个人信息权利请求", "See requests about personal data"}},
		{Code: ActIncidents, Title: web.Text{"查看个人信息安全事件", "See incidents with personal data"}}, {Code: ActNotice, Title: web.Text{"登记个人信息安全事件", "Enter incidents with personal data"}}, {Code: ActCatalogue, Title: web.Text{"查看数据分类目录与报告", "See the catalogue of data and its reports"}}}, Endpoints: slices.Concat(d.incidentRest(), d.catalogueRest(), d.separateRest(), []rest.Endpoint{
		{Method: "GET", Path: "/privacy", Act: ActSee, Title: web.Text{"个人信息权利请求", "Requests about personal data"}, Pages: []string{"GET /privacy"}, Answer: []PrivacyRequest{},
			Handle: func(c *rest.Call) (any, error) {
				all, err := d.listed(c.Ctx)
				return forPrograms(all), err
			}},
		{Method: "GET", Path: "/my/privacy", Act: ActOwn, Title: web.Text{"本人的个人信息权利请求", "One's own requests about personal data"}, Pages: []string{"GET /my/privacy"}, Answer: []PrivacyRequest{},
			Handle: func(c *rest.Call) (any, error) {
				all, err := d.mine(c.Ctx)
				return forPrograms(all), err
			}},
		{Method: "GET", Path: "/personal-data", Title: web.Text{"个人信息处理规则（公开）", "How personal data are handled (public)"}, Pages: []string{"GET /personal-data"}, Answer: NoticeOf{},
			Handle: func(c *rest.Call) (any, error) {
				t, err := d.current(c.Context(), worklist.Actor(c.Ctx).Center)
				return NoticeOf{Version: t.Version, Text: t.Words[0], TextEN: t.Words[1]}, err
			}},
		{Method: "GET", Path: "/my/agreement", Act: ActOwn, Title: web.Text{"本人同意过的个人信息处理规则", "To which texts on personal data one agreed"}, Pages: []string{"GET /my/agreement"}, Answer: []NoticeOf{},
			Handle: func(c *rest.Call) (any, error) {
				_, agreed, err := d.kept(c.Ctx)
				out := []NoticeOf{}
				for _, a := range agreed {
					out = append(out, NoticeOf{a.Version, a.Words[0], a.Words[1], written(a.At), a.Way})
				}
				return out, err
			}},
		{Method: "POST", Path: "/my/privacy", Act: ActOwn, Title: web.Text{"提出个人信息权利请求", "Make a request about personal data"}, Pages: []string{"POST /my/privacy"}, Body: d.ask, Answer: PrivacyRequest{}, Handle: d.restAsk},
		{Method: "GET", Path: "/my/privacy/{id}", Act: ActOwn, Title: web.Text{"本人的一项请求与答复", "One of one's own requests, with the answer"}, Pages: []string{"GET /my/privacy/{id}"}, Answer: PrivacyRequest{},
			Handle: func(c *rest.Call) (any, error) {
				r, err := d.own(c.Ctx)
				if err != nil {
					return nil, err
				}
				return forPrograms([]*Request{r})[0], nil
			}},
		{Method: "POST", Path: "/my/privacy/{id}/withdrawal", Act: ActOwn, Title: web.Text{"撤回本人的一项请求", "Take one of one's own requests back"}, Pages: []string{"POST /my/privacy/{id}"}, Body: d.back, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				r, err := d.own(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in TakeBack
				if err := c.Read(d.back, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.TakeBack(c.Ctx, r))
			}},
	})}
}

// restAsk makes a request. The interface keeps the answer under the key of the call, so none is needed here.
func (d *Desk) restAsk(c *rest.Call) (any, error) {
	var in Ask
	if err := c.Read(d.ask, &in); err != nil {
		return nil, err
	}
	k, err := d.Ask(c.Ctx, in, "")
	if err != nil {
		return nil, err
	}
	return PrivacyRequest{Case: rest.ID(k.ID), Number: k.Number, Kind: in.Kind, Name: worklist.Actor(c.Ctx).Name, What: in.What, State: k.State, Made: calendar.DayOf(k.Opened), Due: k.Due}, nil
}
