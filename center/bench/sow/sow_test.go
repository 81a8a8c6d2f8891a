package sow

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestKnowsNoRule holds the package to what makes its figures worth something: it imports nothing
// that finds a fault, and no rule imports it.
func TestKnowsNoRule(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range files {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, finder := range []string{"zhibao/examination/preexam/check/", "zhibao/patent/claim", "zhibao/patent/prose", "zhibao/patent/reader", "zhibao/law/ident"} {
				if strings.HasPrefix(path, finder) {
					t.Errorf("%s imports %s", e.Name(), path)
				}
			}
		}
	}
}
