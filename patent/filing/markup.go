package filing

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// A markup is an XML document in the making, one element a line where elements hold elements.
type markup struct {
	b    strings.Builder
	open []string
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// head writes declaration, document type and style sheet. Request forms have no public document
// type, so dtd may be empty.
func head(dtd, root string) *markup {
	m := &markup{}
	m.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	if dtd != "" {
		fmt.Fprintf(&m.b, "<!DOCTYPE %s SYSTEM \"/dtdandxsl/%s\"[]>\n", root, dtd)
	}
	m.b.WriteString(`<?xml-stylesheet type="text/xsl" href="/dtdandxsl/showxml.xsl"?>` + "\n")
	return m
}

// start opens an element. Attributes come as name, value, name, value.
func (m *markup) start(name string, attrs ...string) {
	m.tag(name, attrs)
	m.b.WriteString(">\n")
	m.open = append(m.open, name)
}

// tag writes name and attributes and leaves the bracket open.
func (m *markup) tag(name string, attrs []string) {
	m.b.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		m.b.WriteString(" " + attrs[i] + `="` + escape.Replace(attrs[i+1]) + `"`)
	}
}

// end closes the innermost open element.
func (m *markup) end() {
	last := len(m.open) - 1
	m.b.WriteString("</" + m.open[last] + ">\n")
	m.open = m.open[:last]
}

// mixed opens an element that begins with text and goes on with elements.
func (m *markup) mixed(name, text string, attrs ...string) {
	m.tag(name, attrs)
	m.b.WriteString(">" + escape.Replace(text))
	m.open = append(m.open, name)
}

// leaf writes an element with text, or an empty one.
func (m *markup) leaf(name, text string, attrs ...string) {
	m.tag(name, attrs)
	if text == "" {
		m.b.WriteString("/>\n")
		return
	}
	m.b.WriteString(">" + escape.Replace(text) + "</" + name + ">\n")
}

// tick writes a check box of a form: 附加 holds 1 if it is ticked and is empty if not.
func (m *markup) tick(name string, on bool) {
	m.start(name)
	text := ""
	if on {
		text = "1"
	}
	m.leaf("附加", text)
	m.end()
}

// date writes 年, 月 and 日 under a name.
func (m *markup) date(name string, d Date) {
	m.start(name)
	m.leaf("年", number(d.Year))
	m.leaf("月", number(d.Month))
	m.leaf("日", number(d.Day))
	m.end()
}

// number leaves a field empty rather than stating zero.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// bytes returns the document as the options want it, after reading it back.
func (m *markup) bytes(file string, opt Options) ([]byte, error) {
	s := m.b.String()
	if i := strings.IndexFunc(s, illegal); i >= 0 || !utf8.ValidString(s) {
		return nil, fault.New(fault.Invalid, "filing.character",
			"%s 中有 XML 不允许的控制字符或不完整的字符，请从原文中删除后重试", file).At(file)
	}
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s is not well formed: %w", file, err)
		}
	}
	if opt.CRLF {
		s = strings.ReplaceAll(s, "\n", "\r\n")
	}
	if opt.BOM {
		s = "\ufeff" + s
	}
	return []byte(s), nil
}

// illegal reports characters that XML 1.0 cannot carry in any form.
func illegal(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}
