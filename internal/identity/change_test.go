package identity_test

import (
	"context"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

const another = "ein anderer Satz 2027"

// TestChangePassword: whoever is signed in changes the password with the old one. Every other session and
// every link that waits end, the owner is told, and the audit says it.
func TestChangePassword(t *testing.T) {
	b, db, _ := newBook(t)
	ctx := t.Context()
	a := account(t, b, db, "shencha")
	told := 0
	b.Tell = func(context.Context, *store.Tx, *identity.Account) error { told++; return nil }
	var link string
	must(t, db.Write(ctx, func(tx *store.Tx) (err error) {
		link, err = b.Token(ctx, tx, center, a.ID, "password", time.Hour)
		return err
	}))
	enter := func(password string) string {
		token, _, err := b.SignIn(ctx, "shencha", password, "10.0.0.1", "")
		must(t, err)
		return token
	}
	here, there := enter(password), enter(password)
	for code, c := range map[string]identity.Change{
		"identity.old":  {Token: here, Old: "falsch und lang genug", New: another},
		"identity.weak": {Token: here, Old: password, New: "1qaz2wsx3edc"},
		"identity.same": {Token: here, Old: password, New: password},
		"web.signin":    {Token: "x", Old: password, New: another},
	} {
		if _, err := b.ChangePassword(ctx, c); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	if told != 0 {
		t.Error("the owner is told of what was refused")
	}
	next, err := b.ChangePassword(ctx, identity.Change{Token: here, Old: password, New: another, IP: "10.0.0.2"})
	must(t, err)
	for token, want := range map[string]bool{here: false, there: false, next: true} {
		if s, err := b.Find(ctx, token, false); err != nil || (s != nil) != want {
			t.Errorf("session holds %t, want %t (%v)", s != nil, want, err)
		}
	}
	if err := b.SetPassword(ctx, link, "noch ein Satz 2028"); fault.CodeOf(err) != "identity.token" {
		t.Errorf("a link from before sets the password again: %v", err)
	}
	if _, _, err := b.SignIn(ctx, "shencha", password, "", ""); err == nil {
		t.Error("the old password still opens")
	}
	enter(another)
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	must(t, db.Read(ctx, func(tx *store.Tx) error {
		all, err := b.Entries(ctx, tx, center, 0, 20)
		found := false
		for _, e := range all {
			found = found || e.Act == "password.set" && e.Actor == a.ID && e.IP == "10.0.0.2"
		}
		if !found {
			t.Error("the audit does not tell of the change")
		}
		return err
	}))
}

// TestNoPasswordToChange: an account that comes by a provider is told so, and gets none this way.
func TestNoPasswordToChange(t *testing.T) {
	b, db, _ := newBook(t)
	a := &identity.Account{Center: center, Login: "ext-1", Name: "x"}
	must(t, db.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := b.Create(t.Context(), tx, by(), a); err != nil {
			return err
		}
		return b.SetStatus(t.Context(), tx, by(), a.ID, identity.Active)
	}))
	token, _, err := b.Enter(t.Context(), identity.Proof{Account: a.ID, Way: "省认证"})
	must(t, err)
	for _, old := range []string{"", password} {
		if _, err := b.ChangePassword(t.Context(), identity.Change{Token: token, Old: old, New: another}); fault.CodeOf(err) != "identity.no_password" {
			t.Errorf("%q: %v", old, err)
		}
	}
}

// TestChangeCannotBeGuessed: wrong old passwords lock the account, as they do at sign-in.
func TestChangeCannotBeGuessed(t *testing.T) {
	b, db, _ := newBook(t)
	account(t, b, db, "shencha")
	token, _, err := b.SignIn(t.Context(), "shencha", password, "", "")
	must(t, err)
	for range 3 {
		if _, err := b.ChangePassword(t.Context(), identity.Change{Token: token, Old: "falsch und lang genug", New: another}); fault.CodeOf(err) != "identity.old" {
			t.Errorf("a wrong password: %v", err)
		}
	}
	if _, err = b.ChangePassword(t.Context(), identity.Change{Token: token, Old: password, New: another}); fault.CodeOf(err) != "identity.old" {
		t.Errorf("after three wrong ones the right one changes it: %v", err)
	}
}

// TestChangeWantsTheCode: an account with an authenticator gives a code that was not used before.
func TestChangeWantsTheCode(t *testing.T) {
	b, db, clk := newBook(t, "auditor")
	account(t, b, db, "shenji", "auditor")
	weak, s, err := b.SignIn(t.Context(), "shenji", password, "", "")
	must(t, err)
	if _, err := b.ChangePassword(t.Context(), identity.Change{Token: weak, Old: password, New: another}); fault.CodeOf(err) != "web.signin" {
		t.Errorf("the password alone changes the password: %v", err)
	}
	secret, _, err := b.NewFactor(t.Context(), s)
	must(t, err)
	code := func() string { c, err := totp.GenerateCode(secret, clk.at); must(t, err); return c }
	token, err := b.Confirm(t.Context(), weak, secret, code(), "", "")
	must(t, err)
	for _, c := range []string{"", "000000", code()} {
		if _, err := b.ChangePassword(t.Context(), identity.Change{Token: token, Old: password, New: another, Code: c}); fault.CodeOf(err) != "identity.code" {
			t.Errorf("%q: %v", c, err)
		}
	}
	clk.at = clk.at.Add(time.Minute)
	if _, err := b.ChangePassword(t.Context(), identity.Change{Token: token, Old: password, New: another, Code: code()}); err != nil {
		t.Error(err)
	}
}
