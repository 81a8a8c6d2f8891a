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
	d, err := Open(t.TempDir(), key, most, func() time.Time { return time.Date(2026, 11, 27, 15, 50, 0, 123, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	return d
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
	r, err := d.Take("a/b\\申请\n文件.zip", strings.NewReader("package"))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join(d.Dir, r.Number, ReceiptFile))
	if err != nil || string(kept) != r.Text() {
		t.Fatalf("kept %q, %v", kept, err)
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
	var out bytes.Buffer
	if err := Check(&out, filepath.Join(d.Dir, r.Number, ReceiptFile), filepath.Join(d.Dir, r.Number, PackageFile)); err != nil || !strings.Contains(out.String(), r.Signer()) {
		t.Errorf("%s, %v", &out, err)
	}
}

// What breaks off leaves nothing and gets no receipt, and neither does what is too large.
func TestNothingHalf(t *testing.T) {
	d := newDesk(t, 100)
	cut := errors.New("cut")
	if _, err := d.Take("a", io.MultiReader(strings.NewReader("half"), iotestError{cut})); !errors.Is(err, cut) {
		t.Fatal(err)
	}
	if _, err := d.Take("a", strings.NewReader(strings.Repeat("x", 101))); fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	if _, err := d.Take("a", strings.NewReader("")); fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	if left := folder(t, d); len(left) > 0 {
		t.Fatalf("left over: %v", left)
	}
	// As long as it may be, it comes in: the bound is not off by one.
	if _, err := d.Take("a", strings.NewReader(strings.Repeat("x", 100))); err != nil {
		t.Fatal(err)
	}
	// A process that was killed leaves what it had not acknowledged; the next one removes just that.
	if err := os.Mkdir(filepath.Join(d.Dir, unfinished+"YJ1"), 0o700); err != nil {
		t.Fatal(err)
	}
	again, err := Open(d.Dir, d.Key, 100, d.Now)
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
	kept, err := os.ReadFile(filepath.Join(d.Dir, number.FindString(text), PackageFile))
	if err != nil || string(kept) != "content" {
		t.Fatalf("%q, %v", kept, err)
	}
	if status, text = send("/en", "same-origin", map[string]string{"sha256": strings.Repeat("Ab", 32)}, ""); status != 200 || !strings.Contains(text, "Received") {
		t.Fatalf("%d %s", status, text)
	}
	if _, err := os.Stat(filepath.Join(d.Dir, number.FindString(text), PackageFile)); !os.IsNotExist(err) {
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
