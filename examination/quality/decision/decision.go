// Package decision (缺陷处理统计) counts what became of the findings of the rules: adopted or dismissed,
// by rule, examiner, agency and field. A rule whose findings are dismissed too often is shown to the
// head, who says what was done about it.
package decision

import (
	"context"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/fact"
	"zhibao/casework/setting"
	"zhibao/examination/quality/recent"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// Deps is what the desk is told of the rest of the program.
type Deps struct {
	Office   func() *casework.Office
	Rules    func() map[string]web.Text // titles of the rules, by id
	Accounts func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
	Parties  func(ctx context.Context, tx *store.Tx, center int64, ids []int64) (map[int64]string, error)
}

// Desk counts and shows decisions. Use it by its address.
type Desk struct {
	Deps
	waiting recent.Count
}

// Settings declares from when on a rule is shown to the head. None of these numbers is law.
func Settings() []setting.Def {
	def := func(key, title, english, value, help, helpEN string) setting.Def {
		return setting.Def{Key: "quality.dismissal." + key, Title: title, English: english, Type: setting.Int, Default: map[string]string{"": value}, Sure: rule.Unsure,
			Level: rule.Center, Group: "quality", Basis: []rule.Cite{{Text: "本中心规定", Article: title, Sure: rule.Unsure}}, Help: help, HelpEN: helpEN}
	}
	return []setting.Def{
		def("share", "提示规则的不采纳率", "Share of dismissals at which a rule is shown", "30", "不采纳占已处理的百分数超过该数时提示负责人；100 为不提示", "Above this percentage of dismissals a rule is shown to the head; 100: never"),
		def("least", "提示规则的最少处理数", "Fewest decisions that say anything of a rule", "10", "不足该数的比率不作判断，也不向预审员显示他人的比率", "A share of fewer is not judged, and examiners are not shown that of others"),
		def("days", "提示规则的统计天数", "Days over which rules are judged", "180", "自今天往前计算", "Counted back from today")}
}

// number reads one of the limits as it is in force today: a rule is judged by what the center thinks
// now, not by what it thought when the findings were decided.
func (d *Desk) number(ctx context.Context, tx *store.Tx, center int64, key string) (int, error) {
	return d.Office().Settings.Int(ctx, tx, setting.Query{Center: center, Key: "quality.dismissal." + key, On: d.Office().Today()})
}

// A decided finding as it is counted: the last decision about it.
type decided struct {
	finding, center, caseID int64 // the case is where the number opens to
	day                     calendar.Day
	rule                    string
	version                 int64
	dismissed               bool
	why                     string // code of the usual reason, never words
	examiner, agent         int64
	field                   string // as Field says
}

// Learn counts a decision in the transaction in which it was taken. A question that was answered is no
// finding of a rule, and what a person found by hand is none either.
func (d *Desk) Learn(ctx context.Context, s *casework.Step, f fact.Fact) error {
	return learn(ctx, s.Tx, casework.Established{Fact: f, Agent: s.Case.Agent, CaseKind: s.Case.Kind})
}

// learn is Learn for facts of any age, for which the case is known only as it stands now.
func learn(ctx context.Context, tx *store.Tx, f casework.Established) (err error) {
	defer fault.Wrap(&err, "count a decision")
	if f.Detail["asked"] == "true" || f.Detail["manual"] == "true" || f.Detail["rule"] == "MANUAL" {
		return nil
	}
	x := decided{center: f.Center, caseID: f.Case, day: calendar.DayOf(f.At), rule: f.Detail["rule"], why: f.Detail["why"], agent: f.Agent,
		field: Field(f.Detail["class"]), dismissed: f.Detail["decision"] == "dismiss"}
	// Facts of older versions do not name the finding: each decision then counts for itself.
	if x.finding, err = strconv.ParseInt(f.Detail["finding"], 10, 64); err != nil {
		x.finding = f.ID
	}
	// Numbers that are none are 0, nobody's.
	x.version, _ = strconv.ParseInt(f.Detail["version"], 10, 64)
	x.examiner, _ = strconv.ParseInt(f.Detail["examiner"], 10, 64)
	// Anything else takes the decision back, and the finding waits again.
	switch f.Detail["decision"] {
	case "adopt", "dismiss":
		return put(ctx, tx, x)
	}
	return drop(ctx, tx, x.finding)
}

// Field is the part of a class by which decisions are counted: the subclass of the IPC, or the class
// of Locarno.
func Field(class string) string {
	class, _, _ = strings.Cut(strings.TrimSpace(class), " ")
	if i := strings.IndexByte(class, '-'); i > 0 {
		return class[:i]
	}
	letters := []rune(class) // what was filled in may be no symbol
	return string(letters[:min(len(letters), 4)])
}

// CatchUp counts what was decided before this part of the program was there. It does nothing where
// anything has been counted.
func (d *Desk) CatchUp(ctx context.Context, center int64) (err error) {
	defer fault.Wrap(&err, "catch up on decisions")
	return d.Office().DB.Write(ctx, func(tx *store.Tx) error {
		if any, err := counted(ctx, tx, center); any || err != nil {
			return err
		}
		facts, err := casework.Facts(ctx, tx, casework.FactFilter{Center: center, Kinds: []fact.Kind{fact.FindingDecided}})
		if err != nil {
			return err
		}
		for _, f := range facts {
			if err := learn(ctx, tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// A Flag is a rule whose findings are dismissed too often.
type Flag struct {
	Rule  string
	Since calendar.Day // first day that counts
	Tally
	Whys []Count // reasons, the most frequent first
	Last *Note   // what was done about it before; nil for nothing
}

// A Tally is how many findings were adopted and how many dismissed.
type Tally struct{ Adopted, Dismissed int }

// Seen is how many were decided.
func (t Tally) Seen() int { return t.Adopted + t.Dismissed }

// Percent is the share of dismissals; it has a meaning only where something was decided.
func (t Tally) Percent() float64 {
	if t.Seen() == 0 {
		return 0
	}
	return 100 * float64(t.Dismissed) / float64(t.Seen())
}

// A Count is how often one of the usual reasons was given.
type Count struct {
	Why string
	N   int
}

// A Note says what a head did about a rule that was dismissed too often. From the day after it the
// decisions count anew.
type Note struct {
	Rule, Name, Done, Text string
	At                     int64 // µs
}

// Day is the day of the note.
func (n *Note) Day() calendar.Day { return dayOf(n.At) }

// Flags returns the rules that pass the limits of the center today, the worst first.
func (d *Desk) Flags(ctx context.Context, tx *store.Tx, center int64) (out []Flag, err error) {
	defer fault.Wrap(&err, "rules dismissed too often")
	var n [3]int
	for i, key := range []string{"share", "least", "days"} {
		if n[i], err = d.number(ctx, tx, center, key); err != nil {
			return nil, err
		}
	}
	today := d.Office().Today()
	q := span{center: center, from: today - calendar.Day(n[2]), to: today}
	rows, err := tallies(ctx, tx, "rule", q)
	if err != nil {
		return nil, err
	}
	notes, err := latest(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	// In whole numbers, so that exactly the share is not above it.
	over := func(t Tally) bool { return t.Seen() >= n[1] && 100*t.Dismissed > n[0]*t.Seen() }
	for _, r := range rows {
		f := Flag{Rule: r.key, Since: q.from, Tally: r.Tally, Last: notes[r.key]}
		if f.Last != nil && f.Last.Day() >= f.Since {
			f.Since = f.Last.Day() + 1
			if f.Tally, err = since(ctx, tx, r.key, span{center: center, from: f.Since, to: today}); err != nil {
				return nil, err
			}
		}
		if !over(f.Tally) {
			continue
		}
		if f.Whys, err = whys(ctx, tx, r.key, span{center: center, from: f.Since, to: today}); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	worst(out)
	return out, nil
}
