package outage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// An Arrival is what the contingency desk received while the center was down, as the center took it in. When
// it was received is what the signed receipt says; when it was taken in is the time of the event.
type Arrival struct {
	ID       int64
	Center   int64
	Case     int64 // the outage in which it came
	Number   string
	Received time.Time
	Taken    time.Time
	Signer   string
	Target   int64     // the case to which it belongs, 0 while that is not said
	Assigned time.Time // when that was said
	Looked   bool      // at what was filed since
	parcel
}

// A parcel is the part of an arrival that is sealed under the key of its outage.
type parcel struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
	Blob   string `json:"blob"` // address in the encrypted store, empty while only the digest is known
	Text   string `json:"text"` // the receipt
	Again  *Again `json:"again,omitempty"`
}

// parcelAAD is where the sealed part of an arrival stands.
func parcelAAD(id int64) string { return fmt.Sprintf("outage/arrival/%d", id) }

// place is where the packages of an outage lie in the encrypted store.
func place(caseID int64) string { return fmt.Sprintf("outage/%d/arrival", caseID) }

// ref finds the package.
func (a *Arrival) ref() blob.Ref {
	return blob.Ref{Address: a.Blob, Place: place(a.Case), SHA256: a.SHA256, Size: a.Size}
}

// putArrival writes an arrival anew, or with what became known.
func putArrival(ctx context.Context, tx *store.Tx, key seal.Key, a *Arrival) (err error) {
	defer fault.Wrap(&err, "put arrival")
	body, err := json.Marshal(a.parcel)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO outage_arrival (id, center_id, case_id, number, received_at, taken_at, signer, body, target_id, assigned_at, standing) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, target_id = excluded.target_id, assigned_at = excluded.assigned_at, standing = excluded.standing`,
		a.ID, a.Center, a.Case, a.Number, micro(a.Received), micro(a.Taken), a.Signer, key.Seal(parcelAAD(a.ID), body), a.Target, micro(a.Assigned), a.Again.word())
	return err
}

// arrivals lists those that fit, the earliest first, with their sealed parts.
func (d *Desk) arrivals(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Arrival, err error) {
	defer fault.Wrap(&err, "read arrivals")
	var boxes [][]byte
	rows, err := tx.Query(ctx, `SELECT id, center_id, case_id, number, received_at, taken_at, signer, body, target_id, assigned_at, seen_seq FROM outage_arrival WHERE `+where+` ORDER BY received_at, id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Arrival
		var box []byte
		var received, taken, assigned, seen int64
		if err := rows.Scan(&a.ID, &a.Center, &a.Case, &a.Number, &received, &taken, &a.Signer, &box, &a.Target, &assigned, &seen); err != nil {
			return nil, err
		}
		a.Received, a.Taken, a.Assigned, a.Looked = moment(received), moment(taken), moment(assigned), seen > 0
		out, boxes = append(out, &a), append(boxes, box)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i, a := range out {
		key, err := d.office.Keys.CaseKey(ctx, tx, a.Case)
		if err != nil {
			return nil, err
		}
		plain, err := key.Open(parcelAAD(a.ID), boxes[i])
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &a.parcel); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// arrival returns what was taken in under the number of a receipt, nil where nothing was.
func (d *Desk) arrival(ctx context.Context, tx *store.Tx, center int64, number string) (*Arrival, error) {
	all, err := d.arrivals(ctx, tx, `center_id = $1 AND number = $2`, center, number)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// ArrivalOf returns what was taken in under the number of a receipt.
func (d *Desk) ArrivalOf(ctx context.Context, tx *store.Tx, center int64, number string) (*Arrival, error) {
	a, err := d.arrival(ctx, tx, center, number)
	if err == nil && a == nil {
		err = noFile()
	}
	return a, err
}

// opener returns the key with which a center opens what its contingency desk encrypted; tx must be one that
// writes at the first call.
func (d *Desk) opener(ctx context.Context, tx *store.Tx, center int64) (*seal.Opener, error) {
	return d.office.Keys.Opener(ctx, tx, fmt.Sprintf("contingency/%d", center))
}

// Opener is opener in a transaction of its own.
func (d *Desk) Opener(ctx context.Context, center int64) (o *seal.Opener, err error) {
	err = d.office.DB.Write(ctx, func(tx *store.Tx) error {
		o, err = d.opener(ctx, tx, center)
		return err
	})
	return o, err
}

// believed refuses a receipt whose key the center did not register, and one from the future.
func (d *Desk) believed(ctx context.Context, tx *store.Tx, center int64, r *contingency.Receipt) error {
	ok, err := d.trusts(ctx, tx, center, r.Signer())
	switch {
	case err != nil:
		return err
	case !ok:
		return fault.New(fault.Conflict, "outage.signer", "回执 %s 的签名公钥（指纹 %s）没有登记在设置 outage.signers 中，不予导入；确系本中心的收件处的，请先登记", r.Number, r.Signer())
	case r.At.After(d.office.Now()):
		return fault.New(fault.Conflict, "outage.future", "回执 %s 的时间 %s 晚于现在，不予导入；请校准收件主机与本机的时钟", r.Number, written(r.At))
	}
	return nil
}

// trusts reports whether a key is one of those that the center registered.
func (d *Desk) trusts(ctx context.Context, tx *store.Tx, center int64, signer string) (bool, error) {
	all, err := d.office.Settings.List(ctx, tx, setting.Query{Center: center, Key: "outage.signers", On: d.office.Today()})
	return slices.Contains(all, signer), err
}

// afterwards is how long after an outage its desk may still have been in use.
const afterwards = 24 * time.Hour

// covering is the latest outage that had begun when something was received, and had not ended a day before.
func covering(ctx context.Context, tx *store.Tx, center int64, at time.Time) (*Outage, error) {
	all, err := read(ctx, tx, `center_id = $1 AND NOT dismissed AND since <= $2 AND until >= $3`, center, micro(at), micro(at.Add(-afterwards)))
	if err == nil && len(all) == 0 {
		err = fault.New(fault.Conflict, "outage.uncovered", "没有与收件时间 %s 相应的中断记录，不予导入；请业务负责人先登记这次中断", written(at))
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// fileOf opens the package of an arrival that belongs to a case, for whoever may read the text of that case.
func (d *Desk) fileOf(ctx context.Context, by casework.Actor, target, id int64) (a *Arrival, f *blob.File, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		k, err := d.office.Get(ctx, tx, by, target)
		if err != nil {
			return err
		}
		all, err := d.arrivals(ctx, tx, `id = $1 AND target_id = $2`, id, target)
		if err == nil && (len(all) == 0 || all[0].Blob == "" || !d.office.Policy.May(by.Subject, casework.ActText, k.Object())) {
			err = noFile()
		}
		if err != nil {
			return err
		}
		key, err := d.office.Keys.CaseKey(ctx, tx, all[0].Case)
		if err != nil {
			return err
		}
		a = all[0]
		f, err = d.Blobs.Open(ctx, key, a.ref())
		return err
	})
	return a, f, err
}
