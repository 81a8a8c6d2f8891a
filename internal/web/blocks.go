package web

import (
	"html/template"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Tone is the meaning of a colour. The word always stands beside it.
type Tone string

// The tones.
const (
	Grey   Tone = "g" // waiting
	Blue   Tone = "b" // under way; the main button
	Amber  Tone = "a" // correction wanted, due soon
	Purple Tone = "p" // to be reviewed or signed
	Green  Tone = "n" // done
	Red    Tone = "r" // overdue, refused, destructive
)

// A Tag is a state: {{template "tag" .State}}.
type Tag struct {
	Tone Tone
	Text string
}

// Class is for the template; no tone is grey.
func (t Tag) Class() string {
	if t.Tone == "" {
		return "t" + string(Grey)
	}
	return "t" + string(t.Tone)
}

// A Notice is a box with a message: {{template "notice" .}}.
type Notice struct {
	Tone  Tone   `json:"o"`
	Title string `json:"i,omitempty"`
	Text  string `json:"t"`
	Links []Link `json:"-"`
}

// KV is a card with labels and values: {{template "kv" .}}.
type KV struct {
	Title string
	Rows  []KVRow
}

// A KVRow is one line of a KV. What is empty shows as a dash.
type KVRow struct {
	Label, Text string
	Href        string // the text is a link
	Tag         Tag    // instead of the text
	Lines       bool   // the text has line breaks that count
	Law         bool   // the text is a basis: its articles lead to their pages
}

// Add appends a line.
func (k *KV) Add(label, text string) *KV {
	k.Rows = append(k.Rows, KVRow{Label: label, Text: text})
	return k
}

// Tabs are the parts of one thing: {{template "tabs" .}}.
type Tabs struct {
	Label string // what they are the parts of, for screen readers
	Items []Tab
}

// A Tab is one of them. A Count below zero is not shown.
type Tab struct {
	Href, Label string
	Count       int
	Now         bool
}

// A Clock is a deadline: {{template "clock" .}}. The texts come from whoever computed it.
type Clock struct {
	Name        string   // 办结期限
	Left        string   // 剩 5 个工作日
	Due         string   // 2026-11-27（五）24:00
	Used        string   // 5 / 10 个工作日
	Kind        string   // what the whole term is: 法定期限, 本中心规定; 总期限 where empty
	Paused      string   // 0 日; not shown where empty
	Tone        Tone     // Red overdue, Amber soon, Green kept, Blue otherwise
	Percent     int      // of the time that is used, 0 to 100
	Warn        int      // percentage of the warning, 0: none
	Note        string   // 80% 预警线：11-25 提醒承办人
	Basis       string   // the articles, with ； between; they lead to their pages
	Length      string   // 5 个工作日; how long the articles or the center let it be
	Provisional string   // why the date may still move; empty: it is fixed
	Why         []WhyRow // how the date comes about
}

// A WhyRow is one line of the explanation of a date.
type WhyRow struct{ Day, What, Count string }

// Bar is the drawing of the used time, for the template.
func (c Clock) Bar() template.HTML {
	used := min(max(c.Percent, 0), 100) * 4
	out := `<rect x="0" y="12" width="400" height="10" fill="#e8ecf1"/><rect x="0" y="12" width="` + strconv.Itoa(used) + `" height="10" fill="` + paintOf(c.Tone) + `"/>`
	if c.Warn > 0 && c.Warn < 100 {
		out += `<rect x="` + strconv.Itoa(c.Warn*4) + `" y="6" width="2" height="22" fill="#b42318"/>`
	}
	return template.HTML(out)
}

// A Timeline is what happened and what is to come: {{template "timeline" .}}.
type Timeline struct {
	Title   string
	Filters []Tab
	Entries []Entry
	Empty   string // what would be here
}

// An Entry of a Timeline.
type Entry struct {
	Time  string // 2026-11-11 09:20
	Day   string // machine-readable, YYYY-MM-DD
	Title string
	Text  string
	Who   string
	Links []Link
	Hash  string // short hash of the event
	To    bool   // still to come: hollow
	Tone  Tone   // Red: a refusal, an overdue
}

// Steps are the stages of a matter as the public sees them: {{template "steps" .}}.
type Steps struct {
	Label string
	Items []Step
}

// A Step is one of them.
type Step struct {
	Title, Note string
	Done, Now   bool
}

// A Table is a small table: {{template "table" .}}. Long ones are for package list.
type Table struct {
	Title   string
	Caption string // for screen readers; Title where empty
	Head    []string
	Numbers []int // columns that are numbers
	Rows    [][]Cell
	Sum     []string
	Empty   string
}

// A Cell of a Table.
type Cell struct {
	Text, Href string
	Tag        Tag
	Over, Soon bool
	Law        bool     // the text is a basis: its articles lead to their pages
	Sub        []string // smaller, in lines of their own below
	Links      []Link   // the same, leading somewhere
	Meters     []Meter  // below that
	More       string   // opens the lines of Why
	Why        []string
}

// A Meter is how much of something is used up, as words with a bar that says the same.
type Meter struct {
	Name, Text string
	Percent    int
	Tone       Tone
}

// Bar is the drawing, for the template.
func (m Meter) Bar() template.HTML {
	return template.HTML(`<rect y="2" width="100" height="6" fill="#e8ecf1"/><rect y="2" width="` + strconv.Itoa(min(max(m.Percent, 0), 100)) + `" height="6" fill="` + paintOf(m.Tone) + `"/>`)
}

// paintOf is the colour of a bar.
func paintOf(t Tone) string {
	if c := map[Tone]string{Red: "#b42318", Amber: "#8a5200", Green: "#0f6b3f", Grey: "#667085"}[t]; c != "" {
		return c
	}
	return "#0b57a4"
}

// Number reports whether column i is one, for the template.
func (t Table) Number(i int) bool {
	for _, n := range t.Numbers {
		if n == i {
			return true
		}
	}
	return false
}

// A table of words with this many columns is a list of cards on a telephone, where its columns
// would be a few characters wide.
const cardsFrom = 5

// Class says how the table is shown on a telephone, for the template: as cards, or, where numbers
// are compared, as a table that moves sideways.
func (t Table) Class() string {
	switch {
	case len(t.Numbers) > 0 && len(t.Head) > cardsFrom:
		return "nums many"
	case len(t.Numbers) > 0:
		return "nums"
	case len(t.Head) >= cardsFrom || len(t.Head) == cardsFrom-1 && t.wordy():
		return "stack bare"
	}
	return ""
}

// wordy reports whether some cell holds a sentence, which in a narrow column becomes a tower of single characters.
func (t Table) wordy() bool {
	return slices.ContainsFunc(t.Rows, func(row []Cell) bool {
		return slices.ContainsFunc(row, func(c Cell) bool { return utf8.RuneCountInString(c.Text) > 28 })
	})
}

// Label is the title of column i where rows are cards, for the template.
func (t Table) Label(i int) string {
	if t.Class() == "stack bare" && i < len(t.Head) {
		return t.Head[i]
	}
	return ""
}

// Day is the date with which the text begins, in which no line may break; empty for other texts.
func (c Cell) Day() string {
	if len(c.Text) < len(time.DateOnly) || c.Text[4] != '-' {
		return "" // most texts; to have them parsed costs more than to draw them
	}
	if _, err := time.Parse(time.DateOnly, c.Text[:min(len(c.Text), len(time.DateOnly))]); err != nil {
		return ""
	}
	return c.Text[:len(time.DateOnly)]
}

// Rest is what follows the date.
func (c Cell) Rest() string { return c.Text[len(c.Day()):] }

// Name returns the caption, for the template.
func (t Table) Name() string {
	if t.Caption != "" {
		return t.Caption
	}
	return t.Title
}

// Tasks is what is still to be done before a thing can be submitted: {{template "tasks" .}}.
// The words for a part never sound as if the whole were done.
type Tasks struct {
	Title string
	Items []Task
	Open  string // "尚未提交"; stands below in red until there is a receipt; empty: none
}

// A Task is one part.
type Task struct {
	Href, Title string
	State       Tag
}

// A Figure is a drawing with its numbers below: {{template "figure" .}}. The drawing is
// checked: elements and attributes that are no mere picture are an error.
type Figure struct {
	Title string
	SVG   string // <svg …>…</svg>
	Data  *Table // the same as numbers; nil where there are none
}

// A Detail is the usual page of one thing: Render("page-detail", web.Detail{…}). What is
// empty is not shown.
type Detail struct {
	Notices []Notice
	Clocks  []Clock
	Steps   *Steps
	Tabs    *Tabs
	Main    []Block // KV, Table, Timeline, *form.Form, Notice, in this order
	Side    []Block // the same, on the right
}

// Block names the template.
func (KV) Block() string { return "kv" }

// Block names the template.
func (Table) Block() string { return "table" }

// Block names the template.
func (Timeline) Block() string { return "timeline" }

// Block names the template.
func (Notice) Block() string { return "notice" }

// Block names the template.
func (Clock) Block() string { return "clock" }

// Block names the template.
func (Steps) Block() string { return "steps" }

// Block names the template.
func (Tabs) Block() string { return "tabs" }

// Block names the template.
func (Tag) Block() string { return "tag" }

// Block names the template.
func (Tasks) Block() string { return "tasks" }

// Block names the template.
func (Figure) Block() string { return "figure" }
