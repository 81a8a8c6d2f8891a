package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Session is one sign-in. Weak means that the password was right and the second factor is
// still missing: nothing but giving it is allowed.
type Session struct {
	Account *Account
	Digest  string // for logs and events, not the secret
	Strong  bool
	Needs   bool      // a second factor is required and missing
	Enrol   bool      // it is required and the account has none yet
	Began   time.Time // when who it is was proven
	Ends    time.Time
}

// wrong is the one answer to every failed sign-in: it tells nothing about the account.
func wrong() error {
	return fault.New(fault.Unauthentic, "identity.wrong", "登录名或密码不正确，或账号暂被锁定。连续输错会锁定 15 分钟；忘记密码请联系本单位管理员或中心").At("login")
}

// evenly is the grain of the time that a refusal takes. What is written down about a wrong password
// of an existing account, and not about an unknown one, takes far less.
const evenly = 250 * time.Millisecond

// SignIn checks a password and opens a session. The token is shown to the browser alone.
func (b *Book) SignIn(ctx context.Context, login, password, ip, device string) (token string, s *Session, err error) {
	a, err := b.Prove(ctx, login, password, ip)
	if err != nil {
		return "", nil, err
	}
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE identity_account SET failures = 0, locked_until = 0, signed_in_at = $2 WHERE id = $1 AND center_id = $3`, a.ID, b.now().UnixMicro(), a.Center); err != nil {
			return err
		}
		token, s, err = b.open(ctx, tx, a, ip, device)
		if err != nil {
			return err
		}
		return b.Audit(ctx, tx, Who{Account: a.ID, Name: a.Name, Center: a.Center, IP: ip}, "sign.in", fmt.Sprint(a.ID), "")
	})
	return token, s, err
}

// Prove checks a password and counts a wrong one. Every refusal has the same words and takes the
// same time, whatever is wrong.
func (b *Book) Prove(ctx context.Context, login, password, ip string) (a *Account, err error) {
	began := b.now()
	defer func() {
		if err != nil {
			time.Sleep(evenly - b.now().Sub(began)%evenly)
		}
	}()
	now := b.now()
	var hash string
	var failures int
	err = b.db.Read(ctx, func(tx *store.Tx) (err error) {
		if a, err = b.ByLogin(ctx, tx, login); err != nil {
			return err
		}
		return tx.Row(ctx, `SELECT hash, failures FROM identity_account WHERE id = $1 AND center_id = $2`, a.ID, a.Center).Scan(&hash, &failures)
	})
	// The password is compared even when there is no such login; see samePassword.
	unknown := fault.KindOf(err) == fault.Missing && err != nil
	if err != nil && !unknown {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	ok := samePassword(hash, password)
	switch {
	case unknown:
		// Of the same length on the way to the disk as any other; what was typed may be a password.
		return nil, b.refuse(ctx, Who{Name: "未知登录名", IP: ip}, 0, 0, 0)
	case a.Status != Active || now.Before(a.Locked):
		// A locked account does not count further failures: whoever guesses on cannot prolong the lock.
		return nil, b.refuse(ctx, Who{Account: a.ID, Name: a.Name, Center: a.Center, IP: ip}, a.ID, failures, lockedUntil(a))
	case !ok:
		return nil, b.failed(ctx, a, failures+1, ip)
	}
	return a, nil
}

// failed counts a wrong password and locks the account when there were too many. After the lock
// the count starts anew.
func (b *Book) failed(ctx context.Context, a *Account, failures int, ip string) error {
	lock := int64(0)
	if failures >= b.policy.Failures {
		lock, failures = b.now().Add(b.policy.Lock).UnixMicro(), 0
	}
	return b.refuse(ctx, Who{Account: a.ID, Name: a.Name, Center: a.Center, IP: ip}, a.ID, failures, lock)
}

// refuse writes down a refusal, the same for every reason: the time that it takes tells nothing.
func (b *Book) refuse(ctx context.Context, who Who, id int64, failures int, lock int64) error {
	err := b.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE identity_account SET failures = $2, locked_until = $3 WHERE id = $1 AND center_id = $4`, id, failures, lock, who.Center); err != nil {
			return err
		}
		return b.Audit(ctx, tx, who, "sign.failed", fmt.Sprint(id), "")
	})
	return errors.Join(wrong(), err)
}

// lockedUntil is the moment as it is stored, 0 for none.
func lockedUntil(a *Account) int64 {
	if a.Locked.IsZero() {
		return 0
	}
	return a.Locked.UnixMicro()
}

// open stores a new session and returns its token, of which the database has only the digest. It
// is weak while a second factor is due.
func (b *Book) open(ctx context.Context, tx *store.Tx, a *Account, ip, device string) (string, *Session, error) {
	token, digest := newSecret()
	now := b.now()
	rules, err := b.RulesOf(ctx, tx, a.Center)
	if err != nil {
		return "", nil, err
	}
	if rules.Single && a.Party == 0 {
		if err := b.endSessions(ctx, tx, a.ID); err != nil {
			return "", nil, err
		}
	}
	needs := b.needsSecond(a, rules)
	ends := now.Add(b.policy.Absolute)
	_, err = tx.Exec(ctx, `INSERT INTO identity_session (id, center_id, account_id, created_at, seen_at, ends_at, strong, ip, device, revoked_at)
		VALUES ($1,$2,$3,$4,$4,$5,$6,$7,$8,0)`, digest, a.Center, a.ID, now.UnixMicro(), ends.UnixMicro(), !needs, ip, clip(device, 200))
	return token, &Session{Account: a, Digest: short(digest), Strong: !needs, Needs: needs, Enrol: needs && !a.Second, Began: now, Ends: ends}, err
}

// clip bounds a text in bytes without leaving half a character.
func clip(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}

// needsSecond holds for whoever has a factor and for the roles that must have one.
func (b *Book) needsSecond(a *Account, rules Rules) bool {
	return a.Second || slices.ContainsFunc(a.Roles, func(r string) bool {
		return slices.Contains(b.policy.Strong, r) || rules.StaffStrong && slices.Contains(b.policy.Members, r)
	})
}

// idle is how long a session of an account lasts without a request.
func (b *Book) idle(a *Account) time.Duration {
	if a.Party == 0 && b.policy.Staff != 0 {
		return b.policy.Staff
	}
	return b.policy.Idle
}

// Find returns the session of a token, or nil when it is unknown, ended or revoked. Active says
// that a person, not a timer, asks: it extends the session.
func (b *Book) Find(ctx context.Context, token string, active bool) (s *Session, err error) {
	defer fault.Wrap(&err, "find session")
	if token == "" || len(token) > 200 {
		return nil, nil
	}
	digest := digestOf(token)
	now := b.now()
	var created, seen, ends, revoked int64
	var strong bool
	s = &Session{}
	err = b.db.Ask(ctx, func(tx *store.Tx) (err error) {
		s.Account, err = found(behind{tx.Row(ctx, `SELECT s.created_at, s.seen_at, s.ends_at, s.revoked_at, s.strong, `+accountColumns+`
			FROM identity_session s JOIN identity_account a ON a.id = s.account_id AND a.center_id = s.center_id WHERE s.id = $1`, digest),
			[]any{&created, &seen, &ends, &revoked, &strong}})
		return err
	})
	if fault.KindOf(err) == fault.Missing {
		return nil, nil
	}
	// What was complete when it began stays so; the rules are read for the others.
	if err == nil && !strong {
		err = b.db.Read(ctx, func(tx *store.Tx) error {
			rules, err := b.RulesOf(ctx, tx, s.Account.Center)
			s.Needs = b.needsSecond(s.Account, rules)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	idle := time.UnixMicro(seen).Add(b.idle(s.Account))
	if revoked != 0 || s.Account.Status != Active || now.After(time.UnixMicro(ends)) || now.After(idle) {
		return nil, nil
	}
	s.Digest, s.Strong, s.Began = short(digest), strong, time.UnixMicro(created)
	s.Enrol = s.Needs && !s.Account.Second
	s.Ends = earlier(time.UnixMicro(ends), now.Add(b.idle(s.Account)))
	// Once a minute is enough to measure idleness, and spares a write with every request.
	if active && now.Sub(time.UnixMicro(seen)) > time.Minute {
		err = b.db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE identity_session SET seen_at = $2 WHERE id = $1 AND center_id = $3`, digest, now.UnixMicro(), s.Account.Center)
			return err
		})
	}
	return s, err
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// SignOut ends the session.
func (b *Book) SignOut(ctx context.Context, token string) error {
	return b.db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE identity_session SET revoked_at = $2 WHERE id = $1 AND revoked_at = 0`, digestOf(token), b.now().UnixMicro())
		return err
	})
}

// endSessions makes the next request of the account a stranger's.
func (b *Book) endSessions(ctx context.Context, tx *store.Tx, account int64) error {
	_, err := tx.Exec(ctx, `UPDATE identity_session SET revoked_at = $2 WHERE account_id = $1 AND revoked_at = 0`, account, b.now().UnixMicro())
	return err
}

// totpAAD binds the sealed factor to its account: copied to another row it cannot be opened.
func totpAAD(account int64) string { return fmt.Sprintf("identity/%d/totp", account) }

// NewFactor makes a second factor for the account of a session and returns it for display. It
// counts from the first right code on.
func (b *Book) NewFactor(ctx context.Context, s *Session) (secret, url string, err error) {
	// Nothing is stored yet; checkCode does so with the first right code.
	key, err := totp.Generate(totp.GenerateOpts{Issuer: b.policy.Issuer, AccountName: s.Account.Login})
	if err != nil {
		return "", "", fmt.Errorf("make factor: %w", err)
	}
	return key.Secret(), key.URL(), nil
}

// Confirm gives the code of the second factor and returns the token of a new, strong session.
// When the account has no factor yet, secret is the one shown before.
func (b *Book) Confirm(ctx context.Context, token, secret, code, ip, device string) (next string, err error) {
	s, err := b.Find(ctx, token, true)
	if err != nil || s == nil {
		return "", errors.Join(wrong(), err)
	}
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		step, err := b.checkCode(ctx, tx, s, secret, strings.TrimSpace(code))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE identity_account SET totp_last = $2 WHERE id = $1 AND center_id = $3`, s.Account.ID, step, s.Account.Center); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE identity_session SET revoked_at = $2 WHERE id = $1 AND center_id = $3`, digestOf(token), b.now().UnixMicro(), s.Account.Center); err != nil {
			return err
		}
		// A new token with the higher rank: the old one may have been seen by somebody.
		if next, _, err = b.open(ctx, tx, s.Account, ip, device); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE identity_session SET strong = $2 WHERE id = $1 AND center_id = $3`, digestOf(next), true, s.Account.Center)
		return err
	})
	return next, err
}

// checkCode returns the time step of a right code that was not used before.
func (b *Book) checkCode(ctx context.Context, tx *store.Tx, s *Session, secret, code string) (int64, error) {
	center, err := b.keys.Center(ctx, tx, s.Account.Center)
	if err != nil {
		return 0, err
	}
	var sealed []byte
	var last int64
	if err := tx.Row(ctx, `SELECT totp, totp_last FROM identity_account WHERE id = $1 AND center_id = $2`, s.Account.ID, s.Account.Center).Scan(&sealed, &last); err != nil {
		return 0, err
	}
	enrol := sealed == nil
	// With a password alone nobody adds a factor to an account that has another.
	if enrol && s.Account.Second {
		return 0, fault.New(fault.Invalid, "identity.no_codes", "该账号的第二重验证是通行密钥或证书，没有验证码；请使用通行密钥或证书，遗失的请联系管理员").At("code")
	}
	// An account that has a factor does not listen to a secret from the browser.
	if !enrol {
		plain, err := center.Open(totpAAD(s.Account.ID), sealed)
		if err != nil {
			return 0, err
		}
		secret = string(plain)
	}
	now := b.now()
	// One step of 30 s on either side, for clocks that are not quite right. A step that was used
	// is spent, so a code that somebody overlooked cannot be used a second time.
	for _, d := range []int64{0, -1, 1} {
		step := now.Unix()/30 + d
		want, err := totp.GenerateCode(secret, time.Unix(step*30, 0))
		if err != nil || want != code || step <= last {
			continue
		}
		if enrol {
			_, err = tx.Exec(ctx, `UPDATE identity_account SET totp = $2 WHERE id = $1 AND center_id = $3`, s.Account.ID, center.Seal(totpAAD(s.Account.ID), []byte(secret)), s.Account.Center)
		}
		return step, err
	}
	return 0, fault.New(fault.Invalid, "identity.code", "验证码不正确或已用过；请核对手机时间，等下一组数字出现后再输入").At("code")
}

// DropFactor removes the second factor after proof by another person; the next sign-in enrols a
// new one. Both the person and who removed it are in the audit.
func (b *Book) DropFactor(ctx context.Context, tx *store.Tx, by Who, id int64, proof string) (err error) {
	defer fault.Wrap(&err, "drop factor")
	if by.Account == id {
		return fault.New(fault.Forbidden, "identity.own_factor", "不能由本人重置本人的第二因子，请由另一位管理员核实身份后办理")
	}
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET totp = NULL, totp_last = 0 WHERE id = $1`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM identity_passkey WHERE account_id = $1`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM identity_certificate WHERE account_id = $1`, id); err != nil {
		return err
	}
	if err := b.endSessions(ctx, tx, id); err != nil {
		return err
	}
	if err := b.Audit(ctx, tx, by, "factor.drop", fmt.Sprint(id), proof); err != nil {
		return err
	}
	return b.Changed(ctx, tx, id)
}

// Token makes a one-time token for a purpose.
func (b *Book) Token(ctx context.Context, tx *store.Tx, center, account int64, purpose string, life time.Duration) (string, error) {
	token, digest := newSecret()
	_, err := tx.Exec(ctx, `INSERT INTO identity_token (id, center_id, account_id, purpose, ends_at, used_at) VALUES ($1,$2,$3,$4,$5,0)`,
		digest, center, account, purpose, b.now().Add(life).UnixMicro())
	return token, err
}

// SetPassword sets a password with a one-time token. All sessions of the account end.
func (b *Book) SetPassword(ctx context.Context, token, password string) (err error) {
	defer fault.Wrap(&err, "set password")
	return b.db.Write(ctx, func(tx *store.Tx) error {
		var center, account, ends, used int64
		err := tx.Row(ctx, `SELECT center_id, account_id, ends_at, used_at FROM identity_token WHERE id = $1 AND purpose = 'password'`, digestOf(token)).
			Scan(&center, &account, &ends, &used)
		if errors.Is(err, sql.ErrNoRows) || err == nil && (used != 0 || b.now().UnixMicro() > ends) {
			return fault.New(fault.Missing, "identity.token", "链接无效、已用过或已过期，请向管理员索取新的设置密码链接")
		} else if err != nil {
			return err
		}
		a, err := b.Of(ctx, tx, center, account)
		if err != nil {
			return err
		}
		if err := b.CheckPassword(a, password); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE identity_token SET used_at = $2 WHERE id = $1 AND center_id = $3`, digestOf(token), b.now().UnixMicro(), center); err != nil {
			return err
		}
		return b.put(ctx, tx, a, password, "")
	})
}
