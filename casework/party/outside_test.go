package party_test

import (
	"bytes"
	"testing"

	"zhibao/casework/caseworktest"
	"zhibao/casework/party"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// TestEnter: whoever has a code is known by it, a registered party before one that is not; a name alone
// makes nobody the same; how somebody is reached is sealed.
func TestEnter(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, caseworktest.Setup{})
	ctx := t.Context()
	enter := func(tx *store.Tx, name, code string, c party.Contact) (*party.Party, error) {
		return party.Enter(ctx, tx, o.Keys, party.Stranger{ID: o.DB.NewID(), Center: caseworktest.CenterID, Name: name, Code: code, Contact: c, At: clock.Now()})
	}
	err := o.DB.Write(ctx, func(tx *store.Tx) error {
		registered := &party.Party{ID: 7, Center: caseworktest.CenterID, Kind: party.Entity, Name: "甲公司", Code: "91330100MA00000ABQ", Status: party.Active, At: clock.Now()}
		if err := party.Put(ctx, tx, registered); err != nil {
			return err
		}
		known, err := enter(tx, "甲公司（旧名）", " 91330100ma00000abq ", party.Contact{})
		if err != nil || known.ID != 7 || known.Name != "甲公司" {
			t.Errorf("a registered party is entered as %+v, %v", known, err)
		}
		where := party.Contact{Address: "金丝雀路1号", Phone: "13800000000"}
		first, err := enter(tx, "乙商店", "91440300000000001H", where)
		if err != nil || first.Kind != party.Outside || first.Status.Title() != "未备案" {
			t.Errorf("a stranger is entered as %+v, %v", first, err)
		}
		again, err := enter(tx, "乙商店", "91440300000000001H", party.Contact{})
		if err != nil || again.ID != first.ID {
			t.Errorf("the same code is entered twice: %v", err)
		}
		one, err := enter(tx, "王某", "", party.Contact{})
		if err != nil {
			return err
		}
		other, err := enter(tx, "王某", "", party.Contact{})
		if err != nil || one.ID == other.ID {
			t.Errorf("two people of one name are taken for one: %v", err)
		}
		if got, err := party.ContactOf(ctx, tx, o.Keys, first); err != nil || got != where {
			t.Errorf("reached at %+v, %v", got, err)
		}
		if got, err := party.ContactOf(ctx, tx, o.Keys, other); err != nil || !got.IsZero() {
			t.Errorf("nobody said how, and yet %+v, %v", got, err)
		}
		var body []byte
		if err := tx.Row(ctx, `SELECT body FROM party_contact WHERE party_id = $1`, first.ID).Scan(&body); err != nil || bytes.Contains(body, []byte("金丝雀")) {
			t.Errorf("the address lies open in the database (%v)", err)
		}
		if _, err := enter(tx, "  ", "", party.Contact{}); fault.CodeOf(err) != "party.name" {
			t.Errorf("without a name: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNumbers: the number of a person's identity paper lies nowhere open, finds the same person again, and one that an
// earlier version left open is sealed.
func TestNumbers(t *testing.T) {
	o, clock := caseworktest.NewOffice(t, caseworktest.Setup{})
	ctx := t.Context()
	const number, passport = "11010519491231002X", "E12345678"
	old := &party.Party{ID: 9, Center: caseworktest.CenterID, Kind: party.Outside, Name: "旧某", Code: passport, Status: party.Unregistered, At: clock.Now()}
	firm := &party.Party{ID: 10, Center: caseworktest.CenterID, Kind: party.Outside, Name: "某店", Code: "91350100M000100Y43", Status: party.Unregistered, At: clock.Now()}
	err := o.DB.Write(ctx, func(tx *store.Tx) error {
		enter := func(name, code string, person bool) *party.Party {
			p, err := party.Enter(ctx, tx, o.Keys, party.Stranger{ID: o.DB.NewID(), Center: caseworktest.CenterID, Name: name, Code: code, Person: person, At: clock.Now()})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		one, again, other := enter("张某", " 11010519491231002x ", false), enter("张某（又来）", number, true), enter("李某", "110105194912310038", true)
		if one.Code != "" || again.ID != one.ID || other.ID == one.ID {
			t.Errorf("entered as %+v, %+v, %+v", one, again, other)
		}
		if got, err := party.CodeOf(ctx, tx, o.Keys, again); err != nil || got != number {
			t.Errorf("the number reads %q, %v", got, err)
		}
		var body []byte
		var code string
		if err := tx.Row(ctx, `SELECT n.body, p.code FROM party_number n JOIN party_party p ON p.id = n.party_id WHERE n.party_id = $1`, one.ID).Scan(&body, &code); err != nil {
			return err
		}
		if bytes.Contains(body, []byte("19491231")) || code != "" {
			t.Errorf("the number lies open: %q, %q", body, code)
		}
		twice := &party.Party{ID: 11, Center: caseworktest.CenterID, Kind: party.Outside, Name: "张某", Code: number, Status: party.Unregistered, At: clock.Now()}
		for _, p := range []*party.Party{old, firm, twice} {
			if err := party.Put(ctx, tx, p); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO casework_fact (id, center_id, kind, party_id, subject, case_id, at, detail) VALUES (1, $1, 'counterfeit', 9, $2, 1, 1, '{}')`,
			caseworktest.CenterID, passport)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{2, 0} {
		if n, err := party.SealNumbers(ctx, o.DB, o.Keys, caseworktest.CenterID); err != nil || n != want {
			t.Errorf("%d numbers were sealed, not %d (%v)", n, want, err)
		}
	}
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		p, err := party.Get(ctx, tx, caseworktest.CenterID, 9)
		if err != nil {
			return err
		}
		if got, err := party.CodeOf(ctx, tx, o.Keys, p); err != nil || got != passport || p.Code != "" {
			t.Errorf("the old number reads %q, beside %q (%v)", got, p.Code, err)
		}
		if p, err = party.Get(ctx, tx, caseworktest.CenterID, 10); err != nil || p.Code != firm.Code {
			t.Errorf("the code of a firm was sealed: %+v, %v", p, err)
		}
		if p, err = party.Get(ctx, tx, caseworktest.CenterID, 11); err != nil {
			return err
		}
		if got, err := party.CodeOf(ctx, tx, o.Keys, p); err != nil || got != number || p.Code != "" {
			t.Errorf("a number that somebody else has reads %q, beside %q (%v)", got, p.Code, err)
		}
		var subject string
		if err := tx.Row(ctx, `SELECT subject FROM casework_fact WHERE id = 1`).Scan(&subject); err != nil || subject != "" {
			t.Errorf("the number lies open in what was established: %q, %v", subject, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
