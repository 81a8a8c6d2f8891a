package seal

import (
	"context"
	"os"
	"slices"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// Rotate replaces the root key in the key file, by a new one or, where the root key is in the
// environment, by that of another variable. The database follows when it is opened next: until then,
// and after a kill at any moment, the former key in the file opens it. No other process may use the
// key file meanwhile; one that does refuses to go on, and must be started again.
func (r *Root) Rotate(env string) (err error) {
	defer fault.Wrap(&err, "changing the root key")
	if r.env != (env != "") {
		return fault.New(fault.Invalid, "seal.rotate_env", "根密钥在环境变量中的，须指定新密钥所在的环境变量；在密钥文件中的，由系统生成")
	}
	next := randomKey(AES256GCM)
	if r.env {
		secret, err := parseRoot(os.Getenv(env))
		if err != nil {
			return fault.New(fault.Invalid, "seal.env", "环境变量 %s 中没有根密钥，或不是 64 位十六进制数", env)
		}
		next = newKey(secret, AES256GCM)
	}
	t, err := r.load()
	if err != nil {
		return err
	}
	old, former := r.key, r.former
	if next.Fingerprint() == old.Fingerprint() {
		return fault.New(fault.Conflict, "seal.same_root", "新的根密钥与现用的相同，未作更改")
	}
	r.key, r.former = next, append(slices.Clone(former), old)
	if err := r.save(t); err != nil {
		r.key, r.former = old, former
		return err
	}
	return nil
}

// Changes is how often the root key was changed.
func (r *Root) Changes() int { return len(r.former) }

// follow wraps the keys of a database anew that lie under a former root key. It reports false where
// no key of the file opens them.
func (r *Ring) follow(ctx context.Context, db *store.DB) (ok bool, err error) {
	defer fault.Wrap(&err, "following the root key")
	err = db.Write(ctx, func(tx *store.Tx) error {
		ok = false
		var proof []byte
		if err := tx.Row(ctx, `SELECT proof FROM seal_root WHERE id = 1`+tx.ForUpdate()).Scan(&proof); err != nil {
			return err
		}
		// Another process may have been faster.
		if _, err := r.root.key.Open("seal/root", proof); err == nil {
			ok = true
			return nil
		}
		i := slices.IndexFunc(r.root.former, func(k Key) bool { _, err := k.Open("seal/root", proof); return err == nil })
		if i < 0 {
			return nil
		}
		ok = true
		if err := r.rewrap(ctx, tx, r.root.former[i]); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE seal_root SET proof = $1 WHERE id = 1`, r.root.key.Seal("seal/root", nil))
		return err
	})
	return ok, err
}

// rewrap takes every key of a scope out of a former root key and wraps it under the present one. The
// keys of the cases lie under those of the centers, which do not change.
func (r *Ring) rewrap(ctx context.Context, tx *store.Tx, former Key) error {
	rows, err := tx.Query(ctx, `SELECT scope, wrapped FROM seal_key ORDER BY scope`)
	if err != nil {
		return err
	}
	defer rows.Close()
	next := map[string][]byte{}
	for rows.Next() {
		var scope string
		var wrapped []byte
		if err := rows.Scan(&scope, &wrapped); err != nil {
			return err
		}
		secret, err := former.Open("seal_key/"+scope, wrapped)
		if err != nil {
			return err
		}
		next[scope] = r.root.key.Seal("seal_key/"+scope, secret)
		clear(secret)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for scope, wrapped := range next {
		if _, err := tx.Exec(ctx, `UPDATE seal_key SET wrapped = $2 WHERE scope = $1`, scope, wrapped); err != nil {
			return err
		}
	}
	return nil
}
