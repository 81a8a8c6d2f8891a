//go:build release

package main

// measurements are not in a release.
func measurements() []command { return nil }
