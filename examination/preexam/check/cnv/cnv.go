// Package cnv (离线编辑器预检) holds what the converter of the office for Word documents is known to refuse
// before it writes a package, as far as no other chapter has it: whoever mends it here need not meet it
// there. That converter publishes no list; what is here was observed in use and is no law.
//
// Notice 1.2.3 (格式). A rule is one file, rule_cnv001.go, and is proved by testdata/cnv-001.sample.
package cnv

import (
	"embed"
	"fmt"
	"io/fs"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/cnv-001.sample and so on.
func Samples() fs.FS { return samples }

// Rules returns the rules, in the order of their numbers.
func Rules() []check.Rule { return []check.Rule{cnv001(), cnv002(), cnv003(), cnv004(), cnv005()} }

// observed cites a check of the converter. Its own text was not at hand.
func observed(what string) []rule.Cite {
	return []rule.Cite{{Text: "电子申请离线编辑器预检：", Article: what, Sure: rule.Known}}
}

// written lists the parts that people write, in which the converter looks at characters.
func written() []patent.Part {
	return []patent.Part{patent.Claims, patent.Description, patent.Abstract, patent.Brief}
}

// traced reports the traces of one kind, once for each file and part.
func traced(p *check.Pass, severity rule.Severity, kind, what, fix string) {
	type place struct {
		part  patent.Part
		entry string
	}
	sum, words := map[place]int{}, map[place]string{}
	var order []place
	for _, t := range p.App.Traces {
		if t.Kind != kind {
			continue
		}
		at := place{t.Part, t.Entry}
		if at.part == "" {
			at.part = patent.Whole
		}
		if sum[at] == 0 {
			order = append(order, at)
		}
		sum[at]++
		words[at] += t.Words
	}
	for _, at := range order {
		where := ""
		if at.entry != "" {
			where = "文件“" + at.entry + "”"
		}
		said := ""
		if words[at] != "" {
			said = "：" + words[at]
		}
		p.Whole(at.part, fmt.Sprintf("%s中有%s%s", where, what, said), fix).Severity = severity
	}
}
