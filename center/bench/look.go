package bench

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"zhibao/casework"
	"zhibao/casework/treelog"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// look compares what was acknowledged with what is there, while the restarted program runs and
// nobody works. At the end every file is read; before, those of the latest uploads.
func (j *journal) look(ctx context.Context, o *outcome, db *store.DB, last bool) (err error) {
	defer fault.Wrap(&err, "look after the restart")
	// A client asks again until it is answered, so what is refused in the end should not have been.
	o.Acknowledged, o.Repeated = len(j.acts), j.repeated
	for _, r := range j.refused {
		o.Refused++
		o.note("拒绝：%s", r)
	}
	j.refused = nil
	if err := wholeness(ctx, db, o); err != nil {
		return err
	}
	if err := db.Read(ctx, func(tx *store.Tx) error { return j.compare(ctx, tx, o) }); err != nil {
		return err
	}
	// The engine reads every page for this, which takes too long for every round.
	if last {
		if err := db.Integrity(ctx); err != nil {
			return err
		}
	}
	return j.files(ctx, o, last)
}

// wholeness asks the program's own verification: chains of cases and of the audit, the signed logs. It needs no keys,
// so it would find a broken chain even where nothing can be decrypted any more.
func wholeness(ctx context.Context, db *store.DB, o *outcome) error {
	v, err := casework.Verify(ctx, db)
	if err != nil {
		return err
	}
	for _, f := range v.Flaws {
		o.Half++
		o.note("%s", f)
	}
	flaw, _, err := identity.VerifyAudit(ctx, db)
	if flaw != "" {
		o.Half++
		o.note("%s", flaw)
	}
	if err != nil {
		return err
	}
	return db.Read(ctx, func(tx *store.Tx) error {
		logs, err := treelog.Verify(ctx, tx, time.Time{})
		for _, f := range logs.Flaws {
			o.Half++
			o.note("%s", f)
		}
		o.Logged = logs.Entries
		return err
	})
}

// keyOf is how the kernel stores an idempotency key: with the account, as a digest.
func keyOf(account int64, key string) string {
	h := sha256.New()
	_ = binary.Write(h, binary.BigEndian, account)
	h.Write([]byte(key))
	return string(h.Sum(nil))
}

// written is one event of the database.
type written struct {
	about int64 // case
	move  string
	n     int // events with the same key
}

// compare looks for each acknowledged act, counts those that nobody asked for, and holds each
// event against what belongs to it in the other tables.
func (j *journal) compare(ctx context.Context, tx *store.Tx, o *outcome) error {
	byKey, parts, err := read(ctx, tx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	lost, twice := 0, 0
	for _, a := range j.acts {
		key := keyOf(j.staff[a.login], a.letter.key)
		known[key] = true
		e, ok := byKey[key]
		switch {
		case !ok || e.about != a.about || e.move != a.move:
			lost++
			o.note("丢失：案件 %d 的“%s”已确认，但没有这条记录", a.about, a.move)
		case e.n > 1:
			twice++
			o.note("重复：案件 %d 的“%s”有 %d 条记录", a.about, a.move, e.n)
		}
	}
	for id, to := range j.opened {
		twice++
		o.note("重复：再次提交案件 %d 的步骤，却转到了 %s", id, to)
	}
	o.Lost, o.Twice = lost, twice+parts.unkeyed
	if parts.unkeyed > 0 {
		o.note("重复：%d 条记录没有防重复的编号", parts.unkeyed)
	}
	return halves(ctx, tx, parts, o)
}

// parts is what the events say must be in the other tables.
type parts struct {
	unkeyed, facts int      // events without the key of a request; facts that events name
	papers         []string // papers that events name
}

// read collects the events that the clients asked for, by idempotency key. Looking at a case is left
// out: it writes an event too, but nobody waits for it.
func read(ctx context.Context, tx *store.Tx) (map[string]written, parts, error) {
	var p parts
	rows, err := tx.Query(ctx, `SELECT e.case_id, e.move, e.meta, e.idem, k.chart FROM casework_event e JOIN casework_case k ON k.id = e.case_id
		WHERE e.move <> $1`, casework.ReadMove)
	if err != nil {
		return nil, p, err
	}
	defer rows.Close()
	out := map[string]written{}
	for rows.Next() {
		var w written
		var meta, chart string
		var idem []byte
		if err := rows.Scan(&w.about, &w.move, &meta, &idem, &chart); err != nil {
			return nil, p, err
		}
		var m casework.Meta
		if err := json.Unmarshal([]byte(meta), &m); err != nil {
			return nil, p, err
		}
		p.facts, p.papers = p.facts+len(m.Facts), append(p.papers, m.Papers...)
		switch {
		case idem != nil:
			w.n = out[string(idem)].n + 1
			out[string(idem)] = w
		case chart == "preexam":
			p.unkeyed++
		}
	}
	return out, p, rows.Err()
}

// halves counts moves of which a part is missing, and parts without their move. It asks across the
// tables of several packages on purpose: each of them holds by itself, what a kill could break is
// that they hold together.
func halves(ctx context.Context, tx *store.Tx, p parts, o *outcome) error {
	for _, c := range []struct{ what, query string }{
		{"件案件的版本号与步骤数不符", `SELECT COUNT(*) FROM casework_case k WHERE k.version <> (SELECT COUNT(*) FROM casework_event e
			WHERE e.case_id = k.id AND e.move <> 'read')`},
		{"件案件没有密钥", `SELECT COUNT(*) FROM casework_case k WHERE NOT EXISTS (SELECT 1 FROM seal_case s WHERE s.case_id = k.id)`},
		{"个密钥没有案件", `SELECT COUNT(*) FROM seal_case s WHERE NOT EXISTS (SELECT 1 FROM casework_case k WHERE k.id = s.case_id)`},
		{"件案件的文件版本数与上传次数不符", `SELECT COUNT(*) FROM casework_case k WHERE (SELECT COUNT(*) FROM preexam_version v
			WHERE v.case_id = k.id) <> (SELECT COUNT(*) FROM casework_event e WHERE e.case_id = k.id AND k.chart = 'preexam'
			AND e.move IN ('upload', 'answer', 'file', 'refile'))`},
		{"件案件有名称而没有检索词", `SELECT COUNT(*) FROM casework_case k WHERE k.title IS NOT NULL AND k.chart = 'preexam'
			AND NOT EXISTS (SELECT 1 FROM casework_word w WHERE w.case_id = k.id)`},
		{"份文书没有送达记录", `SELECT COUNT(*) FROM document_paper p WHERE p.party_id <> 0 AND NOT EXISTS (SELECT 1 FROM document_delivery d
			WHERE d.paper_id = p.id)`},
		{"件已受理的案件没有案号", `SELECT COUNT(*) FROM casework_case k WHERE k.number IS NULL AND EXISTS (SELECT 1 FROM casework_event e
			WHERE e.case_id = k.id AND e.move = 'accept')`},
	} {
		var n int
		if err := tx.Row(ctx, c.query).Scan(&n); err != nil {
			return fmt.Errorf("%s: %w", c.what, err)
		}
		if n > 0 {
			o.Half += n
			o.note("不完整：%d %s", n, c.what)
		}
	}
	// Facts and papers are named in the event of the move that made them.
	var facts, papers int
	if err := tx.Row(ctx, `SELECT (SELECT COUNT(*) FROM casework_fact), (SELECT COUNT(*) FROM document_paper)`).Scan(&facts, &papers); err != nil {
		return err
	}
	if facts != p.facts || papers != len(p.papers) {
		o.Half++
		o.note("不完整：记录载明 %d 项事实、%d 份文书，库中有 %d 项、%d 份", p.facts, len(p.papers), facts, papers)
	}
	return nil
}

// files fetches uploaded files as their owners and compares them byte by byte.
func (j *journal) files(ctx context.Context, o *outcome, all bool) error {
	uploads := slices.DeleteFunc(slices.Clone(j.acts), func(a *act) bool { return a.move != "upload" })
	if !all {
		uploads = uploads[max(0, len(uploads)-8):]
	}
	for _, a := range uploads {
		if a.gone {
			continue // counted already
		}
		p, err := j.people[a.login].get(ctx, fmt.Sprintf("/preexam/%d/original/1/0", a.about))
		if err != nil {
			return err
		}
		if p.status != http.StatusOK || p.body != a.letter.file {
			a.gone = true
			o.Unreadable++
			o.note("文件：案件 %d 的申请文件返回 %d，%d 字节，应为 %d 字节", a.about, p.status, len(p.body), len(a.letter.file))
		}
	}
	return nil
}
