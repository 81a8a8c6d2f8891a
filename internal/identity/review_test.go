package identity_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// TestAdministratorsLookAtEachOther: what one of the three does waits for the two others and never for itself; what
// the work does, and signing in, waits for nobody. Neither the program nor the table lets anybody sign for what is
// their own, and after the days the audit says once what was left.
func TestAdministratorsLookAtEachOther(t *testing.T) {
	b, db, clk := newBook(t)
	ctx := context.Background()
	sys, sec, head := account(t, b, db, "xitong", "sysadmin"), account(t, b, db, "anquan", "secadmin"), account(t, b, db, "fuzeren", "head")
	twin := account(t, b, db, "xitong2", "sysadmin")
	as := func(a *identity.Account) identity.Who {
		return identity.Who{Account: a.ID, Center: center, Name: a.Name}
	}
	write := func(f func(tx *store.Tx) error) error { return db.Write(ctx, f) }
	list := func(except, state string) (seqs []int64) {
		t.Helper()
		q := identity.ReviewQuery{Center: center, Except: except, State: state, Late: clk.at.AddDate(0, 0, -7), Limit: 100}
		must(t, db.Read(ctx, func(tx *store.Tx) error {
			all, err := b.Reviews(ctx, tx, q)
			must(t, err)
			n, err := b.CountReviews(ctx, tx, q)
			if n != len(all) {
				t.Errorf("%d counted, %d listed", n, len(all))
			}
			for _, r := range all {
				seqs = append(seqs, r.Seq)
			}
			return err
		}))
		return seqs
	}
	if n := len(list("", "")); n != 0 {
		t.Errorf("%d acts of nobody wait", n)
	}
	must(t, write(func(tx *store.Tx) error { return b.SetStatus(ctx, tx, as(sys), head.ID, identity.Disabled) }))
	must(t, write(func(tx *store.Tx) error { return b.Grant(ctx, tx, as(sec), head.ID, "clerk") }))
	must(t, write(func(tx *store.Tx) error { return b.SetWork(ctx, tx, as(head), head.ID, nil, 0) }))
	if _, _, err := b.SignIn(ctx, "xitong", password, "10.0.0.1", ""); err != nil {
		t.Fatal(err)
	}
	all := list("", "")
	if len(all) != 2 || len(list("sysadmin", "")) != 1 || len(list("secadmin", "")) != 1 || len(list("auditor", identity.ReviewOpen)) != 2 {
		t.Fatalf("two acts, one for each of the two and both for the third: %v", all)
	}
	bySec, bySys := all[0], all[1]
	sign := func(a *identity.Account, r identity.Review) string {
		if err := write(func(tx *store.Tx) error { return b.SignReview(ctx, tx, as(a), r) }); err != nil {
			return fault.CodeOf(err)
		}
		return ""
	}
	for _, x := range []struct {
		who  *identity.Account
		r    identity.Review
		want string
	}{
		{sys, identity.Review{Entry: identity.Entry{Seq: bySys}}, "identity.review_own"}, {twin, identity.Review{Entry: identity.Entry{Seq: bySys}}, "identity.review_own"},
		{head, identity.Review{Entry: identity.Entry{Seq: bySys}}, "identity.review_who"}, {sec, identity.Review{Entry: identity.Entry{Seq: 1}}, "identity.review_missing"},
		{sec, identity.Review{Entry: identity.Entry{Seq: bySys}, Doubt: true, Note: " "}, "identity.review_note"}, {sec, identity.Review{Entry: identity.Entry{Seq: bySys}, Doubt: true, Note: "为何停用"}, ""},
		{sec, identity.Review{Entry: identity.Entry{Seq: bySys}}, "identity.review_done"},
	} {
		if got := sign(x.who, x.r); got != x.want {
			t.Errorf("%s signs for %d: %q, want %q", x.who.Login, x.r.Seq, got, x.want)
		}
	}
	if write(func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE identity_review SET reviewer_id = actor_id, reviewed_at = 1 WHERE seq = $1`, bySec)
		return err
	}) == nil {
		t.Error("the table takes a signature for what is one's own")
	}
	if !slices.Equal(list("", identity.ReviewOdd), []int64{bySys}) || !slices.Equal(list("", identity.ReviewOpen), []int64{bySec}) || len(list("", identity.ReviewLate)) != 0 {
		t.Error("one was signed with a doubt, one waits, none is late")
	}
	alarm := func(want int, when string) {
		t.Helper()
		must(t, write(func(tx *store.Tx) error {
			n, err := b.AlarmReviews(ctx, tx, center, 7)
			if n != want {
				t.Errorf("%s: %d alarms, want %d", when, n, want)
			}
			must(t, err)
			whom, err := b.Administrators(ctx, tx, center)
			if !slices.Equal(whom, []int64{sys.ID, sec.ID, twin.ID}) {
				t.Errorf("the administrators are %v", whom)
			}
			return err
		}))
	}
	clk.at = clk.at.Add(7*24*time.Hour - time.Minute)
	alarm(0, "before seven days")
	clk.at = clk.at.Add(2 * time.Minute)
	if !slices.Equal(list("sysadmin", identity.ReviewLate), []int64{bySec}) {
		t.Error("what waits for more than seven days is not late")
	}
	alarm(1, "after seven days")
	alarm(0, "again")
	must(t, db.Read(ctx, func(tx *store.Tx) error {
		all, err := b.Entries(ctx, tx, center, 0, 1)
		if len(all) != 1 || all[0].Act != "review.overdue" || all[0].Actor != 0 {
			t.Errorf("the audit ends with %+v", all)
		}
		return err
	}))
	if got := sign(sys, identity.Review{Entry: identity.Entry{Seq: bySec}}); got != "" {
		t.Errorf("after the alarm it cannot be signed any more: %s", got)
	}
	// Whoever gives up the role does so as an administrator, and what the command at the server did is the system's.
	must(t, write(func(tx *store.Tx) error { return b.Revoke(ctx, tx, as(sec), sec.ID, "secadmin") }))
	must(t, write(func(tx *store.Tx) error {
		return b.Audit(ctx, tx, identity.Who{Center: center, Name: "命令行"}, "root.change", "", "")
	}))
	if len(list("secadmin", identity.ReviewOpen)) != 1 || len(list("sysadmin", identity.ReviewOpen)) != 1 {
		t.Error("the role that was given up, or the change of the root key, waits for nobody")
	}
}
