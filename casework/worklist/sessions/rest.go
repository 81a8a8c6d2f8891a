package sessions

import (
	"time"

	"zhibao/casework"
	"zhibao/casework/hearing"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// SessionOf is one session for programs.
type SessionOf struct {
	No         int64         `json:"no"`
	Kind       string        `json:"kind"`
	State      string        `json:"state" doc:"planned 已安排、recorded 待核对签名、closed 已结束、cancelled 已取消"`
	Begins     time.Time     `json:"begins"`
	Ends       time.Time     `json:"ends"`
	Room       string        `json:"room,omitempty"`
	Link       string        `json:"link,omitempty"`
	Panel      []string      `json:"panel"`
	Recorder   string        `json:"recorder"`
	Order      []string      `json:"order"`
	Public     bool          `json:"public"`
	Attendance []Came        `json:"attendance"`
	Absences   []NotCome     `json:"absences"`
	Record     []Said        `json:"record,omitempty" doc:"列表中没有"`
	Digest     string        `json:"digest,omitempty" doc:"笔录的 SHA-256"`
	Signatures []SignatureOf `json:"signatures"`
}

// Came is one who came.
type Came struct {
	Side string `json:"side"`
	Name string `json:"name"`
	As   string `json:"as"`
}

// NotCome is a side that did not.
type NotCome struct {
	Side   string `json:"side"`
	Just   bool   `json:"just" doc:"有正当理由"`
	Reason string `json:"reason"`
}

// Said is one paragraph of the record.
type Said struct {
	Speaker string `json:"speaker,omitempty"`
	Text    string `json:"text"`
}

// SignatureOf is one signature under the record.
type SignatureOf struct {
	Side       string    `json:"side"`
	Name       string    `json:"name"`
	As         string    `json:"as"`
	How        string    `json:"how"`
	Correction string    `json:"correction,omitempty"`
	At         time.Time `json:"at"`
	Scan       bool      `json:"scan" doc:"有手写签名页扫描件"`
}

func at(t time.Time) time.Time { return t.In(calendar.Shanghai()) }

// of describes a session.
func of(x *hearing.Session) SessionOf {
	// Who sat there is named; accounts are numbers of the center and stay inside.
	out := SessionOf{No: x.No, Kind: x.Kind, State: string(x.State), Begins: at(x.Begins), Ends: at(x.Ends), Room: x.Room, Link: x.Link, Panel: []string{}, Recorder: x.Recorder.Name,
		Order: rest.List(x.Order), Public: x.Public, Attendance: []Came{}, Absences: []NotCome{}, Digest: x.Digest, Signatures: []SignatureOf{}}
	for _, s := range x.Panel {
		out.Panel = append(out.Panel, s.Name)
	}
	for _, a := range x.Attendance {
		out.Attendance = append(out.Attendance, Came{a.Side, a.Name, a.As})
	}
	for _, a := range x.Absences {
		out.Absences = append(out.Absences, NotCome{a.Side, a.Just, a.Reason})
	}
	for _, g := range x.Signatures {
		out.Signatures = append(out.Signatures, SignatureOf{g.Side, g.Name, g.As, g.How, g.Correction, at(g.At), g.Scan != nil})
	}
	return out
}

// Rest returns what programs can do of the pages. The moves on hearings are moves of the case.
func (p *Pages) Rest() rest.Module {
	get := func(path, page, zh, en string) rest.Endpoint {
		return rest.Endpoint{Method: "GET", Path: "/cases/{case}/hearings" + path, Act: casework.ActSee, Title: web.Text{zh, en}, Pages: []string{"GET /case/{id}/hearings" + page}}
	}
	list := get("", "", "案件的审理", "Hearings of a case")
	list.Answer, list.Handle = []SessionOf{}, func(c *rest.Call) (any, error) {
		_, xs, err := p.load(c.Ctx)
		out := []SessionOf{}
		for i := range xs {
			out = append(out, of(&xs[i]))
		}
		return out, err
	}
	one := get("/{no}", "/{no}", "一次审理及其笔录", "One hearing with its record")
	one.Answer, one.Handle = SessionOf{}, func(c *rest.Call) (any, error) {
		k, x, err := p.one(c.Ctx)
		if err == nil {
			err = p.watched(c.Ctx, k)
		}
		if err != nil {
			return nil, err
		}
		// The list leaves the record out, so that it can be asked for often.
		out := of(x)
		for _, s := range x.Record {
			out.Record = append(out.Record, Said{s.Speaker, s.Text})
		}
		return out, nil
	}
	printed := get("/{no}/record/{format}", "/{no}/record/{format}", "笔录，格式 pdf 或 docx", "The record, as pdf or docx")
	printed.Files, printed.Handle = []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, rest.File(p.printPage)
	scan := get("/{no}/scans/{place}", "/{no}/scan/{place}", "手写签名页扫描件", "Scan of a page signed by hand")
	scan.Files, scan.Handle = []string{"application/octet-stream"}, rest.File(p.scanPage)
	return rest.Module{Endpoints: []rest.Endpoint{list, one, printed, scan}}
}
