package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Rules are what the security administrator of a center decides about signing in.
// The zero value is what holds while nothing was decided.
type Rules struct {
	StaffStrong  bool  // the staff needs a second factor, as the administrators always do
	Single       bool  // a member of staff has one session; the next sign-in ends it
	PasswordDays int64 // after so many days a new password is asked for; 0: never
}

// RulesOf reads the rules of a center.
func (b *Book) RulesOf(ctx context.Context, tx *store.Tx, center int64) (r Rules, err error) {
	err = tx.Row(ctx, `SELECT staff_strong, single, password_days FROM identity_rules WHERE center_id = $1`, center).Scan(&r.StaffStrong, &r.Single, &r.PasswordDays)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, err
}

// Check says why rules cannot hold.
func (r Rules) Check() error {
	// Zero or at least a month: whoever has to think of a new password every week writes it down.
	if r.PasswordDays != 0 && (r.PasswordDays < 30 || r.PasswordDays > 1000) {
		return fault.New(fault.Invalid, "identity.password_days", "密码有效天数应为 0（不要求更换）或 30 至 1000，请更正").At("days")
	}
	return nil
}

// SetRules decides them. Sessions that are open already go on as they began.
func (b *Book) SetRules(ctx context.Context, tx *store.Tx, by Who, r Rules) (err error) {
	defer fault.Wrap(&err, "set rules")
	if err := r.Check(); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO identity_rules (center_id, staff_strong, single, password_days) VALUES ($1,$2,$3,$4)
		ON CONFLICT (center_id) DO UPDATE SET staff_strong = excluded.staff_strong, single = excluded.single, password_days = excluded.password_days`,
		by.Center, r.StaffStrong, r.Single, r.PasswordDays); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "rules.set", fmt.Sprint(by.Center), fmt.Sprintf("staff_strong=%t single=%t password_days=%d", r.StaffStrong, r.Single, r.PasswordDays))
}

// A Proof is how somebody proved who they are without the password.
type Proof struct {
	Account int64
	Way     string // for the audit
	Strong  bool   // worth two factors
	IP      string
	Device  string
	Former  string // token of the weak session that this one replaces; empty if there was none
}

// Enter opens a session for somebody who proved otherwise than by a password who they are.
func (b *Book) Enter(ctx context.Context, p Proof) (token string, s *Session, err error) {
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		a, err := b.Get(ctx, tx, p.Account)
		if err != nil {
			return err
		}
		// The lock is against guessed passwords; whoever guesses must not shut out who needs none.
		if a.Status != Active {
			return wrong()
		}
		if token, s, err = b.open(ctx, tx, a, p.IP, p.Device); err != nil {
			return err
		}
		if p.Strong {
			s.Strong, s.Needs, s.Enrol = true, false, false
			if _, err := tx.Exec(ctx, `UPDATE identity_session SET strong = $2 WHERE id = $1 AND center_id = $3`, digestOf(token), true, a.Center); err != nil {
				return err
			}
		}
		if p.Former != "" {
			if _, err := tx.Exec(ctx, `UPDATE identity_session SET revoked_at = $2 WHERE id = $1 AND center_id = $3`, digestOf(p.Former), b.now().UnixMicro(), a.Center); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE identity_account SET signed_in_at = $2 WHERE id = $1 AND center_id = $3`, a.ID, b.now().UnixMicro(), a.Center); err != nil {
			return err
		}
		return b.Audit(ctx, tx, Who{Account: a.ID, Name: a.Name, Center: a.Center, IP: p.IP}, "sign.in", fmt.Sprint(a.ID), p.Way)
	})
	if err != nil {
		return "", nil, err
	}
	return token, s, nil
}

// Renew ends a session whose password is older than the rules allow and returns the one-time token
// for a new one; "" if there is nothing to renew. It wants a session that is complete: with the
// password alone nobody changes the password of an account that has a second factor.
func (b *Book) Renew(ctx context.Context, token string) (renewal string, err error) {
	defer fault.Wrap(&err, "renew password")
	s, err := b.Find(ctx, token, false)
	if err != nil || s == nil || s.Needs {
		return "", err
	}
	stale := false
	err = b.db.Read(ctx, func(tx *store.Tx) error {
		r, err := b.RulesOf(ctx, tx, s.Account.Center)
		if err != nil || r.PasswordDays == 0 {
			return err
		}
		var set int64
		err = tx.Row(ctx, `SELECT password_at FROM identity_account WHERE id = $1 AND center_id = $2`, s.Account.ID, s.Account.Center).Scan(&set)
		// Of passwords from before this was kept the account's first day is known.
		stale = b.now().Sub(time.UnixMicro(max(set, s.Account.Created.UnixMicro()))) > time.Duration(r.PasswordDays)*24*time.Hour
		return err
	})
	if err != nil || !stale {
		return "", err
	}
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		if renewal, err = b.Token(ctx, tx, s.Account.Center, s.Account.ID, "password", 15*time.Minute); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE identity_session SET revoked_at = $2 WHERE id = $1 AND center_id = $3`, digestOf(token), b.now().UnixMicro(), s.Account.Center)
		return err
	})
	return renewal, err
}

// Left refuses to take the last second factor from somebody who must have one: called in the transaction that
// takes one away. A certificate that is over counts for nothing here.
func (b *Book) Left(ctx context.Context, tx *store.Tx, account int64) error {
	a, err := b.Get(ctx, tx, account)
	if err != nil {
		return err
	}
	must, err := b.Must(ctx, tx, a)
	if err != nil || !must || a.Codes || a.Keys > 0 {
		return err
	}
	good := 0
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM identity_certificate WHERE account_id = $1 AND center_id = $2 AND ends_at > $3`, a.ID, a.Center, b.now().UnixMicro()).Scan(&good); err != nil {
		return err
	}
	if good == 0 {
		return fault.New(fault.Conflict, "identity.last", "您的岗位须使用第二重验证，这是唯一的一种；请先添加另一个通行密钥或证书，再移除这一个")
	}
	return nil
}

// Must reports whether the account needs a second factor because of its roles, whatever it has.
func (b *Book) Must(ctx context.Context, tx *store.Tx, a *Account) (bool, error) {
	rules, err := b.RulesOf(ctx, tx, a.Center)
	bare := *a
	bare.Second = false
	return b.needsSecond(&bare, rules), err
}
