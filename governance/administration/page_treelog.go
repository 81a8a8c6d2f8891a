package administration

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"zhibao/casework/setting"
	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// headForm takes a head that was kept outside.
type headForm struct {
	File form.File `json:"file" label:"早先的树头或见证文件" en:"An earlier head, or a testimony" accept:".txt" size:"1M" required:"true" help:"从本页下载、在系统之外保存的树头，核对现有日志是否以它所记的各条开始；或见证人用 zhibao witness 签署的见证，核对后保存" helpen:"A head that was downloaded here and kept outside, to see whether today's log begins with the entries under it; or what a witness signed with zhibao witness, which is kept"`
}

// maxHeads is how many heads the page lists.
const maxHeads = 50

// A HeadView is a signed head of the log.
type HeadView struct {
	Size   string `json:"size" doc:"条数"`
	Root   string `json:"root"`
	At     string `json:"at"`
	Signer string `json:"signer" doc:"公钥的 SM3 指纹"`
	Text   string `json:"text" doc:"树头全文，八行，可离线核对"`
}

func (d *Desk) heads(c *web.Ctx) (out []*treelog.Head, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		out, err = treelog.Heads(c.Context(), tx, who(c).Center, 0, maxHeads)
		return err
	})
	return out, err
}

// treelogPage shows the log of the center: its latest head in full, which is what is printed and kept, the
// heads before, and whether an earlier one is still the beginning of the log.
func (d *Desk) treelogPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("存证日志", "Log of records"), Crumbs: []web.Link{{Href: "/admin/audit", Label: c.T("审计", "Audit")}, {Label: c.T("存证日志", "Log of records")}}}
	f := form.New(c, d.head)
	f.Submit = c.T("核对", "Compare")
	var in headForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	var blocks []web.Block
	if ok {
		n, err := d.compare(c, in)
		switch {
		case err == nil:
			blocks = append(blocks, n)
		case !f.Refused(err):
			return err
		}
	}
	heads, err := d.heads(c)
	if err != nil {
		return err
	}
	if len(heads) == 0 {
		blocks = append(blocks, web.Notice{Tone: web.Blue, Text: c.T("还没有树头。案件、审计与文书的记录每分钟记入一次，记入后在此显示。", "No head yet. Records of cases, audit and papers are entered every minute.")})
		return c.Render("page-blocks", blocks)
	}
	c.Page.Actions = []web.Link{{Href: fmt.Sprintf("/admin/treelog/%d", heads[0].Size), Label: c.T("下载最新树头", "Download the latest head"), Tone: web.Blue}}
	seen, err := d.testimonies(c)
	if err != nil {
		return err
	}
	blocks = append(blocks, headBlock(c, heads[0]), headTable(c, heads), seen, f)
	return c.Render("page-blocks", blocks)
}

// headBlock is the latest head as it goes on the daily sheet.
func headBlock(c *web.Ctx, h *treelog.Head) web.KV {
	kv := web.KV{Title: c.T("最新树头", "Latest head")}
	kv.Add(c.T("条数", "Entries"), strconv.FormatInt(h.Size, 10)).Add(c.T("根（SM3）", "Root (SM3)"), h.Root.String()).Add(c.T("签名时间", "Signed"), web.When(h.At)).
		Add(c.T("公钥指纹（SM3）", "Fingerprint of the key (SM3)"), h.Signer())
	state := web.Tag{Tone: web.Green, Text: c.T("签名有效", "Signature valid")}
	if !h.Signed() {
		state = web.Tag{Tone: web.Red, Text: c.T("签名无效", "Signature not valid")}
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("签名（SM2）", "Signature (SM2)"), Tag: state},
		web.KVRow{Label: c.T("用途", "What for"), Text: c.T("请每日打印或下载并存放于系统之外：日后凭它可以发现记录被删除、截断或者整体改写", "Print or download it every day and keep it outside: with it, records that were removed, cut off or written anew are found")})
	return kv
}

func headTable(c *web.Ctx, heads []*treelog.Head) web.Table {
	t := web.Table{Title: c.T("最近的树头", "Latest heads"), Head: []string{c.T("条数", "Entries"), c.T("签名时间", "Signed"), c.T("根（SM3）", "Root (SM3)"), c.T("文件", "File")}}
	for _, h := range heads {
		size := strconv.FormatInt(h.Size, 10)
		t.Rows = append(t.Rows, []web.Cell{{Text: size}, {Text: web.When(h.At)}, {Text: h.Root.String()[:12] + "…"}, {Text: c.T("下载", "Download") + " " + size, Href: "/admin/treelog/" + size}})
	}
	return t
}

// compare holds a head from outside against the log.
func (d *Desk) compare(c *web.Ctx, in headForm) (n web.Notice, err error) {
	file, err := in.File.Open()
	if err != nil {
		return n, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return n, err
	}
	if treelog.IsTestimony(string(text)) {
		return d.keepTestimony(c, string(text))
	}
	earlier, err := treelog.ParseHead(string(text))
	if err != nil {
		return n, err
	}
	var now *treelog.Head
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		now, err = treelog.Extends(c.Context(), tx, who(c).Center, earlier)
		return err
	})
	if err != nil {
		return n, err
	}
	if now.Signer() != earlier.Signer() {
		return web.Notice{Tone: web.Amber, Text: c.T("各条一致，但该树头是用另一把公钥签名的（"+earlier.Signer()+"）。更换根密钥不改变公钥，请查明它的来历。",
			"The entries are the same, but the head was signed with another key ("+earlier.Signer()+"). Changing the root key does not change it: find out where it comes from.")}, nil
	}
	return web.Notice{Tone: web.Green, Text: c.T(fmt.Sprintf("一致：现有日志共 %d 条，以该树头所记的 %d 条开始，一条未改。", now.Size, earlier.Size),
		fmt.Sprintf("The log of %d entries begins with the %d entries under that head, unchanged.", now.Size, earlier.Size))}, nil
}

// keepTestimony keeps what a registered witness signed over a head of this log.
func (d *Desk) keepTestimony(c *web.Ctx, text string) (n web.Notice, err error) {
	w, err := treelog.ParseTestimony(text)
	if err != nil {
		return n, err
	}
	err = d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		registered, err := d.Office.Settings.List(c.Context(), tx, setting.Query{Center: who(c).Center, Key: treelog.KeyWitnesses, On: d.Office.Today()})
		if err != nil {
			return err
		}
		if err := treelog.Keep(c.Context(), tx, who(c).Center, w, registered); err != nil {
			return err
		}
		return d.Book.Audit(c.Context(), tx, who(c), "treelog.witness", w.Name, fmt.Sprintf("%d 条", w.Head.Size))
	})
	return web.Notice{Tone: web.Green, Text: c.T(fmt.Sprintf("一致：见证人“%s”签署的树头共 %d 条，现有日志以这些条开始；见证已保存。", w.Name, w.Head.Size),
		fmt.Sprintf("The log begins with the %d entries under the head that the witness signed; the testimony is kept.", w.Head.Size))}, err
}

// testimonies lists what witnesses signed, the largest heads first.
func (d *Desk) testimonies(c *web.Ctx) (web.Table, error) {
	t := web.Table{Title: c.T("见证", "Testimonies"), Head: []string{c.T("条数", "Entries"), c.T("见证人", "Witness"), c.T("见证时间", "Signed"), c.T("公钥指纹", "Fingerprint")},
		Empty: c.T("还没有见证。把树头交给中心之外的两家（例如省知识产权局、审计单位），由其用 zhibao witness 签署后在下面上传；公钥指纹须先登记在中心配置中。", "None yet. Give a head to two outside of the center, who sign it with zhibao witness, and send it here; the fingerprints of their keys are registered in the configuration first.")}
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		t.Rows = nil // a transaction may be tried again
		all, err := treelog.Testimonies(c.Context(), tx, who(c).Center, maxHeads)
		for _, w := range all {
			t.Rows = append(t.Rows, []web.Cell{{Text: strconv.FormatInt(w.Head.Size, 10)}, {Text: w.Name}, {Text: web.When(w.At)}, {Text: w.Signer()}})
		}
		return err
	})
	return t, err
}

// headFile sends a head as its eight lines.
func (d *Desk) headFile(c *web.Ctx) error {
	size, _ := strconv.ParseInt(c.Path("size"), 10, 64) // what is no number is no size either
	var h *treelog.Head
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		all, err := treelog.Heads(c.Context(), tx, who(c).Center, size+1, 1)
		if len(all) > 0 && all[0].Size == size {
			h = all[0]
		}
		return err
	})
	if err != nil {
		return err
	}
	if h == nil {
		return fault.New(fault.Missing, "admin.head", "没有这个条数的树头，请从“存证日志”页面的列表下载")
	}
	return c.Download(fmt.Sprintf("%s %d.txt", c.T("存证树头", "Head"), size), "text/plain; charset=utf-8", strings.NewReader(h.Text()))
}

// restTreelog is what programs can do of it.
func (d *Desk) restTreelog() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/audit/heads", Act: ActAudit, Title: web.Text{"存证日志最近的树头，最新的在前", "Latest heads of the log"}, Pages: []string{"GET /admin/treelog"}, Answer: []HeadView{},
			Handle: func(c *rest.Call) (any, error) {
				heads, err := d.heads(c.Ctx)
				out := []HeadView{}
				for _, h := range heads {
					out = append(out, HeadView{Size: strconv.FormatInt(h.Size, 10), Root: h.Root.String(), At: web.When(h.At), Signer: h.Signer(), Text: h.Text()})
				}
				return out, err
			}},
		{Method: "GET", Path: "/audit/heads/{size}", Act: ActAudit, Title: web.Text{"一个树头的文件", "The file of a head"}, Pages: []string{"GET /admin/treelog/{size}"}, Files: []string{"text/plain"},
			Handle: rest.File(d.headFile)},
		{Method: "POST", Path: "/audit/heads/comparison", Act: ActAudit, Title: web.Text{"核对早先的树头，或核对并保存见证", "Compare with an earlier head, or keep a testimony"}, Pages: []string{"POST /admin/treelog"}, Body: d.head, Answer: Compared{},
			Handle: func(c *rest.Call) (any, error) {
				var in headForm
				if err := c.Read(d.head, &in); err != nil {
					return nil, err
				}
				n, err := d.compare(c.Ctx, in)
				return Compared{n.Text}, err
			}},
	}
}

// Compared says in words that the log begins with an earlier head; what does not is an error.
type Compared struct {
	Result string `json:"result"`
}
