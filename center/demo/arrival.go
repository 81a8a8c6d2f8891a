package demo

import (
	"bytes"
	"context"
	"errors"
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
// belongs to a case since, one that waits for somebody to say whose it is, a digest of one, and a request that was
// filed again with another content, which waits for a decision before it can be accepted.
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
	at = at.Add(4 * time.Minute)
	again, err := desk.Take(ctx, "案卷包.zip", strings.NewReader("示范：与其后在平台提交的不同。"))
	if err != nil {
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
	if err := b.assigned(ctx, first.Number, of); err != nil {
		return err
	}
	return b.differs(ctx, again.Number, night)
}

// differs assigns an arrival to a request that came after it and that nobody has accepted yet, where there is one,
// and has the two compared.
func (b *builder) differs(ctx context.Context, number string, night calendar.Day) error {
	var of int64
	err := b.c.DB.Read(ctx, func(tx *store.Tx) error {
		l, err := b.c.Office.List(ctx, tx, casework.Robot(b.c.Center.ID), casework.Filter{Chart: "preexam", States: []string{"submitted"}, Opened: [2]calendar.Day{night + 1, night + 9}, Sort: "-opened", PerPage: 1, NoTitles: true})
		if err == nil && len(l.Cases) > 0 {
			of = l.Cases[0].ID
		}
		return err
	})
	if err != nil || of == 0 {
		return err
	}
	if err := b.assigned(ctx, number, of); err != nil {
		return err
	}
	_, failed, err := b.c.Outage.CompareDue(ctx, b.c.Center.ID)
	return errors.Join(append(failed, err)...)
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
	in := &outage.Assign{Arrival: strconv.FormatInt(id, 10), Number: target.Number, Basis: "本中心规定：系统中断期间由应急收件处收下的，以回执时间为收到时间"}
	if in.Number == "" {
		in.Fresh = strconv.FormatInt(of, 10)
	}
	_, err = b.move(ctx, head, from, "assign", in)
	return err
}
