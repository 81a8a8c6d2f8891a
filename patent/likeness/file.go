package likeness

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"unicode/utf8"

	"zhibao/internal/imagery"
	"zhibao/law/calendar"
	"zhibao/patent/mapping"
)

// The file of a collection is a head of 64 bytes and records of 384 bytes, one for each picture that was
// taken in, in the order in which that happened: checksum, number of the change, design, class, length of
// the name, day, name, view. What came later replaces what came before under the same names. All numbers are
// little endian. The file is never the truth: what is cut off or damaged is dropped with all that follows,
// and taken in again from the records from the last change on.
const (
	magic      = "zhibao~v"
	version    = 1
	headSize   = 64
	recordSize = 384
	nameAt     = 28
	viewAt     = 87
	mostName   = viewAt - nameAt
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A file is that of a collection while it is open.
type file struct {
	f      *os.File
	data   []byte // mapped
	free   func() error
	size   int64 // of what is good
	change int64
}

// An Entry is a picture that is taken in with the number of the change that brought it.
type Entry struct {
	Change int64
	Design
	Name string // at most 59 bytes count
	View imagery.View
}

// Open opens the collection in a file, an empty one where there is none. No other process may have it open
// meanwhile. What is damaged in it is dropped: Change says up to where it goes.
func Open(path string) (_ *Collection, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	c := New()
	c.file = &file{f: f, free: func() error { return nil }}
	if err = mapping.Lock(f); err == nil {
		err = c.load()
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if len(c.rows)*2 >= c.file.records() {
		return c, nil
	}
	if err := errors.Join(c.compact(path), c.Close()); err != nil {
		return nil, err
	}
	return Open(path)
}

func head() []byte {
	b := append([]byte(magic), make([]byte, headSize-len(magic))...)
	binary.LittleEndian.PutUint32(b[len(magic):], version)
	return b
}

// records is how many the file has.
func (f *file) records() int { return int((f.size - headSize) / recordSize) }

// load reads what is good of the file and cuts off the rest.
func (c *Collection) load() error {
	x := c.file
	data, free, err := mapping.File(x.f.Name())
	if err != nil {
		return err
	}
	x.data, x.free, x.size = data, free, headSize
	if len(data) < headSize || string(data[:headSize]) != string(head()) {
		return x.reset()
	}
	for int64(len(data)) >= x.size+recordSize && c.take(data[x.size:][:recordSize], x.size) {
		x.size += recordSize
	}
	if int64(len(data)) == x.size {
		return nil
	}
	// The end must be gone before anything is mapped again: a mapped place behind the end of a file kills
	// the process that reads it.
	if err := x.f.Truncate(x.size); err != nil {
		return err
	}
	return x.remap()
}

// take takes a record in, and reports whether it is good.
func (c *Collection) take(b []byte, at int64) bool {
	le := binary.LittleEndian
	if le.Uint32(b) != crc32.Checksum(b[4:], castagnoli) || int(b[23]) > mostName {
		return false
	}
	var v imagery.View
	if v.UnmarshalBinary(b[viewAt:]) != nil {
		return false // measured by another version
	}
	c.file.change = int64(le.Uint64(b[4:]))
	c.put(int64(le.Uint64(b[12:])), class(le.Uint16(b[20:])), calendar.Day(int32(le.Uint32(b[24:]))), row{name: string(b[nameAt:][:b[23]]), at: at}, &v)
	return true
}

// record writes an entry.
func record(e *Entry) ([]byte, error) {
	le, b := binary.LittleEndian, make([]byte, viewAt, recordSize)
	name := e.Name
	for len(name) > mostName {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	le.PutUint64(b[4:], uint64(e.Change))
	le.PutUint64(b[12:], uint64(e.ID))
	le.PutUint16(b[20:], uint16(classOf(e.Locarno)))
	b[23] = byte(copy(b[nameAt:], name))
	le.PutUint32(b[24:], uint32(e.On))
	view, err := e.View.MarshalBinary()
	if err != nil {
		return nil, err
	}
	if b = append(b, view...); len(b) != recordSize {
		return nil, fmt.Errorf("a record of %d bytes", len(b))
	}
	le.PutUint32(b, crc32.Checksum(b[4:], castagnoli))
	return b, nil
}

// reset makes the file empty.
func (f *file) reset() error {
	if err := f.f.Truncate(0); err != nil {
		return err
	}
	if _, err := f.f.WriteAt(head(), 0); err != nil {
		return err
	}
	f.size, f.change = headSize, 0
	return f.remap()
}

// remap maps the file as it is now.
func (f *file) remap() error {
	if err := f.free(); err != nil {
		return err
	}
	data, free, err := mapping.File(f.f.Name())
	if err != nil {
		f.data, f.free = nil, func() error { return nil }
		return err
	}
	f.data, f.free = data, free
	return nil
}

// view reads what is kept of the picture of a record, which was good when it was taken in.
func (f *file) view(at int64) *imagery.View {
	v := &imagery.View{}
	if v.UnmarshalBinary(f.data[at+viewAt:][:recordSize-viewAt]) != nil {
		return &imagery.View{}
	}
	return v
}

// Change is the last change that the file has, 0 for an empty one.
func (c *Collection) Change() int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.file.change
}

// Write takes pictures in, in the order of their changes, and returns when they are on the disk. A crash
// leaves a beginning of them, which is good.
func (c *Collection) Write(entries []Entry) (err error) {
	var all []byte
	for i := range entries {
		b, err := record(&entries[i])
		if err != nil {
			return err
		}
		all = append(all, b...)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.file
	if _, err = x.f.WriteAt(all, x.size); err == nil {
		err = x.f.Sync()
	}
	if err != nil {
		return errors.Join(err, x.f.Truncate(x.size))
	}
	if err := x.remap(); err != nil {
		return err
	}
	for ; len(all) > 0; all = all[recordSize:] {
		c.take(all[:recordSize], x.size)
		x.size += recordSize
	}
	return nil
}

// compact writes a file without what was replaced, and puts it in the place of the old one.
func (c *Collection) compact(path string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(head())
	// In the order of the file, so that a part of it goes up to a change as well.
	for at := int64(headSize); at < c.file.size && err == nil; at += recordSize {
		b := c.file.data[at:][:recordSize]
		if c.stands(&c.designs[c.at[int64(binary.LittleEndian.Uint64(b[12:]))]], at) {
			_, err = f.Write(b)
		}
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// stands reports whether the record at a place is that of a picture of a design.
func (c *Collection) stands(d *design, at int64) bool {
	for _, row := range d.rows {
		if c.rows[row].at == at {
			return true
		}
	}
	return false
}

func (f *file) close() error { return errors.Join(f.free(), f.f.Close()) }

// Close lets go of the file. The collection is not to be used any more.
func (c *Collection) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		return nil
	}
	return c.file.close()
}
