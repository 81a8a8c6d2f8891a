package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"github.com/emmansun/gmsm/pkcs7"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// A Stamp is the word of a time-stamping authority that a file existed at a time (可信时间戳,
// RFC 3161). The signature is verified with the certificate that the token carries; whether that
// authority is one to be trusted is for the reader, who is told its name.
type Stamp struct {
	At    time.Time `json:"-"`
	File  string    `json:"file"` // SHA-256 of the file to which it belongs
	Time  time.Time `json:"time"`
	By    string    `json:"by"`
	Valid bool      `json:"valid"` // the signature over the time holds
	Token File      `json:"token"`
}

// imprint is the digest that a token covers, with its algorithm.
type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Digest    []byte
}

var (
	oidSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA512 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidSM3    = asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 401}
)

// readStamp reads a token, or a response that holds one, and verifies its signature.
func readStamp(der []byte) (s Stamp, covered imprint, err error) {
	bad := fault.New(fault.Invalid, "evidence.stamp", "无法识别这个时间戳文件，请上传时间戳服务机构出具的 RFC 3161 响应或令牌（DER 格式）").At("token")
	p7, err := pkcs7.Parse(token(der))
	if err != nil {
		return s, covered, bad.Because(err)
	}
	if covered, s.Time, err = info(p7.Content); err != nil {
		return s, covered, bad.Because(err)
	}
	s.Valid = p7.Verify() == nil
	for _, c := range p7.Certificates {
		if !c.IsCA && s.By == "" {
			s.By = c.Subject.String()
		}
	}
	return s, covered, nil
}

// token returns the token inside a response (RFC 3161 §2.4.2: a status, then the token), or what was
// given where it is a token already.
func token(der []byte) []byte {
	var response struct {
		Status asn1.RawValue
		Token  asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(der, &response); err == nil && response.Status.Tag == asn1.TagSequence && len(response.Token.FullBytes) > 0 {
		return response.Token.FullBytes
	}
	return der
}

// leading reads the first elements of a sequence.
func leading(der []byte, into ...any) error {
	var seq asn1.RawValue
	if _, err := asn1.Unmarshal(der, &seq); err != nil {
		return err
	}
	rest := seq.Bytes
	for _, v := range into {
		var err error
		if rest, err = asn1.Unmarshal(rest, v); err != nil {
			return err
		}
	}
	return nil
}

// info reads what a TSTInfo (RFC 3161 §2.4.2) covers and when: version, policy, imprint, serial
// number, time. What follows is not needed.
func info(der []byte) (covered imprint, t time.Time, err error) {
	var version, policy, serial, at asn1.RawValue
	if err := leading(der, &version, &policy, &covered, &serial, &at); err != nil {
		return covered, t, err
	}
	// A fraction of a second may follow, which the parser of the library does not take.
	text, _, _ := bytes.Cut(bytes.TrimSuffix(at.Bytes, []byte("Z")), []byte("."))
	t, err = time.Parse("20060102150405", string(text))
	return covered, t, err
}

// covers reports whether the token is about the content that is read.
func (i imprint) covers(f *File, content io.Reader) (bool, error) {
	var want string
	switch oid := i.Algorithm.Algorithm; {
	case oid.Equal(oidSHA256):
		want = f.SHA256
	case oid.Equal(oidSM3):
		want = f.SM3
	case oid.Equal(oidSHA512):
		h := sha512.New()
		if _, err := io.Copy(h, content); err != nil {
			return false, err
		}
		want = hex.EncodeToString(h.Sum(nil))
	}
	return want != "" && want == hex.EncodeToString(i.Digest), nil
}

// beforeStamp reads the token and stores it.
func (d *Desk) beforeStamp(ctx context.Context, k *casework.Case, key seal.Key, in *Attach) error {
	r, err := in.Token.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	der, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return err
	}
	if in.stamp, _, err = readStamp(der); err != nil {
		return err
	}
	ref, err := d.Blobs.Put(ctx, key, place(k.ID), bytes.NewReader(der), 1<<20)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(der)
	in.stamp.Token = File{Name: in.Token.Name, Size: int64(len(der)), Media: "application/timestamp-reply", SHA256: hex.EncodeToString(sum[:]), Blob: ref.Address}
	in.der = der
	return nil
}

// stamp records the token with the file to which it belongs.
func (d *Desk) stamp(s *casework.Step, in *Attach) error {
	return d.each(s, []string{in.Exhibit}, func(id int64) error {
		x, err := d.touched(s, id)
		if err != nil {
			return err
		}
		_, covered, err := readStamp(in.der)
		if err != nil {
			return err
		}
		i, err := d.covered(s, &x, covered)
		if err != nil {
			return err
		}
		if i < 0 {
			return fault.New(fault.Invalid, "evidence.stamp_other", "这个时间戳不属于证据 %s 的任何文件：摘要不一致。请核对证据与时间戳文件是否对应", x.Number).At("token")
		}
		in.stamp.File = x.Files[i].SHA256
		if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, in.stamp.Token.Blob); err != nil {
			return err
		}
		_, err = act(s, row{exhibit: x.ID, kind: actStamp, side: x.Side, party: x.Party}, in.stamp)
		return err
	})
}

// covered finds the file of the exhibit that the token is about, -1 where there is none.
func (d *Desk) covered(s *casework.Step, x *Exhibit, covered imprint) (at int, err error) {
	at = slices.IndexFunc(x.Files, func(f File) bool {
		content, e := d.Open(s.Ctx, s.Tx, s.Office, x, slices.IndexFunc(x.Files, func(g File) bool { return g.Blob == f.Blob }))
		if e != nil {
			err = e
			return false
		}
		defer content.Close()
		yes, e := covered.covers(&f, content)
		if e != nil {
			err = e
		}
		return yes
	})
	return at, err
}
