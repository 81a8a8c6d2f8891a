package contingency

import (
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// The lines of the file with the public key of a center.
const (
	publicTitle = "知保应急收件加密公钥 1"
	publicName  = "中心 "
	publicKey   = "公钥 "
	publicID    = "指纹 "
)

// Public is the file with the public key of a center, which the desk is started with.
func Public(center string, key []byte) string {
	return publicTitle + "\n" + publicName + center + "\n" + publicKey + hex.EncodeToString(key) + "\n" + publicID + seal.SignerID(key) + "\n"
}

// ReadPublic reads the file that Public wrote.
func ReadPublic(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.ReplaceAll(string(text), "\r", ""), "\n")
	if len(lines) >= 4 && strings.TrimPrefix(lines[0], "\ufeff") == publicTitle {
		key, err := hex.DecodeString(strings.TrimPrefix(lines[2], publicKey))
		if err == nil && strings.TrimPrefix(lines[3], publicID) == seal.SignerID(key) {
			_, err = seal.PublicKey(key)
			return key, err
		}
	}
	return nil, fault.New(fault.Invalid, "contingency.public", "文件 %s 不是中心的应急收件加密公钥，或者已被改动；请从平台“应急件”页重新下载", path)
}

// A Box is the folder of one receipt as the desk left it, opened by the center.
type Box struct {
	Number  string
	Receipt *Receipt
	dir     string
	key     seal.Key
}

// numbered is how the folder of a receipt is called.
var numbered = regexp.MustCompile(`^YJ\d{14}-[0-9a-f]{12}$`)

// Boxes lists the folders of receipts below a folder, the earliest first. What is called otherwise is none.
func Boxes(dir string) (out []string, err error) {
	all, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, e := range all {
		if e.IsDir() && numbered.MatchString(e.Name()) {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out, err
}

// mostKey bounds the file with the key of a box.
const mostKey = 1 << 10

// OpenBox opens a folder with the key of the center and checks the receipt in it. Whether its signer is one
// to be believed, the caller decides.
func OpenBox(dir, number string, by *seal.Opener) (*Box, error) {
	b := &Box{Number: number, dir: filepath.Join(dir, number)}
	box, err := b.small(keyFile, mostKey)
	if err != nil {
		return nil, err
	}
	if b.key, err = by.Open(box); err != nil {
		return nil, err
	}
	text, err := b.small(receiptFile, mostReceipt+seal.Overhead)
	if err != nil {
		return nil, err
	}
	plain, err := b.key.Open(place(number, receiptFile), text)
	if err != nil {
		return nil, fault.New(fault.Invalid, "contingency.damaged", "文件夹 %s 中的回执已损坏或者被改动，不能导入；请从收件主机重新复制", number).Because(err)
	}
	if b.Receipt, err = Parse(string(plain)); err != nil {
		return nil, err
	}
	if b.Receipt.Number != number {
		return nil, fault.New(fault.Invalid, "contingency.number", "文件夹名 %s 与其中回执的编号 %s 不符，请从收件主机重新复制", number, b.Receipt.Number)
	}
	return b, nil
}

// small reads a short file of a box.
func (b *Box) small(name string, most int) ([]byte, error) {
	f, err := os.Open(filepath.Join(b.dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.Invalid, "contingency.incomplete", "文件夹 %s 中缺少文件 %s，请从收件主机完整复制", b.Number, name)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(text) > most {
		err = fault.New(fault.Invalid, "contingency.incomplete", "文件夹 %s 中缺少文件 %s，请从收件主机完整复制", b.Number, name)
	}
	return text, err
}

// Package opens the package of a box for reading. It is not checked against the receipt yet.
func (b *Box) Package() (io.ReadCloser, error) {
	f, err := blob.Sealed(filepath.Join(b.dir, packageFile), b.key, place(b.Number, packageFile))
	if err != nil {
		return nil, b.damaged(err)
	}
	return f, nil
}

// Check reads the whole package and holds it against the receipt; a receipt of a digest has none.
func (b *Box) Check() error {
	if b.Receipt.Kind == Digest {
		return nil
	}
	f, err := b.Package()
	if err != nil {
		return err
	}
	defer f.Close()
	err = b.Receipt.Fits(f)
	if fault.KindOf(err) == fault.Internal {
		return b.damaged(err)
	}
	return err
}

// damaged says in words that a package cannot be read.
func (b *Box) damaged(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Invalid, "contingency.package", "文件夹 %s 中的文件缺失、损坏或者被改动，不能导入；请从收件主机重新复制", b.Number).Because(err)
}
