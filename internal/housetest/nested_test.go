package housetest

import (
	"testing"
	"testing/fstest"
)

// TestLoadLeavesOtherModulesAlone: a tool with a go.mod of its own lives by its own rules, but
// its words are still read.
func TestLoadLeavesOtherModulesAlone(t *testing.T) {
	h, err := Load(fstest.MapFS{
		"go.mod":          {Data: []byte("module sample\n\nrequire example.org/one v1.0.0\n")},
		"a/a.go":          {Data: []byte("package a\n")},
		"tools/x/go.mod":  {Data: []byte("module tool\n")},
		"tools/x/main.go": {Data: []byte("package main\n")},
		".git/HEAD":       {Data: []byte("ref\n")},
		"logo.png":        {Data: []byte("\x89PNG\x00\x00")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Packages) != 1 || h.Packages[0].Name != "a" || len(h.Requires) != 1 {
		t.Errorf("%d packages, requires %v", len(h.Packages), h.Requires)
	}
	if len(h.Texts) != 4 {
		t.Errorf("%d texts, want the two module files and the two Go files", len(h.Texts))
	}
}
