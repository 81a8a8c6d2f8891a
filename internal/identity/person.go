package identity

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// What an account says of its person.
const (
	FieldName  = "name"
	FieldPhone = "phone"
	FieldMail  = "mail"
)

// Erased is the name of an account that was made nobody's.
const Erased = "已删除的账号"

// Digest stands for a value that is not kept: who knows the value can tell that it was this one.
func Digest(value string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(value)))[:16] }

// Correct gives an account another name, phone or mail, at the wish of its person. Of the old value the digest alone is
// kept, in the audit.
func (b *Book) Correct(ctx context.Context, tx *store.Tx, by Who, id int64, field, value string) (err error) {
	defer fault.Wrap(&err, "correct account")
	a, err := b.Of(ctx, tx, by.Center, id)
	if err != nil {
		return err
	}
	old := map[string]*string{FieldName: &a.Name, FieldPhone: &a.Phone, FieldMail: &a.Mail}[field]
	value = strings.TrimSpace(value)
	if old == nil || value == "" && field == FieldName || len([]rune(value)) > 200 {
		return fault.New(fault.Invalid, "identity.field", "请填写更正后的姓名、手机或邮箱，至多 200 个字").At(field)
	}
	was := *old
	*old = value
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET name = $3, phone = $4, mail = $5 WHERE id = $1 AND center_id = $2`, id, by.Center, a.Name, a.Phone, a.Mail); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "account.corrected", fmt.Sprint(id), field+" 原值摘要 "+Digest(was))
}

// Erase makes the account of a party nobody's: no name, no phone, no mail, no way to sign in. What it did stays in the
// chains and the audit under its number. It cannot be undone.
func (b *Book) Erase(ctx context.Context, tx *store.Tx, by Who, id int64) (err error) {
	defer fault.Wrap(&err, "erase account")
	a, err := b.Of(ctx, tx, by.Center, id)
	if err != nil {
		return err
	}
	if a.Party == 0 {
		return fault.New(fault.Conflict, "identity.staff", "工作人员的账号不能删除，经办的记录依法保存；离职的请联系系统管理员停用")
	}
	now := b.now().UnixMicro()
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET login = $3, name = $4, phone = '', mail = '', hash = '', totp = NULL, status = $5 WHERE id = $1 AND center_id = $2`,
		id, by.Center, fmt.Sprintf("erased-%d", id), Erased, Disabled); err != nil {
		return err
	}
	for _, statement := range []string{`DELETE FROM identity_passkey WHERE account_id = $1 AND center_id = $2`, `DELETE FROM identity_link WHERE account_id = $1 AND center_id = $2`,
		`DELETE FROM identity_role WHERE account_id = $1 AND center_id = $2`} {
		if _, err := tx.Exec(ctx, statement, id, by.Center); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE identity_key SET revoked_at = $3 WHERE account_id = $1 AND center_id = $2 AND revoked_at = 0`, id, by.Center, now); err != nil {
		return err
	}
	if err := b.endSessions(ctx, tx, id); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "account.erased", fmt.Sprint(id), "登录名摘要 "+Digest(a.Login))
}
