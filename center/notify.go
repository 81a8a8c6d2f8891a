package center

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// actLetters is looking after notices that could not be delivered.
const actLetters = "letters"

// letterGrants gives failed notices to those who can call the party instead.
func letterGrants() []access.Grant {
	return []access.Grant{{Act: actLetters, Role: string(casework.Clerk), Rel: access.Center}, {Act: actLetters, Role: string(casework.Head), Rel: access.Center}}
}

// notices makes the outbox: mails that say that there is something new, with a number and a link.
// A mail passes through hands that nobody knows, so nothing of an unpublished application is in it.
// Where the operator set up no way to send, mails are left in a folder, from which they can be seen.
func (c *Center) notices() (err error) {
	c.jobs = job.New(c.DB, job.Options{Now: c.Now, Log: c.Log})
	drivers := c.Mail
	if drivers == nil {
		drivers = map[mailbox.Channel]mailbox.Driver{mailbox.Mail: mailbox.Folder{Dir: filepath.Join(c.Data, "outbox"), From: "noreply@localhost"}}
	}
	base := c.URL
	if base == "" {
		base = "http://localhost"
	}
	c.box, err = mailbox.New(c.DB, c.jobs, mailbox.Options{Now: c.Now, BaseURL: base, Drivers: drivers, Templates: []mailbox.Template{{ID: "news",
		Chinese: mailbox.Words{Subject: "案件 {number} 有新文书", Body: "您在知识产权保护中心的案件 {number} 有新的文书或进展，请登录查看：{link}\n本邮件不含案件内容，请勿回复。"},
		English: mailbox.Words{Subject: "News in case {number}", Body: "There is a new paper in case {number}. Sign in to read it: {link}\nThis mail holds nothing of the case."}}}})
	if err != nil {
		return err
	}
	// From here on the move and its mail are one transaction: neither is ever there without the other.
	c.Office.Tell = c.tell
	return nil
}

// tell writes a mail to every active account of the party. An address that cannot be right is not
// a reason to refuse the move: the paper is in the account in any case.
func (c *Center) tell(ctx context.Context, tx *store.Tx, n casework.Notification) error {
	accounts, err := c.Book.List(ctx, tx, n.Center, n.Party)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Mail == "" || a.Status != identity.Active {
			continue
		}
		_, err := c.box.Send(ctx, tx, mailbox.Message{Center: n.Center, Channel: mailbox.Mail, To: a.Mail, Template: "news", Number: n.Number, Path: fmt.Sprintf("/case/%d", n.Case)})
		if err != nil && fault.KindOf(err) != fault.Invalid {
			return err
		}
	}
	return nil
}

// letterModule is the page of notices that could not be delivered: each is a task for somebody.
func (c *Center) letterModule() web.Module {
	return web.Module{Name: "letters", Routes: []web.Route{{Method: "GET", Pattern: "/letters", Act: actLetters, Handler: c.lettersPage}}}
}

// lettersPage lists what waits or failed in the center of the person, the oldest first and at most
// 500, with the code of the last failure, and leads to the case.
func (c *Center) lettersPage(x *web.Ctx) error {
	t := web.Table{Title: x.T("未送达的通知", "Notices not delivered"), Head: []string{x.T("时间", "Time"), x.T("收件人", "To"), x.T("案号", "Case"), x.T("状态", "State"), x.T("原因", "Why")},
		Empty: x.T("没有未送达的通知。发送失败的通知会列在这里，请改用电话通知对方。", "Nothing is undelivered. Failed notices are listed here; please phone instead.")}
	letters, err := c.letters(x)
	if err != nil {
		return err
	}
	for _, l := range letters {
		state := web.Tag{Tone: web.Amber, Text: x.T("待发送", "Waiting")}
		if l.State == mailbox.Failed {
			state = web.Tag{Tone: web.Red, Text: x.T("发送失败", "Failed")}
		}
		number := web.Cell{Text: l.Number}
		if l.Number != "" {
			number.Href = "/number?no=" + l.Number
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: l.Created.In(calendar.Shanghai()).Format("2006-01-02 15:04")}, {Text: l.To}, number, {Tag: state}, {Text: l.Error}})
	}
	x.Page = web.Page{Title: x.T("未送达的通知", "Notices not delivered")}
	return x.Render("page-blocks", []web.Block{t})
}

// letters are the notices of the person's center that wait or failed.
func (c *Center) letters(x *web.Ctx) (out []mailbox.Letter, err error) {
	err = c.DB.Read(x.Context(), func(tx *store.Tx) error {
		out, err = c.box.Unsent(x.Context(), tx, worklist.Actor(x).Center)
		return err
	})
	return out, err
}

// A LetterView is a notice that was not delivered.
type LetterView struct {
	At     time.Time `json:"at"`
	To     string    `json:"to"`
	Number string    `json:"number" doc:"案号"`
	Failed bool      `json:"failed" doc:"否为待发送"`
	Error  string    `json:"error,omitempty"`
}

// letterRest is the same for programs.
func (c *Center) letterRest() rest.Module {
	title := web.Text{"未送达的通知", "Notices not delivered"}
	return rest.Module{Acts: []rest.Act{{Code: actLetters, Title: title}}, Endpoints: []rest.Endpoint{{Method: "GET", Path: "/letters", Act: actLetters, Title: title, Pages: []string{"GET /letters"},
		Answer: []LetterView{}, Handle: func(x *rest.Call) (any, error) {
			out := []LetterView{}
			letters, err := c.letters(x.Ctx)
			for _, l := range letters {
				out = append(out, LetterView{l.Created.In(calendar.Shanghai()), l.To, l.Number, l.State == mailbox.Failed, l.Error})
			}
			return out, err
		}}}}
}
