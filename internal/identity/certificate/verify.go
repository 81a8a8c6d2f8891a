package certificate

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// mostPath is how many certificates lead from a person's to the trusted one, both counted.
const mostPath = 4

// skew is by how much the clock of an authority may be before ours.
const skew = 5 * time.Minute

// usable refuses keys that nothing here can check, or that are too weak.
func usable(c *smx509.Certificate) error {
	switch key := c.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if key.Curve == sm2.P256() || key.Curve == elliptic.P256() {
			return nil
		}
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n >= 2048 && n <= 8192 {
			return nil
		}
	}
	return fault.New(fault.Invalid, "certificate.key", "证书的公钥不能使用：应为 SM2、P-256，或 2048 至 8192 位的 RSA，请更换证书")
}

// fits says why a certificate is none to sign with now, whoever issued it.
func fits(c *smx509.Certificate, now time.Time) error {
	switch {
	case c.IsCA:
		return fault.New(fault.Invalid, "certificate.is_authority", "这是颁发机构的证书，不是个人的；请使用本人的签名证书")
	case c.KeyUsage != 0 && c.KeyUsage&smx509.KeyUsageDigitalSignature == 0:
		return fault.New(fault.Invalid, "certificate.usage", "这个证书不能用于签名，可能是加密证书；请选择签名证书")
	case now.Before(c.NotBefore):
		return fault.New(fault.Invalid, "certificate.early", "这个证书还没有生效，请核对生效日期")
	case now.After(c.NotAfter):
		return fault.New(fault.Invalid, "certificate.expired", "这个证书已过有效期，请向颁发机构更新后重新登记")
	}
	return usable(c)
}

// trusted returns the authority of a center on which a certificate rests, after everything about it was
// checked: dates, use, the path to the authority, and that nobody on it is revoked.
func (k *Keeper) trusted(ctx context.Context, tx *store.Tx, center int64, c *smx509.Certificate, others []*smx509.Certificate) (*Authority, error) {
	now := k.Now()
	if err := fits(c, now); err != nil {
		return nil, err
	}
	all, err := k.Authorities(ctx, tx, center)
	if err != nil {
		return nil, err
	}
	// Every registered authority is a place where trust begins, whoever stands above it.
	roots, between, known := smx509.NewCertPool(), smx509.NewCertPool(), map[string]*Authority{}
	for _, a := range all {
		if a.Active {
			roots.AddCert(a.Cert)
			known[string(idOf(a.Cert))] = a
		}
	}
	for _, o := range others {
		between.AddCert(o)
	}
	foreign := fault.New(fault.Invalid, "certificate.foreign", "这个证书不是本中心受信任的颁发机构签发的；请使用中心认可的证书，或请安全管理员登记颁发机构")
	// Whether the extended use suits is for the authority: those of Chinese ones vary.
	paths, err := c.Verify(smx509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: now, KeyUsages: []smx509.ExtKeyUsage{smx509.ExtKeyUsageAny}})
	if err != nil {
		return nil, foreign.Because(err)
	}
	first := error(foreign.Because(errors.New("path too long")))
	for i, path := range paths {
		if len(path) > mostPath {
			continue
		}
		a, err := k.holds(ctx, tx, path, known)
		if err == nil {
			return a, nil
		}
		if fault.KindOf(err) == fault.Internal {
			return nil, err
		}
		// One path that holds is enough; of those that do not, the first is told.
		if i == 0 {
			first = err
		}
	}
	return nil, first
}

// holds checks that nobody on a path was revoked by who is next on it, and that every key on it is a good one.
func (k *Keeper) holds(ctx context.Context, tx *store.Tx, path []*smx509.Certificate, known map[string]*Authority) (*Authority, error) {
	anchor := known[string(idOf(path[len(path)-1]))]
	for i, c := range path[:len(path)-1] {
		if err := usable(c); err != nil {
			return nil, err
		}
		// Whoever issued it, and so would have revoked it.
		a := known[string(idOf(path[i+1]))]
		if a == nil && anchor.Unlisted {
			continue
		}
		if a == nil {
			return nil, fault.New(fault.Invalid, "certificate.between", "证书由“%s”签发，它还没有登记，无法核对吊销；请安全管理员登记这个颁发机构并上传其吊销列表",
				named(path[i+1].Subject.CommonName, path[i+1].Subject.String()))
		}
		if err := k.unrevoked(ctx, tx, a, c); err != nil {
			return nil, err
		}
	}
	return anchor, nil
}

// unrevoked holds a certificate against the list of its issuer.
func (k *Keeper) unrevoked(ctx context.Context, tx *store.Tx, a *Authority, c *smx509.Certificate) error {
	if err := a.Ready(k.Now()); err != nil || a.Unlisted {
		return err
	}
	// Read only here, as it may be long; its signature is checked each time.
	var der []byte
	if err := tx.Row(ctx, `SELECT list FROM identity_authority WHERE id = $1 AND center_id = $2`, a.ID, a.Center).Scan(&der); err != nil {
		return err
	}
	l, err := readList(der, a.Cert)
	if err != nil {
		return err
	}
	for _, r := range l.RevokedCertificateEntries {
		if r.SerialNumber.Cmp(c.SerialNumber) == 0 {
			return fault.New(fault.Invalid, "certificate.revoked", "这个证书已被颁发机构吊销，请向颁发机构申请新的证书")
		}
	}
	return nil
}

// readList reads a list of an authority and checks its signature. A list of a part of the certificates would
// let those of the other parts pass, so it is refused, as is one of changes.
func readList(given []byte, from *smx509.Certificate) (*smx509.RevocationList, error) {
	bad := func(err error) error {
		return fault.New(fault.Invalid, "certificate.list", "无法识别这份吊销列表，应为颁发机构的 CRL（PEM 或 DER）").Because(err).At("list")
	}
	l, err := smx509.ParseRevocationList(unarmoured(given, "X509 CRL"))
	if err != nil {
		return nil, bad(err)
	}
	if l.NextUpdate.IsZero() {
		return nil, bad(errors.New("no next update"))
	}
	if !bytes.Equal(l.RawIssuer, from.RawSubject) || l.CheckSignatureFrom(from) != nil {
		return nil, fault.New(fault.Invalid, "certificate.list_of", "这份吊销列表不是该颁发机构签发的，请核对").At("list")
	}
	for _, e := range l.Extensions {
		if e.Critical {
			return nil, fault.New(fault.Invalid, "certificate.list_part", "这份吊销列表只涵盖部分证书或只是增量，不能使用；请向颁发机构取得完整的列表").At("list")
		}
	}
	return l, nil
}
