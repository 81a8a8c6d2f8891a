// Package secrecy (密级标志) finds the marks of state secrets in files before anybody keeps them:
// 绝密★, 机密★, 秘密★ as GB/T 9704 writes them, with or without a term behind.
//
// It looks at the words of every format that the readers read, and of PDF, wherever a mark can stand:
// in the name of the file, in headers and text boxes of a Word document, in each entry of an archive.
// What has no words to look at, such as pictures and scans, has to be looked at by whoever sends it,
// who says so; that nothing was found proves nothing.
package secrecy

import (
	"bytes"
	"context"
	"encoding/binary"
	"html"
	"io"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhibao/internal/fault"
	"zhibao/internal/office/pdftext"
	"zhibao/patent/reader/bundle"
)

// Declared is the part of a form with files in which somebody answers for what nobody but a person
// can look at.
type Declared struct {
	Clear bool `json:"clear" label:"图片、扫描件等系统读不出文字的文件，我已逐件核对，不含国家秘密，没有密级标志" en:"I have looked at every file that has no words to read, such as pictures and scans: none holds a state secret or a mark of one" help:"系统只能在可读的文字中查找密级标志；有这类文件的必须勾选" helpen:"Only words that can be read are searched; needed where there are such files"`
}

// Missing refuses files that were not searched and that nobody answered for.
func (d Declared) Missing(unread []string) error {
	if d.Clear || len(unread) == 0 {
		return nil
	}
	names := fault.Listed(unread[:min(len(unread), 5)])
	return fault.New(fault.Invalid, "secrecy.undeclared", "系统读不出 %d 个文件中的文字（%s），不能从中查找密级标志，没有保存。请逐件核对，确认不含国家秘密和密级标志后勾选声明，再重新提交", len(unread), names).
		At("clear").On("专利法第四条、专利法实施细则第七条")
}

// A Mark is what was found, and in which file or entry.
type Mark struct{ Words, File string }

// String names the place, for the person who has to act.
func (m *Mark) String() string {
	return m.phrase().String()
}

func (m *Mark) phrase() fault.Phrase {
	return fault.Say("文件“%s”中有密级标志“%s”", m.File, m.Words)
}

// Refusal is the answer to whoever sent the file: it was not kept, and what has to be done now.
func (m *Mark) Refusal() error {
	return fault.New(fault.Invalid, "secrecy.mark", "%s，已拒绝接收且没有保存。本系统不得处理国家秘密：请立即停止上传，不要在联网计算机上继续使用该文件，并报告本单位保密工作机构；需要申请保密专利的，按国家知识产权局保密专利申请的渠道办理。确属误标的，经本单位保密审查并去除标志后再上传", m.phrase()).
		At("files").On("专利法第四条、专利法实施细则第七条")
}

// The star decides: without it 秘密 is a word like others, as in 商业秘密.
var mark = regexp.MustCompile(`[绝絶機机秘]密[★☆✩✪⭐＊]`)

var tags = regexp.MustCompile(`<[^<>]*>`)

// maxFile bounds what is looked into of one file; the readers refuse what is larger.
const maxFile = 500 << 20

// Find returns the first mark in the files, nil if there is none, and the names of the files that
// hold more than was looked at. A file that cannot be opened as what it claims to be is left to the
// readers, which refuse it.
func Find(ctx context.Context, files []bundle.File) (_ *Mark, unread []string, err error) {
	for _, f := range files {
		l := &looking{ctx: ctx}
		if l.name(f.Name) == nil && !bundle.Picture(f.Name) {
			if err := l.file(f); err != nil {
				return nil, nil, err
			}
		}
		if l.found != nil || ctx.Err() != nil {
			return l.found, nil, ctx.Err()
		}
		if l.unread || bundle.Picture(f.Name) {
			unread = append(unread, f.Name)
		}
	}
	return nil, unread, nil
}

// looking is the look into one file: what was found, and whether something in it has no words.
type looking struct {
	ctx    context.Context
	found  *Mark
	unread bool
}

// name looks at the name of a file.
func (l *looking) name(name string) *Mark {
	l.words(name, name)
	return l.found
}

// words looks at words and notes the first mark.
func (l *looking) words(file, words string) {
	if w := mark.FindString(plain(words)); w != "" && l.found == nil {
		l.found = &Mark{w, file}
	}
}

// look looks into one file; archives are opened to a depth, because a Word document is one.
func (l *looking) look(name string, data []byte, depth int) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		if depth == 0 {
			l.unread = true
			return
		}
		l.archive(name, bytes.NewReader(data), int64(len(data)), depth)
	case strings.EqualFold(path.Ext(name), ".pdf"):
		t := pdftext.Read(data)
		l.words(name, t.Words)
		l.unread = l.unread || !t.Whole
		for _, inner := range t.Attached {
			if depth > 0 {
				l.look(name, inner, depth-1)
			}
		}
	case len(data) <= window:
		l.words(name, words(data))
	default:
		_ = l.text(name, bytes.NewReader(data)) // memory does not fail
	}
}

// archive looks into each entry.
func (l *looking) archive(name string, r io.ReaderAt, size int64, depth int) {
	set, err := bundle.Zip(l.ctx, name, r, size, bundle.Limits{})
	if err != nil {
		return
	}
	for _, e := range set.Entries {
		if l.name(e.Name) != nil {
			return
		}
		if bundle.Picture(e.Name) { // a drawing of the papers, for which the undertaking answers
			continue
		}
		if inner, err := set.Bytes(l.ctx, e); err == nil {
			l.look(e.Name, inner, depth-1)
		}
		if l.found != nil {
			return
		}
	}
}

// words returns the words of a text file, those between the tags of XML.
func words(data []byte) string {
	s := decode(data)
	if strings.HasPrefix(strings.TrimSpace(s), "<") {
		s = unmarked(s)
	}
	return s
}

// unmarked leaves out the tags.
func unmarked(s string) string { return html.UnescapeString(tags.ReplaceAllString(s, "")) }

// decode reads UTF-16 with its mark, UTF-8, or else GB 18030.
func decode(data []byte) string {
	for _, o := range []struct {
		bom   string
		order binary.ByteOrder
	}{{"\xff\xfe", binary.LittleEndian}, {"\xfe\xff", binary.BigEndian}} {
		if bytes.HasPrefix(data, []byte(o.bom)) {
			units := make([]uint16, 0, len(data)/2)
			for i := 2; i+1 < len(data); i += 2 {
				units = append(units, o.order.Uint16(data[i:]))
			}
			return string(utf16.Decode(units))
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data)
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil {
		return string(s)
	}
	return string(data)
}

// plain leaves out what may stand between the characters of a mark.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '*' {
			return -1
		}
		return r
	}, s)
}
