package identity

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// An OpenSession is a sign-in that still holds, as its owner recognises it. No stands for it in lists;
// it is a part of the digest and opens nothing.
type OpenSession struct {
	No                  string
	Created, Seen, Ends time.Time
	IP, Device          string
}

// Sessions lists the sessions of an account that still hold, the latest first.
func (b *Book) Sessions(ctx context.Context, tx *store.Tx, account int64) (out []OpenSession, err error) {
	defer fault.Wrap(&err, "list sessions")
	now := b.now()
	a, err := b.Get(ctx, tx, account)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id, created_at, seen_at, ends_at, ip, device FROM identity_session
		WHERE account_id = $1 AND revoked_at = 0 AND ends_at > $2 AND seen_at > $3 ORDER BY created_at DESC`,
		account, now.UnixMicro(), now.Add(-b.idle(a)).UnixMicro())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var digest []byte
		var created, seen, ends int64
		var s OpenSession
		if err := rows.Scan(&digest, &created, &seen, &ends, &s.IP, &s.Device); err != nil {
			return nil, err
		}
		s.No, s.Created, s.Seen, s.Ends = short(digest), at(created), at(seen), at(ends)
		out = append(out, s)
	}
	return out, rows.Err()
}

// EndSession ends one session of the person, who may have left it open on another machine.
func (b *Book) EndSession(ctx context.Context, tx *store.Tx, by Who, no string) (err error) {
	defer fault.Wrap(&err, "end session")
	want, err := hex.DecodeString(no)
	if err != nil {
		return noSession()
	}
	rows, err := tx.Query(ctx, `SELECT id FROM identity_session WHERE account_id = $1 AND revoked_at = 0`, by.Account)
	if err != nil {
		return err
	}
	defer rows.Close()
	var found []byte
	for rows.Next() {
		var digest []byte
		if err := rows.Scan(&digest); err != nil {
			return err
		}
		if bytes.Equal(digest[:6], want) {
			found = digest
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if found == nil {
		return noSession()
	}
	if _, err := tx.Exec(ctx, `UPDATE identity_session SET revoked_at = $2 WHERE id = $1`, found, b.now().UnixMicro()); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "session.end", fmt.Sprint(by.Account), no)
}

func noSession() error {
	return fault.New(fault.Missing, "identity.session", "没有这个登录会话，可能已结束，请刷新页面")
}

// EndSessions ends every session of an account: the next request of each is a stranger's.
func (b *Book) EndSessions(ctx context.Context, tx *store.Tx, by Who, account int64) (err error) {
	defer fault.Wrap(&err, "end sessions")
	if err := b.endSessions(ctx, tx, account); err != nil {
		return err
	}
	return b.Audit(ctx, tx, by, "session.end", fmt.Sprint(account), "")
}
