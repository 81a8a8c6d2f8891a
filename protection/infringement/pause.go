package infringement

import (
	"context"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/wording"
)

// suspend stops the case on grounds of the list, and both clocks with it.
func (d *Desk) suspend(s *casework.Step, in *Suspend) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	if slices.Contains(in.Grounds, "invalidation") || slices.Contains(in.Grounds, "dependent") {
		if strings.TrimSpace(in.Number) == "" {
			return fault.New(fault.Invalid, "infringement.other_case", "请填写无效宣告案件编号或另案案号").At("number")
		}
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		s.Case.SetAttr(attrBefore, s.Case.State)
		f.Awaits = strings.TrimSpace(in.Number)
		f.Grounds, f.Suspension = in.Grounds, strings.TrimSpace(in.Number+" "+in.Reason)
		d.upgrade(s, f)
		d.closeAsk(f, "suspend", true, in.Reason)
		s.Note("ground", matter.GroundWords(in.Grounds))
		if h := f.Planned(); h != nil {
			h.CalledOff = true
		}
		return d.issue(s, f, wording.Suspension(in.Grounds, in.Number, in.Reason), d.served(f)...)
	})
}

// resume lets the case go on where it stood.
func (d *Desk) resume(s *casework.Step, in *Reasoned) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	if err := d.backTo(s, attrBefore); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		draft := wording.Resumption(f, in.Reason)
		f.Grounds, f.Suspension = nil, ""
		return d.issue(s, f, draft, d.served(f)...)
	})
}

// backTo leads to the state from which the case was taken, which an attribute names.
func (d *Desk) backTo(s *casework.Step, attr string) error {
	back := s.Case.Attrs[attr]
	s.Case.SetAttr(attr, "")
	return s.To(back)
}

// appraise waits for an expert opinion; the clocks stand still meanwhile.
func (d *Desk) appraise(s *casework.Step, in *Appraise) error {
	if _, err := d.gate(s, "infringement.try"); err != nil {
		return err
	}
	return d.change(s, func(f *matter.File, _ *row) error {
		f.Appraisal = in.Body + "：" + in.Issue
		d.upgrade(s, f)
		d.closeAsk(f, "appraise", true, "委托"+in.Body)
		return d.issue(s, f, wording.Appraisal(in.Body, in.Issue, in.Until), d.served(f)...)
	})
}

// beforeAppraised stores the report of the experts before the transaction begins.
func (d *Desk) beforeAppraised(ctx context.Context, k *casework.Case, key seal.Key, in *Appraised) (err error) {
	in.stored, err = d.keep(ctx, key, k.ID, in.Declared, "鉴定意见书", in.Files...)
	return err
}

// appraised takes the opinion into evidence, for both sides to comment on.
func (d *Desk) appraised(s *casework.Step, in *Appraised) error {
	return d.change(s, func(f *matter.File, _ *row) error {
		if err := d.enterCenter(s, "鉴定意见书", "鉴定意见", in.Text); err != nil {
			return err
		}
		return attach(s, f, in.stored, matter.Requester, matter.Respondent, matter.Third)
	})
}
