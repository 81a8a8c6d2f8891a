package body

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"zhibao/internal/fault"
)

// A Spool is where files lie that are too large for memory. The nil Spool keeps everything in memory.
type Spool struct {
	Folder string             // made where it is not there
	Cipher func() cipher.AEAD // each time with a new key that is stored nowhere
}

// prefix begins the name of a file for the moment in which it has one.
const prefix = "spool-"

// Sweep removes what a program left that was killed in that moment.
func (s *Spool) Sweep() error {
	names, err := filepath.Glob(filepath.Join(s.Folder, prefix+"*"))
	for _, name := range names {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// Sizes in bytes: text of one frame, and how much of the files of a request stays in memory.
const (
	frame    = 64 << 10
	inMemory = 1 << 20
)

// spooled is one file on disk, sealed frame by frame.
type spooled struct {
	aead cipher.AEAD
	size int64

	mu   sync.Mutex // of what follows
	file *os.File
	name string // where the system does not let go of a name while the file is open
	at   int64  // the frame in text
	text []byte
}

// create makes the file and takes its name away.
func (s *Spool) create() (*spooled, error) {
	f, err := os.CreateTemp(s.Folder, prefix+"*")
	if errors.Is(err, os.ErrNotExist) {
		if err = os.MkdirAll(s.Folder, 0o700); err == nil {
			f, err = os.CreateTemp(s.Folder, prefix+"*")
		}
	}
	if err != nil {
		return nil, diskFault(err)
	}
	x := &spooled{aead: s.Cipher(), file: f, at: -1}
	if os.Remove(f.Name()) != nil {
		x.name = f.Name()
	}
	return x, nil
}

// fill writes what is read, and returns when it has ended.
func (x *spooled) fill(r io.Reader) error {
	text, box := make([]byte, frame), make([]byte, 0, frame+x.aead.Overhead())
	defer clear(text)
	for n := int64(0); ; n++ {
		got, err := io.ReadFull(r, text)
		if got > 0 {
			if _, err := x.file.Write(x.aead.Seal(box, x.nonce(n), text[:got], nil)); err != nil {
				return diskFault(err)
			}
			x.size += int64(got)
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF: // of this reader alone: whole says whether the body ended early
			return nil
		default:
			return err
		}
	}
}

// nonce is the number of the frame: the key belongs to this file alone.
func (x *spooled) nonce(n int64) []byte {
	b := make([]byte, x.aead.NonceSize())
	binary.BigEndian.PutUint64(b, uint64(n))
	return b
}

// ReadAt opens the frames that are asked for.
func (x *spooled) ReadAt(p []byte, off int64) (n int, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for n < len(p) && off < x.size {
		if err := x.turn(off / frame); err != nil {
			return n, err
		}
		got := copy(p[n:], x.text[off%frame:])
		n, off = n+got, off+int64(got)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// turn has frame n in text.
func (x *spooled) turn(n int64) error {
	if x.at == n {
		return nil
	}
	if x.file == nil {
		return os.ErrClosed
	}
	x.at = -1
	box := make([]byte, min(frame, x.size-n*frame)+int64(x.aead.Overhead()))
	if _, err := x.file.ReadAt(box, n*int64(frame+x.aead.Overhead())); err != nil {
		return diskFault(err)
	}
	text, err := x.aead.Open(x.text[:0], x.nonce(n), box, nil)
	if err != nil {
		return fault.New(fault.Unavailable, "web.spool", "收到的文件在暂存时损坏，未予处理；请重新提交，仍不成功请联系系统管理员检查磁盘").Because(err)
	}
	x.at, x.text = n, text
	return nil
}

// close gives the disk back.
func (x *spooled) close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.file == nil {
		return nil
	}
	err := x.file.Close()
	if x.name != "" {
		err = errors.Join(err, os.Remove(x.name))
	}
	clear(x.text)
	x.file, x.at = nil, -1
	return err
}

// reader reads a file from its beginning; closing it leaves the file where it is.
type reader struct{ *io.SectionReader }

// Close does nothing: the request gives the file back.
func (reader) Close() error { return nil }

// memory is a small file.
func memory(b []byte) io.ReaderAt { return bytes.NewReader(b) }

// diskFault tells a full disk from other failures of the disk.
func diskFault(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.Full, "web.spool_full", "磁盘已满，文件未能接收，没有保存任何内容；查阅不受影响。请联系系统管理员清理空间后重试，无需重启").Because(err)
	}
	return fault.New(fault.Unavailable, "web.spool", "收到的文件在暂存时损坏，未予处理；请重新提交，仍不成功请联系系统管理员检查磁盘").Because(err)
}
