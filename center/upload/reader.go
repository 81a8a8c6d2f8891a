package upload

import (
	"context"
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
		if err := r.Close(); err != nil || n > 0 {
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

// Close wipes what was decrypted.
func (r *reader) Close() error {
	if r.piece == nil {
		return nil
	}
	p := r.piece
	r.piece = nil
	return p.Close()
}
