package simulation

import (
	"context"
	"fmt"

	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// hints are what chance would hardly think of: values of a field by "chart.move.field", "chart.field" or
// "field". A hint that returns nothing leaves the field to chance.
var hints = map[string]func(o *offer) []string{
	"behalf_told": said("11月28日10时，经办人来电"),
	"confirm":     said("true"),
	"no_suit":     said("true"),
	"clear":       said("true"),
	"area":        said("3301"),
	"by":          oneOf("1个月", "15日", "10日", "3工作日"),
	"times":       oneOf("1", "2"),
	"label":       func(o *offer) []string { return []string{"专利号：ZL " + o.in.patent()} },

	"delegation.number": func(o *offer) []string {
		return []string{fmt.Sprintf("模知法委〔2026〕%d号", o.in.w.rng.IntN(1_000_000))}
	},
	"delegation.officers.card": func(o *offer) []string {
		return []string{fmt.Sprintf("模执 %08d", o.in.w.rng.IntN(100_000_000))}
	},
	"delegation.officers.until": func(o *offer) []string { return []string{(o.in.w.Office.Today() + 36500).String()} },
	"delegation.draw.from":      around(0, 30),
	"delegation.draw.until":     around(200, 400),
	"delegation.register.from":  around(0, 1),
	"delegation.register.until": around(200, 400),
	"delegation.amend.from":     around(0, 30),
	"delegation.amend.until":    around(200, 400),
	"delegation.renew.until":    around(400, 1200),

	"abnormal.indicator": said("QUA-003"),
	"abnormal.subject":   func(o *offer) []string { return o.filing(1) },
	"abnormal.cases":     func(o *offer) []string { return o.filing(0) },

	"quality.draw.from":   around(-900, -300),
	"quality.draw.to":     around(-3, 0),
	"quality.draw.share":  said("0"),
	"quality.draw.number": oneOf("1", "2", "3"),
	"quality.draw.strata": func(*offer) []string { return nil },
	"quality.outcome":     said("all"),

	"outage.since": func(o *offer) []string { return []string{(o.in.w.Office.Today() - 1).String() + " 10:00"} },
	"outage.until": func(o *offer) []string { return []string{(o.in.w.Office.Today() - 1).String() + " 11:30"} },

	"counterfeit.division": said("330106"),
	"counterfeit.within":   said("true"),
	"infringement.code":    func(o *offer) []string { return []string{o.other().code} },
	"infringement.name":    func(o *offer) []string { return []string{o.other().name} },
	"infringement.title":   said("一种模拟装置"),

	"infringement.intake.number":  patented,
	"infringement.file.number":    patented,
	"infringement.receive.number": patented,
	"counterfeit.join.number":     numbered("counterfeit"),
	"infringement.merge.number":   numbered("infringement"),
}

// other is the party after the one that was drawn: an opponent.
func (o *offer) other() struct{ name, code string } {
	return enterprises[(o.in.party+1)%len(enterprises)]
}

func patented(o *offer) []string { return []string{o.in.patent()} }

// oneOf is a hint of several values.
func oneOf(values ...string) func(*offer) []string {
	return func(o *offer) []string { return []string{values[o.in.w.rng.IntN(len(values))]} }
}

// around is a day between two distances from today.
func around(from, to int64) func(*offer) []string {
	return func(o *offer) []string {
		return []string{(o.in.w.Office.Today() + calendar.Day(from+o.in.w.rng.Int64N(to-from))).String()}
	}
}

// numbered is the number of a case of a chart.
func numbered(chart string) func(*offer) []string {
	return func(o *offer) []string {
		if n := o.in.caseNumber(chart); n != "" {
			return []string{n}
		}
		return nil
	}
}

// filing is the number of a filing, and whose it is: of the party that was drawn where there is one.
func (o *offer) filing(which int) []string {
	var is [2]string
	ctx := context.Background()
	err := o.in.w.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT c.number, p.name FROM casework_case c JOIN party_party p ON p.id = c.owner_id
			WHERE c.chart = 'preexam' AND c.number IS NOT NULL ORDER BY c.owner_id = $1 DESC, c.id LIMIT 1`, o.in.w.parties[o.in.party]).Scan(&is[0], &is[1])
	})
	if err != nil {
		return nil
	}
	return is[which : which+1]
}

// said is a hint that is always the same.
func said(values ...string) func(*offer) []string {
	return func(*offer) []string { return values }
}

// hint is what is known about a field.
func (o *offer) hint(field string) ([]string, bool) {
	chart := o.m.Code
	for i, r := range o.name {
		if r == '.' {
			chart = o.name[:i]
		}
	}
	for _, name := range []string{o.name + "." + field, chart + "." + field, field} {
		if h := hints[name]; h != nil {
			v := h(o)
			return v, len(v) > 0
		}
	}
	return nil, false
}

// patent is the number of a patent, with its check digit.
func (in *inputs) patent() string {
	n := fmt.Sprintf("20%02d%d%07d", 16+in.w.rng.IntN(9), 1+in.w.rng.IntN(3), 1+in.w.rng.IntN(9_000_000))
	sum := 0
	for i, r := range n {
		sum += int(r-'0') * (2 + i%8)
	}
	return n + "." + string("0123456789X"[sum%11])
}

// caseNumber is the number of some case of a chart, empty where there is none.
func (in *inputs) caseNumber(chart string) (number string) {
	ids := in.w.shadow.byChart[chart]
	if len(ids) == 0 {
		return ""
	}
	id := ids[in.w.rng.IntN(len(ids))]
	_ = in.w.DB.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(context.Background(), `SELECT COALESCE(number, '') FROM casework_case WHERE id = $1`, id).Scan(&number)
	})
	return number
}
