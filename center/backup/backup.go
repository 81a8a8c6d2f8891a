// Package backup (备份与恢复) copies a center while it works, and puts it back.
//
// A backup is a folder: the database as one SQLite file, whatever engine it came from, the stored files,
// and a list of all of them with their digests. It is made under another name and gets its own only when
// it was read back, every digest agreed and every chain held: what was not restored is no backup. The key
// file is not in it, because it must never lie beside what it opens; keep its newest copy elsewhere.
//
// Files never change once they are stored, so those that the backup before has are linked and take no
// room twice. The search index is left out: it is made again from the database.
//
// GB/T 22239-2019 8.1.4.9. What is promised of it stands in docs/runbooks/backup.md.
package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/transfer"
)

const (
	format   = "zhibao backup 1"
	database = "zhibao.db"
	listed   = "manifest.json"
	partial  = ".partial"
	stamp    = "20060102T150405Z" // UTC, so that names are in the order of time
)

// A Manifest is what a backup holds.
type Manifest struct {
	Format string             `json:"format"`
	At     time.Time          `json:"at"`
	Tables []transfer.Content `json:"tables"`
	Files  []File             `json:"files"` // in the order of their paths
	Heads  []string           `json:"heads"` // of the logs of records, at that time
	// Missing are the addresses of files to which the database refers and which were not in the folder of the data.
	Missing []string `json:"missing,omitempty"`
}

// A File is one file of the backup, the database among them.
type File struct {
	Path   string `json:"path"` // within the folder of the data, with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Rows returns how many rows all tables have together.
func (m *Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// Stored returns how many of the files are stored files of cases.
func (m *Manifest) Stored() (n int) {
	for _, f := range m.Files {
		if kept(f.Path) {
			n++
		}
	}
	return n
}

// Bytes returns how large all files are together.
func (m *Manifest) Bytes() (n int64) {
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// A Maker makes backups of a center.
type Maker struct {
	DB      *store.DB
	Data    string // folder of the data
	Schemas []store.Schema
	Now     func() time.Time
	Heads   func(ctx context.Context) ([]string, error)
	// Check looks at a database as it was read back: whether its chains and logs hold.
	Check func(ctx context.Context, db *store.DB) error
	Said  func(what string) // progress for people; may be nil
	// Refers tells every stored file to which a database refers. Without it a backup does not know what it lacks.
	Refers func(ctx context.Context, db *store.DB, tell func(address string)) error
}

func (m *Maker) say(what string, args ...any) {
	if m.Said != nil {
		m.Said(fmt.Sprintf(what, args...))
	}
}

// Make writes a backup into a new folder below to, which it returns when it was read back. What was begun
// and not finished is removed by the next call.
func (m *Maker) Make(ctx context.Context, to string) (dir string, list *Manifest, err error) {
	defer fault.Wrap(&err, "backup")
	if err := m.place(to); err != nil {
		return "", nil, err
	}
	at := m.Now().UTC().Truncate(time.Second)
	dir = filepath.Join(to, at.Format(stamp))
	if _, err := os.Lstat(dir); err == nil {
		return "", nil, fault.New(fault.Conflict, "backup.exists", "备份 %s 已存在，请一秒后再试", dir)
	}
	temp := dir + partial
	if err := os.Mkdir(temp, 0o700); err != nil {
		return "", nil, disk(err)
	}
	defer os.RemoveAll(temp) // nothing is left under this name after the last step
	if list, err = m.write(ctx, to, temp, at); err != nil {
		return "", nil, err
	}
	m.say("核对备份：重新读取全部文件，并恢复到临时数据库核验")
	if err := m.check(ctx, temp, list); err != nil {
		return "", nil, err
	}
	if err := os.Rename(temp, dir); err != nil {
		return "", nil, disk(err)
	}
	return dir, list, disk(syncDir(to))
}

// place prepares the folder of backups: not in the data, which it would copy into itself, and without
// what an earlier call did not finish.
func (m *Maker) place(to string) error {
	data, err := filepath.Abs(m.Data)
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(data, abs); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fault.New(fault.Invalid, "backup.inside", "备份目录 %s 在数据目录之内，数据目录损坏时会一并丢失；请指定另一个磁盘上的目录", to)
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return disk(err)
	}
	left, err := filepath.Glob(filepath.Join(to, "*"+partial))
	for _, dir := range left {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return disk(err)
}

// write copies the database first and the files after it: a file that the copy refers to was there before.
func (m *Maker) write(ctx context.Context, to, temp string, at time.Time) (*Manifest, error) {
	list := &Manifest{Format: format, At: at}
	var err error
	if m.Heads != nil {
		if list.Heads, err = m.Heads(ctx); err != nil {
			return nil, err
		}
	}
	m.say("复制数据库")
	if err := m.database(ctx, filepath.Join(temp, database)); err != nil {
		return nil, err
	}
	// What the copy holds, and not what the database holds by now.
	var referred []string
	if list.Tables, err = m.inside(ctx, temp, func(ctx context.Context, db *store.DB) error { return m.refers(ctx, db, &referred) }); err != nil {
		return nil, err
	}
	m.say("复制文件")
	before, _ := latest(to) // without one, everything is copied
	if list.Files, err = m.files(ctx, temp, before); err != nil {
		return nil, err
	}
	if list.Missing, err = m.missing(ctx, temp, referred); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return nil, err
	}
	return list, disk(writeFile(filepath.Join(temp, listed), text))
}

// database writes the copy of the database as one SQLite file.
func (m *Maker) database(ctx context.Context, path string) error {
	if m.DB.Engine() == store.SQLite {
		return m.DB.Backup(ctx, path)
	}
	to, err := store.OpenWith(ctx, "sqlite:"+path, store.Options{Now: m.Now})
	if err != nil {
		return err
	}
	err = to.Migrate(ctx, m.Schemas...)
	if err == nil {
		_, err = transfer.Copy(ctx, m.DB, to, func(name string) {})
	}
	return errors.Join(err, to.Close())
}
