package center

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestToolchain: the Go that the program compares itself with is that of go.mod, and what was built by an
// older one is told, not what was built by the same or a newer one.
func TestToolchain(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^toolchain (\S+)$`).FindSubmatch(mod)
	if m == nil || string(m[1]) != Toolchain {
		t.Errorf("go.mod asks for %q, the program for %s", m, Toolchain)
	}
	for built, old := range map[string]bool{"go1.26.8": true, "go1.26.9 X:nodwarf5": true, "go1.25.99": true, "go1.27rc1": false, Toolchain: false, Toolchain + " X:jsonv2": false, "go1.27.0": false, "devel go1.28-abc": false} {
		if got := OldToolchain(built); (got != "") != old || old && !strings.Contains(got, Toolchain) {
			t.Errorf("%s: %q", built, got)
		}
	}
}
