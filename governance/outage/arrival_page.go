package outage

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// IngestForm says whether the folders are only checked.
type IngestForm struct {
	How  string    `json:"how" label:"办理方式" en:"What to do" widget:"radio" required:"true" options:"只检查，不导入=Only check,导入=Take in" help:"逐份核对加密、签名、摘要与收件时间；已导入的不会重复，可以随时再次执行" helpen:"Checks encryption, signature, digest and time of each; what is in already is not doubled, so this may be done again at any time"`
	File form.File `json:"file" label:"收件目录的压缩包" en:"Folders of the desk, packed" accept:".zip" size:"500M" help:"把收件目录中以 YJ 开头的文件夹原样打包，一次最多 500 份；不选则取服务器上 contingency 文件夹中的" helpen:"The folders of the desk that begin with YJ, packed as they are, at most 500 at a time; without it those in the folder contingency of the server"`
}

// taking reports whether the folders are taken in.
func (f IngestForm) taking() bool { return f.How == "导入" }

// A stock is what the page of the contingency filings shows.
type stock struct {
	waiting  []string // folders that were copied here and are not in yet
	arrivals []*Arrival
	numbers  map[int64]string // of outages and cases
	public   []byte
}

// stock reads what there is of a center.
func (d *Desk) stock(ctx context.Context, center int64) (s stock, err error) {
	opener, err := d.Opener(ctx, center)
	if err != nil {
		return s, err
	}
	s.public, s.numbers = opener.Public(), map[int64]string{}
	boxes, err := contingency.Boxes(d.Folder)
	if err != nil {
		return s, err
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if s.arrivals, err = d.arrivals(ctx, tx, `center_id = $1 AND received_at > $2`, center, micro(d.since())); err != nil {
			return err
		}
		for _, a := range s.arrivals {
			for _, id := range []int64{a.Case, a.Target} {
				if s.numbers[id] == "" && id != 0 {
					if s.numbers[id], err = d.office.NumberOf(ctx, tx, center, id); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	known := map[string]bool{}
	for _, a := range s.arrivals {
		known[a.Number] = true
	}
	for _, b := range boxes {
		if !known[b] {
			s.waiting = append(s.waiting, b)
		}
	}
	return s, err
}

// arrivalsPage shows what the contingency desk received, and takes in or checks what was copied here.
func (d *Desk) arrivalsPage(c *web.Ctx) error {
	a := worklist.Actor(c)
	c.Page = web.Page{Title: c.T("应急件", "Contingency filings"), At: "/outage/arrivals"}
	f := form.New(c, d.ingestion)
	f.Submit, f.Action = c.T("执行", "Do it"), "/outage/arrivals"
	in := IngestForm{How: "只检查，不导入"}
	f.Fill(in)
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	var blocks []web.Block
	if ok {
		done, err := d.ingestForm(c.Context(), a, in)
		if err != nil && !f.Refused(err) {
			return err
		}
		blocks = append(blocks, resultTable(c, done))
	}
	s, err := d.stock(c.Context(), a.Center)
	if err != nil {
		return err
	}
	kv := web.KV{Title: c.T("收件处", "The desk")}
	kv.Add(c.T("中心的加密公钥指纹（SM3）", "Fingerprint of the center's key (SM3)"), seal.SignerID(s.public))
	if d.office.Policy.Ever(a.Subject, ActSee) {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("公钥文件", "File of the key"), Text: c.T("下载，供收件处启动时使用（--to）", "Download; the desk is started with it (--to)"), Href: "/outage/key"})
	}
	takes := d.office.Policy.Ever(a.Subject, d.chart.Act("take"))
	kv.Add(c.T("待导入", "Waiting"), waitingText(c, s.waiting, takes))
	if !takes {
		return c.Render("page-blocks", append([]web.Block{kv}, arrivalTable(c, s)))
	}
	return c.Render("page-blocks", append(append([]web.Block{kv}, blocks...), f, arrivalTable(c, s)))
}

// waitingText says how many folders lie in the folder of the server, and how others come, to whoever takes them.
func waitingText(c *web.Ctx, waiting []string, takes bool) string {
	switch {
	case len(waiting) == 0 && !takes:
		return c.T("没有；由受理人员导入。", "None; the counter takes them in.")
	case len(waiting) == 0:
		return c.T("服务器上没有。在下面上传收件目录的压缩包，或者请系统管理员把其中的文件夹原样复制到数据目录的 contingency 文件夹。", "None on the server. Upload the folders of the desk as an archive below, or have the system administrator copy them, as they are, into the folder contingency of the data folder.")
	}
	return fmt.Sprintf(c.T("%d 份", "%d"), len(waiting))
}

// resultTable says what became of each folder.
func resultTable(c *web.Ctx, all []Result) web.Table {
	t := web.Table{Title: c.T("结果", "Results"), Head: []string{c.T("回执编号", "Receipt"), c.T("收到时间", "Received"), c.T("内容", "What"), c.T("结果", "Result"), c.T("说明", "Why")}, Empty: c.T("文件夹中没有应急件。", "There is nothing in the folder.")}
	for _, r := range all {
		received, what, why := "—", "—", "—"
		if r.Receipt != nil {
			received, what = written(r.Receipt.At), size(c, r.Receipt.Kind, r.Receipt.Size)
		}
		if r.Err != nil {
			why = c.Say(c.Explain(r.Err))
		}
		tag := map[string]web.Tag{Ready: {Tone: web.Blue, Text: c.T("可以导入", "Would go in")}, Taken: {Tone: web.Green, Text: c.T("已导入", "Taken in")},
			Already: {Tone: web.Grey, Text: c.T("以前已导入", "Was in already")}, Refused: {Tone: web.Red, Text: c.T("未导入", "Refused")}}[r.State]
		t.Rows = append(t.Rows, []web.Cell{{Text: r.Number}, {Text: received}, {Text: what}, {Tag: tag}, {Text: why}})
	}
	return t
}

// size says what came and how much of it.
func size(c *web.Ctx, kind string, n int64) string {
	if kind == contingency.Digest && n < 0 {
		return c.T("摘要", "digest")
	}
	return c.T("文件 ", "file, ") + strconv.FormatInt((n+1023)>>10, 10) + "\u00a0KB"
}

// arrivalTable lists what is in. Names of files stay hidden: they may tell what an unpublished text is about.
func arrivalTable(c *web.Ctx, s stock) web.Table {
	t := web.Table{Title: c.T("三年内导入的应急件", "Taken in within three years"), Head: []string{c.T("回执编号", "Receipt"), c.T("收到时间（回执）", "Received (receipt)"), c.T("导入时间", "Taken in"), c.T("内容", "What"), c.T("中断", "Outage"), c.T("所属案件", "Case"), c.T("补办核对", "Filed again")},
		Empty: c.T("没有。", "None.")}
	for _, a := range s.arrivals {
		target := web.Cell{Tag: web.Tag{Tone: web.Amber, Text: c.T("待归入案件", "To be assigned")}}
		if a.Target != 0 {
			target = web.Cell{Text: c.Say(numbered(s.numbers[a.Target])), Href: "/case/" + strconv.FormatInt(a.Target, 10)}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: a.Number}, {Text: written(a.Received)[:16]}, {Text: written(a.Taken)[:16]}, {Text: size(c, a.Kind, a.Size)},
			{Text: s.numbers[a.Case], Href: "/case/" + strconv.FormatInt(a.Case, 10)}, target, {Tag: againTag(c, a, "")}})
	}
	return t
}

// keyPage sends the public key of the center, for the desk.
func (d *Desk) keyPage(c *web.Ctx) error {
	name, key, err := d.public(c.Context(), worklist.Actor(c).Center)
	if err != nil {
		return err
	}
	return c.Download("contingency.pub", "text/plain; charset=utf-8", strings.NewReader(contingency.Public(name, key)))
}

// public returns the name of a center and its public key.
func (d *Desk) public(ctx context.Context, center int64) (name string, key []byte, err error) {
	opener, err := d.Opener(ctx, center)
	if err != nil {
		return "", nil, err
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		ct, err := d.office.Center(ctx, tx, center)
		name = ct.Name
		return err
	})
	return name, opener.Public(), err
}

// PublicKeyOf is the public key of a center for programs.
type PublicKeyOf struct {
	Center      string `json:"center"`
	Public      string `json:"public" doc:"SM2 公钥，未压缩点，十六进制"`
	Fingerprint string `json:"fingerprint" doc:"公钥的 SM3 指纹"`
}

// publicOf is public for programs.
func (d *Desk) publicOf(ctx context.Context, center int64) (any, error) {
	name, key, err := d.public(ctx, center)
	return PublicKeyOf{name, hex.EncodeToString(key), seal.SignerID(key)}, err
}

// packagePage sends the package of an arrival to whoever may read the text of the case to which it belongs.
// Before it belongs to one nobody reads it.
func (d *Desk) packagePage(c *web.Ctx) error {
	a := worklist.Actor(c)
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	no, err := worklist.ID(c, "arrival")
	if err != nil {
		return err
	}
	x, f, err := d.fileOf(c.Context(), a, id, no)
	if err != nil {
		return err
	}
	defer f.Close()
	if a.Party == 0 {
		if err := d.office.RecordReading(c.Context(), a, id, "应急件 "+x.Number); err != nil {
			return err
		}
	}
	m, err := d.Copy(c, nil, "original 应急件")
	if err != nil {
		return err
	}
	return original.Send(c, m.Name(x.Name), f)
}

// noFile is the refusal where there is no package, or none for the person.
func noFile() error {
	return fault.New(fault.Missing, "outage.no_file", "没有这份应急件，或者只登记了摘要，没有文件；请从“应急件”页或者案件页面打开")
}
