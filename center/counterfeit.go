package center

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // photographs of labels
	_ "image/png"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/examination/preexam/sight"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/marking"
)

// newCounterfeit makes the desk for counterfeited patents.
func (c *Center) newCounterfeit() *counterfeit.Desk {
	return counterfeit.New(counterfeit.Deps{Gate: c.counterfeitGate, Patents: c.ledger, Drafts: c.Drafts, Deliveries: c.Deliveries, Evidence: c.Evidence, Hearings: c.Hearings, Staff: c.counterfeitStaff, Words: c.wordsOf, Rules: fieldRules()})
}

// counterfeitGate asks by what right an act is done.
func (c *Center) counterfeitGate(s *casework.Step, act string) (counterfeit.Mandate, error) {
	m, err := c.entrusted(s, act)
	return counterfeit.Mandate(m), err
}

// ledger finds a number in the ledger of patents.
func (c *Center) ledger(ctx context.Context, tx *store.Tx, center int64, number string, on calendar.Day) (marking.Record, bool, error) {
	r, known, err := c.Patents.Find(ctx, tx, center, number, on)
	return marking.Record{Number: ident.ApplicationNo(r.Number), Kind: r.Kind, Title: r.Title, Holder: r.Holder, Filed: r.Filed, Granted: r.Granted, Status: string(r.Status), Since: r.Since,
		Source: r.Source, DataVersion: r.DataVersion}, known, err
}

// counterfeitStaff are the people of a center as the desk knows them.
func (c *Center) counterfeitStaff(ctx context.Context, tx *store.Tx, center int64) (out []counterfeit.Staff, err error) {
	staff, err := c.staff(ctx, tx, center)
	for _, s := range staff {
		out = append(out, counterfeit.Staff{Account: s.Account, Name: s.Name, Roles: s.Roles, Away: s.Away})
	}
	return out, err
}

// mostPixels bounds a photograph: a camera's, not a poster's.
const mostPixels = 60_000_000

// wordsOf reads the words of a photograph on this machine, where the center wants it and an engine is
// installed.
func (c *Center) wordsOf(ctx context.Context, center int64, picture []byte) (string, error) {
	off := fault.New(fault.Unavailable, "counterfeit.no_eyes", "本机没有启用图片文字识别，请照着照片键入号码").At("photo")
	on := false
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		on, err = c.Office.Settings.Bool(ctx, tx, setting.Query{Center: center, Key: sight.Key, On: c.Office.Today()})
		return err
	})
	if err != nil || eyes() == nil || !on {
		if err == nil {
			err = off
		}
		return "", err
	}
	wrong := fault.New(fault.Invalid, "counterfeit.photo", "照片无法读取，请上传 JPG 或 PNG 格式、6000 万像素以内的照片").At("photo")
	cfg, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil || cfg.Width*cfg.Height > mostPixels {
		return "", wrong
	}
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return "", wrong
	}
	words, err := eyes().Read(ctx, img)
	var b strings.Builder
	y := 0
	for _, w := range words {
		// A word that begins lower than the last one's middle stands on a new line.
		if b.Len() > 0 && w.Y > y {
			b.WriteByte('\n')
		} else if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
		y = w.Y + w.H/2
	}
	return b.String(), err
}
