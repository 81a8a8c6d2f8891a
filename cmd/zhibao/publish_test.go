package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// keysOf writes a pair of keys as openssl does.
func keysOf(t *testing.T, dir, name string) (private, public string) {
	t.Helper()
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	write := func(file, kind string, der []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		file = filepath.Join(dir, file)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	der, err := x509.MarshalPKCS8PrivateKey(priv)
	private = write(name+".pem", "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(pub)
	return private, write(name+".pub", "PUBLIC KEY", der, err)
}

// TestVerifyProgram: the running program is held against what was published. Another digest, another key and
// a changed word of the manifest are found.
func TestVerifyProgram(t *testing.T) {
	dir := t.TempDir()
	private, public := keysOf(t, dir, "ours")
	_, stranger := keysOf(t, dir, "strange")
	signed, err := program(t.Context(), "version", "--sign", private).Output()
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(self)
	own, other := hex.EncodeToString(sum[:]), strings.Repeat("0", 64)
	for _, c := range []struct {
		name, list, public string
		code               int
		says               string
	}{
		{"signed", string(signed), public, 0, "签名有效"},
		{"without the key", string(signed), "", 1, "--public"},
		{"of somebody else", string(signed), stranger, 1, "签名与公钥"},
		{"another program", strings.Replace(string(signed), own, other, 1), public, 1, "不是所发布的程序"},
		{"another revision", strings.Replace(string(signed), `"revision": "`, `"revision": "x`, 1), public, 1, "签名与公钥"},
		{"list", other + "  zhibao-arm64\n" + own + "  zhibao\n", "", 0, "没有签名"},
		{"another list", other + "  zhibao\n", "", 1, "不在清单中"},
		{"list with a key", own + "  zhibao\n", public, 1, "没有签名"},
		{"no key", string(signed), private + "x", 1, "不能读取密钥"},
	} {
		list := filepath.Join(dir, "list")
		if err := os.WriteFile(list, []byte(c.list), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"version", "--verify", list}
		if c.public != "" {
			args = append(args, "--public", c.public)
		}
		cmd := program(t.Context(), args...)
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(out), c.says) {
			t.Errorf("%s: %d %s", c.name, code, out)
		}
	}
}
