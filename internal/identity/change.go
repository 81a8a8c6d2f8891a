package identity

import (
	"context"
	"fmt"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Change is what somebody who is signed in gives for a new password.
type Change struct {
	Token      string // of the session
	Old, New   string
	Code       string // of the authenticator, where the account has one
	IP, Device string
}

// ChangePassword gives the account of a session a new password and returns the token of the new session
// with which the person goes on: all others end. A wrong old password counts as one at sign-in does,
// so that nobody who finds a browser open can try on.
func (b *Book) ChangePassword(ctx context.Context, c Change) (next string, err error) {
	defer fault.Wrap(&err, "change password")
	s, err := b.Find(ctx, c.Token, true)
	if err != nil {
		return "", err
	}
	if s == nil || s.Needs {
		return "", fault.New(fault.Unauthentic, "web.signin", "请先登录")
	}
	none := false
	err = b.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT hash = '' FROM identity_account WHERE id = $1 AND center_id = $2`, s.Account.ID, s.Account.Center).Scan(&none)
	})
	if err != nil {
		return "", err
	}
	if none {
		return "", fault.New(fault.Conflict, "identity.no_password", "本账号没有密码，用外部身份登录；需要密码的，请系统管理员发放设置密码的链接").At("old")
	}
	if err := b.CheckPassword(s.Account, c.New); err != nil {
		return "", err
	}
	if c.New == c.Old {
		return "", fault.New(fault.Invalid, "identity.same", "新密码与当前密码相同，请另选一个").At("password")
	}
	if _, err := b.Prove(ctx, s.Account.Login, c.Old, c.IP); fault.KindOf(err) == fault.Unauthentic && err != nil {
		return "", fault.New(fault.Invalid, "identity.old", "当前密码不正确，或账号暂被锁定；连续输错会锁定 15 分钟，请核对后再试").At("old")
	} else if err != nil {
		return "", err
	}
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		if s.Account.Codes {
			step, err := b.checkCode(ctx, tx, s, "", strings.TrimSpace(c.Code))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE identity_account SET totp_last = $3 WHERE id = $1 AND center_id = $2`, s.Account.ID, s.Account.Center, step); err != nil {
				return err
			}
		}
		if err := b.put(ctx, tx, s.Account, c.New, c.IP); err != nil {
			return err
		}
		if next, _, err = b.open(ctx, tx, s.Account, c.IP, c.Device); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE identity_session SET strong = $3 WHERE id = $1 AND center_id = $2`, digestOf(next), s.Account.Center, true)
		return err
	})
	if err != nil {
		return "", err
	}
	return next, nil
}

// put stores a new password. Every session of the account ends, links that wait to set another are void,
// and the owner is told.
func (b *Book) put(ctx context.Context, tx *store.Tx, a *Account, password, ip string) error {
	now := b.now().UnixMicro()
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET hash = $2, status = $3, failures = 0, locked_until = 0, password_at = $4 WHERE id = $1 AND center_id = $5`, a.ID,
		hashPassword(password), Active, now, a.Center); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE identity_token SET used_at = $2 WHERE account_id = $1 AND center_id = $3 AND purpose = 'password' AND used_at = 0`, a.ID, now, a.Center); err != nil {
		return err
	}
	if err := b.endSessions(ctx, tx, a.ID); err != nil {
		return err
	}
	if err := b.Audit(ctx, tx, Who{Account: a.ID, Name: a.Name, Center: a.Center, IP: ip}, "password.set", fmt.Sprint(a.ID), ""); err != nil {
		return err
	}
	// Whoever sets the first one knows.
	if a.Status == Invited {
		return nil
	}
	return b.Changed(ctx, tx, a.ID)
}

// Changed tells the owner of an account that a way to sign in was set, added or taken away. Somebody
// else may have done it, and the owner is the first who can know.
func (b *Book) Changed(ctx context.Context, tx *store.Tx, account int64) error {
	if b.Tell == nil {
		return nil
	}
	a, err := b.Get(ctx, tx, account)
	if err != nil {
		return err
	}
	return b.Tell(ctx, tx, a)
}
