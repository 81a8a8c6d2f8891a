package certificate

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/emmansun/gmsm/sm2"

	"zhibao/internal/fault"
)

// Answered signs a text with a key that lies in a file and returns the answer: certificates and signature, in
// PEM. It signs texts of sign-ins alone, and returns for which site, so that the person sees it.
func Answered(text, key, certs []byte) (answer []byte, host string, err error) {
	line := strings.TrimSpace(string(text))
	rest, ok := strings.CutPrefix(line, Begins)
	host, _, more := strings.Cut(rest, " | ")
	if !ok || !more || strings.ContainsAny(line, "\r\n") {
		return nil, "", fault.New(fault.Invalid, "certificate.text", "这不是知保登录页面给出的待签名文本，没有签名；请在登录页面下载文本")
	}
	signer, err := privateKey(key)
	if err != nil {
		return nil, host, err
	}
	var signature []byte
	digest := sha256.Sum256([]byte(line))
	switch k := signer.(type) {
	case *sm2.PrivateKey:
		signature, err = k.SignWithSM2(rand.Reader, nil, []byte(line))
	case *ecdsa.PrivateKey:
		signature, err = ecdsa.SignASN1(rand.Reader, k, digest[:])
	case *rsa.PrivateKey:
		signature, err = rsa.SignPKCS1v15(rand.Reader, k, crypto.SHA256, digest[:])
	default:
		err = fault.New(fault.Invalid, "certificate.private_key", "无法识别私钥文件：应为未加密的 PEM（SM2、P-256 或 RSA），请核对")
	}
	if err != nil {
		return nil, host, err
	}
	// Certificates and signature in one piece, which the page takes as it is.
	var b bytes.Buffer
	for block, rest := pem.Decode(certs); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			b.Write(pem.EncodeToMemory(block))
		}
	}
	b.Write(pem.EncodeToMemory(&pem.Block{Type: "SIGNATURE", Bytes: signature}))
	// As the center will check it: a key that is not of the certificate is noticed here.
	got, err := read(b.Bytes())
	if err == nil {
		err = got.proves([]byte(line))
	}
	return b.Bytes(), host, err
}

// oidSM2 names the curve of SM2.
var oidSM2 = asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301}

// privateKey reads the key: PKCS #8, or what older tools wrote. The reader of the library for SM2 knows kinds of
// keys that sign nothing here and would make the program larger by half a megabyte.
func privateKey(given []byte) (key any, err error) {
	block, rest := pem.Decode(given)
	for block != nil && block.Type == "EC PARAMETERS" {
		block, rest = pem.Decode(rest)
	}
	bad := fault.New(fault.Invalid, "certificate.private_key", "无法识别私钥文件：应为未加密的 PEM（SM2、P-256 或 RSA），请核对")
	if block == nil {
		return nil, bad
	}
	if key, err = x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	if key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	if key, err = x509.ParseECPrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	if key, err = sm2Key(block.Bytes); err != nil {
		return nil, bad.Because(err)
	}
	return key, nil
}

// sm2Key reads a private key of SM2: the structure of RFC 5915, bare or in that of RFC 5958.
func sm2Key(der []byte) (*sm2.PrivateKey, error) {
	var outer struct {
		Version   int
		Algorithm struct{ ID, Curve asn1.ObjectIdentifier }
		Key       []byte
		Rest      asn1.RawValue `asn1:"optional,tag:0"`
	}
	if _, err := asn1.Unmarshal(der, &outer); err == nil {
		if !outer.Algorithm.Curve.Equal(oidSM2) {
			return nil, errors.New("another curve")
		}
		der = outer.Key
	}
	var inner struct {
		Version int
		Secret  []byte
		Curve   asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
		Public  asn1.BitString        `asn1:"optional,explicit,tag:1"`
	}
	if _, err := asn1.Unmarshal(der, &inner); err != nil {
		return nil, err
	}
	if len(inner.Curve) > 0 && !inner.Curve.Equal(oidSM2) {
		return nil, errors.New("another curve")
	}
	return sm2.NewPrivateKey(inner.Secret)
}
