// Package serving (文书送达) is the pages on which papers are served: the queue of what waits at the counter,
// and on the page of a case the service of each paper with what was sent, served, read and deemed.
package serving

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// Pages are the pages of service.
type Pages struct {
	Office  *casework.Office
	Desk    *delivery.Desk
	Parties func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
}

// Module returns the pages as a module of the program.
func (p *Pages) Module() web.Module {
	return web.Module{Name: "serving", Routes: []web.Route{
		{Method: "GET", Pattern: "/deliveries", Act: delivery.ActServe, Handler: p.queuePage},
		{Method: "GET", Pattern: "/case/{id}/delivery/{delivery}", Act: delivery.ActServe, Handler: p.deliveryPage},
		{Method: "GET", Pattern: "/case/{id}/delivery/{delivery}/proof/{n}", Act: delivery.ActServe, Handler: p.proofFile},
	}}
}

// Grants lets those see the queue who serve papers.
func (p *Pages) Grants() []access.Grant { return p.Desk.Grants() }

// sees reports whether the person may see how the papers of a case are served. A party sees that of its
// own alone, on the page of the case.
func (p *Pages) sees(a casework.Actor, k *casework.Case) bool {
	return a.Party == 0 && p.Desk.Of(k.Chart) != nil && p.Office.Policy.May(a.Subject, delivery.ActServe, k.Object())
}

// A task is a delivery that waits, with its case and paper.
type task struct {
	k     *casework.Case
	d     document.Delivery
	paper *document.Paper
	party string
}

// tasks lists what waits to be served in the cases that the person may see.
func (p *Pages) tasks(c *web.Ctx) (out []task, err error) {
	a := worklist.Actor(c)
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		waiting, err := document.Waiting(c.Context(), tx, a.Center)
		if err != nil {
			return err
		}
		// Many papers of one case wait at once, and each case is asked for once. One that the person may
		// not see is nil.
		cases := map[int64]*casework.Case{}
		for _, d := range waiting {
			k, known := cases[d.Case]
			if !known {
				if k, err = p.Office.Get(c.Context(), tx, a, d.Case); err != nil && fault.KindOf(err) != fault.Missing {
					return err
				}
				if k != nil && !p.sees(a, k) {
					k = nil
				}
				cases[d.Case] = k
			}
			if k == nil {
				continue
			}
			t, err := p.task(c.Context(), tx, k, d)
			if err != nil {
				return err
			}
			// A void paper is nobody's task; the one that replaces it has a task of its own.
			if t.paper.Revoked.IsZero() {
				out = append(out, t)
			}
		}
		return nil
	})
	return out, err
}

// task finds the paper and the party of a delivery.
func (p *Pages) task(ctx context.Context, tx *store.Tx, k *casework.Case, d document.Delivery) (t task, err error) {
	// Without the content: the queue shows what it is called, and opening it is a reading of its own.
	t = task{k: k, d: d}
	papers, err := document.Of(ctx, tx, k.Center, k.ID)
	if err != nil {
		return t, err
	}
	i := slices.IndexFunc(papers, func(x *document.Paper) bool { return x.ID == d.Paper })
	if i < 0 {
		return t, fmt.Errorf("delivery %d is of no paper", d.ID)
	}
	t.paper = papers[i]
	names, err := p.Parties(ctx, tx, k.Center, []int64{d.Party})
	t.party = names[d.Party]
	return t, err
}

// Waiting counts what waits to be served, for the menu.
func (p *Pages) Waiting(c *web.Ctx) (int, error) {
	all, err := p.tasks(c)
	return len(all), err
}

// state shows how far a delivery is.
func state(c *web.Ctx, d *document.Delivery) web.Tag {
	switch d.State {
	case document.Pending:
		return web.Tag{Tone: web.Amber, Text: c.T("待送达", "To be served")}
	case document.Sent:
		// Nobody has to do anything while a notice runs: the system records its end.
		if d.Channel == document.Notice {
			return web.Tag{Tone: web.Blue, Text: c.T("公告中", "Notice runs")}
		}
		return web.Tag{Tone: web.Blue, Text: c.T("在途", "On its way")}
	case document.Failed:
		return web.Tag{Tone: web.Red, Text: c.T("未送达", "Came back")}
	}
	if d.Deemed {
		return web.Tag{Tone: web.Green, Text: c.T("视为送达", "Deemed served")}
	}
	return web.Tag{Tone: web.Green, Text: c.T("已送达", "Served")}
}

// links are the forms in which a delivery is carried on.
func (p *Pages) links(c *web.Ctx, k *casework.Case, d *document.Delivery) (send, record web.Cell) {
	send, record = web.Cell{Text: "—"}, web.Cell{Text: "—"}
	for _, m := range p.Office.Allowed(worklist.Actor(c), k) {
		to := fmt.Sprintf("/case/%d/move/%s?delivery=%d&channel=%s", k.ID, m.Code, d.ID, d.Channel)
		switch {
		// A letter that is on its way or a notice that runs is not sent again: only its end is recorded.
		case m.Code == delivery.MoveSend && d.State == document.Pending:
			send = web.Cell{Text: c.T("登记寄出或公告", "Post or publish"), Href: to}
		case m.Code == delivery.MoveRecord:
			record = web.Cell{Text: c.T("登记结果", "Record the result"), Href: to}
		}
	}
	return send, record
}

// queuePage lists what waits to be served, the oldest first.
func (p *Pages) queuePage(c *web.Ctx) error {
	all, err := p.tasks(c)
	if err != nil {
		return err
	}
	t := web.Table{Title: c.T("待送达的文书", "Papers to be served"), Head: []string{c.T("案号", "Case"), c.T("文书", "Paper"), c.T("文号", "Number"), c.T("受送达人", "Party"), c.T("签发日期", "Issued"),
		c.T("送达方式", "Way"), c.T("状态", "State"), c.T("寄出", "Send"), c.T("结果", "Result")},
		Empty: c.T("没有待送达的文书。当事人没有业务平台账号、或送达被退回的文书会列在这里。", "Nothing waits to be served. Papers for parties without an account, and those that came back, are listed here.")}
	for i := range all {
		x := &all[i]
		send, record := p.links(c, x.k, &x.d)
		way := document.ChannelOf(x.d.Channel)
		t.Rows = append(t.Rows, []web.Cell{{Text: worklist.Name(c, x.k), Href: fmt.Sprintf("/case/%d", x.k.ID)}, {Text: c.Word(x.paper.Name), Href: fmt.Sprintf("/case/%d/paper/%d", x.k.ID, x.paper.ID)},
			{Text: x.paper.Number}, {Text: x.party}, {Text: x.paper.Day().String()}, {Text: c.T(way.Title, way.English)}, {Tag: state(c, &x.d)}, send, record})
	}
	c.Page = web.Page{Title: c.T("文书送达", "Service of papers")}
	return c.Render("page-blocks", []web.Block{t})
}

// Hooks are what service adds to the pages of a procedure.
func (p *Pages) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: p.extra, Prefill: p.prefill, Review: p.review, After: func(_ *casework.Case, move string) string {
		if move == delivery.MoveSend || move == delivery.MoveRecord {
			return "/deliveries"
		}
		return ""
	}}
}

// extra shows on the page of a case how each paper was served; a party sees what was served on it.
func (p *Pages) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	a := worklist.Actor(c)
	if p.Desk.Of(k.Chart) == nil || a.Party == 0 && !p.sees(a, k) {
		return x, nil
	}
	// A case in which nothing was issued has no empty table: the papers above say so already.
	rows, err := p.records(c, tx, k)
	if err != nil || len(rows) == 0 {
		return x, err
	}
	t := web.Table{Title: c.T("送达记录", "Record of service"), Head: []string{c.T("文号", "Number"), c.T("受送达人", "Party"), c.T("方式", "Way"), c.T("寄出", "Sent"), c.T("送达日期", "Served"), c.T("首次阅读", "Read"),
		c.T("状态", "State"), c.T("详情", "Details")}}
	proofs := map[int64][]web.Link{}
	for i := range rows {
		r := &rows[i]
		way := document.ChannelOf(r.d.Channel)
		// To a party the details are the center's: who signed for somebody else is not its business.
		last := web.Cell{Text: dash(r.why)}
		if a.Party == 0 {
			last = web.Cell{Text: c.T("详情", "Details"), Href: fmt.Sprintf("/case/%d/delivery/%d", k.ID, r.d.ID)}
			proofs[r.paper.ID] = append(proofs[r.paper.ID], r.links(c)...)
		}
		// The day on which a notice will count is known from the day it is published.
		served := web.Cell{Text: "—"}
		if on := r.d.Day(); !on.IsZero() {
			served.Text = on.String()
		} else if !r.d.Due.IsZero() {
			served.Text = fmt.Sprintf(c.T("%s（期满）", "%s (notice ends)"), r.d.Due)
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: r.paper.Number, Href: fmt.Sprintf("/case/%d/paper/%d", k.ID, r.paper.ID)}, {Text: r.party}, {Text: c.T(way.Title, way.English)},
			{Text: dash(web.When(r.d.Sent))}, served, {Text: dash(web.When(r.d.Read))}, {Tag: state(c, &r.d)}, last})
	}
	x.Main, x.Proofs = []web.Block{t}, proofs
	return x, nil
}

// links lead from a paper to what proves its service: to each file where there are some, otherwise to the
// record.
func (r *record) links(c *web.Ctx) (out []web.Link) {
	base := fmt.Sprintf("/case/%d/delivery/%d", r.k.ID, r.d.ID)
	for i, f := range r.Proofs {
		out = append(out, web.Link{Href: fmt.Sprintf("%s/proof/%d", base, i), Label: c.T("送达证明：", "Proof: ") + f.Name})
	}
	// What went into an account is proven by the moment at which it was opened, which stands beside it.
	if len(out) == 0 && r.d.Channel != document.Account {
		out = append(out, web.Link{Href: base, Label: c.T("送达记录（", "Record (") + r.party + c.T("）", ")")})
	}
	return out
}

// dash writes what is empty as a dash.
func dash(s string) string {
	if s == "" {
		return "—"
	}
	return strings.TrimSuffix(s, " 00:00") // a day that somebody typed has no hour
}

// A record is a delivery with what its sealed part says.
type record struct {
	task
	document.Detail
	why string // why it came back
}

// records lists the deliveries of the papers that the person may know of; to a party those to it alone.
func (p *Pages) records(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []record, err error) {
	a := worklist.Actor(c)
	papers, reads, err := document.Visible(c.Context(), tx, p.Office, a, k)
	if err != nil {
		return nil, err
	}
	sent, err := document.Told(c.Context(), tx, p.Office, a, k)
	if err != nil {
		return nil, err
	}
	key, err := p.Office.Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, d := range sent {
		ids = append(ids, d.Party)
	}
	names, err := p.Parties(c.Context(), tx, k.Center, ids)
	if err != nil {
		return nil, err
	}
	// In the order of the papers, and for each the ways on which it was tried.
	for _, x := range papers {
		for _, d := range sent {
			if d.Paper != x.ID || a.Party != 0 && !reads(x.ID) {
				continue
			}
			r := record{task: task{k, d, x, names[d.Party]}}
			if r.Detail, err = d.Detail(key); err != nil {
				return nil, err
			}
			if r.Reason != "" {
				words := delivery.ReasonWords(r.Reason)
				r.why = c.T(words[0], words[1])
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// prefill names the delivery that the address of a form names, with the way that is proposed.
func (p *Pages) prefill(c *web.Ctx, _ *store.Tx, k *casework.Case, move string) (any, error) {
	if k == nil || p.Desk.Of(k.Chart) == nil {
		return nil, nil
	}
	// Each form offers its own ways: what is proposed and cannot be chosen there gives place to the usual.
	channel, today := c.Query("channel"), p.Office.Today()
	switch move {
	case delivery.MoveSend:
		if channel != document.Notice {
			channel = document.Post
		}
		return delivery.Send{Delivery: c.Query("delivery"), Channel: channel, Day: today}, nil
	case delivery.MoveRecord:
		if channel != document.Post && channel != document.Leave {
			channel = document.Person
		}
		return delivery.Record{Delivery: c.Query("delivery"), Channel: channel, Day: today}, nil
	}
	return nil, nil
}

// review shows above the form which paper goes to whom, and what was tried before.
func (p *Pages) review(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) ([]web.Block, error) {
	id, _ := strconv.ParseInt(c.Query("delivery"), 10, 64) // what is no number names nothing
	if id == 0 || move != delivery.MoveSend && move != delivery.MoveRecord || !p.sees(worklist.Actor(c), k) {
		return nil, nil
	}
	d, err := document.DeliveryOf(c.Context(), tx, k.ID, id)
	if err != nil {
		return nil, err
	}
	x, err := p.task(c.Context(), tx, k, *d)
	if err != nil {
		return nil, err
	}
	// Who goes to the door has to know what was tried before, and why it failed.
	kv := web.KV{Title: c.T("要送达的文书", "The paper")}
	kv.Add(c.T("文书", "Paper"), c.Word(x.paper.Name)).Add(c.T("文号", "Number"), x.paper.Number).Add(c.T("受送达人", "Party"), x.party)
	records, err := p.records(c, tx, k)
	if err != nil {
		return nil, err
	}
	for i := range records {
		if r := &records[i]; r.d.Paper == d.Paper && r.d.Party == d.Party && r.d.State == document.Failed {
			way := document.ChannelOf(r.d.Channel)
			kv.Add(c.T("此前", "Before"), c.T(way.Title, way.English)+" · "+dash(web.When(r.d.Sent))+" · "+r.why)
		}
	}
	return []web.Block{kv}, nil
}
