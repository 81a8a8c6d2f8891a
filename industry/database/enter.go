package database

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
)

// Entry is a patent as it is entered by hand.
type Entry struct {
	Number  string       `json:"number" label:"专利号或申请号" en:"Patent or application number" required:"true" rule:"appno" max:"40" help:"可带 ZL、CN、空格或点；校验位不符的不予登记" helpen:"With or without ZL, CN, spaces and dot; the check character must be right"`
	Title   string       `json:"title" label:"名称" en:"Title" required:"true" max:"300"`
	Holder  string       `json:"holder" label:"专利权人" en:"Holder" required:"true" max:"300" help:"授权时（未授权的为申请人）；以后的转移另作法律事件登记。多个的用顿号分开" helpen:"At the grant; transfers are entered as events. Several with 、 between them"`
	Filed   calendar.Day `json:"filed" label:"申请日" en:"Filed" widget:"date" required:"true"`
	Granted calendar.Day `json:"granted" label:"授权公告日" en:"Granted" widget:"date" help:"尚未授权的不填" helpen:"Empty while there is no grant"`
	Origin
}

// Origin says where something was learned and how old the data is.
type Origin struct {
	Source string       `json:"source" label:"数据来源" en:"Source" section:"来源与证明=Source and proof" required:"true" max:"120" help:"例如：专利登记簿副本、国家知识产权局公布数据" helpen:"Such as a copy of the patent register"`
	AsOf   calendar.Day `json:"as_of" label:"数据截至" en:"As of" widget:"date" required:"true" help:"此日以后的变化，该来源并不知晓" helpen:"The source knows nothing of later changes"`
}

// NewPatent is an entry with its proof.
type NewPatent struct {
	Entry
	Proof form.File `json:"proof" label:"证明材料" en:"Proof" required:"true" accept:".pdf,.jpg,.jpeg,.png,.docx,.xml" size:"20M"`
	secrecy.Declared
}

// Happening is a legal event as it is entered.
type Happening struct {
	Kind   string       `json:"kind" label:"法律事件" en:"Event" widget:"select" options:"*" required:"true"`
	Day    calendar.Day `json:"day" label:"日期" en:"Day" widget:"date" required:"true" help:"公告日或登记生效日" helpen:"Day of the announcement or registration"`
	Until  calendar.Day `json:"until" label:"至" en:"Until" widget:"date" help:"许可、质押的届满日，或期限补偿后的届满日" helpen:"End of a licence or pledge, or of the compensated term"`
	Holder string       `json:"holder" label:"受让人" en:"New holder" max:"300" help:"专利权转移的必填" helpen:"For a transfer"`
	Detail string       `json:"detail" label:"说明" en:"Detail" max:"500" help:"决定号、被许可人、质权人等" helpen:"Number of the decision, licensee, pledgee"`
	Origin
}

// NewEvent is an event with its proof.
type NewEvent struct {
	Happening
	Proof form.File `json:"proof" label:"证明材料" en:"Proof" required:"true" accept:".pdf,.jpg,.jpeg,.png,.docx,.xml" size:"20M"`
	secrecy.Declared
}

// Correction sets particulars right that were entered wrong. What was there stays in the history.
type Correction struct {
	Title   string       `json:"title" label:"名称" en:"Title" required:"true" max:"300"`
	Holder  string       `json:"holder" label:"专利权人（授权时）" en:"Holder at the grant" required:"true" max:"300"`
	Filed   calendar.Day `json:"filed" label:"申请日" en:"Filed" widget:"date" required:"true"`
	Granted calendar.Day `json:"granted" label:"授权公告日" en:"Granted" widget:"date"`
	Reason  string       `json:"reason" label:"更正理由" en:"Reason" widget:"textarea" required:"true" max:"500"`
	Origin
	Proof form.File `json:"proof" label:"证明材料" en:"Proof" required:"true" accept:".pdf,.jpg,.jpeg,.png,.docx,.xml" size:"20M"`
	secrecy.Declared
}

// Strike takes an event out of account that was entered by mistake.
type Strike struct {
	Reason string `json:"reason" label:"撤销登记的理由" en:"Why it was a mistake" widget:"textarea" required:"true" max:"500"`
}

// Enter puts a patent into the ledger, with its proof where there is one: a line of a list has its source.
func (d *Desk) Enter(ctx context.Context, by casework.Actor, in *NewPatent) (err error) {
	defer fault.Wrap(&err, "enter patent")
	return d.write(ctx, by, func(w *writing) error {
		p, err := d.fresh(w, &in.Entry)
		if err != nil {
			return err
		}
		id := d.office.DB.NewID()
		f, err := d.keep(w, id, in.Declared, in.Proof)
		if err != nil {
			return err
		}
		return put(w, p, version{id: id, what: "entered", proof: f})
	})
}

// A writing is one change of the ledger while it is made.
type writing struct {
	ctx context.Context
	tx  *store.Tx
	key seal.Key
	by  casework.Actor
}

// write runs a change of the ledger for those who keep it.
func (d *Desk) write(ctx context.Context, by casework.Actor, do func(*writing) error) error {
	if !d.office.Policy.Ever(by.Subject, ActEnter) {
		return fault.New(fault.Forbidden, "database.enter", "专利台账由受理员、执法人员或业务负责人登记，请联系其办理")
	}
	return d.office.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := d.office.Keys.Center(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		return do(&writing{ctx, tx, key, by})
	})
}

// fresh makes a patent of an entry that the ledger does not have.
func (d *Desk) fresh(w *writing, in *Entry) (*Patent, error) {
	n, err := read(in.Number)
	if err != nil {
		return nil, err
	}
	have, err := byNumber(w.ctx, w.tx, w.by.Center, n)
	if err != nil {
		return nil, err
	}
	if have != nil {
		return nil, fault.New(fault.Conflict, "database.exists", "台账中已有 %s（%s）；请打开该专利登记法律事件，或更正其著录项目", n.PatentNo(), have.Title).At("number")
	}
	p := &Patent{ID: d.office.DB.NewID(), Center: w.by.Center, Number: n}
	return p, d.set(p, &Correction{Title: in.Title, Holder: in.Holder, Filed: in.Filed, Granted: in.Granted, Origin: in.Origin})
}

// set puts particulars into a patent, or says what is wrong with them.
func (d *Desk) set(p *Patent, in *Correction) error {
	today := d.office.Today()
	switch {
	case strings.TrimSpace(in.Title) == "":
		return fault.New(fault.Invalid, "database.title", "请填写名称").At("title")
	case strings.TrimSpace(in.Holder) == "":
		return fault.New(fault.Invalid, "database.holder", "请填写专利权人").At("holder")
	case in.Filed.IsZero() || in.Filed > today:
		return fault.New(fault.Invalid, "database.filed", "请填写申请日，且不晚于今天").At("filed")
	// A divisional or an international application is numbered later than it was filed, never earlier.
	case in.Filed.Year() > p.Number.Year():
		return fault.New(fault.Invalid, "database.filed_year", "申请日 %s 晚于号码中的年份 %d，请核对申请日和号码", in.Filed, p.Number.Year()).At("filed")
	case !in.Granted.IsZero() && (in.Granted < in.Filed || in.Granted > today):
		return fault.New(fault.Invalid, "database.granted", "授权公告日须在申请日 %s 之后，且不晚于今天，请核对", in.Filed).At("granted")
	}
	if err := in.Origin.check(today); err != nil {
		return err
	}
	p.Title, p.Holder, p.Filed, p.Granted = strings.TrimSpace(in.Title), strings.TrimSpace(in.Holder), in.Filed, in.Granted
	p.Source, p.DataVersion, p.At = in.Source, in.AsOf.String(), d.office.Now()
	return nil
}

// check refuses data from nowhere or from the future.
func (o *Origin) check(today calendar.Day) error {
	if strings.TrimSpace(o.Source) == "" {
		return fault.New(fault.Invalid, "database.source", "请写明数据来源").At("source")
	}
	if o.AsOf.IsZero() || o.AsOf > today {
		return fault.New(fault.Invalid, "database.as_of", "请填写数据截至的日期，且不晚于今天").At("as_of")
	}
	return nil
}

// Happen records a legal event of a patent of the ledger.
func (d *Desk) Happen(ctx context.Context, by casework.Actor, number string, in *NewEvent) (err error) {
	defer fault.Wrap(&err, "record event")
	return d.write(ctx, by, func(w *writing) error {
		p, err := d.known(ctx, w.tx, by.Center, number)
		if err != nil {
			return err
		}
		e, err := d.event(p, &in.Happening)
		if err != nil {
			return err
		}
		f, err := d.keep(w, e.ID, in.Declared, in.Proof)
		if err != nil {
			return err
		}
		return addEvent(w, p, e, f)
	})
}

// known reads a patent of the ledger, or says that there is none.
func (d *Desk) known(ctx context.Context, tx *store.Tx, center int64, number string) (*Patent, error) {
	n, err := read(number)
	if err != nil {
		return nil, err
	}
	p, err := byNumber(ctx, tx, center, n)
	if err == nil && p == nil {
		err = fault.New(fault.Missing, "database.unknown", "台账中没有 %s，不能据此判断其法律状态；请核对号码，或先登记该专利", n.PatentNo())
	}
	return p, err
}

// event makes an event of what was typed, or says why it cannot have happened.
func (d *Desk) event(p *Patent, in *Happening) (Event, error) {
	k, ok := kindOf(in.Kind)
	words := fault.Pair{k.title, k.english}
	today := d.office.Today()
	e := Event{ID: d.office.DB.NewID(), Kind: in.Kind, Day: in.Day, Until: in.Until, Detail: strings.TrimSpace(in.Detail), Holder: strings.TrimSpace(in.Holder), Source: in.Source, DataVersion: in.AsOf.String(),
		At: d.office.Now()}
	switch {
	case !ok:
		return e, fault.New(fault.Invalid, "database.kind", "没有“%s”这种法律事件，请从列表中选择", in.Kind).At("kind")
	case in.Day < p.Filed || in.Day > today:
		return e, fault.New(fault.Invalid, "database.day", "“%s”的日期须在申请日 %s 之后，且不晚于今天，请核对", words, p.Filed).At("day")
	case in.Kind == Transfer && e.Holder == "":
		return e, fault.New(fault.Invalid, "database.new_holder", "专利权转移请填写受让人").At("holder")
	case in.Kind == Prolonged && in.Until <= p.end():
		return e, fault.New(fault.Invalid, "database.prolonged", "期限补偿后的届满日应晚于法定届满日 %s，请核对", p.end()).At("until")
	case in.Kind != Prolonged && !in.Until.IsZero() && in.Until < in.Day:
		return e, fault.New(fault.Invalid, "database.until", "截止日早于事件日期，请核对").At("until")
	}
	if err := in.Origin.check(today); err != nil {
		return e, err
	}
	if slices.ContainsFunc(p.Events, e.same) {
		return e, fault.New(fault.Conflict, worklist.AlreadyIn, "台账中已有 %s 的“%s”，请勿重复登记", in.Day, words).At("kind")
	}
	return e, p.fits(e, words)
}

// same reports whether another event says the same and counts.
func (e *Event) same(o Event) bool {
	return o.Struck.IsZero() && o.Kind == e.Kind && o.Day == e.Day && o.Holder == e.Holder && o.Detail == e.Detail
}

// fits refuses an event that cannot follow what the ledger knows of the day.
func (p *Patent) fits(e Event, words fault.Pair) error {
	r := p.On(e.Day)
	changes := []string{Granted, Dead, Unpaid, Restored, Abandoned, Expired, Invalid, Reinstated}
	_, next := r.next(e.Kind)
	// The ledger computed the end of the term; the announcement of it says so in words.
	if e.Kind == Expired && r.Status == Ended && r.Computed {
		next = true
	}
	if slices.Contains(changes, e.Kind) && !next || !slices.Contains(changes, e.Kind) && r.Granted.IsZero() && e.Kind != Transfer {
		s := r.Status.Title()
		return fault.New(fault.Conflict, "database.sequence", "按台账，该专利在 %s 为“%s”，不会发生“%s”；请核对日期，或先补登此前的法律事件", e.Day, fault.Pair(s), words).At("kind")
	}
	return nil
}

// correct sets particulars right.
func (d *Desk) correct(ctx context.Context, by casework.Actor, number string, in *Correction) error {
	return d.write(ctx, by, func(w *writing) error {
		p, err := d.known(ctx, w.tx, by.Center, number)
		if err != nil {
			return err
		}
		if err := d.set(p, in); err != nil {
			return err
		}
		id := d.office.DB.NewID()
		f, err := d.keep(w, id, in.Declared, in.Proof)
		if err != nil {
			return err
		}
		return put(w, p, version{id: id, what: "corrected", reason: in.Reason, proof: f})
	})
}

// strikeOut takes an event out of account.
func (d *Desk) strikeOut(ctx context.Context, by casework.Actor, number string, id int64, in *Strike) error {
	return d.write(ctx, by, func(w *writing) error {
		p, err := d.known(ctx, w.tx, by.Center, number)
		if err != nil {
			return err
		}
		was, err := strike(ctx, w.tx, p, id, Event{Struck: d.office.Now(), StruckBy: by.Name, StruckWhy: in.Reason})
		if err == nil && !was {
			err = fault.New(fault.Missing, "database.event", "没有这条法律事件，或已经撤销登记；请刷新后查看")
		}
		return err
	})
}

const maxProof = 20 << 20

// proofPlace is where the proof of an entry lies in the encrypted store.
func proofPlace(id int64) string { return proofAAD(id) }

// keep stores a proof unaltered; nil where there is none. One with a mark of state secrets is refused
// before anything is stored.
func (d *Desk) keep(w *writing, id int64, declared secrecy.Declared, f form.File) (*proof, error) {
	if f.IsZero() {
		return nil, nil
	}
	mark, unread, err := secrecy.Find(w.ctx, []bundle.File{{Name: f.Name, Size: f.Size, Open: f.Open}})
	switch {
	case err != nil:
		return nil, err
	case mark != nil:
		return nil, errors.Join(mark.Refusal(), f.Drop())
	}
	if err := declared.Missing(unread); err != nil {
		return nil, err
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	ref, err := d.Blobs.Put(w.ctx, w.key, proofPlace(id), io.LimitReader(r, maxProof+1), maxProof)
	if err != nil {
		return nil, err
	}
	out := &proof{Name: f.Name, Size: ref.Size, SHA256: ref.SHA256, Blob: ref.Address}
	return out, casework.HoldFiles(w.ctx, w.tx, w.by.Center, d.office.Now(), ref.Address)
}

// ref is where the proof lies.
func (f *proof) ref(id int64) blob.Ref {
	return blob.Ref{Address: f.Blob, Place: proofPlace(id), SHA256: f.SHA256, Size: f.Size}
}
