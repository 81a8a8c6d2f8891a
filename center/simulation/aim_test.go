package simulation

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/law/calendar"
)

// distant is farther than any state of a chart is from another.
const distant = 50

// byPerson reports whether somebody other than the program itself makes a move.
func byPerson(m *casework.Move) bool { return len(m.By) != 1 || m.By[0] != casework.System }

// missing reports whether a move that a person could make has never succeeded.
func (w *world) missing(chart *casework.Chart, m *casework.Move) bool {
	name := chart.Act(m.Code)
	return byPerson(m) && w.moves[name] == 0 && beyond[name] == ""
}

// distances says of each state of a chart how many moves it is away from one in which a move is missing.
func (w *world) distances(chart *casework.Chart) map[string]int {
	if d := w.far[chart.Code]; d != nil {
		return d
	}
	d := map[string]int{}
	for _, s := range chart.States {
		d[s.Code] = distant
	}
	for i := range chart.Moves {
		if m := &chart.Moves[i]; w.missing(chart, m) {
			for _, s := range m.From {
				d[s] = 0
			}
		}
	}
	for again := true; again; {
		again = false
		for i := range chart.Moves {
			for _, from := range chart.Moves[i].From {
				for _, to := range chart.Moves[i].To {
					if to != casework.Stay && d[to]+1 < d[from] {
						d[from], again = d[to]+1, true
					}
				}
			}
		}
	}
	w.far[chart.Code] = d
	return d
}

// wanting counts the moves of a chart that are missing.
func (w *world) wanting(chart *casework.Chart) (n int) {
	for i := range chart.Moves {
		if w.missing(chart, &chart.Moves[i]) {
			n++
		}
	}
	return n
}

// promises says of each state of a chart how much is missing there and on the best way on from it; what is
// farther away counts for less.
func (w *world) promises(chart *casework.Chart) map[string]float64 {
	if p := w.worth[chart.Code]; p != nil {
		return p
	}
	here, p := map[string]float64{}, map[string]float64{}
	for i := range chart.Moves {
		if m := &chart.Moves[i]; w.missing(chart, m) {
			for _, s := range m.From {
				here[s] += 1 / (1 + float64(w.tried[chart.Act(m.Code)])/6)
			}
		}
	}
	for range 2 * len(chart.States) {
		best := map[string]float64{}
		for i := range chart.Moves {
			m := &chart.Moves[i]
			for _, from := range m.From {
				for _, to := range m.To {
					if to != casework.Stay && to != from {
						best[from] = max(best[from], p[to])
					}
				}
			}
		}
		for _, s := range chart.States {
			p[s.Code] = here[s.Code] + 0.85*best[s.Code]
		}
	}
	w.worth[chart.Code] = p
	return p
}

// share is how much chance favours a move on a case: what never succeeded, what leads to where much is
// missing, and what a refusal asked for, rather than what was made or refused on this case before.
func (w *world) share(m *casework.Move, k *casework.Case, on *mirror) float64 {
	chart := on.chart
	name, p := chart.Act(m.Code), w.promises(chart)
	share := 0.5
	if w.missing(chart, m) {
		share = max(0.5, 5/(1+float64(w.tried[name])/3))
	} else if ruinous[m.Code] {
		share = 0.05
	}
	switch lead, best := leads(m, k, p), 0.0; {
	case lead < 0:
	default:
		for i := range chart.Moves {
			if slices.Contains(chart.Moves[i].From, k.State) {
				best = max(best, leads(&chart.Moves[i], k, p))
			}
		}
		if lead > 0.9*best {
			share = max(share, 2.5)
		} else {
			share *= max(0.1, (lead+0.2)/(p[k.State]+0.2))
		}
	}
	share /= (1 + float64(on.made[m.Code])) * (1 + 2*float64(on.failed[m.Code]))
	if on.asked[m.Code] {
		share = 6 * max(share, 0.5) / (1 + float64(on.failed[m.Code]))
	}
	if ends(chart, m) {
		share /= 3
	}
	if ends(chart, m) && chart.Code == "registration" && slices.Index(w.parties, k.Owner) < usuals || chart.Code == "delegation" {
		share /= 10 // without parties and entrustments nothing else goes on
	}
	return share
}

// ruinous are moves after which a case hardly goes on: once they have succeeded they are seldom made.
var ruinous = map[string]bool{"recuse": true, "suspend": true, "withdraw": true, "propose_end": true, "merge": true, "join": true,
	"hearing_plan": true, "ask": true, "investigator": true, "appraise": true, "test": true}

// leads is what the best state promises to which a move leads, less than nothing where it leads nowhere.
func leads(m *casework.Move, k *casework.Case, promises map[string]float64) float64 {
	best := -1.0
	for _, to := range m.To {
		if to != casework.Stay && to != k.State {
			best = max(best, promises[to])
		}
	}
	return best
}

// source says what makes the things that a move is about.
var source = map[string][]string{
	"edit_paper": {"draft_paper"}, "review_paper": {"draft_paper", "edit_paper"}, "return_paper": {"draft_paper", "edit_paper"}, "issue_paper": {"draft_paper", "edit_paper", "review_paper"},
	"send_paper": {"issue_paper"}, "record_service": {"issue_paper"}, "void_paper": {"issue_paper"},
	"hearing_move": {"hearing_plan"}, "hearing_attend": {"hearing_plan"}, "hearing_absent": {"hearing_plan"}, "hearing_record": {"hearing_plan"}, "hearing_cancel": {"hearing_plan"},
	"hearing_sign": {"hearing_attend", "hearing_record"}, "hearing_staff_sign": {"hearing_record"}, "hearing_close": {"hearing_record", "hearing_sign"},
	"answer_exhibit": {"exhibit", "collect"}, "admit_exhibit": {"exhibit", "collect"}, "hand_exhibit": {"exhibit", "collect"}, "ask_secret": {"exhibit"}, "decide_secret": {"ask_secret", "exhibit"},
	"rule": {"ask"}, "remedied": {"remedy"}, "defer": {"ask_defer"}, "no_defer": {"ask_defer"}, "extend": {"ask_extend", "ask_time"}, "forward": {"answer"}, "prolong": {"seize", "allow"}, "release": {"seize", "allow"}, "dispose": {"preserve", "allow"}, "seize": {"allow"}, "preserve": {"allow"},
}

// ripe asks for what can be made with what a move has just made, where it was never made.
func (w *world) ripe(chart *casework.Chart, made string, on *mirror) {
	for i := range chart.Moves {
		if m := &chart.Moves[i]; slices.Contains(source[m.Code], made) && w.missing(chart, m) {
			on.asked[m.Code] = true
		}
	}
}

// remedy says what helps against a refusal that does not name it.
var remedy = map[string][]string{
	"draft.unfinished": {"edit_paper"}, "draft.unreviewed_ahead": {"review_paper"}, "draft.unreviewed": {"review_paper"},
	"hearing.unsigned": {"hearing_sign"}, "infringement.recused_sits": {"replace"}, "infringement.gaps": {"vote", "reason", "admit_exhibit"},
	"counterfeit.unserved_notice": {"noticed"}, "counterfeit.undiscussed": {"discuss"},
	"infringement.unready": {"advise", "rule", "written", "hearing_record"},
}

// heeded remembers what a refusal asks for: a move to be made before, or a day to be waited for.
func (w *world) heeded(t turn, refused error) {
	w.tried[t.chart.Act(t.move.Code)]++
	if t.k == nil {
		return
	}
	on := w.shadow.cases[t.k.ID]
	on.failed[t.move.Code]++
	if errors.Is(refused, errNothing) || len(source[t.move.Code]) > 0 && w.rng.IntN(3) == 0 {
		for _, code := range source[t.move.Code] {
			on.asked[code] = t.chart.Move(code) != nil
		}
	}
	f := fault.Of(refused)
	if f == nil {
		return
	}
	for _, code := range remedy[f.Code] {
		on.asked[code] = t.chart.Move(code) != nil
	}
	say := f.Message
	for i := range t.chart.Moves {
		m := &t.chart.Moves[i]
		if m != t.move && (strings.Contains(say, "“"+m.Title+"”") || utf8.RuneCountInString(m.Title) > 3 && strings.Contains(say, m.Title)) {
			on.asked[m.Code] = true
		}
	}
	today := w.Office.Today()
	for _, s := range dated.FindAllString(say, -1) {
		if d, err := calendar.ParseDay(s); err == nil && f.Field == "" && d >= today && d < today+120 {
			on.until = d + 1
		}
	}
}

// awaited is the day on which a case can go on that stands still until then: a refusal has named it, or
// what leads on is for the program to do when a term has run out. No day, where nothing is waited for.
func (w *world) awaited(on *mirror, k *casework.Case) calendar.Day {
	today := w.Office.Today()
	if on.until > today {
		return on.until
	}
	if due := k.Due; due >= today && due < today+120 {
		d := w.distances(on.chart)
		for i := range on.chart.Moves {
			m := &on.chart.Moves[i]
			leads := slices.ContainsFunc(m.To, func(s string) bool { return s != casework.Stay && d[s] < d[k.State] })
			if leads && !byPerson(m) && slices.Contains(m.From, k.State) {
				return due + 1
			}
		}
	}
	return 0
}

// waits is the time until ten in the morning of a day.
func (w *world) waits(day calendar.Day) time.Duration {
	return max(time.Hour, day.Begin().Add(10*time.Hour).Sub(w.clk.Now()))
}
