package center

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"zhibao/casework/stored"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// founded reports whether the database is that of a center, which then has its key already and gets no new
// one. An empty database beside the files of a center is refused: its own was lost, or another is named, and
// a center that begins anew there would look as if nothing were wrong.
func (c *Center) founded(ctx context.Context) (bool, error) {
	yes, err := seal.Founded(ctx, c.DB)
	if err != nil || yes {
		return yes, err
	}
	some := errors.New("a file")
	err = filepath.WalkDir(filepath.Join(c.Data, "files"), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			err = some
		}
		return err
	})
	switch {
	case errors.Is(err, some):
		return false, fault.New(fault.Unavailable, "center.database_lost",
			"数据目录 %s 中有案件文件，数据库却是空的：数据库可能已丢失，或者 --database 指向了别处。没有建立新的中心；请按恢复手册从备份恢复，或更正地址", c.Data)
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, err
}

// missingFiles looks whether every file to which the database refers lies in the folder of the data.
func missingFiles(ctx context.Context, db *store.DB, data string) symptom {
	s := symptom{what: "案件文件", advice: "按恢复手册“只丢失了文件”一节，从备份补回"}
	all, missing := 0, 0
	s.err = db.Read(ctx, func(tx *store.Tx) error {
		return stored.Each(ctx, tx, func(address string) {
			if all++; !blob.Has(filepath.Join(data, "files"), address) {
				missing++
			}
		})
	})
	s.found = fmt.Sprintf("%d 个", all)
	if _, err := os.Stat(filepath.Join(data, "files")); all > 0 && err != nil {
		s.err = errors.Join(s.err, err)
	}
	if s.err == nil && missing > 0 {
		s.err = fmt.Errorf("缺少 %d 个", missing)
	}
	return s
}
