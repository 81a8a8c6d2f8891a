package body

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/url"

	"zhibao/internal/web/form"
)

// Parts is what a multipart body held. Close it when the request ends.
type Parts struct {
	Values url.Values
	Files  map[string][]form.File
	Large  int64 // bytes of files that did not stay in memory

	left int64 // of the memory for files
	disk []*spooled
}

// maxValues bounds the values of a form together, beside its files, and maxParts how many parts there are.
const (
	maxValues = 10 << 20
	maxParts  = 1000
)

// Read reads a multipart body to its end.
func Read(mr *multipart.Reader, spool *Spool) (p *Parts, err error) {
	p = &Parts{Values: url.Values{}, Files: map[string][]form.File{}, left: inMemory}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	values := int64(maxValues)
	for n := 0; ; n++ {
		part, err := mr.NextPart()
		if err == io.EOF {
			return p, nil
		}
		if err == nil && n >= maxParts {
			err = multipart.ErrMessageTooLarge
		}
		if err != nil {
			return p, err
		}
		_, typed := part.Header["Content-Type"]
		switch {
		case part.FormName() == "": // nobody asked for it
		case typed || part.FileName() != "":
			err = p.file(part, spool)
		default:
			err = p.value(part, &values)
		}
		if err != nil {
			return p, err
		}
	}
}

// value reads the value of a field.
func (p *Parts) value(part *multipart.Part, left *int64) error {
	b, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil {
		return err
	}
	if *left -= int64(len(b) + len(part.FormName())); *left < 0 {
		return multipart.ErrMessageTooLarge
	}
	p.Values.Add(part.FormName(), string(b))
	return nil
}

// file reads a file, into memory while there is room in it.
func (p *Parts) file(part *multipart.Part, spool *Spool) error {
	var head bytes.Buffer
	var err error
	if spool == nil {
		_, err = io.Copy(&head, part)
	} else if _, err = io.CopyN(&head, part, p.left+1); err == io.EOF {
		err = nil
	}
	if err != nil {
		return err
	}
	at, size := memory(head.Bytes()), int64(head.Len())
	if spool != nil && size > p.left {
		x, err := spool.create()
		if err != nil {
			return err
		}
		p.disk = append(p.disk, x)
		if err := x.fill(&whole{io.MultiReader(&head, part)}); err != nil {
			return err
		}
		at, size, p.Large = x, x.size, p.Large+x.size
	} else {
		p.left -= size
	}
	name := part.FileName()
	p.Files[part.FormName()] = append(p.Files[part.FormName()], form.NewFile("", form.CleanName(name), size, func() (io.ReadCloser, error) {
		return reader{io.NewSectionReader(at, 0, size)}, nil
	}))
	return nil
}

// errShort says that a body ended before its end.
var errShort = errors.New("body: cut off")

// whole tells a body that was cut off from one that has ended.
type whole struct{ r io.Reader }

// Read is that of the body.
func (w *whole) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	if err == io.ErrUnexpectedEOF {
		err = errShort
	}
	return n, err
}

// Close removes what lies on disk. A file that is read afterwards fails.
func (p *Parts) Close() (err error) {
	for _, x := range p.disk {
		err = errors.Join(err, x.close())
	}
	return err
}
