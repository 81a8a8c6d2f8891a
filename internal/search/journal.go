package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"zhibao/internal/search/segment"
)

// The journal keeps what was acknowledged since the last segments were written. Each write is one
// frame, and the next one begins only when it is on disk. So a power cut can tear the last frame
// alone: a broken frame with a whole one behind it is damage.
const (
	journalMagic = "zbjn0001"
	frameMagic   = 0x7A62F0A7
	frameHead    = 16 // magic, length, number of the change, checksum
)

// A journal is the file that is written at present.
type journal struct {
	file *os.File
	path string
}

// newJournal begins a file and makes sure that its name is on disk.
func newJournal(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(journalMagic)
	if err = errors.Join(err, f.Sync(), syncDir(filepath.Dir(path))); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &journal{f, path}, nil
}

// frame returns a change as it stands in the file. The number is counted from the first change of
// the index and is part of the checksum.
func frame(number uint32, payload []byte) []byte {
	b := binary.LittleEndian.AppendUint32(make([]byte, 0, frameHead+len(payload)), frameMagic)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(payload)))
	b = binary.LittleEndian.AppendUint32(b, number)
	b = binary.LittleEndian.AppendUint32(b, segment.Checksum(append(slices.Clone(b[4:12]), payload...)))
	return append(b, payload...)
}

// write returns when the change is on disk.
func (j *journal) write(number uint32, payload []byte) error {
	if _, err := j.file.Write(frame(number, payload)); err != nil {
		return err
	}
	return j.file.Sync()
}

func (j *journal) close() error { return j.file.Close() }

// readFrame returns the frame at the beginning of b, or ok false where none is whole.
func readFrame(b []byte) (number uint32, payload []byte, ok bool) {
	if len(b) < frameHead || binary.LittleEndian.Uint32(b) != frameMagic {
		return 0, nil, false
	}
	size := binary.LittleEndian.Uint32(b[4:])
	if uint64(size) > uint64(len(b)-frameHead) {
		return 0, nil, false
	}
	payload = b[frameHead : frameHead+size]
	if segment.Checksum(append(slices.Clone(b[4:12]), payload...)) != binary.LittleEndian.Uint32(b[12:]) {
		return 0, nil, false
	}
	return binary.LittleEndian.Uint32(b[8:]), payload, true
}

// replay calls f for the changes of a journal. Only the last file may end in a torn frame, which is
// cut off.
func replay(path string, last bool, f func(number uint32, payload []byte) error) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rest, err := frames(data, f)
	switch {
	case errors.Is(err, errBroken):
		return damaged(path, err)
	case err != nil:
		return err
	case len(rest) > 0 && !last:
		return damaged(path, errors.New("it ends in the middle of a change, and a later one was begun"))
	case len(rest) > 0:
		return cut(path, int64(len(data)-len(rest)))
	}
	return nil
}

var errBroken = errors.New("a broken change with whole ones behind it")

// frames calls f for the whole frames of a journal and returns the torn rest.
func frames(data []byte, f func(number uint32, payload []byte) error) (rest []byte, err error) {
	if len(data) < len(journalMagic) {
		return data, nil // it was just being begun
	}
	if string(data[:len(journalMagic)]) != journalMagic {
		return nil, fmt.Errorf("%w: beginning", errBroken)
	}
	data = data[len(journalMagic):]
	for len(data) > 0 {
		number, payload, ok := readFrame(data)
		if !ok {
			return data, beyond(data)
		}
		if err := f(number, payload); err != nil {
			return nil, err
		}
		data = data[frameHead+len(payload):]
	}
	return nil, nil
}

// beyond looks for a whole frame behind a broken one.
func beyond(data []byte) error {
	for i := 1; i+frameHead <= len(data); i++ {
		if data[i] == frameMagic&0xff {
			if _, _, ok := readFrame(data[i:]); ok {
				return errBroken
			}
		}
	}
	return nil
}

// cut shortens a journal to what is whole.
func cut(path string, size int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if size < int64(len(journalMagic)) {
		_, err = f.WriteAt([]byte(journalMagic), 0)
		size = int64(len(journalMagic))
	}
	return errors.Join(err, f.Truncate(size), f.Sync(), f.Close())
}

// syncDir makes names in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// encodeChange writes documents that are put and names that are taken out.
func encodeChange(docs []Document, gone []string) []byte {
	b := binary.AppendUvarint(nil, uint64(len(gone)))
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	lists := func(m map[string][]string) {
		b = binary.AppendUvarint(b, uint64(len(m)))
		for name, list := range m {
			text(name)
			b = binary.AppendUvarint(b, uint64(len(list)))
			for _, s := range list {
				text(s)
			}
		}
	}
	for _, id := range gone {
		text(id)
	}
	b = binary.AppendUvarint(b, uint64(len(docs)))
	for _, d := range docs {
		text(d.ID)
		lists(d.Texts)
		lists(d.Keys)
		b = binary.AppendUvarint(b, uint64(len(d.Values)))
		for name, v := range d.Values {
			text(name)
			b = binary.AppendVarint(b, v)
		}
	}
	return b
}

// A changeReader reads what encodeChange wrote; after the first error it gives nothing more.
type changeReader struct {
	b   []byte
	err error
}

var errChange = errors.New("a change that cannot be read")

func (r *changeReader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(len(r.b)) { // each thing that is counted has a byte at least
		r.b, r.err = nil, errChange
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *changeReader) text() string {
	n := r.count()
	if n > len(r.b) {
		r.b, r.err = nil, errChange
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *changeReader) number() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.b, r.err = nil, errChange
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *changeReader) lists() map[string][]string {
	out := map[string][]string{}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		name := r.text()
		for k := r.count(); k > 0 && r.err == nil; k-- {
			out[name] = append(out[name], r.text())
		}
	}
	return out
}

// decodeChange reads a change.
func decodeChange(b []byte) (docs []Document, gone []string, err error) {
	r := &changeReader{b: b}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		gone = append(gone, r.text())
	}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		d := Document{ID: r.text(), Texts: r.lists(), Keys: r.lists(), Values: map[string]int64{}}
		for k := r.count(); k > 0 && r.err == nil; k-- {
			name := r.text()
			d.Values[name] = r.number()
		}
		docs = append(docs, d)
	}
	if len(r.b) > 0 {
		r.err = errChange
	}
	return docs, gone, r.err
}
