package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// EntriesAfter lists the audit of a center in the order in which it was written, from after a sequence
// number; 0 begins with the first.
func EntriesAfter(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []Entry, err error) {
	defer fault.Wrap(&err, "audit entries after %d", after)
	return entries(tx.Query(ctx, `SELECT seq, at, actor_id, actor, act, object, detail, ip FROM identity_audit
		WHERE center_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, center, after, limit))
}

// grave are the acts that somebody should look at: CEF counts from 0 to 10, and these have 7.
var grave = []string{"sign.failed", "passkey.cloned", "root.change", "reading.many", "review.overdue", "review.doubt"}

// The escapes of CEF: in its head a bar, in its fields an equals sign; lines and other control characters
// would let a value begin an entry of its own.
var (
	cefHead  = strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	cefField = strings.NewReplacer(`\`, `\\`, `=`, `\=`, "\r", `\r`, "\n", `\n`)
)

// CEF writes an entry in the Common Event Format (version 0), one line, which collectors of security events
// read. The version is that of the program.
func (e Entry) CEF(center int64, version string) string {
	severity := 3
	if slices.Contains(grave, e.Act) {
		severity = 7
	}
	var b strings.Builder
	act := cefHead.Replace(e.Act)
	fmt.Fprintf(&b, "CEF:0|zhibao|zhibao|%s|%s|%s|%d|rt=%d externalId=%d deviceExternalId=%d suid=%d", cefHead.Replace(version), act, act, severity, e.At.UnixMilli(), e.Seq, center, e.Actor)
	for _, f := range [][2]string{{"suser", e.Name}, {"src", e.IP}, {"cs1Label", "object"}, {"cs1", e.Object}, {"msg", e.Detail}} {
		if f[1] != "" && (f[0] != "cs1Label" || e.Object != "") {
			b.WriteString(" " + f[0] + "=" + cefField.Replace(f[1]))
		}
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, b.String())
}
