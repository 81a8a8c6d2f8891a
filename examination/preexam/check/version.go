package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// Version names a set of rules: their number and a digest over ids, versions, dates and what each
// demands, on what basis and how gravely, so that two reports with the same version were made by the
// same rules and say the same of them.
func Version(rules []Rule) string {
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
