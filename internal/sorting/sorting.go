// Package sorting sorts slices as the standard library's slices does, by code that is compiled once: that of
// slices is compiled for every type that is sorted, which takes some 20 kB of the program for each. Where it
// must be quick, slices is used.
package sorting

import "sort"

// By sorts a slice; which of equal elements comes first is not said.
func By[T any](s []T, compare func(a, b T) int) {
	sort.Slice(s, func(i, j int) bool { return compare(s[i], s[j]) < 0 })
}

// Stable sorts a slice; equal elements stay in their order.
func Stable[T any](s []T, compare func(a, b T) int) {
	sort.SliceStable(s, func(i, j int) bool { return compare(s[i], s[j]) < 0 })
}
