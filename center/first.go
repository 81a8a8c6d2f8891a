package center

import (
	"context"

	"zhibao/casework"
	"zhibao/governance/administration"
)

// Identity returns the description of a center for a new database.
func Identity(code, name, english, province string) casework.Center {
	return casework.Center{ID: 1, Code: code, Name: name, English: english, Province: province}
}

// A FirstLink is the one-time link of one of the first three accounts.
type FirstLink struct{ Who, Login, Path string }

// FirstStart records the center of a new database and makes the three administrators. It returns
// nothing when that was done before.
func (c *Center) FirstStart(ctx context.Context) ([]FirstLink, error) {
	fresh, err := c.Begin(ctx)
	if err != nil || !fresh {
		return nil, err
	}
	logins := [3]string{"sysadmin", "secadmin", "auditor"}
	tokens, err := administration.FirstStart(ctx, c.DB, c.Book, c.Center.ID, logins)
	if err != nil {
		return nil, err
	}
	var out []FirstLink
	for i, r := range []casework.Role{casework.SysAdmin, casework.SecAdmin, casework.Auditor} {
		out = append(out, FirstLink{Who: r.Info().Title, Login: logins[i], Path: "/password/" + tokens[i]})
	}
	return out, nil
}
