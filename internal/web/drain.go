package web

import "time"

// What is taken in, and thrown away, of a body that was refused: of whom the guard knows, and of anybody else.
const (
	drainKnown  = 2 << 30
	drainPublic = 64 << 20
	drainFor    = 2 * time.Minute
)

// drain takes the rest of a body that was refused. A browser reads the answer when it has sent everything; when
// the connection ends before, it shows no answer at all, and nobody learns what was wrong. Nothing is kept, and
// there are bounds: beyond them the connection breaks. HTTP/2 answers while the other side still sends.
func (c *Ctx) drain() {
	if c.sent == nil || c.R.ProtoMajor != 1 || c.out.status != 0 {
		return
	}
	left := int64(drainPublic)
	if c.Actor != nil {
		left = drainKnown
	}
	until := c.Now().Add(drainFor)
	for buf := make([]byte, 32<<10); left > 0 && c.Now().Before(until); {
		n, err := c.sent.Read(buf)
		if left -= int64(n); err != nil {
			return // the end, or nobody is left to answer
		}
	}
}
