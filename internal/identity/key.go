package identity

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// An APIKey lets a program act for an account, limited to some acts.
// The key itself is known to its owner alone; No is what lists and the audit call it.
type APIKey struct {
	No, Account         int64
	Name                string
	Acts                []string
	Created, Ends, Used time.Time
	From                string // address from which it was used last
	Revoked             bool
}

// keyPrefix makes a key recognisable to scanners for leaked secrets.
const keyPrefix = "zbk_"

// A NewKey asks for a key of an account, limited to acts, for at most a year.
type NewKey struct {
	Account int64
	Name    string
	Acts    []string
	Life    time.Duration
}

// MakeKey makes a key for an account; it is shown once.
func (b *Book) MakeKey(ctx context.Context, tx *store.Tx, by Who, k NewKey) (_ string, err error) {
	defer fault.Wrap(&err, "new key")
	if strings.TrimSpace(k.Name) == "" || len(k.Acts) == 0 || k.Life <= 0 || k.Life > 366*24*time.Hour {
		return "", fault.New(fault.Invalid, "identity.key", "请填写密钥名称、至少一项权限，有效期不超过一年").At("name")
	}
	// The digest covers the prefix too, so it is computed again below.
	secret, _ := newSecret()
	secret = keyPrefix + secret
	now := b.now()
	_, err = tx.Exec(ctx, `INSERT INTO identity_key (id, no, center_id, account_id, name, acts, created_at, ends_at, used_at, revoked_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,0,0)`, digestOf(secret), b.db.NewID(), by.Center, k.Account, k.Name, strings.Join(k.Acts, " "), now.UnixMicro(),
		now.Add(k.Life).UnixMicro())
	if err != nil {
		return "", err
	}
	return secret, b.Audit(ctx, tx, by, "key.create", fmt.Sprint(k.Account), k.Name)
}

// FindKey returns the account for which a key acts and the acts to which it is limited; nil when
// the key is unknown, ended or revoked. It notes when and from where the key was used.
func (b *Book) FindKey(ctx context.Context, secret, ip string) (a *Account, acts []string, err error) {
	defer fault.Wrap(&err, "find key")
	// Not one of ours: no need to ask the database, and nothing long is hashed.
	if !strings.HasPrefix(secret, keyPrefix) || len(secret) > 200 {
		return nil, nil, nil
	}
	var used, ends, revoked int64
	var list, from string
	err = b.db.Ask(ctx, func(tx *store.Tx) (err error) {
		a, err = found(behind{tx.Row(ctx, `SELECT s.acts, s.ends_at, s.revoked_at, s.used_at, s.used_ip, `+accountColumns+`
			FROM identity_key s JOIN identity_account a ON a.id = s.account_id AND a.center_id = s.center_id WHERE s.id = $1`, digestOf(secret)),
			[]any{&list, &ends, &revoked, &used, &from}})
		return err
	})
	// A key is worth no more than the account for which it acts.
	if fault.KindOf(err) == fault.Missing || err == nil && (revoked != 0 || b.now().UnixMicro() > ends || a.Status != Active) {
		return nil, nil, nil
	}
	acts = strings.Fields(list)
	if err != nil {
		return nil, nil, err
	}
	// Once a minute is enough to see whether a key is in use, and spares a write with every call.
	if now := b.now(); now.Sub(at(used)) > time.Minute || from != ip {
		err = b.db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE identity_key SET used_at = $2, used_ip = $3 WHERE id = $1 AND center_id = $4`, digestOf(secret), now.UnixMicro(), clip(ip, 60), a.Center)
			return err
		})
	}
	return a, acts, err
}

// Keys lists the keys of an account.
func (b *Book) Keys(ctx context.Context, tx *store.Tx, account int64) (out []APIKey, err error) {
	defer fault.Wrap(&err, "list keys")
	return keys(tx.Query(ctx, `SELECT `+keyColumns+` FROM identity_key WHERE account_id = $1 ORDER BY created_at DESC`, account))
}

// KeysOf lists the keys of a center that still hold, the one used last first.
func (b *Book) KeysOf(ctx context.Context, tx *store.Tx, center int64) (out []APIKey, err error) {
	defer fault.Wrap(&err, "list keys of the center")
	return keys(tx.Query(ctx, `SELECT `+keyColumns+` FROM identity_key WHERE center_id = $1 AND revoked_at = 0 AND ends_at > $2
		ORDER BY used_at DESC, created_at DESC`, center, b.now().UnixMicro()))
}

const keyColumns = `no, account_id, name, acts, created_at, ends_at, used_at, revoked_at, used_ip`

// keys reads rows of keyColumns.
func keys(rows *sql.Rows, err error) (out []APIKey, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k APIKey
		var acts string
		var created, ends, used, revoked int64
		if err := rows.Scan(&k.No, &k.Account, &k.Name, &acts, &created, &ends, &used, &revoked, &k.From); err != nil {
			return nil, err
		}
		k.Acts, k.Created, k.Ends, k.Used, k.Revoked = strings.Fields(acts), at(created), at(ends), at(used), revoked != 0
		out = append(out, k)
	}
	return out, rows.Err()
}

// RevokeKey ends a key of an account.
func (b *Book) RevokeKey(ctx context.Context, tx *store.Tx, by Who, account, no int64) error {
	n, err := tx.Exec(ctx, `UPDATE identity_key SET revoked_at = $3 WHERE no = $1 AND account_id = $2 AND revoked_at = 0`, no, account, b.now().UnixMicro())
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Missing, "identity.key_missing", "没有这个密钥，或已停用；请刷新页面查看")
	}
	return b.Audit(ctx, tx, by, "key.revoke", fmt.Sprint(account), fmt.Sprint(no))
}
