package mailbox

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/mailbox/mailboxtest"
)

// Mail goes out over TLS of both kinds with the usual ways to sign in, and only to a server whose
// certificate holds; each thing that can be wrong is told apart.
func TestMailOverTLS(t *testing.T) {
	ours, theirs := mailboxtest.NewAuthority(t, "localhost"), mailboxtest.NewAuthority(t, "mail.other.example")
	for _, c := range []struct {
		name     string
		office   *mailboxtest.Office
		change   func(*SMTPConfig)
		trusts   mailboxtest.Authority
		cert     mailboxtest.Authority
		want     string // code; empty: it arrives
		password string
	}{
		{name: "starttls plain", office: &mailboxtest.Office{Offers: "PLAIN LOGIN"}, trusts: ours, cert: ours},
		{name: "starttls login", office: &mailboxtest.Office{Offers: "LOGIN"}, trusts: ours, cert: ours},
		{name: "from the start, plain", office: &mailboxtest.Office{Offers: "PLAIN", AtOnce: true}, trusts: ours, cert: ours},
		{name: "from the start, login", office: &mailboxtest.Office{Offers: "XOAUTH2 LOGIN", AtOnce: true}, trusts: ours, cert: ours},
		{name: "unknown authority", office: &mailboxtest.Office{Offers: "PLAIN"}, trusts: theirs, cert: ours, want: "mailbox.certificate"},
		{name: "unknown authority, from the start", office: &mailboxtest.Office{Offers: "PLAIN", AtOnce: true}, trusts: theirs, cert: ours, want: "mailbox.certificate"},
		{name: "another host", office: &mailboxtest.Office{Offers: "PLAIN"}, trusts: theirs, cert: theirs, want: "mailbox.certificate"},
		{name: "another host, from the start", office: &mailboxtest.Office{Offers: "PLAIN", AtOnce: true}, trusts: theirs, cert: theirs, want: "mailbox.certificate"},
		{name: "wrong password", office: &mailboxtest.Office{Offers: "PLAIN"}, trusts: ours, cert: ours, password: "falsch", want: "mailbox.auth"},
		{name: "wrong password, login", office: &mailboxtest.Office{Offers: "LOGIN", AtOnce: true}, trusts: ours, cert: ours, password: "falsch", want: "mailbox.auth"},
		{name: "no way to sign in", office: &mailboxtest.Office{Offers: "XOAUTH2"}, trusts: ours, cert: ours, want: "mailbox.auth"},
		{name: "no TLS", office: &mailboxtest.Office{Offers: "PLAIN", NoTLS: true}, trusts: ours, cert: ours, want: "mailbox.starttls"},
		{name: "TLS where none is spoken", office: &mailboxtest.Office{Offers: "PLAIN", NoTLS: true}, change: func(c *SMTPConfig) { c.TLS = true }, trusts: ours, cert: ours, want: "mailbox.starttls"},
		{name: "nobody listens", change: func(c *SMTPConfig) { c.Port = 1 }, trusts: ours, cert: ours, want: "mailbox.connect"},
		{name: "no such host", change: func(c *SMTPConfig) { c.Host = "mail.invalid" }, trusts: ours, cert: ours, want: "mailbox.dns"},
		{name: "TLS waits for an answer", office: &mailboxtest.Office{Offers: "PLAIN", AtOnce: true}, change: func(c *SMTPConfig) { c.TLS = false }, trusts: ours, cert: ours, want: "mailbox.timeout"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.office
			if o == nil {
				o = &mailboxtest.Office{}
			}
			o.Cert = c.cert.Cert
			o.Open(t)
			cfg := SMTPConfig{Host: "localhost", Port: o.Port, TLS: o.AtOnce, From: "zhibao@example.cn", Username: mailboxtest.User, Password: mailboxtest.Password, Roots: c.trusts.PEM}
			if c.password != "" {
				cfg.Password = c.password
			}
			if c.change != nil {
				c.change(&cfg)
			}
			d, err := NewSMTP(cfg)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err = d.Deliver(ctx, Parcel{ID: 7, To: "zhang@example.com", Subject: "s", Body: "正文", At: time.Unix(0, 0)})
			got, clear := o.Got()
			if c.want == "" && (err != nil || len(got) != 1 || got[0].Body != "正文") || c.want != "" && (fault.CodeOf(err) != c.want || len(got) != 0) || clear {
				t.Errorf("%v, %+v, in the clear: %v", err, got, clear)
			}
			if s := fmt.Sprint(err); strings.Contains(s, cfg.Password) || strings.Contains(s, "zhang") {
				t.Errorf("the error tells %q", s)
			}
		})
	}
}

// Deliveries at the same time do not share their way to sign in.
func TestMailAtOnce(t *testing.T) {
	ours := mailboxtest.NewAuthority(t, "localhost")
	o := &mailboxtest.Office{Offers: "LOGIN", Cert: ours.Cert}
	o.Open(t)
	d, err := NewSMTP(SMTPConfig{Host: "localhost", Port: o.Port, From: "zhibao@example.cn", Username: mailboxtest.User, Password: mailboxtest.Password, Roots: ours.PEM})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := d.Deliver(t.Context(), Parcel{ID: int64(i), To: "a@example.com", Subject: "s", Body: "b"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got, _ := o.Got(); len(got) != 8 {
		t.Errorf("%d of 8 arrived", len(got))
	}
}
