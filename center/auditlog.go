package center

import (
	"context"
	"io"
	"time"

	"zhibao/center/auditlog"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// AuditLog writes the audit of all centers out, see auditlog.Write. It reads the database only, and needs no key.
func AuditLog(ctx context.Context, w io.Writer, data, database, state, version string) (err error) {
	defer fault.Wrap(&err, "write the audit out")
	db, err := there(ctx, data, database, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	c := &Center{Config: Config{Now: time.Now}, DB: db}
	if err := c.assemble(nil); err != nil { // nothing here opens a file
		return err
	}
	var all []int64
	err = db.Read(ctx, func(tx *store.Tx) error {
		centers, err := c.Office.Centers(ctx, tx)
		for _, x := range centers {
			all = append(all, x.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	return auditlog.Write(ctx, w, db, all, state, version)
}
