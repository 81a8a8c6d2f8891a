package status

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"slices"
	"time"

	"zhibao/casework/document"
	"zhibao/casework/treelog"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A found paper is one that a code belongs to, with what can be said of it to whoever holds it.
type found struct {
	*document.Paper
	seal  *document.Signature
	sent  []document.Delivery
	proof *treelog.Proof // nil in the first minute
}

// paper returns the paper with the code, nil for a code that is unknown. A revoked paper is still
// genuine.
func (p *Pages) paper(c *web.Ctx, code string) (f *found, err error) {
	err = p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		x, err := document.Verified(c.Context(), tx, code)
		if err != nil || x == nil {
			return err
		}
		f = &found{Paper: x}
		if f.seal, err = document.SignatureOf(c.Context(), tx, x); err != nil {
			return err
		}
		// The paper does not say of which center it is; its case does.
		k, err := p.Office.Public(c.Context(), tx, x.Case)
		if err != nil {
			return err
		}
		if f.proof, err = treelog.ProofOf(c.Context(), tx, k.Center, treelog.OfPaper, x.ID, 0); err != nil {
			return err
		}
		all, err := document.Deliveries(c.Context(), tx, k.Center, x.Case)
		for _, d := range all {
			if d.Paper == x.ID {
				f.sent = append(f.sent, d)
			}
		}
		return err
	})
	return f, err
}

// verifyPage tells whether a paper is genuine. It shows what stands on the paper's head, never
// what it says.
func (p *Pages) verifyPage(c *web.Ctx) error {
	c.Page = publicPage(c, c.T("文书核验", "Verify a paper"))
	v := p.form(c, "/verify")
	code, asked, err := p.ask(c)
	if err != nil {
		return err
	}
	if asked {
		x, err := p.paper(c, code)
		if err != nil {
			return err
		}
		// An unknown code and a mistyped one are answered alike.
		if v.Unknown = x == nil; x != nil {
			v.Blocks = slices.Concat([]web.Block{paperBlock(c, x.Paper)}, sealBlock(c, x.seal), []web.Block{proofBlock(c, x.proof, code)}, serviceBlock(c, x.sent))
		}
	}
	return c.Render("status", v)
}

// paperBlock shows the head of a genuine paper, and whether it was revoked.
func paperBlock(c *web.Ctx, x *document.Paper) web.KV {
	kv := web.KV{Title: c.T("本中心出具的文书", "A paper of this center")}
	kv.Add(c.T("文书名称", "Paper"), x.Name).Add(c.T("文号", "Number"), x.Number).Add(c.T("日期", "Date"), x.Day().Chinese()).
		Add(c.T("正文摘要（SHA-256）", "Digest (SHA-256)"), x.Digest)
	// A revoked paper is genuine all the same, and whoever holds it has to learn that it holds no more.
	state := web.Tag{Tone: web.Green, Text: c.T("有效", "Valid")}
	if !x.Revoked.IsZero() {
		state = web.Tag{Tone: web.Red, Text: c.T("已撤销", "Revoked")}
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("状态", "State"), Tag: state})
	if !x.Revoked.IsZero() {
		kv.Add(c.T("撤销时间", "Revoked"), web.When(x.Revoked))
	}
	return kv
}

// sealBlock shows the electronic seal on a paper; nothing for a paper that never had one.
func sealBlock(c *web.Ctx, g *document.Signature) []web.Block {
	if g == nil {
		return nil
	}
	kv := web.KV{Title: c.T("电子签章", "Electronic seal")}
	state := web.Tag{Tone: web.Red, Text: c.T("签名无效", "Signature not valid")}
	switch {
	case g.Valid:
		state = web.Tag{Tone: web.Green, Text: c.T("签名有效", "Signature valid")}
	case g.Signer == "":
		state = web.Tag{Tone: web.Amber, Text: c.T("等待外部签章系统签章", "Awaiting the seal service")}
	}
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("签名（SM2）", "Signature (SM2)"), Tag: state})
	if g.Signer == "" {
		return []web.Block{kv}
	}
	// A key of the system itself proves that the paper came from it, and nothing about who runs it.
	kind := c.T("本系统为中心自签的证书，可对照中心公布的指纹核对", "a certificate that this system issued to the center itself; compare its fingerprint with the one that the center published")
	if g.Provider == document.OutsideSeal {
		kind = c.T("外部签章系统的证书", "a certificate of the seal service")
	}
	kv.Add(c.T("签章人", "Signer"), g.Name).Add(c.T("签章时间", "Sealed"), web.When(g.At)).Add(c.T("证书", "Certificate"), kind).Add(c.T("公钥指纹（SM3）", "Fingerprint of the key (SM3)"), g.Signer)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("下载证书", "Download"), Text: c.T("证书（PEM，含公钥）", "Certificate (PEM, with the public key)"), Href: "/verify/certificate/" + g.Signer})
	return []web.Block{kv}
}

// serviceBlock shows on which ways and days a paper was served. Who the parties are is not said: anybody
// may hold the paper.
func serviceBlock(c *web.Ctx, sent []document.Delivery) []web.Block {
	if len(sent) == 0 {
		return nil
	}
	t := web.Table{Title: c.T("送达情况", "Service"), Head: []string{c.T("受送达人", "Recipient"), c.T("方式", "Way"), c.T("送达日期", "Served on")}}
	nth := map[int64]int{}
	for i := range sent {
		d := &sent[i]
		// The same party keeps its ordinal over several ways.
		if nth[d.Party] == 0 {
			nth[d.Party] = len(nth) + 1
		}
		way := document.ChannelOf(d.Channel)
		on := c.T("尚未送达", "not served yet")
		switch {
		case d.Done() && d.Deemed:
			on = d.Day().String() + c.T("（视为送达）", " (deemed)")
		case d.Done():
			on = d.Day().String()
		case d.State == document.Failed:
			on = c.T("未送达，已改用其他方式", "came back; tried on another way")
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprintf(c.T("第 %d 位", "No. %d"), nth[d.Party])}, {Text: c.T(way.Title, way.English)}, {Text: on}})
	}
	return []web.Block{t}
}

// certificateFile sends the certificate of a public key, so that a signature can be checked elsewhere.
func (p *Pages) certificateFile(c *web.Ctx) error {
	var der []byte
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		der, err = document.Certificate(c.Context(), tx, c.Path("signer"))
		return err
	})
	if err != nil {
		return err
	}
	return c.Download(c.Path("signer")+".pem", "application/x-pem-file", bytes.NewReader(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
}

// A SealView is the electronic seal on a paper.
type SealView struct {
	Valid bool `json:"valid" doc:"SM2 签名对文号与正文摘要有效"`
	// The fingerprint of the public key: the first half of its SM3 digest.
	Signer    string    `json:"signer" doc:"公钥的 SM3 指纹；外部签章系统尚未签章时为空"`
	Name      string    `json:"name" doc:"证书的持有人"`
	Provider  string    `json:"provider" doc:"own 中心密钥、outside 外部签章系统"`
	At        time.Time `json:"at"`
	Public    string    `json:"public" doc:"公钥，未压缩点，十六进制"`
	Signature string    `json:"signature" doc:"ASN.1，Base64"`
	Message   string    `json:"message" doc:"签名所覆盖的内容，Base64"`
}

// A ServiceView is how a paper was served on one party, which is not named.
type ServiceView struct {
	Channel string       `json:"channel"`
	State   string       `json:"state"`
	Day     calendar.Day `json:"day,omitzero"`
	Deemed  bool         `json:"deemed" doc:"视为送达"`
}

// VerifiedPaper is what stands on the head of a genuine paper.
type VerifiedPaper struct {
	Name    string         `json:"name"`
	Number  string         `json:"number"`
	Day     calendar.Day   `json:"day"`
	Digest  string         `json:"digest" doc:"正文的 SHA-256"`
	Revoked time.Time      `json:"revoked,omitzero" doc:"已撤销的时间"`
	Seal    *SealView      `json:"seal,omitempty" doc:"电子签章；没有签章的文书无此项"`
	Service []ServiceView  `json:"service" doc:"送达情况，不写明受送达人"`
	Proof   *treelog.Proof `json:"proof,omitempty" doc:"存证证明；出具后一分钟之内尚无此项"`
}

// restVerify tells whether a paper is genuine.
func (p *Pages) restVerify(c *rest.Call) (any, error) {
	code, err := p.code(c)
	if err != nil {
		return nil, err
	}
	x, err := p.paper(c.Ctx, code)
	if err != nil {
		return nil, err
	}
	if x == nil {
		return nil, unknown()
	}
	out := VerifiedPaper{Name: x.Name, Number: x.Number, Day: x.Day(), Digest: x.Digest, Service: []ServiceView{}, Proof: x.proof}
	if !x.Revoked.IsZero() {
		out.Revoked = x.Revoked.In(calendar.Shanghai())
	}
	for i := range x.sent {
		d := &x.sent[i]
		out.Service = append(out.Service, ServiceView{d.Channel, d.State, d.Day(), d.Deemed})
	}
	if g := x.seal; g != nil {
		out.Seal = &SealView{Valid: g.Valid, Signer: g.Signer, Name: g.Name, Provider: g.Provider, At: g.At.In(calendar.Shanghai()), Public: hex.EncodeToString(g.Public),
			Signature: base64.StdEncoding.EncodeToString(g.Value), Message: base64.StdEncoding.EncodeToString(document.Message(x.Number, x.Digest))}
	}
	return out, nil
}
