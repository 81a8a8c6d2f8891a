package certificate

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emmansun/gmsm/smx509"

	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// Purposes of texts to sign: an answer to one is none to another.
const (
	ToRegister = "certificate.register"
	ToSign     = "certificate.sign"
	ToSecond   = "certificate.second"
)

// Begins is how every text to sign begins; the command that signs them signs nothing else.
const Begins = "zhibao sign-in 1 | host="

// evenly is the grain of the time that a refusal takes, as with passwords.
const evenly = 250 * time.Millisecond

// hosts are names and addresses of sites, with the port.
var hosts = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]{1,255}$`)

// Host is the site that stands in the text: where it is configured the name of its address, else how the
// visitor came.
func (k *Keeper) Host(came string) (string, error) {
	host := came
	if u, err := url.Parse(k.URL); err == nil && u.Host != "" {
		host = u.Host
	}
	if !hosts.MatchString(host) {
		return "", fault.New(fault.Invalid, "certificate.host", "无法识别本站的域名，不能用证书登录；请以启动参数 --url 指定本站地址")
	}
	return strings.ToLower(host), nil
}

// bound is what the answer must come with: the session, where there is one.
func bound(s *identity.Session) string {
	if s == nil {
		return ""
	}
	return s.Digest
}

// Ask makes a text to sign and returns the ticket under which it is kept. It is one line without an end, so
// that no tool can change how lines end.
func (k *Keeper) Ask(ctx context.Context, purpose string, s *identity.Session, came string) (ticket string, err error) {
	defer fault.Wrap(&err, "ask for a signature")
	host, err := k.Host(came)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, 32)
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	// ASCII alone: tools differ in how they encode Chinese.
	text := fmt.Sprintf("%s%s | for=%s | nonce=%s | at=%s", Begins, host, purpose, hex.EncodeToString(nonce), k.Now().UTC().Format(time.RFC3339))
	return k.Book.Challenge(ctx, purpose, bound(s), text)
}

// Asked is the text that waits to be signed, "" where there is none any more.
func (k *Keeper) Asked(ctx context.Context, ticket, purpose string, s *identity.Session) (string, error) {
	return k.Book.Look(ctx, ticket, purpose, bound(s))
}

// An Answer is what came back, with the ticket of what was asked.
type Answer struct {
	Ticket, Host string
	Parts        [][]byte // texts and files
	IP, Device   string
}

// answered reads an answer and checks that it is one to what was asked here, in this browser, and not before.
// Nothing in it depends on whether there is such an account.
func (k *Keeper) answered(ctx context.Context, purpose string, s *identity.Session, in Answer) (*said, error) {
	// Spent now, whatever the answer is worth.
	text, err := k.Book.Redeem(ctx, in.Ticket, purpose, bound(s))
	if err != nil {
		return nil, err
	}
	host, err := k.Host(in.Host)
	if err != nil {
		return nil, err
	}
	// Where no address is configured, the text names the one by which the visitor came for it.
	if !strings.HasPrefix(text, Begins+host+" | ") {
		return nil, fault.New(fault.Invalid, "identity.challenge", "本次验证已过期或已用过，请重新开始").Because(errors.New("asked under another name"))
	}
	got, err := read(in.Parts...)
	if err != nil {
		return nil, err
	}
	return got, got.proves([]byte(text))
}

// Register binds the certificate of an answer to the account of a session.
func (k *Keeper) Register(ctx context.Context, s *identity.Session, by identity.Who, name string, in Answer) (err error) {
	defer fault.Wrap(&err, "register a certificate")
	if name = strings.TrimSpace(name); name == "" || utf8.RuneCountInString(name) > 40 {
		return fault.New(fault.Invalid, "certificate.name", "请给证书起一个不超过 40 字的名称，例如“办公密钥”").At("name")
	}
	got, err := k.answered(ctx, ToRegister, s, in)
	if err != nil {
		return err
	}
	// Checked outside of the transaction that writes: signatures and long lists take their time.
	err = k.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := k.trusted(ctx, tx, s.Account.Center, got.cert, got.others)
		return err
	})
	if err != nil {
		return err
	}
	return k.DB.Write(ctx, func(tx *store.Tx) error { return k.bind(ctx, tx, s.Account, by, name, got.cert) })
}

// refused is the one answer to every certificate that is not accepted; the reason is for log and audit.
func refused(why error) error {
	return fault.New(fault.Unauthentic, "certificate.refused", "证书未通过验证：可能未登记、已移除、已过期或被吊销；请改用其他方式登录，或联系系统管理员").Because(why)
}

// Sign checks an answer and opens a session, which is complete. With a weak session that waits for its second
// factor the certificate must be of the same account; without one its authority must be good for both. Whether
// a certificate is unknown or may not be used, words and time of the refusal are the same.
func (k *Keeper) Sign(ctx context.Context, s *identity.Session, former string, in Answer) (token string, err error) {
	defer fault.Wrap(&err, "sign in with a certificate")
	purpose := ToSign
	if s != nil {
		purpose = ToSecond
	}
	got, err := k.answered(ctx, purpose, s, in)
	if err != nil {
		return "", err
	}
	// From here on it matters whose certificate it is.
	began := k.Now()
	defer func() {
		if err != nil {
			time.Sleep(evenly - k.Now().Sub(began)%evenly)
		}
	}()
	a, why, err := k.weigh(ctx, s, got)
	if err != nil {
		return "", err
	}
	if why == nil {
		if why, err = k.note(ctx, a, got.cert); err != nil {
			return "", err
		}
	}
	if why != nil {
		return "", k.refuse(ctx, a, why, in.IP)
	}
	token, _, err = k.Book.Enter(ctx, identity.Proof{Account: a.ID, Way: "certificate", Strong: true, IP: in.IP, Device: in.Device, Former: former})
	return token, err
}

// weigh finds whose certificate it is, and why it does not let them in.
func (k *Keeper) weigh(ctx context.Context, s *identity.Session, got *said) (a *identity.Account, why, err error) {
	err = k.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		if a, err = k.holder(ctx, tx, idOf(got.cert)); err != nil {
			return err
		}
		if a == nil {
			why = errors.New("unknown certificate")
			return nil
		}
		if a.Status != identity.Active {
			why = errors.New("account is " + a.Status)
			return nil
		}
		// The password was of one person and the key is of another.
		if s != nil && s.Account.ID != a.ID {
			why = errors.New("certificate of another account")
			return nil
		}
		by, err := k.trusted(ctx, tx, a.Center, got.cert, got.others)
		switch {
		case err != nil && fault.KindOf(err) == fault.Internal:
			return err
		case err != nil:
			why = err
		case s == nil && !by.Alone:
			why = errors.New("good after the password alone")
		}
		return nil
	})
	return a, why, err
}

// note keeps when a certificate was used. One that was taken away meanwhile is refused.
func (k *Keeper) note(ctx context.Context, a *identity.Account, c *smx509.Certificate) (why, err error) {
	err = k.DB.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE identity_certificate SET used_at = $2 WHERE id = $1 AND center_id = $3`, idOf(c), k.Now().UnixMicro(), a.Center)
		if n == 0 {
			why = errors.New("removed meanwhile")
		}
		return err
	})
	return why, err
}

// refuse writes a refusal down. That the list of an authority is over is no secret, and who holds the key of
// the certificate has to know.
func (k *Keeper) refuse(ctx context.Context, a *identity.Account, why error, ip string) error {
	// Of the same kind on the way to the disk for a certificate that nobody knows.
	who, id := identity.Who{Name: "未知证书", IP: ip}, int64(0)
	if a != nil {
		who, id = identity.Who{Account: a.ID, Name: a.Name, Center: a.Center, IP: ip}, a.ID
	}
	detail := "certificate: " + why.Error()
	if f := fault.Of(why); f != nil {
		detail = f.Code
	}
	err := k.DB.Write(ctx, func(tx *store.Tx) error {
		return k.Book.Audit(ctx, tx, who, "sign.failed", fmt.Sprint(id), detail)
	})
	switch fault.CodeOf(why) {
	case "certificate.list_old", "certificate.list_none", "certificate.authority_expired":
		return errors.Join(why, err)
	}
	return errors.Join(refused(why), err)
}
