package center

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/store"
)

// wholeEvery is after how many minutes all records of a center are counted, too.
const wholeEvery = 15

// sealLogs is the job that enters what is new into the log of each center and signs its head.
func (c *Center) sealLogs(ctx context.Context, _ job.Job) (job.Effect, error) {
	log := &treelog.Log{DB: c.DB, Keys: c.Keys, Now: c.Now}
	return nil, c.everywhere(ctx, func(center int64) error {
		_, err := log.Seal(ctx, center, c.Now().Minute()%wholeEvery == 0)
		return err
	})
}

// verifyLogs computes the logs anew, of a database that may have been stopped long ago, and holds the heads
// from the files against them.
func verifyLogs(ctx context.Context, db *store.DB, heads []string) (v treelog.Verified, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		if v, err = treelog.Verify(ctx, tx, time.Time{}); err != nil {
			return err
		}
		for _, path := range heads {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			h, err := treelog.ParseKept(string(text))
			if err == nil {
				_, err = treelog.Extends(ctx, tx, h.Center, h)
			}
			// What a file is no head of, and what it does not fit, are told by its name.
			if fault.KindOf(err) == fault.Internal && err != nil {
				return err
			} else if err != nil {
				v.Flaws = append(v.Flaws, path+"："+fault.MessageOf(err))
			}
		}
		return nil
	})
	return v, err
}

// CheckProof checks a proof from a file with nothing else at hand, and prints what it shows.
func CheckProof(w io.Writer, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	p, err := treelog.ParseProof(text)
	if err != nil {
		return err
	}
	h, err := p.Check()
	if err != nil {
		return err
	}
	what := p.Label
	if what == "" {
		what = fmt.Sprintf("%s %s/%s", p.Kind, p.Object, p.Seq)
	}
	fmt.Fprintf(w, "证明成立：%s（摘要 %s）是中心 %d 存证日志的第 %s 条，树头于 %s 签名，共 %d 条。\n请将公钥指纹与中心公布的核对：%s\n", what, p.Hash, h.Center, p.Number(),
		h.At.Format(time.DateTime), h.Size, h.Signer())
	return nil
}
