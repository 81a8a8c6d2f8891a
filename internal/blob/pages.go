package blob

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// pages decrypts one frame at a time and keeps the last.
type pages struct {
	*framer
	file *os.File
	size int64

	mu   sync.Mutex
	at   int64 // number of the frame in text, -1 if none
	box  [frameSize]byte
	text []byte
}

// ReadAt is that of io.ReaderAt.
func (p *pages) ReadAt(b []byte, off int64) (n int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if off < 0 {
		return 0, errors.New("blob: negative offset")
	}
	for n < len(b) {
		if off >= p.size {
			return n, io.EOF
		}
		if err := p.load(off / frameText); err != nil {
			return n, err
		}
		c := copy(b[n:], p.text[off%frameText:])
		n += c
		off += int64(c)
	}
	return n, nil
}

// load decrypts frame n, unless it is the last one again.
func (p *pages) load(n int64) error {
	if n == p.at {
		return nil
	}
	p.at = -1
	want := min(p.size-n*frameText, frameText) + tagSize
	if _, err := p.file.ReadAt(p.box[:want], int64(headerSize)+n*frameSize); err != nil {
		if errors.Is(err, io.EOF) {
			return damaged()
		}
		return diskFault(err)
	}
	text, err := p.open(p.text[:0], n, p.box[:want])
	if err != nil {
		return err
	}
	p.text, p.at = text, n
	return nil
}

// close wipes what was decrypted.
func (p *pages) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.text[:cap(p.text)])
	p.at = -1
	return p.file.Close()
}

// humanSize writes a limit as people do.
func humanSize(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
