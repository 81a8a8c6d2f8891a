package housetest

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// licences are those that the program may be built from, each told by words that stand in its text alone.
// What is not among them, copyleft above all, is refused until somebody has decided.
var licences = []struct{ name, words string }{
	{"Apache-2.0", "Apache License"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"BSD", "Redistribution and use in source and binary forms"},
	{"MIT", "Permission is hereby granted, free of charge"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software"},
}

// licenceOf names the licence of the module in a folder, or "".
func licenceOf(dir string) string {
	for _, pattern := range []string{"LICEN[SC]E*", "COPYING*", "License*", "license*"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, path := range found {
			text, err := os.ReadFile(path)
			if err != nil {
				continue
			}
			one := strings.Join(strings.Fields(string(text)), " ")
			if strings.Contains(one, "GNU GENERAL PUBLIC") || strings.Contains(one, "GNU AFFERO") || strings.Contains(one, "GNU LESSER") {
				return ""
			}
			for _, l := range licences {
				if strings.Contains(one, l.words) {
					return l.name
				}
			}
		}
	}
	return ""
}

// TestLicences reads the licence of every module in go.mod from the modules on this machine, and holds it
// against what docs/dependencies.md says. Each module that is required directly has a reason there, and
// there are at most 35 of them.
func TestLicences(t *testing.T) {
	if exec.Command("go", "version").Run() != nil {
		t.Skip("no go command")
	}
	said, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "mod", "edit", "-json")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path, Version string
			Indirect      bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	args := []string{"list", "-m", "-json"}
	direct := 0
	for _, r := range mod.Require {
		args = append(args, r.Path)
		if r.Indirect {
			continue
		}
		direct++
		if reasons, _, _ := strings.Cut(string(said), "## "); !strings.Contains(reasons, r.Path) {
			t.Errorf("docs/dependencies.md gives no reason for %s", r.Path)
		}
	}
	if direct > 35 {
		t.Errorf("%d modules are required directly, more than 35", direct)
	}
	cmd = exec.Command("go", args...)
	cmd.Dir = "../.."
	if out, err = cmd.Output(); err != nil {
		t.Skip("the modules cannot be listed here: ", err)
	}
	read := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var m struct{ Path, Dir string }
		if err := dec.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if m.Dir == "" {
			t.Logf("%s is not on this machine; its licence was not read", m.Path)
			continue
		}
		read++
		name := licenceOf(m.Dir)
		if name == "" {
			t.Errorf("%s has no licence that is allowed", m.Path)
		} else if line := "| " + m.Path + " | " + name + " |"; !strings.Contains(string(said), line) {
			t.Errorf("docs/dependencies.md lacks the line\n%s", line)
		}
	}
	t.Logf("%d licences were read", read)
	// The reader can refuse.
	dir := t.TempDir()
	for text, want := range map[string]string{"GNU AFFERO GENERAL PUBLIC LICENSE\nPermission is hereby granted, free of charge": "", "All rights reserved": "", "Permission is hereby\n granted, free of charge": "MIT"} {
		if err := os.WriteFile(filepath.Join(dir, "LICENSE"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := licenceOf(dir); got != want {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}
