package identity_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/storetest"
)

const (
	center   = 1
	password = "一句只有我知道的话 42"
)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newBook(t testing.TB, strong ...string) (*identity.Book, *store.DB, *clock) {
	t.Helper()
	ctx := context.Background()
	clk := &clock{time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	db, err := store.OpenWith(ctx, storetest.Chosen(t, "sqlite:"+filepath.Join(dir, "t.db")), store.Options{Now: clk.now})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(ctx, seal.Schema(), identity.Schema()))
	root, err := seal.OpenRoot(seal.Source{File: filepath.Join(t.TempDir(), "k"), DataDir: dir, Make: true})
	must(t, err)
	ring, err := seal.NewRing(ctx, db, root, seal.Options{})
	must(t, err)
	must(t, db.Write(ctx, func(tx *store.Tx) error { _, err := ring.Center(ctx, tx, center); return err }))
	return identity.New(db, ring, clk.now, identity.Policy{Failures: 3, Lock: 15 * time.Minute, Idle: 30 * time.Minute, Absolute: 12 * time.Hour,
		Strong: strong, Admin: []string{"sysadmin", "secadmin", "auditor"}, Issuer: "知保"}), db, clk
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func by() identity.Who { return identity.Who{Account: 99, Center: center, Name: "管理员"} }

// account makes an active account with roles.
func account(t testing.TB, b *identity.Book, db *store.DB, login string, roles ...string) *identity.Account {
	t.Helper()
	a := &identity.Account{Center: center, Login: login, Name: login}
	var token string
	must(t, db.Write(context.Background(), func(tx *store.Tx) (err error) {
		if token, err = b.Create(context.Background(), tx, by(), a); err != nil {
			return err
		}
		for _, r := range roles {
			if err := b.Grant(context.Background(), tx, by(), a.ID, r); err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, b.SetPassword(context.Background(), token, password))
	if err := b.SetPassword(context.Background(), token, password); fault.CodeOf(err) != "identity.token" {
		t.Fatalf("a one-time token works twice: %v", err)
	}
	return a
}

func TestSignInAndLockout(t *testing.T) {
	b, db, clk := newBook(t)
	account(t, b, db, "zhangmin", "clerk")
	token, s, err := b.SignIn(t.Context(), " ZhangMin ", password, "127.0.0.1", "x")
	if err != nil || s.Needs {
		t.Fatalf("sign in: %v %+v", err, s)
	}
	found, err := b.Find(t.Context(), token, true)
	if err != nil || found == nil || found.Account.Login != "zhangmin" || found.Account.Roles[0] != "clerk" {
		t.Fatalf("session: %+v %v", found, err)
	}
	_, _, unknown := b.SignIn(t.Context(), "nobody", password, "", "")
	for range 3 {
		_, _, err := b.SignIn(t.Context(), "zhangmin", "falsch und lang genug", "", "")
		if fault.MessageOf(err) != fault.MessageOf(unknown) {
			t.Errorf("a wrong password and an unknown login are told apart: %v", err)
		}
	}
	if _, _, err := b.SignIn(t.Context(), "zhangmin", password, "", ""); fault.CodeOf(err) != "identity.wrong" {
		t.Errorf("not locked after three wrong passwords: %v", err)
	}
	clk.at = clk.at.Add(16 * time.Minute)
	if _, _, err := b.SignIn(t.Context(), "zhangmin", password, "", ""); err != nil {
		t.Errorf("still locked after the lock ended: %v", err)
	}
}

func TestSessionEnds(t *testing.T) {
	b, db, clk := newBook(t)
	a := account(t, b, db, "lisi1", "clerk")
	in := func() string {
		token, _, err := b.SignIn(t.Context(), "lisi1", password, "", "")
		must(t, err)
		return token
	}
	gone := func(token string) bool {
		s, err := b.Find(t.Context(), token, false)
		must(t, err)
		return s == nil
	}
	idle := in()
	clk.at = clk.at.Add(31 * time.Minute)
	if !gone(idle) {
		t.Error("an idle session goes on")
	}
	long := in()
	for range 25 {
		clk.at = clk.at.Add(29 * time.Minute)
		if _, err := b.Find(t.Context(), long, true); err != nil {
			t.Fatal(err)
		}
	}
	if !gone(long) {
		t.Error("a session outlives twelve hours")
	}
	out := in()
	must(t, b.SignOut(t.Context(), out))
	if !gone(out) {
		t.Error("a session outlives signing out")
	}
	revoked := in()
	must(t, db.Write(t.Context(), func(tx *store.Tx) error { return b.Revoke(t.Context(), tx, by(), a.ID, "clerk") }))
	if !gone(revoked) {
		t.Error("a session outlives the loss of a role")
	}
	disabled := in()
	must(t, db.Write(t.Context(), func(tx *store.Tx) error { return b.SetStatus(t.Context(), tx, by(), a.ID, identity.Disabled) }))
	if !gone(disabled) {
		t.Error("a session outlives the account")
	}
	if _, _, err := b.SignIn(t.Context(), "lisi1", password, "", ""); err == nil {
		t.Error("a disabled account signs in")
	}
}

func TestSecondFactor(t *testing.T) {
	b, db, clk := newBook(t, "auditor")
	account(t, b, db, "shenji", "auditor")
	token, s, err := b.SignIn(t.Context(), "shenji", password, "", "")
	must(t, err)
	if !s.Needs || !s.Enrol {
		t.Fatalf("no second factor asked: %+v", s)
	}
	secret, _, err := b.NewFactor(t.Context(), s)
	must(t, err)
	code, err := totp.GenerateCode(secret, clk.at)
	must(t, err)
	if _, err := b.Confirm(t.Context(), token, secret, "000000", "", ""); code != "000000" && fault.CodeOf(err) != "identity.code" {
		t.Errorf("a wrong code: %v", err)
	}
	strong, err := b.Confirm(t.Context(), token, secret, code, "", "")
	must(t, err)
	now, err := b.Find(t.Context(), strong, true)
	if err != nil || now == nil || now.Needs || !now.Strong {
		t.Fatalf("after the code: %+v %v", now, err)
	}
	if old, _ := b.Find(t.Context(), token, true); old != nil {
		t.Error("the weak session goes on")
	}
	token, s, err = b.SignIn(t.Context(), "shenji", password, "", "")
	must(t, err)
	if !s.Needs || s.Enrol {
		t.Fatalf("second sign-in: %+v", s)
	}
	if _, err := b.Confirm(t.Context(), token, "", code, "", ""); fault.CodeOf(err) != "identity.code" {
		t.Errorf("the same code works twice: %v", err)
	}
	clk.at = clk.at.Add(time.Minute)
	code, err = totp.GenerateCode(secret, clk.at)
	must(t, err)
	if _, err := b.Confirm(t.Context(), token, "", code, "", ""); err != nil {
		t.Errorf("a fresh code: %v", err)
	}
}

// TestThreeAdministratorsExcludeEachOther: whatever is granted and revoked in whatever order, no
// account ever has an administrator's role and another one.
func TestThreeAdministratorsExcludeEachOther(t *testing.T) {
	b, db, _ := newBook(t)
	a := account(t, b, db, "wangwu")
	roles := []string{"sysadmin", "secadmin", "auditor", "clerk", "director"}
	admin := map[string]bool{"sysadmin": true, "secadmin": true, "auditor": true}
	rapid.Check(t, func(r *rapid.T) {
		role := rapid.SampledFrom(roles).Draw(r, "role")
		grant := rapid.Bool().Draw(r, "grant")
		err := db.Write(context.Background(), func(tx *store.Tx) error {
			if grant {
				return b.Grant(context.Background(), tx, by(), a.ID, role)
			}
			return b.Revoke(context.Background(), tx, by(), a.ID, role)
		})
		if err != nil && fault.CodeOf(err) != "identity.separate" {
			r.Fatal(err)
		}
		var have *identity.Account
		must(t, db.Read(context.Background(), func(tx *store.Tx) (err error) {
			have, err = b.Get(context.Background(), tx, a.ID)
			return err
		}))
		for _, x := range have.Roles {
			if admin[x] && len(have.Roles) > 1 {
				r.Fatalf("roles %v", have.Roles)
			}
		}
	})
}

func TestAuditFindsEveryChange(t *testing.T) {
	for _, change := range []string{"", `UPDATE identity_audit SET actor = 'x' WHERE seq = 2`, `DELETE FROM identity_audit WHERE seq = 2`,
		`UPDATE identity_audit SET at = at + 1 WHERE seq = 1`, `UPDATE identity_audit SET detail = 'director' WHERE seq = 2`} {
		b, db, _ := newBook(t)
		account(t, b, db, "zhaoliu", "clerk")
		if change != "" {
			must(t, db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), change); return err }))
		}
		flaw, n, err := identity.VerifyAudit(t.Context(), db)
		if err != nil || (flaw != "") != (change != "") || n < 2 {
			t.Errorf("%q: found %q in %d entries, %v", change, flaw, n, err)
		}
	}
}

func TestWeakPasswords(t *testing.T) {
	for _, p := range []string{"short", "aaaaaaaaaaaaaaaa", "password1234", "zhangmin-2026-x", "123456123456123456"} {
		if identity.CheckPassword("zhangmin", p) == nil {
			t.Errorf("%q is accepted", p)
		}
	}
	if err := identity.CheckPassword("zhangmin", password); err != nil {
		t.Error(err)
	}
}

func TestKeysAreLimitedAndEnd(t *testing.T) {
	b, db, clk := newBook(t)
	a := account(t, b, db, "zhouba", "agency")
	var secret string
	must(t, db.Write(t.Context(), func(tx *store.Tx) (err error) {
		secret, err = b.MakeKey(t.Context(), tx, by(), identity.NewKey{Account: a.ID, Name: "脚本", Acts: []string{"case.see"}, Life: time.Hour})
		return err
	}))
	who, acts, err := b.FindKey(t.Context(), secret, "192.0.2.7")
	if err != nil || who == nil || who.ID != a.ID || len(acts) != 1 {
		t.Fatalf("%+v %v %v", who, acts, err)
	}
	if who, _, err := b.FindKey(t.Context(), secret+"x", "192.0.2.7"); who != nil || err != nil {
		t.Errorf("another key: %v %v", who, err)
	}
	clk.at = clk.at.Add(2 * time.Hour)
	if who, _, err := b.FindKey(t.Context(), secret, "192.0.2.7"); who != nil || err != nil {
		t.Errorf("an ended key: %v %v", who, err)
	}
	err = db.Write(t.Context(), func(tx *store.Tx) (err error) {
		_, err = b.MakeKey(t.Context(), tx, by(), identity.NewKey{Account: a.ID, Name: "x", Acts: nil, Life: time.Hour})
		return err
	})
	if fault.CodeOf(err) != "identity.key" {
		t.Errorf("a key without acts: %v", err)
	}
}
