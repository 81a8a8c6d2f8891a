package center

import (
	"zhibao/casework"
	"zhibao/internal/identity/certificate"
	"zhibao/internal/identity/openid"
	"zhibao/internal/identity/passkey"
)

// passkeys keeps the keys with which people sign in. They are bound to the name of the site.
func (c *Center) passkeys() *passkey.Keeper {
	return &passkey.Keeper{DB: c.DB, Book: c.Book, Now: c.Now, URL: c.URL, Name: c.Center.Name}
}

// certificates keeps the certificates with which people sign in, and the authorities behind them.
func (c *Center) certificates() *certificate.Keeper {
	return &certificate.Keeper{DB: c.DB, Book: c.Book, Now: c.Now, URL: c.URL}
}

// providers signs in through those who say who somebody is.
func (c *Center) providers() *openid.Desk {
	return &openid.Desk{DB: c.DB, Keys: c.Keys, Book: c.Book, Now: c.Now}
}

// members are the roles of the staff.
func members() (out []string) {
	for _, r := range casework.Roles() {
		if r.Staff {
			out = append(out, string(r.Role))
		}
	}
	return out
}
