package center

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

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/treelog"
	"zhibao/center/lost"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// there opens a database that must be there already: a command with a mistyped folder must not make an
// empty one and report on it.
func there(ctx context.Context, data, database string, now func() time.Time) (*store.DB, error) {
	if database == "" {
		database = "sqlite:" + filepath.Join(data, "zhibao.db")
	}
	if path, ok := strings.CutPrefix(database, "sqlite:"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrPermission) {
			return nil, fault.New(fault.Invalid, "center.unreadable", "当前用户读不到数据库 %s：请以运行平台的用户执行（sudo -u zhibao …），或者把数据目录改为该用户所有（chown -R）", path).Because(err)
		} else if err != nil {
			return nil, fault.New(fault.Invalid, "center.no_database", "没有数据库 %s，请核对 --data 或 --database", path).Because(err)
		}
	}
	db, err := store.OpenWith(ctx, database, store.Options{Now: now})
	return db, lost.Away(err)
}

// RotateKey changes the root key while the program does not run: the key file first, then the
// database, and writes it into the audit of every center. Killed in between, the next start goes on.
// Env names the variable with the new key where the present one is in the environment.
func RotateKey(ctx context.Context, cfg Config, env string) (err error) {
	defer fault.Wrap(&err, "change the root key")
	db, err := there(ctx, cfg.Data, cfg.Database, cfg.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	root, err := seal.OpenRoot(seal.Source{File: cfg.KeyFile, Env: cfg.KeyEnv, DataDir: cfg.Data})
	if err != nil {
		return err
	}
	defer root.Close()
	// Also follows a change that was broken off before.
	if _, err := seal.NewRing(ctx, db, root, seal.Options{}); err != nil {
		return err
	}
	if err := root.Rotate(env); err != nil {
		return err
	}
	keys, err := seal.NewRing(ctx, db, root, seal.Options{})
	if err != nil {
		return err
	}
	office, err := casework.NewOffice(db, keys, cfg.Now, settings())
	if err != nil {
		return err
	}
	book := identity.New(db, keys, cfg.Now, identity.Policy{})
	return db.Write(ctx, func(tx *store.Tx) error {
		all, err := office.Centers(ctx, tx)
		for _, c := range all {
			err = errors.Join(err, book.Audit(ctx, tx, identity.Who{Center: c.ID, Name: "命令行"}, "root.change", "", fmt.Sprintf("第 %d 次更换", root.Changes())))
		}
		return err
	})
}

// Verify checks a database off line, without keys: every chain, the papers and the due dates that
// follow from them. It prints the first entry of each case that does not hold. The files
// of heads that were kept outside are held against the logs.
func Verify(ctx context.Context, w io.Writer, data, database string, heads []string) (ok bool, err error) {
	db, err := there(ctx, data, database, time.Now)
	if err != nil {
		return false, err
	}
	defer db.Close()
	if err := lost.Empty(ctx, db); err != nil {
		return false, err
	}
	v, err := verified(ctx, db, heads)
	if err != nil {
		return false, err
	}
	for _, path := range heads {
		if !slices.ContainsFunc(v.flaws, func(f string) bool { return strings.HasPrefix(f, path+"：") }) {
			fmt.Fprintln(w, path+"：一致，现有日志以该树头所记的各条开始")
		}
	}
	for _, f := range v.flaws {
		fmt.Fprintln(w, f)
	}
	word := map[bool]string{true: "核验通过", false: "核验未通过"}[len(v.flaws) == 0]
	fmt.Fprintf(w, "%s：%d 件案件，%d 条记录，%d 条审计记录，存证日志 %d 条、树头 %d 个、见证 %d 份\n", word, v.cases, v.events, v.audit, v.logged.Entries, v.logged.Heads, v.logged.Seen)
	return len(v.flaws) == 0, nil
}

// A verification is what was gone over, and what does not hold.
type verification struct {
	cases, events, audit int
	logged               treelog.Verified
	flaws                []string
}

// verified checks a database without keys.
func verified(ctx context.Context, db *store.DB, heads []string) (out verification, err error) {
	c := &Center{Config: Config{Now: time.Now}, DB: db}
	if err := c.assemble(nil); err != nil { // nothing here opens a file
		return out, err
	}
	v, err := document.VerifyAll(ctx, c.Office)
	if err != nil {
		return out, err
	}
	out.cases, out.events = v.Cases, v.Events
	for _, f := range v.Flaws {
		out.flaws = append(out.flaws, f.String())
	}
	flaw, n, err := identity.VerifyAudit(ctx, db)
	if err != nil {
		return out, err
	}
	if out.audit = n; flaw != "" {
		out.flaws = append(out.flaws, flaw)
	}
	out.logged, err = verifyLogs(ctx, db, heads)
	out.flaws = append(out.flaws, out.logged.Flaws...)
	return out, err
}
