// Package fin (费用) finds in the papers what the fees of a filing depend on, has them worked out by
// the dated tariff of law/fee, and holds the rule that shows them. A fast-lane case fails if it is not paid in time, so the applicant
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
