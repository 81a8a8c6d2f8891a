package upload

import (
	"context"
	"errors"
	"io"

	"zhibao/internal/blob"
	"zhibao/internal/fault"
)

// A reader reads the pieces of a file one after the other. One frame of a piece is decrypted
// at a time, so that a file of any size takes little memory.
type reader struct {
	ctx       context.Context
	keeper    *Keeper
	file      *file
	addresses []string
	next      int64
	piece     *blob.File
	aside     *blob.File // the piece in which ReadAt reads
	at        int64      // and its number
}

// Read reads on. A piece that was exchanged or changed fails before a byte of it is returned.
func (r *reader) Read(b []byte) (int, error) {
	for {
		if r.piece == nil {
			if r.next == int64(len(r.addresses)) {
				return 0, io.EOF
			}
			if err := r.open(); err != nil {
				return 0, err
			}
		}
		n, err := r.piece.Read(b)
		if err != io.EOF {
			return n, err
		}
		if err := r.shut(); err != nil || n > 0 {
			return n, err
		}
	}
}

func (r *reader) open() (err error) {
	defer fault.Wrap(&err, "piece %d of upload", r.next)
	r.piece, err = r.keeper.d.Blobs.Open(r.ctx, r.file.key, blob.Ref{Address: r.addresses[r.next], Place: place(r.file.id, r.next)})
	r.next++
	return err
}

// ReadAt reads somewhere in the file, for archives, whose list is at their end.
func (r *reader) ReadAt(b []byte, off int64) (n int, err error) {
	for n < len(b) && off < r.file.size {
		no := off / r.keeper.chunk
		if err := r.turn(no); err != nil {
			return n, err
		}
		got, err := r.aside.ReadAt(b[n:], off-no*r.keeper.chunk)
		n, off = n+got, off+int64(got)
		if err != nil && err != io.EOF || got == 0 {
			return n, err
		}
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// turn opens the piece in which ReadAt reads, beside the one that Read has open.
func (r *reader) turn(no int64) (err error) {
	defer fault.Wrap(&err, "piece %d of upload", no)
	if r.aside != nil && r.at == no {
		return nil
	}
	if r.aside != nil {
		if err := r.aside.Close(); err != nil {
			return err
		}
		r.aside = nil
	}
	r.aside, err = r.keeper.d.Blobs.Open(r.ctx, r.file.key, blob.Ref{Address: r.addresses[no], Place: place(r.file.id, no)})
	if err != nil {
		r.aside = nil
	}
	r.at = no
	return err
}

// Close wipes what was decrypted.
func (r *reader) Close() error {
	err := r.shut()
	if r.aside != nil {
		err = errors.Join(err, r.aside.Close())
		r.aside = nil
	}
	return err
}

// shut closes the piece that Read has open.
func (r *reader) shut() error {
	if r.piece == nil {
		return nil
	}
	p := r.piece
	r.piece = nil
	return p.Close()
}
