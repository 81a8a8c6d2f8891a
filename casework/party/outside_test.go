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
