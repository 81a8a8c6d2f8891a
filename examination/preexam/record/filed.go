package record

import (
	"context"
	"strconv"
	"time"

	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// FilesAt is where the files of a case lie in the encrypted store.
func FilesAt(caseID int64) string { return "preexam/" + strconv.FormatInt(caseID, 10) + "/file" }

// Filed lists the files of the versions and proofs that came from a time on.
func Filed(ctx context.Context, tx *store.Tx, key seal.Key, center, caseID int64, since time.Time) (out []blob.Kept, err error) {
	defer fault.Wrap(&err, "files of case %d since %s", caseID, since)
	kept := func(f FileRef, at time.Time) {
		out = append(out, blob.Kept{Ref: blob.Ref{Address: f.Blob, Place: FilesAt(caseID), SHA256: f.SHA256, Size: f.Size}, Name: f.Name, At: at})
	}
	versions, err := Versions(ctx, tx, center, caseID)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		if v.At.Before(since) {
			continue
		}
		whole, err := Find(ctx, tx, key, caseID, v.No, "")
		if err != nil {
			return nil, err
		}
		for _, f := range whole.Files {
			kept(f, v.At)
		}
	}
	proofs, err := Proofs(ctx, tx, key, caseID)
	for _, p := range proofs {
		if !p.At.Before(since) {
			kept(p.File, p.At)
		}
	}
	return out, err
}
