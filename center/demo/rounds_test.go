package demo

import (
	"bytes"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/filing"
	"zhibao/patent/identity"
	"zhibao/patent/reader"
)

// A round is one version of a demo text with what the rules find in it.
type round struct {
	app   *patent.Application
	found []check.Finding
}

// examined sends the text through the writer, the reader and every rule.
func examined(t testing.TB, a text.Application) round {
	t.Helper()
	var buf bytes.Buffer
	if err := filing.Write(&buf, a.Filing(), filing.Official()); err != nil {
		t.Fatal(err)
	}
	app, err := reader.ReadFiles(t.Context(), []reader.File{{Name: "案卷包.zip", Size: int64(buf.Len()), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(buf.Bytes())), nil
	}}}, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return round{app, check.Run(check.Input{App: app, On: calendar.Date(2026, 11, 23)}, catalogue.Rules()).Findings}
}

// rounds calls f with two versions of many demo texts: some defects of the first are put right in
// the second and some remain.
func rounds(t *testing.T, f func(name string, one, two round)) {
	rng := rand.New(rand.NewPCG(8, 8))
	codes := make([]string, 0, 60)
	for _, d := range text.Defects() {
		codes = append(codes, d.Code)
	}
	step := 8
	if testing.Short() {
		step = 24
	}
	for i := 0; i < text.Count(); i += step {
		rng.Shuffle(len(codes), func(a, b int) { codes[a], codes[b] = codes[b], codes[a] })
		a := text.With(text.New(i), codes[:8+rng.IntN(8)]...)
		keep := slices.DeleteFunc(slices.Clone(a.Planted), func(string) bool { return rng.IntN(2) == 0 })
		f(a.Title, examined(t, a), examined(t, text.Corrected(a, keep...)))
	}
}

// TestFindingsFindTheirPlaceAgain counts the findings of a second version that were in the first
// already, in words and surroundings that nobody touched: at least 95 of 100 are found at the
// place to which the comparison of the versions leads.
func TestFindingsFindTheirPlaceAgain(t *testing.T) {
	again, all := 0, 0
	rounds(t, func(name string, one, two round) {
		places := map[patent.Part]*identity.Places{}
		for _, x := range one.found {
			if x.Quote == "" || !slices.ContainsFunc(two.found, func(y check.Finding) bool { return untouched(one.app, two.app, &x, &y) }) {
				continue
			}
			if places[x.Part] == nil {
				places[x.Part] = identity.NewPlaces(t.Context(), one.app.Text(x.Part), two.app.Text(x.Part))
			}
			all++
			at, ok := places[x.Part].Of(x.Start, x.End)
			if ok && slices.ContainsFunc(two.found, func(y check.Finding) bool {
				return y.Rule == x.Rule && y.Part == x.Part && y.Start == at.Start && y.End == at.End
			}) {
				again++
			} else if testing.Verbose() {
				t.Logf("%s: %s %q", name, x.Rule, x.Quote)
			}
		}
	})
	t.Logf("%d of %d findings in untouched words were found again", again, all)
	if all < 30 || again*100 < all*95 {
		t.Errorf("%d of %d findings were found again", again, all)
	}
}

// untouched reports whether y is x in a passage that is the same in both versions. It knows nothing
// of the comparison: it looks at the bytes around the words.
func untouched(a, b *patent.Application, x, y *check.Finding) bool {
	around := func(t *patent.Text, f *check.Finding) string {
		return t.Text[max(0, f.Start-60):min(len(t.Text), f.End+60)]
	}
	return x.Rule == y.Rule && x.Part == y.Part && x.Quote == y.Quote && x.Message == y.Message && around(a.Text(x.Part), x) == around(b.Text(y.Part), y)
}

// elsewhere names the rules that point at words because of what stands, or no longer stands, at
// another place, and says what they look at there.
func elsewhere() map[string]func(*patent.Application) string {
	whole := func(p patent.Part) func(*patent.Application) string {
		return func(a *patent.Application) string { return a.Text(p).Text }
	}
	return map[string]func(*patent.Application) string{
		"CLM-022": whole(patent.Claims),      // what a claim refers back to
		"DSC-011": whole(patent.Description), // the list of reference signs
		"REQ-027": whole(patent.Drawings),    // the figure of the abstract
	}
}

// TestNoSecondHelping: what the rules find in the second version in a passage that stood in the
// first they found there too, unless what it depends on was changed elsewhere. An applicant who
// corrects everything once does not hear of the next defect afterwards (挤牙膏).
func TestNoSecondHelping(t *testing.T) {
	seen := 0
	rounds(t, func(name string, one, two round) {
		for _, y := range two.found {
			if y.Severity == rule.Info || y.Quote == "" {
				continue
			}
			back := identity.NewPlaces(t.Context(), two.app.Text(y.Part), one.app.Text(y.Part))
			at, ok := back.Of(y.Start, y.End)
			if !ok || !at.Near {
				continue
			}
			if seen++; slices.ContainsFunc(one.found, func(x check.Finding) bool {
				return x.Rule == y.Rule && x.Part == y.Part && x.Start < at.End && x.End > at.Start
			}) {
				continue
			}
			if look := elsewhere()[y.Rule]; look != nil && look(one.app) != look(two.app) {
				continue
			}
			t.Errorf("%s: %s %s is found in the second round only", name, y.Rule, y.Message)
		}
	})
	t.Logf("%d findings of second rounds stand in passages of the first", seen)
	if seen < 30 {
		t.Errorf("only %d findings were looked at: the test shows nothing", seen)
	}
}
