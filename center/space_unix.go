//go:build unix

package center

import (
	"fmt"
	"syscall"
)

// full is from which share of the disk on an operator should act.
const full = 0.85

// space looks how full the disk of the data is.
func space(data string) symptom {
	s := symptom{what: "磁盘空间", advice: "清理或者扩大磁盘；满后平台仍可查阅，但不能受理"}
	var st syscall.Statfs_t
	if s.err = syscall.Statfs(data, &st); s.err != nil {
		return s
	}
	total, free := float64(st.Blocks)*float64(st.Bsize), float64(st.Bavail)*float64(st.Bsize)
	used := 1 - free/max(total, 1)
	s.found = fmt.Sprintf("已用 %.0f%%，可用 %.1f GB", 100*used, free/(1<<30))
	if used > full {
		s.err = fmt.Errorf("已用 %.0f%%，超过 %.0f%%", 100*used, 100*full)
	}
	return s
}
