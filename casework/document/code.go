package document

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// crockford has no I, L, O and U, which people misread or make words of.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code returns a new code: 80 random bits in Crockford's base 32 with a check character, in
// groups of four.
func Code() string {
	var raw [10]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	var b strings.Builder
	var acc, bits uint
	for _, c := range raw {
		acc, bits = acc<<8|uint(c), bits+8
		for bits >= 5 {
			bits -= 5
			b.WriteByte(crockford[acc>>bits&31])
		}
	}
	code := b.String()
	return groups(code + string(codeCheck(code)))
}

// groups cuts a code into fours, the last with what remains.
func groups(s string) string {
	var out []string
	for len(s) > 4 {
		out, s = append(out, s[:4]), s[4:]
	}
	return strings.Join(append(out, s), "-")
}

// codeCheck is the remainder by 31, a prime: it finds every single wrong character and every two
// neighbours that were exchanged.
func codeCheck(s string) byte {
	sum := 0
	for i := 0; i < len(s); i++ {
		sum = (sum*32 + strings.IndexByte(crockford, s[i])) % 31
	}
	return crockford[sum]
}

// NormalCode brings a code as somebody typed it into its stored form; false means that it was
// mistyped or is no code at all.
func NormalCode(s string) (string, bool) {
	s = strings.ToUpper(s)
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1", "　", "", "－", "").Replace(s)
	if len(s) != 17 || strings.Trim(s, crockford) != "" || codeCheck(s[:16]) != s[16] {
		return "", false
	}
	return groups(s), true
}

// CodeHash is what is stored of a code: who reads the database cannot use it.
func CodeHash(code string) []byte {
	h := sha256.Sum256([]byte("zhibao code " + code))
	return h[:]
}
