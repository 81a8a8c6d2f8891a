package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// A Ref is where a file is and what it was when it was put.
type Ref struct {
	// Address is the name in the folder, 64 hexadecimal digits. It may be stored openly.
	Address string
	// Place is the aad given to Put: the case, the field and the version, as seal.AAD.
	Place string
	// SHA256 is that of the text, 64 hexadecimal digits. It can confirm a guess about the
	// text: of an unpublished file it is as secret as the file.
	SHA256 string
	Size   int64 // bytes of text
}

// A Store is a folder of encrypted files. It may be used by any number of goroutines and
// processes.
type Store struct {
	dir string

	// Watch looks text through while it is put: what its reader refuses is not stored. Nobody does while nil.
	Watch func(context.Context, io.Reader) io.Reader
}

const tempDir = "new"

// NewStore opens the folder and makes it if it is missing.
func NewStore(dir string) (_ *Store, err error) {
	defer fault.Wrap(&err, "opening the folder of files")
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := store.MakeFolder(filepath.Join(dir, tempDir)); err != nil {
		return nil, diskFault(err)
	}
	return &Store{dir: dir}, errors.Join(syncDir(dir), syncDir(filepath.Dir(dir)))
}

// Put encrypts what r gives and returns when it is on disk. Text longer than limit bytes is
// refused with blob.too_large and leaves nothing. To put the same text at the same place again
// gives the same Ref and no second file.
func (s *Store) Put(ctx context.Context, key seal.Key, place string, r io.Reader, limit int64) (_ Ref, err error) {
	defer fault.Wrap(&err, "storing a file")
	temp, err := os.OpenFile(filepath.Join(s.dir, tempDir, randomName()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Ref{}, diskFault(err)
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	header := newHeader(key.Algorithm())
	f, err := newFramer(key, place, header)
	if err != nil {
		return Ref{}, err
	}
	if s.Watch != nil {
		r = s.Watch(ctx, r)
	}
	sum, size, err := write(ctx, temp, f, r, limit)
	if err != nil {
		return Ref{}, err
	}
	ref := Ref{Address: address(key, place, sum), Place: place, SHA256: hex.EncodeToString(sum[:]), Size: size}
	if err := temp.Sync(); err != nil {
		return Ref{}, diskFault(err)
	}
	return ref, diskFault(s.publish(ref.Address, temp.Name()))
}

// Seal encrypts r into w as Put does into a file of the folder, for those who keep the file themselves and
// see to it that it is on disk. The place and the most bytes are those of in.
func Seal(ctx context.Context, w io.Writer, in Ref, key seal.Key, r io.Reader) (_ Ref, err error) {
	defer fault.Wrap(&err, "sealing a file")
	f, err := newFramer(key, in.Place, newHeader(key.Algorithm()))
	if err != nil {
		return Ref{}, err
	}
	sum, size, err := write(ctx, w, f, r, in.Size)
	return Ref{Address: address(key, in.Place, sum), Place: in.Place, SHA256: hex.EncodeToString(sum[:]), Size: size}, err
}

// Sealed opens a file that Seal made. What it holds is told by what is found in it: the caller compares it
// with what it knows.
func Sealed(path string, key seal.Key, place string) (_ *File, err error) {
	defer fault.Wrap(&err, "opening a sealed file")
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing()
	}
	if err != nil {
		return nil, diskFault(err)
	}
	f, err := opened(key, Ref{Place: place}, file)
	if err != nil {
		file.Close()
	}
	return f, err
}

// write encrypts r into w, one frame at a time.
func write(ctx context.Context, w io.Writer, f *framer, r io.Reader, limit int64) (sum [32]byte, size int64, err error) {
	if _, err := w.Write(f.header); err != nil {
		return sum, 0, diskFault(err)
	}
	hash := sha256.New()
	text, box := make([]byte, frameText), make([]byte, 0, frameSize)
	defer clear(text)
	for n := int64(0); ; n++ {
		if err := ctx.Err(); err != nil {
			return sum, 0, err
		}
		got, err := fillUp(r, text)
		if err != nil && err != io.EOF {
			return sum, 0, err
		}
		if size += int64(got); size > limit {
			return sum, 0, tooLarge(limit)
		}
		hash.Write(text[:got])
		if got > 0 {
			if _, err := w.Write(f.seal(box, n, text[:got])); err != nil {
				return sum, 0, diskFault(err)
			}
		}
		if err != nil {
			break
		}
	}
	hash.Sum(sum[:0])
	_, err = w.Write(f.sealTrailer(sum, size))
	return sum, size, diskFault(err)
}

// publish gives the finished file its name. A file that has it already holds the same text
// and is replaced, so that it is fresh and GC leaves it alone.
func (s *Store) publish(address, temp string) error {
	path := s.path(address)
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(path)), syncDir(s.dir))
}

// A File is the text of a stored file: it reads, seeks and reads at an offset. ReadAt may be
// called by several goroutines. Closing wipes what was decrypted.
type File struct {
	*io.SectionReader
	Ref   Ref
	pages *pages
}

// Close closes the file and wipes what was decrypted.
func (f *File) Close() error { return f.pages.close() }

// Open opens a file and checks its header, length, trailer and address; each frame is checked
// when it is read. It fails with blob.missing, or with blob.damaged if the file is not what
// was put.
func (s *Store) Open(ctx context.Context, key seal.Key, ref Ref) (_ *File, err error) {
	defer fault.Wrap(&err, "opening a file")
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !isAddress(ref.Address) {
		return nil, missing()
	}
	file, err := os.Open(s.path(ref.Address))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, lost()
	}
	if err != nil {
		return nil, diskFault(err)
	}
	f, err := opened(key, ref, file)
	if err != nil {
		file.Close()
	}
	return f, err
}

// opened checks the ends of a file and everything that follows from them.
func opened(key seal.Key, ref Ref, file *os.File) (*File, error) {
	st, err := file.Stat()
	if err != nil {
		return nil, diskFault(err)
	}
	header, trailer := make([]byte, headerSize), make([]byte, trailerSize)
	if st.Size() < fileSize(0) {
		return nil, damaged()
	}
	if _, err := file.ReadAt(header, 0); err != nil {
		return nil, diskFault(err)
	}
	if _, err := file.ReadAt(trailer, st.Size()-trailerSize); err != nil {
		return nil, diskFault(err)
	}
	f, err := newFramer(key, ref.Place, header)
	if err != nil {
		return nil, err
	}
	sum, size, err := f.openTrailer(trailer)
	if err != nil {
		return nil, err
	}
	text := hex.EncodeToString(sum[:])
	if fileSize(size) != st.Size() || ref.Address != "" && address(key, ref.Place, sum) != ref.Address ||
		ref.SHA256 != "" && (ref.SHA256 != text || ref.Size != size) {
		return nil, damaged()
	}
	ref.Address, ref.SHA256, ref.Size = address(key, ref.Place, sum), text, size
	p := &pages{framer: f, file: file, size: size, at: -1}
	return &File{io.NewSectionReader(p, 0, size), ref, p}, nil
}

// Verify reads the whole file and compares it with what was put.
func (s *Store) Verify(ctx context.Context, key seal.Key, ref Ref) (err error) {
	defer fault.Wrap(&err, "verifying a file")
	f, err := s.Open(ctx, key, ref)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, err := io.CopyN(hash, f.SectionReader, frameText)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if hex.EncodeToString(hash.Sum(nil)) != f.Ref.SHA256 {
		return damaged()
	}
	return nil
}

// Delete removes a file. It is no error if there is none.
func (s *Store) Delete(ctx context.Context, address string) (err error) {
	defer fault.Wrap(&err, "deleting a file")
	if err := ctx.Err(); err != nil || !isAddress(address) {
		return err
	}
	path := s.path(address)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err)
	}
	return nil
}

// path returns where a file lies, in one of 256 folders.
func (s *Store) path(address string) string {
	return filepath.Join(s.dir, address[:2], address)
}

// address makes the name of a file from key, place and content.
func address(key seal.Key, place string, sum [32]byte) string {
	return hex.EncodeToString(key.MAC("blob", append(sum[:], place...)))
}

// isAddress keeps anything but a name of ours out of paths.
func isAddress(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

func randomName() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// syncDir has the entries of a folder written to disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// lost is the fault for a file to which the database refers and whose key is there: nobody let it go.
func lost() error {
	return fault.New(fault.Unavailable, "blob.missing", "文件不在存储中，暂时不能打开：不是已按规定删除，而是丢失；请联系系统管理员按恢复手册补回")
}

// missing is the fault for a file that is not there.
func missing() error {
	return fault.New(fault.Missing, "blob.missing", "文件不存在，可能已按规定删除；如不应删除，请联系系统管理员")
}

// damaged is the fault for a file that is not what was put.
func damaged() error {
	return fault.New(fault.Internal, "blob.damaged",
		"文件校验失败：存储的内容已被改动或不完整，系统已拒绝打开。请保留现场并联系系统管理员从备份恢复")
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "blob.too_large", "文件超过 %s 的上限，未保存；请拆分或压缩后重新上传", humanSize(limit))
}

// diskFault tells a full disk from other failures; faults pass unchanged.
func diskFault(err error) error {
	switch {
	case err == nil || fault.Of(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fault.New(fault.Full, "blob.full",
			"磁盘已满，文件未保存；查阅不受影响。请联系系统管理员清理空间后重试，无需重启").Because(err)
	}
	return fault.New(fault.Unavailable, "blob.disk", "读写文件存储出错，请稍后重试；仍不成功请联系系统管理员检查磁盘").Because(err)
}

// fillUp reads until buf is full or r ends, which is io.EOF even after some bytes. The reader's
// own io.ErrUnexpectedEOF, a body that was cut off, stays what it is.
func fillUp(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var got int
		got, err = r.Read(buf[n:])
		n += got
	}
	return n, err
}
