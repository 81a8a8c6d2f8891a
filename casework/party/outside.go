package party

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// A Contact is how a party is reached. It is sealed under the key of the center.
type Contact struct {
	Address string `json:"address,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Mail    string `json:"mail,omitempty"`
}

// IsZero reports whether nothing is known.
func (c Contact) IsZero() bool { return c == Contact{} }

// A Stranger is somebody whom a case names: perhaps registered, perhaps not.
type Stranger struct {
	ID      int64 // for the party that is added where there is none
	Center  int64
	Name    string
	Code    string // 统一社会信用代码, or the number of a person's identity paper; empty where it is not known
	Person  bool   // said to be a natural person
	Contact Contact
	At      time.Time
}

// Enter returns the party of the center that has the stranger's code, a registered one before one
// that is not, and adds one without registration where there is none. Without a code nobody is
// taken for somebody else of the same name. How the stranger is reached is kept where it is said. The number
// of a person's identity paper is kept sealed; CodeOf tells it.
func Enter(ctx context.Context, tx *store.Tx, keys *seal.Ring, who Stranger) (_ *Party, err error) {
	defer fault.Wrap(&err, "enter party")
	who.Name, who.Code = strings.TrimSpace(who.Name), strings.ToUpper(strings.TrimSpace(who.Code))
	if who.Name == "" {
		return nil, fault.New(fault.Invalid, "party.name", "请填写当事人的名称或姓名").At("name")
	}
	number := ""
	if personal(who.Code, who.Person) {
		number, who.Code = who.Code, ""
	}
	var p *Party
	if number != "" {
		p, err = byNumber(ctx, tx, keys, who.Center, number)
	} else {
		p, err = known(ctx, tx, who)
	}
	if err != nil {
		return nil, err
	}
	if p == nil {
		if p, err = add(ctx, tx, keys, who, number); err != nil {
			return nil, err
		}
	}
	if who.Contact.IsZero() {
		return p, nil
	}
	return p, SetContact(ctx, tx, keys, p, who.Contact, who.At)
}

// add adds the stranger, with the number of the identity paper where there is one.
func add(ctx context.Context, tx *store.Tx, keys *seal.Ring, who Stranger, number string) (*Party, error) {
	p := &Party{ID: who.ID, Center: who.Center, Kind: Outside, Name: who.Name, Code: who.Code, Status: Unregistered, At: who.At}
	if err := Put(ctx, tx, p); err != nil || number == "" {
		return p, err
	}
	return p, setNumber(ctx, tx, keys, p, number, who.At)
}

// known finds the party with the code, nil where there is none.
func known(ctx context.Context, tx *store.Tx, who Stranger) (*Party, error) {
	if who.Code == "" {
		return nil, nil
	}
	for _, k := range []Kind{Entity, Agency, Outside} {
		p, err := ByCode(ctx, tx, who.Center, k, who.Code)
		if err == nil || fault.KindOf(err) != fault.Missing {
			return p, err
		}
	}
	return nil, nil
}

func contactAAD(party int64) string { return fmt.Sprintf("party/%d/contact", party) }

// SetContact writes down how a party is reached, in place of what was known before.
func SetContact(ctx context.Context, tx *store.Tx, keys *seal.Ring, p *Party, c Contact, at time.Time) (err error) {
	defer fault.Wrap(&err, "set contact")
	key, err := keys.Center(ctx, tx, p.Center)
	if err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO party_contact (party_id, center_id, at, body) VALUES ($1,$2,$3,$4)
		ON CONFLICT (party_id) DO UPDATE SET at = excluded.at, body = excluded.body`, p.ID, p.Center, at.UnixMicro(), key.Seal(contactAAD(p.ID), body))
	return err
}

// ContactOf returns how a party is reached, as it was last written down. Who may know it is for the
// caller to decide.
func ContactOf(ctx context.Context, tx *store.Tx, keys *seal.Ring, p *Party) (c Contact, err error) {
	defer fault.Wrap(&err, "contact of party %d", p.ID)
	var body []byte
	err = tx.Row(ctx, `SELECT body FROM party_contact WHERE party_id = $1`, p.ID).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	} else if err != nil {
		return c, err
	}
	key, err := keys.Center(ctx, tx, p.Center)
	if err != nil {
		return c, err
	}
	plain, err := key.Open(contactAAD(p.ID), body)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(plain, &c)
}
