//go:build !unix

package bench

import "time"

var begun = time.Now()

// cpu returns the time by the clock where the system does not tell that of the processor.
func cpu() time.Duration { return time.Since(begun) }
