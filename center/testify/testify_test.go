package testify_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/casework/treelog"
	"zhibao/center/testify"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
	"zhibao/internal/merkle"
	"zhibao/internal/seal"
)

// TestSign: a head is signed with the key of a witness, and one that goes back behind what was signed is not.
func TestSign(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "witness.key")
	if _, err := contingency.NewKey(key); err != nil {
		t.Fatal(err)
	}
	signer, err := seal.SignerOf(bytes.Repeat([]byte{5}, 32))
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	head := func(size int64) string {
		h := &treelog.Head{Center: 1, Size: size, Root: merkle.Digest{byte(size)}, At: time.Unix(1_800_000_000, 0), Function: "SM3", Public: signer.Public()}
		signed, _, _ := strings.Cut(h.Text(), "公钥 ")
		if h.Signature, err = signer.Sign([]byte(signed)); err != nil {
			t.Fatal(err)
		}
		return put("head", h.Text())
	}
	sign := func(kept string, size int64) (string, string) {
		text, _, _, err := testify.Sign(testify.Files{Key: key, Head: head(size), Kept: kept}, "示范省知识产权局", time.Unix(1_800_000_100, 0))
		if err != nil {
			return "", fault.CodeOf(err)
		}
		return text, ""
	}
	text, code := sign("", 7)
	w, err := treelog.ParseTestimony(text)
	if err != nil || code != "" || w.Name != "示范省知识产权局" || w.Head.Size != 7 {
		t.Fatalf("%+v %v %s\n%s", w, err, code, text)
	}
	kept := put("kept", text)
	if _, code := sign(kept, 9); code != "" {
		t.Errorf("nine after seven: %s", code)
	}
	if _, code := sign(kept, 6); code != "treelog.follows_back" {
		t.Errorf("six after seven: %s", code)
	}
	if _, code := sign(kept+"x", 9); code != "witness.file" {
		t.Errorf("a file that is not there: %s", code)
	}
}
