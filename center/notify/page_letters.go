package notify

import (
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// letterRow is one message that did not arrive, or not yet.
type letterRow struct {
	ID             int64
	At, To, Number string
	State          web.Tag
	Why            string
	Failed         bool
}

// Failures counts the messages that somebody has to deal with, for the menu.
func (k *Desk) Failures(x *web.Ctx) (n int, err error) {
	err = k.d.DB.Read(x.Context(), func(tx *store.Tx) error {
		n, err = k.box.Failures(x.Context(), tx, worklist.Actor(x).Center)
		return err
	})
	return n, err
}

// letters are what waits or failed in the center of the person.
func (k *Desk) letters(x *web.Ctx) (out []mailbox.Letter, err error) {
	err = k.d.DB.Read(x.Context(), func(tx *store.Tx) error {
		out, err = k.box.Unsent(x.Context(), tx, worklist.Actor(x).Center)
		return err
	})
	return out, err
}

// lettersPage lists what waits or failed in the center of the person, the oldest first and at most
// 500, with the reason, and leads to the case.
func (k *Desk) lettersPage(x *web.Ctx) error {
	letters, err := k.letters(x)
	if err != nil {
		return err
	}
	var out []letterRow
	for _, l := range letters {
		out = append(out, k.letterRow(x, l))
	}
	x.Page = web.Page{Title: x.T("未送达的通知", "Notices not delivered")}
	return x.Render("letters", out)
}

// letterRow is a letter as the list shows it. The recipient is not masked: somebody has to telephone.
func (k *Desk) letterRow(x *web.Ctx, l mailbox.Letter) letterRow {
	r := letterRow{ID: l.ID, At: moment(l.Created), To: l.To, Number: l.Number, State: web.Tag{Tone: web.Amber, Text: x.T("待发送", "Waiting")}, Why: "—"}
	if l.State == mailbox.Failed {
		r.State, r.Failed = web.Tag{Tone: web.Red, Text: x.T("发送失败", "Failed")}, true
	}
	// The number of a summary is a count, not a case.
	if l.Template == "digest" {
		r.Number = ""
	}
	if l.Error != "" {
		reason := mailbox.ReasonOf(l.Error)
		r.Why = x.T(reason.Chinese, reason.English)
	}
	return r
}

// letterAct sends a failed message again, or notes that the recipient was told by other means.
func (k *Desk) letterAct(x *web.Ctx) error {
	if err := k.actOnLetter(x); err != nil {
		return err
	}
	if x.Path("act") == "resend" {
		x.Flash(web.Green, x.T("已安排重新发送", "It will be sent again"))
	} else {
		x.Flash(web.Green, x.T("已记录为电话告知，不再列出", "Noted as told by telephone"))
	}
	return x.Redirect("/letters")
}

// actOnLetter does to the message of the address what the address says.
func (k *Desk) actOnLetter(x *web.Ctx) error {
	id, err := worklist.ID(x, "id")
	if err != nil {
		return err
	}
	a := worklist.Actor(x)
	return k.d.DB.Write(x.Context(), func(tx *store.Tx) error {
		// A letter of another center is one that does not exist.
		l, err := k.box.Letter(x.Context(), tx, id)
		if err == nil && l.Center != a.Center {
			err = fault.New(fault.Missing, "mailbox.none", "没有这条通知，请从列表选择")
		}
		if err != nil {
			return err
		}
		switch x.Path("act") {
		case "resend":
			return k.box.Resend(x.Context(), tx, id)
		case "settle":
			return k.box.Settle(x.Context(), tx, id, a.Account)
		}
		return fault.New(fault.Missing, "notify.act", "没有这项操作，请从列表选择")
	})
}
