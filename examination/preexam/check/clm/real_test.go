package clm

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/internal/sharedata"
	"zhibao/law/rule"
	"zhibao/patent"
)

// furniture is what the page had behind a claim set when its text was taken from a PDF.
var furniture = regexp.MustCompile(`CN\s?1[0-9]{8}[A-Z]说明书[\s\S]*$`)

// published reads the claim sets of published applications. A set in which a table of the
// description was taken for claims is left out.
func published(t testing.TB) (out []*patent.Application) {
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
		a := &patent.Application{Kind: patent.Invention, Title: d.Title, Reader: d.ID, Texts: map[patent.Part]*patent.Text{}}
		claims, abs := &patent.Text{Part: patent.Claims}, &patent.Text{Part: patent.Abstract}
		for i, c := range d.Claims {
			claims.Append(patent.ClaimText, fmt.Sprint(i+1), fmt.Sprintf("%d.%s", i+1, c))
		}
		abs.Append(patent.Paragraph, "", d.Abstract)
		if a.Texts[patent.Claims], a.Texts[patent.Abstract] = claims, abs; len(d.Claims) > 0 && !strings.Contains(furniture.ReplaceAllString(claims.Text, ""), "[00") {
			out = append(out, a)
		}
	}
	return out
}

// judged returns the findings that were looked at, as "CLM-010 kp0049 14".
func judged(t *testing.T) map[string]bool {
	b, err := os.ReadFile(filepath.Join("testdata", "judged.txt"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 2 && strings.HasPrefix(f[0], "CLM-") && strings.HasPrefix(f[1], "kp") {
			for _, c := range f[2:] {
				out[f[0]+" "+f[1]+" "+c] = true
			}
		}
	}
	return out
}

// TestPublished runs the rules over published claims, which are mostly right. Every finding that
// would stop an application was looked at once; more than one new in twenty documents fails, and
// so does the loss of one in fifty of those that are right.
func TestPublished(t *testing.T) {
	apps, known := published(t), judged(t)
	var fresh []string
	kept, total := map[string]bool{}, len(known)
	count, docs, last := map[string]int{}, map[string]int{}, map[string]string{}
	for _, a := range apps {
		for _, f := range check.Run(check.Input{App: a, On: sample.On()}, Rules()).Findings {
			key := f.Rule + " " + string(f.Severity)
			count[key]++
			if last[key] != a.Reader {
				docs[key]++
				last[key] = a.Reader
			}
			if f.Severity != rule.Error && f.Severity != rule.Fatal {
				continue
			}
			k := fmt.Sprintf("%s %s %d", f.Rule, a.Reader, f.Claim)
			if kept[k] = true; !known[k] {
				fresh = append(fresh, k+" "+f.Message)
			}
		}
	}
	for k := range kept {
		delete(known, k)
	}
	for k, n := range count {
		t.Logf("%s: %d findings in %d of %d documents", k, n, docs[k], len(apps))
	}
	if len(fresh)*20 > len(apps) {
		t.Errorf("%d findings that nobody judged in %d documents: %s", len(fresh), len(apps), strings.Join(fresh[:min(len(fresh), 20)], "\n"))
	}
	if len(known)*50 > total {
		t.Errorf("%d of %d judged findings are no longer made: %v", len(known), total, known)
	}
}
