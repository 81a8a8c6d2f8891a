// Package auditlog writes the audit of the centers out for a collector of security events (安全审计外送), a line for
// each entry in the Common Event Format.
package auditlog

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// Write writes the audit of centers. Where a file of the state is named, only what is newer than the last time is
// written; the file is brought up to date after the lines have gone out, so that a line may come twice after a power
// cut and is never missing.
func Write(ctx context.Context, w io.Writer, db *store.DB, centers []int64, state, version string) error {
	seen, err := read(state)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	const some = 1000
	for _, x := range centers {
		for more := true; more; {
			var entries []identity.Entry
			err := db.Read(ctx, func(tx *store.Tx) (err error) {
				entries, err = identity.EntriesAfter(ctx, tx, x, seen[x], some)
				return err
			})
			if err != nil {
				return err
			}
			for _, e := range entries {
				fmt.Fprintln(out, e.CEF(x, version)) //nolint:errcheck // Flush says it
				seen[x] = e.Seq
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

// read reads how far an earlier call went: center → the last sequence number.
func read(file string) (map[int64]int64, error) {
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
	case json.Unmarshal(raw, &seen) != nil || seen == nil: // null is JSON too
		return nil, fault.New(fault.Invalid, "center.audit_state", "文件 %s 不是本命令写的进度，请另指定一个，或删除它后从头输出", file)
	}
	return seen, nil
}
