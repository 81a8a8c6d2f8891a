package holding

import (
	"bytes"
	stdflate "compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"

	"zhibao/patent/literature"
)

// A body is a document as it is stored: what lists need, and the long texts apart.
type body struct {
	doc        literature.Document // its events and source are kept in columns and tables as well
	stamp      []byte
	head, text []byte // compressed
}

// heading is what goes into the head: everything but the long texts and where it was read.
//
// Where it was read stands in columns, so that the same document from another file is the same.
func heading(d *literature.Document) literature.Document {
	h := *d
	h.Claims, h.Description, h.Source = nil, nil, literature.Source{}
	return h
}

// bodyOf packs a document. It is much of the work of an import, and several run at once.
func bodyOf(d *literature.Document) (body, error) {
	b, plain, texts, err := stamped(d)
	if err != nil {
		return b, err
	}
	b.head, b.text = packed(plain), packed(texts)
	return b, nil
}

// stamped is a document with its stamp, and what is to be packed of it.
//
// The stamp tells whether a source says the same again, without reading what is held.
func stamped(d *literature.Document) (b body, plain, texts []byte, err error) {
	h := heading(d)
	if plain, err = json.Marshal(&h); err != nil {
		return b, nil, nil, err
	}
	texts = framed(d.Claims, d.Description)
	sum := sha256.New()
	sum.Write(plain)
	sum.Write(texts)
	return body{doc: *d, stamp: sum.Sum(nil)[:16]}, plain, texts, nil
}

// framed writes texts one after the other with their lengths: quicker to read than JSON, and they are
// most of what there is.
func framed(lists ...[]literature.Text) []byte {
	n := 0
	for _, list := range lists {
		for _, t := range list {
			n += len(t.Words) + len(t.Language) + 16
		}
	}
	out := make([]byte, 0, n+8)
	for _, list := range lists {
		out = binary.AppendUvarint(out, uint64(len(list)))
		for _, t := range list {
			for _, s := range []string{t.Language, t.Words} {
				out = binary.AppendUvarint(out, uint64(len(s)))
				out = append(out, s...)
			}
		}
	}
	return out
}

var errFrame = errors.New("holding: the texts of a document are broken")

// unframed reads what framed wrote.
func unframed(data []byte, lists ...*[]literature.Text) error {
	// Both read from the front of what is left.
	number := func() (int, bool) {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > 1<<31 {
			return 0, false
		}
		data = data[n:]
		return int(v), true
	}
	word := func() (string, bool) {
		n, ok := number()
		if !ok || n > len(data) {
			return "", false
		}
		s := string(data[:n])
		data = data[n:]
		return s, true
	}
	for _, list := range lists {
		n, ok := number()
		if !ok {
			return errFrame
		}
		for range n {
			language, ok := word()
			words, fine := word()
			if !ok || !fine {
				return errFrame
			}
			*list = append(*list, literature.Text{Language: language, Words: words})
		}
	}
	return nil
}

var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, flate.BestSpeed) // the level is a known one
	return w
}}

// packed compresses; nothing stays nothing.
func packed(data []byte) []byte {
	if len(data) == 0 {
		return []byte{}
	}
	var buf bytes.Buffer
	buf.Grow(len(data)/3 + 64)
	w := packers.Get().(*flate.Writer)
	w.Reset(&buf)
	w.Write(data) // a buffer takes everything
	w.Close()
	packers.Put(w)
	return buf.Bytes()
}

// unpacked reads what packed wrote.
func unpacked(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, nil
	}
	return io.ReadAll(stdflate.NewReader(bytes.NewReader(data)))
}

// document reads a document from its columns; text may be nil where only the head is wanted.
func document(head, text []byte, src literature.Source) (d literature.Document, err error) {
	plain, err := unpacked(head)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(plain, &d); err != nil {
		return d, err
	}
	d.Source = src
	// Lists do without the long texts, which are most of what there is to read.
	if text == nil {
		return d, nil
	}
	if plain, err = unpacked(text); err != nil || len(plain) == 0 {
		return d, err
	}
	return d, unframed(plain, &d.Claims, &d.Description)
}
