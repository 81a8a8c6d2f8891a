package annotate

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/internal/fault"
)

// A char is one visible character of the document in the spelling by which texts are compared.
type char struct {
	key        rune
	start, end int // bytes in the document, of the character or of the reference that stands for it
	run        int
	text       int // where the content of its w:t begins
	textEnd    int // and ends
}

// A run is a w:r whose characters can carry a comment.
type run struct {
	start, end  int    // of the element
	first, last int    // characters, -1 for none
	content     int    // where the content of the first w:t begins, if nothing but the properties stands before it; else -1
	contentEnd  int    // where the content of the last w:t ends, if nothing stands behind it; else -1
	opening     string // <w:r …> and its properties, as the document spells them
	closing     string // </w:t></w:r>, likewise
	text        string // name of w:t, likewise
	preserve    bool
}

// body is the main part of a document.
type body struct {
	xml    []byte
	prefix string // "w:" or whatever the document calls the name space, with the colon
	space  string // the name space itself
	chars  []char
	runs   []run
}

// maxDepth bounds the nesting of a document; the readers refuse deeper ones too.
const maxDepth = 256

// scan reads the visible characters of the document with their places. What is deleted under revision,
// hidden, an instruction of a field, a fallback or a text box cannot carry a comment and is passed over.
func scan(data []byte) (*body, error) {
	damaged := fault.New(fault.Invalid, "annotate.xml", "文档的正文无法解析，不能加批注，请用 Word 另存为 .docx 后再上传")
	if !utf8.Valid(data) {
		return nil, fault.New(fault.Invalid, "annotate.encoding", "文档正文的编码不是 UTF-8，不能加批注，请用 Word 另存为 .docx 后再上传")
	}
	s := &scanner{body: &body{xml: data}, dec: xml.NewDecoder(bytes.NewReader(data))}
	// The declared encoding was looked at above: it is UTF-8 whatever the declaration calls it.
	s.dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		before := int(s.dec.InputOffset())
		t, err := s.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || s.depth > maxDepth {
			return nil, damaged.Because(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			s.open(t, before)
		case xml.EndElement:
			s.close(t, before)
		}
	}
	if s.space == "" || s.prefix == "" { // every word processor writes a prefix
		return nil, damaged
	}
	return s.body, nil
}

// scanner is the state while a document is scanned.
type scanner struct {
	*body
	dec    *xml.Decoder
	depth  int
	silent int // depth of the outermost element that carries no comment, 0 for none
	run    *run
	runAt  int // depth of the run
	props  int // where its w:rPr begins
	text   int // where the content of the open w:t begins, -1 outside
	texts  int // of this run
	keep   bool
}

// mute are elements whose content is not part of the visible text or cannot carry a comment.
func mute(name string) bool {
	switch name {
	case "del", "moveFrom", "txbxContent", "Fallback", "rt", "instrText", "delText", "oMath", "oMathPara":
		return true
	}
	return false
}

func (s *scanner) open(t xml.StartElement, at int) {
	s.depth++
	name := t.Name.Local
	if name == "document" && s.space == "" {
		s.space = t.Name.Space
		if p, _, ok := strings.Cut(named(s.xml[at+1:int(s.dec.InputOffset())]), ":"); ok {
			s.prefix = p + ":"
		}
	}
	if s.silent == 0 && mute(name) {
		s.silent = s.depth
	}
	switch {
	case s.silent > 0:
	case name == "r" && s.run == nil && t.Name.Space == s.space:
		s.runs = append(s.runs, run{start: at, first: -1, last: -1, content: -1, contentEnd: -1})
		s.run, s.runAt, s.texts, s.text = &s.runs[len(s.runs)-1], s.depth, 0, -1
		s.run.opening = string(s.xml[at:int(s.dec.InputOffset())])
	case s.run == nil || s.depth != s.runAt+1 && !(s.depth == s.runAt+2 && (name == "vanish" || name == "webHidden")):
	case name == "rPr":
		s.props = at
	case name == "vanish" || name == "webHidden":
		if !off(t) {
			s.silent = s.runAt
		}
	case name == "t":
		s.text = int(s.dec.InputOffset())
		s.run.text = named(s.xml[at+1 : s.text])
		s.keep = false
		for _, a := range t.Attr {
			s.keep = s.keep || a.Name.Local == "space" && a.Value == "preserve"
		}
		s.run.preserve = s.run.preserve || s.keep
		if s.texts == 0 && s.run.content == -1 {
			s.run.content = s.text
		}
		s.texts++
	default: // a tab, a picture: what follows or precedes it is not the whole run
		if s.texts == 0 {
			s.run.content = -2
		}
		s.run.contentEnd = -2
	}
}

// nameRunes are the characters of an XML name as far as prefixes of office documents use them.
const nameRunes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:"

// named returns the name with which a tag begins.
func named(tag []byte) string {
	return string(tag[:len(tag)-len(bytes.TrimLeft(tag, nameRunes))])
}

// off reports a switch that is turned off.
func off(t xml.StartElement) bool {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value == "0" || a.Value == "false" || a.Value == "off"
		}
	}
	return false
}

func (s *scanner) close(t xml.EndElement, at int) {
	end := int(s.dec.InputOffset())
	switch {
	case s.silent > 0 && s.depth > s.silent:
	case s.silent == s.depth && s.silent > 0:
		s.silent = 0
		if s.run != nil && s.depth == s.runAt { // a hidden run: its characters are forgotten
			s.chars = s.chars[:len(s.chars)-s.count()]
			s.run = nil
		} else if s.run != nil {
			s.run.contentEnd = -2
			if s.texts == 0 {
				s.run.content = -2
			}
		}
	case s.run == nil:
	case t.Name.Local == "rPr" && s.depth == s.runAt+1:
		s.run.opening += string(s.xml[s.props:end])
	case t.Name.Local == "t" && s.depth == s.runAt+1 && s.text >= 0:
		s.read(s.text, at)
		s.run.closing = string(s.xml[at:end])
		s.run.contentEnd = at
		s.text = -1
	case s.depth == s.runAt:
		s.run.end = end
		s.run.closing += string(s.xml[at:end])
		s.run = nil
	}
	s.depth--
}

// count is the number of characters of the open run.
func (s *scanner) count() int {
	if s.run.first < 0 {
		return 0
	}
	return s.run.last - s.run.first + 1
}

// read takes the characters of a w:t. Sections of CDATA, which no word processor writes, are passed
// over.
func (s *scanner) read(from, to int) {
	if bytes.Contains(s.xml[from:to], []byte("<")) {
		return
	}
	for i := from; i < to; {
		c, n := utf8.DecodeRune(s.xml[i:to])
		if c == '&' {
			c, n = reference(s.xml[i:to])
		}
		if k := key(c); k != 0 {
			s.chars = append(s.chars, char{key: k, start: i, end: i + n, run: len(s.runs) - 1, text: from, textEnd: to})
			if s.run.first < 0 {
				s.run.first = len(s.chars) - 1
			}
			s.run.last = len(s.chars) - 1
		}
		i += n
	}
}

// reference reads a character or entity reference at the beginning of b.
func reference(b []byte) (rune, int) {
	end := bytes.IndexByte(b, ';')
	if end < 0 || end > 12 {
		return '&', 1
	}
	var out struct {
		Text string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte("<a>"+string(b[:end+1])+"</a>"), &out); err != nil {
		return '&', end + 1
	}
	c, _ := utf8.DecodeRuneInString(out.Text)
	return c, end + 1
}

// key is the spelling by which texts are compared: without white space and invisible characters, full
// width as half width. 0 says that the character does not count.
func key(c rune) rune {
	switch {
	case unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) || unicode.IsControl(c):
		return 0
	case c >= 0xFF01 && c <= 0xFF5E:
		return c - 0xFEE0
	case c == 0x2011: // a hyphen that does not break
		return '-'
	}
	return c
}
