//go:build unix

package alike

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the most memory that a process had.
func peak(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10
}

// used is the processor time of this process so far.
func used() int64 {
	var u syscall.Rusage
	// It fails for wrong arguments alone.
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u.Utime.Nano() + u.Stime.Nano()
}
