package dsc

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/cite"
	"zhibao/examination/preexam/check/words"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// misread029 is what UTF-8 taken for GBK, and memory that was never filled, look like.
var misread029 = words.New([]string{"锟斤拷", "烫烫烫"}, nil)

// dsc029: text that was damaged on its way: characters that could not be read, characters of a
// symbol font, boxes between Chinese characters, marks that cannot stand together. It is an error
// because nobody can say what was meant. Invisible characters come from web pages and chat programs:
// 权利要求 with one inside is found by no reference and no search, and two texts that look alike differ.
func dsc029() check.Rule {
	r := about(rule.Meta{
		ID: "DSC-029", Title: "文字清晰完整，没有乱码、缺字和重叠的标点",
		English: "The text is free of garbled characters and doubled punctuation",
		Basis:   []rule.Cite{cite.Quality("文本完整性")},
		Level:   rule.Center, Severity: rule.Error, Auto: rule.Deterministic, Version: 4,
	}, func(p *check.Pass) {
		for _, part := range []patent.Part{patent.Claims, patent.Description, patent.Abstract} {
			text := p.Text(part).Text
			g := garbage{text: text}
			misread := misread029.Any(text)
			for i := 0; i < len(text); {
				// Chinese characters are sound unless some of them are those two words.
				if !misread {
					if i = prose.HanEnd(text, i); i == len(text) {
						break
					}
				}
				i = g.at(i)
			}
			// Each place is told, because each must be compared with the original.
			for i, f := range g.found {
				if i >= maxGarbage {
					p.Also(part, f.start, f.end)
					continue
				}
				p.At(part, f.start, f.end, f.message, "对照原稿改正；由扫描件或其他格式转换而来的，逐处核对")
			}
		}
	})
	r.Part = "" // claims and abstract may come without a description
	return r
}

// invisible reports characters that take no room: zero-width blanks and joints, soft hyphens, marks of
// the direction of writing.
func invisible(r rune) bool {
	return r == 0xad || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff
}

// seenAs is the finding about an invisible character.
func seenAs(r rune) string {
	return fmt.Sprintf("此处有不可见的字符（U+%04X），引用、检索和比对时会被当成不同的文字", r)
}

// between widens a place by the characters beside it on the line: nobody can see a mark on nothing.
func between(text string, start, end int) (from, to int) {
	if r, w := utf8.DecodeLastRuneInString(text[:start]); w > 0 && r != '\n' {
		start -= w
	}
	if r, w := utf8.DecodeRuneInString(text[end:]); w > 0 && r != '\n' {
		end += w
	}
	return start, end
}

// maxGarbage bounds the findings of a text that is garbled all over.
const maxGarbage = 20

// garbage gathers what is damaged in one text.
type garbage struct {
	text  string
	found []struct {
		start, end int
		message    string
	}
}

// add records a finding and returns its end.
func (g *garbage) add(start, end int, message string) int {
	g.found = append(g.found, struct {
		start, end int
		message    string
	}{start, end, message})
	return end
}

// at looks at the character at i and returns where to go on.
func (g *garbage) at(i int) int {
	r, w := utf8.DecodeRuneInString(g.text[i:])
	switch {
	// Most characters are of this kind, or Chinese: the cheap test comes first.
	case r >= 0x4e00 && r <= 0x9fff && r != '锟' && r != '烫', r < 0x80 && r >= ' ' || r == '\n' || r == '\t' || r == '\r':
		return i + w
	case r == utf8.RuneError:
		end := i + w
		for end < len(g.text) {
			next, nw := utf8.DecodeRuneInString(g.text[end:])
			if next != utf8.RuneError {
				break
			}
			end += nw
		}
		return g.add(i, end, "此处有无法识别的字符（�）")
	case r < ' ' || r == 0x7f:
		return g.add(i, i+w, fmt.Sprintf("此处有控制字符（U+%04X）", r))
	case invisible(r):
		start, end := between(g.text, i, i+w)
		g.add(start, end, seenAs(r))
		return i + w
	case r >= 0xe000 && r <= 0xf8ff:
		return g.add(i, i+w, fmt.Sprintf("此处有私用区字符（U+%04X），换一台计算机会显示为空白或方框", r))
	case r == '□' && g.missing(i, i+w):
		return g.add(i, i+w, "此处有方框（□），疑为缺字")
	case r == '锟' && strings.HasPrefix(g.text[i:], "锟斤拷"), r == '烫' && strings.HasPrefix(g.text[i:], "烫烫烫"):
		return g.add(i, i+9, "此处为乱码")
	case mark(r):
		return g.doubled(i)
	}
	return i + w
}

// missing reports whether a box stands between Chinese characters, where it can only be a
// character that the font lacked. Elsewhere it may be a box to tick or a symbol.
func (g *garbage) missing(start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(g.text[:start])
	after, _ := utf8.DecodeRuneInString(g.text[end:])
	chinese := func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }
	return chinese(before) && chinese(after)
}

// mark reports a full-width mark of a sentence.
func mark(r rune) bool {
	switch r {
	case '。', '，', '；', '：', '、', '！', '？':
		return true
	}
	return false
}

// doubled reports marks that cannot stand together, such as ，。 or ；；.
func (g *garbage) doubled(i int) int {
	end, n := i, 0
	for end < len(g.text) {
		next, w := utf8.DecodeRuneInString(g.text[end:])
		if !mark(next) {
			break
		}
		end += w
		n++
	}
	marks := g.text[i:end]
	// 。。。。。。 is how some type an ellipsis, ！？ and ！！！ are emphasis.
	if n < 2 || strings.Trim(marks, "！？") == "" || n >= 3 && strings.Trim(marks, "。") == "" {
		return end
	}
	return g.add(i, end, fmt.Sprintf("标点“%s”重叠", marks))
}
