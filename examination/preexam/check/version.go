package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Version names a set of rules: their number and a digest over ids, versions and dates, so that
// two reports with the same version were made by the same rules.
func Version(rules []Rule) string {
	h := sha256.New()
	for i := range rules {
		m := &rules[i].Meta
		fmt.Fprintf(h, "%s/%d/%s/%s/%s\n", m.ID, m.Version, m.Severity, m.Since, m.Until)
	}
	return fmt.Sprintf("%d-%s", len(rules), hex.EncodeToString(h.Sum(nil))[:10])
}
