package seal

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"strconv"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Signer signs with SM2 (GB/T 32918.2) over SM3, with the usual identity of the signer. Printing one
// tells nothing about the key.
type Signer struct{ key *sm2.PrivateKey }

// Signer returns the signing key of a scope, such as the seal of a center. It is made from the key of the
// scope, which lies under the root key and follows it when that is exchanged; tx must be one that
// writes at the first call.
func (r *Ring) Signer(ctx context.Context, tx *store.Tx, scope string) (_ *Signer, err error) {
	defer fault.Wrap(&err, "signing key of %s", scope)
	k, err := r.Scope(ctx, tx, scope)
	if err != nil {
		return nil, err
	}
	return &Signer{k.private()}, nil
}

// private makes the private key of the curve that belongs to a key.
func (k Key) private() *sm2.PrivateKey {
	// One secret in 2^32 is no private key of the curve; then the next is taken.
	for i := 0; ; i++ {
		secret := k.m.derive("sm2/"+strconv.Itoa(i), 32)
		key, err := sm2.NewPrivateKey(secret)
		clear(secret)
		if err == nil {
			return key
		}
	}
}

// Sign signs a message.
func (s *Signer) Sign(message []byte) ([]byte, error) {
	return s.key.SignWithSM2(rand.Reader, nil, message)
}

// Public returns the public key as an uncompressed point.
func (s *Signer) Public() []byte {
	return point(&s.key.PublicKey)
}

// Certificate returns a certificate that the signer issues to itself, in DER. Who trusts it is told
// its fingerprint on another way; it is not one of a certification authority.
func (s *Signer) Certificate(name string, from time.Time) ([]byte, error) {
	serial := new(big.Int).SetBytes(sm3Of(s.Public())[:16])
	t := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{Country: []string{"CN"}, Organization: []string{name}, CommonName: name}, NotBefore: from, NotAfter: from.AddDate(20, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true}
	return smx509.CreateCertificate(rand.Reader, t, t, &s.key.PublicKey, s.key)
}

// String keeps the key out of whatever prints a Signer.
func (s *Signer) String() string { return "seal.Signer(" + SignerID(s.Public()) + ")" }

// GoString is String.
func (s *Signer) GoString() string { return s.String() }

// point writes a public key as an uncompressed point, with which its usual encoding ends: 04, then both
// coordinates. What cannot be encoded is no key, and nobody's.
func point(key *ecdsa.PublicKey) []byte {
	der, err := smx509.MarshalPKIXPublicKey(key)
	if err != nil || len(der) < 65 {
		return nil
	}
	return der[len(der)-65:]
}

func sm3Of(b []byte) []byte {
	sum := sm3.Sum(b)
	return sum[:]
}

// SignerID names a public key: the first half of its SM3 digest.
func SignerID(public []byte) string { return hex.EncodeToString(sm3Of(public)[:16]) }

// Signed reports whether a signature over the message is that of the public key, in SM2 or in Ed25519 as the
// key tells. Whatever is no key or no signature is not.
func Signed(public, message, signature []byte) bool {
	if HandOf(public) == International {
		return ed25519.Verify(public, message, signature)
	}
	key, err := sm2.NewPublicKey(public)
	return err == nil && sm2.VerifyASN1WithSM2(key, nil, message, signature)
}

// CertifiedKey returns the public key of a certificate in DER, and to whom it was issued.
func CertifiedKey(der []byte) (public []byte, name string, err error) {
	c, err := smx509.ParseCertificate(der)
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "seal.certificate", "证书无法识别，应为 SM2 证书（DER 或 PEM），请核对").Because(err)
	}
	key, ok := c.PublicKey.(*ecdsa.PublicKey)
	if !ok || key.Curve != sm2.P256() {
		return nil, "", fault.New(fault.Invalid, "seal.certificate_key", "证书的公钥不是 SM2 公钥，请更换证书")
	}
	return point(key), c.Subject.CommonName, nil
}

// SignerOf returns the signer whose private key is the secret, for those that sign beside a center.
func SignerOf(secret []byte) (*Signer, error) {
	key, err := sm2.NewPrivateKey(secret)
	if err != nil {
		return nil, fault.New(fault.Invalid, "seal.secret", "密钥文件的内容不是 SM2 私钥，请重新生成").Because(err)
	}
	return &Signer{key}, nil
}
