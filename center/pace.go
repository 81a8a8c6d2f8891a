package center

import (
	"context"
	"fmt"
	"sync"
	"time"

	"zhibao/center/lost"
	"zhibao/internal/web"
)

// slow is how long a small write may take before somebody is told: disk or database are in trouble.
const slow = 2 * time.Second

// A pace is how long the latest small write took, or takes already.
type pace struct {
	mu    sync.Mutex
	begun time.Time // zero while none is under way
	took  time.Duration
}

// time times one write.
func (p *pace) time(now func() time.Time, write func() error) error {
	begun := now()
	p.mu.Lock()
	p.begun = begun
	p.mu.Unlock()
	err := write()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.begun, p.took = time.Time{}, max(0, now().Sub(begun))
	return err
}

// last is how long the latest took, one that is still under way counted up to now.
func (p *pace) last(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.begun.IsZero() {
		return p.took
	}
	return max(p.took, now.Sub(p.begun))
}

// watchPace writes into the log of the program that writes are slow, or that the data are gone from under it, every
// minute until it is no longer so.
func (c *Center) watchPace(ctx context.Context) {
	if lost.Gone(c.Data, c.Database) {
		c.Log.ErrorContext(ctx, "the database or the folder of files was deleted while the program runs: what is saved now will be lost", "data", c.Data)
	}
	if took := c.pace.last(c.Now()); took > slow {
		c.Log.WarnContext(ctx, "writes are slow", "took", took.Round(time.Millisecond))
	}
}

// slowed tells those who answer for the center that writes are slow.
func (c *Center) slowed(x *web.Ctx) []web.Block {
	took := c.pace.last(c.Now())
	if took <= slow {
		return nil
	}
	return []web.Block{web.Notice{Tone: web.Amber, Title: x.T("保存缓慢", "Saving is slow"),
		Text: fmt.Sprintf(x.T("最近一次保存用了 %.0f 秒。查阅不受影响；提交可能要等候较久，没有答复的请稍后以同一页面重新提交，不会重复办理。请通知系统管理员检查数据盘和数据库。",
			"The latest write took %.0f seconds. Reading is not affected; what is submitted may take long, and what was not answered can be submitted again from the same page and is done once. Have the system administrator look at the disk and the database."), took.Seconds())}}
}
