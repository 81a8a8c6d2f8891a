package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/industry/database/intake"
	"zhibao/internal/store/storetest"
)

func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, data := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(data)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// Archives are looked into, one within another too; what is broken is said and does not stop the rest, and a
// small file that unpacks to very much takes neither memory nor the import with it.
func TestArchives(t *testing.T) {
	d, dir, ctx := desk(t, storetest.SQLite(t)), t.TempDir(), t.Context()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	g := gzip.NewWriter(&packed)
	g.Write([]byte(grant(1_000_001) + grant(1_000_002)))
	g.Close()
	write("a.xml.gz", packed.Bytes())
	write("b.zip", zipped(t, map[string][]byte{"in/inner.zip": zipped(t, map[string][]byte{"doc.xml": []byte(grant(1_000_003))}), "in/picture.tif": {1, 2, 3}, "../../etc/evil.xml": []byte(grant(1_000_004))}))
	write("c.zip", []byte("PK\x03\x04 broken"))
	write("d.gz", []byte{0x1f, 0x8b, 0, 0})
	packed.Reset()
	g = gzip.NewWriter(&packed)
	g.Write([]byte("<us-patent-grant>"))
	for range 120 {
		g.Write(bytes.Repeat([]byte("x"), 1<<20))
	}
	g.Close()
	write("e.xml.gz", packed.Bytes())
	write("f.xml", []byte(grant(1_000_005)))
	m, err := bring(ctx, d, what(dir), nil)
	if err != nil || m.State != intake.Done || m.New != 5 || m.Refused != 3 {
		t.Fatalf("%+v %v", m, err)
	}
	rs, err := d.Refused(ctx, 1, m.ID, 10)
	if err != nil || len(rs) != 3 {
		t.Fatal(rs, err)
	}
	for i, name := range []string{"in/c.zip", "in/d", "in/e.xml"} {
		if rs[i].File != name || rs[i].Reason == "" {
			t.Errorf("%d: %+v", i, rs[i])
		}
	}
	for _, n := range []int{1, 2, 3, 4, 5} {
		if _, _, err := d.Holding.Find(ctx, 1, fmt.Sprintf("US100000%dB2", n)); err != nil {
			t.Error(err)
		}
	}
}

// An update from another file of the source keeps what the document said before, and where it came from.
func TestUpdate(t *testing.T) {
	d, dir, ctx := desk(t, storetest.SQLite(t)), t.TempDir(), t.Context()
	in := what(filepath.Join(dir, "x.xml"))
	for i, title := range []string{"Thing 1000001", "Better thing"} {
		if err := os.WriteFile(in.Items[0].Path, []byte(strings.ReplaceAll(grant(1_000_001), "Thing 1000001", title)), 0o600); err != nil {
			t.Fatal(err)
		}
		in.AsOf += 30
		m, err := bring(ctx, d, in, nil)
		if err != nil || m.New != int64(1-i) || m.Changed != int64(i) {
			t.Fatalf("%+v %v", m, err)
		}
	}
	doc, past, err := d.Holding.Find(ctx, 1, "US1000001B2")
	if err != nil || doc.Titles[0].Words != "Better thing" || len(past.Versions) != 1 || past.Versions[0].Source.Name != in.Source || past.Versions[0].Source.AsOf != in.AsOf || !strings.Contains(past.Versions[0].Before["Titles"], "Thing 1000001") {
		t.Fatalf("%+v %+v %v", doc.Titles, past, err)
	}
}
