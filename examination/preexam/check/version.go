package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"

	"zhibao/law/rule"
)

// Version names a set of rules: their number and a digest over ids, versions, dates and what each
// demands, on what basis and how gravely, so that two reports with the same version were made by the
// same rules and say the same of them.
func Version(rules []Rule) string {
	if l := lastVersion.Load(); l != nil && slices.EqualFunc(l.rules, rules, said) {
		return l.version
	}
	l := &versioned{version: version(rules)}
	for i := range rules {
		l.rules = append(l.rules, Rule{Meta: rules[i].Meta})
		l.rules[i].Basis = slices.Clone(rules[i].Basis)
	}
	lastVersion.Store(l)
	return l.version
}

// A versioned is a set of rules with its version. Every report states it, and nearly always it is that of
// the set before: to see that nothing was changed costs a twentieth of the digest.
type versioned struct {
	rules   []Rule // what the digest is made of
	version string
}

var lastVersion atomic.Pointer[versioned]

// said reports whether two rules say the same in a version.
func said(a, b Rule) bool {
	return a.ID == b.ID && a.Version == b.Version && a.Severity == b.Severity && a.Since == b.Since && a.Until == b.Until &&
		a.Title == b.Title && a.Level == b.Level && a.Auto == b.Auto &&
		slices.EqualFunc(a.Basis, b.Basis, func(c, d rule.Cite) bool {
			return c.Text == d.Text && c.Version == d.Version && c.Article == d.Article
		})
}

func version(rules []Rule) string {
	// Every report states it, so it is put together without the detours of formatting.
	b := make([]byte, 0, 200*len(rules))
	for i := range rules {
		m := &rules[i].Meta
		b = append(append(b, m.ID...), '/')
		b = append(strconv.AppendInt(b, int64(m.Version), 10), '/')
		b = append(append(b, m.Severity...), '/')
		b = append(append(b, m.Since.String()...), '/')
		b = append(append(b, m.Until.String()...), '/')
		b = append(append(append(append(b, m.Title...), '/'), m.Level...), m.Auto...)
		for _, c := range m.Basis {
			b = append(append(append(append(b, '/'), c.Text...), c.Version...), c.Article...)
		}
		b = append(b, '\n')
	}
	sum := sha256.Sum256(b)
	return fmt.Sprintf("%d-%s", len(rules), hex.EncodeToString(sum[:])[:10])
}
