// Package fin (费用) computes what has to be paid for a filing, by the dated tariff, and holds
// the rule that shows it. A fast-lane case fails if it is not paid in time, so the applicant
// sees the amount before filing.
//
// Notice 1.2.3. The amounts are known, not read in a text; the payment notice of CNIPA decides.
package fin

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/check"
)

//go:embed testdata/*.sample
var samples embed.FS

// Samples returns the sample of every rule, testdata/fin-001.sample.
func Samples() fs.FS { return samples }

// Rules returns the rules about fees.
func Rules() []check.Rule { return []check.Rule{fin001()} }
