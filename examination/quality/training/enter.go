package training

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// certificateForm is a certificate as it was issued.
type certificateForm struct {
	Number string       `json:"number" label:"证号" en:"Number" required:"true" max:"60"`
	Issuer string       `json:"issuer" label:"发证单位" en:"Issued by" required:"true" max:"100"`
	Kinds  []string     `json:"kinds" label:"可预审的类型" en:"Kinds" options:"发明=Invention,实用新型=Utility model,外观设计=Design" help:"不选为全部" helpen:"None: all"`
	Fields string       `json:"fields" label:"可预审的领域" en:"Fields" max:"500" help:"分类号，空格分隔，如 H01M G06 14；不填为全部" helpen:"Classes with blanks between, such as H01M G06 14; empty: all"`
	From   calendar.Day `json:"from" label:"有效期自" en:"From" widget:"date" required:"true"`
	To     calendar.Day `json:"to" label:"有效期至（含当日）" en:"Until (including)" widget:"date" required:"true"`
}

// trainingForm is one course.
type trainingForm struct {
	Day       calendar.Day `json:"day" label:"培训日期" en:"Day" widget:"date" required:"true"`
	Topic     string       `json:"topic" label:"培训内容" en:"Topic" required:"true" max:"100"`
	Hours     float64      `json:"hours" label:"学时" en:"Hours" required:"true" min:"0" max:"200"`
	Organiser string       `json:"organiser" label:"组织单位" en:"Organiser" max:"100"`
	Proof     string       `json:"proof" label:"证明材料编号" en:"Proof" max:"100" help:"结业证书号或存档编号" helpen:"Number of the certificate or of the file"`
}

// endForm takes a certificate back.
type endForm struct {
	Day    calendar.Day `json:"day" label:"自何日起无效" en:"From which day" widget:"date" required:"true"`
	Reason string       `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"200"`
}

// removeForm takes a course out that was entered by mistake.
type removeForm struct {
	Sure bool `json:"sure" label:"确认删除这条误登记的培训" en:"Yes, it was entered by mistake" required:"true"`
}

// Certify records a certificate of an examiner. Number, issuer, kinds, fields and days are given.
func (d *Desk) Certify(ctx context.Context, by casework.Actor, x Certificate) (err error) {
	defer fault.Wrap(&err, "record a certificate")
	if x.To < x.From {
		return fault.New(fault.Invalid, "quality.certificate_days", "有效期的截止日早于起始日，请核对").At("to")
	}
	return d.record(ctx, by, x.Account, func(tx *store.Tx) error {
		x.ID, x.Center, x.At, x.ByName = d.Office().DB.NewID(), by.Center, d.Office().Now().UnixMicro(), by.Name
		return insertCertificate(ctx, tx, by.Account, x)
	})
}

// Train records a course that an examiner took. Day, topic, hours, organiser and proof are given.
func (d *Desk) Train(ctx context.Context, by casework.Actor, x Training) (err error) {
	defer fault.Wrap(&err, "record training")
	if x, err = d.checked(by, x); err != nil {
		return err
	}
	return d.record(ctx, by, x.Account, func(tx *store.Tx) error { return insertTraining(ctx, tx, by.Account, x) })
}

// record writes about an examiner of the center, for those who keep the records.
func (d *Desk) record(ctx context.Context, by casework.Actor, account int64, write func(tx *store.Tx) error) error {
	if !d.Office().Policy.Ever(by.Subject, ActStaff) {
		return nobody()
	}
	defer d.ending.Forget(by.Center)
	return d.Office().DB.Write(ctx, func(tx *store.Tx) error {
		people, err := d.Staff(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(people, func(p Person) bool { return p.Account == account && p.Examines() }) {
			return nobody()
		}
		return write(tx)
	})
}

// checked completes a course, or says what is wrong with it.
func (d *Desk) checked(by casework.Actor, x Training) (Training, error) {
	o := d.Office()
	x.ID, x.Center, x.Topic, x.At, x.ByName = o.DB.NewID(), by.Center, strings.TrimSpace(x.Topic), o.Now().UnixMicro(), by.Name
	switch {
	case x.Tenths <= 0 || x.Tenths > 2000:
		return x, fault.New(fault.Invalid, "quality.hours", "学时应大于 0 且不超过 200，请核对").At("hours")
	case x.Day > o.Today():
		return x, fault.New(fault.Invalid, "quality.training_day", "培训日期 %s 还没有到，请在培训结束后登记", x.Day).At("day")
	}
	return x, nil
}

// certificate is what was typed.
func (in *certificateForm) certificate(account int64) Certificate {
	return Certificate{Account: account, Number: in.Number, Issuer: in.Issuer, Kinds: in.Kinds, Fields: split(strings.ToUpper(in.Fields)), From: in.From, To: in.To}
}

// training is what was typed, or read from a list.
func (in *trainingForm) training(account int64) Training {
	return Training{Account: account, Day: in.Day, Topic: in.Topic, Organiser: in.Organiser, Proof: in.Proof, Tenths: int64(math.Round(10 * in.Hours))}
}

// end takes a certificate of an examiner back.
func (d *Desk) end(c *web.Ctx, r *Record, id int64, in *endForm) error {
	a := worklist.Actor(c)
	return d.record(c.Context(), a, r.Account, func(tx *store.Tx) error {
		was, err := endCertificate(c.Context(), tx, Certificate{ID: id, Center: a.Center, Account: r.Account, Ended: in.Day, Why: in.Reason})
		if err == nil && !was {
			err = fault.New(fault.Missing, "quality.certificate", "没有这张上岗证，或已经注销；请刷新后查看")
		}
		return err
	})
}

// remove takes a course of an examiner out.
func (d *Desk) remove(c *web.Ctx, r *Record, id int64) error {
	a := worklist.Actor(c)
	return d.record(c.Context(), a, r.Account, func(tx *store.Tx) error {
		was, err := removeTraining(c.Context(), tx, a.Center, r.Account, id)
		if err == nil && !was {
			err = fault.New(fault.Missing, "quality.training", "没有这条培训记录，或已经删除；请刷新后查看")
		}
		return err
	})
}

// An entry is a page with one form about one examiner.
type entry struct {
	zh, en string // title and button
	schema *form.Schema
	fill   any // what the form begins with; nil for nothing
	into   any // pointer to what is read
	do     func(r *Record) error
	danger bool
}

// enter shows the form, and does what it is for when it was sent.
func (d *Desk) enter(c *web.Ctx, e entry) error {
	r, err := d.examiner(c)
	if err != nil {
		return err
	}
	at := fmt.Sprintf("/quality/staff/%d", r.Account)
	c.Page = web.Page{Title: c.T(e.zh, e.en), Sub: r.Name, At: "/quality/staff", Crumbs: []web.Link{crumbs(c, "")[0], {Href: at, Label: r.Name}, {Label: c.T(e.zh, e.en)}}}
	f := form.New(c, e.schema)
	f.Submit, f.Cancel, f.Danger = c.T(e.zh, e.en), at, e.danger
	if !c.Posted() && e.fill != nil {
		f.Fill(e.fill)
	}
	ok, err := f.Read(e.into)
	if err != nil {
		return err
	}
	if !ok {
		return c.RenderForm(f)
	}
	if err := e.do(r); err != nil {
		if f.Refused(err) {
			return c.RenderForm(f)
		}
		return err
	}
	c.Flash(web.Green, c.T("已登记", "Recorded"))
	return c.Redirect(at)
}

// certificatePage records a certificate.
func (d *Desk) certificatePage(c *web.Ctx) error {
	in := &certificateForm{}
	return d.enter(c, entry{zh: "登记上岗证", en: "Record a certificate", schema: form.Describe(certificateForm{}, nil), fill: certificateForm{From: d.Office().Today()}, into: in,
		do: func(r *Record) error { return d.Certify(c.Context(), worklist.Actor(c), in.certificate(r.Account)) }})
}

// trainingPage records a course.
func (d *Desk) trainingPage(c *web.Ctx) error {
	in := &trainingForm{}
	return d.enter(c, entry{zh: "登记培训", en: "Record training", schema: form.Describe(trainingForm{}, nil), fill: trainingForm{Day: d.Office().Today()}, into: in,
		do: func(r *Record) error { return d.Train(c.Context(), worklist.Actor(c), in.training(r.Account)) }})
}

// endPage takes a certificate back.
func (d *Desk) endPage(c *web.Ctx) error {
	in := &endForm{}
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	return d.enter(c, entry{zh: "注销上岗证", en: "Take the certificate back", schema: form.Describe(endForm{}, nil), fill: endForm{Day: d.Office().Today()}, into: in, danger: true,
		do: func(r *Record) error { return d.end(c, r, id, in) }})
}

// removePage takes out a course that was entered by mistake.
func (d *Desk) removePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	return d.enter(c, entry{zh: "删除培训记录", en: "Remove the training", schema: form.Describe(removeForm{}, nil), into: &removeForm{}, danger: true,
		do: func(r *Record) error { return d.remove(c, r, id) }})
}

// read makes the input of a line of a list.
func read(v map[string]string) (in trainingForm, err error) {
	in = trainingForm{Topic: v["topic"], Organiser: v["organiser"], Proof: v["proof"]}
	if in.Day, err = calendar.ParseDay(v["day"]); err != nil {
		return in, err
	}
	in.Hours, err = strconv.ParseFloat(cmp.Or(v["hours"], "0"), 64)
	return in, err
}
