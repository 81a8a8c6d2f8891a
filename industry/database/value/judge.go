package value

import (
	"slices"
	"strings"

	"zhibao/industry/database"
	"zhibao/industry/database/holding"
	"zhibao/law/calendar"
	"zhibao/patent/literature"
)

// An Answer is whether something holds.
type Answer int

// The answers; Unknown is what cannot be judged.
const (
	Unknown Answer = iota
	No
	Yes
)

// Code is the answer for programs.
func (a Answer) Code() string { return []string{"unknown", "no", "yes"}[a] }

// Why a criterion has its answer; the words are made when they are shown.
type why int

const (
	whyOff       why = iota // the center does not use the criterion
	whyNoTable              // no table of industries on the day
	whyNoIPC                // no source says a class
	whyClass                // a class stands in the table
	whyNoClass              // none does
	whyNoFamily             // no source says the family
	whyMember               // a grant abroad
	whyNoMember             // no grant abroad is held
	whyNoFiled              // no source says the day of filing
	whyOver                 // kept up longer
	whyNotOver              // not yet
	whyNoAmount             // the center has not fixed the amount
	whyPledge               // a pledge reached it
	whyNotPledge            // none that is entered did
	whyUnstated             // there is a pledge of which nobody entered the amount
	whyAward
	whyNoAward
)

// A Verdict is the answer to one criterion with what it rests on; of the evidence only what fits the reason is
// set.
type Verdict struct {
	Criterion string
	Answer    Answer
	Why       why
	Class     *Class
	IPC       string // of the patent, that fits the class
	Member    *publication
	Full      calendar.Day // when the years are over
	Event     *happening
	Evidence  *holding.Evidence
}

// Why a patent is in force or not.
type standing int

const (
	standsValid     standing = iota
	standsNotYet             // granted later
	standsNoFiled            // the term cannot be computed
	standsOver               // the term is over, which no event needs to say
	standsEnded              // an event ended it
	standsUnsettled          // a source says it has ended, and nobody says when
)

// Judged is a patent on a day.
type Judged struct {
	*Patent
	Day      calendar.Day
	Valid    Answer
	Standing standing
	By       *happening // the event that ended it
	Verdicts []Verdict  // in the order of the criteria
	High     Answer
}

// ends are the words with which sources say that there is no right any more.
var ends = []string{"失效", "终止", "无效", "放弃", "届满", "expired", "lapsed", "inactive", "ceased"}

// stand says whether the patent is in force on a day. What happened later counts for nothing.
func (p *Patent) stand(day calendar.Day) (Answer, standing, *happening) {
	if p.Published > day {
		return No, standsNotYet, nil
	}
	var end *happening
	dated := false
	for i, e := range p.Events {
		ending := e.Kind == literature.Lapsed || e.Kind == literature.Expired || e.Kind == literature.Invalid && !partly(e.Detail)
		// An application may have lapsed and been restored before its grant.
		if e.Day < p.Published {
			continue
		}
		dated = dated || ending
		switch {
		case e.Day > day:
		case ending && end == nil:
			end = &p.Events[i]
		case e.Kind == literature.Restored && end != nil && end.Kind == literature.Lapsed:
			end = nil
		}
	}
	// The term of the law needs no event; compensation of it is in no source that is read.
	last := database.TermEnd("invention", p.Filed)
	switch {
	case end != nil:
		return No, standsEnded, end
	case last.IsZero():
		return Unknown, standsNoFiled, nil
	case day > last:
		return No, standsOver, nil
	case !dated && slices.ContainsFunc(ends, func(s string) bool { return strings.Contains(strings.ToLower(p.Status), s) }):
		return Unknown, standsUnsettled, nil
	}
	return Yes, standsValid, nil
}

// partly reports whether a decision left a part of the patent in force.
func partly(detail string) bool {
	return strings.Contains(detail, "部分") || strings.Contains(strings.ToLower(detail), "part")
}

// judge judges a patent on the day of the rules.
func (r rules) judge(p *Patent) Judged {
	j := Judged{Patent: p, Day: r.day}
	j.Valid, j.Standing, j.By = p.stand(r.day)
	// Without any criterion in use nothing is of high value.
	best := No
	for _, k := range criteria() {
		v := Verdict{Criterion: k.code}
		if r.on[k.code] {
			v = map[string]func(*Patent) Verdict{Emerging: r.emerging, Abroad: r.abroad, Kept: r.kept, Pledged: r.pledged, Awarded: r.awarded}[k.code](p)
			v.Criterion = k.code
		}
		// One that holds is enough; without one, what is not judged leaves the whole open.
		switch {
		case v.Answer == Yes:
			best = Yes
		case v.Answer == Unknown && best == No && v.Why != whyOff:
			best = Unknown
		}
		j.Verdicts = append(j.Verdicts, v)
	}
	switch {
	case j.Valid == No || best == No:
		j.High = No
	case j.Valid == Yes:
		j.High = best
	}
	return j
}

// emerging: a class of the patent, or one above it, stands in the table of the day.
func (r rules) emerging(p *Patent) Verdict {
	if r.classes.none() {
		return Verdict{Why: whyNoTable}
	}
	if len(p.IPC) == 0 {
		return Verdict{Why: whyNoIPC}
	}
	for _, code := range p.IPC {
		if c := r.classes.of(code); c != nil {
			return Verdict{Answer: Yes, Why: whyClass, Class: c, IPC: code}
		}
	}
	return Verdict{Answer: No, Why: whyNoClass}
}

// abroad: a member of the family was granted elsewhere by the day, and no event has ended it.
func (r rules) abroad(p *Patent) Verdict {
	if p.Family == "" {
		return Verdict{Why: whyNoFamily}
	}
	for i := range p.Abroad {
		m := &p.Abroad[i]
		if r.home[m.Office] || m.Published > r.day || m.Published.IsZero() || m.ended(r.day) {
			continue
		}
		return Verdict{Answer: Yes, Why: whyMember, Member: m}
	}
	return Verdict{Answer: No, Why: whyNoMember}
}

// ended reports whether an event has ended a patent abroad by a day, and none has restored it.
func (m *publication) ended(day calendar.Day) (over bool) {
	for _, e := range m.Events {
		if e.Day > day {
			continue
		}
		switch e.Kind {
		case literature.Lapsed, literature.Expired, literature.Invalid:
			over = true
		case literature.Restored:
			over = false
		}
	}
	return over
}

// kept: the day lies behind the one on which the years are full.
func (r rules) kept(p *Patent) Verdict {
	if p.Filed.IsZero() {
		return Verdict{Why: whyNoFiled}
	}
	full := anniversary(p.Filed, r.years)
	if r.day > full {
		return Verdict{Answer: Yes, Why: whyOver, Full: full}
	}
	return Verdict{Answer: No, Why: whyNotOver, Full: full}
}

// anniversary is the corresponding day after so many years, the last of the month where the month has none
// (专利法实施细则第五条).
func anniversary(d calendar.Day, years int) calendar.Day {
	y, m, day := d.Civil()
	out := calendar.Date(y+years, m, day)
	if _, month, _ := out.Civil(); month == m {
		return out
	}
	return calendar.Date(y+years, m+1, 1) - 1
}

// pledged: one pledge reached the amount by the day.
func (r rules) pledged(p *Patent) Verdict {
	if r.pledge == 0 {
		return Verdict{Why: whyNoAmount}
	}
	known := map[calendar.Day]bool{}
	for i := range p.Evidence {
		e := &p.Evidence[i]
		if e.Kind != holding.Pledge || e.Day > r.day {
			continue
		}
		// The threshold is reached at exactly the amount.
		if e.Amount >= r.pledge {
			return Verdict{Answer: Yes, Why: whyPledge, Evidence: e}
		}
		known[e.Day] = true
	}
	// A pledge that a source tells of without its amount may have been high.
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind == literature.Pledged && e.Day <= r.day && !known[e.Day] {
			return Verdict{Why: whyUnstated, Event: e}
		}
	}
	return Verdict{Answer: No, Why: whyNotPledge}
}

// awarded: it got one of the awards by the day.
func (r rules) awarded(p *Patent) Verdict {
	for i := range p.Evidence {
		if e := &p.Evidence[i]; e.Kind == holding.Award && e.Day <= r.day {
			return Verdict{Answer: Yes, Why: whyAward, Evidence: e}
		}
	}
	return Verdict{Answer: No, Why: whyNoAward}
}
