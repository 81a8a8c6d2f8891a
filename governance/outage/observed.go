package outage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/governance/outage/probe"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// ProbeForm takes the record of an external prober.
type ProbeForm struct {
	Record form.File `json:"record" label:"外部探测记录" en:"Record of a prober" accept:".txt" size:"20M" required:"true" help:"zhibao probe 写出的文件，每月一个；签名公钥须已登记在 outage.signers 中。再次导入同一文件只增加其后的部分" helpen:"A file that zhibao probe wrote, one a month; its key must be registered in outage.signers. The same file again adds only what came later"`
}

// Observed is what the record of a prober came to.
type Observed struct {
	Lines   int // looks that were new
	Outages int // records that were made
	Known   int // gaps that were recorded already, or lay in announced maintenance
}

// around is how far a gap seen from outside may reach beyond a record of the same outage: a look a minute, and
// the way there.
const around = 2 * time.Minute

// sourceOf is under which name the looks of a prober are remembered.
func sourceOf(signer string) string { return Prober + "/" + signer }

// Observe takes in the record of a prober whose key the center registered. Every time of a minute or more in
// which it found the center down becomes an outage, unless it is recorded already or lay in announced
// maintenance. What was taken in before is left alone.
func (d *Desk) Observe(ctx context.Context, by casework.Actor, in ProbeForm) (out Observed, err error) {
	defer fault.Wrap(&err, "observe")
	log, until, err := d.believedLog(ctx, by.Center, in)
	if err != nil {
		return out, err
	}
	for _, l := range log.Lines {
		if l.At.After(until) {
			out.Lines++
		}
	}
	for _, g := range log.Gaps(Gap) {
		if !g.Until.After(until) {
			continue
		}
		fresh, err := d.noteGap(ctx, by, log.Signer(), Span{g.Since, g.Until})
		switch {
		case err != nil:
			return out, err
		case fresh:
			out.Outages++
		default:
			out.Known++
		}
	}
	if n := len(log.Lines); n > 0 && out.Lines > 0 {
		err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
			return d.reach(ctx, tx, by.Center, log.Signer(), Span{log.Lines[0].At, log.Lines[n-1].At})
		})
	}
	return out, err
}

// believedLog reads a record whose key the center registered, and tells until when its looks are known.
func (d *Desk) believedLog(ctx context.Context, center int64, in ProbeForm) (log *probe.Log, until time.Time, err error) {
	f, err := in.Record.Open()
	if err != nil {
		return nil, until, err
	}
	defer f.Close()
	if log, err = probe.Read(f); err != nil {
		return nil, until, err
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		ok, err := d.trusts(ctx, tx, center, log.Signer())
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "outage.prober", "探测记录的签名公钥（指纹 %s）没有登记在设置 outage.signers 中，不予导入；确系本中心的探测点的，请先登记", log.Signer()).At("record")
		}
		if n := len(log.Lines); err == nil && n > 0 && log.Lines[n-1].At.After(d.office.Now()) {
			err = fault.New(fault.Conflict, "outage.prober_future", "探测记录的时间 %s 晚于现在，不予导入；请校准探测主机与本机的时钟", written(log.Lines[n-1].At)).At("record")
		}
		if err != nil {
			return err
		}
		_, last, _, err := lastSpan(ctx, tx, center, sourceOf(log.Signer()))
		until = last.Until
		return err
	})
	return log, until, err
}

// noteGap makes a gap that a prober saw an outage; fresh is false where it is recorded already.
func (d *Desk) noteGap(ctx context.Context, by casework.Actor, signer string, s Span) (fresh bool, err error) {
	known, err := d.recorded(ctx, by.Center, s)
	if err != nil || known {
		return false, err
	}
	robot := casework.Robot(by.Center)
	robot.Account, robot.Name, robot.IP = by.Account, by.Name, by.IP
	_, err = d.office.Move(ctx, casework.Request{Actor: robot, Chart: d.chart.Code, Move: "note", Input: &Note{Source: Prober, Window: Window{written(s.Since), written(s.Until)}, Signer: signer}})
	if fault.CodeOf(err) == "outage.noted" { // somebody else takes the same file in
		return false, nil
	}
	return err == nil, err
}

// recorded reports whether a gap seen from outside lies in what is recorded or in announced maintenance.
func (d *Desk) recorded(ctx context.Context, center int64, s Span) (ok bool, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if ok, err = d.planned(ctx, tx, center, s); err != nil || ok {
			return err
		}
		all, err := read(ctx, tx, `center_id = $1 AND since <= $2 AND until >= $3`, center, micro(s.Since.Add(around)), micro(s.Until.Add(-around)))
		ok = len(all) > 0
		return err
	})
	return ok, err
}

// A Reach is until when the record of one prober was taken in.
type Reach struct {
	Signer string // fingerprint of its key
	Until  time.Time
}

// OldReach is from how old on a record should be fetched again: a prober begins a file every month.
const OldReach = 35 * 24 * time.Hour

// Reaches lists until when the records of the probers of a center were taken in, the latest first.
func Reaches(ctx context.Context, tx *store.Tx, center int64) (out []Reach, err error) {
	defer fault.Wrap(&err, "read how far probers were taken in")
	rows, err := tx.Query(ctx, `SELECT source, MAX(until) AS last FROM outage_span WHERE center_id = $1 AND source LIKE $2 GROUP BY source ORDER BY last DESC, source`, center, sourceOf("%"))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Reach
		var until int64
		if err := rows.Scan(&r.Signer, &until); err != nil {
			return nil, err
		}
		r.Signer, r.Until = strings.TrimPrefix(r.Signer, sourceOf("")), moment(until)
		out = append(out, r)
	}
	return out, rows.Err()
}

// Days is how old a record is, in whole days.
func (r Reach) Days(now time.Time) int { return int(now.Sub(r.Until).Hours()) / 24 }

// probeBlock tells how old what the probers saw is. They send nothing: a person fetches their files.
func probeBlock(c *web.Ctx, all []Reach) web.KV {
	kv := web.KV{Title: c.T("外部探测", "Probes outside")}
	if len(all) == 0 {
		kv.Add(c.T("最近导入", "Last taken in"), c.T("没有导入过。平台自己看不到的中断（线路、域名、证书）没有旁证。", "Never. Nothing bears out an outage that the platform cannot see itself: of its line, its name, its certificate."))
	}
	for _, r := range all {
		tag := web.Tag{Tone: web.Green, Text: fmt.Sprintf(c.T("%d 天前", "%d days ago"), r.Days(c.Now()))}
		if c.Now().Sub(r.Until) > OldReach {
			tag.Tone = web.Amber
		}
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("公钥 ", "Key ") + r.Signer, Text: fmt.Sprintf(c.T("记录导入至 %s", "taken in until %s"), written(r.Until)), Tag: tag})
	}
	return kv
}

// reach remembers how far the looks of a prober were taken in.
func (d *Desk) reach(ctx context.Context, tx *store.Tx, center int64, signer string, s Span) error {
	id, last, ok, err := lastSpan(ctx, tx, center, sourceOf(signer))
	switch {
	case err != nil:
		return err
	case !ok:
		return d.addSpan(ctx, tx, center, sourceOf(signer), s)
	case !s.Until.After(last.Until):
		return nil
	}
	_, err = tx.Exec(ctx, `UPDATE outage_span SET until = $3 WHERE center_id = $1 AND id = $2`, center, id, micro(s.Until))
	return err
}

// observed notes a gap of a prober once: how far its looks were taken in follows in the same transaction.
func (d *Desk) observed(s *casework.Step, in *Note) error {
	since, until, err := in.times(s.Now)
	if err != nil {
		return err
	}
	_, last, ok, err := lastSpan(s.Ctx, s.Tx, s.Case.Center, sourceOf(in.Signer))
	if err != nil {
		return err
	}
	if ok && !until.After(last.Until) {
		return fault.New(fault.Conflict, "outage.noted", "这段中断已经记录，无须再次记录")
	}
	return d.reach(s.Ctx, s.Tx, s.Case.Center, in.Signer, Span{since, until})
}

// probePage takes in the record of a prober.
func (d *Desk) probePage(c *web.Ctx) error {
	var in ProbeForm
	var got Observed
	say := filling{web.Text{"导入外部探测记录", "Take in the record of a prober"}, web.Text{"导入", "Take in"}, web.Text{}, web.Text{}}
	return d.fill(c, d.probed, &in, say, func() (err error) {
		got, err = d.Observe(c.Context(), worklist.Actor(c), in)
		if err == nil {
			c.Flash(web.Green, c.T("新增探测 ", "New looks: ")+strconv.Itoa(got.Lines)+c.T(" 次，新增中断记录 ", "; new outages: ")+strconv.Itoa(got.Outages)+c.T(" 条，已有记录的 ", "; known before: ")+strconv.Itoa(got.Known)+c.T(" 段", ""))
		}
		return err
	})
}
