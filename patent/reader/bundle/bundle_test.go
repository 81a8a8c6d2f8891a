package bundle_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"zhibao/internal/fault"
	"zhibao/patent/reader/bundle"
)

func archive(t testing.TB, names ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, n := range names {
		h := &zip.FileHeader{Name: n, Method: zip.Deflate}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("内容 " + n)); err != nil && !strings.HasSuffix(n, "/") {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func open(data []byte, lim bundle.Limits) (*bundle.Set, error) {
	return bundle.Zip(context.Background(), "a.zip", bytes.NewReader(data), int64(len(data)), lim)
}

func TestNames(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("说明书/100002.xml")
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, h := range []*zip.FileHeader{{Name: gbk, NonUTF8: true}, {Name: `100001\100001.xml`}, {Name: "./a/../b.txt"}, {Name: "文件夹/"}} {
		if _, err := w.CreateHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = open(buf.Bytes(), bundle.Limits{})
	if fault.CodeOf(err) != "reader.name_outside" {
		t.Errorf("a name with .. is accepted: %v", err)
	}
	buf.Reset()
	w = zip.NewWriter(&buf)
	for _, h := range []*zip.FileHeader{{Name: gbk, NonUTF8: true}, {Name: `100001\100001.xml`}, {Name: "./b.txt"}, {Name: "文件夹/"}} {
		if _, err := w.CreateHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := open(buf.Bytes(), bundle.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range s.Entries {
		names = append(names, e.Name)
	}
	if strings.Join(names, " ") != "说明书/100002.xml 100001/100001.xml b.txt" {
		t.Errorf("%q", names)
	}
	if s.Find(`100001\100001.XML`) == nil || s.Find("B.TXT") == nil || s.Find("x") != nil {
		t.Error("an entry is not found")
	}
}

func TestLimits(t *testing.T) {
	data := archive(t, "a.txt", "b.txt", "c.txt")
	for name, lim := range map[string]bundle.Limits{
		"entries": {Entries: 2}, "archive": {Archive: 100}, "entry": {Entry: 5}, "total": {Total: 20}, "name": {Name: 3},
	} {
		if _, err := open(data, lim); err == nil || fault.Of(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	s, err := open(data, bundle.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Bytes(context.Background(), s.Entries[1])
	if err != nil || string(b) != "内容 b.txt" {
		t.Errorf("%q %v", b, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Bytes(ctx, s.Entries[1]); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestDamage: whatever byte of an archive is changed, the content is right or refused.
func TestDamage(t *testing.T) {
	data := archive(t, "a.txt", "说明书/b.txt")
	rapid.Check(t, func(t *rapid.T) {
		bad := bytes.Clone(data)
		for range rapid.IntRange(1, 3).Draw(t, "n") {
			bad[rapid.IntRange(0, len(bad)-1).Draw(t, "at")] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
		}
		s, err := open(bad, bundle.Limits{})
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		for _, e := range s.Entries {
			b, err := s.Bytes(context.Background(), e)
			if err == nil && !strings.HasPrefix(string(b), "内容 ") && len(b) > 0 {
				t.Fatalf("%q", b)
			}
			if err != nil && fault.Of(err) == nil {
				t.Fatal(err)
			}
		}
	})
}

func TestFilesAndGrowth(t *testing.T) {
	endless := bundle.File{Name: "a.txt", Size: 3, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(zeros{}), nil
	}}
	s, err := bundle.Files(context.Background(), []bundle.File{endless, bundle.Memory("b.txt", []byte("x"))}, bundle.Limits{Entry: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Bytes(context.Background(), s.Entries[0]); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("a file that grows while it is read: %v", err)
	}
	for _, files := range [][]bundle.File{{bundle.Memory("a.txt", nil), bundle.Memory("A.TXT", nil)}, {bundle.Memory("../a.txt", nil)}, {bundle.Memory("a.exe", nil)}} {
		if _, err := bundle.Files(context.Background(), files, bundle.Limits{}); fault.Of(err) == nil {
			t.Errorf("%s: %v", files[0].Name, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func FuzzZip(f *testing.F) {
	f.Add(archive(f, "100001/100001.xml", "a/"))
	f.Add(archive(f, `..\x`))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	lim := bundle.Limits{Entries: 50, Entry: 1 << 16, Total: 1 << 18, Archive: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := open(data, lim)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatal(err)
			}
			return
		}
		for _, e := range s.Entries {
			if path.IsAbs(e.Name) || strings.HasPrefix(path.Clean(e.Name)+"/", "../") || strings.Contains(e.Name, `\`) {
				t.Fatalf("name %q", e.Name)
			}
			b, err := s.Bytes(context.Background(), e)
			if err != nil && fault.Of(err) == nil {
				t.Fatal(err)
			}
			if int64(len(b)) > lim.Entry {
				t.Fatal("larger than allowed")
			}
		}
	})
}
