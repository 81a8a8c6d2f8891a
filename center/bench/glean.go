package bench

import (
	"context"
	"slices"

	"zhibao/center/bench/field"
	"zhibao/center/bench/sow"
	"zhibao/examination/preexam/check"
	"zhibao/patent"
)

// rounds bounds how often a text is used for one fault: whole descriptions are few and have many
// places, claim sets are many.
const rounds = 12

// glean sows every fault in real texts until n places were found or there are no more, and counts
// what the rules find. What is found in a text without the fault is no find.
func glean(ctx context.Context, rules []check.Rule, docs []field.Document, n int) (*harvest, error) {
	faults := field.Faults()
	h := newHarvest("真实文本", len(faults), rules)
	step := stride
	if len(docs)%step == 0 {
		step = 1
	}
	for j := range faults {
		f := &faults[j]
		seen := map[string]bool{}
		for k := 0; k < len(docs)*rounds && len(seen) < n; k++ {
			d := &docs[(j+k*step)%len(docs)]
			s, ok := f.Sow(d, k/len(docs))
			if !ok || seen[s.Text()] {
				continue
			}
			seen[s.Text()] = true
			clean := *d
			clean.Utility = s.Utility
			text := d.ID
			if clean.Utility {
				text += "（按实用新型）"
			}
			err := h.one(ctx, crop{f.Rule, text, sheet(&s.Document, s.Words), func() (*sow.Sheet, error) { return sheet(&clean, field.Anywhere), nil }})
			if err != nil {
				return nil, err
			}
		}
		if t := h.tally(f.Rule); !slices.Contains(t.ways, f.How) {
			t.ways = append(t.ways, f.How)
		}
	}
	return h, nil
}

// sheet is a text as it is handed in.
func sheet(d *field.Document, words string) *sow.Sheet {
	kind := patent.Invention
	if d.Utility {
		kind = patent.UtilityModel
	}
	return &sow.Sheet{Name: "a.txt", Data: []byte(d.Text()), Kind: kind, On: sow.On(), Words: words}
}
