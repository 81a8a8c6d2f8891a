package certificate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// An Authority is one certification authority that a center trusts.
type Authority struct {
	ID, Center int64
	Cert       *smx509.Certificate
	Unlisted   bool // no list of what it revoked is used
	Alone      bool // its keys ask their holder for a code: they stand for password and second factor
	Active     bool
	Created    time.Time
	List       List
}

// A List says what an authority revoked; zero where none was given.
type List struct {
	At, Ends time.Time
	Count    int64 // how many it revokes
}

// Name is what the authority is called.
func (a *Authority) Name() string { return named(a.Cert.Subject.CommonName, a.Cert.Subject.String()) }

// Ready says why nobody can sign in with certificates of the authority now, nil if they can.
func (a *Authority) Ready(now time.Time) error {
	switch {
	case !a.Active:
		return fault.New(fault.Conflict, "certificate.off", "颁发机构“%s”已停用，请安全管理员启用后再用", a.Name())
	case now.Before(a.Cert.NotBefore) || now.After(a.Cert.NotAfter):
		return fault.New(fault.Conflict, "certificate.authority_expired", "颁发机构“%s”的证书不在有效期内，请安全管理员登记新的证书", a.Name())
	case a.Unlisted:
		return nil
	case a.List.At.IsZero():
		return fault.New(fault.Conflict, "certificate.list_none", "颁发机构“%s”的吊销列表还没有上传，暂不能用证书登录；请安全管理员上传，此前请改用其他方式登录", a.Name())
	case now.After(a.List.Ends):
		return fault.New(fault.Conflict, "certificate.list_old", "颁发机构“%s”的吊销列表已过期，暂不能用证书登录；请安全管理员上传新的，此前请改用其他方式登录", a.Name())
	}
	return nil
}

const authorityColumns = `id, center_id, der, list_at, list_ends, listed, unlisted, alone, active, created_at`

func scanAuthority(row interface{ Scan(...any) error }) (*Authority, error) {
	a := &Authority{}
	var der []byte
	var at, ends, created int64
	if err := row.Scan(&a.ID, &a.Center, &der, &at, &ends, &a.List.Count, &a.Unlisted, &a.Alone, &a.Active, &created); err != nil {
		return nil, err
	}
	var err error
	if a.Cert, err = smx509.ParseCertificate(der); err != nil {
		return nil, err
	}
	a.Created = time.UnixMicro(created)
	if at != 0 {
		a.List.At, a.List.Ends = time.UnixMicro(at), time.UnixMicro(ends)
	}
	return a, nil
}

// Authorities lists those that a center trusts, or with center 0 those of all.
func (k *Keeper) Authorities(ctx context.Context, tx *store.Tx, center int64) (out []*Authority, err error) {
	defer fault.Wrap(&err, "list authorities")
	rows, err := tx.Query(ctx, `SELECT `+authorityColumns+` FROM identity_authority WHERE CAST($1 AS BIGINT) = 0 OR center_id = $1 ORDER BY id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		a, err := scanAuthority(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// Authority reads one of a center.
func (k *Keeper) Authority(ctx context.Context, tx *store.Tx, center, id int64) (*Authority, error) {
	a, err := scanAuthority(tx.Row(ctx, `SELECT `+authorityColumns+` FROM identity_authority WHERE id = $1 AND center_id = $2`, id, center))
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.Missing, "certificate.authority", "没有这个颁发机构，请从登录安全页面选择")
	}
	return a, err
}

// A Change is what the security administrator decides about an authority: a new one with id 0, for which the
// certificate must be given. An empty list keeps the one there is.
type Change struct {
	ID                      int64
	Cert, List              []byte // PEM or DER
	Unlisted, Alone, Active bool
}

// mostAuthorities is how many a center may trust.
const mostAuthorities = 30

// Set stores what was decided about an authority.
func (k *Keeper) Set(ctx context.Context, by identity.Who, c Change) (err error) {
	defer fault.Wrap(&err, "set authority")
	return k.DB.Write(ctx, func(tx *store.Tx) error {
		if c.ID == 0 {
			if c.ID, err = k.trust(ctx, tx, by, c.Cert); err != nil {
				return err
			}
		}
		a, err := k.Authority(ctx, tx, by.Center, c.ID)
		if err != nil {
			return err
		}
		if len(c.List) > 0 {
			if err := k.putList(ctx, tx, by, a, c.List); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE identity_authority SET unlisted = $3, alone = $4, active = $5 WHERE id = $1 AND center_id = $2`, a.ID, by.Center, c.Unlisted, c.Alone, c.Active); err != nil {
			return err
		}
		return k.Book.Audit(ctx, tx, by, "authority.set", fmt.Sprint(a.ID), fmt.Sprintf("%s %s SM3 %s unlisted=%t alone=%t active=%t", a.Name(), serial(a.Cert.SerialNumber),
			Fingerprint(a.Cert), c.Unlisted, c.Alone, c.Active))
	})
}

// trust takes the certificate of a new authority in.
func (k *Keeper) trust(ctx context.Context, tx *store.Tx, by identity.Who, given []byte) (id int64, err error) {
	cert, err := one(given)
	if err != nil {
		return 0, err
	}
	now := k.Now()
	switch {
	case !cert.BasicConstraintsValid || !cert.IsCA || cert.KeyUsage != 0 && cert.KeyUsage&smx509.KeyUsageCertSign == 0:
		return 0, fault.New(fault.Invalid, "certificate.no_authority", "这不是颁发机构的证书：没有注明可以签发证书。请上传颁发机构自身的证书，不是个人的证书").At("cert")
	case now.After(cert.NotAfter):
		return 0, fault.New(fault.Invalid, "certificate.authority_over", "这个颁发机构的证书已过有效期，请上传现行的").At("cert")
	}
	if err := usable(cert); err != nil {
		return 0, fault.Of(err).At("cert")
	}
	all, err := k.Authorities(ctx, tx, by.Center)
	if err != nil {
		return 0, err
	}
	if len(all) >= mostAuthorities {
		return 0, fault.New(fault.Conflict, "certificate.authorities", "已登记 %d 个颁发机构，请先停用并告知技术支持", mostAuthorities).At("cert")
	}
	// Neither in use nor good for anything until the rest of the change says so.
	id = k.DB.NewID()
	_, err = tx.Exec(ctx, `INSERT INTO identity_authority (id, center_id, digest, der, list, list_at, list_ends, listed, unlisted, alone, active, created_at)
		VALUES ($1,$2,$3,$4,NULL,0,0,0,$5,$5,$5,$6)`, id, by.Center, idOf(cert), cert.Raw, false, now.UnixMicro())
	if store.IsUnique(err) {
		return 0, fault.New(fault.Conflict, "certificate.known", "这个颁发机构已登记，请从登录安全页面选择").At("cert")
	}
	return id, err
}

// putList takes a list of an authority in: signed by it, not over, and not older than the one before.
func (k *Keeper) putList(ctx context.Context, tx *store.Tx, by identity.Who, a *Authority, given []byte) error {
	l, err := readList(given, a.Cert)
	if err != nil {
		return err
	}
	now := k.Now()
	switch {
	case now.After(l.NextUpdate):
		return fault.New(fault.Invalid, "certificate.list_over", "这份吊销列表已过期，请向颁发机构取得最新的").At("list")
	case l.ThisUpdate.After(now.Add(skew)):
		return fault.New(fault.Invalid, "certificate.list_early", "这份吊销列表的签发时间晚于本机时间，请核对本机时间").At("list")
	// An older list would give back what was revoked since.
	case l.ThisUpdate.Before(a.List.At):
		return fault.New(fault.Conflict, "certificate.list_back", "这份吊销列表早于现有的一份，未替换；请上传最新的").At("list")
	}
	if _, err := tx.Exec(ctx, `UPDATE identity_authority SET list = $3, list_at = $4, list_ends = $5, listed = $6 WHERE id = $1 AND center_id = $2`, a.ID, a.Center, l.Raw,
		l.ThisUpdate.UnixMicro(), l.NextUpdate.UnixMicro(), len(l.RevokedCertificateEntries)); err != nil {
		return err
	}
	return k.Book.Audit(ctx, tx, by, "authority.list", fmt.Sprint(a.ID), fmt.Sprintf("%s %s–%s %d", a.Name(), l.ThisUpdate.Format(time.RFC3339), l.NextUpdate.Format(time.RFC3339),
		len(l.RevokedCertificateEntries)))
}
