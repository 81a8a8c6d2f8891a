package identity_test

import (
	"context"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/timingtest"
)

// setRules decides the rules of the center.
func setRules(t testing.TB, b *identity.Book, db *store.DB, r identity.Rules) error {
	t.Helper()
	return db.Write(t.Context(), func(tx *store.Tx) error { return b.SetRules(t.Context(), tx, by(), r) })
}

// TestRules: without rules a member of staff keeps every session and password; with them one session
// is left, and an old password has to be changed before anything else.
func TestRules(t *testing.T) {
	b, db, clk := newBook(t)
	ctx := context.Background()
	account(t, b, db, "shencha")
	enter := func() string {
		token, _, err := b.SignIn(ctx, "shencha", password, "10.0.0.1", "")
		must(t, err)
		return token
	}
	holds := func(token string) bool { s, err := b.Find(ctx, token, false); must(t, err); return s != nil }
	first := enter()
	enter()
	if !holds(first) {
		t.Error("a second sign-in ends the first, and nobody decided so")
	}
	must(t, setRules(t, b, db, identity.Rules{Single: true, PasswordDays: 90}))
	second := enter()
	if holds(first) || !holds(second) {
		t.Error("more than one session is left")
	}
	if r, err := b.Renew(ctx, second); err != nil || r != "" {
		t.Errorf("a new password has to be changed: %q %v", r, err)
	}
	clk.at = clk.at.Add(91 * 24 * time.Hour)
	old := enter()
	renewal, err := b.Renew(ctx, old)
	must(t, err)
	if renewal == "" || holds(old) {
		t.Fatal("a password of 91 days still opens")
	}
	must(t, b.SetPassword(ctx, renewal, "ein anderer Satz 2027"))
	token, _, err := b.SignIn(ctx, "shencha", "ein anderer Satz 2027", "10.0.0.1", "")
	must(t, err)
	if r, err := b.Renew(ctx, token); err != nil || r != "" {
		t.Errorf("the new password has to be changed again: %q %v", r, err)
	}
	if err := setRules(t, b, db, identity.Rules{PasswordDays: 7}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a new password every week: %v", err)
	}
}

// TestChallengeHoldsOnce: an answer counts once, for its purpose, its session, and for five minutes.
func TestChallengeHoldsOnce(t *testing.T) {
	b, _, clk := newBook(t)
	ctx := context.Background()
	ask := func() string { ticket, err := b.Challenge(ctx, "a", "s1", "data"); must(t, err); return ticket }
	try := func(ticket, purpose, bound string) bool {
		_, err := b.Redeem(ctx, ticket, purpose, bound)
		if err != nil && fault.Of(err).Code != "identity.challenge" {
			t.Fatal(err)
		}
		return err == nil
	}
	ticket := ask()
	if !try(ticket, "a", "s1") || try(ticket, "a", "s1") {
		t.Error("not exactly once")
	}
	for _, wrong := range [][2]string{{"b", "s1"}, {"a", "s2"}} {
		ticket := ask()
		if try(ticket, wrong[0], wrong[1]) || try(ticket, "a", "s1") {
			t.Errorf("%v counts, or leaves a second try", wrong)
		}
	}
	ticket = ask()
	clk.at = clk.at.Add(5*time.Minute + time.Second)
	if try(ticket, "a", "s1") {
		t.Error("counts after five minutes")
	}
}

// TestBreached: a long password that stands in the lists of stolen ones is refused, its neighbour is not.
func TestBreached(t *testing.T) {
	for try, weak := range map[string]bool{"1qaz2wsx3edc": true, "123QWEasdzxc": true, "Chickenwing101!!": true, "wangxiaofeng": true, "correcthorsepaperclip": false, "chickenwing101 und ein Hut": false} {
		if err := identity.CheckPassword("x1", try); (err != nil) != weak {
			t.Errorf("%s: %v, want refused %t", try, err, weak)
		}
	}
}

// TestWordsOfTheContext: what everybody knows of the person and of the center makes no password; with more
// around it, it may stand in one.
func TestWordsOfTheContext(t *testing.T) {
	words := []string{"欧阳娜娜", "示范市知识产权保护中心", "Shifan IP Protection Center", "13800138000", "Y201", "ab"}
	for try, weak := range map[string]bool{"示范市知识产权保护中心2026": true, "shifan ip protection center1": true, "13800138000+y201": true, "欧阳娜娜欧阳娜娜1234": true,
		"cnipa-zhibao-2026": true, "欧阳娜娜每天走三里路去买菜": false, "ein Satz mit ab und Y201": false} {
		if err := identity.CheckPassword("x1", try, words...); (err != nil) != weak {
			t.Errorf("%s: %v, want refused %t", try, err, weak)
		}
	}
}

// TestSchemaKeepsAdministratorsApart: whoever writes past the program gives one account no second of the three
// administrators' roles, no role of the work beside one of them, whichever is there first, by no update either, and
// makes no administrator that the table does not know as one. Roles of the work stand beside each other, which is
// the control.
func TestSchemaKeepsAdministratorsApart(t *testing.T) {
	b, db, _ := newBook(t)
	a, w := account(t, b, db, "wangwu"), account(t, b, db, "zhaoliu")
	do := func(statement string, args ...any) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(t.Context(), statement, args...); return err })
	}
	give := func(to *identity.Account, role string, admin bool) error {
		return do(`INSERT INTO identity_role (center_id, account_id, role, admin, granted_by, at) VALUES ($1,$2,$3,$4,$5,$6)`, to.Center, to.ID, role, admin, to.ID, 1)
	}
	refused := func(err error, what string) {
		t.Helper()
		if err == nil {
			t.Errorf("the table takes %s", what)
		}
	}
	must(t, give(a, "sysadmin", true))
	must(t, give(w, "clerk", false))
	must(t, give(w, "examiner", false))
	for _, role := range []string{"secadmin", "auditor", "clerk", "director", "entity"} {
		refused(give(a, role, role == "secadmin" || role == "auditor"), role+" beside sysadmin")
	}
	refused(give(w, "auditor", true), "the auditor beside a clerk")
	refused(give(w, "auditor", false), "an auditor who is no administrator")
	refused(give(account(t, b, db, "qianqi"), "head", true), "a head who is an administrator")
	const moved = `UPDATE identity_role SET role = $2, admin = $3 WHERE account_id = $1 AND role = $4`
	refused(do(moved, w.ID, "auditor", true, "clerk"), "the auditor in place of the clerk, beside an examiner")
	refused(do(`UPDATE identity_role SET account_id = $1 WHERE account_id = $2 AND role = 'clerk'`, a.ID, w.ID), "the clerk's role on the administrator's account")
	must(t, do(moved, w.ID, "head", false, "clerk"))
	must(t, do(moved, a.ID, "auditor", true, "sysadmin"))
}

// TestEnumeration compares the times of refusals for logins that exist, that do not, and that are locked.
func TestEnumeration(t *testing.T) { timingtest.Same(t, refusals) }

// refusals are the times that n refusals took, for a login that exists, one that does not and one that is locked.
func refusals(t *testing.T, n int) map[string][]float64 {
	_, db, _ := newBook(t)
	// The clock runs here, and the account that is known is not locked by these tries.
	b := identity.New(db, nil, time.Now, identity.Policy{Failures: 1 << 30, Lock: time.Hour, Idle: time.Hour, Absolute: time.Hour})
	account(t, b, db, "bekannt")
	account(t, b, db, "gesperrt")
	must(t, db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE identity_account SET locked_until = $1 WHERE login = $2`, time.Now().Add(24*time.Hour).UnixMicro(), "gesperrt")
		return err
	}))
	return timingtest.Times(n, []string{"bekannt", "niemand", "gesperrt"}, time.Now, func(login string) func() {
		return func() {
			if _, _, err := b.SignIn(context.Background(), login, "falsch falsch falsch", "10.0.0.1", ""); fault.Of(err).Code != "identity.wrong" {
				t.Error(err)
			}
		}
	})
}
