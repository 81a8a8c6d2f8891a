// Package party (当事人) is the register of those who deal with a center: enterprises and
// institutions, agencies, and later platforms, courts and mediation bodies. It holds what is
// public about them; what they filed to be registered stands in the cases of registration.
package party

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "party", Files: sub}
}

// Kind says what a party is.
type Kind string

// The kinds of parties.
const (
	Entity Kind = "entity" // 申请主体
	Agency Kind = "agency" // 专利代理机构

	// Outside is a party to a case that is not registered and has no account (案外登记的当事人).
	Outside Kind = "outside"
)

// Status says whether the party may use the fast lane, as its registration left it.
type Status string

// The statuses.
const (
	Applied   Status = "applied"   // 申请备案中
	Active    Status = "active"    // 备案成功
	Suspended Status = "suspended" // 暂停
	Cancelled Status = "cancelled" // 取消或注销

	Unregistered Status = "none" // 未备案
)

// Title returns the Chinese word for the status.
func (s Status) Title() string {
	switch s {
	case Active:
		return "已备案"
	case Suspended:
		return "暂停"
	case Cancelled:
		return "已取消"
	case Unregistered:
		return "未备案"
	default:
		return "备案中"
	}
}

// English returns the English word for the status.
func (s Status) English() string {
	switch s {
	case Active:
		return "Registered"
	case Suspended:
		return "Suspended"
	case Cancelled:
		return "Cancelled"
	case Unregistered:
		return "Not registered"
	default:
		return "Applying"
	}
}

// A Party is one registered person, enterprise or body.
type Party struct {
	ID, Center int64
	Kind       Kind
	Name       string
	Code       string   // 统一社会信用代码; for an agency its 机构代码 stands in the registration
	Claimed    string   // the code that it gave at sign-up, until its application puts it into Code
	Former     []string // former names
	Division   string   // GB/T 2260 code of the seat
	Status     Status
	At         time.Time
}

const columns = `id, center_id, kind, name, code, claimed, former, division, status, at`

type scanner interface{ Scan(...any) error }

func scan(row scanner) (*Party, error) {
	p := &Party{}
	var former string
	var at int64
	if err := row.Scan(&p.ID, &p.Center, &p.Kind, &p.Name, &p.Code, &p.Claimed, &former, &p.Division, &p.Status, &at); err != nil {
		return nil, err
	}
	p.Former, p.At = strings.FieldsFunc(former, func(r rune) bool { return r == '\n' }), time.UnixMicro(at)
	return p, nil
}

// Put adds the party or writes its changed particulars. A name that changes joins the former
// names. It fails with Conflict when another party of the kind has the code.
func Put(ctx context.Context, tx *store.Tx, p *Party) (err error) {
	defer fault.Wrap(&err, "put party")
	old, err := scan(tx.Row(ctx, `SELECT `+columns+` FROM party_party WHERE id = $1 AND center_id = $2`, p.ID, p.Center))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if old != nil && old.Name != p.Name {
		p.Former = append(old.Former, old.Name)
	}
	_, err = tx.Exec(ctx, `INSERT INTO party_party (id, center_id, kind, name, code, claimed, former, division, status, at)
		VALUES ($1,$2,$3,$4,$5,$10,$6,$7,$8,$9) ON CONFLICT (id) DO UPDATE SET name = excluded.name, code = excluded.code, claimed = excluded.claimed,
		former = excluded.former, division = excluded.division, status = excluded.status`,
		p.ID, p.Center, string(p.Kind), p.Name, p.Code, strings.Join(p.Former, "\n"), p.Division, string(p.Status), p.At.UnixMicro(), p.Claimed)
	if store.IsUnique(err) {
		return fault.New(fault.Conflict, "party.code", "代码 %s 已登记在另一主体名下，请核对；如为更名或合并，请办理“信息变更”", p.Code).At("code")
	}
	return err
}

// Get returns a party of a center.
func Get(ctx context.Context, tx *store.Tx, center, id int64) (*Party, error) {
	return found(scan(tx.Row(ctx, `SELECT `+columns+` FROM party_party WHERE id = $1 AND center_id = $2`, id, center)))
}

// ByCode returns the party of the kind with the code in the center.
func ByCode(ctx context.Context, tx *store.Tx, center int64, k Kind, code string) (*Party, error) {
	return found(scan(tx.Row(ctx, `SELECT `+columns+` FROM party_party WHERE center_id = $1 AND kind = $2 AND code = $3 AND code <> ''`,
		center, string(k), code)))
}

// ByName returns the party of the kind with exactly the name, present or former.
func ByName(ctx context.Context, tx *store.Tx, center int64, k Kind, name string) (*Party, error) {
	return found(scan(tx.Row(ctx, `SELECT `+columns+` FROM party_party WHERE center_id = $1 AND kind = $2 AND
		(name = $3 OR former LIKE $4) ORDER BY name = $3 DESC, code <> '' DESC LIMIT 1`, center, string(k), name, "%"+name+"%")))
}

func found(p *Party, err error) (*Party, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "party.missing", "没有这个主体，请核对名称或统一社会信用代码")
	}
	return p, err
}

// Search lists parties of a kind whose name or code contains the words, at most limit.
func Search(ctx context.Context, tx *store.Tx, center int64, k Kind, words string, limit int) (_ []*Party, err error) {
	defer fault.Wrap(&err, "search parties")
	like := "%" + strings.NewReplacer("%", "", "_", "").Replace(strings.TrimSpace(words)) + "%"
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM party_party WHERE center_id = $1 AND kind = $2 AND
		(name LIKE $3 OR code LIKE $3 OR former LIKE $3) ORDER BY name LIMIT $4`, center, string(k), like, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*Party
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// A Mandate lets an agency act for an entity from a day until a day, both inclusive; no last day
// means until it is ended.
type Mandate struct {
	ID, Center, Entity, Agency int64
	From, Until                calendar.Day
	Case                       int64 // case in which it was proven
}

// AddMandate records a mandate.
func AddMandate(ctx context.Context, tx *store.Tx, m Mandate) error {
	_, err := tx.Exec(ctx, `INSERT INTO party_mandate (id, center_id, entity_id, agency_id, from_day, until_day, case_id)
		VALUES ($1,$2,$3,$4,$5,$6,$7)`, m.ID, m.Center, m.Entity, m.Agency, int64(m.From), int64(m.Until), m.Case)
	return err
}

// EndMandate ends all running mandates between an entity and an agency on a day.
func EndMandate(ctx context.Context, tx *store.Tx, entity, agency int64, last calendar.Day) error {
	_, err := tx.Exec(ctx, `UPDATE party_mandate SET until_day = $3 WHERE entity_id = $1 AND agency_id = $2
		AND (until_day = 0 OR until_day > $3)`, entity, agency, int64(last))
	return err
}

// Entrusted reports whether the agency may act for the entity on the day.
func Entrusted(ctx context.Context, tx *store.Tx, entity, agency int64, on calendar.Day) (bool, error) {
	var n int
	err := tx.Row(ctx, `SELECT COUNT(*) FROM party_mandate WHERE entity_id = $1 AND agency_id = $2 AND from_day <= $3
		AND (until_day = 0 OR until_day >= $3)`, entity, agency, int64(on)).Scan(&n)
	return n > 0, err
}

// Agencies lists the agencies that may act for an entity on the day, by name.
func Agencies(ctx context.Context, tx *store.Tx, entity int64, on calendar.Day) (_ []*Party, err error) {
	defer fault.Wrap(&err, "list agencies")
	return mandated(ctx, tx, `p.id = m.agency_id AND m.entity_id`, entity, on)
}

// Ended lists the pairs of entity and agency whose last mandate ended before the day, at most a
// month ago.
func Ended(ctx context.Context, tx *store.Tx, center int64, on calendar.Day) (_ []Mandate, err error) {
	defer fault.Wrap(&err, "list ended mandates")
	rows, err := tx.Query(ctx, `SELECT entity_id, agency_id, MAX(until_day) FROM party_mandate WHERE center_id = $1
		GROUP BY entity_id, agency_id HAVING MIN(until_day) > 0 AND MAX(until_day) < $2 AND MAX(until_day) >= $3`, center, int64(on), int64(on)-31)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Mandate
	for rows.Next() {
		m := Mandate{Center: center}
		var until int64
		if err := rows.Scan(&m.Entity, &m.Agency, &until); err != nil {
			return nil, err
		}
		m.Until = calendar.Day(until)
		out = append(out, m)
	}
	return out, rows.Err()
}

// Clients lists the entities for which an agency may act on the day, by name.
func Clients(ctx context.Context, tx *store.Tx, agency int64, on calendar.Day) (_ []*Party, err error) {
	defer fault.Wrap(&err, "list clients")
	return mandated(ctx, tx, `p.id = m.entity_id AND m.agency_id`, agency, on)
}

// mandated lists the other side of the mandates of a party that are in force on the day.
func mandated(ctx context.Context, tx *store.Tx, side string, id int64, on calendar.Day) ([]*Party, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT p.id, p.center_id, p.kind, p.name, p.code, p.claimed, p.former, p.division, p.status, p.at
		FROM party_party p JOIN party_mandate m ON `+side+` = $1 AND m.from_day <= $2 AND (m.until_day = 0 OR m.until_day >= $2) ORDER BY p.name`, id, int64(on))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*Party
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Names returns the names of parties by id.
func Names(ctx context.Context, tx *store.Tx, center int64, ids []int64) (_ map[int64]string, err error) {
	defer fault.Wrap(&err, "names of parties")
	return tx.Names(ctx, `SELECT id, name FROM party_party WHERE %s`, center, ids)
}
