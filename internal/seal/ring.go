package seal

import (
	"cmp"
	"container/list"
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"strconv"
	"sync"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

//go:embed schema
var schema embed.FS

// Schema is the tables of this package.
func Schema() store.Schema { return store.Schema{Owner: "seal", Files: schema} }

// Options of a Ring.
type Options struct {
	Provider Provider // of a new database; International if empty
	Cached   int      // unwrapped keys kept in memory; 4096 if 0
}

// A Ring hands out keys. It may be used by any number of goroutines.
type Ring struct {
	root      *Root
	algorithm Algorithm
	cache     cache
}

// Founded reports whether a database lies under some root key already.
func Founded(ctx context.Context, db *store.DB) (yes bool, err error) {
	err = db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT EXISTS (SELECT 1 FROM seal_root)`).Scan(&yes)
	})
	return yes, err
}

// NewRing joins a root key and the database that lies under it, for good at the first time.
// With another root key it fails with seal.wrong_root.
func NewRing(ctx context.Context, db *store.DB, root *Root, o Options) (_ *Ring, err error) {
	defer fault.Wrap(&err, "opening the keys")
	r := &Ring{root: root}
	r.cache.max = o.Cached
	if r.cache.max <= 0 {
		r.cache.max = 4096
	}
	var proof []byte
	var has Provider
	read := func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT proof, provider FROM seal_root WHERE id = 1`).Scan(&proof, &has)
	}
	err = db.Read(ctx, read)
	if errors.Is(err, sql.ErrNoRows) {
		err = db.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO seal_root (id, proof, next_leaf, provider)
				VALUES (1, $1, 0, $2) ON CONFLICT DO NOTHING`, root.key.Seal("seal/root", nil), string(cmp.Or(o.Provider, International))); err != nil {
				return err
			}
			return read(tx)
		})
	}
	if err != nil {
		return nil, err
	}
	if err := o.Provider.agree(has); err != nil {
		return nil, err
	}
	r.algorithm = has.algorithm()
	if _, err := root.key.Open("seal/root", proof); err == nil {
		return r, nil
	}
	if ok, err := r.follow(ctx, db); err != nil {
		return nil, err
	} else if !ok {
		return nil, wrongRoot()
	}
	return r, nil
}

// Fits says whether the key file belongs to a database, and changes neither: it fails with seal.wrong_root
// where no key of the file, a former one included, opens it. A database without a center fits every key.
func (r *Root) Fits(ctx context.Context, db *store.DB) (err error) {
	defer fault.Wrap(&err, "fitting the root key")
	var proof []byte
	err = db.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(ctx, `SELECT proof FROM seal_root WHERE id = 1`).Scan(&proof)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return err
	}
	for _, k := range append([]Key{r.key}, r.former...) {
		if _, err := k.Open("seal/root", proof); err == nil {
			return nil
		}
	}
	return wrongRoot()
}

func wrongRoot() error {
	return fault.New(fault.Unavailable, "seal.wrong_root",
		"根密钥与本数据库不符：数据是用另一把根密钥加密的。请检查密钥文件或环境变量，系统未启动")
}

// Center returns the key of a center. At the first call for a center it makes the key, for
// which tx must be one that writes.
func (r *Ring) Center(ctx context.Context, tx *store.Tx, centerID int64) (Key, error) {
	return r.Scope(ctx, tx, "center/"+strconv.FormatInt(centerID, 10))
}

// Scope returns the key of something other than a center or a case, such as the names of
// hotline callers. It is made like that of a center.
func (r *Ring) Scope(ctx context.Context, tx *store.Tx, scope string) (_ Key, err error) {
	defer fault.Wrap(&err, "key of %s", scope)
	wrapped, err := scopeRow(ctx, tx, scope)
	if errors.Is(err, sql.ErrNoRows) {
		wrapped, err = r.makeScope(ctx, tx, scope, randomKey(r.algorithm))
	}
	if err != nil {
		return Key{}, err
	}
	return r.cache.get(wrapped, func() (Key, error) {
		secret, err := r.root.key.Open("seal_key/"+scope, wrapped)
		if err != nil {
			return Key{}, err
		}
		return newKey(secret, r.algorithm), nil
	})
}

// ImportScope sets the key of a scope to a secret of 32 bytes or more that several
// installations share. It fails with seal.scope_exists if there is another one already.
func (r *Ring) ImportScope(ctx context.Context, tx *store.Tx, scope string, secret []byte) (err error) {
	defer fault.Wrap(&err, "importing the key of %s", scope)
	if len(secret) < keySize {
		return fault.New(fault.Invalid, "seal.short", "共享密钥过短，至少应为 32 字节")
	}
	sum := sha256.Sum256(secret)
	k := newKey(sum[:], r.algorithm)
	want := k.Fingerprint()
	if _, err := scopeRow(ctx, tx, scope); errors.Is(err, sql.ErrNoRows) {
		if _, err := r.makeScope(ctx, tx, scope, k); err != nil {
			return err
		}
	}
	got, err := r.Scope(ctx, tx, scope)
	if err != nil {
		return err
	}
	if got.Fingerprint() != want {
		return fault.New(fault.Conflict, "seal.scope_exists", "该用途已有另一把密钥，未作更改；请核对配置")
	}
	return nil
}

// scopeRow reads the wrapped key of a scope.
func scopeRow(ctx context.Context, tx *store.Tx, scope string) (wrapped []byte, err error) {
	err = tx.Row(ctx, `SELECT wrapped FROM seal_key WHERE scope = $1`, scope).Scan(&wrapped)
	return wrapped, err
}

// makeScope stores k unless somebody else has just stored another, and returns what stands.
func (r *Ring) makeScope(ctx context.Context, tx *store.Tx, scope string, k Key) ([]byte, error) {
	_, err := tx.Exec(ctx, `INSERT INTO seal_key (scope, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
		scope, r.root.key.Seal("seal_key/"+scope, k.m.secret[:]))
	if err != nil {
		return nil, err
	}
	return scopeRow(ctx, tx, scope)
}

// caseRow is a row of seal_case.
type caseRow struct {
	caseID, centerID int64
	leaf             uint32
	wrapped          []byte
}

// place binds the wrapped key to its case, center and leaf.
func (c caseRow) place() string {
	return "seal_case/" + strconv.FormatInt(c.centerID, 10) + "/" + AAD(c.caseID, "key", int64(c.leaf))
}

// wrapper returns the key under which the case's key is wrapped: center and leaf together.
func (r *Ring) wrapper(center Key, leaf uint32) (Key, bool) {
	secret, ok := r.root.leaf(leaf)
	if !ok {
		return Key{}, false
	}
	return newKey(center.MAC("wrap", secret[:]), r.algorithm), true
}

// NewCaseKey makes the key of a new case, in the transaction that makes the case.
func (r *Ring) NewCaseKey(ctx context.Context, tx *store.Tx, centerID, caseID int64) (Key, error) {
	k := r.Passing()
	return k, r.KeepCaseKey(ctx, tx, centerID, caseID, k)
}

// KeepCaseKey makes a passing key, under which files may have been sealed already, the key of a new case.
func (r *Ring) KeepCaseKey(ctx context.Context, tx *store.Tx, centerID, caseID int64, k Key) (err error) {
	defer fault.Wrap(&err, "new key for a case")
	center, err := r.Center(ctx, tx, centerID)
	if err != nil {
		return err
	}
	leaf, err := r.takeLeaf(ctx, tx)
	if err != nil {
		return err
	}
	wrapper, ok := r.wrapper(center, leaf)
	if !ok {
		return shredded()
	}
	c := caseRow{caseID: caseID, centerID: centerID, leaf: leaf}
	return tx.Later(ctx, `INSERT INTO seal_case (case_id, center_id, leaf, wrapped, fingerprint)
		VALUES ($1, $2, $3, $4, $5)`,
		caseID, centerID, int64(leaf), wrapper.Seal(c.place(), k.m.secret[:]), k.Fingerprint())
}

// CaseKey returns the key of a case. It fails with seal.no_case if there is none, and with
// seal.shredded if it was destroyed; the row is read every time, so that a key shredded by
// another process is gone at once.
func (r *Ring) CaseKey(ctx context.Context, tx *store.Tx, caseID int64) (_ Key, err error) {
	defer fault.Wrap(&err, "key of a case")
	c := caseRow{caseID: caseID}
	var leaf int64
	err = tx.Row(ctx, `SELECT center_id, leaf, wrapped FROM seal_case WHERE case_id = $1`, caseID).
		Scan(&c.centerID, &leaf, &c.wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return Key{}, fault.New(fault.Missing, "seal.no_case", "没有该案件的密钥，请核对案号是否属于本中心").Because(err)
	}
	if err != nil {
		return Key{}, err
	}
	if c.wrapped == nil {
		return Key{}, shredded()
	}
	c.leaf = uint32(leaf)
	return r.cache.get(c.wrapped, func() (Key, error) {
		center, err := r.Center(ctx, tx, c.centerID)
		if err != nil {
			return Key{}, err
		}
		wrapper, ok := r.wrapper(center, c.leaf)
		if !ok {
			return Key{}, shredded()
		}
		secret, err := wrapper.Open(c.place(), c.wrapped)
		if err != nil {
			return Key{}, err
		}
		return newKey(secret, r.algorithm), nil
	})
}

// shredded is the fault for a key that was destroyed, in this database or in the key file.
func shredded() error {
	return fault.New(fault.Missing, "seal.shredded", "本案内容的密钥已按规定销毁，内容不可恢复；请从案件页面查看销毁记录")
}

// A Proof tells that a key was destroyed.
type Proof struct {
	CaseID      int64
	Fingerprint string // of the destroyed key
	At          time.Time
}

// Shred destroys the wrapped key of a case. With the commit nobody can open its text in this
// database any more; Sweep, to be called after the commit, makes it unreadable in backups
// too. Shredding twice gives the first proof.
func (r *Ring) Shred(ctx context.Context, tx *store.Tx, caseID int64, at time.Time) (_ Proof, err error) {
	defer fault.Wrap(&err, "shredding the key of a case")
	var wrapped []byte
	err = tx.Row(ctx, `SELECT wrapped FROM seal_case WHERE case_id = $1`+tx.ForUpdate(), caseID).Scan(&wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return Proof{}, fault.New(fault.Missing, "seal.no_case", "没有该案件的密钥，请核对案号是否属于本中心").Because(err)
	}
	if err != nil {
		return Proof{}, err
	}
	if wrapped != nil {
		if _, err := tx.Exec(ctx, `UPDATE seal_case SET wrapped = NULL, shredded_at = $2
			WHERE case_id = $1`, caseID, at.UnixMicro()); err != nil {
			return Proof{}, err
		}
		r.cache.drop(wrapped)
	}
	return ProofOf(ctx, tx, caseID)
}

// ProofOf returns the proof for a shredded case, or seal.not_shredded.
func ProofOf(ctx context.Context, tx *store.Tx, caseID int64) (p Proof, err error) {
	p.CaseID = caseID
	var at int64
	err = tx.Row(ctx, `SELECT fingerprint, shredded_at FROM seal_case
		WHERE case_id = $1 AND shredded_at IS NOT NULL`, caseID).Scan(&p.Fingerprint, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.Missing, "seal.not_shredded", "该案密钥尚未销毁，没有销毁记录可查；请核对案号").Because(err)
	}
	p.At = time.UnixMicro(at).UTC()
	return p, err
}

// Sweep destroys the leaves of all shredded cases in the key file and returns how many it
// destroyed. Call it at the start, after a restoration, and after the commit of Shred; to call
// it again does nothing.
func (r *Ring) Sweep(ctx context.Context, db *store.DB) (n int, err error) {
	defer fault.Wrap(&err, "destroying leaves")
	var leaves []uint32
	err = db.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT leaf FROM seal_case WHERE shredded_at IS NOT NULL ORDER BY leaf`)
		if err != nil {
			return err
		}
		leaves = leaves[:0]
		for rows.Next() {
			var l int64
			if err := rows.Scan(&l); err != nil {
				return err
			}
			leaves = append(leaves, uint32(l))
		}
		return rows.Err()
	})
	if err != nil || len(leaves) == 0 {
		return 0, err
	}
	return r.root.destroy(leaves)
}

// A cache keeps the keys used last, by the hash of their wrapped form.
type cache struct {
	mu    sync.Mutex
	max   int
	order list.List // of entry, the last used first
	byID  map[string]*list.Element
}

// An entry is a key in the cache and what it is found by.
type entry struct {
	id  string
	key Key
}

// cacheID names a wrapped key without keeping it.
func cacheID(wrapped []byte) string {
	sum := sha256.Sum256(wrapped)
	return hex.EncodeToString(sum[:])
}

// get returns the key for a wrapped form, from memory or by unwrapping it.
func (c *cache) get(wrapped []byte, unwrap func() (Key, error)) (Key, error) {
	id := cacheID(wrapped)
	c.mu.Lock()
	if e, ok := c.byID[id]; ok {
		c.order.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(entry).key, nil
	}
	c.mu.Unlock()
	k, err := unwrap()
	if err != nil {
		return Key{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil {
		c.byID = map[string]*list.Element{}
	}
	if _, ok := c.byID[id]; !ok {
		c.byID[id] = c.order.PushFront(entry{id, k})
	}
	for c.order.Len() > c.max {
		delete(c.byID, c.order.Remove(c.order.Back()).(entry).id)
	}
	return k, nil
}

// drop forgets a key.
func (c *cache) drop(wrapped []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[cacheID(wrapped)]; ok {
		c.order.Remove(e)
		delete(c.byID, e.Value.(entry).id)
	}
}
