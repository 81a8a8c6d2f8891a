package delivery

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// An Entry is how a paper reached a party, as a step of its procedure records it.
type Entry struct {
	Channel string
	Day     calendar.Day // of the receipt; of the publication of a notice
	Proofs  []document.File
	// Due is the day on which a public notice serves. Where it is none, the procedure says by Over when the
	// notice is over.
	Due calendar.Day
}

// Keep stores the proofs of a service before the step that enters it begins.
func (d *Desk) Keep(ctx context.Context, k *casework.Case, key seal.Key, files []form.File) ([]document.File, error) {
	return d.keep(ctx, key, k.ID, files)
}

// Enter records the service of the latest paper of a template on a party. There is one record of it: what is
// entered here no longer waits in the queue, and what was served before is refused, unless the queue recorded
// the same way and day: then that record stands.
func (d *Desk) Enter(s *casework.Step, template string, party int64, e Entry) error {
	x, err := d.latest(s, template, party)
	if err != nil {
		return err
	}
	if first, err := document.ServedOn(s.Ctx, s.Tx, x.Paper, party); err != nil || first != nil && first.Channel == e.Channel && first.Day() == e.Day {
		return err
	}
	x, p, detail, err := d.load(s, x)
	if err != nil {
		return err
	}
	if err := day(s, p, &document.Delivery{}, e.Day); err != nil {
		return err
	}
	x.Channel, x.Due = e.Channel, 0
	if x.Sent.IsZero() {
		x.Sent = e.Day.Begin()
	}
	if detail.Proofs = append(detail.Proofs, e.Proofs...); e.Channel == document.Notice {
		x.State, x.Due = document.Sent, e.Due
	} else {
		x.State, x.Delivered, x.Deemed = document.Delivered, e.Day.Begin(), e.Channel == document.Leave
	}
	return document.PutDelivery(s, x, detail)
}

// Over records that a public notice which Enter recorded served the party on a day.
func (d *Desk) Over(s *casework.Step, template string, party int64, on calendar.Day) error {
	x, err := d.latest(s, template, party)
	if err != nil {
		return err
	}
	x, _, detail, err := d.load(s, x)
	if err != nil {
		return err
	}
	x.Channel, x.State, x.Delivered, x.Deemed = document.Notice, document.Delivered, on.Begin(), true
	return document.PutDelivery(s, x, detail)
}

// latest finds the last try to serve the latest paper of a template on a party.
func (d *Desk) latest(s *casework.Step, template string, party int64) (x *document.Delivery, err error) {
	papers, err := document.Of(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	if err != nil {
		return nil, err
	}
	sent, err := document.Deliveries(s.Ctx, s.Tx, s.Case.Center, s.Case.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range papers {
		if c.Template != template || !c.Revoked.IsZero() {
			continue
		}
		for i := range sent {
			if sent[i].Paper == c.ID && sent[i].Party == party {
				x = &sent[i] // in their order
			}
		}
	}
	if x == nil {
		return nil, fault.New(fault.Missing, "delivery.none", "没有需要向该当事人送达的文书；请先签发文书，再登记送达")
	}
	return x, nil
}

// kept refuses to record in the queue what a step of the procedure records, because the case goes on with it.
func (d *Desk) kept(s *casework.Step, p *document.Paper) error {
	h := d.procedures[s.Chart.Code]
	if h == nil || s.Chart.State(s.Case.State).Final {
		return nil
	}
	i := slices.IndexFunc(h.Steps, func(x Step) bool { return x.Template == p.Template })
	if i < 0 {
		return nil
	}
	return fault.New(fault.Conflict, "delivery.step", "文书 %s 的送达决定本案的下一步，请在案件页办理“%s”登记送达", p.Number, s.Chart.Move(h.Steps[i].Move).Words()).At("delivery")
}
