package certificate

import (
	"encoding/pem"
	"testing"
	"time"

	"github.com/emmansun/gmsm/pkcs7"

	"zhibao/internal/fault"
	"zhibao/internal/identity/certificate/certtest"
)

// FuzzAnswer reads answers of strangers: nothing but a certificate with a signature comes of them, and whatever
// is wrong is said.
func FuzzAnswer(f *testing.F) {
	now := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)
	text := []byte(Begins + "zhibao.example.cn | for=certificate.sign | nonce=00 | at=2026-12-01T01:00:00Z")
	ca := certtest.Authority(f, certtest.SM2, "CA", now)
	for _, kind := range []string{certtest.SM2, certtest.P256, certtest.RSA} {
		h := ca.Issue(f, kind, "a", now)
		answer, _, err := Answered(text, h.KeyPEM(f), h.PEM())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(answer, ca.PEM())
		f.Add(h.Cert.Raw, []byte("MEUCIQ=="))
		for b, rest := pem.Decode(answer); b != nil; b, rest = pem.Decode(rest) {
			f.Add(b.Bytes, h.Cert.Raw)
		}
	}
	h := ca.Issue(f, certtest.SM2, "a", now)
	d, err := pkcs7.NewSMSignedData(text)
	if err != nil {
		f.Fatal(err)
	}
	if err := d.AddSigner(h.Cert, h.Key, pkcs7.SignerInfoConfig{}); err != nil {
		f.Fatal(err)
	}
	der, err := d.Finish()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(der, []byte{})
	f.Add([]byte("-----BEGIN SIGNATURE-----\nAAAA\n-----END SIGNATURE-----"), []byte{})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		s, err := read(a, b)
		if err == nil {
			if s.cert == nil || len(s.others) > mostCertificates {
				t.Fatalf("%+v", s)
			}
			err = s.proves(text)
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%v", err)
		}
	})
}
