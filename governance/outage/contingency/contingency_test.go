package contingency

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

func newDesk(t *testing.T, most int64) *Desk {
	t.Helper()
	file := filepath.Join(t.TempDir(), "key")
	if _, err := NewKey(file); err != nil {
		t.Fatal(err)
	}
	key, err := ReadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	// The key of receipts that were given is never written over.
	if _, err := NewKey(file); fault.KindOf(err) != fault.Conflict {
		t.Fatalf("second key: %v", err)
	}
	d, err := Open(t.TempDir(), key, mine(t).Public(), most, func() time.Time { return time.Date(2026, 11, 27, 15, 50, 0, 123, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// mine is the key of the center for which the desks of the tests encrypt.
func mine(t *testing.T) *seal.Opener {
	t.Helper()
	o, err := seal.OpenerOf(bytes.Repeat([]byte{5}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// box opens what a desk took in.
func box(t *testing.T, d *Desk, number string) *Box {
	t.Helper()
	b, err := OpenBox(d.Dir, number, mine(t))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// content is the package of a box.
func content(t *testing.T, b *Box) string {
	t.Helper()
	f, err := b.Package()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// folder lists what is in the folder of a desk.
func folder(t *testing.T, d *Desk) (out []string) {
	t.Helper()
	all, err := os.ReadDir(d.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		out = append(out, e.Name())
	}
	return out
}

// A receipt holds as it was given; a change of any character that is signed is found, and so is another file.
func TestReceipt(t *testing.T) {
	d := newDesk(t, 1<<20)
	r, err := d.Take(t.Context(), "a/b\\申请\n文件.zip", strings.NewReader("package"))
	if err != nil {
		t.Fatal(err)
	}
	if b := box(t, d, r.Number); b.Receipt.Text() != r.Text() || content(t, b) != "package" || b.Check() != nil {
		t.Fatalf("kept %+v", b.Receipt)
	}
	got, err := Parse(strings.ReplaceAll(r.Text(), "\n", "\r\n"))
	if err != nil || !got.At.Equal(d.Now()) || got.Size != 7 || got.Name != "申请文件.zip" || got.Signer() != r.Signer() {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, change := range [][2]string{{"2026-11-27T23:50", "2026-11-27T23:49"}, {"字节 7", "字节 8"}, {"SHA-256 ", "SHA-256 0"}, {"收到 文件", "收到 摘要"}, {"申请文件", "申请文仵"}} {
		text := strings.Replace(r.Text(), change[0], change[1], 1)
		if text == r.Text() {
			t.Fatalf("nothing to change: %v", change)
		}
		if _, err := Parse(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v was taken: %v", change, err)
		}
	}
	if err := got.Fits(strings.NewReader("package")); err != nil {
		t.Error(err)
	}
	if err := got.Fits(strings.NewReader("Package")); fault.KindOf(err) != fault.Conflict {
		t.Errorf("another file: %v", err)
	}
	slip, pack := filepath.Join(t.TempDir(), "receipt.txt"), filepath.Join(t.TempDir(), "package")
	if err := errors.Join(os.WriteFile(slip, []byte(r.Text()), 0o600), os.WriteFile(pack, []byte("package"), 0o600)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Check(&out, slip, pack); err != nil || !strings.Contains(out.String(), r.Signer()) {
		t.Errorf("%s, %v", &out, err)
	}
}

// What breaks off leaves nothing and gets no receipt, and neither does what is too large.
func TestNothingHalf(t *testing.T) {
	d := newDesk(t, 100)
	cut := errors.New("cut")
	if _, err := d.Take(t.Context(), "a", io.MultiReader(strings.NewReader("half"), iotestError{cut})); !errors.Is(err, cut) {
		t.Fatal(err)
	}
	if _, err := d.Take(t.Context(), "a", strings.NewReader(strings.Repeat("x", 101))); fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	if _, err := d.Take(t.Context(), "a", strings.NewReader("")); fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	if left := folder(t, d); len(left) > 0 {
		t.Fatalf("left over: %v", left)
	}
	// As long as it may be, it comes in: the bound is not off by one.
	if _, err := d.Take(t.Context(), "a", strings.NewReader(strings.Repeat("x", 100))); err != nil {
		t.Fatal(err)
	}
	// A process that was killed leaves what it had not acknowledged; the next one removes just that.
	if err := os.Mkdir(filepath.Join(d.Dir, unfinished+"YJ1"), 0o700); err != nil {
		t.Fatal(err)
	}
	again, err := Open(d.Dir, d.Key, d.To, 100, d.Now)
	if err != nil {
		t.Fatal(err)
	}
	if left := folder(t, again); len(left) != 1 || !strings.HasPrefix(left[0], "YJ") {
		t.Fatalf("left over: %v", left)
	}
}

type iotestError struct{ err error }

func (r iotestError) Read([]byte) (int, error) { return 0, r.err }

// The page takes a file and digests without a script, in both languages, and refuses another site's form.
func TestPage(t *testing.T) {
	d := newDesk(t, 1<<20)
	s := httptest.NewServer(d)
	defer s.Close()
	send := func(path, site string, fields map[string]string, file string) (int, string) {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		for k, v := range fields {
			if err := m.WriteField(k, v); err != nil {
				t.Fatal(err)
			}
		}
		if file != "" {
			w, err := m.CreateFormFile("file", "case.zip")
			if err == nil {
				_, err = w.Write([]byte(file))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequest("POST", s.URL+path, &body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", m.FormDataContentType())
		req.Header.Set("Sec-Fetch-Site", site)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(text)
	}
	number := regexp.MustCompile(`YJ\d{14}-[0-9a-f]{12}`)
	status, text := send("/", "same-origin", nil, "content")
	if status != 200 || !strings.Contains(text, "已收到") {
		t.Fatalf("%d %s", status, text)
	}
	if kept := content(t, box(t, d, number.FindString(text))); kept != "content" {
		t.Fatalf("%q", kept)
	}
	if status, text = send("/en", "same-origin", map[string]string{"sha256": strings.Repeat("Ab", 32)}, ""); status != 200 || !strings.Contains(text, "Received") {
		t.Fatalf("%d %s", status, text)
	}
	if _, err := os.Stat(filepath.Join(d.Dir, number.FindString(text), packageFile)); !os.IsNotExist(err) {
		t.Fatal("a digest came with a file")
	}
	before := len(folder(t, d))
	if status, _ = send("/", "cross-site", nil, "content"); status != 403 {
		t.Errorf("another site: %d", status)
	}
	if status, text = send("/", "same-origin", map[string]string{"sm3": "12"}, ""); status != 400 || !strings.Contains(text, "64 位") {
		t.Errorf("short digest: %d %s", status, text)
	}
	if n := len(folder(t, d)); n != before {
		t.Errorf("%d folders after refusals, %d before", n, before)
	}
}

// Nothing on the disk of the desk can be read there: neither the package nor its name nor the receipt. The
// control finds the same words where they do stand.
func TestNothingReadable(t *testing.T) {
	d := newDesk(t, 1<<20)
	secret, name := strings.Repeat("折叠式鞋架的权利要求", 500), "一种折叠式鞋架.zip"
	r, err := d.Take(t.Context(), name, strings.NewReader(secret))
	if err != nil {
		t.Fatal(err)
	}
	found := func() (words []string) {
		err := filepath.WalkDir(d.Dir, func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			for _, w := range []string{"折叠式", "权利要求", "SHA-256", r.SHA256, title} {
				if bytes.Contains(content, []byte(w)) {
					words = append(words, w)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	if words := found(); len(words) > 0 {
		t.Errorf("readable on the disk: %v", words)
	}
	other, err := seal.OpenerOf(bytes.Repeat([]byte{6}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenBox(d.Dir, r.Number, other); fault.CodeOf(err) != "seal.enclosed" {
		t.Errorf("another key: %v", err)
	}
	if err := os.WriteFile(filepath.Join(d.Dir, "note"), []byte(r.Text()), 0o600); err != nil {
		t.Fatal(err)
	}
	if words := found(); len(words) < 3 {
		t.Errorf("the control was not found: %v", words)
	}
}

// A box that was changed on its way, cut, mixed up with another or left half is named and not opened.
func TestDamagedBoxes(t *testing.T) {
	d := newDesk(t, 1<<20)
	take := func() string {
		r, err := d.Take(t.Context(), "a.zip", strings.NewReader(strings.Repeat("x", 200_000)))
		if err != nil {
			t.Fatal(err)
		}
		return r.Number
	}
	try := func(number string) error {
		b, err := OpenBox(d.Dir, number, mine(t))
		if err != nil {
			return err
		}
		return b.Check()
	}
	other := take()
	flip := func(name string, at int64) func(string) error {
		return func(dir string) error {
			f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR, 0)
			if err != nil {
				return err
			}
			b := make([]byte, 1)
			if _, err := f.ReadAt(b, at); err != nil {
				return err
			}
			b[0] ^= 1
			_, err = f.WriteAt(b, at)
			return errors.Join(err, f.Close())
		}
	}
	swap := func(name string) func(string) error {
		return func(dir string) error {
			text, err := os.ReadFile(filepath.Join(d.Dir, other, name))
			return errors.Join(err, os.WriteFile(filepath.Join(dir, name), text, 0o600))
		}
	}
	for name, c := range map[string]struct {
		harm func(dir string) error
		code string
	}{
		"untouched":          {func(string) error { return nil }, ""},
		"package flipped":    {flip(packageFile, 100_000), "contingency.package"},
		"package cut":        {func(dir string) error { return os.Truncate(filepath.Join(dir, packageFile), 100_000) }, "contingency.package"},
		"package gone":       {func(dir string) error { return os.Remove(filepath.Join(dir, packageFile)) }, "contingency.package"},
		"package of another": {swap(packageFile), "contingency.package"},
		"receipt flipped":    {flip(receiptFile, 40), "contingency.damaged"},
		"receipt of another": {swap(receiptFile), "contingency.damaged"},
		"receipt gone":       {func(dir string) error { return os.Remove(filepath.Join(dir, receiptFile)) }, "contingency.incomplete"},
		"key flipped":        {flip(keyFile, 60), "seal.enclosed"},
		"key gone":           {func(dir string) error { return os.Remove(filepath.Join(dir, keyFile)) }, "contingency.incomplete"},
		"everything of another": {func(dir string) error {
			return errors.Join(swap(keyFile)(dir), swap(receiptFile)(dir), swap(packageFile)(dir))
		}, "contingency.damaged"},
	} {
		number := take()
		if err := c.harm(filepath.Join(d.Dir, number)); err != nil {
			t.Fatal(err)
		}
		if err := try(number); c.code == "" && err != nil || c.code != "" && fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, err := Boxes(d.Dir); err != nil || len(all) != 12 {
		t.Errorf("%v, %v", all, err)
	}
}

// The file with the public key is read as it was written, and refused when it was changed.
func TestPublicFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "center.pub")
	text := Public("示范中心", mine(t).Public())
	for _, c := range []struct {
		text string
		ok   bool
	}{{text, true}, {strings.ReplaceAll(text, "\n", "\r\n"), true}, {strings.Replace(text, "公钥 04", "公钥 05", 1), false}, {strings.Replace(text, "指纹 ", "指纹 0", 1), false}, {"", false}} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := ReadPublic(file)
		if (err == nil) != c.ok || c.ok && !bytes.Equal(key, mine(t).Public()) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}
