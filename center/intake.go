package center

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"zhibao/casework"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/intake"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// ImportOptions say what is imported and how.
type ImportOptions struct {
	Data, Database string
	Center         int64
	Source         string
	AsOf           string // YYYY-MM-DD; today when empty
	Trial          bool   // says what would become of it
	KeyFile        string // with which the pictures of designs are kept; without, none are
	KeyEnv         string
	Now            func() time.Time
}

// refusalsShown bounds what the command prints of refusals; the page has them all.
const refusalsShown = 50

// Import brings published documents of files and folders into the holding of a center, and prints how far it
// is. An import of the same files and source that was broken off goes on. It returns false when something
// was refused.
func Import(ctx context.Context, w io.Writer, o ImportOptions, paths []string) (ok bool, err error) {
	defer fault.Wrap(&err, "import documents")
	db, err := there(ctx, o.Data, o.Database, o.Now)
	if err != nil {
		return false, err
	}
	defer db.Close()
	if err := db.Migrate(ctx, Schemas()...); err != nil {
		return false, err
	}
	d := &intake.Desk{DB: db, Now: o.Now, Holding: &holding.Holding{DB: db, Now: o.Now}}
	if o.KeyFile != "" {
		root, err := seal.OpenRoot(seal.Source{File: o.KeyFile, Env: o.KeyEnv, DataDir: o.Data})
		if err != nil {
			return false, err
		}
		defer root.Close()
		if d.Designs, err = keeper(ctx, db, root, o, d.Holding); err != nil {
			return false, err
		}
	}
	in := intake.New{Center: o.Center, Name: "命令行", Source: o.Source, AsOf: calendar.DayOf(o.Now())}
	if o.AsOf != "" {
		if in.AsOf, err = calendar.ParseDay(o.AsOf); err != nil {
			return false, fault.New(fault.Invalid, "center.as_of", "--as-of 的日期“%s”不对，请写作 2026-11-22", o.AsOf)
		}
	}
	for _, p := range paths {
		full, err := filepath.Abs(p)
		if err != nil {
			return false, err
		}
		in.Items = append(in.Items, intake.Item{Name: filepath.Base(full), Path: full})
	}
	if err := known(ctx, db, o); err != nil {
		return false, err
	}
	m, err := begun(ctx, d, in, o.Trial)
	if err != nil {
		return false, err
	}
	last := time.Now()
	err = d.Run(ctx, m.Center, m.ID, func(m *intake.Import) {
		if time.Since(last) > time.Second {
			last = time.Now()
			fmt.Fprintf(w, "%d%%，%d 件，%.0f 件/秒\n", m.Percent(), m.Sum(), m.Rate)
		}
	})
	if err != nil {
		return false, err
	}
	ok, err = told(ctx, w, d, m)
	if err == nil && d.Designs == nil && !o.Trial {
		fmt.Fprintln(w, "没有用 --key 指定密钥文件，外观设计的图片未保存；需要时请指定后重新导入同一批文件，已入库的文献不会重复。")
	}
	return ok, err
}

// keeper keeps the pictures of designs that are imported, sealed under the key of their center. It is asked for
// nothing else here.
func keeper(ctx context.Context, db *store.DB, root *seal.Root, o ImportOptions, docs *holding.Holding) (*designs.Desk, error) {
	keys, err := seal.NewRing(ctx, db, root, seal.Options{})
	if err != nil {
		return nil, err
	}
	office, err := casework.NewOffice(db, keys, o.Now, settings())
	if err != nil {
		return nil, err
	}
	blobs, err := blob.NewStore(filepath.Join(o.Data, "files"))
	if err != nil {
		return nil, err
	}
	d := designs.New(designs.Deps{Holding: docs, Blobs: blobs})
	d.Use(office)
	return d, nil
}

// known refuses a center that the database does not have.
func known(ctx context.Context, db *store.DB, o ImportOptions) error {
	office, err := casework.NewOffice(db, nil, o.Now, settings())
	if err != nil {
		return err
	}
	return db.Read(ctx, func(tx *store.Tx) error {
		all, err := office.Centers(ctx, tx)
		for _, c := range all {
			if c.ID == o.Center {
				return err
			}
		}
		if err == nil {
			err = fault.New(fault.Missing, "center.unknown", "数据库中没有编号为 %d 的中心，请核对 --center", o.Center)
		}
		return err
	})
}

// begun finds the import that was broken off, or begins one.
func begun(ctx context.Context, d *intake.Desk, in intake.New, trial bool) (*intake.Import, error) {
	act := "start"
	if trial {
		act = "check"
	} else if m, err := d.Resume(ctx, in); err != nil || m != nil {
		if m != nil && m.State == intake.Paused {
			return d.Do(ctx, m.Center, m.ID, "go_on")
		}
		return m, err
	}
	var m *intake.Import
	err := d.DB.Write(ctx, func(tx *store.Tx) (err error) {
		m, err = d.Plan(ctx, tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.Do(ctx, m.Center, m.ID, act)
}

// told prints what became of an import.
func told(ctx context.Context, w io.Writer, d *intake.Desk, m *intake.Import) (bool, error) {
	m, err := d.Find(ctx, m.Center, m.ID)
	if err != nil {
		return false, err
	}
	word := m.State.Title()[0]
	fmt.Fprintf(w, "%s：新增 %d，变更 %d，无变化 %d，未导入 %d；略过不含文献的文件 %d 个\n", word, m.New, m.Changed, m.Unchanged, m.Refused, m.Ignored)
	if m.Error != "" {
		fmt.Fprintln(w, m.Error)
	}
	rs, err := d.Refused(ctx, m.Center, m.ID, refusalsShown)
	for _, r := range rs {
		fmt.Fprintf(w, "  %s %s：%s\n", r.File, r.Place, r.Reason)
	}
	if m.Refused > refusalsShown {
		fmt.Fprintf(w, "  ……其余 %d 项见“文献导入”页面\n", m.Refused-refusalsShown)
	}
	return m.Refused == 0 && m.Error == "", err
}
