package housetest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestKeptFiles looks for what was added to the repository by mistake: a program built in its
// folder, or a file larger than the font, the largest that belongs there.
func TestKeptFiles(t *testing.T) {
	list, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("this is no clone of the repository: ", err)
	}
	for name := range bytes.SplitSeq(bytes.TrimRight(list, "\x00"), []byte{0}) {
		path := filepath.Join("../..", string(name))
		info, err := os.Stat(path)
		if err != nil {
			continue // deleted, not yet committed
		}
		if info.Size() > 10<<20 {
			t.Errorf("%s has %d MB; nothing of this size is kept here", name, info.Size()>>20)
		}
		if program(path) {
			t.Errorf("%s is a built program", name)
		}
	}
	if !program(os.Args[0]) {
		t.Error("a program is not recognised")
	}
}

// program tells whether a file is an executable of Linux.
func program(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [4]byte
	n, _ := f.Read(magic[:])
	return n == 4 && string(magic[:]) == "\x7fELF"
}
