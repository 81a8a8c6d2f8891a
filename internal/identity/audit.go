package identity

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// Who does an act of administration.
// Account 0 is the program itself, for example at the first start.
type Who struct {
	Account, Center int64
	Name, IP        string
}

// An Entry is one line of the audit.
type Entry struct {
	Seq, Actor        int64
	At                time.Time
	Name, Act, Object string
	Detail, IP        string
}

// Audit appends an entry to the center's chain, in the transaction of the act itself. Nothing
// secret may stand in it.
func (b *Book) Audit(ctx context.Context, tx *store.Tx, by Who, act, object, detail string) (err error) {
	defer fault.Wrap(&err, "audit %s", act)
	// Entries of a center are written one after the other: two with the same predecessor would
	// break the chain.
	if err := tx.Lock(ctx, fmt.Sprintf("audit/%d", by.Center)); err != nil {
		return err
	}
	var seq int64
	var prev []byte
	err = tx.Row(ctx, `SELECT seq, hash FROM identity_audit WHERE center_id = $1 ORDER BY seq DESC LIMIT 1`, by.Center).Scan(&seq, &prev)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	// The first entry follows on nothing, and NULL would not be hashed alike on every engine.
	if prev == nil {
		prev = []byte{}
	}
	// Microseconds, as the database keeps them: the digest must be the same after reading back.
	e := Entry{Seq: seq + 1, Actor: by.Account, At: b.now().Truncate(time.Microsecond), Name: by.Name, Act: act, Object: object,
		Detail: clip(detail, 1000), IP: by.IP}
	_, err = tx.Exec(ctx, `INSERT INTO identity_audit (id, center_id, seq, at, actor_id, actor, act, object, detail, ip, prev, hash)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`, b.db.NewID(), by.Center, e.Seq, e.At.UnixMicro(), e.Actor, e.Name, e.Act, e.Object,
		e.Detail, e.IP, prev, e.digest(by.Center, prev, b.keys.Provider()))
	if err != nil {
		return err
	}
	return b.watch(ctx, tx, by.Center, &e)
}

// digest covers every column and the hash before. Each text is preceded by its length, so that
// moving a character from one column to the next changes the hash. The function is that of a provider.
func (e *Entry) digest(center int64, prev []byte, p seal.Provider) []byte {
	return p.Sum(func(h hash.Hash) {
		for _, n := range []int64{center, e.Seq, e.At.UnixMicro(), e.Actor} {
			_ = binary.Write(h, binary.BigEndian, n)
		}
		for _, s := range []string{e.Name, e.Act, e.Object, e.Detail, e.IP, string(prev)} {
			_ = binary.Write(h, binary.BigEndian, int64(len(s)))
			h.Write([]byte(s))
		}
	})
}

// Entries lists the audit of a center, the latest first, from before a sequence number; 0 begins
// at the end.
func (b *Book) Entries(ctx context.Context, tx *store.Tx, center, before int64, limit int) (out []Entry, err error) {
	defer fault.Wrap(&err, "audit entries")
	return entries(tx.Query(ctx, `SELECT seq, at, actor_id, actor, act, object, detail, ip FROM identity_audit
		WHERE center_id = $1 AND ($2 = CAST(0 AS BIGINT) OR seq < $2) ORDER BY seq DESC LIMIT $3`, center, before, limit))
}

// entries reads the rows of a query.
func entries(rows *sql.Rows, err error) (out []Entry, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// scanEntry reads the columns of an entry, in the order in which it has its fields.
func scanEntry(rows *sql.Rows) (e Entry, err error) {
	var micro int64
	err = rows.Scan(&e.Seq, &micro, &e.Actor, &e.Name, &e.Act, &e.Object, &e.Detail, &e.IP)
	e.At = time.UnixMicro(micro)
	return e, err
}

// VerifyAudit recomputes the chains of all centers and names the first entry that does not hold,
// in Chinese; "" means that everything holds.
func VerifyAudit(ctx context.Context, db *store.DB) (flaw string, n int, err error) {
	defer fault.Wrap(&err, "verify audit")
	err = db.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT center_id, seq, at, actor_id, actor, act, object, detail, ip, prev, hash FROM identity_audit
			ORDER BY center_id, seq`)
		if err != nil {
			return err
		}
		defer rows.Close()
		last := map[int64][]byte{}
		next := map[int64]int64{}
		for rows.Next() {
			var e Entry
			var center, micro int64
			var prev, hash []byte
			if err := rows.Scan(&center, &e.Seq, &micro, &e.Actor, &e.Name, &e.Act, &e.Object, &e.Detail, &e.IP, &prev, &hash); err != nil {
				return err
			}
			e.At = time.UnixMicro(micro)
			n++
			// The numbers find what is missing in between, the hashes what was changed. An audit whose
			// end was cut off is whole in itself: only a copy or a printed head shows that.
			if flaw == "" && (e.Seq != next[center]+1 || string(prev) != string(last[center]) || string(hash) != string(e.digest(center, prev, seal.Summed(hash)))) {
				flaw = fmt.Sprintf("审计记录第 %d 条（中心 %d）与前后不衔接或已被改动", e.Seq, center)
			}
			last[center], next[center] = hash, e.Seq
		}
		return rows.Err()
	})
	return flaw, n, err
}

// A Link is an entry of the audit by its place and its hash, which covers all entries before.
type Link struct {
	ID, Seq int64
	Hash    []byte
}

// Links returns the entries of a center that were made after the one with the id, in the order of
// their ids.
func Links(ctx context.Context, tx *store.Tx, center, after int64, limit int) (out []Link, err error) {
	defer fault.Wrap(&err, "links of the audit of center %d", center)
	rows, err := tx.Query(ctx, `SELECT id, seq, hash FROM identity_audit WHERE id > $1 AND center_id = $2 ORDER BY id LIMIT $3`, after, center, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l Link
		if err := rows.Scan(&l.ID, &l.Seq, &l.Hash); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// LinkCount returns how many entries a center has.
func LinkCount(ctx context.Context, tx *store.Tx, center int64) (n int64, err error) {
	err = tx.Row(ctx, `SELECT COUNT(*) FROM identity_audit WHERE center_id = $1`, center).Scan(&n)
	return n, err
}
