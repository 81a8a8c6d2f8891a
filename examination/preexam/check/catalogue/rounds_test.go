package catalogue

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/internal/sharedata"
	"zhibao/law/rule"
	"zhibao/patent"
)

// published reads claim sets with titles and abstracts of published applications.
func published(t testing.TB) (names []string, apps []*patent.Application) {
	f, err := os.Open(filepath.Join(sharedata.Dir(t, "cn-patents-kppatent-zh"), "patents_tac_693.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		var d struct {
			ID, Title, Abstract string
			Claims              []string
		}
		if err := json.Unmarshal(in.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		if len(d.Claims) == 0 {
			continue
		}
		claims, abs := &patent.Text{Part: patent.Claims}, &patent.Text{Part: patent.Abstract}
		for i, c := range d.Claims {
			claims.Append(patent.ClaimText, fmt.Sprint(i+1), fmt.Sprintf("%d.%s", i+1, c))
		}
		abs.Append(patent.Paragraph, "", d.Abstract)
		names = append(names, d.ID)
		apps = append(apps, &patent.Application{Kind: patent.Invention, Title: d.Title,
			Texts: map[patent.Part]*patent.Text{patent.Claims: claims, patent.Abstract: abs}})
	}
	return names, apps
}

// without is the application as its applicant would send it again with the words of one finding taken
// out and everything else as it was. It returns where a byte of the old part stands in the new one.
func without(app *patent.Application, f *check.Finding) (*patent.Application, func(int) int) {
	out := *app
	out.Texts = map[patent.Part]*patent.Text{}
	for part, t := range app.Texts {
		if part != f.Part {
			out.Texts[part] = t
			continue
		}
		c := *t
		c.Text = t.Text[:f.Start] + t.Text[f.End:]
		c.Blocks = slices.Clone(t.Blocks)
		for i := range c.Blocks {
			b := &c.Blocks[i]
			b.Start, b.End = shifted(b.Start, f), shifted(b.End, f)
		}
		out.Texts[part] = &c
	}
	return &out, func(at int) int {
		if at >= f.Start {
			return at + f.End - f.Start
		}
		return at
	}
}

func shifted(at int, f *check.Finding) int {
	switch {
	case at >= f.End:
		return at - (f.End - f.Start)
	case at > f.Start:
		return f.Start
	}
	return at
}

// structure are the rules whose words, taken out, leave another set of claims: without its reference a
// dependent claim is an independent one, and others stand behind the wrong one.
var structure = map[string]bool{"CLM-013": true}

// introduced reports whether the words of a finding were, whole or in part, where the text named before
// what 所述X calls X: then the name has lost its basis with them.
func introduced(text string, f *check.Finding, said string) bool {
	name := said
	for _, w := range []string{"所述", "该", "上述", "前述"} {
		name = strings.TrimPrefix(name, w)
	}
	for at := 0; ; at++ {
		k := strings.Index(text[at:], name)
		if k < 0 {
			return false
		}
		if at += k; at < f.End && at+len(name) > f.Start {
			return true
		}
	}
}

// TestEveryPlaceIsToldAtOnce takes the words of one finding out of real papers and checks again. What the
// same rule then finds in words that stood there before, it must have told the first time: a rule that
// tells only the first of several places sends an applicant through one round for each of them.
func TestEveryPlaceIsToldAtOnce(t *testing.T) {
	names, apps := real(t)
	pn, pa := published(t)
	names, apps = append(names, pn...), append(apps, pa...)
	limit := 25
	if testing.Short() {
		limit = 3
	}
	looked, tried := 0, map[string]int{}
	for i, a := range apps {
		one := Check(a, sample.On(), check.Facts{})
		done := map[string]bool{}
		for _, f := range one.Findings {
			if f.Severity == rule.Info || f.Quote == "" || structure[f.Rule] || done[f.Rule] || tried[f.Rule] >= limit {
				continue
			}
			done[f.Rule] = true
			tried[f.Rule]++
			b, old := without(a, &f)
			for _, y := range Check(b, sample.On(), check.Facts{}).Findings {
				if y.Rule != f.Rule || y.Quote == "" {
					continue
				}
				if y.Part == f.Part && y.Start <= f.Start && y.End >= f.Start {
					continue // the words have closed up over the gap
				}
				if y.Rule == "CLM-022" && introduced(a.Text(f.Part).Text, &f, y.Quote) {
					continue
				}
				start, end := y.Start, y.End
				if y.Part == f.Part {
					start, end = old(y.Start), old(y.End-1)+1
				}
				looked++
				if !slices.ContainsFunc(one.Findings, func(x check.Finding) bool {
					return x.Rule == y.Rule && slices.ContainsFunc(append(x.Further(), check.Passage{Part: x.Part, Start: x.Start, End: x.End}), func(z check.Passage) bool {
						return z.Part == y.Part && z.Start < end && z.End > start
					})
				}) {
					t.Errorf("%s: %s tells of %q only after %q is gone: %s", names[i], y.Rule, y.Quote, f.Quote, strings.TrimSpace(y.Message))
				}
			}
		}
	}
	t.Logf("%d findings of second rounds looked at, rules %d", looked, len(tried))
	if looked < 100 {
		t.Errorf("only %d findings were looked at: the test shows nothing", looked)
	}
}
