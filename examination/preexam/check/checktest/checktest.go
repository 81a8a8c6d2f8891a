// Package checktest (规则测试) proves the rules of a package by their samples: every rule is
// silent over the good application and finds in the bad one exactly what its sample says.
package checktest

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Run tests the rules of a package against testdata/<id>.sample in samples, the files that the
// package embeds. It fails for a rule without a sample, a sample without a rule, a rule that is
// listed twice or described badly, a good application that the rule does not pass, and a bad one
// whose findings are not those of the section want, one for one and in any order.
func Run(t *testing.T, rules []check.Rule, samples fs.FS) {
	t.Helper()
	files, err := fs.Glob(samples, "testdata/*.sample")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i := range rules {
		r := &rules[i]
		t.Run(r.ID, func(t *testing.T) {
			describe(t, r)
			if seen[r.ID] {
				t.Fatalf("%s is listed twice", r.ID)
			}
			seen[r.ID] = true
			files = slices.DeleteFunc(files, func(f string) bool { return f == sample.File(r.ID) })
			s, err := sample.Read(samples, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range s.Good {
				good(t, r, v)
			}
			for _, v := range s.Bad {
				bad(t, r, v)
			}
			hollow(r)
		})
	}
	for _, f := range files {
		t.Errorf("%s belongs to no rule", f)
	}
}

// describe fails for a rule that an applicant could not understand: without title, basis or level,
// or with an English title that is not English.
func describe(t *testing.T, r *check.Rule) {
	t.Helper()
	if err := r.Meta.Check(); err != nil {
		t.Error(err)
	}
	if r.Run == nil {
		t.Fatalf("%s does nothing", r.ID)
	}
	if strings.ContainsFunc(r.English, func(c rune) bool { return c >= 0x2E80 && c <= 0x9FFF }) {
		t.Errorf("%s: the English title %q holds Chinese characters", r.ID, r.English)
	}
}

// good demands that the rule ran and found nothing. A rule that was skipped, or that is not in
// force, proves nothing by its silence.
func good(t *testing.T, r *check.Rule, v sample.Variant) {
	t.Helper()
	in, err := v.Input()
	if err != nil {
		t.Fatal(err)
	}
	rep := check.Run(in, []check.Rule{*r})
	for _, f := range slices.Concat(rep.Findings, rep.Questions) {
		t.Errorf("%s: false finding on %q: %s", v.Name, f.Quote, f.Message)
	}
	for _, s := range rep.Skipped {
		t.Errorf("%s: not evaluated: %s", v.Name, s.Why)
	}
	// The three ways in which a rule can be left out look the same from here.
	if len(rep.Findings)+len(rep.Questions)+len(rep.Skipped)+len(rep.Passed) == 0 {
		t.Errorf("%s: the rule did not run: not in force on %s, not for %s, or %s absent", v.Name, in.On, in.App.Kind, r.Part)
	}
}

// bad demands exactly the findings of the sample: each wanted one takes one away, and nothing may
// be left over.
func bad(t *testing.T, r *check.Rule, v sample.Variant) {
	t.Helper()
	in, err := v.Input()
	if err != nil {
		t.Fatal(err)
	}
	rep := check.Run(in, []check.Rule{*r})
	for _, s := range rep.Skipped {
		t.Errorf("%s: not evaluated: %s", v.Name, s.Why)
	}
	// The wants are compared without order: a rule may report its places as it likes.
	rest := slices.Concat(rep.Findings, rep.Questions)
	for _, f := range rest {
		sound(t, in.App, f)
		if (f.Question != "") != (r.Auto == rule.Manual) {
			t.Errorf("%s: a rule of kind %s may not report: %s", v.Name, r.Auto, f.Message)
		}
	}
	for _, w := range v.Wants {
		i := slices.IndexFunc(rest, func(f check.Finding) bool {
			return (w.Part == "" || string(f.Part) == w.Part) && f.Quote == w.Quote && strings.Contains(f.Message, w.Words)
		})
		if i < 0 {
			t.Errorf("%s: not found: part %q quote %q message with %q", v.Name, w.Part, w.Quote, w.Words)
			continue
		}
		rest = slices.Delete(rest, i, i+1)
	}
	for _, f := range rest {
		t.Errorf("%s: not wanted: %s | %s | %s", v.Name, f.Part, f.Quote, f.Message)
	}
}

// sound reports a finding whose quote does not stand where it says, or that says nothing.
func sound(t *testing.T, app *patent.Application, f check.Finding) {
	t.Helper()
	text := app.Text(f.Part).Text
	switch {
	case f.Start < 0 || f.End < f.Start || f.End > len(text) || text[f.Start:f.End] != f.Quote:
		t.Errorf("%s: quote %q does not stand at [%d, %d) of %s", f.Rule, f.Quote, f.Start, f.End, f.Part)
	case !utf8.ValidString(f.Quote):
		t.Errorf("%s: quote %q cuts a character", f.Rule, f.Quote)
	case f.Question != "" && !strings.HasSuffix(f.Question, "？"):
		t.Errorf("%s: %q is no question", f.Rule, f.Question)
	case f.Message == "" || f.Suggestion == "":
		t.Errorf("%s: message or suggestion missing on %q", f.Rule, f.Quote)
	}
	for _, x := range f.Passages {
		if words := app.Text(x.Part).Text; x.End > len(words) || words[x.Start:x.End] != x.Quote {
			t.Errorf("%s: passage %q does not stand at [%d, %d) of %s", f.Rule, x.Quote, x.Start, x.End, x.Part)
		}
	}
}

// hollow runs the rule over applications that hold nothing, where it must not panic.
func hollow(r *check.Rule) {
	all := check.Facts{Registry: &check.RegistryFacts{}, Filing: &check.FilingFacts{},
		Settings: &check.SettingsFacts{}, Earlier: &check.EarlierFacts{}, Gallery: &check.GalleryFacts{}}
	for _, kind := range []patent.Kind{"", patent.Invention, patent.UtilityModel, patent.Design} {
		app := &patent.Application{Kind: kind, Package: true, Request: &patent.Request{}}
		check.Run(check.Input{App: app, On: sample.On(), Facts: all}, []check.Rule{*r})
	}
}
