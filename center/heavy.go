package center

import (
	"context"
	"crypto/cipher"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/telemetry"
	"zhibao/internal/web"
	"zhibao/internal/web/body"
)

// What large uploads may take. Receiving one costs a megabyte or two, since the rest lies on disk; working on
// it costs up to perWork, for papers are read as a whole. quiet is what the program needs without any.
const (
	perReceiver = 16 << 20
	perWork     = 96 << 20
	quiet       = 192 << 20
	visitors    = 8
	inLine      = 400
	atDoor      = 20 * time.Second // shorter than browsers and proxies wait for an answer
	atDesk      = 9 * time.Minute  // for a place to be worked on: everything has been received by then
)

// memoryLimit is how much memory the program may use: as the operator says in GOMEMLIMIT, else as the system
// allows its group. Where neither says anything it is half of the machine.
func memoryLimit() int64 {
	if said := debug.SetMemoryLimit(-1); said != math.MaxInt64 {
		return said
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		b, err := os.ReadFile(file)
		if n, e := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil && e == nil && n < 1<<50 {
			return n
		}
	}
	if n := machine(); n > 0 {
		return n / 2
	}
	return 4 << 30
}

// machine is how much memory the machine has, 0 where that cannot be known.
func machine() int64 {
	b, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "MemTotal:" {
			n, _ := strconv.ParseInt(f[1], 10, 64) // 0 where it is no number
			return n << 10
		}
	}
	return 0
}

// workers is how many requests with large files are worked on at once under a limit of memory.
func workers(limit int64) int {
	return int(min(max((limit-quiet)/perWork, 1), int64(2*runtime.GOMAXPROCS(0))))
}

// receivers is how many large bodies are let in at once, to be received and worked on.
func receivers(limit int64) int { return int(min(max(limit/perReceiver, 16), 256)) }

// newHeavy bounds large bodies.
func (c *Center) newHeavy() web.Heavy {
	spool := &body.Spool{Folder: filepath.Join(c.Data, "spool"), Cipher: func() cipher.AEAD {
		k := c.Keys.Passing()
		a, err := k.AEAD(k.Algorithm())
		if err != nil {
			panic(err) // every ring has an algorithm that there is
		}
		return a
	}}
	// Another process of the same data may be about to take such a name away itself.
	if err := spool.Sweep(); err != nil {
		c.Log.Warn("what was left of uploads is not removed", "err", err)
	}
	limit := memoryLimit()
	return web.Heavy{Spool: spool, Receive: body.NewGate("web.busy", receivers(limit), inLine, atDoor),
		Public: body.NewGate("web.busy", visitors, inLine, atDoor), Work: body.NewGate("web.busy", workers(limit), inLine, atDesk)}
}

// lines tells how many large uploads are received, worked on and waiting.
func lines(h web.Heavy, put telemetry.Put) {
	for name, g := range map[string]*body.Gate{"receive": h.Receive, "visitor": h.Public, "work": h.Work} {
		inside, _, waiting := g.State()
		put("zhibao_uploads", float64(inside), "at", name, "state", "inside")
		put("zhibao_uploads", float64(waiting), "at", name, "state", "waiting")
	}
}

// queued tells those who answer for the center that large uploads wait for their turn, and that what has
// arrived before midnight counts as of that day.
func (c *Center) queued(x *web.Ctx) []web.Block {
	inside, _, waiting := c.heavy.Work.State()
	coming, _, outside := c.heavy.Receive.State()
	if waiting+outside == 0 {
		return nil
	}
	return []web.Block{web.Notice{Tone: web.Amber, Title: x.T("大文件正在排队", "Large uploads wait in line"),
		Text: fmt.Sprintf(x.T("接收中 %d 件，等候接收 %d 件；处理中 %d 件，已收到、等候处理 %d 件。24:00 前收完的，按当日收到计算。",
			"%d are being received and %d wait for that; %d are worked on and %d, received already, wait for that. What was received whole before midnight counts as of that day."), coming, outside, inside, waiting)}}
}

// FilesSize is how many bytes the files of the cases take.
func (c *Center) FilesSize(ctx context.Context) (int64, error) { return c.files.Size(ctx) }
