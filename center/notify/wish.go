package notify

import (
	"context"
	"fmt"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// How somebody wants messages of a kind over a channel.
const (
	now   = "now"
	daily = "daily"
	off   = "off"
)

// wishForm is what a person wants. Whatever is chosen, everything stands in the account's messages.
type wishForm struct {
	PaperMail    string `json:"paper_mail" section:"收到文书时=When a paper is served" label:"电子邮件" en:"Mail" widget:"radio" options:"now=即时=At once,daily=每日汇总=Once a day,off=不发送=Never" required:"true"`
	PaperSMS     string `json:"paper_sms" label:"短信" en:"Text message" widget:"radio" options:"now=即时=At once,daily=每日汇总=Once a day,off=不发送=Never" required:"true"`
	ReminderMail string `json:"reminder_mail" section:"中心催办时=When the center reminds" label:"电子邮件" en:"Mail" widget:"radio" options:"now=即时=At once,daily=每日汇总=Once a day,off=不发送=Never" required:"true"`
	ReminderSMS  string `json:"reminder_sms" label:"短信" en:"Text message" widget:"radio" options:"now=即时=At once,daily=每日汇总=Once a day,off=不发送=Never" required:"true"`
}

// place is one field of the form with the kind and the channel it stands for.
type place struct {
	kind    string
	channel mailbox.Channel
	mode    *string
}

// places lists the fields, so that page and store treat all alike.
func (f *wishForm) places() []place {
	return []place{{casework.NoticePaper, mailbox.Mail, &f.PaperMail}, {casework.NoticePaper, mailbox.SMS, &f.PaperSMS},
		{casework.NoticeReminder, mailbox.Mail, &f.ReminderMail}, {casework.NoticeReminder, mailbox.SMS, &f.ReminderSMS}}
}

// wish returns how an account wants messages of a kind. Who said nothing gets mails at once and no
// text messages, which cost the center money and the person sleep.
func wish(ctx context.Context, tx *store.Tx, a *identity.Account, kind string, ch mailbox.Channel) (mode string, err error) {
	all, err := store.Once(tx, wishesOf(a.ID), func() (choice, error) {
		all, err := said(ctx, tx, a.Center, []int64{a.ID})
		return all[a.ID], err
	})
	if err != nil {
		return "", err
	}
	if mode, ok := all[[2]string{kind, string(ch)}]; ok {
		return mode, nil
	}
	if ch == mailbox.SMS {
		return off, nil
	}
	return now, nil
}

// A choice is what an account has chosen, by kind and channel.
type choice map[[2]string]string

func wishesOf(account int64) string { return "notify/wish/" + strconv.FormatInt(account, 10) }

// ahead reads the wishes of several accounts of a center at once, for wish.
func ahead(ctx context.Context, tx *store.Tx, accounts []*identity.Account) error {
	if len(accounts) == 0 {
		return nil
	}
	ids := make([]int64, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	all, err := said(ctx, tx, accounts[0].Center, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := store.Once(tx, wishesOf(id), func() (choice, error) { return all[id], nil }); err != nil {
			return err
		}
	}
	return nil
}

// said reads what accounts have chosen.
func said(ctx context.Context, tx *store.Tx, center int64, accounts []int64) (map[int64]choice, error) {
	marks, args := store.In(1, accounts)
	args = append(args, center)
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT account_id, kind, channel, mode FROM notify_wish WHERE account_id IN (%s) AND +center_id = $%d`, marks, len(args)), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]choice{}
	for rows.Next() {
		var account int64
		var kind, ch, mode string
		if err := rows.Scan(&account, &kind, &ch, &mode); err != nil {
			return nil, err
		}
		if out[account] == nil {
			out[account] = choice{}
		}
		out[account][[2]string{kind, ch}] = mode
	}
	return out, rows.Err()
}

// wishesPage shows and takes the wishes of the person.
func (k *Desk) wishesPage(x *web.Ctx) error {
	a := worklist.Actor(x)
	var have wishForm
	var me *identity.Account
	var sms bool
	err := k.d.DB.Read(x.Context(), func(tx *store.Tx) (err error) {
		if me, err = k.d.Book.Get(x.Context(), tx, a.Account); err != nil {
			return err
		}
		for _, p := range have.places() {
			if *p.mode, err = wish(x.Context(), tx, me, p.kind, p.channel); err != nil {
				return err
			}
		}
		sms, err = k.has(x.Context(), tx, a.Center, mailbox.SMS)
		return err
	})
	if err != nil {
		return err
	}
	x.Page = web.Page{Title: x.T("通知设置", "Notifications")}
	f := form.New(x, k.wishes).Fill(have)
	f.Intro = x.T("邮件和短信只写案号和链接，不含案件内容。无论如何选择，站内消息都会保留全部文书；每日汇总在 8:30 发出。",
		"Mails and text messages hold a number and a link only. Whatever you choose, every paper stays in your messages here; the daily summary goes out at 8:30.")
	var in wishForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := k.keep(x, a, &in); err != nil {
			return err
		}
		x.Flash(web.Green, x.T("通知设置已保存", "Saved"))
		return x.Redirect("/my/notices")
	}
	// Shown so that a wrong address is noticed before a paper is missed.
	where := web.KV{Title: x.T("发送到", "Sent to")}
	where.Add(x.T("电子邮件", "Mail"), me.Mail).Add(x.T("手机", "Phone"), me.Phone)
	blocks := []web.Block{f, where}
	if !sms {
		blocks = append([]web.Block{web.Notice{Tone: web.Blue, Text: x.T("本中心尚未开通短信，短信选项在开通后生效。", "The center does not send text messages yet; the choice counts once it does.")}}, blocks...)
	}
	return x.Render("page-blocks", blocks)
}

// keep stores the wishes.
func (k *Desk) keep(x *web.Ctx, a casework.Actor, in *wishForm) error {
	return k.d.DB.Write(x.Context(), func(tx *store.Tx) error {
		for _, p := range in.places() {
			err := Wish(x.Context(), tx, &identity.Account{ID: a.Account, Center: a.Center}, p.kind, p.channel, *p.mode)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// A summary is what one account is told once a day over one channel.
type summary struct {
	account int64
	channel mailbox.Channel
	count   int
}

// digest is the job that sends the daily messages: one to each account and channel with news since
// the last. What it counted is gone in the same transaction.
func (k *Desk) digest(context.Context, job.Job) (job.Effect, error) {
	return func(ctx context.Context, tx *store.Tx) (err error) {
		defer fault.Wrap(&err, "digest")
		due, err := pending(ctx, tx)
		if err != nil {
			return err
		}
		for _, s := range due {
			// What comes in from now on is counted for tomorrow.
			if _, err := tx.Exec(ctx, `DELETE FROM notify_pending WHERE account_id = $1 AND channel = $2`, s.account, string(s.channel)); err != nil {
				return err
			}
			a, err := k.d.Book.Get(ctx, tx, s.account)
			if fault.KindOf(err) == fault.Missing && err != nil || err == nil && a.Status != identity.Active {
				continue
			} else if err != nil {
				return err
			}
			err = k.send(ctx, tx, mailbox.Message{Center: a.Center, Channel: s.channel, To: address(a, s.channel), Template: "digest", Number: strconv.Itoa(s.count), Path: "/messages"})
			if err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// pending counts what is to be told.
func pending(ctx context.Context, tx *store.Tx) (out []summary, err error) {
	rows, err := tx.Query(ctx, `SELECT account_id, channel, COUNT(*) FROM notify_pending GROUP BY account_id, channel ORDER BY account_id, channel`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s summary
		if err := rows.Scan(&s.account, &s.channel, &s.count); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Wish stores how an account is told of one kind of news over one channel: now, daily or off.
func Wish(ctx context.Context, tx *store.Tx, a *identity.Account, kind string, ch mailbox.Channel, mode string) error {
	_, err := tx.Exec(ctx, `INSERT INTO notify_wish (account_id, center_id, kind, channel, mode) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (account_id, kind, channel) DO UPDATE SET mode = excluded.mode`, a.ID, a.Center, kind, string(ch), mode)
	return err
}
