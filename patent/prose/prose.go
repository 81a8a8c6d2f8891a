// Package prose (说明书) reads a description: its sections, the list of figures, citations of
// figures, reference signs and the words of patent prose.
package prose

import "zhibao/patent"

// A Description is the structure of one description; offsets are bytes into its text.
type Description struct{}

// Read makes out the structure of a description. It never fails.
func Read(t *patent.Text) *Description { return &Description{} }
