package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"regexp"
	"strings"
	"unicode"

	stdcrypto "crypto"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
)

// Bounds of an answer: bytes of a part, and certificates in all.
const (
	mostBytes        = 64 << 10
	mostCertificates = 6
)

// paragraph is what stands between two texts that were pasted one below the other.
var paragraph = regexp.MustCompile(`\r?\n[ \t]*\r?\n`)

// said is an answer as it was read: a certificate with those between it and an authority, and a signature,
// bare or in an envelope.
type said struct {
	cert      *smx509.Certificate
	others    []*smx509.Certificate
	signature []byte
	envelope  *pkcs7.PKCS7
}

// unreadable says what an answer should be.
func unreadable(err error) error {
	return fault.New(fault.Invalid, "certificate.unreadable", "无法识别签名结果：请提交本人的签名证书和对上述文本的签名（PEM、base64 或 DER；也可用 PKCS#7）").Because(err).At("answer")
}

// read reads an answer from its parts: pasted texts and files, in any order.
func read(parts ...[]byte) (*said, error) {
	s := &said{}
	var certs []*smx509.Certificate
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		if len(part) > mostBytes {
			return nil, unreadable(errors.New("too long"))
		}
		blocks, err := opened(part)
		if err != nil {
			return nil, err
		}
		for _, b := range blocks {
			if certs, err = s.take(b, certs); err != nil {
				return nil, unreadable(err)
			}
		}
	}
	if len(certs) > mostCertificates {
		return nil, unreadable(errors.New("too many certificates"))
	}
	return s, s.sort(certs)
}

// sort tells the certificate of the person from those between.
func (s *said) sort(certs []*smx509.Certificate) error {
	if (s.signature == nil) == (s.envelope == nil) {
		return unreadable(errors.New("not one signature"))
	}
	// The envelope says who signed; otherwise it is the certificate that is of no authority.
	if s.envelope != nil {
		s.cert = s.envelope.GetOnlySigner()
	}
	for _, c := range certs {
		if s.cert == nil && !c.IsCA {
			s.cert = c
		} else if s.cert == nil || !c.Equal(s.cert) {
			s.others = append(s.others, c)
		}
	}
	if s.cert == nil {
		return unreadable(errors.New("no certificate"))
	}
	return nil
}

// opened takes a part out of its wrapping: the blocks of PEM, then paragraphs of base64; or it is DER.
func opened(part []byte) (out []*pem.Block, err error) {
	if bytes.ContainsFunc(part, func(r rune) bool { return r < ' ' && !unicode.IsSpace(r) || r >= 0x7f }) {
		return []*pem.Block{{Bytes: part}}, nil
	}
	for len(out) <= mostCertificates {
		b, rest := pem.Decode(part)
		if b == nil {
			break
		}
		if strings.Contains(b.Type, "PRIVATE KEY") {
			return nil, fault.New(fault.Invalid, "certificate.private", "提交的内容中有私钥。私钥不得交给任何人：本站没有保存它，请视为已泄露，并向颁发机构申请更换证书").At("answer")
		}
		out, part = append(out, b), rest
	}
	for _, text := range paragraph.Split(string(part), mostCertificates+1) {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, &pem.Block{Bytes: unarmoured([]byte(text), "")})
		}
	}
	return out, nil
}

// unarmoured returns what PEM of a type or base64 holds, or what was given.
func unarmoured(given []byte, kind string) []byte {
	// Base64 first: what is DER has bytes that are none of its letters.
	if b, _ := pem.Decode(given); b != nil && b.Type == kind {
		return b.Bytes
	}
	text := strings.Join(strings.Fields(string(given)), "")
	if der, err := base64.StdEncoding.DecodeString(text); err == nil && len(der) > 0 {
		return der
	}
	return given
}

// take reads one block: what it is says its type, or its first element.
func (s *said) take(b *pem.Block, certs []*smx509.Certificate) ([]*smx509.Certificate, error) {
	switch kindOf(b) {
	case "CERTIFICATE":
		c, err := smx509.ParseCertificate(b.Bytes)
		return append(certs, c), err
	case "PKCS7":
		if s.envelope != nil {
			return nil, errors.New("two envelopes")
		}
		var err error
		if s.envelope, err = envelope(b.Bytes); err != nil {
			return nil, err
		}
		return append(certs, s.envelope.Certificates...), nil
	case "SIGNATURE":
		if s.signature != nil {
			return nil, errors.New("two signatures")
		}
		s.signature = b.Bytes
		return certs, nil
	}
	return nil, errors.New("unknown block")
}

// kindOf says what a block is.
func kindOf(b *pem.Block) string {
	switch b.Type {
	case "CERTIFICATE", "PKCS7", "SIGNATURE":
		return b.Type
	case "CMS":
		return "PKCS7"
	case "":
	default:
		return ""
	}
	var outer, inner asn1.RawValue
	rest, err := asn1.Unmarshal(b.Bytes, &outer)
	if err != nil || len(rest) > 0 || outer.Tag != asn1.TagSequence {
		return "SIGNATURE" // of RSA, which is a number and nothing else
	}
	if _, err := asn1.Unmarshal(outer.Bytes, &inner); err != nil {
		return "SIGNATURE"
	}
	switch inner.Tag {
	case asn1.TagSequence:
		return "CERTIFICATE"
	case asn1.TagOID:
		return "PKCS7"
	}
	return "SIGNATURE"
}

// envelope reads signed data of PKCS#7 or GM/T 0010 with one signer.
func envelope(der []byte) (*pkcs7.PKCS7, error) {
	p, err := pkcs7.Parse(der)
	if err != nil {
		return nil, err
	}
	if len(p.Signers) != 1 || p.GetOnlySigner() == nil || len(p.Certificates) > mostCertificates {
		return nil, errors.New("not one signer with a certificate")
	}
	// With a weak digest somebody else's text could be under the same signature.
	for _, good := range []asn1.ObjectIdentifier{pkcs7.OIDDigestAlgorithmSM3, pkcs7.OIDDigestAlgorithmSHA256, pkcs7.OIDDigestAlgorithmSHA384, pkcs7.OIDDigestAlgorithmSHA512} {
		if p.Signers[0].DigestAlgorithm.Algorithm.Equal(good) {
			return p, nil
		}
	}
	return nil, errors.New("weak digest")
}

// proves checks that the key of the certificate signed the text: SM2 with SM3 and the usual identity, ECDSA
// on P-256 or RSA (PKCS #1 v1.5) with SHA-256.
func (s *said) proves(text []byte) error {
	bad := fault.New(fault.Invalid, "certificate.signature", "签名与证书或待签名文本不符：请对本页显示的文本原样签名（不含换行），并确认证书与所用的密钥对应").At("answer")
	if err := usable(s.cert); err != nil {
		return err
	}
	if s.envelope != nil {
		// The text may be inside or not; inside, it must be ours.
		if len(s.envelope.Content) == 0 {
			s.envelope.Content = text
		}
		if !bytes.Equal(s.envelope.Content, text) {
			return bad
		}
		if err := s.envelope.Verify(); err != nil {
			return bad.Because(err)
		}
		return nil
	}
	digest := sha256.Sum256(text)
	good := false
	switch key := s.cert.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if key.Curve == sm2.P256() {
			good = sm2.VerifyASN1WithSM2(key, nil, text, s.signature)
		} else {
			good = ecdsa.VerifyASN1(key, digest[:], s.signature)
		}
	case *rsa.PublicKey:
		good = rsa.VerifyPKCS1v15(key, stdcrypto.SHA256, digest[:], s.signature) == nil
	}
	if !good {
		return bad
	}
	return nil
}

// one reads a single certificate.
func one(given []byte) (*smx509.Certificate, error) {
	bad := fault.New(fault.Invalid, "certificate.unread", "无法识别证书，应为一个证书（PEM 或 DER）；有多个的请逐个登记").At("cert")
	if len(given) == 0 || len(given) > mostBytes || bytes.Count(given, []byte("-----BEGIN ")) > 1 {
		return nil, bad
	}
	c, err := smx509.ParseCertificate(unarmoured(given, "CERTIFICATE"))
	if err != nil {
		return nil, bad.Because(err)
	}
	return c, nil
}
