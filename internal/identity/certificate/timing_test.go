package certificate_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
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
// and one of a disabled account, as that of passwords does: by Welch's test without the tenth that was slowest and
// the tenth that was fastest, and a pair that differs once more. It measures, so it runs where ZHIBAO_WELCH says
// how many tries. The control is a difference of 20 ms, which it must find.
func TestEnumeration(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("ZHIBAO_WELCH"))
	if n < 20 {
		t.Skip("设 ZHIBAO_WELCH=500 才测量登录拒绝的用时")
	}
	first := refusals(t, n)
	names := []string{"unbound", "revoked", "disabled"}
	for i, x := range names {
		for _, y := range names[i+1:] {
			p, d := timingtest.Welch(first[x], first[y])
			t.Logf("%s, %s: p = %.3f, %.2f ms apart, %d tries each", x, y, p, 1000*d, n)
			if p >= 0.01 {
				continue
			}
			again := refusals(t, n)
			if q, e := timingtest.Welch(again[x], again[y]); q < 0.01 && e*d > 0 {
				t.Errorf("the time tells %s from %s: p = %.4f and %.4f, %.2f and %.2f ms apart", x, y, p, q, 1000*d, 1000*e)
			}
		}
	}
	slower := make([]float64, n)
	for i, x := range first["unbound"] {
		slower[i] = x + 0.02
	}
	if p, _ := timingtest.Welch(slower, first["unbound"]); p > 0.01 {
		t.Errorf("the measurement would not notice 20 ms: p = %.3f", p)
	}
}

// refusals are the times that n refusals took. The three are tried at once, begun in an order that changes.
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
	names, out := []string{}, map[string][]float64{}
	for name := range all {
		names, out[name] = append(names, name), make([]float64, n)
	}
	for i := range n {
		rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		var wait sync.WaitGroup
		for _, name := range names {
			times := out[name]
			ticket, text := o.ask(certificate.ToSign, nil)
			answer := certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{signed(t, text, all[name])}, IP: "10.0.0.1"}
			wait.Go(func() {
				began := time.Now()
				_, err := o.Sign(context.Background(), nil, "", answer)
				times[i] = time.Since(began).Seconds()
				if fault.CodeOf(err) != "certificate.refused" {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	return out
}
