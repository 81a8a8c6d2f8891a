// Package document (文书) issues papers: each with a number without gaps, the version of its
// template, a digest of its content, a verification code, and a record of its delivery. A paper
// is issued within the move that decides, or not at all, and never changes afterwards.
package document

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "document", Files: sub}
}

// Settings declares what a center decides about its papers.
func Settings() []setting.Def {
	return []setting.Def{
		{Key: "document.mark", Title: "文号机关代字", English: "Mark of the authority in paper numbers", Type: setting.Text,
			Default: map[string]string{"": "知保"}, Sure: rule.Unsure, Level: rule.Center, Group: "document"},
		{Key: "document.contact", Title: "文书联系方式", English: "Contact line of papers", Type: setting.Text,
			Default: map[string]string{"": "联系电话：12330"}, Sure: rule.Ours, Level: rule.Center, Group: "document"},
		{Key: "document.url", Title: "文书核验网址", English: "Verification address of papers", Type: setting.Text,
			Default: map[string]string{"": "/verify"}, Sure: rule.Ours, Level: rule.Center, Group: "document"},
	}
}

// A Draft is a paper to be issued.
type Draft struct {
	Template string // "preexam.correction"
	Version  string // version of the template, a date
	Name     string // 文书名称, "专利申请预审补正通知书"
	Series   string // word of the series in the number, "预补"
	To       string // 主送
	Party    int64  // to whom it is delivered
	Body     []paper.Block
	Attached []string
}

// A Paper is a paper as issued.
type Paper struct {
	ID, Case, Party int64
	Template        string
	Version         string
	Number, Name    string
	At              time.Time
	Account         int64
	Digest          string // SHA-256 of the content, hexadecimal
	Revoked         time.Time
	Content         paper.Paper
}

// aad binds a sealed paper to its row: content moved to another number does not open.
func aad(id int64) string { return fmt.Sprintf("document/%d", id) }

// Issue issues the paper in the course of a move: it takes the next number, seals the content
// under the case's key, and records its delivery into the party's account.
func Issue(s *casework.Step, d Draft) (_ *Paper, err error) {
	defer fault.Wrap(&err, "issue %s", d.Template)
	p := &Paper{ID: s.Office.DB.NewID(), Case: s.Case.ID, Party: d.Party, Template: d.Template, Version: d.Version, Name: d.Name,
		At: s.Now, Account: s.Actor.Account}
	n, err := s.Next("paper/" + d.Series)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for _, key := range []string{"document.mark", "document.contact", "document.url"} {
		if values[key], err = s.Office.Settings.Raw(s.Ctx, s.Tx, s.Setting(key)); err != nil {
			return nil, err
		}
	}
	center, err := s.Office.Center(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return nil, err
	}
	p.Number = fmt.Sprintf("%s%s〔%d〕%d号", values["document.mark"], d.Series, s.Today.Year(), n)
	code := Code()
	p.Content = paper.Paper{Authority: center.Name, Number: p.Number, Title: d.Name, To: d.To, Seal: true, Body: append(d.Body, Closing(s.Move)), Attachments: d.Attached,
		Signed: center.Name, Date: s.Today.Chinese(), Contact: values["document.contact"],
		Verify: &paper.Verify{URL: values["document.url"] + "?code=" + code, Code: code}}
	if err := paper.Check(p.Content); err != nil {
		return nil, err
	}
	if err := filled(p.Content); err != nil {
		return nil, err
	}
	if err := insert(s, p, code); err != nil {
		return nil, err
	}
	return p, nil
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
func Closing(m *casework.Move) paper.Block {
	return paper.KeyValues{Rows: []paper.KeyValue{{Key: "依据", Value: m.Cites()},
		{Key: "送达方式", Value: "电子送达：进入收件人在业务平台的账号之日为送达日（参照专利法实施细则第四条）"},
		{Key: "送达回执", Value: "收件人首次打开本文书的时间由业务平台记录，作为送达回执"}}}
}

// insert stores the paper and, if it is for somebody, its delivery. The digest covers the content
// before sealing, so that a printed copy can be compared by anybody who holds it.
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
	if err != nil || p.Party == 0 {
		return err
	}
	// An electronic paper is received on the day it enters the party's system (细则第四条).
	at := s.Now.UnixMicro()
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO document_delivery (id, center_id, case_id, paper_id, party_id, channel, state, sent_at,
		delivered_at, read_at, account_id, note) VALUES ($1,$2,$3,$4,$5,'account','delivered',$6,$6,0,0,'')`,
		s.Office.DB.NewID(), s.Case.Center, p.Case, p.ID, p.Party, at)
	if err != nil || s.Office.Tell == nil {
		return err
	}
	// Only that something is there, and where: never the name of the paper or a word of it.
	return s.Office.Tell(s.Ctx, s.Tx, casework.Notification{Center: s.Case.Center, Party: p.Party, Case: p.Case, Number: s.Case.Number})
}

// An Inbox entry is a paper that reached a party.
type Inbox struct {
	Paper, Case  int64
	Name, Number string
	At, Read     time.Time
}

// Received lists the latest papers of a party, those that nobody opened first, at most limit.
func Received(ctx context.Context, tx *store.Tx, party int64, limit int) (_ []Inbox, err error) {
	defer fault.Wrap(&err, "inbox")
	rows, err := tx.Query(ctx, `SELECT p.id, p.case_id, p.name, p.number, d.delivered_at, d.read_at FROM document_delivery d
		JOIN document_paper p ON p.id = d.paper_id WHERE d.party_id = $1 ORDER BY d.read_at = 0 DESC, d.delivered_at DESC LIMIT $2`, party, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Inbox
	for rows.Next() {
		var i Inbox
		var at, read int64
		if err := rows.Scan(&i.Paper, &i.Case, &i.Name, &i.Number, &at, &read); err != nil {
			return nil, err
		}
		i.At = time.UnixMicro(at)
		if read != 0 {
			i.Read = time.UnixMicro(read)
		}
		out = append(out, i)
	}
	return out, rows.Err()
}

// Unread counts the papers of a party that nobody opened.
func Unread(ctx context.Context, tx *store.Tx, party int64) (n int, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM document_delivery WHERE party_id = $1 AND read_at = 0`, party).Scan(&n)
	return n, err
}

// crockford has no I, L, O and U, which people misread or make words of.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code returns a new code: 80 random bits in Crockford's base 32 with a check character, in
// groups of four.
func Code() string {
	var raw [10]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	var b strings.Builder
	var acc, bits uint
	for _, c := range raw {
		acc, bits = acc<<8|uint(c), bits+8
		for bits >= 5 {
			bits -= 5
			b.WriteByte(crockford[acc>>bits&31])
		}
	}
	code := b.String()
	return groups(code + string(codeCheck(code)))
}

// groups cuts a code into fours, the last with what remains.
func groups(s string) string {
	var out []string
	for len(s) > 4 {
		out, s = append(out, s[:4]), s[4:]
	}
	return strings.Join(append(out, s), "-")
}

// codeCheck is the remainder by 31, a prime: it finds every single wrong character and every two
// neighbours that were exchanged.
func codeCheck(s string) byte {
	sum := 0
	for i := 0; i < len(s); i++ {
		sum = (sum*32 + strings.IndexByte(crockford, s[i])) % 31
	}
	return crockford[sum]
}

// NormalCode brings a code as somebody typed it into its stored form; false means that it was
// mistyped or is no code at all.
func NormalCode(s string) (string, bool) {
	s = strings.ToUpper(s)
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1", "　", "", "－", "").Replace(s)
	if len(s) != 17 || strings.Trim(s, crockford) != "" || codeCheck(s[:16]) != s[16] {
		return "", false
	}
	return groups(s), true
}

// CodeHash is what is stored of a code: who reads the database cannot use it.
func CodeHash(code string) []byte {
	h := sha256.Sum256([]byte("zhibao code " + code))
	return h[:]
}

const columns = `id, case_id, party_id, template, template_version, number, name, at, account_id, digest, revoked_at`

type scanner interface{ Scan(...any) error }

func scan(row scanner, more ...any) (*Paper, error) {
	p := &Paper{}
	var at, revoked int64
	var digest []byte
	err := row.Scan(append([]any{&p.ID, &p.Case, &p.Party, &p.Template, &p.Version, &p.Number, &p.Name, &at, &p.Account, &digest,
		&revoked}, more...)...)
	if err != nil {
		return nil, err
	}
	p.At, p.Digest = time.UnixMicro(at), hex.EncodeToString(digest)
	if revoked != 0 {
		p.Revoked = time.UnixMicro(revoked)
	}
	return p, nil
}

// Of lists the papers of a case without their content, oldest first.
func Of(ctx context.Context, tx *store.Tx, caseID int64) (_ []*Paper, err error) {
	defer fault.Wrap(&err, "papers of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM document_paper WHERE case_id = $1 ORDER BY at, id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*Paper
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Open returns a paper of a case with its content. Whether the reader may see it is decided by
// the caller.
func Open(ctx context.Context, tx *store.Tx, key seal.Key, caseID, id int64) (_ *Paper, err error) {
	defer fault.Wrap(&err, "open paper %d", id)
	var body []byte
	p, err := scan(tx.Row(ctx, `SELECT `+columns+`, body FROM document_paper WHERE id = $1 AND case_id = $2`, id, caseID), &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "document.missing", "没有这份文书，请从案件的“文书”一栏打开")
	} else if err != nil {
		return nil, err
	}
	plain, err := key.Open(aad(id), body)
	if err != nil {
		return nil, err
	}
	p.Content, err = paper.Unmarshal(plain)
	return p, err
}

// Verified finds the paper to which a verification code belongs. It returns nil for codes that
// are unknown or mistyped.
func Verified(ctx context.Context, tx *store.Tx, code string) (*Paper, error) {
	normal, ok := NormalCode(code)
	if !ok {
		// A mistyped code takes the same way as an unknown one.
		normal = "0000"
	}
	p, err := scan(tx.Row(ctx, `SELECT `+columns+` FROM document_paper WHERE code = $1`, CodeHash(normal)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return p, err
}

// Read notes that somebody of the party opened the paper, the first time only.
func Read(ctx context.Context, tx *store.Tx, paperID, party, account int64, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE document_delivery SET read_at = $4, state = 'read', account_id = $3
		WHERE paper_id = $1 AND party_id = $2 AND read_at = 0`, paperID, party, account, now.UnixMicro())
	return err
}

// A Delivery is how one paper reached one party.
type Delivery struct {
	Paper, Party          int64
	Channel, State        string
	Sent, Delivered, Read time.Time
	Note                  string
}

// Deliveries lists the deliveries of the papers of a case.
func Deliveries(ctx context.Context, tx *store.Tx, caseID int64) (_ []Delivery, err error) {
	defer fault.Wrap(&err, "deliveries of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT paper_id, party_id, channel, state, sent_at, delivered_at, read_at, note FROM document_delivery
		WHERE case_id = $1 ORDER BY sent_at, id`, caseID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Delivery
	for rows.Next() {
		var d Delivery
		var at [3]int64
		if err := rows.Scan(&d.Paper, &d.Party, &d.Channel, &d.State, &at[0], &at[1], &at[2], &d.Note); err != nil {
			return nil, err
		}
		for i, t := range []*time.Time{&d.Sent, &d.Delivered, &d.Read} {
			if at[i] != 0 {
				*t = time.UnixMicro(at[i])
			}
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// Day returns the civil day on which the paper was issued.
func (p *Paper) Day() calendar.Day { return calendar.DayOf(p.At) }
