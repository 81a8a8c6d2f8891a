package center

import (
	"context"
	"fmt"
	"io"
	"time"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/examination/preexam/record"
	"zhibao/governance/outage"
	"zhibao/internal/blob"
	"zhibao/internal/job"
	"zhibao/internal/scan"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit"
	"zhibao/protection/infringement"
)

// beat notes again and again that the center takes writes. It is no job among others: those can be busy
// for longer than a minute.
func (c *Center) beat(ctx context.Context) {
	tick := time.NewTicker(outage.Beats)
	defer tick.Stop()
	for {
		if err := c.everywhere(ctx, func(center int64) error {
			return c.pace.time(c.Now, func() error { return c.Outage.Beat(ctx, center) })
		}); err != nil && ctx.Err() == nil {
			c.Log.Error("availability not noted", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// held reports whether a case loses nothing yet, because its term lies in an outage on which nobody has
// decided. Where that cannot be read, it loses nothing either.
func (c *Center) held(ctx context.Context, k *casework.Case) (held bool) {
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		held, err = c.Outage.Holds(ctx, tx, k)
		return err
	})
	if err != nil {
		c.Log.Warn("outages not read", "case", k.Number, "err", err)
		return true
	}
	return held
}

// Status writes the public page of the service into a folder, from a center that may run or not.
func Status(ctx context.Context, w io.Writer, data, database, dir string) error {
	db, err := there(ctx, data, database, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	desk := outage.New(outage.Deps{})
	office := &casework.Office{DB: db, Now: time.Now}
	desk.Use(office)
	var s outage.Service
	var seen []outage.Reach
	err = db.Read(ctx, func(tx *store.Tx) error {
		all, err := office.Centers(ctx, tx)
		if err != nil || len(all) == 0 {
			return err
		}
		if seen, err = outage.Reaches(ctx, tx, all[0].ID); err != nil {
			return err
		}
		s, err = desk.ServiceOf(ctx, tx, all[0])
		return err
	})
	if err != nil {
		return err
	}
	if err := outage.WriteStatic(dir, s); err != nil {
		return err
	}
	found, _ := probesInWords(seen, time.Now())
	_, err = fmt.Fprintf(w, "已写入 %s：index.html、en.html、status.json、feed.xml\n外部探测：%s\n", dir, found)
	return err
}

// probes tells how old what probers saw from outside is. They send nothing, so somebody has to fetch it.
func probes(ctx context.Context, db *store.DB) symptom {
	s := symptom{what: "外部探测", advice: "升级未完成：启动平台一次后再检查"}
	s.err = db.Read(ctx, func(tx *store.Tx) error {
		office := &casework.Office{DB: db, Now: time.Now}
		all, err := office.Centers(ctx, tx)
		if err != nil {
			return err
		}
		var seen []outage.Reach
		for _, c := range all {
			of, err := outage.Reaches(ctx, tx, c.ID)
			if err != nil {
				return err
			}
			seen = append(seen, of...)
		}
		s.found, s.note = probesInWords(seen, time.Now())
		return nil
	})
	return s
}

// probesInWords tells of the latest record of probers, and what one should know of it.
func probesInWords(all []outage.Reach, now time.Time) (found, note string) {
	if len(all) == 0 {
		return "没有导入过记录", "平台自己看不到的中断（线路、域名、证书）没有旁证；在平台之外的网络运行 zhibao probe，并定期在“系统可用性”页导入其记录，见 docs/runbooks/outage.md"
	}
	last := all[0]
	for _, r := range all {
		if r.Until.After(last.Until) {
			last = r
		}
	}
	found = fmt.Sprintf("最近导入的记录截至 %s（%d 天前），共 %d 个探测点", last.Until.In(calendar.Shanghai()).Format(time.DateTime), last.Days(now), len(all))
	if now.Sub(last.Until) > outage.OldReach {
		note = "其后的中断没有旁证；探测程序不自动传送，请取来记录文件，在“系统可用性”页导入"
	}
	return found, note
}

// scanned tells whether what is uploaded is looked through for viruses. It cannot see how the program was
// started, so it looks at what it is told.
func scanned(ctx context.Context, by *scan.Scanner) symptom {
	s := symptom{what: "病毒扫描", advice: "启动 clamd 并核对 --scan 的地址；扫描程序不应答时，平台拒绝保存上传的文件"}
	if by == nil {
		s.found = "未指定 --scan，没有检查"
		s.note = "平台启动时也没有 --scan 的，上传的文件只按类型与结构检查，不经病毒扫描；可在本机安装 ClamAV，以 --scan unix:/run/clamav/clamd.ctl 启动平台，检查时写同样的参数"
		return s
	}
	s.found, s.err = "扫描程序应答", by.Ping(ctx)
	if s.err != nil {
		s.found = "扫描程序没有应答"
	}
	return s
}

// resting are the steps of the center that rest on the day on which something was received: those that accept or
// refuse what a party filed, and those that conclude on an answer of it.
func resting() map[string][]string {
	return map[string][]string{
		"preexam":         {"accept", "refuse", "notify", "propose", "propose_end", "agree", "differ"},
		infringement.Code: {"accept", "refuse", "forward", "finish"},
		counterfeit.Code:  {"weigh", "decide", "order"},
		"registration":    {"check", "approve_change", "reject_change", "register", "refuse"},
	}
}

// compareArrivals is the job that holds what was filed again against what the contingency desk received.
func (c *Center) compareArrivals(ctx context.Context, _ job.Job) (job.Effect, error) {
	return nil, c.everywhere(ctx, func(center int64) error {
		n, failed, err := c.Outage.CompareDue(ctx, center)
		if n > 0 {
			c.Log.Info("contingency filings compared", "comparisons", n)
		}
		for _, e := range failed {
			c.Log.Warn("contingency filing not compared", "err", e)
		}
		return err
	})
}

// filed lists the files that were filed in a case from a time on, whatever its procedure: papers, documents and
// exhibits.
func (c *Center) filed(ctx context.Context, tx *store.Tx, by casework.Actor, caseID int64, since time.Time) (out []blob.Kept, err error) {
	k, err := c.Office.Get(ctx, tx, by, caseID)
	if err != nil {
		return nil, err
	}
	switch k.Chart {
	case c.Preexam.Chart().Code:
		var key seal.Key
		if key, err = c.Keys.CaseKey(ctx, tx, caseID); err == nil {
			out, err = record.Filed(ctx, tx, key, k.Center, caseID, since)
		}
	case infringement.Code:
		out, err = c.Infringement.Filed(ctx, tx, caseID, since)
	default:
		out, err = c.Registration.Filed(ctx, tx, caseID, since)
	}
	if err != nil {
		return nil, err
	}
	exhibits, err := evidence.Filed(ctx, tx, c.Office, caseID, since)
	return append(out, exhibits...), err
}
