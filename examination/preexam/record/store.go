// Package record keeps what a pre-examination case consists of beside the kernel's own: versions of the
// papers, findings about them, and the filing with CNIPA. All of it lies sealed under the key of the
// case.
package record

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"zhibao/casework"
	"zhibao/examination/preexam/check"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent"
)

// A FileRef is one file as the applicant sent it, unaltered, in the encrypted store.
type FileRef struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3,omitempty"`
	// Address in the encrypted store; worthless without the key of the case.
	Blob string `json:"blob"`
}

// The purposes of a version of the papers.
const (
	ForExam   = "exam"   // submitted for pre-examination, or corrected
	ForFiling = "filing" // as filed with CNIPA
)

// A Version is one version of the papers of a case. Everything but its place is secret.
type Version struct {
	ID, Case int64
	No       int64
	Purpose  string
	At       time.Time
	Account  int64
	// Version of the rules by which the report was made; later reports may say otherwise.
	Rules  string
	Files  []FileRef
	App    *patent.Application
	Report *check.Report
}

// versionBody is what of a version is sealed.
type versionBody struct {
	Files  []FileRef           `json:"files"`
	App    *patent.Application `json:"app"`
	Report *check.Report       `json:"report"`
}

// versionAAD binds a sealed version to its case and number: a body moved to another row does not
// open.
func versionAAD(caseID, no int64) string { return fmt.Sprintf("preexam/%d/version/%d", caseID, no) }

// pack makes the sealed body of a record: JSON, compressed, encrypted.
func pack(key seal.Key, aad string, v any) ([]byte, error) {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if err := json.NewEncoder(z).Encode(v); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return key.Seal(aad, buf.Bytes()), nil
}

// maxUnpacked bounds what a stored body may grow to when it is read.
const maxUnpacked = 256 << 20

// unpack opens what pack made. Errors name the place of the record, never its content.
func unpack(key seal.Key, aad string, body []byte, v any) (err error) {
	defer fault.Wrap(&err, "unpack %s", aad)
	plain, err := key.Open(aad, body)
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(plain))
	if err != nil {
		return err
	}
	return json.NewDecoder(io.LimitReader(z, maxUnpacked)).Decode(v)
}

// Insert gives the version its number, counted from 1 over both purposes.
func Insert(ctx context.Context, tx *store.Tx, key seal.Key, center int64, v *Version) (err error) {
	defer fault.Wrap(&err, "insert version")
	if err := tx.Row(ctx, `SELECT COALESCE(MAX(no), 0) + 1 FROM preexam_version WHERE case_id = $1 AND +center_id = $2`, v.Case, center).Scan(&v.No); err != nil {
		return err
	}
	body, err := pack(key, versionAAD(v.Case, v.No), versionBody{v.Files, v.App, v.Report})
	if err != nil {
		return err
	}
	if err := hold(ctx, tx, center, v.At, v.Files); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO preexam_version (id, center_id, case_id, no, purpose, at, account_id, rules, body)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, v.ID, center, v.Case, v.No, v.Purpose, v.At.UnixMicro(), v.Account, v.Rules, body)
	return err
}

// hold keeps the files of a version or a filing from being collected.
func hold(ctx context.Context, tx *store.Tx, center int64, at time.Time, files []FileRef) error {
	for _, f := range files {
		if err := casework.HoldFiles(ctx, tx, center, at, f.Blob); err != nil {
			return err
		}
	}
	return nil
}

const versionColumns = `id, case_id, no, purpose, at, account_id, rules, body`

func scanVersion(row interface{ Scan(...any) error }, key seal.Key) (*Version, error) {
	v := &Version{}
	var at int64
	var body []byte
	if err := row.Scan(&v.ID, &v.Case, &v.No, &v.Purpose, &at, &v.Account, &v.Rules, &body); err != nil {
		return nil, err
	}
	v.At = time.UnixMicro(at)
	var b versionBody
	if err := unpack(key, versionAAD(v.Case, v.No), body, &b); err != nil {
		return nil, err
	}
	v.Files, v.App, v.Report = b.Files, b.App, b.Report
	return v, nil
}

// Find returns the version with the number, or the latest for the purpose when no is 0; nil
// if there is none.
func Find(ctx context.Context, tx *store.Tx, key seal.Key, caseID, no int64, purpose string) (*Version, error) {
	q := `SELECT ` + versionColumns + ` FROM preexam_version WHERE case_id = $1 AND no = $2`
	arg := any(no)
	if no == 0 {
		q, arg = `SELECT `+versionColumns+` FROM preexam_version WHERE case_id = $1 AND purpose = $2 ORDER BY no DESC LIMIT 1`, purpose
	}
	v, err := scanVersion(tx.Row(ctx, q, caseID, arg), key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return v, err
}

// Latest returns the number of the latest version for the purpose, 0 if there is none.
func Latest(ctx context.Context, tx *store.Tx, center, caseID int64, purpose string) (no int64, err error) {
	err = tx.Row(ctx, `SELECT COALESCE(MAX(no), 0) FROM preexam_version WHERE case_id = $1 AND +center_id = $3 AND purpose = $2`, caseID, purpose, center).Scan(&no)
	return no, err
}

// A VersionInfo is what the list of versions shows.
type VersionInfo struct {
	No      int64
	Purpose string
	At      time.Time
	Account int64
	Rules   string
}

// Versions lists them without opening anything, for people who may know only that they exist.
func Versions(ctx context.Context, tx *store.Tx, center, caseID int64) (_ []VersionInfo, err error) {
	defer fault.Wrap(&err, "list versions")
	rows, err := tx.Query(ctx, `SELECT no, purpose, at, account_id, rules FROM preexam_version WHERE case_id = $1 AND +center_id = $2 ORDER BY no`, caseID, center)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []VersionInfo
	for rows.Next() {
		var v VersionInfo
		var at int64
		if err := rows.Scan(&v.No, &v.Purpose, &at, &v.Account, &v.Rules); err != nil {
			return nil, err
		}
		v.At = time.UnixMicro(at)
		out = append(out, v)
	}
	return out, rows.Err()
}

// The states of a finding at the desk.
const (
	FindingOpen      = "open"
	FindingAdopted   = "adopted"
	FindingDismissed = "dismissed"
	FindingFixed     = "fixed" // adopted earlier and no longer in the latest version
)

// A DeskFinding is a finding with what the examiner decided.
type DeskFinding struct {
	ID       int64
	Version  int64 // version of the papers in which it stands
	Ord      int64
	Status   string
	Manual   bool  // added by hand
	Notified int64 // round in which it was notified, 0 if it was not
	Account  int64
	At       time.Time
	Finding  check.Finding
	Reason   string // why it was dismissed
	Before   string // decision on the same finding in the version before: "adopted", "dismissed"
	Moved    bool   // it was found before, and its words or what surrounds them have changed since
	Newer    bool   // the version before had the same words, but rules of that day did not find it
}

// Waits reports whether a finding asks for a decision that was not taken. Information asks for none.
func (f *DeskFinding) Waits() bool {
	return f.Status == FindingOpen && f.Finding.Severity != rule.Info
}

// Asks reports whether it is a question to the examiner and no finding of a rule.
func (f *DeskFinding) Asks() bool { return f.Finding.Question != "" }

// findingBody is sealed: a finding quotes the text, and a reason may.
type findingBody struct {
	Finding check.Finding `json:"finding"`
	Reason  string        `json:"reason,omitempty"`
	Before  string        `json:"before,omitempty"`
	Moved   bool          `json:"moved,omitempty"`
	Newer   bool          `json:"newer,omitempty"`
}

// findingAAD binds a sealed finding to its row.
func findingAAD(id int64) string { return fmt.Sprintf("preexam/finding/%d", id) }

// PutFinding stores a finding or what was decided about it. Rule, severity and state are plain,
// for the figures of the rules; they tell nothing of the text.
func PutFinding(ctx context.Context, tx *store.Tx, key seal.Key, center, caseID int64, f *DeskFinding) (err error) {
	defer fault.Wrap(&err, "put finding")
	body, err := pack(key, findingAAD(f.ID), findingBody{f.Finding, f.Reason, f.Before, f.Moved, f.Newer})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO preexam_finding (id, center_id, case_id, version_no, ord, rule, rule_version, severity, status,
		manual, notified, account_id, at, body) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)
		ON CONFLICT (id) DO UPDATE SET status = excluded.status, notified = excluded.notified, account_id = excluded.account_id,
		at = excluded.at, body = excluded.body`, f.ID, center, caseID, f.Version, f.Ord, f.Finding.Rule, f.Finding.Version,
		string(f.Finding.Severity), f.Status, f.Manual, f.Notified, f.Account, micro(f.At), body)
	return err
}

// DropFindings takes away the findings of a version that is submitted again: nothing was decided
// about them yet.
func DropFindings(ctx context.Context, tx *store.Tx, caseID, versionNo int64) (err error) {
	defer fault.Wrap(&err, "drop findings")
	_, err = tx.Exec(ctx, `DELETE FROM preexam_finding WHERE case_id = $1 AND version_no = $2`, caseID, versionNo)
	return err
}

// micro stores the zero time as 0.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Findings returns the findings of one version of the papers, in order.
func Findings(ctx context.Context, tx *store.Tx, key seal.Key, caseID, versionNo int64) (_ []*DeskFinding, err error) {
	defer fault.Wrap(&err, "findings of case %d", caseID)
	rows, err := tx.Query(ctx, `SELECT id, version_no, ord, status, manual, notified, account_id, at, body FROM preexam_finding
		WHERE case_id = $1 AND version_no = $2 ORDER BY ord, id`, caseID, versionNo)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*DeskFinding
	for rows.Next() {
		f := &DeskFinding{}
		var at int64
		var body []byte
		if err := rows.Scan(&f.ID, &f.Version, &f.Ord, &f.Status, &f.Manual, &f.Notified, &f.Account, &at, &body); err != nil {
			return nil, err
		}
		if at != 0 {
			f.At = time.UnixMicro(at)
		}
		var b findingBody
		if err := unpack(key, findingAAD(f.ID), body, &b); err != nil {
			return nil, err
		}
		f.Finding, f.Reason, f.Before, f.Moved, f.Newer = b.Finding, b.Reason, b.Before, b.Moved, b.Newer
		out = append(out, f)
	}
	return out, rows.Err()
}

// A Filing is what was reported after filing with CNIPA.
// Numbers and days are plain, because lists and imports look cases up by them.
type Filing struct {
	Case, Center  int64
	ApplicationNo string
	Filed, Paid   calendar.Day
	Version       int64 // of the papers, for the purpose ForFiling
	Same          bool  // nothing differs from the passed text
	Marked        time.Time
	Batch         string
	Granted       calendar.Day // zero until CNIPA granted it
	Body          FilingBody
}

// FilingBody is the secret part of a filing: the comparison and the papers that prove it.
type FilingBody struct {
	Report   *check.Report      `json:"report"`
	Differ   []check.Difference `json:"differ"`
	Receipts []FileRef          `json:"receipts"`
}

// filingAAD binds the sealed part to its case.
func filingAAD(caseID int64) string { return fmt.Sprintf("preexam/%d/filing", caseID) }

// Texts are the two texts of the identity check; either is nil where another system had it.
type Texts struct{ Passed, Filed *patent.Application }

// TextsOf reads the text that passed and the one that was filed last.
func TextsOf(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64) (t Texts, err error) {
	for purpose, to := range map[string]**patent.Application{ForExam: &t.Passed, ForFiling: &t.Filed} {
		v, err := Find(ctx, tx, key, caseID, 0, purpose)
		if err != nil {
			return t, err
		}
		if v != nil {
			*to = v.App
		}
	}
	return t, nil
}

// PutFiling stores the filing of a case, replacing an earlier report. An application number that
// another case of the center has reported is a conflict.
func PutFiling(ctx context.Context, tx *store.Tx, key seal.Key, f *Filing) (err error) {
	defer fault.Wrap(&err, "put filing")
	body, err := pack(key, filingAAD(f.Case), f.Body)
	if err != nil {
		return err
	}
	if err := hold(ctx, tx, f.Center, f.Filed.Begin(), f.Body.Receipts); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO preexam_filing (case_id, center_id, application_no, filed_day, paid_day, version_no, same,
		marked_at, batch, granted_day, body) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT (case_id) DO UPDATE SET
		application_no = excluded.application_no, filed_day = excluded.filed_day, paid_day = excluded.paid_day,
		version_no = excluded.version_no, same = excluded.same, marked_at = excluded.marked_at, batch = excluded.batch,
		granted_day = excluded.granted_day, body = excluded.body`, f.Case, f.Center, f.ApplicationNo, int64(f.Filed), int64(f.Paid),
		f.Version, f.Same, micro(f.Marked), f.Batch, int64(f.Granted), body)
	if store.IsUnique(err) {
		return fault.New(fault.Conflict, "preexam.number_used", "申请号 %s 已由本中心另一案件上报，请核对；如系对方误报，请联系中心", f.ApplicationNo).At("number")
	}
	return err
}

// FilingOf returns what was reported for the case, nil while nothing was.
func FilingOf(ctx context.Context, tx *store.Tx, key seal.Key, caseID int64) (_ *Filing, err error) {
	defer fault.Wrap(&err, "filing of case %d", caseID)
	f := &Filing{Case: caseID}
	var filed, paid, marked, granted int64
	var body []byte
	err = tx.Row(ctx, `SELECT center_id, application_no, filed_day, paid_day, version_no, same, marked_at, batch, granted_day, body
		FROM preexam_filing WHERE case_id = $1`, caseID).Scan(&f.Center, &f.ApplicationNo, &filed, &paid, &f.Version, &f.Same,
		&marked, &f.Batch, &granted, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	f.Filed, f.Paid, f.Granted = calendar.Day(filed), calendar.Day(paid), calendar.Day(granted)
	if marked != 0 {
		f.Marked = time.UnixMicro(marked)
	}
	return f, unpack(key, filingAAD(caseID), body, &f.Body)
}

// NumberUsed returns another case of the center that reported the application number, or 0.
func NumberUsed(ctx context.Context, tx *store.Tx, center, caseID int64, applicationNo string) (other int64, err error) {
	err = tx.Row(ctx, `SELECT case_id FROM preexam_filing WHERE center_id = $1 AND application_no = $2 AND case_id <> $3`, center,
		applicationNo, caseID).Scan(&other)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return other, err
}
