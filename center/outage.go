package center

import (
	"context"
	"fmt"
	"io"
	"time"

	"zhibao/casework"
	"zhibao/governance/outage"
	"zhibao/internal/store"
)

// beat notes again and again that the center takes writes. It is no job among others: those can be busy
// for longer than a minute.
func (c *Center) beat(ctx context.Context) {
	tick := time.NewTicker(outage.Beats)
	defer tick.Stop()
	for {
		if err := c.everywhere(ctx, func(center int64) error { return c.Outage.Beat(ctx, center) }); err != nil && ctx.Err() == nil {
			c.Log.Error("availability not noted", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// held reports whether a case loses nothing yet, because its term lies in an outage on which nobody has
// decided. Where that cannot be read, it loses nothing either.
func (c *Center) held(ctx context.Context, k *casework.Case) (held bool) {
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		held, err = c.Outage.Holds(ctx, tx, k)
		return err
	})
	if err != nil {
		c.Log.Warn("outages not read", "case", k.Number, "err", err)
		return true
	}
	return held
}

// Status writes the public page of the service into a folder, from a center that may run or not.
func Status(ctx context.Context, w io.Writer, data, database, dir string) error {
	db, err := there(ctx, data, database, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	desk := outage.New(outage.Deps{})
	office := &casework.Office{DB: db, Now: time.Now}
	desk.Use(office)
	var s outage.Service
	err = db.Read(ctx, func(tx *store.Tx) error {
		all, err := office.Centers(ctx, tx)
		if err != nil || len(all) == 0 {
			return err
		}
		s, err = desk.ServiceOf(ctx, tx, all[0])
		return err
	})
	if err != nil {
		return err
	}
	if err := outage.WriteStatic(dir, s); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "已写入 %s：index.html、en.html、status.json、feed.xml\n", dir)
	return err
}
