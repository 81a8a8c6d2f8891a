package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
)

// A Draft is a paper to be issued.
type Draft struct {
	Template string // "preexam.correction"
	Version  string // version of the template, a date
	Name     string // 文书名称, "专利申请预审补正通知书"
	Series   string // word of the series in the number, "预补"
	To       string // 主送
	Party    int64  // to whom it is delivered, where it is one party with an account
	Body     []paper.Block
	Attached []string
	Basis    string // what it rests on, where that is not what the move rests on

	// Of a paper that the center issues for another authority, which has entrusted it (执法委托).
	Authority string   // 委托机关, whose name the paper carries; empty for the center's own
	Mark      string   // 机关代字 of the authority, needed where there is one
	Chain     []string // the chain of entrustment, a line each

	// Recipients are those on whom it is served, where they are several or may have no account.
	Recipients []Recipient
}

// A Recipient is a party on whom a paper is served.
type Recipient struct {
	Party   int64
	Channel string // code of a channel; empty for the account where the party has one
}

// Issue issues the paper in the course of a move: it takes the next number of the authority, the
// series and the year, seals the content under the case's key, and serves it into the accounts of the
// recipients. For a recipient without an account it waits to be served on another way.
func Issue(s *casework.Step, d Draft) (_ *Paper, err error) {
	defer fault.Wrap(&err, "issue %s", d.Template)
	to, err := recipients(s, d)
	if err != nil {
		return nil, err
	}
	p := &Paper{ID: s.Office.DB.NewID(), Case: s.Case.ID, Template: d.Template, Version: d.Version, Name: d.Name, At: s.Now, Account: s.Actor.Account}
	if len(to) > 0 {
		p.Party = to[0].Party
	}
	if p.Content, err = Content(s, d, channelsOf(to)); err != nil {
		return nil, err
	}
	if p.Number, err = number(s, d); err != nil {
		return nil, err
	}
	url, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("document.url"))
	if err != nil {
		return nil, err
	}
	code := Code()
	p.Content.Number, p.Content.Date = p.Number, s.Today.Chinese()
	p.Content.Verify = &paper.Verify{URL: url + "?code=" + code, Code: code}
	if err := complete(p.Content); err != nil {
		return nil, err
	}
	if err := insert(s, p, code); err != nil {
		return nil, err
	}
	if err := sealed(s, p); err != nil {
		return nil, err
	}
	return p, serve(s, p, to)
}

// Preview is a draft as it would be issued now, marked as a draft and without number, date or code.
func Preview(s *casework.Step, d Draft) (p paper.Paper, err error) {
	to, err := recipients(s, d)
	if err != nil {
		return p, err
	}
	p, err = Content(s, d, channelsOf(to))
	p.Mark, p.Seal = "草稿", false
	return p, err
}

// Ready reports what keeps a draft from being issued: a recipient who is none, a variable or a line
// without a value.
func Ready(s *casework.Step, d Draft) (err error) {
	defer fault.Wrap(&err, "ready %s", d.Template)
	to, err := recipients(s, d)
	if err != nil {
		return err
	}
	p, err := Content(s, d, channelsOf(to))
	if err != nil {
		return err
	}
	return complete(p)
}

// complete refuses a paper in which something was left open.
func complete(p paper.Paper) error {
	if err := paper.Check(p); err != nil {
		return err
	}
	return filled(p)
}

// Content is a paper as it will be issued, without its number, its date and what proves it genuine.
func Content(s *casework.Step, d Draft, channels []string) (p paper.Paper, err error) {
	center, err := s.Office.Center(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return p, err
	}
	contact, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("document.contact"))
	if err != nil {
		return p, err
	}
	by := d.Authority
	if by == "" {
		by = center.Name
	}
	return paper.Paper{Authority: by, Title: d.Name, To: d.To, Seal: true, Body: append(d.Body[:len(d.Body):len(d.Body)], closing(d, s.Move.Cites(), channels)),
		Attachments: d.Attached, Signed: by, Contact: contact}, nil
}

// number takes the next number of a paper: 机关代字 and series, the year, and the place in it. Each
// authority counts for itself.
func number(s *casework.Step, d Draft) (string, error) {
	mark, series := d.Mark, "paper/"+d.Mark+"/"+d.Series
	if d.Authority == "" {
		own, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting("document.mark"))
		if err != nil {
			return "", err
		}
		mark, series = own, "paper/"+d.Series
	} else if strings.TrimSpace(d.Mark) == "" {
		return "", fault.New(fault.Invalid, "document.mark", "委托机关“%s”没有机关代字，文书不能编号；请在执法委托中补填后再签发", d.Authority)
	}
	n, err := s.Next(series)
	return fmt.Sprintf("%s%s〔%d〕%d号", mark, d.Series, s.Today.Year(), n), err
}

// filled refuses a paper in which a line that every paper has, or a line of a form, was left empty: a
// variable without a value.
func filled(p paper.Paper) error {
	for _, r := range []paper.KeyValue{{Key: "主送", Value: p.To}, {Key: "发文机关", Value: p.Authority}, {Key: "附注", Value: p.Contact}} {
		if strings.TrimSpace(r.Value) == "" {
			return unfilled(r.Key)
		}
	}
	for _, b := range p.Body {
		kv, _ := b.(paper.KeyValues)
		for _, r := range kv.Rows {
			if strings.TrimSpace(r.Value) == "" {
				return unfilled(r.Key)
			}
		}
	}
	return nil
}

func unfilled(what string) error {
	return fault.New(fault.Invalid, "paper.unresolved", "文书中还有未填的内容，不能制作，请补填：%s", what)
}

// Closing is the last block of every paper: what the move rests on, how the paper is served and what
// proves that it was.
func Closing(m *casework.Move) paper.Block { return closing(Draft{}, m.Cites(), []string{Account}) }

// closing is Closing for a paper that may go other ways and that another authority has entrusted.
func closing(d Draft, cites string, channels []string) paper.Block {
	kv := paper.KeyValues{}
	if len(d.Chain) > 0 {
		kv.Rows = append(kv.Rows, paper.KeyValue{Key: "执法委托", Value: strings.Join(d.Chain, "\n")})
	}
	if d.Basis != "" {
		cites = d.Basis
	}
	kv.Rows = append(kv.Rows, paper.KeyValue{Key: "依据", Value: cites})
	var ways, proofs []string
	for _, c := range channels {
		w := ChannelOf(c)
		ways, proofs = append(ways, w.Way), append(proofs, w.Proof)
	}
	if len(ways) > 0 {
		kv.Rows = append(kv.Rows, paper.KeyValue{Key: "送达方式", Value: strings.Join(ways, "；")}, paper.KeyValue{Key: "送达回执", Value: strings.Join(proofs, "；")})
	}
	return kv
}

// insert stores the paper. The digest covers the content before sealing, so that a printed copy can be
// compared by anybody who holds it.
func insert(s *casework.Step, p *Paper, code string) error {
	plain, err := paper.Marshal(p.Content)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(plain)
	p.Digest = hex.EncodeToString(digest[:])
	s.Paper(p.Number, rowDigest(p, CodeHash(code)))
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO document_paper (id, center_id, case_id, party_id, template, template_version, number, name,
		at, account_id, code, digest, revoked_at, body) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,0,$13)`, p.ID, s.Case.Center,
		p.Case, p.Party, p.Template, p.Version, p.Number, p.Name, p.At.UnixMicro(), p.Account, CodeHash(code), digest[:],
		s.Key().Seal(aad(p.ID), plain))
	return err
}
