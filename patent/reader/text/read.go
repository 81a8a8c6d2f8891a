package text

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhibao/internal/fault"
	"zhibao/patent"
	"zhibao/patent/reader/canon"
)

// Limits of one text file.
// A description of 16 MB would have five million characters; the lines bound a file that is
// nothing but line breaks.
const (
	maxBytes = 16 << 20
	maxLines = 200_000
)

// Read reads a file of plain text or Markdown in UTF-8, UTF-16 or GBK.
func Read(a *patent.Application, name string, data []byte, markdown bool) error {
	s, lost, err := decode(name, data)
	if err != nil {
		return err
	}
	if lost > 0 {
		a.Losses = append(a.Losses, patent.Loss{Part: patent.Whole, Entry: name, Runes: lost,
			What: "文件“" + name + "”中有 " + itoa(lost) + " 个字符无法识别，请存为 UTF-8 后重新上传"})
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	raw := strings.Split(s, "\n")
	if len(raw) > maxLines {
		return fault.New(fault.TooLarge, "reader.lines", "文件“%s”超过 %d 行，不予读取。请只保留申请文件的文字", name, maxLines).At(name)
	}
	if a.Reader == "" {
		a.Reader = "text"
	}
	var lines []Line
	if markdown {
		lines = markdownLines(raw)
	} else {
		for _, l := range unwrap(raw) {
			lines = append(lines, plainLine(l))
		}
	}
	Assemble(a, name, lines)
	return nil
}

// decode returns the text and how many characters could not be made out.
func decode(name string, data []byte) (string, int, error) {
	if len(data) > maxBytes {
		return "", 0, fault.New(fault.TooLarge, "reader.too_large", "文本文件“%s”超过 %d MB，不予读取。请拆分后重新上传", name, maxBytes>>20).At(name)
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", 0, binary(name)
		}
		data = out
	case bytes.IndexByte(data, 0) >= 0:
		return "", 0, binary(name)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), bytes.Count(data, []byte("\uFFFD")), nil
	}
	// GB18030 contains GBK, which Chinese Windows writes without any mark.
	s, err := simplifiedchinese.GB18030.NewDecoder().String(string(data))
	if err != nil {
		return "", 0, binary(name)
	}
	bad := strings.Count(s, "\uFFFD")
	// One unreadable character in twenty: then it is not text in another guise, but no text.
	if bad*20 > utf8.RuneCountInString(s) {
		return "", 0, binary(name)
	}
	return s, bad, nil
}

// binary makes the fault for a file that is no text.
func binary(name string) error {
	return fault.New(fault.Invalid, "reader.not_text", "文件“%s”不是文本文件，或编码无法识别。请存为 UTF-8 文本后重新上传", name).At(name)
}

var emphasis = regexp.MustCompile(`^\*\*(.+?)\*\*(.*)$`)

// plainLine drops the marks that people put around headings in plain text.
func plainLine(s string) Line {
	l := Words(s)
	w := l.Run.Words()
	if h, words := hashes(w); h > 0 {
		l = Words(words)
		l.Heading = h
		return l
	}
	if m := emphasis.FindStringSubmatch(w); m != nil {
		if _, ok := canon.PartHead(m[1]); ok || m[2] == "" {
			return Words(m[1] + m[2])
		}
	}
	return l
}

// hashes cuts "## " from a heading.
func hashes(w string) (int, string) {
	n := 0
	for n < len(w) && w[n] == '#' {
		n++
	}
	if n == 0 || n > 6 {
		return 0, w
	}
	return n, strings.TrimSpace(strings.Trim(strings.TrimSpace(w[n:]), "#*"))
}
