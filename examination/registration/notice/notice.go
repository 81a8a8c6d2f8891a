// Package notice (备案公示) shows everybody which registrations are announced now, and until when.
package notice

import (
	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// An Announcement is a registration that is announced now: what is public of a party, nothing that it
// stated.
type Announcement struct {
	Name  string       `json:"name"`
	Code  string       `json:"code" doc:"统一社会信用代码"`
	Kind  string       `json:"kind"`
	Until calendar.Day `json:"until"`
}

// A Board is where they hang.
type Board struct {
	Office       *casework.Office
	Chart, State string // of the registrations that are announced
	OfApplicants string // the kind of registration that is not that of an agency
}

// List lists the registrations that are announced now.
func (b Board) List(c *web.Ctx) (out []Announcement, err error) {
	err = b.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		centers, err := b.Office.Centers(c.Context(), tx)
		if err != nil {
			return err
		}
		for _, ct := range centers {
			l, err := b.Office.List(c.Context(), tx, casework.Robot(ct.ID), casework.Filter{Chart: b.Chart, States: []string{b.State}, PerPage: 500, NoTitles: true})
			if err != nil {
				return err
			}
			for _, k := range l.Cases {
				p, err := party.Get(c.Context(), tx, k.Center, k.Owner)
				if err != nil {
					return err
				}
				out = append(out, Announcement{p.Name, p.Code, k.Kind, k.Due})
			}
		}
		return nil
	})
	return out, err
}

// Page shows them.
func (b Board) Page(c *web.Ctx) error {
	t := web.Table{Title: c.T("公示中的备案", "Registrations announced"), Head: []string{c.T("名称", "Name"), c.T("统一社会信用代码", "Credit code"), c.T("类别", "Kind"),
		c.T("公示截止", "Until")}, Empty: c.T("目前没有公示中的备案。", "Nothing is announced at present.")}
	all, err := b.List(c)
	if err != nil {
		return err
	}
	for _, x := range all {
		kind := c.T(x.Kind, "Agency")
		if x.Kind == b.OfApplicants {
			kind = c.T(x.Kind, "Applicant")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Name}, {Text: x.Code}, {Text: kind}, {Text: x.Until.String()}})
	}
	c.Page = web.Page{Title: c.T("备案公示", "Announcements"), NoMark: true}
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Blue, Title: c.T("对公示有异议的", "If you object"),
		Text: c.T("请在公示截止日前向本中心提出，写明事实并提供证明；本中心核实后再作决定。电话见页面下方。", "Tell the center before the last day, with facts and proof; it decides after looking into it. The telephone number stands below.")}, t})
}
