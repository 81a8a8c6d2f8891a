package identity_test

import (
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// TestResetNeedsTwo: neither the administrator who asks, nor the owner, nor one alone gives an
// account back; the link is for whoever asked, once and for a day.
func TestResetNeedsTwo(t *testing.T) {
	b, db, clk := newBook(t)
	owner := account(t, b, db, "zhangsan", "examiner")
	admin, second := account(t, b, db, "sysadmin", "sysadmin"), account(t, b, db, "secadmin", "secadmin")
	who := func(a *identity.Account) identity.Who {
		return identity.Who{Account: a.ID, Center: center, Name: a.Name}
	}
	do := func(f func(tx *store.Tx) error) error { return db.Write(t.Context(), f) }
	ask := func(by identity.Who, r identity.Reset) (id int64, err error) {
		err = do(func(tx *store.Tx) (err error) { id, err = b.AskReset(t.Context(), tx, by, r); return err })
		return id, err
	}
	decide := func(by identity.Who, id int64, grant bool) error {
		return do(func(tx *store.Tx) error { return b.DecideReset(t.Context(), tx, by, id, grant) })
	}
	take := func(by identity.Who, id int64) (token string, err error) {
		err = do(func(tx *store.Tx) (err error) { token, _, err = b.TakeReset(t.Context(), tx, by, id); return err })
		return token, err
	}
	want := func(err error, code string) {
		t.Helper()
		if code == "" && err != nil || code != "" && fault.CodeOf(err) != code {
			t.Errorf("%v, want %q", err, code)
		}
	}
	forgot := identity.Reset{Account: owner.ID, Kind: identity.ResetPassword, Proof: "本人到场"}
	_, err := ask(who(admin), identity.Reset{Account: owner.ID, Kind: identity.ResetPassword})
	want(err, "identity.reset")
	_, err = ask(who(owner), forgot)
	want(err, "identity.own_reset")
	_, err = ask(identity.Who{Account: 7, Center: center + 1}, forgot)
	want(err, "identity.own_reset")
	_, err = ask(who(admin), identity.Reset{Account: owner.ID, Kind: identity.ResetFactor, Proof: "本人到场"})
	want(err, "identity.no_factor")
	id, err := ask(who(admin), forgot)
	want(err, "")
	_, err = ask(who(admin), forgot)
	want(err, "identity.reset_open")
	_, err = take(who(admin), id)
	want(err, "identity.reset_late") // not decided
	want(decide(who(admin), id, true), "identity.four_eyes")
	want(decide(who(owner), id, true), "identity.four_eyes")
	want(decide(identity.Who{Account: second.ID, Center: center + 1}, id, true), "identity.reset_missing")
	want(decide(who(second), id, true), "")
	want(decide(who(second), id, false), "identity.reset_decided")
	_, err = take(who(second), id)
	want(err, "identity.reset_asker")
	token, err := take(who(admin), id)
	want(err, "")
	_, err = take(who(admin), id)
	want(err, "identity.reset_taken")
	want(b.SetPassword(t.Context(), token, "ein neuer Satz 2027"), "")
	if _, _, err := b.SignIn(t.Context(), "zhangsan", "ein neuer Satz 2027", "", ""); err != nil {
		t.Error(err)
	}
	// Refused, or granted too long ago, it gives nothing.
	id, _ = ask(who(admin), forgot)
	want(decide(who(second), id, false), "")
	_, err = take(who(admin), id)
	want(err, "identity.reset_taken")
	id, _ = ask(who(admin), forgot)
	want(decide(who(second), id, true), "")
	clk.at = clk.at.Add(25 * time.Hour)
	_, err = take(who(admin), id)
	want(err, "identity.reset_late")
	if flaw, n, err := identity.VerifyAudit(t.Context(), db); flaw != "" || n < 8 || err != nil {
		t.Errorf("audit: %q, %d, %v", flaw, n, err)
	}
}

// TestKeysTellTheirUse: an owner sees when and from where a key was used; a revoked one is refused
// with the next call.
func TestKeysTellTheirUse(t *testing.T) {
	b, db, clk := newBook(t)
	a := account(t, b, db, "zhouba", "agency")
	var secret string
	must(t, db.Write(t.Context(), func(tx *store.Tx) (err error) {
		secret, err = b.MakeKey(t.Context(), tx, by(), identity.NewKey{Account: a.ID, Name: "脚本", Acts: []string{"case.see"}, Life: 24 * time.Hour})
		return err
	}))
	key := func() (k identity.APIKey) {
		t.Helper()
		must(t, db.Read(t.Context(), func(tx *store.Tx) error {
			mine, err := b.Keys(t.Context(), tx, a.ID)
			if err == nil && len(mine) == 1 {
				k = mine[0]
			}
			all, err2 := b.KeysOf(t.Context(), tx, center)
			if err2 != nil || !k.Revoked && (len(all) != 1 || all[0].No != k.No) || k.Revoked && len(all) != 0 {
				t.Errorf("keys of the center: %+v %v", all, err2)
			}
			return err
		}))
		return k
	}
	if k := key(); !k.Used.IsZero() || k.From != "" {
		t.Errorf("a new key was used: %+v", k)
	}
	for _, c := range []struct {
		after time.Duration
		ip    string
	}{{0, "192.0.2.7"}, {2 * time.Minute, "192.0.2.7"}, {time.Second, "2001:db8::9"}} {
		clk.at = clk.at.Add(c.after)
		if who, _, err := b.FindKey(t.Context(), secret, c.ip); who == nil || err != nil {
			t.Fatal(err)
		}
		if k := key(); !k.Used.Equal(clk.at) || k.From != c.ip {
			t.Errorf("used at %s from %s: %+v", clk.at, c.ip, k)
		}
	}
	no := key().No
	must(t, db.Write(t.Context(), func(tx *store.Tx) error { return b.RevokeKey(t.Context(), tx, by(), a.ID, no) }))
	if who, _, err := b.FindKey(t.Context(), secret, "192.0.2.7"); who != nil || err != nil {
		t.Errorf("a revoked key: %v %v", who, err)
	}
	if k := key(); !k.Revoked || k.From != "2001:db8::9" {
		t.Errorf("%+v", k)
	}
}

// TestOwnSessions: people see where they are signed in and end what they do not recognise, but
// nobody else's.
func TestOwnSessions(t *testing.T) {
	b, db, clk := newBook(t)
	a, other := account(t, b, db, "zhangsan", "clerk"), account(t, b, db, "lisi", "clerk")
	sign := func(login, ip string) string {
		t.Helper()
		clk.at = clk.at.Add(time.Second)
		token, _, err := b.SignIn(t.Context(), login, password, ip, "Firefox")
		must(t, err)
		return token
	}
	list := func(id int64) (out []identity.OpenSession) {
		t.Helper()
		must(t, db.Read(t.Context(), func(tx *store.Tx) (err error) { out, err = b.Sessions(t.Context(), tx, id); return err }))
		return out
	}
	end := func(a *identity.Account, no string) error {
		return db.Write(t.Context(), func(tx *store.Tx) error {
			return b.EndSession(t.Context(), tx, identity.Who{Account: a.ID, Center: center}, no)
		})
	}
	first, _ := sign("zhangsan", "192.0.2.1"), sign("lisi", "192.0.2.3")
	second := sign("zhangsan", "192.0.2.2")
	mine := list(a.ID)
	if len(mine) != 2 || mine[0].IP != "192.0.2.2" || mine[1].IP != "192.0.2.1" || mine[0].Device != "Firefox" {
		t.Fatalf("%+v", mine)
	}
	if err := end(other, mine[1].No); fault.CodeOf(err) != "identity.session" {
		t.Errorf("somebody else's session: %v", err)
	}
	for _, no := range []string{"", "zz", "00"} {
		if err := end(a, no); fault.CodeOf(err) != "identity.session" {
			t.Errorf("%q: %v", no, err)
		}
	}
	must(t, end(a, mine[1].No))
	if s, err := b.Find(t.Context(), first, true); s != nil || err != nil {
		t.Errorf("the ended session holds: %v %v", s, err)
	}
	if s, err := b.Find(t.Context(), second, true); s == nil || err != nil || len(list(a.ID)) != 1 {
		t.Errorf("the other one: %v %v", s, err)
	}
	clk.at = clk.at.Add(31 * time.Minute)
	if left := list(a.ID); len(left) != 0 {
		t.Errorf("idle sessions are listed: %+v", left)
	}
}
