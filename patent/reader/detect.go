package reader

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
	"zhibao/patent/reader/bundle"
)

// magics are first bytes that say what a file is. None of these kinds is read, but the applicant
// is told what the file is and what to hand in instead.
var magics = []struct{ magic, kind string }{
	{"%PDF-", "pdf"}, {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"}, {"Rar!\x1a\x07", "rar"}, {"7z\xbc\xaf\x27\x1c", "7z"},
	{"\x1f\x8b", "gzip"}, {"MZ", "program"}, {"\x7fELF", "program"}, {"#!", "program"}, {"\xca\xfe\xba\xbe", "program"}, {"{\\rtf", "rtf"},
}

// detect names everything but pictures. An archive is a Word document by its name or by the parts
// that Word writes first; what it really holds is looked at when it is opened.
func detect(name string, head []byte) string {
	ext := bundle.Extension(name)
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		if ext == "docx" || bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("word/")) {
			return "docx"
		}
		return "zip"
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.kind
		}
	}
	if k := marked(head); k != "" {
		return k
	}
	// Unknown bytes: "" is refused for a single file and only listed in an archive.
	if !textual(head) {
		return ""
	}
	if ext == "md" || ext == "markdown" {
		return "markdown"
	}
	return "text"
}

// marked tells XML, SVG and HTML apart by the first tag.
func marked(head []byte) string {
	s := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(printable(head), "\ufeff")))
	switch {
	case !strings.HasPrefix(s, "<"):
		return ""
	case strings.HasPrefix(s, "<!doctype html"), strings.HasPrefix(s, "<html"), strings.HasPrefix(s, "<script"):
		return "html"
	case strings.HasPrefix(s, "<svg"), strings.HasPrefix(s, "<?xml") && strings.Contains(s, "<svg"):
		return "svg"
	case strings.HasPrefix(s, "<?xml"), strings.HasPrefix(s, "<!doctype"), strings.HasPrefix(s, "<!--"), strings.HasPrefix(s, "<cn-"),
		strings.HasPrefix(s, "<data-bus"), strings.HasPrefix(s, "<business:"), len(s) > 1 && s[1] >= 0x80:
		return "xml"
	}
	return ""
}

// printable drops the zero bytes of UTF-16, so that a tag can be seen.
func printable(head []byte) string {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return string(bytes.ReplaceAll(head[2:], []byte{0}, nil))
	}
	return string(head)
}

// textual reports whether the bytes can be text in UTF-8, UTF-16 or GBK. A few odd control
// characters are tolerated: text copied from other programs has them.
func textual(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	strange := 0
	for _, c := range head {
		if c == 0 {
			return false
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			strange++
		}
	}
	// One odd character in fifty; more is not what anybody typed.
	return strange*50 <= len(head) && (utf8.Valid(head[:trimmed(head)]) || plausibleGBK(head))
}

// trimmed returns the length without a character cut at the end.
func trimmed(b []byte) int {
	n := len(b)
	for i := 0; i < 3 && n > 0 && !utf8.Valid(b[:n]); i++ {
		n--
	}
	return n
}

// plausibleGBK checks the pairs of bytes above ASCII against the ranges that GBK and GB18030 use.
func plausibleGBK(b []byte) bool {
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i+1 < len(b) && (b[i] == 0x80 || b[i] == 0xff || b[i+1] < 0x30) {
			return false
		}
		i++
	}
	return true
}

// acceptable refuses single files that cannot be an application.
func acceptable(name, kind string) error {
	var what, todo fault.Phrase
	switch kind {
	case "rar", "7z", "gzip":
		what, todo = fault.Say("是 %s 压缩包", strings.ToUpper(kind)), fault.Say("改用 ZIP 格式重新打包")
	case "ole":
		what, todo = fault.Say("是旧版 Word 文档或已加密的文档"), fault.Say("在 Word 中取消密码并另存为 .docx")
	case "pdf":
		what, todo = fault.Say("是 PDF，无法可靠地取得文字"), fault.Say("换用国家知识产权局客户端导出的案卷包，或 Word 文档")
	case "program":
		what, todo = fault.Say("是可执行程序"), fault.Say("换用申请文件")
	case "html", "svg", "rtf":
		what, todo = fault.Say("是 %s 文件", strings.ToUpper(kind)), fault.Say("另存为 .docx 或文本文件")
	case "":
		what, todo = fault.Say("的类型无法识别"), fault.Say("换用案卷包（ZIP）、XML、DOCX 或文本文件")
	default:
		return wrongName(name, kind)
	}
	// The sentence names the file, what it is, and what to do, in this order.
	return fault.New(fault.Invalid, "reader.type", "文件“%s”%s，不予读取。请%s后重新上传", name, what, todo).At(name)
}

// wrongName refuses a file whose extension contradicts its content.
func wrongName(name, kind string) error {
	ext := bundle.Extension(name)
	ok := true
	switch ext {
	case "zip":
		ok = kind == "zip" || kind == "docx"
	case "docx":
		ok = kind == "docx"
	case "xml":
		// XML without declaration looks like text; parsing tells.
		ok = kind == "xml" || kind == "text"
	case "jpg", "jpeg", "png", "tif", "tiff", "gif", "bmp", "webp":
		// Pictures are renamed from one format to another all the time; the content decides.
		ok = kind == "jpeg" || kind == "png" || kind == "tiff" || kind == "gif" || kind == "bmp" || kind == "webp"
	case "txt", "md":
		ok = kind == "text" || kind == "markdown" || kind == "xml"
	}
	if ok {
		return nil
	}
	return fault.New(fault.Invalid, "reader.type", "文件“%s”的内容与扩展名不符（内容是 %s），不予读取。请确认文件后重新上传", name, kind).At(name)
}
