// Package secrecy (密级标志) finds the marks of state secrets in files before anybody keeps them:
// 绝密★, 机密★, 秘密★ as GB/T 9704 writes them, with or without a term behind.
//
// It looks at the words of every format that the readers read, wherever a mark can stand: in the
// name of the file, in headers and text boxes of a Word document, in each entry of an archive.
// Pictures, scans and PDF are not looked into; that nothing was found proves nothing.
package secrecy

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
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
	"zhibao/patent/reader/bundle"
)

// A Mark is what was found, and in which file or entry.
type Mark struct{ Words, File string }

// String names the place, for the person who has to act.
func (m *Mark) String() string {
	return fmt.Sprintf("文件“%s”中有密级标志“%s”", m.File, m.Words)
}

// Refusal is the answer to whoever sent the file: it was not kept, and what has to be done now.
func (m *Mark) Refusal() error {
	return fault.New(fault.Invalid, "secrecy.mark", "%s，已拒绝接收且没有保存。本系统不得处理国家秘密：请立即停止上传，不要在联网计算机上继续使用该文件，并报告本单位保密工作机构；需要申请保密专利的，按国家知识产权局保密专利申请的渠道办理。确属误标的，经本单位保密审查并去除标志后再上传", m).
		At("files").On("专利法第四条、专利法实施细则第七条")
}

// The star decides: without it 秘密 is a word like others, as in 商业秘密.
var mark = regexp.MustCompile(`[绝絶機机秘]密[★☆✩✪⭐＊]`)

var tags = regexp.MustCompile(`<[^<>]*>`)

// maxFile bounds what is looked into of one file; the readers refuse what is larger.
const maxFile = 500 << 20

// Find returns the first mark in the files, nil if there is none. A file that cannot be opened as
// what it claims to be is left to the readers, which refuse it.
func Find(ctx context.Context, files []bundle.File) (*Mark, error) {
	for _, f := range files {
		if w := mark.FindString(plain(f.Name)); w != "" {
			return &Mark{w, f.Name}, nil
		}
		if picture(f.Name) {
			continue
		}
		data, err := content(f)
		if err != nil {
			return nil, err
		}
		if m := look(ctx, f.Name, data, 2); m != nil || ctx.Err() != nil {
			return m, ctx.Err()
		}
	}
	return nil, nil
}

// picture tells by the name what has no words to look at.
func picture(name string) bool {
	return bundle.Picture(name) || strings.EqualFold(path.Ext(name), ".pdf")
}

func content(f bundle.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxFile))
}

// look looks into one file; archives are opened to a depth, because a Word document is one.
func look(ctx context.Context, name string, data []byte, depth int) *Mark {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		if w := mark.FindString(plain(words(data))); w != "" {
			return &Mark{w, name}
		}
		return nil
	}
	if depth == 0 {
		return nil
	}
	set, err := bundle.Zip(ctx, name, bytes.NewReader(data), int64(len(data)), bundle.Limits{})
	if err != nil {
		return nil
	}
	for _, e := range set.Entries {
		if w := mark.FindString(plain(e.Name)); w != "" {
			return &Mark{w, e.Name}
		}
		if picture(e.Name) {
			continue
		}
		inner, err := set.Bytes(ctx, e)
		if err != nil {
			continue
		}
		if m := look(ctx, e.Name, inner, depth-1); m != nil {
			return m
		}
	}
	return nil
}

// words returns the words of a text file, those between the tags of XML.
func words(data []byte) string {
	s := decode(data)
	if strings.HasPrefix(strings.TrimSpace(s), "<") {
		s = html.UnescapeString(tags.ReplaceAllString(s, ""))
	}
	return s
}

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
