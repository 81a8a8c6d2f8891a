package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Kinds of resets.
const (
	ResetPassword = "password" // a one-time link with which the owner sets a new password
	ResetFactor   = "factor"   // the second factor is removed; the next sign-in enrols a new one
)

// A Reset gives an account back to an owner who forgot the password or lost the second factor. One
// administrator asks and says how the owner was recognised, another decides: neither can take over
// an account alone.
type Reset struct {
	ID, Account  int64
	Kind, Proof  string
	Asked, Ended time.Time // Ended: decided; zero before
	AskedBy      int64
	DecidedBy    int64
	Granted      bool
	Done         bool // carried out; a granted password waits for whoever asked to take the link
}

// AskReset asks for a reset and returns its number.
func (b *Book) AskReset(ctx context.Context, tx *store.Tx, by Who, q Reset) (id int64, err error) {
	defer fault.Wrap(&err, "ask for a reset")
	if strings.TrimSpace(q.Proof) == "" || q.Kind != ResetPassword && q.Kind != ResetFactor {
		return 0, fault.New(fault.Invalid, "identity.reset", "请选择办理事项，并写明如何核实了本人身份").At("proof")
	}
	a, err := b.Get(ctx, tx, q.Account)
	if err != nil {
		return 0, err
	}
	if a.Center != by.Center || a.ID == by.Account {
		return 0, fault.New(fault.Forbidden, "identity.own_reset", "不能为本人或其他中心的账号申请，请由另一位管理员办理").At("account")
	}
	if q.Kind == ResetFactor && !a.Second {
		return 0, fault.New(fault.Invalid, "identity.no_factor", "该账号没有第二因子，无须解除").At("kind")
	}
	var open int
	err = tx.Row(ctx, `SELECT COUNT(*) FROM identity_reset WHERE account_id = $1 AND kind = $2 AND decided_at = 0`, q.Account, q.Kind).Scan(&open)
	if err != nil {
		return 0, err
	}
	if open > 0 {
		return 0, fault.New(fault.Conflict, "identity.reset_open", "该账号已有一件同样的申请待复核，无须重复申请").At("account")
	}
	id = b.db.NewID()
	_, err = tx.Exec(ctx, `INSERT INTO identity_reset (id, center_id, account_id, kind, proof, asked_by, asked_at, decided_by, decided_at, granted, done_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,0,0,$8,0)`, id, by.Center, q.Account, q.Kind, clip(q.Proof, 1000), by.Account, b.now().UnixMicro(), false)
	if err != nil {
		return 0, err
	}
	return id, b.Audit(ctx, tx, by, "reset.asked", fmt.Sprint(q.Account), q.Kind+"："+q.Proof)
}

// DecideReset grants or refuses a reset. Neither who asked nor whose account it is may decide.
func (b *Book) DecideReset(ctx context.Context, tx *store.Tx, by Who, id int64, grant bool) (err error) {
	defer fault.Wrap(&err, "decide on a reset")
	r, err := b.reset(ctx, tx, by.Center, id)
	if err != nil {
		return err
	}
	if by.Account == r.AskedBy || by.Account == r.Account {
		return fault.New(fault.Forbidden, "identity.four_eyes", "申请人和账号本人不能复核，请由另一位管理员复核")
	}
	done := int64(0)
	if !grant || r.Kind == ResetFactor {
		done = b.now().UnixMicro()
	}
	n, err := tx.Exec(ctx, `UPDATE identity_reset SET decided_by = $2, decided_at = $3, granted = $4, done_at = $5 WHERE id = $1 AND decided_at = 0`,
		id, by.Account, b.now().UnixMicro(), grant, done)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "identity.reset_decided", "这件申请已有结论，请刷新页面")
	}
	if grant && r.Kind == ResetFactor {
		return b.DropFactor(ctx, tx, by, r.Account, r.Proof)
	}
	act := "reset.refused"
	if grant {
		act = "reset.granted"
	}
	return b.Audit(ctx, tx, by, act, fmt.Sprint(r.Account), r.Kind)
}

// TakeReset returns the one-time link of a granted password to whoever asked for it, once and within
// a day: who hands it over is who recognised the owner.
func (b *Book) TakeReset(ctx context.Context, tx *store.Tx, by Who, id int64) (token string, account int64, err error) {
	defer fault.Wrap(&err, "take the link of a reset")
	r, err := b.reset(ctx, tx, by.Center, id)
	if err != nil {
		return "", 0, err
	}
	if by.Account != r.AskedBy {
		return "", 0, fault.New(fault.Forbidden, "identity.reset_asker", "链接只能由提出申请的管理员领取并当面交给本人")
	}
	if b.now().Sub(r.Ended) > 24*time.Hour {
		return "", 0, fault.New(fault.Conflict, "identity.reset_late", "准予后超过一天未领取，请重新申请")
	}
	n, err := tx.Exec(ctx, `UPDATE identity_reset SET done_at = $2 WHERE id = $1 AND granted AND kind = 'password' AND done_at = 0`, id, b.now().UnixMicro())
	if err != nil {
		return "", 0, err
	}
	if n == 0 {
		return "", 0, fault.New(fault.Conflict, "identity.reset_taken", "链接尚未获准或已领取过；遗失的请重新申请")
	}
	if token, err = b.Token(ctx, tx, by.Center, r.Account, "password", 24*time.Hour); err != nil {
		return "", 0, err
	}
	return token, r.Account, b.Audit(ctx, tx, by, "password.link", fmt.Sprint(r.Account), "")
}

const resetColumns = `id, account_id, kind, proof, asked_by, asked_at, decided_by, decided_at, granted, done_at`

// reset reads one of a center.
func (b *Book) reset(ctx context.Context, tx *store.Tx, center, id int64) (Reset, error) {
	r, err := scanReset(tx.Row(ctx, `SELECT `+resetColumns+` FROM identity_reset WHERE id = $1 AND center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.Missing, "identity.reset_missing", "没有这件申请")
	}
	return r, err
}

// Resets lists those of a center, the latest first, at most 100.
func (b *Book) Resets(ctx context.Context, tx *store.Tx, center int64) (out []Reset, err error) {
	defer fault.Wrap(&err, "list resets")
	rows, err := tx.Query(ctx, `SELECT `+resetColumns+` FROM identity_reset WHERE center_id = $1 ORDER BY id DESC LIMIT 100`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanReset(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func scanReset(row scanner) (r Reset, err error) {
	var asked, decided, done int64
	err = row.Scan(&r.ID, &r.Account, &r.Kind, &r.Proof, &r.AskedBy, &asked, &r.DecidedBy, &decided, &r.Granted, &done)
	r.Asked, r.Ended, r.Done = at(asked), at(decided), done != 0
	return r, err
}
