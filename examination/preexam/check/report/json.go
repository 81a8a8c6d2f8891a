package report

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// line is the JSON of one checked file.
type line struct {
	File         string          `json:"file"`
	Type         patent.Kind     `json:"type"`
	RulesVersion string          `json:"rules_version"`
	On           string          `json:"on"`
	Application  application     `json:"application"`
	Findings     []finding       `json:"findings"`
	Questions    []question      `json:"questions"`
	NotEvaluated []check.Skipped `json:"not_evaluated"`
	Passed       []string        `json:"passed"`
	ElapsedMS    float64         `json:"elapsed_ms"`
}

type application struct {
	Title   string     `json:"title"`
	Reader  string     `json:"reader"`
	Claims  []oneClaim `json:"claims"`
	Parts   []part     `json:"parts"`
	Figures []string   `json:"figures"`
	Losses  []loss     `json:"losses,omitempty"`
}

// oneClaim gives the alternatives of a claim: one inner list each, with the claims that are
// joined by 和 together in one.
type oneClaim struct {
	Number      int     `json:"number"`
	DependsOn   [][]int `json:"depends_on"`
	Independent bool    `json:"independent"`
}

type part struct {
	Part patent.Part `json:"part"`
	Text string      `json:"text"`
}

type loss struct {
	Part  patent.Part `json:"part,omitempty"`
	Entry string      `json:"entry,omitempty"`
	What  string      `json:"what"`
}

// finding has its offsets in Unicode code points of the part's text; a finding about a part as a
// whole has neither quote nor offsets.
type finding struct {
	Rule       string      `json:"rule"`
	Severity   string      `json:"severity"`
	Level      string      `json:"level"`
	Auto       string      `json:"auto"`
	Title      string      `json:"title"`
	Basis      string      `json:"basis"`
	InForce    string      `json:"in_force,omitempty"`
	Part       patent.Part `json:"part"`
	Claim      int         `json:"claim,omitempty"`
	Paragraph  string      `json:"paragraph,omitempty"`
	Quote      string      `json:"quote"`
	Start      int         `json:"start"`
	End        int         `json:"end"`
	Message    string      `json:"message"`
	Suggestion string      `json:"suggestion"`
	Also       []passage   `json:"also,omitempty"` // further places of the same defect
}

// question is what only a person can judge; it is no finding. Offsets are as in findings.
type question struct {
	Rule     string      `json:"rule"`
	Severity string      `json:"severity"`
	Level    string      `json:"level"`
	Title    string      `json:"title"`
	Basis    string      `json:"basis"`
	Part     patent.Part `json:"part"`
	Question string      `json:"question"`
	Passages []passage   `json:"passages"`
}

type passage struct {
	Part      patent.Part `json:"part"`
	Claim     int         `json:"claim,omitempty"`
	Paragraph string      `json:"paragraph,omitempty"`
	Quote     string      `json:"quote"`
	Start     int         `json:"start"`
	End       int         `json:"end"`
}

// questions are those of the report, with offsets in code points.
func (v *View) questions() []question {
	out := []question{}
	for _, it := range v.Asked() {
		q := question{Rule: it.Rule, Severity: string(it.Severity), Level: string(it.Level), Title: it.RuleTitle, Basis: it.Basis,
			Part: it.Part, Question: it.Question, Passages: []passage{}}
		q.Passages = append(q.Passages, v.passages(it.Passages)...)
		out = append(out, q)
	}
	return out
}

// passages are places with offsets in code points.
func (v *View) passages(list []check.Passage) (out []passage) {
	for _, x := range list {
		from, to := v.App.Text(x.Part).Runes(x.Start, x.End)
		out = append(out, passage{x.Part, x.Claim, x.Paragraph, x.Quote, from, to})
	}
	return out
}

// JSON writes the check of one file as one line.
func JSON(w io.Writer, v *View) error {
	out := line{File: v.File, Type: v.App.Kind, RulesVersion: v.Report.RulesVersion, On: v.Report.On.String(), Application: content(v.App),
		Findings: []finding{}, Questions: v.questions(), NotEvaluated: v.Report.Skipped, Passed: v.Report.Passed, ElapsedMS: float64(v.Elapsed.Round(time.Microsecond)) / float64(time.Millisecond)}
	for _, it := range v.Items() {
		out.Findings = append(out.Findings, finding{Rule: it.Rule, Severity: string(it.Severity), Level: string(it.Level), Auto: string(it.Auto),
			Title: it.RuleTitle, Basis: it.Basis, InForce: it.InForce, Part: it.Part, Claim: it.Claim, Paragraph: it.Paragraph, Quote: it.Quote,
			Start: it.RuneStart, End: it.RuneEnd, Message: it.Message, Suggestion: it.Suggestion, Also: v.passages(it.Further())})
	}
	if out.NotEvaluated == nil {
		out.NotEvaluated = []check.Skipped{}
	}
	if out.Passed == nil {
		out.Passed = []string{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func content(a *patent.Application) application {
	out := application{Title: a.Title, Reader: a.Reader, Claims: []oneClaim{}, Parts: []part{}, Figures: []string{}}
	set := claim.Parse(a.Text(patent.Claims))
	for i := range set.Claims {
		c := &set.Claims[i]
		depends := c.Alternatives
		if depends == nil {
			depends = [][]int{}
		}
		out.Claims = append(out.Claims, oneClaim{c.Number, depends, c.Independent()})
	}
	for _, p := range patent.Parts() {
		if t := a.Text(p).Text; t != "" {
			out.Parts = append(out.Parts, part{p, t})
		}
	}
	for _, list := range [][]patent.Figure{a.Figures, a.Views} {
		for _, f := range list {
			out.Figures = append(out.Figures, f.Label)
		}
	}
	for _, l := range a.Losses {
		out.Losses = append(out.Losses, loss{l.Part, l.Entry, l.What})
	}
	return out
}

func digits(n int) string { return strconv.Itoa(n) }
