package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/sorting"
)

// A Schema is the tables of one owner: a package, whose name its tables begin with.
type Schema struct {
	Owner string
	// Files holds, in whatever folder, the owner's migrations: files called
	// YYYYMMDD_what.sql. A file that was released is never changed.
	Files fs.FS
}

// A migration is one file.
type migration struct {
	owner, name, hash string
	script            string
}

// Migrate brings the tables up to date: the files of all owners in the order of their dates,
// then names, each in a transaction of its own. What was applied is remembered; a kill at any
// moment leaves whole files, and the next call goes on. Several processes may call it at the
// same time. There is no way back. Files of a newer version that this program does not know
// are left in peace, so that the version before can be put back, unless their names end in
// _breaking.sql: those took away or changed what an older program relies on.
//
// It fails with store.migration_changed if a file differs from what was applied and with
// store.newer if a newer version made the database unfit for this one, and changes nothing in
// either case.
func (db *DB) Migrate(ctx context.Context, schemas ...Schema) (err error) {
	defer fault.Wrap(&err, "migrating the database")
	files, err := collect(schemas)
	if err != nil {
		return err
	}
	applied := map[[2]string]string{}
	err = db.Read(ctx, func(tx *Tx) error {
		clear(applied)
		rows, err := tx.Query(ctx, `SELECT owner, name, hash FROM store_migration`)
		if err != nil {
			return err
		}
		for rows.Next() {
			var owner, name, hash string
			if err := rows.Scan(&owner, &name, &hash); err != nil {
				return err
			}
			applied[[2]string{owner, name}] = hash
		}
		return rows.Err()
	})
	if err != nil {
		return err
	}
	known := map[[2]string]bool{}
	for _, m := range files {
		known[[2]string{m.owner, m.name}] = true
		if hash, ok := applied[[2]string{m.owner, m.name}]; ok && hash != m.hash {
			return changed(m)
		}
	}
	for key := range applied {
		if !known[key] && Breaking(key[1]) {
			return newer(key[0], key[1])
		}
	}
	for _, m := range files {
		if _, ok := applied[[2]string{m.owner, m.name}]; ok {
			continue
		}
		if err := db.apply(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// changed is the refusal to start on a database made by other files.
func changed(m migration) error {
	return fault.New(fault.Conflict, "store.migration_changed",
		"程序中的数据库升级文件 %s/%s 与本数据库已执行的不一致，为避免损坏数据已拒绝启动；"+
			"请使用原版本程序，或联系系统管理员", m.owner, m.name)
}

// Breaking reports whether a migration of this name makes the database unfit for the versions
// before it. Whoever drops, renames or narrows what was released names the file so.
func Breaking(name string) bool { return strings.HasSuffix(name, "_breaking.sql") }

// newer is the refusal to start on a database that a newer version changed in a way that this one
// does not understand.
func newer(owner, name string) error {
	return fault.New(fault.Conflict, "store.newer",
		"本数据库已由更新的版本升级（%s/%s），本版本不能使用，为避免损坏数据已拒绝启动；"+
			"请换回更新的版本，或按升级说明恢复升级之前的备份", owner, name)
}

// apply runs one file and remembers it, in one transaction.
func (db *DB) apply(ctx context.Context, m migration) (err error) {
	defer fault.Wrap(&err, "%s/%s", m.owner, m.name)
	statements, err := db.ddl(m.script)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx *Tx) error {
		if err := tx.Lock(ctx, "store/migrate"); err != nil {
			return err
		}
		var hash string
		err := tx.Row(ctx, `SELECT coalesce(max(hash), '') FROM store_migration
			WHERE owner = $1 AND name = $2`, m.owner, m.name).Scan(&hash)
		if err != nil {
			return err
		}
		if hash != "" { // another process was faster
			if hash != m.hash {
				return changed(m)
			}
			return nil
		}
		if err := tx.change(ctx, statements); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO store_migration (owner, name, hash) VALUES ($1, $2, $3)`,
			m.owner, m.name, m.hash)
		return err
	})
}

// Migrated reports whether a file of an owner was applied, for what reads databases of older versions as they are.
func (tx *Tx) Migrated(ctx context.Context, owner, name string) (ok bool, err error) {
	err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM store_migration WHERE owner = $1 AND name = $2)`, owner, name).Scan(&ok)
	return ok, err
}

// collect finds the migrations of all owners and puts them into their one order.
func collect(schemas []Schema) ([]migration, error) {
	var all []migration
	for _, s := range schemas {
		err := fs.WalkDir(s.Files, ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || path.Ext(p) != ".sql" {
				return err
			}
			name := path.Base(p)
			if !dated(name) {
				return fault.New(fault.Internal, "store.migration_name",
					"数据库升级文件 %s/%s 的名称应以八位日期加下划线开头", s.Owner, name)
			}
			script, err := fs.ReadFile(s.Files, p)
			if err != nil {
				return err
			}
			// A checkout with other line ends is the same file.
			text := strings.ReplaceAll(string(script), "\r\n", "\n")
			sum := sha256.Sum256([]byte(text))
			all = append(all, migration{s.Owner, name, hex.EncodeToString(sum[:]), text})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	sorting.By(all, func(a, b migration) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.owner, b.owner))
	})
	for i := 1; i < len(all); i++ {
		if all[i].name == all[i-1].name && all[i].owner == all[i-1].owner {
			return nil, fault.New(fault.Internal, "store.migration_twice",
				"数据库升级文件 %s/%s 重复，请删去一个", all[i].owner, all[i].name)
		}
	}
	return all, nil
}

// dated reports whether a name begins with eight digits and an underscore.
func dated(name string) bool {
	return len(name) > 9 && name[8] == '_' &&
		strings.IndexFunc(name[:8], func(r rune) bool { return r < '0' || r > '9' }) < 0
}
