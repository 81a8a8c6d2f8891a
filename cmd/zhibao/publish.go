package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// A manifest says what the file of a published program is, in the name of who published it. Program is the
// digest of the file; the rest is for people, and signed with it.
type manifest struct {
	Program   string `json:"program"`
	Revision  string `json:"revision"`
	Go        string `json:"go"`
	Signature string `json:"signature"` // Ed25519 over text, in base64
}

// text is what is signed. No field has a line break in it.
func (m manifest) text() []byte {
	return fmt.Appendf(nil, "zhibao program v1\nsha256 %s\nrevision %s\ngo %s\n", m.Program, m.Revision, m.Go)
}

// describe makes the manifest of the running program, without signature.
func describe(info *debug.BuildInfo) (m manifest, err error) {
	m.Program, err = ownDigest()
	m.Revision, m.Go = revisionOf(info), info.GoVersion
	return m, err
}

// signManifest prints the manifest of the running program, signed with the private key of a file.
func signManifest(info *debug.BuildInfo, file string) error {
	key, err := readPEM(file, func(der []byte) (any, error) { return x509.ParsePKCS8PrivateKey(der) })
	if err != nil {
		return err
	}
	private, ok := key.(ed25519.PrivateKey)
	if !ok {
		return fmt.Errorf("%s 不是 Ed25519 私钥；用 openssl genpkey -algorithm ed25519 生成", file)
	}
	m, err := describe(info)
	if err != nil {
		return err
	}
	m.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(private, m.text()))
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	return out.Encode(m)
}

// readPEM reads the one key of a file.
func readPEM(file string, parse func([]byte) (any, error)) (any, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("不能读取密钥 %s：%w", file, err)
	}
	p, _ := pem.Decode(b)
	if p == nil {
		return nil, fmt.Errorf("%s 不是 PEM 格式的密钥", file)
	}
	key, err := parse(p.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s 中的密钥不可识别：%w", file, err)
	}
	return key, nil
}

// verifyProgram holds the file of the running program against what was published: a signed manifest with
// the public key of who published it, or a plain list of digests as sha256sum writes it, which proves
// nothing about who wrote it. What it says is printed; an error says what does not hold.
func verifyProgram(list, public string) error {
	b, err := os.ReadFile(list)
	if err != nil {
		return fmt.Errorf("不能读取发布清单 %s：%w", list, err)
	}
	sum, err := ownDigest()
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
		if public != "" {
			return fmt.Errorf("%s 是没有签名的摘要清单，不能用公钥核对；请向发布者索取签名的清单", list)
		}
		for line := range strings.Lines(string(b)) {
			if f := strings.Fields(line); len(f) > 0 && strings.EqualFold(f[0], sum) {
				fmt.Printf("一致：程序文件的 SHA-256 %s 在清单中。清单没有签名，请从可信的渠道取得\n", sum)
				return nil
			}
		}
		return fmt.Errorf("程序文件的 SHA-256 %s 不在清单中：不是所发布的程序，请勿使用", sum)
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("发布清单 %s 不可识别：%w", list, err)
	}
	if !strings.EqualFold(m.Program, sum) {
		return fmt.Errorf("程序文件的 SHA-256 是 %s，清单所记的是 %s：不是所发布的程序，请勿使用", sum, m.Program)
	}
	if public == "" {
		return errors.New("清单带有签名，请用 --public 指定发布者的公钥（PEM）再核对")
	}
	key, err := readPEM(public, x509.ParsePKIXPublicKey)
	if err != nil {
		return err
	}
	pub, ok := key.(ed25519.PublicKey)
	sig, err := base64.StdEncoding.DecodeString(m.Signature)
	if !ok || err != nil || !ed25519.Verify(pub, m.text(), sig) {
		return fmt.Errorf("清单的签名与公钥 %s 不符：清单不是该发布者所签，请勿使用", public)
	}
	fmt.Printf("一致：SHA-256 %s，版本 %s，签名有效\n", sum, m.Revision)
	return nil
}
