package seal

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Source says where the root key and the tree are.
type Source struct {
	// File is the key file, readable by its owner only and outside DataDir.
	File string
	// Env names the environment variable with the root key, 64 hexadecimal digits. If empty
	// the root key is in the key file; the tree is there in either case.
	Env string
	// DataDir is the folder of the database and the files.
	DataDir string
	// Make makes the key file if there is none: for the demo, and for the first start.
	Make bool
}

// A Root is an opened key file. Close wipes it.
type Root struct {
	key  Key
	file string
	env  bool // the root key is not in the file

	former []Key // root keys before this one, the oldest first

	mu   sync.RWMutex
	tree *tree
}

// keyFile is what stands in the key file.
type keyFile struct {
	About string `json:"about"`
	Root  string `json:"root,omitempty"` // hexadecimal
	Tree  []byte `json:"tree"`           // sealed under the root key
	// Former is the root keys before this one, one after the other, sealed under it.
	Former []byte `json:"former,omitempty"`
	// Share is there only in one part of a divided key file, which opens nothing by itself.
	Share string `json:"share,omitempty"`
}

const (
	keyFileAbout = "知保密钥文件：丢失即不可恢复；只保留最新一份副本，不得放入数据目录或其备份"
	keyFileMax   = 1 << 30
	treePlace    = "seal/tree"
	formerPlace  = "seal/former"
)

// OpenRoot reads the root key and the tree, and makes them first if src says so.
func OpenRoot(src Source) (_ *Root, err error) {
	defer fault.Wrap(&err, "opening the root key")
	if src.File == "" {
		return nil, fault.New(fault.Invalid, "seal.no_key_file", "未指定密钥文件，请在配置中写明其路径")
	}
	r := &Root{}
	if r.file, err = outside(src.File, src.DataDir); err != nil {
		return nil, err
	}
	var fromEnv []byte
	if src.Env != "" {
		if fromEnv, err = parseRoot(os.Getenv(src.Env)); err != nil {
			return nil, fault.New(fault.Invalid, "seal.env",
				"环境变量 %s 中没有根密钥，或不是 64 位十六进制数，请检查配置", src.Env)
		}
		r.env = true
		r.key = newKey(fromEnv, AES256GCM)
	}
	t, err := r.load()
	if errors.Is(err, fs.ErrNotExist) {
		if !src.Make {
			return nil, fault.New(fault.Unavailable, "seal.missing",
				"找不到密钥文件 %s；没有它，已加密的内容无法读取。请恢复该文件后再启动", r.file).Because(err)
		}
		return r, r.create()
	}
	if err != nil {
		return nil, err
	}
	r.tree = t
	return r, nil
}

// parseRoot reads 64 hexadecimal digits.
func parseRoot(s string) ([]byte, error) {
	b, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(b) != keySize {
		return nil, errors.New("seal: not a root key")
	}
	return b, nil
}

// outside returns the real path of file and refuses one below dir, whatever links lead there.
func outside(file, dir string) (string, error) {
	file, err := realPath(file)
	if err != nil || dir == "" {
		return file, err
	}
	dir, err = realPath(dir)
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
		return "", fault.New(fault.Invalid, "seal.inside_data",
			"密钥文件不得放在数据目录内，否则复制数据目录即可读出全部内容；请移到 %s 之外", dir)
	}
	return file, nil
}

// realPath resolves the links of a path whose end may not exist yet.
func realPath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) || path == filepath.Dir(path) {
		return real, err
	}
	parent, err := realPath(filepath.Dir(path))
	return filepath.Join(parent, filepath.Base(path)), err
}

// create makes a key file with a new tree and, unless it is in the environment, a new key.
func (r *Root) create() error {
	if !r.env {
		r.key = randomKey(AES256GCM)
	}
	r.tree = newTree()
	if err := store.MakeFolder(filepath.Dir(r.file)); err != nil {
		return r.unwritable(err)
	}
	return r.save(r.tree)
}

// load reads the file: the root key, unless it is known already, and the tree.
func (r *Root) load() (*tree, error) {
	raw, err := r.read()
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	var content keyFile
	if err := json.Unmarshal(raw, &content); err != nil {
		return nil, r.damaged()
	}
	if content.Share != "" {
		return nil, fault.New(fault.Invalid, "seal.share",
			"%s 只是密钥文件的一份，单独一份不能读出任何内容；请集齐足够的份数，用 zhibao key join 合并为密钥文件后再启动", r.file)
	}
	if (content.Root == "") != r.env {
		return nil, fault.New(fault.Invalid, "seal.two_roots",
			"根密钥应当要么在环境变量中，要么在密钥文件 %s 中，请检查配置", r.file)
	}
	if r.key.m == nil {
		b, err := parseRoot(content.Root)
		if err != nil {
			return nil, r.damaged()
		}
		r.key = newKey(b, AES256GCM)
	}
	plain, err := r.key.Open(treePlace, content.Tree)
	if err != nil {
		return nil, r.damaged()
	}
	defer clear(plain)
	t, err := unmarshalTree(plain)
	if err != nil {
		return nil, r.damaged()
	}
	return t, r.loadFormer(content.Former)
}

// loadFormer reads the root keys before this one.
func (r *Root) loadFormer(sealed []byte) error {
	r.former = nil
	if len(sealed) == 0 {
		return nil
	}
	plain, err := r.key.Open(formerPlace, sealed)
	if err != nil || len(plain)%keySize != 0 {
		return r.damaged()
	}
	defer clear(plain)
	for rest := plain; len(rest) > 0; rest = rest[keySize:] {
		r.former = append(r.former, newKey(rest[:keySize], AES256GCM))
	}
	return nil
}

// read returns the file, if nobody else could have read it.
func (r *Root) read() ([]byte, error) {
	f, err := os.Open(r.file)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fault.New(fault.Unavailable, "seal.unreadable",
			"当前用户读不到密钥文件 %s，请把它改为运行平台的用户所有（chown），权限 0600", r.file).Because(err)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if st.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Invalid, "seal.rights",
			"密钥文件 %s 对其他用户可读，请改为仅属主可读写（chmod 600）", r.file)
	}
	return io.ReadAll(io.LimitReader(f, keyFileMax))
}

func (r *Root) damaged() error {
	return fault.New(fault.Unavailable, "seal.key_file",
		"密钥文件 %s 已损坏，或与根密钥不符；请从最新的密钥备份恢复后再启动", r.file)
}

func (r *Root) unwritable(err error) error {
	return fault.New(fault.Unavailable, "seal.key_file_write",
		"无法写入密钥文件 %s，请检查权限和磁盘空间", r.file).Because(err)
}

// save replaces the file, durably and as a whole, and then overwrites what stood in the old
// one, as far as the file system lets us.
func (r *Root) save(t *tree) error {
	content := keyFile{About: keyFileAbout}
	if !r.env {
		content.Root = hex.EncodeToString(r.key.m.secret[:])
	}
	plain := t.marshal()
	content.Tree = r.key.Seal(treePlace, plain)
	clear(plain)
	if len(r.former) > 0 {
		var all []byte
		for _, k := range r.former {
			all = append(all, k.m.secret[:]...)
		}
		content.Former = r.key.Seal(formerPlace, all)
		clear(all)
	}
	raw, err := json.MarshalIndent(content, "", "\t")
	if err != nil {
		return err
	}
	defer clear(raw)
	old, err := os.OpenFile(r.file, os.O_WRONLY, 0)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r.unwritable(err)
	}
	if err := replace(r.file, raw); err != nil {
		return errors.Join(r.unwritable(err), closeIf(old))
	}
	r.tidy()
	if old == nil {
		return nil
	}
	defer old.Close()
	if st, err := old.Stat(); err == nil {
		old.Write(make([]byte, st.Size()))
		old.Sync()
	}
	return nil
}

// tidy removes what a process left that was killed while it wrote the file: it holds secrets that may
// have been destroyed since. One that another process writes at this moment is newer than the file.
func (r *Root) tidy() {
	now, err := os.Stat(r.file)
	if err != nil {
		return
	}
	left, err := filepath.Glob(r.file + ".*.new")
	if err != nil {
		return
	}
	for _, path := range left {
		st, err := os.Stat(path)
		if err != nil || st.ModTime().After(now.ModTime()) {
			continue
		}
		if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			f.Write(make([]byte, st.Size()))
			f.Sync()
			f.Close()
		}
		os.Remove(path)
	}
}

func closeIf(f *os.File) error {
	if f == nil {
		return nil
	}
	return f.Close()
}

// replace puts a file in the place of another, whole or not at all, and on disk.
func replace(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// leaf returns the secret of a case's leaf, false if it was destroyed.
func (r *Root) leaf(n uint32) ([keySize]byte, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.tree.leaf(n)
}

// nextLeaf returns the first leaf from the given one on that can be used.
func (r *Root) nextLeaf(from uint32) (uint32, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.tree.next(from)
}

// destroy takes leaves out of the file and out of memory, in this order.
func (r *Root) destroy(leaves []uint32) (n int, err error) {
	next, err := r.load() // another process may have destroyed others meanwhile
	if err != nil {
		return 0, err
	}
	for _, l := range leaves {
		if next.destroy(l) {
			n++
		}
	}
	if n > 0 {
		if err := r.save(next); err != nil {
			return 0, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tree.wipe()
	r.tree = next
	return n, nil
}

// Close wipes the secrets. Keys already handed out go on working.
func (r *Root) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.key.m.secret[:])
	r.tree.wipe()
}
