package consent

import (
	"strings"
	"testing"

	"zhibao/casework/caseworktest"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// TestKeep: a form with numbers is refused without the consent, and taken with it; what was agreed to is asked for once for a
// case, is kept with its text, and can be taken back by who gave it alone. A form without numbers asks nothing.
func TestKeep(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, caseworktest.Setup{})
	ask := Ask{Kind: Filing, Center: caseworktest.CenterID, Account: 30, Object: 7, At: clock.Now()}
	keep := func(a Ask, in Given, numbers int) error {
		return o.DB.Write(t.Context(), func(tx *store.Tx) error { return Keep(t.Context(), tx, o.DB.NewID, a, in, numbers) })
	}
	if err := keep(ask, Given{}, 0); err != nil {
		t.Errorf("nothing sensitive: %v", err)
	}
	if err := keep(ask, Given{}, 2); fault.CodeOf(err) != "consent.missing" || fault.Of(err).Field != "sensitive" {
		t.Fatalf("without it: %v", err)
	}
	if err := keep(ask, Both(), 2); err != nil {
		t.Fatal(err)
	}
	if err := keep(ask, Given{}, 2); err != nil {
		t.Errorf("asked twice in one case: %v", err)
	}
	other := ask
	other.Object = 8
	if err := keep(other, Given{}, 1); fault.CodeOf(err) != "consent.missing" {
		t.Errorf("another case: %v", err)
	}
	of := func(account int64) (out []Consent) {
		if err := o.DB.Read(t.Context(), func(tx *store.Tx) (err error) { out, err = Of(t.Context(), tx, ask.Center, account); return err }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := of(30)
	if len(all) != 2 || !strings.Contains(all[0].Words[0], "敏感个人信息") || all[0].Version != KindOf(Filing).Version() || len(of(31)) != 0 {
		t.Fatalf("kept: %+v", all)
	}
	back := func(account int64) error {
		a := ask
		a.Account = account
		return o.DB.Write(t.Context(), func(tx *store.Tx) error { _, err := Withdraw(t.Context(), tx, a, all[0].ID); return err })
	}
	if err := back(31); fault.CodeOf(err) != "consent.none" {
		t.Errorf("somebody else takes it back: %v", err)
	}
	if err := back(30); err != nil {
		t.Fatal(err)
	}
	if err := back(30); fault.CodeOf(err) != "consent.ended" {
		t.Errorf("twice: %v", err)
	}
	if err := keep(ask, Given{}, 2); fault.CodeOf(err) != "consent.missing" {
		t.Errorf("after it was taken back: %v", err)
	}
}

// TestHand: what somebody without an account agreed to is theirs once they have one.
func TestHand(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, caseworktest.Setup{})
	ask := Ask{Kind: Takeover, Center: caseworktest.CenterID, Object: 9, At: clock.Now()}
	err := o.DB.Write(t.Context(), func(tx *store.Tx) error {
		if err := Keep(t.Context(), tx, o.DB.NewID, ask, Given{Sensitive: []string{Own}}, 1); err != nil {
			return err
		}
		ask.Account = 40
		if err := Hand(t.Context(), tx, ask); err != nil {
			return err
		}
		all, err := Of(t.Context(), tx, ask.Center, 40)
		if err == nil && (len(all) != 1 || all[0].Whose != Own) {
			t.Errorf("%+v", all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTexts: each kind says what, what for, on which basis, what follows without and how to take it back, in both
// languages, and no two have one version; what the duty of law needs is not said to depend on a consent.
func TestTexts(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		text := k.Text()
		for i, want := range [][]string{{"内容：", "用途：", "依据：" + k.Basis[0], "不同意的：", "撤回：", "他人的号码："}, {"What: ", "What for: ", "Basis: " + k.Basis[1], "Without it: ", "Taking it back: ", "Numbers of others: "}} {
			for _, x := range want {
				if !strings.Contains(text[i], x) {
					t.Errorf("%s lacks %s", k.Code, x)
				}
			}
		}
		if seen[k.Version()] || strings.Contains(text[0], "不以同意为前提") != (k.Basis == Duty) {
			t.Errorf("%s: %s", k.Code, text[0])
		}
		seen[k.Version()] = true
	}
}
