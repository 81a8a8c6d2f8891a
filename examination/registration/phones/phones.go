// Package phones (联系电话) finds the telephone numbers that the pages of the register show masked.
package phones

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/worklist/unmask"
	"zhibao/examination/registration"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// both are the telephone and the mail address of somebody, as far as they are known.
func both(name, phone, mail string) (out []unmask.Number) {
	if phone != "" {
		out = append(out, unmask.Number{Whose: name, What: web.Text{"手机", "Phone"}, Value: phone})
	}
	if mail != "" {
		out = append(out, unmask.Number{Whose: name, What: web.Text{"邮箱", "Mail"}, Value: mail})
	}
	return out
}

// Contacts makes the function that lists the telephones of the contacts of a registration.
func Contacts(d *registration.Desk) func(context.Context, *store.Tx, *casework.Case) ([]unmask.Number, error) {
	return func(ctx context.Context, tx *store.Tx, k *casework.Case) (out []unmask.Number, err error) {
		all, err := d.Contacts(ctx, tx, k.Center, k.Owner)
		for _, x := range all {
			out = append(out, both(x.Name, x.Phone, x.Mail)...)
		}
		return out, err
	}
}

// Successor makes the source of the telephones of those who ask to take an account over, for who decides on it.
func Successor(d *registration.Desk, may func(casework.Actor) bool) unmask.Source {
	return unmask.Source{Kind: unmask.Takeover, Title: web.Text{"显示接管人电话", "Show the phone of the successor"},
		Numbers: func(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) ([]unmask.Number, error) {
			if !may(by) {
				return nil, unmask.Missing()
			}
			x, err := d.Successor(ctx, tx, by.Center, id)
			if err != nil {
				return nil, err
			}
			return both(x.Name, x.Phone, x.Mail), nil
		}}
}
