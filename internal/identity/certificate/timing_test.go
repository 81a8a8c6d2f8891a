package certificate_test

import (
	"context"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/identity/certificate/certtest"
	"zhibao/internal/store"
	"zhibao/internal/timingtest"
)

// TestEnumeration compares the times of refusals for a certificate that is bound to nobody, one that was revoked,
// and one of a disabled account.
func TestEnumeration(t *testing.T) { timingtest.Same(t, refusals) }

// refusals are the times that n refusals took.
func refusals(t *testing.T, n int) map[string][]float64 {
	o := open(t)
	o.at = time.Now()
	o.trusting(certtest.SM2)
	_, revoked := o.held("revoked", certtest.SM2)
	a, disabled := o.held("disabled", certtest.SM2)
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: o.only().ID, List: o.auth.List(t, o.at.Add(time.Second), revoked), Alone: true, Active: true}))
	must(t, o.DB.Write(t.Context(), func(tx *store.Tx) error {
		return o.Book.SetStatus(t.Context(), tx, admin(), a.ID, identity.Disabled)
	}))
	o.live = true
	all := map[string]*certtest.Holder{"unbound": o.auth.Issue(t, certtest.SM2, "unbound", o.at), "revoked": revoked, "disabled": disabled}
	return timingtest.Times(n, []string{"unbound", "revoked", "disabled"}, time.Now, func(kind string) func() {
		ticket, text := o.ask(certificate.ToSign, nil)
		answer := certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{signed(t, text, all[kind])}, IP: "10.0.0.1"}
		return func() {
			if _, err := o.Sign(context.Background(), nil, "", answer); fault.CodeOf(err) != "certificate.refused" {
				t.Error(err)
			}
		}
	})
}
