package openid

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// A Claim is somebody whom a provider recognised and who has no account yet: for whom they say they act. An
// account comes of it when the center has confirmed that, and not before.
type Claim struct {
	ID, Provider         int64
	Subject, Named       string // who it is there
	Label                string // of the provider
	Kind, Code           string // of the party that they act for
	Contact, Mail, Phone string
	Made, Decided        time.Time // Decided is zero while it waits
	By, Account          int64     // who decided, and the account that was made; 0 for a refusal
}

// Claim keeps a claim of somebody who was recognised. The answer is the same whether or not there is such a
// party: the page is open to everybody whom the provider knows.
func (d *Desk) Claim(ctx context.Context, p Person, c Claim) (err error) {
	defer fault.Wrap(&err, "claim an account")
	_, center, err := d.find(ctx, p.Provider)
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO identity_claim (id, center_id, provider_id, subject, named, kind, code, contact, mail, phone, made_at, decided_by, decided_at, account_id)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,0,0,0)`, d.DB.NewID(), center, p.Provider, p.Subject, p.Name, c.Kind, c.Code, c.Contact, c.Mail, c.Phone, d.Now().UnixMicro())
		if store.IsUnique(err) {
			return fault.New(fault.Conflict, "openid.claimed", "您已提交过开通申请，正待中心确认，无须重复提交；急需办理的请联系中心")
		} else if err != nil {
			return err
		}
		return d.Book.Audit(ctx, tx, identity.Who{Center: center, Name: p.Name}, "claim.made", p.Label, c.Code)
	})
}

const claimColumns = `c.id, c.provider_id, c.subject, c.named, p.label, c.kind, c.code, c.contact, c.mail, c.phone, c.made_at, c.decided_at, c.decided_by, c.account_id`

func scanClaim(row interface{ Scan(...any) error }) (c Claim, err error) {
	var made, decided int64
	err = row.Scan(&c.ID, &c.Provider, &c.Subject, &c.Named, &c.Label, &c.Kind, &c.Code, &c.Contact, &c.Mail, &c.Phone, &made, &decided, &c.By, &c.Account)
	c.Made = time.UnixMicro(made)
	if decided != 0 {
		c.Decided = time.UnixMicro(decided)
	}
	return c, err
}

// Claims lists those of a center, the latest first, at most 100.
func (d *Desk) Claims(ctx context.Context, tx *store.Tx, center int64) (out []Claim, err error) {
	defer fault.Wrap(&err, "list claims")
	rows, err := tx.Query(ctx, `SELECT `+claimColumns+` FROM identity_claim c JOIN identity_provider p ON p.id = c.provider_id AND p.center_id = c.center_id
		WHERE c.center_id = $1 ORDER BY c.id DESC LIMIT 100`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanClaim(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// Open returns a claim that waits.
func (d *Desk) Open(ctx context.Context, tx *store.Tx, center, id int64) (c Claim, err error) {
	c, err = scanClaim(tx.Row(ctx, `SELECT `+claimColumns+` FROM identity_claim c JOIN identity_provider p ON p.id = c.provider_id AND p.center_id = c.center_id
		WHERE c.id = $1 AND c.center_id = $2`, id, center))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c, fault.New(fault.Missing, "openid.claim", "没有这件开通申请，请从列表选择")
	case err == nil && !c.Decided.IsZero():
		return c, fault.New(fault.Conflict, "openid.claim_decided", "这件开通申请已有结论，请刷新页面")
	}
	return c, err
}

// Confirm makes the account of a claim, for the party, without a password and without a role: what it may do
// the security administrator says. From then on the provider lets the person in.
func (d *Desk) Confirm(ctx context.Context, tx *store.Tx, by identity.Who, id, party int64) (account int64, err error) {
	defer fault.Wrap(&err, "confirm a claim")
	c, err := d.Open(ctx, tx, by.Center, id)
	if err != nil {
		return 0, err
	}
	a := &identity.Account{Center: by.Center, Party: party, Login: "ext-" + strconv.FormatInt(id, 36), Name: c.Contact, Mail: c.Mail, Phone: c.Phone}
	if _, err := d.Book.Create(ctx, tx, by, a); err != nil {
		return 0, err
	}
	if err := d.Book.SetStatus(ctx, tx, by, a.ID, identity.Active); err != nil {
		return 0, err
	}
	if err := d.link(ctx, tx, by, a.ID, Person{Provider: c.Provider, Subject: c.Subject, Name: c.Named, Label: c.Label}); err != nil {
		return 0, err
	}
	return a.ID, d.decide(ctx, tx, by, c, a.ID)
}

// Refuse ends a claim without an account.
func (d *Desk) Refuse(ctx context.Context, tx *store.Tx, by identity.Who, id int64) (err error) {
	defer fault.Wrap(&err, "refuse a claim")
	c, err := d.Open(ctx, tx, by.Center, id)
	if err != nil {
		return err
	}
	return d.decide(ctx, tx, by, c, 0)
}

// decide notes who decided what.
func (d *Desk) decide(ctx context.Context, tx *store.Tx, by identity.Who, c Claim, account int64) error {
	if _, err := tx.Exec(ctx, `UPDATE identity_claim SET decided_by = $3, decided_at = $4, account_id = $5 WHERE id = $1 AND center_id = $2`,
		c.ID, by.Center, by.Account, d.Now().UnixMicro(), account); err != nil {
		return err
	}
	act, object := "claim.refused", ""
	if account != 0 {
		act, object = "claim.confirmed", fmt.Sprint(account)
	}
	return d.Book.Audit(ctx, tx, by, act, object, strings.TrimSpace(c.Label+" "+c.Code))
}

// Leave returns the address at which the person signs out of a provider, from where the browser comes back
// to ours; "" where the provider has none. No token is kept here, so the provider may ask whether to.
func (d *Desk) Leave(ctx context.Context, id int64, back string) (address string, p Provider, err error) {
	defer fault.Wrap(&err, "leave a provider")
	if p, _, err = d.find(ctx, id); err != nil {
		return "", p, err
	}
	found, err := d.discover(ctx, p)
	if err != nil {
		return "", p, err
	}
	var says struct {
		End string `json:"end_session_endpoint"`
	}
	if err := found.Claims(&says); err != nil || says.End == "" {
		return "", p, err
	}
	address, err = ending(says.End, p.Client, back)
	return address, p, err
}

// ending writes the address of a sign-out (OpenID Connect RP-Initiated Logout).
func ending(end, client, back string) (string, error) {
	u, err := url.Parse(end)
	if err != nil || u.Host == "" || u.Scheme != "https" && !ofThisMachine(end) {
		return "", fault.New(fault.Unavailable, "openid.end", "外部身份的退出地址无法使用，请在其网站上退出").Because(err)
	}
	q := u.Query()
	q.Set("client_id", client)
	q.Set("post_logout_redirect_uri", back)
	u.RawQuery = q.Encode()
	return u.String(), nil
}
