package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the interface.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "api", Files: sub}
}

// keptFor is how long a call can be repeated without acting again.
const keptFor = 24 * time.Hour

// kept is the answer of an act, as it is given again. It can hold a one-time link, so it is sealed.
type kept struct {
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
}

// A claim is one call that writes.
type claim struct {
	account, center int64
	key             string
	asked           []byte // what was asked for, in few bytes
	first           bool   // nobody has called with the key before
	answer          []byte // sealed; nil while the act is under way
}

// once does what an endpoint does under an Idempotency-Key a single time. The key is written down
// before the act: a call whose outcome nobody knows, because the program ended in between, is
// answered with a conflict and not done again.
func (a *API) once(c *web.Ctx, actor casework.Actor, e *rest.Endpoint, run func() (any, error)) error {
	k, err := key(c)
	if err != nil {
		return err
	}
	if e.Once {
		return a.reply(c, e, run)
	}
	cl := &claim{account: actor.Account, center: actor.Center, key: k}
	if cl.asked, err = fingerprint(c); err != nil {
		return err
	}
	if err := a.claim(c, cl); err != nil {
		return err
	}
	if !cl.first {
		return a.again(c, cl)
	}
	// From here on the caller may hang up; what was done must be known all the same.
	ctx := context.WithoutCancel(c.Context())
	v, err := run()
	if err != nil {
		// A refusal changed nothing: the same key may try again. After any other error nobody knows.
		if kind := fault.KindOf(err); kind != fault.Internal && kind != fault.Unavailable && kind != fault.Full {
			err = errors.Join(err, a.release(ctx, cl))
		}
		return err
	}
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	status := max(e.Status, http.StatusOK)
	if err := a.keep(ctx, cl, kept{status, body}); err != nil {
		return err
	}
	return answer(c, status, "application/json", json.RawMessage(body))
}

// reply runs an endpoint and answers what it returns; a file has been sent already.
func (a *API) reply(c *web.Ctx, e *rest.Endpoint, run func() (any, error)) error {
	v, err := run()
	if err != nil || v == nil {
		return err
	}
	return answer(c, max(e.Status, http.StatusOK), "application/json", v)
}

// fingerprint is what was asked for, in few bytes. The body is read and put back.
func fingerprint(c *web.Ctx) ([]byte, error) {
	body, err := c.Body()
	if err != nil {
		return nil, err
	}
	c.R.Body = io.NopCloser(bytes.NewReader(body))
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n", c.R.Method, c.R.URL.RequestURI())
	h.Write(body)
	return h.Sum(nil), nil
}

// claim writes the key down, or finds what was done under it.
func (a *API) claim(c *web.Ctx, cl *claim) error {
	now := c.Now()
	return a.sealed(c.Context(), func(tx *store.Tx, key seal.Key) error {
		if _, err := tx.Exec(c.Context(), `DELETE FROM api_once WHERE at < $1`, now.Add(-keptFor).UnixMicro()); err != nil {
			return err
		}
		// With the key: what is asked for can be a reason in few words, which a plain digest would give away.
		digest := key.MAC("once", cl.asked)
		n, err := tx.Exec(c.Context(), `INSERT INTO api_once (account_id, key, center_id, at, digest) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (account_id, key) DO NOTHING`,
			cl.account, cl.key, cl.center, now.UnixMicro(), digest)
		if cl.first = n == 1; err != nil || cl.first {
			return err
		}
		var have []byte
		if err := tx.Row(c.Context(), `SELECT digest, answer FROM api_once WHERE account_id = $1 AND key = $2`, cl.account, cl.key).Scan(&have, &cl.answer); err != nil {
			return err
		}
		if !bytes.Equal(have, digest) {
			return reused()
		}
		return nil
	})
}

// reused refuses a key that stands for another act: answering that one would look like success.
func reused() error {
	return fault.New(fault.Invalid, "api.idem_reused", "这个 Idempotency-Key 已用于另一次办理，请为每次办理换用新的").At("Idempotency-Key")
}

// place binds a kept answer to its call.
func (cl *claim) place() string {
	return "api/once/" + strconv.FormatInt(cl.account, 10) + "/" + cl.key
}

// again gives the answer of the first call.
func (a *API) again(c *web.Ctx, cl *claim) error {
	if cl.answer == nil {
		return fault.New(fault.Conflict, "api.once", "同一 Idempotency-Key 的办理尚未结束，或中途断开而结果不明；请先查询是否已经办成，未办成的换用新的 Idempotency-Key 重新提交")
	}
	var k kept
	err := a.sealed(c.Context(), func(_ *store.Tx, key seal.Key) error {
		plain, err := key.Open(cl.place(), cl.answer)
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, &k)
	})
	if err != nil {
		return err
	}
	c.W.Header().Set("Idempotency-Replayed", "true")
	return answer(c, k.Status, "application/json", k.Body)
}

// keep stores the answer.
func (a *API) keep(ctx context.Context, cl *claim, k kept) error {
	plain, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return a.sealed(ctx, func(tx *store.Tx, key seal.Key) error {
		_, err := tx.Exec(ctx, `UPDATE api_once SET answer = $3 WHERE account_id = $1 AND key = $2`, cl.account, cl.key, key.Seal(cl.place(), plain))
		return err
	})
}

// release forgets a call that was refused.
func (a *API) release(ctx context.Context, cl *claim) error {
	return a.office.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM api_once WHERE account_id = $1 AND key = $2 AND answer IS NULL`, cl.account, cl.key)
		return err
	})
}

// sealed runs f with the key of the kept answers, which belongs to no center: those who call from
// above have none.
func (a *API) sealed(ctx context.Context, f func(tx *store.Tx, key seal.Key) error) error {
	return a.office.DB.Write(ctx, func(tx *store.Tx) error {
		key, err := a.office.Keys.Scope(ctx, tx, "api")
		if err != nil {
			return err
		}
		return f(tx, key)
	})
}
