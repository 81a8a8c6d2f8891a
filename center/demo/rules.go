package demo

import (
	"context"
	"slices"
	"strings"

	papers "zhibao/casework/document"
	"zhibao/casework/setting"
	"zhibao/center/demo/text"
	"zhibao/examination/field"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// configure sets what this center decides: its area, its quota and the classes that it examines,
// which are those of the demo's texts with some that nobody asks for.
func (b *builder) configure(ctx context.Context) error {
	from := calendar.DayOf(b.clk.Now())
	// Written without an administrator's page, as an import would: there is no case yet that another
	// setting could have governed.
	return b.c.DB.Write(ctx, func(tx *store.Tx) error {
		values := []setting.Value{{Key: "registration.area", Value: "33", From: from, Reason: "批准设立时确定的服务区域"},
			{Key: "document.seal", Value: papers.OwnSeal, From: from, Reason: "文书以中心密钥签章，供核验"}}
		for _, v := range values {
			v.At = b.clk.Now().UnixMicro()
			if err := b.c.Office.Settings.Set(ctx, tx, b.c.DB.NewID(), 1, v); err != nil {
				return err
			}
		}
		ipc, locarno := classes()
		for _, l := range []field.List{{Scheme: field.IPC, Classes: ipc}, {Scheme: field.Locarno, Classes: locarno}} {
			l.Center, l.Industry, l.From, l.Official, l.Source = 1, "示范产业领域", from, true, "示范批复，非真实文件"
			if err := b.c.Fields.Set(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// classes gathers the subclasses of the demo's texts, but leaves out one of more than twenty, so that
// some requests lie outside the opened fields. Two subclasses that no text has are added, as real
// lists are wider than what is asked for.
func classes() (ipc, locarno []string) {
	for i := range text.Count() {
		a := text.New(i)
		if a.Locarno != "" {
			locarno = append(locarno, a.Locarno)
			continue
		}
		sub, _, _ := strings.Cut(a.IPC, " ")
		ipc = append(ipc, sub)
	}
	slices.Sort(ipc)
	slices.Sort(locarno)
	ipc, locarno = slices.Compact(ipc), slices.Compact(locarno)
	if len(ipc) > 20 {
		ipc = slices.Delete(ipc, 7, 8)
	}
	return append(ipc, "H02J", "G05B"), locarno
}
