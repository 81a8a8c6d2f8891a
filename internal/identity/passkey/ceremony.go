package passkey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// Purposes of challenges: an answer to one is none to another.
const (
	toRegister = "passkey.register"
	toSign     = "passkey.sign"
	toSecond   = "passkey.second"
)

// refused is the one answer to every key that is not accepted; the reason is for the log.
func refused(why error) error {
	return fault.New(fault.Unauthentic, "passkey.refused", "通行密钥未通过验证：可能已移除、已停用，或不属于本站；请重试，或改用密码登录").Because(why)
}

// keep remembers what the device was asked, and returns the ticket.
func (k *Keeper) keep(ctx context.Context, purpose, bound string, asked *webauthn.SessionData) (ticket string, err error) {
	data, err := json.Marshal(asked)
	if err != nil {
		return "", err
	}
	return k.Book.Challenge(ctx, purpose, bound, string(data))
}

// asked is what the device was asked, once.
func (k *Keeper) asked(ctx context.Context, ticket, purpose, bound string) (asked webauthn.SessionData, err error) {
	data, err := k.Book.Redeem(ctx, ticket, purpose, bound)
	if err == nil {
		err = json.Unmarshal([]byte(data), &asked)
	}
	return asked, err
}

// BeginRegister asks a device for a new key for the account of a session. Options are for the script
// of the page.
func (k *Keeper) BeginRegister(ctx context.Context, s *identity.Session, host string) (options any, ticket string, err error) {
	defer fault.Wrap(&err, "begin to register a passkey")
	site, err := k.site(host)
	if err != nil {
		return nil, "", err
	}
	o, err := k.owner(ctx, s.Account.ID)
	if err != nil {
		return nil, "", err
	}
	if len(o.keys) >= Most {
		return nil, "", fault.New(fault.Conflict, "passkey.most", "已有 %d 个通行密钥，请先移除不再使用的", Most)
	}
	var have []protocol.CredentialDescriptor
	for _, c := range o.keys {
		have = append(have, c.Descriptor())
	}
	// The device must recognise its owner, and must be able to offer the key without being told a login.
	creation, asked, err := site.BeginRegistration(o, webauthn.WithExclusions(have), webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
		ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}))
	if err != nil {
		return nil, "", err
	}
	ticket, err = k.keep(ctx, toRegister, s.Digest, asked)
	return creation.Response, ticket, err
}

// An Answer is what a device said, with the ticket of what it was asked.
type Answer struct {
	Ticket, Host string
	Said         string // JSON
	IP, Device   string
}

// Register stores the key that a device has made.
func (k *Keeper) Register(ctx context.Context, s *identity.Session, by identity.Who, name string, in Answer) (err error) {
	defer fault.Wrap(&err, "register a passkey")
	asked, err := k.asked(ctx, in.Ticket, toRegister, s.Digest)
	if err != nil {
		return err
	}
	site, err := k.site(in.Host)
	if err != nil {
		return err
	}
	if name = strings.TrimSpace(name); name == "" || utf8.RuneCountInString(name) > 40 {
		return fault.New(fault.Invalid, "passkey.name", "请给通行密钥起一个不超过 40 字的名称，例如“办公电脑”").At("name")
	}
	o, err := k.owner(ctx, s.Account.ID)
	if err != nil {
		return err
	}
	said, err := protocol.ParseCredentialCreationResponseBytes([]byte(in.Said))
	if err != nil {
		return refused(err)
	}
	made, err := site.CreateCredential(o, asked, said)
	if err != nil {
		return refused(err)
	}
	// Who made the device is not our business, and the statement about it is long.
	made.Attestation = webauthn.CredentialAttestation{}
	data, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return k.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO identity_passkey (id, no, center_id, account_id, name, data, created_at, used_at, blocked_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7,0,0)`, made.ID, k.DB.NewID(), o.Center, o.ID, name, string(data), k.Now().UnixMicro())
		if store.IsUnique(err) {
			return fault.New(fault.Conflict, "passkey.used", "这个通行密钥已登记过，请换一个设备或密钥")
		} else if err != nil {
			return err
		}
		if err := k.Book.Audit(ctx, tx, by, "passkey.add", fmt.Sprint(o.ID), name); err != nil {
			return err
		}
		return k.Book.Changed(ctx, tx, o.ID)
	})
}

// BeginSign asks for a signature: of any key of this site when nobody is signed in yet, of one of the
// account's own when the session waits for its second factor.
func (k *Keeper) BeginSign(ctx context.Context, s *identity.Session, host string) (options any, ticket string, err error) {
	defer fault.Wrap(&err, "begin to sign in with a passkey")
	site, err := k.site(host)
	if err != nil {
		return nil, "", err
	}
	verified := webauthn.WithUserVerification(protocol.VerificationRequired)
	if s == nil {
		assertion, asked, err := site.BeginDiscoverableLogin(verified)
		if err != nil {
			return nil, "", err
		}
		ticket, err = k.keep(ctx, toSign, "", asked)
		return assertion.Response, ticket, err
	}
	o, err := k.owner(ctx, s.Account.ID)
	if err != nil {
		return nil, "", err
	}
	if len(o.keys) == 0 {
		return nil, "", fault.New(fault.Missing, "passkey.none", "该账号没有通行密钥，请使用验证码；都没有的请联系管理员")
	}
	assertion, asked, err := site.BeginLogin(o, verified)
	if err != nil {
		return nil, "", err
	}
	ticket, err = k.keep(ctx, toSecond, s.Digest, asked)
	return assertion.Response, ticket, err
}

// Sign checks a signature and opens a session, which is complete: the device has recognised its owner.
// With a weak session that waits for its second factor the signature must be of the same account.
func (k *Keeper) Sign(ctx context.Context, s *identity.Session, former string, in Answer) (token string, err error) {
	defer fault.Wrap(&err, "sign in with a passkey")
	purpose, bound := toSign, ""
	if s != nil {
		purpose, bound = toSecond, s.Digest
	}
	asked, err := k.asked(ctx, in.Ticket, purpose, bound)
	if err != nil {
		return "", err
	}
	site, err := k.site(in.Host)
	if err != nil {
		return "", err
	}
	said, err := protocol.ParseCredentialRequestResponseBytes([]byte(in.Said))
	if err != nil {
		return "", refused(err)
	}
	account, err := k.holder(ctx, said.RawID)
	if err != nil {
		return "", err
	}
	if account == 0 || s != nil && s.Account.ID != account {
		return "", refused(errors.New("unknown key"))
	}
	o, err := k.owner(ctx, account)
	if err != nil {
		return "", err
	}
	var used *webauthn.Credential
	if s == nil {
		used, err = site.ValidateDiscoverableLogin(func(_, user []byte) (webauthn.User, error) {
			if !bytes.Equal(user, handle(account)) {
				return nil, errors.New("key of another account")
			}
			return o, nil
		}, asked, said)
	} else {
		used, err = site.ValidateLogin(o, asked, said)
	}
	if err != nil {
		return "", refused(err)
	}
	if err := k.note(ctx, o, used, in.IP); err != nil {
		return "", err
	}
	token, _, err = k.Book.Enter(ctx, identity.Proof{Account: account, Way: "passkey", Strong: true, IP: in.IP, Device: in.Device, Former: former})
	return token, err
}

// note keeps the counter of a key. One that runs backwards says that there are two of them: the key
// is blocked, and the audit says so.
func (k *Keeper) note(ctx context.Context, o owner, used *webauthn.Credential, ip string) error {
	data, err := json.Marshal(used)
	if err != nil {
		return err
	}
	blocked, now := int64(0), k.Now().UnixMicro()
	if used.Authenticator.CloneWarning {
		blocked = now
	}
	err = k.DB.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE identity_passkey SET data = $2, used_at = $3, blocked_at = $4 WHERE id = $1 AND blocked_at = 0`, used.ID, string(data), now, blocked)
		if err != nil {
			return err
		}
		if n == 0 {
			return refused(errors.New("removed meanwhile"))
		}
		if blocked != 0 {
			return k.Book.Audit(ctx, tx, identity.Who{Account: o.ID, Name: o.Name, Center: o.Center, IP: ip}, "passkey.cloned", fmt.Sprint(o.ID), "")
		}
		return nil
	})
	if err == nil && blocked != 0 {
		return fault.New(fault.Unauthentic, "passkey.cloned", "这个通行密钥的计数器倒退，可能存在副本，已停用并记入审计；请用密码登录后移除它，并告知安全管理员")
	}
	return err
}
