package center

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"zhibao/casework"
	"zhibao/governance/outage"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/scan"
	"zhibao/internal/seal"
	"zhibao/law/calendar"
)

// IngestOptions say into which center the contingency filings go.
type IngestOptions struct {
	Data, Database  string
	KeyFile, KeyEnv string
	Center          int64
	Trial           bool          // checks and writes nothing
	Scan            *scan.Scanner // that of the platform; none if nil
}

// Ingest takes what the contingency desk left in a folder into a center, which may run or not, and prints
// what became of each. It returns false when something was refused.
func Ingest(ctx context.Context, w io.Writer, o IngestOptions, dir string) (ok bool, err error) {
	defer fault.Wrap(&err, "ingest contingency filings")
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return false, fault.New(fault.Invalid, "center.ingest", "%s 不是文件夹，请指定收件处的目录（每份应急件在其中各有一个文件夹）", dir)
	}
	db, err := there(ctx, o.Data, o.Database, time.Now)
	if err != nil {
		return false, err
	}
	defer db.Close()
	if err := db.Migrate(ctx, Schemas()...); err != nil {
		return false, err
	}
	root, err := seal.OpenRoot(seal.Source{File: o.KeyFile, Env: o.KeyEnv, DataDir: o.Data})
	if err != nil {
		return false, err
	}
	defer root.Close()
	keys, err := seal.NewRing(ctx, db, root, seal.Options{})
	if err != nil {
		return false, err
	}
	files, err := blob.NewStore(filepath.Join(o.Data, "files"))
	if err != nil {
		return false, err
	}
	if o.Scan != nil {
		if err := o.Scan.Ping(ctx); err != nil {
			return false, err
		}
		files.Watch = o.Scan.Watch
	}
	desk := outage.New(outage.Deps{Blobs: files, Screen: unmarked})
	office, err := casework.NewOffice(db, keys, time.Now, settings(), desk.Chart())
	if err != nil {
		return false, err
	}
	office.Policy = access.New(append(append(casework.Grants(), desk.Chart().Grants()...), outage.Grants()...)...)
	desk.Use(office)
	done, err := desk.Ingest(ctx, casework.Robot(o.Center), dir, o.Trial)
	return ingested(w, done), err
}

// ingested prints what became of each folder, and returns whether none was refused.
func ingested(w io.Writer, all []outage.Result) (ok bool) {
	words, count := map[string]string{outage.Ready: "可以导入", outage.Taken: "已导入", outage.Already: "以前已导入", outage.Refused: "未导入"}, map[string]int{}
	for _, r := range all {
		at := "—"
		if r.Receipt != nil {
			at = r.Receipt.At.In(calendar.Shanghai()).Format(time.DateTime)
		}
		fmt.Fprintf(w, "%s  %s  %s\n", words[r.State], r.Number, at)
		if r.Err != nil {
			fmt.Fprintf(w, "      原因：%s\n", reason(r.Err))
		}
		count[r.State]++
	}
	fmt.Fprintf(w, "共 %d 份：可以导入 %d，已导入 %d，以前已导入 %d，未导入 %d\n", len(all), count[outage.Ready], count[outage.Taken], count[outage.Already], count[outage.Refused])
	return count[outage.Refused] == 0
}
