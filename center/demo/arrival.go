package demo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/governance/outage"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// arrivals are what the contingency desk received in a night on which filing was not possible: one filing that
// belongs to a case since, one that waits for somebody to say whose it is, and a digest of one.
func (b *builder) arrivals(ctx context.Context, night calendar.Day, of int64) error {
	key, err := seal.SignerOf(bytes.Repeat([]byte{23}, 32))
	if err != nil {
		return err
	}
	head := b.staff["fuzeren"]
	err = b.c.DB.Write(ctx, func(tx *store.Tx) error {
		return b.c.Office.Settings.Set(ctx, tx, b.c.DB.NewID(), head.Center, setting.Value{Key: "outage.signers", Value: seal.SignerID(key.Public()), From: night, At: b.clk.Now().UnixMicro(), Reason: "示范数值，非真实规定和统计"})
	})
	if err != nil {
		return err
	}
	to, err := b.c.Outage.Opener(ctx, head.Center)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "zhibao-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	at := night.Begin().Add(22*time.Hour + 40*time.Minute)
	desk, err := contingency.Open(dir, key, to.Public(), 1<<20, func() time.Time { return at })
	if err != nil {
		return err
	}
	first, err := desk.Take(ctx, "补正答复.txt", strings.NewReader("示范：系统中断期间交来的答复。"))
	if err != nil {
		return err
	}
	at = at.Add(7 * time.Minute)
	if _, err := desk.Take(ctx, "案卷包.txt", strings.NewReader("示范：尚不知属于哪件案件。")); err != nil {
		return err
	}
	at = at.Add(9 * time.Minute)
	if _, err := desk.TakeDigest(strings.Repeat("5e", 32), ""); err != nil {
		return err
	}
	done, err := b.c.Outage.Ingest(ctx, b.staff["shouli1"], dir, false)
	if err != nil {
		return err
	}
	for _, r := range done {
		if r.Err != nil {
			return fmt.Errorf("arrival %s: %w", r.Number, r.Err)
		}
	}
	return b.assigned(ctx, first.Number, of)
}

// assigned has the head say to which case an arrival belongs.
func (b *builder) assigned(ctx context.Context, number string, of int64) (err error) {
	defer fault.Wrap(&err, "assign %s", number)
	head := b.staff["fuzeren"]
	var id, from int64
	var target *casework.Case
	err = b.c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if target, err = b.c.Office.Get(ctx, tx, casework.Robot(head.Center), of); err != nil {
			return err
		}
		a, err := b.c.Outage.ArrivalOf(ctx, tx, head.Center, number)
		if err == nil {
			id, from = a.ID, a.Case
		}
		return err
	})
	if err != nil {
		return err
	}
	_, err = b.move(ctx, head, from, "assign", &outage.Assign{Arrival: strconv.FormatInt(id, 10), Number: target.Number, Basis: "本中心规定：系统中断期间由应急收件处收下的，以回执时间为收到时间"})
	return err
}
