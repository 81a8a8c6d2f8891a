package outage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/worklist"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// maxPackage bounds a package of the contingency desk.
const maxPackage = 500 << 20

// Take is a receipt of the contingency desk with the package to which it belongs.
type Take struct {
	Receipt form.File `json:"receipt" label:"应急收件回执" en:"Receipt of the contingency desk" required:"true" size:"1M" accept:".txt" help:"收件页面给出的、未经改动的回执文件" helpen:"The file that the desk gave, unchanged"`
	File    form.File `json:"file" label:"原文件" en:"The file itself" size:"500M" help:"须与回执的摘要一致；只登记摘要的，可以在当事人交来原文件后再补" helpen:"It must fit the digest of the receipt; where only a digest was registered, it may follow later"`

	slip *contingency.Receipt
	ref  blob.Ref
}

// Assign says to which case an arrival belongs, and by what right it counts from when it was received.
type Assign struct {
	Arrival string `json:"arrival" label:"应急件" en:"Filing" widget:"select" options:"*" required:"true"`
	Number  string `json:"number" label:"所属案件的案号" en:"Number of the case" max:"40"`
	Fresh   string `json:"fresh" label:"或者尚未编号的案件" en:"Or a case without a number yet" widget:"select" options:"*" help:"新的申请在受理时才编号：请当事人先在平台新建并提交，再在这里选择" helpen:"Something new gets its number when it is accepted: have the party open and submit it on the platform, then choose it here"`
	Basis   string `json:"basis" label:"以回执时间为收到时间的依据" en:"Basis for counting from the receipt" widget:"textarea" required:"true" max:"500" help:"是否以回执时间为递交日由法律规定，不由系统决定；请写明法律条款或者本中心规定" helpen:"Whether the time of the receipt is the day of filing is for the law to say: name its article, or the rule of the center"`
}

// beforeTake reads the receipt, holds the file against it and stores it, before the transaction begins.
func (d *Desk) beforeTake(ctx context.Context, k *casework.Case, key seal.Key, in *Take) (err error) {
	if in.slip, err = slipOf(in.Receipt); err != nil || in.File.IsZero() {
		return err
	}
	if d.Screen != nil {
		if err := d.Screen(ctx, []form.File{in.File}); err != nil {
			return err
		}
	}
	f, err := in.File.Open()
	if err != nil {
		return err
	}
	err = errors.Join(in.slip.Fits(f), f.Close())
	if err != nil {
		return err
	}
	if f, err = in.File.Open(); err != nil {
		return err
	}
	defer f.Close()
	in.ref, err = d.Blobs.Put(ctx, key, place(k.ID), f, maxPackage)
	return err
}

// slipOf reads a receipt that was handed in.
func slipOf(f form.File) (*contingency.Receipt, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, err
	}
	return contingency.Parse(string(text))
}

// take records what the desk received. The event bears the time of today; the time of the receipt is a fact
// that it names.
func (d *Desk) take(s *casework.Step, in *Take) error {
	r := in.slip
	if r == nil {
		return errors.New("take without its preparation")
	}
	if err := d.believed(s.Ctx, s.Tx, s.Case.Center, r); err != nil {
		return err
	}
	o, err := covering(s.Ctx, s.Tx, s.Case.Center, r.At)
	if err != nil {
		return err
	}
	have, err := d.arrival(s.Ctx, s.Tx, s.Case.Center, r.Number)
	switch {
	case err != nil:
		return err
	case o.Case != s.Case.ID:
		no, err := d.office.NumberOf(s.Ctx, s.Tx, s.Case.Center, o.Case)
		return errors.Join(err, fault.New(fault.Conflict, "outage.other", "回执时间 %s 属于另一次中断 %s，请打开那次中断再录入", written(r.At), no))
	case have != nil && (have.Blob != "" || in.File.IsZero()):
		return fault.New(fault.Conflict, "outage.taken", "回执 %s 已于 %s 导入，无须再次导入", r.Number, written(have.Taken))
	case in.File.IsZero() && r.Kind == contingency.Whole:
		return fault.New(fault.Invalid, "outage.needs_file", "回执 %s 是文件的回执，请连同原文件录入", r.Number).At("file")
	case have == nil:
		have = &Arrival{ID: s.Office.DB.NewID(), Center: s.Case.Center, Case: s.Case.ID, Number: r.Number, Received: r.At, Taken: s.Now, Signer: r.Signer(),
			parcel: parcel{Kind: r.Kind, Name: r.Name, Size: r.Size, SHA256: r.SHA256, SM3: r.SM3, Text: r.Text()}}
	}
	if in.ref.Address != "" {
		have.Blob, have.SHA256, have.Size = in.ref.Address, in.ref.SHA256, in.ref.Size
		if have.Name == "-" {
			have.Name = in.File.Name
		}
		if err := casework.HoldFiles(s.Ctx, s.Tx, s.Case.Center, s.Now, have.Blob); err != nil {
			return err
		}
	}
	s.Note("what", r.Number)
	s.Note("day", "回执时间 "+written(r.At))
	return putArrival(s.Ctx, s.Tx, s.Key(), have)
}

// assign enters an arrival into its case as a dated fact. A term of the party that was still running when it
// was received is lengthened, so that what was received can be done again on the platform.
func (d *Desk) assign(s *casework.Step, in *Assign) error {
	id, _ := strconv.ParseInt(in.Arrival, 10, 64) // what is no number is none of the arrivals
	all, err := d.arrivals(s.Ctx, s.Tx, `id = $1 AND case_id = $2 AND center_id = $3`, id, s.Case.ID, s.Case.Center)
	switch {
	case err != nil:
		return err
	case len(all) == 0:
		return fault.New(fault.Invalid, "outage.arrival", "请选择本次中断的应急件").At("arrival")
	case all[0].Target != 0:
		return fault.New(fault.Conflict, "outage.assigned", "这份应急件已归入案件，请刷新页面").At("arrival")
	}
	a := all[0]
	k, err := d.meant(s, in)
	if err != nil {
		return err
	}
	ops, err := d.graceFor(s, k, a)
	if err != nil {
		return err
	}
	if err := s.Grace(k.ID, ops, strings.TrimSpace(in.Basis), fmt.Sprintf("应急收件 %s，回执 %s", written(a.Received), a.Number)); err != nil {
		return err
	}
	a.Target, a.Assigned = k.ID, s.Now
	s.Note("what", a.Number+" → "+numbered(k.Number)[0])
	s.Note("ground", strings.TrimSpace(in.Basis))
	return putArrival(s.Ctx, s.Tx, s.Key(), a)
}

// meant finds the case of which an assignment speaks: by its number, or one of those that have none yet.
func (d *Desk) meant(s *casework.Step, in *Assign) (k *casework.Case, err error) {
	number, wrong := strings.TrimSpace(in.Number), fault.New(fault.Invalid, "outage.fresh", "所选的案件不存在或者已经编号，请刷新页面后重新选择，或者填写案号").At("fresh")
	switch {
	case (number == "") == (in.Fresh == ""):
		return nil, fault.New(fault.Invalid, "outage.which", "请填写案号，或者选择一件尚未编号的案件，只能二者取一").At("number")
	case number != "":
		wrong = fault.New(fault.Invalid, "outage.number", "本中心没有案号 %s 的案件，请核对", in.Number).At("number")
		k, err = d.office.Find(s.Ctx, s.Tx, s.Actor, number)
	default:
		id, _ := strconv.ParseInt(in.Fresh, 10, 64) // what is no number is no case
		k, err = d.office.Get(s.Ctx, s.Tx, s.Actor, id)
	}
	if fault.KindOf(err) == fault.Missing || err == nil && (k == nil || k.Chart == d.chart.Code || k.Center != s.Case.Center || number == "" && k.Number != "") {
		return nil, wrong
	}
	return k, err
}

// fresh offers the cases that have no number yet, the latest first.
func (d *Desk) fresh(c *web.Ctx, tx *store.Tx, f *form.Form) error {
	a := worklist.Actor(c)
	l, err := d.office.List(c.Context(), tx, a, casework.Filter{Open: true, Sort: "-opened", PerPage: 1000, NoTitles: true})
	if err != nil {
		return err
	}
	var owners []int64
	for _, k := range l.Cases {
		owners = append(owners, k.Owner)
	}
	names, err := party.Names(c.Context(), tx, a.Center, owners)
	var out []form.Option
	for _, k := range l.Cases {
		if k.Number != "" || k.Chart == d.chart.Code || len(out) == mostFresh {
			continue
		}
		chart := d.office.ChartOf(k.Chart)
		at := chart.State(k.State)
		out = append(out, form.Option{Value: strconv.FormatInt(k.ID, 10), Label: web.Text{fmt.Sprintf("%s，%s，%s，%s 新建", names[k.Owner], chart.Title, at.Title, written(k.Opened)[:16]),
			fmt.Sprintf("%s, %s, %s, opened %s", names[k.Owner], chart.English, at.English, written(k.Opened)[:16])}})
	}
	f.Options("fresh", out)
	return err
}

// mostFresh is how many cases without a number are offered.
const mostFresh = 200

// graceFor lengthens the running terms of the party that the center itself set, had not ended when the arrival
// was received, and would end before it can be done again. A term of a law moves by the decision on the
// outage alone, for which somebody names the article.
func (d *Desk) graceFor(s *casework.Step, k *casework.Case, a *Arrival) (out []casework.ClockOp, err error) {
	days, err := d.office.Settings.Int(s.Ctx, s.Tx, s.Setting("outage.again"))
	if err != nil {
		return nil, err
	}
	cal, err := d.office.Calendar(s.Ctx, s.Tx, k.Center)
	if err != nil {
		return nil, err
	}
	until := s.Today
	for range days {
		until = cal.NextWorking(until)
	}
	clocks, err := d.office.Clocks(s.Ctx, s.Tx, k)
	for _, c := range clocks {
		if !c.Running() || !c.Rule.Party || !own(c.Rule) || c.Result.Due.IsZero() || c.Result.Due < calendar.DayOf(a.Received) || c.Result.Due >= until {
			continue
		}
		by := term.WorkingDays(cal.WorkingDaysBetween(c.Result.Nominal, until))
		out = append(out, casework.ClockOp{Clock: c.Rule.Code, Extend: by.String(), Why: "应急收件 " + a.Number})
	}
	return out, err
}
