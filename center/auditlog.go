package center

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// AuditLog writes the audit of all centers for a collector of security events, a line for each entry in the Common
// Event Format. Where a file of the state is named, only what is newer than the last time is written; the file
// is brought up to date after the lines have gone out, so that a line may come twice after a power cut and is
// never missing. It reads the database only, and needs no key.
func AuditLog(ctx context.Context, w io.Writer, data, database, state, version string) (err error) {
	defer fault.Wrap(&err, "write the audit out")
	seen, err := auditState(state)
	if err != nil {
		return err
	}
	db, err := there(ctx, data, database, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	c := &Center{Config: Config{Now: time.Now}, DB: db}
	if err := c.assemble(nil); err != nil { // nothing here opens a file
		return err
	}
	var all []casework.Center
	err = db.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = c.Office.Centers(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	const some = 1000
	for _, x := range all {
		for more := true; more; {
			var entries []identity.Entry
			err := db.Read(ctx, func(tx *store.Tx) (err error) {
				entries, err = identity.EntriesAfter(ctx, tx, x.ID, seen[x.ID], some)
				return err
			})
			if err != nil {
				return err
			}
			for _, e := range entries {
				fmt.Fprintln(out, e.CEF(x.ID, version)) //nolint:errcheck // Flush says it
				seen[x.ID] = e.Seq
			}
			more = len(entries) == some
		}
	}
	if err := out.Flush(); err != nil || state == "" {
		return err
	}
	raw, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	if err := os.WriteFile(state+".new", raw, 0o600); err != nil {
		return err
	}
	return os.Rename(state+".new", state)
}

// auditState reads how far an earlier call went: center → the last sequence number.
func auditState(file string) (map[int64]int64, error) {
	seen := map[int64]int64{}
	if file == "" {
		return seen, nil
	}
	raw, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return seen, nil
	case err != nil:
		return nil, err
	case json.Unmarshal(raw, &seen) != nil:
		return nil, fault.New(fault.Invalid, "center.audit_state", "文件 %s 不是本命令写的进度，请另指定一个，或删除它后从头输出", file)
	}
	return seen, nil
}
