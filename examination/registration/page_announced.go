package registration

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

// announced lists the registrations that are announced now.
func (d *Desk) announced(c *web.Ctx) (out []Announcement, err error) {
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		centers, err := d.office.Centers(c.Context(), tx)
		if err != nil {
			return err
		}
		for _, ct := range centers {
			l, err := d.office.List(c.Context(), tx, casework.Robot(ct.ID), casework.Filter{Chart: d.chart.Code, States: []string{Announced}, PerPage: 500, NoTitles: true})
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

// announcedPage shows everybody which registrations are announced now, and until when.
func (d *Desk) announcedPage(c *web.Ctx) error {
	t := web.Table{Title: c.T("公示中的备案", "Registrations announced"), Head: []string{c.T("名称", "Name"), c.T("统一社会信用代码", "Credit code"), c.T("类别", "Kind"),
		c.T("公示截止", "Until")}, Empty: c.T("目前没有公示中的备案。", "Nothing is announced at present.")}
	all, err := d.announced(c)
	if err != nil {
		return err
	}
	for _, x := range all {
		kind := c.T(x.Kind, "Agency")
		if x.Kind == KindEntity {
			kind = c.T(x.Kind, "Applicant")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: x.Name}, {Text: x.Code}, {Text: kind}, {Text: x.Until.String()}})
	}
	c.Page = web.Page{Title: c.T("备案公示", "Announcements"), NoMark: true}
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Blue, Title: c.T("对公示有异议的", "If you object"),
		Text: c.T("请在公示截止日前向本中心提出，写明事实并提供证明；本中心核实后再作决定。电话见页面下方。", "Tell the center before the last day, with facts and proof; it decides after looking into it. The telephone number stands below.")}, t})
}
