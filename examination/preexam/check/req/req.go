// Package req (请求书检查) holds the rules about the request form: title, inventors, applicants,
// agency, priorities and declarations. Rules about the title also run where a text has a title
// but no form.
//
// Notice 1.2.3. A rule is one file, rule_req001.go, and is proved by testdata/req-001.sample.
package req

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/req-001.sample and so on.
func Samples() fs.FS { return samples }

// Rules returns the rules about the request form, in the order of their numbers.
func Rules() []check.Rule {
	return []check.Rule{
		req001(), req002(), req003(), req004(), req005(), req006(), req007(), req008(), req009(), req010(),
		req011(), req012(), req013(), req014(), req015(), req016(), req017(), req018(), req019(), req020(),
		req021(), req022(), req023(), req024(), req025(), req026(), req027(), req028(), req029(), req030(),
	}
}

// technical are the kinds that have claims and a description.
func technical() []patent.Kind { return []patent.Kind{patent.Invention, patent.UtilityModel} }

// titled makes a rule about the title of an invention or utility model.
func titled(m rule.Meta, run func(*check.Pass)) check.Rule {
	return check.Rule{Meta: m, For: technical(), Run: run}
}

// filled makes a rule about the fields of the request form.
func filled(m rule.Meta, run func(*check.Pass, *patent.Request)) check.Rule {
	return check.Rule{Meta: m, Needs: []check.Need{check.Form}, Run: func(p *check.Pass) { run(p, p.App.Request) }}
}
