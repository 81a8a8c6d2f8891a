package center

import (
	"context"

	"zhibao/casework"
	"zhibao/examination/preexam"
	cases "zhibao/examination/preexam/measure"
	"zhibao/examination/preexam/staffing"
	"zhibao/examination/quality"
	"zhibao/examination/quality/decision"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// ruleTitles returns what names the rules by their ids. There are hundreds, so they are gathered once.
func (c *Center) ruleTitles() func() map[string]web.Text {
	out := map[string]web.Text{}
	for _, r := range rules() {
		out[r.ID] = web.Text{r.Title, r.English}
	}
	return func() map[string]web.Text { return out }
}

// accountNames are the names of accounts, for pages that are made before the register of accounts is.
func (c *Center) accountNames(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error) {
	return c.Book.Names(ctx, tx, center, ids)
}

// qualityStaff are the people of a center as the quality desk knows them.
func (c *Center) qualityStaff(ctx context.Context, tx *store.Tx, center int64) (out []quality.Staff, err error) {
	staff, err := c.staff(ctx, tx, center)
	for _, s := range staff {
		out = append(out, quality.Staff{Account: s.Account, Login: s.Login, Name: s.Name, Roles: s.Roles, Away: s.Away})
	}
	return out, err
}

// qualified are the people who can be given cases, each with what stands against giving them one.
func (c *Center) qualified(ctx context.Context, tx *store.Tx, center int64) ([]preexam.Staff, error) {
	staff, err := c.staff(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	book, err := c.Quality.Training.Open(ctx, tx, center)
	for i := range staff {
		account := staff[i].Account
		staff[i].Bar = func(kind, class string) *staffing.Bar {
			if b := book.Bar(account, kind, class); b != nil {
				return &staffing.Bar{Must: b.Must, Why: b.Why}
			}
			return nil
		}
	}
	return staff, err
}

// ended are the cases from which samples of quality are drawn.
func ended(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (out []quality.Ended, err error) {
	all, err := cases.Ends(ctx, tx, center, p)
	for _, e := range all {
		out = append(out, quality.Ended{Case: e.Case, Number: e.Number, Kind: e.Kind, Field: decision.Field(e.Class), Passed: e.Passed, Examiner: e.Examiner, Agent: e.Agent})
	}
	return out, err
}
