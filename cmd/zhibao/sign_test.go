package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhibao/internal/identity/certificate"
	"zhibao/internal/identity/certificate/certtest"
)

// TestSignChallenge: the command signs the text of a sign-in, and nothing else, not for another site, and not with
// the key of another certificate.
func TestSignChallenge(t *testing.T) {
	h := certtest.Authority(t, certtest.SM2, "CA", time.Now()).Issue(t, certtest.SM2, "a", time.Now())
	dir := t.TempDir()
	file := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	key, cert, other := file("k", h.KeyPEM(t)), file("c", h.PEM()), file("o", h.Issue(t, certtest.SM2, "b", time.Now()).KeyPEM(t))
	text := file("t", []byte(certificate.Begins+"a.example.cn | for=certificate.sign | nonce=0 | at=0\n"))
	for _, c := range []struct {
		want int
		args []string
	}{
		{0, []string{"--key", key, "--cert", cert, text}},
		{0, []string{"--key", key, "--cert", cert, "--host", "a.example.cn", text}},
		{1, []string{"--key", key, "--cert", cert, "--host", "b.example.cn", text}},
		{1, []string{"--key", other, "--cert", cert, text}},
		{1, []string{"--key", key, "--cert", cert, file("x", []byte("anything else"))}},
		{1, []string{"--key", cert, "--cert", cert, text}},
		{2, []string{"--key", key, text}},
	} {
		if got := run(context.Background(), append([]string{"sign-challenge"}, c.args...)); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.args, got, c.want)
		}
	}
}
