//go:build !unix

package importing

import "time"

// cpu is not known here.
func cpu() time.Duration { return 0 }
