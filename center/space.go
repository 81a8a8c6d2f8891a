package center

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/web"
)

// From these shares of the disk on an operator should act, and must act at once.
const (
	filling = 0.85
	full    = 0.95
)

// diskRoom is how full a disk is.
type diskRoom struct {
	used  float64 // share of the bytes
	files float64 // share of the files that there can be (inode)
	free  float64 // bytes
}

// most is the share that ends first.
func (r diskRoom) most() float64 { return max(r.used, r.files) }

// space looks how full the disk of the data is.
func space(data string) symptom {
	s := symptom{what: "磁盘空间", advice: "清理或者扩大磁盘；满后平台仍可查阅，但不能受理"}
	r, err := room(data)
	if errors.Is(err, errors.ErrUnsupported) {
		s.found = "本系统上没有检查"
		return s
	}
	s.found, s.err = fmt.Sprintf("已用 %.0f%%，可用 %.1f GB，文件数（inode）已用 %.0f%%", 100*r.used, r.free/(1<<30), 100*r.files), err
	if err == nil && r.most() > filling {
		s.err = fmt.Errorf("空间已用 %.0f%%，文件数（inode）已用 %.0f%%，超过 %.0f%%", 100*r.used, 100*r.files, 100*filling)
	}
	return s
}

// watchSpace writes into the log of the program that the disk fills up, every minute until there is space.
func (c *Center) watchSpace(ctx context.Context) {
	r, err := room(c.Data)
	if err != nil || r.most() <= filling {
		return
	}
	level := slog.LevelWarn
	if r.most() > full {
		level = slog.LevelError
	}
	c.Log.Log(ctx, level, "the disk fills up", "used", fmt.Sprintf("%.0f%%", 100*r.used), "files", fmt.Sprintf("%.0f%%", 100*r.files), "free", fmt.Sprintf("%.0f MB", r.free/(1<<20)), "data", c.Data)
}

// aboveWork is what stands above the work of a person: what waits for them beside cases, and for those who answer for
// the center that its disk fills up or is slow.
func (c *Center) aboveWork(x *web.Ctx) ([]web.Block, error) {
	out, err := c.Quality.Notices(x)
	a := worklist.Actor(x)
	if err != nil || !a.Is(casework.Head) && !a.Is(casework.Director) {
		return out, err
	}
	duties, err := c.Outage.Duties(x)
	if err != nil {
		return nil, err
	}
	out = slices.Concat(c.slowed(x), c.queued(x), duties, out)
	r, e := room(c.Data)
	if e != nil || r.most() <= filling {
		return out, nil
	}
	n := web.Notice{Tone: web.Amber, Title: x.T("磁盘将满", "The disk fills up"),
		Text: fmt.Sprintf(x.T("数据盘已用 %.0f%%，剩余 %.1f GB，文件数（inode）已用 %.0f%%。满后仍可查阅，但不能受理和保存；请通知系统管理员清理或者扩大磁盘。",
			"%.0f%% of the disk are used, %.1f GB are left, %.0f%% of the files that it can have (inodes) are there. When it is full everything can still be read, but nothing can be accepted or saved: have the system administrator clear or extend it."), 100*r.used, r.free/(1<<30), 100*r.files)}
	if r.most() > full {
		n.Tone = web.Red
	}
	return append([]web.Block{n}, out...), nil
}
