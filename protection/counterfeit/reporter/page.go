package reporter

import (
	"context"
	"fmt"
	"slices"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/access"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// Act is opening who reported a case.
const Act = "counterfeit.reporter"

// Desk shows who reported to whoever has to reach them.
type Desk struct {
	Office func() *casework.Office
	Charts []string
	// Earlier is who reported a case from before identities were kept apart.
	Earlier func(ctx context.Context, tx *store.Tx, k *casework.Case) (Identity, error)
}

// Grants lets the officer of the case and the counter, which answers reporters, open who reported.
func Grants() []access.Grant {
	return []access.Grant{{Act: Act, Role: string(casework.Enforcer), Rel: access.Handler}, {Act: Act, Role: string(casework.Clerk), Rel: access.Center}}
}

// openForm is why somebody opens it.
type openForm struct {
	Reason string `json:"reason" label:"查看理由" en:"Why" widget:"textarea" required:"true" min:"4" max:"500" help:"例如核实线索细节、答复处理结果；理由与查看人、时间一并留存" helpen:"For instance to ask about the lead, or to answer; it is kept with your name and the time"`
}

// Routes are the pages.
func (d *Desk) Routes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/counterfeit/{id}/reporter", Act: Act, Handler: d.page}, {Method: "POST", Pattern: "/counterfeit/{id}/reporter", Act: Act, Handler: d.page}}
}

// of returns the case of the address for somebody who may open who reported it.
func (d *Desk) of(c *web.Ctx, tx *store.Tx) (*casework.Case, error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	a := worklist.Actor(c)
	k, err := d.Office().Get(c.Context(), tx, a, id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(d.Charts, k.Chart) || !d.Office().Policy.May(a.Subject, Act, k.Object()) {
		return nil, fault.New(fault.Missing, "reporter.missing", "没有可供您查看的举报人信息；只有承办人和受理人员可以查看，请从案件页面进入")
	}
	return k, nil
}

// open writes down who opens it and why, and only then returns it.
func (d *Desk) open(c *web.Ctx, reason string) (who Identity, err error) {
	a := worklist.Actor(c)
	var k *casework.Case
	err = d.Office().DB.Write(c.Context(), func(tx *store.Tx) error {
		if k, err = d.of(c, tx); err != nil {
			return err
		}
		return record(c.Context(), tx, d.Office(), a, k, reason)
	})
	if err != nil {
		return who, err
	}
	if err := d.Office().RecordReading(c.Context(), a, k.ID, "举报人身份"); err != nil {
		return who, err
	}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		kept, ok, err := find(c.Context(), tx, d.Office().Keys, k)
		if who = kept; err == nil && !ok {
			who, err = d.Earlier(c.Context(), tx, k)
		}
		return err
	})
	return who, err
}

// page asks for the reason, and shows who reported and who opened it before.
func (d *Desk) page(c *web.Ctx) error {
	var k *casework.Case
	err := d.Office().DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		k, err = d.of(c, tx)
		return err
	})
	if err != nil {
		return err
	}
	home := fmt.Sprintf("/case/%d", k.ID)
	c.Page = web.Page{Title: c.T("举报人信息", "Who reported"), At: "/work", Crumbs: []web.Link{{Href: home, Label: worklist.Name(c, k)}, {Label: c.T("举报人信息", "Who reported")}}}
	f := form.New(c, form.Describe(openForm{}, nil))
	f.Submit, f.Cancel = c.T("查看", "Show"), home
	f.Intro = c.T("举报人信息依法保密，与案件分开加密保存。只在需要联系举报人时查看，每次查看都有记录。", "Who reported is secret and kept apart from the case. Open it only to reach them; each time is recorded.")
	var in openForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	blocks := []web.Block{f}
	if ok {
		who, err := d.open(c, in.Reason)
		if err != nil {
			return err
		}
		kv := web.KV{Title: c.T("举报人", "Reporter")}
		kv.Add(c.T("姓名或单位", "Name"), who.Who).Add(c.T("联系电话", "Phone"), who.Phone)
		blocks = []web.Block{kv}
	}
	t := web.Table{Title: c.T("查看记录", "Opened by"), Head: []string{c.T("查看人", "Who"), c.T("时间", "When"), c.T("理由", "Why")}, Empty: c.T("还没有人查看过", "Nobody yet")}
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := openings(c.Context(), tx, d.Office(), k)
		for _, x := range all {
			t.Rows = append(t.Rows, []web.Cell{{Text: x.Name}, {Text: web.When(x.At)}, {Text: x.Reason}})
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Render("page-blocks", append(blocks, t))
}

// Rest is what programs can do of it.
func (d *Desk) Rest() []rest.Endpoint {
	body := form.Describe(openForm{}, nil)
	return []rest.Endpoint{{Method: "POST", Path: "/cases/{case}/reporter", Act: Act, Title: web.Text{"查看举报人信息，须写明理由", "Who reported, with the reason for asking"}, Pages: []string{"GET /counterfeit/{id}/reporter", "POST /counterfeit/{id}/reporter"},
		Body: body, Answer: Identity{}, Handle: func(c *rest.Call) (any, error) {
			var in openForm
			if err := c.Read(body, &in); err != nil {
				return nil, err
			}
			return d.open(c.Ctx, in.Reason)
		}}}
}
