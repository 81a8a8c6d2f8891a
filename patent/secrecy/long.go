package secrecy

import (
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"zhibao/patent/reader/bundle"
)

// Bounds of what is in memory at once: of a text so much at a time, of any other file the whole up to most.
// A larger one than that, of which the words cannot be read in pieces, needs the word of its sender.
const (
	window  = 4 << 20
	overlap = 64 << 10
	most    = 64 << 20
)

// file looks into one file of a submission without having the whole of a large one in memory.
func (l *looking) file(f bundle.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	rest := io.MultiReader(bytes.NewReader(head[:n]), io.LimitReader(r, maxFile))
	zip, pdf := bytes.HasPrefix(head[:n], []byte("PK\x03\x04")), strings.EqualFold(path.Ext(f.Name), ".pdf")
	at, anywhere := r.(io.ReaderAt)
	switch {
	case zip && anywhere && f.Size > 0:
		l.archive(f.Name, at, f.Size, 2)
	case (zip || pdf) && f.Size > most:
		l.unread = true
	case zip || pdf || f.Size >= 0 && f.Size <= window:
		data, err := io.ReadAll(rest)
		if err != nil {
			return err
		}
		l.look(f.Name, data, 2)
	default:
		return l.text(f.Name, rest)
	}
	return nil
}

// text looks at the words of a text file, those between the tags of XML, one window after the other. Windows
// overlap by more than a mark can be long.
func (l *looking) text(name string, r io.Reader) error {
	buf, kept, order := make([]byte, 0, window), 0, ""
	markup := false
	for first := true; ; first = false {
		n, err := fill(r, buf[kept:cap(buf)])
		if err != nil && err != io.EOF {
			return err
		}
		buf = buf[:kept+n]
		if first {
			if bytes.HasPrefix(buf, []byte("\xff\xfe")) || bytes.HasPrefix(buf, []byte("\xfe\xff")) {
				order = string(buf[:2])
			}
			markup = strings.HasPrefix(strings.TrimSpace(decode(buf[:min(len(buf), 512)])), "<")
		}
		piece := buf
		if order != "" && !first {
			piece = append([]byte(order), buf...)
		} else if order == "" {
			piece = runes(buf)
		}
		s := decode(piece)
		if markup {
			s = unmarked(s)
		}
		if l.words(name, s); l.found != nil || err == io.EOF || l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		kept = copy(buf, buf[begin(buf, order):])
		buf = buf[:cap(buf)]
	}
}

// begin is where the next window begins: at an even place in UTF-16, else after a character that is no part
// of another one in any encoding.
func begin(buf []byte, order string) int {
	at := max(len(buf)-overlap, 0)
	if order != "" {
		return at &^ 1
	}
	for i := at; i < len(buf)-overlap/2; i++ {
		if buf[i] < '0' {
			return i
		}
	}
	return at
}

// runes leaves out the halves of characters of UTF-8 at both ends.
func runes(b []byte) []byte {
	for i := 0; i < utf8.UTFMax && len(b) > 0 && !utf8.RuneStart(b[0]); i++ {
		b = b[1:]
	}
	for i := 1; i <= min(utf8.UTFMax, len(b)); i++ {
		if at := len(b) - i; utf8.RuneStart(b[at]) {
			if !utf8.FullRune(b[at:]) {
				return b[:at]
			}
			break
		}
	}
	return b
}

// fill reads until buf is full or r ends.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var got int
		got, err = r.Read(buf[n:])
		n += got
	}
	return n, err
}
