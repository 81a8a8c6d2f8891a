// Package certtest makes certification authorities, certificates and keys for tests.
package certtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// Kinds of keys.
const (
	SM2  = "SM2"
	P256 = "P-256"
	RSA  = "RSA"
	Weak = "RSA of 1024 bits"
)

// A Holder is a certificate with its private key.
type Holder struct {
	Cert *smx509.Certificate
	Key  crypto.Signer
}

// NewKey makes a private key of a kind.
func NewKey(t testing.TB, kind string) crypto.Signer {
	t.Helper()
	var key crypto.Signer
	var err error
	switch kind {
	case SM2:
		key, err = sm2.GenerateKey(rand.Reader)
	case P256:
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case RSA:
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	case Weak:
		key, err = rsa.GenerateKey(rand.Reader, 1024)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Authority makes an authority whose own certificate holds from a year before to nine years after a moment.
func Authority(t testing.TB, kind, name string, now time.Time) *Holder {
	t.Helper()
	return (*Holder)(nil).Issue(t, kind, name, now, func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage, c.NotAfter = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, now.AddDate(9, 0, 0)
	})
}

// Issue makes a certificate to sign with, from a year before to a year after a moment, as change says; its key
// is a new one.
func (h *Holder) Issue(t testing.TB, kind, name string, now time.Time, change ...func(*x509.Certificate)) *Holder {
	t.Helper()
	number, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: number.Add(number, big.NewInt(1)), Subject: pkix.Name{Country: []string{"CN"}, CommonName: name}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true}
	for _, f := range change {
		f(c)
	}
	key := NewKey(t, kind)
	parent, by := c, key
	if h != nil {
		parent, by = h.Cert.ToX509(), h.Key
	}
	der, err := smx509.CreateCertificate(rand.Reader, c, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	made, err := smx509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &Holder{made, key}
}

// List makes a list of what an authority revoked, from a moment for a week.
func (h *Holder) List(t testing.TB, at time.Time, revoked ...*Holder) []byte {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(at.Unix()), ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 7)}
	for _, r := range revoked {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: r.Cert.SerialNumber, RevocationTime: at})
	}
	der, err := smx509.CreateRevocationList(rand.Reader, l, h.Cert, h.Key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: der})
}

// PEM is the certificate as a file.
func (h *Holder) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.Cert.Raw})
}

// KeyPEM is the private key as a file (PKCS #8).
func (h *Holder) KeyPEM(t testing.TB) []byte {
	t.Helper()
	der, err := smx509.MarshalPKCS8PrivateKey(h.Key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}
