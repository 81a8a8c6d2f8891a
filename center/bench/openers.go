package bench

import (
	"context"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/center/notify"
	"zhibao/internal/identity"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
)

// openerCount is how many accounts open the cases of a burst: the interface lets one account call 600
// times a minute, and that limit stays in place.
const openerCount = 128

// engage makes the accounts of the burst, and the gateway to which its messages go. One account of each
// party has a telephone, so that each case makes one message.
func (r *caseRun) engage(ctx context.Context) (err error) {
	if r.gate, err = newReceiver(); err != nil {
		return err
	}
	if err := r.gateway(ctx, r.gate.url); err != nil {
		return err
	}
	for i := range min(openerCount, r.creates) {
		party := r.people[fmt.Sprintf("applicant-%d", i%len(enterprises)+1)].Party
		a := &identity.Account{Center: r.Center.Center.ID, Party: party, Login: fmt.Sprintf("opener-%03d", i), Name: fmt.Sprintf("经办%03d", i)}
		if i < len(enterprises) {
			a.Phone = fmt.Sprintf("1380000%04d", i)
		}
		if err := r.account(ctx, a, []casework.Role{casework.Entity}, true); err != nil {
			return err
		}
		if err := r.wish(ctx, a); err != nil {
			return err
		}
		key, err := r.apiKey(ctx, a, casework.ActSee, "preexam.create")
		if err != nil {
			return err
		}
		r.openers = append(r.openers, key)
	}
	return nil
}

// gateway has the messages of the center sent to an address, as the page of the system administrator
// does, who would need a second factor.
func (r *rig) gateway(ctx context.Context, url string) error {
	g := mailbox.GatewayConfig{URL: url, Body: `{"to":"{to}","text":"{text}","id":"{id}"}`}
	return r.DB.Write(ctx, func(tx *store.Tx) error { return notify.UseGateway(ctx, tx, r.Keys, r.Center.Center.ID, g, time.Now()) })
}

// wish has an account told by text message, which nobody is who did not ask for it.
func (r *rig) wish(ctx context.Context, a *identity.Account) error {
	if a.Phone == "" {
		return nil
	}
	return r.DB.Write(ctx, func(tx *store.Tx) error {
		return notify.Wish(ctx, tx, a, casework.NoticePaper, mailbox.SMS, "now")
	})
}
