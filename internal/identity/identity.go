package identity

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "identity", Files: sub}
}

// Policy is what an operator decides about signing in.
// The values of GB/T 22239-2019 8.1.4.1 b are chosen by package center.
type Policy struct {
	Failures int           // wrong passwords until the account is locked
	Lock     time.Duration // for how long
	Idle     time.Duration // a session of a party ends after so long without a request
	Staff    time.Duration // and one of the center's own people; Idle where 0
	Absolute time.Duration // and after so long at the latest
	Strong   []string      // roles that need a second factor
	Members  []string      // roles of the staff, which need one where the center's rules say so
	Admin    []string      // the separated administrators, which exclude every other role
	Issuer   string        // name in the authenticator
	Words    []string      // what no password may be made of: how the center is called
}

// Book is the register of accounts.
type Book struct {
	db     *store.DB
	keys   *seal.Ring
	now    func() time.Time
	policy Policy

	// Tell writes to the owner of an account that a way to sign in was changed, in the transaction of the
	// change; nobody is told while it is nil.
	Tell func(context.Context, *store.Tx, *Account) error
}

// New returns the register.
func New(db *store.DB, keys *seal.Ring, now func() time.Time, p Policy) *Book {
	return &Book{db: db, keys: keys, now: now, policy: p}
}

// Statuses of an account.
const (
	Invited  = "invited" // has not chosen a password yet
	Active   = "active"
	Disabled = "disabled"
)

// An Account is one person who may sign in.
// Party 0 is staff of the center, otherwise the entity or agency for which the person acts.
// Province is the division prefix ("32") of a supervisor and empty for all others.
type Account struct {
	ID, Center, Party int64
	Login, Name       string
	StaffNo, Province string
	Mail, Phone       string
	Status            string
	Second            bool      // has a second factor: codes, passkeys or certificates
	Codes             bool      // has an authenticator that shows codes
	Keys              int       // passkeys that hold
	Certificates      int       // whether or not they are over: a date does not make an account weaker
	Locked            time.Time // until then no password is right; zero if it is not locked
	Created, SignedIn time.Time
	Fields            []string // what a member of staff examines
	AwayUntil         int64    // civil day until which the person is on leave, 0 for present
	Roles             []string // codes of casework roles, sorted; empty: may do nothing
}

const accountColumns = `a.id, a.center_id, a.party_id, a.login, a.name, a.staff_no, a.province, a.mail, a.phone, a.status, a.totp IS NOT NULL,
	(SELECT COUNT(*) FROM identity_passkey k WHERE k.account_id = a.id AND k.center_id = a.center_id AND k.blocked_at = 0),
	(SELECT COUNT(*) FROM identity_certificate t WHERE t.account_id = a.id AND t.center_id = a.center_id),
	a.locked_until, a.created_at, a.signed_in_at, a.fields, a.away_until,
	(SELECT coalesce(string_agg(r.role, ' ' ORDER BY r.role), '') FROM identity_role r WHERE r.account_id = a.id AND r.center_id = a.center_id)`

// scanner is a row or the present one of several.
type scanner interface{ Scan(...any) error }

func scanAccount(row scanner) (*Account, error) {
	a := &Account{}
	var locked, created, signed int64
	var fields, roles string
	err := row.Scan(&a.ID, &a.Center, &a.Party, &a.Login, &a.Name, &a.StaffNo, &a.Province, &a.Mail, &a.Phone, &a.Status, &a.Codes,
		&a.Keys, &a.Certificates, &locked, &created, &signed, &fields, &a.AwayUntil, &roles)
	if err != nil {
		return nil, err
	}
	a.Second = a.Codes || a.Keys > 0 || a.Certificates > 0
	a.Locked, a.Created, a.SignedIn, a.Fields = at(locked), at(created), at(signed), strings.Fields(fields)
	a.Roles = strings.Fields(roles)
	return a, nil
}

// at reads a stored time, in which 0 stands for never.
func at(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro)
}

// Create adds an account without password and returns the one-time token with which its owner
// sets one.
func (b *Book) Create(ctx context.Context, tx *store.Tx, by Who, a *Account) (token string, err error) {
	defer fault.Wrap(&err, "create account")
	if len(strings.TrimSpace(a.Login)) < 3 || strings.ContainsAny(a.Login, " \t\r\n") {
		return "", fault.New(fault.Invalid, "identity.login", "登录名至少 3 个字符，不能有空格，请改正").At("login")
	}
	// Logins are compared in lower case: nobody remembers how the administrator wrote his.
	a.ID, a.Status, a.Login = b.db.NewID(), Invited, strings.ToLower(a.Login)
	_, err = tx.Exec(ctx, `INSERT INTO identity_account (id, center_id, login, name, staff_no, party_id, province, mail, phone, status,
		hash, totp, totp_last, failures, locked_until, created_at, signed_in_at, fields, away_until)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'',NULL,0,0,0,$11,0,$12,0)`, a.ID, a.Center, a.Login, a.Name, a.StaffNo, a.Party, a.Province,
		a.Mail, a.Phone, a.Status, b.now().UnixMicro(), strings.Join(a.Fields, " "))
	if store.IsUnique(err) {
		return "", fault.New(fault.Conflict, "identity.login_used", "登录名“%s”已被使用，请换一个", a.Login).At("login")
	} else if err != nil {
		return "", err
	}
	if err := b.Audit(ctx, tx, by, "account.create", fmt.Sprint(a.ID), a.Login); err != nil {
		return "", err
	}
	// A week, because the link may have to travel to somebody who is not there.
	return b.Token(ctx, tx, a.Center, a.ID, "password", 7*24*time.Hour)
}

// Get returns an account with its roles.
func (b *Book) Get(ctx context.Context, tx *store.Tx, id int64) (*Account, error) {
	return found(tx.Row(ctx, `SELECT `+accountColumns+` FROM identity_account a WHERE id = $1`, id))
}

// Of returns an account of a center with its roles.
func (b *Book) Of(ctx context.Context, tx *store.Tx, center, id int64) (*Account, error) {
	return found(tx.Row(ctx, `SELECT `+accountColumns+` FROM identity_account a WHERE id = $1 AND center_id = $2`, id, center))
}

// ByLogin returns an account with its roles.
func (b *Book) ByLogin(ctx context.Context, tx *store.Tx, login string) (*Account, error) {
	return found(tx.Row(ctx, `SELECT `+accountColumns+` FROM identity_account a WHERE login = $1`, strings.ToLower(strings.TrimSpace(login))))
}

// behind is a row that begins with columns of something that leads to an account.
type behind struct {
	row   scanner
	first []any
}

// Scan reads the account's columns after the others.
func (b behind) Scan(dest ...any) error { return b.row.Scan(append(b.first, dest...)...) }

// found reads the row of an account; no row is fault.Missing.
func found(row scanner) (*Account, error) {
	a, err := scanAccount(row)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "identity.account", "没有这个账号，请从账号列表选择")
	}
	return a, err
}

// List returns the accounts of a center, or those of one party, by name.
func (b *Book) List(ctx context.Context, tx *store.Tx, center, party int64) (out []*Account, err error) {
	if party == 0 {
		return listed(ctx, tx, `a.center_id = $1`, center)
	}
	// The plus keeps the planner off the index of the center, which may have a thousand parties.
	return listed(ctx, tx, `+a.center_id = $1 AND a.party_id = $2`, center, party)
}

// Staff returns the accounts of the center's own people, by name.
func (b *Book) Staff(ctx context.Context, tx *store.Tx, center int64) ([]*Account, error) {
	return listed(ctx, tx, `a.center_id = $1 AND a.party_id = 0`, center)
}

// listed reads accounts with their roles.
func listed(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Account, err error) {
	defer fault.Wrap(&err, "list accounts")
	rows, err := tx.Query(ctx, `SELECT `+accountColumns+` FROM identity_account a WHERE `+where+` ORDER BY name, id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// Reachable reports whether somebody can sign in for the party.
func (b *Book) Reachable(ctx context.Context, tx *store.Tx, center, party int64) (ok bool, err error) {
	err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM identity_account WHERE party_id = $1 AND +center_id = $3 AND status = $2)`, party, Active, center).Scan(&ok)
	return ok, err
}

// Names returns the names of accounts by id.
func (b *Book) Names(ctx context.Context, tx *store.Tx, center int64, ids []int64) (_ map[int64]string, err error) {
	defer fault.Wrap(&err, "names of accounts")
	return tx.Names(ctx, `SELECT id, name FROM identity_account WHERE %s`, center, ids)
}

// Contacts lists the active accounts of a party by name, with nothing but where they are reached.
func (b *Book) Contacts(ctx context.Context, tx *store.Tx, center, party int64) (out []*Account, err error) {
	defer fault.Wrap(&err, "list contacts")
	rows, err := tx.Query(ctx, `SELECT id, center_id, party_id, name, mail, phone, status FROM identity_account
		WHERE +center_id = $1 AND party_id = $2 AND status = $3 ORDER BY name, id`, center, party, Active)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		a := &Account{}
		if err := rows.Scan(&a.ID, &a.Center, &a.Party, &a.Name, &a.Mail, &a.Phone, &a.Status); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// A Member is somebody of a center by name.
type Member struct {
	Account int64
	Name    string
}

// Members lists a center's own people, by name, without the disabled.
func (b *Book) Members(ctx context.Context, tx *store.Tx, center int64) (out []Member, err error) {
	defer fault.Wrap(&err, "list members")
	rows, err := tx.Query(ctx, `SELECT id, name FROM identity_account WHERE center_id = $1 AND party_id = 0 AND status <> 'disabled' ORDER BY name, id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var m Member
		if err := rows.Scan(&m.Account, &m.Name); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// Grant gives an account a role. An administrator has no other role, and nobody else can become
// an administrator while having one.
func (b *Book) Grant(ctx context.Context, tx *store.Tx, by Who, id int64, role string) (err error) {
	defer fault.Wrap(&err, "grant role")
	a, err := b.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	admin := slices.Contains(b.policy.Admin, role)
	// The database has a constraint for the administrators among each other as well; the refusal
	// here comes first because it can say why.
	for _, r := range a.Roles {
		if r == role {
			return nil
		}
		if admin || slices.Contains(b.policy.Admin, r) {
			return fault.New(fault.Conflict, "identity.separate", "系统、安全、审计三员互斥，且不能兼任业务角色；请先撤销该账号的其他角色，或另设账号").
				On("GB/T 22239-2019 8.1.5").At("role")
		}
	}
	if _, err := tx.Exec(ctx, `INSERT INTO identity_role (center_id, account_id, role, admin, granted_by, at) VALUES ($1,$2,$3,$4,$5,$6)`,
		a.Center, id, role, admin, by.Account, b.now().UnixMicro()); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "role.grant", fmt.Sprint(id), role)
}

// Revoke takes a role away; the account's sessions end, so that the next request is denied.
func (b *Book) Revoke(ctx context.Context, tx *store.Tx, by Who, id int64, role string) (err error) {
	defer fault.Wrap(&err, "revoke role")
	note := func() error { return b.Audit(ctx, tx, by, "role.revoke", fmt.Sprint(id), role) }
	own := by.Account == id
	if own { // whoever gives up the role of an administrator does so as one
		if err := note(); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM identity_role WHERE account_id = $1 AND role = $2`, id, role); err != nil {
		return err
	}
	if err := b.endSessions(ctx, tx, id); err != nil || own {
		return err
	}
	return note()
}

// SetStatus enables or disables an account; disabling ends its sessions.
func (b *Book) SetStatus(ctx context.Context, tx *store.Tx, by Who, id int64, status string) (err error) {
	defer fault.Wrap(&err, "set status")
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET status = $2, failures = 0, locked_until = 0 WHERE id = $1`, id, status); err != nil {
		return err
	}
	if status != Active {
		if err := b.endSessions(ctx, tx, id); err != nil {
			return err
		}
	}
	return b.Audit(ctx, tx, by, "account."+status, fmt.Sprint(id), "")
}

// SetWork notes what a member of staff examines and until which civil day the person is away.
func (b *Book) SetWork(ctx context.Context, tx *store.Tx, by Who, id int64, fields []string, awayUntil int64) (err error) {
	defer fault.Wrap(&err, "set work")
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET fields = $2, away_until = $3 WHERE id = $1`, id, strings.Join(fields, " "), awayUntil); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "account.work", fmt.Sprint(id), strings.Join(fields, " "))
}
