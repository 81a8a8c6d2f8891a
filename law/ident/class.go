package ident

import (
	"regexp"
	"strconv"
	"strings"
)

// An IPC is a symbol of the International Patent Classification at the level of subclass
// (H01M) or group (H01M 10/0525).
type IPC string

// A Locarno is a class and subclass of designs, canonical as 14-03.
type Locarno string

var (
	ipc           = name{"IPC分类号", "IPC symbol"}
	locarno       = name{"洛迦诺分类号", "Locarno class"}
	ipcFormat     = regexp.MustCompile(`^([A-H]\d{2}[A-Z])(?:(\d{1,4})/(\d{2,6}))?(?:\(\d{4}(?:\.\d{2})?\))?$`)
	locarnoFormat = regexp.MustCompile(`^(?:LOC\(?\d{1,2}\)?CL\.?)?(\d{2})-(\d{2})$`)
)

// ParseIPC reads a subclass or group in any spacing; an edition in brackets, as in
// H04L 29/08 (2006.01), is dropped. Whether the symbol is in force is not known here.
func ParseIPC(s string) (IPC, error) {
	text, err := ipc.read(s)
	if err != nil {
		return "", err
	}
	m := ipcFormat.FindStringSubmatch(text)
	if m == nil {
		return "", ipc.fail(Form, 0, "应写到小类或组，例如 H01M 或 H01M 10/0525", "must be a subclass or group, for example H01M or H01M 10/0525")
	}
	if m[2] == "" {
		return IPC(m[1]), nil
	}
	group := strings.TrimLeft(m[2], "0")
	if group == "" {
		return "", ipc.fail(Range, 5, "的大组不能为 0，请核对", "has main group 0; please compare")
	}
	return IPC(m[1] + " " + group + "/" + m[3]), nil
}

// Subclass returns the first four characters, H01M.
func (c IPC) Subclass() string { return string(c[:min(4, len(c))]) }

// MainGroup returns the main group, H01M 10/00, or nothing for a subclass.
func (c IPC) MainGroup() IPC {
	head, _, ok := strings.Cut(string(c), "/")
	if !ok {
		return ""
	}
	return IPC(head + "/00")
}

// Within reports whether c lies in other as far as the symbols tell: a subclass holds its
// groups, a main group its subgroups. The hierarchy of subgroups is not known here.
func (c IPC) Within(other IPC) bool {
	switch {
	case other == "":
		return false
	case len(other) == 4:
		return c.Subclass() == string(other)
	case strings.HasSuffix(string(other), "/00"):
		return c.MainGroup() == other
	}
	return c == other
}

// ParseLocarno reads a class and subclass of the Locarno classification, classes 01 to 32.
func ParseLocarno(s string) (Locarno, error) {
	text, err := locarno.read(s)
	if err != nil {
		return "", err
	}
	text = strings.NewReplacer("—", "-", "–", "-", "−", "-").Replace(text)
	m := locarnoFormat.FindStringSubmatch(text)
	if m == nil {
		return "", locarno.fail(Form, 0, "应写作两位大类-两位小类，例如 14-03", "must be a class and subclass of two digits each, for example 14-03")
	}
	if class, _ := strconv.Atoi(m[1]); class < 1 || class > 32 {
		return "", locarno.fail(Range, 1, "的大类应为01至32，请核对", "must have a class from 01 to 32; please compare")
	}
	if m[2] == "00" {
		return "", locarno.fail(Range, 4, "的小类不能为00，请核对", "cannot have subclass 00; please compare")
	}
	return Locarno(m[1] + "-" + m[2]), nil
}

// Class returns the class, 14.
func (c Locarno) Class() string { return string(c[:min(2, len(c))]) }
