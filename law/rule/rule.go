// Package rule (规则) says what a dated rule is: a title, the articles it rests on, how binding
// it is, and from when to when it holds. It holds no rule itself. What is not known to be law
// cannot be presented as law, because level and citation are part of the type.
package rule

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/law/calendar"
)

// Level says how binding a rule is.
type Level string

// The levels, from the strongest to the weakest.
const (
	Law       Level = "law"       // 法律、行政法规、部门规章
	Guideline Level = "guideline" // 审查指南, 国家标准
	Center    Level = "center"    // 本中心规定: a center may change it
	Advice    Level = "advice"    // 建议: practice, binds nobody
)

// Title returns the Chinese name of the level.
func (l Level) Title() string {
	switch l {
	case Law:
		return "法律法规"
	case Guideline:
		return "审查指南与标准"
	case Center:
		return "本中心规定"
	default:
		return "撰写建议"
	}
}

// Severity says what follows if a finding is confirmed.
type Severity string

// The severities of findings.
const (
	Fatal   Severity = "F" // 不予受理 or 不合格
	Error   Severity = "E" // 必须补正
	Warning Severity = "W" // 建议修改, the examiner decides
	Info    Severity = "I" // 提示
)

// Title returns the words that the screens use.
func (s Severity) Title() string {
	switch s {
	case Fatal:
		return "不予通过"
	case Error:
		return "必须补正"
	case Warning:
		return "建议修改"
	default:
		return "提示"
	}
}

// Auto says how far the machine can decide a rule.
type Auto string

// The degrees of automation.
const (
	Deterministic Auto = "A" // decided by the machine
	Heuristic     Auto = "H" // found by the machine, may be overruled with a reason
	Manual        Auto = "M" // the machine only gathers; the examiner answers
)

// Sure says how well the citation is known.
type Sure string

// The marks of the domain papers.
const (
	Source Sure = "S" // read in the text
	Known  Sure = "K" // confident, text not at hand
	Unsure Sure = "?" // differs by center or year: configuration
	Ours   Sure = "D" // our own design
)

// A Cite is one passage that a rule rests on, for example {"专利法实施细则", "第二十五条第二款", "2023修订"}.
type Cite struct {
	Text    string // name of the law, guideline, standard or center rule
	Article string // article, or chapter and section
	Version string // revision or year, so that the text can be found
	Force   string // day from which that version is in force, 2006-01-02; empty where it is not on record
	Sure    Sure
}

// String returns the citation as screens and papers show it.
func (c Cite) String() string {
	s := c.Text
	// The number of a paper has its year already: 国知发管字〔2016〕92号.
	if c.Version != "" && !strings.Contains(s, "〔"+c.Version+"〕") {
		s += "（" + c.Version + "）"
	}
	return s + c.Article
}

// Meta is everything about a rule except what it does.
type Meta struct {
	ID       string // "CLM-010", stable for ever
	Title    string // what is demanded, in Chinese, at most one line
	English  string // the same in English
	Basis    []Cite
	Level    Level
	Severity Severity
	Auto     Auto
	Since    calendar.Day // first day on which it holds, no day: always
	Until    calendar.Day // last day on which it holds, no day: still
	Version  int          // counts changes of the rule's behaviour, from 1
}

// On reports whether the rule holds on the day.
func (m Meta) On(d calendar.Day) bool {
	return (m.Since.IsZero() || d >= m.Since) && (m.Until.IsZero() || d <= m.Until)
}

// Cites returns all citations in one line.
func (m Meta) Cites() string {
	out := make([]string, len(m.Basis))
	for i, c := range m.Basis {
		out[i] = c.String()
	}
	return strings.Join(out, "；")
}

// InForce names the days from which the texts that are cited are in force, or nothing: 2021-06-01、2024-01-20.
func (m Meta) InForce() string {
	var days []string
	for _, c := range m.Basis {
		if c.Force != "" && !slices.Contains(days, c.Force) {
			days = append(days, c.Force)
		}
	}
	if !m.Since.IsZero() {
		days = []string{m.Since.String()}
	}
	return strings.Join(days, "、")
}

// Check reports what is missing in the rule's own description.
func (m Meta) Check() error {
	switch {
	case m.ID == "" || m.Title == "" || m.English == "":
		return fmt.Errorf("rule %q: id, title or English title missing", m.ID)
	case len(m.Basis) == 0:
		return fmt.Errorf("rule %s: no basis", m.ID)
	case m.Version < 1:
		return fmt.Errorf("rule %s: no version", m.ID)
	case !m.Until.IsZero() && m.Until < m.Since:
		return fmt.Errorf("rule %s: ends before it begins", m.ID)
	case !strings.Contains("FEWI", string(m.Severity)) || !strings.Contains("AHM", string(m.Auto)):
		return fmt.Errorf("rule %s: severity %q or auto %q unknown", m.ID, m.Severity, m.Auto)
	}
	return nil
}
