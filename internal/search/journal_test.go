package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func whole() []Document {
	return []Document{
		{ID: "a", Texts: map[string][]string{"title": {"半导体", ""}}, Keys: map[string][]string{"office": {"CN"}}, Values: map[string]int64{"day": -5, "size": 1 << 40}},
		{ID: "b", Texts: map[string][]string{}, Keys: map[string][]string{}, Values: map[string]int64{}},
	}
}

func TestChange(t *testing.T) {
	docs, gone, err := decodeChange(encodeChange(whole(), []string{"c", "d"}))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(whole(), docs); d != "" {
		t.Fatal(d)
	}
	if d := cmp.Diff([]string{"c", "d"}, gone); d != "" {
		t.Fatal(d)
	}
}

// FuzzFrames reads any bytes as a journal: what is handed over had its checksum, and the rest is
// where reading stopped.
func FuzzFrames(f *testing.F) {
	one := frame(7, encodeChange(whole(), nil))
	f.Add([]byte(journalMagic))
	f.Add(append([]byte(journalMagic), one...))
	f.Add(append(append([]byte(journalMagic), one...), one[:20]...))
	f.Add(append(append([]byte(journalMagic), one[5:]...), one...))
	f.Fuzz(func(t *testing.T, data []byte) {
		sum := len(journalMagic)
		rest, err := frames(data, func(number uint32, payload []byte) error {
			sum += len(frame(number, payload))
			_, err := unpackChanges(payload) // any error, but no panic
			_ = err
			return nil
		})
		if err == nil && len(data) >= len(journalMagic) && sum+len(rest) != len(data) {
			t.Fatalf("%d bytes read and %d left of %d", sum, len(rest), len(data))
		}
	})
}

// FuzzChange reads any bytes as a change; what can be read is written back to the same documents.
func FuzzChange(f *testing.F) {
	f.Add(encodeChange(whole(), []string{"c"}))
	f.Add([]byte{0, 1, 1, 'a', 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, gone, err := decodeChange(data)
		if err != nil {
			return
		}
		again, still, err := decodeChange(encodeChange(docs, gone))
		if err != nil || cmp.Diff(docs, again) != "" || cmp.Diff(gone, still) != "" {
			t.Fatalf("%v: %v became %v", err, docs, again)
		}
	})
}
