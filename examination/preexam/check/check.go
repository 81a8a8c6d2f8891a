// Package check (预审检查) is the rule engine of the pre-examination: dated rules over the text
// of an application and over what the center knows. The applicant's self-check, the command
// line and the examiner's desk run the same rules in the same version.
//
// Notice 1.2.3: stricter checking of subject, form and content. A rule is one file in a
// sub-package; catalogue lists them all.
package check

import (
	"cmp"
	"slices"
	"sync"

	"zhibao/internal/sorting"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/claim"
	"zhibao/patent/prose"
)

// A Need is something beyond the files on which a rule depends.
type Need string

// The needs of rules; a rule whose need is not met is listed as not evaluated, with the reason.
const (
	Registry Need = "registry" // the register of entities and agencies
	Filing   Need = "filing"   // what the applicant reported after filing with CNIPA
	Settings Need = "settings" // lists and policies of the center
	Earlier  Need = "earlier"  // what the center remembers of earlier cases
	Public   Need = "public"   // a stock of published applications to compare with
	Form     Need = "form"     // a request form among the files
	Bundle   Need = "bundle"   // a whole filing package, not a loose text
	Reading  Need = "reading"  // an engine of this machine that reads the words in pictures
	Gallery  Need = "gallery"  // pictures of earlier cases of the center
)

// Title says why a rule with this need was not evaluated.
func (n Need) Title() string {
	switch n {
	case Registry:
		return "需要中心的备案与登记记录"
	case Filing:
		return "需要正式提交后的申请号、受理通知与缴费信息"
	case Settings:
		return "需要中心的领域清单与规定"
	case Earlier:
		return "提交后由中心与以往案件比对"
	case Public:
		return "本中心没有载入用于比对的已公布专利"
	case Form:
		return "文件中没有请求书"
	case Reading:
		return "未启用本机文字识别"
	case Gallery:
		return "需要与以往案件的图片比对"
	default:
		return "只在完整案卷包中检查"
	}
}

// A Rule is a dated rule that can be run.
type Rule struct {
	rule.Meta
	For   []patent.Kind // kinds to which it applies, none for all
	Part  patent.Part   // part that must be present, empty for none; if it is absent the rule is silent
	Needs []Need
	Run   func(*Pass)
}

// Applies reports whether the rule concerns the kind. An unknown kind is treated as invention
// or utility model: rules of designs alone are left out.
func (r *Rule) Applies(k patent.Kind) bool {
	if len(r.For) == 0 || slices.Contains(r.For, k) {
		return true
	}
	return k == "" && slices.Contains(r.For, patent.Invention) && slices.Contains(r.For, patent.UtilityModel)
}

// An Input is one application to be checked on a day against what is known.
type Input struct {
	App   *patent.Application
	On    calendar.Day
	Facts Facts
}

// A Finding is one defect with the words where it stands. Start and End are bytes into the text
// of Part; both are 0 and Quote is empty when the finding concerns the part as a whole.
type Finding struct {
	Rule       string
	Version    int
	Title      string
	Severity   rule.Severity
	Level      rule.Level
	Auto       rule.Auto
	Basis      string
	InForce    string `json:",omitempty"` // since when the texts of the basis are in force
	Part       patent.Part
	Claim      int    // claim number, 0 if none
	Paragraph  string // paragraph number or figure label, empty if none
	Quote      string // exact substring of the part's text
	Start, End int
	Message    string // Chinese: what is wrong, here
	Suggestion string // Chinese: how to put it right
	Inside     string `json:",omitempty"` // Chinese, for the people of the center alone: which cases and parties; then the whole finding is theirs until it is notified

	Question string    `json:",omitempty"` // what the examiner is asked; then it is no defect until answered
	Passages []Passage `json:",omitempty"` // of a question: where to look; else: further places of the defect
}

// A Skipped is a rule that the input could not decide.
type Skipped struct {
	Rule string `json:"rule"`
	Why  string `json:"why"`
}

// A Report is the outcome of all rules in force on the day.
type Report struct {
	Kind         patent.Kind
	On           calendar.Day
	RulesVersion string
	Findings     []Finding // by part, then position, then severity
	Questions    []Finding `json:",omitempty"` // what the examiner has to judge, in the same order
	Skipped      []Skipped
	Passed       []string // ids of rules that ran and found or asked nothing
}

// Worst reports whether the report holds a finding that forbids passing (severity F or E).
func (r *Report) Worst() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Severity == rule.Fatal || f.Severity == rule.Error
	})
}

// Count returns how many findings have the severity.
func (r *Report) Count(s rule.Severity) (n int) {
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// A Pass is what a rule sees while it runs, and where it reports.
type Pass struct {
	App   *patent.Application
	On    calendar.Day
	Facts Facts

	claims func() *claim.Set
	prose  func() *prose.Description
	rule   *Rule
	found  []*Finding
	keys   map[string]*Finding // of Once
	lacked []Skipped
}

// Lacks notes that a part of the rule could not be evaluated for want of something, whatever the rest of
// it finds.
func (p *Pass) Lacks(n Need) { p.lacked = append(p.lacked, Skipped{p.rule.ID, n.Title()}) }

// Claims returns the claim set, read once for all rules.
func (p *Pass) Claims() *claim.Set { return p.claims() }

// Prose returns the structure of the description, read once for all rules.
func (p *Pass) Prose() *prose.Description { return p.prose() }

// Text returns the text of a part, never nil.
func (p *Pass) Text(part patent.Part) *patent.Text { return p.App.Text(part) }

// At reports a finding at bytes [start, end) of the part's text.
func (p *Pass) At(part patent.Part, start, end int, message, suggestion string) *Finding {
	f := p.add(part, message, suggestion)
	t := p.App.Text(part)
	if start >= 0 && start < end && end <= len(t.Text) {
		f.Start, f.End, f.Quote = start, end, t.Text[start:end]
		if i := t.At(start); i >= 0 {
			f.Paragraph = t.Blocks[i].Number
		}
		if part == patent.Claims {
			f.Claim, f.Paragraph = p.claimAt(start), ""
		}
	}
	return f
}

// Whole reports a finding about a part, or about patent.Whole, without a position.
func (p *Pass) Whole(part patent.Part, message, suggestion string) *Finding {
	return p.add(part, message, suggestion)
}

func (p *Pass) add(part patent.Part, message, suggestion string) *Finding {
	r := p.rule
	p.found = append(p.found, &Finding{
		Rule: r.ID, Version: r.Version, Title: r.Title, Severity: r.Severity, Level: r.Level, Auto: r.Auto,
		Basis: r.Cites(), InForce: r.InForce(), Part: part, Message: message, Suggestion: suggestion,
	})
	return p.found[len(p.found)-1]
}

func (p *Pass) claimAt(offset int) int {
	if c := p.Claims().At(offset); c != nil {
		return c.Number
	}
	return 0
}

// Run runs the rules that are in force on in.On and concern the kind.
func Run(in Input, rules []Rule) *Report {
	p := &Pass{App: in.App, On: in.On, Facts: in.Facts}
	p.claims = sync.OnceValue(func() *claim.Set { return claim.Parse(in.App.Text(patent.Claims)) })
	p.prose = sync.OnceValue(func() *prose.Description { return prose.Read(in.App.Text(patent.Description)) })
	rep := &Report{Kind: in.App.Kind, On: in.On, RulesVersion: Version(rules)}
	passed := make([]string, 0, len(rules)) // most do
	for i := range rules {
		r := &rules[i]
		if !r.On(in.On) || !r.Applies(in.App.Kind) {
			continue
		}
		if why := in.lacks(r); why != "" {
			rep.Skipped = append(rep.Skipped, Skipped{r.ID, why})
			continue
		}
		if r.Part != "" && !in.App.Has(r.Part) {
			continue
		}
		p.rule, p.keys = r, nil
		before := len(p.found)
		p.lacked = nil
		r.Run(p)
		rep.Skipped = append(rep.Skipped, p.lacked...)
		if len(p.found) == before && len(p.lacked) == 0 {
			passed = append(passed, r.ID)
		}
	}
	if len(passed) > 0 {
		rep.Passed = passed
	}
	rep.Questions = ordered(p.found, true)
	rep.Findings = ordered(p.found, false)
	return rep
}

// lacks returns the reason for which the rule cannot be evaluated, or nothing.
func (in *Input) lacks(r *Rule) string {
	for _, n := range r.Needs {
		missing := false
		switch n {
		case Registry:
			missing = in.Facts.Registry == nil
		case Filing:
			missing = in.Facts.Filing == nil
		case Settings:
			missing = in.Facts.Settings == nil
		case Earlier:
			missing = in.Facts.Earlier == nil
		case Public:
			missing = in.Facts.Published == nil
		case Form:
			missing = in.App.Request == nil
		case Bundle:
			missing = !in.App.Package
		case Reading:
			missing = unread(in.App)
		case Gallery:
			missing = in.Facts.Gallery == nil
		}
		if missing {
			return n.Title()
		}
	}
	return ""
}

// unread reports that there are pictures to be looked at and no engine looked for words in any.
func unread(a *patent.Application) bool {
	shown := false
	for _, list := range [][]patent.Figure{a.Figures, a.Views} {
		for _, f := range list {
			if f.Read != "" {
				return false
			}
			shown = shown || f.Present && f.Problem == "" && !f.Blank
		}
	}
	return shown
}

// ordered picks the questions, or else what is no question, and puts them in the order of the report.
func ordered(all []*Finding, questions bool) []Finding {
	order := map[patent.Part]int{}
	for i, p := range patent.Parts() {
		order[p] = i
	}
	fs := slices.DeleteFunc(slices.Clone(all), func(f *Finding) bool { return (f.Question != "") != questions })
	sorting.Stable(fs, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(order[a.Part], order[b.Part]), cmp.Compare(a.Start, b.Start),
			cmp.Compare(rank(a.Severity), rank(b.Severity)), cmp.Compare(a.Rule, b.Rule))
	})
	out := slices.Grow([]Finding(nil), len(fs))
	for _, f := range fs {
		out = append(out, *f)
	}
	return out
}

func rank(s rule.Severity) int {
	return slices.Index([]rule.Severity{rule.Fatal, rule.Error, rule.Warning, rule.Info}, s)
}
