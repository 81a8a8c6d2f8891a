package center

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/web"
)

// From these shares of the disk on an operator should act, and must act at once.
const (
	filling = 0.85
	full    = 0.95
)

// space looks how full the disk of the data is.
func space(data string) symptom {
	s := symptom{what: "磁盘空间", advice: "清理或者扩大磁盘；满后平台仍可查阅，但不能受理"}
	used, free, err := room(data)
	if errors.Is(err, errors.ErrUnsupported) {
		s.found = "本系统上没有检查"
		return s
	}
	s.found, s.err = fmt.Sprintf("已用 %.0f%%，可用 %.1f GB", 100*used, free/(1<<30)), err
	if err == nil && used > filling {
		s.err = fmt.Errorf("已用 %.0f%%，超过 %.0f%%", 100*used, 100*filling)
	}
	return s
}

// watchSpace writes into the log of the program that the disk fills up, every minute until there is space.
func (c *Center) watchSpace(ctx context.Context) {
	used, free, err := room(c.Data)
	if err != nil || used <= filling {
		return
	}
	level := slog.LevelWarn
	if used > full {
		level = slog.LevelError
	}
	c.Log.Log(ctx, level, "the disk fills up", "used", fmt.Sprintf("%.0f%%", 100*used), "free", fmt.Sprintf("%.0f MB", free/(1<<20)), "data", c.Data)
}

// aboveWork is what stands above the work of a person: what waits for them beside cases, and for those who answer for
// the center that its disk fills up.
func (c *Center) aboveWork(x *web.Ctx) ([]web.Block, error) {
	out, err := c.Quality.Notices(x)
	a := worklist.Actor(x)
	if err != nil || !a.Is(casework.Head) && !a.Is(casework.Director) {
		return out, err
	}
	out = append(c.queued(x), out...)
	used, free, e := room(c.Data)
	if e != nil || used <= filling {
		return out, nil
	}
	n := web.Notice{Tone: web.Amber, Title: x.T("磁盘将满", "The disk fills up"),
		Text: fmt.Sprintf(x.T("数据盘已用 %.0f%%，剩余 %.1f GB。满后仍可查阅，但不能受理和保存；请通知系统管理员清理或者扩大磁盘。",
			"%.0f%% of the disk are used, %.1f GB are left. When it is full everything can still be read, but nothing can be accepted or saved: have the system administrator clear or extend it."), 100*used, free/(1<<30))}
	if used > full {
		n.Tone = web.Red
	}
	return append([]web.Block{n}, out...), nil
}
