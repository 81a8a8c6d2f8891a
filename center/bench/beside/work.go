package beside

import (
	"context"
	"fmt"
	"time"

	"zhibao/internal/store"
)

// Work is what the background of a center has to do.
type Work struct {
	Letters *Letters
	Imports *Imports
}

// limit is how long what is still to be done may take after the last kill.
const limit = 2 * time.Minute

// Look compares imports and messages with what the database says of them. At the end it waits for both; before, an
// import that has ended is followed by the next.
func (w *Work) Look(ctx context.Context, db *store.DB, last bool) (n Recount, flaws []string, err error) {
	for begun := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		ended, flaws, err := w.Imports.Look(ctx, db)
		if err != nil {
			return n, flaws, err
		}
		err = db.Read(ctx, func(tx *store.Tx) error {
			n, err = w.Letters.Recount(ctx, tx)
			return err
		})
		late := time.Since(begun) > limit || ctx.Err() != nil
		switch {
		case err != nil:
			return n, flaws, err
		case last && !late && (!ended || n.Lost > 0):
			continue
		case last && n.Lost+n.Strange > 0:
			flaws = append(flaws, fmt.Sprintf("消息：%d 条中 %d 条没有到达，%d 条不知从何而来", n.All, n.Lost, n.Strange))
		case !last && ended:
			return n, flaws, w.Imports.Begin(ctx, db)
		}
		if last && !ended {
			flaws = append(flaws, "导入没有完成")
		}
		return n, flaws, nil
	}
}
