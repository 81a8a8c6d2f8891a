package training

import (
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// ExaminerOf is one examiner for programs.
type ExaminerOf struct {
	Account      string          `json:"account"`
	Login        string          `json:"login"`
	Name         string          `json:"name"`
	Until        calendar.Day    `json:"certified_until,omitzero" doc:"没有有效上岗证的没有"`
	Hours        float64         `json:"hours" doc:"近一年培训学时"`
	Demanded     int64           `json:"demanded"`
	Certificates []CertificateOf `json:"certificates,omitempty"`
	Training     []TrainingOf    `json:"training,omitempty" doc:"列表中没有"`
}

// CertificateOf is one certificate.
type CertificateOf struct {
	ID     string       `json:"id"`
	Number string       `json:"number"`
	Issuer string       `json:"issuer"`
	Kinds  []string     `json:"kinds" doc:"空为全部"`
	Fields []string     `json:"fields" doc:"空为全部"`
	From   calendar.Day `json:"from"`
	To     calendar.Day `json:"to"`
	Ended  calendar.Day `json:"ended,omitzero"`
	Valid  bool         `json:"valid"`
}

// TrainingOf is one course.
type TrainingOf struct {
	ID        string       `json:"id"`
	Day       calendar.Day `json:"day"`
	Topic     string       `json:"topic"`
	Hours     float64      `json:"hours"`
	Organiser string       `json:"organiser,omitempty"`
	Proof     string       `json:"proof,omitempty"`
}

// Rest is what programs can do of the pages.
func (d *Desk) Rest() rest.Module {
	paper, course, end, remove, file := form.Describe(certificateForm{}, nil), form.Describe(trainingForm{}, nil), form.Describe(endForm{}, nil), form.Describe(removeForm{}, nil), form.Describe(importForm{}, nil)
	const at = "/quality/staff/{account}"
	get := func(path string, page string, zh, en string, answer any, h func(*rest.Call) (any, error)) rest.Endpoint {
		return rest.Endpoint{Method: "GET", Path: path, Act: ActStaff, Title: web.Text{zh, en}, Pages: []string{"GET " + page}, Answer: answer, Handle: h}
	}
	post := func(path, zh, en string, body *form.Schema, h func(*rest.Call) (any, error)) rest.Endpoint {
		return rest.Endpoint{Method: "POST", Path: path, Act: ActStaff, Title: web.Text{zh, en}, Pages: []string{"GET " + path, "POST " + path}, Body: body, Answer: rest.Done{}, Handle: h}
	}
	bring := post("/quality/staff/import", "导入培训学时", "Import training", file, func(c *rest.Call) (any, error) {
		var in importForm
		if err := c.Read(file, &in); err != nil {
			return nil, err
		}
		return d.take(c.Ctx, &in)
	})
	bring.Answer, bring.Limit = TrainingImport{}, 8<<20
	template := get("/quality/staff/template", "/quality/staff/template", "培训学时导入模板", "Template of the list of training", nil, rest.File(d.templateFile))
	template.Files = []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	return rest.Module{Acts: []rest.Act{{Code: ActStaff, Title: web.Text{"管理上岗资格与培训", "Keep qualifications and training"}}}, Endpoints: []rest.Endpoint{
		get("/quality/staff", "/quality/staff", "预审员的上岗资格与培训学时", "Qualification and training of the examiners", []ExaminerOf{}, d.restAll), template, bring,
		{Method: "GET", Path: at, Act: ActStaff, Title: web.Text{"一位预审员的上岗证与培训", "Certificates and training of an examiner"}, Pages: []string{"GET " + at, "GET /quality/staff/export"}, Answer: ExaminerOf{}, Handle: d.restOne},
		post(at+"/certificate", "登记上岗证", "Record a certificate", paper, func(c *rest.Call) (any, error) {
			var in certificateForm
			return d.restDo(c, paper, &in, func(r *Record) error { return d.Certify(c.Context(), worklist.Actor(c.Ctx), in.certificate(r.Account)) })
		}),
		post(at+"/training", "登记培训", "Record training", course, func(c *rest.Call) (any, error) {
			var in trainingForm
			return d.restDo(c, course, &in, func(r *Record) error { return d.Train(c.Context(), worklist.Actor(c.Ctx), in.training(r.Account)) })
		}),
		post(at+"/end/{id}", "注销上岗证", "Take a certificate back", end, func(c *rest.Call) (any, error) {
			var in endForm
			id, err := c.Number("id")
			if err != nil {
				return nil, err
			}
			return d.restDo(c, end, &in, func(r *Record) error { return d.end(c.Ctx, r, id, &in) })
		}),
		post(at+"/remove/{id}", "删除误登记的培训", "Remove training that was entered by mistake", remove, func(c *rest.Call) (any, error) {
			var in removeForm
			id, err := c.Number("id")
			if err != nil {
				return nil, err
			}
			return d.restDo(c, remove, &in, func(r *Record) error { return d.remove(c.Ctx, r, id) })
		}),
	}}
}

// restDo reads a form about an examiner and does what it is for.
func (d *Desk) restDo(c *rest.Call, s *form.Schema, in any, do func(*Record) error) (any, error) {
	r, err := d.examiner(c.Ctx)
	if err != nil {
		return nil, err
	}
	if err := c.Read(s, in); err != nil {
		return nil, err
	}
	return rest.OK(do(r))
}

// of is an examiner without the courses.
func of(r *Record, today calendar.Day) ExaminerOf {
	out := ExaminerOf{Account: rest.ID(r.Account), Login: r.Login, Name: r.Name, Until: r.Ends, Hours: float64(r.Tenths) / 10, Demanded: r.Demand}
	for _, x := range r.Certificates {
		out.Certificates = append(out.Certificates, CertificateOf{rest.ID(x.ID), x.Number, x.Issuer, rest.List(x.Kinds), rest.List(x.Fields), x.From, x.To, x.Ended, x.Valid(today)})
	}
	return out
}

// restAll answers for all examiners, without their courses.
func (d *Desk) restAll(c *rest.Call) (any, error) {
	b, err := d.book(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := []ExaminerOf{}
	for i := range b.Records {
		out = append(out, of(&b.Records[i], b.today))
	}
	return out, nil
}

// restOne answers for one examiner, with all courses.
func (d *Desk) restOne(c *rest.Call) (any, error) {
	r, err := d.examiner(c.Ctx)
	if err != nil {
		return nil, err
	}
	out := of(r, d.Office().Today())
	err = d.Office().DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := trainings(c.Context(), tx, worklist.Actor(c.Ctx).Center, r.Account, 1, d.Office().Today())
		for _, x := range all {
			out.Training = append(out.Training, TrainingOf{rest.ID(x.ID), x.Day, x.Topic, float64(x.Tenths) / 10, x.Organiser, x.Proof})
		}
		return err
	})
	return out, err
}

// RestMine is what is known of the caller; nil for somebody who is no examiner.
func (d *Desk) RestMine(c *web.Ctx) (*ExaminerOf, error) {
	b, err := d.book(c)
	if err != nil {
		return nil, err
	}
	r := b.Record(worklist.Actor(c).Account)
	if r == nil {
		return nil, nil
	}
	out := of(r, b.today)
	return &out, nil
}
