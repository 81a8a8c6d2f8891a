package administration

import (
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// sessionRow is one sign-in that still holds.
type sessionRow struct {
	No, Began, Seen, IP, Device string
	Mine                        bool // the one that asks
}

// sessionsPage shows people where they are signed in.
func (d *Desk) sessionsPage(c *web.Ctx) error {
	here, err := d.Book.Find(c.Context(), c.Cookie(cookie), false)
	if err != nil {
		return err
	}
	var rows []sessionRow
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := d.Book.Sessions(c.Context(), tx, who(c).Account)
		for _, s := range all {
			rows = append(rows, sessionRow{s.No, web.When(s.Created), web.When(s.Seen), s.IP, browser(c, s.Device), here != nil && here.Digest == s.No})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("登录会话", "Sessions")}
	return c.Render("sessions", rows)
}

// browser names the browser and the system in what a browser says of itself: enough to recognise
// one's own machine by.
func browser(c *web.Ctx, agent string) string {
	find := func(words ...string) string {
		for _, w := range words {
			if strings.Contains(agent, w) {
				return w
			}
		}
		return ""
	}
	// The order matters: most browsers also call themselves by the names that follow.
	name := find("QIANXIN", "360", "Edg", "Firefox", "Chrome", "Safari")
	system := find("Windows", "Android", "iPhone", "Mac OS", "Linux")
	if name == "" && system == "" {
		return c.T("其他", "other")
	}
	return strings.TrimSpace(name + " " + system)
}

// endSession ends one of one's own sessions; the present one is ended by signing out.
func (d *Desk) endSession(c *web.Ctx) error {
	err := d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Book.EndSession(c.Context(), tx, who(c), c.Path("no"))
	})
	if err != nil {
		return err
	}
	c.Flash(web.Green, c.T("该会话已结束", "The session is ended"))
	return c.Redirect("/my/sessions")
}

// allKeysPage lists the keys of the center that still hold for the security administrator: whose
// they are, when and from where they were used, and when they end.
func (d *Desk) allKeysPage(c *web.Ctx) error {
	var rows []keyRow
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		keys, err := d.Book.KeysOf(c.Context(), tx, who(c).Center)
		if err != nil {
			return err
		}
		var ids []int64
		for _, k := range keys {
			ids = append(ids, k.Account)
		}
		names, err := d.Book.Names(c.Context(), tx, who(c).Center, ids)
		for _, k := range keys {
			rows = append(rows, keyRow{k.No, names[k.Account], k.Name, len(k.Acts), web.When(k.Used), k.From, web.When(k.Ends), !k.Used.IsZero()})
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("接口密钥管理", "Keys of the center")}
	return c.Render("allkeys", rows)
}

// keyRow is one key of somebody.
type keyRow struct {
	No                int64
	Who, Name         string
	Acts              int
	Used, From, Until string
	EverUsed          bool
}

// revokeAny ends a key of anybody in the center: the next call with it is refused.
func (d *Desk) revokeAny(c *web.Ctx) error {
	no, err := worklist.ID(c, "no")
	if err != nil {
		return err
	}
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		keys, err := d.Book.KeysOf(c.Context(), tx, who(c).Center)
		if err != nil {
			return err
		}
		for _, k := range keys {
			if k.No == no {
				return d.Book.RevokeKey(c.Context(), tx, who(c), k.Account, no)
			}
		}
		return fault.New(fault.Missing, "identity.key_missing", "没有这个密钥，或已停用；请刷新页面查看")
	})
	if err != nil {
		return err
	}
	c.Flash(web.Green, c.T("密钥已停用，下一次调用即被拒绝", "The key is revoked; its next call is refused"))
	return c.Redirect("/admin/keys")
}
