package center

import (
	"context"
	"fmt"
	"path/filepath"

	"zhibao/center/lost"
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
	some, err := lost.Some(filepath.Join(c.Data, "files"))
	if err != nil || !some {
		return false, err
	}
	return false, fault.New(fault.Unavailable, "center.database_lost",
		"数据目录 %s 中有案件文件，数据库却是空的：数据库可能已丢失，或者 --database 指向了别处。没有建立新的中心；请按恢复手册从备份恢复，或更正地址", c.Data)
}

// missingFiles looks whether every file to which the database refers lies in the folder of the data.
func missingFiles(ctx context.Context, db *store.DB, data string) symptom {
	s := symptom{what: "案件文件", advice: "按恢复手册“只丢失了文件”一节，从备份补回；各份备份中都没有的，请列出的案件的当事人或者经办人重新提交"}
	all, err := lost.Files(ctx, db, filepath.Join(data, "files"))
	s.found, s.err = fmt.Sprintf("%d 个", all), err
	return s
}
