package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit"
)

// A step is one event of a case of fast protection with the words that were entered.
type step struct {
	event
	id, account int64
	seq         int64
	began       map[string]calendar.Day // terms that the step began on another day than its own
	longer      map[string]string       // terms that it lengthened, by how much
	in          map[string]any
}

// A fast is a case of fast protection, by its events.
type fast struct {
	*dossier
	steps []step
}

// fasts reads the cases of a procedure with the input of the steps that say what the figures need.
func (w *world) fasts(t testing.TB, tx *store.Tx, r *recount, chart string, read ...string) (out []*fast) {
	t.Helper()
	byID := map[int64]*fast{}
	for _, k := range r.cases {
		if k.chart == chart {
			byID[k.id] = &fast{dossier: k}
			out = append(out, byID[k.id])
		}
	}
	rows, err := tx.Query(t.Context(), `SELECT e.id, e.case_id, e.seq, e.at, e.move, e.from_state, e.to_state, e.actor_id, e.meta FROM casework_event e JOIN casework_case c ON c.id = e.case_id WHERE c.chart = $1 ORDER BY e.case_id, e.seq`, chart)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		s := step{began: map[string]calendar.Day{}, longer: map[string]string{}}
		var id, at int64
		var from, meta string
		if err := rows.Scan(&s.id, &id, &s.seq, &at, &s.move, &from, &s.to, &s.account, &meta); err != nil {
			t.Fatal(err)
		}
		s.day, s.notes = calendar.DayOf(time.UnixMicro(at)), map[string]string{"from": from}
		var m struct {
			Clocks []struct{ Clock, Start, Extend string }
		}
		if err := json.Unmarshal([]byte(meta), &m); err != nil {
			t.Fatal(err)
		}
		for _, c := range m.Clocks {
			if c.Start != "" {
				s.began[c.Clock] = calendar.MustDay(c.Start)
			}
			if c.Extend != "" {
				s.longer[c.Clock] = c.Extend
			}
		}
		byID[id].steps = append(byID[id].steps, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, k := range out {
		for i := range k.steps {
			s := &k.steps[i]
			if slices.Contains(read, s.move) {
				if err := w.Office.InputOf(t.Context(), tx, casework.Event{ID: s.id, Center: w.Center.Center.ID, Case: k.id, Seq: s.seq}, &s.in); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return out
}

// A limit is a term by the words of its rule: what begins and meets it, the states in which it stands still, and how
// long it is.
type limit struct {
	code          string
	starts, stops []string
	still         []string
	long          string
}

// add is the day that lies a length after a day: 10日, 1个月, 5工作日.
func (r *recount) add(day calendar.Day, long string) calendar.Day {
	n, unit := 0, ""
	if _, err := fmt.Sscanf(long, "%d%s", &n, &unit); err != nil {
		panic(long + ": " + err.Error())
	}
	switch unit {
	case "日":
		return day + calendar.Day(n)
	case "工作日":
		for ; n > 0; n-- {
			for day++; !r.working(day); day++ {
			}
		}
		return day
	}
	y, m, d := day.Civil()
	last := calendar.Date(y, m+time.Month(n)+1, 1) - 1 // of the month in which it ends
	_, _, most := last.Civil()
	return last - calendar.Day(max(most-d, 0))
}

// keeps reports whether a term was met in time, counted by hand: the length, then the days that did not count, then the
// next working day.
func (r *recount) keeps(k *fast, l limit) bool {
	named := func(moves []string, s *step) bool {
		return slices.Contains(moves, s.move) || slices.Contains(moves, s.move+">"+s.to)
	}
	var begin, stood, met calendar.Day
	var longer []string
	off := calendar.Day(0)
	for i := range k.steps {
		s := &k.steps[i]
		if s.move == casework.ReadMove {
			continue
		}
		if day, set := s.began[l.code]; set || named(l.starts, s) {
			if !set {
				day = s.day
			}
			begin, stood, met, longer, off = day, 0, 0, nil, 0
		}
		if begin.IsZero() || !met.IsZero() {
			continue
		}
		if still := slices.Contains(l.still, s.to); still && stood.IsZero() {
			stood = s.day
		} else if !still && !stood.IsZero() {
			off, stood = off+s.day-stood, 0
		}
		if long := s.longer[l.code]; long != "" {
			longer = append(longer, long)
		}
		if named(l.stops, s) {
			met = s.day
			if !stood.IsZero() {
				off += s.day - stood
			}
		}
	}
	if met.IsZero() {
		return false
	}
	due := r.add(begin, l.long)
	for _, x := range longer {
		due = r.add(due, x)
	}
	for due += off; !r.working(due); due++ {
	}
	return met <= due
}

// A done is a case that ended in a period.
type done struct {
	*fast
	day              calendar.Day
	days             int
	counted          bool // it has days: from a beginning to its end
	target, term     bool
	outcome, handler string
	track, source    string
}

// disputed are the infringement cases that ended in a period: by the decision or by the approval of another end, unless
// a court sent them back.
func (r *recount) disputed(all []*fast, p casework.Period) (out []done) {
	still := []string{"suspended", "appraising"}
	for _, k := range all {
		x := done{fast: k, track: "ordinary"}
		var accepted calendar.Day
		outcome := ""
		for i := range k.steps {
			s := &k.steps[i]
			word := func(key string) string { v, _ := s.in[key].(string); return v }
			switch {
			case s.move == "accept":
				if accepted = s.day; word("track") == "simple" {
					x.track = "simple"
				}
			case s.move == "receive":
				accepted = calendar.MustDay(word("accepted"))
			case s.move == "reason" || s.move == "propose_end":
				outcome, x.handler = word("outcome"), strconv.FormatInt(s.account, 10)
			case s.move == "sign" || s.move == "approve_end":
				x.day, x.outcome = s.day, outcome
			case s.move == "judge" && s.to == "trying":
				x.day, x.outcome = 0, ""
			}
		}
		if accepted.IsZero() || x.day < p.From || x.day > p.To || x.day.IsZero() {
			continue
		}
		x.days, x.counted = int(x.day-accepted), true
		begins, ends := []string{"accept", "receive", "judge>trying"}, []string{"sign", "approve_end"}
		x.target = r.keeps(k, limit{"target", begins, ends, still, map[bool]string{true: "10日", false: "1个月"}[k.kind == "外观设计"]})
		x.term = r.keeps(k, limit{"statutory", begins, ends, append(still[:2:2], "announcing"), "3个月"})
		out = append(out, x)
	}
	return out
}

// firstOf are the cases whose earliest step among the moves lies in a period, with that step.
func firstOf(all []*fast, p casework.Period, moves ...string) (out []done) {
	for _, k := range all {
		for i := range k.steps {
			if s := &k.steps[i]; slices.Contains(moves, s.move) {
				if s.day >= p.From && s.day <= p.To {
					out = append(out, done{fast: k, day: s.day})
				}
				break
			}
		}
	}
	return out
}

// suspected are the cases of counterfeiting by the moves, with their terms and days.
func (r *recount) suspected(all []*fast, p casework.Period, moves ...string) []done {
	out := firstOf(all, p, moves...)
	still, begins, ends := []string{"testing", "suspended", "police"}, []string{"file", "remedied>investigating"}, []string{"decide", "order", "police_took", "joined"}
	for i := range out {
		x := &out[i]
		x.handler = "0" // nobody yet
		x.target = r.keeps(x.fast, limit{"target", begins, ends, still, "10日"})
		x.term = r.keeps(x.fast, limit{"month", begins, ends, still, "1个月"})
		for _, s := range x.steps {
			word := func(key string) string { v, _ := s.in[key].(string); return v }
			switch s.move {
			case "lead":
				x.source = word("source")
			case "tip":
				x.source = "web"
			case "file":
				if !x.counted {
					x.days, x.counted = int(x.day-s.day), true
				}
			case "decide":
				x.outcome = "penalty"
			case "order":
				x.outcome = word("kind")
			case "refuse":
				x.outcome = "unfiled"
			case "refer":
				x.outcome = "referred"
			case "police_took":
				x.outcome = "police"
			case "assign":
				x.handler = word("handler")
			}
		}
	}
	return out
}

// caseIDs are the sorted numbers of the cases for which it is true.
func caseIDs(all []done, is func(done) bool) []int64 {
	out := []int64{}
	for _, x := range all {
		if is(x) {
			out = append(out, x.id)
		}
	}
	slices.Sort(out)
	return out
}

func every(done) bool { return true }

// lasted are the days of the cases that have some.
func lasted(all []done) map[int64]int {
	out := map[int64]int{}
	for _, x := range all {
		if x.counted {
			out[x.id] = x.days
		}
	}
	return out
}

// ninetieth is the number within which nine of ten lie.
func ninetieth(ns []int) float64 {
	slices.Sort(ns)
	for _, n := range ns {
		within := 0
		for _, m := range ns {
			if m <= n {
				within++
			}
		}
		if 10*within >= 9*len(ns) {
			return float64(n)
		}
	}
	return 0
}

// protection counts one figure of fast protection.
func (r *recount) protection(code string, p casework.Period, disputes, suspicions []*fast) casework.Figure {
	ended := r.disputed(disputes, p)
	decided := r.suspected(suspicions, p, "decide", "order", "police_took")
	onTarget, inTerm := func(x done) bool { return x.target }, func(x done) bool { return x.term }
	switch code {
	case "infringement.ended":
		return count(caseIDs(ended, every))
	case "infringement.on_target":
		return share(caseIDs(ended, onTarget), caseIDs(ended, every))
	case "infringement.on_statutory":
		return share(caseIDs(ended, inTerm), caseIDs(ended, every))
	case "infringement.days":
		return over(lasted(ended), mean)
	case "infringement.days_median":
		return over(lasted(ended), middle)
	case "infringement.days_p90":
		return over(lasted(ended), ninetieth)
	case "infringement.revoked":
		var num, den []int64
		for _, k := range disputes {
			for _, s := range k.steps {
				if s.move != "judge" || s.day < p.From || s.day > p.To {
					continue
				}
				if den = append(den, k.id); s.in["result"] == "revoked" || s.in["result"] == "remanded" {
					num = append(num, k.id)
				}
			}
		}
		return share(num, den)
	case "counterfeit.leads":
		return count(caseIDs(r.suspected(suspicions, p, "lead", "tip"), every))
	case "counterfeit.filed":
		return count(caseIDs(r.suspected(suspicions, p, "file"), every))
	case "counterfeit.file_rate":
		all := r.suspected(suspicions, p, "file", "refuse", "refer", "joined")
		return share(caseIDs(all, func(x done) bool {
			return r.keeps(x.fast, limit{"file", []string{"lead", "tip"}, []string{"file", "refuse", "refer", "joined"}, nil, map[bool]string{true: "10工作日", false: "5工作日"}[x.kind == counterfeit.KindReported]})
		}), caseIDs(all, every))
	case "counterfeit.decided":
		return count(caseIDs(decided, every))
	case "counterfeit.target_rate":
		return share(caseIDs(decided, onTarget), caseIDs(decided, every))
	case "counterfeit.month_rate":
		return share(caseIDs(decided, inTerm), caseIDs(decided, every))
	case "counterfeit.ninety_rate":
		return share(caseIDs(decided, func(x done) bool {
			return r.keeps(x.fast, limit{"ninety", []string{"file", "remedied>investigating"}, []string{"decide", "order", "police_took", "joined"}, nil, "90日"})
		}), caseIDs(decided, every))
	case "counterfeit.days":
		return over(lasted(decided), middle)
	case "counterfeit.days90":
		return over(lasted(decided), ninetieth)
	case "counterfeit.penalties":
		return count(caseIDs(firstOf(suspicions, p, "decide"), every))
	}
	return casework.Figure{Value: -1, Known: true} // a figure that nobody recounts fails
}

// TestFastFiguresOpenToTheirCases: the divisions by type, officer, outcome and procedure say what the events say, and
// each number opens, on the page and for programs, to exactly the cases that it counts.
func TestFastFiguresOpenToTheirCases(t *testing.T) {
	w := lived(t)
	r := w.readAll(t)
	p := casework.Period{From: calendar.Date(2025, 1, 1), To: calendar.Date(2026, 12, 31)}
	var ended, decided []done
	if err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		ended = r.disputed(w.fasts(t, tx, r, "infringement", "accept", "receive", "reason", "propose_end"), p)
		decided = r.suspected(w.fasts(t, tx, r, "counterfeit", "lead", "order", "assign"), p, "refuse", "refer", "decide", "order", "police_took")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	head, seat := w.program(t, "zhuren"), w.person(t, "zhuren")
	span := url.Values{"from": {p.From.String()}, "to": {p.To.String()}}

	var parts []struct {
		By, Is    string
		Ended     int
		Target    int `json:"on_target"`
		Statutory int `json:"on_statutory"`
		Median    int `json:"median_days"`
		P90       int `json:"p90_days"`
	}
	head.read(t, "/infringement/figures?"+span.Encode(), &parts)
	ways := map[string]func(done) string{"kind": func(x done) string { return x.kind }, "handler": func(x done) string { return x.handler }, "outcome": func(x done) string { return x.outcome }, "track": func(x done) string { return x.track }}
	seen := map[string]int{}
	for _, x := range parts {
		way := ways[x.By]
		if way == nil {
			t.Fatalf("a division by %s", x.By)
		}
		mine := slices.DeleteFunc(slices.Clone(ended), func(d done) bool { return way(d) != x.Is })
		days := slices.Collect(maps.Values(lasted(mine)))
		seen[x.By] += len(mine)
		low := slices.Sorted(slices.Values(days))[(len(days)-1)/2] // of two in the middle the lower
		if x.Ended != len(mine) || x.Target != len(caseIDs(mine, func(d done) bool { return d.target })) || x.Statutory != len(caseIDs(mine, func(d done) bool { return d.term })) || x.Median != low || float64(x.P90) != ninetieth(days) {
			t.Errorf("%+v; recounted %d", x, len(mine))
		}
		for kept, is := range map[string]func(done) bool{"": every, "target": func(d done) bool { return d.target }, "statutory": func(d done) bool { return d.term }} {
			q := url.Values{"by": {x.By}, "is": {x.Is}, "kept": {kept}, "from": span["from"], "to": span["to"]}
			var cases []struct{ Case string }
			head.read(t, "/infringement/figures/cases?"+q.Encode(), &cases)
			got := []int64{}
			for _, c := range cases {
				id, _ := strconv.ParseInt(c.Case, 10, 64)
				got = append(got, id)
			}
			slices.Sort(got)
			if want := caseIDs(mine, is); !slices.Equal(got, want) {
				t.Errorf("%s %s %q opens to %v, want %v", x.By, x.Is, kept, got, want)
			}
			if page := linked(seat.Get("/infringement/figures/cases?" + q.Encode())); !slices.Equal(page, caseIDs(mine, is)) {
				t.Errorf("the page %s %s %q shows %v, want %v", x.By, x.Is, kept, page, caseIDs(mine, is))
			}
		}
	}
	for by := range ways {
		if seen[by] != len(ended) || len(ended) < 20 {
			t.Errorf("the division by %s has %d of %d cases", by, seen[by], len(ended))
		}
	}

	for by, way := range map[string]func(done) string{"source": func(x done) string { return x.source }, "outcome": func(x done) string { return x.outcome }, "handler": func(x done) string { return x.handler }} {
		q := url.Values{"by": {by}, "from": span["from"], "to": span["to"]}
		var groups []counterfeit.CounterfeitGroup
		head.read(t, "/counterfeit/figures?"+q.Encode(), &groups)
		sum := 0
		for _, g := range groups {
			mine := slices.DeleteFunc(slices.Clone(decided), func(d done) bool { return way(d) != g.Key })
			sum += len(mine)
			days := slices.Collect(maps.Values(lasted(mine)))
			if g.Cases != len(mine) || g.Filed != len(days) || g.OnTarget != len(caseIDs(mine, func(d done) bool { return d.target })) || g.OnTime != len(caseIDs(mine, func(d done) bool { return d.term })) || len(days) > 0 && (g.Median != middle(days) || g.P90 != ninetieth(days)) {
				t.Errorf("%s %s: %+v; recounted %d with %v", by, g.Key, g, len(mine), days)
			}
			q.Set("key", g.Key)
			if page := linked(seat.Get("/counterfeit/figures?" + q.Encode())); !slices.Equal(page, caseIDs(mine, every)) {
				t.Errorf("%s %s opens to %v, want %v", by, g.Key, page, caseIDs(mine, every))
			}
		}
		if sum != len(decided) || sum < 15 {
			t.Errorf("the groups by %s have %d of %d cases", by, sum, len(decided))
		}
	}
}

// read asks for something that must be there.
func (p *program) read(t testing.TB, path string, into any) {
	t.Helper()
	if err := json.Unmarshal(p.call("GET", path, nil).want(t, http.StatusOK, "").raw, into); err != nil {
		t.Fatal(err)
	}
}

// linked are the cases to which the table of a page leads.
func linked(p *webtest.Page) []int64 {
	out := []int64{}
	for _, part := range strings.Split(p.Body, `href="/case/`)[1:] {
		id, err := strconv.ParseInt(part[:max(strings.IndexByte(part, '"'), 0)], 10, 64)
		if err == nil && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
