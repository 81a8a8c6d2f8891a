package main

import (
	"encoding/json"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"zhibao/center"
)

// TestBillOfMaterials: the bill names each module that is linked with the version of go.mod, and no module
// that only tests use.
func TestBillOfMaterials(t *testing.T) {
	out, err := program(t.Context(), "version", "--sbom").Output()
	if err != nil {
		t.Fatal(err)
	}
	var b bom
	if err := json.Unmarshal(out, &b); err != nil || b.Format != "CycloneDX" || b.Spec != "1.6" {
		t.Fatalf("%v: %.200s", err, out)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\s+(\S+) (v\S+)`).FindAllStringSubmatch(string(mod), -1) {
		wanted[m[1]] = m[2]
	}
	seen := map[string]bool{}
	for _, c := range b.Components {
		if seen[c.Name] = true; c.Name != "std" && wanted[c.Name] != c.Version {
			t.Errorf("%s %s is linked, go.mod has %q", c.Name, c.Version, wanted[c.Name])
		}
	}
	for _, name := range []string{"std", "modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/emmansun/gmsm"} {
		if !seen[name] {
			t.Errorf("%s is linked and not listed", name)
		}
	}
	text, err := program(t.Context(), "version").CombinedOutput()
	if err != nil || !strings.Contains(string(text), "SHA-256 ") {
		t.Errorf("%v %s", err, text)
	}
	// Whoever looks at the version sees that an older Go built it, whichever built this test.
	if old := center.OldToolchain(runtime.Version()); !strings.Contains(string(text), old) {
		t.Errorf("%q is not said: %s", old, text)
	}
}
