package contingency

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// A Receipt says that a package, or only its digest, was handed in at a time.
type Receipt struct {
	Number    string
	At        time.Time
	Kind      string // Whole or Digest
	Size      int64  // bytes; -1 where only the digest was handed in
	SHA256    string
	SM3       string // "-" where only another digest was handed in
	Name      string // of the file, as the party called it; "-" where there is none
	Public    []byte // key of the desk, an uncompressed point
	Signature []byte // ASN.1
}

// What was handed in.
const (
	Whole  = "文件"
	Digest = "摘要"
)

// The lines of a receipt. What is signed are those above the key.
const (
	title       = "知保应急收件回执 1"
	lineNumber  = "编号 "
	lineTime    = "时间 "
	lineKind    = "收到 "
	lineSize    = "字节 "
	lineSHA     = "SHA-256 "
	lineSM3     = "SM3 "
	lineName    = "文件名 "
	lineKey     = "公钥 "
	lineSigned  = "签名 "
	lineCount   = 10
	mostReceipt = 8 << 10 // bytes
	none        = "-"
)

// china is the time of China, for which no table of zones is needed.
var china = time.FixedZone("CST", 8*60*60)

// message is what is signed.
func (r *Receipt) message() []byte {
	return fmt.Appendf(nil, "%s\n%s%s\n%s%s\n%s%s\n%s%d\n%s%s\n%s%s\n%s%s\n", title, lineNumber, r.Number, lineTime, r.At.In(china).Format(time.RFC3339Nano), lineKind, r.Kind, lineSize, r.Size,
		lineSHA, r.SHA256, lineSM3, r.SM3, lineName, r.Name)
}

// Text is the receipt as it is kept and given to the party.
func (r *Receipt) Text() string {
	return string(r.message()) + lineKey + hex.EncodeToString(r.Public) + "\n" + lineSigned + base64.StdEncoding.EncodeToString(r.Signature) + "\n"
}

// Signer is the fingerprint of the key.
func (r *Receipt) Signer() string { return seal.SignerID(r.Public) }

// sign signs a receipt.
func (r *Receipt) sign(by *seal.Signer) (err error) {
	r.Public = by.Public()
	r.Signature, err = by.Sign(r.message())
	return err
}

// Parse reads a receipt and checks its signature. Whose key it is, is told by its fingerprint.
func Parse(text string) (*Receipt, error) {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r", "")), "\n")
	if len(text) > mostReceipt || len(lines) != lineCount || lines[0] != title {
		return nil, fault.New(fault.Invalid, "contingency.receipt", "文件不是应急收件回执，请使用收件页面给出的、未经改动的回执文件")
	}
	r := &Receipt{}
	text1 := func(to *string) func(string) error { return func(s string) error { *to = s; return nil } }
	for i, l := range []struct {
		name string
		read func(string) error
	}{
		{lineNumber, text1(&r.Number)},
		{lineTime, func(s string) (err error) { r.At, err = time.Parse(time.RFC3339Nano, s); return err }},
		{lineKind, text1(&r.Kind)},
		{lineSize, func(s string) (err error) { r.Size, err = strconv.ParseInt(s, 10, 64); return err }},
		{lineSHA, text1(&r.SHA256)},
		{lineSM3, text1(&r.SM3)},
		{lineName, text1(&r.Name)},
		{lineKey, func(s string) (err error) { r.Public, err = hex.DecodeString(s); return err }},
		{lineSigned, func(s string) (err error) { r.Signature, err = base64.StdEncoding.DecodeString(s); return err }},
	} {
		value, ok := strings.CutPrefix(lines[i+1], l.name)
		if !ok || l.read(value) != nil {
			return nil, fault.New(fault.Invalid, "contingency.line", "回执第 %d 行不是应有的内容，请使用收件页面给出的、未经改动的回执文件", i+2)
		}
	}
	if !seal.Signed(r.Public, r.message(), r.Signature) {
		return nil, fault.New(fault.Invalid, "contingency.signature", "回执的签名不成立，内容已被改动，请使用收件页面给出的原件")
	}
	return r, nil
}

// Fits refuses a package that is not the one of the receipt.
func (r *Receipt) Fits(file io.Reader) error {
	d := newDigests()
	n, err := io.Copy(d, file)
	if err != nil {
		return err
	}
	sha, sm := d.sums()
	if r.Size >= 0 && r.Size != n || r.SHA256 != none && r.SHA256 != sha || r.SM3 != none && r.SM3 != sm {
		return fault.New(fault.Conflict, "contingency.other_file", "文件与回执 %s 不符（%d 字节，SHA-256 为 %s），请核对是否为当时提交的文件", r.Number, n, sha)
	}
	return nil
}

// Check checks a receipt from a file, with a package where one is named, and prints what it shows.
func Check(w io.Writer, path, pack string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r, err := Parse(string(text))
	if err != nil {
		return err
	}
	if pack != "" {
		f, err := os.Open(pack)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := r.Fits(f); err != nil {
			return err
		}
		fmt.Fprintf(w, "文件与回执一致：%s\n", pack)
	}
	_, err = fmt.Fprintf(w, "回执签名成立：%s 于 %s 收到%s，SHA-256 %s，SM3 %s。\n请将公钥指纹与中心公布的应急收件公钥核对：%s\n", r.Number, r.At.In(china).Format(time.DateTime), r.Kind, r.SHA256, r.SM3, r.Signer())
	return err
}

// digests computes both digests at once.
type digests struct {
	io.Writer
	sums func() (sha, sm string)
}

func newDigests() digests {
	a, b := sha256.New(), sm3.New()
	return digests{io.MultiWriter(a, b), func() (string, string) { return hex.EncodeToString(a.Sum(nil)), hex.EncodeToString(b.Sum(nil)) }}
}
