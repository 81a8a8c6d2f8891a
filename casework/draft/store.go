package draft

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// State says how far a draft is.
type State string

// The states of a draft.
const (
	Drafting  State = "draft"     // 拟稿中
	Submitted State = "submitted" // 待审核, or, where no review is needed, 待签发
	Reviewed  State = "reviewed"  // 待签发
	Issued    State = "issued"    // 已签发
	Dropped   State = "dropped"   // 已弃用
	Ended     State = "ended"     // 已作废: the case ended, and the step with which it would have been issued never came
)

// Words returns the title of the state.
func (s State) Words() fault.Pair {
	switch s {
	case Drafting:
		return fault.Pair{"拟稿中", "Being drafted"}
	case Submitted:
		return fault.Pair{"待审核", "To be reviewed"}
	case Reviewed:
		return fault.Pair{"待签发", "To be signed"}
	case Issued:
		return fault.Pair{"已签发", "Issued"}
	case Ended:
		return fault.Pair{"已作废", "Void"}
	default:
		return fault.Pair{"已弃用", "Dropped"}
	}
}

// A Draft is a paper that is being made.
type Draft struct {
	ID, Center, Case         int64
	Chart                    string
	Template, Form           string // code and version of the template
	State                    State
	Version                  int64 // latest
	Author, Reviewer, Signer int64
	Paper                    int64 // once it is issued
	At, Changed              time.Time
	note                     []byte
}

// Open reports whether the draft can still become a paper.
func (d *Draft) Open() bool { return d.State != Issued && d.State != Dropped && d.State != Ended }

// A Version is what a draft said at one time, and who wrote it.
type Version struct {
	N       int64
	At      time.Time
	Account int64
	Form    string // version of the template
	Content Content
}

// Content is what an official decides about a draft.
type Content struct {
	Blocks     map[string]string    // words of the blocks that may be edited
	Recipients []document.Recipient // none: those that the procedure proposes
	Back       int64                // version that was brought back, if this is one
}

// Changed lists the blocks in which two contents differ, in the order of names.
func Changed(a, b Content, names []string) (out []string) {
	for _, n := range names {
		if a.Blocks[n] != b.Blocks[n] {
			out = append(out, n)
		}
	}
	return out
}

const columns = `id, center_id, case_id, chart, template, template_version, state, version, author_id, reviewer_id, signer_id, paper_id, at, changed_at, note`

type scanner interface{ Scan(...any) error }

func scan(row scanner) (*Draft, error) {
	d := &Draft{}
	var at, changed int64
	err := row.Scan(&d.ID, &d.Center, &d.Case, &d.Chart, &d.Template, &d.Form, &d.State, &d.Version, &d.Author, &d.Reviewer, &d.Signer, &d.Paper,
		&at, &changed, &d.note)
	d.At, d.Changed = time.UnixMicro(at), time.UnixMicro(changed)
	return d, err
}

// Get returns a draft of a case.
func Get(ctx context.Context, tx *store.Tx, caseID, id int64) (_ *Draft, err error) {
	d, err := scan(tx.Row(ctx, `SELECT `+columns+` FROM draft_paper WHERE id = $1 AND case_id = $2`, id, caseID))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Missing, "draft.missing", "没有这份文书草稿，请从案件的“文书拟稿”页打开").At("draft")
	}
	return d, err
}

// In lists the drafts of a case, the latest first.
func In(ctx context.Context, tx *store.Tx, caseID int64) ([]*Draft, error) {
	return list(ctx, tx, `case_id = $1 ORDER BY at DESC, id DESC`, caseID)
}

// Waiting lists the open drafts of a center that are in the state, the oldest first, at most 500.
func Waiting(ctx context.Context, tx *store.Tx, center int64, state State) ([]*Draft, error) {
	return list(ctx, tx, `center_id = $1 AND state = $2 ORDER BY changed_at, id LIMIT 500`, center, string(state))
}

func list(ctx context.Context, tx *store.Tx, where string, args ...any) (out []*Draft, err error) {
	defer fault.Wrap(&err, "list drafts")
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM draft_paper WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// aad binds a sealed version to its place.
func aad(draft, n int64) string { return fmt.Sprintf("draft/%d/%d", draft, n) }

// Versions lists what a draft said, the oldest first.
func Versions(ctx context.Context, tx *store.Tx, key seal.Key, draft int64) (out []Version, err error) {
	defer fault.Wrap(&err, "versions of draft %d", draft)
	rows, err := tx.Query(ctx, `SELECT n, at, account_id, template_version, body FROM draft_version WHERE draft_id = $1 ORDER BY n`, draft)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v Version
		var at int64
		var body []byte
		if err := rows.Scan(&v.N, &at, &v.Account, &v.Form, &body); err != nil {
			return nil, err
		}
		v.At = time.UnixMicro(at)
		plain, err := key.Open(aad(draft, v.N), body)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &v.Content); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Note returns why the draft was sent back, or what the reviewer remarked.
func (d *Draft) Note(key seal.Key) (string, error) {
	if len(d.note) == 0 {
		return "", nil
	}
	plain, err := key.Open(aad(d.ID, 0), d.note)
	return string(plain), err
}

// write adds a version and the row of the draft as it now is.
func write(s *casework.Step, d *Draft, c Content) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = s.Tx.Exec(s.Ctx, `INSERT INTO draft_version (draft_id, n, center_id, case_id, template_version, at, account_id, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`, d.ID, d.Version, d.Center, d.Case, d.Form, s.Now.UnixMicro(), s.Actor.Account, s.Key().Seal(aad(d.ID, d.Version), body))
	if err != nil {
		return err
	}
	return put(s, d)
}

// put writes the row of a draft.
func put(s *casework.Step, d *Draft) error {
	if d.note == nil {
		d.note = []byte{}
	}
	d.Changed = s.Now
	_, err := s.Tx.Exec(s.Ctx, `INSERT INTO draft_paper (`+columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)
		ON CONFLICT (id) DO UPDATE SET template_version = excluded.template_version, state = excluded.state, version = excluded.version,
		reviewer_id = excluded.reviewer_id, signer_id = excluded.signer_id, paper_id = excluded.paper_id, changed_at = excluded.changed_at, note = excluded.note`,
		d.ID, d.Center, d.Case, d.Chart, d.Template, d.Form, string(d.State), d.Version, d.Author, d.Reviewer, d.Signer, d.Paper, d.At.UnixMicro(), d.Changed.UnixMicro(), d.note)
	return err
}

// wrote lists who wrote any version of a draft.
func wrote(versions []Version) (out []int64) {
	for _, v := range versions {
		if !slices.Contains(out, v.Account) {
			out = append(out, v.Account)
		}
	}
	return out
}
