package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework/treelog"
	"zhibao/internal/merkle"
	"zhibao/internal/seal"
)

// TestWitnessCommand: a key is made, a head of a center is signed with it, and one that goes back behind what was
// signed is not.
func TestWitnessCommand(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "witness.key")
	call := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		c := program(t.Context(), args...)
		c.Stdout = &out
		_ = c.Run() // the exit code says it
		if got := c.ProcessState.ExitCode(); got != want {
			t.Fatalf("%v: %d, want %d", args, got, want)
		}
		return out.String()
	}
	call(0, "contingency", "key", "--key", key)
	signer, err := seal.SignerOf(bytes.Repeat([]byte{5}, 32))
	if err != nil {
		t.Fatal(err)
	}
	head := func(size int64) string {
		h := &treelog.Head{Center: 1, Size: size, Root: merkle.Digest{byte(size)}, At: time.Unix(1_800_000_000, 0), Function: "SM3", Public: signer.Public()}
		signed, _, _ := strings.Cut(h.Text(), "公钥 ")
		if h.Signature, err = signer.Sign([]byte(signed)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "head")
		if err := os.WriteFile(path, []byte(h.Text()), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text := call(0, "witness", "--key", key, "--name", "示范省知识产权局", head(7))
	w, err := treelog.ParseTestimony(text)
	if err != nil || w.Name != "示范省知识产权局" || w.Head.Size != 7 {
		t.Fatalf("%+v %v\n%s", w, err, text)
	}
	kept := filepath.Join(dir, "kept")
	if err := os.WriteFile(kept, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	call(0, "witness", "--key", key, "--name", "示范省知识产权局", "--kept", kept, head(9))
	call(1, "witness", "--key", key, "--name", "示范省知识产权局", "--kept", kept, head(6))
	call(1, "witness", "--key", key, "--name", "示范省知识产权局", kept+"x")
	call(2, "witness", "--key", key, head(9))
}
