// Package um (实用新型检查) holds the rules that concern utility models alone, UM-001 to UM-008: what
// can be protected by one, and what its papers must hold.
//
// Notice 1.2.3. Each rule is one file; UM-003 to 006 and 008 are questions to the examiner.
package um

import (
	"embed"

	"zhibao/examination/preexam/check"
	"zhibao/patent"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample files of the rules.
func Samples() embed.FS { return samples }

// Rules returns the rules, in the order of the catalogue.
func Rules() []check.Rule {
	return []check.Rule{um001(), um002(), um003(), um004(), um005(), um006(), um007(), um008()}
}

func utilityModel() []patent.Kind { return []patent.Kind{patent.UtilityModel} }
