// Package xmltree reads XML from outside into a small tree, within bounds: no entities of its
// own, no external DTD, limited size, depth and number of elements.
package xmltree

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"zhibao/internal/fault"
)

// Limits bound one document.
type Limits struct {
	Bytes     int64 // size of the file
	Depth     int   // nested elements
	Elements  int   // elements and pieces of text
	Attribute int   // bytes of all attributes of one element
}

// Standard are limits that a description of 3,000 pages keeps.
func Standard() Limits {
	return Limits{Bytes: 24 << 20, Depth: 128, Elements: 600_000, Attribute: 32 << 10}
}

// A Doc is one document.
type Doc struct {
	Root     *Node
	Replaced int // control characters that XML forbids, read as blanks
}

// A Node is an element, or a piece of text if Name is empty. Text that comments or CDATA
// sections cut is several pieces.
type Node struct {
	Name  string // local name, without the prefix
	Text  string // of a piece of text
	Attrs []xml.Attr
	Kids  []*Node
	plain string // what Plain returns, where it was worked out already
}

// Malformed reports whether err says that a document is not well-formed, as against one that
// was refused because it is dangerous or too big.
func Malformed(err error) bool { return fault.CodeOf(err) == "reader.xml_malformed" }

// Parse reads a document. The name is the entry that messages speak of. It fails with a fault:
// reader.xml_malformed, reader.xml_entity or reader.xml_too_big.
func Parse(ctx context.Context, name string, data []byte, lim Limits) (*Doc, error) {
	if int64(len(data)) > lim.Bytes {
		return nil, tooBig(name, fault.Say("大小超过 %d MB", lim.Bytes>>20))
	}
	data, err := utf8Of(name, data)
	if err != nil {
		return nil, err
	}
	data, replaced := cleaned(data)
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	p := parser{ctx: ctx, name: name, lim: lim, dec: d}
	root, err := p.run()
	if err != nil {
		return nil, err
	}
	return &Doc{Root: root, Replaced: replaced}, nil
}

var entity = regexp.MustCompile(`(?i)<!ENTITY|%[A-Za-z_][A-Za-z0-9_.-]*;`)

// parser builds the tree from raw tokens. Namespaces are not resolved: files in practice use
// prefixes that they never declare.
type parser struct {
	ctx      context.Context
	name     string
	lim      Limits
	dec      *xml.Decoder
	stack    []*Node
	names    []xml.Name
	root     *Node
	elements int
	tokens   int
}

// run reads to the end and checks that every element was closed.
func (p *parser) run() (*Node, error) {
	for {
		p.tokens++
		if p.tokens%4096 == 0 && p.ctx.Err() != nil {
			return nil, p.ctx.Err()
		}
		tok, err := p.dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, p.malformed(err)
		}
		if err := p.take(tok); err != nil {
			return nil, err
		}
	}
	if len(p.stack) > 0 {
		return nil, p.malformed(errors.New("元素 " + p.stack[len(p.stack)-1].Name + " 没有结束标签"))
	}
	if p.root == nil {
		return nil, p.malformed(errors.New("没有任何元素"))
	}
	return p.root, nil
}

// take puts one token into the tree. Comments and processing instructions are nothing.
func (p *parser) take(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		n := len(p.stack)
		if n == 0 || p.names[n-1] != t.Name {
			return p.malformed(errors.New("结束标签 " + t.Name.Local + " 与开始标签不符"))
		}
		p.stack, p.names = p.stack[:n-1], p.names[:n-1]
	case xml.CharData:
		if n := len(p.stack); n > 0 {
			if p.elements++; p.elements > p.lim.Elements {
				return tooBig(p.name, fault.Say("元素超过 %d 个", p.lim.Elements))
			}
			p.stack[n-1].Kids = append(p.stack[n-1].Kids, &Node{Text: string(t)})
		} else if strings.TrimSpace(string(t)) != "" {
			return p.malformed(errors.New("根元素之外有文字"))
		}
	case xml.Directive:
		if entity.Match(t) {
			return fault.New(fault.Invalid, "reader.xml_entity",
				"文件“%s”在文档类型声明中定义了实体，可能是攻击文件，不予读取。请用国家知识产权局客户端重新导出后再上传", p.name).At(p.name)
		}
	}
	return nil
}

// start opens an element, within the limits.
func (p *parser) start(t xml.StartElement) error {
	if p.elements++; p.elements > p.lim.Elements {
		return tooBig(p.name, fault.Say("元素超过 %d 个", p.lim.Elements))
	}
	if len(p.stack) >= p.lim.Depth {
		return tooBig(p.name, fault.Say("元素嵌套超过 %d 层", p.lim.Depth))
	}
	size := 0
	for _, a := range t.Attr {
		size += len(a.Name.Local) + len(a.Value)
	}
	if size > p.lim.Attribute {
		return tooBig(p.name, fault.Say("元素 %s 的属性超过 %d KB", clip(t.Name.Local), p.lim.Attribute>>10))
	}
	n := &Node{Name: t.Name.Local, Attrs: t.Attr}
	if len(p.stack) > 0 {
		up := p.stack[len(p.stack)-1]
		up.Kids = append(up.Kids, n)
	} else if p.root != nil {
		return p.malformed(errors.New("有两个根元素"))
	} else {
		p.root = n
	}
	p.stack, p.names = append(p.stack, n), append(p.names, t.Name)
	return nil
}

// malformed makes the fault for a document that is not well-formed, with the line.
func (p *parser) malformed(cause error) error {
	line, _ := p.dec.InputPos()
	return fault.New(fault.Invalid, "reader.xml_malformed",
		"文件“%s”不是格式良好的 XML（第 %d 行附近）。请用国家知识产权局客户端重新导出后再上传", p.name, line).At(p.name).Because(cause)
}

// tooBig makes the fault for a document over a limit.
func tooBig(name string, what fault.Phrase) error {
	return fault.New(fault.TooLarge, "reader.xml_too_big", "文件“%s”的%s，不予读取。请检查文件内容后重新导出", clip(name), what).At(name)
}

// clip makes a name from outside fit for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return strings.ReplaceAll(s, "%", "％")
}
