package openid_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/identity/openid"
	"zhibao/internal/identity/openid/openidtest"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

const center = 1

// back is our address, to which nothing is sent here: the test is the browser.
const back = "https://zhibao.example.cn/sign-in/back"

var by = identity.Who{Center: center, Name: "安全管理员"}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newDesk(t testing.TB) *openid.Desk {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	db, err := store.OpenWith(ctx, storetest.Chosen(t, "sqlite:"+filepath.Join(dir, "t.db")), store.Options{Now: time.Now})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(ctx, seal.Schema(), identity.Schema()))
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "k"), DataDir: dir, Make: true})
	must(t, err)
	ring, err := seal.NewRing(ctx, db, root, seal.Options{})
	must(t, err)
	return &openid.Desk{DB: db, Keys: ring, Now: time.Now, Book: identity.New(db, ring, time.Now, identity.Policy{Failures: 5, Lock: time.Minute, Idle: time.Hour, Absolute: time.Hour})}
}

func provider(t testing.TB, d *openid.Desk, p openid.Provider) int64 {
	t.Helper()
	p.Label, p.Client, p.Secret, p.Claim, p.Active = "省认证", "zhibao", "geheim", "name", true
	id, err := d.Set(t.Context(), by, p)
	must(t, err)
	return id
}

// leave goes to the provider and returns the ticket and the state with which the browser comes back.
func leave(t testing.TB, l *openidtest.Liar, d *openid.Desk, id int64) (ticket, state string) {
	t.Helper()
	address, ticket, err := d.Begin(t.Context(), id, back, "/work")
	must(t, err)
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || q.Get("redirect_uri") != back {
		t.Fatalf("asks for %s", address)
	}
	l.Nonce = q.Get("nonce")
	return ticket, q.Get("state")
}

// TestSignInAtProvider is the control of TestLies: the same provider, when it does not lie, is believed.
func TestSignInAtProvider(t *testing.T) {
	d, l := newDesk(t), openidtest.New(t, time.Now)
	id := provider(t, d, openid.Provider{Issuer: l.URL, Domains: []string{"example.cn"}, ACR: "silver gold", MaxAge: 600})
	ticket, state := leave(t, l, d, id)
	p, err := d.Finish(t.Context(), openid.Reply{Ticket: ticket, State: state, Code: "c", Issuer: l.URL, Back: back})
	must(t, err)
	if p.Subject != "user-7" || p.Name != "张三" || p.Return != "/work" || p.Strong {
		t.Errorf("%+v", p)
	}
	if l.Secret != "geheim" || len(l.Proof) < 43 {
		t.Errorf("the provider got the secret %q and the verifier %q", l.Secret, l.Proof)
	}
	if account, err := d.Account(t.Context(), p); err != nil || account != 0 {
		t.Errorf("somebody who was never linked is account %d: %v", account, err)
	}
	// The same reply again, from the same browser.
	if _, err := d.Finish(t.Context(), openid.Reply{Ticket: ticket, State: state, Code: "c", Back: back}); fault.Of(err).Code != "identity.challenge" {
		t.Errorf("a reply holds twice: %v", err)
	}
	// Another key from now on: what the provider has withdrawn is worth nothing, what it publishes holds.
	old := l.Key
	next, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	l.Key, l.Signs = next, next
	for _, try := range []struct {
		signs *rsa.PrivateKey
		holds bool
	}{{next, true}, {old, false}} {
		l.Signs = try.signs
		ticket, state := leave(t, l, d, id)
		if _, err := d.Finish(t.Context(), openid.Reply{Ticket: ticket, State: state, Code: "c", Back: back}); (err == nil) != try.holds {
			t.Errorf("after the keys changed: %v, want %t", err, try.holds)
		}
	}
}

// TestLies: every lie is refused in the same words.
func TestLies(t *testing.T) {
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	set := func(key string, v any) func(*openidtest.Liar, *openid.Reply) {
		return func(l *openidtest.Liar, _ *openid.Reply) { l.Bend = func(c map[string]any) { c[key] = v } }
	}
	d, l := newDesk(t), openidtest.New(t, time.Now)
	hour := time.Now().Add(time.Hour).Unix()
	for name, lie := range map[string]func(*openidtest.Liar, *openid.Reply){
		"nonce":            set("nonce", "of another question"),
		"audience":         set("aud", "somebody else"),
		"two audiences":    set("aud", []string{"zhibao", "somebody else"}),
		"authorized party": set("azp", "somebody else"),
		"issuer":           set("iss", "https://evil.example"),
		"expired":          set("exp", time.Now().Add(-2*time.Minute).Unix()),
		"future":           set("iat", hour),
		"old sign-in":      set("auth_time", time.Now().Add(-time.Hour).Unix()),
		"no sign-in time":  set("auth_time", 0),
		"acr":              set("acr", "bronze"),
		"domain":           set("email", "zhang@evil.example"),
		"unverified mail":  set("email_verified", false),
		"nobody":           set("sub", ""),
		"alg none":         func(l *openidtest.Liar, _ *openid.Reply) { l.Alg = "none" },
		"alg HS256":        func(l *openidtest.Liar, _ *openid.Reply) { l.Alg = "HS256" },
		"another key":      func(l *openidtest.Liar, _ *openid.Reply) { l.Signs = stranger },
		"state":            func(_ *openidtest.Liar, r *openid.Reply) { r.State = "of another browser" },
		"no code":          func(_ *openidtest.Liar, r *openid.Reply) { r.Code = "" },
		"denied":           func(_ *openidtest.Liar, r *openid.Reply) { r.Error = "access_denied" },
		"mixed up":         func(_ *openidtest.Liar, r *openid.Reply) { r.Issuer = "https://evil.example" },
	} {
		t.Run(name, func(t *testing.T) {
			l.Signs, l.Alg, l.Bend = l.Key, "RS256", nil
			id := provider(t, d, openid.Provider{Issuer: l.URL, Domains: []string{"example.cn"}, ACR: "gold", MaxAge: 600})
			ticket, state := leave(t, l, d, id)
			r := openid.Reply{Ticket: ticket, State: state, Code: "c", Back: back}
			lie(l, &r)
			if _, err := d.Finish(t.Context(), r); err == nil || fault.Of(err).Code != "openid.refused" {
				t.Errorf("believed: %v", err)
			}
		})
	}
}

// TestClocks: a provider whose clock is half a minute off is believed.
func TestClocks(t *testing.T) {
	d, l := newDesk(t), openidtest.New(t, time.Now)
	id := provider(t, d, openid.Provider{Issuer: l.URL})
	for _, off := range []int64{-330, 30} { // tokens live for 300 s
		l.Bend = func(c map[string]any) { c["iat"], c["exp"] = c["iat"].(int64)+off, c["exp"].(int64)+off }
		ticket, state := leave(t, l, d, id)
		if _, err := d.Finish(t.Context(), openid.Reply{Ticket: ticket, State: state, Code: "c", Back: back}); err != nil {
			t.Errorf("%d s: %v", off, err)
		}
	}
}

// TestAway: a provider that is down or leads elsewhere says so; nothing waits for long.
func TestAway(t *testing.T) {
	d, l := newDesk(t), openidtest.New(t, time.Now)
	id := provider(t, d, openid.Provider{Issuer: l.URL})
	l.Close()
	if _, _, err := d.Begin(t.Context(), id, back, "/"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"http://auth.example.cn", "ftp://x", "https://user:secret@auth.example.cn", "https://auth.example.cn?x=1", ""} {
		if _, err := d.Set(t.Context(), identity.Who{Center: center}, openid.Provider{Label: "a", Client: "b", Issuer: bad}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
	// A provider elsewhere whose name leads to this machine, as rebinding would make it.
	inside := httptest.NewTLSServer(http.NotFoundHandler())
	defer inside.Close()
	if err := openid.Reachable(inside.Listener.Addr().String(), false); err == nil {
		t.Error("a provider elsewhere reaches this machine")
	}
	for address, want := range map[string]bool{"169.254.169.254:80": false, "[fe80::1]:443": false, "0.0.0.0:443": false, "10.1.2.3:443": true, "8.8.8.8:443": true} {
		if err := openid.Reachable(address, false); (err == nil) != want {
			t.Errorf("%s: %v, want %t", address, err, want)
		}
	}
}

// TestLink: who is linked comes in as that account, another account cannot take the link over, and
// without the link it is nobody again.
func TestLink(t *testing.T) {
	d := newDesk(t)
	id := provider(t, d, openid.Provider{Issuer: "https://auth.example.cn"})
	p := openid.Person{Provider: id, Subject: "s", Name: "张三", Label: "省认证"}
	one, two := identity.Who{Account: 11, Center: center}, identity.Who{Account: 12, Center: center}
	must(t, d.Join(t.Context(), one, p))
	if err := d.Join(t.Context(), two, p); fault.KindOf(err) != fault.Conflict {
		t.Errorf("taken over: %v", err)
	}
	if got, err := d.Account(t.Context(), p); err != nil || got != 11 {
		t.Errorf("%d %v", got, err)
	}
	if err := d.Part(t.Context(), two, id); fault.KindOf(err) != fault.Missing {
		t.Errorf("somebody else unlinks: %v", err)
	}
	must(t, d.Part(t.Context(), one, id))
	if got, err := d.Account(t.Context(), p); err != nil || got != 0 {
		t.Errorf("%d %v", got, err)
	}
	if err := d.Join(t.Context(), identity.Who{Account: 13, Center: 2}, p); fault.KindOf(err) != fault.Missing {
		t.Errorf("a provider of another center: %v", err)
	}
}
