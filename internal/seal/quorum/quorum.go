// Package quorum (密钥分持) divides a key file among holders, so that some of them together have it and fewer
// have nothing.
//
// The file is sealed under a key of its own, and that key is dealt out: every part holds the whole sealed file
// and one share. A part alone tells nothing about the key, and parts of different divisions do not fit together.
// Parts are copies of one moment: after the root key was changed, or something was shredded, divide anew and
// destroy the old parts.
package quorum

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

const (
	about   = "知保密钥文件的一份：单独一份不能读出任何内容；由持有人分别保管，不得与备份放在一起"
	most    = 16      // holders
	largest = 1 << 28 // bytes of a part
)

// A part is the file that one holder keeps.
type part struct {
	About string    `json:"about"`
	Set   string    `json:"set"` // the division, the same in all its parts
	Part  int       `json:"part"`
	Parts int       `json:"parts"`
	Need  int       `json:"need"`
	At    time.Time `json:"at"`
	Share string    `json:"share"` // hexadecimal
	Key   []byte    `json:"sealed"`
}

// bound is what the sealed file is tied to.
func (p *part) bound() []byte {
	return fmt.Appendf(nil, "zhibao key part 1 %s %d %d", p.Set, p.Parts, p.Need)
}

// Split divides a key file into so many parts in a folder, of which need give it back, and returns their
// names. It divides nothing but a key file that opens, and reads the parts back.
func Split(file, dir string, parts, need int, at time.Time) (names []string, err error) {
	defer fault.Wrap(&err, "splitting the key file")
	if need < 2 || need > parts || parts > most {
		return nil, fault.New(fault.Invalid, "quorum.numbers", "份数应为 2 至 %d，集齐所需的份数应为 2 至份数；现为 %d 份中的 %d 份", most, parts, need)
	}
	root, err := seal.OpenRoot(seal.Source{File: file})
	if err != nil {
		return nil, err
	}
	root.Close()
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	defer clear(content)
	all, err := divide(content, parts, need, at)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritable(dir, err)
	}
	for _, p := range all {
		name := filepath.Join(dir, fmt.Sprintf("zhibao-key-%s-%d-of-%d.part", p.Set[:8], p.Part, p.Parts))
		text, err := json.MarshalIndent(p, "", "\t")
		if err == nil {
			err = write(name, text)
		}
		if err != nil {
			return names, err
		}
		names = append(names, name)
	}
	return names, nil
}

// divide makes the parts of a content.
func divide(content []byte, parts, need int, at time.Time) ([]*part, error) {
	key, set := make([]byte, 32), make([]byte, 16)
	rand.Read(key)
	rand.Read(set)
	defer clear(key)
	first := part{About: about, Set: hex.EncodeToString(set), Parts: parts, Need: need, At: at.UTC().Truncate(time.Second)}
	box, err := sealer(key)
	if err != nil {
		return nil, err
	}
	first.Key = box.Seal(nil, nil, content, first.bound())
	var out []*part
	for i, s := range deal(key, parts, need) {
		p := first
		p.Part, p.Share = i+1, hex.EncodeToString(s)
		out = append(out, &p)
	}
	return out, nil
}

// sealer seals under a key that is used once. It puts its random number in front.
func sealer(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(b)
}

// Join puts parts together and writes the key file, which must not be there. Too few, of different divisions or
// changed, they give nothing.
func Join(file string, paths ...string) (err error) {
	defer fault.Wrap(&err, "joining the key file")
	if _, err := os.Lstat(file); err == nil {
		return fault.New(fault.Conflict, "quorum.there", "已有文件 %s，为避免覆盖已停止；请先把它移到别处，或者写入另一个文件", file)
	}
	var all []*part
	for _, path := range paths {
		p, err := read(path)
		if err != nil {
			return err
		}
		if len(all) > 0 && (p.Set != all[0].Set || p.Need != all[0].Need) {
			return fault.New(fault.Invalid, "quorum.mixed", "%s 与 %s 不是同一次分出的，不能合并；请向持有人取同一次（文件名中编号相同、日期最新）的各份", path, paths[0])
		}
		all = append(all, p)
	}
	content, err := open(all)
	if err != nil {
		return err
	}
	defer clear(content)
	return write(file, content)
}

// open returns the content of parts of one division.
func open(all []*part) ([]byte, error) {
	if len(all) == 0 {
		return nil, fault.New(fault.Invalid, "quorum.few", "没有指定任何一份，请列出各持有人的文件")
	}
	first := all[0]
	var shares [][]byte
	seen := map[byte]bool{}
	for _, p := range all {
		s, err := hex.DecodeString(p.Share)
		if err != nil || len(s) != 33 || s[0] == 0 {
			return nil, damaged(fmt.Sprintf("第 %d 份", p.Part))
		}
		if !seen[s[0]] && len(shares) < first.Need {
			seen[s[0]] = true
			shares = append(shares, s)
		}
	}
	if first.Need < 2 || len(shares) < first.Need {
		return nil, fault.New(fault.Unavailable, "quorum.few", "只有 %d 份，须集齐 %d 份中的任意 %d 份（同一份重复的不算）；份数不足时不能得出密钥，没有写入任何文件", len(shares), first.Parts, first.Need)
	}
	key := gather(shares)
	defer clear(key)
	box, err := sealer(key)
	if err != nil {
		return nil, err
	}
	content, err := box.Open(nil, nil, first.Key, first.bound())
	if err != nil {
		return nil, damaged("其中一份")
	}
	return content, nil
}

// read reads the file of a holder.
func read(path string) (*part, error) {
	st, err := os.Stat(path)
	if err == nil && st.Size() > largest {
		return nil, damaged(path)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Missing, "quorum.gone", "没有文件 %s，请核对路径", path).Because(err)
	} else if err != nil {
		return nil, fault.New(fault.Unavailable, "quorum.read", "读不到文件 %s，请检查权限", path).Because(err)
	}
	p := &part{}
	if json.Unmarshal(text, p) != nil || len(p.Set) != 32 || p.Share == "" {
		return nil, damaged(path)
	}
	return p, nil
}

// write puts a new file onto the disk, for its owner only.
func write(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return unwritable(path, err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return unwritable(path, errors.Join(err, os.Remove(path)))
	}
	return nil
}

func damaged(what string) error {
	return fault.New(fault.Unavailable, "quorum.damaged", "%s 已损坏或者被改动，或者不是密钥文件的一份；请换用另一位持有人的一份", what)
}

func unwritable(path string, err error) error {
	return fault.New(fault.Unavailable, "quorum.write", "无法写入 %s，请检查目录是否存在、权限和磁盘空间", path).Because(err)
}
