package contingency

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
	"unicode"

	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// A Desk takes packages into a folder.
type Desk struct {
	Dir  string
	Key  *seal.Signer
	To   []byte // public key of the center, for which everything that comes in is encrypted
	Most int64  // bytes of a package
	Now  func() time.Time
	// English is that of the refusals.
	English fault.Catalogue

	slots chan struct{} // one for each package that is under way
}

// Names in the folder of one receipt, and how many packages may come at a time.
const (
	packageFile = "package"
	receiptFile = "receipt"
	keyFile     = "key"
	unfinished  = ".in-"
	together    = 16
	mostName    = 120 // characters
)

// Open returns a desk on a folder, which encrypts for a public key. What an earlier process had not finished
// was never acknowledged and is removed.
func Open(dir string, key *seal.Signer, to []byte, most int64, now func() time.Time) (*Desk, error) {
	if _, err := seal.PublicKey(to); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	left, err := filepath.Glob(filepath.Join(dir, unfinished+"*"))
	if err != nil {
		return nil, err
	}
	for _, name := range left {
		if err := os.RemoveAll(name); err != nil {
			return nil, err
		}
	}
	return &Desk{Dir: dir, Key: key, To: to, Most: most, Now: now, slots: make(chan struct{}, together)}, nil
}

// An entry is what comes in, while it is written: its number, its folder, and the key under which nobody but
// the center reads it.
type entry struct {
	number, dir string
	key         seal.Key
	box         []byte
}

// begin makes the folder in which a package is written.
func (d *Desk) begin() (e entry, err error) {
	tail := make([]byte, 6)
	if _, err := rand.Read(tail); err != nil {
		return e, err
	}
	if e.key, e.box, err = seal.Enclose(d.To); err != nil {
		return e, err
	}
	e.number = "YJ" + d.Now().In(china).Format("20060102150405") + "-" + hex.EncodeToString(tail)
	e.dir = filepath.Join(d.Dir, unfinished+e.number)
	return e, os.Mkdir(e.dir, 0o700)
}

// write puts a file into the folder of an entry, so that it lasts.
func (e entry) write(name string, content func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Join(e.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(content(f), f.Sync(), f.Close())
}

// place is where a file of an entry is sealed: none opens as another, or as that of another receipt.
func place(number, name string) string { return "contingency/" + number + "/" + name }

// Take streams a package to the disk, encrypted on its way. It returns the receipt when both would survive a
// power failure.
func (d *Desk) Take(ctx context.Context, name string, from io.Reader) (_ *Receipt, err error) {
	e, err := d.begin()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(e.dir) // under another name already where all went well
	sum, n := newDigests(), int64(0)
	err = e.write(packageFile, func(w io.Writer) error {
		ref, err := blob.Seal(ctx, w, blob.Ref{Place: place(e.number, packageFile), Size: d.Most + 1}, e.key, io.TeeReader(io.LimitReader(from, d.Most+1), sum))
		n = ref.Size
		return err
	})
	if err != nil {
		return nil, err
	}
	switch {
	case n > d.Most:
		return nil, fault.New(fault.Invalid, "contingency.large", "文件超过 %d MB，不能收下；请只提交文件的摘要，文件保留原样", d.Most>>20)
	case n == 0:
		return nil, fault.New(fault.Invalid, "contingency.empty", "没有收到文件或者文件为空，请选择要提交的文件")
	}
	r := &Receipt{Number: e.number, Kind: Whole, Size: n, Name: plain(name)}
	r.SHA256, r.SM3 = sum.sums()
	return r, d.finish(e, r)
}

// digest is how the digest of a file is written: SHA-256 and SM3 have the same length.
var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// TakeDigest takes the digests of a package that stays with the party; one of them may be empty.
func (d *Desk) TakeDigest(sha, sm string) (_ *Receipt, err error) {
	tidy := func(s string) string {
		if s = strings.ToLower(strings.TrimSpace(s)); s == "" {
			return none
		}
		return s
	}
	sha, sm = tidy(sha), tidy(sm)
	if sha == none && sm == none || sha != none && !digest.MatchString(sha) || sm != none && !digest.MatchString(sm) {
		return nil, fault.New(fault.Invalid, "contingency.digest", "摘要应为 64 位十六进制数，SHA-256 与 SM3 至少填写一项，请重新填写")
	}
	e, err := d.begin()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(e.dir)
	r := &Receipt{Number: e.number, Kind: Digest, Size: -1, SHA256: sha, SM3: sm, Name: none}
	return r, d.finish(e, r)
}

// finish signs the receipt, writes it and the key, both for the center alone, and puts the folder in its
// place. The time is that at which everything had come in.
func (d *Desk) finish(e entry, r *Receipt) error {
	r.At = d.Now()
	if err := r.sign(d.Key); err != nil {
		return err
	}
	for name, content := range map[string][]byte{receiptFile: e.key.Seal(place(e.number, receiptFile), []byte(r.Text())), keyFile: e.box} {
		if err := e.write(name, func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
			return err
		}
	}
	if err := syncDir(e.dir); err != nil {
		return err
	}
	if err := os.Rename(e.dir, filepath.Join(d.Dir, r.Number)); err != nil {
		return err
	}
	return syncDir(d.Dir)
}

// syncDir makes the names in a folder last.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// plain is a name on one line that cannot pass for anything else in a receipt.
func plain(name string) string {
	out := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, filepath.Base(strings.ReplaceAll(name, `\`, "/"))))
	s := strings.TrimSpace(string(out[:min(len(out), mostName)]))
	if s == "" || s == "." {
		return none
	}
	return s
}

// ServeHTTP shows the page and takes what is handed in. It needs no script and keeps nothing of who asks.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	switch {
	case r.Method == http.MethodGet && (r.URL.Path == "/" || r.URL.Path == "/en"):
		d.show(w, http.StatusOK, view{English: r.URL.Path == "/en"})
	case r.Method == http.MethodPost && (r.URL.Path == "/" || r.URL.Path == "/en"):
		d.post(w, r, view{English: r.URL.Path == "/en"})
	default:
		http.Error(w, "没有这个页面，请打开首页\nThere is no such page; open the first one", http.StatusNotFound)
	}
}

// post takes a form and shows the receipt.
func (d *Desk) post(w http.ResponseWriter, r *http.Request, v view) {
	// A page elsewhere must not hand in files in the name of whoever looks at it.
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		d.refuse(w, v, fault.New(fault.Forbidden, "contingency.origin", "请求来自其他网站，没有收件；请在本页面提交"))
		return
	}
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	default:
		d.refuse(w, v, fault.New(fault.Unavailable, "contingency.busy", "同时提交的人太多，本次没有收件；请稍后再提交"))
		return
	}
	// Bounded beyond the package by what the form itself takes.
	r.Body = http.MaxBytesReader(w, r.Body, d.Most+1<<20)
	got, err := d.read(r)
	if err != nil {
		d.refuse(w, v, err)
		return
	}
	v.Receipt = got
	d.show(w, http.StatusOK, v)
}

// read takes what a form holds: the file if one was chosen, otherwise the digests.
func (d *Desk) read(r *http.Request) (*Receipt, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.New(fault.Invalid, "contingency.form", "提交的不是本页面的表单，请在本页面提交").Because(err)
	}
	var sha, sm string
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return d.TakeDigest(sha, sm)
		}
		if err != nil {
			return nil, broken(err)
		}
		switch {
		case p.FormName() == "file" && p.FileName() != "":
			got, err := d.Take(r.Context(), p.FileName(), p)
			return got, broken(err)
		case p.FormName() == "sha256":
			sha, err = field(p)
		case p.FormName() == "sm3":
			sm, err = field(p)
		}
		if err != nil {
			return nil, broken(err)
		}
	}
}

// field reads a short field.
func field(p *multipart.Part) (string, error) {
	b, err := io.ReadAll(io.LimitReader(p, 200))
	return string(b), err
}

// broken says in words what kept a package from coming in.
func broken(err error) error {
	var large *http.MaxBytesError
	switch {
	case err == nil || fault.KindOf(err) != fault.Internal:
		return err
	case errors.As(err, &large):
		return fault.New(fault.Invalid, "contingency.too_long", "提交的内容过大，没有收件；请只提交文件的摘要，文件保留原样")
	case errors.Is(err, syscall.ENOSPC):
		return fault.New(fault.Unavailable, "contingency.full", "收件主机的磁盘已满，没有收件；请只提交摘要，或者通过其他途径递交").Because(err)
	}
	return fault.New(fault.Unavailable, "contingency.broken", "传输中断或者写入失败，没有收件；请重新提交").Because(err)
}
