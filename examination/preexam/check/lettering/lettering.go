// Package lettering (图中文字) goes through the words that an engine of this machine read in a picture.
// Engines misread drawings: a line is taken for a letter and a numeral for another. What is returned here
// is what they were sure of, and a rule that uses it only warns.
package lettering

import (
	"regexp"
	"slices"
	"strings"

	"zhibao/patent"
)

// Degrees of sureness, in percent.
const (
	fairly = 60
	sure   = 80
)

// letters are all letters that a word of a Western language has; a hyphen may join two.
var letters = regexp.MustCompile(`^[A-Za-z]+(?:-[A-Za-z]+)?$`)

// usual are words of drawings that are no language: captions and units stand in Chinese drawings too.
var usual = []string{"fig", "figure", "time", "lux", "mol", "min", "max", "rpm", "ohm", "pixel"}

// Foreign returns the Western words of a picture, each once. Abbreviations, units and captions are no
// words, and a word in brackets may explain the Chinese one before it.
func Foreign(f *patent.Figure) (out []string) {
	const least, long = 4, 6 // letters of a word, and of one that is enough by itself
	enough := false
	for _, w := range f.Words {
		text := strings.Trim(w.Text, ".,:;!?'\"")
		if w.Sure < sure || len(text) < least || !letters.MatchString(text) || slices.Contains(usual, strings.ToLower(text)) || !spoken(text) {
			continue
		}
		enough = enough || len(text) >= long
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	if !enough && len(out) < 2 {
		return nil
	}
	return out
}

// spoken reports whether a word has a vowel and a consonant: GND and OOO are no words.
func spoken(w string) bool {
	const vowels = "aeiouyAEIOUY"
	n := 0
	for _, c := range w {
		if strings.ContainsRune(vowels, c) {
			n++
		}
	}
	return n > 0 && n*4 <= len(w)*3
}

// numeral is a reference sign as it is mostly written.
var numeral = regexp.MustCompile(`^[0-9]{1,4}[a-zA-Z]?$`)

// Numerals returns the numbers in a picture that may be reference signs, each once. Those of one digit
// are mostly a half of another and are left out.
func Numerals(f *patent.Figure) []string { return numerals(f, sure, 2) }

// Seen returns all numbers that were read in a picture, however unsure.
func Seen(f *patent.Figure) []string { return numerals(f, 0, 1) }

func numerals(f *patent.Figure, least, length int) (out []string) {
	for _, w := range f.Words {
		if text := strings.Trim(w.Text, ".,:;()（）"); w.Sure >= least && len(text) >= length && numeral.MatchString(text) && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// Marks of others: addresses of the web, signs of registered marks, and programs whose screens are met
// in drawings.
var (
	address = regexp.MustCompile(`(?i)https?[:：]?//|www\.|[a-z0-9-]{2,}\.(?:com|cn|net|org|gov|edu)(?:\.cn)?(?:$|[/:?])`)
	signs   = regexp.MustCompile(`[A-Za-z\p{Han}]{2,}[®™]`) // a circle alone is read as © everywhere
	brands  = regexp.MustCompile(`微信|支付宝|淘宝|天猫|京东|抖音|快手|百度|高德|钉钉|美团|腾讯|阿里|华为|小米|苹果|WeChat|Alipay|Windows|Android|iPhone|HUAWEI|Xiaomi`)
)

// Marked returns the words that are an address or somebody's mark, each once.
func Marked(f *patent.Figure) (out []string) {
	for _, w := range joined(f) {
		for _, re := range []*regexp.Regexp{address, signs, brands} {
			if re.MatchString(w) && !slices.Contains(out, w) {
				out = append(out, w)
				break
			}
		}
	}
	return out
}

// joined returns the words that were read fairly surely. Chinese characters, which an engine returns one
// by one, are joined where they stand side by side.
func joined(f *patent.Figure) (out []string) {
	for i, w := range f.Words {
		if w.Sure < fairly {
			continue
		}
		if i > 0 && len(out) > 0 && han(w.Text) {
			p := f.Words[i-1]
			if p.Sure >= fairly && han(p.Text) && abs(p.Y-w.Y) <= w.H/2 && w.X-p.X-p.W <= w.H {
				out[len(out)-1] += w.Text
				continue
			}
		}
		out = append(out, w.Text)
	}
	return out
}

// Text returns the rows of characters and words of a picture that were read surely, two characters
// at least: what stands in it as text.
func Text(f *patent.Figure) (out []string) {
	for _, w := range joined(f) {
		if n := len([]rune(w)); (n >= 2 && han(w) || n >= 4 && letters.MatchString(w) && spoken(w)) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func han(s string) bool {
	for _, c := range s {
		if c < 0x4e00 || c > 0x9fff {
			return false
		}
	}
	return s != ""
}

func abs(n int) int { return max(n, -n) }
