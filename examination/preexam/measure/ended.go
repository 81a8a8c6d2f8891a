package measure

import (
	"context"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// An End is a case with the result that stands at the end of a period.
type End struct {
	Case            int64
	Number, Kind    string
	Class           string // main class as the clerk accepted it
	Passed          bool
	Examiner, Agent int64
}

// Ends lists the cases concluded in a period, in the order of their first result in it, without those
// whose text has been destroyed: there is nothing left to look at.
func Ends(ctx context.Context, tx *store.Tx, center int64, p casework.Period) (out []End, err error) {
	defer fault.Wrap(&err, "cases ended")
	var all ends
	if _, err := concluded(func(e ends) casework.Figure { all = e; return casework.Figure{} })(ctx, tx, center, p); err != nil {
		return nil, err
	}
	gone, err := casework.Made(ctx, tx, center, all.cases, "destroy")
	if err != nil {
		return nil, err
	}
	cases, err := casework.Plain(ctx, tx, center, all.cases)
	for _, id := range all.cases {
		k := cases[id]
		if k == nil || len(gone[id]) > 0 || k.Handler == 0 {
			continue
		}
		out = append(out, End{Case: id, Number: k.Number, Kind: k.Kind, Class: k.Attrs["class"], Passed: all.passed[id], Examiner: k.Handler, Agent: k.Agent})
	}
	return out, err
}
