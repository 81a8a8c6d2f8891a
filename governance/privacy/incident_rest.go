package privacy

import (
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
)

// IncidentOf is an incident for programs, without what is said of it.
type IncidentOf struct {
	Case    string           `json:"case"`
	Number  string           `json:"number"`
	Known   string           `json:"known"`
	State   string           `json:"state"`
	Reports []IncidentReport `json:"reports"`
}

// IncidentReport is one to whom is reported.
type IncidentReport struct {
	To     string `json:"to"`
	Hours  int    `json:"hours"`
	Due    string `json:"due"`
	Needed bool   `json:"needed"`
	Sent   string `json:"sent,omitempty"`
	Late   bool   `json:"late"`
}

// incidentRest is what programs can do of the pages of incidents.
func (d *Desk) incidentRest() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/incidents", Act: ActIncidents, Title: web.Text{"个人信息安全事件与报告时限", "Incidents with personal data and the hours of their reports"}, Pages: []string{"GET /incidents"}, Answer: []IncidentOf{},
			Handle: func(c *rest.Call) (any, error) {
				all, err := d.overview(c.Ctx)
				out := []IncidentOf{}
				for _, x := range all {
					out = append(out, d.incidentFor(x))
				}
				return out, err
			}},
		{Method: "POST", Path: "/incidents", Act: ActNotice, Title: web.Text{"登记个人信息安全事件", "Enter an incident with personal data"}, Pages: []string{"GET /incidents/new", "POST /incidents/new"}, Body: d.notice, Answer: IncidentOf{},
			Handle: func(c *rest.Call) (any, error) {
				var in Notice
				if err := c.Read(d.notice, &in); err != nil {
					return nil, err
				}
				k, err := d.Tell(c.Ctx, in, "")
				if err != nil {
					return nil, err
				}
				var x *Incident
				err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
					x, err = d.oneIncident(c.Context(), tx, k.Center, k.ID)
					return err
				})
				if err != nil {
					return nil, err
				}
				return d.incidentFor(x), nil
			}},
	}
}

// incidentFor describes an incident for programs.
func (d *Desk) incidentFor(x *Incident) IncidentOf {
	out := IncidentOf{Case: rest.ID(x.Case), Number: x.Number, Known: written(x.Known), State: x.State, Reports: []IncidentReport{}}
	for _, r := range x.Reports {
		out.Reports = append(out.Reports, IncidentReport{To: r.To, Hours: r.Hours, Due: written(r.Due), Needed: r.Needed, Sent: written(r.Sent), Late: r.Waits() && r.Due.Before(d.office.Now()) || r.Sent.After(r.Due)})
	}
	return out
}
