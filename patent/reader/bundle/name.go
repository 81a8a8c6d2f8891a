package bundle

import (
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Extensions that a submission may hold. Everything else is listed but never opened, and what
// a computer would run is refused.
var (
	documents = set("xml", "txt", "md", "doc", "docx", "pdf", "xls", "xlsx", "csv", "rtf", "dtd", "xsl", "xsd", "ofd", "wps")
	pictures  = set("jpg", "jpeg", "png", "tif", "tiff", "gif", "bmp", "webp")
	archives  = set("zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz", "cab", "iso", "z", "lzh", "arj")
	programs  = set("exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "scr", "pif",
		"msi", "msp", "lnk", "jar", "sh", "cpl", "reg", "inf", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "ppam", "chm", "app", "apk", "url", "scf")
)

// set makes a set of extensions.
func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// Picture reports whether the name has the extension of a picture.
func Picture(name string) bool { return pictures[Extension(name)] }

// Extension returns the last extension in lower case, without the dot.
func Extension(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(path.Base(name)), "."))
}

// Noise reports files that operating systems leave in archives.
func Noise(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(name, "__MACOSX/") || strings.Contains(name, "/__MACOSX/") || base == ".ds_store" ||
		base == "thumbs.db" || base == "desktop.ini" || strings.HasPrefix(base, "~$") || strings.HasPrefix(base, "._")
}

// decode returns the name in UTF-8. Archives of Chinese Windows hold GBK without saying so.
func decode(raw string, flagged bool) string {
	// Some tools write UTF-8 without the flag. GBK that happens to be valid UTF-8 hardly occurs in
	// Chinese names.
	if flagged || utf8.ValidString(raw) {
		return raw
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().String(raw); err == nil && !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	return raw
}

// cleanName returns the path with forward slashes, or a fault if it would leave the submission
// or deceive the eye.
func cleanName(name string, limit int) (string, error) {
	if len(name) > limit {
		return "", refuse(clip(name), "name_long", "文件名“%s”过长（超过 %d 字节）。请缩短后重新打包", clip(name), limit)
	}
	if !utf8.ValidString(name) || strings.ContainsRune(name, utf8.RuneError) {
		return "", refuse(clip(name), "name_charset", "压缩包内有文件名无法识别（既不是 UTF-8 也不是 GBK）。请用中文或英文文件名重新打包")
	}
	for _, c := range name {
		if c < 0x20 || c == 0x7f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f {
			return "", refuse(clip(name), "name_control", "文件名“%s”含有控制字符或反向显示字符，可能伪装了扩展名，不予读取。请重新命名后再上传", clip(name))
		}
	}
	s := strings.ReplaceAll(name, `\`, "/")
	// Windows drops blanks and dots at the end of a name, so ".. " leaves the folder as well.
	outside := strings.HasPrefix(s, "/") || len(s) >= 2 && s[1] == ':'
	for part := range strings.SplitSeq(s, "/") {
		outside = outside || strings.TrimRight(part, " .") == "" && strings.HasPrefix(part, "..")
	}
	if outside {
		return "", refuse(clip(name), "name_outside", "文件名“%s”指向压缩包之外，可能是攻击文件，不予读取。请重新打包后再上传", clip(name))
	}
	s = strings.TrimPrefix(path.Clean(s), "./")
	if s == "." || s == "" {
		return "", refuse(clip(name), "name_empty", "压缩包内有文件没有名称。请重新打包后再上传")
	}
	return s, harmless(s)
}

// nested refuses an archive inside an archive: there is no end to opening them.
func nested(name string) error {
	if Noise(name) || !archives[Extension(name)] {
		return nil
	}
	return refuse(name, "nested", "压缩包内还有压缩包“%s”，不予展开。请把其中的文件直接放入案卷包后重新上传", clip(name))
}

// harmless refuses programs and names that hide what they are.
func harmless(name string) error {
	if Noise(name) {
		return nil
	}
	// Every extension counts, not only the last: "图1.exe.jpg" is renamed with one click.
	parts := strings.Split(strings.ToLower(path.Base(name)), ".")
	last := parts[len(parts)-1]
	for i, ext := range parts[1:] {
		ext = strings.TrimSpace(ext)
		switch {
		case programs[ext]:
			return refuse(name, "program", "文件“%s”是可执行文件或带宏的文档（.%s），不予接收。请删除后重新打包", clip(name), ext)
		case i+2 < len(parts) && (documents[ext] || pictures[ext]) && ext != strings.TrimSpace(last) &&
			(documents[last] || pictures[last] || archives[last] || last == "html" || last == "htm" || last == "svg"):
			return refuse(name, "double_extension", "文件“%s”有两个扩展名（.%s.%s），无法确定类型，不予读取。请改为一个扩展名后重新上传", clip(name), ext, last)
		}
	}
	return nil
}
