package notify

import (
	"fmt"
	"time"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/limit"
	"zhibao/internal/mailbox"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// mailForm is a mail server. The password is stored sealed and never shown again.
type mailForm struct {
	Host     string `json:"host" label:"邮件服务器" en:"Mail server" required:"true" max:"200" help:"主机名，例如 smtp.example.cn" helpen:"Host name, such as smtp.example.cn"`
	Port     int    `json:"port" label:"端口" en:"Port" required:"true" min:"1" max:"65535"`
	Security string `json:"security" label:"加密方式" en:"Encryption" widget:"radio" required:"true" options:"starttls=STARTTLS（常用端口 587、25）=STARTTLS (ports 587 and 25),tls=TLS（常用端口 465）=TLS (port 465),none=不加密（仅限本机的服务器）=None (a server on this machine only)"`
	From     string `json:"from" label:"发件地址" en:"Sender" widget:"email" required:"true"`
	Username string `json:"username" label:"用户名" en:"User name" max:"200" help:"服务器无须登录时留空" helpen:"Empty if the server wants none"`
	Password string `json:"password" label:"密码或授权码" en:"Password" widget:"password" max:"500" help:"加密保存，不再显示；留空则沿用已保存的" helpen:"Stored sealed and never shown; empty keeps the stored one"`
	Roots    string `json:"roots" label:"信任的证书" en:"Trusted certificate" widget:"textarea" max:"20000" help:"仅内网自建证书需要：签发机构的证书，PEM 格式" helpen:"For a private authority only: its certificate as PEM"`
}

// smsForm is a gateway for text messages. The value of its header is stored sealed and never shown again.
type smsForm struct {
	URL     string `json:"url" label:"网关地址" en:"Address of the gateway" required:"true" max:"500" help:"https 开头；密钥请填在下面的请求头中，不要写在地址里" helpen:"Begins with https; the key belongs into the header below, not into the address"`
	Header  string `json:"header" label:"请求头名称" en:"Name of the header" max:"60" help:"网关用来识别您的请求头，例如 Authorization" helpen:"By which the gateway knows you, such as Authorization"`
	Value   string `json:"value" label:"请求头的值（密钥）" en:"Value of the header (the key)" widget:"password" max:"2000" help:"加密保存，不再显示；留空则沿用已保存的" helpen:"Stored sealed and never shown; empty keeps the stored one"`
	Body    string `json:"body" label:"请求正文" en:"Body of the request" widget:"textarea" required:"true" max:"5000" help:"JSON，在引号内以 {to}、{text}、{id} 代表号码、内容和编号" helpen:"JSON; within quotes {to}, {text} and {id} stand for number, text and id"`
	Success string `json:"success" label:"成功标志" en:"Mark of success" max:"200" help:"应答中必须出现的文字；网关以状态码表示成败的留空" helpen:"Must occur in the answer; empty if the status tells"`
}

// testMail is where a test mail goes.
type testMail struct {
	To string `json:"to" label:"收件地址" en:"Mail address" required:"true" widget:"email" max:"254"`
}

// testSMS is where a test text message goes.
type testSMS struct {
	To string `json:"to" label:"手机号码" en:"Telephone number" required:"true" widget:"phone" max:"20" help:"只填数字，可带国际区号" helpen:"Digits only, with + for other countries"`
}

// testRule bounds the tests, which connect to where an administrator points.
var testRule = limit.Rule{Name: "notify.test", Max: 10, Per: 10 * time.Minute}

// channelName names a channel in the language of the page.
func channelName(x *web.Ctx, ch mailbox.Channel) string {
	if ch == mailbox.SMS {
		return x.T("短信", "Text messages")
	}
	return x.T("电子邮件", "Mail")
}

// channel reads the channel in the address.
func channel(x *web.Ctx) (mailbox.Channel, error) {
	ch := mailbox.Channel(x.Path("channel"))
	if ch != mailbox.Mail && ch != mailbox.SMS {
		return "", fault.New(fault.Missing, "notify.channel", "没有这种发送方式，请从“消息发送”页面进入")
	}
	return ch, nil
}

// waysPage shows how messages go out and how that fares.
func (k *Desk) waysPage(x *web.Ctx) error {
	t := web.Table{Title: x.T("发送方式", "Ways to send"), Head: []string{x.T("方式", "Way"), x.T("状态", "State"), x.T("服务器", "Server"), x.T("最近成功", "Last success"), x.T("最近失败", "Last failure")}}
	err := k.d.DB.Read(x.Context(), func(tx *store.Tx) error {
		for _, ch := range []mailbox.Channel{mailbox.Mail, mailbox.SMS} {
			row, err := k.wayRow(x, tx, ch)
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	x.Page = web.Page{Title: x.T("消息发送", "Sending messages")}
	blocks := []web.Block{web.Notice{Tone: web.Blue, Text: x.T("消息只写案号和登录链接，不含案件内容。每人可在“通知设置”中选择即时、每日汇总或不发送；未能送达的列入“未送达的通知”，由受理窗口电话告知。",
		"Messages hold a number and a link, nothing of a case. Everybody chooses under “Notifications” whether to get them at once, once a day or never; those that fail become a task of the counter.")}, t}
	if k.d.URL == "" {
		blocks = append([]web.Block{web.Notice{Tone: web.Red, Text: x.T("启动参数中没有本站地址（--url），消息中的链接无法打开，因此不能配置发送方式。", "The address of the site (--url) was not given at the start; links would lead nowhere, so no way can be set up.")}}, blocks...)
	}
	return x.Render("page-blocks", blocks)
}

// wayRow is one line of the overview.
func (k *Desk) wayRow(x *web.Ctx, tx *store.Tx, ch mailbox.Channel) ([]web.Cell, error) {
	center := worklist.Actor(x).Center
	w, _, err := k.way(x.Context(), tx, center, ch)
	if err != nil {
		return nil, err
	}
	h, err := k.box.Health(x.Context(), tx, center, ch)
	if err != nil {
		return nil, err
	}
	state, server := web.Tag{Tone: web.Green, Text: x.T("正常", "Working")}, "—"
	switch {
	case w == nil && ch == mailbox.Mail:
		state = web.Tag{Tone: web.Grey, Text: x.T("未配置，邮件存入数据目录的 outbox", "Not set up; mails are left in the folder outbox")}
	case w == nil:
		state = web.Tag{Tone: web.Grey, Text: x.T("未开通", "Not set up")}
	case x.Now().Before(h.Until):
		state = web.Tag{Tone: web.Red, Text: fmt.Sprintf(x.T("连续失败 %d 次，已暂停，%s 再试", "%d failures in a row; rests until %s"), h.Failures, clockTime(h.Until))}
	case h.Failures > 0:
		state = web.Tag{Tone: web.Amber, Text: fmt.Sprintf(x.T("连续失败 %d 次，正在重试", "%d failures in a row; trying again"), h.Failures)}
	}
	// The name of the server and no more: a gateway's address may hold a key.
	if w != nil {
		server = w.server()
	}
	failure := "—"
	if h.Error != "" {
		r := mailbox.ReasonOf(h.Error)
		failure = x.T(r.Chinese, r.English)
	}
	return []web.Cell{{Text: channelName(x, ch), Href: "/admin/messages/" + string(ch)}, {Tag: state}, {Text: server}, {Text: moment(h.Sent)}, {Text: failure}}, nil
}

// clockTime writes the time of day at which a way is tried again.
func clockTime(t time.Time) string { return t.In(calendar.Shanghai()).Format("15:04") }

// moment writes a time, or a dash for never.
func moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(calendar.Shanghai()).Format("2006-01-02 15:04")
}

// wayPage shows and takes the settings of a way.
func (k *Desk) wayPage(x *web.Ctx) error {
	ch, err := channel(x)
	if err != nil {
		return err
	}
	have, err := k.load(x, ch)
	if err != nil {
		return err
	}
	f := k.wayForm(x, ch, have)
	next, ok, err := k.read(f, ch, have)
	if err != nil {
		return err
	}
	if ok {
		err := k.d.DB.Write(x.Context(), func(tx *store.Tx) error {
			if err := k.setWay(x.Context(), tx, worklist.Actor(x).Center, ch, next); err != nil {
				return err
			}
			return k.d.Book.Audit(x.Context(), tx, by(x), "message.way", string(ch), next.server())
		})
		if err == nil {
			x.Flash(web.Green, x.T("已保存，请发送一条测试消息", "Saved; now send a test message"))
			return x.Redirect("/admin/messages/" + string(ch))
		}
		if !f.Refused(err) {
			return err
		}
	}
	return k.showWay(x, ch, have, f, nil)
}

// showWay renders the page of a way: its settings and, once it is set up, the test and the switch.
func (k *Desk) showWay(x *web.Ctx, ch mailbox.Channel, have *way, f, test *form.Form) error {
	x.Page = web.Page{Title: channelName(x, ch), At: "/admin/messages", Crumbs: []web.Link{{Href: "/admin/messages", Label: x.T("消息发送", "Sending messages")}}}
	v := wayView{Form: f}
	if have != nil {
		v.Off = "/admin/messages/" + string(ch) + "/off"
		if v.Test = test; test == nil {
			v.Test = k.testForm(x, ch)
		}
	}
	return x.Render("way", v)
}

// wayView is the page of a way; Test and Off are empty while it is not set up.
type wayView struct {
	Form, Test *form.Form
	Off        string
}

// testForm is a form of its own: it uses what is stored, so that its outcome is true of every letter.
func (k *Desk) testForm(x *web.Ctx, ch mailbox.Channel) *form.Form {
	f := form.New(x, k.tests[ch])
	f.Submit, f.Action = x.T("测试发送", "Send a test"), "/admin/messages/"+string(ch)+"/test"
	f.Intro = x.T("按已保存的设置立即发送一条测试消息，并告知结果。", "Sends a test message with the stored settings at once and tells the outcome.")
	return f
}

// load returns the way as it is stored.
func (k *Desk) load(x *web.Ctx, ch mailbox.Channel) (w *way, err error) {
	err = k.d.DB.Read(x.Context(), func(tx *store.Tx) (err error) {
		w, _, err = k.way(x.Context(), tx, worklist.Actor(x).Center, ch)
		return err
	})
	return w, err
}

// wayForm is the form with what is stored, without secrets.
func (k *Desk) wayForm(x *web.Ctx, ch mailbox.Channel, have *way) *form.Form {
	if ch == mailbox.SMS {
		f := form.New(x, k.sms)
		in := smsForm{Body: `{"phone":"{to}","content":"{text}"}`}
		if have != nil {
			in = smsForm{URL: have.SMS.URL, Body: have.SMS.Body, Success: have.SMS.Success}
			// At most one, and its value is not filled in.
			for name := range have.SMS.Header {
				in.Header = name
			}
		}
		return f.Fill(in)
	}
	f := form.New(x, k.mail)
	// What most providers want.
	in := mailForm{Port: 465, Security: "tls"}
	if have != nil {
		c := have.Mail
		in = mailForm{Host: c.Host, Port: c.Port, Security: "starttls", From: c.From, Username: c.Username, Roots: c.Roots}
		if c.TLS {
			in.Security = "tls"
		} else if c.Plain {
			in.Security = "none"
		}
	}
	return f.Fill(in)
}

// read takes what was sent. A secret that was left empty is the stored one, but only for the same
// server: nobody can have it sent elsewhere.
func (k *Desk) read(f *form.Form, ch mailbox.Channel, have *way) (w way, ok bool, err error) {
	again := web.Text{"更换了服务器或用户名，请重新输入密码", "The server or the user changed; enter the secret again"}
	if ch == mailbox.SMS {
		var in smsForm
		if ok, err = f.Read(&in); err != nil || !ok {
			return w, false, err
		}
		w.SMS = &mailbox.GatewayConfig{URL: in.URL, Body: in.Body, Success: in.Success}
		if in.Header == "" {
			return w, true, nil
		}
		w.SMS.Header = map[string]string{in.Header: in.Value}
		if in.Value == "" {
			if have == nil || have.SMS.URL != in.URL || have.SMS.Header[in.Header] == "" {
				f.Reject("value", again)
				return w, false, nil
			}
			w.SMS.Header = have.SMS.Header
		}
		return w, true, nil
	}
	var in mailForm
	if ok, err = f.Read(&in); err != nil || !ok {
		return w, false, err
	}
	w.Mail = &mailbox.SMTPConfig{Host: in.Host, Port: in.Port, Username: in.Username, Password: in.Password, From: in.From, Roots: in.Roots,
		TLS: in.Security == "tls", Plain: in.Security == "none"}
	if in.Username != "" && in.Password == "" {
		if have == nil || have.Mail.Host != in.Host || have.Mail.Port != in.Port || have.Mail.Username != in.Username || have.Mail.Roots != in.Roots || have.Mail.Plain != w.Mail.Plain {
			f.Reject("password", again)
			return w, false, nil
		}
		w.Mail.Password = have.Mail.Password
	}
	return w, true, nil
}

// testPage sends a test message with what is stored, and tells what became of it.
func (k *Desk) testPage(x *web.Ctx) error {
	ch, err := channel(x)
	if err != nil {
		return err
	}
	have, err := k.load(x, ch)
	if err != nil {
		return err
	}
	if have == nil {
		return fault.New(fault.Conflict, "notify.way", "尚未配置这种发送方式，请先保存设置")
	}
	f := k.testForm(x, ch)
	to, ok, err := recipient(f, ch)
	if err != nil {
		return err
	}
	if ok {
		a := worklist.Actor(x)
		if err := k.d.Limits.Allow(x.Context(), testRule, fmt.Sprint(a.Account)); err != nil {
			return err
		}
		err = k.box.Test(x.Context(), mailbox.Message{Center: a.Center, Channel: ch, To: to, Template: "test", Path: "/"})
		if err == nil {
			return k.tested(x, ch)
		}
		if !k.explain(f, err) {
			return err
		}
	}
	return k.showWay(x, ch, have, k.wayForm(x, ch, have), f)
}

// recipient reads where the test message goes.
func recipient(f *form.Form, ch mailbox.Channel) (to string, ok bool, err error) {
	if ch == mailbox.SMS {
		var in testSMS
		ok, err = f.Read(&in)
		return in.To, ok, err
	}
	var in testMail
	ok, err = f.Read(&in)
	return in.To, ok, err
}

// explain shows in the form why the test failed, and reports whether it did.
func (k *Desk) explain(f *form.Form, err error) bool {
	if fault.KindOf(err) != fault.Unavailable {
		if e := fault.Of(err); e != nil && e.Field != "" {
			e.At("to") // the only field there is
		}
		return f.Refused(err)
	}
	r := mailbox.ReasonOf(fault.CodeOf(err))
	f.Reject("to", web.Text{"测试未成功：" + r.Chinese, "The test failed: " + r.English})
	return true
}

// tested notes a test that succeeded: what rests is tried again.
func (k *Desk) tested(x *web.Ctx, ch mailbox.Channel) error {
	err := k.d.DB.Write(x.Context(), func(tx *store.Tx) error {
		if err := k.box.Revive(x.Context(), tx, worklist.Actor(x).Center, ch); err != nil {
			return err
		}
		return k.d.Book.Audit(x.Context(), tx, by(x), "message.test", string(ch), "")
	})
	if err != nil {
		return err
	}
	x.Flash(web.Green, x.T("测试成功：对方服务器已接收测试消息，请查收", "The test succeeded: the other side took the message"))
	return x.Redirect("/admin/messages/" + string(ch))
}

// turnOff forgets a way with its secrets.
func (k *Desk) turnOff(x *web.Ctx) error {
	ch, err := channel(x)
	if err != nil {
		return err
	}
	err = k.d.DB.Write(x.Context(), func(tx *store.Tx) error {
		if _, err := tx.Exec(x.Context(), `DELETE FROM notify_way WHERE center_id = $1 AND channel = $2`, worklist.Actor(x).Center, string(ch)); err != nil {
			return err
		}
		return k.d.Book.Audit(x.Context(), tx, by(x), "message.off", string(ch), "")
	})
	if err != nil {
		return err
	}
	x.Flash(web.Green, x.T("已停用，保存的密码已删除", "Turned off; the stored secret is deleted"))
	return x.Redirect("/admin/messages")
}

// by is who acts, as the audit names it.
func by(x *web.Ctx) identity.Who {
	a := worklist.Actor(x)
	return identity.Who{Account: a.Account, Center: a.Center, Name: a.Name, IP: x.IP().String()}
}
