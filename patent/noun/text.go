package noun

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Text is asked whether it names things.
type Text struct {
	words  string
	joined string // without 的: 消息的集合 is 消息集合 too
}

// TextOf prepares a text to be asked.
func TextOf(words string) *Text { return &Text{words: words} }

// Names reports whether the text names the thing, by the name itself or in a form that holds it: 第一和
// 第二电极 names 第一电极, 左、右侧板 names 左侧板, 消息的集合 names 消息集合. A longer name that ends like
// it does, and an abbreviation does: 折叠支架 is 支架, 终端设备 is 终端.
func (t *Text) Names(name string) bool {
	if t.any(name, func(_, behind string) bool { return !larger(name, behind) }) || t.numbered(name) || t.paired(name) {
		return true
	}
	if utf8.RuneCountInString(name) < 4 {
		return false
	}
	if t.joined == "" {
		t.joined = strings.ReplaceAll(t.words, "的", "")
	}
	return strings.Contains(t.joined, name)
}

// larger reports a name that goes on to that of another thing, which has the first only beside it: 弹簧座
// does not name 弹簧, nor 螺栓孔 螺栓.
func larger(name, behind string) bool {
	r, n := utf8.DecodeRuneInString(behind)
	return strings.ContainsRune(beside, r) && utf8.RuneCountInString(name) >= 2 && !breaks(behind, 2) && (closed(behind[n:]) || breaks(behind[n:], 2))
}

// numbered reports 第一和第二电极 for 第一电极, and 第N电极 for any.
func (t *Text) numbered(name string) bool {
	runes := []rune(name)
	n := ordinal(runes)
	if n == 0 {
		return false
	}
	ord, rest := string(runes[:n]), string(runes[n:])
	if !strings.Contains(t.words, rest) {
		return false
	}
	for _, w := range []string{"和", "、", "与", "或", "及", "至", "以及", "，"} {
		if strings.Contains(t.words, ord+w) || strings.Contains(t.words, w+ord+rest) {
			return true
		}
	}
	return strings.Contains(t.words, "第N") || strings.Contains(t.words, "第i") || strings.Contains(t.words, "第n")
}

// pairs are words that share what they qualify.
var pairs = []string{"左右", "上下", "前后", "内外", "正负", "主副", "大小", "横纵", "公母", "冷热"}

// paired reports 左、右侧板 for 左侧板.
func (t *Text) paired(name string) bool {
	runes := []rune(name)
	if len(runes) < 3 {
		return false
	}
	rest := string(runes[1:])
	for _, pair := range pairs {
		a, b := string([]rune(pair)[0]), string([]rune(pair)[1])
		if string(runes[0]) != a && string(runes[0]) != b || !strings.Contains(t.words, rest) {
			continue
		}
		for _, w := range []string{"", "、", "和", "与", "及", "或"} {
			if strings.Contains(t.words, a+w+b) || strings.Contains(t.words, b+w+a) {
				return true
			}
		}
	}
	return false
}

// Ends reports whether the text names the thing with nothing behind it that could belong to the name:
// 弹簧座 does not name 弹簧 so.
func (t *Text) Ends(name string) bool {
	return t.any(name, func(_, behind string) bool { return closed(behind) || breaks(behind, 2) })
}

// Abridged reports whether the text names the thing by a longer name that holds words within it, 广告投放
// 页面 for 广告页面, or beside another one with which it shares its beginning, 网络构成方法及装置 for
// 网络构成装置. An ordinal alone is no beginning.
func (t *Text) Abridged(name string) bool {
	runes := []rune(name)
	for k := ordinal(runes) + 2; k+2 <= len(runes); k++ {
		head, tail := string(runes[:k]), string(runes[k:])
		if !strings.Contains(t.words, tail) {
			continue
		}
		for at := 0; ; {
			i := strings.Index(t.words[at:], head)
			if i < 0 {
				break
			}
			at += i
			long := After(t.words[at:])
			if j := strings.Index(long, tail); j > len(head) && j-len(head) <= maxInserted && !larger(tail, t.words[at+j+len(tail):]) {
				return true
			}
			if behind := t.words[at+len(long):]; len(long) > len(head) {
				behind = behind[joint(behind):]
				if len(behind) < len(t.words)-at-len(long) && strings.HasPrefix(behind, tail) && !larger(tail, behind[len(tail):]) {
					return true
				}
			}
			at += len(head)
		}
	}
	return false
}

// maxInserted is how much a longer name has within, in bytes: six characters.
const maxInserted = 18

// joint returns the bytes of a word at the beginning of s that ties two names together; 存储物质的容器 is a
// 存储容器.
func joint(s string) int {
	for _, w := range []string{"以及", "及其", "和", "与", "及", "或", "、", "的"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// Stands reports whether the text names the thing with nothing on either side that could belong to the
// name.
func (t *Text) Stands(name string) bool {
	return t.any(name, func(front, behind string) bool { return opens(front) && (closed(behind) || breaks(behind, 2)) })
}

// any reports whether fits accepts what stands before and behind the name at one of its places.
func (t *Text) any(name string, fits func(front, behind string) bool) bool {
	for at := 0; ; {
		k := strings.Index(t.words[at:], name)
		if k < 0 {
			return false
		}
		at += k + len(name)
		if fits(t.words[:at-len(name)], t.words[at:]) {
			return true
		}
	}
}

// opens reports whether a name surely begins behind s: behind another mark than a character, a function
// word, or the figure of an ordinal.
func opens(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	if s == "" || !unicode.Is(unicode.Han, r) || strings.ContainsRune("一二三四五六七八九十", r) {
		return true
	}
	from := len(s) - n
	for k := 0; k < 3 && from > 0; k++ {
		_, n := utf8.DecodeLastRuneInString(s[:from])
		from -= n
	}
	return Before(s[from:]+"件") == len(s)-from
}

// Same reports whether two names can mean one thing, where a reader may have cut off too little or too
// much: one is the other with words in front, 支撑板 and 下支撑板, or its abbreviation, 终端 and 终端设备, and
// not 弹簧 and 弹簧座. A name of one character is only itself.
func Same(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	behind, longer := strings.CutPrefix(b, a)
	return a == b || utf8.RuneCountInString(a) >= 2 && (strings.HasSuffix(b, a) || longer && !larger(a, behind))
}
