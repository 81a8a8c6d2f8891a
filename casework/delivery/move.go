package delivery

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// The moves of service.
const (
	MoveSend   = "send_paper"
	MoveRecord = "record_service"
	MoveDeem   = "deem_served"
)

// Send is the input of 交付送达: a letter is posted, a notice is published.
type Send struct {
	Delivery string       `json:"delivery" widget:"hidden" required:"true" max:"20"`
	Channel  string       `json:"channel" label:"送达方式" en:"Way of service" widget:"radio" options:"post=邮寄送达=By post,notice=公告送达=By public notice" required:"true"`
	Day      calendar.Day `json:"day" label:"寄出或发布日期" en:"Posted or published on" widget:"date" required:"true"`
	Mail     string       `json:"mail" label:"邮件号码或公告载体" en:"Number of the mail, or where it was published" required:"true" max:"200" secret:"true"`
	Note     string       `json:"note" label:"公告的原因和经过" en:"Why by public notice" widget:"textarea" max:"2000" secret:"true" help:"公告送达必须写明为何不能用其他方式送达" helpen:"A public notice has to say why no other way was open"`
	Proof    []form.File  `json:"proof" label:"证明（寄件凭证、公告截图）" en:"Proof" accept:".pdf,.jpg,.jpeg,.png,.zip,.ofd" size:"50M" max:"5"`

	stored []document.File
}

// Record is the input of 登记送达结果.
type Record struct {
	Delivery string       `json:"delivery" widget:"hidden" required:"true" max:"20"`
	Channel  string       `json:"channel" label:"送达方式" en:"Way of service" widget:"radio" options:"post=邮寄送达=By post,person=直接送达=In person,leave=留置送达=Left with a witness" required:"true"`
	Result   string       `json:"result" label:"结果" en:"Result" widget:"radio" options:"served=已送达=Served,failed=未送达=Not served" required:"true"`
	Day      calendar.Day `json:"day" label:"签收、留置或退回日期" en:"Signed, left or returned on" widget:"date" required:"true"`
	Receiver string       `json:"receiver" label:"签收人" en:"Received by" max:"100" secret:"true"`
	Relation string       `json:"relation" label:"签收人与受送达人的关系" en:"Relation to the party" max:"100" secret:"true"`
	Witness  string       `json:"witness" label:"见证人" en:"Witness" max:"100" secret:"true"`
	Place    string       `json:"place" label:"送达地点" en:"Place" max:"200" secret:"true"`
	Reason   string       `json:"reason" label:"未送达的原因" en:"Why not" widget:"select" options:"refused=收件人拒收=Refused,absent=无人签收=Nobody there,unknown=地址不详或查无此人=Address unknown,gone=下落不明=Whereabouts unknown"`
	Note     string       `json:"note" label:"说明" en:"Remark" widget:"textarea" max:"2000" secret:"true"`
	Proof    []form.File  `json:"proof" label:"证明（送达回证、回执、退件、照片、录像）" en:"Proof" accept:".pdf,.jpg,.jpeg,.png,.zip,.ofd,.mp4,.mov" size:"200M" max:"5"`

	stored []document.File
}

// Deem is the input of 公告期满.
type Deem struct {
	Delivery string `json:"delivery" widget:"hidden" required:"true" max:"20"`
}

// Moves returns the moves with which the papers of a procedure are served, and tells the desk about it.
func Moves(d *Desk, p Procedure) []casework.Move {
	d.procedures[p.Chart] = &p
	move := func(code, title, english string, by []casework.Role, do casework.Handler) casework.Move {
		return casework.Move{Code: code, Title: title, English: english, From: p.From, To: []string{casework.Stay}, By: by, Basis: p.Basis, Inside: true, Quiet: true, Do: do}
	}
	return []casework.Move{
		move(MoveSend, "交付送达", "Send a paper", p.By, casework.Prepared(d.beforeSend, d.send)),
		move(MoveRecord, "登记送达结果", "Record service", p.By, casework.Prepared(d.beforeRecord, d.record)),
		move(MoveDeem, "公告期满视为送达", "A public notice is over", []casework.Role{casework.System}, casework.Input(d.deem)),
	}
}

func (d *Desk) beforeSend(ctx context.Context, k *casework.Case, key seal.Key, in *Send) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Proof)
	return err
}

func (d *Desk) beforeRecord(ctx context.Context, k *casework.Case, key seal.Key, in *Record) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Proof)
	return err
}

// keep stores proofs as they are.
func (d *Desk) keep(ctx context.Context, key seal.Key, caseID int64, files []form.File) (out []document.File, err error) {
	defer fault.Wrap(&err, "keep proofs")
	if d.Screen != nil {
		if err := d.Screen(ctx, files); err != nil {
			return nil, err
		}
	}
	for _, f := range files {
		if f.IsZero() {
			continue
		}
		one, err := d.keepOne(ctx, key, caseID, f)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func (d *Desk) keepOne(ctx context.Context, key seal.Key, caseID int64, f form.File) (document.File, error) {
	r, err := f.Open()
	if err != nil {
		return document.File{}, err
	}
	defer r.Close()
	digest := sm3.New()
	ref, err := d.Blobs.Put(ctx, key, Place(caseID), io.TeeReader(r, digest), maxProof)
	return document.File{Name: f.Name, Size: ref.Size, SHA256: ref.SHA256, SM3: fmt.Sprintf("%x", digest.Sum(nil)), Blob: ref.Address}, err
}

// at loads the delivery that an input names, with its paper. A paper that was served on the party is
// not served again.
func (d *Desk) at(s *casework.Step, id string) (x *document.Delivery, p *document.Paper, detail document.Detail, err error) {
	n, _ := strconv.ParseInt(id, 10, 64) // what is no number names nothing
	if x, err = document.DeliveryOf(s.Ctx, s.Tx, s.Case.ID, n); err != nil {
		return nil, nil, detail, err
	}
	if x, p, detail, err = d.load(s, x); err != nil {
		return nil, nil, detail, err
	}
	if s.Move.Code != MoveDeem {
		err = d.kept(s, p)
	}
	return x, p, detail, err
}

// load opens the paper of a delivery that still waits, and what the file says of the delivery.
func (d *Desk) load(s *casework.Step, x *document.Delivery) (_ *document.Delivery, p *document.Paper, detail document.Detail, err error) {
	if p, err = document.Open(s.Ctx, s.Tx, s.Key(), s.Case.ID, x.Paper); err != nil {
		return nil, nil, detail, err
	}
	first, err := document.ServedOn(s.Ctx, s.Tx, x.Paper, x.Party)
	if err != nil {
		return nil, nil, detail, err
	}
	switch {
	case first != nil:
		return nil, nil, detail, fault.New(fault.Conflict, "delivery.twice", "文书 %s 已于 %s 以“%s”向该当事人送达，不能再次送达；送达日期以首次为准，请按该日计算期限",
			p.Number, first.Day(), document.ChannelOf(first.Channel).Words()).At("delivery")
	case !x.Waits():
		return nil, nil, detail, fault.New(fault.Conflict, "delivery.over", "这次送达已有结果，请从“文书送达”页选择新的待送达任务").At("delivery")
	case !p.Revoked.IsZero():
		return nil, nil, detail, fault.New(fault.Conflict, "delivery.void", "文书 %s 已作废，不再送达；请送达重新签发的文书", p.Number).At("delivery")
	}
	detail, err = x.Detail(s.Key())
	return x, p, detail, err
}

// day checks a day that was typed: not before the paper, nor before it was sent, nor after today.
func day(s *casework.Step, p *document.Paper, x *document.Delivery, on calendar.Day) error {
	first := p.Day()
	if !x.Sent.IsZero() {
		first = max(first, calendar.DayOf(x.Sent))
	}
	if on < first || on > s.Today {
		return fault.New(fault.Invalid, "delivery.day", "日期 %s 应不早于 %s（文书签发或寄出之日），且不晚于今天，请核对", on, first).At("day")
	}
	return nil
}

// send records that a letter was posted or a notice published.
func (d *Desk) send(s *casework.Step, in *Send) error {
	x, p, detail, err := d.at(s, in.Delivery)
	if err != nil {
		return err
	}
	if err := day(s, p, &document.Delivery{}, in.Day); err != nil {
		return err
	}
	x.Channel, x.State, x.Sent, x.Due = in.Channel, document.Sent, in.Day.Begin(), 0
	detail.Mail, detail.Note, detail.Proofs = in.Mail, in.Note, append(detail.Proofs, in.stored...)
	if in.Channel == document.Notice {
		if strings.TrimSpace(in.Note) == "" {
			return fault.New(fault.Invalid, "delivery.why", "公告送达须写明原因和经过，请补填").At("note").On(document.ChannelOf(document.Notice).Basis.String())
		}
		if len(in.stored) == 0 {
			return fault.New(fault.Invalid, "delivery.proof_notice", "请上传公告文本及发布证明").At("proof")
		}
		due, err := Due(s, in.Day)
		if err != nil {
			return err
		}
		x.Due = due.Due
		s.Note("day", x.Due.String())
	}
	s.Note("what", p.Number)
	return document.PutDelivery(s, x, detail)
}

// record records how a delivery ended. What was not served waits again, on the way that is proposed.
func (d *Desk) record(s *casework.Step, in *Record) error {
	x, p, detail, err := d.at(s, in.Delivery)
	if err != nil {
		return err
	}
	if err := day(s, p, x, in.Day); err != nil {
		return err
	}
	if in.Channel == document.Post && x.Sent.IsZero() {
		return fault.New(fault.Invalid, "delivery.unsent", "请先登记邮件的寄出日期和邮件号码，再登记邮寄结果").At("channel")
	}
	s.Note("what", p.Number)
	x.Channel, x.Due = in.Channel, 0
	detail.Receiver, detail.Relation, detail.Witness, detail.Place = in.Receiver, in.Relation, in.Witness, in.Place
	detail.Note, detail.Proofs = in.Note, append(detail.Proofs, in.stored...)
	if in.Result == "failed" {
		return d.failed(s, x, detail, in)
	}
	if err := proven(in); err != nil {
		return err
	}
	x.State, x.Delivered, x.Deemed = document.Delivered, in.Day.Begin(), in.Channel == document.Leave
	if x.Sent.IsZero() {
		x.Sent = x.Delivered
	}
	s.Note("day", in.Day.String())
	if err := document.PutDelivery(s, x, detail); err != nil {
		return err
	}
	return d.served(s, p, x)
}

// served tells the procedure of a paper that was served.
func (d *Desk) served(s *casework.Step, p *document.Paper, x *document.Delivery) error {
	if h := d.procedures[s.Chart.Code]; h != nil && h.Served != nil {
		return h.Served(s, p, x.Party, x.Day())
	}
	return nil
}

// proven refuses a result without what proves it.
func proven(in *Record) error {
	missing := func(field string, what fault.Phrase) error {
		c := document.ChannelOf(in.Channel)
		return fault.New(fault.Invalid, "delivery.unproven", "“%s”须有%s，请补填", c.Words(), what).At(field).On(c.Basis.String())
	}
	switch {
	case len(in.stored) == 0:
		return missing("proof", fault.Say("送达回证或回执等证明文件"))
	case in.Channel != document.Leave && strings.TrimSpace(in.Receiver) == "":
		return missing("receiver", fault.Say("签收人"))
	case in.Channel == document.Leave && strings.TrimSpace(in.Witness) == "" && strings.TrimSpace(in.Note) == "":
		return missing("witness", fault.Say("见证人，或对拍照、录像过程的说明"))
	}
	return nil
}

// failed ends a delivery that came to nothing and begins the next.
func (d *Desk) failed(s *casework.Step, x *document.Delivery, detail document.Detail, in *Record) error {
	if in.Channel == document.Leave {
		return fault.New(fault.Invalid, "delivery.left", "留置送达以留置之日为送达日，不能登记为未送达；未能留置的，请改选直接送达").At("channel")
	}
	if in.Reason == "" {
		return fault.New(fault.Invalid, "delivery.reason", "请选择未送达的原因").At("reason")
	}
	x.State, detail.Reason = document.Failed, in.Reason
	if x.Sent.IsZero() {
		x.Sent = in.Day.Begin()
	}
	if err := document.PutDelivery(s, x, detail); err != nil {
		return err
	}
	next := &document.Delivery{Paper: x.Paper, Party: x.Party, Channel: reasonOf(in.Reason).next(in.Channel), State: document.Pending}
	return document.PutDelivery(s, next, document.Detail{})
}

// deem records that a public notice is over: its last day is the day of service.
func (d *Desk) deem(s *casework.Step, in *Deem) error {
	x, p, detail, err := d.at(s, in.Delivery)
	if err != nil {
		return err
	}
	if x.Due.IsZero() || s.Today <= x.Due {
		return fault.New(fault.Conflict, "delivery.running", "公告期尚未届满，不能视为送达，请在期满后再办理")
	}
	x.State, x.Delivered, x.Deemed = document.Delivered, x.Due.Begin(), true
	s.Note("what", p.Number)
	s.Note("day", x.Due.String())
	if err := document.PutDelivery(s, x, detail); err != nil {
		return err
	}
	return d.served(s, p, x)
}

// Tend records the public notices that are over. One that cannot be recorded, such as that of a case
// which ended meanwhile, does not keep the others.
func (d *Desk) Tend(ctx context.Context, o *casework.Office) (n int, err error) {
	defer fault.Wrap(&err, "public notices that are over")
	var ripe []document.Delivery
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		ripe, err = document.Ripe(ctx, tx, o.Today())
		return err
	})
	if err != nil {
		return 0, err
	}
	var last error
	for _, x := range ripe {
		if err := d.over(ctx, o, x); err != nil {
			last = err
			continue
		}
		n++
	}
	return n, last
}

// over makes the move of the system on one case.
func (d *Desk) over(ctx context.Context, o *casework.Office, x document.Delivery) error {
	var k *casework.Case
	err := o.DB.Read(ctx, func(tx *store.Tx) (err error) {
		k, err = o.Get(ctx, tx, casework.Robot(x.Center), x.Case)
		return err
	})
	// A case that ended otherwise has nothing more to serve.
	if err != nil || d.procedures[k.Chart] == nil || !slices.Contains(d.procedures[k.Chart].From, k.State) {
		return err
	}
	_, err = o.Move(ctx, casework.Request{Actor: casework.Robot(x.Center), Case: k.ID, Move: MoveDeem, Input: &Deem{Delivery: strconv.FormatInt(x.ID, 10)}, Expected: k.Version})
	return err
}
