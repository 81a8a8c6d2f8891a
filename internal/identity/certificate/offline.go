package certificate

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/pem"
	"strings"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
)

// Answered signs a text with a key that lies in a file and returns the answer: certificates and signature, in
// PEM. It signs texts of sign-ins alone, and returns for which site, so that the person sees it.
func Answered(text, key, certs []byte) (answer []byte, host string, err error) {
	line := strings.TrimSpace(string(text))
	rest, ok := strings.CutPrefix(line, Begins)
	host, _, more := strings.Cut(rest, " | ")
	if !ok || !more || strings.ContainsAny(line, "\r\n") {
		return nil, "", fault.New(fault.Invalid, "certificate.text", "这不是知保登录页面给出的待签名文本，没有签名")
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
	}
	if err != nil {
		return nil, host, err
	}
	var b bytes.Buffer
	for block, rest := pem.Decode(certs); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			b.Write(pem.EncodeToMemory(block))
		}
	}
	b.Write(pem.EncodeToMemory(&pem.Block{Type: "SIGNATURE", Bytes: signature}))
	got, err := read(b.Bytes())
	if err == nil {
		err = got.proves([]byte(line))
	}
	return b.Bytes(), host, err
}

// privateKey reads the key: PKCS #8, or what older tools wrote.
func privateKey(given []byte) (key any, err error) {
	block, _ := pem.Decode(given)
	for block != nil && block.Type == "EC PARAMETERS" {
		block, given = pem.Decode(given)
	}
	bad := fault.New(fault.Invalid, "certificate.private_key", "无法识别私钥文件：应为未加密的 PEM（SM2、P-256 或 RSA）")
	if block == nil {
		return nil, bad
	}
	switch block.Type {
	case "EC PRIVATE KEY":
		key, err = smx509.ParseTypedECPrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = smx509.ParsePKCS1PrivateKey(block.Bytes)
	default:
		key, err = smx509.ParsePKCS8PrivateKey(block.Bytes)
	}
	if err != nil {
		return nil, bad.Because(err)
	}
	switch key.(type) {
	case *sm2.PrivateKey, *ecdsa.PrivateKey, *rsa.PrivateKey:
		return key, nil
	}
	return nil, bad
}
