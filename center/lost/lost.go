// Package lost (丢失核对) tells what a center has lost of its database, its files and its key, in words by which an
// operator who never saw it finds the right page of the handbook (docs/runbooks/backup.md).
package lost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhibao/casework/stored"
	"zhibao/center/backup"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// named is how many missing files are named one by one.
const named = 20

// Away says of a database that cannot be reached what to look at. Other errors stay as they are.
func Away(err error) error {
	if err == nil || fault.CodeOf(err) != "store.connection" && !strings.Contains(err.Error(), "SQLSTATE 3D000") {
		return err
	}
	return fault.New(fault.Unavailable, "lost.away",
		"连不上数据库：请检查 PostgreSQL 是否运行、有没有这个数据库、--database 的地址与账号；数据库已丢失的，见恢复手册“先判断丢了什么”。原因：%v", err).Because(err)
}

// Empty refuses a database that holds no center, before everything in it is reported as missing.
func Empty(ctx context.Context, db *store.DB) error {
	yes, err := seal.Founded(ctx, db)
	if err != nil && !strings.Contains(err.Error(), "seal_root") {
		return err
	}
	if err != nil || !yes {
		return fault.New(fault.Invalid, "lost.empty",
			"数据库（%s）是空的，其中没有中心：可能已丢失，或者 --database 指向了别处；请见恢复手册“先判断丢了什么”", db.Engine()).Because(err)
	}
	return nil
}

// Key says what is wrong with a key file: not there, open to others, damaged, or that of another database.
func Key(ctx context.Context, db *store.DB, src seal.Source) error {
	root, err := seal.OpenRoot(src)
	if err != nil {
		return err
	}
	defer root.Close()
	return root.Fits(ctx, db)
}

// Referred tells every file to which something in a database refers.
func Referred(ctx context.Context, db *store.DB, tell func(address string)) error {
	return db.Read(ctx, func(tx *store.Tx) error { return stored.Each(ctx, tx, func(p stored.Place) { tell(p.Address) }) })
}

// Files counts the files to which a database refers. The error says how many are missing in the folder, and to
// which cases the first of them belong.
func Files(ctx context.Context, db *store.DB, folder string) (all int, err error) {
	var missing []stored.Place
	err = db.Read(ctx, func(tx *store.Tx) error {
		all, missing = 0, nil
		err := stored.Each(ctx, tx, func(p stored.Place) {
			if all++; !blob.Has(folder, p.Address) {
				missing = append(missing, p)
			}
		})
		if err != nil {
			return err
		}
		return stored.Find(ctx, tx, missing[:min(named, len(missing))])
	})
	if err != nil || len(missing) == 0 {
		return all, err
	}
	lines := []string{fmt.Sprintf("缺少 %d 个", len(missing))}
	if _, err := os.Stat(folder); err != nil {
		lines[0] += "（目录 " + folder + " 不在或者读不到）"
	}
	for _, p := range missing[:min(named, len(missing))] {
		of := "不属于案件步骤的文件"
		if len(p.Cases) > 0 {
			of = "案件：" + strings.Join(p.Cases, "、")
		}
		lines = append(lines, fmt.Sprintf("%s，%s 保存（%s…）", of, p.At.Local().Format(time.DateTime), p.Address[:12]))
	}
	if len(missing) > named {
		lines = append(lines, fmt.Sprintf("其余 %d 个补回之后再列出", len(missing)-named))
	}
	return all, fmt.Errorf("%s", strings.Join(lines, "\n            "))
}

// Kept refuses to call a backup complete that lacks files which an earlier one still holds: the earlier ones must
// then stay. What no backup holds is lost for good, and only told.
func Kept(w io.Writer, to, dir string, list *backup.Manifest) error {
	if len(list.Missing) == 0 {
		return nil
	}
	n, where, err := backup.Holding(to, filepath.Base(dir), list.Missing)
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Unavailable, "lost.files",
			"备份不完整：数据库所记的 %d 个案件文件不在数据目录中，其中 %d 个在较早的备份中还有（最近的是 %s）。请按恢复手册“只丢失了文件”一节补回，再重新备份；本次的数据库已在 %s，较早的备份一份也没有删除", len(list.Missing), n, where, dir)
	}
	fmt.Fprintf(w, "注意：数据库所记的 %d 个案件文件不在数据目录中，各份备份中也没有；zhibao doctor 列出它们属于哪些案件\n", len(list.Missing))
	return nil
}

// Some reports whether any file lies below a folder, which need not be there.
func Some(folder string) (bool, error) {
	some := errors.New("a file")
	err := filepath.WalkDir(folder, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			err = some
		}
		return err
	})
	switch {
	case errors.Is(err, some):
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, err
}

// Gone reports whether the folder of the files or the file of the database was taken away from under the program: a
// file that was deleted goes on taking what is saved, and all of it is gone when the program ends.
func Gone(data, database string) bool {
	all := []string{filepath.Join(data, "files")}
	if path, ok := strings.CutPrefix(database, "sqlite:"); ok {
		all = append(all, path)
	}
	return slices.ContainsFunc(all, func(path string) bool {
		_, err := os.Stat(path)
		return errors.Is(err, fs.ErrNotExist)
	})
}
