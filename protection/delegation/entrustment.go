package delegation

import (
	"slices"
	"strings"

	"zhibao/law/calendar"
	"zhibao/law/division"
)

// A Term is a time for which an authority signed. A renewal adds one.
type Term struct {
	From, Until calendar.Day // both included
	Number      string       // of the signed document, 文号
}

// An Officer is listed in an entrustment, with the card that shows the right to enforce.
type Officer struct {
	Account     int64
	Name, Card  string
	CardUntil   calendar.Day
	From, Until calendar.Day // while listed; no last day: still
}

// Listed reports whether the officer stands on the list on a day.
func (o *Officer) Listed(on calendar.Day) bool {
	return o.From <= on && (o.Until.IsZero() || on <= o.Until)
}

// Valid reports whether the officer is listed on a day with a card that has not expired.
func (o *Officer) Valid(on calendar.Day) bool { return o.Listed(on) && on <= o.CardUntil }

// An Entrustment is what an authority entrusted to the center.
type Entrustment struct {
	Case, Center  int64
	Own, State    string // number and state of the case
	Number        string // of the signed document, empty before
	Signed        calendar.Day
	Body, Mark    string // the authority and its word in paper numbers
	Seal          string // name on its seal
	Code          string // unified social credit code
	Contact       string
	Phone         string
	Kinds         []string // kinds of patents
	Acts          []string
	Area          []string     // division codes or their beginnings
	From, Until   calendar.Day // as drawn up
	Terms         []Term       // confirmed, in order; none before
	Next          Term         // a renewal that waits to be confirmed
	Ended         calendar.Day // first day on which it holds no more because it was revoked
	Why           string       // of the revocation
	Published     calendar.Day // by the center
	BodyPublished calendar.Day
	BodyWhere     string
	Officers      []Officer
}

// Term returns the time for which it holds on a day.
func (e *Entrustment) Term(on calendar.Day) (Term, bool) {
	if !e.Ended.IsZero() && on >= e.Ended {
		return Term{}, false
	}
	i := slices.IndexFunc(e.Terms, func(t Term) bool { return t.From <= on && on <= t.Until })
	if i < 0 {
		return Term{}, false
	}
	return e.Terms[i], true
}

// Last returns the last day for which it was confirmed, no day before the first confirmation. A
// revocation may end it earlier.
func (e *Entrustment) Last() calendar.Day {
	if len(e.Terms) == 0 {
		return 0
	}
	return e.Terms[len(e.Terms)-1].Until
}

// End returns the last day on which it holds.
func (e *Entrustment) End() calendar.Day {
	if !e.Ended.IsZero() {
		return min(e.Ended-1, e.Last())
	}
	return e.Last()
}

// Place names the area in words.
func (e *Entrustment) Place() string {
	var out []string
	for _, code := range e.Area {
		out = append(out, placeOf(code))
	}
	return strings.Join(out, "、")
}

// placeOf names a division; the code stands for one that is not known.
func placeOf(code string) string {
	p, _ := division.Lookup((code + "000000")[:max(6, len(code))])
	if s := p.String(); s != "" {
		return s
	}
	return code
}

// covers reports whether the area holds a division. An empty division is not judged.
func (e *Entrustment) covers(code string) bool {
	return code == "" || slices.ContainsFunc(e.Area, func(a string) bool { return division.In(code, a) })
}

// officer returns the entry of an account that holds on a day, or else one that is listed, or nil.
func (e *Entrustment) officer(account int64, on calendar.Day) (found *Officer) {
	for i := range e.Officers {
		o := &e.Officers[i]
		if o.Account == account && o.Listed(on) && (found == nil || o.Valid(on)) {
			found = o
		}
	}
	return found
}

// ready counts the officers who may act on a day.
func (e *Entrustment) ready(on calendar.Day) (n int) {
	for i := range e.Officers {
		if e.Officers[i].Valid(on) {
			n++
		}
	}
	return n
}
