package center

import (
	"context"
	"unicode/utf8"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam"
	"zhibao/industry/database/incase"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent"
)

// newInCase makes the search for cases that are not public.
func (c *Center) newInCase() *incase.Desk {
	return incase.New(incase.Deps{Search: c.Searching, Charts: []string{"preexam"}, Text: func(ctx context.Context, tx *store.Tx, k *casework.Case) (*incase.Text, error) {
		app, err := c.Preexam.Application(ctx, tx, k.ID)
		return inventionOf(app), err
	}})
}

// inventionOf is what an application says of its invention; nil where there is none.
func inventionOf(app *patent.Application) *incase.Text {
	if app == nil {
		return nil
	}
	t := &incase.Text{Title: app.Title, Abstract: app.Text(patent.Abstract).Text}
	if t.Abstract == "" {
		t.Abstract = app.Text(patent.Brief).Text // a design has no claims either
	}
	claims := app.Text(patent.Claims)
	for _, b := range claims.Blocks {
		if b.Kind == patent.ClaimText {
			t.Claims = append(t.Claims, claims.Of(b))
		}
	}
	if len(t.Claims) == 0 {
		t.Claims = []string{claims.Text}
	}
	return t
}

// besidePapers shows whoever examines a pre-examination the way to its searches and, where it lies in a core
// technology, the nearest documents of that.
func (c *Center) besidePapers(x *web.Ctx, k *casework.Case, app *patent.Application) ([]web.Link, []web.Table, error) {
	return c.InCase.Beside(x, k, inventionOf(app))
}

// searchExtra leads from the page of a case to its searches.
func (c *Center) searchExtra(x *web.Ctx, _ *store.Tx, k *casework.Case) (worklist.Extra, error) {
	return worklist.Extra{Links: c.InCase.Links(x, k)}, nil
}

// maxQuery is as much of a query as the move that records a search takes.
const maxQuery = 2000

// searched fills the record of a search in with the last one that was made for the case, so that it need not
// be typed again. Where counting stopped it is left to the person how many there were.
func (c *Center) searched(x *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	if move != "search" {
		return nil, nil
	}
	r, err := c.InCase.Last(x.Context(), tx, k.ID)
	if err != nil || r == nil || utf8.RuneCountInString(r.Words) > maxQuery {
		return nil, err
	}
	in := preexam.Search{Database: "本中心专利文献库", Query: r.Words}
	if !r.More {
		in.Hits = r.Total
	}
	return in, nil
}
