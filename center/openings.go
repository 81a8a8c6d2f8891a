package center

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/governance/administration"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// watch writes into the audit that somebody was let into a case of others, or asked to be.
func (c *Center) watch(ctx context.Context, tx *store.Tx, by casework.Actor, act, object string) error {
	return c.Book.Audit(ctx, tx, identity.Who{Account: by.Account, Center: by.Center, Name: by.Name, IP: by.IP}, act, object, "")
}

// inspectors lists the active accounts of the province of a case and of the nation.
func (c *Center) inspectors(ctx context.Context, k *casework.Case) (out []casework.Actor, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) error {
		accounts, err := c.Book.List(ctx, tx, k.Center, 0)
		for _, a := range accounts {
			actor := administration.ActorOf(a, "", "")
			above := actor.Is(casework.ProvRole) || actor.Is(casework.NationRole)
			if above && a.Status == identity.Active && c.Office.Policy.May(actor.Subject, casework.ActSee, k.Object()) {
				out = append(out, actor)
			}
		}
		return err
	})
	return out, err
}

// openingsWaiting counts the requests that the person has to decide, for the menu; -1 hides the
// count where there are none or it cannot be had.
func (c *Center) openingsWaiting(x *web.Ctx) int {
	n := -1
	err := c.DB.Read(x.Context(), func(tx *store.Tx) (err error) {
		n, err = c.Office.OpeningsWaiting(x.Context(), tx, worklist.Actor(x))
		return err
	})
	if err != nil || n == 0 {
		return -1
	}
	return n
}
