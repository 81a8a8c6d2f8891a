package export

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"zhibao/internal/fault"
)

// Bounds of a list. Search services give out some ten thousand rows at a time; bulk lists have millions.
const (
	maxCell    = 8 << 20
	maxColumns = 1000
)

// A Row is a row of the list.
type Row struct {
	Sheet string // of a workbook
	Line  int    // of the file or sheet on which it begins, from 1
	Cells []string
}

// rows gives the rows of a list one after the other, io.EOF after the last.
type rows interface{ next() (Row, error) }

// A csvRows is a text file. Lines end with CR, LF or both; a quoted cell may hold any of them.
type csvRows struct {
	name  string
	in    *bufio.Reader
	comma byte
	line  int
}

// openCSV begins to read a text file; the separator is the one the first line has most.
func openCSV(name string, in *bufio.Reader) *csvRows {
	if head, _ := in.Peek(2); bytes.Equal(head, []byte("\xff\xfe")) || bytes.Equal(head, []byte("\xfe\xff")) {
		in = bufio.NewReaderSize(transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), 64<<10)
	} else if head, _ := in.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		in.Discard(3) // they were seen
	}
	r := &csvRows{name: name, in: in, comma: ',', line: 1}
	// A doubled semicolon stands between values, not cells.
	head, _ := in.Peek(16 << 10)
	for _, c := range []byte(";\t") {
		if bytes.Count(head, []byte{c}) > bytes.Count(head, []byte{r.comma}) && !bytes.Contains(head, []byte(";;")) {
			r.comma = c
		}
	}
	return r
}

// next reads a row. An empty line is a row without cells.
func (r *csvRows) next() (Row, error) {
	out := Row{Line: r.line}
	var cell []byte
	quoted, any := false, false
	done := func() error {
		if len(out.Cells) >= maxColumns || len(cell) > maxCell {
			return fault.New(fault.TooLarge, "export.large", "文件“%s”第 %d 行的列数或单元格过大，不予读取；请检查文件是否损坏", r.name, out.Line).At(r.name)
		}
		out.Cells = append(out.Cells, text(cell))
		cell = cell[:0]
		return nil
	}
	for {
		c, err := r.in.ReadByte()
		if errors.Is(err, io.EOF) {
			if !any {
				return Row{}, io.EOF
			}
			return out, done()
		}
		if err != nil {
			return Row{}, err
		}
		any = true
		switch {
		case quoted && c == '"' && r.follows('"'): // two marks are one
			r.in.Discard(1)
			cell = append(cell, '"')
		case quoted && c == '"':
			quoted = false
		case quoted:
			if c == '\n' || c == '\r' && !r.follows('\n') {
				r.line++
			}
			if cell = append(cell, c); len(cell) > maxCell {
				return Row{}, done()
			}
		case c == '"' && len(cell) == 0:
			quoted = true
		case c == r.comma:
			if err := done(); err != nil {
				return Row{}, err
			}
		case c == '\r' || c == '\n':
			if c == '\r' && r.follows('\n') {
				r.in.Discard(1)
			}
			r.line++
			// An empty line is no cell.
			if len(out.Cells) == 0 && len(cell) == 0 {
				return out, nil
			}
			return out, done()
		default:
			if cell = append(cell, c); len(cell) > maxCell {
				return Row{}, done()
			}
		}
	}
}

// follows reports whether a byte comes next.
func (r *csvRows) follows(c byte) bool {
	next, err := r.in.Peek(1)
	return err == nil && next[0] == c
}

// text is a cell in UTF-8. What is not is either GBK, whose bytes above 127 come in pairs, or what Windows
// writes in Europe and America, where they mostly stand alone between letters.
func text(b []byte) string {
	if utf8.Valid(b) {
		return strings.TrimSpace(string(b))
	}
	// Runs of bytes above 127 are counted by whether they are made of pairs.
	odd, even, run := 0, 0, 0
	for _, c := range append(b[:len(b):len(b)], 0) {
		switch {
		case c >= 0x80:
			run++
		case run%2 == 1:
			odd, run = odd+1, 0
		case run > 0:
			even, run = even+1, 0
		}
	}
	if odd <= even {
		if out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil && !bytes.ContainsRune(out, utf8.RuneError) {
			return strings.TrimSpace(string(out))
		}
	}
	out, _ := charmap.Windows1252.NewDecoder().Bytes(b) // every byte is a character there
	return strings.TrimSpace(string(out))
}
