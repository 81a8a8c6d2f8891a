package seal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"hash"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Provider is a family of algorithms. A center chooses one at its first start and keeps it: what is
// looked up by a keyed digest would not be found under another.
type Provider string

// The providers. SM seals with SM4-GCM (GB/T 32907) and derives keys with HMAC over SM3 (GB/T 32905);
// International with AES-256-GCM and SHA-256. The links of the chains and the log of records are in SM3 and SM2
// with the one and in SHA-256 and Ed25519 with the other; each says which. Seals on papers are SM2 over SM3
// with both, as the papers of an office demand.
const (
	SM            Provider = "sm"
	International Provider = "international"
)

// ParseProvider reads what an operator wrote; nothing stands for the default.
func ParseProvider(s string) (Provider, error) {
	switch p := Provider(s); p {
	case "", SM, International:
		return p, nil
	}
	return "", fault.New(fault.Invalid, "seal.provider_unknown", "密码算法应为 sm（国密）或者 international（国际），而不是 %s", s)
}

// algorithm is what the provider seals with.
func (p Provider) algorithm() Algorithm {
	if p == SM {
		return SM4GCM
	}
	return AES256GCM
}

// hash is the digest with which keys of an algorithm derive others.
func (a Algorithm) hash() func() hash.Hash {
	if a == SM4GCM {
		return sm3.New
	}
	return sha256.New
}

// ProviderOf reads the provider of a database, empty where none was chosen yet.
func ProviderOf(ctx context.Context, tx *store.Tx) (p Provider, err error) {
	err = tx.Row(ctx, `SELECT provider FROM seal_root WHERE id = 1`).Scan(&p)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return p, err
}

// agree compares what is asked for with what the database has.
func (p Provider) agree(has Provider) error {
	if p != "" && p != has {
		return fault.New(fault.Conflict, "seal.provider", "本中心首次启动时选定的密码算法是 %s，不能改为 %s；请更正配置项 crypto 后再启动", string(has), string(p))
	}
	return nil
}
