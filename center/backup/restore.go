package backup

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/store/transfer"
)

// inside opens a copy of the database of a backup, so that the backup itself stays as it is, has it
// checked and tells what it holds.
func (m *Maker) inside(ctx context.Context, dir string, check func(ctx context.Context, db *store.DB) error) (out []transfer.Content, err error) {
	spare, err := os.MkdirTemp(dir, "check")
	if err != nil {
		return nil, disk(err)
	}
	defer os.RemoveAll(spare)
	copied := filepath.Join(spare, database)
	if _, _, err := copyFile(filepath.Join(dir, database), copied); err != nil {
		return nil, disk(err)
	}
	db, err := store.OpenWith(ctx, "sqlite:"+copied, store.Options{Now: m.Now})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Integrity(ctx); err != nil {
		return nil, err
	}
	if check != nil {
		if err := check(ctx, db); err != nil {
			return nil, err
		}
	}
	return transfer.Contents(ctx, db)
}

// check reads a backup back: every file has its digest, and the database holds what the list says and
// passes what the center checks.
func (m *Maker) check(ctx context.Context, dir string, list *Manifest) error {
	for _, f := range list.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.same(dir); err != nil {
			return err
		}
	}
	have, err := m.inside(ctx, dir, m.Check)
	if err != nil {
		return err
	}
	if name := transfer.Differ(list.Tables, have); name != "" {
		return damaged(database, "表 "+name+" 与清单不符")
	}
	return nil
}

// same says whether the file in a folder is the one of the list.
func (f *File) same(dir string) error {
	sum, size, err := digest(filepath.Join(dir, filepath.FromSlash(f.Path)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return damaged(f.Path, "文件缺失")
	case err != nil:
		return disk(err)
	case size != f.Size || sum != f.SHA256:
		return damaged(f.Path, "内容与清单不符")
	}
	return nil
}

func damaged(path, why string) error {
	return fault.New(fault.Unavailable, "backup.damaged", "备份已损坏：%s（%s）；请改用另一份备份，并检查存放备份的磁盘", path, why)
}

// disk says what is wrong with the place of the backups.
func disk(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unavailable, "backup.disk", "读写备份目录或者数据目录失败，请检查磁盘空间与权限").Because(err)
}

// Read reads the list of a backup.
func Read(dir string) (*Manifest, error) {
	text, err := os.ReadFile(filepath.Join(dir, listed))
	if errors.Is(err, fs.ErrPermission) {
		return nil, fault.New(fault.Invalid, "backup.unreadable",
			"当前用户读不到备份 %s：备份属于建立它的用户。请以该用户或者 root 恢复，再把恢复出来的目录改为运行平台的用户所有（chown -R）", dir).Because(err)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "backup.none", "%s 不是备份：其中没有 %s；请指定 zhibao backup 建立的文件夹", dir, listed).Because(err)
	}
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil || m.Format != format {
		return nil, damaged(listed, "无法识别")
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			return nil, damaged(listed, "含有目录之外的路径")
		}
	}
	return m, nil
}

// All lists the complete backups in a folder, the latest last.
func All(to string) (names []string, err error) {
	entries, err := os.ReadDir(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if _, bad := time.Parse(stamp, e.Name()); bad == nil && e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// latest returns the list of the latest backup in a folder.
func latest(to string) (*Manifest, error) {
	names, err := All(to)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	m, err := Read(filepath.Join(to, names[len(names)-1]))
	if err != nil {
		return nil, err
	}
	if m.At.Format(stamp) != names[len(names)-1] {
		return nil, damaged(listed, "与文件夹名称不符")
	}
	return m, nil
}

// Thin removes the oldest backups, so that so many stay.
func Thin(to string, keep int) (removed []string, err error) {
	names, err := All(to)
	if err != nil || keep < 1 || len(names) <= keep {
		return nil, err
	}
	for _, name := range names[:len(names)-keep] {
		if err := os.RemoveAll(filepath.Join(to, name)); err != nil {
			return removed, disk(err)
		}
		removed = append(removed, name)
	}
	return removed, nil
}

// Restore puts a backup into a folder of data that is empty or not there yet, and its database into the
// one given where that is no SQLite file of the folder. Everything is checked again.
func (m *Maker) Restore(ctx context.Context, dir string, to *store.DB) (list *Manifest, err error) {
	defer fault.Wrap(&err, "restore")
	if list, err = Read(dir); err != nil {
		return nil, err
	}
	if entries, err := os.ReadDir(m.Data); err == nil && len(entries) > 0 {
		return nil, fault.New(fault.Conflict, "backup.full", "数据目录 %s 不是空的，为避免覆盖已停止；请指定一个新的目录", m.Data)
	}
	m.say("核对备份")
	if err := m.check(ctx, dir, list); err != nil {
		return nil, err
	}
	m.say("恢复 %d 个文件", len(list.Files))
	for _, f := range list.Files {
		if f.Path == database && to != nil {
			continue
		}
		path := filepath.Join(m.Data, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, disk(err)
		}
		sum, size, err := copyFile(filepath.Join(dir, filepath.FromSlash(f.Path)), path)
		if err != nil {
			return nil, disk(err)
		}
		if sum != f.SHA256 || size != f.Size {
			return nil, damaged(f.Path, "复制时内容改变")
		}
	}
	if to == nil {
		return list, nil
	}
	m.say("写入数据库")
	return list, m.load(ctx, dir, to)
}

// load writes the database of a backup into another one.
func (m *Maker) load(ctx context.Context, dir string, to *store.DB) error {
	_, err := m.inside(ctx, dir, func(ctx context.Context, db *store.DB) error {
		if err := errors.Join(db.Migrate(ctx, m.Schemas...), to.Migrate(ctx, m.Schemas...)); err != nil {
			return err
		}
		_, err := transfer.Copy(ctx, db, to, func(string) {})
		return err
	})
	return err
}
