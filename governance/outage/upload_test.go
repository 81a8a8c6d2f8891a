package outage

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/web/form"
)

// upload is a file that was sent, as the pages hand it on.
func upload(t *testing.T, content []byte) form.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "收件.zip")
	must(t, os.WriteFile(name, content, 0o600))
	return form.NewFile("", "收件.zip", int64(len(content)), func() (io.ReadCloser, error) { return os.Open(name) })
}

// packed is the folder of a desk as an archive below a folder, each file changed by a function, which leaves it
// out where it returns nil.
func packed(t *testing.T, dir string, change func(name string, content []byte) []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, p))
		if err != nil {
			return err
		}
		if content = change(p, content); content == nil {
			return nil
		}
		f, err := w.Create("应急收件/" + p)
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}))
	must(t, w.Close())
	return b.Bytes()
}

// TestIngestUpload: the folders of the desk come in as an archive too; each is judged by itself, nothing of the
// archive stays behind, and an archive that is none of them is refused in words.
func TestIngestUpload(t *testing.T) {
	w := newWorld(t)
	key := signer(t, 7)
	w.evening(t)
	at := w.Folder
	w.Folder = t.TempDir()
	d := w.desk(t, key)
	var numbers []string
	for i := range 4 {
		w.at(fmt.Sprintf("2026-11-25 23:50:0%d", i))
		r, err := d.Take(t.Context(), "a.zip", strings.NewReader(strings.Repeat("text ", 1000+i)))
		must(t, err)
		numbers = append(numbers, r.Number)
	}
	w.at("2026-11-26 09:00")
	w.register(t, key)
	archive := packed(t, w.Folder, func(name string, content []byte) []byte {
		switch {
		case name == numbers[1]+"/receipt":
			return nil
		case name == numbers[2]+"/package":
			content[len(content)/2] ^= 1
		case name == numbers[3]+"/key":
			return bytes.Repeat([]byte("k"), 2000)
		}
		return content
	})
	w.Folder = at
	for i, how := range []string{"只检查，不导入", "导入", "导入"} {
		out, err := w.ingestForm(t.Context(), w.actor("受理员"), IngestForm{How: how, File: upload(t, archive)})
		must(t, err)
		var got []string
		for _, r := range out {
			code := ""
			if r.Err != nil {
				code = fault.CodeOf(r.Err)
			}
			got = append(got, r.State+" "+code)
		}
		want := []string{[]string{Ready, Taken, Already}[i] + " ", "refused contingency.incomplete", "refused contingency.package", "refused contingency.incomplete"}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", how, got)
		}
	}
	if left, err := os.ReadDir(at); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for name, c := range map[string]struct {
		content []byte
		code    string
	}{"none of them": {[]byte(pack(t, zip.Store, "a/x.txt", "x")), "contingency.no_boxes"}, "no archive": {[]byte("text"), "reader.not_zip"}, "out of the folder": {[]byte(pack(t, zip.Store, "../"+numbers[0]+"/key", "k")), "reader.name_outside"},
		"twice": {[]byte(pack(t, zip.Store, "a/"+numbers[0]+"/key", "k", "b/"+numbers[0]+"/key", "k")), "contingency.box_twice"}} {
		if _, err := w.ingestForm(t.Context(), w.actor("受理员"), IngestForm{How: "导入", File: upload(t, c.content)}); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
