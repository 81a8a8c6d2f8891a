package navigation

import (
	"context"
	"strconv"

	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// Branches are the branches of a center as choices.
func (d *Desk) Branches(ctx context.Context, center int64) (out []form.Option, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		t, err := load(ctx, tx, center)
		if err == nil {
			out = t.options()
		}
		return err
	})
	return out, err
}

// options are the branches that stand in the tree as choices.
func (t *tree) options() (out []form.Option) {
	t.walk(0, 0, func(b *Branch, _ int) {
		out = append(out, form.Option{Value: strconv.FormatInt(b.ID, 10), Label: web.Text{t.path(b), t.path(b)}})
	})
	return out
}

// maxDocuments is how many documents of a branch are read.
const maxDocuments = 500_000

// Documents are the numbers of the documents that a branch finds now. Error: Missing; TooLarge.
func (d *Desk) Documents(ctx context.Context, center, branch int64) (numbers []string, err error) {
	var words string
	if err := d.office.DB.Read(ctx, func(tx *store.Tx) error {
		t, err := load(ctx, tx, center)
		if err != nil {
			return err
		}
		b, err := t.find(branch)
		if err == nil {
			words = t.asks(b)
		}
		return err
	}); err != nil || words == "" {
		return nil, err
	}
	numbers, _, err = d.Search.Numbers(ctx, center, words, maxDocuments)
	return numbers, err
}
