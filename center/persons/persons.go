// Package persons (个人信息的更正与删除) lists where the program knows something of a person that a request can correct or
// erase.
package persons

import (
	"context"
	"errors"

	"zhibao/casework"
	"zhibao/examination/registration"
	"zhibao/examination/registration/people"
	"zhibao/governance/privacy"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// Sources are those of the whole program. The account comes last, since the others are found by it.
func Sources(o *casework.Office, book *identity.Book, r *registration.Desk) []privacy.Source {
	return []privacy.Source{contacts(book, r), privacy.Drafts(o), privacy.Accounts(book)}
}

// contacts is the source of what the register of parties says of a person who is a contact there under the name of the
// account.
func contacts(book *identity.Book, r *registration.Desk) privacy.Source {
	find := func(ctx context.Context, tx *store.Tx, center, account int64) (caseID int64, row int, x registration.Contact, err error) {
		a, err := book.Of(ctx, tx, center, account)
		if err != nil || a.Party == 0 {
			return 0, -1, x, err
		}
		return r.ContactRow(ctx, tx, center, a.Party, a.Name)
	}
	change := func(s *casework.Step, account int64, field, value string) error {
		caseID, row, _, err := find(s.Ctx, s.Tx, s.Case.Center, account)
		if err == nil && row < 0 {
			err = errors.New("the contact is gone")
		}
		if err != nil {
			return err
		}
		return s.Follow(caseID, "correct_contact", &people.Correct{Row: row, Field: field, Value: value})
	}
	return privacy.Source{Code: "contact",
		Items: func(ctx context.Context, tx *store.Tx, center, account int64) ([]privacy.Item, error) {
			_, row, x, err := find(ctx, tx, center, account)
			if err != nil || row < 0 {
				return nil, err
			}
			return []privacy.Item{{Code: "contact.phone", Title: web.Text{"备案联系人手机", "Phone of the contact in the register"}, Value: x.Phone, Field: identity.FieldPhone},
				{Code: "contact.mail", Title: web.Text{"备案联系人邮箱", "Mail of the contact in the register"}, Value: x.Mail, Field: identity.FieldMail},
				{Code: "contact.name", Title: web.Text{"备案联系人姓名", "Name of the contact in the register"}, Value: x.Name, Field: identity.FieldName},
				{Code: "contact.whole", Title: web.Text{"备案中的联系人（姓名、手机、邮箱）", "The contact in the register: name, phone, mail"}, Erasing: true}}, nil
		},
		Correct: func(s *casework.Step, account int64, item privacy.Item, value string) error {
			return change(s, account, item.Field, value)
		},
		Erase: func(s *casework.Step, account int64, _ privacy.Item) error { return change(s, account, "", "") }}
}
