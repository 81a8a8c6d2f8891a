package searching

import (
	"zhibao/industry/database/query"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// A following is what changes on the page while somebody types: in the form what the box says, in the box
// what the form says, and what is wrong with it.
type following struct {
	Wrong   *pointed // where it is wrong; nil where nothing is, or no place is known
	Message string   // what is wrong
	Words   string   // for the box
	Box     bool     // the box follows
	Rows    *form.Form
}

// live answers a page on which somebody types: the form follows the box, or the box the form. Nothing is
// searched for and nothing kept.
func (d *Desk) live(c *web.Ctx) error {
	in, _, err := c.Sent()
	if err != nil {
		return err
	}
	var f following
	words := in.Values.Get("q")
	if in.Values.Get("_from") == "form" {
		var rows filling
		// What a field itself refuses is said when the form is sent.
		if !form.New(c, form.Describe(filling{}, nil)).Options("rows.field", fieldOptions()).ReadValues(in.Values, &rows) {
			return c.Fragment("ask-live", f)
		}
		words = query.Write(rows.rowsOf(), c.Lang())
		f.Words, f.Box = words, true
	}
	q, err := query.Parse(words)
	if err == nil {
		_, err = q.Compile()
	}
	if err != nil {
		f.Wrong, f.Message = point(words, err), c.Say(c.ExplainAll(err))
		return c.Fragment("ask-live", f)
	}
	if !f.Box {
		f.Rows = d.entry(c, words, q.Rows()).Form
	}
	return c.Fragment("ask-live", f)
}
