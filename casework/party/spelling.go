package party

import (
	"slices"
	"strings"
)

// Spellings are a name as it was written and with brackets of either width, which make no difference.
func Spellings(name string) []string {
	if name == "" {
		return nil
	}
	wide := strings.NewReplacer("(", "（", ")", "）").Replace(name)
	narrow := strings.NewReplacer("（", "(", "）", ")").Replace(name)
	return slices.Compact([]string{name, wide, narrow})
}
