package contingency

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// secretSize is the length of a private key of SM2.
const secretSize = 32

// NewKey makes a key pair in a new file that nobody else may read.
func NewKey(path string) (_ *seal.Signer, err error) {
	secret := make([]byte, secretSize)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	s, err := seal.SignerOf(secret)
	if err != nil {
		return nil, err
	}
	// An old key is never written over: receipts were signed with it.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fault.New(fault.Conflict, "contingency.key_there", "文件 %s 已存在，没有改动；请另选文件名", path)
	}
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	return s, errors.Join(err, f.Sync(), f.Close())
}

// ReadKey reads the key pair of a desk.
func ReadKey(path string) (*seal.Signer, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != secretSize {
		return nil, fault.New(fault.Invalid, "contingency.key", "文件 %s 不是应急收件的密钥文件，请用 zhibao contingency key 生成", path)
	}
	return seal.SignerOf(secret)
}
