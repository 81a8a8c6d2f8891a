// Package recent remembers for some minutes how much waits for the people of a center: every page shows
// such numbers in the menu, and to count them anew for each would cost more than the page.
package recent

import (
	"sync"
	"time"
)

// fresh is how long a count is believed.
const fresh = 5 * time.Minute

// A Count remembers one number for each center. The zero value is ready; use it by its address.
type Count struct {
	mu sync.Mutex
	by map[int64]counted
}

type counted struct {
	n  int
	at time.Time
}

// Get returns the number of a center, counted at most some minutes ago.
func (c *Count) Get(center int64, now time.Time, count func() (int, error)) (int, error) {
	c.mu.Lock()
	have, ok := c.by[center]
	c.mu.Unlock()
	if ok && now.Sub(have.at) < fresh && !now.Before(have.at) {
		return have.n, nil
	}
	n, err := count()
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[int64]counted{}
	}
	c.by[center] = counted{n, now}
	return n, nil
}

// Forget has the number of a center counted anew: something was done about what it counts.
func (c *Count) Forget(center int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.by, center)
}
