package certificate_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/identity/certificate/certtest"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

const (
	center   = 1
	password = "一句只有我知道的话 42"
	host     = "zhibao.example.cn"
)

// office is a center with an authority whose keys are good for both factors, and an empty list of it.
type office struct {
	*certificate.Keeper
	t    testing.TB
	at   time.Time
	live bool // the clock runs
	auth *certtest.Holder
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func admin() identity.Who { return identity.Who{Account: 99, Center: center, Name: "安全管理员"} }

// open makes an office without an authority.
func open(t testing.TB) *office {
	t.Helper()
	ctx := context.Background()
	o := &office{t: t, at: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)}
	now := func() time.Time {
		if o.live {
			return time.Now()
		}
		return o.at
	}
	dir := t.TempDir()
	db, err := store.OpenWith(ctx, storetest.Chosen(t, "sqlite:"+filepath.Join(dir, "t.db")), store.Options{Now: now})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(ctx, seal.Schema(), identity.Schema()))
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "k"), DataDir: dir, Make: true})
	must(t, err)
	ring, err := seal.NewRing(ctx, db, root, seal.Options{})
	must(t, err)
	must(t, db.Write(ctx, func(tx *store.Tx) error { _, err := ring.Center(ctx, tx, center); return err }))
	book := identity.New(db, ring, now, identity.Policy{Failures: 3, Lock: 15 * time.Minute, Idle: 30 * time.Minute, Absolute: 12 * time.Hour,
		Strong: []string{"secadmin"}, Admin: []string{"sysadmin", "secadmin", "auditor"}, Issuer: "知保"})
	o.Keeper = &certificate.Keeper{DB: db, Book: book, Now: now, URL: "https://" + host}
	return o
}

// ready makes an office with an authority.
func ready(t testing.TB, kind string) *office {
	t.Helper()
	o := open(t)
	o.trusting(kind)
	return o
}

// trusting gives the office its authority.
func (o *office) trusting(kind string) {
	o.t.Helper()
	o.auth = certtest.Authority(o.t, kind, "某省政务 CA", o.at)
	must(o.t, o.Set(o.t.Context(), admin(), certificate.Change{Cert: o.auth.PEM(), List: o.auth.List(o.t, o.at), Alone: true, Active: true}))
}

// only is the authority of the office.
func (o *office) only() (a *certificate.Authority) {
	o.t.Helper()
	must(o.t, o.DB.Read(o.t.Context(), func(tx *store.Tx) error {
		all, err := o.Authorities(o.t.Context(), tx, center)
		if len(all) != 1 {
			o.t.Fatalf("%d authorities", len(all))
		}
		a = all[0]
		return err
	}))
	return a
}

// account makes an active account.
func (o *office) account(login string, roles ...string) *identity.Account {
	o.t.Helper()
	ctx := o.t.Context()
	a := &identity.Account{Center: center, Login: login, Name: login}
	var token string
	must(o.t, o.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if token, err = o.Book.Create(ctx, tx, admin(), a); err != nil {
			return err
		}
		for _, r := range roles {
			if err := o.Book.Grant(ctx, tx, admin(), a.ID, r); err != nil {
				return err
			}
		}
		return nil
	}))
	must(o.t, o.Book.SetPassword(ctx, token, password))
	return a
}

// enter signs in with the password.
func (o *office) enter(login string) (string, *identity.Session) {
	o.t.Helper()
	token, _, err := o.Book.SignIn(o.t.Context(), login, password, "10.0.0.1", "")
	must(o.t, err)
	s, err := o.Book.Find(o.t.Context(), token, true)
	must(o.t, err)
	return token, s
}

// ask takes a text to sign.
func (o *office) ask(purpose string, s *identity.Session) (ticket, text string) {
	o.t.Helper()
	ticket, err := o.Ask(o.t.Context(), purpose, s, "other.example.cn")
	must(o.t, err)
	text, err = o.Asked(o.t.Context(), ticket, purpose, s)
	must(o.t, err)
	return ticket, text
}

// signed is the answer of the command that signs with keys in files.
func signed(t testing.TB, text string, h *certtest.Holder) []byte {
	t.Helper()
	answer, asked, err := certificate.Answered([]byte(text), h.KeyPEM(t), h.PEM())
	must(t, err)
	if asked != host {
		t.Fatalf("the text is of %q", asked)
	}
	return answer
}

// register binds a certificate to the account of a session.
func (o *office) register(s *identity.Session, h *certtest.Holder) error {
	o.t.Helper()
	ticket, text := o.ask(certificate.ToRegister, s)
	return o.Register(o.t.Context(), s, identity.Who{Account: s.Account.ID, Center: center, Name: s.Account.Name}, "办公密钥",
		certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{signed(o.t, text, h)}})
}

// sign signs in with a certificate alone.
func (o *office) sign(h *certtest.Holder) (string, error) {
	o.t.Helper()
	ticket, text := o.ask(certificate.ToSign, nil)
	return o.Sign(o.t.Context(), nil, "", certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{signed(o.t, text, h)}, IP: "10.0.0.7"})
}

// held is an account that has a certificate.
func (o *office) held(login, kind string) (*identity.Account, *certtest.Holder) {
	o.t.Helper()
	a := o.account(login)
	_, s := o.enter(login)
	h := o.auth.Issue(o.t, kind, login, o.at)
	must(o.t, o.register(s, h))
	return a, h
}

// lastAudit is the newest entry of a chain.
func (o *office) lastAudit(center int64) (act, detail string) {
	o.t.Helper()
	must(o.t, o.DB.Read(o.t.Context(), func(tx *store.Tx) error {
		return tx.Row(o.t.Context(), `SELECT act, detail FROM identity_audit WHERE center_id = $1 ORDER BY seq DESC LIMIT 1`, center).Scan(&act, &detail)
	}))
	return act, detail
}

func code(t *testing.T, what string, err error, want string) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("%s: %q, want %q (%v)", what, fault.CodeOf(err), want, err)
	}
}

// TestSignIn: a certificate of each kind, from an authority of each kind, opens a complete session; after the
// password it is the second factor, and due.
func TestSignIn(t *testing.T) {
	for _, kind := range []string{certtest.SM2, certtest.P256, certtest.RSA} {
		o := ready(t, kind)
		a, h := o.held("zhangsan", kind)
		token, err := o.sign(h)
		must(t, err)
		s, err := o.Book.Find(t.Context(), token, false)
		must(t, err)
		if s == nil || s.Account.ID != a.ID || !s.Strong || s.Needs {
			t.Fatalf("%s: session %+v", kind, s)
		}
		if act, detail := o.lastAudit(center); act != "sign.in" || detail != "certificate" {
			t.Errorf("audit: %s %s", act, detail)
		}
		former, weak := o.enter("zhangsan")
		if !weak.Needs || weak.Enrol {
			t.Fatalf("%s: the password alone opens: %+v", kind, weak)
		}
		ticket, text := o.ask(certificate.ToSecond, weak)
		token, err = o.Sign(t.Context(), weak, former, certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{signed(t, text, h)}})
		must(t, err)
		if s, err := o.Book.Find(t.Context(), token, false); err != nil || s == nil || !s.Strong {
			t.Errorf("%s: second factor: %+v %v", kind, s, err)
		}
		if s, err := o.Book.Find(t.Context(), former, false); err != nil || s != nil {
			t.Errorf("%s: the weak session goes on: %+v %v", kind, s, err)
		}
	}
}

// TestForms: an answer may come in one piece or in several, as PEM, base64 or DER, and as signed data with or
// without the text inside.
func TestForms(t *testing.T) {
	for _, kind := range []string{certtest.SM2, certtest.P256, certtest.RSA} {
		o := ready(t, kind)
		_, h := o.held("zhangsan", kind)
		envelope := func(text string, detach bool) []byte {
			make := pkcs7.NewSignedData
			if kind == certtest.SM2 {
				make = pkcs7.NewSMSignedData
			}
			d, err := make([]byte(text))
			must(t, err)
			if kind != certtest.SM2 {
				d.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
			}
			must(t, d.AddSigner(h.Cert, h.Key, pkcs7.SignerInfoConfig{}))
			if detach {
				d.Detach()
			}
			der, err := d.Finish()
			must(t, err)
			return der
		}
		bare := func(text string) []byte {
			rest := signed(t, text, h)
			for {
				b, more := pem.Decode(rest)
				if b.Type == "SIGNATURE" {
					return b.Bytes
				}
				rest = more
			}
		}
		b64 := func(b []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(b)) }
		for name, parts := range map[string]func(string) [][]byte{
			"DER":    func(text string) [][]byte { return [][]byte{h.Cert.Raw, bare(text)} },
			"base64": func(text string) [][]byte { return [][]byte{b64(bare(text)), nil, b64(h.Cert.Raw)} },
			"one below the other": func(text string) [][]byte {
				return [][]byte{append(append(b64(h.Cert.Raw), "\r\n \r\n"...), b64(bare(text))...)}
			},
			"base64 below PEM": func(text string) [][]byte { return [][]byte{append(h.PEM(), b64(bare(text))...)} },
			"PEM and base64":   func(text string) [][]byte { return [][]byte{h.PEM(), b64(bare(text))} },
			"with the CA":      func(text string) [][]byte { return [][]byte{o.auth.PEM(), signed(t, text, h)} },
			"PKCS#7 bare":      func(text string) [][]byte { return [][]byte{envelope(text, true)} },
			"PKCS#7 with":      func(text string) [][]byte { return [][]byte{b64(envelope(text, false))} },
		} {
			ticket, text := o.ask(certificate.ToSign, nil)
			if _, err := o.Sign(t.Context(), nil, "", certificate.Answer{Ticket: ticket, Host: host, Parts: parts(text)}); err != nil {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
		}
		ticket, _ := o.ask(certificate.ToSign, nil)
		_, err := o.Sign(t.Context(), nil, "", certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{envelope("another text", false)}})
		code(t, kind+": an envelope about another text", err, "certificate.signature")
	}
}

// TestRefusedAtSignIn: every certificate that may not be used gets the one answer, whether there is such an
// account or not; the audit has the reason.
func TestRefusedAtSignIn(t *testing.T) {
	const refused = "certificate.refused"
	o := ready(t, certtest.SM2)
	a, good := o.held("zhangsan", certtest.SM2)
	unbound := o.auth.Issue(t, certtest.SM2, "nobody", o.at)
	foreign := certtest.Authority(t, certtest.SM2, "某省政务 CA", o.at).Issue(t, certtest.SM2, "zhangsan", o.at)
	try := func(what string, h *certtest.Holder, chain int64, reason string) {
		t.Helper()
		_, err := o.sign(h)
		code(t, what, err, refused)
		if act, detail := o.lastAudit(chain); act != "sign.failed" || !strings.Contains(detail, reason) {
			t.Errorf("%s: the audit says %s %q", what, act, detail)
		}
	}
	_, err := o.sign(good)
	must(t, err) // the control
	try("unbound", unbound, 0, "unknown")
	try("of a foreign authority", foreign, 0, "unknown")

	// Revoked: with the next list, which does not change what is bound.
	first := o.only()
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: first.ID, List: o.auth.List(t, o.at.Add(time.Second), good), Alone: true, Active: true}))
	try("revoked", good, center, "certificate.revoked")
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: first.ID, List: o.auth.List(t, o.at.Add(time.Second)), Alone: true, Active: true}))
	_, err = o.sign(good)
	must(t, err)

	// The authority is no longer trusted, or no longer good alone.
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: first.ID, Alone: true}))
	try("of an authority that is off", good, center, "certificate.foreign")
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: first.ID, Active: true}))
	try("good after the password alone", good, center, "password")
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: first.ID, Alone: true, Active: true}))

	// The account is disabled, and enabled again.
	status := func(to string) {
		must(t, o.DB.Write(t.Context(), func(tx *store.Tx) error { return o.Book.SetStatus(t.Context(), tx, admin(), a.ID, to) }))
	}
	status(identity.Disabled)
	try("of a disabled account", good, center, "disabled")
	status(identity.Active)

	// The list is over: said in clear, to who holds the key of a bound certificate alone.
	o.at = o.at.AddDate(0, 0, 8)
	_, err = o.sign(good)
	code(t, "with a list that is over", err, "certificate.list_old")
	try("unbound, with a list that is over", unbound, 0, "unknown")
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: first.ID, Unlisted: true, Alone: true, Active: true}))
	_, err = o.sign(good)
	must(t, err)

	o.at = o.at.AddDate(1, 1, 0)
	try("expired", good, center, "certificate.expired")
	o.at = o.at.AddDate(-3, 0, 0)
	try("not yet valid", good, center, "certificate.early")
}

// TestAnotherHolder: as a second factor a certificate serves the account to which it is bound alone.
func TestAnotherHolder(t *testing.T) {
	o := ready(t, certtest.SM2)
	_, mine := o.held("zhangsan", certtest.SM2)
	_, other := o.held("lisi", certtest.SM2)
	former, weak := o.enter("zhangsan")
	try := func(h *certtest.Holder) error {
		ticket, text := o.ask(certificate.ToSecond, weak)
		_, err := o.Sign(t.Context(), weak, former, certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{signed(t, text, h)}})
		return err
	}
	code(t, "of somebody else", try(other), "certificate.refused")
	must(t, try(mine))
}

// TestChallenge: an answer is one to a text of this site, of this browser, of this purpose, once and for five
// minutes, by the key of the certificate.
func TestChallenge(t *testing.T) {
	const stale = "identity.challenge"
	o := ready(t, certtest.SM2)
	_, h := o.held("zhangsan", certtest.SM2)
	other := o.auth.Issue(t, certtest.SM2, "other", o.at)
	send := func(ticket, came string, parts ...[]byte) error {
		_, err := o.Sign(t.Context(), nil, "", certificate.Answer{Ticket: ticket, Host: came, Parts: parts})
		return err
	}
	ticket, text := o.ask(certificate.ToSign, nil)
	if !strings.HasPrefix(text, "zhibao sign-in 1 | host="+host+" | for=certificate.sign | nonce=") || strings.ContainsAny(text, "\r\n") {
		t.Fatalf("the text is %q", text)
	}
	answer := signed(t, text, h)
	must(t, send(ticket, host, answer))
	code(t, "the same answer twice", send(ticket, host, answer), stale)

	ticket, text = o.ask(certificate.ToSign, nil)
	answer = signed(t, text, h)
	o.at = o.at.Add(5*time.Minute + time.Second)
	code(t, "after five minutes", send(ticket, host, answer), stale)

	// Another browser has another ticket; it does not get far with an answer to this one.
	ticket, text = o.ask(certificate.ToSign, nil)
	elsewhere, _ := o.ask(certificate.ToSign, nil)
	code(t, "of another browser", send(elsewhere, host, signed(t, text, h)), "certificate.signature")
	code(t, "without a ticket", send("", host, signed(t, text, h)), stale)
	must(t, send(ticket, host, signed(t, text, h)))

	// A text for another purpose.
	_, s := o.enter("zhangsan")
	ticket, text = o.ask(certificate.ToRegister, s)
	code(t, "of another purpose", send(ticket, host, signed(t, text, h)), stale)

	// Another site: its text is not ours, and what was asked under another name is not answered under this one.
	own := *o.Keeper
	o.URL = ""
	theirs, err := o.Ask(t.Context(), certificate.ToSign, nil, "evil.example.com")
	must(t, err)
	evil, err := o.Asked(t.Context(), theirs, certificate.ToSign, nil)
	must(t, err)
	forged, _, err := certificate.Answered([]byte(evil), h.KeyPEM(t), h.PEM())
	must(t, err)
	code(t, "under another name", send(theirs, host, forged), stale)
	if _, err := o.Ask(t.Context(), certificate.ToSign, nil, "a b | for=x"); fault.CodeOf(err) != "certificate.host" {
		t.Errorf("a name that is none: %v", err)
	}
	*o.Keeper = own
	ticket, _ = o.ask(certificate.ToSign, nil)
	code(t, "a text of another site", send(ticket, host, forged), "certificate.signature")

	// The key is not that of the certificate.
	ticket, text = o.ask(certificate.ToSign, nil)
	wrong := bytes.Replace(signed(t, text, other), other.PEM(), h.PEM(), 1)
	code(t, "with another key", send(ticket, host, wrong), "certificate.signature")
	if _, _, err := certificate.Answered([]byte(text), other.KeyPEM(t), h.PEM()); fault.CodeOf(err) != "certificate.signature" {
		t.Errorf("the command signs with another key: %v", err)
	}
	if _, _, err := certificate.Answered([]byte("I owe you a million"), h.KeyPEM(t), h.PEM()); fault.CodeOf(err) != "certificate.text" {
		t.Errorf("the command signs anything: %v", err)
	}
}

// TestRegister: what may be bound to an account, and that one certificate serves one account.
func TestRegister(t *testing.T) {
	o := ready(t, certtest.SM2)
	a := o.account("zhangsan")
	_, s := o.enter("zhangsan")
	issue := func(change func(*x509.Certificate)) *certtest.Holder {
		return o.auth.Issue(t, certtest.SM2, "zhangsan", o.at, change)
	}
	for want, h := range map[string]*certtest.Holder{
		"certificate.expired":    issue(func(c *x509.Certificate) { c.NotAfter = o.at.Add(-time.Hour) }),
		"certificate.early":      issue(func(c *x509.Certificate) { c.NotBefore = o.at.Add(time.Hour) }),
		"certificate.usage":      issue(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }),
		"certificate.foreign":    certtest.Authority(t, certtest.SM2, "某省政务 CA", o.at).Issue(t, certtest.SM2, "zhangsan", o.at),
		"certificate.unreadable": issue(func(c *x509.Certificate) { c.IsCA = true }),
	} {
		ticket, text := o.ask(certificate.ToRegister, s)
		answer, _, err := certificate.Answered([]byte(text), h.KeyPEM(t), h.PEM())
		if err == nil {
			err = o.Register(t.Context(), s, admin(), "x", certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{answer}})
		}
		code(t, want, err, want)
	}
	weak := o.auth.Issue(t, certtest.Weak, "zhangsan", o.at)
	ticket, _ := o.ask(certificate.ToRegister, s)
	err := o.Register(t.Context(), s, admin(), "x", certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{weak.PEM(), []byte("AAAA")}})
	code(t, "a weak key", err, "certificate.key")

	h := issue(func(c *x509.Certificate) {})
	must(t, o.register(s, h))
	if act, detail := o.lastAudit(center); act != "certificate.add" || !strings.Contains(detail, certificate.Fingerprint(h.Cert)) {
		t.Errorf("audit: %s %s", act, detail)
	}
	o.account("lisi")
	_, second := o.enter("lisi")
	code(t, "a certificate of somebody else", o.register(second, h), "certificate.used")

	// Removed, it opens nothing, and can be bound anew.
	var all []certificate.Bound
	list := func() {
		must(t, o.DB.Read(t.Context(), func(tx *store.Tx) (err error) { all, err = o.List(t.Context(), tx, center, a.ID); return err }))
	}
	if list(); len(all) != 1 || all[0].SM3 != certificate.Fingerprint(h.Cert) || all[0].Issuer != "某省政务 CA" {
		t.Fatalf("%+v", all)
	}
	code(t, "of another account", o.Remove(t.Context(), second, admin(), all[0].No), "certificate.missing")
	must(t, o.Remove(t.Context(), s, admin(), all[0].No))
	_, err = o.sign(h)
	code(t, "removed", err, "certificate.refused")
	must(t, o.register(second, h))
}

// TestLastFactor: whoever must have a second factor keeps the last one that holds; an administrator takes all
// away.
func TestLastFactor(t *testing.T) {
	o := ready(t, certtest.SM2)
	a := o.account("anquan", "secadmin")
	_, s := o.enter("anquan")
	one, two := o.auth.Issue(t, certtest.SM2, "a", o.at), o.auth.Issue(t, certtest.SM2, "b", o.at, func(c *x509.Certificate) { c.NotAfter = o.at.Add(time.Hour) })
	must(t, o.register(s, one))
	must(t, o.register(s, two))
	var all []certificate.Bound
	list := func() {
		must(t, o.DB.Read(t.Context(), func(tx *store.Tx) (err error) { all, err = o.List(t.Context(), tx, center, a.ID); return err }))
	}
	no := func(h *certtest.Holder) int64 {
		list()
		for _, b := range all {
			if b.SM3 == certificate.Fingerprint(h.Cert) {
				return b.No
			}
		}
		return 0
	}
	o.at = o.at.Add(2 * time.Hour)
	code(t, "the last that holds", o.Remove(t.Context(), s, admin(), no(one)), "identity.last")
	must(t, o.Remove(t.Context(), s, admin(), no(two)))
	code(t, "the last", o.Remove(t.Context(), s, admin(), no(one)), "identity.last")
	must(t, o.DB.Write(t.Context(), func(tx *store.Tx) error { return o.Book.DropFactor(t.Context(), tx, admin(), a.ID, "到场") }))
	if list(); len(all) != 0 {
		t.Errorf("left: %+v", all)
	}
}

// TestPath: a certificate of an authority below the trusted one holds where that one is registered with its
// list, or where no list is used; a path that is too long does not.
func TestPath(t *testing.T) {
	o := ready(t, certtest.SM2)
	o.account("zhangsan")
	_, s := o.enter("zhangsan")
	below := func(of *certtest.Holder) *certtest.Holder {
		return of.Issue(t, certtest.SM2, "签发 CA", o.at, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign })
	}
	send := func(h *certtest.Holder, between ...*certtest.Holder) error {
		ticket, text := o.ask(certificate.ToRegister, s)
		parts := [][]byte{signed(t, text, h)}
		for _, b := range between {
			parts = append(parts, b.PEM())
		}
		return o.Register(t.Context(), s, admin(), "x", certificate.Answer{Ticket: ticket, Host: host, Parts: parts})
	}
	middle := below(o.auth)
	h := middle.Issue(t, certtest.SM2, "zhangsan", o.at)
	code(t, "without the one between", send(h), "certificate.foreign")
	code(t, "whose list nobody knows", send(h, middle), "certificate.between")
	root := o.only()
	must(t, o.Set(t.Context(), admin(), certificate.Change{ID: root.ID, Unlisted: true, Alone: true, Active: true}))
	must(t, send(h, middle))

	// A person's certificate issues nothing.
	person := h.Issue(t, certtest.SM2, "lisi", o.at)
	code(t, "issued by a person", send(person, h, middle), "certificate.foreign")
	// Four are a path, five are not.
	second := below(middle)
	third := below(second)
	must(t, send(second.Issue(t, certtest.SM2, "w", o.at), second, middle))
	code(t, "too long", send(third.Issue(t, certtest.SM2, "w", o.at), third, second, middle), "certificate.foreign")
	code(t, "too many", send(h, middle, second, third, o.auth, below(third), below(third)), "certificate.unreadable")
}

// TestAuthorities: what a center may trust, and which lists it takes.
func TestAuthorities(t *testing.T) {
	o := open(t)
	auth := certtest.Authority(t, certtest.SM2, "某省政务 CA", o.at)
	set := func(c certificate.Change) error { return o.Set(t.Context(), admin(), c) }
	person := auth.Issue(t, certtest.SM2, "zhangsan", o.at)
	old := certtest.Authority(t, certtest.SM2, "旧 CA", o.at.AddDate(-20, 0, 0))
	code(t, "a person's certificate", set(certificate.Change{Cert: person.PEM()}), "certificate.no_authority")
	code(t, "one that is over", set(certificate.Change{Cert: old.PEM()}), "certificate.authority_over")
	code(t, "a weak one", set(certificate.Change{Cert: certtest.Authority(t, certtest.Weak, "弱 CA", o.at).PEM()}), "certificate.key")
	code(t, "two", set(certificate.Change{Cert: append(auth.PEM(), auth.PEM()...)}), "certificate.unread")
	code(t, "none", set(certificate.Change{Cert: []byte("not a certificate")}), "certificate.unread")
	must(t, set(certificate.Change{Cert: auth.PEM(), Active: true}))
	code(t, "twice", set(certificate.Change{Cert: auth.Cert.Raw}), "certificate.known")
	a := o.only()
	if fault.CodeOf(a.Ready(o.at)) != "certificate.list_none" {
		t.Errorf("without a list: %v", a.Ready(o.at))
	}
	list := func(b []byte) error { return set(certificate.Change{ID: a.ID, List: b, Active: true}) }
	code(t, "no list", list([]byte("?")), "certificate.list")
	code(t, "of another", list(certtest.Authority(t, certtest.SM2, "某省政务 CA", o.at).List(t, o.at)), "certificate.list_of")
	code(t, "that is over", list(auth.List(t, o.at.AddDate(0, 0, -8))), "certificate.list_over")
	code(t, "from the future", list(auth.List(t, o.at.Add(time.Hour))), "certificate.list_early")
	must(t, list(auth.List(t, o.at, person)))
	code(t, "older than the one before", list(auth.List(t, o.at.Add(-time.Hour))), "certificate.list_back")
	if a = o.only(); a.Ready(o.at) != nil || a.List.Count != 1 || !a.List.At.Equal(o.at) {
		t.Errorf("%+v: %v", a.List, a.Ready(o.at))
	}
	if err := a.Ready(o.at.AddDate(0, 0, 8)); fault.CodeOf(err) != "certificate.list_old" {
		t.Errorf("a list that is over: %v", err)
	}
	der, err := smx509.CreateRevocationList(rand.Reader, partial(o.at), auth.Cert, auth.Key)
	must(t, err)
	code(t, "of a part", list(der), "certificate.list_part")
	if err := o.Set(t.Context(), identity.Who{Center: 2}, certificate.Change{ID: a.ID}); fault.CodeOf(err) != "certificate.authority" {
		t.Errorf("of another center: %v", err)
	}
}

// TestPrivateKey: who sends a private key is told what that means, and nothing is kept.
func TestPrivateKey(t *testing.T) {
	o := ready(t, certtest.SM2)
	_, h := o.held("zhangsan", certtest.SM2)
	ticket, text := o.ask(certificate.ToSign, nil)
	_, err := o.Sign(t.Context(), nil, "", certificate.Answer{Ticket: ticket, Host: host, Parts: [][]byte{append(signed(t, text, h), h.KeyPEM(t)...)}})
	code(t, "a private key", err, "certificate.private")
}

// partial is a list of the certificates of people alone, as its critical extension says.
func partial(at time.Time) *x509.RevocationList {
	return &x509.RevocationList{Number: big.NewInt(9), ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 7),
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: []byte{0x30, 3, 0x81, 1, 0xff}}}}
}
