package hearing

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// shortSpeakers are what a recorder types for those who speak most.
func shortSpeakers() [][2]string {
	return [][2]string{{"主", "主持人"}, {"合", "合议组成员"}, {"申", "请求人"}, {"被", "被请求人"}, {"三", "第三人"}, {"证", "证人"}, {"鉴", "鉴定人"}, {"当", "当事人"}, {"办", "办案人员"}, {"书", "记录人"}}
}

// Speakers is the list of what can be typed for whom, as a hint beside the record.
func Speakers() string {
	var out []string
	for _, s := range shortSpeakers() {
		out = append(out, s[0]+"＝"+s[1])
	}
	return strings.Join(out, "　")
}

// maxSpeaker bounds the name before a colon, so that a sentence with a colon in it is no speaker.
const maxSpeaker = 12

// Paras reads a record as it is typed: each line that begins with a speaker and a colon is a
// paragraph, in which one letter stands for those who speak most; other lines go on with what the
// last one said, or are remarks of the recorder.
func Paras(typed string) (out []Para) {
	for line := range strings.Lines(typed) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if speaker, text, ok := spoken(line); ok {
			out = append(out, Para{speaker, text})
			continue
		}
		if n := len(out); n > 0 && out[n-1].Speaker != "" {
			out[n-1].Text = strings.TrimSpace(out[n-1].Text + "\n" + line)
			continue
		}
		out = append(out, Para{Text: line})
	}
	return out
}

// spoken cuts the speaker from a line.
func spoken(line string) (speaker, text string, ok bool) {
	i := strings.IndexAny(line, "：:")
	if i <= 0 {
		return "", "", false
	}
	_, size := utf8.DecodeRuneInString(line[i:])
	speaker, text = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+size:])
	// A time of day, and an address on the net, have colons too.
	if utf8.RuneCountInString(speaker) > maxSpeaker || strings.ContainsAny(speaker, "，。；、,.;/ \t") || strings.Trim(speaker, "（(0123456789") == "" {
		return "", "", false
	}
	for _, s := range shortSpeakers() {
		if speaker == s[0] {
			speaker = s[1]
		}
	}
	return speaker, text, true
}

// Typed is the record as somebody would type it, to go on with it.
func Typed(record []Para) string {
	var b strings.Builder
	for _, p := range record {
		if p.Speaker != "" {
			b.WriteString(p.Speaker + "：")
		}
		b.WriteString(p.Text + "\n")
	}
	return b.String()
}

// digestOf is what a signature is bound to.
func digestOf(record []Para) string {
	plain, _ := json.Marshal(record)
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:])
}
