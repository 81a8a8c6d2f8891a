package openid

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// Desk keeps the providers and signs in through them.
type Desk struct {
	DB   *store.DB
	Keys *seal.Ring
	Book *identity.Book
	Now  func() time.Time

	mu    sync.Mutex
	known map[int64]*discovered // what providers say about themselves
}

// A Provider is one service that says who somebody is.
type Provider struct {
	ID             int64
	Label, English string // on the button
	Issuer, Client string
	Secret         string // sealed; given to change it, never returned
	HasSecret      bool
	Scopes         []string // beside openid
	Claim          string   // which claim names the person on the page; it identifies nobody
	Domains        []string // of the verified mail address; empty: all
	ACR            string   // what the provider must have asked for; empty: as it likes
	MaxAge         int64    // seconds since the person signed in there; 0: as it likes
	Strong         bool     // its sign-in is worth two factors
	Active         bool
}

const providerColumns = `id, label, english, issuer, client, secret IS NOT NULL, scopes, claim, domains, acr, max_age, strong, active`

func scanProvider(row interface{ Scan(...any) error }) (p Provider, err error) {
	var scopes, domains string
	err = row.Scan(&p.ID, &p.Label, &p.English, &p.Issuer, &p.Client, &p.HasSecret, &scopes, &p.Claim, &domains, &p.ACR, &p.MaxAge, &p.Strong, &p.Active)
	p.Scopes, p.Domains = strings.Fields(scopes), strings.Fields(domains)
	return p, err
}

// aad binds a sealed secret to its provider.
func aad(id int64) string { return fmt.Sprintf("identity/provider/%d", id) }

// Providers lists those of a center by label; of all centers for 0, as the page before a sign-in
// must.
func (d *Desk) Providers(ctx context.Context, tx *store.Tx, center int64) (out []Provider, err error) {
	defer fault.Wrap(&err, "list providers")
	rows, err := tx.Query(ctx, `SELECT `+providerColumns+` FROM identity_provider WHERE CAST($1 AS BIGINT) = 0 OR center_id = $1 ORDER BY label, id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanProvider(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Provider reads one of a center.
func (d *Desk) Provider(ctx context.Context, tx *store.Tx, center, id int64) (Provider, error) {
	p, err := scanProvider(tx.Row(ctx, `SELECT `+providerColumns+` FROM identity_provider WHERE id = $1 AND center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.Missing, "openid.provider", "没有这个身份提供方，请从登录安全页面选择")
	}
	return p, err
}

// Set stores a provider, a new one with id 0. An empty secret keeps the one there is.
func (d *Desk) Set(ctx context.Context, by identity.Who, p Provider) (id int64, err error) {
	defer fault.Wrap(&err, "set provider")
	if err := checkIssuer(p.Issuer); err != nil {
		return 0, err
	}
	if strings.TrimSpace(p.Label) == "" || strings.TrimSpace(p.Client) == "" {
		return 0, fault.New(fault.Invalid, "openid.fields", "请填写按钮名称与客户端编号").At("label")
	}
	p.Scopes = slices.DeleteFunc(p.Scopes, func(s string) bool { return s == "openid" })
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := d.Keys.Center(ctx, tx, by.Center)
		if err != nil {
			return err
		}
		if id = p.ID; id == 0 {
			id = d.DB.NewID()
			if _, err := tx.Exec(ctx, `INSERT INTO identity_provider (id, center_id, label, english, issuer, client, secret, scopes, claim, domains, acr, max_age, strong, active, created_at)
				VALUES ($1,$2,'','','','',NULL,'','','','',0,$3,$3,$4)`, id, by.Center, false, d.Now().UnixMicro()); err != nil {
				return err
			}
		} else if _, err := d.Provider(ctx, tx, by.Center, id); err != nil {
			return err
		}
		if p.Secret != "" {
			if _, err := tx.Exec(ctx, `UPDATE identity_provider SET secret = $2 WHERE id = $1`, id, key.Seal(aad(id), []byte(p.Secret))); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE identity_provider SET label = $2, english = $3, issuer = $4, client = $5, scopes = $6, claim = $7, domains = $8, acr = $9,
			max_age = $10, strong = $11, active = $12 WHERE id = $1`, id, p.Label, p.English, p.Issuer, p.Client, strings.Join(p.Scopes, " "), p.Claim,
			strings.ToLower(strings.Join(p.Domains, " ")), p.ACR, p.MaxAge, p.Strong, p.Active); err != nil {
			return err
		}
		return d.Book.Audit(ctx, tx, by, "provider.set", fmt.Sprint(id), fmt.Sprintf("%s %s client=%s strong=%t active=%t", p.Label, p.Issuer, p.Client, p.Strong, p.Active))
	})
	d.forget(id)
	return id, err
}

// A Link says that somebody at a provider is an account here.
type Link struct {
	Provider      int64
	Subject       string // who it is there
	Label, Named  string
	Created, Used time.Time
}

// Links lists those of an account.
func (d *Desk) Links(ctx context.Context, tx *store.Tx, account int64) (out []Link, err error) {
	defer fault.Wrap(&err, "list links")
	rows, err := tx.Query(ctx, `SELECT l.provider_id, l.subject, p.label, l.named, l.created_at, l.used_at FROM identity_link l
		JOIN identity_provider p ON p.id = l.provider_id WHERE l.account_id = $1 ORDER BY p.label, l.subject`, account)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Link
		var created, used int64
		if err := rows.Scan(&l.Provider, &l.Subject, &l.Label, &l.Named, &created, &used); err != nil {
			return nil, err
		}
		l.Created = time.UnixMicro(created)
		if used != 0 {
			l.Used = time.UnixMicro(used)
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Join links somebody at a provider to the account that is signed in. Only its owner does so.
func (d *Desk) Join(ctx context.Context, by identity.Who, p Person) (err error) {
	defer fault.Wrap(&err, "join provider")
	return d.DB.Write(ctx, func(tx *store.Tx) error { return d.link(ctx, tx, by, by.Account, p) })
}

// link lets somebody at a provider in as an account.
func (d *Desk) link(ctx context.Context, tx *store.Tx, by identity.Who, account int64, p Person) error {
	if _, err := d.Provider(ctx, tx, by.Center, p.Provider); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO identity_link (provider_id, subject, center_id, account_id, named, created_at, used_at) VALUES ($1,$2,$3,$4,$5,$6,0)`,
		p.Provider, p.Subject, by.Center, account, p.Name, d.Now().UnixMicro())
	if store.IsUnique(err) {
		return fault.New(fault.Conflict, "openid.linked", "该外部身份已关联到一个账号；请先由那个账号解除关联")
	} else if err != nil {
		return err
	}
	if err := d.Book.Audit(ctx, tx, by, "provider.link", fmt.Sprint(account), p.Label+" "+p.Name); err != nil {
		return err
	}
	return d.Book.Changed(ctx, tx, account)
}

// Part takes a link away.
func (d *Desk) Part(ctx context.Context, by identity.Who, provider int64) (err error) {
	defer fault.Wrap(&err, "part from provider")
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM identity_link WHERE account_id = $1 AND provider_id = $2`, by.Account, provider)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "openid.link", "没有这项关联，可能已解除；请刷新页面")
		}
		if err := d.Book.Audit(ctx, tx, by, "provider.part", fmt.Sprint(by.Account), fmt.Sprint(provider)); err != nil {
			return err
		}
		return d.Book.Changed(ctx, tx, by.Account)
	})
}

// Account returns the account that is linked to somebody, 0 if there is none.
func (d *Desk) Account(ctx context.Context, p Person) (account int64, err error) {
	defer fault.Wrap(&err, "linked account")
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		err := tx.Row(ctx, `SELECT account_id FROM identity_link WHERE provider_id = $1 AND subject = $2`, p.Provider, p.Subject).Scan(&account)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE identity_link SET used_at = $3, named = $4 WHERE provider_id = $1 AND subject = $2`, p.Provider, p.Subject, d.Now().UnixMicro(), p.Name)
		return err
	})
	return account, err
}
