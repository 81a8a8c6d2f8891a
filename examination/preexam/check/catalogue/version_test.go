package catalogue

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
)

// stated is a digest of what a rule says of itself: demand, basis, level, severity, dates.
func stated(m *rule.Meta) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%s|%s|%s|%s|%s", m.Title, m.Cites(), m.Level, m.Severity, m.Auto, m.Since, m.Until))
	return fmt.Sprintf("%x", sum[:6])
}

// TestChangedTextIsAnotherVersion holds each rule to what its version said before: an old report names
// the version, and whoever looks it up must not find another text. With -update new versions are
// noted; the text of one that is there is never replaced.
func TestChangedTextIsAnotherVersion(t *testing.T) {
	path := filepath.Join("testdata", "versions.txt")
	have, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	old := map[string]string{} // by rule and version
	for line := range strings.Lines(string(have)) {
		if f := strings.Fields(line); len(f) == 3 {
			old[f[0]+" "+f[1]] = f[2]
		}
	}
	var b strings.Builder
	for _, r := range Rules() {
		key := fmt.Sprint(r.ID, " ", r.Version)
		switch was := old[key]; {
		case was == "" && !*update:
			t.Errorf("%s is new: run go test ./examination/preexam/check/catalogue -update", key)
		case was != "" && was != stated(&r.Meta):
			t.Errorf("version %d of %s said something else: give it another Version", r.Version, r.ID)
		}
		for v := 1; v < r.Version; v++ { // what earlier versions said is kept
			if was := old[fmt.Sprint(r.ID, " ", v)]; was != "" {
				fmt.Fprintln(&b, r.ID, v, was)
			}
		}
		fmt.Fprintln(&b, key, stated(&r.Meta))
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVersionOfAll changes each thing that a rule says and demands another version of the whole.
func TestVersionOfAll(t *testing.T) {
	rules := Rules()[:3]
	was := check.Version(rules)
	for name, change := range map[string]func(*rule.Meta){
		"title": func(m *rule.Meta) { m.Title += "。" }, "severity": func(m *rule.Meta) { m.Severity = rule.Info }, "level": func(m *rule.Meta) { m.Level = rule.Advice },
		"auto": func(m *rule.Meta) { m.Auto = rule.Manual }, "since": func(m *rule.Meta) { m.Since++ }, "until": func(m *rule.Meta) { m.Until = 99999 }, "version": func(m *rule.Meta) { m.Version++ },
		"article": func(m *rule.Meta) {
			m.Basis = []rule.Cite{{Text: m.Basis[0].Text, Version: m.Basis[0].Version, Article: m.Basis[0].Article + "第一款"}}
		},
		"basis": func(m *rule.Meta) {
			m.Basis = append(m.Basis[:len(m.Basis):len(m.Basis)], rule.Cite{Text: "专利法"})
		},
	} {
		kept := rules[1].Meta
		change(&rules[1].Meta)
		if check.Version(rules) == was {
			t.Errorf("%s: the version of the rules is the same", name)
		}
		rules[1].Meta = kept
	}
}
