// Package noun (名词短语) finds the names of things in patent prose: what 所述X names, where the name
// ends, and whether a text has named it before.
//
// Words are not segmented. A name ends before a word that cannot belong to one, and the lexicon
// holds such words of claims of all fields; where it lacks one, the text itself shows the end by
// having named the shorter thing. Claims, descriptions and reference signs are read alike.
package noun

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Mention is one 所述X: a thing that must have been introduced before.
type Mention struct {
	Start, End int    // bytes, from 所述 to the end of the name
	Name       string // the shortest reading of X that can be a name
	Closed     bool   // what follows it surely ends a name: a figure, a bracket, a pause, 的
}

// maxName bounds a name. Longer runs without any word that ends a name are passages that are
// quoted, not names.
const maxName = 14 // characters looked at behind 所述

// Mentions finds what a text refers back to. Words that stand for what was said before without
// naming a thing, 上述操作 or 所述各原料, are no mentions.
func Mentions(text string) (out []Mention) {
	for at := 0; at < len(text); {
		k, n := marker(text, at)
		if k < 0 {
			return out
		}
		at = k + n
		if said(text, k) {
			continue
		}
		start := k + n
		start += len(text[start:]) - len(strings.TrimLeft(text[start:], " "))
		if openers.Begins(text[start:]) {
			continue
		}
		counts := Quantifier(text[start:])
		all := strings.HasPrefix(text[k:], "上述") || strings.HasPrefix(text[start:], "各")
		start += counts
		if vague(text[start:], text[k:k+n], all) {
			continue
		}
		name := After(text[start:])
		end := start + len(name)
		if name == "" || participle(name, text[end:]) || acted(name, text[k:k+n]) {
			continue
		}
		out = append(out, Mention{k, end, name, closed(text[end:])})
	}
	return out
}

// marker returns where the next word that refers back begins at or behind at, and its length; k is -1 where
// none follows.
func marker(text string, at int) (k, n int) {
	for i, r := range text[at:] {
		switch r {
		case '所', '该', '上', '前':
			if n := markers.Match(text[at+i:]); n > 0 {
				k = at + i
				if behind := text[k+n:]; strings.HasPrefix(behind, "的") || strings.HasPrefix(behind, "之") {
					n += len("的")
				}
				return k, n
			}
		}
	}
	return -1, 0
}

// said reports 如上所述 and its like, 应该, and 所述 behind a figure, a number or 任一项, which name
// nothing.
func said(text string, k int) bool {
	front := text[:k]
	for _, w := range []string{"如上", "以上", "综上", "如前", "前文", "上文", "下文", "如下", "正如", "应", "下述", "如", "权利要求书", "权利要求", "图中", "说明书",
		"任一项", "任意一项", "任何一项", "任一", "之一", "实施例", "本发明", "本申请", "本实用新型", "本公开"} {
		if strings.HasSuffix(front, w) {
			return true
		}
	}
	inside, within := strings.CutSuffix(front, "中")
	if !within {
		r, _ := utf8.DecodeLastRuneInString(front)
		return unicode.IsDigit(r)
	}
	number := strings.TrimRight(inside, ")）0123456789 ")
	// 步骤1中所述的浆料 names the pulp; 式(1)中所述的 names nothing.
	return number != inside && !strings.HasSuffix(strings.TrimRight(number, "(（Ss"), "步骤") && !strings.HasSuffix(number, "S")
}

// vague reports words behind a marker that stand for what was said before: 上述操作, 所述各原料, 该端.
func vague(s, marker string, all bool) bool {
	if n := generic.Match(s); n > 0 && (closed(s[n:]) || breaks(s[n:], 2)) {
		return true
	}
	if all && plural.Begins(s) {
		return true
	}
	// 该公开工具: which of several is meant makes no name of it.
	general := s[modifiers.Match(s):]
	if n := kinds.Match(general); n > 0 && (strings.HasPrefix(marker, "该") || strings.HasPrefix(marker, "上述")) && (closed(general[n:]) || breaks(general[n:], 2) || abstract.Begins(general[n:])) {
		return true
	}
	if n := subjects.Match(s); n > 0 && (closed(s[n:]) || breaks(s[n:], 2)) {
		return true
	}
	if !strings.HasPrefix(marker, "该") {
		return false
	}
	// 该装置手滑: a word for the whole, and what is said of it, unless a device stands there, 该系统控制器.
	if n := subjects.Match(s); n > 0 && nominals.Match(s[n:]) <= len("件") {
		return true
	}
	return strings.HasPrefix(s, "端") || strings.HasPrefix(s, "侧") || strings.HasPrefix(s, "处")
}

// Quantifier returns the bytes of the words at the beginning of s that count the thing behind them
// and are no part of its name.
func Quantifier(s string) (n int) {
	for {
		if occasion := nth(s[n:]); occasion > 0 {
			n += occasion
			continue
		}
		q := quantifiers.Match(s[n:])
		if q > len("各") && strings.HasPrefix(s[n:], "各") && (plural.Begins(s[n+len("各"):]) || strings.HasPrefix(s[n:], "各组件")) {
			q = len("各")
		}
		if q == 0 || counted.Begins(s[n:]) {
			return n
		}
		n += q
	}
}

// participle reports what was done and not a thing: 上述获得的, 所述计算出的, 所述加密后的.
func participle(name, behind string) bool {
	for _, w := range []string{"出", "到", "有", "得", "后"} {
		if cut, ok := strings.CutSuffix(name, w); ok && (cut != "" && (verbs.Match(cut) == len(cut) || takers.Match(cut) == len(cut))) {
			return true
		}
		if strings.HasPrefix(behind, w+"的") || w == "有" && strings.HasPrefix(behind, w) {
			behind = "的"
		}
	}
	return strings.HasPrefix(behind, "的") && len(name) > len("连") && (verbs.Match(name) == len(name) || takers.Match(name) == len(name))
}

// acted reports a verb behind 该 or 上述 that is the name of no process: 该造成, 上述获得.
func acted(name, marker string) bool {
	n := effects.Match(name)
	return n > 0 && !strings.HasPrefix(marker, "所") && !nominals.Begins(name[n:])
}

// nth returns the bytes of 第二次, which says when and not what, and of 第一和 before 第二, of which the
// last one is looked at.
func nth(s string) int {
	if !strings.HasPrefix(s, "第") {
		return 0
	}
	size := len("第")
	for _, r := range s[size:] {
		if !strings.ContainsRune("一二三四五六七八九十", r) {
			break
		}
		size += utf8.RuneLen(r)
	}
	if strings.HasPrefix(s[size:], "次") {
		return size + len("次")
	}
	for _, w := range []string{"和", "及", "与", "或", "、", "至", "以及"} {
		if strings.HasPrefix(s[size:], w+"第") {
			return size + len(w)
		}
	}
	return 0
}

// After returns the shortest name that s can begin with: it ends before a word that cannot
// belong to a name, at punctuation, or at a figure. It is empty where no name follows.
func After(s string) string {
	runes, offsets := make([]rune, 0, maxName), make([]int, 0, maxName+1)
	end := len(s)
	for i, r := range s {
		if len(runes) == maxName || !nominal(r, len(runes)) {
			end = i
			break
		}
		runes, offsets = append(runes, r), append(offsets, i)
	}
	run := s[:end]
	if run == "" || openers.Begins(run) {
		return ""
	}
	least := 1 + ordinal(runes)
	for i := least; i < len(runes); i++ {
		k := i - least + 1 + min(least-1, 1)
		if k == 1 && strings.ContainsRune(singles, runes[i-1]) && parts(s[offsets[i]:]) {
			k = 2
		}
		if modifiers.Match(s) >= offsets[i] && !always.Begins(s[offsets[i]:]) {
			continue // 初始|位置
		}
		if breaks(s[offsets[i]:], k) && !spans(s, offsets, i) {
			run = s[:offsets[i]]
			break
		}
	}
	n := utf8.RuneCountInString(run)
	if n == 0 || n < 2 && run[0] < 0x80 || strings.TrimLeft(run, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" && n < 3 {
		return ""
	}
	return run
}

// parts reports what can follow a name of one character: a verb of two, 轴|连通, or a place, 管|中的.
func parts(s string) bool {
	behind := tails.Match(s)
	return verbs.Match(s) > len("接") || strings.HasPrefix(s, "对") || behind == len("中") && (closed(s[behind:]) || breaks(s[behind:], 2))
}

// spans reports whether a word that never parts stands across the place before character i: 终端.
func spans(s string, offsets []int, i int) bool {
	for back := 1; back <= min(2, i); back++ {
		if n := whole.Match(s[offsets[i-back]:]); offsets[i-back]+n > offsets[i] {
			return true
		}
	}
	return false
}

// closed reports whether a name surely ends before s.
func closed(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || !unicode.Is(unicode.Han, r) && !unicode.IsLetter(r) || strings.ContainsRune("的与和及或中上内", r)
}

// nominal reports a character that a name can hold.
func nominal(r rune, at int) bool {
	return unicode.Is(unicode.Han, r) || r < 0x80 && unicode.IsLetter(r) || r == '-' && at > 0
}

// ordinal returns the characters of 第一 or 第N in front of a name.
func ordinal(runes []rune) int {
	if len(runes) > 2 && runes[0] == '第' {
		n := 2
		for n < len(runes) && strings.ContainsRune("一二三四五六七八九十", runes[n]) {
			n++
		}
		return n
	}
	return 0
}

// breaks reports whether a name can end before s. Its k characters before s must be at least two
// for a tail or a verb; an ordinal counts as one, so that 第一轴 can end before 上.
func breaks(s string, k int) bool {
	if always.Begins(s) {
		return true
	}
	if k < 2 {
		return false
	}
	if n := nominals.Match(s); n > len("件") && n >= max(tails.Match(s), verbs.Match(s)) && !takers.Begins(s) {
		return false
	}
	if n := whole.Match(s); n > max(tails.Match(s), verbs.Match(s)) {
		return false
	}
	if n := tails.Match(s); n > 0 && (n == len("上") || !nominals.Begins(s[n:])) {
		// 触控位置检测电极: what is said of a thing may go on to another one.
		return n == len("上") || !abstract.Begins(s) || closed(s[n:]) || breaks(s[n:], 2)
	}
	if n := takers.Match(s); n > 0 && (!devices.Begins(s[n:]) || makers.Begins(s) && !does.Begins(s[n:])) {
		return true
	}
	n := verbs.Match(s)
	// 转动件, 连接杆: a verb before the last character of a name belongs to it, but not before 为 or 有.
	if n == len("接") {
		r, _ := utf8.DecodeRuneInString(s[n:])
		return always.Begins(s[n:]) || strings.ContainsRune("有于入出到至往住紧成向", r) // 卡入, and not 接入卡
	}
	return n > 0 && (!nominals.Begins(s[n:]) || always.Begins(s[n:]))
}
