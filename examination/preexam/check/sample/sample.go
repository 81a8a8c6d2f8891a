// Package sample (规则样例) reads the sample file of a rule: a good application over which the
// rule is silent, a bad one over which it reports, and what it must report. The tests of every
// rule and the documentation page of the rules read the same file.
//
// A sample is a txtar archive named after the rule, testdata/clm-010.sample:
//
//	Words before the first section explain the sample.
//	-- kind --
//	发明
//	-- on --
//	2026-11-23
//	-- good/权利要求书 --
//	1. 一种折叠支架，其特征在于，包括底座。
//	-- bad/权利要求书 --
//	1. 一种折叠支架，其特征在于，包括底座等。
//	-- want --
//	等
//	权利要求书 | 等 | 不确定
//
// kind and on may be left out (发明, 2026-11-23) or given for one variant as bad/kind. A variant
// is good or bad, or either with a digit: good2, bad2 with want2. Its sections are the parts of
// the application by their Chinese names (see Application for how lines become blocks),
// 请求书.json (patent.Request), facts.json (check.Facts) and app.json (patent.Application
// without texts: figures, views, entries, forms, package flag). A line of want is the quote, or
// "part | quote | words of the message"; an empty quote is a finding about a part as a whole.
package sample

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"zhibao/internal/sorting"
	"zhibao/law/calendar"
)

// A Sample is one sample file.
type Sample struct {
	ID      string // rule, "CLM-010"
	Comment string // words before the first section
	Good    []Variant
	Bad     []Variant

	shared []section // kind and on, for all variants
}

// A Variant is one application of a sample with what the rule must say about it.
type Variant struct {
	Name     string // "good", "bad2"
	Sections []Section
	Wants    []Want // of a bad variant, at least one
}

// A Section is one text of a variant, by the name behind its slash.
type Section struct{ Name, Text string }

// A Want is one finding that the rule must report.
type Want struct {
	Part  string // empty: any
	Quote string
	Words string // must occur in the message
}

// On is the day on which a sample is checked unless it says otherwise.
func On() calendar.Day { return calendar.MustDay("2026-11-23") }

// File returns the path of a rule's sample inside its package: testdata/clm-010.sample.
func File(id string) string { return "testdata/" + strings.ToLower(id) + ".sample" }

// Read reads the sample of a rule from the files that its package embeds.
func Read(fsys fs.FS, id string) (*Sample, error) {
	b, err := fs.ReadFile(fsys, File(id))
	if err != nil {
		return nil, fmt.Errorf("rule %s has no sample: %w", id, err)
	}
	s, err := parse(id, string(b))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", File(id), err)
	}
	return s, nil
}

type section = Section

func parse(id, text string) (*Sample, error) {
	s := &Sample{ID: id}
	comment, all := archive(text)
	s.Comment = strings.TrimSpace(comment)
	byName := map[string]*Variant{}
	wants := map[string][]Want{}
	for _, sec := range all {
		variant, name, ok := strings.Cut(sec.Name, "/")
		switch {
		case ok && (strings.HasPrefix(variant, "good") || strings.HasPrefix(variant, "bad")):
			v := byName[variant]
			if v == nil {
				v = &Variant{Name: variant}
				byName[variant] = v
			}
			v.Sections = append(v.Sections, Section{name, sec.Text})
		case sec.Name == "kind" || sec.Name == "on":
			s.shared = append(s.shared, sec)
		case strings.HasPrefix(sec.Name, "want"):
			wants["bad"+strings.TrimPrefix(sec.Name, "want")] = parseWants(sec.Text)
		default:
			return nil, fmt.Errorf("section %q is neither kind, on, want nor good/… or bad/…", sec.Name)
		}
	}
	for name, v := range byName {
		v.Sections = slices.Concat(s.shared, v.Sections)
		if strings.HasPrefix(name, "good") {
			s.Good = append(s.Good, *v)
			continue
		}
		if v.Wants = wants[name]; len(v.Wants) == 0 {
			return nil, fmt.Errorf("%s has no section %s with at least one line", name, "want"+strings.TrimPrefix(name, "bad"))
		}
		delete(wants, name)
		s.Bad = append(s.Bad, *v)
	}
	for name := range wants {
		return nil, fmt.Errorf("a want section has no %s/… to stand against", name)
	}
	if len(s.Good) == 0 || len(s.Bad) == 0 {
		return nil, fmt.Errorf("a sample needs good/… and bad/…")
	}
	byVariant := func(a, b Variant) int { return cmp.Compare(a.Name, b.Name) }
	sorting.By(s.Good, byVariant)
	sorting.By(s.Bad, byVariant)
	return s, nil
}

func parseWants(text string) (out []Want) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		f := strings.SplitN(line, "|", 3)
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if len(f) == 3 {
			out = append(out, Want{f[0], f[1], f[2]})
		} else {
			out = append(out, Want{Quote: line})
		}
	}
	return out
}

// archive cuts a txtar archive into the words before the first marker and its sections.
func archive(text string) (comment string, out []section) {
	var b strings.Builder
	name := ""
	flush := func() {
		if name == "" {
			comment = b.String()
		} else {
			out = append(out, section{name, strings.TrimSuffix(b.String(), "\n")})
		}
		b.Reset()
	}
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "-- ") && strings.HasSuffix(trimmed, " --") && len(trimmed) > 6 {
			flush()
			name = strings.TrimSpace(trimmed[3 : len(trimmed)-3])
			continue
		}
		b.WriteString(line)
	}
	flush()
	return comment, out
}

// Section returns the text of a section, or nothing.
func (v *Variant) Section(name string) string {
	for _, s := range v.Sections {
		if s.Name == name {
			return s.Text
		}
	}
	return ""
}
