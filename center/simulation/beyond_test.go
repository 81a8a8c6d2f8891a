package simulation

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// beyond lists the moves of a person that cannot happen in this little center, each with the reason.
var beyond = map[string]string{
	"outage.take":    desk,
	"outage.assign":  desk,
	"outage.compare": desk,
	"outage.judge":   desk,

	"infringement.stamp_exhibit": stamped,
	"counterfeit.stamp_exhibit":  stamped,
	"abnormal.stamp_exhibit":     stamped,

	"registration.ask_quota":    plenty,
	"registration.grant_quota":  plenty,
	"registration.refuse_quota": plenty,
}

// Why what is beyond is beyond.
const (
	desk    = "needs the receipt of a desk that takes filings in while the platform is down, which is another program"
	stamped = "needs a token that a time-stamp authority has signed over the exhibit"
	plenty  = "more is asked for when the quota is used up, which the simulation makes too large for that"
)

// judged holds the table of what cannot happen against what did.
func (w *world) judged(t *testing.T) {
	for name, why := range beyond {
		code, move, _ := strings.Cut(name, ".")
		chart := w.Office.Chart(code)
		switch {
		case why == "" || chart == nil || chart.Move(move) == nil || !byPerson(chart.Move(move)):
			t.Errorf("%s is said to be impossible (%s), and is no move of a person", name, why)
		case w.moves[name] > 0:
			t.Errorf("%s is said to be impossible (%s), and succeeded", name, why)
		}
	}
}

// obstructed remembers what a refusal said.
func (w *world) obstructed(t turn, refused error) {
	say := fmt.Sprint(refused)
	if list, ok := refused.(form.Errors); ok {
		say = "form"
		for _, p := range list[:min(len(list), 3)] {
			say += " [" + p.Field + "] " + p.Text[0]
		}
	} else if f := fault.Of(refused); f != nil {
		say = fmt.Sprintf("%s [%s] %s", f.Code, f.Field, f.Message)
	}
	say = digits.ReplaceAllString(say, "#")
	name := t.chart.Act(t.move.Code)
	if w.against[name] == nil {
		w.against[name] = map[string]int{}
	}
	w.against[name][say]++
}

// obstacles lists the moves that are missing, with what stood against them most often.
func (w *world) obstacles() string {
	var b strings.Builder
	for _, c := range w.Office.Charts() {
		for i := range c.Moves {
			m := &c.Moves[i]
			if !w.missing(c, m) {
				continue
			}
			name := c.Act(m.Code)
			visits := 0
			for _, s := range m.From {
				visits += w.left[c.Code+"."+s]
			}
			fmt.Fprintf(&b, "%s %s: states left %d times, could be made %d times, tried %d\n", name, m.Title, visits, w.chances[name], w.tried[name])
			said := w.against[name]
			all := slices.SortedFunc(maps.Keys(said), func(x, y string) int { return cmp.Or(said[y]-said[x], strings.Compare(x, y)) })
			for _, s := range all[:min(len(all), 4)] {
				fmt.Fprintf(&b, "\t%d %.300s\n", said[s], s)
			}
		}
	}
	return b.String()
}
