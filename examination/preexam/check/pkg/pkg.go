// Package pkg (案卷包检查) holds the rules about the filing package as a whole: what must be in it,
// whether its documents can be read and agree with their lists, and what must not be left in it.
//
// Notice 1.2.3 (格式). A rule is one file, rule_pkg001.go, and is proved by testdata/pkg-001.sample.
// Most rules are silent over a loose text, of which nobody knows what it lacks.
package pkg

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/pkg-001.sample and so on.
func Samples() fs.FS { return samples }

// Rules returns the rules about the package, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{
		pkg001(), pkg002(), pkg003(), pkg004(), pkg005(), pkg006(), pkg007(), pkg008(), pkg009(),
		pkg010(), pkg011(), pkg012(), pkg013(), pkg014(), pkg015(), pkg016(), pkg017(),
	}
}

// bundled makes a rule about a whole package.
func bundled(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, Needs: []check.Need{check.Bundle}, Run: run}
}

// filled makes a rule about the request form.
func filled(m rule.Meta, run func(*check.Pass, *patent.Request)) check.Rule {
	return check.Rule{Meta: m, Needs: []check.Need{check.Form}, Run: func(p *check.Pass) { run(p, p.App.Request) }}
}
