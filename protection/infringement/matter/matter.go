// Package matter is what a dispute over the infringement of a patent is about: the patent and its
// claims, who stands on which side and how each was served, what was asked for, the panel, and the
// reasoning of the decision. It knows no procedure and no database.
package matter

import (
	"slices"
	"time"

	"zhibao/law/calendar"
)

// The sides of a dispute.
const (
	Requester  = "requester"  // 请求人
	Respondent = "respondent" // 被请求人
	Third      = "third"      // 第三人
)

// The outcomes of a case.
const (
	Upheld      = "upheld"      // 侵权成立，责令停止
	Rejected    = "rejected"    // 侵权不成立，驳回请求
	Withdrawn   = "withdrawn"   // 撤回请求，撤案
	Settled     = "settled"     // 和解，撤案
	Mediated    = "mediated"    // 调解书
	Transferred = "transferred" // 移送管辖
	Terminated  = "terminated"  // 终止
	Deemed      = "deemed"      // 视为撤回
	Refused     = "refused"     // 不予受理
)

// OutcomeTitle names an outcome in both languages.
func OutcomeTitle(code string) [2]string {
	return map[string][2]string{Upheld: {"责令停止侵权", "Ordered to stop"}, Rejected: {"驳回请求", "Request rejected"}, Withdrawn: {"撤回撤案", "Withdrawn"},
		Settled: {"和解撤案", "Settled"}, Mediated: {"调解结案", "Mediated"}, Transferred: {"移送管辖", "Transferred"}, Terminated: {"终止处理", "Terminated"},
		Deemed: {"视为撤回", "Deemed withdrawn"}, Refused: {"不予受理", "Not accepted"}}[code]
}

// The acts of infringement (专利法第十一条).
var acts = []struct{ Code, Title, English string }{
	{"make", "制造", "making"}, {"use", "使用", "using"}, {"offer", "许诺销售", "offering for sale"}, {"sell", "销售", "selling"}, {"import", "进口", "importing"}}

// ActTitle names an act.
func ActTitle(code string) [2]string {
	for _, a := range acts {
		if a.Code == code {
			return [2]string{a.Title, a.English}
		}
	}
	return [2]string{code, code}
}

// ActWords writes acts in one line.
func ActWords(codes []string) string {
	out := ""
	for i, c := range codes {
		if i > 0 {
			out += "、"
		}
		out += ActTitle(c)[0]
	}
	return out
}

// Kinds of patents, as cases and settings call them.
const (
	Invention = "发明"
	Utility   = "实用新型"
	Design    = "外观设计"
)

// Patent is the right in dispute.
type Patent struct {
	Number  string // canonical, 202310000001.5
	Kind    string // 发明, 实用新型 or 外观设计
	Title   string
	Holder  string
	Granted calendar.Day
	Status  string // valid, expired, invalid, pending, unpaid, none; as the ledger has it
	Since   calendar.Day
	Typed   bool   // the ledger does not know it: somebody typed these particulars
	Source  string // of the particulars, for papers
}

// Standing names what the requester is to the patent.
var standings = map[string][2]string{"holder": {"专利权人", "Patentee"}, "exclusive": {"独占实施许可的被许可人", "Exclusive licensee"},
	"sole": {"排他实施许可的被许可人（专利权人不请求）", "Sole licensee, the patentee not acting"}, "heir": {"合法继承人", "Heir"}}

// StandingTitle names a standing.
func StandingTitle(code string) [2]string { return standings[code] }

// Party is one of those who stand in a case, with how papers reached it.
type Party struct {
	ID                      int64
	Side                    string
	Name, Code              string
	Address, Contact, Legal string
	Agent                   string       // who represents it, in words
	Outside                 bool         // it has no account; papers go by post, by hand or by public notice
	Acts                    []string     // what it is said to do, of a respondent
	Served                  calendar.Day // the copies of the request reached it
	Sent                    calendar.Day // the copies were made and sent
	How                     string       // channel of that service
	Announced               calendar.Day // a public notice was given, which serves after a time
	Answered                calendar.Day
	Answer                  string
	Forwarded               bool
	Absent                  bool
	DecisionServed          calendar.Day
	Left                    calendar.Day // no longer a party
	Performed               calendar.Day
}

// Member is one of the panel.
type Member struct {
	Account int64
	Name    string
	Role    string // leader, member, recorder
	From    calendar.Day
	Until   calendar.Day
}

// Investigator is a technical investigator (技术调查官).
type Investigator struct {
	Account int64
	Name    string
	On      calendar.Day
	Issue   string
	Opinion string
	Given   calendar.Day
}

// Doc is a stored file of the case.
type Doc struct {
	ID          int64
	Name        string
	What        string // 请求书材料, 送达凭证, …
	Size        int64
	SHA256, SM3 string
	Blob        string
	On          calendar.Day
	At          time.Time `json:",omitzero"` // when it came; of what came before this was kept, none
	Account     int64
	Sides       []string // whose parties may read it; the staff of the case always may
	Only        int64    // party to which alone it is shown, of the sides; 0 for all
	Of          int64    // respondent whose answer it is part of: the other side reads it when it was forwarded
}

// Ask is something for which a party asked.
type Ask struct {
	Kind    string
	Party   int64
	Side    string
	On      calendar.Day
	Reason  string
	Closed  bool
	Granted bool
	Ruling  string
}

// AskTitle names what can be asked for.
func AskTitle(code string) [2]string {
	return map[string][2]string{"suspend": {"中止处理", "Suspension"}, "recuse": {"回避", "Recusal"}, "jurisdiction": {"管辖异议", "Objection to jurisdiction"}, "appraise": {"鉴定", "Appraisal"},
		"preserve": {"证据保全", "Preservation of evidence"}, "collect": {"调查取证", "Taking of evidence"}, "delay": {"延期举证", "More time for evidence"}, "postpone": {"延期口头审理", "Postponed hearing"},
		"join": {"追加当事人", "Joinder"}, "ordinary": {"转为普通程序", "Ordinary procedure"}, "closed": {"不公开审理", "Closed hearing"}, "mediate": {"调解", "Mediation"}}[code]
}

// Hearing is an oral hearing.
type Hearing struct {
	Day         calendar.Day
	Time, Place string
	Online      bool
	Announced   calendar.Day // the parties were told
	Held        calendar.Day
	AbsentSides []string
	Record      string
	CalledOff   bool
	Closed      bool
	After       bool // the panel changed since: it does not count any more
}

// Change is the result of the invalidation procedure or another change of the patent midway.
type Change struct {
	What   string // lapsed, invalid, partial, restored, transferred
	On     calendar.Day
	Source string
	Claims string // those that survive
}

// Record is a procedural act without a paper of its own.
type Record struct {
	What, Place, People, Text string
	On                        calendar.Day
}

// File is everything that is secret about a case. It is kept under the case's key.
type File struct {
	Patent        Patent
	Standing      string
	Claims        string
	Acts          []string
	Product       string
	Remedies      []string
	Remedy        string
	Facts         string
	Venue         string
	Parties       []Party
	Docs          []Doc
	Conditions    []Answer
	Panel         []Member
	Investigators []Investigator
	Simple        bool
	Mode          string // hearing or written
	Asks          []Ask
	Hearings      []Hearing
	Changes       []Change
	Records       []Record
	Mediations    []Record
	Notes         []Record // of the panel
	Raised        []string // defences that respondents raised
	Votes         []Vote
	Ruling        Ruling
	Grounds       []string // of the suspension that lasts
	Suspension    string
	Awaits        string // number of the case for which a suspension waits
	Appraisal     string
	Ending        Ending
	Decision      string // number of the decision
	Court         string
	CourtNo       string
	Extended      string // by how much the term of the rule text was extended
	Restate       bool   // the claims were partly invalidated: the requester has to say on which it relies
	Oath          bool   // the requester declared that it had not sued
	From          string // body from which it was transferred
	Report        string // of the clerk on acceptance
	Performances  []Record
	Public        Record
	Urging        Record
	Judgment      string
}

// Ending is a proposal to end a case without a ruling, or with the one that stands.
type Ending struct {
	Outcome, Reason, Body, Agreement string
	On                               calendar.Day
}

// Vote is what a member of the panel holds.
type Vote struct {
	Account int64
	Name    string
	Outcome string
	Reason  string
}

// Of lists the parties of a side that still take part.
func (f *File) Of(side string) (out []*Party) {
	for i := range f.Parties {
		if p := &f.Parties[i]; p.Side == side && p.Left.IsZero() {
			out = append(out, p)
		}
	}
	return out
}

// Party returns a party of the case by id, or nil.
func (f *File) Party(id int64) *Party {
	for i := range f.Parties {
		if f.Parties[i].ID == id && f.Parties[i].Left.IsZero() {
			return &f.Parties[i]
		}
	}
	return nil
}

// Opposed lists the respondents and third parties who have to be served.
func (f *File) Opposed() (out []*Party) { return append(f.Of(Respondent), f.Of(Third)...) }

// Unserved lists who was not served yet.
func (f *File) Unserved() (out []*Party) {
	return slices.DeleteFunc(f.Opposed(), func(p *Party) bool { return !p.Served.IsZero() })
}

// LastServed is the day on which the last of them was served.
func (f *File) LastServed() (d calendar.Day) {
	for _, p := range f.Opposed() {
		d = max(d, p.Served)
	}
	return d
}

// Unanswered lists the respondents who gave no answer.
func (f *File) Unanswered() (out []*Party) {
	return slices.DeleteFunc(f.Of(Respondent), func(p *Party) bool { return !p.Answered.IsZero() })
}

// Sitting lists the panel as it sits now, without the recorder.
func (f *File) Sitting() (out []Member) {
	return slices.DeleteFunc(slices.Clone(f.Panel), func(m Member) bool { return !m.Until.IsZero() || m.Role == "recorder" })
}

// Sits reports whether the account is on the panel, or its recorder.
func (f *File) Sits(account int64) bool {
	return slices.ContainsFunc(f.Panel, func(m Member) bool { return m.Account == account && m.Until.IsZero() })
}

// Pending lists what was asked for and not decided.
func (f *File) Pending() (out []*Ask) {
	for i := range f.Asks {
		if !f.Asks[i].Closed {
			out = append(out, &f.Asks[i])
		}
	}
	return out
}

// Planned returns the hearing that is still to be held, or nil.
func (f *File) Planned() *Hearing {
	for i := range f.Hearings {
		if h := &f.Hearings[i]; h.Held.IsZero() && !h.CalledOff {
			return h
		}
	}
	return nil
}

// Heard reports whether a hearing was held before the panel as it sits now.
func (f *File) Heard() bool {
	return slices.ContainsFunc(f.Hearings, func(h Hearing) bool { return !h.Held.IsZero() && !h.After })
}

// Latest returns the last change of the patent, if any.
func (f *File) Latest() *Change {
	if len(f.Changes) == 0 {
		return nil
	}
	return &f.Changes[len(f.Changes)-1]
}
