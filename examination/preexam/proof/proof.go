// Package proof (延期申请与证明) shows what a party asks for when it needs more time: its reason, and the
// files that prove it, such as an outage of the filing system on the last day. Whoever may grant the time
// reads both, without a right to the text of the application.
package proof

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/examination/preexam/record"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// Desk is the part of the procedure that is about requests for time.
type Desk struct {
	Office func() *casework.Office
	Open   func(ctx context.Context, k *casework.Case, ref record.FileRef) (*blob.File, error)
}

const (
	asked  = "ask_more_time"  // the move of the request
	extend = "preexam.extend" // the act of whoever grants it
)

// may reports whether the person may read a request for time and its proof.
func (d *Desk) may(c *web.Ctx, k *casework.Case) bool {
	s, p := worklist.Actor(c).Subject, d.Office().Policy
	return p.May(s, casework.ActForm, k.Object()) || p.Ever(s, extend) && p.May(s, casework.ActSee, k.Object())
}

// Routes are the pages: the download of one proof.
func (d *Desk) Routes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/preexam/{id}/proof/{proof}", Act: casework.ActSee, Handler: d.download}}
}

// Asked is one request for time.
type Asked struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	Proofs []File    `json:"proofs"`
}

// File is one file that proves the reason.
type File struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
}

// Rest returns what programs can do of the pages.
func (d *Desk) Rest() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/cases/{case}/proofs", Act: casework.ActSee, Title: web.Text{"延期申请及证明材料", "Requests for time with their proofs"}, Answer: []Asked{}, Handle: d.restAsked},
		{Method: "GET", Path: "/cases/{case}/proofs/{proof}", Act: casework.ActSee, Title: web.Text{"延期申请的证明材料", "A proof of a request for time"},
			Pages: []string{"GET /preexam/{id}/proof/{proof}"}, Files: []string{"application/octet-stream"}, Handle: rest.File(d.download)}}
}

// restAsked answers the requests for time, none to whoever may not read them.
func (d *Desk) restAsked(c *rest.Call) (any, error) {
	id, err := worklist.ID(c.Ctx, "id")
	if err != nil {
		return nil, err
	}
	out := []Asked{}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.Office().Get(c.Context(), tx, worklist.Actor(c.Ctx), id)
		if err != nil {
			return err
		}
		all, err := d.asked(c.Ctx, tx, k)
		out = append(out, all...)
		return err
	})
	return out, err
}

// asked are the requests for time in a case, none that the person may not read.
func (d *Desk) asked(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []Asked, err error) {
	if !d.may(c, k) {
		return nil, nil
	}
	events, err := d.Office().Events(c.Context(), tx, k.Center, k.ID)
	if err != nil || !slices.ContainsFunc(events, func(e casework.Event) bool { return e.Move == asked }) {
		return nil, err
	}
	proofs, err := d.proofs(c, tx, k)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Move != asked {
			continue
		}
		in := Asked{Proofs: []File{}}
		if err := d.Office().InputOf(c.Context(), tx, e, &in); err != nil {
			return nil, err
		}
		in.At = e.At.In(calendar.Shanghai())
		for _, p := range proofs {
			if p.At.Equal(e.At) {
				in.Proofs = append(in.Proofs, File{rest.ID(p.ID), p.File.Name, p.File.Size, p.File.SHA256, p.File.SM3})
			}
		}
		out = append(out, in)
	}
	return out, nil
}

// Table lists the requests for time in a case, nil where there are none that the person may read.
func (d *Desk) Table(c *web.Ctx, tx *store.Tx, k *casework.Case) (*web.Table, error) {
	all, err := d.asked(c, tx, k)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	t := &web.Table{Title: c.T("延期申请", "Requests for time"), Head: []string{c.T("时间", "Time"), c.T("理由", "Reason"), c.T("证明材料", "Proof")}}
	for _, x := range all {
		row := []web.Cell{{Text: x.At.Format("2006-01-02 15:04")}, {Text: x.Reason}, {Text: c.T("无", "none")}}
		for i, p := range x.Proofs {
			if i > 0 { // one a line
				t.Rows = append(t.Rows, row)
				row = []web.Cell{{}, {}, {}}
			}
			row[2] = web.Cell{Text: p.Name, Href: fmt.Sprintf("/preexam/%d/proof/%s", k.ID, p.ID)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func (d *Desk) proofs(c *web.Ctx, tx *store.Tx, k *casework.Case) ([]record.Proof, error) {
	key, err := d.Office().Keys.CaseKey(c.Context(), tx, k.ID)
	if err != nil {
		return nil, err
	}
	return record.Proofs(c.Context(), tx, key, k.ID)
}

// download sends one proof as it was handed in.
func (d *Desk) download(c *web.Ctx) (err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	no, err := worklist.ID(c, "proof")
	if err != nil {
		return err
	}
	var k *casework.Case
	var ref *record.FileRef
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = d.Office().Get(c.Context(), tx, worklist.Actor(c), id); err != nil || !d.may(c, k) {
			return err
		}
		all, err := d.proofs(c, tx, k)
		for i := range all {
			if all[i].ID == no {
				ref = &all[i].File
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if ref == nil {
		return fault.New(fault.Missing, "preexam.proof", "没有这份证明材料，或您无权查看；请从案件页面的“延期申请”打开")
	}
	f, err := d.Open(c.Context(), k, *ref)
	if err != nil {
		return err
	}
	defer f.Close()
	// As a download of no type: what a party sent is never shown as a page of the program.
	return original.Send(c, ref.Name, f)
}
