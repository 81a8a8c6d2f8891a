package status

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/limit"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// proofBlock shows under which head of the log the paper is.
func proofBlock(c *web.Ctx, proof *treelog.Proof, code string) web.Block {
	// Shown to whoever holds the paper: a number and times, nothing of the case.
	kv := web.KV{Title: c.T("存证", "Log")}
	// The job that enters papers runs once a minute.
	if proof == nil {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("存证日志", "Log of the center"), Text: c.T("出具后一分钟内记入，请稍后再查", "entered within a minute of the issue; please look again")})
		return kv
	}
	h, err := proof.Check()
	if err != nil {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("存证日志", "Log of the center"), Tag: web.Tag{Tone: web.Red, Text: c.T("证明不成立", "Proof does not hold")}})
		return kv
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("存证日志", "Log of the center"), Tag: web.Tag{Tone: web.Green, Text: c.T("已记入", "Entered")}})
	headRows(c, &kv, proof, h)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("证明文件", "Proof"), Text: c.T("下载（JSON，可离线核对）", "Download (JSON, can be checked off line)"), Href: "/verify/entry?code=" + code},
		web.KVRow{Label: c.T("核对证明", "Check a proof"), Text: c.T("上传证明文件核对", "Check a file"), Href: "/verify/proof"})
	return kv
}

// headRows say where an entry stands and under which head.
func headRows(c *web.Ctx, kv *web.KV, proof *treelog.Proof, h *treelog.Head) {
	kv.Add(c.T("日志序号", "Number in the log"), proof.Number()).Add(c.T("树头签名时间", "Head signed"), web.When(h.At)).Add(c.T("树头条数", "Entries under the head"), strconv.FormatInt(h.Size, 10)).
		Add(c.T("树头公钥指纹（SM3）", "Fingerprint of the key (SM3)"), h.Signer())
}

// proved returns the paper of the code in the address with its proof.
func (p *Pages) proved(c *web.Ctx) (*found, error) {
	code, _, err := p.ask(c)
	if err != nil {
		return nil, err
	}
	x, err := p.paper(c, code)
	switch {
	case err != nil:
		return nil, err
	case x == nil:
		return nil, unknown()
	case x.proof == nil:
		return nil, fault.New(fault.Missing, "status.no_proof", "这份文书还没有记入存证日志，出具后一分钟内记入，请稍后再试")
	}
	return x, nil
}

// proofFile sends the proof of a paper.
func (p *Pages) proofFile(c *web.Ctx) error {
	x, err := p.proved(c)
	if err != nil {
		return err
	}
	// Indented, because people look into it before they trust it.
	file, err := json.MarshalIndent(x.proof, "", "  ")
	if err != nil {
		return err
	}
	return c.Download(c.T("存证证明 ", "Proof ")+x.Number+".json", "application/json", bytes.NewReader(file))
}

// proofForm takes a proof that somebody has at hand.
type proofForm struct {
	File form.File `json:"file" label:"证明文件" en:"Proof" accept:".json" size:"1M" required:"true" help:"从“文书核验”页下载的 JSON 文件；文件只用于本次核对，不保存" helpen:"The JSON file that was downloaded when the paper was verified; it is checked and not kept"`
}

// checks limits how often one address has proofs checked.
var checks = limit.Rule{Name: "status.proof", Max: 30, Per: time.Minute}

// proofPage checks a proof with nothing but what is in it, and says whether its key is this center's.
func (p *Pages) proofPage(c *web.Ctx) error {
	c.Page = publicPage(c, c.T("核对存证证明", "Check a proof"))
	f := form.New(c, p.proving)
	// The file need not be of this center, and nothing is looked up by it but the key.
	f.Submit, f.Cancel = c.T("核对", "Check"), "/verify"
	blocks := []web.Block{f}
	var in proofForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := p.Limits.Allow(c.Context(), checks, c.IP().String()); err != nil {
			return err
		}
		kv, err := p.checked(c, in)
		switch {
		case err == nil:
			blocks = []web.Block{kv, f}
		case !f.Refused(err):
			return err
		}
	}
	return c.Render("page-blocks", blocks)
}

// checked reads and checks a proof.
func (p *Pages) checked(c *web.Ctx, in proofForm) (kv web.KV, err error) {
	// Read whole: its size is limited by the form.
	file, err := in.File.Open()
	if err != nil {
		return kv, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return kv, err
	}
	proof, err := treelog.ParseProof(text)
	if err != nil {
		return kv, err
	}
	h, err := proof.Check()
	if err != nil {
		return kv, err
	}
	// By its fingerprint alone, because the file may come from anywhere.
	var own bool
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		now, err := treelog.Latest(c.Context(), tx, h.Center)
		own = now != nil && now.Signer() == h.Signer()
		return err
	})
	if err != nil {
		return kv, err
	}
	kv = web.KV{Title: c.T("核对结果", "Result")}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("证明", "Proof"), Tag: web.Tag{Tone: web.Green, Text: c.T("成立", "Holds")}})
	// A proof shows that whoever has the key entered the paper. Whose key it is, the file cannot say.
	key := web.Tag{Tone: web.Green, Text: c.T("是本中心的公钥", "the key of this center")}
	if !own {
		key = web.Tag{Tone: web.Amber, Text: c.T("不是本系统现用的公钥，请与出具中心公布的指纹核对", "not the key in use here; compare the fingerprint with the one that the center published")}
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("公钥", "Key"), Tag: key})
	// Proofs of events and of the audit have no number to show.
	if proof.Label != "" {
		kv.Add(c.T("文号", "Number"), proof.Label).Add(c.T("正文摘要（SHA-256）", "Digest (SHA-256)"), proof.Hash)
	}
	headRows(c, &kv, proof, h)
	return kv, nil
}
