package database

import (
	"cmp"
	"slices"
	"time"

	"zhibao/internal/sorting"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/rule"
)

// A Patent is what the ledger holds of one number.
type Patent struct {
	ID, Center     int64
	Number         ident.ApplicationNo // canonical: 202310000001.5
	Title, Holder  string              // the holder before any transfer that the ledger has
	Filed, Granted calendar.Day        // no day where it is not known, or not granted
	Source         string
	DataVersion    string // state of the data from which it was taken, such as a date
	At             time.Time
	Events         []Event // by day
}

// An Event is a legal event of a patent (法律状态).
type Event struct {
	ID          int64
	Kind        string
	Day         calendar.Day
	Until       calendar.Day // of a licence, a pledge or a compensation
	Detail      string       // number of the decision, licensee, pledgee …
	Holder      string       // the new one, of a transfer
	Source      string
	DataVersion string
	At          time.Time
	By          string
	Struck      time.Time // it was entered by mistake: kept, and no longer counted
	StruckBy    string
	StruckWhy   string
	Proof       bool // a file shows it
}

// The kinds of events.
const (
	Granted    = "granted"    // 授权公告
	Dead       = "dead"       // the application ended without a grant
	Unpaid     = "unpaid"     // 未缴年费终止
	Restored   = "restored"   // 恢复
	Abandoned  = "abandoned"  // 放弃专利权
	Expired    = "expired"    // 期限届满终止
	Prolonged  = "prolonged"  // 专利权期限补偿, until a day
	Invalid    = "invalid"    // 宣告全部无效
	Partial    = "partial"    // 宣告部分无效
	Reinstated = "reinstated" // a decision of invalidity was set aside
	Transfer   = "transfer"
	Licence    = "licence"
	Pledge     = "pledge"
	Released   = "released" // 质押注销
)

// A kind of events in words.
type eventKind struct {
	code, title, english string
	basis                rule.Cite
}

func patentLaw(article string) rule.Cite {
	return rule.Cite{Text: "专利法", Article: article, Version: "2020修正", Force: "2021-06-01", Sure: rule.Source}
}

// eventKinds lists the kinds of events in the order of the form.
func eventKinds() []eventKind {
	return []eventKind{
		{Granted, "授权公告", "Granted", patentLaw("第三十九条、第四十条")}, {Dead, "申请驳回、撤回或视为撤回", "Application refused or withdrawn", patentLaw("第三十七条、第三十八条")},
		{Unpaid, "未缴年费终止", "Lapsed for an unpaid fee", patentLaw("第四十四条")}, {Restored, "恢复权利", "Restored", rule.Cite{Text: "专利法实施细则", Article: "第六条", Version: "2023修订", Sure: rule.Source}},
		{Abandoned, "放弃专利权", "Given up", patentLaw("第四十四条")}, {Expired, "期限届满终止", "Expired", patentLaw("第四十二条")}, {Prolonged, "专利权期限补偿", "Term compensated", patentLaw("第四十二条")},
		{Invalid, "宣告全部无效", "Wholly invalid", patentLaw("第四十六条、第四十七条")}, {Partial, "宣告部分无效", "Partly invalid", patentLaw("第四十六条、第四十七条")},
		{Reinstated, "无效决定被撤销", "Invalidity set aside", patentLaw("第四十六条")}, {Transfer, "专利权转移", "Transferred", patentLaw("第十条")},
		{Licence, "许可备案", "Licence recorded", patentLaw("第十二条")}, {Pledge, "质押登记", "Pledged", rule.Cite{Text: "专利法实施细则", Article: "第十五条", Version: "2023修订", Sure: rule.Source}},
		{Released, "质押注销", "Pledge released", rule.Cite{Text: "专利法实施细则", Article: "第十五条", Version: "2023修订", Sure: rule.Source}},
	}
}

// kindOf returns the kind of an event.
func kindOf(code string) (eventKind, bool) {
	all := eventKinds()
	i := slices.IndexFunc(all, func(k eventKind) bool { return k.code == code })
	return all[max(i, 0)], i >= 0
}

// A Status is how a patent stands on a day.
type Status string

// The statuses.
const (
	None    Status = "none"    // not filed yet, or it ended without a grant: there is no right
	Pending Status = "pending" // filed and not granted
	Valid   Status = "valid"
	Lapsed  Status = "unpaid"  // 未缴年费终止
	Ended   Status = "expired" // 期限届满, or given up
	Void    Status = "invalid" // 宣告全部无效
)

// Title is the status in both languages.
func (s Status) Title() web.Text {
	return map[Status]web.Text{None: {"没有专利权", "No right"}, Pending: {"申请中", "Pending"}, Valid: {"有效", "In force"}, Lapsed: {"未缴年费终止", "Lapsed"}, Ended: {"已终止", "Ended"}, Void: {"全部无效", "Invalid"}}[s]
}

// A Record is how a patent stands on a day, as other procedures ask for it.
type Record struct {
	Number         string       // canonical
	Kind           string       // invention, utility or design
	Title, Holder  string       // the holder of the day
	Filed, Granted calendar.Day // no grant that came after the day
	Status         Status
	Since          calendar.Day // of the status
	Source         string
	DataVersion    string
	// Computed means that no event says so: the term of the law is over, counted from the day of filing.
	Computed bool
	Partial  bool         // partly invalid on the day
	Pledged  bool         // on the day
	VoidFrom calendar.Day // when it was wholly declared invalid after the day: it counts as never granted (专利法第四十七条)

	before Status // the invalidation
}

// kinds are the names of the kinds of patents by their digit.
func kindName(n ident.ApplicationNo) string {
	return map[ident.PatentType]string{ident.Invention: "invention", ident.UtilityModel: "utility", ident.Design: "design"}[n.Type().Right()]
}

// On computes how the patent stands on a day.
func (p *Patent) On(day calendar.Day) Record {
	r := Record{Number: string(p.Number), Kind: kindName(p.Number), Title: p.Title, Holder: p.Holder, Filed: p.Filed, Status: Pending, Since: p.Filed, Source: p.Source, DataVersion: p.DataVersion}
	if !p.Filed.IsZero() && day < p.Filed {
		r.Status, r.Since = None, 0
		return r
	}
	if !p.Granted.IsZero() && p.Granted <= day {
		r.Status, r.Since, r.Granted = Valid, p.Granted, p.Granted
	}
	end := p.end()
	for _, e := range p.Events {
		switch {
		case !e.Struck.IsZero():
		case e.Day > day:
			r.later(e)
		default:
			end = r.apply(e, end, day)
		}
	}
	// The end of the term needs no event: the law fixes it.
	if r.Status == Valid && !end.IsZero() && day > end {
		r.Status, r.Since, r.Computed = Ended, end+1, true
	}
	return r
}

// apply lets an event of the day or before count, and returns the last day of the term.
func (r *Record) apply(e Event, end, day calendar.Day) calendar.Day {
	if to, ok := r.next(e.Kind); ok {
		if e.Kind == Invalid {
			r.before = r.Status
		}
		r.Status, r.Since, r.Source, r.DataVersion = to, e.Day, e.Source, e.DataVersion
	}
	switch e.Kind {
	case Granted:
		r.Granted = cmp.Or(r.Granted, e.Day)
	case Partial:
		r.Partial = true
	case Transfer:
		r.Holder = e.Holder
	case Pledge:
		r.Pledged = e.Until.IsZero() || day <= e.Until
	case Released:
		r.Pledged = false
	case Prolonged:
		return max(end, e.Until)
	case Reinstated:
		r.Partial, r.VoidFrom = false, 0
	}
	return end
}

// next is the status to which an event of the kind leads from the present one; an event that does not
// fit it changes nothing, so that a lapse after the invalidation does not bring a right back.
func (r *Record) next(kind string) (Status, bool) {
	switch {
	case kind == Granted && r.Status == Pending:
		return Valid, true
	case kind == Dead && r.Status == Pending:
		return None, true
	case kind == Unpaid && r.Status == Valid:
		return Lapsed, true
	case (kind == Abandoned || kind == Expired) && r.Status == Valid:
		return Ended, true
	case kind == Restored && r.Status == Lapsed:
		return Valid, true
	case kind == Restored && r.Status == None:
		return Pending, true
	case kind == Invalid && r.Status != Void && !r.Granted.IsZero():
		return Void, true
	case kind == Reinstated && r.Status == Void:
		return r.before, true
	}
	return "", false
}

// later lets an event after the day count for what it says of the day.
func (r *Record) later(e Event) {
	switch e.Kind {
	case Invalid:
		r.VoidFrom = e.Day
	case Reinstated:
		r.VoidFrom = 0
	}
}

// end is the last day of the term by law, counted from the day of filing (专利法第四十二条): twenty years
// for inventions, ten for utility models, fifteen for designs filed from 2021-06-01 on and ten before. No
// day where the day of filing is not known.
func (p *Patent) end() calendar.Day { return TermEnd(kindName(p.Number), p.Filed) }

// TermEnd is that day for a kind: "invention", "utility" or "design".
func TermEnd(kind string, filed calendar.Day) calendar.Day {
	years := map[string]int{"invention": 20, "utility": 10, "design": 15}[kind]
	if filed.IsZero() || years == 0 {
		return 0
	}
	if kind == "design" && filed < calendar.MustDay("2021-06-01") {
		years = 10
	}
	// 29 February has its anniversary on 1 March where the year has none.
	y, m, d := filed.Civil()
	return calendar.Date(y+years, m, d) - 1
}

// sorted orders events by day, then by the order in which they were entered.
func sorted(events []Event) []Event {
	sorting.Stable(events, func(a, b Event) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	return events
}
