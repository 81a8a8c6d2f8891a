// Package training (上岗资格与培训) keeps who is qualified to examine what, and how many hours of training
// each has had. It tells the assignment of cases who must not, or should not, get one.
package training

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/examination/quality/recent"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/clause"
	"zhibao/law/rule"
)

// A Person works in the center.
type Person struct {
	Account     int64
	Login, Name string
	Roles       []casework.Role
}

// Deps is what the desk is told of the rest of the program.
type Deps struct {
	Office func() *casework.Office
	Staff  func(ctx context.Context, tx *store.Tx, center int64) ([]Person, error)
}

// Desk keeps certificates and training. Use it by its address.
type Desk struct {
	Deps
	ending recent.Count
}

// The gates: what becomes of an assignment to somebody who lacks something.
const (
	Off    = "off"
	Warn   = "warn"
	Refuse = "refuse"
)

// Settings declares what a center demands. The notice demands qualified staff and training (1.2.3); it
// names neither hours nor terms.
func Settings() []setting.Def {
	basis := func(title string) []rule.Cite {
		return []rule.Cite{{Text: "国知发管字〔2016〕92号", Article: "一（二）3", Version: "2016", Sure: rule.Source}, {Text: "本中心规定", Article: title, Sure: rule.Unsure}}
	}
	def := func(key, title, english string, kind setting.Type, value string, help ...string) setting.Def {
		d := setting.Def{Key: "quality." + key, Title: title, English: english, Type: kind, Default: map[string]string{"": value}, Sure: rule.Unsure, Level: rule.Center,
			Group: "quality", Basis: basis(title)}
		if len(help) == 2 {
			d.Help, d.HelpEN = help[0], help[1]
		}
		if kind == setting.Choice {
			d.Choices = []string{Off, Warn, Refuse}
		}
		return d
	}
	return []setting.Def{
		def("gate.certificate", "无有效上岗资格时分案", "Assignment without a valid certificate", setting.Choice, Warn, "off：不检查；warn：提示并记入案件；refuse：不得分案。本中心尚未登记任何上岗证时不提示", "off; warn and note it in the case; refuse. No warning while no certificate was entered"),
		def("gate.hours", "培训学时不足时分案", "Assignment with too few hours of training", setting.Choice, Warn, "off：不检查；warn：提示并记入案件；refuse：不得分案。本中心尚未登记任何培训时不提示", "off; warn and note it in the case; refuse. No warning while no training was entered"),
		def("training.hours", "预审员年度培训学时", "Yearly hours of training of an examiner", setting.Int, "40", "按最近 365 天计算；抽检决定补训的学时另加", "Counted over the last 365 days; remedial hours are added"),
		def("certificate.notice", "上岗证到期提醒（天）", "Days before its end in which a certificate is shown", setting.Int, "60"),
	}
}

// A Certificate says what somebody is qualified to examine.
type Certificate struct {
	ID, Center, Account int64
	Number, Issuer      string
	Kinds               []string // kinds of applications; none: all
	Fields              []string // IPC or Locarno classes; none: all
	From, To            calendar.Day
	Ended               calendar.Day // taken back before its time
	Why                 string
	At                  int64
	ByName              string
}

// Valid reports whether the certificate holds on a day.
func (x *Certificate) Valid(on calendar.Day) bool {
	return x.From <= on && on <= x.To && (x.Ended.IsZero() || on < x.Ended)
}

// covers reports whether the certificate holds for a kind and a class. An empty class fits every one.
func (x *Certificate) covers(kind, class string) bool {
	if len(x.Kinds) > 0 && !slices.Contains(x.Kinds, kind) {
		return false
	}
	return class == "" || len(x.Fields) == 0 || slices.ContainsFunc(x.Fields, func(f string) bool { return strings.HasPrefix(class, f) })
}

// A Training is one course that somebody took.
type Training struct {
	ID, Center, Account int64
	Day                 calendar.Day
	Topic, Organiser    string
	Tenths              int64 // hours, in tenths
	Proof               string
	At                  int64
	ByName              string
}

// Hours writes tenths of hours.
func Hours(tenths int64) string {
	if tenths%10 == 0 {
		return fmt.Sprint(tenths / 10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// year is over how many days training counts.
const year = 365

// A Record is what is known of one examiner today.
type Record struct {
	Person
	Certificates []Certificate // the latest first
	Tenths       int64         // hours of the last 365 days, in tenths
	Demand       int64         // hours demanded over the same days, with those of inspections
	Ends         calendar.Day  // of the certificate that holds longest; none where none holds
}

// Certified reports whether any certificate holds today.
func (r *Record) Certified() bool { return !r.Ends.IsZero() }

// Short reports whether hours are missing.
func (r *Record) Short() bool { return r.Tenths < 10*r.Demand }

// Examines reports whether the person is an examiner, whom alone the demands are about.
func (p *Person) Examines() bool { return slices.Contains(p.Roles, casework.Examiner) }

// A Bar says what stands against giving a case to somebody.
type Bar struct {
	Must bool // the case cannot be given, rather than should not
	Why  fault.Pair
}

// A Book is what is known of all examiners of a center on a day, for many questions.
type Book struct {
	Records  []Record
	gates    [2]string // certificate, hours
	today    calendar.Day
	anyPaper bool // something was entered at all
	anyHours bool
}

// Open reads the book of a center.
func (d *Desk) Open(ctx context.Context, tx *store.Tx, center int64) (_ *Book, err error) {
	defer fault.Wrap(&err, "qualifications of center %d", center)
	b := &Book{today: d.Office().Today()}
	for i, key := range []string{"quality.gate.certificate", "quality.gate.hours"} {
		if b.gates[i], err = d.Office().Settings.Raw(ctx, tx, setting.Query{Center: center, Key: key, On: b.today}); err != nil {
			return nil, err
		}
	}
	demand, err := d.Office().Settings.Int(ctx, tx, setting.Query{Center: center, Key: "quality.training.hours", On: b.today})
	if err != nil {
		return nil, err
	}
	people, err := d.Staff(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	papers, err := certificates(ctx, tx, center, 0)
	if err != nil {
		return nil, err
	}
	hours, err := sums(ctx, tx, center, b.today-year+1, b.today)
	if err != nil {
		return nil, err
	}
	more, err := remedial(ctx, tx, center, b.today-year+1)
	if err != nil {
		return nil, err
	}
	// Of the whole center: one examiner's certificate shows that they are kept.
	b.anyPaper, b.anyHours = len(papers) > 0, len(hours) > 0
	for _, p := range people {
		if !p.Examines() {
			continue
		}
		r := Record{Person: p, Tenths: hours[p.Account], Demand: int64(demand) + more[p.Account]}
		for _, x := range papers {
			if x.Account != p.Account {
				continue
			}
			r.Certificates = append(r.Certificates, x)
			if x.Valid(b.today) {
				r.Ends = max(r.Ends, x.To)
			}
		}
		b.Records = append(b.Records, r)
	}
	return b, nil
}

// Record returns what is known of one examiner, nil for somebody who is none.
func (b *Book) Record(account int64) *Record {
	for i := range b.Records {
		if b.Records[i].Account == account {
			return &b.Records[i]
		}
	}
	return nil
}

// Bar tells what stands against giving a case of a kind and a class to an examiner; nil for nothing.
func (b *Book) Bar(account int64, kind, class string) *Bar {
	r := b.Record(account)
	if r == nil {
		return nil
	}
	// A warning waits until the center keeps such records at all; a refusal means what it says.
	if g := b.gates[0]; g == Refuse || g == Warn && b.anyPaper {
		if why, bad := r.lacks(kind, class, b.today); bad {
			return &Bar{g == Refuse, why}
		}
	}
	if g := b.gates[1]; r.Short() && (g == Refuse || g == Warn && b.anyHours) {
		return &Bar{g == Refuse, fault.Pair{fmt.Sprintf("培训学时不足：近一年 %s / %d 学时", Hours(r.Tenths), r.Demand), fmt.Sprintf("too few hours of training: %s of %d in a year", Hours(r.Tenths), r.Demand)}}
	}
	return nil
}

// lacks says why no certificate of the person covers a case.
func (r *Record) lacks(kind, class string, on calendar.Day) (why fault.Pair, bad bool) {
	var last calendar.Day
	for i := range r.Certificates {
		x := &r.Certificates[i]
		switch {
		case !x.covers(kind, class):
		case x.Valid(on):
			return why, false
		case x.From <= on:
			// The last day on which it held, however it ended.
			end := x.To
			if !x.Ended.IsZero() {
				end = min(end, x.Ended-1)
			}
			last = max(last, end)
		}
	}
	if !last.IsZero() {
		return fault.Pair{fmt.Sprintf("上岗证已于 %s 到期", last), fmt.Sprintf("certificate ended on %s", last)}, true
	}
	return fault.Pair{"没有覆盖该类型和领域的有效上岗证", "no valid certificate for this kind and field"}, true
}

// Basis is the clause on which the demands rest.
func Basis() string { return clause.ExaminationQuality.Cite() }
