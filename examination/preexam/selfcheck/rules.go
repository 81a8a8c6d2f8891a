package selfcheck

import (
	"regexp"
	"slices"
	"strings"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/examination/preexam/check/sample"
	"zhibao/internal/web"
	"zhibao/law/rule"
)

// ruleView is one rule for the public.
type ruleView struct {
	ID, Title, Basis, Level, Severity, How, Since string
	Sure                                          bool // every citation was read in its text
	Comment                                       string
	Bad, Good                                     []textView
	Wants                                         []string // what is said about the bad one
}

// textView is one text of an example.
type textView struct{ Name, Text string }

// rulesView is one chapter of the rules.
type rulesView struct {
	Title   string
	Rules   []ruleView
	Version string
	All     int
}

// rulesPage shows one chapter of the rules in force, each with what it reports and what it lets pass.
func (p *Pages) rulesPage(c *web.Ctx) error {
	chapters := catalogue.Chapters()
	at := max(0, slices.IndexFunc(chapters, func(x catalogue.Chapter) bool { return x.Code == c.Query("of") }))
	tabs := web.Tabs{Label: c.T("章节", "Chapters")}
	for i, x := range chapters {
		tabs.Items = append(tabs.Items, web.Tab{Href: "/rules?of=" + x.Code, Label: c.T(x.Title, x.English), Count: len(x.Rules), Now: i == at})
	}
	ch := chapters[at]
	view := rulesView{Title: c.T(ch.Title, ch.English), Version: check.Version(p.Rules), All: len(p.Rules)}
	for i := range ch.Rules {
		r, err := ruleOf(c, &ch.Rules[i])
		if err != nil {
			return err
		}
		view.Rules = append(view.Rules, r)
	}
	c.Page = web.Page{Title: c.T("预审检查规则", "Rules of the check"), NoMark: true, Actions: []web.Link{{Href: "/check", Label: c.T("自检申请文件", "Check papers"), Tone: web.Blue}}}
	return c.Render("rules", struct {
		Tabs  web.Tabs
		Rules rulesView
	}{tabs, view})
}

// ruleOf puts a rule with its sample into words.
func ruleOf(c *web.Ctx, r *check.Rule) (ruleView, error) {
	out := ruleView{ID: r.ID, Title: c.T(r.Title, r.English), Basis: r.Cites(), Level: r.Level.Title(), Severity: r.Severity.Title(), How: how(c, r.Auto), Sure: true}
	if !r.Since.IsZero() {
		out.Since = r.Since.String()
	}
	for _, b := range r.Basis {
		out.Sure = out.Sure && (b.Sure == rule.Source || b.Sure == rule.Ours || b.Sure == "")
	}
	s, err := catalogue.Sample(r.ID)
	if err != nil {
		return out, err
	}
	out.Comment = s.Comment
	if len(s.Bad) > 0 {
		out.Bad = texts(c, s.Bad[0])
		for _, w := range s.Bad[0].Wants {
			if w.Quote != "" && !slices.Contains(out.Wants, w.Quote) {
				out.Wants = append(out.Wants, w.Quote)
			}
		}
	}
	if len(s.Good) > 0 {
		out.Good = texts(c, s.Good[0])
	}
	return out, nil
}

// heading is the mark before a heading in a sample.
var heading = regexp.MustCompile(`(?m)^#+ `)

// texts are the words of an example; what only a program reads is left out.
func texts(c *web.Ctx, v sample.Variant) (out []textView) {
	for _, s := range v.Sections {
		text := strings.TrimSpace(s.Text)
		switch {
		case strings.HasSuffix(s.Name, ".json") || s.Name == "on":
		case s.Name == "kind":
			out = append(out, textView{Name: c.Word(text)})
		default:
			out = append(out, textView{s.Name, heading.ReplaceAllString(text, "")})
		}
	}
	return out
}

// how says who decides.
func how(c *web.Ctx, a rule.Auto) string {
	switch a {
	case rule.Deterministic:
		return c.T("由系统判定", "decided by the program")
	case rule.Heuristic:
		return c.T("由系统提出，预审员可说明理由后不采纳", "found by the program; the examiner may dismiss it with a reason")
	}
	return c.T("由系统汇集内容，预审员判断", "asked by the program, answered by the examiner")
}
