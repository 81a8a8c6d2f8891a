package blob

import "time"

// A Kept is a stored file as whoever keeps it knows it: where it lies, how it is called, and since when it is
// there.
type Kept struct {
	Ref
	Name string
	At   time.Time
}
