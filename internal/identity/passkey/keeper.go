package passkey

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// Most is how many keys one account may have.
const Most = 10

// Keeper registers keys and checks what they sign.
type Keeper struct {
	DB   *store.DB
	Book *identity.Book
	Now  func() time.Time
	URL  string // address of the site; keys are bound to its name
	Name string // of the site, as a device shows it
}

// A Key is one key of an account, by the name that its owner gave it.
type Key struct {
	No            int64
	Name          string
	Created, Used time.Time
	Blocked       bool // its counter ran backwards: there may be a copy of it
}

// Origin returns the origin to which keys are bound, or says why there can be none. Host is how the
// visitor came; it counts only on one's own machine.
func (k *Keeper) Origin(host string) (string, error) {
	u, err := url.Parse(k.URL)
	if err == nil && (u.Scheme == "https" && u.Host != "" && !numeric(u.Hostname()) || u.Hostname() == "localhost") {
		return u.Scheme + "://" + u.Host, nil
	}
	if name, _, err := net.SplitHostPort(host); err == nil && name == "localhost" {
		return "http://" + host, nil
	}
	return "", fault.New(fault.Invalid, "passkey.address", "通行密钥只能在以 https 域名访问的站点（或本机的 localhost）使用；请以启动参数 --url 指定本站的 https 域名，或改用密码登录")
}

// numeric holds for addresses that are no names: a key cannot be bound to one.
func numeric(host string) bool {
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// site is the other side of a device.
func (k *Keeper) site(host string) (*webauthn.WebAuthn, error) {
	origin, err := k.Origin(host)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(origin)
	if err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: k.Name, RPOrigins: []string{origin}})
}

// owner is an account as the library wants it.
type owner struct {
	*identity.Account
	keys []webauthn.Credential
}

// handle is what a device keeps instead of a name.
func handle(account int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(account)) }

// WebAuthnID, WebAuthnName, WebAuthnDisplayName and WebAuthnCredentials describe the account.
func (o owner) WebAuthnID() []byte { return handle(o.ID) }

// WebAuthnName is what a device shows beside the site.
func (o owner) WebAuthnName() string { return o.Login }

// WebAuthnDisplayName is the name of the person.
func (o owner) WebAuthnDisplayName() string { return o.Name }

// WebAuthnCredentials are the keys that hold.
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// owner reads an account with the keys that hold.
func (k *Keeper) owner(ctx context.Context, account int64) (o owner, err error) {
	err = k.DB.Read(ctx, func(tx *store.Tx) error {
		if o.Account, err = k.Book.Get(ctx, tx, account); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT data FROM identity_passkey WHERE account_id = $1 AND blocked_at = 0 ORDER BY no`, account)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var data string
			var c webauthn.Credential
			if err := rows.Scan(&data); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(data), &c); err != nil {
				return err
			}
			o.keys = append(o.keys, c)
		}
		return rows.Err()
	})
	return o, err
}

// holder returns whose key it is, 0 when there is no such key or it is blocked.
func (k *Keeper) holder(ctx context.Context, id []byte) (account int64, err error) {
	err = k.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT account_id FROM identity_passkey WHERE id = $1 AND blocked_at = 0`, id).Scan(&account)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return account, err
}

// List returns the keys of an account of a center, the latest first.
func (k *Keeper) List(ctx context.Context, tx *store.Tx, center, account int64) (out []Key, err error) {
	defer fault.Wrap(&err, "list passkeys")
	rows, err := tx.Query(ctx, `SELECT no, name, created_at, used_at, blocked_at FROM identity_passkey WHERE account_id = $1 AND center_id = $2 ORDER BY created_at DESC, no`, account, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var key Key
		var created, used, blocked int64
		if err := rows.Scan(&key.No, &key.Name, &created, &used, &blocked); err != nil {
			return nil, err
		}
		key.Created, key.Blocked = time.UnixMicro(created), blocked != 0
		if used != 0 {
			key.Used = time.UnixMicro(used)
		}
		out = append(out, key)
	}
	return out, rows.Err()
}

// Remove takes a key away; the next sign-in with it is refused. The last second factor of somebody
// who must have one stays until there is another.
func (k *Keeper) Remove(ctx context.Context, s *identity.Session, by identity.Who, no int64) (err error) {
	defer fault.Wrap(&err, "remove passkey")
	return k.DB.Write(ctx, func(tx *store.Tx) error {
		a, err := k.Book.Get(ctx, tx, s.Account.ID)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM identity_passkey WHERE account_id = $1 AND no = $2`, a.ID, no)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Missing, "passkey.missing", "没有这个通行密钥，可能已移除；请刷新页面")
		}
		if err := k.Book.Left(ctx, tx, a.ID); err != nil {
			return err
		}
		if err := k.Book.Audit(ctx, tx, by, "passkey.remove", fmt.Sprint(a.ID), fmt.Sprint(no)); err != nil {
			return err
		}
		return k.Book.Changed(ctx, tx, a.ID)
	})
}
