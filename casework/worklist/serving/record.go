package serving

import (
	"fmt"
	"slices"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// found returns the case of the address, if the person may see how its papers are served.
func (p *Pages) found(c *web.Ctx, tx *store.Tx) (*casework.Case, error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	k, err := p.Office.Get(c.Context(), tx, worklist.Actor(c), id)
	if err == nil && !p.sees(worklist.Actor(c), k) {
		err = fault.New(fault.Missing, "case.missing", "没有这个案件，或您无权查看；请核对案号，或在“我的案件”中查找")
	}
	return k, err
}

// one returns the delivery of the address with everything that is recorded of it.
func (p *Pages) one(c *web.Ctx) (r *record, err error) {
	of, err := worklist.ID(c, "delivery")
	if err != nil {
		return nil, err
	}
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := p.found(c, tx)
		if err != nil {
			return err
		}
		// Only among those that the person may know of, as the page of the case shows them.
		all, err := p.records(c, tx, k)
		if i := slices.IndexFunc(all, func(r record) bool { return r.d.ID == of }); i >= 0 {
			r = &all[i]
		} else if err == nil {
			err = fault.New(fault.Missing, "document.delivery", "没有这项送达，请从“文书送达”页打开")
		}
		return err
	})
	return r, err
}

// deliveryPage shows what is recorded of one delivery, with its proofs and how it is carried on.
func (p *Pages) deliveryPage(c *web.Ctx) error {
	r, err := p.one(c)
	if err != nil {
		return err
	}
	way := document.ChannelOf(r.d.Channel)
	kv := web.KV{Title: c.T("送达", "Service")}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("文书", "Paper"), Text: c.Word(r.paper.Name) + " " + r.paper.Number, Href: fmt.Sprintf("/case/%d/paper/%d", r.k.ID, r.paper.ID)})
	kv.Add(c.T("受送达人", "Party"), r.party).Add(c.T("送达方式", "Way"), c.T(way.Title, way.English))
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("依据", "Basis"), Text: way.Basis.String(), Law: true}, web.KVRow{Label: c.T("状态", "State"), Tag: state(c, &r.d)})
	served := r.d.Day().String()
	if r.d.Deemed {
		served += c.T("（视为送达）", " (deemed)")
	}
	kv.Add(c.T("寄出或发布", "Sent"), dash(web.When(r.d.Sent))).Add(c.T("送达日期", "Served on"), served).Add(c.T("首次阅读", "First read"), web.When(r.d.Read)).
		Add(c.T("公告期满", "Notice ends"), r.d.Due.String()).Add(c.T("邮件号码或公告载体", "Mail or medium"), r.Mail).Add(c.T("签收人", "Received by"), r.Receiver).
		Add(c.T("与受送达人的关系", "Relation"), r.Relation).Add(c.T("见证人", "Witness"), r.Witness).Add(c.T("送达地点", "Place"), r.Place).
		Add(c.T("未送达的原因", "Why not"), r.why).Add(c.T("说明", "Remark"), r.Note)
	// Each way has its own particulars; those of the other ways are not shown as empty.
	kv.Rows = slices.DeleteFunc(kv.Rows, func(x web.KVRow) bool { return x.Tag.Text == "" && (x.Text == "" || x.Text == "—") })
	t := web.Table{Title: c.T("送达证明", "Proofs of service"), Head: []string{c.T("文件", "File"), "SHA-256", "SM3"}, Empty: c.T("没有证明文件。", "No proofs.")}
	for i, f := range r.Proofs {
		t.Rows = append(t.Rows, []web.Cell{{Text: f.Name, Href: fmt.Sprintf("/case/%d/delivery/%d/proof/%d", r.k.ID, r.d.ID, i)}, {Text: f.SHA256}, {Text: f.SM3}})
	}
	c.Page = web.Page{Title: c.T("送达记录", "Record of service"), Sub: r.paper.Number, At: "/deliveries", Crumbs: []web.Link{{Href: "/deliveries", Label: c.T("文书送达", "Service of papers")},
		{Href: fmt.Sprintf("/case/%d", r.k.ID), Label: worklist.Name(c, r.k)}, {Label: c.T("送达记录", "Record of service")}}}
	if r.d.Waits() {
		send, record := p.links(c, r.k, &r.d)
		for _, x := range []web.Cell{send, record} {
			if x.Href != "" {
				c.Page.Actions = append(c.Page.Actions, web.Link{Href: x.Href, Label: x.Text, Tone: web.Blue})
			}
		}
	}
	return c.Render("page-blocks", []web.Block{kv, t})
}

// proofFile sends a proof of service as it was sent in.
func (p *Pages) proofFile(c *web.Ctx) error {
	of, err := worklist.ID(c, "delivery")
	if err != nil {
		return err
	}
	// What is no number is answered like a number that does not exist.
	n, err := strconv.Atoi(c.Path("n"))
	if err != nil {
		n = -1
	}
	var f document.File
	var body *blob.File
	var k *casework.Case
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = p.found(c, tx); err != nil {
			return err
		}
		d, err := document.DeliveryOf(c.Context(), tx, k.ID, of)
		if err != nil {
			return err
		}
		f, body, err = p.Desk.Open(c.Context(), tx, p.Office.Keys, d, n)
		return err
	})
	if err != nil {
		return err
	}
	defer body.Close()
	// The record must stand before anything leaves the center.
	if err := p.Office.RecordReading(c.Context(), worklist.Actor(c), k.ID, "送达证明"); err != nil {
		return err
	}
	// Whatever somebody once uploaded is saved, never shown: its content is not known.
	return original.Send(c, f.Name, body)
}
