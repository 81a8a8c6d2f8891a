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
	"zhibao/patent"
)

// furniture is what the page had around a claim when its text was taken from a PDF.
var furniture = regexp.MustCompile(`CN\s?1[0-9]{8}[A-Z](?:说明书|权利要求书)[\s\S]*$`)

// published reads the claim sets of published applications.
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
		if len(d.Claims) == 0 {
			continue
		}
		damaged := false // tables of the page were taken for claims
		a := &patent.Application{Kind: patent.Invention, Title: d.Title, Reader: d.ID, Texts: map[patent.Part]*patent.Text{}}
		claims, abs := &patent.Text{Part: patent.Claims}, &patent.Text{Part: patent.Abstract}
		for i, c := range d.Claims {
			c = furniture.ReplaceAllString(c, "")
			if strings.Contains(c, "[00") {
				damaged = true
			}
			claims.Append(patent.ClaimText, fmt.Sprint(i+1), fmt.Sprintf("%d.%s", i+1, c))
		}
		if damaged {
			continue
		}
		abs.Append(patent.Paragraph, "", d.Abstract)
		a.Texts[patent.Claims], a.Texts[patent.Abstract] = claims, abs
		out = append(out, a)
	}
	return out
}

func TestPublished(t *testing.T) {
	apps := published(t)
	count := map[string]int{}
	docs := map[string]int{}
	var dump strings.Builder
	for _, a := range apps {
		rep := check.Run(check.Input{App: a, On: sample.On()}, Rules())
		seen := map[string]bool{}
		for _, f := range rep.Findings {
			key := f.Rule + string(f.Severity)
			count[key]++
			if !seen[key] {
				docs[key]++
				seen[key] = true
			}
			text := a.Text(f.Part).Text
			lo, hi := max(0, f.Start-90), min(len(text), f.End+60)
			fmt.Fprintf(&dump, "%s %s %s c%d [%s] %s || …%s⟦%s⟧%s…\n", f.Rule, f.Severity, a.Reader, f.Claim, f.Quote, f.Message, strings.ToValidUTF8(strings.ReplaceAll(text[lo:f.Start], "\n", "¶"), ""), f.Quote, strings.ToValidUTF8(strings.ReplaceAll(text[f.End:hi], "\n", "¶"), ""))
		}
	}
	if out := os.Getenv("DUMP"); out != "" {
		os.WriteFile(out, []byte(dump.String()), 0o644)
	}
	for k, n := range count {
		t.Logf("%s: %d findings in %d of %d", k, n, docs[k], len(apps))
	}
}
