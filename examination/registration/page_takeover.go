package registration

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"zhibao/patent/secrecy"

	"zhibao/casework/consent"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/unmask"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// takeoverForm is the request of somebody who cannot sign in.
type takeoverForm struct {
	Code   string      `json:"code" label:"单位统一社会信用代码" en:"Unified social credit code" required:"true" widget:"uscc" rule:"uscc"`
	Login  string      `json:"login" label:"新登录名" en:"New login" section:"接管人=Successor" required:"true" min:"3" max:"40" autocomplete:"username"`
	Name   string      `json:"name" label:"姓名" en:"Name" required:"true" max:"60" autocomplete:"name"`
	Phone  string      `json:"phone" label:"手机" en:"Phone" widget:"phone" required:"true" rule:"phone" autocomplete:"tel"`
	Mail   string      `json:"mail" label:"邮箱" en:"Mail" widget:"email" required:"true" autocomplete:"email"`
	Reason string      `json:"reason" label:"接管原因" en:"Reason" widget:"textarea" required:"true" max:"1000"`
	Proof  []form.File `json:"proof" label:"证明材料（加盖公章的授权书、在职证明、身份证明）" en:"Proof: sealed authority, employment, identity" required:"true" max:"5" size:"5M" accept:".pdf,.jpg,.jpeg,.png,.ofd"`
	secrecy.Declared
	consent.Given
}

// takeoverPage takes the request of somebody who has no account any more.
func (d *Desk) takeoverPage(c *web.Ctx) error {
	if err := d.public(c, "takeover"); err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("账号接管", "Take over an account"), Plain: true, NoMark: true, Crumbs: fromSignIn(c)}
	f := form.New(c, form.Describe(takeoverForm{}, rules()))
	f.Submit = c.T("提交接管申请", "Submit")
	f.Intro = c.T("原账号管理人离职、失联或遗失账号的，由单位授权的接管人申请。经两人核实后，原账号全部停用。", "For an organisation whose account is lost. After two people have checked it, all old accounts are disabled.")
	var in takeoverForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		var id int64
		if id, err = d.askTakeover(c, &in); err == nil {
			return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Green, Title: c.T("已收到", "Received"), Text: c.T(
				fmt.Sprintf("接管申请编号 %d。本中心核实后将通过您填写的手机或邮箱联系您，请保持畅通。", id),
				fmt.Sprintf("Request %d. The center will check it and call or write to you.", id))}})
		}
		if !f.Refused(err) {
			return err
		}
	}
	return c.RenderForm(f)
}

// askTakeover stores the request and its files before anybody looks at them.
func (d *Desk) askTakeover(c *web.Ctx, in *takeoverForm) (_ int64, err error) {
	defer fault.Wrap(&err, "ask for take-over")
	t := &takeover{ID: d.office.DB.NewID(), At: c.Now(), State: takeoverAsked,
		Body: takeoverBody{Code: in.Code, Login: in.Login, Name: in.Name, Phone: in.Phone, Mail: in.Mail, Reason: in.Reason}}
	var key seal.Key
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		p, err := d.anyParty(c, tx, in.Code)
		if err != nil {
			return err
		}
		t.Center, t.Party = p.Center, p.ID
		key, err = d.office.Keys.Center(c.Context(), tx, p.Center)
		return err
	})
	if err != nil {
		return 0, err
	}
	if t.Body.Files, err = d.keep(c.Context(), key, takeoverPlace(t.ID), in.Declared, in.Proof...); err != nil {
		return 0, err
	}
	return t.ID, d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		ask := consent.Ask{Kind: consent.Takeover, Center: t.Center, Object: t.ID, At: t.At}
		if err := consent.Keep(c.Context(), tx, d.office.DB.NewID, ask, in.Given, len(in.Proof)); err != nil {
			return err
		}
		return d.putTakeover(c.Context(), tx, t)
	})
}

// anyParty finds the party of a code in any center and of either kind. Where there is none it is one without a number, of
// the first center: who asks gets the same answer, and the clerk sees that there is none.
func (d *Desk) anyParty(c *web.Ctx, tx *store.Tx, code string) (*party.Party, error) {
	centers, err := d.office.Centers(c.Context(), tx)
	if err != nil {
		return nil, err
	}
	if len(centers) == 0 {
		return nil, gone(fault.Say("个页面"))
	}
	for _, ct := range centers {
		for _, kind := range []party.Kind{party.Entity, party.Agency} {
			if p, err := find(c.Context(), tx, ct.ID, kind, "", code); err != nil || p != nil {
				return p, err
			}
		}
	}
	return &party.Party{Center: centers[0].ID}, nil
}

// takeoverTag shows how far a request is.
func takeoverTag(c *web.Ctx, state string) web.Tag {
	switch state {
	case takeoverAsked:
		return web.Tag{Tone: web.Grey, Text: c.T("待核对", "To be checked")}
	case takeoverChecked:
		return web.Tag{Tone: web.Purple, Text: c.T("待审批", "To be decided")}
	case takeoverDone:
		return web.Tag{Tone: web.Green, Text: c.T("已接管", "Done")}
	}
	return web.Tag{Tone: web.Red, Text: c.T("不予接管", "Refused")}
}

// takeoversPage lists the requests of the center.
func (d *Desk) takeoversPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("账号接管申请", "Account take-overs"), Head: []string{c.T("单位", "Organisation"), c.T("接管人", "Successor"), c.T("提交", "Submitted"), c.T("状态", "State")},
		Empty: c.T("没有接管申请。", "No requests.")}
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.takeovers(c.Context(), tx, worklist.Actor(c).Center)
		if err != nil {
			return err
		}
		for _, x := range all {
			names, err := party.Names(c.Context(), tx, worklist.Actor(c).Center, []int64{x.Party})
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: cmp.Or(names[x.Party], c.T("没有登记：", "Not known: ")+x.Body.Code), Href: fmt.Sprintf("/registration/takeovers/%d", x.ID)}, {Text: x.Body.Name},
				{Text: x.At.In(calendar.Shanghai()).Format("2006-01-02 15:04")}, {Tag: takeoverTag(c, x.State)}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("账号接管", "Account take-overs"), Crumbs: []web.Link{{Href: "/registration", Label: c.T("备案主体", "Register")}}}
	return c.Render("page-blocks", []web.Block{t})
}

// takeoverActForm is one step of two: the check, then the decision by somebody else.
type takeoverActForm struct {
	Decision string `json:"decision" label:"办理" en:"Decision" widget:"radio" required:"true" options:"agree=材料属实，同意=Agree,refuse=不予接管=Refuse"`
	Login    string `json:"login" label:"新登录名" en:"New login" required:"true" min:"3" max:"40"`
	Words    string `json:"words" label:"核实经过与意见" en:"How it was verified" widget:"textarea" required:"true" max:"1000"`
}

// takeoverOf returns the request of the address with the name of its party.
func (d *Desk) takeoverOf(c *web.Ctx, tx *store.Tx) (t *takeover, name string, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, "", err
	}
	if t, err = d.takeover(c.Context(), tx, worklist.Actor(c).Center, id); err != nil {
		return nil, "", err
	}
	names, err := party.Names(c.Context(), tx, worklist.Actor(c).Center, []int64{t.Party})
	return t, names[t.Party], err
}

// readTakeover is takeoverOf in a transaction of its own.
func (d *Desk) readTakeover(c *web.Ctx) (t *takeover, name string, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		t, name, err = d.takeoverOf(c, tx)
		return err
	})
	return t, name, err
}

// decideTakeover takes the request of the address one step on, as it stands at that moment.
func (d *Desk) decideTakeover(c *web.Ctx, in *takeoverActForm) (token string, err error) {
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		t, _, err := d.takeoverOf(c, tx)
		if err != nil {
			return err
		}
		token, err = d.step(c, tx, worklist.Actor(c), t, takeoverDecision{in.Decision == "agree", in.Login, in.Words})
		return err
	})
	return token, err
}

// takeoverDesk shows a request with its proof and takes it one step on.
func (d *Desk) takeoverDesk(c *web.Ctx) error {
	t, name, err := d.readTakeover(c)
	if err != nil {
		return err
	}
	f := form.New(c, form.Describe(takeoverActForm{}, rules()))
	f.Submit, f.Cancel = c.T("提交", "Submit"), "/registration/takeovers"
	f.Fill(takeoverActForm{Login: t.Body.Login})
	var in takeoverActForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		token, err := d.decideTakeover(c, &in)
		switch {
		case err == nil && token != "":
			return showToken(c, t.Body.Name, token, "/registration/takeovers")
		case err == nil:
			c.Flash(web.Green, c.T("已办理", "Done"))
			return c.Redirect("/registration/takeovers")
		case !f.Refused(err):
			return err
		}
	}
	return d.showTakeover(c, t, name, f)
}

// showTakeover shows the request, its proof and, while it is open, the form of the next step.
func (d *Desk) showTakeover(c *web.Ctx, t *takeover, name string, f *form.Form) error {
	c.Page = web.Page{Title: c.T("账号接管", "Account take-over"), State: takeoverTag(c, t.State), At: "/registration/takeovers",
		Crumbs: []web.Link{{Href: "/registration/takeovers", Label: c.T("账号接管申请", "Take-overs")}}}
	kv := web.KV{Title: c.T("申请", "Request")}
	kv.Add(c.T("单位", "Organisation"), cmp.Or(name, c.T("本中心没有登记这个代码，不能同意接管；请告知申请人直接注册账号", "No organisation with this code: it cannot be taken over; tell them to sign up"))).Add(c.T("统一社会信用代码", "Credit code"), t.Body.Code).Add(c.T("接管人", "Successor"), t.Body.Name).
		Add(c.T("手机", "Phone"), unmask.Phone(worklist.Actor(c), t.Body.Phone)).Add(c.T("邮箱", "Mail"), t.Body.Mail).Add(c.T("接管原因", "Reason"), t.Body.Reason).
		Add(c.T("核对意见", "Check"), t.Body.Opinion).Add(c.T("审批意见", "Decision"), t.Body.Decision)
	c.Page.Actions = []web.Link{{Href: unmask.Address(unmask.Takeover, t.ID), Label: c.T("显示接管人电话", "Show the phone")}}
	files := web.Table{Title: c.T("证明材料", "Proof"), Head: []string{c.T("文件", "File"), c.T("字节数", "Bytes")}}
	for i, x := range t.Body.Files {
		files.Rows = append(files.Rows, []web.Cell{{Text: x.Name, Href: fmt.Sprintf("/registration/takeovers/%d/file/%d", t.ID, i)}, {Text: strconv.FormatInt(x.Size, 10)}})
	}
	blocks := []web.Block{kv, files}
	if t.State == takeoverAsked || t.State == takeoverChecked {
		blocks = append(blocks, f)
	}
	return c.Render("page-blocks", blocks)
}

// takeoverFile sends one proof of a request; the opening is audited.
func (d *Desk) takeoverFile(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	var t *takeover
	err = d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		if t, err = d.takeover(c.Context(), tx, worklist.Actor(c).Center, id); err != nil {
			return err
		}
		return d.Book.Audit(c.Context(), tx, who(c), "takeover.read", fmt.Sprint(t.Party), c.Path("file"))
	})
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(c.Path("file"))
	if err != nil || i < 0 || i >= len(t.Body.Files) {
		return gone(fault.Say("份材料"))
	}
	return d.send(c, &t.Body.Files[i], takeoverPlace(t.ID), func(tx *store.Tx) (sealKey, error) { return d.office.Keys.Center(c.Context(), tx, t.Center) })
}

// Successor returns who asks to take an account over, and how to reach them.
func (d *Desk) Successor(ctx context.Context, tx *store.Tx, center, id int64) (Contact, error) {
	t, err := d.takeover(ctx, tx, center, id)
	if err != nil {
		return Contact{}, err
	}
	return Contact{Name: t.Body.Name, Phone: t.Body.Phone, Mail: t.Body.Mail}, nil
}
