package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost of a password hash: OWASP's second recommendation for argon2id.
const (
	hashTime    = 2
	hashMemory  = 19 * 1024 // KiB
	hashThreads = 1
)

// hashPassword returns the usual text form of a hash, with a salt of 16 and a sum of 32 bytes.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails since Go 1.24
	sum := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, 32)
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", hashMemory, hashTime, hashThreads, b.EncodeToString(salt), b.EncodeToString(sum))
}

// samePassword takes the same time whether or not there is a hash to compare with.
func samePassword(hash, password string) bool {
	// An unknown account has the hash "": it is compared with zeros, so that the time of the answer
	// does not tell which logins exist.
	parts := strings.Split(hash, "$")
	salt, want := make([]byte, 16), make([]byte, 32)
	known := false
	if len(parts) == 6 {
		s, err1 := base64.RawStdEncoding.DecodeString(parts[4])
		w, err2 := base64.RawStdEncoding.DecodeString(parts[5])
		if err1 == nil && err2 == nil && len(w) == 32 {
			salt, want, known = s, w, true
		}
	}
	got := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, 32)
	return subtle.ConstantTimeCompare(got, want) == 1 && known
}

// newSecret makes a random value that is shown once and stored only as a digest.
func newSecret() (shown string, digest []byte) {
	shown = rand.Text() + rand.Text()
	return shown, digestOf(shown)
}

// digestOf needs no salt and no slow hash: what it covers is random, some 260 bits of it. The
// words in front keep these digests apart from those of other uses.
func digestOf(secret string) []byte {
	h := sha256.Sum256([]byte("zhibao secret " + secret))
	return h[:]
}

// short is a digest as logs and lists may show it.
func short(digest []byte) string { return hex.EncodeToString(digest[:6]) }
