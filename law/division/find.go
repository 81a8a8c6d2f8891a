package division

import (
	"strings"
	"unicode"
)

// maxAddress bounds, in bytes, what Find reads of an address.
const maxAddress = 1000

// Find reads the divisions with which an address begins and returns the place and what is
// left, for example 西湖区文三路1号 without its district. A province or city may lack its kind
// (浙江杭州); a county may not. Levels may be left out as long as what is written is the name
// of one place alone: 义乌市 is in 金华市, but 鼓楼区 could be in four cities and gives nothing.
func Find(address string) (p Place, rest string) {
	rest = clean(address)
	at := "" // code of the division found so far
	for {
		if next, n := longest(rest, at); n > 0 {
			at, rest = next, rest[n:]
		} else if again := repeated(rest, at); again > 0 {
			rest = rest[again:]
		} else {
			break
		}
	}
	if at == "" {
		return Place{}, rest
	}
	p, _ = Lookup(at)
	return p, rest
}

// repeated returns the length of a word that forms with fixed levels put in: 上海市上海市浦东新区,
// 北京市市辖区.
func repeated(text, at string) int {
	if at == "" {
		return 0
	}
	for _, word := range []string{table().names[at], "市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"} {
		if strings.HasPrefix(text, word) {
			return len(word)
		}
	}
	return 0
}

// clean removes spaces, separators, a country and a postal code in front.
func clean(address string) string {
	if len(address) > maxAddress {
		address = strings.ToValidUTF8(address[:maxAddress], "")
	}
	address = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(",，、/·-", r) {
			return -1
		}
		return r
	}, address)
	if len(address) > 6 && strings.Trim(address[:6], "0123456789") == "" {
		address = address[6:]
	}
	return strings.TrimPrefix(strings.TrimPrefix(address, "中华人民共和国"), "中国")
}

// longest returns the division under at whose name is the longest beginning of text, and the
// length of that name. Names that several divisions under at share do not count.
func longest(text, at string) (code string, n int) {
	shared := false
	prefix, level := under(at)
	for _, f := range table().forms[first(text)] {
		if !strings.HasPrefix(text, f.text) || !strings.HasPrefix(f.code, prefix) || depth(f.code) <= level {
			continue
		}
		switch {
		case len(f.text) > n:
			code, n, shared = f.code, len(f.text), false
		case len(f.text) == n && depth(f.code) == depth(code):
			shared = true
		case len(f.text) == n && depth(f.code) < depth(code): // 吉林 is the province
			code, shared = f.code, false
		}
	}
	if shared {
		return "", 0
	}
	return code, n
}

// under returns the prefix that the codes below a division have, and its depth.
func under(code string) (prefix string, level int) {
	level = depth(code)
	return code[:min(2*level, len(code))], level
}

// depth returns 1 for a province, 2 for a prefecture, 3 for a county, 0 for no code.
func depth(code string) int {
	switch {
	case code == "":
		return 0
	case strings.HasSuffix(code, "0000"):
		return 1
	case strings.HasSuffix(code, "00"):
		return 2
	}
	return 3
}
