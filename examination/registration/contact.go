package registration

import (
	"context"

	"zhibao/casework"
	"zhibao/examination/registration/people"
	"zhibao/internal/store"
)

// Contact is one person of the party whom the center may call.
type Contact = people.Contact

// correctContact changes the entry in force. What the party itself asked to change stays as it is.
func (d *Desk) correctContact(s *casework.Step, in *people.Correct) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	if e.Particulars.Contacts, err = in.In(e.Particulars.Contacts); err != nil {
		return err
	}
	return putEntry(s.Ctx, s.Tx, s.Key(), e)
}

// ContactRow finds a contact of a party by the name, with the case of the entry; none is -1.
func (d *Desk) ContactRow(ctx context.Context, tx *store.Tx, center, party int64, name string) (caseID int64, row int, x Contact, err error) {
	e, err := d.entry(ctx, tx, center, party)
	if err != nil || e == nil {
		return 0, -1, x, err
	}
	row, x = people.Named(e.Particulars.Contacts, name)
	return e.Case, row, x, nil
}
