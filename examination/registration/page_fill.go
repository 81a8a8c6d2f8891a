package registration

import (
	"cmp"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/examination/registration/ladder"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/ident"
	"zhibao/law/term"
)

// sealKey is the key under which a file is stored: that of a case, or that of a center.
type sealKey = seal.Key

// send sends a stored file under the key that opens it.
func (d *Desk) send(c *web.Ctx, f *File, place string, key func(*store.Tx) (sealKey, error)) error {
	var file *blob.File
	err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := key(tx)
		if err != nil {
			return err
		}
		file, err = d.Blobs.Open(c.Context(), k, f.ref(place))
		return err
	})
	if err != nil {
		return err
	}
	defer file.Close()
	return original.Send(c, f.Name, file)
}

// prefill fills in what is known already, so that nothing is typed twice.
func (d *Desk) prefill(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	today := d.office.Today()
	switch move {
	case "apply":
		return d.prefillApply(c, tx)
	case "supplement", "change":
		e, err := d.entry(c.Context(), tx, k.Center, k.Owner)
		switch {
		case err != nil || e == nil:
			return nil, err
		case move == "change":
			return Change{Particulars: e.Particulars}, nil
		}
		return Supplement{Particulars: e.Particulars}, nil
	case "entrust":
		return Entrust{From: today}, nil
	case "end_entrust":
		return EndEntrust{Last: today}, nil
	case "warn", "remind", "waive":
		return d.prefillMeasure(c, tx, k, move)
	case "suspend":
		return d.prefillSuspend(c, tx, k)
	case "grant_quota":
		n, _ := strconv.Atoi(k.Attrs[attrAsked])
		return GrantQuota{Quota: n}, nil
	case "assure":
		return Assured{Listed: true, Day: today}, nil
	case "visit":
		return Visit{Day: today}, nil
	case "warn_refusal":
		in, err := unmet(c, tx, k)
		return WarnRefusal{Refusal: in}, err
	case "refuse":
		return unmet(c, tx, k)
	}
	return nil, nil
}

// prefillMeasure fills in the facts of the proposal from which the form was opened. Nobody who warns
// for another reason is given them.
func (d *Desk) prefillMeasure(c *web.Ctx, tx *store.Tx, k *casework.Case, move string) (any, error) {
	code := c.Query("proposal")
	if code == "" && move != "waive" {
		return nil, nil
	}
	p, err := d.Ladder.Fill(c.Context(), tx, k, code)
	if err != nil || p == nil {
		return nil, err
	}
	switch move {
	case "warn":
		return Warn{Occasion: p.Occasion, Measure: p.Measure, Ground: "年度不合格率过高", Facts: p.Facts, Evidence: p.Evidence}, nil
	case "remind":
		return Remind{Occasion: p.Occasion, What: "提醒", Text: p.Facts}, nil
	}
	return ladder.Waive{Occasion: p.Occasion}, nil
}

// unmet are the criteria that the latest check found not met.
func unmet(c *web.Ctx, tx *store.Tx, k *casework.Case) (in Refusal, err error) {
	list, err := answers(c.Context(), tx, k.ID)
	for _, a := range list {
		if !a.Met {
			in.Unmet = append(in.Unmet, a.Title)
		}
	}
	return in, err
}

// prefillApply takes what was stated when the party signed up, or in its last application.
func (d *Desk) prefillApply(c *web.Ctx, tx *store.Tx) (any, error) {
	a := worklist.Actor(c)
	p, err := party.Get(c.Context(), tx, a.Center, a.Party)
	if err != nil {
		if fault.KindOf(err) == fault.Missing {
			return nil, nil
		}
		return nil, err
	}
	if e, err := d.entry(c.Context(), tx, p.Center, p.ID); err != nil || e != nil {
		if err != nil {
			return nil, err
		}
		return Apply{Particulars: e.Particulars}, nil
	}
	in := Apply{Particulars: Particulars{Name: p.Name, Code: cmp.Or(p.Code, p.Claimed), Division: p.Division}}
	if u, err := ident.ParseUSCC(in.Code); err == nil && in.Division == "" {
		in.Division = u.Division()
	}
	who, err := d.Book.Get(c.Context(), tx, a.Account)
	switch {
	case err == nil:
		in.Contacts = []Contact{{Name: who.Name, Phone: who.Phone, Mail: who.Mail}}
	case fault.KindOf(err) != fault.Missing:
		return nil, err
	}
	return in, nil
}

// prefillSuspend proposes the shortest suspension that the center allows.
func (d *Desk) prefillSuspend(c *web.Ctx, tx *store.Tx, k *casework.Case) (any, error) {
	length, err := d.office.Settings.Length(c.Context(), tx, setting.Query{Center: k.Center, Key: "registration.suspend", Variant: k.Kind, On: d.office.Today()})
	if err != nil {
		return nil, err
	}
	cal, err := d.office.Calendar(c.Context(), tx, k.Center)
	if err != nil {
		return nil, err
	}
	return Suspend{Until: term.Compute(cal, term.Input{Start: d.office.Today(), Length: length, Regime: term.CenterFixed}).Due}, nil
}
