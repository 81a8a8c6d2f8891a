package search

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
)

const (
	manifestName  = "index"
	manifestMagic = "zbix0001"
)

// A manifest says which files are the index. It is replaced as a whole, so there is always one.
type manifest struct {
	Version string       // of the schema
	Plan    segment.Plan // of the segments
	Parts   []partEntry
	Journal int    // number of the first journal that is not in the segments
	Next    int    // number of the next file
	Changes uint32 // how many changes the segments hold
}

// A partEntry is a segment, and how many bytes of its documents that are left follow the list.
type partEntry struct {
	File string
	Docs int
	Live int
}

// encode returns the file: length, the list, the sets of documents that are left, checksum.
func (m *manifest) encode(live []segment.Bits) []byte {
	for i, b := range live {
		m.Parts[i].Live = 8 * len(b)
	}
	list, _ := json.Marshal(m) // strings and numbers: it cannot fail
	out := binary.LittleEndian.AppendUint32([]byte(manifestMagic), uint32(len(list)))
	out = append(out, list...)
	for _, b := range live {
		out = append(out, b.Bytes()...)
	}
	return binary.LittleEndian.AppendUint32(out, segment.Checksum(out))
}

var errManifest = errors.New("checksum or form of the list of files")

// decodeManifest reads what encode wrote.
func decodeManifest(b []byte) (m *manifest, live []segment.Bits, err error) {
	head := len(manifestMagic) + 4
	if len(b) < head+4 || string(b[:len(manifestMagic)]) != manifestMagic || segment.Checksum(b[:len(b)-4]) != binary.LittleEndian.Uint32(b[len(b)-4:]) {
		return nil, nil, errManifest
	}
	n := int(binary.LittleEndian.Uint32(b[len(manifestMagic):]))
	rest := b[head : len(b)-4]
	if n > len(rest) {
		return nil, nil, errManifest
	}
	m = &manifest{}
	if err := json.Unmarshal(rest[:n], m); err != nil {
		return nil, nil, errManifest
	}
	rest = rest[n:]
	for _, p := range m.Parts {
		if p.Live < 0 || p.Live > len(rest) || p.Live != 0 && p.Live != (p.Docs+63)/64*8 {
			return nil, nil, errManifest
		}
		var bits segment.Bits
		if p.Live > 0 {
			bits = segment.BitsOf(rest[:p.Live])
		}
		live = append(live, bits)
		rest = rest[p.Live:]
	}
	return m, live, nil
}

// replaceFile writes a file under a name in one step: it is the old one or the new one, on disk.
func replaceFile(dir, name string, data []byte) error {
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(path+".new", path), syncDir(dir))
}

// readManifest returns nil where there is no index yet, or one of another schema.
func readManifest(dir string, l *layout) (*manifest, []segment.Bits, error) {
	path := filepath.Join(dir, manifestName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	m, live, err := decodeManifest(data)
	if err != nil {
		return nil, nil, damaged(path, err)
	}
	if m.Version != l.version || !samePlan(m.Plan, l.plan) {
		return nil, nil, nil
	}
	return m, live, nil
}

func samePlan(a, b segment.Plan) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// damaged names the file that is not what was written. The index is never the truth, so the answer
// is always the same.
func damaged(path string, err error) error {
	return fault.New(fault.Unavailable, "search.damaged", "检索索引的文件“%s”已损坏，请从数据库重建索引；数据库不受影响", filepath.Base(path)).Because(err)
}
