package notify

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/limit"
	"zhibao/internal/mailbox"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/telemetry"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

var (
	//go:embed schema/*.sql
	schema embed.FS
	//go:embed view/*.html
	views embed.FS
)

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "notify", Files: sub}
}

// Acts in the access policy.
const (
	ActLetters = "letters"        // look after messages that did not arrive
	ActWays    = "admin.messages" // say how messages are sent
	ActWishes  = "notify.wishes"  // say what one wants to be told
)

// Grants gives failed messages to those who can call the party instead, the ways to send to the
// system administrator, and wishes to those who get messages.
func Grants() []access.Grant {
	g := func(act string, r casework.Role) access.Grant {
		return access.Grant{Act: act, Role: string(r), Rel: access.Center}
	}
	return []access.Grant{g(ActLetters, casework.Clerk), g(ActLetters, casework.Head), g(ActWays, casework.SysAdmin),
		g(ActWishes, casework.Entity), g(ActWishes, casework.AgencyRole)}
}

// Deps is what a Desk needs.
type Deps struct {
	DB       *store.DB
	Recorder *telemetry.Recorder
	Keys     *seal.Ring
	Book     *identity.Book
	Limits   *limit.Limiter
	Jobs     *job.Runner
	Now      func() time.Time
	URL      string // address of the site; empty: links would lead nowhere, so no way can be set up
	Folder   string // where mails are left while no way is set up
}

// A Desk tells people that something waits for them.
type Desk struct {
	d   Deps
	box *mailbox.Box

	// The described forms, made once by New.
	mail, sms, wishes *form.Schema
	tests             map[mailbox.Channel]*form.Schema
}

// templates are all messages there are. They are fixed here, and what is filled in cannot be a sentence,
// so that no title ever leaves this way.
var templates = []mailbox.Template{
	{ID: "news",
		Chinese: mailbox.Words{Subject: "案件 {number} 有新文书", Body: "您在知识产权保护中心的案件 {number} 有新的文书或进展，请登录查看：{link}\n本消息不含案件内容，请勿回复。"},
		English: mailbox.Words{Subject: "News in case {number}", Body: "There is a new paper in case {number}. Sign in to read it: {link}\nThis message holds nothing of the case."}},
	{ID: "reminder",
		Chinese: mailbox.Words{Subject: "案件 {number} 待您办理", Body: "您在知识产权保护中心的案件 {number} 有待您办理的事项，请登录查看期限：{link}\n本消息不含案件内容，请勿回复。"},
		English: mailbox.Words{Subject: "Case {number} waits for you", Body: "Something waits for you in case {number}. Sign in to see the term: {link}\nThis message holds nothing of the case."}},
	// Before acceptance a matter has no number.
	{ID: "unnumbered",
		Chinese: mailbox.Words{Subject: "您有新的文书或待办事项", Body: "您在知识产权保护中心有新的文书或待办事项，请登录查看：{link}\n本消息不含案件内容，请勿回复。"},
		English: mailbox.Words{Subject: "Something waits for you", Body: "A paper or a task waits for you. Sign in to see it: {link}\nThis message holds nothing of the case."}},
	{ID: "digest",
		Chinese: mailbox.Words{Subject: "您有 {number} 条新消息", Body: "自上次汇总以来，您在知识产权保护中心有 {number} 条新消息，请登录查看：{link}\n本消息不含案件内容，请勿回复。"},
		English: mailbox.Words{Subject: "{number} news for you", Body: "There are {number} news since the last summary. Sign in to read them: {link}\nThis message holds nothing of a case."}},
	{ID: "signin",
		Chinese: mailbox.Words{Subject: "您的密码或登录方式已更改", Body: "您在知识产权保护中心的账号刚刚更改了密码或登录方式。如非本人操作，请立即联系中心的系统管理员；本人可在此查看登录会话：{link}\n请勿回复。"},
		English: mailbox.Words{Subject: "Your password or a way to sign in was changed", Body: "The password of your account or a way to sign in was just changed. If it was not you, call the center at once; your sessions are here: {link}"}},
	{ID: "head", Text: headText,
		Chinese: mailbox.Words{Subject: "存证树头 {number}", Body: "以下是知识产权保护中心存证日志的最新树头（共 {number} 条）。请存放于中心之外，不要改动；日后凭它可以发现记录被删除、截断或者整体改写。\n\n{text}\n核对与见证的办法：{link}\n本消息不含案件内容，请勿回复。"},
		English: mailbox.Words{Subject: "Head {number} of the log of records", Body: "This is the latest head of the log ({number} entries). Keep it outside of the center as it is: with it, records that were removed, cut off or written anew are found.\n\n{text}\n{link}\nThis message holds nothing of a case."}},
	{ID: "test",
		Chinese: mailbox.Words{Subject: "知保测试消息", Body: "这是知保业务平台的测试消息，收到即说明发送方式可用：{link}"},
		English: mailbox.Words{Subject: "Test message", Body: "This is a test message. Its arrival shows that messages can be sent: {link}"}},
}

// New makes the desk and the jobs that send. From then on a move and its message are one
// transaction: neither is ever there without the other.
func New(d Deps) (k *Desk, err error) {
	defer fault.Wrap(&err, "notify")
	k = &Desk{d: d, mail: form.Describe(mailForm{}, nil), sms: form.Describe(smsForm{}, nil), wishes: form.Describe(wishForm{}, nil),
		tests: map[mailbox.Channel]*form.Schema{mailbox.Mail: form.Describe(testMail{}, nil), mailbox.SMS: form.Describe(testSMS{}, nil)}}
	// Without an address only the folder can be used, and whoever looks there knows where the site is.
	base := d.URL
	if base == "" {
		base = "http://localhost"
	}
	k.box, err = mailbox.New(d.DB, d.Jobs, mailbox.Options{Now: d.Now, BaseURL: base, Driver: k.driver, Recorder: d.Recorder, Templates: templates, Timeout: 30 * time.Second})
	if err != nil {
		return nil, err
	}
	// A process that was down at that hour makes up for it with one run.
	d.Jobs.Every("notify/digest", morning, k.digest)
	return k, nil
}

// Module returns the pages.
func (k *Desk) Module() web.Module {
	return web.Module{Name: "notify", Views: []fs.FS{views}, Routes: []web.Route{
		{Method: "GET", Pattern: "/letters", Act: ActLetters, Handler: k.lettersPage},
		{Method: "POST", Pattern: "/letters/{id}/{act}", Act: ActLetters, Handler: k.letterAct},
		{Method: "GET", Pattern: "/admin/messages", Act: ActWays, Handler: k.waysPage},
		{Method: "GET", Pattern: "/admin/messages/{channel}", Act: ActWays, Handler: k.wayPage},
		{Method: "POST", Pattern: "/admin/messages/{channel}", Act: ActWays, Handler: k.wayPage},
		// Longer than one delivery may take, so that its outcome is always told.
		{Method: "POST", Pattern: "/admin/messages/{channel}/test", Act: ActWays, Handler: k.testPage, Timeout: time.Minute},
		{Method: "POST", Pattern: "/admin/messages/{channel}/off", Act: ActWays, Handler: k.turnOff},
		{Method: "GET", Pattern: "/my/notices", Act: ActWishes, Handler: k.wishesPage},
		{Method: "POST", Pattern: "/my/notices", Act: ActWishes, Handler: k.wishesPage},
	}}
}

// Tell writes a message to every active account of the party, as each wants it. It is the Tell of
// the kernel and runs in the transaction of the move. An address that cannot be right is no reason
// to refuse the move: the paper is in the account in any case.
func (k *Desk) Tell(ctx context.Context, tx *store.Tx, n casework.Notification) (err error) {
	defer fault.Wrap(&err, "tell")
	// Whoever has no password yet learns of everything with the first sign-in.
	accounts, err := k.d.Book.Contacts(ctx, tx, n.Center, n.Party)
	if err != nil {
		return err
	}
	if err := ahead(ctx, tx, accounts); err != nil {
		return err
	}
	for _, a := range accounts {
		for _, ch := range []mailbox.Channel{mailbox.Mail, mailbox.SMS} {
			if address(a, ch) == "" {
				continue
			}
			if err := k.tellOne(ctx, tx, a, ch, n, fmt.Sprintf("/case/%d", n.Case)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Remind tells people of the center itself that a task waits for them at a path of this program, as each
// wants it. It runs in the transaction that makes the task.
func (k *Desk) Remind(ctx context.Context, tx *store.Tx, center int64, path string, to []int64) (err error) {
	defer fault.Wrap(&err, "remind")
	accounts, err := k.d.Book.Staff(ctx, tx, center)
	if err != nil {
		return err
	}
	// Text messages cost money: a task that has no term goes by mail alone.
	accounts = slices.DeleteFunc(accounts, func(a *identity.Account) bool {
		return a.Status != identity.Active || a.Mail == "" || !slices.Contains(to, a.ID)
	})
	if err := ahead(ctx, tx, accounts); err != nil {
		return err
	}
	for _, a := range accounts {
		if err := k.tellOne(ctx, tx, a, mailbox.Mail, casework.Notification{Center: center, Kind: casework.NoticeReminder}, path); err != nil {
			return err
		}
	}
	return nil
}

// Alert tells the owner of an account that a way to sign in was changed. No wish turns it off; without an
// address there is nobody to tell.
func (k *Desk) Alert(ctx context.Context, tx *store.Tx, a *identity.Account) (err error) {
	defer fault.Wrap(&err, "alert")
	if a.Mail == "" {
		return nil
	}
	return k.send(ctx, tx, mailbox.Message{Center: a.Center, Channel: mailbox.Mail, To: a.Mail, Template: "signin", Path: "/my/sessions"})
}

// tellOne writes a message to one account over one channel, or notes it for the daily one.
func (k *Desk) tellOne(ctx context.Context, tx *store.Tx, a *identity.Account, ch mailbox.Channel, n casework.Notification, path string) error {
	// What a procedure says no kind about is a paper, which is never to be missed.
	kind, template := casework.NoticePaper, "news"
	if n.Kind == casework.NoticeReminder {
		kind, template = n.Kind, "reminder"
	}
	if n.Number == "" {
		template = "unnumbered"
	}
	mode, err := wish(ctx, tx, a, kind, ch)
	if err == nil && mode != off && ch == mailbox.SMS {
		// Without a gateway every text message would fail and be a task.
		var sms bool
		if sms, err = k.has(ctx, tx, a.Center, ch); !sms {
			mode = off
		}
	}
	switch {
	case err != nil || mode == off:
		return err
	// Only how many there were is told later, so nothing of the case is kept for it.
	case mode == daily:
		_, err := tx.Exec(ctx, `INSERT INTO notify_pending (id, center_id, account_id, channel) VALUES ($1,$2,$3,$4)`, k.d.DB.NewID(), a.Center, a.ID, string(ch))
		return err
	}
	return k.send(ctx, tx, mailbox.Message{Center: n.Center, Channel: ch, To: address(a, ch), Template: template, Number: n.Number, Path: path})
}

// send writes a letter, unless the address cannot be right.
func (k *Desk) send(ctx context.Context, tx *store.Tx, m mailbox.Message) error {
	if _, err := k.box.Send(ctx, tx, m); err != nil && fault.KindOf(err) != fault.Invalid {
		return err
	}
	return nil
}

// address is where an account is reached.
func address(a *identity.Account, ch mailbox.Channel) string {
	if ch == mailbox.SMS {
		return a.Phone
	}
	return a.Mail
}

// morning is when the daily messages go out: half past eight, before the office opens.
func morning(after time.Time) time.Time {
	at := after.In(calendar.Shanghai())
	next := time.Date(at.Year(), at.Month(), at.Day(), 8, 30, 0, 0, at.Location())
	if !next.After(after) {
		next = next.AddDate(0, 0, 1)
	}
	return next
}
