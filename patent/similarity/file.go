package similarity

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"zhibao/patent/mapping"
)

// The file of an index begins with a head of 512 bytes: magic, version, flags, number of texts and of
// postings, bits of the buckets, name of the collection, checksum of all that follows, checksum of the
// head. The parts of one segment follow. All numbers are little endian.
const (
	magic    = "zhibao~1"
	version  = 1
	headSize = 512
	nameAt   = 64
	mostName = 255
)

const (
	flagInside = 1 << iota
	flagKeyed
)

// ErrFile is returned for a file that is no index, is damaged, or was written by a later version. The
// index is then built again from the texts.
var ErrFile = errors.New("no index of similar texts, or a damaged one")

// parts are the parts of a segment in the order of the file.
func (s *segment) parts() []*[]byte { return []*[]byte{&s.ids, &s.docs, &s.dirs, &s.keys, &s.posts} }

func (s *segment) close() error {
	if s.free == nil {
		return nil
	}
	free := s.free
	s.free = nil
	return free()
}

// Write writes what was added as the file of an index, without ever having an index in use: so a whole
// stock is built. The builder is empty afterwards.
func (b *Builder) Write(path string, label Label) error {
	label.keyed = false
	return write(path, label, b.segment())
}

// Save writes the index to a file, in the place of what is there, and gives back the memory of what was
// deleted. A crash leaves the old file or the new one, never a part. The index goes on in memory; who asks
// it meanwhile waits, some seconds where there are millions of texts.
func (x *Index) Save(path string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.freeze(); err != nil {
		return err
	}
	if len(x.segments) != 1 || x.segments[0].gone > 0 {
		if err := x.join(0); err != nil {
			return err
		}
	}
	return write(path, x.label, x.segments[0])
}

// Close gives a mapped file back. The index is empty afterwards.
func (x *Index) Close() (err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, s := range x.segments {
		err = errors.Join(err, s.close())
	}
	x.segments, x.tail = nil, tail{}
	return err
}

// Open opens the file of an index, mapped where the system can do that. Its checksum is compared first.
func Open(path string) (*Index, error) {
	x, err := open(path)
	if err == nil && x.label.keyed {
		err = errors.Join(fmt.Errorf("%w: it is keyed", ErrFile), x.Close())
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// OpenKeyed opens the file of an index of keyed fingerprints.
func OpenKeyed(path string) (*KeyedIndex, error) {
	x, err := open(path)
	if err == nil && !x.label.keyed {
		err = errors.Join(fmt.Errorf("%w: it is not keyed", ErrFile), x.Close())
	}
	if err != nil {
		return nil, err
	}
	return &KeyedIndex{x}, nil
}

// Save writes the index as Index.Save does.
func (x *KeyedIndex) Save(path string) error { return x.x.Save(path) }

// Close gives a mapped file back.
func (x *KeyedIndex) Close() error { return x.x.Close() }

func write(path string, label Label, s *segment) (err error) {
	if len(label.Collection) > mostName {
		return fmt.Errorf("name of a collection of %d bytes, at most %d", len(label.Collection), mostName)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // says that it is closed where that was not the trouble
			_ = os.Remove(f.Name())
		}
	}()
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	if _, err := f.Seek(headSize, io.SeekStart); err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	for _, p := range s.parts() {
		if _, err := io.MultiWriter(out, sum).Write(*p); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if _, err := f.WriteAt(head(label, s, sum.Sum32()), 0); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	// Some systems cannot sync a folder; there the name is as durable as they make it.
	_ = d.Sync()
	return d.Close()
}

func head(label Label, s *segment, sum uint32) []byte {
	h := make([]byte, headSize)
	copy(h, magic)
	flags := 0
	if label.Inside {
		flags |= flagInside
	}
	if label.keyed {
		flags |= flagKeyed
	}
	le := binary.LittleEndian
	le.PutUint32(h[8:], version)
	le.PutUint32(h[12:], uint32(flags))
	le.PutUint64(h[16:], uint64(s.n))
	le.PutUint64(h[24:], uint64(len(s.posts)/4))
	le.PutUint32(h[32:], uint32(s.bits))
	le.PutUint32(h[36:], sum)
	h[nameAt] = byte(len(label.Collection))
	copy(h[nameAt+1:], label.Collection)
	le.PutUint32(h[headSize-4:], crc32.Checksum(h[:headSize-4], crc32.MakeTable(crc32.Castagnoli)))
	return h
}

func open(path string) (*Index, error) {
	data, free, err := mapping.File(path)
	if err != nil {
		return nil, err
	}
	label, s, err := parse(data)
	if err != nil {
		return nil, errors.Join(err, free())
	}
	s.free = free
	return &Index{label: label, segments: []*segment{s}}, nil
}

// parse takes a file apart. Every length is compared with that of the file before it is used.
func parse(data []byte) (label Label, s *segment, err error) {
	le, table := binary.LittleEndian, crc32.MakeTable(crc32.Castagnoli)
	if len(data) < headSize || string(data[:8]) != magic || le.Uint32(data[headSize-4:]) != crc32.Checksum(data[:headSize-4], table) {
		return label, nil, ErrFile
	}
	if v := le.Uint32(data[8:]); v != version {
		return label, nil, fmt.Errorf("%w: version %d", ErrFile, v)
	}
	n, posts, bits := le.Uint64(data[16:]), le.Uint64(data[24:]), int(le.Uint32(data[32:]))
	rest := data[headSize:]
	if bits < leastDirs || bits > mostDirs || n > uint64(len(rest)) || posts > uint64(len(rest)) {
		return label, nil, ErrFile
	}
	sizes := []uint64{8 * n, docSize * n, 4 * (1<<bits + 1), 4 * posts, 4 * posts}
	want := uint64(0)
	for _, size := range sizes {
		want += size
	}
	if want != uint64(len(rest)) || crc32.Checksum(rest, table) != le.Uint32(data[36:]) {
		return label, nil, ErrFile
	}
	s = &segment{n: int(n), bits: bits, dead: make([]uint64, (n+63)/64)}
	for i, p := range s.parts() {
		*p, rest = rest[:sizes[i]:sizes[i]], rest[sizes[i]:]
	}
	flags := le.Uint32(data[12:])
	label = Label{Collection: string(data[nameAt+1:][:data[nameAt]]), Inside: flags&flagInside != 0, keyed: flags&flagKeyed != 0}
	return label, s, nil
}
