package outage

import (
	"context"
	"time"

	"zhibao/governance/outage/contingency"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// SlipForm takes a receipt of the contingency desk that somebody has at hand.
type SlipForm struct {
	Receipt form.File `json:"receipt" label:"回执文件" en:"Receipt" accept:".txt" size:"1M" required:"true" help:"应急收件页面给出的文件；只用于本次核对，不保存" helpen:"The file that the contingency desk gave; it is checked and not kept"`
}

// slips limits how often one address has receipts checked.
var slips = limit.Rule{Name: "outage.slip", Max: 30, Per: time.Minute}

// slipPage checks a receipt of the contingency desk for everybody: whether its signature holds, whether its
// key is one that the center registered, and whether the center has taken it in.
func (d *Desk) slipPage(c *web.Ctx) error {
	title := c.T("核对应急收件回执", "Check a receipt of the contingency desk")
	c.Page = web.Page{Title: title, Plain: true, NoMark: true, Still: true, Crumbs: []web.Link{{Href: "/verify", Label: c.T("文书核验", "Verify a paper")}, {Label: title}}}
	f := form.New(c, d.slip)
	f.Submit, f.Cancel = c.T("核对", "Check"), "/verify"
	blocks := []web.Block{f}
	var in SlipForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := d.Limits.Allow(c.Context(), slips, c.IP().String()); err != nil {
			return err
		}
		kv, err := d.slipOf(c, in)
		if err != nil && !f.Refused(err) {
			return err
		}
		if err == nil {
			again := form.New(c, d.slip)
			again.Submit, again.Cancel = f.Submit, f.Cancel
			blocks = []web.Block{kv, again}
		}
	}
	return c.Render("page-blocks", blocks)
}

// slipOf is what a receipt shows.
func (d *Desk) slipOf(c *web.Ctx, in SlipForm) (kv web.KV, err error) {
	r, err := slipOf(in.Receipt)
	if err != nil {
		return kv, err
	}
	known, a, err := d.standingOf(c.Context(), r)
	if err != nil {
		return kv, err
	}
	key := web.Tag{Tone: web.Red, Text: c.T("不是本中心登记的公钥，本中心不承认这份回执", "not registered by this center, which does not recognise the receipt")}
	if known {
		key = web.Tag{Tone: web.Green, Text: c.T("本中心登记的应急收件公钥", "registered by this center")}
	}
	in2 := web.Tag{Tone: web.Amber, Text: c.T("尚未导入平台", "not taken in yet")}
	if a != nil && a.Signer == r.Signer() && a.Received.Equal(r.At.Truncate(time.Microsecond)) {
		in2 = web.Tag{Tone: web.Green, Text: c.T("已导入平台", "taken in")}
		if a.Target != 0 {
			in2.Text = c.T("已导入平台并归入案件", "taken in and assigned to a case")
		}
	}
	kv.Title = c.T("应急收件回执", "Receipt of the contingency desk")
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("签名（SM2）", "Signature (SM2)"), Tag: web.Tag{Tone: web.Green, Text: c.T("签名有效，内容未被改动", "valid; nothing was changed")}},
		web.KVRow{Label: c.T("公钥", "Key"), Tag: key}, web.KVRow{Label: c.T("平台", "Platform"), Tag: in2})
	kv.Add(c.T("编号", "Number"), r.Number).Add(c.T("收到时间", "Received"), written(r.At)).Add(c.T("内容", "What"), size(c, r.Kind, r.Size)).
		Add("SHA-256", r.SHA256).Add("SM3", r.SM3).Add(c.T("公钥指纹（SM3）", "Fingerprint of the key (SM3)"), r.Signer())
	return kv, nil
}

// standingOf reports whether the center whose site this is registered the key of a receipt, and what it took
// in under its number.
func (d *Desk) standingOf(ctx context.Context, r *contingency.Receipt) (known bool, a *Arrival, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		centers, err := d.site(ctx, tx, 0)
		if err != nil || len(centers) == 0 {
			return err
		}
		if known, err = d.trusts(ctx, tx, centers[0], r.Signer()); err != nil {
			return err
		}
		a, err = d.arrival(ctx, tx, centers[0], r.Number)
		return err
	})
	return known, a, err
}
