package identity

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"sort"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// common are passwords that everybody tries first, and what this place is about.
var common = []string{"password", "123456", "qwerty", "admin", "zhibao", "111111", "abc123", "iloveyou", "woaini", "000000",
	"知识产权", "保护中心", "zhishichanquan", "baohuzhongxin", "cnipa"}

// stolenSize is how much of a digest is kept of each stolen password: five bytes of forty thousand take one
// in twenty-five million others for one of them.
const stolenSize = 5

// stolen are the passwords of twelve characters and more among the million that were found most often in
// stolen collections, as digests in order; tools/passwords makes the file.
//
//go:embed stolen.bin
var stolen []byte

// isStolen looks a password in lower case up; marks of emphasis at its end make no other one of it.
func isStolen(low string) bool {
	sum := sha256.Sum256([]byte("zhibao stolen " + strings.TrimRight(low, ".!?#*~")))
	want := sum[:stolenSize]
	at := func(i int) []byte { return stolen[i*stolenSize:][:stolenSize] }
	n := len(stolen) / stolenSize
	i := sort.Search(n, func(i int) bool { return bytes.Compare(at(i), want) >= 0 })
	return i < n && bytes.Equal(at(i), want)
}

// CheckPassword reports why a password is too weak: shorter than 12 characters, longer than 200,
// one character repeated, the login itself, in the lists of stolen ones, or built around what everybody
// tries first or one of the words, such as the name of the person or of the center.
func CheckPassword(login, password string, words ...string) error {
	n := utf8.RuneCountInString(password)
	bad := func(why fault.Phrase) error {
		return fault.New(fault.Invalid, "identity.weak", "密码%s；请至少使用 12 个字符，可用一句只有您知道的话", why).At("password")
	}
	low := strings.ToLower(password)
	switch {
	case n < 12:
		return bad(fault.Say("只有 %d 个字符，太短", n))
	case n > 200:
		return bad(fault.Say("超过 200 个字符"))
	case login != "" && strings.Contains(low, strings.ToLower(login)):
		return bad(fault.Say("包含登录名"))
	case isStolen(low):
		return bad(fault.Say("在已泄露的常用密码中"))
	}
	// The words first: a name of the center has some of the common ones in it.
	var known []string
	for _, w := range words {
		// Two Han characters are a name; two Latin ones are in every sentence.
		if w = strings.ToLower(strings.TrimSpace(w)); len(w) >= 4 {
			known = append(known, w)
		}
	}
	rest := without(low, known)
	switch {
	case distinct(without(low, common)) < 5:
		return bad(fault.Say("过于简单"))
	case distinct(without(rest, common)) < 5:
		return bad(fault.Say("由姓名、单位、电话或者本中心的名称构成"))
	}
	return nil
}

// CheckPassword is CheckPassword with what is known of the account and of the center.
func (b *Book) CheckPassword(a *Account, password string, more ...string) error {
	box, _, _ := strings.Cut(a.Mail, "@")
	words := append([]string{a.Name, a.StaffNo, a.Phone, box}, more...)
	return CheckPassword(a.Login, password, append(words, b.policy.Words...)...)
}

// without takes words out of a text.
func without(s string, words []string) string {
	for _, w := range words {
		s = strings.ReplaceAll(s, w, "")
	}
	return s
}

// distinct counts different characters.
func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
