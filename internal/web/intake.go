package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web/body"
	"zhibao/internal/web/form"
)

// Heavy is what keeps large bodies from taking the memory or the disk of the machine. The zero value lets
// everybody in and keeps everything in memory.
type Heavy struct {
	Spool   *body.Spool // where large files lie while a request is answered
	Receive *body.Gate  // how many large bodies are taken in at once
	Public  *body.Gate  // the same for visitors, who take no place away from those who signed in
	Work    *body.Gate  // how many requests with large files are worked on at once
}

// LargeFile is from how many bytes a file or a body is large, which is also so where nobody says how many
// they are.
const LargeFile = 4 << 20

// admit lets a large body in, when there is a place for it. Nothing of it has been read by then.
func (c *Ctx) admit() error {
	n := c.R.ContentLength
	if c.R.Method != http.MethodPost || c.route.Limit <= LargeFile || n >= 0 && n <= LargeFile || c.R.ProtoMajor == 0 {
		return nil
	}
	gate := c.mux.cfg.Heavy.Receive
	if c.route.Public {
		gate = c.mux.cfg.Heavy.Public
	}
	leave, err := gate.Enter(c.Context(), c.sender())
	if err != nil {
		return err
	}
	c.atEnd = append(c.atEnd, leave) // not before: whoever was let in comes to an end
	return nil
}

// sender is whose share of the places a large body takes: that of an account, or of an address where nobody
// is signed in.
func (c *Ctx) sender() string {
	if n := c.asker(); n != 0 {
		return strconv.FormatInt(n, 10)
	}
	return c.IP().String()
}

// parts reads a multipart body to its end.
func (c *Ctx) parts(in *form.Input) error {
	mr, err := c.R.MultipartReader()
	if err != nil {
		return err
	}
	p, err := body.Read(mr, c.mux.cfg.Heavy.Spool)
	if err != nil {
		return err
	}
	c.atEnd = append(c.atEnd, func() { _ = p.Close() }) // the disk is given back by then, whatever it says
	in.Values, in.Files = p.Values, p.Files
	c.arrived = c.Now()
	if p.Large > LargeFile {
		return c.Work()
	}
	return nil
}

// Work waits until there is room to work on large files, once in a request: who has their files read, and
// sent them before the form, calls it.
func (c *Ctx) Work() error {
	if c.working || c.mux == nil {
		return nil
	}
	leave, err := c.mux.cfg.Heavy.Work.Enter(c.Context(), c.sender())
	if err != nil {
		return err
	}
	c.working = true
	c.atEnd = append(c.atEnd, leave)
	return nil
}

// Arrived is when the last byte of the form had come, however long it waited for its turn since; the
// present where no body has been read.
func (c *Ctx) Arrived() time.Time {
	if c.arrived.IsZero() {
		return c.Now()
	}
	return c.arrived
}

// end gives back what the request held.
func (c *Ctx) end() {
	for _, f := range c.atEnd {
		f()
	}
}

// RetryAfter says when to come back after a refusal that tells it.
func RetryAfter(err error) (time.Duration, bool) {
	r, ok := errors.AsType[interface {
		error
		RetryAfter() time.Duration
	}](err)
	if !ok || fault.Of(err) == nil {
		return 0, false
	}
	return (r.RetryAfter() + time.Second - 1).Truncate(time.Second), true
}
