// Package gazette (公布数据) reads the files in which offices publish patent documents: Chinese XML of
// both standards, those of the United States from 1976 on, ST.36 of the European Patent Office, DOCDB and
// the answers of its open service, and ST.96. A file of any size is read one document at a time, and a
// document that is broken does not stop those behind it.
package gazette

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"zhibao/internal/fault"
	"zhibao/patent/literature"
	"zhibao/patent/reader/xmltree"
)

// maxDocument bounds one document; sequence listings make some of them large.
const maxDocument = 48 << 20

// limits are those of one document.
func limits() xmltree.Limits {
	lim := xmltree.Standard()
	lim.Bytes, lim.Elements = maxDocument, 1_500_000
	return lim
}

// A Raw is one document as it stands in its file, not read yet.
type Raw struct {
	At   int // which one of the file, from 1
	Line int // on which it begins
	Data []byte
	file string
	root string // plain name of the element, or the name of a format of tags
}

// A Stream is a file of documents.
type Stream struct {
	name  string
	in    *bufio.Reader
	buf   []byte // read and not yet given out
	at    int
	line  int
	tags  string // the line that begins a document, in formats of tags
	form  string // their name
	begun bool   // the first line of the next document was read
	end   bool
}

// roots are the elements that are a document each, by their plain names.
var roots = map[string]bool{"uspatentgrant": true, "uspatentapplication": true, "patentapplicationpublication": true, "patdoc": true, "cnpatentdocument": true, "patentdocumentandrelated": true,
	"eppatentdocument": true, "exchangedocument": true, "familymember": true, "searchresult": true, "fulltextdocument": true, "patentpublication": true, "designapplication": true, "jpofficialgazette": true}

// Open looks at the beginning of a file. Error: reader.not_gazette when it is not one of these formats.
func Open(name string, in io.Reader) (*Stream, error) {
	b := bufio.NewReaderSize(in, 64<<10)
	head, err := b.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	s := &Stream{name: name, line: 1}
	// A mark of the character set and blank lines may stand in front.
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.Contains(head, []byte("*** BRS DOCUMENT BOUNDARY ***")):
		s.tags, s.form = "*** BRS DOCUMENT BOUNDARY ***", "brs"
	case startsLine(head, "PATN"):
		s.tags, s.form = "PATN", "greenbook"
	case bytes.HasPrefix(text, []byte("<")), bytes.HasPrefix(head, []byte("\xff\xfe<")), bytes.HasPrefix(head, []byte("\xfe\xff\x00<")):
	default:
		return nil, notOurs(name)
	}
	// The mark of a format is plain in every character set but those of two bytes.
	s.in = bufio.NewReaderSize(decoded(head, b), 256<<10)
	return s, nil
}

// notOurs is the message for a file of another format.
func notOurs(name string) error {
	return fault.New(fault.Invalid, "reader.not_gazette", "文件“%s”不是可识别的专利公布数据。请选择国家知识产权局、美国或欧洲专利局公布的 XML、DOCDB 或 ST.96 文件", name).At(name)
}

// startsLine reports whether a line of the text is, or begins with, a word.
func startsLine(text []byte, word string) bool {
	for line := range bytes.Lines(text) {
		if rest, ok := bytes.CutPrefix(line, []byte(word)); ok && len(bytes.TrimSpace(rest)) == 0 {
			return true
		}
	}
	return false
}

// more reads on; false at the end of the file.
func (s *Stream) more() (bool, error) {
	if s.end {
		return false, nil
	}
	if len(s.buf) > maxDocument {
		return false, fault.New(fault.TooLarge, "reader.gazette_large", "文件“%s”第 %d 行起的一件文献超过 %d MB，不予读取；请检查文件是否损坏", s.name, s.line, maxDocument>>20).At(s.name)
	}
	// Documents are given out as parts of the buffer, so it is never written over: a new one takes what is left.
	from := len(s.buf)
	if cap(s.buf)-from < 64<<10 {
		next := make([]byte, from, max(1<<20, 2*from))
		copy(next, s.buf)
		s.buf = next
	}
	n, err := s.in.Read(s.buf[from:cap(s.buf)])
	s.buf = s.buf[:from+n]
	if errors.Is(err, io.EOF) {
		s.end = true
		return n > 0, nil
	}
	return true, err
}

// drop gives up the first bytes of the buffer.
func (s *Stream) drop(n int) {
	s.line += bytes.Count(s.buf[:n], []byte("\n"))
	s.buf = s.buf[n:]
}

// Next returns the next document of the file, io.EOF after the last. Its data is the reader's own.
func (s *Stream) Next() (Raw, error) {
	if s.tags != "" {
		return s.nextTagged()
	}
	open, name, err := s.find()
	if err != nil {
		return Raw{}, err
	}
	r := Raw{At: s.at + 1, Line: s.line, file: s.name, root: plainName(name)}
	if open == "" { // an element without content
		s.at++
		return r, nil
	}
	from := 0
	// A document ends with the end tag of its own name: none holds another of the same.
	closing := []byte("</" + name)
	for {
		i := bytes.Index(s.buf[from:], closing)
		if i >= 0 {
			if end := bytes.IndexByte(s.buf[from+i:], '>'); end >= 0 {
				n := from + i + end + 1
				// A longer name begins alike.
				if after := s.buf[from+i+len(closing)]; after != '>' && after != ' ' && after != '\n' && after != '\r' && after != '\t' {
					from += i + 1
					continue
				}
				r.Data = s.buf[:n:n]
				s.drop(n)
				s.at++
				return r, nil
			}
		} else {
			// The end tag may lie across the pieces of the reading.
			from = max(0, len(s.buf)-len(closing))
		}
		ok, err := s.more()
		if err != nil {
			return Raw{}, err
		}
		if !ok {
			// The file was cut off: what is there is refused when it is read.
			r.Data = s.buf[:len(s.buf):len(s.buf)]
			s.drop(len(s.buf))
			s.at++
			return r, nil
		}
	}
}

// find goes to the next start tag of a document and returns it with its name.
func (s *Stream) find() (open, name string, err error) {
	for {
		i := bytes.IndexByte(s.buf, '<')
		if i < 0 {
			s.drop(len(s.buf))
		} else if n := bytes.IndexByte(s.buf[i:], '>'); n >= 0 {
			// Only the name of the tag counts; what stands between documents is passed over.
			tag := s.buf[i : i+n+1]
			full := strings.TrimRight(string(tag[1:1+nameLength(tag[1:])]), "/")
			if roots[plainName(full)] {
				s.drop(i)
				return string(tag), full, nil
			}
			s.drop(i + 1)
			continue
		} else {
			s.drop(i)
		}
		ok, err := s.more()
		if err != nil {
			return "", "", err
		}
		if !ok {
			return "", "", io.EOF
		}
	}
}

// nameLength is the length of the name at the front of a tag.
func nameLength(b []byte) int {
	n := bytes.IndexAny(b, " \t\r\n/>")
	return max(n, 0)
}

// plainName is the plain name of an element: without prefix, hyphens and case.
func plainName(full string) string {
	if i := strings.LastIndexByte(full, ':'); i >= 0 {
		full = full[i+1:]
	}
	return strings.ToLower(strings.ReplaceAll(full, "-", ""))
}

// nextTagged returns the lines from one beginning of a document to the next.
func (s *Stream) nextTagged() (Raw, error) {
	var data []byte
	r := Raw{file: s.name, root: s.form}
	for {
		line, err := s.in.ReadBytes('\n')
		// The line that begins the next document ends this one.
		starts := strings.TrimSpace(string(line)) == s.tags
		switch {
		case starts && data != nil, err != nil && len(line) == 0 && data != nil:
			s.at++
			r.At, r.Data = s.at, data
			s.begun = starts
			s.line++
			return r, nil
		case err != nil && len(line) == 0:
			return Raw{}, err
		case starts:
			r.Line, data = s.line, append([]byte{}, line...)
		case s.begun:
			s.begun = false
			r.Line, data = s.line-1, append([]byte(s.tags+"\n"), line...)
		case data != nil:
			data = append(data, line...)
		}
		if len(data) > maxDocument {
			return Raw{}, fault.New(fault.TooLarge, "reader.gazette_large", "文件“%s”第 %d 行起的一件文献超过 %d MB，不予读取；请检查文件是否损坏", s.name, r.Line, maxDocument>>20).At(s.name)
		}
		s.line++
	}
}

// Read reads the documents of a piece: mostly one, several where a service answers with a list. Several
// pieces may be read at the same time.
func (r Raw) Read(ctx context.Context) (out []literature.Document, err error) {
	// The data is a stranger's: if a reader trips over it, this document is refused and no other.
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fault.New(fault.Invalid, "reader.gazette_broken", "文件“%s”第 %d 行起的文献结构有误，无法读取；请核对原文件", r.file, r.Line).At(r.file)
		}
	}()
	// Formats of tags have no tree.
	var format string
	if r.root == "greenbook" || r.root == "brs" {
		format, out = "us-"+r.root, tagged(r)
	} else {
		root, err := xmltree.Quick(ctx, r.file, r.Data, limits(), r.root == "patdoc")
		if err != nil {
			return nil, err
		}
		format, out = document(r.root, root)
	}
	// Where it stood goes with it, so that what is wrong can be found.
	for i := range out {
		out[i].Source = literature.Source{Format: format, File: r.file, At: r.At}
		out[i].Complete()
	}
	// Nothing can be kept of a document without a number: there would be no telling it from others.
	if len(out) == 0 || out[0].Number == "" {
		return nil, fault.New(fault.Invalid, "reader.gazette_number", "文件“%s”第 %d 行起的文献没有公开（公告）号，无法入库；请核对原文件", r.file, r.Line).At(r.file)
	}
	return out, nil
}

// document reads a document by its root.
func document(name string, root *xmltree.Node) (format string, out []literature.Document) {
	switch name {
	case "cnpatentdocument":
		return "cn-xml-2006", []literature.Document{chinese(root)}
	case "patentdocumentandrelated":
		return "cn-xml-2.2.1", []literature.Document{chinese(root)}
	case "uspatentgrant":
		return "us-grant-xml", []literature.Document{st36(root)}
	case "uspatentapplication":
		return "us-application-xml", []literature.Document{st36(root)}
	case "jpofficialgazette":
		return "jp-xml", []literature.Document{st36(root)}
	case "patentapplicationpublication":
		return "us-pap", []literature.Document{pap(root)}
	case "patdoc":
		return "us-sgml", []literature.Document{bcodes(root)}
	case "eppatentdocument":
		return "ep-st36", []literature.Document{bcodes(root)}
	case "patentpublication":
		return "st96-patent", []literature.Document{st96(root)}
	case "designapplication":
		return "st96-design", st96Designs(root)
	case "searchresult":
		return "docdb", found(root)
	case "familymember":
		return "docdb", []literature.Document{member(root)}
	case "fulltextdocument":
		return "docdb", []literature.Document{st36(root)}
	}
	return "docdb", []literature.Document{exchange(root)}
}
