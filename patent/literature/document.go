// Package literature (专利文献) is what the world has published of patents: one model of a
// published document, whatever office it comes from and whichever file it was read from, and of
// the events that happened to it since. Readers of single formats make it; the industry database
// keeps it.
//
// Notice 1.4.1.
package literature

import (
	"strings"

	"zhibao/law/calendar"
	"zhibao/patent"
)

// A Document is one publication of an application or patent. Only Number is always there; what a
// source does not say is empty, never guessed.
type Document struct {
	Number      string // canonical: office, digits, kind, "CN113783949A"
	Office      string // WIPO ST.3, "CN"
	KindCode    string // "A", "B1"
	Kind        patent.Kind
	Grant       bool // a publication of a granted patent
	Published   calendar.Day
	Application string // Chinese ones as law/ident writes them, others office and digits, "US201715687432"
	Filed       calendar.Day
	Earliest    calendar.Day // earliest priority, or the filing day
	Priorities  []Priority
	Family      string // simple family: number as its source gives it
	Language    string // of the publication, ISO 639-1
	Titles      []Text // of every language given
	Abstracts   []Text
	Claims      []Text // a text per language, each claim a line
	Description []Text
	Applicants  []Party
	Holders     []Party // assignees, proprietors
	Inventors   []Party
	Agents      []Party
	IPC         []string // "G06F 17/30", the main one first
	CPC         []string
	Locarno     []string // "14-02"
	Industries  []string // codes of industry classes where the source has them
	Cites       []Citation
	Events      []Event
	Status      string // as the source states it, with its date in Source
	Stated      int    // claims, as the source counts them; not its texts
	Pictures    int    // drawings or views that go with it
	Views       []View `json:",omitempty"` // pictures that lie in files beside the document
	Source      Source
}

// A View is a picture of a design, or a drawing: what it is called, and its file as the document names it.
type View struct{ Name, File string }

// A Text is a text with its language, ISO 639-1 ("zh", "en"); empty if not known.
type Text struct{ Language, Words string }

// A Party is a person or firm. Standard is the standardised name, where the source or the
// center's own table has one.
type Party struct{ Name, Standard, Country, Address string }

// A Priority is an earlier application that is claimed.
type Priority struct {
	Office, Number string
	Day            calendar.Day
}

// A Citation is a document that is cited: a patent by its number, anything else by its words.
type Citation struct{ Number, Words, Category, By string }

// EventKind says what happened to a patent.
type EventKind string

// The kinds of events. Other is one that only its own words describe.
const (
	Granted    EventKind = "granted"
	Lapsed     EventKind = "lapsed" // 未缴年费终止, or withdrawn, refused, deemed so
	Expired    EventKind = "expired"
	Invalid    EventKind = "invalid"
	Restored   EventKind = "restored"
	Assigned   EventKind = "assigned" // 转让
	Licensed   EventKind = "licensed"
	Pledged    EventKind = "pledged"
	Released   EventKind = "released"   // of a pledge
	Litigation EventKind = "litigation" // a suit became known
	Entered    EventKind = "entered"    // 实质审查生效
	Other      EventKind = "other"
)

// An Event is a dated record: legal status, assignment, licence, pledge, litigation. From and To
// are the parties of a transfer.
type Event struct {
	Kind     EventKind
	Day      calendar.Day
	From, To string
	Detail   string // the source's own words and codes
}

// A Source says where a statement comes from: the file, the format by its name, the state of the
// data and the row or element it stood at.
type Source struct {
	Name   string // as a person called it, "智慧芽 2026-11"
	Format string // "cn-xml-2.2.1", "us-grant-4.5", "incopat"
	File   string
	At     int // row or document within the file, from 1
	AsOf   calendar.Day
}

// ClaimCount is the number of claims: as the source counts them, or the lines of the first text of claims.
func (d *Document) ClaimCount() int {
	if d.Stated > 0 {
		return d.Stated
	}
	if len(d.Claims) == 0 || d.Claims[0].Words == "" {
		return 0
	}
	return 1 + strings.Count(d.Claims[0].Words, "\n")
}
