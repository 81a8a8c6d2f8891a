//go:build unix

package bench

import (
	"syscall"
	"time"
)

// cpu returns the processor time that this process has used so far, of all its threads. Where other
// programs run beside, it says what a measurement cost and a clock does not.
func cpu() time.Duration {
	var u syscall.Rusage
	// It fails for wrong arguments alone.
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
