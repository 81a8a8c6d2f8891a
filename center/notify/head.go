package notify

import (
	"context"
	"strconv"

	"zhibao/casework/setting"
	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// headText is a head as it is kept: digests and signatures, no word of a case.
func headText(ctx context.Context, tx *store.Tx, m mailbox.Message) (string, error) {
	size, err := strconv.ParseInt(m.Number, 10, 64)
	if err != nil {
		return "", err
	}
	all, err := treelog.Heads(ctx, tx, m.Center, size+1, 1)
	if err != nil || len(all) == 0 || all[0].Size != size {
		return "", fault.New(fault.Internal, "notify.head", "没有条数为 %d 的存证树头，请从“存证日志”页面下载", size).Because(err)
	}
	return all[0].Text(), nil
}

// SendHeads sends the latest head of the log of a center to the addresses outside that it keeps (存证树头外送). An address
// that cannot be right holds up no other.
func (k *Desk) SendHeads(ctx context.Context, center int64, settings *setting.Book) (err error) {
	defer fault.Wrap(&err, "send heads")
	return k.d.DB.Write(ctx, func(tx *store.Tx) error {
		to, err := settings.List(ctx, tx, setting.Query{Center: center, Key: treelog.KeyMail, On: calendar.DayOf(k.d.Now())})
		if err != nil || len(to) == 0 {
			return err
		}
		h, err := treelog.Latest(ctx, tx, center)
		if err != nil || h == nil {
			return err
		}
		for _, address := range to {
			if err := k.send(ctx, tx, mailbox.Message{Center: center, Channel: mailbox.Mail, To: address, Template: "head", Number: strconv.FormatInt(h.Size, 10), Path: "/verify"}); err != nil {
				return err
			}
		}
		return nil
	})
}
