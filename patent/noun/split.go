package noun

import (
	"strings"
	"unicode/utf8"
)

// A Reading is a shorter thing that a mention may name.
type Reading struct {
	Name string
	// Loose: the words behind it only say what is measured or done, so that the name may stand in the text
	// as a part of another: 喷洒|过程 where something is 喷洒.
	Loose bool
}

// In reports whether the text names what the mention is read as.
func (r Reading) In(t *Text) bool { return r.Loose && t.Names(r.Name) || t.Ends(r.Name) }

// Shorter returns the shorter things that a mention may name, longest first, where its name holds
// words that only say something of the thing: 锚梁 of 锚梁承载力, 脱水桶 of 脱水桶注水, 标定范围 of
// 标定范围m. 连接件 is none of 连接件座, nor 支架 of 支架电机: those are other things.
func (m *Mention) Shorter() (out []Reading) {
	runes := []rune(m.Name)
	least := ordinal(runes)
	if len(runes) == 2 && runes[1] == '子' {
		out = append(out, Reading{string(runes[:1]), true}) // 炉子 of a 裂化器炉
	}
	for k := len(runes) - 1; k >= max(least+1, 2); k-- {
		name, rest := string(runes[:k]), string(runes[k:])
		if says(rest, k-least, string(runes[k-1:k])) && modifiers.Match(name) < len(name) {
			out = append(out, Reading{name, abstract.Begins(rest)})
		}
	}
	return out
}

// says reports whether the rest of a name behind k characters, of which last is the last, says something
// of the thing and makes no other thing of it.
func says(rest string, k int, last string) bool {
	if strings.Trim(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" {
		return true
	}
	if k < 2 {
		return false
	}
	if rest[0] < utf8.RuneSelf {
		return true // 该基因mRNA
	}
	// 让位槽|槽壁: the wall of the thing, which repeats its last character.
	if strings.HasPrefix(rest, last) && wallOf(rest[len(last):]) {
		return true
	}
	if abstract.Begins(rest) || tails.Match(rest) > 3 || always.Begins(rest) {
		return true
	}
	if v := verbs.Match(rest); v > 0 {
		return !compound(rest[v:])
	}
	return !nominals.Begins(rest)
}

// wallOf reports a part that things have because of their shape.
func wallOf(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("壁口底顶面缘沿", r) && (closed(s[n:]) || breaks(s[n:], 2))
}

// compound reports whether words behind a verb make the name of a device with it: 驱动|电机座, and not
// 接收|车载音响, 采集|图像, 制备|方法.
func compound(s string) bool {
	last := ""
	for s != "" {
		n := nominals.Match(s)
		if n == 0 {
			break
		}
		last, s = s[:n], s[n:]
	}
	return last != "" && (s == "" || breaks(s, 2)) && !objects.Begins(last) && !abstract.Begins(last)
}

// Halves returns the ways in which the name of a mention can be that of a thing and of one that it has:
// 焙烧器 and 气体分布板 of 焙烧器气体分布板, or hold a verb between two things.
func (m *Mention) Halves() (out [][2]string) {
	runes := []rune(m.Name)
	for k := ordinal(runes) + 2; k+2 <= len(runes); k++ {
		rest := string(runes[k:])
		out = append(out, [2]string{string(runes[:k]), rest})
		// 听针|伸入|套筒: a verb between two things.
		if v := verbs.Match(rest); v > len("接") && len(rest) > v+len("接") {
			out = append(out, [2]string{string(runes[:k]), rest[v:]})
		}
	}
	return out
}
