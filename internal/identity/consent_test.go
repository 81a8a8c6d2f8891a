package identity_test

import (
	"context"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// TestDangerousActsNeedTwo: an administrator who asks needs one of the two others, everybody else needs two of
// different roles; nobody agrees to what they asked for, nor one role twice, and one refusal ends it. The table takes
// no voice for one's own either.
func TestDangerousActsNeedTwo(t *testing.T) {
	b, db, _ := newBook(t)
	ctx := context.Background()
	sys, twin, sec := account(t, b, db, "xitong", "sysadmin"), account(t, b, db, "xitong2", "sysadmin"), account(t, b, db, "anquan", "secadmin")
	audit, head := account(t, b, db, "shenji", "auditor"), account(t, b, db, "zhuren", "director")
	as := func(a *identity.Account) identity.Who {
		return identity.Who{Account: a.ID, Center: center, Name: a.Name}
	}
	ask := func(a *identity.Account, object string) (id int64) {
		t.Helper()
		must(t, db.Write(ctx, func(tx *store.Tx) (err error) {
			id, err = b.AskConsent(ctx, tx, as(a), identity.Consent{Kind: "setting", Object: object, Data: "{}", Reason: "试行"})
			return err
		}))
		return id
	}
	speak := func(a *identity.Account, id int64, agrees bool, note string) (state string) {
		t.Helper()
		err := db.Write(ctx, func(tx *store.Tx) error {
			c, err := b.Speak(ctx, tx, as(a), id, identity.Voice{Agrees: agrees, Note: note})
			if err == nil {
				state = c.State
			}
			return err
		})
		if err != nil {
			return fault.CodeOf(err)
		}
		return state
	}
	byHead, bySec := ask(head, "retention"), ask(sec, "rules")
	for i, x := range []struct {
		who  *identity.Account
		id   int64
		yes  bool
		note string
		want string
	}{
		{head, byHead, true, "", "identity.consent_who"}, {sys, byHead, false, " ", "identity.consent_note"}, {sys, byHead, true, "", identity.ConsentOpen},
		{sys, byHead, true, "", "identity.consent_said"}, {twin, byHead, true, "", "identity.consent_said"}, {audit, byHead, true, "", identity.ConsentGranted},
		{sec, byHead, true, "", "identity.consent_ended"}, {sec, bySec, true, "", "identity.consent_own"}, {audit, bySec, true, "", identity.ConsentGranted},
		{sys, ask(head, "second"), false, "理由不足", identity.ConsentRefused}, {sys, 1, true, "", "identity.consent_missing"},
	} {
		if got := speak(x.who, x.id, x.yes, x.note); got != x.want {
			t.Errorf("%d: %s says %t: %q, want %q", i, x.who.Login, x.yes, got, x.want)
		}
	}
	open := ask(sys, "third")
	err := db.Write(ctx, func(tx *store.Tx) error {
		_, err := b.AskConsent(ctx, tx, as(head), identity.Consent{Kind: "setting", Object: "third", Data: "{}", Reason: "又一件"})
		return err
	})
	if fault.CodeOf(err) != "identity.consent_open" {
		t.Errorf("two questions about one object: %v", err)
	}
	if db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO identity_voice (center_id, consent_id, role, account_id, asked_by, agrees, note, at) VALUES ($1,$2,'auditor',$3,$3,$4,'',1)`, center, open, sys.ID, true)
		return err
	}) == nil {
		t.Error("the table takes a voice for one's own")
	}
}
