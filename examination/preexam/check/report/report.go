// Package report (检查报告) shows the outcome of a check: as one line of JSON for machines, as text
// for a terminal, and as one HTML file with the document on the left and the findings on the
// right, each a link to the other, that works without scripts and prints well.
//
// Notice 1.2.3. What is shown is what the rules said; nothing is judged here.
package report

import (
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

// A View is one checked file.
type View struct {
	File    string // name as the user gave it
	App     *patent.Application
	Report  *check.Report
	Rules   []check.Rule // those that ran, for English titles and dates of force
	Elapsed time.Duration
	English bool // titles and labels in English; messages stay Chinese
}

// An Item is a finding with its place in the list and where it stands for the outside.
type Item struct {
	check.Finding
	N          int    // from 1, in the order of the report
	RuneStart  int    // in code points of the part's text
	RuneEnd    int    //
	Place      string // 权利要求3, [0012], 图2; empty for a part as a whole
	RuleTitle  string // in the language of the view
	Positioned bool
	Again      bool // a further place of the finding with this number
}

// Items returns the findings with numbers and places.
func (v *View) Items() []Item { return v.items(v.Report.Findings) }

// Asked returns the questions to the examiner with numbers and places.
func (v *View) Asked() []Item { return v.items(v.Report.Questions) }

func (v *View) items(fs []check.Finding) []Item {
	byID := make(map[string]*check.Rule, len(v.Rules))
	for i := range v.Rules {
		byID[v.Rules[i].ID] = &v.Rules[i]
	}
	out := make([]Item, len(fs))
	for i, f := range fs {
		it := Item{Finding: f, N: i + 1, RuleTitle: f.Title, Place: v.place(f), Positioned: f.End > f.Start}
		if it.Positioned {
			it.RuneStart, it.RuneEnd = v.App.Text(f.Part).Runes(f.Start, f.End)
		}
		if r := byID[f.Rule]; r != nil {
			if v.English {
				it.RuleTitle = r.English
			}
		}
		out[i] = it
	}
	return out
}

// place names where a finding stands inside its part.
func (v *View) place(f check.Finding) string {
	switch {
	case f.Claim > 0 && v.English:
		return "claim " + digits(f.Claim)
	case f.Claim > 0:
		return "权利要求" + digits(f.Claim)
	case f.Paragraph != "" && f.Part == patent.Description:
		return "[" + f.Paragraph + "]"
	default:
		return f.Paragraph
	}
}

// severities are the degrees in the order of the summary.
func severities() []rule.Severity {
	return []rule.Severity{rule.Fatal, rule.Error, rule.Warning, rule.Info}
}

// class is the colour class of a severity.
func class(s rule.Severity) string {
	switch s {
	case rule.Fatal, rule.Error:
		return "e"
	case rule.Info:
		return "i"
	default:
		return "w"
	}
}

// worse reports whether class a outranks b.
func worse(a, b string) bool {
	rank := map[string]int{"": 0, "i": 1, "w": 2, "e": 3}
	return rank[a] > rank[b]
}
