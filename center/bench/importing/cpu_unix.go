//go:build unix

package importing

import (
	"syscall"
	"time"
)

// cpu returns the processor time that this process has used so far: what a measurement cost where other
// programs run beside it.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // fails for wrong arguments alone
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
