package intake

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"

	"zhibao/industry/database/designs"
	"zhibao/industry/database/holding"
	"zhibao/internal/fault"
	"zhibao/patent/literature"
	"zhibao/patent/reader/export"
	"zhibao/patent/reader/gazette"
)

// A piece is one document of a file, or one row of a list, not read yet.
type piece struct {
	file     string
	at, line int
	place    fault.Phrase
	size     int
	read     func(context.Context) ([]literature.Document, error)
	heads    []string // of a list
	cells    []string
	near     beside
	kept     *held
}

// refusal says why a piece was not brought in.
func (p *piece) refusal(number string, err error) Refusal {
	return Refusal{File: p.file, Line: p.line, Place: p.place.String(), Number: number, Reason: fault.MessageOf(err), Heads: p.heads, Cells: p.cells}
}

// A read is what became of a piece.
type read struct {
	docs     []literature.Document
	packed   []holding.Packed
	pictures []*designs.Picture
	err      error
}

// A source gives the pieces of a file one after the other, io.EOF after the last.
type source struct {
	format  string // of a list; documents say theirs themselves
	columns []export.Column
	next    func() (piece, error)
}

// open tells what a file is by its beginning.
func open(name string, in io.Reader, decided map[string]string) (*source, error) {
	b := bufio.NewReaderSize(in, 64<<10)
	head, err := b.Peek(2048)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	lower := bytes.ToLower(head)
	// A table of HTML begins with a mark like a document does.
	if !bytes.Contains(lower, []byte("<table")) && !bytes.Contains(lower, []byte("<html")) {
		s, err := gazette.Open(name, b)
		if err == nil {
			return &source{next: func() (piece, error) { return document(s) }}, nil
		}
		if fault.CodeOf(err) != "reader.not_gazette" {
			return nil, err
		}
	}
	t, err := export.Open(name, b, decided)
	if err != nil {
		return nil, err
	}
	return &source{format: t.Format, columns: t.Columns, next: func() (piece, error) { return row(t) }}, nil
}

// document is the next document of a file of an office.
func document(s *gazette.Stream) (piece, error) {
	r, err := s.Next()
	if err != nil {
		return piece{}, err
	}
	return piece{at: r.At, line: r.Line, place: fault.Say("第 %d 行", r.Line), size: len(r.Data), read: r.Read}, nil
}

// row is the next row of a list.
func row(t *export.Table) (piece, error) {
	l, err := t.Next()
	if err != nil {
		return piece{}, err
	}
	p := piece{at: l.At, line: l.Row.Line, place: l.Place(), cells: l.Cells, read: func(context.Context) ([]literature.Document, error) {
		d, err := l.Read()
		return []literature.Document{d}, err
	}}
	// Kept for the list of what was refused.
	for _, c := range l.Columns {
		p.heads = append(p.heads, c.Title)
	}
	for _, c := range l.Cells {
		p.size += len(c)
	}
	return p, nil
}

// read reads a piece, with its pictures unless it is only tried.
func (r *running) read(ctx context.Context, p *piece) (out read) {
	defer p.kept.release()
	out.docs, out.err = p.read(ctx)
	p.read = nil // and with it the piece of the file
	if out.err != nil {
		return out
	}
	for i := range out.docs {
		d := &out.docs[i]
		d.Source.Name, d.Source.AsOf = r.source, r.asOf
		// Packed here rather than where it is put: one puts while all read.
		if !r.trial {
			out.packed = append(out.packed, holding.Pack(d))
		}
	}
	if r.d.Designs == nil || r.trial || p.near == nil {
		return out
	}
	for i := range out.docs {
		out.pictures = append(out.pictures, designs.Look(&out.docs[i], r.drawings, p.near)...)
	}
	return out
}

// read looks at the first pieces of a file.
func (l *Look) read(ctx context.Context, name string, in io.Reader, decided map[string]string) error {
	s, err := open(name, in, decided)
	if err != nil {
		return err
	}
	l.Format, l.Columns = s.format, s.columns
	for len(l.Sample) < 3 {
		p, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		l.Sample = append(l.Sample, p.cells)
		if l.Format != "" {
			continue
		}
		docs, err := p.read(ctx)
		if err != nil {
			return err
		}
		l.Format = docs[0].Source.Format
		return nil
	}
	return nil
}
