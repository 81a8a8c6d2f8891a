package worklist

import (
	"fmt"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// A Relation is another matter on which a case depends or with which it goes together: a case of this
// center, or one of a court, of the patent office or of another body.
type Relation struct {
	What   web.Text // 合并审理, 中止所等待的案件
	Number string   // of the other matter, as its body numbers it; may be empty
	Where  web.Text // whose matter it is, where that is not this center
	Case   int64    // of this center; it is left out for whoever may not see it
}

// other is the case of this center that a relation names.
func (p *Pages) other(c *web.Ctx, tx *store.Tx, a casework.Actor, r Relation) (*casework.Case, error) {
	if r.Case != 0 {
		return p.Office.Get(c.Context(), tx, a, r.Case)
	}
	return p.Office.Find(c.Context(), tx, a, r.Number)
}

// relations shows the matters to which a case is related. One of this center that the person may see is a
// link with its state and its term, once, in its first relation; of others there is what the case knows.
func (p *Pages) relations(c *web.Ctx, tx *store.Tx, a casework.Actor, k *casework.Case, all []Relation) (web.Table, error) {
	t := web.Table{Title: c.T("关联案件", "Related matters"), Head: []string{c.T("关系", "Relation"), c.T("案号", "Number"), c.T("状态", "State"), c.T("剩余", "Left")},
		Empty: c.T("没有您可以查看的关联案件。", "None that you may see.")}
	seen := map[int64]bool{}
	for _, r := range all {
		row := []web.Cell{{Text: c.Say(r.What)}, {Text: r.Number}, {Text: c.Say(r.Where)}, {}}
		other, err := p.other(c, tx, a, r)
		switch {
		case fault.KindOf(err) == fault.Missing && r.Case != 0 || err == nil && seen[other.ID]:
			continue
		case fault.KindOf(err) == fault.Missing || fault.KindOf(err) == fault.Invalid:
		case err != nil:
			return t, err
		case other.ID != k.ID:
			seen[other.ID] = true
			cal, err := p.Office.Calendar(c.Context(), tx, other.Center)
			if err != nil {
				return t, err
			}
			row[1] = web.Cell{Text: Name(c, other), Href: fmt.Sprintf("/case/%d", other.ID)}
			row[2], row[3] = web.Cell{Tag: StateTag(c, p.Office.ChartOf(other.Chart), other.State)}, Remaining(c, cal, p.Office.Today(), other.Due)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
