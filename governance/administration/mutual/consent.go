package mutual

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// A Kind is a dangerous act that two of the three administrators want before it is done.
type Kind struct {
	Title web.Text
	// Facts say what would be done, for whoever has to agree.
	Facts func(c *web.Ctx, tx *store.Tx, x *identity.Consent) ([]web.KVRow, error)
	// Do does it, in the transaction of the last voice; nil: who asked does it then.
	Do func(ctx context.Context, tx *store.Tx, by identity.Who, x *identity.Consent) error
	// After follows once that holds; may be nil.
	After func(ctx context.Context, center int64) error
}

// voiceForm is what an administrator says to a dangerous act.
type voiceForm struct {
	Answer string `json:"answer" label:"意见" en:"Answer" widget:"radio" required:"true" options:"agree=同意=Agree,refuse=不同意=Refuse"`
	Note   string `json:"note" label:"说明" en:"Note" widget:"textarea" max:"500" help:"不同意的必须写明理由；记入审计" helpen:"Needed to refuse; it goes into the audit"`
}

// Ask asks for a dangerous act and tells the administrators who have to agree.
func (d *Desk) Ask(ctx context.Context, tx *store.Tx, by identity.Who, x identity.Consent) error {
	if _, err := d.Book.AskConsent(ctx, tx, by, x); err != nil {
		return err
	}
	return d.tell(ctx, tx, by.Center, "/admin/consents")
}

// tell writes to the three administrators that something waits for them.
func (d *Desk) tell(ctx context.Context, tx *store.Tx, center int64, path string) error {
	if d.Remind == nil {
		return nil
	}
	whom, err := d.Book.Administrators(ctx, tx, center)
	if err != nil {
		return err
	}
	return d.Remind(ctx, tx, center, path, whom)
}

// Open are the acts of a kind that wait for administrators.
func (d *Desk) Open(ctx context.Context, tx *store.Tx, center int64, kind string) ([]*identity.Consent, error) {
	return d.Book.Consents(ctx, tx, center, kind, identity.ConsentOpen)
}

// consentTag is the state of a dangerous act.
func consentTag(c *web.Ctx, x *identity.Consent) web.Tag {
	switch x.State {
	case identity.ConsentGranted:
		return web.Tag{Tone: web.Green, Text: c.T("已同意", "Agreed")}
	case identity.ConsentRefused:
		return web.Tag{Tone: web.Red, Text: c.T("不同意", "Refused")}
	}
	return web.Tag{Tone: web.Amber, Text: c.T(fmt.Sprintf("待会同（还需 %d 位）", x.Needs()-len(x.Voices)), fmt.Sprintf("Waits for %d", x.Needs()-len(x.Voices)))}
}

// ConsentsWaiting counts the dangerous acts to which the person can speak, for the menu.
func (d *Desk) ConsentsWaiting(c *web.Ctx) (n int, err error) {
	a := worklist.Actor(c)
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		n = 0 // a transaction may be tried again
		all, err := d.Open(c.Context(), tx, a.Center, "")
		for _, x := range all {
			if x.Voiceable(a.Account, ownRole(a)) == nil {
				n++
			}
		}
		return err
	})
	return n, err
}

// named are dangerous acts with the names of those who asked and spoke.
func (d *Desk) named(c *web.Ctx, tx *store.Tx, all []*identity.Consent) (map[int64]string, error) {
	var ids []int64
	for _, x := range all {
		ids = append(ids, x.AskedBy)
		for _, v := range x.Voices {
			ids = append(ids, v.Account)
		}
	}
	return d.Book.Names(c.Context(), tx, worklist.Actor(c).Center, ids)
}

// consentsPage lists the dangerous acts, those that wait first.
func (d *Desk) consentsPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("会同事项", "Acts of two"), Head: []string{c.T("提出时间", "Asked"), c.T("事项", "Matter"), c.T("对象", "Object"), c.T("提出人", "Asked by"), c.T("状态", "State")},
		Empty: c.T("还没有会同事项。更改保存期限、紧急查阅与登录规则，导出审计记录，须经两位管理员同意，提出后列在这里。", "None yet. To change how long something is kept, the rules of emergency reading or of signing in, or to export the audit, two administrators have to agree; what is asked for is listed here.")}
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		t.Rows = nil // a transaction may be tried again
		all, err := d.Book.Consents(c.Context(), tx, worklist.Actor(c).Center, "", "")
		if err != nil {
			return err
		}
		names, err := d.named(c, tx, all)
		// Those that wait stand first, whenever they were asked for.
		for _, open := range []bool{true, false} {
			for _, x := range all {
				if (x.State == identity.ConsentOpen) == open {
					t.Rows = append(t.Rows, []web.Cell{{Text: web.When(x.Asked)}, {Text: c.Say(d.Kinds[x.Kind].Title), Href: fmt.Sprintf("/admin/consents/%d", x.ID)}, {Text: x.Object}, {Text: names[x.AskedBy]}, {Tag: consentTag(c, x)}})
				}
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("会同办理", "Acts of two")}
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Blue, Text: c.T("这些操作须经三员中的两位同意：提出人是三员之一的，另需一位；其他人提出的，需两位。提出人本人和同一职责的管理员不能表示同意。",
		"Two of the three administrators have to want these: one more where one of them asks, two where somebody else does. Nobody agrees to what they or their own role asked for.")}, t})
}

// consentPage shows one dangerous act and takes what the person says to it.
func (d *Desk) consentPage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	f := form.New(c, d.voice)
	f.Cancel = "/admin/consents"
	var in voiceForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.speak(c, id, in)
		if err == nil {
			c.Flash(web.Green, c.T("已记录您的意见", "Your answer is recorded"))
			return c.Redirect("/admin/consents")
		}
		if !f.Refused(err) {
			return err
		}
	}
	// Read anew after what was said, so that the page shows it.
	var blocks []web.Block
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		blocks, err = d.consentBlocks(c, tx, id, f)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render("page-blocks", blocks)
}

// consentBlocks are what would be done, what was said to it, and the form for whoever can speak.
func (d *Desk) consentBlocks(c *web.Ctx, tx *store.Tx, id int64, f *form.Form) ([]web.Block, error) {
	a := worklist.Actor(c)
	x, err := d.Book.Consent(c.Context(), tx, a.Center, id)
	if err != nil {
		return nil, err
	}
	names, err := d.named(c, tx, []*identity.Consent{x})
	if err != nil {
		return nil, err
	}
	kind := d.Kinds[x.Kind]
	c.Page = web.Page{Title: c.Say(kind.Title), At: "/admin/consents", Crumbs: []web.Link{{Href: "/admin/consents", Label: c.T("会同办理", "Acts of two")}}}
	kv := web.KV{Title: c.T("请求", "Asked for")}
	kv.Add(c.T("提出人", "Asked by"), names[x.AskedBy]).Add(c.T("提出时间", "Asked"), web.When(x.Asked))
	// What would be done, in the words of whoever does it.
	if kind.Facts != nil {
		rows, err := kind.Facts(c, tx, x)
		if err != nil {
			return nil, err
		}
		kv.Rows = append(kv.Rows, rows...)
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("理由", "Reason"), Text: x.Reason}, web.KVRow{Label: c.T("状态", "State"), Tag: consentTag(c, x)})
	t := web.Table{Title: c.T("各位管理员的意见", "What was said"), Head: []string{c.T("时间", "Time"), c.T("职责", "Role"), c.T("姓名", "Name"), c.T("意见", "Answer")}, Empty: c.T("还没有人表示意见。", "Nobody has spoken yet.")}
	// The reason of a refusal is for everybody who may see the list.
	for _, v := range x.Voices {
		answer, i := c.T("同意", "Agrees"), casework.Role(v.Role).Info()
		if !v.Agrees {
			answer = c.T("不同意：", "Refuses: ") + v.Note
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: web.When(v.At)}, {Text: c.T(i.Title, i.English)}, {Text: names[v.Account]}, {Text: answer}})
	}
	blocks := []web.Block{kv, t}
	// For everybody else the page is there to be read.
	if x.Voiceable(a.Account, ownRole(a)) == nil {
		blocks = append(blocks, f)
	}
	return blocks, nil
}

// speak records what the person says, and does the act where that was the last voice it needs.
func (d *Desk) speak(c *web.Ctx, id int64, in voiceForm) error {
	var done Kind
	err := d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		done = Kind{} // a transaction may be tried again
		x, err := d.Book.Speak(c.Context(), tx, who(c), id, identity.Voice{Agrees: in.Answer == "agree", Note: in.Note})
		if err != nil || x.State != identity.ConsentGranted {
			return err
		}
		// A kind of a newer version, after the version before was put back.
		kind, ok := d.Kinds[x.Kind]
		if !ok {
			return fault.New(fault.Conflict, "admin.consent_kind", "本版本不认识这类会同事项，请更新程序后再办理")
		}
		done = kind
		if kind.Do == nil {
			return nil
		}
		return kind.Do(c.Context(), tx, who(c), x)
	})
	if err != nil || done.After == nil {
		return err
	}
	return done.After(c.Context(), who(c).Center)
}
