package center

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/status"
	"zhibao/examination/registration"
	"zhibao/internal/blob"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/matter"
)

// newInfringement makes the desk of infringement cases with what it is told of the rest of the program.
func (c *Center) newInfringement(blobs *blob.Store) *infringement.Desk {
	return infringement.New(infringement.Deps{Blobs: blobs, Deliveries: c.Deliveries, Complete: c.Comparison.Complete, Blocks: c.Comparison.Blocks, Evidence: c.Evidence, Hearings: c.Hearings, Drafts: c.Drafts, Staff: c.infringementStaff, Gate: c.infringementGate, Patents: c.infringedPatent, Seat: c.seatOf, Accounts: c.accountNames})
}

// seatOf asks the register where a party has its seat.
func (c *Center) seatOf(ctx context.Context, tx *store.Tx, center, party int64) (string, error) {
	r, err := c.Registration.Lookup(ctx, tx, registration.Query{Center: center, Owner: party})
	return r.Address, err
}

// infringementGate asks the register of entrustments, and hands the chain over.
func (c *Center) infringementGate(s *casework.Step, act string) (infringement.Mandate, error) {
	m, err := c.Delegation.Gate(s, act)
	return infringement.Mandate{Case: m.Case, Number: m.Number, Body: m.Body, Mark: m.Mark, From: m.From, Until: m.Until, Lines: m.Lines}, err
}

// infringedPatent looks a patent up in the ledger. What was declared invalid counts as never granted.
func (c *Center) infringedPatent(ctx context.Context, tx *store.Tx, center int64, number string, on calendar.Day) (matter.Patent, bool, error) {
	r, known, err := c.Patents.Find(ctx, tx, center, number, on)
	if err != nil || !known {
		return matter.Patent{}, false, err
	}
	out := matter.Patent{Number: r.Number, Title: r.Title, Holder: r.Holder, Granted: r.Granted, Status: string(r.Status), Since: r.Since, Source: r.Source}
	if !r.VoidFrom.IsZero() {
		out.Status, out.Since = "invalid", r.VoidFrom
	}
	return out, true, nil
}

// infringementStaff are the people of a center, and those who sit on panels.
func (c *Center) infringementStaff(ctx context.Context, tx *store.Tx, center int64) (out []infringement.Person, err error) {
	staff, err := c.staff(ctx, tx, center)
	for _, s := range staff {
		out = append(out, infringement.Person{Account: s.Account, Name: s.Name, Roles: s.Roles, Away: s.Away})
	}
	return out, err
}

// infringementMatter is the procedure in the guide.
func infringementMatter() status.Matter {
	return status.Matter{Chart: "infringement", Conditions: "infringement.conditions", Materials: "infringement.materials", Ask: "/open/infringement/file",
		AskText: web.Text{"登录后在“请求侵权裁决”中填写并上传材料；也可到窗口提交", "sign in, then “Ask for a decision”, or come to the counter"}}
}
