package center

import (
	"context"
	"fmt"

	"zhibao/internal/store"
)

// copies tells on how many disks lies what a receipt is shown for. One is no fault of the program: it is what
// the operator chose, and must know.
func copies(ctx context.Context, db *store.DB) symptom {
	s := symptom{what: "受理的副本", advice: "检查 PostgreSQL 的 synchronous_standby_names 与 synchronous_commit，见 docs/scale.md"}
	c, err := db.Copies(ctx)
	if err != nil {
		s.found, s.err = "未能查询", err
		return s
	}
	return inWords(s, db.Engine(), c)
}

// inWords puts what the engine said into words.
func inWords(s symptom, engine string, c store.Copies) symptom {
	const files = "；上传的文件与密钥文件不随数据库复制，另放在有冗余的磁盘上"
	switch {
	case engine != store.Postgres:
		s.found = "SQLite，一份"
		s.note = "回执在本机磁盘写入（fsync）之后给出，只有这一块磁盘；磁盘损坏时，最近一次备份之后受理的内容会丢失。要求两份的，改用 PostgreSQL 与同步备库（zhibao move）" + files
	case c.Two() && c.Now > 0:
		s.found = fmt.Sprintf("PostgreSQL，主库与同步备库（%s；现有 %d 个备库确认）", c.Names, c.Now) + files
	case c.Two():
		s.found = fmt.Sprintf("PostgreSQL，主库与同步备库（%s）", c.Names)
		s.note = "现在没有看到确认的备库：没有备库时受理会停住等待，或者本用户无权查看 pg_stat_replication（可授予 pg_monitor）" + files
	case c.Names != "":
		s.found = fmt.Sprintf("PostgreSQL，备库 %s，synchronous_commit = %s", c.Names, c.Commit)
		s.note = "备库尚未写入磁盘即视为受理，等同一份；要求两份的，把 synchronous_commit 改为 on" + files
	default:
		s.found = "PostgreSQL，一份"
		s.note = "没有设置 synchronous_standby_names：主库磁盘损坏时，备库还没有的、已给出回执的内容会丢失。要求两份的，按 docs/scale.md 设置同步备库" + files
	}
	return s
}
