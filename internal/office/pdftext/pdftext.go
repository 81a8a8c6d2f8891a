// Package pdftext reads the words of a PDF, as far as they are there as words: in the contents of
// pages and forms, in notes, bookmarks and the description of the file. It says where it could not
// read: pictures, scans, encrypted files, fonts that do not say which characters they show.
//
// It follows no reference that leads in circles and trusts no length: every object is taken where it
// stands, and what is broken is passed over.
//
// It is no viewer: where words stand on the page, and in which order an eye would read them, is not
// known here. Words come in the order in which the file shows them, which is enough to look for a
// short mark, and white space between them means nothing.
//
// A font that draws characters under codes of its own is believed where it brings a table of them.
// What is drawn as lines cannot be told from a drawing, so a file without any words is never whole.
// The same holds for whatever is cut off by a bound: a reader that gives up says so.
package pdftext

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// A Text is what was read of a file.
type Text struct {
	Words    string
	Whole    bool     // nothing was found that could hold further words
	Attached [][]byte // files inside the file
}

// Bounds of what is looked at in one file. Beyond them it is not read to the end, and says so.
const (
	maxStream = 32 << 20
	maxTotal  = 128 << 20 // bytes of dictionaries and unpacked streams
	maxBroken = 200       // objects and streams without an end
	maxLost   = 64 << 10  // bytes taken of one of these
	maxSame   = 16        // objects of one number
)

// object is one object: its dictionary as it is written, and its stream, unpacked.
type object struct {
	dict   string
	stream []byte
	packed bool // there is a stream that could not be unpacked
}

// file is the objects of a PDF by number. Of a number that occurs twice, after an update, both count.
type file struct {
	objects map[int][]*object
	order   []*object
	left    int
	broken  int
}

var (
	objectHead = regexp.MustCompile(`(\d{1,9})[ \t\r\n]+\d{1,5}[ \t\r\n]+obj\b`)
	length     = regexp.MustCompile(`/Length[ \t\r\n]+(\d{1,10})(?:[ \t\r\n]+\d+[ \t\r\n]+R)?`)
	filters    = regexp.MustCompile(`/Filter[ \t\r\n]*(\[[^\]]*\]|/[A-Za-z0-9]+)`)
	filterName = regexp.MustCompile(`/([A-Za-z0-9]+)`)
	predictor  = regexp.MustCompile(`/Predictor[ \t\r\n]+(\d+)`)
	first      = regexp.MustCompile(`/First[ \t\r\n]+(\d{1,9})`)
)

// Read reads a PDF. Of anything else it returns nothing, and that it is not the whole.
func Read(data []byte) Text {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return Text{}
	}
	f := &file{objects: map[int][]*object{}, left: maxTotal}
	f.scan(data)
	if f.left <= 0 || f.broken > maxBroken {
		t := f.read()
		t.Whole = false
		return t
	}
	if bytes.Contains(data, []byte("/Encrypt")) || f.has("/Encrypt") {
		return Text{}
	}
	return f.read()
}

// has reports whether a dictionary names the key.
func (f *file) has(key string) bool {
	for _, o := range f.order {
		if strings.Contains(o.dict, key) {
			return true
		}
	}
	return false
}

// scan takes every object where it stands.
func (f *file) scan(data []byte) {
	for at := 0; at < len(data) && f.left > 0 && f.broken <= maxBroken; {
		m := objectHead.FindSubmatchIndex(data[at:])
		if m == nil {
			return
		}
		no, _ := strconv.Atoi(string(data[at+m[2] : at+m[3]]))
		at += m[1]
		at += f.one(no, data[at:])
	}
}

// one takes the object that begins here and returns where the next may begin.
func (f *file) one(no int, data []byte) int {
	end := bytes.Index(data, []byte("endobj"))
	if end < 0 {
		end = min(len(data), maxLost)
		f.broken++
	}
	start := bytes.Index(data[:end], []byte("stream"))
	if start < 0 {
		f.add(no, &object{dict: string(data[:end])})
		return end
	}
	o := &object{dict: string(data[:start])}
	// One line end belongs to the word, whichever of the three kinds it is.
	body := start + len("stream")
	if body < len(data) && data[body] == '\r' {
		body++
	}
	if body < len(data) && data[body] == '\n' {
		body++
	}
	stop := body + bytes.Index(data[body:], []byte("endstream"))
	if stop < body {
		stop = min(len(data), body+maxLost)
		f.broken++
	}
	// The stated length is believed where the stream really ends there: packed bytes may look like its end.
	if m := length.FindStringSubmatch(o.dict); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && body+n <= len(data) && n >= 0 && bytes.HasPrefix(bytes.TrimLeft(data[body+n:min(body+n+24, len(data))], " \t\r\n"), []byte("endstream")) {
			stop = body + n
		}
	}
	f.unpack(o, data[body:stop])
	f.add(no, o)
	return stop
}

// add keeps an object, and those inside it.
func (f *file) add(no int, o *object) {
	f.keep(no, o)
	if !strings.Contains(o.dict, "/ObjStm") || o.stream == nil {
		return
	}
	m := first.FindStringSubmatch(o.dict)
	if m == nil {
		return
	}
	begin, _ := strconv.Atoi(m[1])
	if begin > len(o.stream) {
		return
	}
	// Pairs of a number and a place stand before the objects, and each ends where the next begins.
	head := strings.Fields(string(o.stream[:begin]))
	for i := 0; i+1 < len(head) && f.left > 0; i += 2 {
		inner, err1 := strconv.Atoi(head[i])
		at, err2 := strconv.Atoi(head[i+1])
		to := len(o.stream) - begin
		if i+3 < len(head) {
			if n, err := strconv.Atoi(head[i+3]); err == nil {
				to = n
			}
		}
		if err1 != nil || err2 != nil || at < 0 || at > to || begin+to > len(o.stream) {
			continue
		}
		f.keep(inner, &object{dict: string(o.stream[begin+at : begin+to])})
	}
}

// keep keeps one object.
func (f *file) keep(no int, o *object) {
	f.left -= len(o.dict) + 64
	f.order = append(f.order, o)
	if len(f.objects[no]) < maxSame {
		f.objects[no] = append(f.objects[no], o)
	}
}

// unpack unpacks the stream of an object. Pictures are left packed.
func (f *file) unpack(o *object, data []byte) {
	var names []string
	if m := filters.FindStringSubmatch(o.dict); m != nil {
		for _, n := range filterName.FindAllStringSubmatch(m[1], -1) {
			names = append(names, n[1])
		}
	}
	// It counts as packed until it is wholly unpacked, so that whatever goes wrong below is told.
	o.packed = true
	if m := predictor.FindStringSubmatch(o.dict); isPicture(o) || m != nil && m[1] != "1" {
		return
	}
	for _, name := range names {
		var r io.Reader
		switch name {
		case "FlateDecode", "Fl":
			z, err := zlib.NewReader(bytes.NewReader(data))
			if err != nil {
				return
			}
			r = z
		case "ASCII85Decode", "A85":
			text, _, _ := bytes.Cut(data, []byte("~>"))
			r = ascii85.NewDecoder(bytes.NewReader(text))
		case "ASCIIHexDecode", "AHx":
			text, _, _ := bytes.Cut(data, []byte(">"))
			r = hex.NewDecoder(bytes.NewReader(bytes.Join(bytes.Fields(text), nil)))
		default:
			return
		}
		// What was unpacked before a fault is read all the same.
		out, _ := io.ReadAll(io.LimitReader(r, int64(min(maxStream, f.left))))
		if f.left -= len(out); f.left <= 0 {
			return
		}
		data = out
	}
	o.stream, o.packed = data, false
}

// isPicture reports whether the object is an image.
func isPicture(o *object) bool {
	return strings.Contains(o.dict, "/Image") && strings.Contains(o.dict, "/Width")
}

// isFont reports whether the stream is the program of a font, which shows no words by itself.
func isFont(o *object) bool {
	return strings.Contains(o.dict, "/Length1") || strings.Contains(o.dict, "/Type1C") || strings.Contains(o.dict, "/CIDFontType0C") || strings.Contains(o.dict, "/OpenType")
}
