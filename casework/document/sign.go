package document

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/rule"
)

// Who puts the electronic seal on papers (电子签章), as the setting says.
const (
	NoSeal      = "off"
	OwnSeal     = "own"     // SM2 under the key of the center
	OutsideSeal = "outside" // a seal service, by exchange of files
)

const sealKey = "document.seal"

func sealSetting() setting.Def {
	return setting.Def{Key: sealKey, Title: "文书电子签章", English: "Electronic seal of papers", Type: setting.Choice, Choices: []string{NoSeal, OwnSeal, OutsideSeal},
		Help: "off：不签章；own：以本中心密钥作 SM2 签名，可供核验，但不是电子认证服务机构的签章；outside：与外部签章系统交换文件", HelpEN: "off; own: SM2 under the key of this center, which can be verified and is no seal of a certification authority; outside: files are exchanged with a seal service",
		Default: map[string]string{"": NoSeal}, Sure: rule.Ours, Level: rule.Center, Group: "document"}
}

// A Signature is the electronic seal on a paper.
type Signature struct {
	Provider    string // OwnSeal or OutsideSeal
	Signer      string // id of the public key; empty while an outside service has not answered
	Name        string // to whom the certificate was issued
	At          time.Time
	Value       []byte
	Public      []byte
	Certificate []byte
	Valid       bool
}

// Message is what a signature of a paper covers: its number and the digest of its content. It is plain
// text, so that anybody can check the signature with other programs.
func Message(number, digest string) []byte {
	return []byte("zhibao paper 1\n" + number + "\n" + digest + "\n")
}

// sealed puts the electronic seal on a paper as it is issued, or asks the outside service for one. What
// is noted in the event tells later that a seal has to be there.
func sealed(s *casework.Step, p *Paper) error {
	who, err := s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting(sealKey))
	if err != nil || who == NoSeal {
		return err
	}
	s.Note("seal:"+p.Number, who)
	if who == OutsideSeal {
		return putSignature(s.Ctx, s.Tx, p, s.Case.Center, Signature{Provider: who, At: s.Now})
	}
	key, err := s.Office.Keys.Signer(s.Ctx, s.Tx, fmt.Sprintf("seal/%d", s.Case.Center))
	if err != nil {
		return err
	}
	g := Signature{Provider: who, Signer: seal.SignerID(key.Public()), At: s.Now, Public: key.Public()}
	if g.Value, err = key.Sign(Message(p.Number, p.Digest)); err != nil {
		return err
	}
	known, err := signer(s.Ctx, s.Tx, s.Case.Center, g.Signer)
	if err != nil {
		return err
	}
	if known == nil {
		center, err := s.Office.Center(s.Ctx, s.Tx, s.Case.Center)
		if err != nil {
			return err
		}
		if g.Certificate, err = key.Certificate(center.Name, s.Now); err != nil {
			return err
		}
		g.Name = center.Name
		if err := putSigner(s.Ctx, s.Tx, s.Case.Center, g); err != nil {
			return err
		}
	}
	return putSignature(s.Ctx, s.Tx, p, s.Case.Center, g)
}

func putSignature(ctx context.Context, tx *store.Tx, p *Paper, center int64, g Signature) error {
	if g.Value == nil {
		g.Value = []byte{}
	}
	_, err := tx.Exec(ctx, `INSERT INTO document_signature (paper_id, center_id, case_id, provider, signer, at, signature) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (paper_id) DO UPDATE SET signer = excluded.signer, at = excluded.at, signature = excluded.signature`, p.ID, center, p.Case, g.Provider, g.Signer, g.At.UnixMicro(), g.Value)
	return err
}

// putSigner records a public key with its certificate, once.
func putSigner(ctx context.Context, tx *store.Tx, center int64, g Signature) error {
	_, err := tx.Exec(ctx, `INSERT INTO document_signer (signer, center_id, name, since, public, certificate) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
		g.Signer, center, g.Name, g.At.UnixMicro(), g.Public, g.Certificate)
	return err
}

// signer returns a public key of a center, nil where it is not on record.
func signer(ctx context.Context, tx *store.Tx, center int64, id string) (*Signature, error) {
	g := &Signature{Signer: id}
	err := tx.Row(ctx, `SELECT name, public, certificate FROM document_signer WHERE center_id = $1 AND signer = $2`, center, id).Scan(&g.Name, &g.Public, &g.Certificate)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return g, err
}

// Certificate returns the certificate of a public key in DER.
func Certificate(ctx context.Context, tx *store.Tx, id string) (der []byte, err error) {
	err = tx.Row(ctx, `SELECT certificate FROM document_signer WHERE signer = $1 ORDER BY since LIMIT 1`, id).Scan(&der)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "document.signer", "没有这把签章公钥，请从文书核验页打开")
	}
	return der, err
}

// SignatureOf returns the electronic seal on a paper, checked against its number and digest; nil where
// it has none.
func SignatureOf(ctx context.Context, tx *store.Tx, p *Paper) (*Signature, error) {
	var center, at int64
	g := &Signature{}
	err := tx.Row(ctx, `SELECT center_id, provider, signer, at, signature FROM document_signature WHERE paper_id = $1`, p.ID).Scan(&center, &g.Provider, &g.Signer, &at, &g.Value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	g.At = time.UnixMicro(at)
	key, err := signer(ctx, tx, center, g.Signer)
	if err != nil || key == nil {
		return g, err
	}
	g.Name, g.Public, g.Certificate = key.Name, key.Public, key.Certificate
	// The id is that of the key: a key that was put into its place has another.
	g.Valid = seal.SignerID(g.Public) == g.Signer && seal.Signed(g.Public, Message(p.Number, p.Digest), g.Value)
	return g, nil
}

// A ledger is every electronic seal and every public key.
type ledger struct {
	seals map[int64]Signature // by paper
	keys  map[string][]byte   // by center and id
}

func ledgerKey(center int64, id string) string { return fmt.Sprintf("%d/%s", center, id) }

// seals reads every electronic seal, to be checked with the papers.
func seals(ctx context.Context, tx *store.Tx) (l ledger, err error) {
	l = ledger{map[int64]Signature{}, map[string][]byte{}}
	keys, err := tx.Query(ctx, `SELECT center_id, signer, public FROM document_signer`)
	if err != nil {
		return l, err
	}
	defer keys.Close()
	for keys.Next() {
		var center int64
		var id string
		var public []byte
		if err := keys.Scan(&center, &id, &public); err != nil {
			return l, err
		}
		l.keys[ledgerKey(center, id)] = public
	}
	if err := keys.Err(); err != nil {
		return l, err
	}
	rows, err := tx.Query(ctx, `SELECT paper_id, provider, signer, signature FROM document_signature`)
	if err != nil {
		return l, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var g Signature
		if err := rows.Scan(&id, &g.Provider, &g.Signer, &g.Value); err != nil {
			return l, err
		}
		l.seals[id] = g
	}
	return l, rows.Err()
}

// flaw says what is wrong with the electronic seal on a paper that the event of its issue says was
// sealed; empty where nothing is.
func (l ledger) flaw(center int64, p *Paper, by string) string {
	g, there := l.seals[p.ID]
	public := l.keys[ledgerKey(center, g.Signer)]
	switch {
	case by == "" && !there:
		return ""
	case !there:
		return fmt.Sprintf("文书 %s 的电子签章不存在", p.Number)
	case g.Provider != by:
		return fmt.Sprintf("文书 %s 的电子签章与出具时的记录不符", p.Number)
	case g.Signer == "" && g.Provider == OutsideSeal: // the service has not answered yet
		return ""
	case seal.SignerID(public) != g.Signer || !seal.Signed(public, Message(p.Number, p.Digest), g.Value):
		return fmt.Sprintf("文书 %s 的电子签章无效", p.Number)
	}
	return ""
}
