package certificate

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// Most is how many certificates one account may have.
const Most = 10

// Keeper binds certificates to accounts and checks what their keys sign.
type Keeper struct {
	DB   *store.DB
	Book *identity.Book
	Now  func() time.Time
	URL  string // address of the site, which stands in every text to sign
}

// A Bound is one certificate of an account, by the name that its owner gave it.
type Bound struct {
	No             int64
	Name           string
	Issuer, Serial string
	SM3            string // fingerprint, as the tools of keys show it
	Ends           time.Time
	Created, Used  time.Time
}

// idOf is the digest under which a certificate is known.
func idOf(c *smx509.Certificate) []byte {
	sum := sha256.Sum256(c.Raw)
	return sum[:]
}

// Fingerprint is the SM3 digest of a certificate, in hexadecimal.
func Fingerprint(c *smx509.Certificate) string {
	sum := sm3.Sum(c.Raw)
	return hex.EncodeToString(sum[:])
}

// named is what a certificate calls whom it was issued to, or its issuer: the common name, or all of it.
func named(common, all string) string {
	if common == "" {
		common = all
	}
	if r := []rune(common); len(r) > 100 {
		common = string(r[:100])
	}
	return common
}

// serial writes a serial number as tools show it.
func serial(n *big.Int) string { return fmt.Sprintf("%X", n) }

// List returns the certificates of an account of a center, the latest first.
func (k *Keeper) List(ctx context.Context, tx *store.Tx, center, account int64) (out []Bound, err error) {
	defer fault.Wrap(&err, "list certificates")
	rows, err := tx.Query(ctx, `SELECT no, name, issuer, number, sm3, ends_at, created_at, used_at FROM identity_certificate
		WHERE account_id = $1 AND center_id = $2 ORDER BY created_at DESC, no`, account, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var b Bound
		var ends, created, used int64
		if err := rows.Scan(&b.No, &b.Name, &b.Issuer, &b.Serial, &b.SM3, &ends, &created, &used); err != nil {
			return nil, err
		}
		b.Ends, b.Created = time.UnixMicro(ends), time.UnixMicro(created)
		if used != 0 {
			b.Used = time.UnixMicro(used)
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// holder returns whose certificate it is, nil when it is nobody's. Which center it is of says the row.
func (k *Keeper) holder(ctx context.Context, tx *store.Tx, id []byte) (*identity.Account, error) {
	var center, account int64
	err := tx.Row(ctx, `SELECT center_id, account_id FROM identity_certificate WHERE id = $1`, id).Scan(&center, &account)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return k.Book.Of(ctx, tx, center, account)
}

// bind stores a certificate for an account.
func (k *Keeper) bind(ctx context.Context, tx *store.Tx, a *identity.Account, by identity.Who, name string, c *smx509.Certificate) error {
	mine, err := k.List(ctx, tx, a.Center, a.ID)
	if err != nil {
		return err
	}
	if len(mine) >= Most {
		return fault.New(fault.Conflict, "certificate.most", "已有 %d 个证书，请先移除不再使用的", Most)
	}
	// The number that the issuer gave is unique besides, whatever else a second certificate says.
	from := sha256.Sum256(c.RawIssuer)
	issuer := named(c.Issuer.CommonName, c.Issuer.String())
	_, err = tx.Exec(ctx, `INSERT INTO identity_certificate (id, no, center_id, account_id, name, issuer, issuer_digest, number, sm3, ends_at, created_at, used_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,0)`, idOf(c), k.DB.NewID(), a.Center, a.ID, name, issuer, from[:], serial(c.SerialNumber), Fingerprint(c),
		c.NotAfter.UnixMicro(), k.Now().UnixMicro())
	if store.IsUnique(err) {
		return fault.New(fault.Conflict, "certificate.used", "这个证书已登记在一个账号上，一个证书只能用于一个账号；请先由那个账号移除")
	} else if err != nil {
		return err
	}
	if err := k.Book.Audit(ctx, tx, by, "certificate.add", fmt.Sprint(a.ID), fmt.Sprintf("%s %s %s SM3 %s", name, issuer, serial(c.SerialNumber), Fingerprint(c))); err != nil {
		return err
	}
	return k.Book.Changed(ctx, tx, a.ID)
}

// Remove takes a certificate away; the next sign-in with it is refused. The last second factor of somebody
// who must have one stays until there is another.
func (k *Keeper) Remove(ctx context.Context, s *identity.Session, by identity.Who, no int64) (err error) {
	defer fault.Wrap(&err, "remove certificate")
	return k.DB.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM identity_certificate WHERE account_id = $1 AND no = $2 AND center_id = $3`, s.Account.ID, no, s.Account.Center)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "certificate.missing", "没有这个证书，可能已移除；请刷新页面")
		}
		// After it was taken, so that what is left can be counted; a refusal takes it back.
		if err := k.Book.Left(ctx, tx, s.Account.ID); err != nil {
			return err
		}
		if err := k.Book.Audit(ctx, tx, by, "certificate.remove", fmt.Sprint(s.Account.ID), fmt.Sprint(no)); err != nil {
			return err
		}
		return k.Book.Changed(ctx, tx, s.Account.ID)
	})
}
