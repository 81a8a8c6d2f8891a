package api

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/superior"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// An Event is one entry of a case's history, without the secret input.
type Event struct {
	Seq    int64             `json:"seq"`
	At     time.Time         `json:"at"`
	Move   string            `json:"move" doc:"read 为查阅未公开文本，opening. 开头的为查阅授权"`
	Title  string            `json:"title"`
	From   string            `json:"from"`
	To     string            `json:"to"`
	Who    string            `json:"who"`
	Role   string            `json:"role,omitempty"`
	Via    string            `json:"via,omitempty"`
	Basis  string            `json:"basis,omitempty"`
	Papers []string          `json:"papers,omitempty"`
	Clocks []ClockAct        `json:"clocks,omitempty"`
	Notes  map[string]string `json:"notes,omitempty"`
	Hash   string            `json:"hash" doc:"SHA-256，与前一条首尾衔接"`
	Prev   string            `json:"prev"`
}

// A ClockAct is an extension of a term.
type ClockAct struct {
	Clock  string `json:"clock"`
	Extend string `json:"extend,omitempty"`
	Why    string `json:"why,omitempty"`
}

// A Paper is one paper of a case, without its content.
type Paper struct {
	ID       string    `json:"id"`
	Number   string    `json:"number"`
	Name     string    `json:"name"`
	Template string    `json:"template"`
	Version  string    `json:"version"`
	At       time.Time `json:"at"`
	Digest   string    `json:"digest" doc:"内容的 SHA-256"`
	Revoked  time.Time `json:"revoked,omitzero"`
	Sent     []Sent    `json:"deliveries"`
}

// Sent is how a paper reached a party.
type Sent struct {
	Party     string    `json:"party"`
	Channel   string    `json:"channel"`
	State     string    `json:"state"`
	Delivered time.Time `json:"delivered,omitzero"`
	Read      time.Time `json:"read,omitzero"`
}

// shownNotes are those that the page shows; others, such as addresses, stay inside.
var shownNotes = []string{"what", "day", "ground", "reason"}

// event is an event as the actor may see it: the other side sees the function, not the person.
func (a *API) event(actor casework.Actor, chart *casework.Chart, e casework.Event) Event {
	out := Event{Seq: e.Seq, At: clock(e.At), Move: e.Move, Title: e.Move, From: e.From, To: e.To, Who: e.Name, Role: e.Role, Via: e.Meta.Via,
		Basis: e.Meta.Basis, Papers: e.Meta.Papers, Hash: hex.EncodeToString(e.Hash), Prev: hex.EncodeToString(e.Prev)}
	if m := chart.Move(e.Move); m != nil {
		out.Title = m.Title
	}
	if title, _, off := e.Reading(); off {
		out.Title = title
	} else if e.Move == casework.RemindMove {
		out.Title = "催办"
	} else if e.Move == casework.GraceMove {
		out.Title = "期限顺延（系统中断）"
		if e.Meta.Notes["day"] != "" {
			out.Title = "收到应急件（系统中断期间）"
		}
	}
	if superior.Person(actor, e.Role) || actor.Party != 0 && e.Name != actor.Name && e.Role != string(casework.Entity) && e.Role != string(casework.AgencyRole) {
		out.Who = "工作人员"
		if e.Role != "" { // a reading has none
			out.Who = casework.Role(e.Role).Info().Title
		}
	}
	for _, op := range e.Meta.Clocks {
		out.Clocks = append(out.Clocks, ClockAct{op.Clock, op.Extend, op.Why})
	}
	for _, n := range shownNotes {
		if v := e.Meta.Notes[n]; v != "" {
			if out.Notes == nil {
				out.Notes = map[string]string{}
			}
			out.Notes[n] = v
		}
	}
	return out
}

// events answers the history, oldest first. Inputs stay sealed: they are read through the parts.
func (a *API) events(c *web.Ctx, actor casework.Actor) error {
	out := []Event{}
	err := a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := a.find(c, tx, actor)
		if err != nil {
			return err
		}
		events, err := a.office.EventsFor(c.Context(), tx, actor, k)
		for _, e := range events {
			out = append(out, a.event(actor, a.office.ChartOf(k.Chart), e))
		}
		return err
	})
	if err != nil {
		return err
	}
	return ok(c, out)
}

// papers answers what was issued in the case and how it was delivered, without the content.
func (a *API) papers(c *web.Ctx, actor casework.Actor) error {
	out := []Paper{}
	err := a.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := a.find(c, tx, actor)
		if err != nil {
			return err
		}
		papers, _, err := document.Visible(c.Context(), tx, a.office, actor, k)
		if err != nil {
			return err
		}
		deliveries, err := document.Told(c.Context(), tx, a.office, actor, k)
		for i := range deliveries {
			if superior.Hides(a.office, actor, k) {
				deliveries[i].Party = 0
			}
		}
		for _, p := range papers {
			out = append(out, paperOf(p, deliveries))
		}
		return err
	})
	if err != nil {
		return err
	}
	return ok(c, out)
}

// paperOf is a paper with its own deliveries among those of the case.
func paperOf(p *document.Paper, deliveries []document.Delivery) Paper {
	out := Paper{ID: id(p.ID), Number: p.Number, Name: p.Name, Template: p.Template, Version: p.Version, At: clock(p.At), Digest: p.Digest,
		Revoked: clock(p.Revoked), Sent: []Sent{}}
	for _, d := range deliveries {
		if d.Paper == p.ID {
			out.Sent = append(out.Sent, Sent{id(d.Party), d.Channel, d.State, clock(d.Delivered), clock(d.Read)})
		}
	}
	return out
}

// open returns a paper that the actor may read. As on the pages, staff leave an event and a party
// a date of reading.
func (a *API) open(c *web.Ctx, actor casework.Actor) (k *casework.Case, x *document.Paper, err error) {
	n, err := strconv.ParseInt(c.Path("paper"), 10, 64)
	if err != nil {
		return nil, nil, missing()
	}
	ctx := c.Context()
	err = a.office.DB.Read(ctx, func(tx *store.Tx) error {
		if k, err = a.find(c, tx, actor); err != nil {
			return err
		}
		reads, err := document.Reads(ctx, tx, a.office, actor, k)
		if err != nil {
			return err
		}
		if !reads(n) {
			return missing()
		}
		key, err := a.office.Keys.CaseKey(ctx, tx, k.ID)
		if err != nil {
			return err
		}
		x, err = document.Open(ctx, tx, key, k.ID, n)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if actor.Party == 0 {
		return k, x, a.office.RecordReading(ctx, actor, k.ID, "文书 "+x.Number)
	}
	// The day on which the party read the paper is evidence of service.
	return k, x, a.office.DB.Write(ctx, func(tx *store.Tx) error {
		return document.Read(ctx, tx, x.ID, actor.Party, actor.Account, c.Now())
	})
}

// paper answers one paper in the format that is asked for. The file is made before anything is
// sent, so that an error is a refusal and not half a file.
func (a *API) paper(c *web.Ctx, actor casework.Actor) error {
	format := c.Path("format")
	if format != "json" && format != "pdf" && format != "docx" {
		return fault.New(fault.Missing, "api.format", "没有这种格式，请用 json、pdf 或 docx")
	}
	k, x, err := a.open(c, actor)
	if err != nil {
		return err
	}
	if format == "json" {
		content, err := paper.Marshal(x.Content)
		if err != nil {
			return err
		}
		return ok(c, struct {
			Paper
			Content json.RawMessage `json:"content"`
		}{paperOf(x, nil), content})
	}
	var buf bytes.Buffer
	kind, err := a.d.Pages.Write(c, k, format, &buf, x.Content)
	if err != nil {
		return err
	}
	return begun(0, c.Download(x.Number+"."+format, kind, &buf))
}

// part answers what a procedure shows of its cases.
func (a *API) part(p Part) func(*web.Ctx, casework.Actor) error {
	return func(c *web.Ctx, actor casework.Actor) error {
		k, err := a.loaded(c, actor)
		if err != nil {
			return err
		}
		if k.Chart != p.Chart || !a.office.Policy.May(actor.Subject, p.Act, k.Object()) {
			return missing()
		}
		if actor.Party == 0 {
			// The record must stand before anything is shown.
			if err := a.office.RecordReading(c.Context(), actor, k.ID, p.What); err != nil {
				return err
			}
		}
		v, err := p.Load(c.Context(), actor, k)
		if err != nil {
			return err
		}
		return ok(c, v)
	}
}
