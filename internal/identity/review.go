package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// A Review is an act of one of the three administrators and what another of them says about it.
type Review struct {
	Entry
	Role     string // in which it was done
	Reviewer int64
	Reviewed time.Time // zero: waits
	Doubt    bool
	Note     string
}

// States of a review, as a question asks for them.
const (
	ReviewOpen = "open"
	ReviewLate = "late" // open for longer than the center lets it
	ReviewDone = "done"
	ReviewOdd  = "doubt" // looked at, with a doubt
)

// ReviewQuery is which acts are asked for.
type ReviewQuery struct {
	Center        int64
	Except        string    // role whose acts are left out: that of who asks
	State, Role   string    // empty: all
	From, Before  time.Time // of the act; zero: any
	Late          time.Time // acts before are late
	Oldest        bool      // the oldest first
	Offset, Limit int
}

// routine are entries that are nothing to look at one by one: signing in, one's own password, and the looking itself.
var routine = []string{"sign.in", "sign.failed", "password.set", "review.signed", "review.doubt", "review.overdue"}

// byCommand is whose act it is when a command at the server did it.
const byCommand = "sysadmin"

// watch puts an entry before the other administrators where one of the three made it. What a command at the server
// did counts as an act of whoever runs the server.
func (b *Book) watch(ctx context.Context, tx *store.Tx, center int64, e *Entry) error {
	if slices.Contains(routine, e.Act) {
		return nil
	}
	role := byCommand
	if e.Act != "root.change" {
		var err error
		if role, err = adminRole(ctx, tx, center, e.Actor); err != nil || role == "" {
			return err
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO identity_review (center_id, seq, actor_id, role, at, reviewer_id, reviewed_at, doubt, note, alarmed_at)
		VALUES ($1,$2,$3,$4,$5,0,0,$6,'',0)`, center, e.Seq, e.Actor, role, e.At.UnixMicro(), false)
	return err
}

// where is the condition of a query with its values.
func (q ReviewQuery) where() (string, []any) {
	text, args := `r.center_id = $1 AND r.role <> $2`, []any{q.Center, q.Except}
	and := func(condition string, value any) {
		args = append(args, value)
		text += fmt.Sprintf(" AND "+condition, len(args))
	}
	switch q.State {
	case ReviewOpen:
		text += ` AND r.reviewed_at = 0`
	case ReviewLate:
		and(`r.reviewed_at = 0 AND r.at < $%d`, q.Late.UnixMicro())
	case ReviewDone:
		text += ` AND r.reviewed_at > 0`
	case ReviewOdd:
		text += ` AND r.reviewed_at > 0 AND r.doubt`
	}
	if q.Role != "" {
		and(`r.role = $%d`, q.Role)
	}
	if !q.From.IsZero() {
		and(`r.at >= $%d`, q.From.UnixMicro())
	}
	if !q.Before.IsZero() {
		and(`r.at < $%d`, q.Before.UnixMicro())
	}
	return text, args
}

// Reviews lists acts with what was said about them, and CountReviews counts them.
func (b *Book) Reviews(ctx context.Context, tx *store.Tx, q ReviewQuery) (out []Review, err error) {
	defer fault.Wrap(&err, "reviews")
	where, args := q.where()
	order := "DESC"
	if q.Oldest {
		order = "ASC"
	}
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT e.seq, e.at, e.actor_id, e.actor, e.act, e.object, e.detail, e.ip, r.role, r.reviewer_id, r.reviewed_at, r.doubt, r.note
		FROM identity_review r JOIN identity_audit e ON e.center_id = r.center_id AND e.seq = r.seq WHERE %s ORDER BY r.seq %s LIMIT $%d OFFSET $%d`, where, order, len(args)+1, len(args)+2),
		append(args, q.Limit, q.Offset)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Review
		var made, done int64
		if err := rows.Scan(&r.Seq, &made, &r.Actor, &r.Name, &r.Act, &r.Object, &r.Detail, &r.IP, &r.Role, &r.Reviewer, &done, &r.Doubt, &r.Note); err != nil {
			return nil, err
		}
		r.At, r.Reviewed = time.UnixMicro(made), at(done)
		out = append(out, r)
	}
	return out, rows.Err()
}

// CountReviews counts what Reviews would list without a limit.
func (b *Book) CountReviews(ctx context.Context, tx *store.Tx, q ReviewQuery) (n int, err error) {
	where, args := q.where()
	err = tx.Row(ctx, `SELECT COUNT(*) FROM identity_review r WHERE `+where, args...).Scan(&n)
	return n, err
}

// Reviewable says why somebody cannot sign for an act; nil: it waits for them.
func (b *Book) Reviewable(ctx context.Context, tx *store.Tx, by Who, seq int64) (err error) {
	var actor, done int64
	var role string
	err = tx.Row(ctx, `SELECT actor_id, role, reviewed_at FROM identity_review WHERE center_id = $1 AND seq = $2`, by.Center, seq).Scan(&actor, &role, &done)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Missing, "identity.review_missing", "没有这条待复核的操作，请从复核清单选择")
	} else if err != nil {
		return err
	}
	own, err := adminRole(ctx, tx, by.Center, by.Account)
	switch {
	case err != nil:
		return err
	case own == "":
		return fault.New(fault.Forbidden, "identity.review_who", "管理操作由系统、安全、审计三员相互复核，请联系他们")
	case actor == by.Account || role == own:
		return fault.New(fault.Forbidden, "identity.review_own", "第 %d 条是本人或同一职责的操作，不能由您复核，请由另两位管理员之一办理", seq)
	case done != 0:
		return fault.New(fault.Conflict, "identity.review_done", "第 %d 条已有人复核，请刷新清单", seq)
	}
	return nil
}

// SignReview records that somebody looked at an act of another administrator. A doubt has to be explained.
func (b *Book) SignReview(ctx context.Context, tx *store.Tx, by Who, r Review) (err error) {
	defer fault.Wrap(&err, "sign a review")
	note := strings.TrimSpace(r.Note)
	if r.Doubt && note == "" {
		return fault.New(fault.Invalid, "identity.review_note", "有疑问的，请写明疑问是什么").At("note")
	}
	if err := b.Reviewable(ctx, tx, by, r.Seq); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE identity_review SET reviewer_id = $3, reviewed_at = $4, doubt = $5, note = $6 WHERE center_id = $1 AND seq = $2 AND reviewed_at = 0`,
		by.Center, r.Seq, by.Account, b.now().UnixMicro(), r.Doubt, clip(note, 500))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "identity.review_done", "第 %d 条已有人复核，请刷新清单", r.Seq)
	}
	act := "review.signed"
	if r.Doubt {
		act = "review.doubt"
	}
	return b.Audit(ctx, tx, by, act, fmt.Sprintf("第 %d 条", r.Seq), note)
}

// AlarmReviews says in the audit that acts wait for longer than some days, each act once, and returns how many are new.
func (b *Book) AlarmReviews(ctx context.Context, tx *store.Tx, center int64, days int) (n int, err error) {
	defer fault.Wrap(&err, "alarm about reviews")
	const late = ` FROM identity_review WHERE center_id = $1 AND reviewed_at = 0 AND at < $2 AND alarmed_at = 0`
	before := b.now().AddDate(0, 0, -days).UnixMicro()
	var first int64
	if err := tx.Row(ctx, `SELECT COUNT(*), COALESCE(MIN(seq), 0)`+late, center, before).Scan(&n, &first); err != nil || n == 0 {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `UPDATE identity_review SET alarmed_at = $3 WHERE center_id = $1 AND reviewed_at = 0 AND at < $2 AND alarmed_at = 0`, center, before, b.now().UnixMicro()); err != nil {
		return 0, err
	}
	if err := b.Audit(ctx, tx, Who{Center: center, Name: "复核监测"}, "review.overdue", "", fmt.Sprintf("%d 项管理操作超过 %d 天无人复核，最早的是第 %d 条", n, days, first)); err != nil {
		return 0, err
	}
	return n, nil
}

// Administrators are the accounts of a center that have one of the three roles.
func (b *Book) Administrators(ctx context.Context, tx *store.Tx, center int64) (out []int64, err error) {
	defer fault.Wrap(&err, "list administrators")
	rows, err := tx.Query(ctx, `SELECT account_id FROM identity_role WHERE center_id = $1 AND admin ORDER BY account_id`, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
