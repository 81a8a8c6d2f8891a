package xmltree

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhibao/internal/fault"
)

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']`)

// utf8Of returns the document in UTF-8, without a byte order mark. What the bytes are decides
// before what the declaration says: files saved again by an editor often contradict it.
func utf8Of(name string, data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decoded(name, data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(data, []byte("<\x00?\x00")):
		return decoded(name, data, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
	}
	label := ""
	if m := declared.FindSubmatch(data[:min(len(data), 400)]); m != nil {
		label = strings.ToLower(string(m[1]))
	}
	if utf8.Valid(data) {
		return data, nil
	}
	switch label {
	case "gb2312", "gbk", "gb18030", "cp936", "utf-8", "utf8", "":
		return decoded(name, data, simplifiedchinese.GB18030)
	}
	return nil, fault.New(fault.Invalid, "reader.charset", "文件“%s”的编码 %s 无法识别。请存为 UTF-8 后再上传", name, label).At(name)
}

// decoded converts and refuses what does not convert without a loss: a document with one wrong byte
// may have any other wrong as well.
func decoded(name string, data []byte, enc encoding.Encoding) ([]byte, error) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, fault.New(fault.Invalid, "reader.charset", "文件“%s”的字符编码有误，有字符无法识别。请存为 UTF-8 后再上传", name).At(name).Because(err)
	}
	return bytes.TrimPrefix(out, []byte("\xef\xbb\xbf")), nil
}

// cleaned replaces control characters that XML forbids by blanks; word processors leave them
// behind. It returns how many there were.
func cleaned(data []byte) ([]byte, int) {
	bad := func(c byte) bool { return c < 0x20 && c != '\t' && c != '\n' && c != '\r' }
	n := 0
	for _, c := range data {
		if bad(c) {
			n++
		}
	}
	if n == 0 {
		return data, 0
	}
	out := bytes.Clone(data)
	for i, c := range out {
		if bad(c) {
			out[i] = ' '
		}
	}
	return out, n
}
