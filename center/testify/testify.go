// Package testify signs a head of a center's log for a witness outside of the center (存证见证). It needs files alone:
// no data, no network.
package testify

import (
	"os"
	"time"

	"zhibao/casework/treelog"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
)

// Files are what a witness signs with, and what.
type Files struct {
	Key  string // the key pair of the witness
	Head string
	Kept string // what was signed or kept last; empty for nothing
}

// Sign returns the testimony as it is kept, and whose keys signed it. A head that cannot follow what was kept is not
// signed.
func Sign(f Files, name string, at time.Time) (text string, center, witness string, err error) {
	signer, err := contingency.ReadKey(f.Key)
	if err != nil {
		return "", "", "", err
	}
	h, err := head(f.Head)
	if err != nil {
		return "", "", "", err
	}
	if f.Kept != "" {
		before, err := head(f.Kept)
		if err == nil {
			err = h.Follows(before)
		}
		if err != nil {
			return "", "", "", err
		}
	}
	w, err := treelog.Testify(h, name, at, signer)
	if err != nil {
		return "", "", "", err
	}
	return w.Text(), h.Signer(), w.Signer(), nil
}

// head reads a head that was kept, alone or in a testimony.
func head(path string) (*treelog.Head, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "witness.file", "文件 %s 打不开，请核对路径", path).Because(err)
	}
	return treelog.ParseKept(string(text))
}
