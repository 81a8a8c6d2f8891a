package worklist

import (
	"fmt"

	"zhibao/casework/document"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// maxMessages bounds the list: an inbox, not an archive; older papers are found at their cases.
const maxMessages = 200

// messagesPage is the inbox of a party: every paper that reached it, those not yet opened first.
func (p *Pages) messagesPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("收到的文书", "Papers received"), Head: []string{c.T("文书", "Paper"), c.T("文号", "Number"), c.T("送达", "Delivered"), c.T("状态", "State")},
		Empty: c.T("还没有收到文书。中心发出的文书会出现在这里，并通知您登记的邮箱（邮件不含任何内容）。", "No papers yet. Papers of the center appear here; a mail without content tells you.")}
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		in, err := document.Received(c.Context(), tx, Actor(c).Center, Actor(c).Party, maxMessages)
		for _, i := range in {
			tag := web.Tag{Tone: web.Amber, Text: c.T("未阅", "New")}
			if !i.Read.IsZero() {
				tag = web.Tag{Tone: web.Green, Text: c.T("已阅", "Read")}
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: i.Name, Href: fmt.Sprintf("/case/%d/paper/%d", i.Case, i.Paper)}, {Text: i.Number},
				{Text: i.At.In(calendar.Shanghai()).Format("2006-01-02 15:04")}, {Tag: tag}})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("消息", "Messages")}
	return c.Render("page-blocks", []web.Block{t})
}

// Unread counts the papers that wait for the person's party, for the menu.
func (p *Pages) Unread(c *web.Ctx) (n int, err error) {
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		n, err = document.Unread(c.Context(), tx, Actor(c).Center, Actor(c).Party)
		return err
	})
	return n, err
}
