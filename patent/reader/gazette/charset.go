package gazette

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

var declared = regexp.MustCompile(`<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']`)

// decoded is the file in UTF-8 without a mark. What the bytes are counts before what is declared; a file
// whose beginning is plain tells nothing by its bytes, and then the declaration counts.
func decoded(head []byte, in io.Reader) io.Reader {
	label := ""
	if m := declared.FindSubmatch(head[:min(len(head), 1000)]); m != nil {
		label = strings.ToLower(string(m[1]))
	}
	// Offices of Europe and America wrote what Windows writes, whatever they called it.
	latin := strings.Contains(label, "8859") || strings.Contains(label, "1252") || strings.Contains(label, "latin")
	var enc encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		enc = unicode.UTF8BOM
	case valid(head) && (!plain(head) || !latin):
		return in
	case latin:
		enc = charmap.Windows1252
	case !bytes.Contains(head[:min(len(head), 400)], []byte("<")):
		enc = charmap.Windows1252 // the formats of tags are American
	default:
		enc = simplifiedchinese.GB18030
	}
	return transform.NewReader(in, enc.NewDecoder())
}

// valid reports text in UTF-8, perhaps cut within its last character.
func valid(b []byte) bool {
	for n := 0; n < 4 && n < len(b); n++ {
		if utf8.Valid(b[:len(b)-n]) {
			return true
		}
	}
	return utf8.Valid(b)
}

// plain reports text of seven bits.
func plain(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
