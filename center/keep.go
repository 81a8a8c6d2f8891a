package center

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/receipt"
	"zhibao/casework/treelog"
	"zhibao/center/backup"
	"zhibao/center/lost"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/store/transfer"
)

// maker makes and reads the backups of a database and its folder of data.
func maker(db *store.DB, data string, now func() time.Time, w io.Writer) *backup.Maker {
	return &backup.Maker{DB: db, Data: data, Schemas: Schemas(), Now: now, Said: func(what string) { fmt.Fprintln(w, what) },
		Heads: func(ctx context.Context) ([]string, error) { return headsOf(ctx, db) }, Check: holds, Refers: lost.Referred}
}

// headsOf returns the latest head of each center's log.
func headsOf(ctx context.Context, db *store.DB) (out []string, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		out = nil
		office := casework.Office{}
		centers, err := office.Centers(ctx, tx)
		if err != nil {
			return err
		}
		for _, ct := range centers {
			h, err := treelog.Latest(ctx, tx, ct.ID)
			if err != nil {
				return err
			}
			if h != nil {
				out = append(out, h.Text())
			}
		}
		return nil
	})
	return out, err
}

// holds refuses a database in which something does not hold.
func holds(ctx context.Context, db *store.DB) error {
	if err := db.Migrate(ctx, Schemas()...); err != nil {
		return err
	}
	v, err := verified(ctx, db, nil)
	if err != nil {
		return err
	}
	if len(v.flaws) > 0 {
		return fault.New(fault.Unavailable, "center.does_not_hold", "记录核验未通过：%s；请先运行 zhibao verify 查明原因，再建立备份或者恢复", v.flaws[0])
	}
	return nil
}

// Backup copies the center into a new folder below to, reads it back, and removes the oldest ones beyond
// keep (0 keeps all). The program may run meanwhile.
func Backup(ctx context.Context, w io.Writer, data, database, to string, keep int) error {
	db, err := there(ctx, data, database, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	begun := time.Now()
	dir, list, err := maker(db, data, time.Now, w).Make(ctx, to)
	if err != nil {
		return err
	}
	if err := lost.Kept(w, to, dir, list); err != nil {
		return err
	}
	fmt.Fprintf(w, "备份完成并已核对：%s，%d 张表 %d 行，%d 个文件（其中案件文件 %d 个）%d MB，用时 %s\n密钥文件不在备份之中：请另行保存最新的一份，与备份分开存放。\n", dir, len(list.Tables), list.Rows(),
		len(list.Files), list.Stored(), list.Bytes()>>20, time.Since(begun).Round(time.Second))
	removed, err := backup.Thin(to, keep)
	if len(removed) > 0 {
		fmt.Fprintf(w, "已删除较早的备份：%s\n", strings.Join(removed, "、"))
	}
	return err
}

// Restore puts a backup into a folder that is empty or not there, and into a database where one is named.
func Restore(ctx context.Context, w io.Writer, from, data, database string) (err error) {
	var to *store.DB
	if database != "" {
		if to, err = store.OpenWith(ctx, database, store.Options{Now: time.Now}); err != nil {
			return err
		}
		defer to.Close()
	}
	begun := time.Now()
	list, err := maker(nil, data, time.Now, w).Restore(ctx, from, to)
	if err != nil {
		return err
	}
	into := ""
	if database != "" {
		into = " --database 数据库地址"
	}
	fmt.Fprintf(w, "已恢复 %s 的备份到 %s：%d 行，%d 个文件，用时 %s\n请用最新的密钥文件启动：zhibao serve --data %s%s --key 密钥文件\n", list.At.Local().Format(time.DateTime), data, list.Rows(), len(list.Files),
		time.Since(begun).Round(time.Second), data, into)
	return nil
}

// Move takes a database over into another one, of whatever engine, and compares both. Nothing may write
// meanwhile; what was written is found, because the databases then differ.
func Move(ctx context.Context, w io.Writer, data, from, to string) error {
	source, err := there(ctx, data, from, time.Now)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := source.Migrate(ctx, Schemas()...); err != nil {
		return err
	}
	target, err := store.OpenWith(ctx, to, store.Options{Now: time.Now})
	if err != nil {
		return err
	}
	defer target.Close()
	if err := target.Migrate(ctx, Schemas()...); err != nil {
		return err
	}
	begun := time.Now()
	read, err := transfer.Copy(ctx, source, target, func(name string) { fmt.Fprintln(w, name) })
	if err != nil {
		return err
	}
	now, err := transfer.Contents(ctx, source)
	if err != nil {
		return err
	}
	if name := transfer.Differ(read, now); name != "" {
		return fault.New(fault.Conflict, "center.moved_while_writing", "迁移期间来源数据库的表 %s 有写入；请停止平台，清空目标数据库后重新迁移", name)
	}
	var rows int64
	for _, c := range read {
		rows += c.Rows
	}
	fmt.Fprintf(w, "迁移完成，两个数据库内容一致：%d 张表 %d 行，用时 %s\n存放文件的数据目录不变，启动时加 --database。\n", len(read), rows, time.Since(begun).Round(time.Second))
	return nil
}

// A symptom is one line of a doctor's report.
type symptom struct {
	what, found string
	err         error  // nil where all is well
	note        string // what one should know although nothing is wrong
	advice      string // what to do
}

// Doctor looks at everything that a center needs to work and prints what is wrong and what to do. It
// changes nothing. It returns whether all is well.
func Doctor(ctx context.Context, w io.Writer, cfg Config, backups string) (ok bool, err error) {
	db, err := there(ctx, cfg.Data, cfg.Database, time.Now)
	if err != nil {
		return false, err
	}
	defer db.Close()
	if err := lost.Empty(ctx, db); err != nil {
		return false, err
	}
	all := []symptom{builtBy(), writable(cfg.Data), space(cfg.Data), keyFile(ctx, db, cfg)}
	all = append(all, symptom{what: "数据库", found: db.Engine(), err: db.Integrity(ctx), advice: "按恢复手册用最近的备份恢复"})
	v, err := verified(ctx, db, nil)
	if err == nil && len(v.flaws) > 0 {
		err = errors.New(v.flaws[0])
	}
	all = append(all, symptom{what: "记录与存证", found: fmt.Sprintf("%d 件案件，%d 条记录，存证日志 %d 条", v.cases, v.events, v.logged.Entries), err: err, advice: "运行 zhibao verify 查看全部不符之处，并报告审计管理员"})
	all = append(all, missingFiles(ctx, db, cfg.Data), provider(ctx, db), clock(ctx, db), copies(ctx, db), scanned(ctx, cfg.Scan), probes(ctx, db), backedUp(backups))
	ok = true
	for _, s := range all {
		word := "正常"
		switch {
		case s.err != nil:
			word, ok = "问题", false
		case s.note != "":
			word = "提示"
		}
		fmt.Fprintf(w, "%s  %s：%s\n", word, s.what, s.found)
		if s.note != "" {
			fmt.Fprintf(w, "      说明：%s\n", s.note)
		}
		if s.err != nil {
			fmt.Fprintf(w, "      原因：%s\n      处理：%s\n", reason(s.err), s.advice)
		}
	}
	return ok, nil
}

// reason is an error for the operator.
func reason(err error) string {
	if m := fault.MessageOf(err); m != "" && fault.KindOf(err) != fault.Internal {
		return m
	}
	return err.Error()
}

// writable looks whether the folder of the data can be written.
func writable(data string) symptom {
	s := symptom{what: "数据目录", found: data, advice: "改为由运行平台的用户所有（chown），并可写"}
	f, err := os.CreateTemp(data, ".doctor")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	s.err = err
	return s
}

// keyFile looks whether the key file is there, nobody else's, whole, and that of this database.
func keyFile(ctx context.Context, db *store.DB, cfg Config) symptom {
	s := symptom{what: "密钥文件", found: cfg.KeyFile, advice: "放回这个中心最新的密钥文件，由运行平台的用户所有，权限 0600；见恢复手册“密钥文件丢失”一节"}
	if cfg.KeyFile == "" {
		s.found = "未指定 --key，没有检查"
		return s
	}
	s.err = lost.Key(ctx, db, seal.Source{File: cfg.KeyFile, Env: cfg.KeyEnv, DataDir: cfg.Data})
	return s
}

// clock compares this machine's time with the last record.
func clock(ctx context.Context, db *store.DB) symptom {
	s := symptom{what: "系统时间", found: time.Now().Format(time.DateTime), advice: "校准系统时间（chrony 或 ntpd），确认时区后再启动"}
	var at time.Time
	s.err = db.Read(ctx, func(tx *store.Tx) (err error) {
		at, err = receipt.LastAt(ctx, tx)
		return err
	})
	// Two seconds are what a good clock may be off after a restart.
	if s.err == nil && time.Until(at) > 2*time.Second {
		s.err = fmt.Errorf("早于最近一条记录的时间 %s", at.Format(time.DateTime))
	}
	return s
}

// provider tells which algorithms the center has.
func provider(ctx context.Context, db *store.DB) symptom {
	s := symptom{what: "密码算法", advice: "升级未完成：启动平台一次后再检查"}
	s.err = db.Read(ctx, func(tx *store.Tx) error {
		p, err := seal.ProviderOf(ctx, tx)
		s.found = map[seal.Provider]string{seal.SM: "国密：SM4-GCM 加密，SM3 派生密钥", seal.International: "国际：AES-256-GCM 加密，SHA-256 派生密钥", "": "尚未选定"}[p] + "；签名 SM2"
		return err
	})
	return s
}

// oldBackup is from when on a backup is too old.
const oldBackup = 36 * time.Hour

// backedUp looks for a recent backup.
func backedUp(dir string) symptom {
	s := symptom{what: "备份", found: "未指定 --backups，没有检查", advice: "运行 zhibao backup，并安排每日执行"}
	if dir == "" {
		return s
	}
	names, err := backup.All(dir)
	if err != nil || len(names) == 0 {
		s.found, s.err = dir, errors.Join(err, errors.New("没有完整的备份"))
		return s
	}
	m, err := backup.Read(filepath.Join(dir, names[len(names)-1]))
	if err != nil {
		s.found, s.err = dir, err
		return s
	}
	s.found = fmt.Sprintf("最近一次 %s，共 %d 份", m.At.Local().Format(time.DateTime), len(names))
	if time.Since(m.At) > oldBackup {
		s.err = fmt.Errorf("最近一次备份已过 %d 小时", int(time.Since(m.At).Hours()))
	}
	return s
}
