// Package document (文书) issues papers: each with a number without gaps, the version of its
// template, a digest of its content, a verification code, and a record of its delivery. A paper
// is issued within the move that decides, or not at all, and never changes afterwards.
package document

import (
	"context"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/seal"
	"zhibao/internal/store"
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
		sealSetting(),
	}
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
func Of(ctx context.Context, tx *store.Tx, center, caseID int64) (_ []*Paper, err error) {
	defer fault.Wrap(&err, "papers of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM document_paper WHERE case_id = $1 AND +center_id = $2 ORDER BY at, id`, caseID, center)
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

// Links returns the papers of a center that were issued after the one with the id, in the order of
// their ids: number and digest, which is what stands on a paper itself.
func Links(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []*Paper, err error) {
	defer fault.Wrap(&err, "papers of center %d", center)
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM document_paper WHERE id > $1 AND center_id = $2 ORDER BY id LIMIT $3`, after, center, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// LinkCount returns how many papers a center has.
func LinkCount(ctx context.Context, tx *store.Tx, center int64) (n int64, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM document_paper WHERE center_id = $1`, center).Scan(&n)
	return n, err
}
