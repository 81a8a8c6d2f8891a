package notify

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/mailbox"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// A way is how a center sends over a channel: one of the two.
type way struct {
	Mail *mailbox.SMTPConfig    `json:"mail,omitempty"`
	SMS  *mailbox.GatewayConfig `json:"sms,omitempty"`
}

// open checks the way and makes its driver. It does not connect.
func (w way) open() (mailbox.Driver, error) {
	if w.SMS != nil {
		return mailbox.NewGateway(*w.SMS)
	}
	return mailbox.NewSMTP(*w.Mail)
}

// server is where the way leads, for the overview and the audit; what may hold a key is left out.
func (w way) server() string {
	if w.Mail != nil {
		return net.JoinHostPort(w.Mail.Host, strconv.Itoa(w.Mail.Port))
	}
	u, err := url.Parse(w.SMS.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// aad binds a way to its center and channel: copied to another row it cannot be opened.
func aad(center int64, ch mailbox.Channel) string { return fmt.Sprintf("notify/way/%d/%s", center, ch) }

// has reports whether a way is set up.
func (k *Desk) has(ctx context.Context, tx *store.Tx, center int64, ch mailbox.Channel) (ok bool, err error) {
	return store.Once(tx, "notify/way/"+strconv.FormatInt(center, 10)+"/"+string(ch), func() (ok bool, err error) {
		err = tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM notify_way WHERE center_id = $1 AND channel = $2)`, center, string(ch)).Scan(&ok)
		return ok, err
	})
}

// way returns how a center sends, nil where that is not set up, and since when.
func (k *Desk) way(ctx context.Context, tx *store.Tx, center int64, ch mailbox.Channel) (*way, time.Time, error) {
	var sealed []byte
	var at int64
	err := tx.Row(ctx, `SELECT body, at FROM notify_way WHERE center_id = $1 AND channel = $2`, center, string(ch)).Scan(&sealed, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, nil
	} else if err != nil {
		return nil, time.Time{}, err
	}
	key, err := k.d.Keys.Center(ctx, tx, center)
	if err != nil {
		return nil, time.Time{}, err
	}
	plain, err := key.Open(aad(center, ch), sealed)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer clear(plain)
	w := &way{}
	return w, time.UnixMicro(at), json.Unmarshal(plain, w)
}

// driver finds how a letter goes out. Mails are left in a folder while no server is set up, from
// which they can be seen.
func (k *Desk) driver(ctx context.Context, tx *store.Tx, center int64, ch mailbox.Channel) (mailbox.Driver, error) {
	w, _, err := k.way(ctx, tx, center, ch)
	switch {
	case err != nil:
		return nil, err
	case w != nil:
		return w.open()
	// Read with every letter, so that a change counts at once in every process.
	case ch == mailbox.Mail:
		return mailbox.Folder{Dir: k.d.Folder, From: "noreply@localhost"}, nil
	}
	return nil, nil
}

// setWay stores a way, sealed, and lets what waits go out.
func (k *Desk) setWay(ctx context.Context, tx *store.Tx, center int64, ch mailbox.Channel, w way) error {
	if k.d.URL == "" {
		return fault.New(fault.Conflict, "notify.url", "启动参数中没有本站地址（--url），消息中的链接将无法打开；请由运维人员加上该参数重启后再配置")
	}
	// A mistake is said now, beside its field, not by the first letter that fails.
	if _, err := w.open(); err != nil {
		return err
	}
	if err := w.store(ctx, tx, k.d.Keys, center, ch, k.d.Now()); err != nil {
		return err
	}
	// Whoever changes the settings of a way that rests has most likely mended it.
	return k.box.Revive(ctx, tx, center, ch)
}

// store writes a way down, sealed.
func (w way) store(ctx context.Context, tx *store.Tx, keys *seal.Ring, center int64, ch mailbox.Channel, now time.Time) error {
	plain, err := json.Marshal(w)
	if err != nil {
		return err
	}
	defer clear(plain)
	key, err := keys.Center(ctx, tx, center)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO notify_way (center_id, channel, body, at) VALUES ($1,$2,$3,$4)
		ON CONFLICT (center_id, channel) DO UPDATE SET body = excluded.body, at = excluded.at`, center, string(ch), key.Seal(aad(center, ch), plain), now.UnixMicro())
	return err
}

// UseGateway has a center send its text messages to a gateway, for those who set a center up without its
// pages, where the system administrator does the same.
func UseGateway(ctx context.Context, tx *store.Tx, keys *seal.Ring, center int64, g mailbox.GatewayConfig, now time.Time) error {
	w := way{SMS: &g}
	if _, err := w.open(); err != nil {
		return err
	}
	return w.store(ctx, tx, keys, center, mailbox.SMS, now)
}
