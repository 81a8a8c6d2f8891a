package xmltree

import (
	"bytes"
	"context"
	"encoding/xml"
	"html"
	"strings"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// Quick reads one document of published data into a tree, several times as fast as Parse: published data
// comes by the million. It keeps the same bounds, resolves no entities but characters, and reads no
// document type. Lenient closes elements whose end is missing, as SGML allows.
func Quick(ctx context.Context, name string, data []byte, lim Limits, lenient bool) (root *Node, err error) {
	if int64(len(data)) > lim.Bytes {
		return nil, tooBig(name, fault.Say("大小超过 %d MB", lim.Bytes>>20))
	}
	if !utf8.Valid(data) {
		if data, err = utf8Of(name, data); err != nil {
			return nil, err
		}
	}
	q := quick{ctx: ctx, name: name, lim: lim, lenient: lenient, s: string(data), raw: data, plain: map[string]string{}, gap: &Node{Text: "\n"}}
	if err := q.run(); err != nil {
		return nil, err
	}
	if q.root == nil {
		return nil, q.broken("没有任何元素")
	}
	return q.root, nil
}

// quick is a document while it is read. Names and texts are parts of the one string s.
type quick struct {
	ctx      context.Context
	name     string
	lim      Limits
	lenient  bool
	s        string
	raw      []byte // the same
	at       int
	stack    []*Node
	from     []int   // where the children of each open element begin
	kids     []*Node // children of the open elements, until their parent is closed
	root     *Node
	elements int
	gap      *Node             // white space between elements, whatever it was
	slab     []Node            // nodes are made many at a time
	lists    []*Node           // so are the lists of children
	attrs    []xml.Attr        // and those of attributes
	own      []xml.Attr        // of the element that is read
	plain    map[string]string // names as they are compared
}

// node makes one.
func (q *quick) node() *Node {
	if len(q.slab) == 0 {
		q.slab = make([]Node, 128)
	}
	n := &q.slab[0]
	q.slab = q.slab[1:]
	return n
}

func (q *quick) broken(why string) error {
	line := 1 + bytes.Count(q.raw[:min(q.at, len(q.raw))], []byte("\n"))
	return fault.New(fault.Invalid, "reader.xml_malformed", "文件“%s”不是格式良好的 XML（第 %d 行附近）。请用国家知识产权局客户端重新导出后再上传", q.name, line).At(q.name).Because(quickError(why))
}

// quickError is what exactly is wrong, for the log.
type quickError string

// Error is the words.
func (e quickError) Error() string { return string(e) }

// run goes from mark to mark.
func (q *quick) run() error {
	for q.at < len(q.s) {
		next := strings.IndexByte(q.s[q.at:], '<')
		if next < 0 {
			next = len(q.s) - q.at
		}
		if next > 0 {
			q.text(html.UnescapeString(q.s[q.at : q.at+next]))
			q.at += next
			continue
		}
		if q.elements > q.lim.Elements {
			return tooBig(q.name, fault.Say("元素超过 %d 个", q.lim.Elements))
		}
		if q.elements%4096 == 0 && q.ctx.Err() != nil {
			return q.ctx.Err()
		}
		if err := q.mark(); err != nil {
			return err
		}
	}
	if len(q.stack) > 0 && !q.lenient {
		return q.broken("元素 " + q.stack[len(q.stack)-1].Name + " 没有结束标签")
	}
	q.closed(len(q.stack)) // those that SGML left open
	return nil
}

// text adds a piece of text to the element that is open.
func (q *quick) text(s string) {
	if len(q.stack) == 0 || s == "" {
		return
	}
	q.elements++
	if blank(s) {
		// What only lays the file out is the same blank everywhere.
		q.kids = append(q.kids, q.gap)
		return
	}
	n := q.node()
	n.Text = s
	q.kids = append(q.kids, n)
}

// blank reports white space and nothing else.
func blank(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// closed gives the innermost n open elements their children.
func (q *quick) closed(n int) {
	for range n {
		last := len(q.stack) - 1
		own := q.kids[q.from[last]:]
		if len(q.lists) < len(own) {
			q.lists = make([]*Node, max(512, len(own)))
		}
		q.stack[last].Kids = q.lists[:len(own):len(own)]
		copy(q.lists, own)
		q.lists, q.kids, q.stack, q.from = q.lists[len(own):], q.kids[:q.from[last]], q.stack[:last], q.from[:last]
	}
}

// mark reads what begins with <.
func (q *quick) mark() error {
	rest := q.s[q.at:]
	var next byte
	if len(rest) > 1 {
		next = rest[1]
	}
	switch {
	case next == '/':
		return q.end()
	case nameByte(next):
		return q.start()
	case next == '?':
		return q.skip("<?", "?>")
	case strings.HasPrefix(rest, "<!--"):
		return q.skip("<!--", "-->")
	case strings.HasPrefix(rest, "<![CDATA["):
		return q.skip("<![CDATA[", "]]>")
	case next == '!':
		return q.directive()
	case q.lenient:
		q.text("<")
		q.at++
		return nil
	}
	return q.broken("< 之后不是元素名")
}

// skip passes over what stands between two marks; of a CDATA section it is text.
func (q *quick) skip(begin, end string) error {
	rest := q.s[q.at+len(begin):]
	n := strings.Index(rest, end)
	if n < 0 {
		return q.broken(begin + " 没有结束")
	}
	if begin == "<![CDATA[" {
		q.text(rest[:n])
	}
	q.at += len(begin) + n + len(end)
	return nil
}

// directive passes over a document type with its inner declarations: published data declares its
// pictures there, and nothing of it is used.
func (q *quick) directive() error {
	depth := 0
	for i := q.at; i < len(q.s); i++ {
		switch q.s[i] {
		case '<', '[':
			depth++
		case ']':
			depth--
		case '>':
			if depth--; depth <= 0 {
				q.at = i + 1
				return nil
			}
		}
	}
	return q.broken("文档类型声明没有结束")
}

// nameBytes are those of which names consist.
var nameBytes = func() (is [256]bool) {
	for i := range is {
		c := byte(i)
		is[i] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ':' || c >= 0x80
	}
	return is
}()

func nameByte(c byte) bool { return nameBytes[c] }

// word reads a name at q.at and returns it without its prefix.
func (q *quick) word() string {
	s, at, from := q.s, q.at, q.at
	for at < len(s) && nameByte(s[at]) {
		// A prefix goes with the last of its colons.
		if s[at] == ':' {
			from = at + 1
		}
		at++
	}
	q.at = at
	return s[from:at]
}

// end closes an element.
func (q *quick) end() error {
	q.at += 2
	// Mostly it is the innermost element, written as it was opened.
	if n := len(q.stack); n > 0 {
		if rest, ok := strings.CutPrefix(q.s[q.at:], q.stack[n-1].Name); ok && rest != "" && rest[0] == '>' {
			q.at = len(q.s) - len(rest) + 1
			q.closed(1)
			return nil
		}
	}
	name := q.word()
	n := strings.IndexByte(q.s[q.at:], '>')
	if n < 0 {
		return q.broken("结束标签没有结束")
	}
	q.at += n + 1
	for i := len(q.stack) - 1; i >= 0; i-- {
		if q.stack[i].Name == name {
			q.closed(len(q.stack) - i)
			return nil
		}
		if !q.lenient {
			break
		}
	}
	if q.lenient {
		return nil
	}
	return q.broken("结束标签 " + name + " 与开始标签不符")
}

// start opens an element.
func (q *quick) start() error {
	q.at++
	n := q.node()
	n.Name = q.word()
	var ok bool
	if n.plain, ok = q.plain[n.Name]; !ok {
		n.plain = plain(n.Name)
		q.plain[n.Name] = n.plain
	}
	empty, err := q.attributes(n)
	if err != nil {
		return err
	}
	q.elements++
	switch {
	case len(q.stack) > 0:
		q.kids = append(q.kids, n)
	case q.root != nil:
		return q.broken("有两个根元素")
	default:
		q.root = n
	}
	if empty {
		return nil
	}
	if len(q.stack) >= q.lim.Depth {
		return tooBig(q.name, fault.Say("元素嵌套超过 %d 层", q.lim.Depth))
	}
	q.stack, q.from = append(q.stack, n), append(q.from, len(q.kids))
	return nil
}

// attributes reads up to the end of a start tag and reports whether the element is empty.
func (q *quick) attributes(n *Node) (empty bool, err error) {
	size := 0
	q.own = q.own[:0]
	defer q.attributed(n)
	for q.at < len(q.s) {
		switch c := q.s[q.at]; {
		case c == '>':
			q.at++
			return false, nil
		case c == '/' && q.at+1 < len(q.s) && q.s[q.at+1] == '>':
			q.at += 2
			return true, nil
		case nameByte(c):
			name := q.word()
			value, err := q.value()
			if err != nil {
				return false, err
			}
			if size += len(name) + len(value); size > q.lim.Attribute {
				return false, tooBig(q.name, fault.Say("元素 %s 的属性超过 %d KB", clip(n.Name), q.lim.Attribute>>10))
			}
			q.own = append(q.own, xml.Attr{Name: xml.Name{Local: name}, Value: value})
		case c == '<':
			return false, q.broken("标签没有结束")
		default:
			q.at++
		}
	}
	return false, q.broken("标签没有结束")
}

// attributed gives an element the attributes that were read.
func (q *quick) attributed(n *Node) {
	own := len(q.own)
	if own == 0 {
		return
	}
	if len(q.attrs) < own {
		q.attrs = make([]xml.Attr, max(64, own))
	}
	n.Attrs = q.attrs[:own:own]
	copy(q.attrs, q.own)
	q.attrs = q.attrs[own:]
}

// value reads = and what follows, in quotation marks or, in SGML, without.
func (q *quick) value() (string, error) {
	for q.at < len(q.s) && (q.s[q.at] == ' ' || q.s[q.at] == '\n' || q.s[q.at] == '\r' || q.s[q.at] == '\t') {
		q.at++
	}
	if q.at >= len(q.s) || q.s[q.at] != '=' {
		return "", nil
	}
	for q.at++; q.at < len(q.s) && (q.s[q.at] == ' ' || q.s[q.at] == '\n' || q.s[q.at] == '\r' || q.s[q.at] == '\t'); {
		q.at++
	}
	if q.at >= len(q.s) {
		return "", q.broken("属性没有结束")
	}
	if mark := q.s[q.at]; mark == '"' || mark == '\'' {
		n := strings.IndexByte(q.s[q.at+1:], mark)
		if n < 0 {
			return "", q.broken("属性没有结束")
		}
		v := q.s[q.at+1 : q.at+1+n]
		q.at += n + 2
		return html.UnescapeString(v), nil
	}
	from := q.at
	for q.at < len(q.s) && nameByte(q.s[q.at]) {
		q.at++
	}
	return q.s[from:q.at], nil
}
